/*
 * Hunter-Schmidt, and the same with the correction for small samples of Viechtbauer et al. (2015):
 *
 *     w_i = 1 / v_i      tau2 = max(0, (c Q - k) / sum w),   c = 1  or  k / (k - p)
 */
#include <config.h>

#include "meta/estimators.h"

static rv_status hunter_schmidt(rv_model *m, double c, rv_tau2 *out, rv_error *err)
{
    const double k = (double)m->k, df = k - (double)m->p;
    double sum;
    rv_status st = rv_model_weigh(m, 0, err);

    if (st != RV_OK)
        return st;
    sum = rv_model_sum(m, 1, 0);
    out->tau2 = fmax(0, (c * m->rss - k) / sum);
    out->se = c
              * sqrt(2 * df + 4 * out->tau2 * rv_model_trace(m, 0)
                     + 2 * out->tau2 * out->tau2 * rv_model_trace2(m, 0, 0))
              / sum;
    return RV_OK;
}

rv_status rv_tau2_hs(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    (void)data;
    return hunter_schmidt(m, 1, out, err);
}

rv_status rv_tau2_hsk(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    (void)data;
    return hunter_schmidt(m, (double)m->k / (double)(m->k - m->p), out, err);
}
