/* The cells of a 2x2 table from its margins and what is printed of it. */
#include <config.h>

#include <math.h>

#include "review/effect.h"

static rv_status check(double n, double n1, double e, rv_error *err)
{
    if (!(n > 0) || isinf(n))
        return rv_fail(err, RV_EDOMAIN, "a table of %g people; it needs people", n);
    if (!(n1 > 0 && n1 < n))
        return rv_fail(err, RV_EDOMAIN, "group 1 has %g of %g people; each group needs people", n1, n);
    if (!(e >= 0 && e <= n))
        return rv_fail(err, RV_EDOMAIN, "%g of %g people have the event; it cannot be fewer than 0 or more than all", e, n);
    return RV_OK;
}

/* All cells from the first, in whole people; NaN when one would be below 0. */
static void fill(double a, double n, double n1, double e, double cells[4])
{
    const double first = rint(a);
    bool fits = isfinite(a);

    cells[0] = first;
    cells[1] = n1 - first;
    cells[2] = e - first;
    cells[3] = n - n1 - e + first;
    for (int i = 0; i < 4; i++)
        fits &= cells[i] >= 0;
    for (int i = 0; i < 4 && !fits; i++)
        cells[i] = NAN;
}

rv_status rv_cells_from_or(double w, double n, double n1, double e, double cells[4], rv_error *err)
{
    const double p = w - 1, q = w * (n1 + e) + n - n1 - e;
    const rv_status st = check(n, n1, e, err);

    if (st != RV_OK)
        return st;
    if (!(w > 0) || isinf(w))
        return rv_fail(err, RV_EDOMAIN, "an odds ratio of %g; it is positive", w);
    /* The root between 0 and min(n1, e), written so that it also holds for an odds ratio of 1. */
    fill(2 * w * n1 * e / (q + sqrt(q * q - 4 * p * w * n1 * e)), n, n1, e, cells);
    return RV_OK;
}

rv_status rv_cells_from_phi(double phi, double n, double n1, double e, double cells[4], rv_error *err)
{
    const rv_status st = check(n, n1, e, err);

    if (st != RV_OK)
        return st;
    if (!(phi >= -1 && phi <= 1))
        return rv_fail(err, RV_EDOMAIN, "a phi coefficient of %g; it is between -1 and 1", phi);
    fill((n1 * e + phi * sqrt(n1 * (n - n1) * e * (n - e))) / n, n, n1, e, cells);
    return RV_OK;
}

rv_status rv_cells_from_chi2(double x, bool yates, double n, double n1, double e, double cells[4], rv_error *err)
{
    const double margins = n1 * (n - n1) * e * (n - e);
    const rv_status st = check(n, n1, e, err);

    if (st != RV_OK)
        return st;
    if (!isfinite(x))
        return rv_fail(err, RV_EDOMAIN, "a chi-square of %g; it must be a number", x);
    fill((n1 * e + copysign(sqrt(fabs(x) * margins / n) + (yates ? n / 2 : 0), x)) / n, n, n1, e, cells);
    return RV_OK;
}
