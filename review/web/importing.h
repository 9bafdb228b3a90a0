/* Files that were sent for an import and wait for a confirmation. */
#ifndef RV_WEB_IMPORTING_H
#define RV_WEB_IMPORTING_H

#include "review/refs.h"

#include "web/shelf.h"

/* What was said with the files: the members of a form, kept beside them. */
RV_MUST_CHECK rv_status rv_batch_keep(const char *folder, const rv_call *call, const char *const *names, rv_error *err);
/* The same again; the caller's. */
RV_MUST_CHECK rv_status rv_batch_said(const char *folder, json_t **said, rv_error *err);
/* A member, NULL when it was not said or is empty. */
const char *rv_batch_word(const json_t *said, const char *name);
/* An oddity as an object of a list; `user` is the list. Past the first 200 they are counted alone. */
void rv_batch_oddity(void *user, const rv_problem *problem);
/* A new folder for the files of the call with what was said. `id` is its name. */
RV_MUST_CHECK
rv_status rv_batch_new(rv_call *call, const char *what, const char *const *names, char id[RV_SHELF_ID], rv_error *err);
/* Opens what {batch} of the path names: folder, files and words. Ended with rv_batch_end(), also after a failure. */
typedef struct {
    rv_buf         folder;
    rv_shelf_files files;
    json_t        *said;
} rv_batch;
RV_MUST_CHECK rv_status rv_batch_open(rv_batch *batch, rv_call *call, const char *what, rv_error *err);
void rv_batch_end(rv_batch *batch);

#endif
