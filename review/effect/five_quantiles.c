/* Mean and standard deviation behind a five-number summary by the distribution that comes nearest to it. */
#include <config.h>

#include <math.h>

#include "effect/five_numbers.h"
#include "review/numer.h"

/* What is given: quantiles q at probabilities p. */
typedef struct {
    double q[5], p[5];
    int    n;
} quantiles;

/* A family with a scale and one shape, exp(u): its quantiles, mean and standard deviation at scale 1. */
typedef struct {
    double (*quantile)(double p, double shape);
    void (*moments)(double shape, double *mean, double *sd);
    double lo, hi;                /* of u */
} family;

static double lognormal_quantile(double p, double s) { return exp(s * rv_normal_quantile(p)); }
static double gamma_quantile(double p, double k) { return rv_chi2_quantile(p, 2 * k) / 2; }
static double weibull_quantile(double p, double k) { return pow(-log1p(-p), 1 / k); }

static void lognormal_moments(double s, double *mean, double *sd)
{
    *mean = exp(s * s / 2);
    *sd = *mean * sqrt(expm1(s * s));
}

static void gamma_moments(double k, double *mean, double *sd)
{
    *mean = k;
    *sd = sqrt(k);
}

static void weibull_moments(double k, double *mean, double *sd)
{
    *mean = exp(rv_gamma_log(1 + 1 / k));
    *sd = sqrt(exp(rv_gamma_log(1 + 2 / k)) - *mean * *mean);
}

static const family families[] = {
    { lognormal_quantile, lognormal_moments, -7, 1.5 },
    { gamma_quantile, gamma_moments, -2.5, 11 },
    { weibull_quantile, weibull_moments, -1.5, 5 },
};

typedef struct {
    const quantiles *at;
    const family    *f;
} fit;

/* The scale that fits best at this shape, sum q g / sum g^2, and the sum of squares that is left. */
static double scale_of(const fit *t, double u, double *left)
{
    double g[5], qg = 0, gg = 0, scale;

    for (int i = 0; i < t->at->n; i++) {
        g[i] = t->f->quantile(t->at->p[i], exp(u));
        qg += t->at->q[i] * g[i];
        gg += g[i] * g[i];
    }
    scale = qg / gg;
    *left = 0;
    for (int i = 0; i < t->at->n; i++)
        *left += pow(t->at->q[i] - scale * g[i], 2);
    return scale;
}

static double left_of(double u, void *data)
{
    double left;

    scale_of(data, u, &left);
    return isfinite(left) ? left : HUGE_VAL;
}

/* The best shape: the lowest of a grid, then Brent's method around it. */
static double best_shape(fit *t, double *left)
{
    enum { STEPS = 60 };
    const double step = (t->f->hi - t->f->lo) / STEPS;
    double best = t->f->lo, found, x;

    *left = left_of(best, t);
    for (int i = 1; i <= STEPS; i++) {
        const double u = t->f->lo + i * step, l = left_of(u, t);
        if (l < *left) {
            *left = l;
            best = u;
        }
    }
    if (best > t->f->lo && best < t->f->hi && rv_minimum(left_of, t, best - step, best, best + step, 1e-10, &x, &found, NULL) == RV_OK) {
        *left = found;
        best = x;
    }
    return best;
}

/* q = mean + sd z: a straight line by least squares. */
static double normal_fit(const quantiles *at, rv_five_result *out)
{
    double z[5], mz = 0, mq = 0, zz = 0, zq = 0, left = 0;

    for (int i = 0; i < at->n; i++) {
        z[i] = rv_normal_quantile(at->p[i]);
        mz += z[i] / at->n;
        mq += at->q[i] / at->n;
    }
    for (int i = 0; i < at->n; i++) {
        zz += (z[i] - mz) * (z[i] - mz);
        zq += (z[i] - mz) * (at->q[i] - mq);
    }
    out->sd = zq / zz;
    out->mean = mq - out->sd * mz;
    for (int i = 0; i < at->n; i++)
        left += pow(at->q[i] - out->mean - out->sd * z[i], 2);
    return left;
}

/*
 * The quantile estimation method: of the normal, log-normal, gamma and Weibull distributions that whose quantiles are nearest to
 * those given in the sum of squares; the extremes of n people stand for the quantiles at 1/n and 1 - 1/n. Values that are not all
 * positive leave the normal distribution alone. The beta distribution of the paper is left out.
 *
 * Source  McGrath et al. (2020) Stat Methods Med Res 29:2520-2537.
 */
void rv_five_quantiles(const rv_five *f, rv_five_result *out)
{
    const double q[] = { f->min, f->q1, f->median, f->q3, f->max }, p[] = { 1 / f->n, 0.25, 0.5, 0.75, 1 - 1 / f->n };
    quantiles at = { .n = 0 };
    double least, left;

    for (int i = 0; i < 5; i++)
        if (!isnan(q[i])) {
            at.q[at.n] = q[i];
            at.p[at.n++] = p[i];
        }
    least = normal_fit(&at, out);
    for (size_t i = 0; i < sizeof families / sizeof *families && at.q[0] > 0; i++) {
        fit t = { &at, &families[i] };
        const double u = best_shape(&t, &left);
        if (left < least) {
            const double scale = scale_of(&t, u, &left);
            least = left;
            families[i].moments(exp(u), &out->mean, &out->sd);
            out->mean *= scale;
            out->sd *= scale;
        }
    }
}
