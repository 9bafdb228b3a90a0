/* Leases stand in a working table: they are no facts, and one that ran out keeps nobody from voting. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/lease.h"

RV_STATEMENT(lease_others,
    "SELECT l.report, l.reviewer FROM work_lease l WHERE l.stage = ?1 AND l.reviewer <> ?2 AND l.until > ?3"
    " AND NOT EXISTS (SELECT 1 FROM person p WHERE p.name = l.reviewer AND p.active = 0"
    " AND p.id = (SELECT MAX(q.id) FROM person q WHERE q.name = l.reviewer)) ORDER BY l.report, l.reviewer");
RV_STATEMENT(lease_sweep, "DELETE FROM work_lease WHERE until <= ?1");
RV_STATEMENT(lease_take,
    "INSERT INTO work_lease(stage, report, reviewer, until) VALUES(?1, ?2, ?3, ?4)"
    " ON CONFLICT(stage, report, reviewer) DO UPDATE SET until = excluded.until");
RV_STATEMENT(lease_drop, "DELETE FROM work_lease WHERE stage = ?1 AND report = ?2 AND reviewer = ?3");

static rv_status add(rv_leases *leases, int64_t report, const char *reviewer, rv_error *err)
{
    if (leases->n == leases->capacity) {
        const size_t capacity = leases->capacity ? leases->capacity * 2 : 32;
        rv_lease *more = realloc(leases->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        leases->items = more;
        leases->capacity = capacity;
    }
    leases->items[leases->n++] = (rv_lease){ report, leases->texts.length };
    rv_buf_add(&leases->texts, reviewer, strlen(reviewer) + 1);
    return rv_buf_check(&leases->texts, err);
}

rv_status rv_leases_read(rv_leases *leases, rv_store *store, const char *stage, const char *reviewer, const char *now, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &lease_others, err, "ttt", stage, reviewer, now);

    leases->n = 0;
    rv_buf_clear(&leases->texts);
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = add(leases, rv_query_int(q, 0), rv_query_text(q, 1), err);
    rv_query_end(q);
    return st;
}

void rv_leases_free(rv_leases *leases)
{
    free(leases->items);
    rv_buf_free(&leases->texts);
    *leases = (rv_leases)RV_LEASES_INIT;
}

rv_status rv_leases_sweep(rv_store *store, const char *now, rv_error *err)
{
    return rv_store_run(store, &lease_sweep, err, "t", now);
}

rv_status rv_lease_take(rv_store *store, const char *stage, int64_t report, const char *reviewer, const char *until, rv_error *err)
{
    return rv_store_run(store, &lease_take, err, "titt", stage, report, reviewer, until);
}

rv_status rv_lease_drop(rv_store *store, const char *stage, int64_t report, const char *reviewer, rv_error *err)
{
    return rv_store_run(store, &lease_drop, err, "tit", stage, report, reviewer);
}
