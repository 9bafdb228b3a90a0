/*
 * Sidik-Jonkman: from a crude start, one step,
 *
 *     tau2_0 = sum (y_i - mean y)^2 / k      a_i = 1 / (v_i + tau2_0)      tau2 = tau2_0 y' P y / (k - p)
 *
 * Never 0 unless all effects are equal. (metafor's start; Sidik & Jonkman 2005 use this one, 2007 also others.)
 */
#include <config.h>

#include "meta/estimators.h"

rv_status rv_tau2_sj(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    const double k = (double)m->k, df = k - (double)m->p;
    rv_sum mean = { 0, 0 }, squares = { 0, 0 };
    double start;
    rv_status st;

    (void)data;
    for (size_t i = 0; i < m->k; i++)
        rv_sum_add(&mean, m->y[i] / k);
    for (size_t i = 0; i < m->k; i++)
        rv_sum_add(&squares, (m->y[i] - rv_sum_get(&mean)) * (m->y[i] - rv_sum_get(&mean)));
    start = rv_sum_get(&squares) / k;
    if ((st = rv_model_weigh(m, start, err)) != RV_OK)
        return st;
    out->tau2 = start * m->rss / df;
    out->se = start * rv_tau2_moment_se(m, out->tau2, df);
    return RV_OK;
}
