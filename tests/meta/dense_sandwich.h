/* Robust variances by their definition, with k x k matrices and no thought of cost: what the library's are held against. */
#ifndef TESTS_META_DENSE_SANDWICH_H
#define TESTS_META_DENSE_SANDWICH_H

#include <stdlib.h>
#include <string.h>

#include "review/meta_robust.h"
#include "review/numer.h"

enum { DENSE_K = 40, DENSE_P = 4 };

typedef struct {
    size_t k, p;
    double x[DENSE_K * DENSE_P], e[DENSE_K], v[DENSE_K * DENSE_K], w[DENSE_K * DENSE_K];
    size_t cluster[DENSE_K], clusters;
    double m[DENSE_P * DENSE_P];               /* (X' W X)^-1 */
    double left[DENSE_K * DENSE_K];            /* I - X M X' W */
    double ev[DENSE_K * DENSE_K];              /* Var(e) = left V left' */
    double a[DENSE_K * DENSE_K];               /* block diagonal A */
    double vcov[DENSE_P * DENSE_P];
} dense;

/* out[n m] = a[n l] b[l m], or with b[m l] transposed. */
static inline void dense_times(const double *a, const double *b, bool transposed, size_t n, size_t l, size_t m, double *out)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            double sum = 0;
            for (size_t h = 0; h < l; h++)
                sum += a[i * l + h] * (transposed ? b[j * l + h] : b[h * m + j]);
            out[i * m + j] = sum;
        }
}

/* Symmetric power of a symmetric matrix; eigenvalues below 1e-11 of the largest count as 0. */
static inline void dense_power(const double *a, size_t n, double power, double *out)
{
    double *u = malloc(n * n * sizeof *u), *values = malloc(n * sizeof *values);

    memcpy(u, a, n * n * sizeof *u);
    assert_int_equal(rv_eigen_symmetric(u, n, values, NULL), RV_OK);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            out[i * n + j] = 0;
            for (size_t h = 0; h < n; h++)
                if (values[h] > 1e-11 * values[0])
                    out[i * n + j] += u[i * n + h] * pow(values[h], power) * u[j * n + h];
        }
    free(u);
    free(values);
}

/* M, I - H and Var(e). */
static inline void dense_begin(dense *d)
{
    const size_t k = d->k, p = d->p;
    double wx[DENSE_K * DENSE_P], xwx[DENSE_P * DENSE_P] = { 0 }, xm[DENSE_K * DENSE_P], *room = malloc(k * k * sizeof *room);

    dense_times(d->w, d->x, false, k, k, p, wx);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            xwx[i * p + j] = 0;
            for (size_t h = 0; h < k; h++)
                xwx[i * p + j] += d->x[h * p + i] * wx[h * p + j];
        }
    dense_power(xwx, p, -1, d->m);
    dense_times(d->x, d->m, false, k, p, p, xm);
    dense_times(xm, wx, true, k, p, k, d->left);
    for (size_t i = 0; i < k * k; i++)
        d->left[i] = (i % (k + 1) == 0) - d->left[i];
    dense_times(d->left, d->v, false, k, k, k, room);
    dense_times(room, d->left, true, k, k, k, d->ev);
    free(room);
}

/* A with A Var(e_i) A = V_i, as V^1/2 (V^1/2 Var V^1/2)^-1/2 V^1/2. */
static inline void dense_cr2(dense *d)
{
    const size_t k = d->k;

    memset(d->a, 0, sizeof d->a);
    for (size_t c = 0; c < d->clusters; c++) {
        size_t rows[DENSE_K], n = 0;
        double v[DENSE_K * DENSE_K], b[DENSE_K * DENSE_K], root[DENSE_K * DENSE_K], x[DENSE_K * DENSE_K];
        for (size_t i = 0; i < k; i++)
            if (d->cluster[i] == c)
                rows[n++] = i;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                v[i * n + j] = d->v[rows[i] * k + rows[j]];
                b[i * n + j] = d->ev[rows[i] * k + rows[j]];
            }
        dense_power(v, n, 0.5, root);
        dense_times(root, b, false, n, n, n, x);
        dense_times(x, root, false, n, n, n, b);
        dense_power(b, n, -0.5, x);
        dense_times(root, x, false, n, n, n, b);
        dense_times(b, root, false, n, n, n, x);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                d->a[rows[i] * k + rows[j]] = x[i * n + j];
    }
}

static inline void dense_identity(dense *d, double factor)
{
    memset(d->a, 0, sizeof d->a);
    for (size_t i = 0; i < d->k; i++)
        d->a[i * d->k + i] = sqrt(factor);
}

/* est[k p]: A W X M, what a residual adds to the coefficients. */
static inline void dense_weights(const dense *d, double *est)
{
    const size_t k = d->k, p = d->p;
    double wx[DENSE_K * DENSE_P], awx[DENSE_K * DENSE_P], blocks[DENSE_K * DENSE_K];

    for (size_t i = 0; i < k; i++)   /* X_i' W_i: the cluster's own block of W */
        for (size_t j = 0; j < k; j++)
            blocks[i * k + j] = d->cluster[i] == d->cluster[j] ? d->w[i * k + j] : 0;
    dense_times(blocks, d->x, false, k, k, p, wx);
    dense_times(d->a, wx, false, k, k, p, awx);
    dense_times(awx, d->m, false, k, p, p, est);
}

static inline void dense_vcov(dense *d)
{
    const size_t k = d->k, p = d->p;
    double est[DENSE_K * DENSE_P];

    dense_weights(d, est);
    memset(d->vcov, 0, sizeof d->vcov);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            if (d->cluster[i] == d->cluster[j])
                for (size_t a = 0; a < p; a++)
                    for (size_t b = 0; b < p; b++)
                        d->vcov[a * p + b] += est[i * p + a] * d->e[i] * d->e[j] * est[j * p + b];
}

/* P^ab[clusters clusters] of contrasts a and b: the covariances of the clusters' scores. */
static inline void dense_pairs(const dense *d, const double *a, const double *b, double *pairs)
{
    const size_t k = d->k, p = d->p;
    double est[DENSE_K * DENSE_P], ga[DENSE_K], gb[DENSE_K];

    dense_weights(d, est);
    dense_times(est, a, false, k, p, 1, ga);
    dense_times(est, b, false, k, p, 1, gb);
    memset(pairs, 0, d->clusters * d->clusters * sizeof *pairs);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            pairs[d->cluster[i] * d->clusters + d->cluster[j]] += ga[i] * d->ev[i * k + j] * gb[j];
}

static inline double dense_df(const dense *d, const double *contrast)
{
    double *pairs = malloc(d->clusters * d->clusters * sizeof *pairs), trace = 0, square = 0;

    dense_pairs(d, contrast, contrast, pairs);
    for (size_t i = 0; i < d->clusters; i++)
        trace += pairs[i * (d->clusters + 1)];
    for (size_t i = 0; i < d->clusters * d->clusters; i++)
        square += pairs[i] * pairs[i];
    free(pairs);
    return trace * trace / square;
}

/* A small model with dependent groups, two groups in most clusters. Blocks are laid out by hand. */
typedef struct {
    dense d;
    rv_working model;
    rv_blocks v, w;
    size_t start[DENSE_K], row[DENSE_K], at[DENSE_K];
    double vb[DENSE_K * 9], wb[DENSE_K * 9], b[DENSE_P];
} example;

static uint64_t seed;
static inline double next(void)   /* -1 to 1 */
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(seed >> 11) / 4503599627370496.0 - 1;
}

/* Groups of 1, 2, 3, 1, ... rows, whose rows are k / 2 apart, so that neither groups nor clusters are runs. */
static inline void make(example *x, size_t k, size_t p, bool own_weights)
{
    size_t order[DENSE_K], group = 0, n = 0;

    memset(x, 0, sizeof *x);
    seed = 7 + k + p;
    x->d.k = k;
    x->d.p = p;
    for (size_t i = 0; i < k; i++)
        order[i] = i % 2 ? (i / 2) : (k / 2 + i / 2);
    for (size_t i = 0; i < k; i++) {
        x->d.e[i] = next();
        for (size_t c = 0; c < p; c++)
            x->d.x[i * p + c] = c == 0 ? 1 : c == 1 ? 20 + 5 * next() : next();
    }
    while (n < k) {
        size_t m = group % 3 + 1, rows[3];
        m = m > k - n ? k - n : m;
        for (size_t i = 0; i < m; i++)
            rows[i] = order[n + i];
        for (size_t i = 0; i < m; i++)   /* rising */
            for (size_t j = i + 1; j < m; j++)
                if (rows[j] < rows[i]) {
                    const size_t t = rows[i];
                    rows[i] = rows[j];
                    rows[j] = t;
                }
        x->start[group] = n;
        for (size_t i = 0; i < m; i++) {
            x->row[n + i] = rows[i];
            x->d.cluster[rows[i]] = group / 2;
            for (size_t j = 0; j < m; j++)
                x->vb[x->at[group] + i * m + j] = i == j ? 0.3 + 0.1 * (double)(rows[i] % 4) : 0.12;
        }
        if (own_weights) {
            for (size_t i = 0; i < m * m; i++)
                x->wb[x->at[group] + i] = i % (m + 1) == 0 ? 1 + 0.5 * (double)(i % 3) : 0.2;
        } else {
            double l[9];
            memcpy(l, x->vb + x->at[group], m * m * sizeof *l);
            assert_int_equal(rv_cholesky(l, m, NULL), RV_OK);
            rv_cholesky_inverse(l, m, x->wb + x->at[group]);
        }
        for (size_t i = 0; i < m; i++)
            for (size_t j = 0; j < m; j++) {
                x->d.v[rows[i] * k + rows[j]] = x->vb[x->at[group] + i * m + j];
                x->d.w[rows[i] * k + rows[j]] = x->wb[x->at[group] + i * m + j];
            }
        x->at[group + 1] = x->at[group] + m * m;
        n += m;
        group++;
    }
    x->start[group] = k;
    x->d.clusters = (group + 1) / 2;
    x->v = (rv_blocks){ k, group, x->start, x->row, x->at, x->vb };
    x->w = (rv_blocks){ k, group, x->start, x->row, x->at, x->wb };
    dense_begin(&x->d);
    x->model = (rv_working){ k, p, x->d.x, x->d.e, x->d.e, x->b, NULL, true, &x->v, &x->w, x->d.m };
}

#endif
