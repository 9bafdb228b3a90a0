#include <config.h>

#include <string.h>

#include "review/store.h"

#include "store/verify.h"

static const char list_sql[] =
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name, type";

/* The schema as this program would make it, in memory, up to the step that the file has reached. */
static rv_status make_expected(rv_verify *v, rv_store *made, rv_error *err)
{
    int64_t version = 0;
    rv_status st = rv_store_pragma(v->store, "PRAGMA user_version", &version, err);

    made->path = v->store->path;
    made->schema = v->store->schema;
    if (st == RV_OK && sqlite3_open(":memory:", &made->db) != SQLITE_OK)
        st = rv_store_fail(made, "checking the schema", err);
    for (int64_t i = 0; i < version && st == RV_OK && made->schema[i].name; i++)
        st = rv_store_exec(made, made->schema[i].sql, err);
    return st;
}

static const char *text(sqlite3_stmt *query, int column)
{
    const char *t = (const char *)sqlite3_column_text(query, column);

    return t ? t : "";
}

/* Walks both lists, which are in the order of names. */
static rv_status compare(rv_verify *v, rv_store *made, sqlite3_stmt *is, sqlite3_stmt *should, rv_error *err)
{
    int have = rv_store_step(v->store, is), want = rv_store_step(made, should);

    while (have == SQLITE_ROW || want == SQLITE_ROW) {
        int order = have != SQLITE_ROW ? 1 : want != SQLITE_ROW ? -1 : strcmp(text(is, 1), text(should, 1));
        if (order == 0)
            order = strcmp(text(is, 0), text(should, 0));
        if (order < 0)
            rv_verify_wrong(v->found, "%s %s is not part of a review", text(is, 0), text(is, 1));
        else if (order > 0)
            rv_verify_wrong(v->found, "%s %s is missing", text(should, 0), text(should, 1));
        else if (strcmp(text(is, 2), text(should, 2)) != 0 || strcmp(text(is, 3), text(should, 3)) != 0)
            rv_verify_wrong(v->found, "%s %s is not as it was made", text(is, 0), text(is, 1));
        if (order <= 0)
            have = rv_store_step(v->store, is);
        if (order >= 0)
            want = rv_store_step(made, should);
    }
    if (have != SQLITE_DONE)
        return rv_store_fail(v->store, "reading the schema", err);
    return want == SQLITE_DONE ? RV_OK : rv_store_fail(made, "reading the schema", err);
}

rv_status rv_verify_schema(rv_verify *v, rv_error *err)
{
    rv_store made = { 0 };
    sqlite3_stmt *is = NULL, *should = NULL;
    rv_status st = make_expected(v, &made, err);

    if (st == RV_OK && (st = rv_store_prepare(v->store, &is, list_sql, err)) == RV_OK
        && (st = rv_store_prepare(&made, &should, list_sql, err)) == RV_OK)
        st = compare(v, &made, is, should, err);
    sqlite3_finalize(is);
    sqlite3_finalize(should);
    sqlite3_close(made.db);
    return st;
}
