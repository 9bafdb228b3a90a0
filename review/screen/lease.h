#ifndef RV_SCREEN_LEASE_H
#define RV_SCREEN_LEASE_H

/* Leases as the file has them: who reads what just now. */

#include "review/store.h"

/* Tells the leases of a stage that live after `now`. */
RV_MUST_CHECK
rv_status rv_leases_each(rv_store *store, const char *stage, const char *now,
                         rv_status (*lease)(void *user, int64_t report, const char *reviewer, const char *until, rv_error *err), void *user,
                         rv_error *err);
/* How often leases were written, or a write of them failed, by this connection: with rv_store_others() it tells whether what was read of
   them still holds. */
uint64_t rv_leases_written(const rv_store *store);

/* Each of these is one more write; inside a write. */

/* Removes what ran out, of all stages. */
RV_MUST_CHECK rv_status rv_leases_sweep(rv_store *store, const char *now, rv_error *err);
/* Takes or prolongs one. Whether there is a vote left to lease is for the caller to see to, in the same write. */
RV_MUST_CHECK
rv_status rv_lease_take(rv_store *store, const char *stage, int64_t report, const char *reviewer, const char *until, rv_error *err);
/* Gives one back. */
RV_MUST_CHECK rv_status rv_lease_drop(rv_store *store, const char *stage, int64_t report, const char *reviewer, rv_error *err);
/* Ends all of a person. */
RV_MUST_CHECK rv_status rv_leases_end(rv_store *store, const char *reviewer, rv_error *err);

#endif
