/* Rows from delimited text, with the field's column names. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/meta.h"

typedef struct {
    rv_csv *csv;
    int yi, spread, label, study, subgroup;   /* columns; -1 for none */
    bool is_se;                   /* `spread` holds standard errors */
    bool exclude;
} source;

static rv_status not_there(const rv_csv *csv, const char *name, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;

    for (size_t c = 0; c < rv_csv_columns(csv) && known.length < 300; c++)
        rv_buf_printf(&known, "%s%s", c ? ", " : "", rv_csv_column_name(csv, c));
    rv_fail(err, RV_ENOTFOUND, "%s: there is no column %s; there are %s", rv_csv_name(csv), name, rv_buf_str(&known));
    rv_buf_free(&known);
    return RV_ENOTFOUND;
}

/* The column called `name`, or the first of the usual names that is there; -1 when there is none and none was named. */
static rv_status find(const rv_csv *csv, const char *name, const char *const *usual, int *column, rv_error *err)
{
    *column = -1;
    if (name)
        return (*column = rv_csv_column(csv, name)) < 0 ? not_there(csv, name, err) : RV_OK;
    for (; *usual && *column < 0; usual++)
        *column = rv_csv_column(csv, *usual);
    return RV_OK;
}

static rv_status find_columns(source *s, const rv_meta_columns *c, rv_error *err)
{
    static const char *const yi[] = { "yi", NULL }, *const vi[] = { "vi", NULL }, *const sei[] = { "sei", NULL },
                             *const label[] = { "slab", "label", "study", "author", NULL },
                             *const study[] = { "study", "study_id", "studyid", NULL }, *const none[] = { NULL };
    rv_status st;

    if (c->vi && c->sei)
        return rv_fail(err, RV_EINVAL, "variances and standard errors were both named; one of them is enough");
    if ((st = rv_csv_header(s->csv, err)) != RV_OK || (st = find(s->csv, c->yi, yi, &s->yi, err)) != RV_OK
        || (st = find(s->csv, c->label, label, &s->label, err)) != RV_OK
        || (st = find(s->csv, c->study, study, &s->study, err)) != RV_OK
        || (st = find(s->csv, c->subgroup, none, &s->subgroup, err)) != RV_OK)
        return st;
    s->spread = -1;
    if (!c->sei && (st = find(s->csv, c->vi, vi, &s->spread, err)) != RV_OK)
        return st;
    if (s->spread < 0) {
        s->is_se = true;
        if ((st = find(s->csv, c->sei, sei, &s->spread, err)) != RV_OK)
            return st;
    }
    if (s->yi < 0 || s->spread < 0)
        return not_there(s->csv, s->yi < 0 ? "yi" : "vi or sei", err);
    if (s->study < 0 && c->label)
        s->study = s->label;
    return RV_OK;
}

static const char *cell(const rv_csv_row *row, int column)
{
    return column >= 0 && (size_t)column < row->count ? row->fields[column] : "";
}

static rv_status number(const source *s, const rv_csv_row *row, int column, double *x, rv_error *err)
{
    const rv_status st = rv_real_parse(cell(row, column), x, err);

    if (st != RV_OK)
        return rv_within(err, RV_EPARSE, "%s:%zu: column %s", rv_csv_name(s->csv), row->line,
                         rv_csv_column_name(s->csv, (size_t)column));
    return st;
}

static rv_status read_numbers(const source *s, const rv_csv_row *row, rv_meta_row *to, rv_error *err)
{
    const char *const name = rv_csv_column_name(s->csv, (size_t)s->spread);
    double spread;
    rv_status st;

    if ((st = number(s, row, s->yi, &to->yi, err)) != RV_OK || (st = number(s, row, s->spread, &spread, err)) != RV_OK)
        return st;
    if (!(spread > 0))
        return rv_fail(err, RV_EDOMAIN, "%s:%zu: %s (column %s) is %g; it must be positive", rv_csv_name(s->csv),
                       row->line, s->is_se ? "the standard error" : "the variance", name, spread);
    to->vi = s->is_se ? spread * spread : spread;
    if (!(to->vi > 0 && isfinite(to->vi)))
        return rv_fail(err, RV_EDOMAIN, "%s:%zu: the standard error (column %s) is %g; its square is out of range",
                       rv_csv_name(s->csv), row->line, name, spread);
    return RV_OK;
}

static rv_status read_row(rv_meta_set *set, const source *s, const rv_csv_row *row, rv_error *err)
{
    const bool no_yi = rv_text_missing(cell(row, s->yi)), no_spread = rv_text_missing(cell(row, s->spread));
    char label[48], reason[160];
    rv_meta_row to = { .label = cell(row, s->label), .study = cell(row, s->study), .subgroup = cell(row, s->subgroup),
                       .yi = NAN, .vi = NAN, .line = row->line };
    rv_status st;

    if (rv_text_missing(to.label)) {
        snprintf(label, sizeof label, "line %zu", row->line);
        to.label = label;
    }
    if (no_yi || no_spread) {
        snprintf(reason, sizeof reason, "%.100s is missing",
                 rv_csv_column_name(s->csv, (size_t)(no_yi ? s->yi : s->spread)));
        if (!s->exclude)
            return rv_fail(err, RV_EPARSE, "%s:%zu: %s; rows without a number are left out only with missing=exclude",
                           rv_csv_name(s->csv), row->line, reason);
        to.excluded = true;
        to.reason = reason;
    } else if ((st = read_numbers(s, row, &to, err)) != RV_OK) {
        return st;
    }
    return rv_meta_set_add(set, &to, err);
}

rv_status rv_meta_set_read(rv_meta_set *set, const char *path, const rv_meta_columns *columns, rv_error *err)
{
    source s = { .csv = NULL, .exclude = columns->exclude_missing };
    const rv_csv_row *row;
    rv_status st;

    if ((st = rv_csv_open(&s.csv, path, 0, err)) == RV_OK && (st = find_columns(&s, columns, err)) == RV_OK)
        while ((st = rv_csv_next(s.csv, &row, err)) == RV_OK && row && (st = read_row(set, &s, row, err)) == RV_OK)
            ;
    if (st == RV_OK && rv_meta_set_count(set) == 0)
        st = rv_fail(err, RV_EPARSE, "%s: there are no rows below the header", rv_csv_name(s.csv));
    rv_csv_close(s.csv);
    return st;
}
