/* Traces and quadratic forms of P, for the estimators of tau2. */
#include <config.h>

#include "meta/model.h"

double rv_model_trace(rv_model *m, int j)
{
    if (m->summed && j == 0) {
        if (!m->plain)
            rv_contrasts_trace(m);
        return m->trace;
    }
    rv_model_gram(m, 2, j, 0, m->g1);
    return rv_model_sum(m, 1, j) - rv_trace_of_two(m->m, m->g1, m->p);
}

double rv_model_trace2(rv_model *m, int i, int j)
{
    if (m->summed && i == 0 && j == 0) {
        if (!m->plain)
            rv_contrasts_trace(m);
        return m->trace2;
    }
    rv_model_gram(m, 3, i + j, 0, m->g1);
    rv_model_gram(m, 2, i, 0, m->g2);
    if (i != j)
        rv_model_gram(m, 2, j, 0, m->g3);
    return rv_model_sum(m, 2, i + j) - 2 * rv_trace_of_two(m->m, m->g1, m->p)
           + rv_trace_of_four(m->m, m->g2, i == j ? m->g2 : m->g3, m->p);
}

double rv_model_ypp(const rv_model *m)
{
    rv_sum s = { 0, 0 };

    if (m->summed && m->plain)
        return m->ypp;
    for (size_t from = 0; from < m->k; from = rv_model_block(from, m->k)) {
        double sum = 0;
        for (size_t n = from, end = rv_model_block(from, m->k); n < end; n++)
            sum += m->a[n] * m->e[n] * (m->a[n] * m->e[n]);
        rv_sum_add(&s, sum);
    }
    return rv_sum_get(&s);
}

/* z' A z less the part of it that Q takes: b' M b with b = Q' A z. */
double rv_model_yppp(rv_model *m)
{
    const size_t p = m->p;
    double *b = m->g1, taken = 0;
    rv_sum s = { 0, 0 };

    if (m->summed && m->plain)
        return m->yppp;
    for (size_t c = 0; c < p; c++)
        b[c] = 0;
    for (size_t n = 0; n < m->k; n++) {
        const double z = m->a[n] * m->e[n];
        rv_sum_add(&s, m->a[n] * z * z);
        for (size_t c = 0; c < p; c++)
            b[c] += m->q[n * p + c] * m->a[n] * z;
    }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            taken += b[i] * m->m[i * p + j] * b[j];
    return rv_sum_get(&s) - taken;
}
