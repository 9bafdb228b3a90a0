#include <config.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

RV_STATEMENT(sweep_records, "DELETE FROM record WHERE id IN (SELECT id FROM record WHERE file = ?1 LIMIT 4000) RETURNING 1");
RV_STATEMENT(sweep_blocks, "DELETE FROM block WHERE id IN (SELECT id FROM block WHERE file = ?1 LIMIT 32) RETURNING 1");
RV_STATEMENT(sweep_chunks, "DELETE FROM digest_chunk WHERE file = ?1");
RV_STATEMENT(sweep_import, "DELETE FROM work_import WHERE file = ?1");
RV_STATEMENT(imports, "SELECT file FROM work_import WHERE file > ?1 ORDER BY file LIMIT 1");

/* Runs a DELETE ... RETURNING; `*gone` says whether there was something. */
static rv_status delete_some(rv_store *store, const rv_statement *statement, int64_t file, bool *gone, rv_error *err)
{
    rv_query *query;
    bool more;
    rv_status st;

    *gone = false;
    store->inside = true;
    st = rv_query_start(&query, store, statement, err, "i", file);
    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more)
        *gone = true;
    rv_query_end(query);
    store->inside = false;
    return st;
}

static rv_status sweep_portion(rv_store *store, int64_t file, bool *more, rv_error *err)
{
    rv_status st = rv_write_begin(store, err);

    if (st != RV_OK)
        return st;
    st = delete_some(store, &sweep_records, file, more, err);
    if (st == RV_OK && !*more)
        st = delete_some(store, &sweep_blocks, file, more, err);
    if (st == RV_OK && !*more) {
        store->inside = true;
        st = rv_store_run(store, &sweep_chunks, err, "i", file);
        store->inside = false;
        if (st == RV_OK)
            st = rv_store_run(store, &sweep_import, err, "i", file);
    }
    if (st != RV_OK) {
        (void)rv_write_end(store, false, NULL);
        return st;
    }
    return rv_write_end(store, true, err);
}

rv_status rv_sweep_file(rv_store *store, int64_t file, rv_error *err)
{
    bool more = true;
    rv_status st;

    /* Nothing refers to staged rows; looking for that in each table of facts would take long. */
    if ((st = rv_store_exec(store, "PRAGMA foreign_keys=OFF", err)) != RV_OK)
        return st;
    while (st == RV_OK && more)
        st = sweep_portion(store, file, &more, err);
    if (rv_store_exec(store, "PRAGMA foreign_keys=ON", st == RV_OK ? err : NULL) != RV_OK && st == RV_OK)
        st = RV_ESTORE;
    return st;
}

/* The number of a temporary file of the review, -1 for any other name. */
static int64_t temporary_number(const char *name, const char *base)
{
    const size_t n = strlen(base), mark = strlen(RV_TEMPORARY_MARK);

    if (strncmp(name, base, n) != 0 || strncmp(name + n, RV_TEMPORARY_MARK, mark) != 0)
        return -1;
    name += n + mark;
    return strlen(name) == RV_TEMPORARY_DIGITS && strspn(name, "0123456789abcdef") == RV_TEMPORARY_DIGITS ? (int64_t)strtoul(name, NULL, 16) : -1;
}

/* Copies that merges worked on whose program died. Nothing depends on their going, so what cannot be removed stays. */
static void sweep_temporaries(const rv_store *store)
{
    const char *slash = strrchr(store->real, '/');
    char *folder = slash ? strndup(store->real, slash == store->real ? 1 : (size_t)(slash - store->real)) : strdup(".");
    DIR *list = folder ? opendir(folder) : NULL;
    const struct dirent *one;
    int64_t number;

    while (list && (one = readdir(list)) != NULL) {
        int alive = -1;
        if ((number = temporary_number(one->d_name, slash ? slash + 1 : store->real)) < 0
            || rv_temporary_hold(store->real, (uint32_t)number, &alive, NULL) != RV_OK || alive < 0)
            continue;
        rv_store_discard(rv_store_beside(store->real, strrchr(one->d_name, '.')));
        close(alive);
    }
    if (list)
        closedir(list);
    free(folder);
}

rv_status rv_sweep_dead(rv_store *store, rv_error *err)
{
    int64_t file = 0;
    bool found = true;
    rv_status st = RV_OK;

    sweep_temporaries(store);
    while ((st = rv_store_int(store, &imports, &file, &found, err, "i", file)) == RV_OK && found) {
        int alive = -1;
        if ((st = rv_queue_hold(store->real, file, &alive, err)) != RV_OK)
            break;
        if (alive < 0)
            continue;
        st = rv_sweep_file(store, file, err);
        close(alive);
        if (st != RV_OK)
            break;
    }
    return st;
}
