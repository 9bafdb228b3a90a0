/* The log odds ratio. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = log(a d / (b c))        v = 1/a + 1/b + 1/c + 1/d
 *
 * a of n1 people with the event and b without in group 1, c and d in group 2.
 * Source  Woolf (1955) Ann Hum Genet 19:251-253.
 */
static rv_status fit(const rv_effect_input *in, const rv_effect_options *o, const double *average, rv_effect *out, rv_error *err)
{
    rv_cells t;
    const rv_status st = rv_cells_of(in, o, &t, out, err);

    (void)average;
    if (st != RV_OK)
        return st;
    if (!t.have)
        return rv_ready_fit(in, o, out, err);
    rv_effect_set(out, log(t.a * t.d / (t.b * t.c)), 1 / t.a + 1 / t.b + 1 / t.c + 1 / t.d,
                  "a zero cell, and nothing was added");
    return RV_OK;
}

const rv_measure_how rv_or_how = { fit, NULL, true };
