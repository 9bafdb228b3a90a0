#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/store.h"

#include "store/inside.h"

/*
 * An event's body is sorted compact JSON, written once, hashed and kept as it is:
 *
 *   {"at":"2026-11-24T17:00:00Z",
 *    "bulk":[{"chunks":["<sha256>",...],"columns":["seq",...],"fact":0,"rows":2000,"subject":"record"},...],
 *    "facts":[{"row":{"column":value,...},"table":"decision"},...],
 *    "kind":"decision.vote","parents":["<sha256>"],"salt":"...","say":{"command":"..."},"version":1,"who":"ann"}
 *
 * "bulk", "salt" and "say" are left out when there is none. A column that is NULL is left out of its row. What refers to
 * another fact is a text: "<event digest>/<ordinal>", "/<ordinal>" for a fact of the same event, and for a record
 * "<file digest>:<offset>".
 */

void rv_body_text(rv_buf *out, const char *text)
{
    const char *from = text;

    rv_buf_char(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        rv_buf_add(out, from, (size_t)(text - from));
        from = text + 1;
        if (c == '"' || c == '\\') {
            rv_buf_char(out, '\\');
            rv_buf_char(out, (char)c);
        } else {
            rv_buf_printf(out, "\\u%04x", c);
        }
    }
    rv_buf_add(out, from, (size_t)(text - from));
    rv_buf_char(out, '"');
}

void rv_body_real(rv_buf *out, double x)
{
    char text[40];

    snprintf(text, sizeof text, "%.17g", x);
    rv_buf_text(out, text);
    if (!strpbrk(text, ".en"))                   /* so that it reads back as a real */
        rv_buf_text(out, ".0");
}

static rv_status prepare_name(rv_store *store, rv_store_table *table, rv_error *err)
{
    char *sql;
    rv_status st;

    if (strcmp(table->name, "record") == 0)
        return rv_store_prepare(store, &table->global,
                                "SELECT f.digest, r.offset FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1", err);
    if (table->kind != RV_TABLE_FACT)
        return rv_fail(err, RV_EINVAL, "facts cannot refer to table %s", table->name);
    sql = sqlite3_mprintf("SELECT e.digest, t.ordinal, t.event FROM \"%w\" t LEFT JOIN event e ON e.id = t.event WHERE t.id = ?1",
                          table->name);
    if (!sql)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_store_prepare(store, &table->global, sql, err);
    sqlite3_free(sql);
    return st;
}

rv_status rv_body_name(rv_store *store, rv_buf *out, const char *name, int64_t id, int64_t present, rv_error *err)
{
    rv_store_table *table = rv_tables_find(store, name);
    rv_status st = RV_OK;
    int code;

    if (!table)
        return rv_fail(err, RV_EINVAL, "there is no table %s", name);
    if (!table->global && (st = prepare_name(store, table, err)) != RV_OK)
        return st;
    sqlite3_bind_int64(table->global, 1, id);
    code = rv_store_step(store, table->global);
    if (code == SQLITE_DONE) {
        st = rv_fail(err, RV_ENOTFOUND, "there is no %s %lld", name, (long long)id);
    } else if (code != SQLITE_ROW) {
        st = rv_store_fail(store, "looking for what is referred to", err);
    } else if (table->kind == RV_TABLE_BULK) {
        rv_buf_printf(out, "\"%s:%lld\"", (const char *)sqlite3_column_text(table->global, 0),
                      (long long)sqlite3_column_int64(table->global, 1));
    } else if (sqlite3_column_int64(table->global, 2) == present) {
        rv_buf_printf(out, "\"/%lld\"", (long long)sqlite3_column_int64(table->global, 1));
    } else if (sqlite3_column_bytes(table->global, 0) != RV_DIGEST) {
        st = rv_fail(err, RV_ETAMPER, "%s %lld belongs to no event", name, (long long)id);
    } else {
        char hex[RV_DIGEST_HEX];
        rv_hex(sqlite3_column_blob(table->global, 0), RV_DIGEST, hex);
        rv_buf_printf(out, "\"%s/%lld\"", hex, (long long)sqlite3_column_int64(table->global, 1));
    }
    sqlite3_reset(table->global);
    return st;
}
