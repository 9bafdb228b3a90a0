/* What the figures of forest-plot data share: effects and pooled ones on one axis. */
#ifndef RV_PLOT_ESTIMATES_H
#define RV_PLOT_ESTIMATES_H

#include "review/plot_chart.h"

#include "plot/chart.h"
#include "plot/forest.h"

/* The pooled effect of a group of effects; NaN where there is none. */
typedef struct { const char *label; double estimate, ci_lo, ci_hi, pi_lo, pi_hi; } rv_pooled;

/* Begins a chart of the forest: checks rows and options, and settles the x axis, its name and where no effect is. */
RV_MUST_CHECK rv_status rv_estimates_begin(rv_chart *chart, const rv_forest *forest, const rv_estimates_options *options, double *null,
                                           rv_error *err);
/* The pooled effect over all: the model's, with the prediction interval of its row or of the row of its own. */
rv_pooled rv_estimates_overall(const rv_forest *forest);
/* That of a subgroup. */
rv_pooled rv_estimates_of(const rv_forest *forest, const char *subgroup);
/* Whether the row is an effect that can be drawn. */
bool rv_estimates_is(const rv_forest_row *row);
size_t rv_estimates_count(const rv_forest *forest);
/* "95 % "; nothing where the level is not known; appended. */
void rv_estimates_level(const rv_forest *forest, rv_buf *out);
/* "0.49 (0.34 to 0.70)"; and "0.49 (95 % CI 0.34 to 0.70)"; appended. */
void rv_estimates_numbers(const rv_forest *forest, const rv_pooled *pooled, rv_buf *out);
void rv_estimates_words(const rv_forest *forest, const rv_pooled *pooled, rv_buf *out);
/* Model and heterogeneity as notes. */
void rv_estimates_notes(rv_chart *chart, const rv_forest *forest);

/* Where each of n effects stands beside the middle line, -1 to 1, so that close ones are apart: x[n] rising, their share of the axis
   0 to 1. Always the same. */
void rv_orchard_spread(const double *x, size_t n, double *beside);

#endif
