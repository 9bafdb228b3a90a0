/* review-effect on delimited text: every input column is kept, yi, vi, route and reason are put behind. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tools/cell.h"
#include "tools/effect.h"

enum { OUTPUTS = 4 };
static const char *const output_names[OUTPUTS] = { "yi", "vi", "route", "reason" };

/* The rows as read: `text` holds every field with a NUL, row by row; `fields` says where each begins. */
typedef struct {
    rv_buf           text;
    size_t          *fields, n_fields, room;
    rv_effect_input *input;
    rv_effect       *effects;
    size_t           n, input_room, columns;
} rows;

static void rows_free(rows *r)
{
    rv_buf_free(&r->text);
    free(r->fields);
    free(r->input);
    free(r->effects);
}

static rv_status make_room(rows *r, rv_error *err)
{
    if (r->n == r->input_room) {
        const size_t room = r->input_room ? 2 * r->input_room : 64;
        rv_effect_input *input = realloc(r->input, room * sizeof *input);
        size_t *fields = realloc(r->fields, room * (r->columns + 1) * sizeof *fields);

        r->input = input ? input : r->input;
        r->fields = fields ? fields : r->fields;
        if (!input || !fields)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        r->input_room = room;
    }
    return RV_OK;
}

/* Which column of the file holds each input: -1 for none. Once one is named, all are: a column that happens to be called `p` or
   `level` is then no input. Otherwise columns of the inputs' own names are, as far as the measure is made from them. */
static rv_status find_columns(const rv_csv *csv, const rv_measure *measure, const char *const columns[EFFECT_INPUTS],
                              int at[EFFECT_INPUTS], rv_error *err)
{
    bool any = false, named = false;

    for (int i = 0; i < EFFECT_INPUTS; i++)
        named |= columns[i] != NULL;
    for (int i = 0; i < EFFECT_INPUTS; i++) {
        const char *name = columns[i] ? columns[i] : !named && rv_measure_takes(measure, (size_t)i) ? rv_effect_columns[i] : NULL;
        at[i] = name ? rv_csv_column(csv, name) : -1;
        if (columns[i] && at[i] < 0)
            return rv_fail(err, RV_EUSAGE, "%s: there is no column '%s'", rv_csv_name(csv), columns[i]);
        any |= at[i] >= 0;
    }
    if (!any)
        return rv_fail(err, RV_EUSAGE, "%s: no column is named as an input; say which is which, as --ai COLUMN", rv_csv_name(csv));
    return RV_OK;
}

static rv_status read_row(rows *r, const rv_csv *csv, const rv_csv_row *row, const int at[EFFECT_INPUTS], rv_error *err)
{
    rv_effect_input input = RV_EFFECT_INPUT_INIT;
    rv_status st = make_room(r, err);

    for (int i = 0; st == RV_OK && i < EFFECT_INPUTS; i++) {
        const char *text = at[i] >= 0 && (size_t)at[i] < row->count ? row->fields[at[i]] : "";
        double *x = &input.ai + i;

        if (!rv_text_missing(text) && rv_real_parse(text, x, err) != RV_OK)
            st = rv_within(err, RV_EPARSE, "%s:%zu: column %s", rv_csv_name(csv), row->line, rv_csv_column_name(csv, (size_t)at[i]));
    }
    if (st == RV_OK && row->count > r->columns)
        st = rv_fail(err, RV_EPARSE, "%s:%zu: %zu fields, but %zu columns are named", rv_csv_name(csv), row->line, row->count,
                     r->columns);
    if (st != RV_OK)
        return st;
    for (size_t c = 0; c < r->columns; c++) {
        r->fields[r->n * r->columns + c] = r->text.length;
        if (c < row->count)
            rv_buf_add(&r->text, row->fields[c], row->lengths[c]);
        rv_buf_char(&r->text, 0);
    }
    r->input[r->n++] = input;
    return rv_buf_check(&r->text, err);
}

static rv_status read_rows(rows *r, rv_csv *csv, const rv_measure *measure, const char *const columns[EFFECT_INPUTS],
                           rv_error *err)
{
    const rv_csv_row *row;
    int at[EFFECT_INPUTS];
    rv_status st;

    if ((st = rv_csv_header(csv, err)) != RV_OK || (st = find_columns(csv, measure, columns, at, err)) != RV_OK)
        return st;
    r->columns = rv_csv_columns(csv);
    while ((st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        if ((st = read_row(r, csv, row, at, err)) != RV_OK)
            return st;
    if (st == RV_OK && r->n == 0)
        st = rv_fail(err, RV_EPARSE, "%s: there is no row under the header", rv_csv_name(csv));
    return st;
}

static bool is_output(const char *column)
{
    for (int i = 0; i < OUTPUTS; i++)
        if (strcmp(column, output_names[i]) == 0)
            return true;
    return false;
}

static rv_status write_rows(const rows *r, const rv_csv *csv, rv_format format, rv_output *to, rv_error *err)
{
    const char **names = calloc(r->columns + OUTPUTS, sizeof *names);
    rv_table *table = NULL;
    size_t n = 0;
    rv_status st;

    if (!names)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t c = 0; c < r->columns; c++)
        if (!is_output(rv_csv_column_name(csv, c)))
            names[n++] = rv_csv_column_name(csv, c);
    for (int i = 0; i < OUTPUTS; i++)
        names[n++] = output_names[i];
    if ((st = rv_table_open(&table, to, format, names, n, err)) == RV_OK) {
        for (size_t i = 0; i < r->n; i++) {
            const rv_effect *e = &r->effects[i];
            for (size_t c = 0; c < r->columns; c++)
                if (!is_output(rv_csv_column_name(csv, c)))
                    rv_tool_put_cell(table, r->text.data + r->fields[i * r->columns + c]);
            rv_table_real(table, e->yi);
            rv_table_real(table, e->vi);
            rv_table_text(table, e->route[0] ? e->route : NULL);
            rv_table_text(table, e->reason[0] ? e->reason : NULL);
            rv_table_row(table);
        }
        st = rv_table_close(table, err);
    }
    free(names);
    return st;
}

rv_status effect_rows(const char *path, const rv_measure *measure, const rv_effect_options *options,
                      const char *const columns[EFFECT_INPUTS], rv_format format, rv_output *to, rv_error *err)
{
    rows r = { .text = RV_BUF_INIT };
    rv_csv *csv = NULL;
    rv_status st;

    if ((st = rv_csv_open(&csv, path, 0, err)) != RV_OK || (st = read_rows(&r, csv, measure, columns, err)) != RV_OK)
        goto done;
    if (!(r.effects = calloc(r.n, sizeof *r.effects))) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
        goto done;
    }
    if ((st = rv_effect_make(measure, r.input, r.n, options, r.effects, err)) != RV_OK)
        st = rv_within(err, st, "%s", path);
    else
        st = write_rows(&r, csv, format, to, err);
done:
    rv_csv_close(csv);
    rows_free(&r);
    return st;
}
