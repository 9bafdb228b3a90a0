/* The log odds ratio by Peto's one-step method. */
#include <config.h>

#include "effect/how.h"

/*
 *     y = (a - E) / V        v = 1 / V
 *     E = n1 (a + c) / n     V = n1 n2 (a + c) (b + d) / (n^2 (n - 1))        n = n1 + n2
 *
 * Source  Yusuf, Peto, Lewis, Collins & Sleight (1985) Prog Cardiovasc Dis 27:335-371.
 */
static rv_estimate peto(const rv_cells *t, const rv_setting *s)
{
    const double n = t->n1 + t->n2, events = t->a + t->c, others = t->b + t->d;
    const double expected = t->n1 * events / n, variance = (t->n1 / n) * (t->n2 / n) * events * others / (n - 1);

    (void)s;
    return (rv_estimate){ (t->a - expected) / variance, 1 / variance };
}

const rv_measure_how rv_peto_how = {
    RV_OF_CELLS, .by.cells = peto, .undefined = "no events, or nothing but events, in both groups, and nothing was added"
};
