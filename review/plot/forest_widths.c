/* Places the columns: numbers have what they need, texts and the plot share the rest of the page. */
#include <config.h>

#include <math.h>

#include "plot/forest.h"

static const double SPACE = 2.5;
enum { LEAST_PLOT = 50 };

/* What the columns beside the plot would take; with `least` as little as they can. */
static double taken(const rv_forest_figure *g, bool texts, bool least)
{
    double width = 0;

    for (size_t i = 0; i < g->n_cols; i++)
        if (g->col[i].kind != RV_COL_PLOT && g->col[i].wraps == texts)
            width += texts && !least ? g->col[i].content : g->col[i].least;
    return width;
}

/* A head over several columns that is wider than these widens them, as far as its longest word; more lines take the rest. */
static void widen_for_heads(rv_forest_figure *g)
{
    for (size_t i = 0; i < g->n_heads; i++) {
        const rv_forest_head *head = &g->head[i];
        const double wanted = fmin(60, rv_type_width(g->type, &g->bold, head->words) + 1);
        const size_t n = head->last - head->first + 1;
        double width = g->gap * (double)(n - 1);

        for (size_t c = head->first; c <= head->last; c++)
            width += g->col[c].least;
        for (size_t c = head->first; c <= head->last && wanted > width; c++) {
            if (g->col[c].kind == RV_COL_PLOT)
                continue;
            g->col[c].least += (wanted - width) / (double)n;
            g->col[c].content = g->col[c].wraps ? fmax(g->col[c].content, g->col[c].least) : g->col[c].content;
        }
    }
}

/* Labels rather stay on one line than the texts beside them, where the page allows it. */
static void favour_labels(rv_forest_figure *g, double room)
{
    rv_forest_col *label = &g->col[g->label_col];
    const double least = label->least;

    label->least = fmax(least, fmin(label->content, 130));
    if (taken(g, true, true) > room)
        label->least = least;
}

/*
 * Texts get what they would like while that leaves the plot its share; else each the same, but no more than it would like and no
 * less than it must have. Filled as vessels that are joined: those that would like less than the level keep what they like.
 */
static void share(rv_forest_figure *g, double room)
{
    double level = room;

    if (taken(g, true, false) > room) {
        double low = 0, high = room;
        for (int turn = 0; turn < 60; turn++) {
            double sum = 0;
            level = (low + high) / 2;
            for (size_t i = 0; i < g->n_cols; i++)
                if (g->col[i].wraps)
                    sum += fmax(g->col[i].least, fmin(g->col[i].content, level));
            *(sum > room ? &high : &low) = level;
        }
        level = low;
    }
    for (size_t i = 0; i < g->n_cols; i++)
        if (g->col[i].wraps)
            g->col[i].width = fmax(g->col[i].least, fmin(g->col[i].content, level));
}

/* The parts of a column of numbers, ended by its right edge or in its middle. */
static void place_parts(rv_forest_figure *g, rv_forest_col *col)
{
    double x = col->x + col->width - col->content;

    (void)g;
    if (col->align == RV_ALIGN_LEFT)
        x = col->x;
    else if (col->align == RV_ALIGN_CENTRE)
        x = col->x + (col->width - col->content) / 2;
    for (size_t p = 0; p < col->parts; p++) {
        col->part[p].x = x;
        x += col->part[p].width + SPACE;
    }
}

static rv_status wrap_heads(rv_forest_figure *g, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < g->n_cols; i++)
        /* Over a narrow plot no head is better than one with broken words: its axis says the same. */
        if (*g->col[i].words && (g->col[i].kind != RV_COL_PLOT || rv_forest_widest_word(g, g->col[i].words) <= g->col[i].width))
            st = rv_forest_wrap(g, &g->bold, g->col[i].words, g->col[i].width, 3, &g->col[i].head, err);
    for (size_t i = 0; st == RV_OK && i < g->n_heads; i++) {
        rv_forest_head *head = &g->head[i];
        const rv_forest_col *last = &g->col[head->last];
        st = rv_forest_wrap(g, &g->bold, head->words, last->x + last->width - g->col[head->first].x, 2, &head->lines, err);
    }
    return st;
}

rv_status rv_forest_widths(rv_forest_figure *g, rv_error *err)
{
    const double inner = g->scene->width - 2 * RV_FOREST_MARGIN;
    double rest, texts, x = RV_FOREST_MARGIN;

    g->gap = g->options->width < 100 ? 6 : g->options->width < 120 ? 8 : g->n_cols > 7 ? 9 : 12;
    widen_for_heads(g);
    rest = inner - taken(g, false, true) - g->gap * (double)(g->n_cols - 1);
    if (rest < taken(g, true, true) + LEAST_PLOT)
        return rv_fail(err, RV_EINVAL, "a width of %g mm is too narrow for these numbers; give at least %.0f mm", g->options->width,
                       ceil((g->scene->width + taken(g, true, true) + LEAST_PLOT - rest) / RV_POINTS_PER_MM));
    favour_labels(g, 0.6 * rest);
    texts = taken(g, true, true);
    share(g, fmax(texts, fmin(taken(g, true, false), fmin(0.6 * rest, rest - LEAST_PLOT))));
    texts = 0;
    for (size_t i = 0; i < g->n_cols; i++)
        texts += g->col[i].wraps ? g->col[i].width : 0;
    for (size_t i = 0; i < g->n_cols; i++) {
        rv_forest_col *col = &g->col[i];
        if (!col->wraps)
            col->width = col->kind == RV_COL_PLOT ? rest - texts : col->least;
        col->x = x;
        x += col->width + g->gap;
        place_parts(g, col);
    }
    g->plot_x = g->col[g->plot_col].x;
    g->plot_w = g->col[g->plot_col].width;
    return wrap_heads(g, err);
}
