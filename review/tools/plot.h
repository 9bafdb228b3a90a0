/*
 * review-plot: what its figures share.
 *
 * How to add a figure
 *   1. A file plot_FIGURE.c with  rv_status rv_plot_make_FIGURE(const char *path, rv_scene **scene, rv_error *err):  one read of
 *      `path` ("-" is standard input), one call of the library.
 *   2. Its declaration below, and a row in `figures` of review-plot.c.
 *   3. Options of its own: a member of plot_asked below, and a row in `options` of review-plot.c that names the figures it is for;
 *      with others it is refused.
 *   4. Its file in review/tools/local.mk, a paragraph in review-plot.1 for the figure and each option, cases in
 *      tests/tools/review-plot-FIGURE.cases.
 */
#ifndef RV_TOOLS_PLOT_H
#define RV_TOOLS_PLOT_H

#include <math.h>

#include "review/plot.h"
#include "tools/opts.h"

/* What the command line says. Texts are NULL, numbers NaN, whole numbers and choices -1, switches false where nothing was said:
   so it is known which options were given. */
typedef struct {
    int         format, theme;
    rv_texts    output;
    const char *review;
    double      width, dpi;       /* width: the figure's own where nothing was said */
    const char *title;            /* NULL: the one in the data */
    const char *favours_left, *favours_right;
    double      null_at, from, to;
    int64_t     decimals;
    bool        check;
    const char *tool, *levels;
    int         palette;
    bool        counts, unweighted;
    double      agreement, total;
    const char *people, *stage, *table, *by, *analysis;
    int         names, regions, funnel_y, axes;
    /* forest */
    rv_texts    column, span, join;
    const char *left, *right, *rob, *sort, *note, *arm_1, *arm_2;
    int         style, scale, arms;
    double      line_at;
    bool        alt_rows;
    const char *component, *x_name, *y_name;
} plot_asked;
extern plot_asked plot;

typedef rv_status plot_make(const char *path, rv_scene **scene, rv_error *err);

typedef struct {
    const char *name, *words;
    plot_make  *make;
    double      width;            /* mm, where --width says nothing */
    bool        of_review;        /* without a FILE it is drawn of the review: make() gets a NULL path */
} plot_figure;

plot_make rv_plot_make_forest, rv_plot_make_flow;
plot_make rv_plot_make_rob, rv_plot_make_rob_summary, rv_plot_make_map, rv_plot_make_effect_direction, rv_plot_make_harvest;
plot_make rv_plot_make_agreement, rv_plot_make_recall;
/* plot_chart.c: figures of chart data */
plot_make rv_plot_make_funnel, rv_plot_make_radial, rv_plot_make_baujat, rv_plot_make_labbe, rv_plot_make_qq, rv_plot_make_profile,
    rv_plot_make_gosh, rv_plot_make_bubble;
/* plot_estimates.c: figures of forest-plot data */
plot_make rv_plot_make_orchard, rv_plot_make_caterpillar;

#endif
