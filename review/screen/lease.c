/* Leases stand in a working table: they are no facts, and one that ran out keeps nobody from voting. */
#include <config.h>

#include <stdlib.h>

#include "screen/lease.h"

RV_STATEMENT(lease_all, "SELECT report, reviewer, until FROM work_lease WHERE stage = ?1 AND until > ?2");
RV_STATEMENT(lease_sweep, "DELETE FROM work_lease WHERE until <= ?1");
RV_STATEMENT(lease_take,
    "INSERT INTO work_lease(stage, report, reviewer, until) VALUES(?1, ?2, ?3, ?4)"
    " ON CONFLICT(stage, report, reviewer) DO UPDATE SET until = excluded.until");
RV_STATEMENT(lease_drop, "DELETE FROM work_lease WHERE stage = ?1 AND report = ?2 AND reviewer = ?3");
RV_STATEMENT(lease_end, "DELETE FROM work_lease WHERE reviewer = ?1");

static const char kept_as[] = "leases written";

uint64_t rv_leases_written(const rv_store *store)
{
    const uint64_t *written = rv_store_kept(store, kept_as);

    return written ? *written : 0;
}

/* Before the statement: what fails, and is rolled back, has changed too. */
static rv_status count(rv_store *store, rv_error *err)
{
    uint64_t *written = rv_store_kept(store, kept_as);
    rv_status st;

    if (!written) {
        if (!(written = calloc(1, sizeof *written)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        if ((st = rv_store_keep(store, kept_as, written, free, err)) != RV_OK) {
            free(written);
            return st;
        }
    }
    ++*written;
    return RV_OK;
}

rv_status rv_leases_each(rv_store *store, const char *stage, const char *now,
                         rv_status (*lease)(void *user, int64_t report, const char *reviewer, const char *until, rv_error *err), void *user,
                         rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &lease_all, err, "tt", stage, now);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = lease(user, rv_query_int(q, 0), rv_query_text(q, 1), rv_query_text(q, 2), err);
    rv_query_end(q);
    return st;
}

rv_status rv_leases_sweep(rv_store *store, const char *now, rv_error *err)
{
    const rv_status st = count(store, err);

    return st == RV_OK ? rv_store_run(store, &lease_sweep, err, "t", now) : st;
}

rv_status rv_lease_take(rv_store *store, const char *stage, int64_t report, const char *reviewer, const char *until, rv_error *err)
{
    const rv_status st = count(store, err);

    return st == RV_OK ? rv_store_run(store, &lease_take, err, "titt", stage, report, reviewer, until) : st;
}

rv_status rv_lease_drop(rv_store *store, const char *stage, int64_t report, const char *reviewer, rv_error *err)
{
    const rv_status st = count(store, err);

    return st == RV_OK ? rv_store_run(store, &lease_drop, err, "tit", stage, report, reviewer) : st;
}

rv_status rv_leases_end(rv_store *store, const char *reviewer, rv_error *err)
{
    const rv_status st = count(store, err);

    return st == RV_OK ? rv_store_run(store, &lease_end, err, "t", reviewer) : st;
}
