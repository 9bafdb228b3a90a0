/* The random effects of a mixed model, level by level. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_multilevel.h"
#include "meta/coefficients.h"
#include "meta/mixed_without.h"

typedef struct { size_t group, inner, row; } member;

typedef struct {
    rv_working w;
    const rv_mixed_part *part;
    double *theta;                /* of all parts */
    const double *own;            /* of this one */
    size_t *block, *place;        /* [k] of each row in w.w */
    member *members;              /* [k] by group and inner level */
    double *we, *wx;              /* [k] W (y - X b), [k p] W X */
    double *xc;                   /* [p] */
    double  reach;
} levels;

static int by_level(const void *a, const void *b)
{
    const member *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->inner != y->inner)
        return x->inner < y->inner ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* W times the residuals and the design; where each row stands. */
static void weigh(levels *l)
{
    const rv_blocks *w = l->w.w;
    const size_t p = l->w.p;

    for (size_t g = 0; g < w->n; g++) {
        const size_t *row = w->row + w->start[g], m = w->start[g + 1] - w->start[g];
        const double *weights = w->block + w->at[g];
        for (size_t i = 0; i < m; i++) {
            l->block[row[i]] = g;
            l->place[row[i]] = i;
            for (size_t j = 0; j < m; j++) {
                l->we[row[i]] += weights[i * m + j] * l->w.e[row[j]];
                for (size_t c = 0; c < p; c++)
                    l->wx[row[i] * p + c] += weights[i * m + j] * l->w.x[row[j] * p + c];
            }
        }
    }
}

static double weight(const levels *l, size_t i, size_t j)
{
    const rv_blocks *w = l->w.w;
    const size_t g = l->block[i], m = w->start[g + 1] - w->start[g];

    return g == l->block[j] ? w->block[w->at[g] + l->place[i] * m + l->place[j]] : 0;
}

/* The effect of inner level a of a group whose rows are m[0] to m[n - 1]. */
static rv_mixed_blup one(levels *l, const member *m, size_t n, size_t a)
{
    const size_t p = l->w.p;
    double pred = 0, variance = rv_mixed_part_covariance(l->part, l->own, a, a), se;

    memset(l->xc, 0, p * sizeof *l->xc);
    for (size_t i = 0; i < n; i++) {
        const double ci = rv_mixed_part_covariance(l->part, l->own, a, m[i].inner);
        pred += ci * l->we[m[i].row];
        for (size_t c = 0; c < p; c++)
            l->xc[c] += ci * l->wx[m[i].row * p + c];
        for (size_t j = 0; ci != 0 && j < n; j++)
            variance -= ci * rv_mixed_part_covariance(l->part, l->own, a, m[j].inner) * weight(l, m[i].row, m[j].row);
    }
    for (size_t r = 0; r < p; r++)
        for (size_t c = 0; c < p; c++)
            variance += l->xc[r] * l->w.bread[r * p + c] * l->xc[c];
    se = sqrt(variance < 0 ? 0 : variance);   /* rounding alone can take it below 0; NaN stays */
    return (rv_mixed_blup){ m[0].group, a, pred, se, pred - l->reach * se, pred + l->reach * se };
}

static void all(levels *l, rv_mixed_blup *out, size_t *filled)
{
    for (size_t at = 0, n; at < l->w.k; at += n) {
        const member *m = l->members + at;
        for (n = 1; at + n < l->w.k && m[n].group == m[0].group; n++)
            ;
        for (size_t i = 0; i < n; i++)
            if (i == 0 || m[i].inner != m[i - 1].inner)
                out[(*filled)++] = one(l, m, n, m[i].inner);
    }
}

/* The quantile of the intervals: t with k - p df, by containment with the levels of the part for k. */
static double reach_of(const levels *l, const rv_mixed *mixed)
{
    const rv_mixed_options *o = rv_mixed_how(mixed);
    double n = (double)l->w.k;

    if (!o->t)
        return rv_meta_quantile(NAN, o->level);
    if (o->df == RV_MIXED_DF_CONTAIN) {
        n = 0;
        for (size_t i = 0; i < l->w.k; i++)
            n += i == 0 || l->members[i].group != l->members[i - 1].group;
    }
    return rv_meta_quantile(fmax(1, n - (double)l->w.p), o->level);
}

rv_status rv_mixed_blups(const rv_mixed *mixed, size_t part, rv_mixed_blup *out, size_t *n, rv_error *err)
{
    const rv_mixed_data *d = rv_mixed_of(mixed);
    const rv_mixed_fit *f = rv_mixed_result(mixed);
    levels l = { .part = part < d->parts ? &d->part[part] : NULL };
    const size_t k = f->k, p = f->p;
    size_t first = 0;
    rv_status st = RV_OK;

    *n = 0;
    if (!l.part)
        return rv_fail(err, RV_EINVAL, "random part %zu does not exist; there are %zu", part + 1, d->parts);
    rv_mixed_working(mixed, &l.w);
    l.theta = calloc(f->params + k + k * p + p + 1, sizeof *l.theta);
    l.block = calloc(2 * k + 1, sizeof *l.block);
    l.members = calloc(k + 1, sizeof *l.members);
    if (!l.theta || !l.block || !l.members) {
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    } else {
        for (size_t i = 0; i < f->params; i++)
            l.theta[i] = f->param[i].estimate;
        for (size_t j = 0; j < part; j++)
            first += rv_mixed_part_params(&d->part[j]);
        l.own = l.theta + first;
        l.we = l.theta + f->params;
        l.wx = l.we + k;
        l.xc = l.wx + k * p;
        l.place = l.block + k;
        for (size_t i = 0; i < k; i++)
            l.members[i] = (member){ l.part->group[i], l.part->inner ? l.part->inner[i] : 0, i };
        qsort(l.members, k, sizeof *l.members, by_level);
        weigh(&l);
        l.reach = reach_of(&l, mixed);
        all(&l, out, n);
    }
    free(l.theta);
    free(l.block);
    free(l.members);
    return st;
}
