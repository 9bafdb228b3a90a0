/* From what another tool's file says to the fields of the form. */
#ifndef RV_EXTRACT_FOREIGN_TAKE_H
#define RV_EXTRACT_FOREIGN_TAKE_H

#include "extract/batch.h"
#include "extract/foreign.h"

/* Adds it to the batch. */
rv_status rv_foreign_take(const rv_foreign *f, rv_batch *batch, rv_store *store, const rv_extract_options *options, rv_error *err);

/* The field that holds an input: by its `as`, its id, or the id that forms had for it before fields had an `as`. NULL. */
const rv_field *rv_foreign_field_as(const rv_protocol *protocol, const char *as);

/* Are the two texts the same but for case, marks and punctuation? */
bool rv_foreign_alike(const char *a, const char *b);

#endif
