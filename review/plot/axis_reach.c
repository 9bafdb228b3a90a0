/* The ends of an axis from the numbers that it shows. */
#include <config.h>

#include <math.h>

#include "plot/chart.h"

void rv_axis_none(rv_axis *axis, bool log_scale)
{
    *axis = (rv_axis){ .lo = INFINITY, .hi = -INFINITY, .log_scale = log_scale, .no_effect = NAN };
}

void rv_axis_reach(rv_axis *axis, double x)
{
    if (!isfinite(x))
        return;
    axis->lo = fmin(axis->lo, x);
    axis->hi = fmax(axis->hi, x);
}

void rv_axis_room(rv_axis *axis, double below, double above)
{
    double span;

    if (!(axis->lo <= axis->hi)) {
        axis->lo = 0;
        axis->hi = 1;
    }
    /* Ends closer than a double tells ticks apart are one number. */
    if (axis->hi - axis->lo < 1e-9 * fmax(fabs(axis->lo), fabs(axis->hi)) || axis->hi == axis->lo) {
        const double half = fmax(0.5 * fmax(fabs(axis->lo), fabs(axis->hi)), 1e-12);
        const bool from_zero = below == 0 && axis->lo >= 0;
        axis->lo = from_zero ? 0 : axis->lo - half;
        axis->hi += half;
    }
    span = axis->hi - axis->lo;
    axis->lo -= below * span;
    axis->hi += above * span;
}
