#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/model.h"
#include "meta/range.h"

/* Beyond this ratio a double cannot hold the sum of the largest and the smallest weight. */
static const double WIDEST_RATIO = 1e14;

static rv_status check(const rv_meta_data *d, size_t *smallest, rv_error *err)
{
    size_t least = 0, most = 0;

    *smallest = 0;
    if (d->k == 0)
        return rv_fail(err, RV_EINVAL, "there are no effects to pool");
    if (d->k < d->p)
        return rv_fail(err, RV_EINVAL, "%zu effects cannot carry %zu coefficients", d->k, d->p);
    for (size_t i = 0; i < d->k; i++) {
        if (!rv_effect_fits(d->yi[i]))
            return rv_effect_refuse(i, d->yi[i], err);
        if (!rv_variance_fits(d->vi[i]))
            return rv_variance_refuse(i, d->vi[i], err);
        if (d->weights && !(isfinite(d->weights[i]) && d->weights[i] > 0))
            return rv_fail(err, RV_EDOMAIN, "weight %zu is %g; it must be positive", i + 1, d->weights[i]);
        least = d->vi[i] < d->vi[least] ? i : least;
        most = d->vi[i] > d->vi[most] ? i : most;
    }
    *smallest = least;
    if (d->vi[most] / d->vi[least] > WIDEST_RATIO)
        return rv_fail(err, RV_EDOMAIN,
                       "variance %zu is %g, too small beside variance %zu of %g; they must lie within a factor of %g",
                       least + 1, d->vi[least], most + 1, d->vi[most], WIDEST_RATIO);
    return d->p ? rv_moderators_check(d, d->x, d->k, err) : RV_OK;
}

rv_status rv_model_begin(rv_model *m, const rv_meta_data *d, rv_error *err)
{
    const size_t k = d->k, p = d->p ? d->p : 1;
    size_t smallest;
    rv_status st = check(d, &smallest, err);
    double *at;

    *m = (rv_model){ .k = k, .p = p, .y = d->yi, .v = d->vi, .ref = smallest };
    if (st != RV_OK)
        return st;
    if (p > 1000 || !(m->room = at = malloc((k * (p + 2) + 8 * p * p + 3 * p) * sizeof *at)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects and %zu coefficients", k, p);
    m->q = at, at += k * p;
    m->a = at, at += k;
    m->e = at, at += k;
    m->r = at, at += p * p;
    m->m = at, at += p * p;
    m->l = at, at += p * p;
    m->g1 = at, at += p * p;
    m->g2 = at, at += p * p;
    m->g3 = at, at += p * p;
    m->pairs = at, at += 2 * p * p;
    m->totals = at, at += 2 * p;
    m->gamma = at;
    m->least_v = d->vi[0];
    for (size_t i = 0; i < k; i++) {
        m->least_v = fmin(m->least_v, d->vi[i]);
        m->mean_v += d->vi[i] / (double)k;
        m->max_v = fmax(m->max_v, d->vi[i]);
    }
    if (d->p)
        memcpy(m->q, d->x, k * p * sizeof *m->q);
    m->plain = p == 1;
    for (size_t i = 0; p == 1 && i < k; i++) {
        m->q[i] = d->p ? d->x[i] : 1;
        m->plain = m->plain && m->q[i] == 1;
    }
    m->r[0] = 1;
    if (m->plain)
        return RV_OK;
    if (p > 1) {   /* one column needs no turning */
        st = rv_orthonormal(m->q, k, p, d->names, m->r, err);
        return st == RV_OK ? rv_contrasts_begin(m, err) : st;
    }
    for (size_t i = 0; i < k; i++)
        if (m->q[i] != 0)
            return rv_contrasts_begin(m, err);
    return rv_fail(err, RV_EDOMAIN, "column %s is 0 in every row", d->names && d->names[0] ? d->names[0] : "1");
}

void rv_model_end(rv_model *m)
{
    rv_contrasts_end(m);
    free(m->room);
    m->room = NULL;
}

static double power(double x, int n)
{
    switch (n) {
    case 0: return 1;
    case 1: return x;
    case 2: return x * x;
    default: return x * x * x;
    }
}

/* Sums run plain within blocks of rows, and the blocks' sums are compensated: the cost of plain sums, the error of a block's. */
enum { BLOCK = 256 };

static size_t end_of(size_t from, size_t k)
{
    return k - from > BLOCK ? from + BLOCK : k;
}

double rv_model_sum(const rv_model *m, int i, int j)
{
    rv_sum s = { 0, 0 };

    for (size_t from = 0; from < m->k; from = end_of(from, m->k)) {
        double sum = 0;
        for (size_t n = from, end = end_of(from, m->k); n < end; n++)
            sum += power(m->a[n], i) * power(m->v[n], j);
        rv_sum_add(&s, sum);
    }
    return rv_sum_get(&s);
}

/* Rows from `from` to `end` of the lower triangle of Q' diag(a^i (v + tau2)^j) Q, and of Q' diag(a) y where b is not NULL. */
static void gram_block(const rv_model *m, int i, int j, double tau2, size_t from, size_t end, double *g, double *b)
{
    const size_t p = m->p;

    for (size_t n = from; n < end; n++) {
        const double *q = m->q + n * p, f = power(m->a[n], i) * power(m->v[n] + tau2, j);
        for (size_t r = 0; r < p; r++) {
            const double fr = f * q[r];
            for (size_t c = 0; c <= r; c++)
                g[r * p + c] += fr * q[c];
            if (b)
                b[r] += fr * m->y[n];
        }
    }
}

/* The sums of all blocks; totals are gathered in m->pairs, those of b in m->totals. */
static void gram(const rv_model *m, int i, int j, double tau2, double *g, double *b)
{
    const size_t p = m->p;
    rv_sum *total = (rv_sum *)(void *)m->pairs, *total_b = (rv_sum *)(void *)m->totals;

    memset(total, 0, p * p * sizeof *total);
    memset(total_b, 0, p * sizeof *total_b);
    for (size_t from = 0; from < m->k; from = end_of(from, m->k)) {
        memset(g, 0, p * p * sizeof *g);
        if (b)
            memset(b, 0, p * sizeof *b);
        gram_block(m, i, j, tau2, from, end_of(from, m->k), g, b);
        for (size_t r = 0; r < p; r++) {
            for (size_t c = 0; c <= r; c++)
                rv_sum_add(&total[r * p + c], g[r * p + c]);
            if (b)
                rv_sum_add(&total_b[r], b[r]);
        }
    }
    for (size_t r = 0; r < p; r++) {
        for (size_t c = 0; c <= r; c++)
            g[r * p + c] = g[c * p + r] = rv_sum_get(&total[r * p + c]);
        if (b)
            b[r] = rv_sum_get(&total_b[r]);
    }
}

void rv_model_gram(const rv_model *m, int i, int j, double tau2, double *g)
{
    gram(m, i, j, tau2, g, NULL);
}

/* e = y - Q gamma and rss. */
static void residuals(rv_model *m)
{
    const size_t p = m->p;
    rv_sum rss = { 0, 0 };

    for (size_t from = 0; from < m->k; from = end_of(from, m->k)) {
        double sum = 0;
        for (size_t n = from, end = end_of(from, m->k); n < end; n++) {
            double fitted = 0;
            for (size_t c = 0; c < p; c++)
                fitted += m->q[n * p + c] * m->gamma[c];
            m->e[n] = m->y[n] - fitted;
            sum += m->a[n] * m->e[n] * m->e[n];
        }
        rv_sum_add(&rss, sum);
    }
    m->rss = rv_sum_get(&rss);
}

/* With the weights in place: M, gamma, e, rss. */
static rv_status solve(rv_model *m, rv_error *err)
{
    const size_t p = m->p;
    rv_status st;

    gram(m, 1, 0, 0, m->l, m->gamma);
    if ((st = rv_cholesky(m->l, p, err)) != RV_OK)
        return st;
    rv_cholesky_inverse(m->l, p, m->m);
    m->log_det = rv_cholesky_log_det(m->l, p);
    rv_cholesky_solve(m->l, p, m->gamma);
    residuals(m);
    return RV_OK;
}

rv_status rv_model_weigh(rv_model *m, double tau2, rv_error *err)
{
    rv_status st = RV_OK;

    if (m->summed && m->at == tau2)
        return RV_OK;
    m->at = tau2;
    if (m->plain)
        rv_model_weigh_mean(m, tau2);
    else
        st = rv_contrasts_weigh(m, tau2, err);
    m->summed = st == RV_OK;
    return st;
}

rv_status rv_model_weigh_by(rv_model *m, const double *weights, rv_error *err)
{
    m->summed = false;
    if (weights != m->a)
        memcpy(m->a, weights, m->k * sizeof *weights);
    return solve(m, err);
}

/* tr(B C) of symmetric p x p matrices. */
static double trace_of(const double *b, const double *c, size_t p)
{
    double sum = 0;

    for (size_t i = 0; i < p * p; i++)
        sum += b[i] * c[i];
    return sum;
}

/* tr(M B M C) = sum over (M B)_rc (M C)_cr. */
static double trace_of_four(const rv_model *m, const double *b, const double *c)
{
    const size_t p = m->p;
    double sum = 0;

    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            double mb = 0, mc = 0;
            for (size_t n = 0; n < p; n++) {
                mb += m->m[i * p + n] * b[n * p + j];
                mc += m->m[j * p + n] * c[n * p + i];
            }
            sum += mb * mc;
        }
    return sum;
}

double rv_model_trace(rv_model *m, int j)
{
    if (m->summed && j == 0) {
        if (!m->plain)
            rv_contrasts_trace(m);
        return m->trace;
    }
    rv_model_gram(m, 2, j, 0, m->g1);
    return rv_model_sum(m, 1, j) - trace_of(m->m, m->g1, m->p);
}

double rv_model_trace2(rv_model *m, int i, int j)
{
    if (m->summed && i == 0 && j == 0) {
        if (!m->plain)
            rv_contrasts_trace(m);
        return m->trace2;
    }
    rv_model_gram(m, 3, i + j, 0, m->g1);
    rv_model_gram(m, 2, i, 0, m->g2);
    if (i != j)
        rv_model_gram(m, 2, j, 0, m->g3);
    return rv_model_sum(m, 2, i + j) - 2 * trace_of(m->m, m->g1, m->p)
           + trace_of_four(m, m->g2, i == j ? m->g2 : m->g3);
}

double rv_model_ypp(const rv_model *m)
{
    rv_sum s = { 0, 0 };

    if (m->summed && m->plain)
        return m->ypp;
    for (size_t from = 0; from < m->k; from = end_of(from, m->k)) {
        double sum = 0;
        for (size_t n = from, end = end_of(from, m->k); n < end; n++)
            sum += m->a[n] * m->e[n] * (m->a[n] * m->e[n]);
        rv_sum_add(&s, sum);
    }
    return rv_sum_get(&s);
}

/* z' A z less the part of it that Q takes: b' M b with b = Q' A z. */
double rv_model_yppp(rv_model *m)
{
    const size_t p = m->p;
    double *b = m->g1, taken = 0;
    rv_sum s = { 0, 0 };

    if (m->summed && m->plain)
        return m->yppp;
    for (size_t c = 0; c < p; c++)
        b[c] = 0;
    for (size_t n = 0; n < m->k; n++) {
        const double z = m->a[n] * m->e[n];
        rv_sum_add(&s, m->a[n] * z * z);
        for (size_t c = 0; c < p; c++)
            b[c] += m->q[n * p + c] * m->a[n] * z;
    }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            taken += b[i] * m->m[i * p + j] * b[j];
    return rv_sum_get(&s) - taken;
}
