/* From an estimate and its robust variance to p and interval. */
#include <config.h>

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "meta/sandwich.h"

void rv_sandwich_finish(rv_meta_coef *c, rv_robust_test test, double level)
{
    const double tail = (1 - level) / 2;
    double reach;

    c->stat = c->estimate / c->se;
    if (test == RV_ROBUST_SADDLEPOINT)
        return;
    c->p = isnan(c->df) ? rv_normal_two_sided(c->stat) : rv_t_two_sided(c->stat, c->df);
    reach = c->se * (isnan(c->df) ? rv_normal_upper_quantile(tail) : rv_t_upper_quantile(tail, c->df));
    c->ci_lo = c->estimate - reach;
    c->ci_hi = c->estimate + reach;
}

/* K'(s) of sum g_i X_i^2 as a function of s; its root is the saddlepoint. */
typedef struct { const double *g; size_t n; } quadratic_form;

static double slope(double s, void *data)
{
    const quadratic_form *f = data;
    rv_sum sum = { 0, 0 };

    for (size_t i = 0; i < f->n; i++)
        rv_sum_add(&sum, f->g[i] / (1 - 2 * f->g[i] * s));
    return rv_sum_get(&sum);
}

/* The same with its poles, which are the bounds of the search, as numbers. */
static double slope_to_poles(double s, void *data)
{
    const quadratic_form *f = data;

    for (size_t i = 0; i < f->n; i++)
        if (2 * f->g[i] * s >= 1 - DBL_EPSILON)
            return copysign(DBL_MAX, f->g[i]);
    return slope(s, data);
}

/* P(sum g X^2 > 0) by Lugannani & Rice's formula, and near the mean by its limit. */
static double tail_at(const quadratic_form *f, double s)
{
    double logs = 0, curve = 0, squares = 0, cubes = 0, r, q;

    for (size_t i = 0; i < f->n; i++) {
        const double g = f->g[i], h = g / (1 - 2 * g * s);
        logs += log1p(-2 * g * s);
        curve += h * h;
        squares += g * g;
        cubes += g * g * g;
    }
    if (fabs(s) <= 0.01)
        return 0.5 - cubes / (3 * sqrt(M_PI) * pow(squares, 1.5));
    r = copysign(sqrt(logs), s);
    q = s * sqrt(2 * curve);
    return rv_normal_upper(r) - rv_normal_density(r) * (1 / r - 1 / q);
}

/* t^2 > t0^2 is X_0^2 - t0^2 sum lambda_i X_i^2 / sum lambda > 0. g[n] holds lambda_1 ... from g[1] on. */
static rv_status solve(double *g, size_t n, double t, double tol, double *at, double *p, rv_error *err)
{
    const quadratic_form f = { g, n };
    double total = 0, least = 0, lo, hi;
    rv_status st;

    for (size_t i = 1; i < n; i++)
        total += g[i] = fmax(0, g[i]);
    g[0] = 1;
    for (size_t i = 1; i < n; i++) {
        g[i] *= -t * t / total;
        least = fmin(least, g[i]);
    }
    if (t * t == 1) {
        *at = 0;
        *p = tail_at(&f, 0);
        return RV_OK;
    }
    if (least == 0) {   /* t = 0, or too near to it */
        *at = -INFINITY;
        *p = 1;
        return RV_OK;
    }
    /* The slope rises from 1 - t^2 at 0 to a pole at 1/2, and falls to one below; the root lies strictly between. */
    lo = t * t < 1 ? 1 / (2 * least) : 0;
    hi = t * t < 1 ? 0 : 0.5;
    if (tol > 0)
        st = rv_zeroin(slope_to_poles, (void *)&f, lo, hi, tol, 1000, at, err);
    else
        st = rv_root(slope, (void *)&f, lo * (1 - 1e-14), hi * (1 - 1e-14), 1e-14 * (hi - lo), at, err);
    if (st != RV_OK)
        return rv_within(err, st, "saddlepoint of t = %g", t);
    *p = tail_at(&f, *at);
    return RV_OK;
}

rv_status rv_sandwich_saddlepoint(const rv_robust *s, const double *c, double t, double *at, double *p, rv_error *err)
{
    const size_t n = s->clusters;
    double *dense = NULL, *g = NULL;
    rv_moments m;
    rv_status st;

    if (n > 3000)
        return rv_fail(err, RV_EINVAL, "the saddlepoint needs the eigenvalues of a matrix of %zu clusters, and 3000 is the most; "
                       "the Satterthwaite test has no such limit", n);
    if ((st = rv_moments_begin(&m, s, c, 1, err)) == RV_OK) {
        dense = malloc(n * n * sizeof *dense);
        g = malloc((n + 1) * sizeof *g);
        if (!dense || !g)
            st = rv_fail(err, RV_ENOMEM, "out of memory for %zu clusters", n);
        else {
            rv_moments_dense(&m, 0, dense);
            if ((st = rv_eigen_symmetric(dense, n, g + 1, err)) == RV_OK)
                st = solve(g, n + 1, t, s->how.saddlepoint_tol, at, p, err);
        }
    }
    rv_moments_end(&m);
    free(dense);
    free(g);
    return st;
}
