/* What review-effect does: effects of rows of delimited text, effects of a review, the table of measures. */
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

/* The table of measures; `name` NULL: all, for people in short. */
rv_status effect_measures(const char *name, rv_format format, rv_output *to, rv_error *err);

/* The effects of the review's results with route, gap and choice. `measure` NULL: those the protocol asks for in each domain;
   `domain` NULL: all; `analysis` NULL: chosen by the protocol's order alone, without an analysis's own selection. */
rv_status effect_review(rv_store *store, const rv_protocol *protocol, const char *measure, const char *domain,
                        const char *analysis, rv_format format, rv_output *to, rv_error *err);
/* The words of --format, in the order of rv_format, and Markdown behind them. */
typedef enum { EFFECT_TEXT = RV_FORMAT_TEXT, EFFECT_MARKDOWN = RV_FORMAT_JSON + 1 } effect_format;
/* The way of one result from page to number, see rv_report_way(). */
rv_status effect_explain(rv_store *store, const rv_protocol *protocol, const char *result, effect_format format, rv_output *to,
                         rv_error *err);
/* Makes every effect anew and tells what is not as the review keeps it; `*same` false when there is such. */
rv_status effect_check(rv_store *store, const rv_protocol *protocol, rv_format format, rv_output *to, bool *same, rv_error *err);
/* The effects of a result over intra-class correlations and correlations of first and second time, "0,0.05,0.1"; NULL: as reported. */
rv_status effect_grid(rv_store *store, const rv_protocol *protocol, const char *result, const char *measure, const char *iccs,
                      const char *rs, rv_format format, rv_output *to, rv_error *err);
/* The covariances of all effects that an analysis could take, a row a pair of one study. */
rv_status effect_covariance(rv_store *store, const rv_protocol *protocol, const char *analysis, const rv_dependence *dependence,
                            rv_format format, rv_output *to, rv_error *err);

#endif
