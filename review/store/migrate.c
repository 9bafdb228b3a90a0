#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

int rv_schema_steps(const rv_migration *schema)
{
    int n = 0;

    while (schema[n].name)
        n++;
    return n;
}

char *rv_store_beside(const char *path, const char *suffix)
{
    size_t n = strlen(path), m = strlen(suffix);
    char *name = malloc(n + m + 1);

    if (name) {
        memcpy(name, path, n);
        memcpy(name + n, suffix, m + 1);
    }
    return name;
}

/* ---- Derived tables that a step makes ------------------------------------------------------------------------------------- */

extern const rv_derivation *const __start_rv_derivations[] __attribute__((weak, visibility("hidden")));
extern const rv_derivation *const __stop_rv_derivations[] __attribute__((weak, visibility("hidden")));

static size_t registered(void)
{
    return __start_rv_derivations ? (size_t)(__stop_rv_derivations - __start_rv_derivations) : 0;
}

/* How many columns the table has, 0 where there is none. */
static size_t columns_of(rv_store *store, const char *name)
{
    const rv_store_table *table = rv_tables_find(store, name);

    return table ? table->count : 0;
}

static rv_status count_columns(rv_store *store, size_t *columns, rv_error *err)
{
    rv_status st = rv_tables_load(store, err);

    for (size_t i = 0; i < registered() && st == RV_OK; i++)
        columns[i] = columns_of(store, __start_rv_derivations[i]->table);
    return st;
}

/* A table that a step made, or made anew with other columns, is empty. */
static rv_status fill_new(rv_store *store, const size_t *before, rv_error *err)
{
    rv_status st = rv_tables_load(store, err);

    store->writing = true;
    for (size_t i = 0; i < registered() && st == RV_OK; i++)
        if (columns_of(store, __start_rv_derivations[i]->table) != before[i])
            st = __start_rv_derivations[i]->rebuild(store, err);
    store->writing = false;
    return st;
}

static rv_status take_steps(rv_store *store, int from, rv_error *err)
{
    rv_status st = RV_OK;

    for (int i = from; st == RV_OK && store->schema[i].name; i++) {
        char version[64];
        if ((st = rv_store_exec(store, store->schema[i].sql, err)) != RV_OK) {
            rv_within(err, st, "schema step %s", store->schema[i].name);
            break;
        }
        snprintf(version, sizeof version, "PRAGMA user_version=%d", i + 1);
        st = rv_store_exec(store, version, err);
    }
    return st;
}

rv_status rv_schema_apply(rv_store *store, int from, rv_error *err)
{
    size_t *before = calloc(registered() + 1, sizeof *before);
    rv_status st = before ? rv_store_exec(store, "BEGIN IMMEDIATE", err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK) {
        if (from > 0)                            /* a new review has no facts to derive anything from */
            st = count_columns(store, before, err);
        if (st == RV_OK && (st = take_steps(store, from, err)) == RV_OK && from > 0)
            st = fill_new(store, before, err);
        if (st == RV_OK)
            st = rv_store_exec(store, "COMMIT", err);
        if (st != RV_OK)
            sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    free(before);
    return st;
}

static rv_status sync_path(const char *path, int flags, rv_error *err)
{
    int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
    bool bad = fd < 0 || fsync(fd) != 0;
    int error = errno;

    if (fd >= 0)
        close(fd);
    return bad ? rv_fail(err, RV_EIO, "%s: %s", path, strerror(error)) : RV_OK;
}

static rv_status sync_folder(const char *path, rv_error *err)
{
    char *folder = strdup(path), *slash;
    rv_status st;

    if (!folder)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = 0;
    st = sync_path(slash ? folder : ".", O_DIRECTORY, err);
    free(folder);
    return st;
}

rv_status rv_store_place(const char *temporary, const char *path, rv_error *err)
{
    rv_status st = sync_path(temporary, 0, err);

    if (st != RV_OK)
        return st;
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST)
            return rv_fail(err, RV_EEXIST, "%s is there already", path);
        if ((errno != EINVAL && errno != ENOSYS) || link(temporary, path) != 0 || unlink(temporary) != 0)
            return rv_fail(err, RV_EIO, "%s: %s", path, strerror(errno));
    }
    return sync_folder(path, err);
}

/* Fills an empty database: pragmas that shape the file, schema, then the write-ahead log as its lasting mode. */
static rv_status fill(rv_store *store, rv_error *err)
{
    char application[64];
    rv_status st;

    snprintf(application, sizeof application, "PRAGMA application_id=%d", RV_STORE_APPLICATION);
    if ((st = rv_store_exec(store, "PRAGMA page_size=4096; PRAGMA encoding='UTF-8'", err)) != RV_OK
        || (st = rv_store_exec(store, application, err)) != RV_OK || (st = rv_schema_apply(store, 0, err)) != RV_OK)
        return st;
    return rv_store_exec(store, "PRAGMA journal_mode=WAL", err);
}

/* Bytes of FILE.lock between those of imports, which are numbered from 1, and those of contents. */
rv_status rv_temporary_hold(const char *path, uint32_t number, int *alive, rv_error *err)
{
    return rv_queue_hold(path, (INT64_C(1) << 59) + number, alive, err);
}

static void let_go(int *alive)
{
    if (alive && *alive >= 0) {
        close(*alive);
        *alive = -1;
    }
}

char *rv_store_temporary(const char *path, int *alive, rv_error *err)
{
    char suffix[32];
    char *name;
    int fd = -1;

    do {
        uint64_t random = 0;
        if (getrandom(&random, sizeof random, 0) != sizeof random)
            random = (uint64_t)getpid();
        if (alive) {                             /* before it is there, so that it is never there unheld */
            if (rv_temporary_hold(path, (uint32_t)random, alive, err) != RV_OK)
                return NULL;
            if (*alive < 0)
                continue;
        }
        snprintf(suffix, sizeof suffix, RV_TEMPORARY_MARK "%0*x", RV_TEMPORARY_DIGITS, (unsigned)random);
        name = rv_store_beside(path, suffix);
        if (!name) {
            rv_fail(err, RV_ENOMEM, "out of memory");
            let_go(alive);
            return NULL;
        }
        fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0) {
            int error = errno;
            free(name);
            let_go(alive);
            if (error != EEXIST) {
                rv_fail(err, RV_EIO, "%s: %s", path, strerror(error));
                return NULL;
            }
        }
    } while (fd < 0);
    close(fd);
    return name;
}

void rv_store_discard(char *temporary)
{
    static const char *const left[] = { "", "-wal", "-shm", "-journal" };

    for (size_t i = 0; temporary && i < sizeof left / sizeof *left; i++) {
        char *name = rv_store_beside(temporary, left[i]);
        if (name)
            unlink(name);
        free(name);
    }
    free(temporary);
}

rv_status rv_store_make(const char *path, const rv_migration *schema, rv_error *err)
{
    rv_store store = { .schema = schema, .path = (char *)path };
    char *temporary = rv_store_temporary(path, NULL, err);
    rv_status st;

    if (!temporary)
        return RV_EIO;
    if (sqlite3_open_v2(temporary, &store.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        st = rv_store_fail(&store, "making", err);
    else
        st = fill(&store, err);
    if (sqlite3_close(store.db) != SQLITE_OK && st == RV_OK)
        st = rv_fail(err, RV_EIO, "%s: cannot be closed", path);
    if (st == RV_OK)
        st = rv_store_place(temporary, path, err);
    rv_store_discard(temporary);
    return st;
}

/* Brings an older file up to date, after a backup of it that was checked. */
rv_status rv_store_migrate(rv_store *store, int version, rv_error *err)
{
    char suffix[32];
    char *backup;
    rv_status st;

    snprintf(suffix, sizeof suffix, ".schema-%d", version);
    backup = rv_store_beside(store->real, suffix);
    if (!backup)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_queue_enter(&store->queue, store->real, err);
    if (st == RV_OK) {
        int64_t now = 0;
        st = rv_store_pragma(store, "PRAGMA user_version", &now, err);
        if (st == RV_OK && now == version) {     /* nobody else did it meanwhile */
            st = rv_store_copy(store, backup, NULL, 0, err);
            if (st == RV_EEXIST)                 /* of an attempt that did not end */
                st = RV_OK;
            if (st == RV_OK)
                st = rv_schema_apply(store, version, err);
            if (st == RV_OK)
                st = rv_store_exec(store, "PRAGMA wal_checkpoint(TRUNCATE)", err);
        }
        rv_queue_leave(store->queue);
        store->queue = NULL;
    }
    if (st != RV_OK)
        rv_within(err, st, "bringing the review from schema %d to %d", version, rv_schema_steps(store->schema));
    free(backup);
    return st;
}
