/* points --figure bubble: effects against a moderator, and what the model says of it. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "tools/meta_chart.h"

enum { STEPS = 60 };

typedef struct {
    meta_input   in;
    rv_analysis *a;
    const char  *name;            /* of the moderator */
    double      *x;               /* [k] */
    double       at[STEPS + 1];
    rv_meta_prediction fitted[STEPS + 1];
} bubble;

/* The moderator is the first column of the formula; it must be numbers. */
static rv_status moderator(bubble *b, rv_error *err)
{
    const double *column;
    rv_status st;

    if (!b->in.design)
        return rv_fail(err, RV_EUSAGE, "a bubble plot is of a moderator: give --mods");
    b->name = rv_model_formula_column(b->in.formula, 0);
    if ((st = meta_column(&b->in, b->name, &column, err)) != RV_OK)
        return rv_within(err, st, "a bubble plot is of numbers");
    if (!(b->x = calloc(b->in.k + 1, sizeof *b->x)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", b->in.k);
    for (size_t i = 0; i < b->in.k; i++)
        b->x[i] = column[b->in.row[i]];
    return RV_OK;
}

/* The mean, its interval and the prediction interval along the moderator; the others are at the values of --at. */
static rv_status fit(bubble *b, rv_error *err)
{
    double lo = INFINITY, hi = -INFINITY;
    double *rows = calloc((STEPS + 1) * b->a->p, sizeof *rows);
    rv_status st = rows ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < b->in.k; i++) {
        lo = fmin(lo, b->x[i]);
        hi = fmax(hi, b->x[i]);
    }
    for (int i = 0; st == RV_OK && i <= STEPS; i++) {
        rv_buf words = RV_BUF_INIT;
        b->at[i] = lo + (hi - lo) * i / STEPS;
        rv_buf_printf(&words, "%s=%.17g%s%s", b->name, b->at[i], asked.at.count ? "," : "", asked.at.count ? asked.at.items[0] : "");
        if ((st = rv_buf_check(&words, err)) == RV_OK && (st = rv_design_at(b->in.design, rv_buf_str(&words), rows + (size_t)i * b->a->p, err)) != RV_OK)
            st = rv_within(err, RV_EUSAGE, "a bubble plot needs the values of the other moderators: --at");
        rv_buf_free(&words);
    }
    if (st == RV_OK)
        st = rv_analysis_predict(b->a, rows, STEPS + 1, b->fitted, err);
    free(rows);
    return st;
}

/* Percent of the model's weight; in models of dependent effects a weight may be negative, and precision stands for it. */
static double weight_of(const bubble *b, size_t i)
{
    return b->a->mixed ? 1 / b->in.vi[i] : b->a->weights[i];
}

static rv_status chart(const bubble *b, rv_error *err)
{
    meta_chart c;
    rv_status st;

    meta_chart_begin(&c, "bubble", &b->in, b->a);
    c.data.x_name = b->name;
    c.data.estimate = c.data.ci_lo = c.data.ci_hi = c.data.pi_lo = c.data.pi_hi = NAN;
    for (size_t i = 0; i < b->in.k; i++) {
        meta_chart_row(&c, RV_CHART_POINT, b->in.label[i], b->x[i], b->in.yi[i], "");
        if (meta_chart_last(&c))
            meta_chart_last(&c)->weight = weight_of(b, i);
    }
    for (int i = 0; i <= STEPS; i++) {
        const rv_meta_prediction *const p = &b->fitted[i];
        meta_chart_row(&c, RV_CHART_LINE, "", b->at[i], p->mean.estimate, "fitted");
        if (meta_chart_last(&c)) {
            rv_chart_row *const r = meta_chart_last(&c);
            r->lo = p->mean.ci_lo, r->hi = p->mean.ci_hi, r->pi_lo = p->pi_lo, r->pi_hi = p->pi_hi;
        }
    }
    for (size_t j = 0; j < b->a->p; j++) {
        const rv_meta_coef *const e = &b->a->coefs[j];
        if (b->a->p == 2 && j == 1)
            meta_chart_note(&c, "Slope of %s: %.4g (%g\u202F%% CI %.4g to %.4g), %s.", b->name, e->estimate, 100 * b->a->fit.level, e->ci_lo, e->ci_hi,
                            meta_chart_p(&c, e->p));
    }
    if (asked.at.count)
        meta_chart_note(&c, "The line is for %s.", asked.at.items[0]);
    st = meta_chart_write(&c, err);
    meta_chart_free(&c);
    return st;
}

static rv_status write(const bubble *b, rv_error *err)
{
    static const char *const points[] = { "label", "x", "y", "weight" };
    static const char *const line[] = { "x", "estimate", "ci_lo", "ci_hi", "pi_lo", "pi_hi" };
    meta_writer *w = meta_writer_new("points");

    meta_fact_text(w, "figure", "Figure", "bubble");
    meta_fact_model(w, &b->in, b->a);
    meta_fact_text(w, "x", "x", b->name);
    meta_fact_text(w, "y", "y", "effect");
    meta_table(w, "points", NULL, points, 4);
    for (size_t i = 0; i < b->in.k; i++) {
        meta_cell_text(w, b->in.label[i]);
        meta_cell_real(w, b->x[i]);
        meta_cell_real(w, b->in.yi[i]);
        meta_cell_real(w, weight_of(b, i));
        meta_row(w);
    }
    meta_table(w, "line", "What the model says", line, 6);
    for (int i = 0; i <= STEPS; i++) {
        const rv_meta_prediction *const p = &b->fitted[i];
        const double numbers[] = { b->at[i], p->mean.estimate, p->mean.ci_lo, p->mean.ci_hi, p->pi_lo, p->pi_hi };
        for (int j = 0; j < 6; j++)
            meta_cell_real(w, numbers[j]);
        meta_row(w);
    }
    return meta_written(w, err);
}

rv_status meta_bubble(rv_error *err)
{
    bubble b = { .a = NULL };
    rv_status st = meta_diagnose(&b.in, &b.a, err);

    if (st == RV_OK && asked.at.count > 1)
        st = rv_fail(err, RV_EUSAGE, "a bubble plot has one line: one --at");
    if (st == RV_OK && (st = moderator(&b, err)) == RV_OK && (st = fit(&b, err)) == RV_OK && asked.chart)
        st = chart(&b, err);
    if (st == RV_OK)
        st = write(&b, err);
    free(b.x);
    rv_analysis_free(b.a);
    meta_free(&b.in);
    return st;
}
