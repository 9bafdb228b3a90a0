/* The log ratio of means. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* Coefficients of variation over all rows, weighted by group size. */
static void gather(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4])
{
    rv_effect unused;
    rv_means g;

    (void)o;
    rv_effect_none(&unused);
    if (rv_means_of(m, in, &g, &unused, NULL) == RV_OK && g.have && isfinite(log(g.m1 / g.m2))) {
        sums[0] += g.n1 * g.s1 / g.m1;
        sums[1] += g.n1;
        sums[2] += g.n2 * g.s2 / g.m2;
        sums[3] += g.n2;
    }
}

/*
 *     y = log(m1 / m2) + (v1 - v2) / 2        v = v1 + v2        v1 = s1^2 / (n1 m1^2), v2 = s2^2 / (n2 m2^2)
 *
 * The second term of y is the small-sample correction: off with `correct`, and by convention 3.
 * HO takes the pooled s^2 for both groups; AV the coefficients of variation of each group averaged over all rows for s/m; AVHO one
 * average over both groups.
 * Source  Hedges, Gurevitch & Curtis (1999) Ecology 80:1150-1156; Lajeunesse (2011) Ecology 92:2049-2055, correction and averages
 *         (2015) Ecology 96:2056-2063; Nakagawa et al. (2023) Ecol Lett 26:232-244.
 */
static rv_estimate ratio(const rv_means *g, const rv_setting *s)
{
    const double v1 = g->s1 * g->s1 / (g->n1 * g->m1 * g->m1), v2 = g->s2 * g->s2 / (g->n2 * g->m2 * g->m2);
    const bool corrects = s->o->correct && s->o->convention != RV_CONVENTION_3;
    const double y = log(g->m1 / g->m2) + (corrects ? (v1 - v2) / 2 : 0), *mean = s->average;

    switch (s->o->vtype) {
    case RV_VTYPE_HO:
        return (rv_estimate){ y, rv_pooled_variance(g) * (1 / (g->n1 * g->m1 * g->m1) + 1 / (g->n2 * g->m2 * g->m2)) };
    case RV_VTYPE_AV:
        return (rv_estimate){ y, mean[0] * mean[0] / g->n1 + mean[1] * mean[1] / g->n2 };
    case RV_VTYPE_AVHO:
        return (rv_estimate){ y, mean[2] * mean[2] * (1 / g->n1 + 1 / g->n2) };
    default:
        return (rv_estimate){ y, v1 + v2 };
    }
}

const rv_measure_how rv_rom_how = {
    RV_OF_MEANS, .by.means = ratio, .gather = gather, .undefined = "a ratio of means needs means of one sign, not 0", .corrects = true
};
