/* What stands in the plot's own column: guide lines, squares, intervals, diamonds, the prediction bar, the axis. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/forest.h"

/* Colours differ in lightness too (squares 57, bar 49, diamonds 10 of 100), so that grey prints and every kind of colour
   vision tell them apart; shape tells them apart without any. */

enum { SQUARE_SIDE = 9, STEP_SIDE = 6, DIAMOND_HALF = 4, BAR_HALF = 2 };

double rv_forest_x(const rv_forest_figure *g, double at)
{
    return g->plot_x + (at - g->axis.lo) / (g->axis.hi - g->axis.lo) * g->plot_w;
}

static double side_of(const rv_forest_row *row, double largest)
{
    const double weight = isfinite(row->weight) ? row->weight : 1 / row->vi;

    if (isnan(weight) || !(largest > 0))
        return SQUARE_SIDE / 2.0;
    if (weight <= 0)               /* of dependent effects it may be */
        return 1.6;
    return fmax(1.6, SQUARE_SIDE * sqrt(fmin(1, weight / largest)));
}

static double largest_weight(const rv_forest *f)
{
    double largest = 0;

    for (size_t i = 0; i < f->n; i++) {
        const rv_forest_row *row = &f->rows[i];
        const double weight = isfinite(row->weight) ? row->weight : 1 / row->vi;
        if (row->kind == RV_FOREST_STUDY && isfinite(weight))
            largest = fmax(largest, weight);
    }
    return largest;
}

/* The point of an arrow at an end of the axis; `way` is -1 to the left, 1 to the right. */
static void arrow(rv_forest_figure *g, double y, int way)
{
    const double tip = way < 0 ? g->plot_x : g->plot_x + g->plot_w;
    const double x[] = { tip, tip - way * 4.5, tip - way * 4.5 }, ys[] = { y, y - 2.2, y + 2.2 };

    rv_scene_polygon(g->scene, x, ys, 3, (rv_look){ .fill = RV_INK });
    g->cut = true;
}

static void interval(rv_forest_figure *g, const rv_forest_row *row, double y)
{
    const double lo = g->axis.lo, hi = g->axis.hi;
    const double from = fmax(row->ci_lo, lo), to = fmin(row->ci_hi, hi);

    if (isnan(row->ci_lo) || isnan(row->ci_hi))
        return;
    if (from < to)
        rv_scene_line(g->scene, rv_forest_x(g, from), y, rv_forest_x(g, to), y, (rv_look){ .stroke = RV_INK, .line = 0.9 });
    if (row->ci_lo < lo)
        arrow(g, y, -1);
    if (row->ci_hi > hi)
        arrow(g, y, 1);
}

static void study(rv_forest_figure *g, const rv_forest_row *row, double y, double largest)
{
    if (row->yi >= g->axis.lo && row->yi <= g->axis.hi) {
        const double half = side_of(row, largest) / 2, x = rv_forest_x(g, row->yi);
        rv_scene_rect(g->scene, (rv_box){ x - half, y - half, x + half, y + half }, 0, (rv_look){ .fill = g->style->square });
    }
    interval(g, row, y);
    /* On a dark square the line would be lost where it is shorter than the square. */
    if (strcmp(g->style->square, RV_INK) == 0 && row->yi > g->axis.lo && row->yi < g->axis.hi) {
        const double x = rv_forest_x(g, row->yi);
        rv_scene_line(g->scene, x, y - 1.5, x, y + 1.5, (rv_look){ .stroke = RV_PAPER, .line = 0.6 });
    }
}

/* What is pooled with more and more studies, or without one: a disc, as large as any other. */
static void step(rv_forest_figure *g, const rv_forest_row *row, double y)
{
    interval(g, row, y);
    if (row->yi >= g->axis.lo && row->yi <= g->axis.hi)
        rv_scene_circle(g->scene, rv_forest_x(g, row->yi), y, STEP_SIDE / 2.0, (rv_look){ .fill = RV_BLUE, .stroke = RV_PAPER, .line = 0.5 });
}

/* Where a diamond would go on beyond an end of the axis it ends in an arrow: its edges up to there, the shoulders, the tip. `cut` is half
   its height at the end, `turn` -1 where its lower edge comes first. */
static int arrow_end(const rv_forest_figure *g, double end, double way, double y, double cut, double turn, double *x, double *ys)
{
    const double inner = end - way * 4.5 * (g->axis.hi - g->axis.lo) / g->plot_w, wide = fmin(cut + 1.8, DIAMOND_HALF + 1.8);
    const double at[] = { inner, inner, end, inner, inner }, off[] = { cut, wide, 0, -wide, -cut };

    for (int i = 0; i < 5; i++) {
        x[i] = at[i];
        ys[i] = y - turn * off[i];
    }
    return 5;
}

/* A diamond from limit to limit. */
static void diamond(rv_forest_figure *g, const rv_forest_row *row, double y, const char *fill)
{
    const double lo = g->axis.lo, hi = g->axis.hi, m = row->yi;
    const double h = DIAMOND_HALF;
    double x[12], ys[12];
    int n = 0;

    if (isnan(m) || isnan(row->ci_lo) || isnan(row->ci_hi) || row->ci_hi < lo || row->ci_lo > hi || m < lo || m > hi) {
        interval(g, row, y);
        return;
    }
    if (row->ci_lo >= lo) {
        x[n] = row->ci_lo, ys[n++] = y;
    } else {
        const double cut = h * (lo - row->ci_lo) / (m - row->ci_lo);
        n += arrow_end(g, lo, -1, y, isnan(cut) ? h : cut, -1, x + n, ys + n);
        g->cut = true;
    }
    x[n] = m, ys[n++] = y - h;
    if (row->ci_hi <= hi) {
        x[n] = row->ci_hi, ys[n++] = y;
    } else {
        const double cut = h * (row->ci_hi - hi) / (row->ci_hi - m);
        n += arrow_end(g, hi, 1, y, isnan(cut) ? h : cut, 1, x + n, ys + n);
        g->cut = true;
    }
    x[n] = m, ys[n++] = y + h;
    for (int i = 0; i < n; i++)
        x[i] = rv_forest_x(g, x[i]);
    rv_scene_polygon(g->scene, x, ys, n, (rv_look){ .fill = fill, .stroke = RV_INK, .line = 0.8 });
}

static void bar(rv_forest_figure *g, const rv_forest_row *row, double y)
{
    const double from = fmax(row->pi_lo, g->axis.lo), to = fmin(row->pi_hi, g->axis.hi);

    if (!(from < to))
        return;
    rv_scene_rect(g->scene, (rv_box){ rv_forest_x(g, from), y - BAR_HALF, rv_forest_x(g, to), y + BAR_HALF }, 0,
                  (rv_look){ .fill = RV_ORANGE });
    if (row->pi_lo < g->axis.lo)
        arrow(g, y, -1);
    if (row->pi_hi > g->axis.hi)
        arrow(g, y, 1);
}

void rv_forest_marks(rv_forest_figure *g)
{
    const double largest = largest_weight(&g->forest);

    for (size_t i = 0; i < g->n; i++) {
        const rv_forest_row *row = &g->forest.rows[g->lines[i].row];
        const double y = g->lines[i].top + g->lines[i].height / 2;
        const bool model = g->lines[i].row == g->model_row;

        if (g->lines[i].kind != RV_LINE_ROW)
            continue;
        if (row->kind == RV_FOREST_STUDY)
            study(g, row, y, largest);
        else if (row->kind == RV_FOREST_STEP)
            step(g, row, y);
        else if (row->kind == RV_FOREST_PREDICTION)
            bar(g, row, y);
        else
            diamond(g, row, y, row->kind == RV_FOREST_SUBGROUP ? g->style->subtotal : model ? g->style->diamond : RV_PAPER);
    }
}

/* Where the row of the model stands; false when the figure has none. */
static bool model_line(const rv_forest_figure *g, double *y)
{
    for (size_t i = 0; g->model_row != SIZE_MAX && i < g->n; i++)
        if (g->lines[i].kind == RV_LINE_ROW && g->lines[i].row == g->model_row) {
            *y = g->lines[i].top + g->lines[i].height / 2;
            return true;
        }
    return false;
}

static void guides(rv_forest_figure *g, double top, double bottom)
{
    const double at = g->options->line_at, line = g->forest.log_scale ? log(at) : at;
    double x, y;

    if (isfinite(g->axis.no_effect)) {
        x = rv_forest_x(g, g->axis.no_effect);
        rv_scene_line(g->scene, x, top, x, bottom, (rv_look){ .stroke = RV_FAINT, .line = 0.7 });
    }
    if (line >= g->axis.lo && line <= g->axis.hi) {
        x = rv_forest_x(g, line);
        rv_scene_line(g->scene, x, top, x, bottom, (rv_look){ .stroke = RV_ORANGE, .line = 0.9, .dashed = true });
    }
    if (model_line(g, &y)) {
        const double m = g->forest.rows[g->model_row].yi;
        if (m >= g->axis.lo && m <= g->axis.hi) {
            x = rv_forest_x(g, m);
            rv_scene_line(g->scene, x, top, x, y, (rv_look){ .stroke = RV_GUIDE, .line = 0.7, .dashed = true });
        }
    }
}

/* The tick's number with the decimal mark of the style. */
static void tick_label(const rv_forest_figure *g, const char *label, char to[2 * RV_AXIS_LABEL])
{
    const char *point = strchr(label, '.');

    if (point)
        snprintf(to, 2 * RV_AXIS_LABEL, "%.*s%s%s", (int)(point - label), label, g->style->point, point + 1);
    else
        snprintf(to, 2 * RV_AXIS_LABEL, "%s", label);
}

double rv_forest_axis(rv_forest_figure *g, double top, double bottom)
{
    const rv_look ink = { .stroke = RV_INK, .line = 0.8 };
    const double left = 2, right = g->scene->width - 2;
    double below = bottom + 5, edge = -INFINITY;

    guides(g, top, bottom);
    rv_scene_line(g->scene, g->plot_x, bottom, g->plot_x + g->plot_w, bottom, ink);
    for (size_t i = 0; i < g->axis.n; i++) {
        char label[2 * RV_AXIS_LABEL];
        const double x = rv_forest_x(g, g->axis.at[i]);
        rv_line line = { label, 0, 0.905 * g->small.size, 0.212 * g->small.size, false };

        tick_label(g, g->axis.label[i], label);
        line.width = rv_type_width(g->type, &g->small, label);
        /* At an edge of the page a number keeps on it, if that leaves room to the one before. */
        const double at = fmax(left + line.width / 2, fmin(x, right - line.width / 2));
        rv_scene_line(g->scene, x, bottom, x, bottom + 3, ink);
        if (at - line.width / 2 > edge + 2)
            rv_scene_text(g->scene, at, bottom + 5 + line.ascent, RV_ANCHOR_MIDDLE, &line, &g->small, NULL);
        edge = at + line.width / 2;
        below = fmax(below, bottom + 5 + line.ascent + line.descent);
    }
    return below;
}
