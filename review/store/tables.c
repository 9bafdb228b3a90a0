#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/inside.h"

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_store_table *add_table(rv_store *store, const char *name)
{
    rv_store_table *grown = realloc(store->tables, (store->table_count + 1) * sizeof *grown);
    rv_store_table *table;

    if (!grown)
        return NULL;
    store->tables = grown;
    table = &grown[store->table_count];
    memset(table, 0, sizeof *table);
    table->name = strdup(name);
    if (!table->name)
        return NULL;
    store->table_count++;
    return table;
}

/* From the present row of the query in rv_tables_load(). */
static bool add_column(rv_store_table *table, sqlite3_stmt *row)
{
    const char *name = (const char *)sqlite3_column_text(row, 1), *type = (const char *)sqlite3_column_text(row, 2),
               *refers = (const char *)sqlite3_column_text(row, 3);
    rv_schema_column *grown = realloc(table->columns, (table->count + 1) * sizeof *grown);
    rv_schema_column *column;

    if (!grown)
        return false;
    table->columns = grown;
    column = &grown[table->count++];
    column->name = strdup(name ? name : "");
    column->type = strdup(type ? type : "");
    column->required = sqlite3_column_int(row, 4) != 0;
    column->key = sqlite3_column_int(row, 5);
    column->refers = refers ? strdup(refers) : NULL;
    return column->name && column->type && (!refers || column->refers);
}

int rv_tables_column(const rv_store_table *table, const char *name)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

static rv_table_kind kind_of(const rv_store_table *table)
{
    static const char *const trail[] = { "event", "event_parent", "head", "digest_chunk" };

    for (size_t i = 0; i < sizeof trail / sizeof *trail; i++)
        if (strcmp(table->name, trail[i]) == 0)
            return RV_TABLE_TRAIL;
    if (strcmp(table->name, "record") == 0 || strcmp(table->name, "block") == 0 || strcmp(table->name, "content") == 0)
        return RV_TABLE_BULK;
    if (strncmp(table->name, "work_", 5) == 0)
        return RV_TABLE_WORK;
    if (rv_tables_column(table, "event") >= 0 && rv_tables_column(table, "ordinal") >= 0)
        return RV_TABLE_FACT;
    return RV_TABLE_DERIVED;
}

/* Columns in the order of their names, as the keys of JSON objects are. */
static bool sort_columns(rv_store_table *table)
{
    table->sorted = malloc(table->count * sizeof *table->sorted);
    if (!table->sorted)
        return false;
    for (size_t i = 0; i < table->count; i++) {
        size_t at = i;
        while (at > 0 && strcmp(table->columns[table->sorted[at - 1]].name, table->columns[i].name) > 0) {
            table->sorted[at] = table->sorted[at - 1];
            at--;
        }
        table->sorted[at] = i;
    }
    return true;
}

rv_status rv_tables_load(rv_store *store, rv_error *err)
{
    static const char sql[] =
        "SELECT m.name, p.name, p.type, f.\"table\", p.\"notnull\", p.pk FROM sqlite_schema m JOIN pragma_table_info(m.name) p"
        " LEFT JOIN pragma_foreign_key_list(m.name) f ON f.\"from\" = p.name"
        " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.rowid, p.cid";
    sqlite3_stmt *query = NULL;
    rv_store_table *table = NULL;
    rv_status st = rv_store_prepare(store, &query, sql, err);
    int code = SQLITE_DONE;

    rv_tables_free(store);
    while (st == RV_OK && (code = rv_store_step(store, query)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(query, 0);
        if (!name) {
            st = no_memory(err);
            break;
        }
        if (!table || strcmp(table->name, name) != 0)
            table = add_table(store, name);
        if (!table || !add_column(table, query))
            st = no_memory(err);
    }
    if (st == RV_OK && code != SQLITE_DONE)
        st = rv_store_fail(store, "reading the schema", err);
    sqlite3_finalize(query);
    for (size_t i = 0; i < store->table_count && st == RV_OK; i++) {
        store->tables[i].kind = kind_of(&store->tables[i]);
        if (!sort_columns(&store->tables[i]))
            st = no_memory(err);
    }
    return st;
}

void rv_tables_free(rv_store *store)
{
    for (size_t i = 0; i < store->table_count; i++) {
        rv_store_table *table = &store->tables[i];
        for (size_t c = 0; c < table->count; c++) {
            free(table->columns[c].name);
            free(table->columns[c].type);
            free(table->columns[c].refers);
        }
        sqlite3_finalize(table->insert);
        sqlite3_finalize(table->global);
        free(table->columns);
        free(table->sorted);
        free(table->name);
    }
    free(store->tables);
    store->tables = NULL;
    store->table_count = 0;
}

rv_store_table *rv_tables_find(rv_store *store, const char *name)
{
    for (size_t i = 0; i < store->table_count; i++)
        if (strcmp(store->tables[i].name, name) == 0)
            return &store->tables[i];
    return NULL;
}

bool rv_tables_writable(rv_store *store, const char *name)
{
    const rv_store_table *table = name ? rv_tables_find(store, name) : NULL;

    return table && (table->kind == RV_TABLE_DERIVED || table->kind == RV_TABLE_WORK);
}
