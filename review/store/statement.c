#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

/* The linker gathers the entries that RV_STATEMENT makes and names both ends of the section. */
extern const rv_statement *const __start_rv_statements[] __attribute__((weak, visibility("hidden")));
extern const rv_statement *const __stop_rv_statements[] __attribute__((weak, visibility("hidden")));

/* A prepared statement kept for the next use. */
struct rv_cached {
    const rv_statement *statement;
    sqlite3_stmt       *prepared;
    bool                used;            /* a query is under way with it */
};

struct rv_query {
    rv_store     *store;
    const char   *name;
    sqlite3_stmt *prepared;
    bool          own;                   /* not in the cache: finalize at the end */
};

const rv_statement *rv_statement_at(size_t i)
{
    size_t n = (size_t)(__stop_rv_statements - __start_rv_statements);

    return __start_rv_statements && i < n ? __start_rv_statements[i] : NULL;
}

/* The slot of `statement` in the cache, or the free one where it goes. The cache is never full. */
static struct rv_cached *slot_of(struct rv_cached *cache, size_t size, const rv_statement *statement)
{
    size_t i = ((uintptr_t)statement >> 4) * 2654435761u;

    while (cache[i & (size - 1)].statement && cache[i & (size - 1)].statement != statement)
        i++;
    return &cache[i & (size - 1)];
}

static bool cache_grow(rv_store *store)
{
    size_t size = store->cache_size ? store->cache_size * 2 : 64;
    struct rv_cached *cache = calloc(size, sizeof *cache);

    if (!cache)
        return false;
    for (size_t i = 0; i < store->cache_size; i++)
        if (store->cache[i].statement)
            *slot_of(cache, size, store->cache[i].statement) = store->cache[i];
    free(store->cache);
    store->cache = cache;
    store->cache_size = size;
    return true;
}

void rv_statements_free(rv_store *store)
{
    for (size_t i = 0; i < store->cache_size; i++)
        sqlite3_finalize(store->cache[i].prepared);
    free(store->cache);
    store->cache = NULL;
    store->cache_size = store->cache_used = 0;
}

static rv_status prepare(rv_store *store, const char *sql, unsigned flags, sqlite3_stmt **out, rv_error *err)
{
    const char *tail = NULL;

    if (sqlite3_prepare_v3(store->db, sql, -1, flags, out, &tail) != SQLITE_OK)
        return rv_store_fail(store, "preparing", err);
    if (!*out || (tail && tail[strspn(tail, " \t\n;")]))
        return rv_fail(err, RV_EINVAL, "a statement must be one statement");
    return RV_OK;
}

/* Takes the prepared statement from the cache, or prepares it: for keeping, or just for this use when it is under way already. */
static rv_status take(rv_query *query, const rv_statement *statement, rv_error *err)
{
    rv_store *store = query->store;
    struct rv_cached *slot;
    rv_status st;

    if (store->cache_used * 2 >= store->cache_size && !cache_grow(store))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    slot = slot_of(store->cache, store->cache_size, statement);
    if (slot->statement && slot->used) {
        query->own = true;
        return prepare(store, statement->sql, 0, &query->prepared, err);
    }
    if (!slot->statement) {
        sqlite3_stmt *prepared = NULL;
        st = prepare(store, statement->sql, SQLITE_PREPARE_PERSISTENT, &prepared, err);
        if (st != RV_OK) {
            sqlite3_finalize(prepared);
            return st;
        }
        *slot = (struct rv_cached){ statement, prepared, false };
        store->cache_used++;
    }
    slot->used = true;
    query->prepared = slot->prepared;
    return RV_OK;
}

static void give_back(rv_query *query)
{
    rv_store *store = query->store;

    if (query->own) {
        sqlite3_finalize(query->prepared);
        return;
    }
    sqlite3_reset(query->prepared);
    sqlite3_clear_bindings(query->prepared);
    for (size_t i = 0; i < store->cache_size; i++)
        if (store->cache[i].prepared == query->prepared) {
            store->cache[i].used = false;
            break;
        }
}

static int bind_one(sqlite3_stmt *prepared, int at, char type, va_list *values)
{
    const void *bytes;
    const char *text;
    size_t n;
    double real;

    switch (type) {
    case 't':
        text = va_arg(*values, const char *);
        return text ? sqlite3_bind_text64(prepared, at, text, strlen(text), SQLITE_TRANSIENT, SQLITE_UTF8)
                    : sqlite3_bind_null(prepared, at);
    case 'i':
        return sqlite3_bind_int64(prepared, at, va_arg(*values, int64_t));
    case 'd':
        real = va_arg(*values, double);
        return isnan(real) ? sqlite3_bind_null(prepared, at) : sqlite3_bind_double(prepared, at, real);
    case 'b':
        bytes = va_arg(*values, const void *);
        n = va_arg(*values, size_t);
        return sqlite3_bind_blob64(prepared, at, bytes ? bytes : "", n, SQLITE_TRANSIENT);
    case 'n':
        return sqlite3_bind_null(prepared, at);
    }
    return SQLITE_MISUSE;
}

static rv_status start(rv_query *query, const rv_statement *statement, rv_error *err, const char *types, va_list *values)
{
    rv_store *store = query->store;
    int want;
    rv_status st;

    query->name = statement->name;
    if (store->owner != getpid())
        return rv_fail(err, RV_EINVAL, "the review was opened by another process; open it after fork");
    if ((st = take(query, statement, err)) != RV_OK)
        return st;
    want = sqlite3_bind_parameter_count(query->prepared);
    if ((size_t)want != strlen(types))
        return rv_fail(err, RV_EINVAL, "%d values wanted, %zu given", want, strlen(types));
    if (!sqlite3_stmt_readonly(query->prepared)) {
        if (!store->writing)
            return rv_fail(err, RV_EINVAL, "writing outside a write");
        if ((st = rv_write_lost(store, err)) != RV_OK)
            return st;
    }
    for (int i = 0; types[i]; i++)
        if (bind_one(query->prepared, i + 1, types[i], values) != SQLITE_OK)
            return rv_store_fail(store, "binding", err);
    return RV_OK;
}

static rv_status start_va(rv_query **out, rv_store *store, const rv_statement *statement, rv_error *err, const char *types,
                          va_list *values)
{
    rv_query *query = calloc(1, sizeof *query);
    rv_status st;

    *out = NULL;
    if (!query)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    query->store = store;
    st = start(query, statement, err, types, values);
    if (st != RV_OK) {
        rv_query_end(query);
        return rv_within(err, st, "%s", statement->name);
    }
    *out = query;
    return RV_OK;
}

rv_status rv_query_start(rv_query **out, rv_store *store, const rv_statement *statement, rv_error *err, const char *types, ...)
{
    va_list values;
    rv_status st;

    va_start(values, types);
    st = start_va(out, store, statement, err, types, &values);
    va_end(values);
    return st;
}

rv_status rv_query_start_sql(rv_query **out, rv_store *store, const char *name, const char *sql, rv_error *err)
{
    rv_query *query = calloc(1, sizeof *query);
    rv_status st;

    *out = NULL;
    if (!query)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    query->store = store;
    query->name = name;
    query->own = true;
    st = prepare(store, sql, 0, &query->prepared, err);
    if (st != RV_OK) {
        rv_query_end(query);
        return st;
    }
    *out = query;
    return RV_OK;
}

rv_status rv_query_next(rv_query *query, bool *more, rv_error *err)
{
    int code = sqlite3_step(query->prepared);

    *more = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return RV_OK;
    return rv_store_fail(query->store, query->name, err);
}

const char *rv_query_text(rv_query *query, int column)
{
    return (const char *)sqlite3_column_text(query->prepared, column);
}

int64_t rv_query_int(rv_query *query, int column)
{
    return sqlite3_column_int64(query->prepared, column);
}

double rv_query_real(rv_query *query, int column)
{
    return rv_query_null(query, column) ? NAN : sqlite3_column_double(query->prepared, column);
}

const void *rv_query_blob(rv_query *query, int column, size_t *n)
{
    const void *bytes = sqlite3_column_blob(query->prepared, column);

    *n = (size_t)sqlite3_column_bytes(query->prepared, column);
    return bytes;
}

bool rv_query_null(rv_query *query, int column)
{
    return sqlite3_column_type(query->prepared, column) == SQLITE_NULL;
}

int rv_query_columns(rv_query *query)
{
    return sqlite3_column_count(query->prepared);
}

const char *rv_query_column_name(rv_query *query, int column)
{
    return sqlite3_column_name(query->prepared, column);
}

void rv_query_end(rv_query *query)
{
    if (!query)
        return;
    if (query->prepared)
        give_back(query);
    free(query);
}

rv_status rv_store_run(rv_store *store, const rv_statement *statement, rv_error *err, const char *types, ...)
{
    rv_query *query;
    va_list values;
    bool more = true;
    rv_status st;

    va_start(values, types);
    st = start_va(&query, store, statement, err, types, &values);
    va_end(values);
    if (st == RV_OK && !store->writing)
        st = rv_fail(err, RV_EINVAL, "%s: writing outside a write", statement->name);
    while (st == RV_OK && more)
        st = rv_query_next(query, &more, err);
    rv_query_end(query);
    return st;
}

rv_status rv_store_int(rv_store *store, const rv_statement *statement, int64_t *value, bool *found, rv_error *err,
                       const char *types, ...)
{
    rv_query *query;
    va_list values;
    bool more = false;
    rv_status st;

    *value = 0;
    if (found)
        *found = false;
    va_start(values, types);
    st = start_va(&query, store, statement, err, types, &values);
    va_end(values);
    if (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more && !rv_query_null(query, 0)) {
        *value = rv_query_int(query, 0);
        if (found)
            *found = true;
    }
    rv_query_end(query);
    return st;
}
