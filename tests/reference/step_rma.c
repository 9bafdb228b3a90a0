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

/* metafor leaves out what no row has: a level, or a combination of levels, without effects (review-meta does on --drop-empty). */
static void drop_empty(run *r)
{
    const size_t p = r->model.p;
    size_t left = 0;
    bool *empty = calloc(p + 1, sizeof *empty);

    for (size_t c = 0; c < p; c++) {
        empty[c] = r->model.k > 0;
        for (size_t i = 0; i < r->model.k; i++)
            empty[c] = empty[c] && r->x[i * p + c] == 0;
    }
    for (size_t i = 0; i < r->model.k; i++)
        for (size_t c = 0; c < p; c++)
            if (!empty[c])
                r->x[left++] = r->x[i * p + c];
    left = 0;
    for (size_t c = 0; c < p; c++) {
        if (empty[c])
            free(r->names[c]);
        else
            r->names[left++] = r->names[c];
    }
    r->model.p = left;
    free(empty);
}

/* An argument by place or by name; the column that escalc made when it is not given. */
static double *effects(run *r, const json_t *args, const char *place, const char *name, bool *ok)
{
    const json_t *arg = json_object_get(args, place) ? json_object_get(args, place) : json_object_get(args, name);
    const column *c = arg ? NULL : frame_find(&r->data, name);
    double *x;

    if (arg)
        return vector(r, arg, ok);
    x = calloc(r->data.k + 1, sizeof *x);
    if (c)
        memcpy(x, c->x, r->data.k * sizeof *x);
    else
        *ok = *ok && cannot(r, "rma without %s", name);
    return x;
}

static bool read_data(run *r, const json_t *args)
{
    const json_t *mods = json_object_get(json_object_get(args, "mods"), "formula");
    double *subset = NULL;
    bool ok = true, intercept = false;
    size_t p = 0;

    forget(r);
    r->yi = effects(r, args, "arg1", "yi", &ok);
    r->vi = json_object_get(args, "sei") ? vector(r, json_object_get(args, "sei"), &ok) : effects(r, args, "arg2", "vi", &ok);
    for (size_t i = 0; ok && json_object_get(args, "sei") && i < r->data.k; i++)
        r->vi[i] *= r->vi[i];
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
        drop_empty(r);
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
        give(r, report(r, coefs, vcov, weights));
        r->fitted = true;
    }
    free(coefs);
    free(vcov);
    free(weights);
    return ok;
}

/* The names of rma's own arguments; with a measure, all others are escalc's. */
static const char *const own_arguments[] = { "arg1", "arg2", "yi", "vi", "sei", "method", "test", "level", "weights", "weighted", "tau2",
                                             "mods", "subset", NULL };

static bool is_own(const char *key)
{
    for (const char *const *n = own_arguments; *n; n++)
        if (strcmp(*n, key) == 0)
            return true;
    return false;
}

/* rma(measure, cells) is escalc and rma of what it gives. */
static bool effects_first(run *r, const json_t *args)
{
    json_t *cells = json_object();
    const char *key;
    json_t *value;
    bool ok;

    json_object_foreach((json_t *)args, key, value)
        if (!is_own(key))
            json_object_set(cells, key, value);
    ok = step_escalc(r, cells);
    json_decref(cells);
    return ok;
}

/* Numbers of a call stand for themselves: the data are then as many rows as there are numbers, with no columns. */
static void data_of_the_call(run *r, const json_t *yi)
{
    const json_t *num = json_object_get(yi, "num");

    if (!num)
        return;
    frame_free(&r->data);
    r->data.k = json_is_array(num) ? json_array_size(num) : 1;
}

bool step_rma(run *r, const json_t *args)
{
    const bool cells = json_object_get(args, "measure") != NULL;

    if ((cells && !effects_first(r, args)) || (!cells && !only_arguments(r, args, own_arguments)) || !read_options(r, args, &r->options))
        return false;
    if (!cells)
        data_of_the_call(r, json_object_get(args, "yi"));
    if (!read_data(r, args) || (r->by ? !fit_by(r, r->by) : !fit_model(r)))
        return false;
    if (r->assign && (!json_is_string(r->assign) || strcmp(json_string_value(r->assign), "fit0") != 0))
        return cannot(r, "a model with this name");
    if (r->assign) {
        r->fit0 = r->fit;
        r->has_fit0 = true;
    }
    return true;
}
