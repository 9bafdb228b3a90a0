/* The difference of means. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = m1 - m2        v = s1^2 / n1 + s2^2 / n2
 *
 * HO takes the pooled variance ((n1-1) s1^2 + (n2-1) s2^2) / (n1 + n2 - 2) for both groups; UB is LS.
 * Units   those of the outcome.
 * Source  Bonett (2009) Psychol Methods 14:225-238.
 */
static rv_estimate difference(const rv_means *g, const rv_setting *s)
{
    const double v = s->o->vtype == RV_VTYPE_HO ? rv_pooled_variance(g) * (1 / g->n1 + 1 / g->n2)
                                                : g->s1 * g->s1 / g->n1 + g->s2 * g->s2 / g->n2;

    return (rv_estimate){ g->m1 - g->m2, v };
}

/* Means without deviations are an estimate that another number of the row may make sure. */
static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_means g;
    const rv_status st = rv_means_of(m, in, &g, out, err);

    if (st != RV_OK)
        return st;
    if (!g.have)
        return rv_ready_difference(in, in->m1i - in->m2i, "the difference of the means", s->o, out, err);
    rv_effect_put(out, m, s, m->how->by.means(&g, s));
    return RV_OK;
}

const rv_measure_how rv_md_how = { .fit = fit, .by.means = difference, .counts = "n1i n2i" };
