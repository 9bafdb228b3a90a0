/* Are results missing: funnel plots and the test of asymmetry where there are studies enough. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/meta_bias.h"
#include "review/plot_chart.h"

#include "report/parts.h"

/* Sterne et al. (2011) BMJ 343:d4002: with fewer the tests seldom find what is there. */
enum { ENOUGH = 10 };

static rv_status numbers(rv_document *d, const rv_synthesis *s, rv_error *err)
{
    static const rv_grid_column columns[] = { { "study", "Study", -1 }, { "yi", "Effect (scale of analysis)", 4 },
                                              { "se", "Standard error", 4 }, { NULL, NULL, 0 } };
    rv_grid *g;
    char id[160], caption[400];
    rv_status st;

    snprintf(id, sizeof id, "funnel_data_%.100s", s->planned->id);
    snprintf(caption, sizeof caption, "The points of the funnel plot: %.300s", s->planned->label);
    g = rv_grid_new(id, caption, columns);
    for (size_t i = 0; i < s->analysis->k; i++) {
        rv_grid_row(g, NULL);
        rv_grid_text(g, s->analysis->rows[i]->label);
        rv_grid_real(g, s->analysis->rows[i]->yi);
        rv_grid_real(g, sqrt(s->analysis->rows[i]->vi));
    }
    st = rv_page_figure_data(d->page, g, err);
    rv_grid_free(g);
    return st;
}

static rv_status figure(rv_document *d, const rv_synthesis *s, rv_error *err)
{
    const rv_analysis *a = s->analysis;
    rv_chart_options options = RV_CHART_OPTIONS_INIT;
    rv_chart_row *rows = rv_memory_room(d->memory, a->k * sizeof *rows);
    rv_chart_data data = {
        .title = s->planned->label, .figure = "funnel", .measure = a->options.measure, .model = "", .x_name = "", .y_name = "",
        .log_scale = a->options.log_scale ? 1 : 0, .level = a->fit.level, .estimate = a->fit.pooled.estimate, .ci_lo = a->fit.pooled.ci_lo,
        .ci_hi = a->fit.pooled.ci_hi, .pi_lo = a->fit.pi_lo, .pi_hi = a->fit.pi_hi, .tau2 = a->fit.tau2, .i2 = a->fit.i2, .n = a->k,
        .rows = rows,
    };
    rv_buf words = RV_BUF_INIT;
    rv_scene *scene = NULL;
    char name[160], caption[400];
    rv_status st;

    if (!rows)
        return rv_fail(err, RV_ENOMEM, "out of memory for a funnel plot");
    for (size_t i = 0; i < a->k; i++)
        rows[i] = (rv_chart_row){ RV_CHART_POINT, a->rows[i]->label, a->rows[i]->yi, sqrt(a->rows[i]->vi), NAN, NAN, NAN, NAN, NAN, "" };
    rv_analysis_words(a, &words);
    data.model = rv_buf_str(&words);
    options.regions = RV_FUNNEL_CONTOURS;
    snprintf(name, sizeof name, "funnel_%.120s", s->planned->id);
    snprintf(caption, sizeof caption, "%.300s: each study's effect and its standard error.", s->planned->label);
    if ((st = rv_plot_funnel(&scene, &data, &options, err)) == RV_OK
        && (st = rv_page_figure(d->page, name, caption, scene, err)) == RV_OK)
        st = numbers(d, s, err);
    rv_scene_free(scene);
    rv_buf_free(&words);
    return st;
}

/* Egger's test by the model of the analysis. False: it could not be carried out, which `out` says. */
static bool egger(rv_document *d, const rv_analysis *a, rv_regression_test *test, rv_buf *out)
{
    const rv_regression_test_options options = RV_REGRESSION_TEST_OPTIONS_INIT;
    double *y = rv_memory_room(d->memory, a->k * sizeof *y), *v = rv_memory_room(d->memory, a->k * sizeof *v);
    rv_meta_data data = { .k = a->k };
    rv_error err = { 0 };

    for (size_t i = 0; y && v && i < a->k; i++) {
        y[i] = a->rows[i]->yi;
        v[i] = a->rows[i]->vi;
    }
    data.yi = y;
    data.vi = v;
    if (!y || !v || rv_regression_test_run(&data, NULL, &a->options.model, &options, test, &err) != RV_OK) {
        rv_buf_printf(out, "The test of asymmetry could not be carried out: %s.", err.message);
        return false;
    }
    if (test->slope.p < 0.001)
        rv_buf_text(out, "Regression of the effects on their standard errors (Egger): p\u00a0<\u00a00.001. ");
    else {
        rv_buf_text(out, "Regression of the effects on their standard errors (Egger): p\u00a0=\u00a0");
        rv_grid_number(out, test->slope.p, 3);
        rv_buf_text(out, ". ");
    }
    rv_buf_text(out, test->slope.p < 0.1 ? "Small studies differ from large ones: results may be missing, or small studies differ for other reasons."
                                         : "That gives no sign that small studies differ from large ones, and does not show that none is missing.");
    return true;
}

static void row(rv_grid *g, const rv_synthesis *s, const rv_regression_test *t)
{
    rv_grid_row(g, NULL);
    rv_grid_text(g, s->planned->label);
    rv_grid_int(g, (int64_t)s->analysis->k);
    rv_grid_real(g, t->slope.estimate);
    rv_grid_real(g, t->slope.ci_lo);
    rv_grid_real(g, t->slope.ci_hi);
    rv_grid_real(g, t->slope.p);
}

static rv_status one(rv_document *d, const rv_synthesis *s, rv_grid *g, rv_error *err)
{
    rv_buf sentence = RV_BUF_INIT;
    rv_regression_test test;
    rv_status st;

    if (!s->analysis || s->analysis->k < ENOUGH) {
        rv_page_item(d->page, s->planned->label, s->analysis ? "fewer than ten studies: too few for a funnel plot and its tests."
                                                             : "nothing was pooled.");
        return RV_OK;
    }
    if (egger(d, s->analysis, &test, &sentence))
        row(g, s, &test);
    rv_page_item(d->page, s->planned->label, rv_buf_str(&sentence));
    st = rv_buf_check(&sentence, err);
    rv_buf_free(&sentence);
    return st;
}

rv_status rv_part_missing(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "analysis", "Analysis", -1 }, { "k", "Studies", 0 }, { "slope", "Slope on the standard error", 3 }, { "ci_lo", "Lower", 3 },
        { "ci_hi", "Upper", 3 }, { "p", "p", 3 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("asymmetry", "Tests of asymmetry", columns);
    rv_status st = RV_OK;

    if (g)
        rv_grid_range(g, "slope", "ci_lo", "ci_hi");
    rv_page_heading(d->page, 2, "missing", "Are results missing");
    rv_page_list_begin(d->page);
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_analyses; i++)
        st = one(d, &d->syntheses[i], g, err);
    rv_page_list_end(d->page);
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_analyses; i++) {
        const rv_analysis *a = d->syntheses[i].analysis;
        if (a && a->k >= ENOUGH)
            st = figure(d, &d->syntheses[i], err);
    }
    if (st == RV_OK && rv_grid_rows(g))
        st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    return st;
}
