/*
 * Models with moderators at weights w = 1 / (v + tau2), without cancellation however far apart the variances are. p rows B that outweigh the
 * others take the coefficients up; the rest N are seen relative to them:
 *
 *     C = Q Q_B^-1 (a unit vector for a row of B)      z = y - C y_B      G = C_N' W_N C_N      F = W_B + G
 *     f = F^-1 C_N' W_N z_N       e_N = z_N - C_N f      e_B = -f       gamma = Q_B^-1 (y_B + f)
 *
 * so that residuals of rows with nearly all the weight are not differences of equal numbers. In P = K (K' V K)^-1 K' with K' y = z_N,
 * Woodbury's formula gives, with G_j = C_N' W_N^j C_N,
 *
 *     tr P   = sum_N w - tr F^-1 G_2 + tr F^-1 G W_B
 *     tr P P = sum_N w^2 - 2 tr F^-1 G_3 + tr (F^-1 G_2)^2 + 2 tr W_B F^-1 G_2 F^-1 W_B + tr (F^-1 G W_B)^2
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/model.h"

struct rv_contrasts {
    double *c, *z;                /* [k p], [k] */
    double *inverse;              /* [p p] Q_B^-1 */
    double *g, *f_inverse, *g2, *g3, *t1, *t2;   /* [p p] */
    double *f;                    /* [p] */
    size_t *base;                 /* [p] the row whose unit vector is column j */
    bool   *in_base;              /* [k] */
    double  log_det;              /* ln |det Q_B| */
    bool    traced;               /* the traces belong to the weights in place */
};

/* ---- The rows that take the coefficients up -------------------------------------------------------------------- */

/* The row and column of the largest |c|^2 / v among rows and columns not taken yet. */
static void pivot(const rv_model *m, const struct rv_contrasts *s, const bool *taken, size_t *row, size_t *column)
{
    double best = -1;

    for (size_t n = 0; n < m->k; n++)
        for (size_t j = 0; !s->in_base[n] && j < m->p; j++) {
            const double x = s->c[n * m->p + j], score = x * x / m->v[n];
            if (!taken[j] && score > best) {
                best = score;
                *row = n;
                *column = j;
            }
        }
}

/* Columns of x[rows p] so combined that the pivot row, of which `unit` is a copy, becomes a unit vector. */
static void eliminate(double *x, size_t rows, size_t p, const double *unit, size_t column)
{
    for (size_t n = 0; n < rows; n++) {
        double *row = x + n * p;
        const double times = row[column] / unit[column];
        for (size_t j = 0; j < p; j++)
            row[j] = j == column ? times : row[j] - unit[j] * times;
    }
}

static rv_status choose(rv_model *m, struct rv_contrasts *s, rv_error *err)
{
    const size_t p = m->p;
    bool *taken = calloc(p, sizeof *taken);
    double *unit = calloc(p, sizeof *unit);
    rv_status st = taken && unit ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);

    memcpy(s->c, m->q, m->k * p * sizeof *s->c);
    for (size_t j = 0; j < p; j++)
        s->inverse[j * p + j] = 1;
    for (size_t step = 0; st == RV_OK && step < p; step++) {
        size_t row = 0, column = 0;
        pivot(m, s, taken, &row, &column);
        memcpy(unit, s->c + row * p, p * sizeof *unit);
        s->base[column] = row;
        s->in_base[row] = taken[column] = true;
        s->log_det += log(fabs(unit[column]));
        eliminate(s->c, m->k, p, unit, column);
        eliminate(s->inverse, p, p, unit, column);
    }
    free(taken);
    free(unit);
    return st;
}

rv_status rv_contrasts_begin(rv_model *m, rv_error *err)
{
    const size_t k = m->k, p = m->p;
    struct rv_contrasts *s = m->contrasts = calloc(1, sizeof *s);
    double *at = calloc(k * (p + 1) + 7 * p * p + p, sizeof *at);
    rv_status st;

    if (s) {
        s->c = at;
        s->base = calloc(p, sizeof *s->base);
        s->in_base = calloc(k, sizeof *s->in_base);
    }
    if (!s || !at || !s->base || !s->in_base) {
        if (!s)
            free(at);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects and %zu coefficients", k, p);
    }
    at += k * p;
    s->z = at, at += k;
    s->inverse = at, at += p * p;
    s->g = at, at += p * p;
    s->f_inverse = at, at += p * p;
    s->g2 = at, at += p * p;
    s->g3 = at, at += p * p;
    s->t1 = at, at += p * p;
    s->t2 = at, at += p * p;
    s->f = at;
    if ((st = choose(m, s, err)) != RV_OK)
        return st;
    for (size_t n = 0; n < k; n++) {
        double of_base = 0;
        for (size_t j = 0; j < p; j++)
            of_base += s->c[n * p + j] * m->y[s->base[j]];
        s->z[n] = s->in_base[n] ? 0 : m->y[n] - of_base;
    }
    return RV_OK;
}

void rv_contrasts_end(rv_model *m)
{
    struct rv_contrasts *s = m->contrasts;

    if (!s)
        return;
    free(s->c);
    free(s->base);
    free(s->in_base);
    free(s);
    m->contrasts = NULL;
}

/* ---- Sums over the other rows ---------------------------------------------------------------------------------- */

/* C_N' W_N^power C_N, and C_N' W_N^power z_N where r is not NULL. */
static void rest(const rv_model *m, int power, double *g, double *r)
{
    const struct rv_contrasts *s = m->contrasts;

    rv_model_gram_of(m, &(rv_model_rows){ s->c, s->z, s->in_base }, power, 0, 0, g, r);
}

/* to = a b */
static void product(const double *a, const double *b, size_t p, double *to)
{
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            double sum = 0;
            for (size_t n = 0; n < p; n++)
                sum += a[i * p + n] * b[n * p + j];
            to[i * p + j] = sum;
        }
}

/* ---- Weights --------------------------------------------------------------------------------------------------- */

/* M = Q_B^-1 F^-1 Q_B^-T and gamma = Q_B^-1 (y_B + f). */
static void back(rv_model *m, const struct rv_contrasts *s)
{
    const size_t p = m->p;

    product(s->inverse, s->f_inverse, p, s->t1);
    for (size_t i = 0; i < p; i++) {
        m->gamma[i] = 0;
        for (size_t j = 0; j < p; j++) {
            double sum = 0;
            for (size_t n = 0; n < p; n++)
                sum += s->t1[i * p + n] * s->inverse[j * p + n];
            m->m[i * p + j] = sum;
            m->gamma[i] += s->inverse[i * p + j] * (m->y[s->base[j]] + s->f[j]);
        }
    }
}

static void residuals(rv_model *m, const struct rv_contrasts *s)
{
    const size_t p = m->p;
    rv_sum rss = { 0, 0 };

    for (size_t n = 0; n < m->k; n++) {
        double fitted = 0;
        for (size_t j = 0; j < p; j++)
            fitted += s->c[n * p + j] * s->f[j];
        m->e[n] = s->z[n] - fitted;
        rv_sum_add(&rss, m->a[n] * m->e[n] * m->e[n]);
    }
    m->rss = rv_sum_get(&rss);
}

rv_status rv_contrasts_weigh(rv_model *m, double tau2, rv_error *err)
{
    struct rv_contrasts *s = m->contrasts;
    const size_t p = m->p;
    rv_status st;

    for (size_t n = 0; n < m->k; n++)
        m->a[n] = 1 / (m->v[n] + tau2);
    rest(m, 1, s->g, s->f);
    memcpy(m->l, s->g, p * p * sizeof *m->l);
    for (size_t j = 0; j < p; j++)
        m->l[j * p + j] += m->a[s->base[j]];
    if ((st = rv_cholesky(m->l, p, err)) != RV_OK)
        return st;
    rv_cholesky_inverse(m->l, p, s->f_inverse);
    m->log_det = rv_cholesky_log_det(m->l, p) + 2 * s->log_det;
    rv_cholesky_solve(m->l, p, s->f);
    back(m, s);
    residuals(m, s);
    s->traced = false;
    return RV_OK;
}

void rv_contrasts_trace(rv_model *m)
{
    struct rv_contrasts *s = m->contrasts;
    const size_t p = m->p;
    rv_sum t1 = { 0, 0 }, t2 = { 0, 0 };
    double outer = 0;

    if (s->traced)
        return;
    for (size_t n = 0; n < m->k; n++)
        if (!s->in_base[n]) {
            rv_sum_add(&t1, m->a[n]);
            rv_sum_add(&t2, m->a[n] * m->a[n]);
        }
    rest(m, 2, s->g2, NULL);
    rest(m, 3, s->g3, NULL);
    product(s->f_inverse, s->g2, p, s->t1);
    product(s->t1, s->f_inverse, p, s->t2);       /* F^-1 G_2 F^-1 */
    for (size_t j = 0; j < p; j++)
        outer += m->a[s->base[j]] * m->a[s->base[j]] * s->t2[j * p + j];
    m->trace = rv_sum_get(&t1) - rv_trace_of_two(s->f_inverse, s->g2, p);
    m->trace2 = rv_sum_get(&t2) - 2 * rv_trace_of_two(s->f_inverse, s->g3, p) + rv_trace_of_two(s->t1, s->t1, p) + 2 * outer;
    product(s->f_inverse, s->g, p, s->t1);        /* F^-1 G W_B */
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            s->t1[i * p + j] *= m->a[s->base[j]];
    for (size_t j = 0; j < p; j++)
        m->trace += s->t1[j * p + j];
    m->trace2 += rv_trace_of_two(s->t1, s->t1, p);
    s->traced = true;
}
