/* Standardised mean differences by the pooled deviation, and by that of the control group. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* Estimates over all rows, weighted by the people in them. */
static void gather(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4])
{
    const rv_setting s = { o, NULL };
    rv_effect unused;
    rv_means g;

    rv_effect_none(&unused);
    if (rv_means_of(m, in, &g, &unused, NULL) == RV_OK && g.have) {
        const double y = m->how->by.means(&g, &s).y;
        if (isfinite(y)) {
            sums[0] += (g.n1 + g.n2) * y;
            sums[1] += g.n1 + g.n2;
        }
    }
}

/* The variance of y = c d with m degrees of freedom, where d^2 / (2 size) is the part of the standardiser. */
static double variance(const rv_means *g, const rv_setting *s, double d, double c, double m, double size)
{
    const double inverse = 1 / g->n1 + 1 / g->n2, y = c * d;

    switch (s->o->vtype) {
    case RV_VTYPE_LS2: return c * c * (inverse + d * d / (2 * size));
    case RV_VTYPE_UB:  return inverse + (1 - (m - 2) / (m * c * c)) * y * y;
    case RV_VTYPE_AV:  return inverse + s->average[0] * s->average[0] / (2 * size);
    default:           return inverse + y * y / (2 * size);
    }
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
static rv_estimate pooled(const rv_means *g, const rv_setting *s)
{
    const double m = g->n1 + g->n2 - 2, c = rv_factor(s, m);

    return (rv_estimate){ c * g->d, variance(g, s, g->d, c, m, g->n1 + g->n2) };
}

/*
 *     d = (m1 - m2) / s2        m = n2 - 1        y = c(m) d
 *     v = 1/n1 + 1/n2 + y^2 / (2 n2)        and so on, as above with n2 for n1 + n2
 *
 * Units   standard deviations of the control group.
 * Source  Glass (1976) Educ Res 5(10):3-8; Hedges (1981).
 */
static rv_estimate by_control(const rv_means *g, const rv_setting *s)
{
    const double m = g->n2 - 1, c = rv_factor(s, m), d = (g->m1 - g->m2) / g->s2;

    return (rv_estimate){ c * d, variance(g, s, d, c, m, g->n2) };
}

/*
 * As by_control(), where the groups' variances may differ:
 *
 *     v = s1^2 / (s2^2 (n1 - 1)) + 1 / (n2 - 1) + y^2 / (2 (n2 - 1))        with n1 and n2 by convention 3
 *
 * Source  Bonett (2009) Psychol Methods 14:225-238.
 */
static rv_estimate by_control_unequal(const rv_means *g, const rv_setting *s)
{
    const double less = s->o->convention == RV_CONVENTION_3 ? 0 : 1, n1 = g->n1 - less, n2 = g->n2 - less;
    const double y = rv_factor(s, g->n2 - 1) * (g->m1 - g->m2) / g->s2;

    return (rv_estimate){ y, g->s1 * g->s1 / (g->s2 * g->s2 * n1) + 1 / n2 + y * y / (2 * n2) };
}

#define FEW "too few people for the small-sample factor"
const rv_measure_how rv_smd_how = {
    RV_OF_MEANS, .by.means = pooled, .gather = gather, .from_d = true, .corrects = true
};
const rv_measure_how rv_smd1_how = {
    RV_OF_MEANS, .by.means = by_control, .gather = gather, .wants = RV_M1 | RV_N1 | RV_M2 | RV_S2 | RV_N2, .undefined = FEW,
    .corrects = true
};
const rv_measure_how rv_smd1h_how = { RV_OF_MEANS, .by.means = by_control_unequal, .undefined = FEW, .corrects = true };
