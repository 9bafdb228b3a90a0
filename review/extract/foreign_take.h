/* From what another tool's file says to the fields of the form. */
#ifndef RV_EXTRACT_FOREIGN_TAKE_H
#define RV_EXTRACT_FOREIGN_TAKE_H

#include "extract/batch.h"
#include "extract/foreign.h"
#include "extract/role.h"

/* Adds it to the batch. */
rv_status rv_foreign_take(const rv_foreign *f, rv_batch *batch, rv_store *store, const rv_extract_options *options, rv_error *err);

/* The result's field that holds one of the inputs in `as` ("yi est", best first): one that says so, or is called so; for the mean, the
   events or the percentage of a group also the field of a form where another field (the role "given") says which of these it holds: then
   `*given` is that word. NULL. */
const rv_field *rv_foreign_field_as(const rv_protocol *protocol, const rv_roles *roles, const char *as, const char **given);
/* The field that holds a role, NULL. */
const rv_field *rv_foreign_field_of(const rv_protocol *protocol, const rv_roles *roles, rv_role role);

/* Are the two texts the same but for case, marks and punctuation? */
bool rv_foreign_alike(const char *a, const char *b);

#endif
