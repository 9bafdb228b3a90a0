#include <config.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

rv_status rv_store_fail(rv_store *store, const char *doing, rv_error *err)
{
    int code = store->db ? sqlite3_extended_errcode(store->db) : SQLITE_NOMEM;
    rv_status st = RV_ESTORE;

    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return rv_fail(err, RV_ENOMEM, "out of memory");
    case SQLITE_FULL: case SQLITE_IOERR: case SQLITE_READONLY: case SQLITE_CANTOPEN: case SQLITE_PERM:
        st = RV_EIO;
        break;
    case SQLITE_CORRUPT: case SQLITE_NOTADB:
        return rv_fail(err, RV_ESTORE, "%s is damaged (%s: %s); restore a backup", store->path, doing, sqlite3_errmsg(store->db));
    case SQLITE_BUSY: case SQLITE_LOCKED:
        return rv_fail(err, RV_ESTORE, "%s is in use by another program (%s)", store->path, doing);
    }
    return rv_fail(err, st, "%s: %s: %s", store->path, doing, sqlite3_errmsg(store->db));
}

rv_status rv_store_prepare(rv_store *store, sqlite3_stmt **out, const char *sql, rv_error *err)
{
    bool inside = store->inside;
    int code;

    store->inside = true;
    code = sqlite3_prepare_v2(store->db, sql, -1, out, NULL);
    store->inside = inside;
    return code == SQLITE_OK ? RV_OK : rv_store_fail(store, "preparing", err);
}

rv_status rv_store_exec(rv_store *store, const char *sql, rv_error *err)
{
    bool inside = store->inside;
    int code;

    store->inside = true;
    code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    store->inside = inside;
    return code == SQLITE_OK ? RV_OK : rv_store_fail(store, "writing", err);
}

int rv_store_step(rv_store *store, sqlite3_stmt *statement)
{
    bool inside = store->inside;
    int code;

    store->inside = true;
    code = sqlite3_step(statement);
    store->inside = inside;
    return code;
}

rv_status rv_store_pragma(rv_store *store, const char *sql, int64_t *value, rv_error *err)
{
    sqlite3_stmt *query = NULL;
    rv_status st = rv_store_prepare(store, &query, sql, err);

    if (st == RV_OK) {
        int code = rv_store_step(store, query);
        *value = code == SQLITE_ROW ? sqlite3_column_int64(query, 0) : 0;
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            st = rv_store_fail(store, "reading", err);
    }
    sqlite3_finalize(query);
    return st;
}

/* Statements of other layers may write to working and derived tables; facts are added by events alone. Asked at prepare. */
static int authorize(void *user, int action, const char *table, const char *column, const char *database, const char *trigger)
{
    rv_store *store = user;
    (void)column;
    (void)database;
    (void)trigger;

    if (store->inside)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT: case SQLITE_READ: case SQLITE_FUNCTION: case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_INSERT: case SQLITE_UPDATE: case SQLITE_DELETE:
        return rv_tables_writable(store, table) ? SQLITE_OK : SQLITE_DENY;
    }
    return SQLITE_DENY;
}

/* A setting is only worth what SQLite answers when asked for it. */
static rv_status set_up(rv_store *store, rv_error *err)
{
    static const struct { const char *set, *ask; int64_t want; } settings[] = {
        { "PRAGMA synchronous=FULL",    "PRAGMA synchronous",     2 },
        { "PRAGMA mmap_size=0",         "PRAGMA mmap_size",       0 },
        { "PRAGMA foreign_keys=ON",     "PRAGMA foreign_keys",    1 },
        { "PRAGMA cell_size_check=ON",  "PRAGMA cell_size_check", 1 },
        { "PRAGMA trusted_schema=OFF",  "PRAGMA trusted_schema",  0 },
        { "PRAGMA secure_delete=FAST",  "PRAGMA secure_delete",   2 },   /* equal acts, equal bytes: no remains of working rows */
    };
    sqlite3_stmt *query = NULL;
    rv_status st = RV_OK;

    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, 10000);
    sqlite3_wal_hook(store->db, rv_write_counted, store);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    for (size_t i = 0; i < sizeof settings / sizeof *settings && st == RV_OK; i++) {
        int64_t got = 0;
        if ((st = rv_store_exec(store, settings[i].set, err)) == RV_OK
            && (st = rv_store_pragma(store, settings[i].ask, &got, err)) == RV_OK && got != settings[i].want)
            st = rv_fail(err, RV_ESTORE, "SQLite refuses '%s'", settings[i].set);
    }
    if (st != RV_OK)
        return st;
    if (sqlite3_db_readonly(store->db, "main") == 1)
        return rv_fail(err, RV_EIO, "%s cannot be written to", store->path);
    st = rv_store_prepare(store, &query, "PRAGMA journal_mode=WAL", err);
    if (st == RV_OK) {
        if (rv_store_step(store, query) != SQLITE_ROW)
            st = rv_store_fail(store, "opening", err);
        else if (strcmp((const char *)sqlite3_column_text(query, 0), "wal") != 0)
            st = rv_fail(err, RV_ESTORE, "%s: SQLite cannot use a write-ahead log here", store->path);
    }
    sqlite3_finalize(query);
    return st;
}

/* The header was judged, but what counts may still be in the write-ahead log. */
static rv_status check_version(rv_store *store, int *version, rv_error *err)
{
    int64_t got = 0, newest = rv_schema_steps(store->schema);
    rv_status st = rv_store_pragma(store, "PRAGMA user_version", &got, err);

    if (st == RV_OK && got > newest) {
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        return rv_fail(err, RV_ESTORE, "%s was written by a newer review (its schema is %d, this program knows %d); "
                       "update the program", store->path, (int)got, (int)newest);
    }
    *version = (int)got;
    return st;
}

static rv_status open_checked(rv_store *store, const char *path, bool migrate, rv_error *err)
{
    char resolved[PATH_MAX];
    rv_status st;
    int version = 0;

    if (!store->path)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (!realpath(path, resolved))
        return rv_fail(err, errno == ENOENT ? RV_ENOTFOUND : RV_EIO, "%s: %s", path, strerror(errno));
    store->real = strdup(resolved);
    if (!store->real)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_judge_place(store->real, err)) != RV_OK
        || (st = rv_judge(&store->claim, path, rv_schema_steps(store->schema), err)) != RV_OK)
        return st;
    if (sqlite3_open_v2(store->real, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return rv_store_fail(store, "opening", err);
    if ((st = set_up(store, err)) != RV_OK || (st = check_version(store, &version, err)) != RV_OK)
        return st;
    if (migrate && version < rv_schema_steps(store->schema) && (st = rv_store_migrate(store, version, err)) != RV_OK)
        return st;
    if ((st = rv_tables_load(store, err)) != RV_OK)
        return st;
    if (!rv_tables_find(store, "event") || !rv_tables_find(store, "head"))
        return rv_fail(err, RV_ESTORE, "%s is damaged: it has no trail of events; restore a backup", store->path);
    sqlite3_set_authorizer(store->db, authorize, store);
    return rv_write_numbering(store, &store->numbering, err);
}

rv_status rv_store_open_with(rv_store **out, const char *path, const rv_migration *schema, bool migrate, rv_error *err)
{
    rv_store *store = calloc(1, sizeof *store);
    rv_status st;

    *out = NULL;
    if (!store)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    store->schema = schema;
    store->owner = getpid();
    store->path = strdup(path);
    st = open_checked(store, path, migrate, err);
    if (st != RV_OK) {
        rv_store_close(store);
        return st;
    }
    *out = store;
    return RV_OK;
}

rv_status rv_store_open(rv_store **out, const char *path, rv_error *err)
{
    return rv_store_open_with(out, path, rv_schema, true, err);
}

rv_status rv_store_create(rv_store **out, const char *path, rv_error *err)
{
    rv_status st;

    *out = NULL;
    if ((st = rv_judge_place(path, err)) != RV_OK || (st = rv_judge_free(path, err)) != RV_OK
        || (st = rv_store_make(path, rv_schema, err)) != RV_OK)
        return st;
    return rv_store_open(out, path, err);
}

void rv_store_close(rv_store *store)
{
    if (!store)
        return;
    rv_kept_free(store);
    if (store->db && store->owner == getpid()) {
        rv_write_drop(store);
        rv_statements_free(store);
        rv_tables_free(store);
        sqlite3_close_v2(store->db);
    }
    rv_buf_free(&store->raw);
    rv_judge_release(store->claim);
    free(store->real);
    free(store->path);
    free(store);
}

const char *rv_store_path(const rv_store *store)
{
    return store->path;
}

rv_status rv_store_head(rv_store *store, char hex[RV_DIGEST_HEX], rv_error *err)
{
    sqlite3_stmt *query = NULL;
    rv_status st = rv_store_prepare(store, &query, "SELECT digest FROM head ORDER BY events DESC, digest LIMIT 1", err);

    hex[0] = 0;
    if (st == RV_OK) {
        int code = rv_store_step(store, query);
        if (code == SQLITE_ROW && sqlite3_column_bytes(query, 0) == RV_DIGEST)
            rv_hex(sqlite3_column_blob(query, 0), RV_DIGEST, hex);
        else if (code != SQLITE_DONE)
            st = rv_store_fail(store, "reading the head", err);
    }
    sqlite3_finalize(query);
    return st;
}
