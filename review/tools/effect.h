/* The two things review-effect does: effects of rows of delimited text, and the effects of a review. */
#ifndef RV_TOOLS_EFFECT_H
#define RV_TOOLS_EFFECT_H

#include "review/extract.h"
#include "tools/opts.h"

enum { EFFECT_INPUTS = sizeof(rv_effect_input) / sizeof(double) };

/* Rows of `path` with yi, vi, route and reason behind them. `columns[i]` names the column that holds rv_effect_columns[i]. With
   none named, columns of those very names are taken, as far as the measure is made from them. A row that cannot be is a failure that
   names it, and nothing is written; with `keep_going` it is written without an effect and with its fault as the reason. */
rv_status effect_rows(const char *path, const rv_measure *measure, const rv_effect_options *options,
                      const char *const columns[EFFECT_INPUTS], bool keep_going, rv_format format, rv_output *to, rv_error *err);

/* The table of measures. */
rv_status effect_measures(rv_format format, rv_output *to, rv_error *err);

/* The effects of the review's results with route, gap and choice. `measure` NULL: those the protocol asks for in each domain;
   `domain` NULL: all; `analysis` NULL: chosen by the protocol's order alone, without an analysis's own selection. */
rv_status effect_review(rv_store *store, const rv_protocol *protocol, const char *measure, const char *domain,
                        const char *analysis, rv_format format, rv_output *to, rv_error *err);
/* The way of one result from page to number: what it is, each value with its place, each effect with its route. */
rv_status effect_explain(rv_store *store, const rv_protocol *protocol, const char *result, rv_format format, rv_output *to,
                         rv_error *err);

#endif
