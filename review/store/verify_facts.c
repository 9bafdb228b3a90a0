#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/verify.h"

/* In a row of a walk, id, event and ordinal stand first; then all columns of the table in its order. */
enum { ID, EVENT, ORDINAL, COLUMNS };

static rv_status advance(rv_verify *v, rv_fact_walk *walk, rv_error *err)
{
    int code = rv_store_step(v->store, walk->rows);

    walk->more = code == SQLITE_ROW;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return rv_store_fail(v->store, "reading facts", err);
    if (!walk->more || !walk->next)
        return RV_OK;
    if (sqlite3_column_int64(walk->rows, ID) != walk->next)
        rv_verify_wrong(v->found, "%s %lld stands where %lld should: its number was altered or a row removed", walk->table->name,
                        (long long)sqlite3_column_int64(walk->rows, ID), (long long)walk->next);
    walk->next = sqlite3_column_int64(walk->rows, ID) + 1;
    return RV_OK;
}

/* Facts get their ids in the order of events; a file gets its own when its import begins. */
static rv_status begin(rv_verify *v, rv_fact_walk *walk, rv_store_table *table, rv_error *err)
{
    bool file = strcmp(table->name, "file") == 0;
    char *sql = sqlite3_mprintf("SELECT id, event, ordinal, * FROM \"%w\" ORDER BY %s", table->name,
                                file ? "event, ordinal" : "id");
    rv_status st;

    if (!sql)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    walk->table = table;
    walk->next = file ? 0 : 1;
    st = rv_store_prepare(v->store, &walk->rows, sql, err);
    sqlite3_free(sql);
    return st == RV_OK ? advance(v, walk, err) : st;
}

rv_status rv_verify_walks_begin(rv_verify *v, rv_error *err)
{
    rv_status st = RV_OK;

    v->walks = calloc(v->store->table_count, sizeof *v->walks);
    if (!v->walks)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < v->store->table_count && st == RV_OK; i++)
        if (v->store->tables[i].kind == RV_TABLE_FACT)
            st = begin(v, &v->walks[v->count++], &v->store->tables[i], err);
    return st;
}

void rv_verify_walks_free(rv_verify *v)
{
    for (size_t i = 0; i < v->count; i++)
        sqlite3_finalize(v->walks[i].rows);
    free(v->walks);
    v->walks = NULL;
    v->count = 0;
}

/* A reference is compared by the global name of what it points to. */
static rv_status same_name(rv_verify *v, const rv_schema_column *column, int64_t id, int64_t event, const json_t *want, bool *same,
                           rv_error *err)
{
    rv_buf name = RV_BUF_INIT;
    const char *text = json_string_value(want);
    rv_status st = rv_body_name(v->store, &name, column->refers, id, event, err);

    *same = st == RV_OK && text && name.length == strlen(text) + 2 && memcmp(name.data + 1, text, name.length - 2) == 0;
    if (st == RV_ENOTFOUND || st == RV_ETAMPER)
        st = RV_OK;
    rv_buf_free(&name);
    return st;
}

static rv_status same_cell(rv_verify *v, const rv_schema_column *column, sqlite3_stmt *row, int at, int64_t event, const json_t *want,
                           bool *same, rv_error *err)
{
    int type = sqlite3_column_type(row, at);

    *same = false;
    if (!want || type == SQLITE_NULL) {
        *same = !want && type == SQLITE_NULL;
    } else if (column->refers) {
        if (type == SQLITE_INTEGER)
            return same_name(v, column, sqlite3_column_int64(row, at), event, want, same, err);
    } else if (type == SQLITE_TEXT) {
        const char *text = (const char *)sqlite3_column_text(row, at);
        size_t n = (size_t)sqlite3_column_bytes(row, at);
        *same = json_is_string(want) && json_string_length(want) == n && text && memcmp(json_string_value(want), text, n) == 0;
    } else if (type == SQLITE_INTEGER) {
        *same = json_is_integer(want) && json_integer_value(want) == sqlite3_column_int64(row, at);
    } else if (type == SQLITE_FLOAT) {
        *same = json_is_real(want) && json_real_value(want) == sqlite3_column_double(row, at);
    }
    return RV_OK;
}

static rv_status same_row(rv_verify *v, rv_fact_walk *walk, int64_t event, const json_t *want, rv_error *err)
{
    const rv_store_table *table = walk->table;
    size_t known = 0;
    rv_status st = RV_OK;

    for (size_t c = 0; c < table->count && st == RV_OK; c++) {
        const rv_schema_column *column = &table->columns[c];
        const json_t *cell = json_object_get(want, column->name);
        bool same;
        if (strcmp(column->name, "id") == 0 || strcmp(column->name, "event") == 0 || strcmp(column->name, "ordinal") == 0)
            continue;
        known += cell != NULL;
        st = same_cell(v, column, walk->rows, COLUMNS + (int)c, event, cell, &same, err);
        if (st == RV_OK && !same)
            rv_verify_wrong(v->found, "%s %lld: %s was altered (event %lld says otherwise)", table->name,
                            (long long)sqlite3_column_int64(walk->rows, ID), column->name, (long long)event);
    }
    if (st == RV_OK && known != json_object_size(want))
        rv_verify_wrong(v->found, "%s %lld: event %lld has columns that the table does not have", table->name,
                        (long long)sqlite3_column_int64(walk->rows, ID), (long long)event);
    return st;
}

/* Rows that no event added lie before the one wanted. */
static rv_status skip_added(rv_verify *v, rv_fact_walk *walk, int64_t event, int64_t ordinal, rv_error *err)
{
    rv_status st = RV_OK;

    while (st == RV_OK && walk->more) {
        int64_t e = sqlite3_column_int64(walk->rows, EVENT), o = sqlite3_column_int64(walk->rows, ORDINAL);
        if (e > event || (e == event && o >= ordinal))
            break;
        rv_verify_wrong(v->found, "%s %lld was added or altered: event %lld has no fact %lld of that table", walk->table->name,
                        (long long)sqlite3_column_int64(walk->rows, ID), (long long)e, (long long)o);
        st = advance(v, walk, err);
    }
    return st;
}

static rv_status check_fact(rv_verify *v, int64_t event, int64_t ordinal, const json_t *fact, rv_error *err)
{
    const char *name = json_string_value(json_object_get(fact, "table"));
    rv_fact_walk *walk = NULL;
    rv_status st;

    for (size_t i = 0; i < v->count && name; i++)
        if (strcmp(v->walks[i].table->name, name) == 0)
            walk = &v->walks[i];
    if (!walk) {
        rv_verify_wrong(v->found, "event %lld: fact %lld is of a table that is not there", (long long)event, (long long)ordinal);
        return RV_OK;
    }
    if ((st = skip_added(v, walk, event, ordinal, err)) != RV_OK)
        return st;
    v->found->facts++;
    if (!walk->more || sqlite3_column_int64(walk->rows, EVENT) != event || sqlite3_column_int64(walk->rows, ORDINAL) != ordinal) {
        rv_verify_wrong(v->found, "fact %lld of event %lld, a %s, was removed or altered", (long long)ordinal, (long long)event, name);
        return RV_OK;
    }
    if ((st = same_row(v, walk, event, json_object_get(fact, "row"), err)) != RV_OK)
        return st;
    return advance(v, walk, err);
}

rv_status rv_verify_facts(rv_verify *v, int64_t event, const json_t *facts, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < json_array_size(facts) && st == RV_OK; i++)
        st = check_fact(v, event, (int64_t)i, json_array_get(facts, i), err);
    return st;
}

rv_status rv_verify_walks_end(rv_verify *v, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < v->count && st == RV_OK; i++)
        st = skip_added(v, &v->walks[i], INT64_MAX, 0, err);
    return st;
}
