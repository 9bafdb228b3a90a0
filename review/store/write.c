#include <config.h>

#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

RV_STATEMENT(write_numbering, "SELECT max(generation) FROM work_numbering");

rv_status rv_write_numbering(rv_store *store, int64_t *generation, rv_error *err)
{
    *generation = 0;
    return rv_tables_find(store, "work_numbering") ? rv_store_int(store, &write_numbering, generation, NULL, err, "") : RV_OK;
}

/* After a merge ids may mean other rows: who opened the review before must not write with those that it holds. */
static rv_status check_numbering(rv_store *store, rv_error *err)
{
    int64_t generation;
    rv_status st = rv_write_numbering(store, &generation, err);

    if (st == RV_OK && generation != store->numbering)
        st = rv_fail(err, RV_ESTORE, "%s was merged with another copy meanwhile, and its rows have other numbers; open it again",
                     store->path);
    return st;
}

/* Ends the transaction, whoever began it; always leaves the queue. */
static rv_status leave(rv_store *store, bool keep, rv_error *err);

/* Waits for its turn, then begins the transaction. */
static rv_status enter(rv_store *store, rv_error *err)
{
    rv_status st;

    if (store->owner != getpid())
        return rv_fail(err, RV_EINVAL, "the review was opened by another process; open it after fork");
    if ((st = rv_queue_enter(&store->queue, store->real, err)) != RV_OK)
        return st;
    if ((st = rv_store_exec(store, "BEGIN IMMEDIATE", err)) != RV_OK) {
        rv_queue_leave(store->queue);
        store->queue = NULL;
        return st;
    }
    if ((st = check_numbering(store, err)) != RV_OK)
        (void)leave(store, false, NULL);
    return st;
}

int rv_write_counted(void *user, sqlite3 *db, const char *database, int pages)
{
    (void)db;
    (void)database;
    ((rv_store *)user)->log_pages = pages;
    return SQLITE_OK;
}

/* Copies the log into the file. What fails here has lost nothing: the log keeps it for the next one. */
static void checkpoint(rv_store *store)
{
    store->log_pages = 0;
    (void)sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

/*
 * The log is copied into the file after the queue was left, so that others write meanwhile. Then it does not begin anew, and
 * with many writers would grow for ever: from LOG_LONG on it is copied while they wait.
 */
enum { LOG_PAGES = 1000, LOG_LONG = 16000 };

static rv_status leave(rv_store *store, bool keep, rv_error *err)
{
    rv_status st = RV_OK;

    store->log_pages = 0;
    if (keep)
        st = rv_write_lost(store, err);
    if (keep && st == RV_OK)
        st = rv_store_exec(store, "COMMIT", err);
    if (store->log_pages >= LOG_LONG)
        checkpoint(store);
    if ((!keep || st != RV_OK) && !sqlite3_get_autocommit(store->db))
        (void)rv_store_exec(store, "ROLLBACK", NULL);
    if (!keep || st != RV_OK)
        rv_kept_undone(store);
    store->kept_unsure = false;
    rv_queue_leave(store->queue);
    store->queue = NULL;
    if (store->log_pages >= LOG_PAGES)
        checkpoint(store);
    return st;
}

rv_status rv_write_lost(const rv_store *store, rv_error *err)
{
    if (!sqlite3_get_autocommit(store->db))
        return RV_OK;
    return rv_fail(err, RV_ESTORE, "%s: %s was undone when it failed before; nothing of it stands", store->path,
                   store->grouped ? "the whole group of acts" : "the write");
}

/* Ends an act of a group. What cannot be undone alone takes the group with it, and rv_store_group_end() tells. */
static rv_status act_end(rv_store *store, bool keep, rv_error *err)
{
    rv_status st = keep ? rv_write_lost(store, err) : RV_OK;

    if (keep && st == RV_OK)
        st = rv_store_exec(store, "RELEASE act", err);
    if (keep && st == RV_OK)
        return RV_OK;
    if (!sqlite3_get_autocommit(store->db) && rv_store_exec(store, "ROLLBACK TO act; RELEASE act", NULL) != RV_OK
        && !sqlite3_get_autocommit(store->db))
        (void)rv_store_exec(store, "ROLLBACK", NULL);
    rv_kept_undone(store);
    return st;
}

rv_status rv_write_begin(rv_store *store, rv_error *err)
{
    rv_status st;

    if (store->writing || store->reading)
        return rv_fail(err, RV_EINVAL, "a %s is under way already", store->writing ? "write" : "read");
    if (!store->grouped)
        st = enter(store, err);
    else if ((st = rv_write_lost(store, err)) == RV_OK)
        st = rv_store_exec(store, "SAVEPOINT act", err);
    store->writing = st == RV_OK;
    return st;
}

rv_status rv_write_end(rv_store *store, bool keep, rv_error *err)
{
    if (!store->writing)                         /* its group was ended before it */
        return rv_fail(err, RV_EINVAL, "no write is under way");
    store->writing = false;
    return store->grouped ? act_end(store, keep, err) : leave(store, keep, err);
}

rv_status rv_write_alone(const rv_store *store, const char *what, rv_error *err)
{
    return store->grouped ? rv_fail(err, RV_EINVAL, "%s cannot be part of a group of acts; end the group first", what) : RV_OK;
}

rv_status rv_store_group_begin(rv_store *store, rv_error *err)
{
    rv_status st;

    if (store->grouped || store->writing || store->reading)
        return rv_fail(err, RV_EINVAL, "a %s is under way already",
                       store->grouped ? "group of acts" : store->writing ? "write" : "read");
    st = enter(store, err);
    store->grouped = st == RV_OK;
    return st;
}

rv_status rv_store_group_end(rv_store *store, bool keep, rv_error *err)
{
    rv_status st = RV_OK;

    if (!store->grouped)
        return rv_fail(err, RV_EINVAL, "no group of acts is under way");
    if (keep && store->writing)
        st = rv_fail(err, RV_EINVAL, "an act of the group is still under way; commit or abandon it before the group ends");
    if (keep && st == RV_OK)
        st = leave(store, true, err);
    else
        (void)leave(store, false, NULL);
    store->grouped = store->writing = store->reading = false;
    return st;
}

void rv_write_drop(rv_store *store)
{
    if (store->writing || store->grouped)
        (void)leave(store, false, NULL);
    store->grouped = store->writing = false;
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
    if (store->grouped) {                        /* which is a view of one moment, its own acts included */
        st = rv_write_lost(store, err);
        store->reading = st == RV_OK;
        return st;
    }
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
    if (store->reading && !store->grouped)
        (void)rv_store_exec(store, "COMMIT", NULL);
    store->reading = false;
}
