#ifndef REVIEW_PLOT_FOREST_H
#define REVIEW_PLOT_FOREST_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "review/base.h"
#include "review/meta.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rv_scene rv_scene;                           /* see review/plot.h */
typedef struct rv_lights rv_lights;                         /* see review/plot_lights.h */

/* ---- Columns of a forest plot ------------------------------------------------------------------------------------ */

/** How the cells of a column stand below each other; AUTO: numbers by their decimal point, texts from the left. */
typedef enum { RV_ALIGN_AUTO, RV_ALIGN_LEFT, RV_ALIGN_RIGHT, RV_ALIGN_CENTRE, RV_ALIGN_POINT } rv_forest_align;
/** "auto", "left", "right", "centre", "point", NULL. */
RV_API extern const char *const rv_forest_align_names[];

/** A column beside the plot: a further column of the forest by its name, else a field of every forest (rv_forest_field()). */
typedef struct {
    const char     *name;
    const char     *head;         /**< NULL: the usual one, or the name; a newline breaks it */
    rv_forest_align align;
    int             digits;       /**< of numbers; -1: as they stand, or the style's */
} rv_forest_column;
#define RV_FOREST_COLUMN_INIT { NULL, NULL, RV_ALIGN_AUTO, -1 }

/** A heading over columns that stand side by side. */
typedef struct {
    const char        *head;
    const char *const *columns;   /**< [n] names */
    size_t             n;
} rv_forest_span;

/** The fields that every forest has: "effect" (the estimate and its interval), "estimate", "interval", "weight", "k", "se", "p", "tau2",
    "i2", "q", "stat", "df", "pi", ...; NULL after the last. */
RV_API const char *rv_forest_field(size_t i);

/* ---- The plot ------------------------------------------------------------------------------------------------------ */

/** How journals and organisations print forest plots; "ours" first. They say how numbers are written and where columns stand, never
    what is computed. NULL at the end. */
RV_API extern const char *const rv_forest_style_names[];

typedef enum {
    RV_FOREST_SCALE_AUTO,                /**< as the data are: logarithmic where yi is a logarithm */
    RV_FOREST_SCALE_LINEAR,              /**< ratios on an even axis */
    RV_FOREST_SCALE_LOG                  /**< ratios on a logarithmic one */
} rv_forest_scale;
/** "auto", "linear", "log", NULL. */
RV_API extern const char *const rv_forest_scale_names[];

/** Columns of what each arm gave, where the further columns have the names that metafor uses: ai n1i ci n2i (or ai bi ci di), or
    m1i sd1i n1i m2i sd2i n2i. */
typedef enum { RV_ARMS_AUTO, RV_ARMS_SHOW, RV_ARMS_HIDE } rv_forest_arms;   /**< AUTO: when the page is wide enough */
/** "auto", "show", "hide", NULL. */
RV_API extern const char *const rv_forest_arms_names[];

typedef struct {
    double      width;            /**< mm; journals print 85 (one column) or 175 (two) */
    const char *title;            /**< NULL: the forest's own; "" for none */
    const char *favours_left, *favours_right;   /**< NULL: the forest's own; "" for none */
    double      null_at;          /**< where the no-effect line stands, as printed (1 for a ratio); NaN: by the measure */
    double      from, to;         /**< ends of the axis, as printed; NaN: found from the data */
    int         decimals;         /**< of estimates and limits; -1: two, or three where all are small */
    int         style;            /**< place in rv_forest_style_names */
    rv_forest_scale scale;
    const rv_forest_column *columns;            /**< [n_columns] further columns, or how those of `left` and `right` look */
    size_t      n_columns;
    const rv_forest_span *spans;  /**< [n_spans] */
    size_t      n_spans;
    const char *const *left, *const *right;     /**< names, NULL at the end: what stands on either side of the plot, in order; NULL:
                                                     what the style has, `columns` on the left */
    const rv_lights *lights;      /**< risk of bias at the right, up to 20 domains; studies by their labels, case ignored; NULL: none */
    rv_forest_arms arms;
    const char *arm[2];           /**< names of the arms; NULL: "Intervention", "Control" */
    const char *sort;             /**< studies within their subgroup by "name", "estimate", "weight", "year" or a column; "-year": from the
                                       last; NULL: as they stand */
    double      line_at;          /**< one more line, as printed (a smallest effect that matters); NaN: none */
    bool        shade;            /**< every other row */
    const char *notes;            /**< a paragraph at the foot; NULL: the forest's own; "" for none */
} rv_forest_options;
#define RV_FOREST_OPTIONS_INIT \
    { 175, NULL, NULL, NULL, NAN, NAN, NAN, -1, 0, RV_FOREST_SCALE_AUTO, NULL, 0, NULL, 0, NULL, NULL, NULL, RV_ARMS_AUTO, { NULL, NULL }, NULL, \
      NAN, false, NULL }

/**
 * Lays a forest plot out: a row a study (square with area proportional to weight, line for the interval), headings and diamonds of
 * subgroups with their heterogeneity, diamonds over all (the model's own filled, others hollow), the prediction interval as a bar in
 * a row of its own, the line of no effect, a dashed line through the model's estimate, columns, and below it what the numbers are:
 * model, estimator of tau2, test, method of the prediction interval, heterogeneity, tests. Several effects of a study (rows one after
 * the other with the same text in a column `study`) stand below its name. Labels and texts wrap and, past three lines, are
 * shortened; rows grow with them; nothing overlaps.
 *
 * The axis reaches over every interval, but intervals much longer than the others are cut and end in an arrow. A weight that
 * is not finite draws the square by 1 / vi, and when no row has one there is no weight column.
 *
 * Errors  RV_EINVAL   no rows, or the page is too narrow (the message says how wide it must be), or from >= to; columns of a span
 *                     that do not stand side by side; a logarithmic scale for what is no ratio.
 *         RV_ENOTFOUND a column that is not there, with those that are; lights of which no study is in the forest.
 *         RV_EDOMAIN  an interval is upside down, or a number is beyond 1e100; named by row from 1 and label.
 * On failure `*out` is NULL.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_forest(rv_scene **out, const rv_forest *forest, const rv_forest_options *options, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
