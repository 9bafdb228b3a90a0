/* Robust variances of the last model: clubSandwich's vcovCR, coef_test, conf_int and Wald_test, metafor's robust(); and robumeta's robu. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_robust.h"
#include "tests/reference/driver.h"

/* The last model as a working model. *own is freed by the caller. */
static bool working_of(run *r, const json_t *args, rv_meta_working **own, rv_working *view)
{
    const char *object = json_string_value(json_object_get(json_object_get(args, "arg1"), "obj"));

    *own = NULL;
    if (object && strcmp(object, "fit") == 0 && r->mixed) {
        rv_mixed_working(r->mixed, view);
        view->names = NULL;   /* they went with the step that fitted it */
        return true;
    }
    if (!object || strcmp(object, "fit") != 0 || !r->fitted)
        return cannot(r, "a robust variance of something else than the last model");
    if (rv_meta_working_new(own, &r->model, &r->options, &r->fit, &r->err) != RV_OK)
        return refused(r);
    *view = *rv_meta_working_of(*own);
    return true;
}

/* Position of a word in a NULL-terminated list; -1 when it is not there. */
static int find_word(const char *const *list, const char *word)
{
    for (int i = 0; list[i]; i++)
        if (strcmp(list[i], word) == 0)
            return i;
    return -1;
}

/* The codes of the rows that the model used. A missing cluster is refused, as in the packages. */
static bool cluster_codes(run *r, const json_t *args, size_t k, size_t **codes)
{
    const json_t *arg = json_object_get(args, "cluster");
    const char *name = json_string_value(json_object_get(arg, "col"));
    const column *c = name ? frame_find(&r->data, name) : NULL;
    size_t *all = NULL;

    *codes = NULL;
    if (!arg)
        return cannot(r, "a robust variance without clusters");
    if (!arg_codes(r, arg, &all))
        return free(all), false;
    *codes = calloc(k + 1, sizeof **codes);
    for (size_t i = 0; i < k; i++) {
        const size_t row = r->used ? r->used[i] : i;
        if (c && c->text ? rv_text_missing(c->text[row]) : c && isnan(c->x[row])) {
            rv_fail(&r->err, RV_EDOMAIN, "row %zu has no cluster", row + 1);
            return free(all), false;
        }
        (*codes)[i] = all[row];
    }
    free(all);
    return true;
}

/* A robust variance of the last model, and what it stands on. */
typedef struct {
    rv_meta_working *own;
    rv_working view;
    size_t *cluster;
    rv_robust *robust;
} robust_of;

static void robust_end(robust_of *o)
{
    rv_robust_free(o->robust);
    rv_meta_working_free(o->own);
    free(o->cluster);
}

static bool robust_begin(run *r, const json_t *args, const char *type, const char *test, double level, robust_of *o)
{
    const int at_type = find_word(rv_robust_type_names, type), at_test = find_word(rv_robust_test_names, test);
    rv_robust_options how = RV_ROBUST_OPTIONS_INIT;

    *o = (robust_of){ .robust = NULL };
    if (at_type < 0 || at_test < 0)
        return cannot(r, "a robust variance %s with test %s", type, test);
    how.type = (rv_robust_type)at_type;
    how.test = (rv_robust_test)at_test;
    how.level = level;
    how.one_cluster = true;
    how.saddlepoint_tol = 0x1p-13;   /* R's .Machine$double.eps^0.25 */
    if (!working_of(r, args, &o->own, &o->view) || !cluster_codes(r, args, o->view.k, &o->cluster))
        return false;
    return rv_robust_run(&o->robust, &o->view, o->cluster, &how, &r->err) == RV_OK || refused(r);
}

/* What does not exist is NaN in the packages too, and they say so. */
static json_t *real_or_nan(double x)
{
    return isnan(x) ? json_string("NaN") : rv_json_real(x);
}

static json_t *fields_of(const rv_meta_coef *c, size_t p, size_t offset)
{
    json_t *list = json_array();

    for (size_t i = 0; i < p; i++)
        json_array_append_new(list, real_or_nan(*(const double *)((const char *)&c[i] + offset)));
    return list;
}
#define COEF_FIELD(c, p, name) fields_of(c, p, offsetof(rv_meta_coef, name))

static json_t *matrix(const double *v, size_t p)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < p; i++)
        json_array_append_new(rows, numbers(v + i * p, p));
    return rows;
}

static json_t *infinite_or(double x)
{
    return isnan(x) ? json_string("Inf") : rv_json_real(x);
}

/* Keeps what the case gave before, so that a case of several tests has the numbers of all. */
static bool add(run *r, json_t *more)
{
    json_t *all = r->got ? json_deep_copy(r->got) : json_object();

    json_object_update(all, more);
    json_decref(more);
    return give(r, all);
}

bool step_vcov_cr(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "cluster", "type", NULL };
    robust_of o;
    bool ok;

    if (!only_arguments(r, args, known))
        return false;
    if ((ok = robust_begin(r, args, arg_word(args, "type", "CR2"), "z", 0.95, &o)))
        give(r, json_pack("{s:o}", "vcov", matrix(rv_robust_result(o.robust)->vcov, o.view.p)));
    robust_end(&o);
    return ok;
}

/* The coefficients that both functions report; *df apart, as their names for it differ. */
static json_t *coefficients(const rv_robust_fit *f, json_t **df)
{
    json_t *got = json_object();

    *df = COEF_FIELD(f->coefs, f->p, df);
    for (size_t i = 0; f->test == RV_ROBUST_Z && i < f->p; i++)
        json_array_set_new(*df, i, json_string("Inf"));
    json_object_set_new(got, "beta", COEF_FIELD(f->coefs, f->p, estimate));
    json_object_set_new(got, "SE", COEF_FIELD(f->coefs, f->p, se));
    json_object_set_new(got, "CI_L", COEF_FIELD(f->coefs, f->p, ci_lo));
    json_object_set_new(got, "CI_U", COEF_FIELD(f->coefs, f->p, ci_hi));
    return got;
}

static bool test_coefficients(run *r, const json_t *args, robust_of *o)
{
    static const char *const known[] = { "arg1", "cluster", "vcov", "test", "level", NULL };

    *o = (robust_of){ 0 };
    return only_arguments(r, args, known)
           && robust_begin(r, args, arg_word(args, "vcov", "CR2"), arg_word(args, "test", "Satterthwaite"),
                           arg_number(args, "level", 0.95), o);
}

bool step_coef_test(run *r, const json_t *args)
{
    static const char *const df_names[] = { "df_Satt", "df_t", "df_tp", "df_z", "df_saddle" },
                      *const p_names[] = { "p_Satt", "p_t", "p_tp", "p_z", "p_saddle" };
    robust_of o;
    const bool ok = test_coefficients(r, args, &o);

    if (ok) {
        const rv_robust_fit *f = rv_robust_result(o.robust);
        json_t *df, *got = coefficients(f, &df);
        json_object_set_new(got, "se.CR2", COEF_FIELD(f->coefs, f->p, se));
        json_object_set_new(got, "tstat", COEF_FIELD(f->coefs, f->p, stat));
        json_object_set_new(got, df_names[f->test], df);
        json_object_set_new(got, p_names[f->test], COEF_FIELD(f->coefs, f->p, p));
        json_object_set_new(got, "saddlepoint", numbers(f->saddlepoint, f->p));
        add(r, got);
    }
    robust_end(&o);
    return ok;
}

bool step_conf_int(run *r, const json_t *args)
{
    robust_of o;
    const bool ok = test_coefficients(r, args, &o);

    if (ok) {
        json_t *df, *got = coefficients(rv_robust_result(o.robust), &df);
        json_object_set_new(got, "df", df);
        give(r, got);
    }
    robust_end(&o);
    return ok;
}

/* First and last coefficient, from 0, of {"coefs": [2, "last"]}. */
static bool coefs_of(run *r, const json_t *args, size_t p, size_t *first, size_t *last)
{
    const json_t *pair = json_object_get(json_object_get(args, "zero"), "coefs"), *from = json_array_get(pair, 0),
                 *to = json_array_get(pair, 1);

    if (!json_is_integer(from) || json_integer_value(from) < 1)
        return cannot(r, "a Wald test of something else than coefficients");
    *first = (size_t)json_integer_value(from) - 1;
    *last = json_is_integer(to) ? (size_t)json_integer_value(to) - 1 : p - 1;
    return true;
}

bool step_wald_test(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "cluster", "vcov", "test", "zero", NULL };
    const char *word = arg_word(args, "test", "HTZ");
    const int test = find_word(rv_wald_test_names, word);
    robust_of o;
    rv_wald_result w;
    size_t first = 0, last = 0;
    bool ok;

    if (!only_arguments(r, args, known))
        return false;
    if (test < 0)
        return cannot(r, "Wald test %s", word);
    ok = robust_begin(r, args, arg_word(args, "vcov", "CR2"), "Satterthwaite", 0.95, &o) && coefs_of(r, args, o.view.p, &first, &last);
    if (ok && rv_robust_wald_zero(o.robust, first, last, (rv_wald_test)test, &w, &r->err) != RV_OK)
        ok = refused(r);
    if (ok) {
        json_t *got = json_pack("{s:o, s:o, s:o, s:o, s:o}", "Fstat", rv_json_real(w.stat), "delta", rv_json_real(w.delta), "df_num",
                                rv_json_real(w.df1), "df_denom", infinite_or(w.df2), "p_val", rv_json_real(w.p));
        json_object_set_new(got, "HTZ.Fstat", rv_json_real(w.stat));
        json_object_set_new(got, "HTZ.df_num", rv_json_real(w.df1));
        json_object_set_new(got, "HTZ.df_denom", infinite_or(w.df2));
        json_object_set_new(got, "HTZ.p", rv_json_real(w.p));
        add(r, got);
    }
    robust_end(&o);
    return ok;
}

/* The omnibus test of robust(): all coefficients but an intercept that is not alone. */
static bool omnibus(run *r, const robust_of *o, bool club, json_t *got)
{
    const rv_robust_fit *f = rv_robust_result(o->robust);
    const bool alone = o->view.intercept && f->p == 1;
    rv_wald_result w;
    json_t *df = json_array();

    if (alone) {
        w = (rv_wald_result){ .stat = f->coefs[0].stat * f->coefs[0].stat, .df1 = 1, .df2 = f->coefs[0].df, .p = f->coefs[0].p };
    } else if (rv_robust_wald_zero(o->robust, o->view.intercept ? 1 : 0, f->p - 1, club ? RV_WALD_HTZ : RV_WALD_NAIVE_FP, &w, &r->err)
               != RV_OK) {
        if (club) {
            json_decref(df);
            return refused(r);
        }
        /* The package gives NA too. */
        w = (rv_wald_result){ .stat = NAN, .df1 = (double)f->p - o->view.intercept, .df2 = f->coefs[0].df, .p = NAN };
    }
    json_array_append_new(df, rv_json_real(w.df1));
    json_array_append_new(df, rv_json_real(w.df2));
    json_object_set_new(got, "QM", rv_json_real(w.stat));
    json_object_set_new(got, "QMp", rv_json_real(w.p));
    json_object_set_new(got, "QMdf", df);
    return true;
}

bool step_robust(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "cluster", "adjust", "clubSandwich", NULL };
    const bool club = arg_flag(args, "clubSandwich", false), adjust = arg_flag(args, "adjust", true);
    robust_of o;
    bool ok;

    if (!only_arguments(r, args, known))
        return false;
    ok = robust_begin(r, args, club ? "CR2" : adjust ? "CR1p" : "CR0", club ? "Satterthwaite" : "naive-tp",
                      r->mixed ? rv_mixed_how(r->mixed)->level : r->fitted ? r->options.level : 0.95, &o);
    if (ok && rv_robust_result(o.robust)->clusters <= o.view.p) {   /* robust() refuses, whatever the correction */
        rv_fail(&r->err, RV_EINVAL, "%zu clusters are not more than %zu coefficients", rv_robust_result(o.robust)->clusters, o.view.p);
        ok = refused(r);
    }
    if (ok) {
        const rv_robust_fit *f = rv_robust_result(o.robust);
        const char *const copied[] = { "tau2", "sigma2", "rho", "gamma2", "phi" };
        json_t *got = json_object();
        for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
            if (json_object_get(r->got, copied[i]))
                json_object_set(got, copied[i], json_object_get(r->got, copied[i]));
        if (!json_object_get(got, "tau2"))
            json_object_set_new(got, "tau2", json_real(0));
        json_object_set_new(got, "estimate", COEF_FIELD(f->coefs, f->p, estimate));
        json_object_set_new(got, "se", COEF_FIELD(f->coefs, f->p, se));
        json_object_set_new(got, "stat", COEF_FIELD(f->coefs, f->p, stat));
        json_object_set_new(got, "df", club ? COEF_FIELD(f->coefs, f->p, df) : rv_json_real(f->coefs[0].df));
        json_object_set_new(got, "pval", COEF_FIELD(f->coefs, f->p, p));
        json_object_set_new(got, "ci.lb", COEF_FIELD(f->coefs, f->p, ci_lo));
        json_object_set_new(got, "ci.ub", COEF_FIELD(f->coefs, f->p, ci_hi));
        json_object_set_new(got, "vcov", matrix(f->vcov, f->p));
        json_object_set_new(got, "n.clusters", json_integer((json_int_t)f->clusters));
        if ((ok = omnibus(r, &o, club, got)))
            give(r, got);
        else
            json_decref(got);
    }
    robust_end(&o);
    return ok;
}

/* The rows of the data with every number and the study, alone. */
static bool keep_complete(run *r, const json_t *y, const json_t *v, const json_t *study, const json_t *formula)
{
    const size_t k = r->data.k;
    const char *name = json_string_value(json_object_get(study, "col"));
    const column *c = name ? frame_find(&r->data, name) : NULL;
    double *yi = calloc(k + 1, sizeof *yi), *vi = calloc(k + 1, sizeof *vi), *x = NULL;
    bool *keep = calloc(k + 1, sizeof *keep), intercept, ok;
    char **names = NULL;
    size_t p = 0;

    ok = arg_numbers(r, y, yi) && arg_numbers(r, v, vi) && design(r, formula, &x, &names, &p, &intercept);
    for (size_t i = 0; ok && i < k; i++) {
        keep[i] = !isnan(yi[i]) && !isnan(vi[i]) && !(c && c->text && rv_text_missing(c->text[i]));
        for (size_t j = 0; j < p; j++)
            keep[i] = keep[i] && !isnan(x[i * p + j]);
    }
    if (ok)
        frame_keep(&r->data, keep);
    for (size_t j = 0; names && j < p; j++)
        free(names[j]);
    free(names);
    free(x);
    free(keep);
    free(yi);
    free(vi);
    return ok;
}

static json_t *robu_report(const rv_robu *robu, size_t k)
{
    const rv_robu_fit *f = rv_robu_result(robu);
    const rv_robust_fit *s = rv_robust_result(rv_robu_robust(robu));
    json_t *table = json_object(), *got = json_object();

    json_object_set_new(table, "b.r", COEF_FIELD(s->coefs, s->p, estimate));
    json_object_set_new(table, "SE", COEF_FIELD(s->coefs, s->p, se));
    json_object_set_new(table, "t", COEF_FIELD(s->coefs, s->p, stat));
    json_object_set_new(table, "dfs", COEF_FIELD(s->coefs, s->p, df));
    json_object_set_new(table, "prob", COEF_FIELD(s->coefs, s->p, p));
    json_object_set_new(table, "CI.L", COEF_FIELD(s->coefs, s->p, ci_lo));
    json_object_set_new(table, "CI.U", COEF_FIELD(s->coefs, s->p, ci_hi));
    json_object_set_new(got, "reg_table", table);
    json_object_set_new(got, "tau2", rv_json_real(f->tau2));
    json_object_set_new(got, "omega2", rv_json_real(f->omega2));
    json_object_set_new(got, "I2", rv_json_real(100 * f->i2));
    json_object_set_new(got, "N", json_integer((json_int_t)s->clusters));
    json_object_set_new(got, "M", json_integer((json_int_t)k));
    return got;
}

bool step_robu(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "var.eff.size", "studynum", "modelweights", "rho", "small", NULL };
    const json_t *formula = json_object_get(json_object_get(args, "arg1"), "formula"), *y = json_object_get(formula, "lhs"),
                 *v = json_object_get(args, "var.eff.size"), *study = json_object_get(args, "studynum");
    const int weights = find_word(rv_robu_weight_names, arg_word(args, "modelweights", "CORR"));
    rv_robu_options o = RV_ROBU_OPTIONS_INIT;
    double *yi, *vi, *x = NULL;
    size_t *codes = NULL, p = 0;
    bool intercept = true, ok;
    char **names = NULL;
    rv_robu *robu = NULL;

    if (!only_arguments(r, args, known) || !keep_complete(r, y, v, study, formula))
        return false;
    if (weights < 0)
        return cannot(r, "weights that robumeta does not know");
    yi = calloc(r->data.k + 1, sizeof *yi);
    vi = calloc(r->data.k + 1, sizeof *vi);
    o.weights = (rv_robu_weights)weights;
    o.rho = arg_number(args, "rho", 0.8);
    o.one_cluster = true;
    o.large = !arg_flag(args, "small", true);
    if ((ok = arg_numbers(r, y, yi) && arg_numbers(r, v, vi) && arg_codes(r, study, &codes)
              && design(r, formula, &x, &names, &p, &intercept))) {
        const rv_meta_data data = { r->data.k, yi, vi, NULL, p, x, (const char *const *)names, intercept };
        if ((ok = rv_robu_run(&robu, &data, codes, &o, &r->err) == RV_OK || refused(r)))
            give(r, robu_report(robu, r->data.k));
    }
    rv_robu_free(robu);
    for (size_t j = 0; names && j < p; j++)
        free(names[j]);
    free(names);
    free(x);
    free(codes);
    free(yi);
    free(vi);
    return ok;
}
