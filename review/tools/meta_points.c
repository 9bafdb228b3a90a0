/* points: what the diagnostic figures show, as numbers. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_interval.h"
#include "review/meta_multilevel.h"
#include "tools/meta_chart.h"
#include "tools/meta_tables.h"

/* The figures, in the order of rv_points_names; the likelihood profile; the one of counts. */
const char *const meta_figures[] = { "funnel", "radial", "baujat", "qq", "profile", "labbe", "bubble", NULL };
enum { PROFILE = 4, LABBE, BUBBLE, STEPS = 40 };

static const struct {
    const char *x, *y;            /* what the axes show */
    const char *words;            /* "a radial plot" */
} figures[] = {
    { "effect (residual with moderators)", "standard error", "a funnel plot" },
    { "1 / sqrt(v + tau2)", "effect / sqrt(v + tau2)", "a radial plot" },
    { "squared Pearson residual", "squared change of the estimate over its variance", "a Baujat plot" },
    { "normal quantile", "standardised residual", "a normal plot" },
    { "component", "log-likelihood", "a likelihood profile" },
};

static meta_writer *begin(int figure, const meta_input *in, const rv_analysis *a)
{
    meta_writer *w = meta_writer_new("points");

    meta_fact_text(w, "figure", "Figure", meta_figures[figure]);
    meta_fact_model(w, in, a);
    meta_fact_text(w, "x", "x", figures[figure].x);
    meta_fact_text(w, "y", "y", figures[figure].y);
    return w;
}

/* The points of dependent effects: as they are, or by their residuals. */
static rv_status mixed_points(const meta_input *in, const rv_analysis *a, int figure, rv_point *points, rv_error *err)
{
    rv_residual *r = calloc(in->k + 1, sizeof *r);
    rv_status st = r ? rv_mixed_residuals(a->mixed, r, err) : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in->k);

    if (st == RV_OK && figure == RV_POINTS_QQ)
        st = rv_normal_points(r, in->k, points, err);
    for (size_t i = 0; st == RV_OK && figure == RV_POINTS_FUNNEL && i < in->k; i++)
        points[i] = a->p > 1 ? (rv_point){ r[i].resid, r[i].se } : (rv_point){ in->yi[i], sqrt(in->vi[i]) };
    free(r);
    return st;
}

/* The same for review-plot, with what the figure shows beside the points. */
static rv_status chart_points(const meta_input *in, const rv_analysis *a, int figure, const rv_point *points, rv_error *err)
{
    meta_chart c;
    rv_status st;

    meta_chart_begin(&c, meta_figures[figure], in, a);
    c.data.x_name = figures[figure].x;
    c.data.y_name = figures[figure].y;
    for (size_t i = 0; i < in->k; i++)
        meta_chart_row(&c, RV_CHART_POINT, in->label[i], points[i].x, points[i].y, "");
    if (figure == RV_POINTS_FUNNEL)
        meta_chart_funnel(&c, in, a);
    else if (figure == RV_POINTS_QQ)
        meta_chart_envelope(&c, points, in->k, a->fit.level);
    st = meta_chart_write(&c, err);
    meta_chart_free(&c);
    return st;
}

static rv_status effect_points(const meta_input *in, const rv_analysis *a, int figure, rv_error *err)
{
    static const char *const columns[] = { "label", "x", "y" };
    rv_point *points = calloc(in->k + 1, sizeof *points);
    rv_status st = RV_OK;

    if (!points)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in->k);
    else if (figure == RV_POINTS_RADIAL || figure == RV_POINTS_BAUJAT)
        st = meta_only_independent(a, figures[figure].words, err);
    if (st == RV_OK)
        st = a->mixed ? mixed_points(in, a, figure, points, err)
                      : rv_meta_points(&in->data, &in->options, (rv_points)figure, points, err);
    if (st == RV_OK && asked.chart)
        st = chart_points(in, a, figure, points, err);
    if (st == RV_OK) {
        meta_writer *w = begin(figure, in, a);
        meta_table(w, "points", NULL, columns, 3);
        for (size_t i = 0; i < in->k; i++) {
            meta_cell_text(w, in->label[i]);
            meta_cell_real(w, points[i].x);
            meta_cell_real(w, points[i].y);
            meta_row(w);
        }
        st = meta_written(w, err);
    }
    free(points);
    return st;
}

/* ---- Likelihood profiles ----------------------------------------------------------------------------------------- */

static void write_profile(meta_writer *w, meta_chart *c, const char *component, const double *x, const double *ll)
{
    for (size_t i = 0; i <= STEPS; i++) {
        meta_cell_text(w, component);
        meta_cell_real(w, x[i]);
        meta_cell_real(w, ll[i]);
        meta_row(w);
    }
    component = meta_chart_text(c, "%s", component);
    for (size_t i = 0; i <= STEPS; i++)
        meta_chart_row(c, RV_CHART_LINE, "", x[i], ll[i], component);
}

/* The estimate at the top of the curve that was written last, and the interval that the likelihood gives. */
static void chart_top(meta_chart *c, double estimate, double ll, double lo, double hi)
{
    const rv_chart_row *const line = meta_chart_last(c);
    const char *const component = line ? line->text : "";

    meta_chart_row(c, RV_CHART_POINT, component, estimate, ll, component);
    if (meta_chart_last(c)) {
        meta_chart_last(c)->lo = lo;
        meta_chart_last(c)->hi = hi;
    }
}

/* Values over a range: a variance from 0 to four times what it is, or to the mean sampling variance where it is 0; or to `end`. */
static void values(const meta_input *in, double estimate, double end, bool correlation, double *x)
{
    double lo = correlation ? -.99 : 0, hi = correlation ? .99 : fmax(end, 4 * estimate);

    for (size_t i = 0; !correlation && !(estimate > 0) && !(end > 0) && i < in->k; i++)
        hi = fmax(hi, 0) + in->vi[i] / (double)in->k;
    for (size_t i = 0; i <= STEPS; i++)
        x[i] = lo + (hi - lo) * (double)i / STEPS;
}

/* tau2 of the univariate model. */
static rv_status profile_tau2(const meta_input *in, const rv_analysis *a, meta_writer *w, meta_chart *c, rv_error *err)
{
    double x[STEPS + 1], ll[STEPS + 1], top;
    rv_meta_intervals interval;
    rv_error unsaid;
    rv_status st;

    values(in, a->fit.tau2, a->fit.tau2_hi, false, x);
    if ((st = rv_meta_profile(&in->data, &in->options, x, STEPS + 1, ll, err)) != RV_OK
        || (st = rv_meta_profile(&in->data, &in->options, &a->fit.tau2, 1, &top, err)) != RV_OK)
        return st;
    /* Only ML and REML have the interval. */
    if (!asked.chart || rv_meta_interval(&in->data, &in->options, RV_INTERVAL_PL, &interval, &unsaid) != RV_OK)
        interval.tau2 = (rv_interval){ NAN, NAN, NAN };
    write_profile(w, c, "tau2", x, ll);
    chart_top(c, a->fit.tau2, top, interval.tau2.lo, interval.tau2.hi);
    return RV_OK;
}

static rv_status profile(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    static const char *const columns[] = { "component", "x", "y" };
    double x[STEPS + 1], ll[STEPS + 1];
    meta_writer *w = begin(PROFILE, in, a);
    meta_chart c;
    rv_status st = RV_OK;

    meta_chart_begin(&c, meta_figures[PROFILE], in, a);
    meta_table(w, "points", NULL, columns, 3);
    if (!a->mixed)
        st = profile_tau2(in, a, w, &c, err);
    for (size_t j = 0; st == RV_OK && a->mixed && j < rv_mixed_result(a->mixed)->params; j++) {
        const rv_mixed_param *p = &rv_mixed_result(a->mixed)->param[j];
        rv_buf words = RV_BUF_INIT;
        if (p->fixed || !p->identified)
            continue;
        rv_analysis_param_words(a->mixed, j, &words);
        values(in, p->estimate, NAN, p->correlation, x);
        double top;
        if ((st = rv_mixed_profile(a->mixed, j, x, STEPS + 1, ll, err)) == RV_OK
            && (st = rv_mixed_profile(a->mixed, j, &p->estimate, 1, &top, err)) == RV_OK) {
            write_profile(w, &c, rv_buf_str(&words), x, ll);
            chart_top(&c, p->estimate, top, NAN, NAN);
        }
        rv_buf_free(&words);
    }
    if (st == RV_OK && asked.chart)
        st = meta_chart_write(&c, err);
    meta_chart_free(&c);
    if (st == RV_OK)
        return meta_written(w, err);
    meta_writer_drop(w);
    return st;
}

rv_status meta_points(rv_error *err)
{
    const int figure = asked.figure < 0 ? 0 : asked.figure;
    meta_input in;
    rv_analysis *a;
    rv_status st;

    if (figure == LABBE)
        return meta_labbe(err);
    if (figure == BUBBLE)
        return meta_bubble(err);
    st = meta_diagnose(&in, &a, err);
    if (st == RV_OK)
        st = figure == PROFILE ? profile(&in, a, err) : effect_points(&in, a, figure, err);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
