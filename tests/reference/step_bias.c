/* Tests and corrections for missing studies: regtest, ranktest, trimfill, fsn, and lm of effects on their standard errors. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_bias.h"
#include "tests/reference/driver.h"

/* What the reference prints where a formula has no number. */
static void put_odd(json_t *o, const char *name, double x)
{
    json_object_set_new(o, name, isnan(x) ? json_string("NaN") : isinf(x) ? json_string(x > 0 ? "Inf" : "-Inf") : rv_json_real(x));
}

static bool word_at(const char *const *names, const char *word, int *at)
{
    for (*at = 0; names[*at]; ++*at)
        if (strcmp(names[*at], word) == 0)
            return true;
    return false;
}

/* The sizes of the studies that the model used; NULL when the data came without. */
static double *sizes(run *r)
{
    const column *c = frame_find(&r->data, ".ni");
    double *ni = c && r->used ? calloc(r->model.k + 1, sizeof *ni) : NULL;

    for (size_t i = 0; ni && i < r->model.k; i++)
        ni[i] = c->x[r->used[i]];
    return ni;
}

bool step_regtest(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "predictor", "model", NULL };
    const char *model = arg_word(args, "model", "rma");
    rv_regression_test_options o = RV_REGRESSION_TEST_OPTIONS_INIT;
    rv_regression_test t;
    double *ni;
    int predictor;
    rv_status st;
    json_t *got;

    if (!of_last_model(r, args, known))
        return false;
    if (!word_at(rv_predictor_names, arg_word(args, "predictor", "sei"), &predictor))
        return cannot(r, "predictor %s", arg_word(args, "predictor", ""));
    o.predictor = (rv_predictor)predictor;
    o.dispersion = strcmp(model, "lm") == 0;
    ni = sizes(r);
    st = rv_regression_test_run(&r->model, ni, &r->options, &o, &t, &r->err);
    free(ni);
    if (st != RV_OK)
        return refused(r);
    got = json_object();
    put(got, "zval", t.slope.stat);
    put(got, "pval", t.slope.p);
    put(got, "dfs", t.slope.df);
    put(got, "est", t.limit.estimate);
    put(got, "ci.lb", t.limit.ci_lo);
    put(got, "ci.ub", t.limit.ci_hi);
    give(r, got);
    return true;
}

bool step_ranktest(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    rv_rank_test t;

    if (!of_last_model(r, args, known))
        return false;
    if (rv_rank_test_run(r->model.yi, r->model.vi, r->model.k, &t, &r->err) != RV_OK)
        return refused(r);
    give(r, json_pack("{s:o, s:o}", "tau", rv_json_real(t.tau), "pval", rv_json_real(t.p)));
    return true;
}

/* The last model becomes that of the filled effects. */
static bool take_filled(run *r, const rv_trim *t, double *yi, double *vi)
{
    free(r->yi);
    free(r->vi);
    free(r->used);
    r->used = NULL;               /* rows that were filled in stand nowhere in the data */
    r->yi = yi;
    r->vi = vi;
    r->model.yi = yi;
    r->model.vi = vi;
    r->model.k = t->k + t->k0;
    return fit_model(r);
}

bool step_trimfill(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "estimator", "side", NULL };
    rv_trim_options o = RV_TRIM_OPTIONS_INIT;
    double *yi, *vi;
    int estimator, side;
    rv_trim t;

    if (!of_last_model(r, args, known))
        return false;
    if (!word_at(rv_trim_estimator_names, arg_word(args, "estimator", "L0"), &estimator)
        || !word_at(rv_trim_side_names, arg_word(args, "side", "auto"), &side))
        return cannot(r, "this estimator or side");
    if (r->weights)
        return cannot(r, "trim and fill with weights of its own");
    o.estimator = (rv_trim_estimator)estimator;
    o.side = (rv_trim_side)side;
    o.metafor_stops = true;
    yi = calloc(2 * r->model.k + 1, sizeof *yi);
    vi = calloc(2 * r->model.k + 1, sizeof *vi);
    if (rv_trim_run(&r->model, &r->options, &o, &t, yi, vi, &r->err) != RV_OK) {
        free(yi);
        free(vi);
        return refused(r);
    }
    r->options.estimator = t.fit.estimator;
    if (!take_filled(r, &t, yi, vi))
        return false;
    put(r->got, "k0", (double)t.k0);
    put_odd(r->got, "se.k0", t.k0_se);
    put(r->got, "p.k0", t.k0_p);
    json_object_set_new(r->got, "yi.fill", numbers(yi + t.k, t.k0));
    json_object_set_new(r->got, "vi.fill", numbers(vi + t.k, t.k0));
    json_object_set_new(r->got, "side", json_string(rv_trim_side_names[t.side]));
    return true;
}

static bool read_fail_safe(run *r, const json_t *args, rv_fail_safe_options *o)
{
    const char *method = arg_word(args, "method", "REML"), *pool = arg_word(args, "pool", arg_word(args, "test", "Stouffer"));
    int kind;

    *o = (rv_fail_safe_options)RV_FAIL_SAFE_OPTIONS_INIT;
    if (!word_at(rv_fail_safe_names, arg_word(args, "type", "Rosenthal"), &kind) || !(o->estimator = rv_estimator_find(method)))
        return cannot(r, "type %s", arg_word(args, "type", ""));
    o->kind = (rv_fail_safe_kind)kind;
    o->fisher = strcmp(pool, "Fisher") == 0;
    o->alpha = arg_number(args, "alpha", 0.05);
    o->target = arg_number(args, "target", NAN);
    /* metafor 3.8 weighs nothing for Orwin unless told; version 5 does. */
    o->metafor_stops = true;
    o->unweighted = !arg_flag(args, "weighted", !strstr(r->engine, "metafor 3."));
    return true;
}

bool step_fsn(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "arg2", "type", "target", "pool", "test", "alpha", "weighted", "method", NULL };
    const bool old = strstr(r->engine, "metafor 3.");
    double *yi = calloc(r->data.k + 1, sizeof *yi), *vi = calloc(r->data.k + 1, sizeof *vi);
    rv_fail_safe_options o;
    rv_fail_safe f;
    size_t k = 0;
    json_t *got;
    bool ok = only_arguments(r, args, known) && arg_numbers(r, json_object_get(args, "arg1"), yi)
              && arg_numbers(r, json_object_get(args, "arg2"), vi) && read_fail_safe(r, args, &o);

    for (size_t i = 0; ok && i < r->data.k; i++)
        if (!isnan(yi[i]) && !isnan(vi[i]))
            yi[k] = yi[i], vi[k++] = vi[i];
    if (ok && rv_fail_safe_run(yi, vi, k, &o, &f, &r->err) != RV_OK)
        ok = refused(r);
    free(yi);
    free(vi);
    if (!ok)
        return false;
    got = json_object();
    put_odd(got, "fsnum", f.number);
    put(got, "alpha", o.alpha);
    put(got, "pval", f.p);
    put(got, "meanes", f.estimate);
    put(got, "target", f.target);
    if (!old) {
        put(got, "est", f.estimate);
        put(got, "tau2", f.tau2);
        put(got, "est.fsn", f.estimate_then);
        put(got, "tau2.fsn", f.tau2_then);
        put(got, "pval.fsn", f.p_then);
    }
    give(r, got);
    return true;
}

/* Rows with everything there; weights become variances. */
static size_t complete(double *y, double *v, double *x, size_t k, size_t p)
{
    size_t left = 0;

    for (size_t i = 0; i < k; i++) {
        bool all = !isnan(y[i]) && !isnan(v[i]);
        for (size_t j = 0; j < p; j++)
            all = all && !isnan(x[i * p + j]);
        if (!all)
            continue;
        y[left] = y[i];
        v[left] = 1 / v[i];
        for (size_t j = 0; j < p; j++)
            x[left * p + j] = x[i * p + j];
        left++;
    }
    return left;
}

static json_t *lm_report(const rv_meta_coef *c, size_t p, double sigma)
{
    json_t *o = json_object(), *rows = json_array();

    for (size_t j = 0; j < p; j++) {
        const double row[] = { c[j].estimate, c[j].se, c[j].stat, c[j].p };
        json_array_append_new(rows, numbers(row, 4));
    }
    json_object_set_new(o, "coef", rows);
    put(o, "sigma", sigma);
    return o;
}

bool step_lm(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "weights", NULL };
    const json_t *formula = json_object_get(json_object_get(args, "arg1"), "formula"), *weights = json_object_get(args, "weights");
    double *y = calloc(r->data.k + 1, sizeof *y), *v = calloc(r->data.k + 1, sizeof *v), *x = NULL, sigma = NAN;
    rv_meta_coef *coefs = NULL;
    char **names = NULL;
    rv_meta_data d = { .k = 0 };
    size_t p = 0;
    bool ok = formula ? only_arguments(r, args, known) : cannot(r, "lm without a formula");

    for (size_t i = 0; i < r->data.k; i++)
        v[i] = 1;
    ok = ok && arg_numbers(r, json_object_get(formula, "lhs"), y) && (!weights || arg_numbers(r, weights, v))
         && design(r, formula, &x, &names, &p, &d.intercept);
    if (ok) {
        d.p = p;
        d.k = complete(y, v, x, r->data.k, p);
        d.yi = y;
        d.vi = v;
        d.x = x;
        d.names = (const char *const *)names;
        coefs = calloc(p + 1, sizeof *coefs);
        if (rv_dispersion_run(&d, 0.95, coefs, &sigma, &r->err) != RV_OK)
            ok = refused(r);
        else
            give(r, lm_report(coefs, p, sigma));
    }
    for (size_t j = 0; names && j < p; j++)
        free(names[j]);
    free(names);
    free(coefs);
    free(x);
    free(y);
    free(v);
    return ok;
}
