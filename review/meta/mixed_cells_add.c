/* One cluster by its cells; the formulas stand in mixed_cells.c. */
#include <config.h>

#include <string.h>

#include "meta/mixed_cells.h"

static void number_effects(cell_work *k)
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

static void find_touch(cell_work *k)
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

/* D^-1, U, A, U'[X y] and D^-1 [X y] of a cell. */
static bool begin_cell(cell_work *k, work_cell *b, size_t index)
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

/* L of the effects' covariance, group by group; a variance of 0 leaves zeros. False where it is none (CS with a correlation below what
   the levels can have). */
static bool factor_effects(cell_work *k)
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
static bool weigh_effects(cell_work *k)
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
void rv_mixed_take_effects(const cell_work *k, const double *y, double *x)
{
    for (size_t i = k->l->cell[k->cluster]; i < k->l->cell[k->cluster + 1]; i++) {
        const work_cell b = cell_of(k, i);
        for (size_t r = 0; r < b.n; r++)
            for (size_t t = 0; t < b.t; t++)
                for (size_t j = 0; j < k->c; j++)
                    x[(b.at - k->first + r) * k->c + j] -= b.u[r * b.t + t] * y[b.touch[t] * k->c + j];
    }
}

/* Everything of the cells, and K. False where V is not positive definite. */
static bool begin(cell_work *k, const rv_mixed_layout *l, size_t cluster, const double *psi, bool slopes, rv_mixed_cells *s,
                  rv_mixed_sums *sums)
{
    const size_t n = l->params;

    *k = (cell_work){ .l = l, .s = s, .sums = sums, .psi = psi, .cluster = cluster, .first = l->start[cluster], .c = l->p + 1,
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
        work_cell at = cell_of(k, b);
        if (!begin_cell(k, &at, b))
            return false;
        if (slopes)
            rv_mixed_cell_slopes(k, &at);
    }
    return weigh_effects(k);
}

rv_status rv_mixed_add_cells(const rv_mixed_layout *l, size_t cluster, const double *psi, bool slopes, rv_mixed_cells *s,
                             rv_mixed_sums *sums, rv_error *err)
{
    const size_t m = l->start[cluster + 1] - l->start[cluster];
    cell_work k;

    if (!begin(&k, l, cluster, psi, slopes, s, sums))
        return rv_fail(err, RV_EDOMAIN, "the covariance of the %zu effects around effect %zu is not positive definite", m,
                       l->row[k.first] + 1);
    product(s->k, s->ua, k.q, k.q, k.c, s->kua);
    rv_mixed_take_effects(&k, s->kua, s->n);
    cross(l->xy + k.first * k.c, k.c, s->n, k.c, m, sums->gram);
    if (slopes)
        rv_mixed_cells_slopes(&k, m);
    return RV_OK;
}

/* Rows of D^-1 of a cell less u K u' with every other cell. */
static void inverse_rows(const cell_work *k, size_t index, size_t m, double *w)
{
    const rv_mixed_layout *l = k->l;
    const work_cell b = cell_of(k, index);
    const size_t q = k->q;

    for (size_t r = 0; r < b.n; r++) {
        double *uk = k->s->room, *row = w + (b.at - k->first + r) * m;
        memset(uk, 0, q * sizeof *uk);
        for (size_t y = 0; y < b.t; y++)
            for (size_t x = 0; x < q; x++)
                uk[x] += b.u[r * b.t + y] * k->s->k[b.touch[y] * q + x];
        for (size_t i = l->cell[k->cluster]; i < l->cell[k->cluster + 1]; i++) {
            const work_cell o = cell_of(k, i);
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
    cell_work k;

    if (!begin(&k, l, cluster, psi, false, s, &none))
        return false;
    for (size_t b = l->cell[cluster]; b < l->cell[cluster + 1]; b++)
        inverse_rows(&k, b, m, w);
    return true;
}
