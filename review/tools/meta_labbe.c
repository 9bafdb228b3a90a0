/* points --figure labbe: what happened in each group, from counts. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "tools/meta_chart.h"
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

/* The same for review-plot, with the pooled effect, which is a difference y - x on this scale. */
static rv_status chart(meta_tables_work *w, const double *x, const double *y, const double *v, rv_error *err)
{
    const rv_tables_measure m = w->options.measure;
    meta_chart c = { .data = { "", "", "", "", "", "", NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, NULL } };
    rv_error unsaid;
    rv_status st;

    c.data.figure = "labbe";
    c.data.title = asked.title ? asked.title : "";
    c.data.measure = rv_tables_measure_names[m];
    c.data.log_scale = m == RV_TABLES_OR || m == RV_TABLES_RR || m == RV_TABLES_IRR;
    c.data.level = w->options.random.level;
    if (meta_tables_compute(w, &unsaid) == RV_OK) {      /* without one there are points all the same */
        const rv_meta_coef *const p = &w->pool.random.pooled;
        c.data.estimate = p->estimate;
        c.data.ci_lo = p->ci_lo;
        c.data.ci_hi = p->ci_hi;
        c.data.model = "Pooled effect: random effects model of the studies' own effects";
    }
    for (size_t i = 0; i < w->tables.k; i++) {
        meta_chart_row(&c, RV_CHART_POINT, w->labels[i], x[i], y[i], "");
        if (meta_chart_last(&c))
            meta_chart_last(&c)->weight = isfinite(v[i]) && v[i] > 0 ? 1 / v[i] : NAN;
    }
    st = meta_chart_write(&c, err);
    meta_chart_free(&c);
    return st;
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
        st = asked.chart ? chart(&w, x, x + w.tables.k, x + 2 * w.tables.k, err) : RV_OK;
    if (st == RV_OK)
        st = write(&w, x, x + w.tables.k, x + 2 * w.tables.k, err);
    free(x);
    meta_tables_free(&w);
    return st;
}
