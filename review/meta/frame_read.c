/* A frame from delimited text. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_frame.h"

static rv_status start(rv_frame **out, const rv_csv *csv, rv_error *err)
{
    const size_t n = rv_csv_columns(csv);
    const char **names = calloc(n + 1, sizeof *names);
    rv_status st;

    if (!names)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu columns", n);
    for (size_t c = 0; c < n; c++)
        names[c] = rv_csv_column_name(csv, c);
    st = rv_frame_new(out, rv_csv_name(csv), names, n, err);
    free(names);
    return st;
}

static rv_status add(rv_frame *f, const rv_csv_row *row, rv_error *err)
{
    for (size_t c = rv_frame_columns(f); c < row->count; c++)
        if (!rv_text_missing(row->fields[c]))
            return rv_fail(err, RV_EPARSE, "%s:%zu: there are %zu cells, but the header names %zu columns", rv_frame_file(f),
                           row->line, row->count, rv_frame_columns(f));
    return rv_frame_add(f, row->fields, row->count, row->line, err);
}

rv_status rv_frame_read(rv_frame **out, const char *path, rv_error *err)
{
    rv_csv *csv = NULL;
    const rv_csv_row *row;
    rv_frame *f = NULL;
    rv_status st;

    *out = NULL;
    if ((st = rv_csv_open(&csv, path, 0, err)) == RV_OK && (st = rv_csv_header(csv, err)) == RV_OK
        && (st = start(&f, csv, err)) == RV_OK)
        while ((st = rv_csv_next(csv, &row, err)) == RV_OK && row && (st = add(f, row, err)) == RV_OK)
            ;
    if (st == RV_OK && rv_frame_rows(f) == 0)
        st = rv_fail(err, RV_EPARSE, "%s: there are no rows below the header", rv_csv_name(csv));
    if (st == RV_OK)
        *out = f;
    else
        rv_frame_free(f);
    rv_csv_close(csv);
    return st;
}
