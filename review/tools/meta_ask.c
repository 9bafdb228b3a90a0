/* What is asked of a fitted model: predict, contrasts, compare, grid. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/numer.h"
#include "tools/meta.h"

/* The analysis that the command line asks for, of the input. meta_free() and rv_analysis_free() also after a failure. */
static rv_status analyse(meta_input *in, rv_analysis **a, rv_error *err)
{
    rv_analysis_options o;
    rv_status st = meta_read(in, err);

    *a = NULL;
    if (st != RV_OK)
        return st;
    meta_analysis_asked(in, &o);
    return rv_analysis_run(a, in->set, &o, err);
}

static void say_model(meta_writer *w, const rv_analysis *a)
{
    rv_buf words = RV_BUF_INIT;

    rv_analysis_words(a, &words);
    meta_fact_text(w, "model", "Model", rv_buf_str(&words));
    meta_fact_count(w, "k", "Effects", a->k);
    meta_fact_count(w, "studies", "Studies", a->studies);
    rv_buf_free(&words);
}

static void note(void *user, const char *name, const char *text)
{
    meta_note(user, name, "%s", text);
}

static void cells(meta_writer *w, const rv_meta_coef *c)
{
    const double numbers[] = { c->estimate, c->se, c->ci_lo, c->ci_hi, c->stat, c->df, c->p };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        meta_cell_real(w, numbers[i]);
}

/* ---- predict ------------------------------------------------------------------------------------------------------ */

static rv_status rows_at(const meta_input *in, double *x, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < asked.at.count; i++)
        if ((st = rv_design_at(in->design, asked.at.items[i], x + i * in->design->p, err)) != RV_OK)
            st = rv_within(err, RV_EUSAGE, "--at");
    return st;
}

static void write_predictions(meta_writer *w, const meta_input *in, const rv_meta_prediction *p, size_t n)
{
    static const char *const columns[] = { "at",     "estimate",  "se",        "df",        "ci_lo",     "ci_hi",
                                           "pi_lo",  "pi_hi",     "exp_estimate", "exp_ci_lo", "exp_ci_hi", "exp_pi_lo", "exp_pi_hi" };
    bool log_scale;

    meta_measure(in, &log_scale);
    meta_table(w, "predictions", "Predictions", columns, log_scale ? 13 : 8);
    for (size_t i = 0; i < n; i++) {
        const double numbers[] = { p[i].mean.estimate, p[i].mean.se, p[i].mean.df, p[i].mean.ci_lo, p[i].mean.ci_hi, p[i].pi_lo,
                                   p[i].pi_hi };
        const double ratios[] = { p[i].mean.estimate, p[i].mean.ci_lo, p[i].mean.ci_hi, p[i].pi_lo, p[i].pi_hi };
        meta_cell_text(w, asked.at.count ? asked.at.items[i] : "");
        for (size_t j = 0; j < 7; j++)
            meta_cell_real(w, numbers[j]);
        for (size_t j = 0; log_scale && j < 5; j++)
            meta_cell_real(w, exp(ratios[j]));
        meta_row(w);
    }
}

rv_status meta_predict(rv_error *err)
{
    meta_input in;
    rv_analysis *a = NULL;
    double *x = NULL;
    rv_meta_prediction *p = NULL;
    const size_t n = asked.at.count ? asked.at.count : 1;
    meta_writer *w = NULL;
    rv_status st;

    if ((st = analyse(&in, &a, err)) == RV_OK) {
        if (a->names && !asked.at.count)
            st = rv_fail(err, RV_EUSAGE, "give the values of the moderators: --at \"%s=...\"", rv_model_formula_column(in.formula, 0));
        else if (!a->names && asked.at.count)
            st = rv_fail(err, RV_EUSAGE, "--at gives values of moderators, but there is no --mods");
        else if (!(x = calloc(n * a->p, sizeof *x)) || !(p = calloc(n, sizeof *p)))
            st = rv_fail(err, RV_ENOMEM, "out of memory for %zu predictions", n);
        else if ((!a->names || (st = rows_at(&in, x, err)) == RV_OK) && (st = rv_analysis_predict(a, x, n, p, err)) == RV_OK) {
            w = meta_writer_new("predict");
            say_model(w, a);
            write_predictions(w, &in, p, n);
            rv_analysis_tell(a, note, w);
            st = meta_written(w, err);
        }
    }
    free(x);
    free(p);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}

/* ---- contrasts ---------------------------------------------------------------------------------------------------- */

static void write_contrasts(meta_writer *w, const rv_meta_coef *c, const rv_meta_joint *joint, size_t n)
{
    static const char *const columns[] = { "contrast", "estimate", "se", "ci_lo", "ci_hi", "stat", "df", "p" };
    static const char *const together[] = { "test", "stat", "df1", "df2", "p" };

    meta_table(w, "contrasts", "Contrasts", columns, 8);
    for (size_t i = 0; i < n; i++) {
        meta_cell_text(w, asked.contrast.items[i]);
        cells(w, &c[i]);
        meta_row(w);
    }
    if (isnan(joint->stat))
        return;
    meta_table(w, "joint", "All contrasts at once", together, 5);
    meta_cell_text(w, isnan(joint->df2) ? "chi-square" : "F");
    meta_cell_real(w, joint->stat);
    meta_cell_real(w, joint->df1);
    meta_cell_real(w, joint->df2);
    meta_cell_real(w, joint->p);
    meta_row(w);
}

rv_status meta_contrasts(rv_error *err)
{
    meta_input in;
    rv_analysis *a = NULL;
    const size_t n = asked.contrast.count;
    rv_meta_coef *c = calloc(n + 1, sizeof *c);
    double *l = NULL;
    rv_meta_joint joint;
    meta_writer *w;
    rv_status st = c ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu contrasts", n);

    in = (meta_input){ 0 };
    if (st == RV_OK && (st = analyse(&in, &a, err)) == RV_OK) {
        if (!a->names)
            st = rv_fail(err, RV_EUSAGE, "contrasts are of coefficients: give --mods");
        else if (!n)
            st = rv_fail(err, RV_EUSAGE, "give --contrast, \"%s - %s\" for instance", a->names[a->p - 1], a->names[0]);
        else if (!(l = calloc(n * a->p, sizeof *l)))
            st = rv_fail(err, RV_ENOMEM, "out of memory for %zu contrasts", n);
        for (size_t i = 0; st == RV_OK && i < n; i++)
            if ((st = rv_contrast_parse(asked.contrast.items[i], a->names, a->p, l + i * a->p, err)) != RV_OK)
                st = rv_within(err, RV_EUSAGE, "--contrast");
        if (st == RV_OK && (st = rv_analysis_contrasts(a, l, n, c, &joint, err)) == RV_OK) {
            w = meta_writer_new("contrasts");
            say_model(w, a);
            write_contrasts(w, c, &joint, n);
            rv_analysis_tell(a, note, w);
            st = meta_written(w, err);
        }
    }
    free(l);
    free(c);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}

/* ---- compare ------------------------------------------------------------------------------------------------------ */

/* The rows of the first analysis with other moderators, so that both are of the same effects. */
static rv_status analyse_against(const meta_input *in, bool ml, rv_analysis **a, rv_model_formula **formula, rv_design **design,
                                 rv_error *err)
{
    const rv_design_options how = { NULL, 0, asked.drop_empty };
    rv_analysis_options o;
    rv_status st;

    if ((st = rv_model_formula_parse(formula, asked.against, err)) != RV_OK)
        return rv_within(err, RV_EUSAGE, "--against");
    if ((st = rv_design_make(design, *formula, in->frame, in->row, in->k, &how, err)) != RV_OK)
        return st;
    meta_analysis_asked(in, &o);
    o.design = *design;
    if (ml)
        o.model.estimator = rv_estimator_find("ML");
    return rv_analysis_run(a, in->set, &o, err);
}

static void write_model(meta_writer *w, const char *mods, const rv_analysis *a)
{
    const rv_meta_fitstats *const s = rv_analysis_statistics(a);
    const double numbers[] = { s->loglik, s->deviance, s->aic, s->bic, s->aicc, a->fit.tau2 };

    meta_cell_text(w, mods);
    meta_cell_count(w, rv_analysis_parameters(a));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        meta_cell_real(w, numbers[i]);
    meta_row(w);
}

static rv_status write_comparison(const rv_analysis *one, const rv_analysis *two, bool switched, rv_error *err)
{
    static const char *const columns[] = { "moderators", "parameters", "loglik", "deviance", "aic", "bic", "aicc", "tau2" };
    const rv_analysis *const full = rv_analysis_parameters(one) >= rv_analysis_parameters(two) ? one : two;
    const rv_analysis *const reduced = full == one ? two : one;
    const double lr = fmax(0, 2 * (rv_analysis_statistics(full)->loglik - rv_analysis_statistics(reduced)->loglik));
    const double df = (double)(rv_analysis_parameters(full) - rv_analysis_parameters(reduced));
    meta_writer *const w = meta_writer_new("compare");

    say_model(w, one);
    meta_table(w, "models", "Models", columns, 8);
    write_model(w, asked.mods ? asked.mods : "1", one);
    write_model(w, asked.against, two);
    if (full->fit.tau2 >= 0 && reduced->fit.tau2 > 0 && !full->mixed)
        meta_fact_real(w, "r2_percent", NULL, 100 * fmax(0, 1 - full->fit.tau2 / reduced->fit.tau2));
    if (df > 0) {
        static const char *const test[] = { "lr", "df", "p" };
        meta_table(w, "likelihood_ratio", "Likelihood ratio test (the smaller model must be a part of the larger)", test, 3);
        meta_cell_real(w, lr);
        meta_cell_real(w, df);
        meta_cell_real(w, rv_chi2_upper(lr, df));
        meta_row(w);
    }
    if (switched)
        meta_note(w, "compared-by-ml", "restricted likelihoods of different moderators cannot be compared: both models are fitted by ML");
    rv_analysis_tell(one, note, w);
    return meta_written(w, err);
}

rv_status meta_compare(rv_error *err)
{
    meta_input in = { 0 };
    rv_analysis *one = NULL, *two = NULL;
    rv_model_formula *formula = NULL;
    rv_design *design = NULL;
    rv_analysis_options o;
    bool ml = false;
    rv_status st;

    if (!asked.against)
        return rv_fail(err, RV_EUSAGE, "say with --against FORMULA what is compared with --mods (1: no moderators)");
    if ((st = meta_read(&in, err)) == RV_OK) {
        ml = !in.options.estimator || strcmp(in.options.estimator->name, "REML") == 0;
        meta_analysis_asked(&in, &o);
        if (ml)
            o.model.estimator = rv_estimator_find("ML");
        if ((st = rv_analysis_run(&one, in.set, &o, err)) == RV_OK
            && (st = analyse_against(&in, ml, &two, &formula, &design, err)) == RV_OK)
            st = write_comparison(one, two, ml, err);
    }
    rv_analysis_free(one);
    rv_analysis_free(two);
    rv_design_free(design);
    rv_model_formula_free(formula);
    meta_free(&in);
    return st;
}

/* ---- grid --------------------------------------------------------------------------------------------------------- */

static void write_grid(meta_writer *w, const rv_analysis *a)
{
    static const char *const columns[] = { "rho", "coefficient", "estimate", "se", "ci_lo", "ci_hi", "stat", "df", "p" };
    static const char *const params[] = { "rho", "parameter", "estimate" };
    const rv_working_model *const m = a->working;

    meta_table(w, "grid", "Coefficients at other sampling correlations", columns, 9);
    for (size_t i = 0; i < m->points; i++)
        for (size_t c = 0; c < m->p; c++) {
            meta_cell_real(w, m->point[i].rho);
            meta_cell_text(w, a->names ? a->names[c] : "intercept");
            cells(w, &m->point[i].coefs[c]);
            meta_row(w);
        }
    meta_table(w, "parameters", "Variances of true effects", params, 3);
    for (size_t i = 0; i < m->points; i++)
        for (size_t j = 0; j < rv_mixed_result(m->mixed)->params; j++) {
            rv_buf words = RV_BUF_INIT;
            rv_analysis_param_words(m->mixed, j, &words);
            meta_cell_real(w, m->point[i].rho);
            meta_cell_text(w, rv_buf_str(&words));
            meta_cell_real(w, m->point[i].param[j]);
            meta_row(w);
            rv_buf_free(&words);
        }
}

rv_status meta_grid(rv_error *err)
{
    meta_input in;
    rv_analysis *a = NULL;
    meta_writer *w;
    rv_status st = analyse(&in, &a, err);

    if (st == RV_OK && !a->working) {
        st = rv_fail(err, RV_EINVAL, "the grid is of the sampling correlation of dependent effects; %s",
                     asked.random.count ? "--random has none" : "here every study has one effect (or --working-model CHE asks for it)");
    } else if (st == RV_OK) {
        w = meta_writer_new("grid");
        say_model(w, a);
        write_grid(w, a);
        rv_analysis_tell(a, note, w);
        st = meta_written(w, err);
    }
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
