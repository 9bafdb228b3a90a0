/* What review-extract shows: lists and single results, for people and for programs. */
#ifndef RV_TOOLS_EXTRACT_H
#define RV_TOOLS_EXTRACT_H

#include "review/extract.h"
#include "tools/number.h"
#include "tools/opts.h"

/* Every result with what is known of it. */
rv_status extract_list(rv_store *store, const rv_protocol *protocol, rv_format format, rv_output *to, rv_error *err);
/* The values of a result, or of a study and all its results, with their places. `subject` NULL: all. */
rv_status extract_show(rv_store *store, const char *subject, bool history, rv_format format, rv_output *to, rv_error *err);
/* Values in the columns that an import takes. */
rv_status extract_export(rv_store *store, rv_format format, rv_output *to, rv_error *err);
rv_status extract_judgements(rv_store *store, const char *study, rv_format format, rv_output *to, rv_error *err);
/* What the protocol asks for. */
rv_status extract_form(const rv_protocol *protocol, rv_format format, rv_output *to, rv_error *err);
/* Whether `key` is a result's; `*is` false: take it for a study's name. */
rv_status extract_is_result(rv_store *store, const char *key, bool *is, rv_error *err);

#endif
