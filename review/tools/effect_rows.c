/* review-effect on delimited text: every input column is kept, yi, vi, route and reason are put behind. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tools/cell.h"
#include "tools/effect.h"
#include "tools/number_fault.h"

enum { OUTPUTS = 4 };
static const char *const output_names[OUTPUTS] = { "yi", "vi", "route", "reason" };

/* One row: its line, and where its words stand in the text: what is wrong with it, else its route and reason. */
typedef struct {
    size_t line, fault, route, reason;
    double yi, vi;
} row;

/* All rows: `text` holds every field and word with a NUL, 0 being "". Of the numbers, the columns that are inputs alone are kept. */
typedef struct {
    const char *name;
    rv_csv     *csv;
    rv_buf      text;
    size_t      columns, n, room, n_inputs, faults;
    int         input[EFFECT_INPUTS], at[EFFECT_INPUTS];     /* which input stands in which column */
    size_t     *fields, *shown, n_shown;                     /* shown: the columns that are written again */
    double     *x;
    row        *rows;
} sheet;

static void sheet_free(sheet *s)
{
    rv_csv_close(s->csv);
    rv_buf_free(&s->text);
    free(s->fields);
    free(s->shown);
    free(s->x);
    free(s->rows);
}

static const char *words(const sheet *s, size_t at)
{
    return s->text.data + at;
}

static size_t keep(sheet *s, const char *text, size_t n)
{
    const size_t at = s->text.length;

    if (!n)
        return 0;
    rv_buf_add(&s->text, text, n);
    rv_buf_char(&s->text, 0);
    return at;
}

/* Routes repeat from row to row: what is the same as `before` is kept once. */
static size_t keep_again(sheet *s, const char *text, size_t before)
{
    return strcmp(words(s, before), text) == 0 ? before : keep(s, text, strlen(text));
}

static rv_status make_room(sheet *s, rv_error *err)
{
    const size_t room = s->room ? 2 * s->room : 64;
    size_t *fields;
    double *x;
    row *rows;

    if (s->n < s->room)
        return RV_OK;
    if ((fields = realloc(s->fields, room * (s->columns + 1) * sizeof *fields)))
        s->fields = fields;
    if ((x = realloc(s->x, room * (s->n_inputs + 1) * sizeof *x)))
        s->x = x;
    if ((rows = realloc(s->rows, room * sizeof *rows)))
        s->rows = rows;
    if (!fields || !x || !rows)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    s->room = room;
    return RV_OK;
}

/* Whether a column of the input's own name is that input: where the measure is made from it, or steps lead from it and the name is
   none that a column might bear by chance, as p, t, b, level, or ci_lo. */
static bool taken_by_name(const rv_measure *measure, size_t i)
{
    static const char *const by_chance[] = { "beta", "level", "ci_lo", "ci_hi", "pmax" };
    const char *name = rv_effect_columns[i];

    if (rv_measure_takes(measure, i))
        return true;
    for (size_t c = 0; c < sizeof by_chance / sizeof *by_chance; c++)
        if (strcmp(by_chance[c], name) == 0)
            return false;
    return rv_measure_reads(measure, i) && (strlen(name) > 3 || strcmp(name, "icc") == 0 || strcmp(name, "dir") == 0 || (strlen(name) == 3 && name[2] == 'i'));
}

/* Which column of the file holds each input. Once one is named, all are: a column that happens to be called `p` or `level` is then
   no input. Otherwise columns of the inputs' own names are, as far as the measure is made from them, directly or by steps. */
static rv_status find_columns(sheet *s, const rv_measure *measure, const char *const columns[EFFECT_INPUTS], rv_error *err)
{
    bool named = false;

    for (int i = 0; i < EFFECT_INPUTS; i++)
        named |= columns[i] != NULL;
    for (int i = 0; i < EFFECT_INPUTS; i++) {
        const char *name = columns[i] ? columns[i] : !named && taken_by_name(measure, (size_t)i) ? rv_effect_columns[i] : NULL;
        const int at = name ? rv_csv_column(s->csv, name) : -1;
        if (columns[i] && at < 0)
            return rv_fail(err, RV_EUSAGE, "%s: there is no column '%s'", s->name, columns[i]);
        if (at >= 0) {
            s->input[s->n_inputs] = i;
            s->at[s->n_inputs++] = at;
        }
    }
    if (!s->n_inputs)
        return rv_fail(err, RV_EUSAGE, "%s: no column is named as an input; say which is which, as --ai COLUMN", s->name);
    return RV_OK;
}

static void note_fault(sheet *s, row *r, const char *fault)
{
    s->faults++;
    r->fault = keep(s, fault, strlen(fault));
}

/* The numbers of a row; the first that is none is its fault. */
static void read_numbers(sheet *s, const rv_csv_row *from, row *r)
{
    double *x = s->x + s->n * s->n_inputs;

    for (size_t i = 0; i < s->n_inputs; i++) {
        rv_buf why = RV_BUF_INIT, fault = RV_BUF_INIT;
        if (!rv_tool_number_read(from, s->at[i], &x[i], &why) && !r->fault) {
            rv_buf_printf(&fault, "column %s: %s", rv_csv_column_name(s->csv, (size_t)s->at[i]), rv_buf_str(&why));
            note_fault(s, r, rv_buf_str(&fault));
        }
        rv_buf_free(&fault);
        rv_buf_free(&why);
    }
}

static rv_status read_row(sheet *s, const rv_csv_row *from, rv_error *err)
{
    row *r;
    const rv_status st = make_room(s, err);

    if (st != RV_OK)
        return st;
    if (from->count > s->columns)
        return rv_fail(err, RV_EPARSE, "%s:%zu: %zu fields, but %zu columns are named", s->name, from->line, from->count, s->columns);
    r = &s->rows[s->n];
    *r = (row){ .line = from->line, .yi = NAN, .vi = NAN };
    for (size_t c = 0; c < s->columns; c++)
        s->fields[s->n * s->columns + c] = c < from->count ? keep(s, from->fields[c], from->lengths[c]) : 0;
    read_numbers(s, from, r);
    s->n++;
    return rv_buf_check(&s->text, err);
}

static rv_status read_rows(sheet *s, const rv_measure *measure, const char *const columns[EFFECT_INPUTS], rv_error *err)
{
    const rv_csv_row *from;
    rv_status st;

    rv_buf_char(&s->text, 0);
    if ((st = rv_csv_header(s->csv, err)) != RV_OK || (st = find_columns(s, measure, columns, err)) != RV_OK)
        return st;
    s->columns = rv_csv_columns(s->csv);
    while ((st = rv_csv_next(s->csv, &from, err)) == RV_OK && from)
        if ((st = read_row(s, from, err)) != RV_OK)
            return st;
    if (st == RV_OK && s->n == 0)
        st = rv_fail(err, RV_EPARSE, "%s: there is no row under the header", s->name);
    return st;
}

static rv_effect_input input_of(const sheet *s, size_t i)
{
    static const rv_effect_input nothing = RV_EFFECT_INPUT_INIT;
    rv_effect_input in = nothing;

    for (size_t c = 0; c < s->n_inputs; c++)
        (&in.ai)[s->input[c]] = s->x[i * s->n_inputs + c];
    return in;
}

/* The library names its input, people know their column. */
static void note_refusal(sheet *s, row *r, const char *message)
{
    const size_t n = strcspn(message, " ");
    rv_buf fault = RV_BUF_INIT;

    rv_buf_add(&fault, message, n);
    for (size_t i = 0; i < s->n_inputs; i++) {
        const char *input = rv_effect_columns[s->input[i]], *column = rv_csv_column_name(s->csv, (size_t)s->at[i]);
        if (strlen(input) == n && memcmp(input, message, n) == 0 && strcmp(input, column) != 0)
            rv_buf_printf(&fault, " (column %s)", column);
    }
    rv_buf_text(&fault, message + n);
    note_fault(s, r, rv_buf_str(&fault));
    rv_buf_free(&fault);
}

static rv_status make_effects(sheet *s, const rv_measure *measure, const rv_effect_options *options, rv_error *err)
{
    size_t route = 0, reason = 0;
    rv_effect_maker maker;
    rv_effect_input in;
    rv_effect effect;
    rv_error why;
    const rv_status st = rv_effect_begin(&maker, measure, options, err);

    if (st != RV_OK)
        return rv_within(err, st, "%s", s->name);
    for (size_t i = 0; maker.looks && i < s->n; i++)
        if (!s->rows[i].fault) {
            in = input_of(s, i);
            rv_effect_look(&maker, &in);
        }
    for (size_t i = 0; i < s->n; i++) {
        row *r = &s->rows[i];
        if (r->fault)
            continue;
        in = input_of(s, i);
        if (rv_effect_one(&maker, &in, &effect, &why) != RV_OK) {
            note_refusal(s, r, why.message);
            continue;
        }
        r->yi = effect.yi;
        r->vi = effect.vi;
        r->route = route = keep_again(s, effect.route, route);
        r->reason = reason = keep_again(s, effect.reason, reason);
    }
    return rv_buf_check(&s->text, err);
}

/* A file with a row that cannot be is refused whole, naming the first and counting the others. */
static rv_status refuse_faults(const sheet *s, rv_error *err)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->rows[i].fault) {
            const char *more = s->faults == 2 ? " more row cannot be used" : " more rows cannot be used";
            char others[80] = "";
            if (s->faults > 1)
                snprintf(others, sizeof others, "; %zu%s", s->faults - 1, more);
            return rv_fail(err, RV_EDOMAIN, "%s:%zu: %s%s (--keep-going leaves out such rows)", s->name, s->rows[i].line,
                           words(s, s->rows[i].fault), others);
        }
    return RV_OK;
}

static bool is_output(const char *column)
{
    for (int i = 0; i < OUTPUTS; i++)
        if (strcmp(column, output_names[i]) == 0)
            return true;
    return false;
}

static void put_row(const sheet *s, const row *r, rv_format format, rv_table *table)
{
    const size_t *fields = s->fields + (size_t)(r - s->rows) * s->columns;
    const size_t reason = r->fault ? r->fault : r->reason;

    for (size_t c = 0; c < s->n_shown; c++)
        rv_tool_put_cell(table, format, words(s, fields[s->shown[c]]));
    rv_tool_put_number(table, format, r->yi);
    rv_tool_put_number(table, format, r->vi);
    rv_table_text(table, r->route ? words(s, r->route) : NULL);
    rv_table_text(table, reason ? words(s, reason) : NULL);
    rv_table_row(table);
}

static rv_status write_rows(sheet *s, rv_format format, rv_output *to, rv_error *err)
{
    const char **names = calloc(s->columns + OUTPUTS, sizeof *names);
    rv_table *table = NULL;
    rv_status st;

    s->shown = calloc(s->columns + 1, sizeof *s->shown);
    if (!names || !s->shown) {
        free(names);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    for (size_t c = 0; c < s->columns; c++)
        if (!is_output(rv_csv_column_name(s->csv, c))) {
            names[s->n_shown] = rv_csv_column_name(s->csv, c);
            s->shown[s->n_shown++] = c;
        }
    for (int i = 0; i < OUTPUTS; i++)
        names[s->n_shown + (size_t)i] = output_names[i];
    if ((st = rv_table_open(&table, to, format, names, s->n_shown + OUTPUTS, err)) == RV_OK) {
        for (size_t i = 0; i < s->n; i++)
            put_row(s, &s->rows[i], format, table);
        st = rv_table_close(table, err);
    }
    free(names);
    return st;
}

rv_status effect_rows(const char *path, const rv_measure *measure, const rv_effect_options *options,
                      const char *const columns[EFFECT_INPUTS], bool keep_going, rv_format format, rv_output *to, rv_error *err)
{
    sheet s = { .name = path, .text = RV_BUF_INIT };
    rv_status st;

    if ((st = rv_csv_open(&s.csv, path, 0, err)) == RV_OK && (st = read_rows(&s, measure, columns, err)) == RV_OK
        && (st = make_effects(&s, measure, options, err)) == RV_OK && (keep_going || (st = refuse_faults(&s, err)) == RV_OK))
        st = write_rows(&s, format, to, err);
    if (st == RV_OK && s.faults)
        rv_tool_say("%s: %zu of %zu rows left out; the column reason says why", path, s.faults, s.n);
    sheet_free(&s);
    return st;
}
