/* One cluster by its cells; the formulas stand in mixed_cells.c. */
#include <config.h>

#include <string.h>

#include "meta/mixed_cells.h"

/* The cluster under way. */
typedef struct {
    const rv_mixed_layout *l;
    rv_mixed_cells *s;
    rv_mixed_sums  *sums;
    const double   *psi;
    size_t cluster, first, q, c;  /* its number and first position; effects not within cells; columns of [X y] */
    const size_t *from;
    const bool   *within;
} work;

/* A cell: its place in the cluster's rows, and what is kept of it. */
typedef struct { size_t at, n, t; const size_t *touch; double *inverse, *u; } cell;

static cell cell_of(const work *k, size_t b)
{
    const rv_mixed_layout *l = k->l;
    const size_t i = b - l->cell[k->cluster], at = l->cell_start[b];

    return (cell){ at, l->cell_start[b + 1] - at, k->s->touch_at[i + 1] - k->s->touch_at[i], k->s->touch + k->s->touch_at[i],
                   k->s->inverse + (l->s_at[b] - l->s_at[l->cell[k->cluster]]), k->s->u + k->s->u_at[i] };
}

/* The effect of position i in part j, among those not within cells. */
static size_t effect_of(const work *k, size_t j, size_t i)
{
    return k->s->base[j] + k->l->effect[j * k->l->k + i] - k->from[j];
}

static void number_effects(work *k)
{
    const rv_mixed_layout *l = k->l;

    k->q = 0;
    for (size_t j = 0; j < l->parts; j++) {
        k->s->base[j] = k->q;
        for (size_t e = k->from[j]; !k->within[j] && e < k->from[j + 1]; e++, k->q++) {
            const size_t o = k->q;
            k->s->end[o] = k->s->base[j] + l->end[l->at[k->cluster] + e] - k->from[j];
            k->s->begin[o] = e > k->from[j] && k->s->end[o - 1] > o ? k->s->begin[o - 1] : o;
            k->s->mark[o] = 0;
        }
    }
}

static void find_touch(work *k)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    size_t n = 0, u = 0, i = 0;

    for (size_t b = l->cell[k->cluster]; b < l->cell[k->cluster + 1]; b++, i++) {
        s->touch_at[i] = n;
        s->u_at[i] = u;
        for (size_t r = l->cell_start[b]; r < l->cell_start[b + 1]; r++)
            for (size_t j = 0; j < l->parts; j++) {
                const size_t o = k->within[j] ? 0 : effect_of(k, j, r);
                if (k->within[j] || s->mark[o] == i + 1)
                    continue;
                s->mark[o] = i + 1;
                s->touch[n++] = o;
            }
        u += (n - s->touch_at[i]) * (l->cell_start[b + 1] - l->cell_start[b]);
    }
    s->touch_at[i] = n;
    s->u_at[i] = u;
}

/* out[a c] += x' y, x of [n a], y of [n c]. */
static void cross(const double *x, size_t a, const double *y, size_t c, size_t n, double *out)
{
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < a; i++) {
            const double by = x[r * a + i];
            for (size_t j = 0; by != 0 && j < c; j++)
                out[i * c + j] += by * y[r * c + j];
        }
}

/* out[n c] = x y, x of [n a], y of [a c]. */
static void product(const double *x, const double *y, size_t n, size_t a, size_t c, double *out)
{
    memset(out, 0, n * c * sizeof *out);
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < a; r++) {
            const double by = x[i * a + r];
            for (size_t j = 0; by != 0 && j < c; j++)
                out[i * c + j] += by * y[r * c + j];
        }
}

/* sum x_ij y_ji */
static double trace(const double *x, const double *y, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sum += x[i * n + j] * y[j * n + i];
    return sum;
}

/* all[q c] += U'x at the effects of a cell. */
static void scatter(const cell *b, const double *u, const double *x, size_t c, double *all)
{
    for (size_t r = 0; r < b->n; r++)
        for (size_t y = 0; y < b->t; y++)
            for (size_t j = 0; j < c; j++)
                all[b->touch[y] * c + j] += u[r * b->t + y] * x[r * c + j];
}

/* The derivative of V over a cell by parameter i (and j: the second; SIZE_MAX: none) of a part within cells. */
static void derivative(const work *k, const cell *b, size_t part, size_t i, size_t j, double *v)
{
    const rv_mixed_layout *l = k->l;
    const size_t *group = l->group + part * l->k + b->at, *inner = l->inner + part * l->k + b->at;
    const double *own = k->psi + l->first[part];

    for (size_t x = 0; x < b->n; x++)
        for (size_t y = 0; y <= x; y++)
            v[x * b->n + y] = v[y * b->n + x] = group[x] != group[y] ? 0
                                                : j == SIZE_MAX      ? rv_mixed_dg(&l->cov[part], own, i, inner[x], inner[y])
                                                                     : rv_mixed_d2g(&l->cov[part], own, i, j, inner[x], inner[y]);
}

/* D^-1, U, A, U'[X y] and D^-1 [X y] of a cell. */
static bool begin_cell(work *k, cell *b, size_t index)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const double *data = l->xy + b->at * k->c;
    double log_det;

    for (size_t y = 0; y < b->t; y++)
        s->local[b->touch[y]] = y;
    memcpy(s->d, l->s + l->s_at[index], b->n * b->n * sizeof *s->d);
    rv_mixed_fill(l, k->cluster, k->psi, true, b->at, b->n, s->d);
    if (!rv_positive_inverse(s->d, b->n, b->inverse, &log_det))
        return false;
    k->sums->log_det += log_det;
    memset(b->u, 0, b->n * b->t * sizeof *b->u);
    for (size_t j = 0; j < l->parts; j++)
        for (size_t r = 0; !k->within[j] && r < b->n; r++) {
            const size_t y = s->local[effect_of(k, j, b->at + r)];
            for (size_t x = 0; x < b->n; x++)
                b->u[x * b->t + y] += b->inverse[x * b->n + r];
        }
    for (size_t j = 0; j < l->parts; j++)
        for (size_t r = 0; !k->within[j] && r < b->n; r++)
            for (size_t y = 0; y < b->t; y++)
                s->a[effect_of(k, j, b->at + r) * k->q + b->touch[y]] += b->u[r * b->t + y];
    scatter(b, b->u, data, k->c, s->ua);
    product(b->inverse, data, b->n, b->n, k->c, s->n + (b->at - k->first) * k->c);
    return true;
}

/* What parameters of parts within cells bring: traces with D^-1, B_i and C_ij. */
static void bend_cell(work *k, const cell *b)
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

/* L of the effects' covariance, group by group; a variance of 0 leaves zeros. False where it is none (CS with a correlation below what
   the levels can have). */
static bool factor_effects(work *k)
{
    const rv_mixed_layout *l = k->l;
    const size_t q = k->q;
    double *f = k->s->l;

    memset(f, 0, q * q * sizeof *f);
    for (size_t j = 0; j < l->parts; j++) {
        const size_t *level = l->level + l->at[k->cluster] + k->from[j];
        for (size_t e = 0; !k->within[j] && e < k->from[j + 1] - k->from[j]; e++) {
            const size_t o = k->s->base[j] + e;
            for (size_t b = k->s->begin[o]; b <= o; b++) {
                double g = rv_mixed_g(&l->cov[j], k->psi + l->first[j], level[e], level[b - k->s->base[j]]);
                const double whole = g;
                for (size_t t = k->s->begin[o]; t < b; t++)
                    g -= f[o * q + t] * f[b * q + t];
                if (b == o && g < -1e-12 * whole)
                    return false;
                if (b == o)
                    f[o * q + o] = g > 1e-14 * whole ? sqrt(g) : 0;
                else
                    f[o * q + b] = f[b * q + b] > 0 ? g / f[b * q + b] : 0;
            }
        }
    }
    return true;
}

/* K, and ln det (1 + L'A L). */
static bool weigh_effects(work *k)
{
    rv_mixed_cells *s = k->s;
    const size_t q = k->q;
    double log_det;

    if (!factor_effects(k))
        return false;
    memset(s->room, 0, q * q * sizeof *s->room);
    for (size_t x = 0; x < q; x++)       /* A L */
        for (size_t b = 0; b < q; b++)
            for (size_t o = b; o < s->end[b]; o++)
                s->room[x * q + b] += s->a[x * q + o] * s->l[o * q + b];
    for (size_t x = 0; x < q; x++)       /* 1 + L'A L */
        for (size_t b = 0; b < q; b++) {
            s->t[x * q + b] = x == b;
            for (size_t o = x; o < s->end[x]; o++)
                s->t[x * q + b] += s->l[o * q + x] * s->room[o * q + b];
        }
    if (!rv_positive_inverse(s->t, q, s->ti, &log_det))
        return false;
    k->sums->log_det += log_det;
    for (size_t x = 0; x < q; x++)       /* L ti */
        for (size_t b = 0; b < q; b++) {
            s->room[x * q + b] = 0;
            for (size_t o = s->begin[x]; o <= x; o++)
                s->room[x * q + b] += s->l[x * q + o] * s->ti[o * q + b];
        }
    for (size_t x = 0; x < q; x++)
        for (size_t b = 0; b < q; b++) {
            s->k[x * q + b] = 0;
            for (size_t o = s->begin[b]; o <= b; o++)
                s->k[x * q + b] += s->room[x * q + o] * s->l[b * q + o];
        }
    return true;
}

/* x[m c] -= U y, y of [q c]. */
static void take_effects(const work *k, const double *y, double *x)
{
    for (size_t i = k->l->cell[k->cluster]; i < k->l->cell[k->cluster + 1]; i++) {
        const cell b = cell_of(k, i);
        for (size_t r = 0; r < b.n; r++)
            for (size_t t = 0; t < b.t; t++)
                for (size_t j = 0; j < k->c; j++)
                    x[(b.at - k->first + r) * k->c + j] -= b.u[r * b.t + t] * y[b.touch[t] * k->c + j];
    }
}

/* W x into wp; x of [m c]. Uses ua and kua. */
static void weigh_columns(work *k, const double *x)
{
    rv_mixed_cells *s = k->s;

    memset(s->ua, 0, k->q * k->c * sizeof *s->ua);
    for (size_t i = k->l->cell[k->cluster]; i < k->l->cell[k->cluster + 1]; i++) {
        const cell b = cell_of(k, i);
        const size_t at = (b.at - k->first) * k->c;
        scatter(&b, b.u, x + at, k->c, s->ua);
        product(b.inverse, x + at, b.n, b.n, k->c, s->wp + at);
    }
    product(s->k, s->ua, k->q, k->q, k->c, s->kua);
    take_effects(k, s->kua, s->wp);
}

/* V_i W A of each parameter, and the sums of f. z = Z'WA in ua. */
static void push_columns(work *k, size_t m)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const size_t c = k->c;

    for (size_t part = 0; part < l->parts; part++)
        for (size_t i = l->first[part]; i < l->first[part + 1]; i++) {
            for (size_t n = l->cell[k->cluster]; k->within[part] && n < l->cell[k->cluster + 1]; n++) {
                const cell b = cell_of(k, n);
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
static void traces(work *k)
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
static void bent_within(work *k, size_t part, size_t i, size_t j)
{
    const rv_mixed_layout *l = k->l;
    rv_mixed_cells *s = k->s;
    const size_t c = k->c, pair = rv_mixed_pair(l->params, l->first[part] + i, l->first[part] + j);

    for (size_t n = l->cell[k->cluster]; n < l->cell[k->cluster + 1]; n++) {
        const cell b = cell_of(k, n);
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
static void bent_across(work *k, size_t part, size_t i, size_t j)
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

static void bends(work *k)
{
    const rv_mixed_layout *l = k->l;

    for (size_t part = 0; part < l->parts; part++)
        for (size_t i = 0; !rv_mixed_linear(&l->cov[part]) && i < l->cov[part].params; i++)
            for (size_t j = i; j < l->cov[part].params; j++)
                (k->within[part] ? bent_within : bent_across)(k, part, i, j);
}

static void slopes_of(work *k, size_t m)
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

/* Everything of the cells, and K. False where V is not positive definite. */
static bool begin(work *k, const rv_mixed_layout *l, size_t cluster, const double *psi, bool slopes, rv_mixed_cells *s,
                  rv_mixed_sums *sums)
{
    const size_t n = l->params;

    *k = (work){ .l = l, .s = s, .sums = sums, .psi = psi, .cluster = cluster, .first = l->start[cluster], .c = l->p + 1,
                 .from = l->from + cluster * (l->parts + 1), .within = l->within + cluster * l->parts };
    number_effects(k);
    find_touch(k);
    memset(s->a, 0, k->q * k->q * sizeof *s->a);
    memset(s->ua, 0, k->q * k->c * sizeof *s->ua);
    for (size_t i = 0; slopes && i < n; i++)
        memset(s->b[i], 0, k->q * k->q * sizeof *s->b[i]);
    for (size_t i = 0; slopes && i < n * (n + 1) / 2; i++)
        memset(s->c[i], 0, k->q * k->q * sizeof *s->c[i]);
    for (size_t b = l->cell[cluster]; b < l->cell[cluster + 1]; b++) {
        cell at = cell_of(k, b);
        if (!begin_cell(k, &at, b))
            return false;
        if (slopes)
            bend_cell(k, &at);
    }
    return weigh_effects(k);
}

rv_status rv_mixed_add_cells(const rv_mixed_layout *l, size_t cluster, const double *psi, bool slopes, rv_mixed_cells *s,
                             rv_mixed_sums *sums, rv_error *err)
{
    const size_t m = l->start[cluster + 1] - l->start[cluster];
    work k;

    if (!begin(&k, l, cluster, psi, slopes, s, sums))
        return rv_fail(err, RV_EDOMAIN, "the covariance of the %zu effects around effect %zu is not positive definite", m,
                       l->row[k.first] + 1);
    product(s->k, s->ua, k.q, k.q, k.c, s->kua);
    take_effects(&k, s->kua, s->n);
    cross(l->xy + k.first * k.c, k.c, s->n, k.c, m, sums->gram);
    if (slopes)
        slopes_of(&k, m);
    return RV_OK;
}

/* Rows of D^-1 of a cell less u K u' with every other cell. */
static void inverse_rows(const work *k, size_t index, size_t m, double *w)
{
    const rv_mixed_layout *l = k->l;
    const cell b = cell_of(k, index);
    const size_t q = k->q;

    for (size_t r = 0; r < b.n; r++) {
        double *uk = k->s->room, *row = w + (b.at - k->first + r) * m;
        memset(uk, 0, q * sizeof *uk);
        for (size_t y = 0; y < b.t; y++)
            for (size_t x = 0; x < q; x++)
                uk[x] += b.u[r * b.t + y] * k->s->k[b.touch[y] * q + x];
        for (size_t i = l->cell[k->cluster]; i < l->cell[k->cluster + 1]; i++) {
            const cell o = cell_of(k, i);
            for (size_t x = 0; x < o.n; x++) {
                double sum = i == index ? b.inverse[r * b.n + x] : 0;
                for (size_t y = 0; y < o.t; y++)
                    sum -= uk[o.touch[y]] * o.u[x * o.t + y];
                row[o.at - k->first + x] = sum;
            }
        }
    }
}

bool rv_mixed_inverse_cells(const rv_mixed_layout *l, size_t cluster, const double *psi, rv_mixed_cells *s, double *w)
{
    const size_t m = l->start[cluster + 1] - l->start[cluster];
    rv_mixed_sums none = { .n = 0 };
    work k;

    if (!begin(&k, l, cluster, psi, false, s, &none))
        return false;
    for (size_t b = l->cell[cluster]; b < l->cell[cluster + 1]; b++)
        inverse_rows(&k, b, m, w);
    return true;
}
