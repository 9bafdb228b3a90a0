/* Parameters of which the data say nothing: they are taken as 0 and left out of the search. */
#include <config.h>

#include <stdlib.h>

#include "meta/mixed.h"

static void leave_out(rv_mixed *m, size_t i)
{
    m->param[i].identified = false;
    m->lo[i] = m->hi[i] = m->psi[i] = 0;
}

/* A level's variance goes, and with it what rests on it. */
static void leave_level_out(rv_mixed *m, size_t part, size_t level)
{
    const rv_mixed_cov *c = &m->layout.cov[part];
    const size_t first = m->layout.first[part];

    for (size_t i = 0; i < c->params; i++) {
        rv_mixed_param *p = &m->param[first + i];
        if (p->i != level && p->j != level)
            continue;
        if (c->kind == RV_MIXED_UN || !p->correlation)
            p->identified = p->fixed;
        if (c->kind != RV_MIXED_UN && !p->correlation && !p->fixed)
            leave_out(m, first + i);
    }
    for (size_t a = 0, i = 0; c->kind == RV_MIXED_UN && !c->pairs && a < c->n; a++)   /* row and column of the factor */
        for (size_t b = 0; b <= a; b++, i++)
            if (a == level || b == level)
                m->lo[first + i] = m->hi[first + i] = m->psi[first + i] = 0;
}

/* Rows of each level, and for each pair of levels (n n) how often they meet in a group. */
static rv_status count_levels(const rv_mixed *m, size_t part, size_t *rows, size_t *pairs)
{
    const rv_mixed_layout *l = &m->layout;
    const size_t n = l->cov[part].n, *inner = l->inner + part * l->k;

    for (size_t i = 0; i < l->k; i++)
        rows[inner[i]]++;
    for (size_t c = 0; pairs && c < l->n; c++)
        for (size_t lo = l->from[c * (l->parts + 1) + part]; lo < l->from[c * (l->parts + 1) + part + 1];
             lo = l->end[l->at[c] + lo])
            for (size_t a = lo; a < l->end[l->at[c] + lo]; a++)
                for (size_t b = lo; b < l->end[l->at[c] + lo]; b++)
                    pairs[l->level[l->at[c] + a] * n + l->level[l->at[c] + b]]++;
    return RV_OK;
}

/* What can be seen without a look: a factor of one level, an inner level with one effect, levels that never meet. */
rv_status rv_mixed_leave_out_by_count(rv_mixed *m, size_t part, rv_error *err)
{
    const rv_mixed_cov *c = &m->layout.cov[part];
    const size_t first = m->layout.first[part];
    const bool un = c->kind == RV_MIXED_UN, each = un || rv_mixed_cov_params(c->kind, 2) >= 2 + (c->kind != RV_MIXED_DIAG);
    size_t *rows = calloc(c->n + 1, sizeof *rows), *pairs = un ? calloc(c->n * c->n + 1, sizeof *pairs) : NULL;

    if (!rows || (un && !pairs)) {
        free(rows);
        free(pairs);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu levels", c->n);
    }
    count_levels(m, part, rows, pairs);
    if (c->kind == RV_MIXED_INTERCEPT && m->data.part[part].groups == 1 && !m->param[first].fixed)
        leave_out(m, first);
    for (size_t a = 0; each && a < c->n; a++)
        if (rows[a] < 2)
            leave_level_out(m, part, a);
    for (size_t i = first; i < first + c->params; i++) {
        rv_mixed_param *p = &m->param[i];
        if (!p->correlation || p->fixed)
            continue;
        if (un ? pairs[p->i * c->n + p->j] == 0 : c->most < 2) {
            p->identified = false;
            if (!un || c->pairs)
                leave_out(m, i);
        }
    }
    free(rows);
    free(pairs);
    return RV_OK;
}

/* Restricted likelihood: what the coefficients take away whole, tr(P V_i P V_i) = 0. At a point inside. */
rv_status rv_mixed_leave_out_by_look(rv_mixed *m, rv_error *err)
{
    rv_mixed_likelihood *l = &m->likelihood;
    const size_t n = m->layout.params;
    double value, *g = calloc(n + n * n + 1, sizeof *g);
    rv_status st = g ? rv_mixed_look(m->psi, &value, g, g + n, m->information, l, err) : RV_ENOMEM;

    for (size_t part = 0; st == RV_OK && part < m->layout.parts; part++) {
        const rv_mixed_cov *c = &m->layout.cov[part];
        for (size_t i = m->layout.first[part]; i < m->layout.first[part + 1]; i++) {
            rv_mixed_param *p = &m->param[i];
            size_t at = i;
            if (c->kind == RV_MIXED_UN && !c->pairs) {   /* a variance of UN is seen by its own entry of the factor */
                if (p->correlation)
                    continue;
                at = m->layout.first[part] + p->i * (p->i + 1) / 2 + p->i;
            }
            if (m->lo[at] == m->hi[at] || !p->identified)
                continue;
            if (m->information[at * n + at] > 1e-9 * l->sums.t2[rv_mixed_pair(n, at, at)])
                continue;
            if (c->kind != RV_MIXED_INTERCEPT && !p->correlation && (c->kind == RV_MIXED_UN || c->params >= c->n))
                leave_level_out(m, part, p->i);
            else
                leave_out(m, i);
        }
    }
    free(g);
    return st == RV_ENOMEM ? rv_fail(err, st, "out of memory") : st;
}
