/*
 * DerSimonian-Laird:
 *
 *     w_i = 1 / v_i      Q = y' P y      tau2 = max(0, (Q - (k - p)) / tr P)
 *
 * which without moderators is (Q - (k - 1)) / (sum w - sum w^2 / sum w). The standard error is that of the moment
 * estimator at the tau2 found, with tr(PVPV) = k - p and tr(PVP) = tr P because P V P = P.
 */
#include <config.h>

#include "meta/estimators.h"

rv_status rv_tau2_dl(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    const double df = (double)(m->k - m->p);
    double trace;
    rv_status st = rv_model_weigh(m, 0, err);

    (void)data;
    if (st != RV_OK)
        return st;
    trace = rv_model_trace(m, 0);
    out->tau2 = fmax(0, (m->rss - df) / trace);
    out->se = sqrt(2 * df + 4 * out->tau2 * trace + 2 * out->tau2 * out->tau2 * rv_model_trace2(m, 0, 0)) / trace;
    return RV_OK;
}
