/* The standardised mean difference where the groups' variances may differ. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* What metafor 3 computed: the variance taken by c^2 with y for d in it. Its LS2 divides s^2 by s^4 in the second part, so that it
   hangs on the unit of the outcome; it is here for comparison with old results alone. */
static double variance_3(const rv_means *g, const rv_setting *s, double y, double c, double s2, double means, double deviations)
{
    const double by_n = g->s1 * g->s1 / g->n1 + g->s2 * g->s2 / g->n2;

    if (s->o->vtype == RV_VTYPE_LS2)
        return by_n / s2 + y * y * by_n / (8 * s2 * s2);
    return c * c * (means + y * y * deviations);
}

/*
 *     d = (m1 - m2) / s        s^2 = (s1^2 + s2^2) / 2        y = c(n1 + n2 - 2) d
 *     v = (s1^2/(n1-1) + s2^2/(n2-1)) / s^2 + y^2 (s1^4/(n1-1) + s2^4/(n2-1)) / (8 s^4)        LS
 *         the same with n for n - 1                                                            LS2
 *
 * Units   standard deviations, the two averaged.
 * Source  Bonett (2008) Psychol Methods 13:99-109, (2009) 14:225-238.
 */
static rv_estimate unequal(const rv_means *g, const rv_setting *s)
{
    const double v1 = g->s1 * g->s1, v2 = g->s2 * g->s2, s2 = (v1 + v2) / 2, d = (g->m1 - g->m2) / sqrt(s2);
    const double c = rv_factor(s, g->n1 + g->n2 - 2), y = c * d;
    const double less = s->o->vtype == RV_VTYPE_LS2 && s->o->convention == RV_CONVENTION_5 ? 0 : 1;
    const double means = (v1 / (g->n1 - less) + v2 / (g->n2 - less)) / s2;
    const double deviations = (v1 * v1 / (g->n1 - less) + v2 * v2 / (g->n2 - less)) / (8 * s2 * s2);

    if (s->o->convention == RV_CONVENTION_3)
        return (rv_estimate){ y, variance_3(g, s, y, c, s2, means, deviations) };
    return (rv_estimate){ y, means + y * y * deviations };
}

const rv_measure_how rv_smdh_how = {
    RV_OF_MEANS, .by.means = unequal, .corrects = true
};
