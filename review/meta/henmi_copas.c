/*
 * Henmi & Copas (2010). With w = 1 / v, W_j = sum w^j / sum w for j > 1 and W_1 = sum w, the pivot is (b - mu) / se with
 *
 *     se^2 = V / W_1,   V = 1 + tau2 W_2   (DerSimonian-Laird's tau2, which hangs on Q)
 *
 * Given R = (b - mu) sqrt(W_1) = r, Q is taken as gamma with the mean and the variance below. |pivot| is above t where
 * Q < f(r / t), f(x) = (W_1 / W_2 - 1) (x^2 - 1) + k - 1; t is the one at which that has half the probability that is to be left out, on
 * each side:
 *
 *     integral over r from t up of P(Q < f(r / t) | R = sqrt(V) r) phi(r) dr = (1 - level) / 2
 */
#include <config.h>

#include "meta/estimators.h"
#include "review/meta_interval.h"

typedef struct {
    double df, tau2, w1, w2, w3, w4, v;
    double t, tail;
    rv_status st;
    rv_error *err;
} pivot;

/* Mean and variance of Q given R = sqrt(V) x; d2 and d3 are W_3 - W_2^2 and W_4 - 2 W_2 W_3 + W_2^3. */
static void moments(const pivot *p, double x, double *mean, double *variance)
{
    const double t2 = p->tau2, d2 = p->w3 - p->w2 * p->w2, d3 = p->w4 - 2 * p->w2 * p->w3 + p->w2 * p->w2 * p->w2,
                 c = (x * x - 1) / p->v;      /* r^2 / V^2 - 1 / V at r = sqrt(V) x */

    *mean = p->df + t2 * (p->w1 - p->w2) + t2 * t2 * c * d2;
    *variance = 2 * p->df + 4 * t2 * (p->w1 - p->w2) + 2 * t2 * t2 * (p->w1 * p->w2 - 2 * p->w3 + p->w2 * p->w2)
                + 4 * t2 * t2 * c * d2 + 4 * t2 * t2 * t2 * c * d3 + 2 * t2 * t2 * t2 * t2 * (1 - 2 * x * x) / (p->v * p->v) * d2 * d2;
}

static double density(double x, void *data)
{
    const pivot *p = data;
    const double ratio = x / p->t, bound = (p->w1 / p->w2 - 1) * (ratio * ratio - 1) + p->df;
    double mean, variance;

    moments(p, x, &mean, &variance);
    return rv_gamma_lower(mean * mean / variance, bound * mean / variance) * rv_normal_density(x);
}

static double left_out(double t, void *data)
{
    pivot *p = data;
    double value;

    p->t = t;
    if (t == 0)
        return 0.5 - p->tail;   /* nothing bounds Q there */
    if (p->st != RV_OK || (p->st = rv_integral(density, p, t, INFINITY, 1e-11, &value, p->err)) != RV_OK)
        return NAN;
    return value - p->tail;
}

/* The moments of the weights, by the largest of them, so that their powers cannot overflow. */
static void weight_moments(const rv_model *m, pivot *p)
{
    double largest = 0, s[5];

    for (size_t i = 0; i < m->k; i++)
        largest = fmax(largest, m->a[i]);
    for (int j = 1; j < 5; j++) {
        rv_sum sum = { 0, 0 };
        for (size_t i = 0; i < m->k; i++)
            rv_sum_add(&sum, pow(m->a[i] / largest, j));
        s[j] = rv_sum_get(&sum);
    }
    p->w1 = s[1] * largest;
    p->w2 = s[2] / s[1] * largest;
    p->w3 = s[3] / s[1] * largest * largest;
    p->w4 = s[4] / s[1] * largest * largest * largest;
}

/* metafor's own search: between 0 and 2, to the fourth root of the machine's precision. */
static rv_status solve_as_metafor(pivot *p, double *t, rv_error *err)
{
    const rv_status st = rv_zeroin(left_out, p, 0, 2, 1.220703125e-4, 1000, t, err);

    return p->st != RV_OK ? p->st : st;
}

static rv_status solve(pivot *p, double *t, rv_error *err)
{
    double hi;
    rv_status st = rv_root_bracket(left_out, p, 1e-3, 1, 1e6, &hi, err);

    if (st == RV_OK)
        st = rv_root(left_out, p, 1e-3, hi, 1e-11, t, err);
    return p->st != RV_OK ? p->st : st;
}

rv_status rv_meta_henmi_copas(const rv_meta_data *d, double level, bool metafor_stops, rv_henmi_copas *out, rv_error *err)
{
    rv_model m = { 0 };
    rv_tau2 dl = { 0, NAN, 0, 0 };
    pivot p = { .df = (double)d->k - 1, .tail = (1 - level) / 2, .st = RV_OK, .err = err };
    double t;
    rv_status st;

    if (d->p)
        return rv_fail(err, RV_EINVAL, "Henmi and Copas's interval is for models without moderators");
    if (!(level > 0 && level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", level);
    if (d->k == 1)
        return rv_fail(err, RV_EINVAL, "Henmi and Copas's interval needs two effects or more; there is 1");
    if ((st = rv_model_begin(&m, d, err)) == RV_OK && (st = rv_tau2_dl(&m, d, &dl, err)) == RV_OK) {
        weight_moments(&m, &p);
        p.tau2 = dl.tau2;
        p.v = 1 + dl.tau2 * p.w2;
        if ((st = metafor_stops ? solve_as_metafor(&p, &t, err) : solve(&p, &t, err)) == RV_OK) {
            const double se = sqrt(p.v / p.w1);
            *out = (rv_henmi_copas){ m.gamma[0], se, m.gamma[0] - t * sqrt(p.v) * se, m.gamma[0] + t * sqrt(p.v) * se, dl.tau2 };
        } else {
            st = rv_within(err, st, "Henmi and Copas's interval");
        }
    }
    rv_model_end(&m);
    return st;
}
