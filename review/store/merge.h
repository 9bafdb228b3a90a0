#ifndef RV_STORE_MERGE_H
#define RV_STORE_MERGE_H

/*
 * What the parts of merging share.
 *
 * All that counts the newest, or the first, goes by local ids. So that it comes out the same in every copy, the local ids of a review
 * follow an order that its events alone determine: an event stands after its parents, and of those whose parents stand the one with
 * the earliest time comes next, then the one with the least digest. New events go between those that are there but never change their
 * order. A merge therefore keeps what both copies have in the same places, takes the facts after that out, and adds them again, from the
 * bodies of the events of both, in that order. Files and their records follow the order of the events that brought them.
 */

#include <jansson.h>

#include "store/inside.h"

/* ---- trail_union.c: the events of both copies, and their order ------------------------------------------------------------- */

typedef struct {
    uint8_t digest[RV_DIGEST];
    char    at[32];
    int64_t mine, theirs;                /* local id in each copy, 0: it is not there */
    size_t  first, parents;              /* its part of rv_union.parents */
} rv_union_event;

typedef struct {
    rv_union_event *events;
    size_t          n, room;
    size_t         *parents;             /* indexes of events */
    size_t          parent_count, parent_room;
    size_t         *slots;               /* index + 1, by digest */
    size_t          slot_count;
    size_t         *mine, *theirs;       /* index of the event with a local id, from 1 */
    size_t          mine_count, theirs_count;
    size_t         *order;               /* index of the event at each place, from 0 */
    int64_t        *place;               /* by index: the id in the order, from 1 */
    size_t          kept;                /* so many at the beginning have the ids they have */
} rv_union;

/* Adds the events of a copy: this one first, then the other. */
rv_status rv_union_add(rv_union *u, rv_store *store, bool mine, rv_error *err);
rv_status rv_union_sort(rv_union *u, rv_error *err);
/* The index of an event, SIZE_MAX when it is in neither copy. */
size_t rv_union_find(const rv_union *u, const uint8_t digest[RV_DIGEST]);
void rv_union_free(rv_union *u);

/* ---- merge_files.c: whose rows the rows of a file are, and where they stand -------------------------------------------------- */

enum { RV_MERGE_BLOCKS, RV_MERGE_RECORDS, RV_MERGE_SUBJECTS };

typedef struct {
    int64_t mine, theirs;                /* local id in each copy, 0: it is not there */
    int64_t event, ordinal;              /* as they will be */
    char    digest[RV_DIGEST_HEX];
    int64_t records;
    uint8_t rows[RV_MERGE_SUBJECTS][RV_DIGEST];  /* over the digests of the rows */
    size_t  owner[RV_MERGE_SUBJECTS];    /* index of the first file with the same bytes and the same rows */
    int64_t lowest, held[RV_MERGE_SUBJECTS];     /* in this copy: its least record, how many rows it has of its own */
    bool    together;                    /* its records have ids one after the other */
    int64_t id, first;                   /* as they will be: its own, and that of its first record */
    int64_t *offsets, *ids;              /* of its records, by offset, once they were looked for */
} rv_merge_file;

typedef struct {
    rv_merge_file *items;                /* in the order of their events */
    size_t         n, room;
    bool           moved;                /* a file or record of this copy gets another id */
} rv_merge_files;

/* Reads the files of both copies; may lower `u->kept` when records that are there must be numbered anew. */
rv_status rv_merge_files_plan(rv_merge_files *files, rv_union *u, rv_store *mine, rv_store *theirs, rv_error *err);
/* The local id that the file of a place in the merged trail will have; 0: there is none. */
int64_t rv_merge_file_id(const rv_merge_files *files, int64_t event, int64_t ordinal);
void rv_merge_files_free(rv_merge_files *files);
/* merge_rows.c: moves the rows that are there, then copies those that are not. The facts are still those of before. */
rv_status rv_merge_rows(rv_merge_files *files, rv_store *mine, rv_store *theirs, rv_error *err);

/* ---- merge_content.c ----------------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_content **items;
    size_t       n;
} rv_merge_contents;

/* Stages the bytes of attached files that this copy lacks, in short transactions, before the write. */
rv_status rv_merge_contents_stage(rv_merge_contents *all, rv_store *mine, rv_store *theirs, rv_error *err);
/* Within the write: they are still there, and settled. */
rv_status rv_merge_contents_settle(const rv_merge_contents *all, rv_error *err);
void rv_merge_contents_free(rv_merge_contents *all);

/* ---- merge_events.c -------------------------------------------------------------------------------------------------------------- */

/* Gives the events of the merged trail their places, and adds their facts again from their bodies. */
rv_status rv_merge_events(rv_union *u, rv_merge_files *files, rv_store *mine, rv_store *theirs, rv_error *err);
/* The body of the event with local id `id`, parsed; the caller decrefs. */
rv_status rv_merge_body(rv_store *store, int64_t id, json_t **body, rv_error *err);

/* ---- merge_names.c: from global names to local ids -------------------------------------------------------------------------------- */

typedef struct {
    const rv_union *u;
    rv_merge_files *files;
    rv_store       *store;
    sqlite3_stmt  **places;              /* by table: event and ordinal of a fact */
    int64_t        *counts;              /* by table: facts so far; their ids go from 1 to it */
} rv_merge_names;

rv_status rv_merge_names_begin(rv_merge_names *names, const rv_union *u, rv_merge_files *files, rv_store *store, rv_error *err);
/* The local id of what `name` names, a row of `table`, as an event that will have the id `event` says it. */
rv_status rv_merge_name(rv_merge_names *names, const char *table, const char *name, int64_t event, int64_t *id, rv_error *err);
void rv_merge_names_end(rv_merge_names *names);

/* ---- merge_twofold.c ------------------------------------------------------------------------------------------------------------- */

/* Counts what comes in, and lists what both copies say differently. */
rv_status rv_merge_compare(const rv_union *u, rv_store *mine, rv_store *theirs, rv_merged *out, rv_error *err);

/* ---- merge_other.c --------------------------------------------------------------------------------------------------------------- */

/* A private copy of the other file, opened and verified; the file itself is only read. Ended with rv_merge_other_close(). */
typedef struct {
    rv_store *store;
    char     *temporary;
    int       alive;                     /* holds the copy as long as this program lives */
} rv_merge_other;
rv_status rv_merge_other_open(rv_merge_other *out, rv_store *store, const char *path, rv_error *err);
void rv_merge_other_close(rv_merge_other *other);

#endif
