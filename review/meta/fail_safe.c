/* Fail-safe numbers: how many studies without an effect would undo the result. */
#include <config.h>

#include "review/meta_bias.h"
#include "review/numer.h"
#include "meta/metafor_stops.h"
#include "meta/range.h"

const char *const rv_fail_safe_names[] = { "Rosenthal", "Orwin", "Rosenberg", "General", NULL };

/* Whole numbers up to which a fail-safe number is sought. */
static const double MOST = 1e15;

static rv_status check(const double *yi, const double *vi, size_t k, const rv_fail_safe_options *o, rv_error *err)
{
    if (k < 2)
        return rv_fail(err, RV_EINVAL, "a fail-safe number needs two effects or more; there %s %zu", k == 1 ? "is" : "are", k);
    if (!(o->alpha > 0 && o->alpha < 0.5))
        return rv_fail(err, RV_EINVAL, "alpha is %g; it must lie between 0 and 0.5", o->alpha);
    if (isinf(o->target))
        return rv_fail(err, RV_EINVAL, "the target is %g; it must be a finite number", o->target);
    for (size_t i = 0; i < k; i++) {
        if (!rv_effect_fits(yi[i]))
            return rv_effect_refuse(i, yi[i], err);
        if (!rv_variance_fits(vi[i]))
            return rv_variance_refuse(i, vi[i], err);
    }
    return RV_OK;
}

/* Up to the next whole number, but not for a rounding error (1.5e-8, as metafor). */
static double whole(double n)
{
    if (isinf(n))
        return n;
    n = fmax(0, n);
    return fabs(n - nearbyint(n)) >= 1.5e-8 ? ceil(n) : nearbyint(n);
}

typedef bool (*reached_fn)(double n, const void *data);

/* The least whole n >= 1 at which the aim, once met, stays met; it is not met at 0. */
static double least(reached_fn reached, const void *data)
{
    double lo = 0, hi = 1;

    while (!reached(hi, data)) {
        lo = hi;
        if ((hi *= 2) > MOST)
            return INFINITY;
    }
    while (hi - lo > 1) {
        const double mid = floor(lo + (hi - lo) / 2);
        *(reached(mid, data) ? &hi : &lo) = mid;
    }
    return hi;
}

/* ---- Where metafor's root finder ends -------------------------------------------------------------------------------- */

/* What falls short of the aim with n studies, n any number: negative until the aim is met. */
typedef struct { rv_function shortfall; void *data; } real_search;

/* uniroot() from 0 to 50 k, extended as it does, to a bracket of 1.2e-4; then up to a whole number. */
static rv_status among_reals(const real_search *s, size_t k, double *number, rv_error *err)
{
    const double tol = 1.220703125e-4;
    enum { STEPS = 1000 };
    double hi = 50 * (double)k, more = 0.01 * hi;
    rv_status st;

    for (int i = 0; s->shortfall(hi, s->data) < 0; i++, hi += more, more *= 2)
        if (i == STEPS)
            return rv_fail(err, RV_ENOCONV, "the fail-safe number is beyond %g", hi);
    if ((st = rv_zeroin(s->shortfall, s->data, 0, hi, tol, STEPS, number, err)) == RV_OK)
        *number = whole(*number);
    return st;
}

/* ---- Rosenthal ------------------------------------------------------------------------------------------------- */

typedef struct { double x2, k, alpha; } fisher;

static double fisher_p(double n, const fisher *f) { return rv_chi2_upper(f->x2 + 2 * n * M_LN2, 2 * (f->k + n)); }
static bool fisher_reached(double n, const void *data) { return fisher_p(n, data) >= ((const fisher *)data)->alpha; }

/* Studies by whole ones, degrees of freedom by parts of them. */
static double fisher_shortfall(double n, void *data)
{
    const fisher *f = data;

    return rv_chi2_upper(f->x2 + 2 * floor(n) * M_LN2, 2 * (f->k + n)) - f->alpha;
}

static rv_status by_fisher(const double *yi, const double *vi, size_t k, const rv_fail_safe_options *o, rv_fail_safe *out, rv_error *err)
{
    fisher f = { 0, (double)k, o->alpha };
    const real_search reals = { fisher_shortfall, &f };

    for (size_t i = 0; i < k; i++)
        f.x2 -= 2 * rv_normal_upper_log(fabs(yi[i]) / sqrt(vi[i]));
    out->p = fisher_p(0, &f);
    if (o->metafor_stops && out->p < o->alpha)
        return among_reals(&reals, k, &out->number, err);
    out->number = out->p >= o->alpha ? 0 : least(fisher_reached, &f);
    return RV_OK;
}

static void by_stouffer(const double *yi, const double *vi, size_t k, double alpha, rv_fail_safe *out)
{
    const double crit = rv_normal_upper_quantile(alpha);
    rv_sum z = { 0, 0 };
    double mean;

    for (size_t i = 0; i < k; i++)
        rv_sum_add(&z, yi[i] / sqrt(vi[i]));
    mean = fabs(rv_sum_get(&z)) / sqrt((double)k);
    out->p = rv_normal_upper(mean);
    out->number = whole((double)k * (mean / crit) * (mean / crit) - (double)k);
}

/* ---- Orwin, Rosenberg ------------------------------------------------------------------------------------------ */

static double weighted_mean(const double *yi, const double *vi, size_t k, double *total)
{
    rv_sum w = { 0, 0 }, wy = { 0, 0 };

    for (size_t i = 0; i < k; i++) {
        rv_sum_add(&w, vi ? 1 / vi[i] : 1);
        rv_sum_add(&wy, vi ? yi[i] / vi[i] : yi[i]);
    }
    *total = rv_sum_get(&w);
    return rv_sum_get(&wy) / *total;
}

/* The target on the side of the effect. */
static double aimed(double target, double estimate)
{
    return (estimate < 0) != (target < 0) && target != 0 ? -target : target;
}

static void by_orwin(const double *yi, const double *vi, size_t k, const rv_fail_safe_options *o, rv_fail_safe *out)
{
    double total;

    out->estimate = weighted_mean(yi, o->unweighted ? NULL : vi, k, &total);
    out->target = isnan(o->target) ? out->estimate / 2 : aimed(o->target, out->estimate);
    out->number = out->target == 0 ? INFINITY : whole((double)k * (out->estimate - out->target) / out->target);
}

static void by_rosenberg(const double *yi, const double *vi, size_t k, double alpha, rv_fail_safe *out)
{
    const double crit = rv_normal_upper_quantile(alpha / 2);
    double total;

    out->estimate = weighted_mean(yi, vi, k, &total);
    out->p = rv_normal_two_sided(out->estimate * sqrt(total));
    out->number = whole((double)k * ((out->estimate * total / crit) * (out->estimate * total / crit) - total) / total);
}

/* ---- By the random-effects model --------------------------------------------------------------------------------- */

void rv_fail_safe_general(const double *yi, const double *vi, size_t k, double mu, double tau2, double n, double *estimate,
                          double *tau2_n, double *p)
{
    const double all = (double)k + n, mean = (double)k * mu / all;
    rv_sum w = { 0, 0 }, wy = { 0, 0 };
    double v, total, t;

    (void)weighted_mean(yi, vi, k, &total);
    v = (double)k / total;
    t = (((double)k - 1 + fmax(0, n - 1)) * tau2 + (double)k * (mu - mean) * (mu - mean) + n * mean * mean) / (all - 1);
    t = fmax(0, t);
    for (size_t i = 0; i < k; i++) {
        rv_sum_add(&w, 1 / (vi[i] + t));
        rv_sum_add(&wy, yi[i] / (vi[i] + t));
    }
    total = rv_sum_get(&w) + n / (v + t);
    *estimate = rv_sum_get(&wy) / total;
    *tau2_n = t;
    *p = rv_normal_two_sided(*estimate * sqrt(total));
}

typedef struct {
    const double *yi, *vi;
    size_t k;
    double mu, tau2, alpha, target;   /* target NaN: significance */
} general;

static bool general_reached(double n, const void *data)
{
    const general *g = data;
    double m, t, p;

    rv_fail_safe_general(g->yi, g->vi, g->k, g->mu, g->tau2, n, &m, &t, &p);
    return isnan(g->target) ? p >= g->alpha : fabs(m) <= fabs(g->target);
}

static double general_shortfall(double n, void *data)
{
    const general *g = data;
    double m, t, p;

    rv_fail_safe_general(g->yi, g->vi, g->k, g->mu, g->tau2, floor(n), &m, &t, &p);
    return isnan(g->target) ? p - g->alpha : fabs(g->target) - fabs(m);
}

static rv_status by_model(const double *yi, const double *vi, size_t k, const rv_fail_safe_options *o, rv_fail_safe *out, rv_error *err)
{
    const rv_meta_data d = { .k = k, .yi = yi, .vi = vi };
    rv_meta_options model = RV_META_OPTIONS_INIT;
    rv_meta_fit fit;
    general g;
    real_search reals = { general_shortfall, &g };
    rv_status st;

    model.estimator = o->estimator ? o->estimator : rv_estimator_find("REML");
    if (o->metafor_stops)
        model.estimator = rv_estimator_stopped(model.estimator);
    model.test = RV_TEST_Z;
    model.pi = RV_PI_NONE;
    model.skip_interval = true;
    if ((st = rv_meta_run(&d, &model, &fit, NULL, NULL, NULL, err)) != RV_OK)
        return st;
    out->estimate = fit.pooled.estimate;
    out->tau2 = fit.tau2;
    out->p = fit.pooled.p;
    out->target = isnan(o->target) ? NAN : aimed(o->target, out->estimate);
    g = (general){ yi, vi, k, out->estimate, out->tau2, o->alpha, out->target };
    if (isnan(out->target) ? out->p >= o->alpha : fabs(out->target) >= fabs(out->estimate))
        out->number = 0;
    else if (out->target == 0)
        out->number = INFINITY;
    else if (!o->metafor_stops)
        out->number = least(general_reached, &g);
    else if ((st = among_reals(&reals, k, &out->number, err)) != RV_OK)
        return st;
    if (out->number == 0) {
        out->estimate_then = out->estimate;
        out->tau2_then = out->tau2;
        out->p_then = out->p;
    } else if (isfinite(out->number)) {
        rv_fail_safe_general(yi, vi, k, out->estimate, out->tau2, out->number, &out->estimate_then, &out->tau2_then, &out->p_then);
    }
    return RV_OK;
}

rv_status rv_fail_safe_run(const double *yi, const double *vi, size_t k, const rv_fail_safe_options *o, rv_fail_safe *out, rv_error *err)
{
    rv_status st = check(yi, vi, k, o, err);

    *out = (rv_fail_safe){ o->kind, k, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0 };
    if (st != RV_OK)
        return st;
    switch (o->kind) {
    case RV_FAIL_SAFE_ROSENTHAL:
        if (o->fisher)
            st = by_fisher(yi, vi, k, o, out, err);
        else
            by_stouffer(yi, vi, k, o->alpha, out);
        break;
    case RV_FAIL_SAFE_ORWIN:     by_orwin(yi, vi, k, o, out); break;
    case RV_FAIL_SAFE_ROSENBERG: by_rosenberg(yi, vi, k, o->alpha, out); break;
    case RV_FAIL_SAFE_GENERAL:   st = by_model(yi, vi, k, o, out, err); break;
    }
    out->notes |= out->number == 0 || isinf(out->number) ? RV_BIAS_NEVER : 0;
    return st;
}
