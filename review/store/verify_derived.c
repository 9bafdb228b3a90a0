#include <config.h>

#include <string.h>

#include "review/store.h"

#include "store/verify.h"

/*
 * A derived table is made anew beside the old one without writing to the review: a temporary table of the same name takes its
 * place for every statement that does not say where it means, so that the rebuild fills that.
 */
static rv_status run(rv_store *store, char *sql, rv_error *err)
{
    rv_status st = sql ? rv_store_exec(store, sql, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    sqlite3_free(sql);
    return st;
}

static rv_status shadow(rv_store *store, const char *table, rv_error *err)
{
    static const char create[] = "CREATE TABLE ";
    sqlite3_stmt *query = NULL;
    rv_status st = rv_store_prepare(store, &query, "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?1", err);

    if (st == RV_OK) {
        const char *sql;
        sqlite3_bind_text(query, 1, table, -1, SQLITE_STATIC);
        sql = rv_store_step(store, query) == SQLITE_ROW ? (const char *)sqlite3_column_text(query, 0) : NULL;
        if (!sql || strncmp(sql, create, sizeof create - 1) != 0)
            st = rv_fail(err, RV_ESTORE, "there is no derived table %s", table);
        else
            st = run(store, sqlite3_mprintf("CREATE TEMP TABLE %s", sql + sizeof create - 1), err);
    }
    sqlite3_finalize(query);
    return st;
}

/* The first column of a row that one table has and the other has not. */
static rv_status difference(rv_verify *v, const char *table, const char *has, const char *lacks, const char *words, rv_error *err)
{
    char *sql = sqlite3_mprintf("SELECT * FROM %s.\"%w\" EXCEPT SELECT * FROM %s.\"%w\" ORDER BY 1", has, table, lacks, table);
    sqlite3_stmt *query = NULL;
    int code = SQLITE_DONE;
    rv_status st = sql ? rv_store_prepare(v->store, &query, sql, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    sqlite3_free(sql);
    while (st == RV_OK && (code = rv_store_step(v->store, query)) == SQLITE_ROW)
        rv_verify_wrong(v->found, "%s %s %s; review-log rebuild makes it anew", table, (const char *)sqlite3_column_text(query, 0),
                        words);
    if (st == RV_OK && code != SQLITE_DONE)
        st = rv_store_fail(v->store, "comparing derived tables", err);
    sqlite3_finalize(query);
    return st;
}

static rv_status count_rows(rv_verify *v, const char *table, rv_error *err)
{
    char *sql = sqlite3_mprintf("SELECT (SELECT count(*) FROM main.\"%w\") - (SELECT count(*) FROM temp.\"%w\")", table, table);
    int64_t more = 0;
    rv_status st = sql ? rv_store_pragma(v->store, sql, &more, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    sqlite3_free(sql);
    if (st == RV_OK && more != 0)
        rv_verify_wrong(v->found, "%s has rows twice", table);
    return st;
}

rv_status rv_verify_derived(rv_verify *v, const rv_derivation *derivations, size_t n, rv_error *err)
{
    rv_store *store = v->store;
    size_t made = 0;
    rv_status st = RV_OK;

    for (; made < n && st == RV_OK; made++)
        st = shadow(store, derivations[made].table, err);
    store->writing = true;                       /* of temporary tables */
    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = derivations[i].rebuild(store, err);
    store->writing = false;
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        const char *table = derivations[i].table;
        if ((st = difference(v, table, "main", "temp", "is not what the facts give", err)) == RV_OK
            && (st = difference(v, table, "temp", "main", "is missing", err)) == RV_OK)
            st = count_rows(v, table, err);
    }
    for (size_t i = 0; i < made; i++) {
        rv_status gone = run(store, sqlite3_mprintf("DROP TABLE IF EXISTS temp.\"%w\"", derivations[i].table),
                             st == RV_OK ? err : NULL);
        if (st == RV_OK)
            st = gone;
    }
    return st;
}
