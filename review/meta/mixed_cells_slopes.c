/* Derivatives of what one cluster adds by its cells; the formulas stand in mixed_cells.c. */
#include <config.h>

#include <string.h>

#include "meta/mixed_cells.h"

/* What parameters of parts within cells bring: traces with D^-1, B_i and C_ij. */
void rv_mixed_cell_slopes(cell_work *k, const work_cell *b)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const size_t n = l->params, nn = s->widest * s->widest, nt = s->widest * s->q, q = k->q;

    for (size_t part = 0; part < l->parts; part++)
        for (size_t i = l->first[part]; k->within[part] && i < l->first[part + 1]; i++) {
            double *v = s->v + i * nn, *dv = s->dv + i * nn, *vu = s->vu + i * nt;
            derivative(k, b, part, i - l->first[part], SIZE_MAX, v);
            product(b->inverse, v, b->n, b->n, b->n, dv);
            product(v, b->u, b->n, b->n, b->t, vu);
            product(b->inverse, vu, b->n, b->n, b->t, s->dvu + i * nt);
            for (size_t x = 0; x < b->n; x++)
                k->sums->t1[i] += dv[x * b->n + x];
            for (size_t r = 0; r < b->n; r++)
                for (size_t x = 0; x < b->t; x++)
                    for (size_t y = 0; y < b->t; y++)
                        s->b[i][b->touch[x] * q + b->touch[y]] += b->u[r * b->t + x] * vu[r * b->t + y];
        }
    for (size_t a = 0; a < l->parts; a++)
        for (size_t i = l->first[a]; k->within[a] && i < l->first[a + 1]; i++)
            for (size_t e = a; e < l->parts; e++)
                for (size_t j = e == a ? i : l->first[e]; k->within[e] && j < l->first[e + 1]; j++) {
                    const size_t pair = rv_mixed_pair(n, i, j);
                    const double *vu = s->vu + i * nt, *dvu = s->dvu + j * nt;
                    k->sums->t2[pair] += trace(s->dv + i * nn, s->dv + j * nn, b->n);
                    for (size_t r = 0; r < b->n; r++)
                        for (size_t x = 0; x < b->t; x++)
                            for (size_t y = 0; y < b->t; y++)
                                s->c[pair][b->touch[x] * q + b->touch[y]] += vu[r * b->t + x] * dvu[r * b->t + y];
                }
}

/* W x into wp; x of [m c]. Uses ua and kua. */
static void weigh_columns(cell_work *k, const double *x)
{
    rv_mixed_cells *s = k->s;

    memset(s->ua, 0, k->q * k->c * sizeof *s->ua);
    for (size_t i = k->l->cell[k->cluster]; i < k->l->cell[k->cluster + 1]; i++) {
        const work_cell b = cell_of(k, i);
        const size_t at = (b.at - k->first) * k->c;
        scatter(&b, b.u, x + at, k->c, s->ua);
        product(b.inverse, x + at, b.n, b.n, k->c, s->wp + at);
    }
    product(s->k, s->ua, k->q, k->q, k->c, s->kua);
    rv_mixed_take_effects(k, s->kua, s->wp);
}

/* V_i W A of each parameter, and the sums of f. z = Z'WA in ua. */
static void push_columns(cell_work *k, size_t m)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const size_t c = k->c;

    for (size_t part = 0; part < l->parts; part++)
        for (size_t i = l->first[part]; i < l->first[part + 1]; i++) {
            for (size_t n = l->cell[k->cluster]; k->within[part] && n < l->cell[k->cluster + 1]; n++) {
                const work_cell b = cell_of(k, n);
                derivative(k, &b, part, i - l->first[part], SIZE_MAX, s->v);
                product(s->v, s->n + (b.at - k->first) * c, b.n, b.n, c, s->p[i] + (b.at - k->first) * c);
            }
            if (!k->within[part]) {
                const size_t *level = l->level + l->at[k->cluster] + k->from[part], base = s->base[part];
                memset(s->kua, 0, k->q * c * sizeof *s->kua);
                for (size_t x = base; x < base + k->from[part + 1] - k->from[part]; x++)
                    for (size_t y = s->begin[x]; y < s->end[x]; y++) {
                        const double g = rv_mixed_dg(&l->cov[part], k->psi + l->first[part], i - l->first[part], level[x - base],
                                                     level[y - base]);
                        for (size_t j = 0; g != 0 && j < c; j++)
                            s->kua[x * c + j] += g * s->ua[y * c + j];
                    }
                for (size_t r = 0; r < m; r++)
                    memcpy(s->p[i] + r * c, s->kua + effect_of(k, part, k->first + r) * c, c * sizeof *s->kua);
            }
            cross(s->n, c, s->p[i], c, m, k->sums->f + i * c * c);
        }
}

/* Traces with K, and with Z'WZ for the parts that are not within cells. */
static void traces(cell_work *k)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const size_t q = k->q, n = l->params;

    product(s->a, s->k, q, q, q, s->ak);
    product(s->ak, s->a, q, q, q, s->m);
    for (size_t i = 0; i < q * q; i++)
        s->m[i] = s->a[i] - s->m[i];
    for (size_t part = 0; part < l->parts; part++)
        for (size_t i = l->first[part]; i < l->first[part + 1]; i++) {
            if (k->within[part]) {
                product(s->k, s->b[i], q, q, q, s->kb[i]);
                for (size_t x = 0; x < q; x++)
                    k->sums->t1[i] -= s->kb[i][x * q + x];
                continue;
            }
            const size_t *level = l->level + l->at[k->cluster] + k->from[part], base = s->base[part];
            memset(s->mg[i], 0, q * q * sizeof *s->mg[i]);
            for (size_t y = base; y < base + k->from[part + 1] - k->from[part]; y++)
                for (size_t x = s->begin[y]; x < s->end[y]; x++) {
                    const double g = rv_mixed_dg(&l->cov[part], k->psi + l->first[part], i - l->first[part], level[x - base],
                                                 level[y - base]);
                    for (size_t r = 0; g != 0 && r < q; r++)
                        s->mg[i][r * q + y] += s->m[r * q + x] * g;
                }
            for (size_t x = 0; x < q; x++)
                k->sums->t1[i] += s->mg[i][x * q + x];
        }
    for (size_t a = 0; a < l->parts; a++)
        for (size_t i = l->first[a]; i < l->first[a + 1]; i++) {
            if (k->within[a]) {            /* Z'W V_i W Z = (1 - A K) B_i (1 - K A) into room */
                product(s->ak, s->b[i], q, q, q, s->t);
                for (size_t x = 0; x < q * q; x++)
                    s->t[x] = s->b[i][x] - s->t[x];
                for (size_t x = 0; x < q; x++)
                    for (size_t y = 0; y < q; y++) {
                        double sum = s->t[x * q + y];
                        for (size_t r = 0; r < q; r++)
                            sum -= s->t[x * q + r] * s->ak[y * q + r];
                        s->room[x * q + y] = sum;
                    }
            }
            for (size_t b = 0; b < l->parts; b++)
                for (size_t j = l->first[b]; j < l->first[b + 1]; j++) {
                    double *t2 = &k->sums->t2[i <= j ? rv_mixed_pair(n, i, j) : rv_mixed_pair(n, j, i)];
                    if (!k->within[a] && !k->within[b] && i <= j)
                        *t2 += trace(s->mg[i], s->mg[j], q);
                    if (k->within[a] && k->within[b] && i <= j)
                        *t2 += trace(s->kb[i], s->kb[j], q) - 2 * trace(s->k, s->c[rv_mixed_pair(n, i, j)], q);
                    if (!k->within[a] || k->within[b])
                        continue;
                    const size_t *level = l->level + l->at[k->cluster] + k->from[b], base = s->base[b];
                    for (size_t x = base; x < base + k->from[b + 1] - k->from[b]; x++)
                        for (size_t y = s->begin[x]; y < s->end[x]; y++)
                            *t2 += s->room[x * q + y] * rv_mixed_dg(&l->cov[b], k->psi + l->first[b], j - l->first[b], level[x - base],
                                                                    level[y - base]);
                }
        }
}

/* Second derivatives of a part within cells. */
static void bent_within(cell_work *k, size_t part, size_t i, size_t j)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const size_t c = k->c, pair = rv_mixed_pair(l->params, l->first[part] + i, l->first[part] + j);

    for (size_t n = l->cell[k->cluster]; n < l->cell[k->cluster + 1]; n++) {
        const work_cell b = cell_of(k, n);
        const double *rows = s->n + (b.at - k->first) * c;
        derivative(k, &b, part, i, j, s->v);
        product(s->v, b.u, b.n, b.n, b.t, s->vu);
        k->sums->t12[pair] += trace(b.inverse, s->v, b.n);
        for (size_t r = 0; r < b.n; r++)
            for (size_t x = 0; x < b.t; x++)
                for (size_t y = 0; y < b.t; y++)
                    k->sums->t12[pair] -= s->k[b.touch[x] * k->q + b.touch[y]] * b.u[r * b.t + x] * s->vu[r * b.t + y];
        for (size_t x = 0; x < b.n; x++)
            for (size_t y = 0; y < b.n; y++)
                for (size_t e = 0; s->v[x * b.n + y] != 0 && e < c * c; e++)
                    k->sums->f2[pair * c * c + e] += rows[x * c + e / c] * s->v[x * b.n + y] * rows[y * c + e % c];
    }
}

/* And of another part, with z = Z'WA in ua. */
static void bent_across(cell_work *k, size_t part, size_t i, size_t j)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const size_t c = k->c, pair = rv_mixed_pair(l->params, l->first[part] + i, l->first[part] + j), base = s->base[part],
                 *level = l->level + l->at[k->cluster] + k->from[part];

    for (size_t x = base; x < base + k->from[part + 1] - k->from[part]; x++)
        for (size_t y = s->begin[x]; y < s->end[x]; y++) {
            const double g = rv_mixed_d2g(&l->cov[part], k->psi + l->first[part], i, j, level[x - base], level[y - base]);
            if (g == 0)
                continue;
            k->sums->t12[pair] += s->m[x * k->q + y] * g;
            for (size_t e = 0; e < c * c; e++)
                k->sums->f2[pair * c * c + e] += s->ua[x * c + e / c] * g * s->ua[y * c + e % c];
        }
}

static void bends(cell_work *k)
{
    const rv_mixed_layout *l = k->l;

    for (size_t part = 0; part < l->parts; part++)
        for (size_t i = 0; !rv_mixed_linear(&l->cov[part]) && i < l->cov[part].params; i++)
            for (size_t j = i; j < l->cov[part].params; j++)
                (k->within[part] ? bent_within : bent_across)(k, part, i, j);
}

void rv_mixed_cells_slopes(cell_work *k, size_t m)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const size_t n = l->params, c = k->c;

    traces(k);
    memset(s->ua, 0, k->q * c * sizeof *s->ua);
    for (size_t j = 0; j < l->parts; j++)
        for (size_t r = 0; !k->within[j] && r < m; r++)
            for (size_t e = 0; e < c; e++)
                s->ua[effect_of(k, j, k->first + r) * c + e] += s->n[r * c + e];
    push_columns(k, m);
    bends(k);
    for (size_t j = 0; j < n; j++) {
        weigh_columns(k, s->p[j]);
        for (size_t i = 0; i <= j; i++)
            cross(s->p[i], c, s->wp, c, m, k->sums->e + rv_mixed_pair(n, i, j) * c * c);
    }
}
