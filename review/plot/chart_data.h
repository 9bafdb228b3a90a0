/* What the figures of chart data share. */
#ifndef RV_PLOT_CHART_DATA_H
#define RV_PLOT_CHART_DATA_H

#include "review/plot_chart.h"

#include "plot/chart.h"

/* Begins a figure: the chart, and the checks that all figures make: data that are not for another one, some point, numbers that are finite or missing and not beyond 1e100
   (callers may not come from a file). */
RV_MUST_CHECK rv_status rv_chart_begin(rv_chart *chart, const char *figure, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);
/* rv_chart_frame() with the title and names of axes that the options ask for; `fallback` is the kind of figure. */
void rv_chart_open(rv_chart *chart, const rv_chart_data *data, const rv_chart_options *options, const char *fallback);
/* Refuses data without the fact. */
RV_MUST_CHECK rv_status rv_chart_needs(double fact, const char *name, const char *figure, rv_error *err);

bool rv_chart_is(const rv_chart_row *row, rv_chart_kind kind);      /* of that kind, and x and y are there */
size_t rv_chart_count(const rv_chart_data *data, rv_chart_kind kind);
double rv_chart_level(const rv_chart_data *data);
double rv_chart_null(const rv_chart_data *data, const rv_chart_options *options);   /* on the analysis scale */
/* Two-sided critical value of the normal distribution: 1.96 for 0.95. */
double rv_chart_critical(double level);

/* "Risk ratio (log scale)"; appended. Without a measure it is `other`, or "Effect" where that is "". */
void rv_chart_effect_name(const rv_chart_data *data, const char *other, rv_buf *out);
/* A number for people: true minus, `decimals`, exp() where `log_scale`; lives until the eighth next call on this thread. */
const char *rv_chart_real(double x, int decimals, bool log_scale);
/* "95 %" with a narrow no-break space. The same buffers. */
const char *rv_chart_percent(double share);

/* The next curve: rows [*from, *to) of the kind line with the same text, which stand together; begin with both 0. False after the last. */
bool rv_chart_next_curve(const rv_chart_data *data, size_t *from, size_t *to);
/* Its numbers into arrays of the caller, to - from long: x, and what `of` says of each row (y, lo, ...). */
void rv_chart_curve_of(const rv_chart_data *data, size_t from, size_t to, size_t member, double *out);
/* The largest weight of the points; 0 where there is none. */
double rv_chart_heaviest(const rv_chart_data *data);
/* Curve rows [from, to) at x, by straight lines between them; NaN beyond. Their x must rise. */
double rv_chart_curve_at(const rv_chart_data *data, size_t from, size_t to, size_t member, double x);
/* Draws the curve, or the area between two members of it. */
void rv_chart_draw_curve(rv_chart *chart, const rv_chart_data *data, size_t from, size_t to, size_t member, rv_look look);
void rv_chart_draw_band(rv_chart *chart, const rv_chart_data *data, size_t from, size_t to, size_t below, size_t above, rv_look look);
/* The notes of the data, and the model. */
void rv_chart_data_notes(rv_chart *chart, const rv_chart_data *data);
/* Whether the options want a name beside a point that stands out or not: where there are hundreds, only if all are asked for. */
bool rv_chart_wants_name(const rv_chart_data *data, const rv_chart_options *options, bool outer);
/* The radius that gives areas in proportion to weights, `most` for the largest; a missing weight is `plain`. */
double rv_chart_radius(double weight, double largest, double most, double plain);

#endif
