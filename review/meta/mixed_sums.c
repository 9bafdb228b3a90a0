/*
 * What one cluster adds to the likelihood and its slopes. With u the random effects of the cluster, Z'WZ and Z'WA hold all that the
 * derivatives need, as V_i = Z G_i Z':
 *
 *     tr(W V_i) = tr(Z'WZ G_i)        tr(W V_i W V_j) = tr(Z'WZ G_i Z'WZ G_j)        A'W V_i W A = (Z'WA)' G_i (Z'WA)
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

struct rv_mixed_space {
    double *v, *w;                /* [m m] */
    double *wa;                   /* [m c] W A */
    double *z;                    /* [q c] Z'WA */
    double *zz;                   /* [q q] Z'WZ */
    double *g;                    /* [effects of a part squared] one derivative, group by group */
    double **h;                   /* [params] G_i Z'WA of its part */
    double **t;                   /* [params] Z'WZ G_i, columns of its part */
    double *room, *more;
};

void rv_mixed_space_free(rv_mixed_space *s)
{
    if (!s)
        return;
    free(s->h);
    free(s->t);
    free(s->room);
    free(s->more);
    free(s);
}

rv_status rv_mixed_space_new(rv_mixed_space **out, const rv_mixed_layout *l, rv_error *err)
{
    const size_t c = l->p + 1, n = l->params;
    size_t m = 0, q = 0;
    rv_mixed_space *s = calloc(1, sizeof *s);
    double *at;

    *out = s;
    for (size_t i = 0; i < l->n; i++)
        if (!l->sparse[i] || l->start[i + 1] - l->start[i] <= RV_MIXED_MODERATE) {
            const size_t rows = l->start[i + 1] - l->start[i], effects = l->at[i + 1] - l->at[i];
            m = rows > m ? rows : m;
            q = effects > q ? effects : q;
        }
    if (s) {
        s->h = calloc(n + 1, sizeof *s->h);
        s->t = calloc(n + 1, sizeof *s->t);
        s->room = at = calloc(2 * m * m + m * c + q * c + q * q + 1, sizeof *at);
        s->more = calloc(n * (m * c + q * m) + 1, sizeof *at);
    }
    if (!s || !s->h || !s->t || !s->room || !s->more) {
        rv_mixed_space_free(s);
        *out = NULL;
        return rv_fail(err, RV_ENOMEM, "out of memory for a cluster of %zu effects", m);
    }
    s->v = at, at += m * m;
    s->w = at, at += m * m;
    s->wa = at, at += m * c;
    s->z = at, at += q * c;
    s->zz = at;
    at = s->more;
    for (size_t i = 0; i < n; i++) {   /* a part has at most as many effects in a cluster as there are rows */
        s->h[i] = at, at += m * c;
        s->t[i] = at, at += q * m;
    }
    return RV_OK;
}

/* S of the cells that lie in these positions. */
static void fill_sampling(const rv_mixed_layout *l, size_t c, size_t first, size_t m, double *v)
{
    memset(v, 0, m * m * sizeof *v);
    for (size_t b = l->cell[c]; b < l->cell[c + 1]; b++) {
        const size_t at = l->cell_start[b], n = l->cell_start[b + 1] - at;
        if (at < first || at >= first + m)
            continue;
        for (size_t i = 0; i < n; i++)
            memcpy(v + (at - first + i) * m + at - first, l->s + l->s_at[b] + i * n, n * sizeof *v);
    }
}

void rv_mixed_fill(const rv_mixed_layout *l, size_t c, const double *psi, bool within, size_t first, size_t m, double *v)
{
    for (size_t j = 0; j < l->parts; j++) {
        const size_t *group = l->group + j * l->k + first, *inner = l->inner + j * l->k + first;
        const double *own = psi + l->first[j];
        const bool plain = l->cov[j].kind == RV_MIXED_INTERCEPT;
        if (within && !l->within[c * l->parts + j])
            continue;
        for (size_t a = 0; a < m; a++)
            for (size_t b = a; b < m; b++)
                if (group[a] == group[b])
                    v[a * m + b] += plain ? own[0] : rv_mixed_g(&l->cov[j], own, inner[a], inner[b]);
    }
    for (size_t a = 0; a < m; a++)
        for (size_t b = 0; b < a; b++)
            v[a * m + b] = v[b * m + a];
}

void rv_mixed_covariance(const rv_mixed_layout *l, size_t c, const double *psi, double *v)
{
    const size_t first = l->start[c], m = l->start[c + 1] - first;

    fill_sampling(l, c, first, m, v);
    rv_mixed_fill(l, c, psi, false, first, m, v);
}

/* out[c c] += a' b, a and b of n rows. */
static void cross(const double *a, const double *b, size_t n, size_t c, double *out)
{
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < c; i++) {
            const double x = a[r * c + i];
            for (size_t j = 0; j < c; j++)
                out[i * c + j] += x * b[r * c + j];
        }
}

/* W A, and A'WA into the sums. */
static void weigh(const rv_mixed_layout *l, const double *a, size_t m, rv_mixed_space *s, rv_mixed_sums *sums)
{
    const size_t c = l->p + 1;

    memset(s->wa, 0, m * c * sizeof *s->wa);
    for (size_t i = 0; i < m; i++)
        for (size_t r = 0; r < m; r++)
            for (size_t j = 0; j < c; j++)
                s->wa[i * c + j] += s->w[i * m + r] * a[r * c + j];
    cross(a, s->wa, m, c, sums->gram);
}

/* Z'WA and Z'WZ: rows and columns of W added up by level. */
static void gather(const rv_mixed_layout *l, size_t cluster, size_t m, size_t q, rv_mixed_space *s)
{
    const size_t c = l->p + 1, first = l->start[cluster];

    memset(s->z, 0, q * c * sizeof *s->z);
    memset(s->zz, 0, q * q * sizeof *s->zz);
    for (size_t j = 0; j < l->parts; j++) {
        const size_t *effect = l->effect + j * l->k + first;
        for (size_t a = 0; a < m; a++) {
            for (size_t i = 0; i < c; i++)
                s->z[effect[a] * c + i] += s->wa[a * c + i];
            for (size_t i = 0; i <= j; i++) {
                const size_t *other = l->effect + i * l->k + first;
                double *row = s->zz + effect[a] * q;
                for (size_t b = 0; b < m; b++)
                    row[other[b]] += s->w[a * m + b];
            }
        }
    }
    for (size_t a = 0; a < q; a++)   /* of two parts only one side was added up */
        for (size_t b = 0; b < a; b++)
            s->zz[b * q + a] = s->zz[a * q + b];
}

/* Effects of the groups of a part, one after the other: from *lo to before *hi. Starts with *hi the first effect. */
static bool next_group(const rv_mixed_layout *l, size_t cluster, size_t last, size_t *lo, size_t *hi)
{
    *lo = *hi;
    if (*lo == last)
        return false;
    *hi = l->end[l->at[cluster] + *lo];
    return true;
}

/* H = G_i Z'WA and T = Z'WZ G_i for parameter i of part j; the sums of first derivatives. */
static void first_slopes(const rv_mixed_layout *l, size_t cluster, size_t j, size_t i, size_t q, const double *psi, rv_mixed_space *s,
                         rv_mixed_sums *sums)
{
    const size_t c = l->p + 1, *from = l->from + cluster * (l->parts + 1), begin = from[j], n = from[j + 1] - begin,
                 which = l->first[j] + i, *level = l->level + l->at[cluster];
    double *h = s->h[which], *t = s->t[which];
    size_t lo, hi = begin;

    memset(h, 0, n * c * sizeof *h);
    memset(t, 0, q * n * sizeof *t);
    while (next_group(l, cluster, begin + n, &lo, &hi))
        for (size_t a = lo; a < hi; a++)
            for (size_t b = lo; b < hi; b++) {
                const double g = rv_mixed_dg(&l->cov[j], psi + l->first[j], i, level[a], level[b]);
                if (g == 0)
                    continue;
                for (size_t x = 0; x < c; x++)
                    h[(a - begin) * c + x] += g * s->z[b * c + x];
                for (size_t r = 0; r < q; r++)
                    t[r * n + b - begin] += s->zz[r * q + a] * g;
            }
    for (size_t a = 0; a < n; a++)
        sums->t1[which] += t[(begin + a) * n + a];
    cross(s->z + begin * c, h, n, c, sums->f + which * c * c);
}

/* Sums of pairs of first derivatives, i of part a and j of part b. */
static void second_slopes(const rv_mixed_layout *l, size_t cluster, size_t a, size_t i, size_t b, size_t j, size_t q, rv_mixed_space *s,
                          rv_mixed_sums *sums)
{
    const size_t c = l->p + 1, *from = l->from + cluster * (l->parts + 1), na = from[a + 1] - from[a], nb = from[b + 1] - from[b],
                 pair = rv_mixed_pair(l->params, i, j);
    const double *ti = s->t[i], *tj = s->t[j], *hi = s->h[i], *hj = s->h[j];
    double *e = sums->e + pair * c * c, sum = 0;

    for (size_t x = 0; x < nb; x++)
        for (size_t y = 0; y < na; y++)
            sum += ti[(from[b] + x) * na + y] * tj[(from[a] + y) * nb + x];
    sums->t2[pair] += sum;
    for (size_t x = 0; x < na; x++)
        for (size_t u = 0; u < c; u++) {   /* a row of Z'WZ times H_j, then times H_i' */
            double row = 0;
            for (size_t y = 0; y < nb; y++)
                row += s->zz[(from[a] + x) * q + from[b] + y] * hj[y * c + u];
            for (size_t v = 0; v < c; v++)
                e[v * c + u] += hi[x * c + v] * row;
        }
}

/* Sums of second derivatives of the covariance itself. */
static void bent_slopes(const rv_mixed_layout *l, size_t cluster, size_t part, size_t i, size_t j, size_t q, const double *psi,
                        rv_mixed_space *s, rv_mixed_sums *sums)
{
    const size_t c = l->p + 1, *from = l->from + cluster * (l->parts + 1), *level = l->level + l->at[cluster],
                 pair = rv_mixed_pair(l->params, l->first[part] + i, l->first[part] + j);
    double *f = sums->f2 + pair * c * c;
    size_t lo, hi = from[part];

    while (next_group(l, cluster, from[part + 1], &lo, &hi))
        for (size_t a = lo; a < hi; a++)
            for (size_t b = lo; b < hi; b++) {
                const double g = rv_mixed_d2g(&l->cov[part], psi + l->first[part], i, j, level[a], level[b]);
                if (g == 0)
                    continue;
                sums->t12[pair] += s->zz[a * q + b] * g;
                for (size_t x = 0; x < c; x++)
                    for (size_t y = 0; y < c; y++)
                        f[x * c + y] += s->z[a * c + x] * g * s->z[b * c + y];
            }
}

static void slopes_of(const rv_mixed_layout *l, size_t cluster, size_t m, const double *psi, rv_mixed_space *s, rv_mixed_sums *sums)
{
    const size_t q = l->from[cluster * (l->parts + 1) + l->parts];

    gather(l, cluster, m, q, s);
    for (size_t a = 0; a < l->parts; a++)
        for (size_t i = 0; i < l->cov[a].params; i++)
            first_slopes(l, cluster, a, i, q, psi, s, sums);
    for (size_t a = 0; a < l->parts; a++)
        for (size_t i = l->first[a]; i < l->first[a + 1]; i++)
            for (size_t b = a; b < l->parts; b++)
                for (size_t j = b == a ? i : l->first[b]; j < l->first[b + 1]; j++) {
                    second_slopes(l, cluster, a, i, b, j, q, s, sums);
                    if (a == b && !rv_mixed_linear(&l->cov[a]))
                        bent_slopes(l, cluster, a, i - l->first[a], j - l->first[a], q, psi, s, sums);
                }
}

rv_status rv_mixed_add(const rv_mixed_layout *l, size_t cluster, const double *psi, bool slopes, rv_mixed_space *s,
                       rv_mixed_sums *sums, rv_error *err)
{
    const size_t first = l->start[cluster], m = l->start[cluster + 1] - first;
    double log_det;

    rv_mixed_covariance(l, cluster, psi, s->v);
    if (!rv_positive_inverse(s->v, m, s->w, &log_det))
        return rv_fail(err, RV_EDOMAIN, "the covariance of the %zu effects around effect %zu is not positive definite", m,
                       l->row[first] + 1);
    sums->log_det += log_det;
    weigh(l, l->xy + first * (l->p + 1), m, s, sums);
    if (slopes)
        slopes_of(l, cluster, m, psi, s, sums);
    return RV_OK;
}
