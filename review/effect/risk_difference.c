/* The risk difference. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

static double variance(double p, double n, double average, rv_vtype vtype)
{
    switch (vtype) {
    case RV_VTYPE_UB: return p * (1 - p) / (n - 1);
    case RV_VTYPE_AV: return average * (1 - average) / n;
    default:          return p * (1 - p) / n;
    }
}

/*
 *     y = p1 - p2        v = p1 (1 - p1) / n1 + p2 (1 - p2) / n2        p1 = a/n1, p2 = c/n2
 *
 * UB divides by n - 1; AV takes the proportions averaged over all rows.
 * Units   a proportion, -1 to 1: 5 percentage points are 0.05.
 * Source  Fleiss & Berlin (2009), in: Cooper, Hedges & Valentine, Handbook of Research Synthesis, 2nd ed., 237-253.
 */
static rv_estimate difference(const rv_cells *t, const rv_setting *s)
{
    const double p1 = t->a / t->n1, p2 = t->c / t->n2, *average = s->average;

    return (rv_estimate){ p1 - p2, variance(p1, t->n1, average ? average[0] : NAN, s->o->vtype)
                                       + variance(p2, t->n2, average ? average[1] : NAN, s->o->vtype) };
}

/* Percentages without group sizes are an estimate that another number of the row may make sure. */
static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_cells t;
    const rv_status st = rv_cells_of(in, s->o, &t, out, err);

    if (st != RV_OK)
        return st;
    if (!t.have)
        return rv_ready_difference(in, (in->p1i - in->p2i) / 100, "the difference of the percentages", s->o, out, err);
    rv_effect_put(out, m, s, m->how->by.cells(&t, s));
    return RV_OK;
}

const rv_measure_how rv_rd_how = {
    .fit = fit, .by.cells = difference, .zero = rv_cells_has_zero, .counts = RV_CELLS_COUNTS, .gather = rv_cells_gather,
    .undefined = "groups of one person have no unbiased variance"
};
