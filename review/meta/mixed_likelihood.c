/*
 * The log-likelihood with slopes and curvatures. With P = W - W Q M Q'W, M = (Q'WQ)^-1, r = P y:
 *
 *     restricted   -1/2 [ln det V + ln det Q'WQ + y'P y]      full   -1/2 [ln det V + y'P y]
 *     slope        -1/2 [tr(P V_i) - r'V_i r]
 *     curvature     1/2 tr(P V_i P V_j) - r'V_i P V_j r - 1/2 [tr(P V_ij) - r'V_ij r]
 *     information   1/2 tr(P V_i P V_j)
 *
 * The full likelihood has W for P in the traces.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

static const double STEEP = 1e5;   /* variance of random effects per smallest sampling variance */

rv_status rv_mixed_likelihood_new(rv_mixed_likelihood *l, const rv_mixed_layout *layout, bool ml, rv_error *err)
{
    const size_t n = layout->params, p = layout->p, c = p + 1, pairs = n * (n + 1) / 2;
    rv_mixed_sums *s = &l->sums;
    double *at;
    rv_status st;

    *l = (rv_mixed_likelihood){ .layout = layout, .ml = ml };
    if ((st = rv_mixed_space_new(&l->space, layout, err)) != RV_OK || (st = rv_mixed_cells_new(&l->cells, layout, err)) != RV_OK)
        return st;
    s->n = n;
    s->c = c;
    s->size = c * c * (1 + n + 2 * pairs) + n + 2 * pairs;
    s->room = calloc(s->size, sizeof *s->room);
    l->work = calloc(p + p * p * (3 + n) + c + n * c, sizeof *l->work);
    if (!s->room || !l->work)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters and %zu coefficients", n, p);
    at = s->room;
    s->gram = at, at += c * c;
    s->f = at, at += n * c * c;
    s->e = at, at += pairs * c * c;
    s->f2 = at, at += pairs * c * c;
    s->t1 = at, at += n;
    s->t2 = at, at += pairs;
    s->t12 = at;
    l->b = l->work;
    l->m = l->b + p;
    return RV_OK;
}

void rv_mixed_likelihood_free(rv_mixed_likelihood *l)
{
    rv_mixed_space_free(l->space);
    rv_mixed_cells_free(l->cells);
    free(l->sums.room);
    free(l->work);
}

/* By cells small differences of large numbers arise where random effects vary far more than what is measured; a cluster of moderate
   size is added whole then. */
static bool steep(const rv_mixed_layout *l, const double *psi)
{
    double most = 0;

    for (size_t j = 0; j < l->parts; j++)
        for (size_t a = 0; a < l->cov[j].n; a++)
            most = fmax(most, rv_mixed_g(&l->cov[j], psi + l->first[j], a, a));
    return most > STEEP * l->least;
}

static rv_status add_clusters(rv_mixed_likelihood *l, const double *psi, bool slopes, rv_error *err)
{
    const bool whole = steep(l->layout, psi);
    rv_status st = RV_OK;

    memset(l->sums.room, 0, l->sums.size * sizeof *l->sums.room);
    l->sums.log_det = 0;
    for (size_t c = 0; st == RV_OK && c < l->layout->n; c++)
        st = l->layout->sparse[c] && !(whole && l->layout->start[c + 1] - l->layout->start[c] <= RV_MIXED_MODERATE)
                 ? rv_mixed_add_cells(l->layout, c, psi, slopes, l->cells, &l->sums, err)
                 : rv_mixed_add(l->layout, c, psi, slopes, l->space, &l->sums, err);
    return st;
}

/* Coefficients, M, y'P y and the determinants. */
static rv_status solve(rv_mixed_likelihood *l, rv_error *err)
{
    const size_t p = l->layout->p, c = p + 1;
    double *a = l->m + p * p, sum = 0;

    for (size_t i = 0; i < p; i++) {
        l->b[i] = 0;
        for (size_t j = 0; j < p; j++)
            a[i * p + j] = l->sums.gram[i * c + j];
    }
    if (!rv_positive_inverse(a, p, l->m, &l->log_det_x))
        return rv_fail(err, RV_EDOMAIN, "the coefficients cannot be told apart with these variances");
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            l->b[i] += l->m[i * p + j] * l->sums.gram[j * c + p];
    for (size_t i = 0; i < p; i++)
        sum += l->b[i] * l->sums.gram[i * c + p];
    l->rss = l->sums.gram[p * c + p] - sum;
    l->log_det_v = l->sums.log_det;
    return RV_OK;
}

/* sum M_ij a_ij over the coefficients of a [c c]. */
static double within(const rv_mixed_likelihood *l, const double *a)
{
    const size_t p = l->layout->p, c = p + 1;
    double sum = 0;

    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            sum += l->m[i * p + j] * a[i * c + j];
    return sum;
}

/* d' a d with d = (-b, 1): what y leaves beside its fit. */
static double residual(const rv_mixed_likelihood *l, const double *a)
{
    const size_t p = l->layout->p, c = p + 1;
    double sum = 0;

    for (size_t i = 0; i < c; i++)
        for (size_t j = 0; j < c; j++)
            sum += (i < p ? -l->b[i] : 1) * a[i * c + j] * (j < p ? -l->b[j] : 1);
    return sum;
}

/* For each parameter M F_i (p x p) and F_i d (p): the coefficients' share. */
static void shares(const rv_mixed_likelihood *l, double *mf, double *fd)
{
    const size_t p = l->layout->p, c = p + 1;

    for (size_t n = 0; n < l->sums.n; n++) {
        const double *f = l->sums.f + n * c * c;
        for (size_t i = 0; i < p; i++) {
            fd[n * c + i] = f[i * c + p];
            for (size_t j = 0; j < p; j++) {
                double sum = 0;
                fd[n * c + i] -= f[i * c + j] * l->b[j];
                for (size_t r = 0; r < p; r++)
                    sum += l->m[i * p + r] * f[r * c + j];
                mf[n * p * p + i * p + j] = sum;
            }
        }
    }
}

static void curvature(const rv_mixed_likelihood *l, const double *mf, const double *fd, double *hessian, double *information)
{
    const size_t p = l->layout->p, c = p + 1, n = l->sums.n;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++) {
            const size_t pair = rv_mixed_pair(n, i, j);
            double traces = l->sums.t2[pair], squares = residual(l, l->sums.e + pair * c * c), bent = l->sums.t12[pair];
            if (!l->ml) {
                traces -= 2 * within(l, l->sums.e + pair * c * c);
                bent -= within(l, l->sums.f2 + pair * c * c);
                for (size_t x = 0; x < p; x++)
                    for (size_t y = 0; y < p; y++)
                        traces += mf[i * p * p + x * p + y] * mf[j * p * p + y * p + x];
            }
            for (size_t x = 0; x < p; x++)
                for (size_t y = 0; y < p; y++)
                    squares -= fd[i * c + x] * l->m[x * p + y] * fd[j * c + y];
            bent -= residual(l, l->sums.f2 + pair * c * c);
            information[i * n + j] = information[j * n + i] = traces / 2;
            hessian[i * n + j] = hessian[j * n + i] = traces / 2 - squares - bent / 2;
        }
}

rv_status rv_mixed_look(const double *psi, double *value, double *gradient, double *hessian, double *information, void *data,
                        rv_error *err)
{
    rv_mixed_likelihood *l = data;
    const size_t p = l->layout->p, c = p + 1;
    double *mf = l->m + 2 * p * p, *fd = mf + l->sums.n * p * p;
    rv_status st = add_clusters(l, psi, gradient != NULL, err);

    l->looks++;
    if (st != RV_OK || (st = solve(l, err)) != RV_OK)
        return st;
    *value = -(l->log_det_v + l->rss + (l->ml ? 0 : l->log_det_x)) / 2;
    if (!gradient)
        return RV_OK;
    for (size_t i = 0; i < l->sums.n; i++) {
        const double *f = l->sums.f + i * c * c;
        gradient[i] = -(l->sums.t1[i] - (l->ml ? 0 : within(l, f)) - residual(l, f)) / 2;
    }
    shares(l, mf, fd);
    curvature(l, mf, fd, hessian, information);
    return RV_OK;
}
