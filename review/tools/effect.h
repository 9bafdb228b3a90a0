/* The two things review-effect does: effects of rows of delimited text, and the effects of a review. */
#ifndef RV_TOOLS_EFFECT_H
#define RV_TOOLS_EFFECT_H

#include "review/effect.h"
#include "tools/opts.h"

enum { EFFECT_INPUTS = sizeof(rv_effect_input) / sizeof(double) };

/* Rows of `path` with yi, vi, route and reason behind them. `columns[i]` names the column that holds rv_effect_columns[i]. With
   none named, columns of those very names are taken, as far as the measure is made from them. */
rv_status effect_rows(const char *path, const rv_measure *measure, const rv_effect_options *options,
                      const char *const columns[EFFECT_INPUTS], rv_format format, rv_output *to, rv_error *err);

#endif
