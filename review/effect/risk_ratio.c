/* The log risk ratio. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = log(a/n1) - log(c/n2)        v = 1/a - 1/n1 + 1/c - 1/n2
 *
 * Source  Katz, Baptista, Azen & Pike (1978) Biometrics 34:469-474.
 */
static rv_estimate risk_ratio(const rv_cells *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ log(t->a / t->n1) - log(t->c / t->n2), 1 / t->a - 1 / t->n1 + 1 / t->c - 1 / t->n2 };
}

const rv_measure_how rv_rr_how = {
    RV_OF_CELLS, .by.cells = risk_ratio, .undefined = "no events in one group, and nothing was added"
};
