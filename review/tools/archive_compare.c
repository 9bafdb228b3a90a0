#include <config.h>

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "tools/archive.h"

typedef struct {
    rv_store       *store;
    const rv_blind *blind;
    const char     *folder;
    json_t         *package;
    size_t          seen;                /* resources that were compared */
} comparison;

RV_STATEMENT(archive_digests, "SELECT id, name, digest FROM file ORDER BY id");

static rv_status differs(rv_error *err, const char *what, const char *how)
{
    return rv_fail(err, RV_ETAMPER, "%s %s", what, how);
}

/* The resource called `name`, and where it lies; its bytes and digest are those that the package says. */
static rv_status find(comparison *c, const char *name, rv_buf *path, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const json_t *resources = json_object_get(c->package, "resources"), *resource = NULL;
    const char *inner, *hash;
    rv_input *in = NULL;
    rv_sha256 state;
    uint8_t digest[RV_DIGEST];
    char bytes[65536];
    size_t got = 1;
    int64_t length = 0;
    rv_status st;

    for (size_t i = 0; i < json_array_size(resources) && !resource; i++) {
        const char *is = json_string_value(json_object_get(json_array_get(resources, i), "name"));
        if (is && strcmp(is, name) == 0)
            resource = json_array_get(resources, i);
    }
    inner = json_string_value(json_object_get(resource, "path"));
    hash = json_string_value(json_object_get(resource, "hash"));
    if (!inner || !hash || inner[0] == '/' || strstr(inner, ".."))
        return differs(err, name, "is not in the archive");
    rv_buf_clear(path);
    rv_buf_printf(path, "%s/%s", c->folder, inner);
    rv_sha256_start(&state);
    if ((st = rv_buf_check(path, err)) == RV_OK)
        st = rv_input_open(&in, path->data, err);
    while (st == RV_OK && got > 0 && (st = rv_input_read(in, bytes, sizeof bytes, &got, err)) == RV_OK) {
        rv_sha256_add(&state, bytes, got);
        length += (int64_t)got;
    }
    rv_input_close(in);
    if (st != RV_OK)
        return st;
    rv_sha256_end(&state, digest);
    rv_hex(digest, RV_DIGEST, hex);
    if (strncmp(hash, "sha256:", 7) != 0 || strcmp(hash + 7, hex) != 0
        || json_integer_value(json_object_get(resource, "bytes")) != length)
        return differs(err, inner, "is not as it was written: its digest or length differs");
    c->seen++;
    return RV_OK;
}

static bool same_cell(const rv_store_column *column, rv_query *rows, int at, const rv_buf *field, bool null)
{
    const char *text = rv_buf_str(field);
    char *end;

    if (null || rv_query_null(rows, at))
        return null && rv_query_null(rows, at);
    if (strcmp(column->type, "INTEGER") == 0)
        return field->length > 0 && strtoll(text, &end, 10) == rv_query_int(rows, at) && !*end;
    if (strcmp(column->type, "REAL") == 0) {
        double x;
        return rv_real_parse(text, &x, NULL) == RV_OK && x == rv_query_real(rows, at);
    }
    return strcmp(text, rv_query_text(rows, at)) == 0;
}

static rv_status compare_header(rv_cells *cells, const rv_store_about *about, rv_buf *field, rv_error *err)
{
    rv_cells_state state = RV_CELLS_FIELD;
    rv_status st = RV_OK;
    bool null;

    for (size_t i = 0; i < about->count && st == RV_OK; i++) {
        st = rv_cells_next(cells, field, &null, &state, err);
        if (st == RV_OK && (strcmp(rv_buf_str(field), about->columns[i].name) != 0
                            || (state == RV_CELLS_FIELD) != (i + 1 < about->count)))
            st = differs(err, about->name, "does not have the columns of the review");
    }
    return st;
}

static rv_status compare_rows(rv_cells *cells, const rv_blind *blind, const rv_store_about *about, rv_query *rows, rv_error *err)
{
    rv_buf field = RV_BUF_INIT;
    rv_cells_state state = RV_CELLS_FIELD;
    int64_t row = 0;
    bool more, null;
    rv_status st = compare_header(cells, about, &field, err);

    while (st == RV_OK && (st = rv_query_next(rows, &more, err)) == RV_OK && more) {
        if (rv_archive_skips(blind, about, rows))
            continue;
        row++;
        for (size_t i = 0; i < about->count && st == RV_OK; i++) {
            if ((st = rv_cells_next(cells, &field, &null, &state, err)) != RV_OK)
                break;
            if (state == RV_CELLS_END || (state == RV_CELLS_FIELD) != (i + 1 < about->count)
                || (rv_archive_withholds(blind, about, rows, i) ? !null : !same_cell(&about->columns[i], rows, (int)i, &field, null)))
                st = rv_fail(err, RV_ETAMPER, "%s, row %lld: %s is not that of the review", about->name, (long long)row,
                             about->columns[i].name);
        }
    }
    if (st == RV_OK && (st = rv_cells_next(cells, &field, &null, &state, err)) == RV_OK && state != RV_CELLS_END)
        st = differs(err, about->name, "has more rows than the review");
    rv_buf_free(&field);
    return st;
}

static rv_status compare_table(void *user, const rv_store_about *about, rv_query *rows, rv_error *err)
{
    comparison *c = user;
    rv_cells *cells = NULL;
    rv_buf path = RV_BUF_INIT;
    char hex[RV_DIGEST_HEX];
    rv_status st = find(c, about->name, &path, hex, err);

    if (st == RV_OK && (st = rv_cells_open(&cells, path.data, err)) == RV_OK)
        st = compare_rows(cells, c->blind, about, rows, err);
    rv_cells_close(cells);
    rv_buf_free(&path);
    return st;
}

static rv_status compare_files(comparison *c, rv_error *err)
{
    rv_query *query;
    rv_buf path = RV_BUF_INIT;
    bool more;
    rv_status st = rv_query_start(&query, c->store, &archive_digests, err, "");

    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        char name[40], hex[RV_DIGEST_HEX];
        const char *digest = rv_query_text(query, 2);
        snprintf(name, sizeof name, "file-%lld", (long long)rv_query_int(query, 0));
        if ((st = find(c, name, &path, hex, err)) == RV_OK && (!digest || strcmp(hex, digest) != 0))
            st = differs(err, rv_query_text(query, 1), "does not have the bytes that were imported");
    }
    rv_query_end(query);
    rv_buf_free(&path);
    return st;
}

static rv_status compare_attached(void *user, const char *digest, const char *name, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, label = RV_BUF_INIT;
    char hex[RV_DIGEST_HEX];
    rv_status st;

    rv_buf_printf(&label, "attached-%s", digest);
    if ((st = rv_buf_check(&label, err)) == RV_OK && (st = find(user, label.data, &path, hex, err)) == RV_OK && strcmp(hex, digest) != 0)
        st = differs(err, name, "does not have the bytes that were attached");
    rv_buf_free(&path);
    rv_buf_free(&label);
    return st;
}

static rv_status read_package(comparison *c, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, bytes = RV_BUF_INIT;
    rv_status st;

    rv_buf_printf(&path, "%s/datapackage.json", c->folder);
    if ((st = rv_buf_check(&path, err)) == RV_OK && (st = rv_file_read(path.data, 64 << 20, &bytes, err)) == RV_OK)
        st = rv_json_parse(path.data, rv_buf_str(&bytes), bytes.length, &c->package, err);
    rv_buf_free(&path);
    rv_buf_free(&bytes);
    return st;
}

rv_status rv_archive_compare(rv_store *store, const rv_blind *blind, const char *folder, rv_error *err)
{
    comparison c = { .store = store, .blind = blind, .folder = folder };
    char head[RV_DIGEST_HEX];
    const char *says;
    rv_status st;

    if ((st = read_package(&c, err)) == RV_OK && (st = rv_store_head(store, head, err)) == RV_OK) {
        says = json_string_value(json_object_get(c.package, "head"));
        if (!says || strcmp(says, head) != 0)
            st = differs(err, folder, "is the archive of another state of the review: its head differs");
    }
    if (st == RV_OK && (st = rv_store_tables(store, compare_table, &c, err)) == RV_OK && (st = compare_files(&c, err)) == RV_OK
        && (st = rv_archive_attached(store, compare_attached, &c, err)) == RV_OK
        && c.seen != json_array_size(json_object_get(c.package, "resources")))
        st = differs(err, folder, "holds more than the review");
    json_decref(c.package);
    return st;
}
