/* The names that the records of reference files have: their own, or their position. */
#ifndef RV_TOOLS_DEDUP_IDS_H
#define RV_TOOLS_DEDUP_IDS_H

#include "review/refs.h"

enum { RV_ID_POSITION = 24 };
/* Zero is empty; names stand one behind the other in one piece of memory. */
typedef struct {
    rv_buf  bytes;
    size_t *at;              /* where the name of each record begins; SIZE_MAX: it is its position */
    size_t  n, capacity;
    bool    unsorted;        /* some name does not stand behind the one before it in order: names may stand twice */
} rv_ids;

/* The name that a record gives itself: the tag ID of RIS, the column "id", the key of BibTeX, the id of CSL-JSON; NULL when none. */
const char *rv_ids_own(const rv_record *record);
/* Adds the next record; `name` NULL or "": its position, from 1. */
RV_MUST_CHECK rv_status rv_ids_add(rv_ids *ids, const char *name, rv_error *err);
/* Once all are there: where a name stands again it becomes "name#POSITION", so that each is there once. `*again` says how many did,
   `*first` is the first such record. O(n log n). */
RV_MUST_CHECK rv_status rv_ids_settle(rv_ids *ids, size_t *again, size_t *first, rv_error *err);
/* The name of record `i`; lives as long as `ids` and `position`. */
const char *rv_ids_text(const rv_ids *ids, size_t i, char position[RV_ID_POSITION]);
void rv_ids_free(rv_ids *ids);

#endif
