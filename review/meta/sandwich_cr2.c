/* The adjustment of Bell & McCaffrey (2002), which makes a robust variance unbiased where the working model holds. */
#include <config.h>

#include <float.h>
#include <string.h>

#include "meta/sandwich_adjust.h"

/* Var(e_i) under the model: V_i - Z_i Z_i' for W = V^-1, else V - Z (WZ)' V - V WZ Z' + Z omega Z'. */
static void residual_variance(const rv_robust *s, size_t i, size_t n, rv_adjust_room *r)
{
    const size_t p = s->fit.p, *rows = s->order + s->start[i];

    memcpy(r->b, r->v, n * n * sizeof *r->b);
    for (size_t a = 0; a < n; a++)
        for (size_t c = 0; c < p; c++) {
            double vwz = 0, zo = 0;
            for (size_t m = 0; !s->inverse && m < n; m++)
                vwz += r->v[a * n + m] * s->wz[rows[m] * p + c];
            for (size_t m = c; m < p; m++)
                zo += s->z[rows[a] * p + m] * s->omega[m * p + c];
            r->f[a * p + c] = vwz;
            r->g[a * p + c] = zo;
        }
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b <= a; b++) {
            const double *za = s->z + rows[a] * p, *zb = s->z + rows[b] * p;
            double sum = 0;
            for (size_t c = 0; c < p; c++)
                sum += s->inverse ? -za[c] * zb[c]
                                  : r->g[a * p + c] * r->g[b * p + c] - za[c] * r->f[b * p + c] - r->f[a * p + c] * zb[c];
            r->b[a * n + b] += sum;
            r->b[b * n + a] = r->b[a * n + b];
        }
}

/* out[n p] = L' in (`upper`), or L in. */
static void times_root(const double *l, size_t n, size_t p, bool upper, const double *in, double *out)
{
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < p; c++) {
            double sum = 0;
            for (size_t m = upper ? i : 0; m < (upper ? n : i + 1); m++)
                sum += (upper ? l[m * n + i] : l[i * n + m]) * in[m * p + c];
            out[i * p + c] = sum;
        }
}

/* root' b root, lower triangle, over b; uses power as a column. */
static void between_roots(const double *l, size_t n, double *b, double *column)
{
    for (size_t j = 0; j < n; j++) {            /* b = b L, row by row */
        for (size_t c = 0; c < n; c++) {
            double sum = 0;
            for (size_t m = c; m < n; m++)
                sum += b[j * n + m] * l[m * n + c];
            column[c] = sum;
        }
        memcpy(b + j * n, column, n * sizeof *b);
    }
    for (size_t i = 0; i < n; i++)              /* b = L' b; row i needs the rows from i on, which are still old */
        for (size_t c = 0; c <= i; c++) {
            double sum = 0;
            for (size_t m = i; m < n; m++)
                sum += l[m * n + i] * b[m * n + c];
            b[i * n + c] = sum;
        }
}

rv_status rv_sandwich_bell_mccaffrey(rv_robust *s, size_t i, size_t unknown, rv_adjust_room *r, rv_error *err)
{
    const size_t p = s->fit.p, n = s->start[i + 1] - s->start[i], *rows = s->order + s->start[i];
    double least;
    rv_status st;

    rv_sandwich_block(s, i, s->model->v, r->v);
    residual_variance(s, i, n, r);
    memcpy(r->root, r->v, n * n * sizeof *r->root);
    if ((st = rv_cholesky(r->root, n, err)) != RV_OK)
        return rv_within(err, st, "covariances of the %zu effects of the cluster of effect %zu", n, rows[0] + 1);
    between_roots(r->root, n, r->b, r->power);
    if ((st = rv_eigen_symmetric(r->b, n, r->power, err)) != RV_OK)
        return st;
    least = (double)n * DBL_EPSILON * r->power[0];   /* below is rounding */
    for (size_t a = 0; a < n; a++)
        r->power[a] = a + unknown < n && r->power[a] > least ? 1 / sqrt(r->power[a]) : 0;
    for (size_t a = 0; a < n; a++)
        memcpy(r->f + a * p, s->wz + rows[a] * p, p * sizeof *r->f);
    times_root(r->root, n, p, true, r->f, r->g);
    for (size_t a = 0; a < n; a++)              /* f = power U' g */
        for (size_t c = 0; c < p; c++) {
            double sum = 0;
            for (size_t m = 0; m < n; m++)
                sum += r->b[m * n + a] * r->g[m * p + c];
            r->f[a * p + c] = r->power[a] * sum;
        }
    for (size_t a = 0; a < n; a++)              /* g = U f */
        for (size_t c = 0; c < p; c++) {
            double sum = 0;
            for (size_t m = 0; m < n; m++)
                sum += r->b[a * n + m] * r->f[m * p + c];
            r->g[a * p + c] = sum;
        }
    times_root(r->root, n, p, false, r->g, r->f);
    for (size_t a = 0; a < n; a++)
        memcpy(s->est + rows[a] * p, r->f + a * p, p * sizeof *r->f);
    return RV_OK;
}
