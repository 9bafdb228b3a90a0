/* The risk difference. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* Proportions over all rows, weighted by group size. */
static void survey(const rv_effect_input *in, size_t k, const rv_effect_options *o, double average[2])
{
    double a = 0, c = 0, n1 = 0, n2 = 0;

    for (size_t i = 0; i < k; i++) {
        rv_effect unused;
        rv_cells t;

        rv_effect_none(&unused);
        if (rv_cells_of(&in[i], o, &t, &unused, NULL) == RV_OK && t.have) {
            a += t.a;
            c += t.c;
            n1 += t.n1;
            n2 += t.n2;
        }
    }
    average[0] = a / n1;
    average[1] = c / n2;
}

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
static rv_status fit(const rv_effect_input *in, const rv_effect_options *o, const double *average, rv_effect *out, rv_error *err)
{
    rv_cells t;
    const rv_status st = rv_cells_of(in, o, &t, out, err);

    if (st != RV_OK)
        return st;
    if (!t.have)
        return rv_ready_difference(in, (in->p1i - in->p2i) / 100, "the difference of the percentages", o, out, err);
    rv_effect_set(out, t.a / t.n1 - t.c / t.n2,
                  variance(t.a / t.n1, t.n1, average ? average[0] : NAN, o->vtype)
                      + variance(t.c / t.n2, t.n2, average ? average[1] : NAN, o->vtype),
                  "groups of one person have no unbiased variance");
    return RV_OK;
}

const rv_measure_how rv_rd_how = { fit, survey, true };
