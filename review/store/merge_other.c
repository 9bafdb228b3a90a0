/* The file that is merged in: a private copy of it is opened, so that it is only read. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "review/store.h"

#include "store/merge.h"

/* The path as an URI, so that SQLite can be told that nobody writes to it: then it touches nothing beside the file. */
static void write_uri(rv_buf *uri, const char *path, bool alone)
{
    rv_buf_text(uri, "file:");
    for (; *path; path++)
        if (strchr("%?#", *path))
            rv_buf_printf(uri, "%%%02X", (unsigned char)*path);
        else
            rv_buf_char(uri, *path);
    rv_buf_text(uri, alone ? "?mode=ro&immutable=1" : "?mode=ro");
}

/* True when no write-ahead log is beside the file: all of it is in the file, and it is not open for writing. */
static bool stands_alone(const char *path)
{
    char *log = rv_store_beside(path, "-wal");
    struct stat about;
    const bool alone = log && (stat(log, &about) != 0 || about.st_size == 0);

    free(log);
    return alone;
}

static rv_status copy_private(const char *path, const char *temporary, rv_error *err)
{
    rv_store from = { .path = (char *)path };
    char *real = realpath(path, NULL);
    rv_buf uri = RV_BUF_INIT;
    rv_status st;

    write_uri(&uri, real ? real : path, stands_alone(real ? real : path));
    free(real);
    if ((st = rv_buf_check(&uri, err)) != RV_OK)
        return st;
    if (sqlite3_open_v2(rv_buf_str(&uri), &from.db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        st = rv_store_fail(&from, "reading", err);
    else
        st = rv_store_copy_pages(&from, temporary, err);
    sqlite3_close(from.db);
    rv_buf_free(&uri);
    return st;
}

/* The claim is held while the file is open, so that nothing else in this process opens and closes it meanwhile. */
static rv_status judged_copy(rv_store *store, const char *path, const char *temporary, rv_error *err)
{
    rv_claim *claim = NULL;
    rv_status st = rv_judge(&claim, path, rv_schema_steps(store->schema), err);

    if (st == RV_OK)
        st = copy_private(path, temporary, err);
    rv_judge_release(claim);
    return st;
}

static rv_status refuse_same(const rv_store *store, const char *path, rv_error *err)
{
    struct stat here, there;

    if (stat(store->real, &here) == 0 && stat(path, &there) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino)
        return rv_fail(err, RV_EINVAL, "%s is this review itself; name the other copy", path);
    return RV_OK;
}

static rv_status verify(rv_store *other, const char *path, rv_error *err)
{
    rv_verification found;
    rv_status st = rv_store_verify(other, NULL, 0, NULL, &found, err);

    return st == RV_OK ? RV_OK : rv_within(err, st, "%s", path);
}

rv_status rv_merge_other_open(rv_merge_other *out, rv_store *store, const char *path, rv_error *err)
{
    rv_status st;

    *out = (rv_merge_other){ .alive = -1 };
    if ((st = refuse_same(store, path, err)) != RV_OK)
        return st;
    if (!(out->temporary = rv_store_temporary(store->real, &out->alive, err)))
        return RV_EIO;
    if ((st = judged_copy(store, path, out->temporary, err)) != RV_OK
        || (st = rv_store_open_with(&out->store, out->temporary, store->schema, false, err)) != RV_OK)
        return st;
    return verify(out->store, path, err);
}

void rv_merge_other_close(rv_merge_other *other)
{
    rv_store_close(other->store);
    rv_store_discard(other->temporary);
    if (other->alive >= 0)
        close(other->alive);
}
