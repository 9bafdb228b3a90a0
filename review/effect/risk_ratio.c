/* The log risk ratio. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = log(a/n1) - log(c/n2)        v = 1/a - 1/n1 + 1/c - 1/n2
 *
 * Source  Katz, Baptista, Azen & Pike (1978) Biometrics 34:469-474.
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
    rv_effect_set(out, log(t.a / t.n1) - log(t.c / t.n2), 1 / t.a - 1 / t.n1 + 1 / t.c - 1 / t.n2,
                  "no events in one group, and nothing was added");
    return RV_OK;
}

const rv_measure_how rv_rr_how = { fit, NULL, true };
