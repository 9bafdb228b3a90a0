#ifndef RV_STORE_VERIFY_H
#define RV_STORE_VERIFY_H

/* What the parts of verification share. Each notes what is wrong and goes on; a status is for what stops the work. */

#include <jansson.h>

#include "store/inside.h"

/* Notes something wrong; the first is kept in words. */
void rv_verify_wrong(rv_verification *found, const char *format, ...) RV_PRINTF(2, 3);

/* A walk through the rows of a table of facts, in the order in which events added them. */
typedef struct {
    rv_store_table *table;
    sqlite3_stmt   *rows;
    bool            more;                /* a row is there */
    int64_t         next;                /* the id it should have; 0: not told by order (file) */
} rv_fact_walk;

typedef struct {
    rv_store        *store;
    rv_verification *found;
    rv_fact_walk    *walks;
    size_t           count;
    int64_t          parents;            /* rows of event_parent seen */
} rv_verify;

/* verify_trail.c: each event with its parents, facts and bulk rows; then the heads. */
rv_status rv_verify_trail(rv_verify *v, rv_error *err);
/* verify_facts.c */
rv_status rv_verify_walks_begin(rv_verify *v, rv_error *err);
rv_status rv_verify_facts(rv_verify *v, int64_t event, const json_t *facts, rv_error *err);
rv_status rv_verify_walks_end(rv_verify *v, rv_error *err);
void rv_verify_walks_free(rv_verify *v);
/* verify_bulk.c: the rows that an event's "bulk" covers; then that no other rows are there. */
rv_status rv_verify_bulk(rv_verify *v, int64_t event, const json_t *bulk, rv_error *err);
rv_status rv_verify_staged(rv_verify *v, rv_error *err);
/* verify_content.c: the bytes of attached files; then that no others are there but those of attachments under way. */
rv_status rv_verify_content(rv_verify *v, rv_error *err);
/* verify_schema.c, verify_derived.c */
rv_status rv_verify_schema(rv_verify *v, rv_error *err);
rv_status rv_verify_derived(rv_verify *v, const rv_derivation *derivations, size_t n, rv_error *err);

#endif
