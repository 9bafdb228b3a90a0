/* Regression after the fit: predict, anova, fitstats; and a fit for each level of a column. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_regression.h"
#include "review/numer.h"
#include "tests/reference/driver.h"

/* Rows of numbers, `columns` each, from a matrix, or from numbers: one row of them, or with one column a row each. */
static double *rows_of(run *r, const json_t *arg, size_t columns, size_t *n)
{
    const json_t *matrix = json_object_get(arg, "matrix"), *num = json_object_get(arg, "num");
    const size_t given = num ? (json_is_array(num) ? json_array_size(num) : 1) : json_array_size(matrix);
    double *x;

    *n = matrix ? given : columns ? given / columns : 0;
    if ((!matrix && !num) || columns == 0 || (num && given % columns)) {
        cannot(r, "values of this form for %zu columns", columns);
        return NULL;
    }
    x = calloc(*n * columns + 1, sizeof *x);
    for (size_t i = 0; i < *n * columns; i++) {
        const json_t *one = matrix ? json_array_get(json_array_get(matrix, i / columns), i % columns)
                            : json_is_array(num) ? json_array_get(num, i) : num;
        x[i] = json_is_number(one) ? json_number_value(one) : NAN;
    }
    return x;
}

/* ---- predict --------------------------------------------------------------------------------------------------- */

/* The rows to predict at with the intercept's column; the rows of the data when none are given. */
static double *new_rows(run *r, const json_t *args, size_t *n)
{
    const json_t *newmods = json_object_get(args, "newmods");
    const size_t p = r->model.p, lead = r->model.intercept;
    double *given, *x;

    if (p == 0 || (p == 1 && lead)) {
        *n = 1;
        if (newmods)
            cannot(r, "newmods of a model without moderators");
        x = newmods ? NULL : calloc(1, sizeof *x);
        if (x)
            *x = 1;
        return x;
    }
    if (!newmods) {
        *n = r->model.k;
        x = calloc(*n * p + 1, sizeof *x);
        memcpy(x, r->model.x, *n * p * sizeof *x);
        return x;
    }
    if (!(given = rows_of(r, newmods, p - lead, n)))
        return NULL;
    x = calloc(*n * p + 1, sizeof *x);
    for (size_t i = 0; i < *n; i++) {
        if (lead)
            x[i * p] = 1;
        memcpy(x + i * p + lead, given + i * (p - lead), (p - lead) * sizeof *x);
    }
    free(given);
    return x;
}

/* targs: a number (a standard deviation), or a list with ni, whose harmonic mean is meant. */
static bool transformation(run *r, const json_t *args, const rv_transform **t, rv_transform_args *a)
{
    const char *name = arg_word(args, "transf", NULL);
    const json_t *targs = json_object_get(args, "targs"), *ni = json_object_get(json_object_get(targs, "list"), "ni");
    double *x;

    *t = NULL;
    *a = (rv_transform_args)RV_TRANSFORM_ARGS_INIT;
    if (name && strcmp(name, "exp") != 0 && !(*t = rv_transform_find(name)))
        return cannot(r, "predict with %s", name);
    a->sd = arg_number(args, "targs", a->sd);
    if (!ni)
        return true;
    x = calloc(r->data.k + 1, sizeof *x);
    if (arg_numbers(r, ni, x)) {
        size_t left = 0;
        const json_t *num = json_object_get(ni, "num");
        const size_t k = num ? (json_is_array(num) ? json_array_size(num) : 1) : r->data.k;
        for (size_t i = 0; i < k && i < r->data.k; i++)
            if (!isnan(x[i]))
                x[left++] = x[i];
        a->ni = rv_harmonic_mean(x, left);
    }
    free(x);
    return true;
}

static json_t *predictions(const rv_meta_prediction *at, size_t n, bool transformed, const rv_transform *t, const rv_transform_args *a)
{
    static const char *const names[] = { "pred", "ci.lb", "ci.ub", "pi.lb", "pi.ub", "se", "ddf", "pi.ddf", "pi.se", "cr.lb", "cr.ub" };
    json_t *got = json_object();

    for (size_t f = 0; f < 11; f++)
        json_object_set_new(got, names[f], json_array());
    for (size_t i = 0; i < n; i++) {
        const rv_meta_coef *c = &at[i].mean;
        double x[11] = { c->estimate, c->ci_lo, c->ci_hi, at[i].pi_lo, at[i].pi_hi, c->se, c->df, at[i].pi_df, at[i].pi_se,
                         at[i].pi_lo, at[i].pi_hi };
        for (int f = 0; transformed && f < 5; f++)
            x[f] = t ? t->apply(x[f], a) : exp(x[f]);
        for (int f = 1; f < 5; f += 2)   /* a falling transformation turns bounds round */
            if (x[f] > x[f + 1]) {
                const double swap = x[f];
                x[f] = x[f + 1];
                x[f + 1] = swap;
            }
        for (size_t f = 0; f < 11; f++)
            json_array_append_new(json_object_get(got, names[f]), rv_json_real(x[f]));
    }
    return got;
}

bool step_predict(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "transf", "targs", "newmods", "addx", "level", "predtype", "prob", NULL };
    const char *type = arg_word(args, "predtype", "default");
    rv_meta_options o = r->options;
    const rv_transform *t;
    rv_transform_args a;
    rv_meta_prediction *at;
    double *x;
    size_t n = 0;
    bool ok;

    if (!r->fitted && r->mixed)
        return mixed_predict(r, args);
    if (!of_last_model(r, args, known) || !transformation(r, args, &t, &a))
        return false;
    if (strcmp(type, "default") != 0 && strcmp(type, "riley") != 0)
        return cannot(r, "predtype %s", type);
    o.pi = strcmp(type, "riley") == 0 ? RV_PI_RILEY : RV_PI_METAFOR;
    o.level = arg_number(args, "level", 100 * o.level) / 100;
    if (!(x = new_rows(r, args, &n)))
        return false;
    at = calloc(n + 1, sizeof *at);
    ok = rv_meta_predict(&r->model, &o, r->model.p ? x : NULL, n, at, &r->err) == RV_OK;
    if (ok) {
        const json_t *prob = json_object_get(json_object_get(args, "prob"), "num");
        const json_t *last = json_is_array(prob) ? json_array_get(prob, json_array_size(prob) - 1) : prob;
        json_t *got = predictions(at, n, arg_word(args, "transf", NULL) != NULL, t, &a);
        if (json_is_number(last))   /* the share above the last number */
            json_object_set_new(got, "prob", rv_json_real(rv_meta_probability(&at[0], json_number_value(last), INFINITY)));
        give(r, got);
    } else {
        refused(r);
    }
    free(at);
    free(x);
    return ok;
}

/* ---- anova ----------------------------------------------------------------------------------------------------- */

static void put_joint(json_t *got, const rv_meta_joint *j)
{
    const double df[] = { j->df1, j->df2 };

    json_object_set_new(got, "QM", rv_json_real(j->stat));
    json_object_set_new(got, "QMdf", numbers(df, 2));
    json_object_set_new(got, "QMp", rv_json_real(j->p));
}

/* The coefficients of btt as contrasts; the omnibus test's when there is no btt. */
static double *chosen(run *r, const json_t *args, size_t *n)
{
    const json_t *num = json_object_get(json_object_get(args, "btt"), "num");
    const size_t p = r->fit.p, first = p > 1 && r->model.intercept;
    double *l = calloc(p * p + 1, sizeof *l);

    *n = !num ? p - first : json_is_array(num) ? json_array_size(num) : 1;
    if (*n > p) {
        free(l);
        cannot(r, "%zu coefficients of %zu", *n, p);
        return NULL;
    }
    for (size_t i = 0; i < *n; i++) {
        const json_int_t which = !num ? (json_int_t)(first + i + 1)
                                 : (json_int_t)json_number_value(json_is_array(num) ? json_array_get(num, i) : num);
        if (which >= 1 && (size_t)which <= p)
            l[i * p + (size_t)which - 1] = 1;
    }
    return l;
}

static bool contrasts(run *r, const json_t *args)
{
    const json_t *x = json_object_get(args, "X");
    const size_t p = r->fit.p;
    size_t n = 0;
    double *l = x ? rows_of(r, x, p, &n) : chosen(r, args, &n);
    rv_meta_coef *c;
    rv_meta_joint j = { NAN, NAN, NAN, NAN };
    bool ok;

    if (!l)
        return false;
    c = calloc(n + 1, sizeof *c);
    /* Contrasts that depend on each other have tests of their own, but none together. */
    ok = rv_meta_contrasts(&r->model, &r->options, l, n, c, &j, &r->err) == RV_OK
         || (x && rv_meta_contrasts(&r->model, &r->options, l, n, c, NULL, &r->err) == RV_OK);
    if (ok) {
        json_t *got = json_object(), *se = json_array(), *stat = json_array(), *p_value = json_array();
        put_joint(got, &j);
        json_object_set_new(got, "m", json_integer((json_int_t)n));
        for (size_t i = 0; i < n; i++) {
            json_array_append_new(se, rv_json_real(c[i].se));
            json_array_append_new(stat, rv_json_real(c[i].stat));
            json_array_append_new(p_value, rv_json_real(c[i].p));
        }
        json_object_set_new(got, "se", se);
        json_object_set(got, "zval", stat);
        json_object_set_new(got, "tval", stat);
        json_object_set_new(got, "pval", p_value);
        give(r, got);
    } else {
        refused(r);
    }
    free(c);
    free(l);
    return ok;
}

static json_t *statistics(const rv_meta_fitstats *s)
{
    const double x[] = { s->loglik, s->deviance, s->aic, s->bic, s->aicc };

    return numbers(x, 5);
}

bool step_anova(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "arg2", "btt", "X", NULL };
    const char *other = json_string_value(json_object_get(json_object_get(args, "arg2"), "obj"));
    rv_meta_comparison c;

    if (!of_last_model(r, args, known))
        return false;
    if (!json_object_get(args, "arg2"))
        return contrasts(r, args);
    if (!r->has_fit0 || !other || strcmp(other, "fit0") != 0)
        return cannot(r, "anova with a model that no step made");
    if (rv_meta_compare(&r->fit, &r->fit0, &c, &r->err) != RV_OK)
        return refused(r);
    return give(r, json_pack("{s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "fit.stats.f", statistics(&c.full), "fit.stats.r",
                             statistics(&c.reduced), "parms.f", (json_int_t)c.full_parameters, "parms.r",
                             (json_int_t)c.reduced_parameters, "LRT", rv_json_real(c.lr), "pval", rv_json_real(c.p), "QE.f",
                             rv_json_real(r->fit.q), "QE.r", rv_json_real(r->fit0.q), "tau2.f", rv_json_real(r->fit.tau2), "tau2.r",
                             rv_json_real(r->fit0.tau2), "R2", rv_json_real(100 * c.r2)));
}

bool step_fitstats(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    json_t *rows = json_array(), *list;

    if (!of_last_model(r, args, known))
        return json_decref(rows), false;
    list = statistics(strcmp(r->options.estimator->name, "REML") == 0 ? &r->fit.reml : &r->fit.ml);
    for (size_t i = 0; i < 5; i++)
        json_array_append_new(rows, json_pack("[O]", json_array_get(list, i)));
    json_decref(list);
    return give(r, json_pack("{s:o}", "matrix", rows));
}

/* ---- A fit for each level -------------------------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The levels of a column among the rows of the model in byte order, and each row's. Rows without one are left out of the model. */
static size_t levels_of(run *r, const column *c, const char **level, size_t *group)
{
    size_t n = 0, different = 0, left = 0;

    for (size_t i = 0; i < r->model.k; i++) {
        const size_t row = r->used[i];
        if (rv_text_missing(c->text[row]))
            continue;
        r->yi[left] = r->yi[i];
        r->vi[left] = r->vi[i];
        if (r->weights)
            r->weights[left] = r->weights[i];
        r->used[left++] = row;
        level[n++] = c->text[row];
    }
    r->model.k = left;
    qsort(level, n, sizeof *level, by_bytes);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(level[i], level[different - 1]) != 0)
            level[different++] = level[i];
    for (size_t i = 0; i < left; i++)
        for (size_t l = 0; l < different; l++)
            if (strcmp(c->text[r->used[i]], level[l]) == 0)
                group[i] = l;
    return different;
}

bool fit_by(run *r, const char *name)
{
    const column *c = name ? frame_find(&r->data, name) : NULL;
    const char **level = calloc(r->model.k + 1, sizeof *level);
    size_t *group = calloc(r->model.k + 1, sizeof *group), groups;
    rv_meta_between b;
    rv_meta_fit *fits = NULL;
    bool ok = r->model.p == 0 && c && c->text ? true : cannot(r, "a fit for each level of %s", name ? name : "this");

    if (ok) {
        groups = levels_of(r, c, level, group);
        fits = calloc(groups + 1, sizeof *fits);
        if (rv_meta_subgroups(&r->model, group, groups, &r->options, false, fits, NULL, &b, &r->err) == RV_OK) {
            json_t *estimate = json_array(), *se = json_array(), *tau2 = json_array();
            for (size_t g = 0; g < groups; g++) {
                json_array_append_new(estimate, rv_json_real(fits[g].pooled.estimate));
                json_array_append_new(se, rv_json_real(fits[g].pooled.se));
                json_array_append_new(tau2, rv_json_real(isnan(fits[g].tau2) ? 0 : fits[g].tau2));
            }
            give(r, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "estimate", estimate, "se", se, "tau2", tau2, "Qb", rv_json_real(b.q), "df",
                              rv_json_real(b.df1), "p", rv_json_real(b.p)));
        } else {
            ok = refused(r);
        }
    }
    free(level);
    free(group);
    free(fits);
    return ok;
}
