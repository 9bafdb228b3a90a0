#ifndef REVIEW_PLOT_CHART_H
#define REVIEW_PLOT_CHART_H

#include "review/plot.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Figures with two axes. Those of one effect a point (funnel, radial, Baujat, L'Abbe, normal quantiles, likelihood profile, GOSH, bubble)
 * are drawn of chart data; those that compare estimates with their intervals (orchard, caterpillar, drapery) of forest-plot data.
 */

/* ---- Chart data -------------------------------------------------------------------------------------------------- */

typedef enum {
    RV_CHART_POINT,               /**< an effect, or what else the figure has one point for */
    RV_CHART_FILL,                /**< a point that is not in the data: an effect that trim and fill adds */
    RV_CHART_LINE,                /**< a point of a curve; points of one curve have the same text and stand in their order */
    RV_CHART_FACT,                /**< in the file only: a number or text of the whole figure, see rv_chart_data */
    RV_CHART_NOTE                 /**< a sentence that belongs under the figure: its label */
} rv_chart_kind;

/** One row. Numbers are on the analysis scale, NaN where there is none; texts may be "" but are never NULL. */
typedef struct {
    rv_chart_kind kind;
    const char *label;
    double x, y;
    double lo, hi;                /**< of a curve: limits of y */
    double pi_lo, pi_hi;          /**< of a curve: limits of the prediction interval */
    double weight;                /**< area of the mark in proportion; of a funnel plot the size of the study */
    const char *text;             /**< the group that a point is of, or the curve */
} rv_chart_row;

/** What a figure shows. Which numbers it needs each figure says. */
typedef struct {
    const char *figure;           /**< fact "figure": which one the data are for ("funnel"); another refuses them. "": any */
    const char *title;            /**< fact "title" */
    const char *measure;          /**< fact "measure": "OR", "SMD", ... */
    const char *model;            /**< fact "model": a sentence without its full stop */
    const char *x_name, *y_name;  /**< facts "x", "y": what the axes show */
    double log_scale;             /**< fact "log_scale": 1 where effects are logarithms and are printed as exp() */
    double level;                 /**< fact "level", 0 to 1; NaN: 0.95 */
    double estimate, ci_lo, ci_hi, pi_lo, pi_hi;   /**< facts of these names: the pooled effect */
    double tau2, i2;              /**< facts "tau2", "i2_percent" (a fraction here) */
    size_t n;
    const rv_chart_row *rows;
} rv_chart_data;

/**
 * Reads chart data: delimited text with the columns `x` and `y` and, where they are there, `label`, `kind` (point, fill, line, fact,
 * note; none: point), `lo`, `hi`, `pi_lo`, `pi_hi`, `weight`, `text`. A fact has its name in `label`, and its number in `x` or its words in
 * `text`. "-" is standard input.
 * On success `*out` is owned by the caller, who ends it with rv_chart_free(); on failure it is NULL.
 * Errors  RV_EPARSE "file:line: ..." no column x or y, another kind, a fact that is none, a cell that is no number or beyond 1e100, limits
 *         upside down, no rows. RV_EIO.
 */
RV_API RV_MUST_CHECK rv_status rv_chart_read(rv_chart_data **out, const char *path, rv_error *err);
RV_API void rv_chart_free(rv_chart_data *data);             /**< what rv_chart_read() made; NULL is allowed */
/** Writes it as CSV or TSV, as rv_chart_read() reads it. */
RV_API RV_MUST_CHECK rv_status rv_chart_write(rv_output *to, rv_format format, const rv_chart_data *data, rv_error *err);

/* ---- Options ----------------------------------------------------------------------------------------------------- */

/** Which points get their label beside them; those that find no room have none, and the notes say how many. */
typedef enum { RV_NAMES_OUTER, RV_NAMES_ALL, RV_NAMES_NONE } rv_chart_names;
/** "outer", "all", "none", NULL. */
RV_API extern const char *const rv_chart_names_names[];

/** What is shaded behind a funnel plot: the region around the pooled effect in which the given share of studies is expected; regions of p
    .10, .05 and .01 around no effect (Peters et al. 2008 J Clin Epidemiol 61:991); or both, the first as lines. */
typedef enum { RV_FUNNEL_PSEUDO, RV_FUNNEL_CONTOURS, RV_FUNNEL_BOTH } rv_funnel_regions;
/** "pseudo", "contours", "both", NULL. */
RV_API extern const char *const rv_funnel_region_names[];

/** What the funnel plot has upwards: the standard error or the variance (upside down), the precision 1 / se, or the size of the study. */
typedef enum { RV_FUNNEL_SE, RV_FUNNEL_VARIANCE, RV_FUNNEL_PRECISION, RV_FUNNEL_SIZE } rv_funnel_y;
/** "se", "variance", "precision", "size", NULL. */
RV_API extern const char *const rv_funnel_y_names[];

/** The axes of a L'Abbe plot: risks or rates, in which equal differences lie equally far apart; or, of ratios, odds, risks or rates on a
    logarithmic scale, in which the line of the pooled effect is straight and rare events do not crowd in a corner. */
typedef enum { RV_LABBE_NATURAL, RV_LABBE_LOG } rv_labbe_axes;
/** "natural", "log", NULL. */
RV_API extern const char *const rv_labbe_axes_names[];

typedef struct {
    double      width;            /**< mm */
    const char *title;            /**< NULL: the data's own; "" for none */
    rv_chart_names names;
    double      null_at;          /**< no effect, as printed; NaN: 1 for ratios, else 0 */
    rv_funnel_regions regions;    /**< funnel */
    rv_funnel_y funnel_y;         /**< funnel */
    const char *component;        /**< profile: which parameter; NULL: the first */
    const char *x_name, *y_name;  /**< of the axes; NULL: the figure's own */
    rv_labbe_axes labbe_axes;     /**< labbe */
} rv_chart_options;
#define RV_CHART_OPTIONS_INIT { 120, NULL, RV_NAMES_OUTER, NAN, RV_FUNNEL_PSEUDO, RV_FUNNEL_SE, NULL, NULL, NULL, RV_LABBE_NATURAL }

/*
 * Each figure: on success `*out` is the caller's, ended with rv_scene_free(); on failure it is NULL.
 * Errors  RV_EINVAL  data for another figure, the width, no points, a fact or column that the figure needs and the data have not (it is named).
 *         RV_EDOMAIN a number that cannot be, named by row from 1 and label.
 *         RV_ENOMEM.
 */

/**
 * Funnel plot (Light & Pillemer 1984; Sterne & Egger 2001 J Clin Epidemiol 54:1046): x the effect, y its standard error. Needs `estimate`
 * for the region around it. Fill points are hollow; curves (x effect, y standard error) are drawn with their text in the legend.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_funnel(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);

/**
 * Radial or Galbraith plot (Galbraith 1988 Stat Med 7:889): x 1 / s, y the effect over s. The slope from the origin is the effect, read off
 * on the arc at the right. Needs `estimate`. The band has two standard errors, by the level, on either side.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_radial(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);
/** Baujat plot (Baujat et al. 2002 Stat Med 21:2641): x the share in heterogeneity, y the influence on the pooled effect. */
RV_API RV_MUST_CHECK
rv_status rv_plot_baujat(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);
/**
 * L'Abbe plot (L'Abbe, Detsky & O'Rourke 1987 Ann Intern Med 107:224): what happened in group 1 against group 2, as risks (or rates), which
 * x and y are on the scale of the measure (log odds, log risk, risk, log rate, rate). Needs `measure` (OR, RR, RD, IRR, IRD); with
 * `estimate` (group 1 less group 2 on that scale) the line of the pooled effect, which is a curve for odds ratios. Circles have their area
 * in proportion to weight.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_labbe(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);
/** Normal quantiles of standardised residuals (Wang & Bushman 1998 Psychol Methods 3:46); a curve gives the line, and its lo and hi the
    envelope. */
RV_API RV_MUST_CHECK
rv_status rv_plot_qq(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);
/** A likelihood profile: the curve of options->component, its top (the point of that text), the height at which the likelihood ratio test
    rejects, and where the curve has it: the interval. */
RV_API RV_MUST_CHECK
rv_status rv_plot_profile(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);
/** GOSH (Olkin, Dahabreh & Trikalinos 2012 Res Synth Methods 3:214): pooled effect x and I2 y (percent) of subsets of the effects, a point each,
    shown as density. */
RV_API RV_MUST_CHECK
rv_status rv_plot_gosh(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);
/** Bubble plot of a meta-regression: effects y against a moderator x, area in proportion to weight; a curve gives the fitted line, lo and hi
    its confidence band, pi_lo and pi_hi the prediction band. */
RV_API RV_MUST_CHECK
rv_status rv_plot_bubble(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);

/* ---- Figures of forest-plot data --------------------------------------------------------------------------------- */

typedef struct {
    double      width;            /**< mm */
    const char *title;            /**< NULL: the forest's own; "" for none */
    double      null_at;          /**< where the no-effect line stands, as printed; NaN: by the measure */
    double      from, to;         /**< ends of the axis, as printed; NaN: found from the data */
} rv_estimates_options;
#define RV_ESTIMATES_OPTIONS_INIT { 150, NULL, NAN, NAN, NAN }

/**
 * Orchard plot (Nakagawa et al. 2021 Res Synth Methods 12:4): a strip a subgroup, and one for all effects: the effects as circles, area in
 * proportion to weight (else to precision), spread out where they lie close, always in the same way; over them the pooled effect with its
 * confidence interval as a thick line and its prediction interval as a thin one.
 * Errors  as rv_plot_forest().
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_orchard(rv_scene **out, const rv_forest *forest, const rv_estimates_options *options, rv_error *err);

/**
 * Caterpillar plot: every effect with its interval, from the lowest to the highest, and behind them the pooled effect with its confidence
 * and prediction intervals as bands. Up to 60 effects are named.
 * Errors  as rv_plot_forest().
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_caterpillar(rv_scene **out, const rv_forest *forest, const rv_estimates_options *options, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
