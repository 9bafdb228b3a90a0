/* What the measures of this layer share: how a measure is made, the 2x2 table of a row, ready-made estimates. */
#ifndef RV_EFFECT_HOW_H
#define RV_EFFECT_HOW_H

#include "review/effect.h"

/* How a measure is made from one row. `average` holds what `survey` found over all rows (vtype AV), else NULL. A row that lacks
   something is RV_OK with yi NaN and a reason. `options->to` is never RV_ZERO_IF0ALL here: rv_effect_make() has resolved it. */
typedef struct rv_measure_how {
    rv_status (*fit)(const rv_effect_input *in, const rv_effect_options *o, const double *average, rv_effect *out, rv_error *err);
    void (*survey)(const rv_effect_input *in, size_t k, const rv_effect_options *o, double average[2]);
    bool cells;                   /* made from 2x2 tables: zero cells matter */
} rv_measure_how;

extern const rv_measure_how rv_or_how, rv_rr_how, rv_rd_how, rv_md_how, rv_smd_how, rv_gen_how;

/* A 2x2 table: events a and non-events b of n1 people, c and d of n2. `have` is false when something is missing or the table is
   left out (drop00); then the effect's reason is set. */
typedef struct {
    double a, b, c, d, n1, n2;
    bool   have;
} rv_cells;

/* The table of a row before anything is added; `route` names how. */
rv_status rv_cells_read(const rv_effect_input *in, rv_cells *t, rv_effect *out, rv_error *err);
bool rv_cells_zero(const rv_cells *t);
bool rv_cells_double_zero(const rv_cells *t);
/* The table ready for the formula: read, double zeros dropped, `add` added where the options say so. */
rv_status rv_cells_of(const rv_effect_input *in, const rv_effect_options *o, rv_cells *t, rv_effect *out, rv_error *err);

/* Means, standard deviations and sizes; false with a reason when one is missing. */
rv_status rv_means_check(const rv_effect_input *in, bool *have, rv_effect *out, rv_error *err);

/* A ready-made estimate, by the routes of rv_effect_make(). Where none is given, a reason that is there already stays. */
rv_status rv_ready_fit(const rv_effect_input *in, const rv_effect_options *o, rv_effect *out, rv_error *err);
/* The same, with the difference of what the groups show as the estimate where no other is given. */
rv_status rv_ready_difference(const rv_effect_input *in, double difference, const char *words, const rv_effect_options *o,
                              rv_effect *out, rv_error *err);

/* Called when a measure lacks something: takes one step (or several that belong together) from what the row gives towards what the
   measure wants, notes it in out->steps and out->route, and says so in `*changed`. Never touches a number that is given. */
rv_status rv_effect_prepare(const rv_measure *m, rv_effect_input *in, const rv_effect_options *o, rv_effect *out, bool *changed,
                            rv_error *err);
/* Called when there is an effect: corrections of what was made, as for the clusters that were allocated. */
rv_status rv_effect_adjust(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, rv_effect *out,
                           rv_error *err);

void rv_effect_none(rv_effect *out);
void rv_effect_missing(rv_effect *out, const char *column);
void rv_effect_reason(rv_effect *out, const char *format, ...) RV_PRINTF(2, 3);
void rv_effect_route(rv_effect *out, const char *format, ...) RV_PRINTF(2, 3);
/* Puts the numbers in; what is not finite becomes missing, with `infinite` as the reason. */
void rv_effect_set(rv_effect *out, double yi, double vi, const char *infinite);

#endif
