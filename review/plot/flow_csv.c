/* Flow numbers as CSV: `id,label,n`. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "plot/flow.h"

enum { MOST_ROWS = 10000 };

/* What rv_flow_read() hands out: the flow, and the memory behind its texts. */
typedef struct {
    rv_flow      flow;
    rv_flow_row *rows;
    size_t       capacity;
    char        *title;
} owned;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_flow_free(rv_flow *flow)
{
    owned *own = (owned *)flow;

    if (!own)
        return;
    for (size_t i = 0; i < own->flow.n; i++)
        free((char *)own->rows[i].label);
    free(own->rows);
    free(own->title);
    free(own);
}

rv_status rv_flow_add(rv_flow *flow, int box, const char *label, int64_t n, rv_error *err)
{
    owned *own = (owned *)flow;
    char *copy;

    if (own->flow.n == own->capacity) {
        const size_t more = own->capacity ? 2 * own->capacity : 32;
        rv_flow_row *grown = realloc(own->rows, more * sizeof *grown);
        if (!grown)
            return no_memory(err);
        own->rows = grown;
        own->flow.rows = grown;
        own->capacity = more;
    }
    if (!(copy = strdup(label)))
        return no_memory(err);
    own->rows[own->flow.n++] = (rv_flow_row){ (rv_flow_box)box, copy, n };
    return RV_OK;
}

static rv_status read_row(owned *own, const rv_csv *csv, size_t line, rv_error *err)
{
    const char *id = rv_csv_get(csv, "id"), *label = rv_csv_get(csv, "label"), *n = rv_csv_get(csv, "n");
    const int box = rv_flow_box_of(id);
    int64_t count;

    if (strcmp(id, "title") == 0) {
        free(own->title);
        if (!(own->title = strdup(label)))
            return no_memory(err);
        own->flow.title = own->title;
        return RV_OK;
    }
    if (box < 0)
        return rv_fail(err, RV_EPARSE, "%s:%zu: '%s' is not a box of the flow diagram; the boxes are P1, P2, A1, A2, B1, ... M",
                       rv_csv_name(csv), line, id);
    if (rv_int_parse(n, &count, NULL) != RV_OK || count < 0)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the count of %s is '%s'; it must be a whole number from 0", rv_csv_name(csv), line,
                       id, n);
    return rv_flow_add(&own->flow, box, label, count, err);
}

static rv_status read_rows(owned *own, rv_csv *csv, rv_error *err)
{
    static const char *const needed[] = { "id", "n" };
    const rv_csv_row *row;
    rv_status st = rv_csv_header(csv, err);
    const bool package = st == RV_OK && rv_flow_is_package(csv);

    for (size_t i = 0; i < 2 && st == RV_OK && !package; i++)
        if (rv_csv_column(csv, needed[i]) < 0)
            st = rv_fail(err, RV_EPARSE, "%s:1: there is no column '%s'; flow numbers have id, label, n", rv_csv_name(csv),
                         needed[i]);
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        if (own->flow.n >= MOST_ROWS)
            st = rv_fail(err, RV_EPARSE, "%s:%zu: more than %d numbers are no flow diagram", rv_csv_name(csv), row->line, MOST_ROWS);
        else
            st = package ? rv_flow_package_row(&own->flow, csv, row->line, err) : read_row(own, csv, row->line, err);
    return st;
}

rv_status rv_flow_read(rv_flow **out, const char *path, rv_error *err)
{
    owned *own = calloc(1, sizeof *own);
    rv_csv *csv = NULL;
    rv_status st;

    *out = NULL;
    if (!own)
        return no_memory(err);
    own->flow.title = "";
    if ((st = rv_csv_open(&csv, path, 0, err)) == RV_OK)
        st = read_rows(own, csv, err);
    if (st == RV_OK && !own->flow.n)
        st = rv_fail(err, RV_EPARSE, "%s: there are no flow numbers in it", rv_csv_name(csv));
    rv_csv_close(csv);
    if (st == RV_OK)
        *out = &own->flow;
    else
        rv_flow_free(&own->flow);
    return st;
}

rv_status rv_flow_write(const rv_flow *flow, rv_output *out, rv_error *err)
{
    static const char *const columns[] = { "id", "label", "n" };
    rv_table *table;
    rv_status st = rv_table_open(&table, out, RV_FORMAT_CSV, columns, 3, err);

    if (st != RV_OK)
        return st;
    if (*flow->title) {
        rv_table_text(table, "title");
        rv_table_text(table, flow->title);
        rv_table_missing(table);
        rv_table_row(table);
    }
    for (size_t i = 0; i < flow->n; i++) {
        rv_table_text(table, rv_flow_id(flow->rows[i].box));
        rv_table_text(table, flow->rows[i].label);
        rv_table_int(table, flow->rows[i].n);
        rv_table_row(table);
    }
    return rv_table_close(table, err);
}
