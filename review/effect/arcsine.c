/* The difference of arcsine roots of two risks. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = asin(sqrt(a/n1)) - asin(sqrt(c/n2))        v = 1/(4 n1) + 1/(4 n2)
 *
 * Units   radians of the angle whose squared sine is the risk; the variance is the same at every risk.
 * Source  Ruecker, Schwarzer, Carpenter & Olkin (2009) Stat Med 28:721-738.
 */
static rv_estimate arcsine(const rv_cells *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ asin(sqrt(t->a / t->n1)) - asin(sqrt(t->c / t->n2)), 1 / (4 * t->n1) + 1 / (4 * t->n2) };
}

const rv_measure_how rv_as_how = { RV_OF_CELLS, .by.cells = arcsine, .plain = true };
