/* Chart data as delimited text: rows of points, fills, curves, facts and notes. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/plot_chart.h"

static const double LARGEST = 1e100;

typedef struct {
    rv_chart_data data;           /* the first member: what the caller holds */
    rv_chart_row *rows;
    size_t room;
    char **kept;                  /* texts */
    size_t n_kept, kept_room;
} owner;

static const char *const columns[] = { "kind", "label", "x", "y", "lo", "hi", "pi_lo", "pi_hi", "weight", "text", NULL };
enum { C_KIND, C_LABEL, C_X, C_TEXT = 9, COLUMNS = 10, NUMBERS = 7 };
static const char *const kinds[] = { "point", "fill", "line", "fact", "note", NULL };

/* The facts, and where they stand: a text or a number. */
static const struct { const char *name; size_t at; bool text; } facts[] = {
    { "figure", offsetof(rv_chart_data, figure), true },       { "title", offsetof(rv_chart_data, title), true },
    { "measure", offsetof(rv_chart_data, measure), true },
    { "model", offsetof(rv_chart_data, model), true },         { "x", offsetof(rv_chart_data, x_name), true },
    { "y", offsetof(rv_chart_data, y_name), true },            { "log_scale", offsetof(rv_chart_data, log_scale), false },
    { "level", offsetof(rv_chart_data, level), false },        { "estimate", offsetof(rv_chart_data, estimate), false },
    { "ci_lo", offsetof(rv_chart_data, ci_lo), false },        { "ci_hi", offsetof(rv_chart_data, ci_hi), false },
    { "pi_lo", offsetof(rv_chart_data, pi_lo), false },        { "pi_hi", offsetof(rv_chart_data, pi_hi), false },
    { "tau2", offsetof(rv_chart_data, tau2), false },          { "i2_percent", offsetof(rv_chart_data, i2), false },
};
enum { FACTS = sizeof facts / sizeof *facts };

static const char **text_fact(const rv_chart_data *d, size_t i) { return (const char **)((char *)d + facts[i].at); }
static double *real_fact(const rv_chart_data *d, size_t i) { return (double *)((char *)d + facts[i].at); }

/* ---- Reading ------------------------------------------------------------------------------------------------------ */

typedef struct { rv_csv *csv; const rv_csv_row *row; int at[COLUMNS]; owner *to; } source;

static const char *cell(const source *s, int column)
{
    return s->at[column] >= 0 && (size_t)s->at[column] < s->row->count ? s->row->fields[s->at[column]] : "";
}

static rv_status fault(const source *s, rv_error *err, const char *words, const char *what)
{
    return rv_fail(err, RV_EPARSE, "%s:%zu: %s '%.60s'", rv_csv_name(s->csv), s->row->line, words, what);
}

/* A copy that lives as long as the data; the same text as in the row before is kept once. */
static rv_status keep(owner *o, const char *text, const char **out, rv_error *err)
{
    text = rv_table_unguarded(text);
    for (size_t back = 1; back <= 2 && back <= o->n_kept; back++)
        if (strcmp(o->kept[o->n_kept - back], text) == 0) {
            *out = o->kept[o->n_kept - back];
            return RV_OK;
        }
    *out = "";
    if (!*text)
        return RV_OK;
    if (!rv_grow(&o->kept, o->n_kept, &o->kept_room, sizeof *o->kept) || !(o->kept[o->n_kept] = strdup(text)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu texts", o->n_kept);
    *out = o->kept[o->n_kept++];
    return RV_OK;
}

static rv_status number(const source *s, int column, double *x, rv_error *err)
{
    const char *text = cell(s, column);
    rv_status st;

    *x = NAN;
    if (rv_text_missing(text))
        return RV_OK;
    if ((st = rv_real_parse(text, x, err)) != RV_OK)
        return rv_within(err, RV_EPARSE, "%s:%zu: column %s", rv_csv_name(s->csv), s->row->line, columns[column]);
    if (fabs(*x) > LARGEST)
        return rv_fail(err, RV_EPARSE, "%s:%zu: column %s is %g; a figure takes numbers up to %g", rv_csv_name(s->csv), s->row->line,
                       columns[column], *x, LARGEST);
    return RV_OK;
}

static rv_status columns_of(source *s, rv_error *err)
{
    rv_status st = rv_csv_header(s->csv, err);

    for (int i = 0; st == RV_OK && i < COLUMNS; i++)
        if ((s->at[i] = rv_csv_column(s->csv, columns[i])) < 0 && (i == C_X || i == C_X + 1))
            st = rv_fail(err, RV_EPARSE, "%s:1: there is no column %s; chart data have it (see review-plot(1))", rv_csv_name(s->csv), columns[i]);
    return st;
}

static rv_status read_fact(const source *s, const rv_chart_row *row, rv_error *err)
{
    rv_chart_data *d = &s->to->data;

    for (size_t i = 0; i < FACTS; i++)
        if (strcmp(facts[i].name, row->label) == 0) {
            if (facts[i].text)
                *text_fact(d, i) = row->text;
            else
                *real_fact(d, i) = strcmp(row->label, "i2_percent") == 0 ? row->x / 100 : row->x;
            if (d->level <= 0 || d->level >= 1)
                return fault(s, err, "the level must lie between 0 and 1, it is", cell(s, C_X));
            return RV_OK;
        }
    return fault(s, err, "there is no fact", row->label);
}

static rv_status read_row(const source *s, rv_error *err)
{
    owner *o = s->to;
    rv_chart_row row = { .kind = RV_CHART_POINT };
    double *const numbers[NUMBERS] = { &row.x, &row.y, &row.lo, &row.hi, &row.pi_lo, &row.pi_hi, &row.weight };
    const char *kind = cell(s, C_KIND);
    int which = 0;
    rv_status st;

    while (*kind && kinds[which] && strcmp(kinds[which], kind) != 0)
        which++;
    if (!kinds[which])
        return fault(s, err, "there are the kinds point, fill, line, fact and note, not", kind);
    row.kind = (rv_chart_kind)which;
    if ((st = keep(o, cell(s, C_LABEL), &row.label, err)) != RV_OK || (st = keep(o, cell(s, C_TEXT), &row.text, err)) != RV_OK)
        return st;
    for (int i = 0; st == RV_OK && i < NUMBERS; i++)
        st = number(s, C_X + i, numbers[i], err);
    if (st != RV_OK)
        return st;
    if (row.lo > row.hi || row.pi_lo > row.pi_hi)
        return fault(s, err, "the lower limit is above the upper one, for", row.label);
    if (row.weight < 0)
        return fault(s, err, "weight must not be negative, it is", cell(s, 8));
    if (row.kind == RV_CHART_FACT)
        return read_fact(s, &row, err);
    if (!rv_grow(&o->rows, o->data.n, &o->room, sizeof *o->rows))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", o->data.n);
    o->rows[o->data.n++] = row;
    o->data.rows = o->rows;
    return RV_OK;
}

static owner *new_owner(void)
{
    owner *o = calloc(1, sizeof *o);

    for (size_t i = 0; o && i < FACTS; i++)
        if (facts[i].text)
            *text_fact(&o->data, i) = "";
        else
            *real_fact(&o->data, i) = NAN;
    return o;
}

rv_status rv_chart_read(rv_chart_data **out, const char *path, rv_error *err)
{
    source s = { .to = new_owner() };
    rv_status st;

    *out = NULL;
    if (!s.to)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_csv_open(&s.csv, path, 0, err)) == RV_OK && (st = columns_of(&s, err)) == RV_OK)
        while ((st = rv_csv_next(s.csv, &s.row, err)) == RV_OK && s.row && (st = read_row(&s, err)) == RV_OK)
            ;
    if (st == RV_OK && s.to->data.n == 0)
        st = rv_fail(err, RV_EPARSE, "%s: there are no rows", rv_csv_name(s.csv));
    rv_csv_close(s.csv);
    if (st == RV_OK)
        *out = &s.to->data;
    else
        rv_chart_free(&s.to->data);
    return st;
}

void rv_chart_free(rv_chart_data *data)
{
    owner *o = (owner *)data;

    if (!o)
        return;
    for (size_t i = 0; i < o->n_kept; i++)
        free(o->kept[i]);
    free(o->kept);
    free(o->rows);
    free(o);
}

/* ---- Writing ------------------------------------------------------------------------------------------------------ */

static void write_facts(rv_table *to, const rv_chart_data *d)
{
    for (size_t i = 0; i < FACTS; i++) {
        const bool percent = strcmp(facts[i].name, "i2_percent") == 0;
        if (facts[i].text ? !*text_fact(d, i) || !**text_fact(d, i) : isnan(*real_fact(d, i)))
            continue;
        rv_table_text(to, kinds[RV_CHART_FACT]);
        rv_table_text(to, facts[i].name);
        rv_table_real(to, facts[i].text ? NAN : *real_fact(d, i) * (percent ? 100 : 1));
        for (int missing = 1; missing < NUMBERS; missing++)
            rv_table_missing(to);
        rv_table_text(to, facts[i].text ? *text_fact(d, i) : "");
        rv_table_row(to);
    }
}

static void write_row(rv_table *to, const rv_chart_row *r)
{
    const double numbers[NUMBERS] = { r->x, r->y, r->lo, r->hi, r->pi_lo, r->pi_hi, r->weight };

    rv_table_text(to, kinds[r->kind]);
    rv_table_text(to, r->label);
    for (int i = 0; i < NUMBERS; i++)
        rv_table_real(to, numbers[i]);
    rv_table_text(to, r->text);
    rv_table_row(to);
}

rv_status rv_chart_write(rv_output *to, rv_format format, const rv_chart_data *data, rv_error *err)
{
    rv_table *table;
    rv_status st = rv_table_open(&table, to, format, columns, COLUMNS, err);

    if (st != RV_OK)
        return st;
    write_facts(table, data);
    for (size_t i = 0; i < data->n; i++)
        write_row(table, &data->rows[i]);
    return rv_table_close(table, err);
}
