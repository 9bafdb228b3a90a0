/* The tables of an analysis: the effects pooled, the estimates with what stands beside them, the results not pooled. */
#include <config.h>

#include <math.h>
#include <stdio.h>

#include "review/numer.h"

#include "report/synthesis_tables.h"

static double back(const rv_analysis *a, double x)
{
    return a->options.log_scale ? exp(x) : x;
}

rv_status rv_synthesis_rows(rv_document *d, const rv_synthesis *s, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "study", "Study", -1 },     { "result", "Result", -1 },   { "outcome", "Outcome", -1 }, { "months", "Months", 0 },
        { "estimate", "Estimate", 2 }, { "ci_lo", "Lower", 2 },      { "ci_hi", "Upper", 2 },      { "weight", "Weight, %", 1 },
        { "yi", "yi", 4 },            { "vi", "vi", 5 },            { "route", "How it was got", -1 }, { "place", "Place", -1 },
        { NULL, NULL, 0 },
    };
    static const char *const data[] = { "yi", "vi", "place" };     /* the result, to which each row leads, has its place */
    const rv_analysis *a = s->analysis;
    const double z = rv_normal_upper_quantile((1 - s->run.level) / 2);
    char id[120], caption[400];
    rv_buf study = RV_BUF_INIT, result = RV_BUF_INIT;
    rv_grid *g;
    rv_status st;
    size_t used = 0;

    snprintf(id, sizeof id, "data_%s", s->planned->id);
    snprintf(caption, sizeof caption, "The effects pooled: %s", s->planned->label);
    if ((g = rv_grid_new(id, caption, columns))) {
        rv_grid_range(g, "estimate", "ci_lo", "ci_hi");
        for (size_t i = 0; i < sizeof data / sizeof *data; i++)
            rv_grid_hide(g, data[i]);
    }
    for (size_t i = 0; i < s->effects.n; i++) {
        const rv_review_effect *e = &s->effects.effects[i];

        if (!e->chosen)
            continue;
        rv_grid_row(g, NULL);
        rv_grid_link(g, e->study, rv_report_anchor(&study, "study", e->study));
        rv_grid_link(g, e->result, rv_report_anchor(&result, "result", e->result));
        rv_grid_text(g, e->outcome);
        rv_grid_real(g, e->months);
        rv_grid_real(g, back(a, e->yi));
        rv_grid_real(g, back(a, e->yi - z * sqrt(e->vi)));
        rv_grid_real(g, back(a, e->yi + z * sqrt(e->vi)));
        rv_grid_real(g, a->weights[used++]);
        rv_grid_real(g, e->yi);
        rv_grid_real(g, e->vi);
        rv_grid_text(g, e->route);
        rv_grid_text(g, e->place);
    }
    st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    rv_buf_free(&study);
    rv_buf_free(&result);
    return st;
}

/* ---- What stands beside --------------------------------------------------------------------------------------------- */

static void estimate(rv_grid *g, const char *name, const char *part, const rv_analysis *a, const rv_meta_fit *f, const char *note)
{
    rv_grid_row(g, NULL);
    rv_grid_text(g, name);
    rv_grid_text(g, part);
    rv_grid_int(g, (int64_t)f->k);
    rv_grid_text(g, a->options.measure);
    rv_grid_real(g, back(a, f->pooled.estimate));
    rv_grid_real(g, back(a, f->pooled.ci_lo));
    rv_grid_real(g, back(a, f->pooled.ci_hi));
    rv_grid_real(g, a->robust && f->pooled.df < 4 ? NAN : f->pooled.p);   /* no p-value can be trusted there */
    rv_grid_real(g, f->tau2);
    rv_grid_real(g, 100 * f->i2);
    rv_grid_real(g, f->q);
    rv_grid_real(g, isfinite(f->pi_lo) ? back(a, f->pi_lo) : NAN);
    rv_grid_real(g, isfinite(f->pi_hi) ? back(a, f->pi_hi) : NAN);
    rv_grid_real(g, f->pooled.estimate);
    rv_grid_real(g, f->pooled.se);
    rv_grid_text(g, f->estimator ? f->estimator->name : "");
    rv_grid_text(g, a->robust ? "robust by study (CR2, Satterthwaite)" : rv_meta_test_title(f->test));
    rv_grid_text(g, note);
}

/* A slope: the ratio or difference that goes with one unit more. */
static void slope(rv_grid *g, const rv_beside *b, const rv_analysis *main)
{
    rv_meta_fit fit = b->fit;
    char note[160] = "";

    fit.pooled = b->coefs[1];
    fit.i2 = fit.q = NAN;
    if (isfinite(b->fit.r2))
        snprintf(note, sizeof note, "R\u00b2 %.1f %% of tau\u00b2", 100 * b->fit.r2);
    estimate(g, b->name, "slope, per unit", main, &fit, note);
}

static void estimate_beside(rv_grid *g, const rv_beside *b, const rv_analysis *main)
{
    const bool subgroups = b->kind == RV_BESIDE_SUBGROUPS;
    char test[240];

    if (*b->problem) {
        rv_grid_row(g, NULL);
        rv_grid_text(g, b->name);
        for (int i = 0; i < 16; i++)
            rv_grid_text(g, NULL);
        rv_grid_text(g, b->problem);
        return;
    }
    if (b->kind == RV_BESIDE_MODERATOR) {
        slope(g, b, main);
        return;
    }
    if (b->analysis->without)
        return;                        /* each study left out in turn has a table of its own */
    if (!subgroups && b->analysis->working) {
        snprintf(test, sizeof test, "%zu effects of %zu studies; %s, covariances from %s; df %.1f", b->analysis->k,
                 b->analysis->studies, rv_working_kind_title(b->analysis->working->fitted), rv_analysis_sampling_words(b->analysis),
                 b->analysis->fit.pooled.df);
        estimate(g, b->name, "all effects", b->analysis, &b->analysis->fit, test);
    } else if (!subgroups) {
        estimate(g, b->name, "all", b->analysis, &b->analysis->fit, "");
    }
    for (size_t i = 0; subgroups && i < b->analysis->groups; i++) {
        snprintf(test, sizeof test, "between groups: Q %.2f, %g df, p %.3g", b->analysis->between.q, b->analysis->between.df1,
                 b->analysis->between.p);
        estimate(g, b->name, b->analysis->group[i].name, b->analysis, &b->analysis->group[i].fit, i ? "" : test);
    }
}

rv_status rv_synthesis_estimates(rv_document *d, const rv_synthesis *s, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "analysis", "Analysis", -1 }, { "part", "Of", -1 },        { "k", "Studies", 0 },      { "measure", "Measure", -1 },
        { "estimate", "Estimate", 2 },  { "ci_lo", "Lower", 2 },     { "ci_hi", "Upper", 2 },    { "p", "p", 4 },
        { "tau2", "tau\u00b2", 4 },     { "i2_percent", "I\u00b2, %", 1 }, { "q", "Q", 2 },      { "pi_lo", "Prediction, lower", 2 },
        { "pi_hi", "Prediction, upper", 2 }, { "beta", "Estimate (scale of analysis)", 4 }, { "se", "Standard error", 4 },
        { "method", "Estimator", -1 },  { "test", "Test", -1 },      { "note", "Note", -1 },     { NULL, NULL, 0 },
    };
    static const char *const data[] = { "q", "beta", "se" };
    char id[120], caption[400];
    rv_grid *g;
    rv_status st;

    snprintf(id, sizeof id, "estimates_%s", s->planned->id);
    snprintf(caption, sizeof caption, "Estimates: %s", s->planned->label);
    if ((g = rv_grid_new(id, caption, columns))) {
        rv_grid_range(g, "estimate", "ci_lo", "ci_hi");
        for (size_t i = 0; i < sizeof data / sizeof *data; i++)
            rv_grid_hide(g, data[i]);
    }
    estimate(g, "As planned", "all", s->analysis, &s->analysis->fit, "");
    if (s->analysis->plain.k)
        estimate(g, "Hartung-Knapp as published", "all", s->analysis, &s->analysis->plain, "");
    for (size_t i = 0; i < s->n_beside; i++)
        estimate_beside(g, &s->beside[i], s->analysis);
    st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st;
}

rv_status rv_synthesis_left_out(rv_document *d, const rv_synthesis *s, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "result", "Result", -1 },   { "study", "Study", -1 }, { "outcome", "Outcome", -1 }, { "months", "Months", 0 },
        { "reason", "Why it was left out", -1 }, { NULL, NULL, 0 },
    };
    char id[120], caption[400];
    rv_buf result = RV_BUF_INIT;
    rv_grid *g;
    rv_status st;

    snprintf(id, sizeof id, "left_out_%s", s->planned->id);
    snprintf(caption, sizeof caption, "Results not pooled: %s", s->planned->label);
    g = rv_grid_new(id, caption, columns);
    for (size_t i = 0; i < s->effects.n; i++) {
        const rv_review_effect *e = &s->effects.effects[i];

        if (e->chosen)
            continue;
        rv_grid_row(g, NULL);
        rv_grid_link(g, e->result, rv_report_anchor(&result, "result", e->result));
        rv_grid_text(g, e->study);
        rv_grid_text(g, e->outcome);
        rv_grid_real(g, e->months);
        rv_grid_text(g, e->left_out);
    }
    st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    rv_buf_free(&result);
    return st;
}
