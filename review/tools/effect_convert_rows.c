/* review-effect convert --data: rows with the inputs that steps make. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tools/cell.h"
#include "tools/effect_convert.h"
#include "tools/number_fault.h"

/* What is read from each row, and what is made for it. */
typedef struct {
    const effect_conversion *c;
    rv_format                format;
    rv_csv                  *csv;
    int                      at[EFFECT_INPUTS];       /* the column of each input, -1 for none */
    size_t                   makes[EFFECT_INPUTS], n_makes;
} work;

/* Once a column is named, all are; otherwise each column that is called like an input is that input. */
static rv_status find_inputs(work *w, rv_error *err)
{
    bool named = false, any = false;

    for (int i = 0; i < EFFECT_INPUTS; i++)
        named |= w->c->given[i] != NULL;
    for (int i = 0; i < EFFECT_INPUTS; i++) {
        const char *name = named ? w->c->given[i] : rv_effect_columns[i];
        w->at[i] = name ? rv_csv_column(w->csv, name) : -1;
        if (named && name && w->at[i] < 0)
            return rv_fail(err, RV_EUSAGE, "%s: there is no column '%s'", w->c->data, name);
        any |= w->at[i] >= 0;
    }
    if (!any)
        return rv_fail(err, RV_EUSAGE, "%s: no column is named as an input; say which is which, as --se1i COLUMN", w->c->data);
    return RV_OK;
}

static bool can_be_made(size_t column)
{
    const char *name = rv_effect_columns[column];

    for (size_t i = 0; rv_effect_step_at(i); i++)
        for (const char *at = rv_effect_step_at(i)->makes; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
            const size_t n = strcspn(at, " "), group = strcspn(at, "#");
            bool same = strlen(name) == n;
            for (size_t c = 0; same && c < n; c++)
                same = c == group ? name[c] == '1' || name[c] == '2' : name[c] == at[c];
            if (same)
                return true;
        }
    return false;
}

/* What is made: what is asked for, or what the measure is made from as far as steps can make it. */
static rv_status find_makes(work *w, rv_error *err)
{
    for (size_t i = 0; w->c->wanted[i]; i++) {
        size_t column = 0;
        while (column < EFFECT_INPUTS && strcmp(rv_effect_columns[column], w->c->wanted[i]) != 0)
            column++;
        if (column == EFFECT_INPUTS)
            return rv_fail(err, RV_EUSAGE, "there is no input '%s'; see review-effect convert --list", w->c->wanted[i]);
        if (w->n_makes < EFFECT_INPUTS)
            w->makes[w->n_makes++] = column;
    }
    if (w->n_makes)
        return RV_OK;
    if (!w->c->measure)
        return rv_fail(err, RV_EUSAGE, "convert to what? name inputs (review-effect convert sd1i sd2i --data FILE) or a --measure");
    for (size_t i = 0; i < EFFECT_INPUTS; i++)
        if (rv_measure_takes(w->c->measure, i) && can_be_made(i))
            w->makes[w->n_makes++] = i;
    return RV_OK;
}

static rv_status read_input(const work *w, const rv_csv_row *row, rv_effect_input *in, rv_error *err)
{
    rv_buf fault = RV_BUF_INIT;
    rv_status st = RV_OK;

    *in = (rv_effect_input)RV_EFFECT_INPUT_INIT;
    for (int i = 0; st == RV_OK && i < EFFECT_INPUTS; i++)
        if (!rv_tool_number_read(row, w->at[i], &in->ai + i, &fault))
            st = rv_fail(err, RV_EPARSE, "column %s: %s", rv_csv_column_name(w->csv, (size_t)w->at[i]), rv_buf_str(&fault));
    rv_buf_free(&fault);
    return st;
}

/* The steps to one column after the other; what is made for one is there for the next. */
static rv_status make_columns(const work *w, rv_effect_input *in, rv_buf *steps, rv_buf *reason, rv_error *err)
{
    for (size_t i = 0; i < w->n_makes; i++) {
        rv_made way;
        size_t n;
        const char *name = rv_effect_columns[w->makes[i]];
        const rv_status st = rv_effect_ways(name, in, w->c->how, &way, 1, &n, err);

        if (st != RV_OK)
            return st;
        if (n && !isnan(way.value)) {
            (&in->ai)[w->makes[i]] = way.value;
            if (way.n_steps)
                rv_buf_printf(steps, "%s%s: %s", steps->length ? "; " : "", name, way.route);
        } else {
            rv_buf_printf(reason, "%s%s: %s", reason->length ? "; " : "", name, n ? way.reason : "nothing leads to it");
        }
    }
    return RV_OK;
}

static rv_status make_inputs(const work *w, rv_effect_input *in, rv_buf *steps, rv_buf *reason, rv_error *err)
{
    rv_effect e;
    const rv_status st = rv_effect_fill(w->c->measure, in, w->c->how, &e, err);

    for (size_t i = 0; st == RV_OK && i < e.n_steps; i++)
        if (i == 0 || e.steps[i] != e.steps[i - 1])
            rv_buf_printf(steps, "%s%s", i ? ", " : "", e.steps[i]->id);
    if (st == RV_OK)
        rv_buf_text(reason, e.reason);
    return st;
}

/* A column of the file that bears the name of one that is added gives way to it. */
static bool gives_way(const work *w, size_t c)
{
    const char *name = rv_csv_column_name(w->csv, c);
    bool same = strcmp(name, "steps") == 0 || strcmp(name, "reason") == 0;

    for (size_t i = 0; i < w->n_makes; i++)
        same |= w->at[w->makes[i]] < 0 && strcmp(name, rv_effect_columns[w->makes[i]]) == 0;
    return same;
}

/* The file's own cell; where that of an input is empty, the number that was made. */
static void put_cell(const work *w, const rv_csv_row *row, size_t c, const rv_effect_input *in, rv_table *table)
{
    const char *text = c < row->count ? row->fields[c] : "";

    if (!rv_text_missing(text)) {
        rv_tool_put_cell(table, w->format, text);
        return;
    }
    for (size_t i = 0; i < w->n_makes; i++)
        if (w->at[w->makes[i]] == (int)c && !isnan((&in->ai)[w->makes[i]])) {
            rv_table_real(table, (&in->ai)[w->makes[i]]);
            return;
        }
    rv_tool_put_cell(table, w->format, text);
}

static rv_status convert_row(const work *w, const rv_csv_row *row, rv_table *table, rv_error *err)
{
    rv_buf steps = RV_BUF_INIT, reason = RV_BUF_INIT;
    rv_effect_input in;
    rv_status st = read_input(w, row, &in, err);

    if (st == RV_OK)
        st = w->c->wanted[0] ? make_columns(w, &in, &steps, &reason, err) : make_inputs(w, &in, &steps, &reason, err);
    if (st != RV_OK)
        st = rv_within(err, st, "%s:%zu", w->c->data, row->line);
    for (size_t c = 0; st == RV_OK && c < rv_csv_columns(w->csv); c++)
        if (!gives_way(w, c))
            put_cell(w, row, c, &in, table);
    for (size_t i = 0; st == RV_OK && i < w->n_makes; i++)
        if (w->at[w->makes[i]] < 0)
            rv_tool_put_number(table, w->format, (&in.ai)[w->makes[i]]);
    if (st == RV_OK) {
        rv_table_text(table, steps.length ? rv_buf_str(&steps) : NULL);
        rv_table_text(table, reason.length ? rv_buf_str(&reason) : NULL);
        rv_table_row(table);
        st = rv_buf_check(&steps, err);
    }
    rv_buf_free(&steps);
    rv_buf_free(&reason);
    return st;
}

static rv_status open_table(const work *w, rv_table **table, rv_output *to, rv_error *err)
{
    const size_t columns = rv_csv_columns(w->csv);
    const char **names = calloc(columns + w->n_makes + 2, sizeof *names);
    size_t n = 0;
    rv_status st;

    if (!names)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t c = 0; c < columns; c++)
        if (!gives_way(w, c))
            names[n++] = rv_csv_column_name(w->csv, c);
    for (size_t i = 0; i < w->n_makes; i++)
        if (w->at[w->makes[i]] < 0)
            names[n++] = rv_effect_columns[w->makes[i]];
    names[n++] = "steps";
    names[n++] = "reason";
    st = rv_table_open(table, to, w->format, names, n, err);
    free(names);
    return st;
}

rv_status effect_convert_rows(const effect_conversion *c, rv_format format, rv_output *to, rv_error *err)
{
    work w = { .c = c, .format = format };
    const rv_csv_row *row;
    rv_table *table = NULL;
    rv_status st, ended;

    if ((st = rv_csv_open(&w.csv, c->data, 0, err)) == RV_OK && (st = rv_csv_header(w.csv, err)) == RV_OK
        && (st = find_inputs(&w, err)) == RV_OK && (st = find_makes(&w, err)) == RV_OK
        && (st = open_table(&w, &table, to, err)) == RV_OK) {
        while ((st = rv_csv_next(w.csv, &row, err)) == RV_OK && row)
            if ((st = convert_row(&w, row, table, err)) != RV_OK)
                break;
        ended = rv_table_close(table, st == RV_OK ? err : NULL);
        st = st == RV_OK ? ended : st;
    }
    rv_csv_close(w.csv);
    return st;
}
