/* points --figure labbe: what happened in each group, from counts. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "tools/meta_tables.h"

/* What an axis shows: the scale of the measure. */
static const char *const scales[] = { "log odds", "log risk", "risk", "log rate", "rate" };

static rv_status write(const meta_tables_work *w, const double *x, const double *y, const double *v, rv_error *err)
{
    static const char *const columns[] = { "label", "x", "y", "v" };
    const char *const scale = scales[w->options.measure];
    char of[2][64];
    meta_writer *to = meta_writer_new("points");

    snprintf(of[0], sizeof of[0], "%s in group 2", scale);
    snprintf(of[1], sizeof of[1], "%s in group 1", scale);
    meta_fact_text(to, "figure", "Figure", "labbe");
    meta_fact_text(to, "measure", "Measure", rv_tables_measure_names[w->options.measure]);
    meta_fact_text(to, "x", "x", of[0]);
    meta_fact_text(to, "y", "y", of[1]);
    meta_table(to, "points", NULL, columns, 4);
    for (size_t i = 0; i < w->tables.k; i++) {
        meta_cell_text(to, w->labels[i]);
        meta_cell_real(to, x[i]);
        meta_cell_real(to, y[i]);
        meta_cell_real(to, v[i]);
        meta_row(to);
    }
    return meta_written(to, err);
}

rv_status meta_labbe(rv_error *err)
{
    meta_tables_work w = { 0 };
    double *x = NULL;
    rv_status st;

    if ((st = meta_tables_settle(&w, err)) == RV_OK && (st = meta_tables_read(&w, err)) == RV_OK
        && !(x = malloc((3 * w.tables.k + 1) * sizeof *x)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu tables", w.tables.k);
    if (st == RV_OK
        && (st = rv_labbe(&w.tables, w.options.measure, w.options.add, RV_ZERO_ONLY0, x, x + w.tables.k, x + 2 * w.tables.k, err)) == RV_OK)
        st = write(&w, x, x + w.tables.k, x + 2 * w.tables.k, err);
    free(x);
    meta_tables_free(&w);
    return st;
}
