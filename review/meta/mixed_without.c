#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed_without.h"

size_t rv_blocks_most(const rv_blocks *b)
{
    size_t most = 0;

    for (size_t g = 0; g < b->n; g++)
        most = b->start[g + 1] - b->start[g] > most ? b->start[g + 1] - b->start[g] : most;
    return most;
}

/* What the structures have: a variance for each inner level; no correlation, one, or one for each pair. */
static bool has_each(rv_mixed_struct s)
{
    return s == RV_MIXED_HCS || s == RV_MIXED_UN || s == RV_MIXED_DIAG || s == RV_MIXED_HAR;
}

static size_t variances(const rv_mixed_part *part) { return has_each(part->kind) ? part->inners : 1; }

static double correlation(const rv_mixed_part *part, const double *rho, size_t a, size_t b)
{
    const size_t i = a < b ? a : b, j = a < b ? b : a, n = part->inners;

    switch (part->kind) {
    case RV_MIXED_INTERCEPT: return 1;
    case RV_MIXED_ID: case RV_MIXED_DIAG: return 0;
    case RV_MIXED_UN: return rho[i * n - i * (i + 1) / 2 + j - i - 1];
    case RV_MIXED_AR: case RV_MIXED_HAR: return pow(*rho, (double)(j - i));
    case RV_MIXED_CAR: return pow(*rho, fabs(part->times[a] - part->times[b]));
    default: return *rho;
    }
}

double rv_mixed_part_covariance(const rv_mixed_part *part, const double *theta, size_t a, size_t b)
{
    const size_t n = variances(part);
    const double va = theta[n > 1 ? a : 0], vb = theta[n > 1 ? b : 0];
    double rho;

    if (a == b)
        return va;
    rho = correlation(part, theta + n, a, b);
    return rho == 0 ? 0 : rho * sqrt(va) * sqrt(vb);
}

static double sampling(const rv_mixed_without *w, size_t i, size_t j)
{
    const rv_blocks *v = w->data->v;

    if (!v)
        return i == j ? w->data->data.vi[i] : 0;
    if (w->block[i] != w->block[j])
        return 0;
    const size_t g = w->block[i], m = v->start[g + 1] - v->start[g];
    return v->block[v->at[g] + w->place[i] * m + w->place[j]];
}

double rv_mixed_effect_covariance(const rv_mixed_without *w, const double *theta, size_t i, size_t j)
{
    double sum = sampling(w, i, j);

    for (size_t n = 0; n < w->data->parts; n++) {
        const rv_mixed_part *part = &w->data->part[n];
        if (part->group[i] == part->group[j])
            sum += rv_mixed_part_covariance(part, theta, part->inner ? part->inner[i] : 0, part->inner ? part->inner[j] : 0);
        theta += rv_mixed_part_params(part);
    }
    return sum;
}

rv_status rv_mixed_without_begin(rv_mixed_without *w, const rv_mixed *full, rv_error *err)
{
    const rv_mixed_data *d = rv_mixed_of(full);
    const rv_mixed_fit *f = rv_mixed_result(full);
    const size_t k = d->data.k, p = d->data.p, parts = d->parts;

    *w = (rv_mixed_without){ .full = full, .data = d, .fit = f, .p = f->p, .rest = *d, .known = true };
    w->theta = calloc(2 * f->params + 1, sizeof *w->theta);
    w->numbers = calloc(k * (2 + p) + 1, sizeof *w->numbers);
    w->codes = calloc(k * (2 * parts + 4) + 1, sizeof *w->codes);
    w->part = calloc(parts + 1, sizeof *w->part);
    if (!w->theta || !w->numbers || !w->codes || !w->part)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    for (size_t i = 0; i < f->params; i++) {
        w->theta[i] = f->param[i].estimate;
        w->known = w->known && isfinite(w->theta[i]);
    }
    w->row = w->codes + 2 * parts * k;
    if (!d->v)
        return RV_OK;
    w->block = w->row + k;
    w->place = w->block + k;
    for (size_t g = 0; g < d->v->n; g++)
        for (size_t i = d->v->start[g]; i < d->v->start[g + 1]; i++) {
            w->block[d->v->row[i]] = g;
            w->place[d->v->row[i]] = i - d->v->start[g];
        }
    return RV_OK;
}

static void forget(rv_mixed_without *w)
{
    rv_mixed_free(w->left);
    rv_blocks_free(w->v);
    w->left = NULL;
    w->v = NULL;
}

void rv_mixed_without_end(rv_mixed_without *w)
{
    forget(w);
    free(w->theta);
    free(w->numbers);
    free(w->codes);
    free(w->part);
    w->theta = w->numbers = NULL;
    w->codes = NULL;
    w->part = NULL;
}

/* The rows of row[], from the full data into rest. */
static rv_status gather(rv_mixed_without *w, size_t left, rv_error *err)
{
    const rv_mixed_data *d = w->data;
    const size_t k = d->data.k, p = d->data.p;
    double *y = w->numbers, *v = y + k, *x = v + k;
    rv_status st = RV_OK;

    w->rest.data.k = left;
    w->rest.data.yi = y;
    w->rest.data.vi = d->data.vi ? v : NULL;
    w->rest.data.x = x;
    w->rest.part = w->part;
    for (size_t i = 0; i < left; i++) {
        y[i] = d->data.yi[w->row[i]];
        if (d->data.vi)
            v[i] = d->data.vi[w->row[i]];
        if (p)
            memcpy(x + i * p, d->data.x + w->row[i] * p, p * sizeof *x);
    }
    for (size_t n = 0; n < d->parts; n++) {
        size_t *group = w->codes + 2 * n * k, *inner = group + k;
        w->part[n] = d->part[n];
        w->part[n].group = group;
        w->part[n].inner = d->part[n].inner ? inner : NULL;
        for (size_t i = 0; i < left; i++) {
            group[i] = d->part[n].group[w->row[i]];
            inner[i] = d->part[n].inner ? d->part[n].inner[w->row[i]] : 0;
        }
    }
    if (d->v) {
        size_t *code = w->place + k;
        for (size_t i = 0; i < left; i++)
            code[i] = w->block[w->row[i]];
        if ((st = rv_blocks_new(&w->v, code, left, err)) != RV_OK)
            return st;
        for (size_t g = 0; g < w->v->n; g++) {
            const size_t *row = w->v->row + w->v->start[g], m = w->v->start[g + 1] - w->v->start[g];
            for (size_t i = 0; i < m * m; i++)
                w->v->block[w->v->at[g] + i] = sampling(w, w->row[row[i / m]], w->row[row[i % m]]);
        }
    }
    w->rest.v = w->v;
    return st;
}

/* The rows of w->row, their number left. */
static rv_status fit_rows(rv_mixed_without *w, size_t left, rv_error *err)
{
    rv_mixed_options o = *rv_mixed_how(w->full);
    rv_status st;

    if (left == 0)
        return RV_OK;
    if ((st = gather(w, left, err)) != RV_OK)
        return st;
    o.start = w->known ? w->theta : NULL;
    st = rv_mixed_run(&w->left, &w->rest, &o, err);
    return st == RV_ENOMEM ? st : RV_OK;
}

rv_status rv_mixed_without_cluster(rv_mixed_without *w, const size_t *cluster, size_t c, rv_error *err)
{
    size_t left = 0;

    forget(w);
    for (size_t i = 0; i < w->data->data.k; i++)
        if ((cluster ? cluster[i] : i) != c)
            w->row[left++] = i;
    return fit_rows(w, left, err);
}

rv_status rv_mixed_without_others(rv_mixed_without *w, const size_t *cluster, const bool *keep, rv_error *err)
{
    size_t left = 0;

    forget(w);
    for (size_t i = 0; i < w->data->data.k; i++)
        if (keep[cluster ? cluster[i] : i])
            w->row[left++] = i;
    return fit_rows(w, left, err);
}
