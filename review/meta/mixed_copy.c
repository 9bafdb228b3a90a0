/* The model's own copy of its data, and the working model that it shows. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

/* A copy that lives as long as the model. */
static void *keep(rv_mixed *m, const void *from, size_t size)
{
    void *to = malloc(size + 1);

    if (to) {
        memcpy(to, from, size);
        m->kept[m->n_kept++] = to;
    }
    return to;
}

static rv_blocks *copy_blocks(const rv_blocks *from)
{
    rv_blocks *b = calloc(1, sizeof *b);

    if (!b)
        return NULL;
    b->k = from->k;
    b->n = from->n;
    b->start = malloc((b->n + 1) * sizeof *b->start);
    b->row = malloc((b->k + 1) * sizeof *b->row);
    b->at = malloc((b->n + 1) * sizeof *b->at);
    b->block = malloc((from->at[b->n] + 1) * sizeof *b->block);
    if (!b->start || !b->row || !b->at || !b->block) {
        rv_blocks_free(b);
        return NULL;
    }
    memcpy(b->start, from->start, (b->n + 1) * sizeof *b->start);
    memcpy(b->row, from->row, b->k * sizeof *b->row);
    memcpy(b->at, from->at, (b->n + 1) * sizeof *b->at);
    memcpy(b->block, from->block, from->at[b->n] * sizeof *b->block);
    return b;
}

static bool copy_parts(rv_mixed *m, const rv_mixed_data *d)
{
    const size_t k = d->data.k;

    for (size_t j = 0; j < d->parts; j++) {
        rv_mixed_part *p = &m->part[j];
        *p = d->part[j];
        if (!(p->group = keep(m, p->group, k * sizeof *p->group))
            || (p->inner && !(p->inner = keep(m, p->inner, k * sizeof *p->inner)))
            || (p->times && !(p->times = keep(m, p->times, p->inners * sizeof *p->times))))
            return false;
    }
    m->data.part = m->part;
    return true;
}

/* Sampling variances: those given, or the diagonal of the covariances. */
static bool copy_variances(rv_mixed *m, const rv_mixed_data *d)
{
    double *v = malloc((d->data.k + 1) * sizeof *v);

    if (!v)
        return false;
    m->kept[m->n_kept++] = v;
    m->data.data.vi = v;
    if (!d->v) {
        memcpy(v, d->data.vi, d->data.k * sizeof *v);
        return true;
    }
    for (size_t g = 0; g < d->v->n; g++)
        for (size_t i = d->v->start[g], n = d->v->start[g + 1] - i, a = 0; a < n; a++)
            v[d->v->row[i + a]] = d->v->block[d->v->at[g] + a * n + a];
    m->given = copy_blocks(d->v);
    m->data.v = m->given;
    return m->given != NULL;
}

rv_status rv_mixed_copy(rv_mixed *m, const rv_mixed_data *d, const rv_mixed_options *o, rv_error *err)
{
    const size_t k = d->data.k, n = rv_mixed_params(d);
    double *ones;

    m->data = *d;
    m->options = *o;
    m->kept = calloc(6 + 3 * d->parts, sizeof *m->kept);
    m->part = calloc(d->parts + 1, sizeof *m->part);
    if (m->kept && m->part && (m->data.data.yi = keep(m, d->data.yi, k * sizeof(double))) && copy_variances(m, d) && copy_parts(m, d)
        && (!d->data.p || (m->data.data.x = keep(m, d->data.x, k * d->data.p * sizeof(double))))
        && (!o->fixed || (m->options.fixed = keep(m, o->fixed, n * sizeof(double))))
        && (!o->start || (m->options.start = keep(m, o->start, n * sizeof(double))))
        && (ones = malloc((k + 1) * sizeof *ones))) {
        m->kept[m->n_kept++] = ones;
        for (size_t i = 0; i < k; i++)
            ones[i] = 1;
        m->x = d->data.p ? m->data.data.x : ones;
        return RV_OK;
    }
    return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
}

size_t rv_mixed_params(const rv_mixed_data *d)
{
    size_t n = 0;

    for (size_t j = 0; j < d->parts; j++)
        n += rv_mixed_part_params(&d->part[j]);
    return n;
}

rv_status rv_mixed_make_working(rv_mixed *m, rv_error *err)
{
    const rv_mixed_layout *l = &m->layout;
    const size_t k = l->k, p = l->p;
    size_t *cluster = calloc(k + 1, sizeof *cluster);
    double *copy = malloc((l->most_rows * l->most_rows + 1) * sizeof *copy);
    rv_status st = cluster && copy && (m->e = calloc(k, sizeof *m->e)) ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t c = 0; st == RV_OK && c < l->n; c++)
        for (size_t i = l->start[c]; i < l->start[c + 1]; i++)
            cluster[l->row[i]] = c;
    if (st == RV_OK && (st = rv_blocks_new(&m->v, cluster, k, err)) == RV_OK)
        st = rv_blocks_new(&m->w, cluster, k, err);
    for (size_t c = 0; st == RV_OK && c < l->n; c++) {
        const size_t n = l->start[c + 1] - l->start[c];
        double log_det, *v = m->v->block + m->v->at[c], *w = m->w->block + m->w->at[c];
        rv_mixed_covariance(l, c, m->psi, v);
        memcpy(copy, v, n * n * sizeof *v);
        if (!rv_positive_inverse(copy, n, w, &log_det))
            st = rv_fail(err, RV_EDOMAIN, "the covariance around effect %zu is not positive definite", l->row[l->start[c]] + 1);
        for (size_t i = 0; i < n * n; i++) {
            v[i] *= l->scale;
            w[i] /= l->scale;
        }
    }
    for (size_t i = 0; st == RV_OK && i < k; i++) {
        m->e[i] = m->data.data.yi[i];
        for (size_t j = 0; j < p; j++)
            m->e[i] -= m->x[i * p + j] * m->b[j];
    }
    free(copy);
    free(cluster);
    return st;
}

void rv_mixed_working(const rv_mixed *m, rv_working *out)
{
    *out = (rv_working){ .k = m->layout.k, .p = m->layout.p, .x = m->x, .y = m->data.data.yi, .e = m->e, .b = m->b,
                         .names = m->data.data.names, .intercept = m->data.data.intercept || m->data.data.p == 0, .v = m->v, .w = m->w,
                         .bread = m->vcov };
}
