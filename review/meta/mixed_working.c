/* What robust variances, residuals and predictions see of a mixed model. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

/* V of a cluster and its inverse, on the given scale and with rising rows; a[2 m m] is room. */
static bool show_cluster(const rv_mixed *m, size_t c, const size_t *place, double *a, rv_blocks *v, rv_blocks *w)
{
    const rv_mixed_layout *l = &m->layout;
    const size_t n = l->start[c + 1] - l->start[c], *row = v->row + v->start[c];
    double log_det, *inverse = a + n * n;

    rv_mixed_covariance(l, c, m->psi, a);
    for (size_t i = 0; i < n * n; i++)
        v->block[v->at[c] + i] = l->scale * a[place[row[i / n]] * n + place[row[i % n]]];
    if (!(l->sparse[c] ? rv_mixed_inverse_cells(l, c, m->psi, m->likelihood.cells, inverse)
                       : rv_positive_inverse(a, n, inverse, &log_det)))
        return false;
    for (size_t i = 0; i < n * n; i++)
        w->block[w->at[c] + i] = inverse[place[row[i / n]] * n + place[row[i % n]]] / l->scale;
    return true;
}

/* The blocks of V and of its inverse; RV_ENOMEM, or RV_EDOMAIN, which a fitted model has excluded. */
static rv_status show(const rv_mixed *m, rv_blocks **v, rv_blocks **w)
{
    const rv_mixed_layout *l = &m->layout;
    const size_t k = l->k;
    size_t *cluster = calloc(2 * k + 1, sizeof *cluster), *place = cluster + k;
    double *room = malloc((2 * l->most_rows * l->most_rows + 1) * sizeof *room);
    rv_status st = cluster && room ? RV_OK : RV_ENOMEM;

    *v = *w = NULL;
    for (size_t c = 0; st == RV_OK && c < l->n; c++)
        for (size_t i = l->start[c]; i < l->start[c + 1]; i++) {
            cluster[l->row[i]] = c;
            place[l->row[i]] = i - l->start[c];
        }
    if (st == RV_OK && (st = rv_blocks_new(v, cluster, k, NULL)) == RV_OK)
        st = rv_blocks_new(w, cluster, k, NULL);
    for (size_t c = 0; st == RV_OK && c < l->n; c++)
        st = show_cluster(m, c, place, room, *v, *w) ? RV_OK : RV_EDOMAIN;
    free(room);
    free(cluster);
    if (st != RV_OK) {
        rv_blocks_free(*v);
        rv_blocks_free(*w);
        *v = *w = NULL;
    }
    return st;
}

rv_status rv_mixed_leave(rv_mixed *m, rv_error *err)
{
    const size_t k = m->layout.k, p = m->layout.p;

    if (!(m->e = calloc(k, sizeof *m->e)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    for (size_t i = 0; i < k; i++) {
        m->e[i] = m->data.data.yi[i];
        for (size_t j = 0; j < p; j++)
            m->e[i] -= m->x[i * p + j] * m->b[j];
    }
    return RV_OK;
}

/* The blocks are made when they are first asked for: many who fit a model never do, and a large cluster has many numbers. */
void rv_mixed_working(const rv_mixed *model, rv_working *out)
{
    rv_mixed *m = (rv_mixed *)model;

    if (!m->v)
        (void)show(m, &m->v, &m->w);
    *out = (rv_working){ .k = m->layout.k, .p = m->layout.p, .x = m->x, .y = m->data.data.yi, .e = m->e, .b = m->b,
                         .names = m->data.data.names, .intercept = m->data.data.intercept || m->data.data.p == 0, .v = m->v, .w = m->w,
                         .bread = m->vcov };
}
