#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/inside.h"

/* The comment that the schema has on the line of each column: "  name TYPE, -- what it is". SQLite keeps the schema's text. */
static void find_comments(const char *sql, const rv_store_table *table, char **about)
{
    while (sql && *sql) {
        const char *end = strchrnul(sql, '\n'), *word = sql + strspn(sql, " "), *comment = strstr(sql, "-- ");
        size_t n = strcspn(word, " ,\n");
        if (comment && comment < end)
            for (size_t i = 0; i < table->count; i++)
                if (!about[i] && strlen(table->columns[i].name) == n && strncmp(table->columns[i].name, word, n) == 0)
                    about[i] = strndup(comment + 3, (size_t)(end - comment - 3));
        sql = *end ? end + 1 : end;
    }
}

static rv_status comments(rv_store *store, const rv_store_table *table, char **about, rv_error *err)
{
    sqlite3_stmt *query = NULL;
    rv_status st = rv_store_prepare(store, &query, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", err);

    if (st == RV_OK) {
        sqlite3_bind_text(query, 1, table->name, -1, SQLITE_STATIC);
        if (rv_store_step(store, query) == SQLITE_ROW)
            find_comments((const char *)sqlite3_column_text(query, 0), table, about);
        else
            st = rv_store_fail(store, "reading the schema", err);
    }
    sqlite3_finalize(query);
    return st;
}

static void write_select(rv_buf *sql, const rv_store_table *table)
{
    int keys = 0;

    rv_buf_text(sql, "SELECT");
    for (size_t i = 0; i < table->count; i++) {
        const rv_schema_column *column = &table->columns[i];
        const char *comma = i ? "," : "";
        if (strcmp(column->type, "BLOB") != 0)
            rv_buf_printf(sql, "%s \"%s\"", comma, column->name);
        else if (strcmp(table->name, "event") == 0 && strcmp(column->name, "body") == 0)
            rv_buf_printf(sql, "%s CAST(\"%s\" AS TEXT) AS \"%s\"", comma, column->name, column->name);
        else
            rv_buf_printf(sql, "%s lower(hex(\"%s\")) AS \"%s\"", comma, column->name, column->name);
    }
    rv_buf_printf(sql, " FROM \"%s\"", table->name);
    if (table->kind == RV_TABLE_BULK)
        rv_buf_text(sql, " WHERE file IN (SELECT id FROM file)");
    for (int key = 1; key <= 4; key++)
        for (size_t i = 0; i < table->count; i++)
            if (table->columns[i].key == key)
                rv_buf_printf(sql, "%s \"%s\".\"%s\"", keys++ ? "," : " ORDER BY", table->name, table->columns[i].name);
}

static rv_status give(rv_store *store, const rv_store_table *table, rv_store_column *columns, char **about,
                      rv_status (*call)(void *, const rv_store_about *, rv_query *, rv_error *), void *user, rv_error *err)
{
    static const rv_store_kind kinds[] = { RV_STORE_TRAIL, RV_STORE_FACT, RV_STORE_BULK, RV_STORE_DERIVED };
    const rv_store_about what = { table->name, kinds[table->kind], columns, table->count };
    rv_buf sql = RV_BUF_INIT;
    rv_query *rows = NULL;
    rv_status st = comments(store, table, about, err);

    for (size_t i = 0; i < table->count; i++) {
        const rv_schema_column *from = &table->columns[i];
        const char *said = about[i] ? about[i]
                           : table->kind != RV_TABLE_FACT ? NULL
                           : strcmp(from->name, "event") == 0 ? "event.id of the act that added the row"
                           : strcmp(from->name, "ordinal") == 0 ? "place among the facts of the act, from 0" : NULL;
        columns[i] = (rv_store_column){ from->name, strcmp(from->type, "BLOB") == 0 ? "TEXT" : from->type, from->refers, said,
                                        from->required || from->key > 0, from->key };
    }
    write_select(&sql, table);
    if (st == RV_OK && (st = rv_buf_check(&sql, err)) == RV_OK
        && (st = rv_query_start_sql(&rows, store, table->name, rv_buf_str(&sql), err)) == RV_OK)
        st = call(user, &what, rows, err);
    rv_query_end(rows);
    rv_buf_free(&sql);
    return st;
}

rv_status rv_store_tables(rv_store *store, rv_status (*call)(void *user, const rv_store_about *about, rv_query *rows, rv_error *err),
                          void *user, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t t = 0; t < store->table_count && st == RV_OK; t++) {
        const rv_store_table *table = &store->tables[t];
        rv_store_column *columns;
        char **about;
        if (table->kind == RV_TABLE_WORK || strcmp(table->name, "block") == 0 || strcmp(table->name, "content") == 0)
            continue;
        columns = calloc(table->count, sizeof *columns);
        about = calloc(table->count, sizeof *about);
        st = columns && about ? give(store, table, columns, about, call, user, err) : rv_fail(err, RV_ENOMEM, "out of memory");
        for (size_t i = 0; about && i < table->count; i++)
            free(about[i]);
        free(about);
        free(columns);
    }
    return st;
}
