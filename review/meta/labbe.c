/* L'Abbe plots: the groups' outcomes against each other. */
#include <config.h>

#include <stdlib.h>

#include "meta/strata.h"

/* Outcomes of one group by a measure of single groups: events with non-events, or with time. */
static rv_status arm(const char *measure, bool rates, const double *events, const double *rest, size_t k, const rv_effect_options *o,
                     rv_effect *out, rv_error *err)
{
    rv_effect_input *in = malloc((k + 1) * sizeof *in);
    rv_status st = in ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; in && i < k; i++) {
        in[i] = (rv_effect_input)RV_EFFECT_INPUT_INIT;
        in[i].xi = events[i];
        *(rates ? &in[i].ti : &in[i].mi) = rest[i];
    }
    if (st == RV_OK)
        st = rv_effect_make(rv_measure_find(measure), in, k, o, out, err);
    free(in);
    return st;
}

rv_status rv_labbe(const rv_tables *t, rv_tables_measure measure, double add, rv_zero_to to, double *x, double *y, double *v,
                   rv_error *err)
{
    const rv_tables_kind *kind = &rv_tables_kinds[measure];
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_stratum *s = malloc((t->k + 1) * sizeof *s);
    rv_effect *one = malloc((t->k + 1) * sizeof *one), *two = malloc((t->k + 1) * sizeof *two);
    size_t k;
    rv_status st = s && one && two ? rv_strata_make(t, measure, add, RV_ZERO_NONE, false, s, &k, err)
                                   : rv_fail(err, RV_ENOMEM, "out of memory");

    o.add = add;
    o.to = to;
    o.fractions = true;
    if (st == RV_OK && (st = arm(kind->arm, kind->rates, t->ai, t->bi, t->k, &o, one, err)) == RV_OK
        && (st = arm(kind->arm, kind->rates, t->ci, t->di, t->k, &o, two, err)) == RV_OK)
        for (size_t i = 0; i < t->k; i++) {
            const bool whole = !isnan(one[i].yi) && !isnan(two[i].yi);
            x[i] = whole ? two[i].yi : NAN;
            y[i] = whole ? one[i].yi : NAN;
            if (v)
                v[i] = whole ? one[i].vi + two[i].vi : NAN;
        }
    free(s);
    free(one);
    free(two);
    return st;
}
