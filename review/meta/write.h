/* The three ways an analysis is written. */
#ifndef RV_META_WRITE_H
#define RV_META_WRITE_H

#include "review/meta_analysis.h"

rv_status rv_analysis_write_text(rv_output *to, const rv_analysis *a, rv_error *err);
rv_status rv_analysis_write_rows(rv_output *to, rv_format format, const rv_analysis *a, rv_error *err);
rv_status rv_analysis_write_json(rv_output *to, const rv_analysis *a, rv_error *err);

#endif
