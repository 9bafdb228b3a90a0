/* The log odds ratio. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = log(a d / (b c))        v = 1/a + 1/b + 1/c + 1/d
 *
 * a of n1 people with the event and b without in group 1, c and d in group 2; in v, by AV, as many as the proportions over all
 * rows expect.
 * Source  Woolf (1955) Ann Hum Genet 19:251-253.
 */
rv_estimate rv_log_odds_ratio(const rv_cells *t, const rv_setting *s)
{
    const rv_cells e = rv_cells_expected(t, s);

    return (rv_estimate){ log(t->a * t->d / (t->b * t->c)), rv_cells_inverse(&e) };
}

const rv_measure_how rv_or_how = {
    RV_OF_CELLS, .by.cells = rv_log_odds_ratio, .gather = rv_cells_gather, .undefined = "a zero cell, and nothing was added"
};
