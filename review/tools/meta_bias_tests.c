/* The rows that each test of review-meta bias writes. */
#include <config.h>

#include <stdio.h>

#include "review/meta_interval.h"
#include "tools/meta_bias.h"
#include "tools/meta_diagnose.h"

static rv_predictor predictor(void)
{
    return asked.predictor >= 0 ? (rv_predictor)asked.predictor : RV_PREDICTOR_SEI;
}

static void write_regression(bias_work *w, const rv_regression_test *t, const char *how)
{
    char what[96];

    snprintf(what, sizeof what, "slope on %s, %s", rv_predictor_names[t->predictor], how);
    bias_row(w, "egger", what, &t->slope, NAN);
    if (!isnan(t->limit.estimate)) {
        snprintf(what, sizeof what, "effect at %s 0, %s", rv_predictor_names[t->predictor], how);
        bias_row(w, "egger", what, &t->limit, NAN);
    }
    w->notes |= t->notes;
}

rv_working_model_data bias_dependent_data(const meta_input *in)
{
    return (rv_working_model_data){ .data = in->data, .study = in->study, .sample = in->sample,
                                    .sampling = in->sampling.make ? &in->sampling : NULL };
}

rv_working_model_options bias_dependent_options(const meta_input *in)
{
    rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;

    if (asked.working_model >= 0)
        o.kind = (rv_working_kind)asked.working_model;
    if (asked.robust >= 0)
        o.type = (rv_robust_type)asked.robust;
    if (asked.robust_test >= 0)
        o.test = (rv_robust_test)asked.robust_test;
    if (!isnan(asked.rho))
        o.rho = asked.rho;
    o.level = in->options.level;
    o.grids = 0;
    return o;
}

static rv_status egger(bias_work *w, rv_error *err)
{
    const rv_working_model_data d = bias_dependent_data(w->in);
    const rv_working_model_options working = bias_dependent_options(w->in);
    rv_regression_test t;
    char how[64];
    rv_status st;

    if (w->dependent) {
        snprintf(how, sizeof how, "%s, %s", rv_working_kind_names[working.kind], rv_robust_type_names[working.type]);
        if ((st = rv_regression_test_dependent(&d, w->ni, &working, predictor(), &t, NULL, err)) == RV_OK)
            write_regression(w, &t, how);
        return st;
    }
    /* Both rest on the same design; what one alone cannot do (a line through all effects) is a note. */
    for (int lm = 1; lm >= 0; lm--) {
        const rv_regression_test_options o = { predictor(), lm };
        rv_error why;
        st = rv_regression_test_run(&w->in->data, w->ni, &w->in->options, &o, &t, lm ? &why : err);
        if (st == RV_OK)
            write_regression(w, &t, lm ? "least squares" : "model");
        else if (lm && st == RV_EDOMAIN)
            meta_note(w->to, "test-failed", "egger by least squares: %s", why.message);
    }
    return st;
}

static rv_status rank(bias_work *w, rv_error *err)
{
    rv_rank_test t;
    const rv_status st = rv_rank_test_run(w->in->yi, w->in->vi, w->in->k, &t, err);

    if (st == RV_OK) {
        bias_stat(w, "rank", t.exact ? "Kendall's tau, exact p" : "Kendall's tau, normal p", t.tau, NAN, NAN, t.p, NAN);
        w->notes |= t.notes;
    }
    return st;
}

static rv_status trim_fill(bias_work *w, rv_error *err)
{
    rv_trim_options o = RV_TRIM_OPTIONS_INIT;
    char what[96];
    rv_trim t;
    rv_status st;

    if (asked.trim >= 0)
        o.estimator = (rv_trim_estimator)asked.trim;
    if (asked.missing_side >= 0)
        o.side = (rv_trim_side)asked.missing_side;
    if ((st = rv_trim_run(&w->in->data, &w->in->options, &o, &t, NULL, NULL, err)) != RV_OK)
        return st;
    snprintf(what, sizeof what, "effect with studies filled in on the %s, %s", rv_trim_side_names[t.side],
             rv_trim_estimator_names[t.estimator]);
    bias_row(w, "trim-fill", what, &t.fit.pooled, (double)t.k0);
    if (t.estimator == RV_TRIM_R0)
        bias_stat(w, "trim-fill", "test that none is missing", NAN, NAN, NAN, t.k0_p, NAN);
    w->notes |= t.notes;
    return RV_OK;
}

static rv_status henmi_copas(bias_work *w, rv_error *err)
{
    rv_henmi_copas h;
    const rv_status st = rv_meta_henmi_copas(&w->in->data, w->in->options.level, false, &h, err);

    if (st == RV_OK)
        bias_row(w, "henmi-copas", "common effect, interval that allows for bias",
                 &(rv_meta_coef){ h.estimate, h.se, NAN, NAN, NAN, h.ci_lo, h.ci_hi }, NAN);
    return st;
}

static rv_status fail_safe(bias_work *w, rv_error *err)
{
    rv_status st = RV_OK;

    for (int kind = RV_FAIL_SAFE_ROSENTHAL; kind <= RV_FAIL_SAFE_GENERAL && st == RV_OK; kind++) {
        rv_fail_safe_options o = RV_FAIL_SAFE_OPTIONS_INIT;
        rv_fail_safe f;
        char what[96];
        o.kind = (rv_fail_safe_kind)kind;
        o.target = asked.target;
        o.estimator = w->in->options.estimator;
        if ((st = rv_fail_safe_run(w->in->yi, w->in->vi, w->in->k, &o, &f, err)) != RV_OK)
            break;
        if (isnan(f.target))
            snprintf(what, sizeof what, "%s, until p is 0.05", rv_fail_safe_names[kind]);
        else
            snprintf(what, sizeof what, "%s, until the effect is %.4g", rv_fail_safe_names[kind], f.target);
        bias_stat(w, "fail-safe", what, f.estimate, NAN, NAN, f.p, f.number);
        if (f.notes & RV_BIAS_NEVER)
            meta_note(w->to, rv_bias_note_name(RV_BIAS_NEVER), "%s: %s", rv_fail_safe_names[kind], rv_bias_note_text(RV_BIAS_NEVER));
    }
    return st;
}

static rv_status pet_peese(bias_work *w, rv_error *err)
{
    const rv_working_model_data d = bias_dependent_data(w->in);
    const rv_working_model_options working = bias_dependent_options(w->in);
    rv_pet_peese r;
    const rv_status st = w->dependent ? rv_pet_peese_dependent(&d, &working, RV_PET_ONE_SIDED, &r, err)
                                      : rv_pet_peese_run(&w->in->data, &w->in->options, true, RV_PET_ONE_SIDED, &r, err);

    if (st != RV_OK)
        return st;
    bias_row(w, "pet-peese", "PET", &r.pet.limit, NAN);
    bias_row(w, "pet-peese", "PEESE", &r.peese.limit, NAN);
    bias_row(w, "pet-peese", r.peese_taken ? "PET-PEESE: PEESE, as PET is significant one-sided"
                                           : "PET-PEESE: PET, not significant one-sided", &r.estimate, NAN);
    w->notes |= r.notes;
    return RV_OK;
}

static void write_coefficients(bias_work *w, const rv_selection_fit *f)
{
    char what[160];

    for (size_t j = 0; j < f->p; j++) {
        const char *name = f->p == 1 ? "effect" : meta_coefficient(w->in, j);
        snprintf(what, sizeof what, "%.100s without selection, maximum likelihood", name);
        bias_row(w, "selection", what, &f->plain[j], NAN);
        snprintf(what, sizeof what, "%.100s under selection", name);
        bias_row(w, "selection", what, &f->coefs[j], NAN);
    }
}

static void write_selection(bias_work *w, const rv_selection_fit *f)
{
    char what[96];

    write_coefficients(w, f);
    bias_row(w, "selection", "tau2 under selection", &(rv_meta_coef){ f->tau2, f->tau2_se, NAN, NAN, NAN, f->tau2_lo, f->tau2_hi }, NAN);
    for (size_t j = 0; j < f->deltas; j++) {
        const rv_selection_delta *d = &f->delta[j];
        const bool step = f->kind == RV_SELECT_STEP;
        if (step)
            snprintf(what, sizeof what, "weight of p above %g up to %g", d->from, d->to);
        else
            snprintf(what, sizeof what, "delta %zu of %s", j + 1, rv_selection_names[f->kind]);
        bias_row(w, "selection", what, &(rv_meta_coef){ d->estimate, d->se, d->stat, NAN, d->p, d->ci_lo, d->ci_hi },
                 step ? (double)d->count : NAN);
    }
    bias_stat(w, "selection", "likelihood ratio test of no selection", NAN, f->lrt, f->lrt_df, f->lrt_p, NAN);
    w->notes |= f->notes;
}

static rv_status selection(bias_work *w, rv_error *err)
{
    rv_selection_options o = RV_SELECTION_OPTIONS_INIT;
    rv_selection *s;
    rv_status st;

    if (asked.selection >= 0)
        o.kind = (rv_selection_kind)asked.selection;
    o.side = asked.selected_for >= 0 ? (rv_selection_side)asked.selected_for : w->pooled < 0 ? RV_SELECT_LESS : RV_SELECT_GREATER;
    o.steps = w->n_steps ? w->steps : NULL;
    o.n_steps = w->n_steps;
    o.level = w->in->options.level;
    o.tau2 = w->in->options.estimator && w->in->options.estimator->common ? 0 : w->in->options.tau2;
    if ((st = rv_selection_run(&s, &w->in->data, &o, err)) != RV_OK)
        return st;
    meta_fact_text(w->to, "selection", NULL, rv_selection_names[o.kind]);
    meta_fact_text(w->to, "selected_for", NULL, rv_selection_side_names[o.side]);
    write_selection(w, rv_selection_result(s));
    rv_selection_free(s);
    return RV_OK;
}

const bias_test bias_tests[] = {
    { "egger", egger, true },
    { "rank", rank, false },
    { "trim-fill", trim_fill, false },
    { "henmi-copas", henmi_copas, false },
    { "fail-safe", fail_safe, false },
    { "pet-peese", pet_peese, true },
    { "selection", selection, false },
    { NULL, NULL, false }
};
