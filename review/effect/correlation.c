/* Correlations: raw, without bias, Fisher's z. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

/* ri, or from the t test that it is 0: by its t, or its p with the sign of the correlation. */
static rv_status read(const rv_effect_input *in, rv_single *g, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "ri", "ni" };
    const double t = !isnan(in->ti) ? in->ti : !isnan(in->pi) ? rv_t_of_p(in->pi, in->ni - 2) : NAN;
    rv_status st;

    if ((st = rv_check_between(in->ri, -1, 1, "ri", "a correlation", err)) != RV_OK
        || (st = rv_check_p(in->pi, "pi", err)) != RV_OK
        || (st = rv_check_size(in->ni, 3, "ni", err)) != RV_OK)
        return st;
    *g = (rv_single){ .r = isnan(in->ri) ? t / sqrt(t * t + in->ni - 2) : in->ri, .n = in->ni };
    g->have = rv_have((const double[]){ g->r, g->n }, names, 2, out);
    if (g->have)
        rv_effect_route(out, "%s", !isnan(in->ri) ? "correlation and number of people"
                                   : !isnan(in->ti) ? "t statistic of a correlation and number of people"
                                                    : "p-value of a correlation and number of people");
    return RV_OK;
}

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_single g;
    const rv_status st = read(in, &g, out, err);

    return st == RV_OK ? rv_single_fit(m, in, s, &g, out, err) : st;
}

/* Estimates over all rows, weighted by people. */
static void gather(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4])
{
    const rv_setting s = { o, NULL };
    rv_effect unused;
    rv_single g;

    rv_effect_none(&unused);
    if (read(in, &g, &unused, NULL) == RV_OK && g.have) {
        const double y = m->how->by.single(&g, &s).y;
        sums[0] += isnan(y) ? 0 : g.n * y;
        sums[1] += isnan(y) ? 0 : g.n;
    }
}

/*
 * The hypergeometric series 2F1(a, b; c; x) = sum of (a)_i (b)_i / (c)_i x^i / i!, 0 <= x <= 1. What is left after term i is below
 * term / (1 - x), and below about term i / (c - a - b) where c > a + b. NaN when a million terms are not enough.
 * Source  Abramowitz & Stegun (1964) 15.1.1.
 */
static double hypergeometric(double a, double b, double c, double x)
{
    double sum = 1, term = 1;

    if (!(c > a + b) && x == 1)
        return NAN;
    for (int i = 0; i < 1000000; i++) {
        const double left = c > a + b ? fmin(1 / (1 - x), (i + 1) / (c - a - b)) : 1 / (1 - x);
        term *= (a + i) * (b + i) / ((c + i) * (1 + i)) * x;
        sum += term;
        if (term * left < 1e-16 * sum)
            return sum;
    }
    return NAN;
}

static double large_sample(double r, double n)
{
    return (1 - r * r) * (1 - r * r) / (n - 1);
}

/*
 * An unbiased estimate of the variance of an unbiased correlation y: y^2 less an unbiased estimate of the squared correlation,
 *
 *     y^2 - (1 - (n-3)/(n-2) (1 - r^2) 2F1(1, 1; n/2; 1 - r^2))
 *
 * Source  Olkin & Pratt (1958) Ann Math Stat 29:201-211; Hedges (1989) J Appl Psychol 74:469-477.
 */
static double unbiased(double y, double r, double n)
{
    const double rest = 1 - r * r;

    return y * y - (1 - (n - 3) / (n - 2) * rest * hypergeometric(1, 1, n / 2, rest));
}

/* y = r 2F1(1/2, 1/2; (n-2)/2; 1 - r^2), of 5 people or more: with 3 it is the sign of r alone, and with 4 it has no end at r = 0.
   Source  Olkin & Pratt (1958), equation 2.3. */
double rv_correlation_without_bias(double r, double n)
{
    return n <= 4 ? NAN : r * hypergeometric(0.5, 0.5, (n - 2) / 2, 1 - r * r);
}

static double variance(const rv_single *g, const rv_setting *s, double y)
{
    if (g->n <= 3)
        return NAN;
    switch (s->o->vtype) {
    case RV_VTYPE_UB: return unbiased(rv_correlation_without_bias(g->r, g->n), g->r, g->n);
    case RV_VTYPE_AV: return large_sample(s->average[0], g->n);
    default:          return large_sample(y, g->n);
    }
}

/*
 *     y = r        v = (1 - r^2)^2 / (n - 1)        AV takes r averaged over all rows; UB see unbiased()
 *
 * No variance of 3 people or fewer, as for Fisher's z.
 * Source  Borenstein (2009), in: Handbook of Research Synthesis, 2nd ed., 221-235.
 */
static rv_estimate raw(const rv_single *g, const rv_setting *s)
{
    return (rv_estimate){ g->r, variance(g, s, g->r) };
}

/* y = rv_correlation_without_bias(); v as raw() with y for r. */
static rv_estimate corrected(const rv_single *g, const rv_setting *s)
{
    const double y = rv_correlation_without_bias(g->r, g->n);

    return (rv_estimate){ y, variance(g, s, y) };
}

/* y = atanh(r), v = 1 / (n - 3). Source  Fisher (1921) Metron 1:3-32. */
static rv_estimate z(const rv_single *g, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ atanh(g->r), 1 / (g->n - 3) };
}

const rv_measure_how rv_cor_how = {
    .fit = fit, .by.single = raw, .gather = gather, .counts = "ni", .undefined = "a correlation's variance needs more than 3 people"
};
const rv_measure_how rv_ucor_how = {
    .fit = fit, .by.single = corrected, .gather = gather, .counts = "ni", .undefined = "too few people for the correction of bias"
};
const rv_measure_how rv_zcor_how = {
    .fit = fit, .by.single = z, .counts = "ni", .undefined = "Fisher's z needs a correlation between -1 and 1, and more than 3 people"
};
