/* What a mixed model refuses. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"
#include "meta/range.h"

static rv_status check_rows(const rv_meta_data *d, bool own_variances, rv_error *err)
{
    const size_t p = d->p ? d->p : 1;

    if (d->k == 0)
        return rv_fail(err, RV_EINVAL, "there are no effects to pool");
    if (d->k <= p)
        return rv_fail(err, RV_EINVAL, "%zu effect%s cannot carry %zu coefficient%s and random effects; there must be more effects",
                       d->k, d->k == 1 ? "" : "s", p, p == 1 ? "" : "s");
    if (d->weights)
        return rv_fail(err, RV_EINVAL, "a mixed model has no weights of its own");
    for (size_t i = 0; i < d->k; i++) {
        if (!rv_effect_fits(d->yi[i]))
            return rv_effect_refuse(i, d->yi[i], err);
        if (own_variances && !rv_variance_fits(d->vi[i]))
            return rv_variance_refuse(i, d->vi[i], err);
    }
    return d->p ? rv_moderators_check(d, d->x, d->k, err) : RV_OK;
}

static rv_status check_blocks(const rv_blocks *v, size_t k, rv_error *err)
{
    if (v->k != k)
        return rv_fail(err, RV_EINVAL, "the sampling covariances are of %zu rows, the effects are %zu", v->k, k);
    for (size_t g = 0; g < v->n; g++) {
        const size_t m = v->start[g + 1] - v->start[g], *row = v->row + v->start[g];
        const double *block = v->block + v->at[g];
        for (size_t i = 0; i < m; i++) {
            if (!rv_variance_fits(block[i * m + i]))
                return rv_variance_refuse(row[i], block[i * m + i], err);
            for (size_t j = 0; j < i; j++) {
                const double a = block[i * m + j], b = block[j * m + i];
                if (!isfinite(a) || !(fabs(a - b) <= 1e-8 * sqrt(block[i * m + i] * block[j * m + j])))
                    return rv_fail(err, RV_EDOMAIN, "the covariance of effects %zu and %zu is %g and %g; it must be one finite number",
                                   row[i] + 1, row[j] + 1, a, b);
            }
        }
    }
    return RV_OK;
}

static const char *name_of(const rv_mixed_part *p) { return p->name ? p->name : "a random part"; }

static rv_status check_part(const rv_mixed_part *p, size_t k, rv_error *err)
{
    if (!p->group || (!p->inner && p->kind != RV_MIXED_INTERCEPT))
        return rv_fail(err, RV_EINVAL, "%s: %s has no %s", name_of(p), rv_mixed_struct_names[p->kind],
                       p->group ? "inner levels" : "groups");
    for (size_t i = 0; i < k; i++) {
        if (p->group[i] >= p->groups)
            return rv_fail(err, RV_EINVAL, "%s: row %zu is in group %zu of %zu", name_of(p), i + 1, p->group[i] + 1, p->groups);
        if (p->kind != RV_MIXED_INTERCEPT && p->inner[i] >= p->inners)
            return rv_fail(err, RV_EINVAL, "%s: row %zu is of inner level %zu of %zu", name_of(p), i + 1, p->inner[i] + 1, p->inners);
    }
    if (p->kind == RV_MIXED_CAR) {
        if (!p->times)
            return rv_fail(err, RV_EINVAL, "%s: CAR needs the times of the inner levels", name_of(p));
        for (size_t i = 0; i < p->inners; i++)
            if (!isfinite(p->times[i]))
                return rv_fail(err, RV_EDOMAIN, "%s: the time of level %zu is %g; it must be a finite number", name_of(p), i + 1,
                               p->times[i]);
    }
    return RV_OK;
}

/* The random effects of two parts are the same, row by row: their variances cannot be told apart. */
static rv_status check_same(const rv_mixed_part *a, const rv_mixed_part *b, size_t k, rv_error *err)
{
    size_t *to = calloc(a->groups + 1, sizeof *to), *back = calloc(b->groups + 1, sizeof *back);
    bool same = to && back;

    if (!to || !back) {
        free(to);
        free(back);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu groups", a->groups + b->groups);
    }
    for (size_t i = 0; same && i < k; i++) {
        size_t *t = &to[a->group[i]], *u = &back[b->group[i]];
        if (*t == 0 && *u == 0) {
            *t = b->group[i] + 1;
            *u = a->group[i] + 1;
        }
        same = *t == b->group[i] + 1 && *u == a->group[i] + 1;
    }
    free(to);
    free(back);
    return !same ? RV_OK
                 : rv_fail(err, RV_EINVAL, "%s and %s put the same rows together, so that their variances cannot be told apart; leave "
                           "one of them out", name_of(a), name_of(b));
}

rv_status rv_mixed_check(const rv_mixed_data *d, const rv_mixed_options *o, rv_error *err)
{
    const size_t k = d->data.k;
    rv_status st = check_rows(&d->data, !d->v, err);

    if (st == RV_OK && !(o->level > 0 && o->level < 1))
        st = rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", o->level);
    if (st == RV_OK && d->parts == 0)
        st = rv_fail(err, RV_EINVAL, "the model has no random part");
    if (st == RV_OK && d->v)
        st = check_blocks(d->v, k, err);
    for (size_t j = 0; st == RV_OK && j < d->parts; j++)
        st = check_part(&d->part[j], k, err);
    for (size_t j = 0; st == RV_OK && j < d->parts; j++)
        for (size_t i = 0; st == RV_OK && i < j; i++)
            if (d->part[i].kind == RV_MIXED_INTERCEPT && d->part[j].kind == RV_MIXED_INTERCEPT)
                st = check_same(&d->part[i], &d->part[j], k, err);
    return st;
}
