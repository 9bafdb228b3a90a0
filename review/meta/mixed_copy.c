/* The model's own copy of its data. */
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
