#include <config.h>

#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

rv_status rv_write_begin(rv_store *store, rv_error *err)
{
    rv_status st;

    if (store->writing || store->reading)
        return rv_fail(err, RV_EINVAL, "a %s is under way already", store->writing ? "write" : "read");
    if (store->owner != getpid())
        return rv_fail(err, RV_EINVAL, "the review was opened by another process; open it after fork");
    if ((st = rv_queue_enter(&store->queue, store->real, err)) != RV_OK)
        return st;
    st = rv_store_exec(store, "BEGIN IMMEDIATE", err);
    if (st != RV_OK) {
        rv_queue_leave(store->queue);
        store->queue = NULL;
        return st;
    }
    store->writing = true;
    return RV_OK;
}

rv_status rv_write_end(rv_store *store, bool keep, rv_error *err)
{
    rv_status st = RV_OK;

    if (keep)
        st = rv_store_exec(store, "COMMIT", err);
    if ((!keep || st != RV_OK) && !sqlite3_get_autocommit(store->db))
        (void)rv_store_exec(store, "ROLLBACK", NULL);
    store->writing = false;
    rv_queue_leave(store->queue);
    store->queue = NULL;
    return st;
}

rv_status rv_store_work_begin(rv_store *store, rv_error *err)
{
    return rv_write_begin(store, err);
}

rv_status rv_store_work_end(rv_store *store, bool keep, rv_error *err)
{
    return rv_write_end(store, keep, err);
}

rv_status rv_store_read_begin(rv_store *store, rv_error *err)
{
    int64_t seen;
    rv_status st;

    if (store->writing || store->reading)
        return rv_fail(err, RV_EINVAL, "a %s is under way already", store->writing ? "write" : "read");
    if ((st = rv_store_exec(store, "BEGIN", err)) != RV_OK)
        return st;
    store->reading = true;
    st = rv_store_pragma(store, "SELECT count(*) FROM head", &seen, err);     /* the view begins with the first read */
    if (st != RV_OK)
        rv_store_read_end(store);
    return st;
}

void rv_store_read_end(rv_store *store)
{
    if (store->reading)
        (void)rv_store_exec(store, "COMMIT", NULL);
    store->reading = false;
}
