/* What stands beside the points of a figure: tests of a funnel's asymmetry, effects filled in, where residuals are expected. */
#include <config.h>

#include <stdlib.h>

#include "review/numer.h"
#include "tools/meta_bias.h"
#include "tools/meta_chart.h"

enum { LINE_STEPS = 30, MOST_RANKS = 200 };

/* The line in the standard error (or the variance) that a regression test fits. */
static void line(meta_chart *c, const meta_input *in, const rv_regression_test *t, const char *words)
{
    double most = 0;

    for (size_t i = 0; i < in->k; i++)
        most = fmax(most, sqrt(in->vi[i]));
    for (int i = 0; i <= LINE_STEPS; i++) {
        const double se = 1.04 * most * i / LINE_STEPS;
        meta_chart_row(c, RV_CHART_LINE, "", t->limit.estimate + t->slope.estimate * (t->predictor == RV_PREDICTOR_VI ? se * se : se), se, words);
    }
}

static rv_status regression(const meta_input *in, const rv_analysis *a, const double *ni, rv_predictor predictor, rv_regression_test *t,
                            rv_error *err)
{
    const rv_working_model_data d = bias_dependent_data(in);
    const rv_working_model_options working = bias_dependent_options(in);
    const rv_regression_test_options o = { predictor, true };

    return a->mixed ? rv_regression_test_dependent(&d, ni, &working, predictor, t, NULL, err)
                    : rv_regression_test_run(&in->data, ni, &in->options, &o, t, err);
}

/* The size of each study, of --size, stands in the weights; NULL: there is none. */
static double *sizes(meta_chart *c, const meta_input *in)
{
    const double *x;
    rv_error unsaid;
    double *ni;

    if (!asked.size || meta_column(in, asked.size, &x, &unsaid) != RV_OK || !(ni = calloc(in->k + 1, sizeof *ni)))
        return NULL;
    for (size_t i = 0; i < in->k; i++) {
        ni[i] = x[in->row[i]];
        if (!c->failed && i < c->data.n)
            c->rows[i].weight = ni[i];             /* the points were added first, in this order */
    }
    return ni;
}

static void egger(meta_chart *c, const meta_input *in, const rv_analysis *a, const double *ni)
{
    static const char *const names[] = { "standard error", "variance", "1/n", "1/\u221An", "n", "\u221An" };
    const rv_predictor p = asked.predictor >= 0 ? (rv_predictor)asked.predictor : RV_PREDICTOR_SEI;
    const char *const who = p == RV_PREDICTOR_SEI ? "Egger\u2019s regression" : p == RV_PREDICTOR_NINV ? "Peters\u2019 regression" : "Regression";
    rv_regression_test t;
    rv_error why;

    if (regression(in, a, ni, p, &t, &why) != RV_OK) {
        meta_chart_note(c, "%s on the %s could not be carried out: %s.", who, names[p], why.message);
        return;
    }
    if (isfinite(t.limit.estimate) && (p == RV_PREDICTOR_SEI || p == RV_PREDICTOR_VI))
        line(c, in, &t, who);
    meta_chart_note(c, "%s on the %s (%s): slope %.2f (%g\u202F%% CI %.2f to %.2f), t\u00A0=\u00A0%.2f, df\u00A0=\u00A0%s, %s%s.", who, names[p],
                    a->mixed ? "effects of a study are dependent; robust" : "least squares", t.slope.estimate, 100 * a->fit.level, t.slope.ci_lo,
                    t.slope.ci_hi, t.slope.stat, meta_chart_text(c, t.slope.df == floor(t.slope.df) ? "%.0f" : "%.1f", t.slope.df), meta_chart_p(c, t.slope.p),
                    t.k < 10 ? "; with fewer than 10 effects the test says little" : "");
}

static void rank(meta_chart *c, const meta_input *in)
{
    rv_rank_test t;
    rv_error unsaid;

    if (rv_rank_test_run(in->yi, in->vi, in->k, &t, &unsaid) == RV_OK)
        meta_chart_note(c, "Rank correlation (Begg and Mazumdar): Kendall\u2019s tau %.2f, %s.", t.tau, meta_chart_p(c, t.p));
}

static void fill(meta_chart *c, const meta_input *in)
{
    rv_trim_options o = RV_TRIM_OPTIONS_INIT;
    double *y = calloc(4 * in->k + 1, sizeof *y), *v = y + 2 * in->k;
    rv_error why;
    bool log_scale;
    rv_trim t;

    o.estimator = (rv_trim_estimator)asked.trim;
    if (asked.missing_side >= 0)
        o.side = (rv_trim_side)asked.missing_side;
    meta_measure(in, &log_scale);
    if (!y) {
        c->failed = true;
    } else if (rv_trim_run(&in->data, &in->options, &o, &t, y, v, &why) != RV_OK) {
        meta_chart_note(c, "Trim and fill could not be carried out: %s.", why.message);
    } else {
        const rv_meta_coef *const p = &t.fit.pooled;
        const double n[] = { log_scale ? exp(p->estimate) : p->estimate, log_scale ? exp(p->ci_lo) : p->ci_lo, log_scale ? exp(p->ci_hi) : p->ci_hi };
        for (size_t i = in->k; i < in->k + t.k0; i++)
            meta_chart_row(c, RV_CHART_FILL, "", y[i], sqrt(v[i]), "");
        meta_chart_note(c, "Trim and fill (%s): %zu filled in on the %s; pooled effect with %s %.2f (%g\u202F%% CI %.2f to %.2f).",
                        rv_trim_estimator_names[t.estimator], t.k0, rv_trim_side_names[t.side], t.k0 == 1 ? "it" : "them", n[0], 100 * t.fit.level,
                        n[1], n[2]);
    }
    free(y);
}

void meta_chart_funnel(meta_chart *c, const meta_input *in, const rv_analysis *a)
{
    double *ni = sizes(c, in);

    if (a->p > 1) {                                /* residuals lie around nought, whatever the measure */
        c->data.measure = "";
        c->data.log_scale = 0;
        c->data.x_name = "Residual";
        c->data.estimate = 0;
    } else {
        egger(c, in, a, ni);
    }
    if (!a->mixed && a->p == 1) {
        rank(c, in);
        if (asked.trim >= 0)
            fill(c, in);
    }
    free(ni);
}

/* ---- Normal quantiles --------------------------------------------------------------------------------------------- */

/* The quantile of the i-th smallest of n uniform numbers, a beta variable, by bisection; as a normal one. */
static double order_quantile(double p, double i, double n)
{
    double lo = 0, hi = 1;

    for (int turn = 0; turn < 60; turn++) {
        const double middle = (lo + hi) / 2;
        if (rv_beta_lower(i, n + 1 - i, middle, 1 - middle) < p)
            lo = middle;
        else
            hi = middle;
    }
    return rv_normal_quantile((lo + hi) / 2);
}

void meta_chart_envelope(meta_chart *c, const rv_point *points, size_t k, double level)
{
    size_t n = 0, step;

    for (size_t i = 0; i < k; i++)
        n += isfinite(points[i].x);
    step = n / MOST_RANKS + 1;
    for (size_t i = 1; i <= n; i += i + step > n && i < n ? n - i : step) {
        const double a = n <= 10 ? .375 : .5, x = rv_normal_quantile(((double)i - a) / ((double)n + 1 - 2 * a));
        meta_chart_row(c, RV_CHART_LINE, "", x, x, "normal");
        if (meta_chart_last(c)) {
            meta_chart_last(c)->lo = order_quantile((1 - level) / 2, (double)i, (double)n);
            meta_chart_last(c)->hi = order_quantile((1 + level) / 2, (double)i, (double)n);
        }
    }
}
