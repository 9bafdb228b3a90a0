/* The phi coefficient, and its Fisher z. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* The variance when n people were drawn and fell into the four cells. Source  Yule (1912) J R Stat Soc 75:579-652. */
static double cross_sectional(const rv_cells *t, double phi)
{
    const double n = t->n1 + t->n2, row1 = t->n1 / n, row2 = t->n2 / n, col1 = (t->a + t->c) / n, col2 = (t->b + t->d) / n;
    const double rows = (row1 - row2) * (row1 - row2) / (row1 * row2), cols = (col1 - col2) * (col1 - col2) / (col1 * col2);

    return (1 - phi * phi + phi * (1 + phi * phi / 2) * (row1 - row2) * (col1 - col2) / sqrt(row1 * row2 * col1 * col2)
            - 0.75 * phi * phi * (rows + cols)) / n;
}

/*
 * The variance when the sizes of both groups were set: with p1 = a/n1, p2 = c/n2, E = a + c events and O = b + d others,
 *
 *     phi = sqrt(n1 n2) (p1 - p2) / sqrt(E O)
 *     v = (dphi/dp1)^2 p1 (1 - p1) / n1 + (dphi/dp2)^2 p2 (1 - p2) / n2
 *
 * Source  the delta method on two binomial proportions; as vtype ST of metafor.
 */
static double stratified(const rv_cells *t)
{
    const double p1 = t->a / t->n1, p2 = t->c / t->n2, events = t->a + t->c, others = t->b + t->d;
    const double scale = sqrt(t->n1 * t->n2 / (events * others)), tilt = (p1 - p2) * (others - events) / (2 * events * others);
    const double by_p1 = scale * (1 - t->n1 * tilt), by_p2 = scale * (-1 - t->n2 * tilt);

    return by_p1 * by_p1 * p1 * (1 - p1) / t->n1 + by_p2 * by_p2 * p2 * (1 - p2) / t->n2;
}

/*
 *     phi = (a d - b c) / sqrt(n1 n2 (a + c) (b + d))
 *
 * ST takes the group sizes as set by the study, CS the total alone; LS is CS, as in metafor.
 */
static rv_estimate phi(const rv_cells *t, const rv_setting *s)
{
    const double y = (t->a * t->d - t->b * t->c) / sqrt(t->n1 * t->n2 * (t->a + t->c) * (t->b + t->d));

    return (rv_estimate){ y, s->o->vtype == RV_VTYPE_ST ? stratified(t) : cross_sectional(t, y) };
}

static rv_estimate z_of_phi(const rv_cells *t, const rv_setting *s)
{
    return rv_fisher_z(phi(t, s));
}

#define UNDEFINED "no events, or nothing but events, in both groups, or all in step with the groups: no such correlation"
const rv_measure_how rv_phi_how = { RV_OF_CELLS, .by.cells = phi, .plain = true, .undefined = UNDEFINED };
const rv_measure_how rv_zphi_how = { RV_OF_CELLS, .by.cells = z_of_phi, .plain = true, .undefined = UNDEFINED };
