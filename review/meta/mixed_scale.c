/* The data of a mixed model on its own scale. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

/* S by cells, on a scale on which variances have the geometric mean 1. A cell may hold several blocks of d->v. */
rv_status rv_mixed_lay_covariances(rv_mixed_layout *l, const rv_mixed_data *d, rv_error *err)
{
    size_t *cell = calloc(2 * l->k + 1, sizeof *cell), *place = cell + l->k;
    rv_sum logs = { 0, 0 };

    for (size_t b = 0; b < l->cells; b++) {
        const size_t m = l->cell_start[b + 1] - l->cell_start[b];
        l->s_at[b + 1] = l->s_at[b] + m * m;
        for (size_t i = 0; cell && i < m; i++) {
            cell[l->row[l->cell_start[b] + i]] = b;
            place[l->row[l->cell_start[b] + i]] = i;
        }
    }
    l->s = calloc(l->s_at[l->cells] + 1, sizeof *l->s);
    if (!cell || !l->s) {
        free(cell);
        return rv_fail(err, RV_ENOMEM, "out of memory for the covariances of %zu rows", l->k);
    }
    for (size_t i = 0; i < l->k; i++)
        rv_sum_add(&logs, log(d->data.vi[i]));
    l->scale = exp(rv_sum_get(&logs) / (double)l->k);
    l->least = INFINITY;
    for (size_t i = 0; i < l->k; i++)
        l->least = fmin(l->least, d->data.vi[i] / l->scale);
    for (size_t i = 0; !d->v && i < l->k; i++)
        l->s[l->s_at[cell[i]] + place[i] * (l->cell_start[cell[i] + 1] - l->cell_start[cell[i]] + 1)] = d->data.vi[i] / l->scale;
    for (size_t g = 0; d->v && g < d->v->n; g++) {
        const size_t n = d->v->start[g + 1] - d->v->start[g], *row = d->v->row + d->v->start[g], b = cell[*row],
                     m = l->cell_start[b + 1] - l->cell_start[b];
        for (size_t i = 0; i < n * n; i++)
            l->s[l->s_at[b] + place[row[i / n]] * m + place[row[i % n]]] = d->v->block[d->v->at[g] + i] / l->scale;
    }
    free(cell);
    return RV_OK;
}

/* Each block of S must be a covariance by itself; ln det S of all. */
rv_status rv_mixed_check_covariances(rv_mixed_layout *l, const rv_mixed_data *d, rv_error *err)
{
    rv_sum logs = { 0, 0 };
    size_t most = 0;
    double *a;
    rv_status st = RV_OK;

    for (size_t i = 0; !d->v && i < l->k; i++)
        rv_sum_add(&logs, log(d->data.vi[i]));
    for (size_t g = 0; d->v && g < d->v->n; g++)
        most = d->v->start[g + 1] - d->v->start[g] > most ? d->v->start[g + 1] - d->v->start[g] : most;
    if (!(a = calloc(2 * most * most + 1, sizeof *a)))
        return rv_fail(err, RV_ENOMEM, "out of memory for a block of %zu rows", most);
    for (size_t g = 0; st == RV_OK && d->v && g < d->v->n; g++) {
        const size_t m = d->v->start[g + 1] - d->v->start[g], *row = d->v->row + d->v->start[g];
        double log_det;
        memcpy(a, d->v->block + d->v->at[g], m * m * sizeof *a);
        if (rv_positive_inverse(a, m, a + m * m, &log_det))
            rv_sum_add(&logs, log_det);
        else
            st = rv_fail(err, RV_EDOMAIN, "the sampling covariances of the %zu effects %zu to %zu are not positive definite: are two "
                         "of them the same, or the correlations too far apart?", m, row[0] + 1, row[m - 1] + 1);
    }
    free(a);
    l->log_det_s = rv_sum_get(&logs);
    return st;
}

/* X = Q R; y / sqrt(scale) less its least squares fit, so that what follows works on residuals. */
rv_status rv_mixed_lay_rows(rv_mixed_layout *l, const rv_meta_data *d, rv_error *err)
{
    const size_t k = l->k, p = l->p, c = p + 1;
    double *q = calloc(k * p + 1, sizeof *q);
    rv_status st;

    if (!q)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows and %zu coefficients", k, p);
    for (size_t i = 0; i < k * p; i++)
        q[i] = d->p ? d->x[i] : 1;
    if ((st = rv_orthonormal(q, k, p, d->names, l->r, err)) == RV_OK) {
        for (size_t j = 0; j < p; j++) {
            rv_sum s = { 0, 0 };
            for (size_t i = 0; i < k; i++)
                rv_sum_add(&s, q[i * p + j] * (d->yi[i] / sqrt(l->scale)));
            l->b0[j] = rv_sum_get(&s);
        }
        for (size_t i = 0; i < k; i++) {
            const size_t row = l->row[i];
            double y = d->yi[row] / sqrt(l->scale);
            for (size_t j = 0; j < p; j++) {
                l->xy[i * c + j] = q[row * p + j];
                y -= q[row * p + j] * l->b0[j];
            }
            l->xy[i * c + p] = y;
        }
    }
    free(q);
    return st;
}
