/* The events of two copies in one trail, and their facts, said again from the bodies. */
#include <config.h>

#include <string.h>

#include "review/store.h"

#include "store/merge.h"

RV_STATEMENT(merge_body, "SELECT body FROM event WHERE id = ?1");
RV_STATEMENT(merge_event_whole, "SELECT kind, who, at, body FROM event WHERE id = ?1");
RV_STATEMENT(tail_parents, "DELETE FROM event_parent WHERE event > ?1");
RV_STATEMENT(tail_move, "UPDATE event SET id = -?2 WHERE id = ?1");
RV_STATEMENT(tail_land, "UPDATE event SET id = -id WHERE id < 0");
RV_STATEMENT(merge_event_insert, "INSERT INTO event(id, digest, kind, who, at, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
RV_STATEMENT(merge_parent_insert, "INSERT INTO event_parent(event, ordinal, parent) VALUES(?1, ?2, ?3)");

static rv_status parse(rv_query *row, int column, int64_t id, json_t **body, rv_error *err)
{
    size_t n;
    const char *bytes = rv_query_blob(row, column, &n);

    *body = json_loadb(bytes ? bytes : "", n, JSON_REJECT_DUPLICATES, NULL);
    return json_is_object(*body) ? RV_OK : rv_fail(err, RV_ETAMPER, "event %lld: its body is not JSON", (long long)id);
}

rv_status rv_merge_body(rv_store *store, int64_t id, json_t **body, rv_error *err)
{
    rv_query *row = NULL;
    bool more;
    rv_status st = rv_query_start(&row, store, &merge_body, err, "i", id);

    *body = NULL;
    if (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK)
        st = more ? parse(row, 0, id, body, err) : rv_fail(err, RV_ETAMPER, "event %lld is missing", (long long)id);
    rv_query_end(row);
    return st;
}

/* Takes out the facts of the events that get another place, or may refer to what does. */
static rv_status drop_facts(const rv_union *u, rv_store *store, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < store->table_count && st == RV_OK; i++) {
        char *sql;
        if (store->tables[i].kind != RV_TABLE_FACT)
            continue;
        if (!(sql = sqlite3_mprintf("DELETE FROM \"%w\" WHERE event > %lld", store->tables[i].name, (long long)u->kept)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        st = rv_store_exec(store, sql, err);
        sqlite3_free(sql);
    }
    return st == RV_OK ? rv_store_run(store, &tail_parents, err, "i", (int64_t)u->kept) : st;
}

static rv_status move_events(const rv_union *u, rv_store *store, rv_error *err)
{
    bool moved = false;
    rv_status st = RV_OK;

    for (size_t p = u->kept; p < u->n && st == RV_OK; p++) {
        const rv_union_event *e = &u->events[u->order[p]];
        if (!e->mine || e->mine == (int64_t)p + 1)
            continue;
        st = rv_store_run(store, &tail_move, err, "ii", e->mine, (int64_t)p + 1);
        moved = true;
    }
    return st == RV_OK && moved ? rv_store_run(store, &tail_land, err, "") : st;
}

/* ---- Facts ------------------------------------------------------------------------------------------------------------------------- */

static rv_status bind(rv_merge_names *names, sqlite3_stmt *insert, int at, const rv_schema_column *column, const json_t *value,
                      int64_t event, rv_error *err)
{
    int64_t id;
    rv_status st;

    if (!value)
        return RV_OK;
    if (column->refers) {
        const char *name = json_string_value(value);
        if ((st = rv_merge_name(names, column->refers, name ? name : "", event, &id, err)) == RV_OK)
            sqlite3_bind_int64(insert, at, id);
        return st;
    }
    if (json_is_string(value) && strcmp(column->type, "TEXT") == 0)
        sqlite3_bind_text64(insert, at, json_string_value(value), json_string_length(value), SQLITE_TRANSIENT, SQLITE_UTF8);
    else if (json_is_integer(value) && strcmp(column->type, "INTEGER") == 0)
        sqlite3_bind_int64(insert, at, json_integer_value(value));
    else if (json_is_real(value) && strcmp(column->type, "REAL") == 0)
        sqlite3_bind_double(insert, at, json_real_value(value));
    else
        return rv_fail(err, RV_ETAMPER, "%s is of another type", column->name);
    return RV_OK;
}

static rv_status add_fact(rv_merge_names *names, int64_t event, int64_t ordinal, const json_t *fact, rv_error *err)
{
    const char *name = json_string_value(json_object_get(fact, "table"));
    const json_t *row = json_object_get(fact, "row");
    rv_store *store = names->store;
    rv_store_table *table = name ? rv_tables_find(store, name) : NULL;
    size_t known = 0;
    rv_status st = RV_OK;

    if (!table || table->kind != RV_TABLE_FACT)
        return rv_fail(err, RV_ETAMPER, "'%.100s' is no table of facts", name ? name : "");
    if (!table->insert && (st = rv_event_prepare(store, table, err)) != RV_OK)
        return st;
    sqlite3_clear_bindings(table->insert);
    for (size_t c = 0; c < table->count && st == RV_OK; c++) {
        const rv_schema_column *column = &table->columns[c];
        const int at = (int)c + 1;
        int64_t id;
        if (strcmp(column->name, "event") == 0) {
            sqlite3_bind_int64(table->insert, at, event);
        } else if (strcmp(column->name, "ordinal") == 0) {
            sqlite3_bind_int64(table->insert, at, ordinal);
        } else if (strcmp(column->name, "id") == 0) {
            id = strcmp(name, "file") == 0 ? rv_merge_file_id(names->files, event, ordinal) : names->counts[table - store->tables] + 1;
            sqlite3_bind_int64(table->insert, at, id);
        } else {
            const json_t *value = json_object_get(row, column->name);
            known += value != NULL;
            st = bind(names, table->insert, at, column, value, event, err);
        }
    }
    if (st == RV_OK && known != json_object_size(row))
        st = rv_fail(err, RV_ETAMPER, "there are columns that the table does not have");
    if (st == RV_OK && rv_store_step(store, table->insert) != SQLITE_DONE)
        st = rv_store_fail(store, "adding a fact", err);
    sqlite3_reset(table->insert);
    names->counts[table - store->tables]++;
    return st == RV_OK ? RV_OK : rv_within(err, st, "fact %lld, of %s", (long long)ordinal, name);
}

/* ---- Events ------------------------------------------------------------------------------------------------------------------------ */

/* The event at a place of the merged trail: its row, unless it is there, its parents and its facts. */
static rv_status add_event(rv_merge_names *names, const rv_union_event *e, int64_t id, rv_store *theirs, rv_error *err)
{
    rv_store *store = names->store;
    rv_query *row = NULL;
    json_t *body = NULL;
    bool more = false;
    rv_status st = rv_query_start(&row, e->mine ? store : theirs, &merge_event_whole, err, "i", e->mine ? id : e->theirs);

    if (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK)
        st = more ? parse(row, 3, id, &body, err) : rv_fail(err, RV_ETAMPER, "it is missing");
    if (st == RV_OK && !e->mine) {
        size_t n;
        const void *bytes = rv_query_blob(row, 3, &n);
        st = rv_store_run(store, &merge_event_insert, err, "ibtttb", id, e->digest, (size_t)RV_DIGEST, rv_query_text(row, 0),
                          rv_query_text(row, 1), rv_query_text(row, 2), bytes, n);
    }
    rv_query_end(row);
    for (size_t p = 0; p < e->parents && st == RV_OK; p++)
        st = rv_store_run(store, &merge_parent_insert, err, "iii", id, (int64_t)p, names->u->place[names->u->parents[e->first + p]]);
    if (st == RV_OK) {
        const json_t *facts = json_object_get(body, "facts");
        for (size_t i = 0; i < json_array_size(facts) && st == RV_OK; i++)
            st = add_fact(names, id, (int64_t)i, json_array_get(facts, i), err);
    }
    json_decref(body);
    return st == RV_OK ? RV_OK : rv_within(err, st, "event %lld", (long long)(e->mine ? e->mine : e->theirs));
}

rv_status rv_merge_events(rv_union *u, rv_merge_files *files, rv_store *mine, rv_store *theirs, rv_error *err)
{
    rv_merge_names names = { 0 };
    rv_status st;

    if ((st = drop_facts(u, mine, err)) == RV_OK && (st = move_events(u, mine, err)) == RV_OK)
        st = rv_merge_names_begin(&names, u, files, mine, err);
    for (size_t p = u->kept; p < u->n && st == RV_OK; p++)
        st = add_event(&names, &u->events[u->order[p]], (int64_t)p + 1, theirs, err);
    rv_merge_names_end(&names);
    return st;
}
