/* Where the axis of a forest plot ends: over all intervals, unless a few are much longer than the rest. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "plot/axis.h"

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void widen(double *lo, double *hi, double x)
{
    if (!isfinite(x))
        return;
    *lo = fmin(*lo, x);
    *hi = fmax(*hi, x);
}

/* What must be seen: estimates pooled over all, with their limits; with `all` everything. */
static void reach(const rv_forest *forest, bool all, double *lo, double *hi)
{
    *lo = INFINITY;
    *hi = -INFINITY;
    for (size_t i = 0; i < forest->n; i++) {
        const rv_forest_row *row = &forest->rows[i];
        if (row->kind != RV_FOREST_POOLED && !all)
            continue;
        widen(lo, hi, row->kind == RV_FOREST_PREDICTION ? NAN : row->yi);
        widen(lo, hi, row->ci_lo);
        widen(lo, hi, row->ci_hi);
        if (row->kind == RV_FOREST_PREDICTION) {
            widen(lo, hi, row->pi_lo);
            widen(lo, hi, row->pi_hi);
        }
    }
}

/*
 * The middle estimate with room for three median half-widths and one and a half interquartile ranges on either side: nearly
 * every interval of an ordinary analysis lies within. NaN ends when there are too few studies to say what is ordinary.
 */
static rv_status ordinary(const rv_forest *forest, double *lo, double *hi, rv_error *err)
{
    double *y = malloc(2 * (forest->n + 1) * sizeof *y), *half = y + forest->n + 1;
    size_t k = 0;

    if (!y)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < forest->n; i++) {
        const rv_forest_row *row = &forest->rows[i];
        const double width = row->ci_hi - row->ci_lo;
        if ((row->kind == RV_FOREST_STUDY || row->kind == RV_FOREST_STEP) && isfinite(row->yi) && isfinite(width)) {
            y[k] = row->yi;
            half[k++] = width / 2;
        }
    }
    *lo = *hi = NAN;
    if (k >= 3) {
        qsort(y, k, sizeof *y, by_size);
        qsort(half, k, sizeof *half, by_size);
        *lo = *hi = y[k / 2];
        *lo -= 3 * half[k / 2] + 1.5 * (y[(3 * k) / 4] - y[k / 4]);
        *hi += 3 * half[k / 2] + 1.5 * (y[(3 * k) / 4] - y[k / 4]);
    }
    free(y);
    return RV_OK;
}

static rv_status from_data(rv_axis *axis, const rv_forest *forest, double null, rv_error *err)
{
    double lo, hi, must_lo, must_hi, usual_lo = NAN, usual_hi = NAN, span;
    rv_status st = ordinary(forest, &usual_lo, &usual_hi, err);

    if (st != RV_OK)
        return st;
    reach(forest, true, &lo, &hi);
    reach(forest, false, &must_lo, &must_hi);
    if (!(lo <= hi))                                      /* no numbers at all */
        lo = hi = isfinite(null) ? null : 0;
    if (usual_lo < usual_hi) {
        const double cut_lo = fmax(lo, fmin(usual_lo, must_lo)), cut_hi = fmin(hi, fmax(usual_hi, must_hi));
        /* Arrows are worth their trouble only where they win the others a good deal of room. */
        if (hi - lo > 1.5 * (cut_hi - cut_lo)) {
            lo = cut_lo;
            hi = cut_hi;
        }
    }
    /* The line of no effect belongs in the picture, unless it is so far off that it would press the rest to a dot. */
    span = hi - lo;
    if (isfinite(null) && (null < lo || null > hi)
        && (span == 0 || fmax(lo - null, null - hi) <= 3 * span)) {
        lo = fmin(lo, null);
        hi = fmax(hi, null);
        span = hi - lo;
    }
    if (!(span > 0))
        span = fmax(1, fabs(lo));
    axis->lo = lo - 0.04 * span;
    axis->hi = hi + 0.04 * span;
    return RV_OK;
}

static rv_status given(rv_axis *axis, double at, const char *which, double *end, rv_error *err)
{
    if (isnan(at))
        return RV_OK;
    if (axis->log_scale && !(at > 0))
        return rv_fail(err, RV_EINVAL, "the axis cannot %s %g: this measure is a ratio, so its axis has only positive numbers",
                       which, at);
    *end = axis->log_scale ? log(at) : at;
    return RV_OK;
}

rv_status rv_axis_ends(rv_axis *axis, const rv_forest *forest, const rv_forest_options *options, double null, rv_error *err)
{
    rv_status st;

    axis->log_scale = forest->log_scale != 0;
    if ((st = from_data(axis, forest, null, err)) != RV_OK
        || (st = given(axis, options->from, "begin at", &axis->lo, err)) != RV_OK
        || (st = given(axis, options->to, "end at", &axis->hi, err)) != RV_OK)
        return st;
    if (!(axis->lo < axis->hi))
        return rv_fail(err, RV_EINVAL, "the axis would run from %g to %g; its beginning must be less than its end",
                       axis->log_scale ? exp(axis->lo) : axis->lo, axis->log_scale ? exp(axis->hi) : axis->hi);
    axis->no_effect = null >= axis->lo && null <= axis->hi ? null : NAN;
    return RV_OK;
}
