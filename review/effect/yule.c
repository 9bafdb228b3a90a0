/* Yule's Q and Y. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     Q = (o - 1) / (o + 1)        v = (1 - Q^2)^2 / 4 (1/a + 1/b + 1/c + 1/d)         o = a d / (b c)
 *     Y = (r - 1) / (r + 1)        v = (1 - Y^2)^2 / 16 (1/a + 1/b + 1/c + 1/d)        r = sqrt(o)
 *
 * Source  Yule (1912) J R Stat Soc 75:579-652.
 */
static rv_estimate q(const rv_cells *t, const rv_setting *s)
{
    const double ad = t->a * t->d, bc = t->b * t->c, y = (ad - bc) / (ad + bc);

    (void)s;
    return (rv_estimate){ y, (1 - y * y) * (1 - y * y) / 4 * rv_cells_inverse(t) };
}

static rv_estimate colligation(const rv_cells *t, const rv_setting *s)
{
    const double ad = sqrt(t->a * t->d), bc = sqrt(t->b * t->c), y = (ad - bc) / (ad + bc);

    (void)s;
    return (rv_estimate){ y, (1 - y * y) * (1 - y * y) / 16 * rv_cells_inverse(t) };
}

#define UNDEFINED "a zero cell, and nothing was added"
const rv_measure_how rv_yuq_how = { RV_OF_CELLS, .by.cells = q, .undefined = UNDEFINED };
const rv_measure_how rv_yuy_how = { RV_OF_CELLS, .by.cells = colligation, .undefined = UNDEFINED };
