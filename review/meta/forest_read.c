/* Reads forest-plot data, version 1, and checks what a drawing program relies on. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/forest.h"

typedef struct {
    rv_csv *csv;
    const rv_csv_row *row;
    int at[32];                   /* where each of rv_forest_columns stands */
    int optional[RV_FOREST_FIT + RV_FOREST_BETWEEN + RV_FOREST_WORDS];   /* and of rv_forest_optional; -1 */
    size_t *further;              /* and of the further columns */
} source;

/* Where the columns stand in rv_forest_columns. */
enum {
    C_VERSION, C_KIND, C_LABEL, C_SUBGROUP, C_YI, C_VI, C_CI_LO, C_CI_HI, C_PI_LO, C_PI_HI, C_WEIGHT, C_K,
    C_TITLE, C_MEASURE, C_LOG_SCALE, C_FAVOURS_LEFT, C_FAVOURS_RIGHT, C_MODEL, C_TAU2_METHOD, C_TEST,
    C_PI_METHOD, C_LEVEL, C_TAU2, C_I2, C_Q, C_Q_DF, C_Q_P
};

/* The field at this place of the file; "" for a place of -1 and where the row is short. */
static const char *field(const source *s, int at)
{
    return at >= 0 && (size_t)at < s->row->count ? s->row->fields[at] : "";
}

static const char *cell(const source *s, int column)
{
    return field(s, s->at[column]);
}

/* A text in which the writer put an apostrophe before what a spreadsheet would run as a formula comes back without it. */
static const char *bare(const char *t)
{
    return t[0] == '\'' && t[1] && strchr("=+-@\t\r", t[1]) ? t + 1 : t;
}

static const char *text(const source *s, int column)
{
    return bare(cell(s, column));
}

static rv_status number_at(const source *s, int at, const char *name, double *x, rv_error *err)
{
    const char *t = field(s, at);
    rv_status st;

    *x = NAN;
    if (rv_text_missing(t))
        return RV_OK;
    if ((st = rv_real_parse(t, x, err)) != RV_OK)
        return rv_within(err, RV_EPARSE, "%s:%zu: column %s", rv_csv_name(s->csv), s->row->line, name);
    return st;
}

static rv_status number(const source *s, int column, double *x, rv_error *err)
{
    return number_at(s, s->at[column], rv_forest_columns[column], x, err);
}

static rv_status optional_number(const source *s, int column, double *x, rv_error *err)
{
    return number_at(s, s->optional[column], rv_forest_optional[column], x, err);
}

static rv_status columns_of(source *s, rv_error *err)
{
    rv_status st = rv_csv_header(s->csv, err);

    for (int i = 0; st == RV_OK && rv_forest_columns[i]; i++)
        if ((s->at[i] = rv_csv_column(s->csv, rv_forest_columns[i])) < 0)
            st = rv_fail(err, RV_EPARSE, "%s:1: there is no column %s; forest-plot data have it (see review-meta(1))",
                         rv_csv_name(s->csv), rv_forest_columns[i]);
    for (int i = 0; st == RV_OK && rv_forest_optional[i]; i++)
        s->optional[i] = rv_csv_column(s->csv, rv_forest_optional[i]);
    return st;
}

static bool listed(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

bool rv_forest_knows(const char *name)
{
    return listed(rv_forest_columns, name) || listed(rv_forest_optional, name);
}

/* Columns with a name that we do not know are the forest's further columns; of several with one name the first. */
static rv_status further_columns(source *s, rv_forest_owner *o, rv_error *err)
{
    const size_t columns = rv_csv_columns(s->csv);
    const char **names = calloc(columns + 1, sizeof *names);
    size_t n = 0;
    rv_status st = RV_OK;

    if (!names || !(s->further = calloc(columns + 1, sizeof *s->further)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < columns; i++) {
        const char *name = rv_csv_column_name(s->csv, i);
        if (*name && !rv_forest_knows(name) && rv_csv_column(s->csv, name) == (int)i) {
            s->further[n] = i;
            names[n++] = name;
        }
    }
    if (st == RV_OK)
        st = rv_forest_name_columns(o, names, n, err);
    free(names);
    return st;
}

/* The test between subgroups and the texts of the whole, where the file has them. */
static rv_status read_optional_heading(const source *s, rv_forest_owner *o, rv_error *err)
{
    rv_forest_between *b = &o->between;
    double *const numbers[] = { &b->stat, &b->df1, &b->df2, &b->p };
    const char **const words[] = { &o->forest.label_head, &o->forest.notes };
    rv_status st = RV_OK;

    for (int i = 0; st == RV_OK && i < RV_FOREST_BETWEEN; i++)
        st = optional_number(s, RV_FOREST_FIT + i, numbers[i], err);
    for (int i = 0; st == RV_OK && i < RV_FOREST_WORDS; i++)
        st = rv_forest_keep(o, bare(field(s, s->optional[RV_FOREST_FIT + RV_FOREST_BETWEEN + i])), words[i], err);
    if (st == RV_OK && isfinite(b->stat))
        o->forest.between = b;
    return st;
}

static rv_status read_fit(const source *s, rv_forest_fit *fit, bool *any, rv_error *err)
{
    double *const numbers[] = { &fit->stat, &fit->df, &fit->p, &fit->tau2, &fit->i2, &fit->q, &fit->q_df, &fit->q_p };
    rv_status st = RV_OK;

    *any = false;
    for (int i = 0; st == RV_OK && i < RV_FOREST_FIT; i++) {
        st = optional_number(s, i, numbers[i], err);
        *any |= s->optional[i] >= 0;
    }
    fit->i2 /= 100;
    return st;
}

/* What holds for the whole plot, from the first row. */
static rv_status read_heading(const source *s, rv_forest_owner *o, rv_error *err)
{
    rv_forest *f = &o->forest;
    const struct { int column; const char **to;
    } words[] = { { C_TITLE, &f->title },
                  { C_MEASURE, &f->measure },
                  { C_FAVOURS_LEFT, &f->favours_left },
                  { C_FAVOURS_RIGHT, &f->favours_right },
                  { C_MODEL, &f->model },
                  { C_TAU2_METHOD, &f->tau2_method },
                  { C_TEST, &f->test },
                  { C_PI_METHOD, &f->pi_method } };
    const struct {
        int column;
        double *to;
    } numbers[] = { { C_LEVEL, &f->level }, { C_TAU2, &f->tau2 }, { C_I2, &f->i2 },
                    { C_Q, &f->q },         { C_Q_DF, &f->q_df }, { C_Q_P, &f->q_p } };
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < sizeof words / sizeof *words; i++)
        st = rv_forest_keep(o, text(s, words[i].column), words[i].to, err);
    for (size_t i = 0; st == RV_OK && i < sizeof numbers / sizeof *numbers; i++)
        st = number(s, numbers[i].column, numbers[i].to, err);
    f->i2 /= 100;
    f->log_scale = strcmp(cell(s, C_LOG_SCALE), "1") == 0;
    if (st == RV_OK && !(f->level > 0 && f->level < 1))
        st = rv_fail(err, RV_EPARSE, "%s:%zu: level is %g; it must lie between 0 and 1", rv_csv_name(s->csv),
                     s->row->line, f->level);
    return st;
}

static rv_status check_row(const source *s, const rv_forest_row *r, rv_error *err)
{
    const char *const file = rv_csv_name(s->csv);
    const size_t line = s->row->line;

    if (r->ci_lo > r->ci_hi || r->pi_lo > r->pi_hi)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the lower limit is above the upper one", file, line);
    if (r->kind == RV_FOREST_PREDICTION ? isnan(r->pi_lo) || isnan(r->pi_hi)
                                        : isnan(r->yi) || isnan(r->ci_lo) || isnan(r->ci_hi))
        return rv_fail(err, RV_EPARSE, "%s:%zu: a %s row needs %s", file, line, rv_forest_kinds[r->kind],
                       r->kind == RV_FOREST_PREDICTION ? "pi_lo and pi_hi" : "yi, ci_lo and ci_hi");
    /* The weight of one of several dependent effects may be negative. */
    return r->vi <= 0 ? rv_fail(err, RV_EPARSE, "%s:%zu: vi must be positive", file, line) : RV_OK;
}

static rv_status read_row(const source *s, rv_forest_owner *o, rv_error *err)
{
    rv_forest_row r = { .label = text(s, C_LABEL), .subgroup = text(s, C_SUBGROUP) };
    double *const numbers[] = { &r.yi, &r.vi, &r.ci_lo, &r.ci_hi, &r.pi_lo, &r.pi_hi, &r.weight, &r.k };
    const char *const kind = cell(s, C_KIND);
    rv_forest_fit fit;
    bool fitted;
    int which = 0;
    rv_status st = RV_OK;

    if (strcmp(cell(s, C_VERSION), "1") != 0)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the forest-plot data are version '%s'; this program reads version 1",
                       rv_csv_name(s->csv), s->row->line, cell(s, C_VERSION));
    while (rv_forest_kinds[which] && strcmp(rv_forest_kinds[which], kind) != 0)
        which++;
    if (!rv_forest_kinds[which])
        return rv_fail(err, RV_EPARSE,
                       "%s:%zu: the kind of row is '%s'; there are study, subgroup, pooled, prediction and step",
                       rv_csv_name(s->csv), s->row->line, kind);
    r.kind = (rv_forest_kind)which;
    for (int i = 0; st == RV_OK && i < 8; i++)
        st = number(s, C_YI + i, numbers[i], err);
    if (st == RV_OK && (st = check_row(s, &r, err)) == RV_OK && (st = read_fit(s, &fit, &fitted, err)) == RV_OK)
        st = rv_forest_add(o, &r, fitted ? &fit : NULL, err);
    for (size_t i = 0; st == RV_OK && i < o->forest.columns; i++)
        st = rv_forest_put(o, i, bare(field(s, (int)s->further[i])), err);
    return st;
}

rv_status rv_forest_read(rv_forest **out, const char *path, rv_error *err)
{
    source s = { .csv = NULL };
    rv_forest_owner *o = NULL;
    rv_status st;

    *out = NULL;
    if ((st = rv_csv_open(&s.csv, path, 0, err)) != RV_OK || (st = columns_of(&s, err)) != RV_OK
        || (st = rv_forest_new(&o, err)) != RV_OK || (st = further_columns(&s, o, err)) != RV_OK)
        goto done;
    while ((st = rv_csv_next(s.csv, &s.row, err)) == RV_OK && s.row)
        if ((o->forest.n == 0
             && ((st = read_heading(&s, o, err)) != RV_OK || (st = read_optional_heading(&s, o, err)) != RV_OK))
            || (st = read_row(&s, o, err)) != RV_OK)
            goto done;
    if (st == RV_OK && o->forest.n == 0)
        st = rv_fail(err, RV_EPARSE, "%s: there are no rows", rv_csv_name(s.csv));
done:
    if (st == RV_OK)
        *out = &o->forest;
    else if (o)
        rv_forest_free(&o->forest);
    free(s.further);
    rv_csv_close(s.csv);
    return st;
}
