#include <config.h>

#include <string.h>

#include "review/store.h"

#include "store/inside.h"

rv_status rv_store_copy_pages(rv_store *from, const char *temporary, rv_error *err)
{
    rv_store to = { .path = from->path };
    sqlite3_backup *backup;
    rv_status st = RV_OK;

    if (sqlite3_open_v2(temporary, &to.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        st = rv_store_fail(&to, "copying", err);
    } else {
        bool inside = from->inside;
        int code = SQLITE_NOMEM, ended = SQLITE_OK;
        from->inside = true;
        backup = sqlite3_backup_init(to.db, "main", from->db, "main");
        if (backup) {
            code = sqlite3_backup_step(backup, -1);
            ended = sqlite3_backup_finish(backup);   /* which leaves what went wrong with `to` */
        }
        if (code != SQLITE_DONE || ended != SQLITE_OK)
            st = rv_store_fail(&to, "copying", err);
        from->inside = inside;
    }
    if (sqlite3_close(to.db) != SQLITE_OK && st == RV_OK)
        st = rv_fail(err, RV_EIO, "%s: the copy cannot be closed", from->path);
    return st;
}

static rv_status check_copy(const char *temporary, const rv_migration *schema, const rv_derivation *derivations, size_t n,
                            rv_error *err)
{
    rv_store *copy;
    rv_verification found;
    rv_status st = rv_store_open_with(&copy, temporary, schema, false, err);

    if (st == RV_OK)
        st = rv_store_verify(copy, derivations, n, NULL, &found, err);
    rv_store_close(copy);
    return st;
}

rv_status rv_store_copy(rv_store *store, const char *path, const rv_derivation *derivations, size_t n, rv_error *err)
{
    char *temporary;
    rv_status st;

    if ((st = rv_write_alone(store, "a backup", err)) != RV_OK || (st = rv_judge_place(path, err)) != RV_OK
        || (st = rv_judge_free(path, err)) != RV_OK)
        return st;
    temporary = rv_store_temporary(path, NULL, err);
    if (!temporary)
        return RV_EIO;
    if ((st = rv_store_copy_pages(store, temporary, err)) != RV_OK)
        rv_within(err, st, "copying to %s", path);
    else if ((st = check_copy(temporary, store->schema, derivations, n, err)) != RV_OK)
        rv_within(err, st, "checking the copy");
    else
        st = rv_store_place(temporary, path, err);
    rv_store_discard(temporary);
    return st;
}

rv_status rv_store_backup(rv_store *store, const char *path, const rv_derivation *derivations, size_t n, rv_error *err)
{
    return rv_store_copy(store, path, derivations, n, err);
}

rv_status rv_store_restore(const char *backup, const char *path, const rv_derivation *derivations, size_t n, rv_error *err)
{
    rv_store *from;
    rv_verification found;
    rv_status st = rv_store_open_with(&from, backup, rv_schema, false, err);

    if (st == RV_OK && (st = rv_store_verify(from, derivations, n, NULL, &found, err)) != RV_OK)
        rv_within(err, st, "%s", backup);
    if (st == RV_OK)
        st = rv_store_copy(from, path, derivations, n, err);
    rv_store_close(from);
    return st;
}
