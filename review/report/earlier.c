/* Reading an earlier report: its manifest, and of its tables what can have changed. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report/earlier.h"

const char *const rv_earlier_files[] = { "characteristics.csv", "summary_of_findings.csv", "flow_numbers.csv", "manifest.json" };

/* Which columns name a row, and which are compared. */
static const struct { const char *keys[3], *values[RV_EARLIER_COLUMNS]; } wanted[RV_EARLIER_TABLES] = {
    { { "study" }, { NULL } },
    { { "analysis" }, { "outcome", "studies", "measure", "estimate", "ci_lo", "ci_hi", "certainty" } },
    { { "id", "label" }, { "what", "label", "n" } },
};

static rv_status path_of(const char *folder, bool kept, const char *file, rv_buf *out, rv_error *err)
{
    rv_buf_clear(out);
    rv_buf_printf(out, "%s/%s%s", folder, kept ? "earlier_" : "", file);
    return rv_buf_check(out, err);
}

static rv_status column(const rv_csv *csv, const char *path, const char *name, int *at, rv_error *err)
{
    *at = rv_csv_column(csv, name);
    return *at < 0 ? rv_fail(err, RV_EPARSE, "%s: there is no column '%s'; is it a table of a report?", path, name) : RV_OK;
}

static const char *cell(const rv_csv *csv, const char *name)
{
    const char *text = rv_csv_get(csv, name);

    return text ? rv_table_unguarded(text) : "";
}

static rv_status add(rv_csv *csv, rv_earlier_what what, rv_memory *memory, rv_earlier_row **rows, size_t *n, size_t *room, rv_error *err)
{
    rv_buf key = RV_BUF_INIT;
    rv_earlier_row *row;
    rv_status st;

    if (!rv_grow(rows, *n, room, sizeof **rows))
        return rv_fail(err, RV_ENOMEM, "out of memory for the earlier report");
    row = &(*rows)[(*n)++];
    for (int i = 0; i < 3 && wanted[what].keys[i]; i++)
        rv_buf_printf(&key, "%s%s", i ? "\x1f" : "", cell(csv, wanted[what].keys[i]));
    row->key = rv_memory_text(memory, rv_buf_str(&key));
    for (int i = 0; i < RV_EARLIER_COLUMNS; i++)
        row->value[i] = wanted[what].values[i] ? rv_memory_text(memory, cell(csv, wanted[what].values[i])) : "";
    st = rv_buf_check(&key, err);
    rv_buf_free(&key);
    return st;
}

rv_status rv_earlier_table_parse(const char *path, const char *bytes, size_t n, rv_earlier_what what, rv_memory *memory,
                                 rv_earlier_table *out, rv_error *err)
{
    rv_csv *csv = NULL;
    const rv_csv_row *line;
    rv_earlier_row *rows = NULL, *kept;
    size_t room = 0;
    int at;
    rv_status st;

    *out = (rv_earlier_table){ .there = true };
    if ((st = rv_csv_open_bytes(&csv, path, bytes, n, ',', err)) == RV_OK)
        st = rv_csv_header(csv, err);
    for (int i = 0; st == RV_OK && i < 3 && wanted[what].keys[i]; i++)
        st = column(csv, path, wanted[what].keys[i], &at, err);
    for (int i = 0; st == RV_OK && i < RV_EARLIER_COLUMNS && wanted[what].values[i]; i++)
        st = column(csv, path, wanted[what].values[i], &at, err);
    while (st == RV_OK && (st = rv_csv_next(csv, &line, err)) == RV_OK && line)
        st = add(csv, what, memory, &rows, &out->n, &room, err);
    rv_csv_close(csv);
    if (st == RV_OK && out->n) {
        if ((kept = rv_memory_room(memory, out->n * sizeof *kept)))
            memcpy(kept, rows, out->n * sizeof *kept);
        else
            st = rv_fail(err, RV_ENOMEM, "out of memory for the earlier report");
        out->rows = kept;
    }
    free(rows);
    return st;
}

/* The whole file, kept; RV_ENOTFOUND is no error here, the table is then not there. */
static rv_status bytes_of(const char *path, rv_memory *memory, const char **bytes, size_t *n, rv_error *err)
{
    rv_buf whole = RV_BUF_INIT;
    char *kept;
    rv_status st = rv_file_read(path, (size_t)1 << 28, &whole, err);

    if (st == RV_OK && !(kept = rv_memory_room(memory, whole.length + 1)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %s", path);
    else if (st == RV_OK) {
        memcpy(kept, rv_buf_str(&whole), whole.length);
        *bytes = kept;
        *n = whole.length;
    }
    rv_buf_free(&whole);
    return st;
}

rv_status rv_earlier_table_read(const char *folder, rv_earlier_what what, rv_memory *memory, rv_earlier_table *out, rv_error *err)
{
    rv_buf path = RV_BUF_INIT;
    const char *bytes = NULL;
    size_t n = 0;
    rv_status st;

    if ((st = path_of(folder, false, rv_earlier_files[what], &path, err)) == RV_OK
        && (st = bytes_of(rv_buf_str(&path), memory, &bytes, &n, err)) == RV_OK)
        st = rv_earlier_table_parse(rv_buf_str(&path), bytes, n, what, memory, out, err);
    rv_buf_free(&path);
    return st;
}

static const char *text_of(const json_t *manifest, const char *name, rv_memory *memory)
{
    const char *text = json_string_value(json_object_get(manifest, name));

    return rv_memory_text(memory, text ? text : "");
}

rv_status rv_earlier_manifest_parse(const char *path, const char *bytes, size_t n, rv_memory *memory, rv_earlier *out, rv_error *err)
{
    json_error_t fault;
    json_t *whole = json_loadb(bytes, n, 0, &fault);
    const char *schema = json_string_value(json_object_get(whole, "schema"));
    rv_status st = RV_OK;

    if (!whole)
        st = rv_fail(err, RV_EPARSE, "%s:%d: %s", path, fault.line, fault.text);
    else if (!schema || strncmp(schema, "review-manifest/", 16) != 0)
        st = rv_fail(err, RV_EPARSE, "%s: this is no manifest of a report; its schema must begin with 'review-manifest/'", path);
    out->made = text_of(whole, "made", memory);
    out->head = text_of(whole, "head", memory);
    json_decref(whole);
    return st;
}

rv_status rv_earlier_read(const char *folder, bool kept, rv_memory *memory, rv_earlier *out, rv_error *err)
{
    rv_buf path = RV_BUF_INIT;
    rv_status st;

    *out = (rv_earlier){ .made = "", .head = "" };
    if ((st = path_of(folder, kept, rv_earlier_files[RV_EARLIER_TABLES], &path, err)) == RV_OK
        && (st = bytes_of(rv_buf_str(&path), memory, &out->bytes[RV_EARLIER_TABLES], &out->lengths[RV_EARLIER_TABLES], err)) == RV_OK)
        st = rv_earlier_manifest_parse(rv_buf_str(&path), out->bytes[RV_EARLIER_TABLES], out->lengths[RV_EARLIER_TABLES], memory, out,
                                       err);
    for (int i = 0; st == RV_OK && i < RV_EARLIER_TABLES; i++) {
        rv_error none = { 0 };

        if ((st = path_of(folder, kept, rv_earlier_files[i], &path, err)) != RV_OK)
            break;
        if (bytes_of(rv_buf_str(&path), memory, &out->bytes[i], &out->lengths[i], &none) == RV_OK)
            st = rv_earlier_table_parse(rv_buf_str(&path), out->bytes[i], out->lengths[i], (rv_earlier_what)i, memory, &out->tables[i], err);
    }
    rv_buf_free(&path);
    return st;
}

const rv_earlier_row *rv_earlier_find(const rv_earlier_table *table, const char *key)
{
    for (size_t i = 0; i < table->n; i++)
        if (strcmp(table->rows[i].key, key) == 0)
            return &table->rows[i];
    return NULL;
}
