/* The log risk ratio. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = log(a/n1) - log(c/n2)        v = 1/a - 1/n1 + 1/c - 1/n2
 *
 * In v, by AV, a and c are what the proportions over all rows expect.
 * Source  Katz, Baptista, Azen & Pike (1978) Biometrics 34:469-474.
 */
static rv_estimate risk_ratio(const rv_cells *t, const rv_setting *s)
{
    const rv_cells e = rv_cells_expected(t, s);

    return (rv_estimate){ log(t->a / t->n1) - log(t->c / t->n2), 1 / e.a - 1 / e.n1 + 1 / e.c - 1 / e.n2 };
}

const rv_measure_how rv_rr_how = {
    RV_OF_CELLS, .by.cells = risk_ratio, .gather = rv_cells_gather, .undefined = "no events in one group, and nothing was added"
};
