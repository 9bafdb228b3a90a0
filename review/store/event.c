#include <config.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "review/store.h"

#include "store/inside.h"

/* What an act says beside its facts. */
struct saying {
    char *key, *text;
};

struct rv_event {
    rv_store      *store;
    int64_t        id;                   /* of the row in `event` */
    int64_t        facts;                /* added so far */
    char          *kind, *who;
    char           at[RV_TIME_TEXT];
    char           salt[33];             /* "" for none */
    rv_buf         parents;              /* "\"hex\",..." */
    rv_buf         parent_digests;       /* 32 bytes each */
    rv_buf         rows, bulk;           /* JSON objects with commas between */
    struct saying *sayings;
    size_t         said;
};

static void event_free(rv_event *event)
{
    for (size_t i = 0; i < event->said; i++) {
        free(event->sayings[i].key);
        free(event->sayings[i].text);
    }
    free(event->sayings);
    free(event->kind);
    free(event->who);
    rv_buf_free(&event->parents);
    rv_buf_free(&event->parent_digests);
    rv_buf_free(&event->rows);
    rv_buf_free(&event->bulk);
    free(event);
}

static bool kind_valid(const char *kind)
{
    const char *dot = strchr(kind, '.');

    return dot && dot != kind && dot[1] && kind[strspn(kind, "abcdefghijklmnopqrstuvwxyz-.")] == 0;
}

/* The heads so far become the parents; the id is the next in order of arrival. */
static rv_status take_parents(rv_event *event, rv_error *err)
{
    rv_store *store = event->store;
    sqlite3_stmt *query = NULL;
    int64_t last = 0;
    int code = SQLITE_DONE;
    rv_status st = rv_store_pragma(store, "SELECT coalesce(max(id), 0) FROM event", &last, err);

    event->id = last + 1;
    if (st == RV_OK)
        st = rv_store_prepare(store, &query, "SELECT digest FROM head ORDER BY digest", err);
    while (st == RV_OK && (code = rv_store_step(store, query)) == SQLITE_ROW) {
        char hex[RV_DIGEST_HEX];
        if (sqlite3_column_bytes(query, 0) != RV_DIGEST) {
            st = rv_fail(err, RV_ESTORE, "%s is damaged: the head is no digest", store->path);
            break;
        }
        rv_hex(sqlite3_column_blob(query, 0), RV_DIGEST, hex);
        rv_buf_printf(&event->parents, "%s\"%s\"", event->parents.length ? "," : "", hex);
        rv_buf_add(&event->parent_digests, sqlite3_column_blob(query, 0), RV_DIGEST);
    }
    if (st == RV_OK && code != SQLITE_DONE)
        st = rv_store_fail(store, "reading the head", err);
    sqlite3_finalize(query);
    return st;
}

/* 16 random bytes; with $REVIEW_SEED, which is for tests, made from it and the parents, so that a run can be repeated. */
static rv_status make_salt(rv_event *event, rv_error *err)
{
    const char *seed = getenv("REVIEW_SEED");
    uint8_t bytes[RV_DIGEST];

    if (seed && *seed) {
        rv_sha256 state;
        rv_sha256_start(&state);
        rv_sha256_add(&state, seed, strlen(seed));
        rv_sha256_add(&state, rv_buf_str(&event->parents), event->parents.length);
        rv_sha256_end(&state, bytes);
    } else if (getrandom(bytes, 16, 0) != 16) {
        return rv_fail(err, RV_EIO, "no random numbers: %s", strerror(errno));
    }
    rv_hex(bytes, 16, event->salt);
    return RV_OK;
}

rv_status rv_event_begin(rv_event **out, rv_store *store, const char *kind, const char *who, bool salted, rv_error *err)
{
    rv_event *event;
    rv_status st;

    *out = NULL;
    if (!kind_valid(kind))
        return rv_fail(err, RV_EINVAL, "'%s' is no kind of act; it must be like \"decision.vote\"", kind);
    if (!who || !*who || !rv_utf8_valid(who, strlen(who), NULL))
        return rv_fail(err, RV_EINVAL, "an act needs a person, in UTF-8");
    event = calloc(1, sizeof *event);
    if (!event)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    event->store = store;
    event->kind = strdup(kind);
    event->who = strdup(who);
    rv_now(event->at);
    if (!event->kind || !event->who)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    else
        st = store->merging ? RV_OK : rv_write_begin(store, err);
    if (st != RV_OK) {
        event_free(event);
        return st;
    }
    if ((st = take_parents(event, err)) != RV_OK || (salted && (st = make_salt(event, err)) != RV_OK)) {
        rv_event_abandon(event);
        return st;
    }
    *out = event;
    return RV_OK;
}

rv_status rv_event_prepare(rv_store *store, rv_store_table *table, rv_error *err)
{
    rv_buf sql = RV_BUF_INIT;
    rv_status st;

    rv_buf_printf(&sql, "INSERT INTO \"%s\"(", table->name);
    for (size_t i = 0; i < table->count; i++)
        rv_buf_printf(&sql, "%s\"%s\"", i ? "," : "", table->columns[i].name);
    rv_buf_text(&sql, ") VALUES(");
    for (size_t i = 0; i < table->count; i++)
        rv_buf_printf(&sql, "%s?%zu", i ? "," : "", i + 1);
    rv_buf_text(&sql, ")");
    if ((st = rv_buf_check(&sql, err)) == RV_OK)
        st = rv_store_prepare(store, &table->insert, rv_buf_str(&sql), err);
    rv_buf_free(&sql);
    return st;
}

/* A cell must be stored as it is hashed: no value that SQLite would turn into another type. */
static rv_status check_cell(const rv_store_table *table, const rv_schema_column *column, const rv_cell *cell, rv_error *err)
{
    static const char *const names[] = { "NULL", "INTEGER", "REAL", "TEXT" };
    bool fits = cell->type == RV_CELL_NULL || strcmp(column->type, names[cell->type]) == 0
                || (cell->type == RV_CELL_INT && strcmp(column->type, "REAL") == 0);

    if (!fits)
        return rv_fail(err, RV_EINVAL, "%s.%s is %s, not %s", table->name, column->name, column->type, names[cell->type]);
    if (cell->type == RV_CELL_REAL && isinf(cell->real))
        return rv_fail(err, RV_EINVAL, "%s.%s is infinite", table->name, column->name);
    if (cell->type == RV_CELL_TEXT && !rv_utf8_valid(cell->text, strlen(cell->text), NULL))
        return rv_fail(err, RV_EINVAL, "%s.%s is not UTF-8", table->name, column->name);
    return RV_OK;
}

static int bind_cell(sqlite3_stmt *insert, int at, const rv_schema_column *column, const rv_cell *cell)
{
    switch (cell->type) {
    case RV_CELL_INT:
        if (strcmp(column->type, "REAL") == 0)
            return sqlite3_bind_double(insert, at, (double)cell->integer);
        return sqlite3_bind_int64(insert, at, cell->integer);
    case RV_CELL_REAL:
        return isnan(cell->real) ? sqlite3_bind_null(insert, at) : sqlite3_bind_double(insert, at, cell->real);
    case RV_CELL_TEXT:
        return sqlite3_bind_text(insert, at, cell->text, -1, SQLITE_STATIC);
    case RV_CELL_NULL:
        break;
    }
    return sqlite3_bind_null(insert, at);
}

static rv_status say_cell(rv_event *event, const rv_schema_column *column, const rv_cell *cell, bool *first, rv_error *err)
{
    rv_buf *out = &event->rows;

    if (cell->type == RV_CELL_NULL || (cell->type == RV_CELL_REAL && isnan(cell->real)))
        return RV_OK;
    rv_buf_printf(out, "%s\"%s\":", *first ? "" : ",", column->name);
    *first = false;
    if (column->refers)
        return rv_body_name(event->store, out, column->refers, cell->integer, event->id, err);
    if (cell->type == RV_CELL_TEXT)
        rv_body_text(out, cell->text);
    else if (strcmp(column->type, "REAL") == 0)
        rv_body_real(out, cell->type == RV_CELL_REAL ? cell->real : (double)cell->integer);
    else
        rv_buf_printf(out, "%lld", (long long)cell->integer);
    return RV_OK;
}

/* Writes the row's JSON, and binds its cells. */
static rv_status put_cells(rv_event *event, rv_store_table *table, int64_t id, const rv_cell *cells, size_t n, rv_error *err)
{
    size_t used = 0;
    bool first = true;
    rv_status st = RV_OK;

    sqlite3_clear_bindings(table->insert);
    rv_buf_text(&event->rows, event->facts ? ",{\"row\":{" : "{\"row\":{");
    for (size_t s = 0; s < table->count && st == RV_OK; s++) {
        size_t c = table->sorted[s];
        const rv_schema_column *column = &table->columns[c];
        int at = (int)c + 1;

        if (strcmp(column->name, "id") == 0 || strcmp(column->name, "event") == 0 || strcmp(column->name, "ordinal") == 0) {
            if (column->name[0] == 'e')
                sqlite3_bind_int64(table->insert, at, event->id);
            else if (column->name[0] == 'o')
                sqlite3_bind_int64(table->insert, at, event->facts);
            else if (id)
                sqlite3_bind_int64(table->insert, at, id);
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            if (strcmp(cells[i].column, column->name) != 0)
                continue;
            if ((st = check_cell(table, column, &cells[i], err)) != RV_OK
                || (st = say_cell(event, column, &cells[i], &first, err)) != RV_OK)
                break;
            if (bind_cell(table->insert, at, column, &cells[i]) != SQLITE_OK)
                st = rv_store_fail(event->store, "binding", err);
            used++;
            break;
        }
    }
    rv_buf_printf(&event->rows, "},\"table\":\"%s\"}", table->name);
    if (st == RV_OK && used != n)
        st = rv_fail(err, RV_EINVAL, "a fact of %s has a column the table does not have, or one twice", table->name);
    return st;
}

rv_status rv_event_add_as(rv_event *event, int64_t id, const char *name, const rv_cell *cells, size_t n, rv_error *err)
{
    rv_store *store = event->store;
    rv_store_table *table = rv_tables_find(store, name);
    size_t before = event->rows.length;
    rv_status st = RV_OK;

    if (!table || table->kind != RV_TABLE_FACT)
        return rv_fail(err, RV_EINVAL, "there is no table of facts called %s", name);
    if ((st = rv_write_lost(store, err)) == RV_OK && !table->insert)
        st = rv_event_prepare(store, table, err);
    if (st == RV_OK && (st = put_cells(event, table, id, cells, n, err)) == RV_OK
        && (st = rv_buf_check(&event->rows, err)) == RV_OK && rv_store_step(store, table->insert) != SQLITE_DONE)
        st = rv_store_fail(store, "writing", err);
    if (table->insert)
        sqlite3_reset(table->insert);
    if (st != RV_OK) {
        if (event->rows.data) {
            event->rows.length = before;
            event->rows.data[before] = 0;
        }
        return rv_within(err, st, "%s", name);
    }
    event->facts++;
    return RV_OK;
}

rv_status rv_event_add(rv_event *event, const char *table, const rv_cell *cells, size_t n, int64_t *id, rv_error *err)
{
    rv_status st = rv_event_add_as(event, 0, table, cells, n, err);

    if (st == RV_OK && id)
        *id = sqlite3_last_insert_rowid(event->store->db);
    return st;
}

rv_status rv_event_say(rv_event *event, const char *key, const char *text, rv_error *err)
{
    struct saying *grown, saying;
    size_t at = event->said;

    if (!rv_utf8_valid(text, strlen(text), NULL) || !rv_utf8_valid(key, strlen(key), NULL))
        return rv_fail(err, RV_EINVAL, "what an act says must be UTF-8");
    grown = realloc(event->sayings, (event->said + 1) * sizeof *grown);
    if (!grown)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    event->sayings = grown;
    for (size_t i = 0; i < event->said; i++)
        if (strcmp(grown[i].key, key) == 0)
            return rv_fail(err, RV_EINVAL, "'%s' is said already", key);
    saying = (struct saying){ strdup(key), strdup(text) };
    if (!saying.key || !saying.text) {
        free(saying.key);
        free(saying.text);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    while (at > 0 && strcmp(grown[at - 1].key, key) > 0) {
        grown[at] = grown[at - 1];
        at--;
    }
    grown[at] = saying;
    event->said++;
    return RV_OK;
}

static void make_body(rv_event *event, rv_buf *body)
{
    rv_buf_printf(body, "{\"at\":\"%s\",", event->at);
    if (event->bulk.length)
        rv_buf_printf(body, "\"bulk\":[%s],", rv_buf_str(&event->bulk));
    rv_buf_text(body, "\"facts\":[");
    rv_buf_add(body, rv_buf_str(&event->rows), event->rows.length);
    rv_buf_printf(body, "],\"kind\":\"%s\",\"parents\":[%s],", event->kind, rv_buf_str(&event->parents));
    if (event->salt[0])
        rv_buf_printf(body, "\"salt\":\"%s\",", event->salt);
    for (size_t i = 0; i < event->said; i++) {
        rv_buf_text(body, i ? "," : "\"say\":{");
        rv_body_text(body, event->sayings[i].key);
        rv_buf_char(body, ':');
        rv_body_text(body, event->sayings[i].text);
    }
    if (event->said)
        rv_buf_text(body, "},");
    rv_buf_text(body, "\"version\":1,\"who\":");
    rv_body_text(body, event->who);
    rv_buf_char(body, '}');
}

RV_STATEMENT(event_insert, "INSERT INTO event(id, digest, kind, who, at, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
RV_STATEMENT(event_parent_insert,
             "INSERT INTO event_parent(event, ordinal, parent) SELECT ?1, ?2, id FROM event WHERE digest = ?3");
RV_STATEMENT(head_clear, "DELETE FROM head");
RV_STATEMENT(head_insert, "INSERT INTO head(digest, events) VALUES(?1, ?2)");

static rv_status write_trail(rv_event *event, const rv_buf *body, const uint8_t digest[RV_DIGEST], rv_error *err)
{
    rv_store *store = event->store;
    size_t parents = event->parent_digests.length / RV_DIGEST;
    rv_status st = rv_store_run(store, &event_insert, err, "ibtttb", event->id, digest, (size_t)RV_DIGEST, event->kind,
                                event->who, event->at, body->data, body->length);

    for (size_t i = 0; i < parents && st == RV_OK; i++)
        st = rv_store_run(store, &event_parent_insert, err, "iib", event->id, (int64_t)i,
                          event->parent_digests.data + i * RV_DIGEST, (size_t)RV_DIGEST);
    if (st == RV_OK)
        st = rv_store_run(store, &head_clear, err, "");
    if (st == RV_OK)
        st = rv_store_run(store, &head_insert, err, "bi", digest, (size_t)RV_DIGEST, event->id);
    return st;
}

rv_status rv_event_commit(rv_event *event, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_store *store = event->store;
    uint8_t digest[RV_DIGEST];
    rv_buf body = RV_BUF_INIT;
    rv_status st;

    make_body(event, &body);
    if ((st = rv_buf_check(&event->parents, err)) == RV_OK && (st = rv_buf_check(&event->parent_digests, err)) == RV_OK
        && (st = rv_buf_check(&event->bulk, err)) == RV_OK && (st = rv_buf_check(&event->rows, err)) == RV_OK
        && (st = rv_buf_check(&body, err)) == RV_OK) {
        rv_sha256_of(body.data, body.length, digest);
        store->inside = true;
        st = write_trail(event, &body, digest, err);
        store->inside = false;
    }
    rv_buf_free(&body);
    if (st == RV_OK) {
        st = rv_write_end(store, true, err);
        if (st == RV_OK && hex)
            rv_hex(digest, RV_DIGEST, hex);
    } else {
        (void)rv_write_end(store, false, NULL);
    }
    event_free(event);
    return st;
}

void rv_event_abandon(rv_event *event)
{
    if (!event)
        return;
    (void)rv_write_end(event->store, false, NULL);
    event_free(event);
}

int64_t rv_event_ordinal(const rv_event *event)
{
    return event->facts;
}

rv_buf *rv_event_bulk(rv_event *event)
{
    return &event->bulk;
}

rv_store *rv_event_store(const rv_event *event)
{
    return event->store;
}
