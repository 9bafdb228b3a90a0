/*
 * Which random parts are kept within cells, and which lie across them: every choice costs about
 *
 *     sum over cells n^3 + sum over cells n t^2 + sum over clusters q^3
 *
 * for cells of n rows that t of the q effects across touch. All choices are tried, as the parts are few.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

enum { TRIED = 5 };   /* parts up to which all choices are tried */

typedef struct {
    const rv_mixed_layout *l;
    const rv_mixed_data   *d;
    size_t *above;                /* [k] sets of rows */
    size_t *first;                /* [groups] */
    size_t *rows;                 /* [k] of a cell, by its first row */
    size_t *effects;              /* [parts n] of each part in each cluster, about */
    size_t *cluster;              /* [k] */
} choice;

/* Cells when the parts in `across` are not within them. */
static void make_cells(choice *c, unsigned across)
{
    const size_t k = c->l->k;
    const rv_blocks *v = c->d->v;

    for (size_t i = 0; i < k; i++)
        c->above[i] = i;
    for (size_t g = 0; v && g < v->n; g++)
        for (size_t i = v->start[g] + 1; i < v->start[g + 1]; i++)
            rv_join(c->above, v->row[v->start[g]], v->row[i]);
    for (size_t j = 0; j < c->d->parts; j++) {
        const rv_mixed_part *p = &c->d->part[j];
        if (across >> j & 1)
            continue;
        memset(c->first, 0, p->groups * sizeof *c->first);
        for (size_t i = 0; i < k; i++) {
            size_t *f = &c->first[p->group[i]];
            if (*f == 0)
                *f = i + 1;
            rv_join(c->above, *f - 1, i);
        }
    }
    for (size_t i = 0; i < k; i++)
        c->above[i] = rv_join_find(c->above, i);
}

static double cost(choice *c, unsigned across)
{
    const size_t n = c->l->n;
    double sum = 0, parts = 0;

    make_cells(c, across);
    memset(c->rows, 0, c->l->k * sizeof *c->rows);
    for (size_t i = 0; i < c->l->k; i++)
        c->rows[c->above[i]]++;
    for (size_t j = 0; j < c->d->parts; j++)
        parts += across >> j & 1;
    for (size_t i = 0; i < n; i++) {
        double q = 0;
        for (size_t j = 0; j < c->d->parts; j++)
            q += across >> j & 1 ? (double)c->effects[j * n + i] : 0;
        sum += 2 * q * q * q + 20 * (q > 0);
    }
    for (size_t i = 0; i < c->l->k; i++) {
        const double m = (double)c->rows[i];
        sum += m * m * m + m * (m * parts) * (m * parts) + (m > 0) * 5;
    }
    return sum;
}

static void count_effects(choice *c)
{
    const size_t n = c->l->n, k = c->l->k;

    for (size_t j = 0; j < c->d->parts; j++) {
        const rv_mixed_part *p = &c->d->part[j];
        memset(c->first, 0, p->groups * sizeof *c->first);
        for (size_t i = 0; i < k; i++) {
            size_t *seen = &c->first[p->group[i]];
            if (*seen < (p->kind == RV_MIXED_INTERCEPT ? 1 : p->inners)) {
                ++*seen;
                c->effects[j * n + c->cluster[i]]++;
            }
        }
    }
}

rv_status rv_mixed_partition(const rv_mixed_layout *l, const rv_mixed_data *d, size_t *cell_of, rv_error *err)
{
    size_t groups = 0;
    unsigned best = 0;
    double least = INFINITY;

    for (size_t j = 0; j < d->parts; j++)
        groups = d->part[j].groups > groups ? d->part[j].groups : groups;
    size_t *room = calloc(groups + 2 * l->k + d->parts * l->n + 1, sizeof *room);
    if (!room)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", l->k);
    choice c = { l, d, cell_of, room, room + groups, room + groups + l->k, room + groups + l->k + d->parts * l->n };
    for (size_t i = 0; i < l->n; i++)
        for (size_t r = l->start[i]; r < l->start[i + 1]; r++)
            c.cluster[l->row[r]] = i;
    count_effects(&c);
    for (unsigned across = 0; d->parts <= TRIED && across < 1u << d->parts; across++) {
        const double now = cost(&c, across);
        if (now < least) {
            least = now;
            best = across;
        }
    }
    /* Too many parts to try: only what the sampling covariances join is a cell. */
    make_cells(&c, d->parts <= TRIED ? best : ~0u);
    free(room);
    return RV_OK;
}
