/* Mean change within a group, raw and standardised. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* The variance of the change of one person. */
static double of_change(const rv_change *g)
{
    return g->s1 * g->s1 + g->s2 * g->s2 - 2 * g->r * g->s1 * g->s2;
}

/* y = m1 - m2, v = (s1^2 + s2^2 - 2 r s1 s2) / n. Units  those of the outcome. */
static rv_estimate raw(const rv_change *g, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ g->m1 - g->m2, of_change(g) / g->n };
}

/* The variance of y = c d with m degrees of freedom: part + y^2 / (2 size); by LS2 c^2 times the same with d for y; by UB as for
   standardised differences. */
static rv_estimate standardised(const rv_setting *s, double m, double d, double part, double size)
{
    const double c = rv_factor(s, m);

    if (s->o->vtype == RV_VTYPE_UB)
        return (rv_estimate){ c * d, part + (1 - (m - 2) / (m * c * c)) * c * d * c * d };
    if (s->o->vtype == RV_VTYPE_LS2)
        return (rv_estimate){ c * d, c * c * (part + d * d / (2 * size)) };
    return (rv_estimate){ c * d, part + c * d * c * d / (2 * size) };
}

/*
 *     d = (m1 - m2) / sd of the changes        y = c(n - 1) d        v = 1/n + y^2 / (2n)
 *
 * Units   standard deviations of the change. Source  Gibbons, Hedeker & Davis (1993) J Educ Stat 18:271-279.
 */
static rv_estimate by_change(const rv_change *g, const rv_setting *s)
{
    return standardised(s, g->n - 1, g->d, 1 / g->n, g->n);
}

/*
 *     d = (m1 - m2) / s1        y = c(n - 1) d        v = 2 (1 - r) / n + y^2 / (2n)        UB: r without bias
 *
 * Units   standard deviations of the time that m1i is of. Source  Becker (1988) Br J Math Stat Psychol 41:257-278.
 */
static rv_estimate by_first(const rv_change *g, const rv_setting *s)
{
    const double r = s->o->vtype == RV_VTYPE_UB ? rv_correlation_without_bias(g->r, g->n) : g->r;

    return standardised(s, g->n - 1, (g->m1 - g->m2) / g->s1, 2 * (1 - r) / g->n, g->n);
}

/* n - 1, or n by LS2: what divides the variances where both times may differ in theirs. */
static double people(const rv_change *g, const rv_setting *s)
{
    return g->n - (s->o->vtype == RV_VTYPE_LS2 && s->o->convention == RV_CONVENTION_5 ? 0 : 1);
}

/*
 * As by_first(), where the variances of both times may differ:
 *
 *     v = (s1^2 + s2^2 - 2 r s1 s2) / (s1^2 (n - 1)) + y^2 / (2 (n - 1))
 *
 * LS2 has n for n - 1. By convention 3 all of it times c^2, whatever the type. Source  Bonett (2008) Psychol Methods 13:99-109.
 */
static rv_estimate by_first_unequal(const rv_change *g, const rv_setting *s)
{
    const double c = rv_factor(s, g->n - 1), y = c * (g->m1 - g->m2) / g->s1, n = people(g, s);
    const double v = of_change(g) / (g->s1 * g->s1 * n) + y * y / (2 * n);

    return (rv_estimate){ y, s->o->convention == RV_CONVENTION_3 ? c * c * v : v };
}

/*
 *     d = (m1 - m2) / s        s^2 = (s1^2 + s2^2) / 2        m = 2 (n - 1) / (1 + r^2)        y = c(m) d
 *     v = 2 (1 - r) / n + y^2 (1 + r^2) / (4n)
 *
 * Units   standard deviations, both times averaged.
 * Source  Cousineau (2020) Quant Methods Psychol 16:418-421, degrees of freedom; Bonett (2015) J Educ Behav Stat 40:366-382.
 */
static rv_estimate by_both(const rv_change *g, const rv_setting *s)
{
    const double r2 = g->r * g->r, d = (g->m1 - g->m2) / sqrt((g->s1 * g->s1 + g->s2 * g->s2) / 2);

    return standardised(s, 2 * (g->n - 1) / (1 + r2), d, 2 * (1 - g->r) / g->n, 2 * g->n / (1 + r2));
}

/*
 * As by_both(), where the variances of both times may differ:
 *
 *     v = (s1^2 + s2^2 - 2 r s1 s2) / (s^2 (n - 1)) + y^2 (s1^4 + s2^4 + 2 r^2 s1^2 s2^2) / (8 s^4 (n - 1))
 *
 * LS2 has n for n - 1. Source  Bonett (2008), (2015).
 */
static rv_estimate by_both_unequal(const rv_change *g, const rv_setting *s)
{
    const double v1 = g->s1 * g->s1, v2 = g->s2 * g->s2, s2 = (v1 + v2) / 2, r2 = g->r * g->r, n = people(g, s);
    const double y = rv_factor(s, 2 * (g->n - 1) / (1 + r2)) * (g->m1 - g->m2) / sqrt(s2);

    return (rv_estimate){ y, of_change(g) / (s2 * n) + y * y * (v1 * v1 + v2 * v2 + 2 * r2 * v1 * v2) / (8 * s2 * s2 * n) };
}

#define FEW "too few people for the small-sample factor"
const rv_measure_how rv_mc_how = { RV_OF_CHANGE, .by.change = raw };
const rv_measure_how rv_smcc_how = {
    RV_OF_CHANGE, .by.change = by_change, .from_d = true, .undefined = "the changes do not vary, or too few people", .corrects = true
};
const rv_measure_how rv_smcr_how = {
    RV_OF_CHANGE, .by.change = by_first, .wants = RV_M1 | RV_S1 | RV_N1 | RV_M2 | RV_R, .undefined = FEW, .corrects = true
};
const rv_measure_how rv_smcrh_how = { RV_OF_CHANGE, .by.change = by_first_unequal, .undefined = FEW, .corrects = true };
const rv_measure_how rv_smcrp_how = { RV_OF_CHANGE, .by.change = by_both, .undefined = FEW, .corrects = true };
const rv_measure_how rv_smcrph_how = { RV_OF_CHANGE, .by.change = by_both_unequal, .undefined = FEW, .corrects = true };
