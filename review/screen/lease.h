#ifndef RV_SCREEN_LEASE_H
#define RV_SCREEN_LEASE_H

/* Leases: who reads what just now. */

#include "review/store.h"

typedef struct {
    int64_t report;
    size_t  reviewer;                 /* offset into `texts` */
} rv_lease;

/* The leases of others at a stage that live. */
typedef struct {
    rv_lease *items;
    size_t    n, capacity;
    rv_buf    texts;
} rv_leases;
#define RV_LEASES_INIT { NULL, 0, 0, RV_BUF_INIT }

/* Reads those of everybody but `reviewer`: not run out, and of people who still take part. */
RV_MUST_CHECK
rv_status rv_leases_read(rv_leases *leases, rv_store *store, const char *stage, const char *reviewer, const char *now, rv_error *err);
void rv_leases_free(rv_leases *leases);

/* Inside a write: removes what ran out, of all stages. */
RV_MUST_CHECK rv_status rv_leases_sweep(rv_store *store, const char *now, rv_error *err);
/* Inside a write: takes or prolongs one. Whether there is a vote left to lease is for the caller to see to, in the same write. */
RV_MUST_CHECK
rv_status rv_lease_take(rv_store *store, const char *stage, int64_t report, const char *reviewer, const char *until, rv_error *err);
/* Inside a write: gives one back. */
RV_MUST_CHECK rv_status rv_lease_drop(rv_store *store, const char *stage, int64_t report, const char *reviewer, rv_error *err);

#endif
