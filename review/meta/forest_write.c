/* Forest-plot data as a table, version 1. */
#include <config.h>

#include <stdlib.h>

#include "meta/forest.h"

const char *const rv_forest_columns[] = {
    "version",   "kind",         "label",         "subgroup", "yi",          "vi",    "ci_lo",
    "ci_hi",     "pi_lo",        "pi_hi",         "weight",   "k",           "title", "measure",
    "log_scale", "favours_left", "favours_right", "model",    "tau2_method", "test",  "pi_method",
    "level",     "tau2",         "i2_percent",    "q",        "q_df",        "q_p",   NULL
};

const char *const rv_forest_optional[] = {
    "fit_stat",     "fit_df",      "fit_p",       "fit_tau2",  "fit_i2_percent", "fit_q",  "fit_q_df", "fit_q_p",
    "between_stat", "between_df1", "between_df2", "between_p", "label_head",     "notes",  NULL
};

const char *const rv_forest_kinds[] = { "study", "subgroup", "pooled", "prediction", "step", NULL };

/* Which of the optional columns a forest has: one after the other, as a bit each would be. */
typedef struct { bool fits, between, words[RV_FOREST_WORDS]; } parts;

static parts parts_of(const rv_forest *f)
{
    return (parts){ f->fits != NULL, f->between != NULL, { f->label_head && *f->label_head, f->notes && *f->notes } };
}

static size_t add_names(const char **to, const char *const *names, size_t n, bool wanted)
{
    for (size_t i = 0; wanted && i < n; i++)
        to[i] = names[i];
    return wanted ? n : 0;
}

/* The names of all columns, NULL when memory is out. The caller frees it. */
static const char **names_of(const rv_forest *f, size_t *n)
{
    enum { FIXED = 27 };
    const parts has = parts_of(f);
    const char *const *optional = rv_forest_optional;
    const char **to = calloc(FIXED + RV_FOREST_FIT + RV_FOREST_BETWEEN + RV_FOREST_WORDS + f->columns, sizeof *to);

    *n = 0;
    if (!to)
        return NULL;
    *n += add_names(to, rv_forest_columns, FIXED, true);
    *n += add_names(to + *n, optional, RV_FOREST_FIT, has.fits);
    *n += add_names(to + *n, optional += RV_FOREST_FIT, RV_FOREST_BETWEEN, has.between);
    optional += RV_FOREST_BETWEEN;
    for (int i = 0; i < RV_FOREST_WORDS; i++)
        *n += add_names(to + *n, optional + i, 1, has.words[i]);
    *n += add_names(to + *n, f->column, f->columns, true);
    return to;
}

static void write_numbers(rv_table *to, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        rv_table_real(to, x[i]);
}

static void write_parts(rv_table *to, const rv_forest *f, size_t row)
{
    const parts has = parts_of(f);

    if (has.fits) {
        const rv_forest_fit *t = &f->fits[row];
        write_numbers(to, (const double[]){ t->stat, t->df, t->p, t->tau2, 100 * t->i2, t->q, t->q_df, t->q_p }, RV_FOREST_FIT);
    }
    if (has.between) {
        const rv_forest_between *b = f->between;
        write_numbers(to, (const double[]){ b->stat, b->df1, b->df2, b->p }, RV_FOREST_BETWEEN);
    }
    if (has.words[0])
        rv_table_text(to, f->label_head);
    if (has.words[1])
        rv_table_text(to, f->notes);
    for (size_t i = 0; i < f->columns; i++)
        rv_table_text(to, f->cells[row * f->columns + i]);
}

static void write_row(rv_table *to, const rv_forest *f, size_t i)
{
    const rv_forest_row *r = &f->rows[i];
    const char *const words[] = { f->favours_left, f->favours_right, f->model, f->tau2_method, f->test, f->pi_method };

    rv_table_int(to, RV_FOREST_VERSION);
    rv_table_text(to, rv_forest_kinds[r->kind]);
    rv_table_text(to, r->label);
    rv_table_text(to, r->subgroup);
    write_numbers(to, (const double[]){ r->yi, r->vi, r->ci_lo, r->ci_hi, r->pi_lo, r->pi_hi, r->weight, r->k }, 8);
    rv_table_text(to, f->title);
    rv_table_text(to, f->measure);
    rv_table_int(to, f->log_scale != 0);
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        rv_table_text(to, words[w]);
    write_numbers(to, (const double[]){ f->level, f->tau2, 100 * f->i2, f->q, f->q_df, f->q_p }, 6);
    write_parts(to, f, i);
    rv_table_row(to);
}

rv_status rv_forest_write(rv_output *to, rv_format format, const rv_forest *forest, rv_error *err)
{
    rv_table *table;
    size_t columns;
    const char **names = names_of(forest, &columns);
    rv_status st = names ? rv_table_open(&table, to, format, names, columns, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < forest->n; i++)
        write_row(table, forest, i);
    if (st == RV_OK)
        st = rv_table_close(table, err);
    free(names);
    return st;
}
