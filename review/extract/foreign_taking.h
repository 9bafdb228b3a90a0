/* A foreign file on its way into the batch, as the pieces of that work share it. */
#ifndef RV_EXTRACT_FOREIGN_TAKING_H
#define RV_EXTRACT_FOREIGN_TAKING_H

#include "extract/foreign_take.h"

typedef struct {
    const rv_foreign *f;
    rv_batch  *batch;
    rv_store  *store;
    const rv_extract_options *options;
    rv_roles    roles;
    const char **records;         /* of each study: a key, "" */
    const char **labels;          /* of each study: its name, the only one of it */
    bool       *taken;            /* of each result: it has a domain */
    rv_buf      told;             /* what was told of, once each */
} rv_taking;

/* Where --map sends a name: the text behind its last "=", NULL when nothing was said of it. */
const char *rv_taking_mapped(const rv_taking *t, const char *name);
/* The field that is called so: by --map, its id or its label. `*left` when --map leaves the name out. */
const rv_field *rv_taking_field(const rv_taking *t, const char *name, bool of_result, bool *left);
/* Tells of something, once. */
void rv_taking_tell(rv_taking *t, size_t line, const char *name, const char *message);
/* A copy that lives as long as the batch; of a name, on one line and without blanks at its ends, as ours are. */
const char *rv_taking_keep(rv_taking *t, const char *text);
const char *rv_taking_keep_name(rv_taking *t, const char *text);
/* Adds the values of studies, and of the results that were taken. */
rv_status rv_taking_values(rv_taking *t, rv_error *err);

#endif
