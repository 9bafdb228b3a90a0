/* Forest-plot data as a table, version 1. */
#include <config.h>

#include "meta/forest.h"

const char *const rv_forest_columns[] = {
    "version",   "kind",         "label",         "subgroup", "yi",          "vi",    "ci_lo",
    "ci_hi",     "pi_lo",        "pi_hi",         "weight",   "k",           "title", "measure",
    "log_scale", "favours_left", "favours_right", "model",    "tau2_method", "test",  "pi_method",
    "level",     "tau2",         "i2_percent",    "q",        "q_df",        "q_p",   NULL
};

const char *const rv_forest_kinds[] = { "study", "subgroup", "pooled", "prediction", NULL };

static void write_row(rv_table *to, const rv_forest *f, const rv_forest_row *r)
{
    const double before[] = { r->yi, r->vi, r->ci_lo, r->ci_hi, r->pi_lo, r->pi_hi, r->weight, r->k },
                 after[] = { f->level, f->tau2, 100 * f->i2, f->q, f->q_df, f->q_p };
    const char *const words[] = { f->favours_left, f->favours_right, f->model, f->tau2_method, f->test, f->pi_method };

    rv_table_int(to, RV_FOREST_VERSION);
    rv_table_text(to, rv_forest_kinds[r->kind]);
    rv_table_text(to, r->label);
    rv_table_text(to, r->subgroup);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        rv_table_real(to, before[i]);
    rv_table_text(to, f->title);
    rv_table_text(to, f->measure);
    rv_table_int(to, f->log_scale != 0);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        rv_table_text(to, words[i]);
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        rv_table_real(to, after[i]);
    rv_table_row(to);
}

rv_status rv_forest_write(rv_output *to, rv_format format, const rv_forest *forest, rv_error *err)
{
    rv_table *table;
    size_t columns = 0;
    rv_status st;

    while (rv_forest_columns[columns])
        columns++;
    if ((st = rv_table_open(&table, to, format, rv_forest_columns, columns, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < forest->n; i++)
        write_row(table, forest, &forest->rows[i]);
    return rv_table_close(table, err);
}
