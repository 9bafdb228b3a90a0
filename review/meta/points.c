/* Points of the figures that diagnose a model: Baujat, radial, funnel, normal quantiles, likelihood profile. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_diagnose.h"
#include "review/numer.h"
#include "meta/deletion.h"

const char *const rv_points_names[] = { "funnel", "radial", "baujat", "qq", NULL };

static double tau2_of(const rv_meta_fit *f) { return isnan(f->tau2) ? 0 : f->tau2; }

/* x (y - fitted)^2 / (v + tau2), y (fitted - predicted without it)^2 / its variance. */
static rv_status baujat(const rv_meta_data *d, const rv_meta_options *o, const rv_residual *r, rv_point *points, rv_error *err)
{
    const size_t p = d->p ? d->p : 1;
    rv_deletion w = { 0 };
    bool *keep = calloc(d->k, sizeof *keep);
    rv_status st = keep ? rv_deletion_begin(&w, d, o, err) : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);

    w.rest.intercept = false;
    for (size_t i = 0; st == RV_OK && i < d->k; i++)
        keep[i] = true;
    for (size_t i = 0; st == RV_OK && i < d->k; i++) {
        const double *x = d->p ? d->x + i * p : NULL;
        double predicted = 0, variance = 0;
        keep[i] = false;
        st = rv_deletion_keep(&w, keep, err);
        keep[i] = true;
        for (size_t a = 0; st == RV_OK && w.exists && a < p; a++) {
            predicted += (x ? x[a] : 1) * w.coefs[a].estimate;
            for (size_t b = 0; b < p; b++)
                variance += (x ? x[a] * x[b] : 1) * w.vcov[a * p + b];
        }
        points[i].x = r[i].pearson * r[i].pearson;
        points[i].y = variance > 0 ? (r[i].fitted - predicted) * (r[i].fitted - predicted) / variance : NAN;
    }
    rv_deletion_end(&w);
    free(keep);
    return st;
}

typedef struct { double z; size_t at; } ranked;

static int by_z(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    return x->z != y->z ? (x->z > y->z) - (x->z < y->z) : (x->at > y->at) - (x->at < y->at);
}

/* Plotting positions (i - a) / (n + 1 - 2 a) with a = 3/8 up to ten points and 1/2 beyond (Blom 1958; Hazen 1914; R's ppoints()). */
rv_status rv_normal_points(const rv_residual *r, size_t k, rv_point *points, rv_error *err)
{
    ranked *list = calloc(k, sizeof *list);
    size_t n = 0;
    double a;

    if (!list)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    for (size_t i = 0; i < k; i++) {
        points[i] = (rv_point){ NAN, r[i].z };
        if (!isnan(r[i].z))
            list[n++] = (ranked){ r[i].z, i };
    }
    qsort(list, n, sizeof *list, by_z);
    a = n <= 10 ? .375 : .5;
    for (size_t i = 0; i < n; i++)
        points[list[i].at].x = rv_normal_quantile(((double)i + 1 - a) / ((double)n + 1 - 2 * a));
    free(list);
    return RV_OK;
}

rv_status rv_meta_points(const rv_meta_data *d, const rv_meta_options *o, rv_points kind, rv_point *points, rv_error *err)
{
    rv_meta_options once = *o;
    rv_meta_fit fit;
    rv_residual *r;
    rv_status st;

    if (kind == RV_POINTS_RADIAL && d->p)
        return rv_fail(err, RV_EINVAL, "a radial plot is not for models with moderators");
    if (kind == RV_POINTS_BAUJAT && d->k < 2)
        return rv_fail(err, RV_EINVAL, "a Baujat plot needs two effects or more; there is %zu", d->k);
    if (!(r = calloc(d->k + 1, sizeof *r)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    once.skip_interval = true;
    if ((st = rv_meta_run(d, &once, &fit, NULL, NULL, NULL, err)) == RV_OK
        && (st = rv_meta_residuals(d, o, r, err)) == RV_OK) {
        const double tau2 = tau2_of(&fit);
        if (kind == RV_POINTS_BAUJAT)
            st = baujat(d, o, r, points, err);
        else if (kind == RV_POINTS_QQ)
            st = rv_normal_points(r, d->k, points, err);
        for (size_t i = 0; kind == RV_POINTS_RADIAL && i < d->k; i++)
            points[i] = (rv_point){ 1 / sqrt(d->vi[i] + tau2), d->yi[i] / sqrt(d->vi[i] + tau2) };
        for (size_t i = 0; kind == RV_POINTS_FUNNEL && i < d->k; i++)
            points[i] = d->p ? (rv_point){ r[i].resid, r[i].se } : (rv_point){ d->yi[i], sqrt(d->vi[i]) };
    }
    free(r);
    return st;
}

rv_status rv_meta_profile(const rv_meta_data *d, const rv_meta_options *o, const double *tau2, size_t n, double *loglik,
                          rv_error *err)
{
    const rv_estimator *e = o->estimator ? o->estimator : rv_estimator_find("REML");
    rv_meta_options known = *o;
    rv_status st = RV_OK;

    if (e->common)
        return rv_fail(err, RV_EINVAL, "a common effect has no tau2 whose likelihood could be profiled");
    known.skip_interval = true;
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        rv_meta_fit f;
        if (!(tau2[i] >= 0 && isfinite(tau2[i])))
            return rv_fail(err, RV_EINVAL, "tau2 %zu is %g; it must not be negative", i + 1, tau2[i]);
        known.tau2 = tau2[i];
        if ((st = rv_meta_run(d, &known, &f, NULL, NULL, NULL, err)) == RV_OK)
            loglik[i] = strcmp(e->name, "REML") == 0 ? f.reml.loglik : f.ml.loglik;
    }
    return st;
}
