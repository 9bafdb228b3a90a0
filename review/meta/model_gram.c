/* Sums over the rows of a model: plain within blocks of rows, compensated between them, at the cost of plain sums and with the error of a
   block's. */
#include <config.h>

#include <string.h>

#include "meta/model.h"

static double power(double x, int n)
{
    switch (n) {
    case 0: return 1;
    case 1: return x;
    case 2: return x * x;
    default: return x * x * x;
    }
}

double rv_model_sum(const rv_model *m, int i, int j)
{
    rv_sum s = { 0, 0 };

    for (size_t from = 0; from < m->k; from = rv_model_block(from, m->k)) {
        double sum = 0;
        for (size_t n = from, end = rv_model_block(from, m->k); n < end; n++)
            sum += power(m->a[n], i) * power(m->v[n], j);
        rv_sum_add(&s, sum);
    }
    return rv_sum_get(&s);
}

/* Rows from `from` to `end` of the lower triangle of X' diag(a^i (v + tau2)^j) X, and of X' diag(a^i (v + tau2)^j) z where b is not NULL. */
static void gram_block(const rv_model *m, const rv_model_rows *rows, int i, int j, double tau2, size_t from, size_t end, double *g, double *b)
{
    const size_t p = m->p;

    for (size_t n = from; n < end; n++) {
        const double *x = rows->x + n * p, f = power(m->a[n], i) * power(m->v[n] + tau2, j);
        if (rows->skip && rows->skip[n])
            continue;
        for (size_t r = 0; r < p; r++) {
            const double fx = f * x[r];
            for (size_t c = 0; c <= r; c++)
                g[r * p + c] += fx * x[c];
            if (b)
                b[r] += fx * rows->z[n];
        }
    }
}

/* The sums of all blocks; totals are gathered in m->pairs, those of b in m->totals. */
void rv_model_gram_of(const rv_model *m, const rv_model_rows *rows, int i, int j, double tau2, double *g, double *b)
{
    const size_t p = m->p;
    rv_sum *total = (rv_sum *)(void *)m->pairs, *total_b = (rv_sum *)(void *)m->totals;

    memset(total, 0, p * p * sizeof *total);
    memset(total_b, 0, p * sizeof *total_b);
    for (size_t from = 0; from < m->k; from = rv_model_block(from, m->k)) {
        memset(g, 0, p * p * sizeof *g);
        if (b)
            memset(b, 0, p * sizeof *b);
        gram_block(m, rows, i, j, tau2, from, rv_model_block(from, m->k), g, b);
        for (size_t r = 0; r < p; r++) {
            for (size_t c = 0; c <= r; c++)
                rv_sum_add(&total[r * p + c], g[r * p + c]);
            if (b)
                rv_sum_add(&total_b[r], b[r]);
        }
    }
    for (size_t r = 0; r < p; r++) {
        for (size_t c = 0; c <= r; c++)
            g[r * p + c] = g[c * p + r] = rv_sum_get(&total[r * p + c]);
        if (b)
            b[r] = rv_sum_get(&total_b[r]);
    }
}

void rv_model_gram(const rv_model *m, int i, int j, double tau2, double *g)
{
    rv_model_gram_of(m, &(rv_model_rows){ m->q, NULL, NULL }, i, j, tau2, g, NULL);
}
