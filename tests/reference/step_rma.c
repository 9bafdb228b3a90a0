/* rma: one model, and its numbers under metafor's names. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

static bool read_options(run *r, const json_t *args, rv_meta_options *o)
{
    const char *method = arg_word(args, "method", "REML"), *test = arg_word(args, "test", "z");

    *o = (rv_meta_options)RV_META_OPTIONS_INIT;
    /* metafor 3.8 iterates DL without tr(P V); version 5 agrees with us. */
    if (!strcmp(method, "DLIT") && strstr(r->engine, "metafor 3."))
        method = "DLIT3";
    if (!(o->estimator = rv_estimator_find(method)))
        return cannot(r, "estimator %s", method);
    o->test = !strcmp(test, "z") ? RV_TEST_Z : !strcmp(test, "t") ? RV_TEST_T : !strcmp(test, "knha") ? RV_TEST_KNHA
              : !strcmp(test, "adhoc") ? RV_TEST_ADHOC : RV_TEST_DEFAULT;
    if (o->test == RV_TEST_DEFAULT)
        return cannot(r, "test %s", test);
    o->pi = RV_PI_METAFOR;
    o->level = arg_number(args, "level", 95) / 100;
    o->tau2 = arg_number(args, "tau2", NAN);
    o->unweighted = !arg_flag(args, "weighted", true);
    return true;
}

static void forget(run *r)
{
    for (size_t i = 0; r->names && i < r->model.p; i++)
        free(r->names[i]);
    free(r->names);
    free(r->yi);
    free(r->vi);
    free(r->weights);
    free(r->x);
    free(r->used);
    r->names = NULL;
    r->yi = r->vi = r->weights = r->x = NULL;
    r->used = NULL;
    r->fitted = false;
    r->model.p = 0;
}

static double *vector(run *r, const json_t *arg, bool *ok)
{
    double *x = calloc(r->data.k + 1, sizeof *x);

    *ok = *ok && arg_numbers(r, arg, x);
    return x;
}

/* Rows with anything missing in what is used, and rows outside the subset, go. */
static size_t drop_rows(run *r, const double *subset)
{
    size_t left = 0;

    r->used = calloc(r->data.k + 1, sizeof *r->used);
    for (size_t i = 0; i < r->data.k; i++) {
        bool keep = !isnan(r->yi[i]) && !isnan(r->vi[i]) && !(r->weights && isnan(r->weights[i]))
                    && !(subset && subset[i] != 1);
        for (size_t c = 0; c < r->model.p; c++)
            keep = keep && !isnan(r->x[i * r->model.p + c]);
        if (!keep)
            continue;
        r->used[left] = i;
        r->yi[left] = r->yi[i];
        r->vi[left] = r->vi[i];
        if (r->weights)
            r->weights[left] = r->weights[i];
        for (size_t c = 0; c < r->model.p; c++)
            r->x[left * r->model.p + c] = r->x[i * r->model.p + c];
        left++;
    }
    return left;
}

static bool read_data(run *r, const json_t *args)
{
    const json_t *mods = json_object_get(json_object_get(args, "mods"), "formula");
    double *subset = NULL;
    bool ok = true, intercept = false;
    size_t p = 0;

    forget(r);
    r->yi = vector(r, json_object_get(args, "arg1"), &ok);
    r->vi = vector(r, json_object_get(args, "arg2"), &ok);
    if (json_object_get(args, "weights"))
        r->weights = vector(r, json_object_get(args, "weights"), &ok);
    if (json_object_get(args, "subset"))
        subset = vector(r, json_object_get(args, "subset"), &ok);
    if (json_object_get(args, "mods") && !mods)
        ok = cannot(r, "moderators that are not a formula");
    if (ok && mods)
        ok = design(r, mods, &r->x, &r->names, &p, &intercept);
    r->model = (rv_meta_data){ .p = ok ? p : 0, .intercept = intercept };
    if (ok) {
        r->model.k = drop_rows(r, subset);
        r->model.yi = r->yi;
        r->model.vi = r->vi;
        r->model.weights = r->weights;
        r->model.x = r->x;
        r->model.names = (const char *const *)r->names;
    }
    free(subset);
    return ok;
}

static json_t *statistics(const rv_meta_fitstats *s)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "logLik", rv_json_real(s->loglik), "deviance",
                     rv_json_real(s->deviance), "AIC", rv_json_real(s->aic), "BIC", rv_json_real(s->bic), "AICc",
                     rv_json_real(s->aicc));
}

static json_t *of_coefficients(const rv_meta_coef *c, size_t p)
{
    json_t *o = json_object();
    const struct { const char *name; size_t at; } fields[] = {
        { "estimate", offsetof(rv_meta_coef, estimate) }, { "se", offsetof(rv_meta_coef, se) },
        { "stat", offsetof(rv_meta_coef, stat) }, { "pval", offsetof(rv_meta_coef, p) },
        { "ci.lb", offsetof(rv_meta_coef, ci_lo) }, { "ci.ub", offsetof(rv_meta_coef, ci_hi) } };

    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        json_t *list = json_array();
        for (size_t i = 0; i < p; i++)
            json_array_append_new(list, rv_json_real(*(const double *)((const char *)&c[i] + fields[f].at)));
        json_object_set_new(o, fields[f].name, list);
    }
    json_object_set_new(o, "df", rv_json_real(c[0].df));
    return o;
}

static void put(json_t *o, const char *name, double x)
{
    json_object_set_new(o, name, rv_json_real(x));
}

static json_t *report(const run *r, const rv_meta_coef *coefs, const double *vcov, const double *weights)
{
    const rv_meta_fit *f = &r->fit;
    json_t *o = of_coefficients(coefs, f->p), *rows = json_array(), *df = json_array();

    put(o, "k", (double)f->k);
    /* metafor calls tau2 of one study 0. */
    put(o, "tau2", f->tau2);
    put(o, "se.tau2", f->tau2_se);
    put(o, "I2", 100 * f->i2);
    put(o, "H2", f->h2);
    put(o, "R2", 100 * f->r2);
    put(o, "QE", f->q);
    put(o, "QEp", f->q_p);
    put(o, "QM", f->qm);
    put(o, "QMp", f->qm_p);
    json_array_append_new(df, rv_json_real(f->qm_df1));
    json_array_append_new(df, rv_json_real(f->qm_df2));
    json_object_set_new(o, "QMdf", df);
    json_object_set_new(o, "ML", statistics(&f->ml));
    json_object_set_new(o, "REML", statistics(&f->reml));
    json_object_set_new(o, "weights_pct", numbers(weights, f->k));
    put(o, "pi.lb", f->pi_lo);
    put(o, "pi.ub", f->pi_hi);
    for (size_t i = 0; i < f->p; i++)
        json_array_append_new(rows, numbers(vcov + i * f->p, f->p));
    json_object_set_new(o, "vcov", rows);
    return o;
}

bool fit_model(run *r)
{
    const size_t p = r->model.p ? r->model.p : 1;
    rv_meta_coef *coefs = calloc(p, sizeof *coefs);
    double *vcov = calloc(p * p, sizeof *vcov), *weights = calloc(r->model.k + 1, sizeof *weights);
    bool ok = true;

    if (rv_meta_run(&r->model, &r->options, &r->fit, coefs, vcov, weights, &r->err) != RV_OK) {
        ok = refused(r);
    } else {
        json_decref(r->got);
        r->got = report(r, coefs, vcov, weights);
        r->fitted = true;
    }
    free(coefs);
    free(vcov);
    free(weights);
    return ok;
}

bool step_rma(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1",     "arg2", "method", "test",   "level", "weights",
                                         "weighted", "tau2", "mods",   "subset", NULL };

    return only_arguments(r, args, known) && read_options(r, args, &r->options) && read_data(r, args) && fit_model(r);
}
