/* Diagnoses of the last model of independent effects: residuals, influence, cumulation, predicted effects, points of figures. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/meta_diagnose.h"
#include "tests/reference/driver.h"

/* The name that R gives a column of a data frame: "factor(alloc)random" is factor.alloc.random. A coefficient "allocrandom" of a text
   column may have come from factor(alloc) or from alloc itself: with `factors` it is named as the former. */
static void r_name(const run *r, const char *coefficient, bool factors, char *out, size_t size)
{
    size_t n = 0;

    for (const char *at = coefficient; *at && n + 1 < size;) {
        const char *end = at + strcspn(at, ":"), *level = at;
        for (size_t c = 0; factors && c < r->data.n; c++) {
            const size_t length = strlen(r->data.columns[c].name);
            if (length < (size_t)(end - at) && strncmp(r->data.columns[c].name, at, length) == 0 && at + length > level)
                level = at + length;
        }
        if (level > at)
            n += (size_t)snprintf(out + n, size - n, "factor(%.*s)", (int)(level - at), at);
        n = n < size ? n : size - 1;
        n += (size_t)snprintf(out + n, size - n, "%.*s%s", (int)(end - level), level, *end ? ":" : "");
        n = n < size ? n : size - 1;
        at = *end ? end + 1 : end;
    }
    for (char *c = out; *c; c++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.", *c))
            *c = '.';
}

static json_t *influence_table(const run *r, const rv_influence *rows, const double *dfbetas)
{
    const size_t k = r->model.k, p = r->fit.p;
    json_t *dfbs = json_object(), *flags = json_array(), *tau2 = json_array();

    for (size_t j = 0; j < p; j++) {
        json_t *values = field_of(dfbetas, k, p * sizeof *dfbetas, j * sizeof *dfbetas);
        char name[256] = "";
        for (int factors = 0; factors < 2; factors++) {
            r_name(r, r->model.p ? r->names[j] : "intrcpt", factors, name, sizeof name);
            json_object_set(dfbs, name, values);
        }
        json_decref(values);
    }
    for (size_t i = 0; i < k; i++) {
        json_array_append_new(flags, json_boolean(rows[i].influential));
        /* metafor calls tau2 of one study 0. */
        json_array_append_new(tau2, rv_json_real(isnan(rows[i].tau2_del) && !isnan(rows[i].q_del) ? 0 : rows[i].tau2_del));
    }
    return json_pack("{s:{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}, s:o, s:o}", "inf", "rstudent",
                     FIELD(rv_influence, rows, k, rstudent), "dffits", FIELD(rv_influence, rows, k, dffits), "cook.d",
                     FIELD(rv_influence, rows, k, cook_d), "cov.r", FIELD(rv_influence, rows, k, cov_ratio), "tau2.del", tau2,
                     "QE.del", FIELD(rv_influence, rows, k, q_del), "hat", FIELD(rv_influence, rows, k, hat), "weight",
                     FIELD(rv_influence, rows, k, weight), "dfbs", dfbs, "is.infl", flags);
}

/* influence, rstudent and cooks.distance are columns of one table. */
bool step_influence(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    const size_t k = r->model.k;
    rv_influence *rows;
    double *dfbetas;
    bool ok;

    if (!r->fitted && r->mixed && strcmp(r->fn, "influence") != 0)
        return mixed_influence(r, args);
    if (!of_last_model(r, args, known))
        return false;
    rows = calloc(k + 1, sizeof *rows);
    dfbetas = calloc(k * r->fit.p + 1, sizeof *dfbetas);
    if (rv_meta_influence(&r->model, &r->options, rows, dfbetas, &r->err) != RV_OK)
        ok = refused(r);
    else if (strcmp(r->fn, "rstudent") == 0)
        ok = give(r, json_pack("{s:o, s:o, s:o}", "resid", FIELD(rv_influence, rows, k, resid), "se",
                               FIELD(rv_influence, rows, k, resid_se), "z", FIELD(rv_influence, rows, k, rstudent)));
    else if (strcmp(r->fn, "cooks.distance") == 0)
        ok = give(r, json_pack("{s:o}", "value", FIELD(rv_influence, rows, k, cook_d)));
    else
        ok = give(r, influence_table(r, rows, dfbetas));
    free(rows);
    free(dfbetas);
    return ok;
}

/* rstandard, residuals and hatvalues likewise. */
bool step_residuals(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "type", NULL };
    const char *type = arg_word(args, "type", "response");
    const size_t k = r->model.k;
    rv_residual *rows;
    bool ok = true;

    if (!r->fitted && r->mixed)
        return mixed_residuals(r, args);
    if (!of_last_model(r, args, known))
        return false;
    rows = calloc(k + 1, sizeof *rows);
    if (rv_meta_residuals(&r->model, &r->options, rows, &r->err) != RV_OK)
        ok = refused(r);
    else if (strcmp(r->fn, "hatvalues") == 0)
        give(r, json_pack("{s:o}", "value", FIELD(rv_residual, rows, k, hat)));
    else if (strcmp(r->fn, "rstandard") == 0) {
        for (size_t i = 0; i < k; i++)   /* where there is no standard error metafor says 0 / rounding = 0 */
            rows[i].z = rows[i].se > 0 ? rows[i].z : 0;
        give(r, json_pack("{s:o, s:o, s:o}", "resid", FIELD(rv_residual, rows, k, resid), "se", FIELD(rv_residual, rows, k, se),
                          "z", FIELD(rv_residual, rows, k, z)));
    } else if (strcmp(type, "cholesky") == 0)
        give(r, json_pack("{s:o}", "value", FIELD(rv_residual, rows, k, cholesky)));
    else if (strcmp(type, "pearson") == 0)
        give(r, json_pack("{s:o}", "value", FIELD(rv_residual, rows, k, pearson)));
    else if (strcmp(type, "rstandard") == 0)
        give(r, json_pack("{s:o}", "value", FIELD(rv_residual, rows, k, z)));
    else if (strcmp(type, "response") == 0)
        give(r, json_pack("{s:o}", "value", FIELD(rv_residual, rows, k, resid)));
    else
        ok = cannot(r, "residuals of type %s", type);
    free(rows);
    return ok;
}

bool step_blup(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "level", NULL };
    const size_t k = r->model.k;
    const bool deviations = strcmp(r->fn, "ranef") == 0;
    rv_meta_options o = r->options;
    rv_blup *rows;
    bool ok;

    if (!r->fitted && r->mixed)
        return mixed_ranef(r, args);
    if (!of_last_model(r, args, known))
        return false;
    o.level = arg_number(args, "level", 100 * o.level) / 100;
    rows = calloc(k + 1, sizeof *rows);
    if (rv_meta_blups(&r->model, &o, deviations ? NULL : rows, deviations ? rows : NULL, &r->err) != RV_OK)
        ok = refused(r);
    else
        ok = give(r, json_pack("{s:o, s:o, s:o, s:o}", "pred", FIELD(rv_blup, rows, k, pred), "se", FIELD(rv_blup, rows, k, se),
                               "pi.lb", FIELD(rv_blup, rows, k, pi_lo), "pi.ub", FIELD(rv_blup, rows, k, pi_hi)));
    free(rows);
    return ok;
}

bool step_cumul(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    static const char *const names[] = { "estimate", "se", "zval", "tval", "pval", "pvals", "ci.lb", "ci.ub",
                                         "Q",        "Qp", "tau2", "I2",   "H2" };
    const size_t k = r->model.k;
    rv_meta_fit *out;
    json_t *got;

    if (!of_last_model(r, args, known))
        return false;
    out = calloc(k + 1, sizeof *out);
    if (rv_meta_cumulative(&r->model, &r->options, NULL, out, &r->err) != RV_OK) {
        free(out);
        return refused(r);
    }
    got = json_object();
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        json_object_set_new(got, names[n], json_array());
    for (size_t i = 0; i < k; i++) {
        const rv_meta_fit *f = &out[i];
        /* Of one study metafor says tau2 = 0, I2 = 0, H2 = 1. */
        const double x[] = { f->pooled.estimate, f->pooled.se, f->pooled.stat, f->pooled.stat, f->pooled.p, f->pooled.p,
                             f->pooled.ci_lo, f->pooled.ci_hi, f->q, f->q_p, f->k == 1 ? 0 : f->tau2,
                             f->k == 1 ? 0 : 100 * f->i2, f->k == 1 ? 1 : f->h2 };
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            json_array_append_new(json_object_get(got, names[n]), rv_json_real(x[n]));
    }
    free(out);
    return give(r, got);
}

/* baujat, radial, funnel, qqnorm */
bool step_points(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "envelope", NULL };
    const rv_points kind = !strcmp(r->fn, "baujat") ? RV_POINTS_BAUJAT : !strcmp(r->fn, "radial") ? RV_POINTS_RADIAL
                           : !strcmp(r->fn, "funnel") ? RV_POINTS_FUNNEL : RV_POINTS_QQ;
    const size_t k = r->model.k;
    rv_point *points;
    bool ok;

    if (!of_last_model(r, args, known))
        return false;
    points = calloc(k + 1, sizeof *points);
    if (rv_meta_points(&r->model, &r->options, kind, points, &r->err) != RV_OK) {
        ok = refused(r);
    } else {
        ok = give(r, json_pack("{s:o, s:o}", "x", FIELD(rv_point, points, k, x), "y", FIELD(rv_point, points, k, y)));
        if (kind == RV_POINTS_RADIAL) {
            json_t *ids = json_array();
            for (size_t i = 0; i < k; i++)
                json_array_append_new(ids, json_integer((json_int_t)i + 1));
            json_object_set(r->got, "ids", ids);
            json_object_set_new(r->got, "slab", ids);
        }
    }
    free(points);
    return ok;
}

bool step_profile(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "xlim", "steps", "plot", NULL };
    const size_t n = (size_t)arg_number(args, "steps", 20);
    const double best = r->options.estimator && !strcmp(r->options.estimator->name, "REML") ? r->fit.reml.loglik : r->fit.ml.loglik;
    size_t ends = 0;
    double *lim, *x;
    bool ok;

    if (!r->fitted && r->mixed)
        return mixed_profile(r, args);
    if (!of_last_model(r, args, known))
        return false;
    if (!(lim = arg_own_numbers(r, json_object_get(args, "xlim"), &ends)) || ends != 2 || n < 2) {
        free(lim);
        return cannot(r, "a profile without bounds");
    }
    x = calloc(2 * n, sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = lim[0] + (lim[1] - lim[0]) * (double)i / (double)(n - 1);
    if (rv_meta_profile(&r->model, &r->options, x, n, x + n, &r->err) != RV_OK) {
        ok = refused(r);
    } else {
        double lo = best, hi = best;
        for (size_t i = 0; i < n; i++) {
            lo = fmin(lo, x[n + i]);
            hi = fmax(hi, x[n + i]);
        }
        lo -= .1, hi += .1;   /* as wide as metafor draws it */
        ok = give(r, json_pack("{s:o, s:o, s:i, s:o, s:o, s:o, s:o}", "tau2", numbers(x, n), "ll", numbers(x + n, n), "comps", 1,
                               "xlim", numbers(lim, 2), "ylim", json_pack("[o, o]", rv_json_real(lo), rv_json_real(hi)), "vc",
                               rv_json_real(r->fit.tau2), "maxll", rv_json_real(best)));
    }
    free(x);
    free(lim);
    return ok;
}
