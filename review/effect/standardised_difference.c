/* The standardised mean difference, with the exact small-sample factor. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

double rv_small_sample_factor(double m)
{
    if (!(m > 1))
        return NAN;
    return rv_gamma_ratio((m - 1) / 2, 0.5) / sqrt(m / 2);
}

/* The difference in pooled standard deviations, without the factor; NaN with a reason when something is missing. */
static rv_status difference(const rv_effect_input *in, double *d, rv_effect *out, rv_error *err)
{
    bool have;
    const rv_status st = rv_means_check(in, &have, out, err);

    *d = NAN;
    if (st != RV_OK)
        return st;
    if (have) {
        const double s2 = ((in->n1i - 1) * in->sd1i * in->sd1i + (in->n2i - 1) * in->sd2i * in->sd2i)
                          / (in->n1i + in->n2i - 2);
        *d = (in->m1i - in->m2i) / sqrt(s2);
        rv_effect_route(out, "means, standard deviations and group sizes");
    } else if (!isnan(in->n1i) && !isnan(in->n2i)) {
        if (!isnan(in->d)) {
            *d = in->d;
            rv_effect_route(out, "standardised difference and group sizes");
        } else if (!isnan(in->t)) {
            *d = in->t * sqrt(1 / in->n1i + 1 / in->n2i);
            rv_effect_route(out, "t statistic and group sizes");
        }
    }
    return RV_OK;
}

static double factor(const rv_effect_input *in, const rv_effect_options *o)
{
    return o->correct ? rv_small_sample_factor(in->n1i + in->n2i - 2) : 1;
}

/* Estimates over all rows, weighted by the people in them. */
static void survey(const rv_effect_input *in, size_t k, const rv_effect_options *o, double average[2])
{
    double sum = 0, people = 0;

    for (size_t i = 0; i < k; i++) {
        rv_effect unused;
        double d;

        rv_effect_none(&unused);
        if (difference(&in[i], &d, &unused, NULL) == RV_OK && !isnan(d)) {
            sum += (in[i].n1i + in[i].n2i) * factor(&in[i], o) * d;
            people += in[i].n1i + in[i].n2i;
        }
    }
    average[0] = sum / people;
}

/*
 *     d = (m1 - m2) / s        s^2 = ((n1-1) s1^2 + (n2-1) s2^2) / m        m = n1 + n2 - 2
 *     y = c(m) d               c as in rv_small_sample_factor()
 *     v = 1/n1 + 1/n2 + y^2 / (2 (n1 + n2))                       LS
 *         c^2 (1/n1 + 1/n2 + d^2 / (2 (n1 + n2)))                 LS2
 *         1/n1 + 1/n2 + (1 - (m - 2) / (m c^2)) y^2               UB
 *         as LS, with the average of y over all rows              AV
 *
 * Units   standard deviations.
 * Source  Hedges (1981) J Educ Stat 6:107-128; variances LS and UB Hedges (1982) Psychol Bull 92:490-499 and (1983)
 *         Psychol Bull 93:388-395; LS2 Borenstein (2009), in: Handbook of Research Synthesis, 2nd ed., 221-235.
 */
static rv_status fit(const rv_effect_input *in, const rv_effect_options *o, const double *average, rv_effect *out, rv_error *err)
{
    const double n = in->n1i + in->n2i, m = n - 2, inverse = 1 / in->n1i + 1 / in->n2i, c = factor(in, o);
    double d, y, v;
    const rv_status st = difference(in, &d, out, err);

    if (st != RV_OK)
        return st;
    if (isnan(d))
        return rv_ready_fit(in, o, out, err);
    y = c * d;
    switch (o->vtype) {
    case RV_VTYPE_LS2: v = c * c * (inverse + d * d / (2 * n)); break;
    case RV_VTYPE_UB:  v = inverse + (1 - (m - 2) / (m * c * c)) * y * y; break;
    case RV_VTYPE_AV:  v = inverse + average[0] * average[0] / (2 * n); break;
    default:           v = inverse + y * y / (2 * n); break;
    }
    if (!o->correct)
        rv_effect_route(out, ", without small-sample factor");
    rv_effect_set(out, y, v, "too few people for the small-sample factor");
    return RV_OK;
}

const rv_measure_how rv_smd_how = { fit, survey, false };
