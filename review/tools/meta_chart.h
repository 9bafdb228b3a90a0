/* Chart data on their way to --chart: what review-plot draws of a diagnosis. */
#ifndef RV_TOOLS_META_CHART_H
#define RV_TOOLS_META_CHART_H

#include "review/meta_diagnose.h"
#include "review/plot_chart.h"
#include "tools/meta_diagnose.h"

/* Begin with { 0 }, end with meta_chart_free(). Failures stick and come out in meta_chart_write(). */
typedef struct {
    rv_chart_data data;           /* texts are the caller's, or kept below */
    rv_chart_row *rows;
    size_t room;
    char **kept;
    size_t n_kept, kept_room;
    bool failed;
} meta_chart;

/* The facts of an analysis for a figure of review-plot: model, measure, level, pooled effect, heterogeneity; of the coefficients, the first where it is the only
   one. */
void meta_chart_begin(meta_chart *chart, const char *figure, const meta_input *in, const rv_analysis *a);
/* Adds a row; what is not named is missing. Texts must outlive the chart. */
void meta_chart_row(meta_chart *chart, rv_chart_kind kind, const char *label, double x, double y, const char *text);
/* The row that was added last, NULL when there is no memory. */
rv_chart_row *meta_chart_last(meta_chart *chart);
/* A text that lives as long as the chart: "" when there is no memory. */
const char *meta_chart_text(meta_chart *chart, const char *format, ...) RV_PRINTF(2, 3);
/* A sentence below the figure. Hyphens before digits become minus signs. */
void meta_chart_note(meta_chart *chart, const char *format, ...) RV_PRINTF(2, 3);
/* Writes to --chart. */
rv_status meta_chart_write(meta_chart *chart, rv_error *err);
void meta_chart_free(meta_chart *chart);

/* "p = 0.032", "p < 0.001"; the chart keeps it. */
const char *meta_chart_p(meta_chart *chart, double p);

/* What a funnel plot has beside its points: tests of asymmetry, the line of Egger's regression, and with --trim the effects filled in. */
void meta_chart_funnel(meta_chart *chart, const meta_input *in, const rv_analysis *a);
/* The normal quantiles between which each standardised residual is expected. */
void meta_chart_envelope(meta_chart *chart, const rv_point *points, size_t k, double level);
/* points --figure bubble. */
rv_status meta_bubble(rv_error *err);

#endif
