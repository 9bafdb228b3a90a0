/* How contrasts' robust variances are distributed under the working model: sums over pairs of clusters at the price of single ones. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/sandwich.h"

/*
 * With g_i = est_i c the coefficient of cluster i's residuals, and W = V^-1,
 *     cov(g_i' e_i, g_j' e_j) = [i = j] g_i' V_i g_i - (Z_i' g_i)' (Z_j' g_j),     u_i = Z_i' g_i.
 * For other weights u_i is three vectors: Z_i' g_i, (V W Z)_i' g_i, omega' Z_i' g_i, and
 *     cov = [i = j] g_i' V_i g_i - u1_i' u2_j - u2_i' u1_j + u3_i' u3_j.
 */
static double product(const rv_moments *m, const double *u, const double *v)
{
    const size_t p = m->inverse ? m->width : m->width / 3;
    double sum = 0;

    if (m->inverse) {
        for (size_t i = 0; i < p; i++)
            sum -= u[i] * v[i];
        return sum;
    }
    for (size_t i = 0; i < p; i++)
        sum += u[2 * p + i] * v[2 * p + i] - u[i] * v[p + i] - u[p + i] * v[i];
    return sum;
}

/* Where element i of B v stands in v, and its sign. */
static inline size_t partner(const rv_moments *m, size_t i, double *sign)
{
    const size_t p = m->width / 3;

    *sign = m->inverse || i < 2 * p ? -1 : 1;
    return m->inverse || i >= 2 * p ? i : i < p ? i + p : i - p;
}

typedef struct {
    double *v, *vwz, *g, *vg;     /* [n n], [n p], [q n], [q n] */
} cluster_room;

/* u of each contrast at cluster i, and the diagonal. */
static void of_cluster(rv_moments *m, const rv_robust *s, const double *c, size_t i, cluster_room *r)
{
    const size_t p = s->fit.p, n = s->start[i + 1] - s->start[i], *rows = s->order + s->start[i];
    double *diagonal = m->diagonal + i * m->q * m->q;

    rv_sandwich_block(s, i, s->model->v, r->v);
    for (size_t a = 0; a < n && !s->inverse; a++)
        for (size_t b = 0; b < p; b++) {
            r->vwz[a * p + b] = 0;
            for (size_t j = 0; j < n; j++)
                r->vwz[a * p + b] += r->v[a * n + j] * s->wz[rows[j] * p + b];
        }
    for (size_t a = 0; a < m->q; a++) {
        double *u = m->u + (i * m->q + a) * m->width, *g = r->g + a * n;
        memset(u, 0, m->width * sizeof *u);
        for (size_t j = 0; j < n; j++) {
            g[j] = 0;
            for (size_t b = 0; b < p; b++)
                g[j] += s->est[rows[j] * p + b] * c[a * p + b];
            for (size_t b = 0; b < p; b++)
                u[b] += g[j] * s->z[rows[j] * p + b];
            for (size_t b = 0; b < p && !s->inverse; b++)
                u[p + b] += g[j] * r->vwz[j * p + b];
        }
        for (size_t b = 0; b < p && !s->inverse; b++)
            for (size_t j = b; j < p; j++)
                u[2 * p + b] += s->omega[j * p + b] * u[j];
        for (size_t j = 0; j < n; j++) {
            r->vg[a * n + j] = 0;
            for (size_t l = 0; l < n; l++)
                r->vg[a * n + j] += r->v[j * n + l] * g[l];
        }
    }
    for (size_t a = 0; a < m->q; a++)
        for (size_t b = 0; b <= a; b++) {
            double sum = product(m, m->u + (i * m->q + a) * m->width, m->u + (i * m->q + b) * m->width);
            for (size_t j = 0; j < n; j++)
                sum += r->g[a * n + j] * r->vg[b * n + j];
            diagonal[a * m->q + b] = diagonal[b * m->q + a] = sum;
        }
}

static void add_gram(rv_moments *m, size_t i)
{
    const size_t n = m->q * m->width;
    const double *u = m->u + i * n;

    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; u[a] != 0 && b <= a; b++)
            m->gram[a * n + b] += u[a] * u[b];
}

rv_status rv_moments_begin(rv_moments *m, const rv_robust *s, const double *c, size_t q, rv_error *err)
{
    const size_t n = s->largest, p = s->fit.p, width = s->inverse ? p : 3 * p;
    cluster_room r = { calloc(n * n, sizeof(double)), calloc(n * p, sizeof(double)), calloc(q * n, sizeof(double)),
                       calloc(q * n, sizeof(double)) };
    rv_status st = RV_OK;

    *m = (rv_moments){ .q = q, .width = width, .clusters = s->clusters, .inverse = s->inverse };
    m->diagonal = calloc(s->clusters, q * q * sizeof *m->diagonal);
    m->u = calloc(s->clusters, q * width * sizeof *m->u);
    m->gram = calloc(q * width, q * width * sizeof *m->gram);
    if (!r.v || !r.vwz || !r.g || !r.vg || !m->diagonal || !m->u || !m->gram)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu contrasts in %zu clusters", q, s->clusters);
    for (size_t i = 0; st == RV_OK && i < s->clusters; i++) {
        of_cluster(m, s, c, i, &r);
        add_gram(m, i);
    }
    for (size_t a = 0; st == RV_OK && a < q * width; a++)
        for (size_t b = 0; b < a; b++)
            m->gram[b * q * width + a] = m->gram[a * q * width + b];
    free(r.v);
    free(r.vwz);
    free(r.g);
    free(r.vg);
    return st;
}

void rv_moments_end(rv_moments *m)
{
    free(m->diagonal);
    free(m->u);
    free(m->gram);
    *m = (rv_moments){ .q = 0 };
}

double rv_moments_mean(const rv_moments *m, size_t a, size_t b)
{
    rv_sum sum = { 0, 0 };

    for (size_t i = 0; i < m->clusters; i++)
        rv_sum_add(&sum, m->diagonal[(i * m->q + a) * m->q + b]);
    return rv_sum_get(&sum);
}

/* All pairs at once as tr(B G_ac B G_db), from which the pairs i = i without their first part are taken and put right. */
double rv_moments_pairs(const rv_moments *m, size_t a, size_t b, size_t c, size_t d)
{
    const size_t w = m->width, n = m->q * w;
    const double *ac = m->gram + a * w * n + c * w, *db = m->gram + d * w * n + b * w;
    rv_sum sum = { 0, 0 };

    for (size_t x = 0; x < w; x++)
        for (size_t y = 0; y < w; y++) {
            double sign_x, sign_y;
            const size_t at_x = partner(m, x, &sign_x), at_y = partner(m, y, &sign_y);
            rv_sum_add(&sum, sign_x * ac[at_x * n + y] * sign_y * db[at_y * n + x]);
        }
    for (size_t i = 0; i < m->clusters; i++) {
        const double *u = m->u + i * n, *diagonal = m->diagonal + i * m->q * m->q;
        rv_sum_add(&sum, -product(m, u + a * w, u + b * w) * product(m, u + c * w, u + d * w));
        rv_sum_add(&sum, diagonal[a * m->q + b] * diagonal[c * m->q + d]);
    }
    return rv_sum_get(&sum);
}

void rv_moments_dense(const rv_moments *m, size_t a, double *p)
{
    const size_t w = m->width, n = m->q * w;

    for (size_t i = 0; i < m->clusters; i++)
        for (size_t j = 0; j < m->clusters; j++)
            p[i * m->clusters + j] = i == j ? m->diagonal[(i * m->q + a) * m->q + a]
                                            : product(m, m->u + i * n + a * w, m->u + j * n + a * w);
}

rv_status rv_sandwich_satterthwaite(const rv_robust *s, const double *c, double *mean, double *df, rv_error *err)
{
    rv_moments m;
    rv_status st = rv_moments_begin(&m, s, c, 1, err);

    if (st == RV_OK) {
        *mean = rv_moments_mean(&m, 0, 0);
        *df = *mean > 0 ? *mean * *mean / rv_moments_pairs(&m, 0, 0, 0, 0) : NAN;
    }
    rv_moments_end(&m);
    return st;
}
