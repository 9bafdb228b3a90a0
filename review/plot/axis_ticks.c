/* Round numbers along the axis, as many as fit. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/axis.h"

static const double GAP = 5;       /* points between two labels */

/* A tick's number without needless digits: 0.05, 1.5, 200, 1e7. */
static void name(char *label, double printed)
{
    rv_buf text = RV_BUF_INIT;
    char digits[32];

    snprintf(digits, sizeof digits, "%.10g", printed);
    if (*digits == '-')
        rv_buf_text(&text, "\u2212");
    rv_buf_text(&text, digits + (*digits == '-'));
    snprintf(label, RV_AXIS_LABEL, "%s", rv_buf_str(&text));
    rv_buf_free(&text);
}

/* Adds a tick at `printed`; false when there is no room for one more tick. */
static bool add(rv_axis *axis, double printed)
{
    const double at = axis->log_scale ? log(printed) : printed;
    const double slack = 1e-9 * (axis->hi - axis->lo);

    if (at < axis->lo - slack || at > axis->hi + slack)
        return true;
    if (axis->n == RV_AXIS_TICKS)
        return false;
    axis->at[axis->n] = at;
    name(axis->label[axis->n++], printed);
    return true;
}

static bool apart(const rv_axis *axis, double width, rv_type *type, const rv_face *face)
{
    double edge = -INFINITY;

    for (size_t i = 0; i < axis->n; i++) {
        const double x = (axis->at[i] - axis->lo) / (axis->hi - axis->lo) * width;
        const double half = rv_type_width(type, face, axis->label[i]) / 2;
        if (x - half < edge + GAP)
            return false;
        edge = x + half;
    }
    return true;
}

/* Ticks every `step` of the printed scale. */
static bool even(rv_axis *axis, double from, double to, double step)
{
    axis->n = 0;
    if ((to - from) / step > 2 * RV_AXIS_TICKS)
        return false;
    for (double i = ceil(from / step - 1e-9); i <= floor(to / step + 1e-9); i++)
        if (!add(axis, i == 0 ? 0 : i * step))
            return false;
    return true;
}

/* Ticks at `digits` times each power of ten whose exponent is a multiple of `every`. */
static bool decades(rv_axis *axis, const double *digits, size_t n, double every)
{
    const double from = axis->lo / M_LN10, to = axis->hi / M_LN10;

    axis->n = 0;
    if ((to - from) / every > 2 * RV_AXIS_TICKS)
        return false;
    for (double e = floor(from / every) * every; e <= to; e += every)
        for (size_t i = 0; i < n; i++)
            if (!add(axis, digits[i] * pow(10, e)))
                return false;
    return true;
}

static bool even_ticks(rv_axis *axis, double from, double to, size_t most, double width, rv_type *type, const rv_face *face)
{
    static const double steps[] = { 1, 2, 2.5, 5 };
    const double first = floor(log10((to - from) / 20));

    for (int e = 0; e < 4; e++)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (even(axis, from, to, steps[i] * pow(10, first + e)) && axis->n <= most && apart(axis, width, type, face))
                return axis->n >= 2;
    return false;
}

void rv_axis_ticks(rv_axis *axis, double width, rv_type *type, const rv_face *face)
{
    static const double sets[][6] = { { 1, 1.5, 2, 3, 5, 7 }, { 1, 2, 5 }, { 1, 3 }, { 1 } };
    static const size_t sizes[] = { 6, 3, 2, 1 };

    enum { MOST_EVEN = 7, MOST_LOG = 9 };

    if (!axis->log_scale || axis->hi - axis->lo < log(3))
        if (even_ticks(axis, axis->log_scale ? exp(axis->lo) : axis->lo, axis->log_scale ? exp(axis->hi) : axis->hi, MOST_EVEN,
                       width, type, face))
            return;
    for (size_t i = 0; axis->log_scale && i < sizeof sizes / sizeof *sizes; i++)
        if (decades(axis, sets[i], sizes[i], 1) && axis->n >= 2 && axis->n <= MOST_LOG && apart(axis, width, type, face))
            return;
    for (double every = 2; axis->log_scale && every < 1000; every = every == 2 ? 5 : every * 2)
        if (decades(axis, sets[3], 1, every) && apart(axis, width, type, face))
            return;
    /* A strip too small for two numbers has the one that matters. */
    axis->n = 0;
    if (isfinite(axis->no_effect))
        add(axis, axis->log_scale ? exp(axis->no_effect) : axis->no_effect);
}
