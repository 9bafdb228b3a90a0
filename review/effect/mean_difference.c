/* The difference of means. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

rv_status rv_means_check(const rv_effect_input *in, bool *have, rv_effect *out, rv_error *err)
{
    const double values[] = { in->m1i, in->sd1i, in->n1i, in->m2i, in->sd2i, in->n2i };
    static const char *const names[] = { "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i" };

    *have = false;
    for (int i = 0; i < 6; i++) {
        if (i % 3 == 1 && values[i] <= 0)
            return rv_fail(err, RV_EDOMAIN, "%s is %g; a standard deviation is positive", names[i], values[i]);
        if (i % 3 == 2 && values[i] < 2)
            return rv_fail(err, RV_EDOMAIN, "%s is %g; a group with a standard deviation has at least 2 people", names[i],
                           values[i]);
    }
    for (int i = 0; i < 6; i++)
        if (isnan(values[i])) {
            rv_effect_missing(out, names[i]);
            return RV_OK;
        }
    *have = true;
    return RV_OK;
}

/*
 *     y = m1 - m2        v = s1^2 / n1 + s2^2 / n2
 *
 * HO takes the pooled variance ((n1-1) s1^2 + (n2-1) s2^2) / (n1 + n2 - 2) for both groups; UB is LS.
 * Units   those of the outcome.
 * Source  Bonett (2009) Psychol Methods 14:225-238.
 */
static rv_status fit(const rv_effect_input *in, const rv_effect_options *o, const double *average, rv_effect *out, rv_error *err)
{
    const double v1 = in->sd1i * in->sd1i, v2 = in->sd2i * in->sd2i;
    bool have;
    const rv_status st = rv_means_check(in, &have, out, err);

    (void)average;
    if (st != RV_OK)
        return st;
    if (!have)
        return rv_ready_difference(in, in->m1i - in->m2i, "the difference of the means", o, out, err);
    rv_effect_route(out, "means, standard deviations and group sizes");
    if (o->vtype == RV_VTYPE_HO) {
        const double pooled = ((in->n1i - 1) * v1 + (in->n2i - 1) * v2) / (in->n1i + in->n2i - 2);
        rv_effect_set(out, in->m1i - in->m2i, pooled * (1 / in->n1i + 1 / in->n2i), "too large to compute");
    } else {
        rv_effect_set(out, in->m1i - in->m2i, v1 / in->n1i + v2 / in->n2i, "too large to compute");
    }
    return RV_OK;
}

const rv_measure_how rv_md_how = { fit, NULL, false };
