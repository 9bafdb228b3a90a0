/*
 * The generalised Q-statistic with the caller's weights a (DerSimonian & Kacker 2007), Q = y' P y:
 *
 *     tau2 = max(0, (Q - tr(P V)) / tr P)
 *
 * a = 1 / v gives DerSimonian-Laird, a = 1 Hedges. The median-unbiased form is the tau2 under which Q is the median of its
 * distribution.
 */
#include <config.h>

#include "meta/estimators.h"
#include "meta/generalised_q.h"

double rv_tau2_moment_se(rv_model *m, double tau2, double scale)
{
    const double variance = 2 * rv_model_trace2(m, 1, 1) + 4 * tau2 * rv_model_trace2(m, 1, 0)
                            + 2 * tau2 * tau2 * rv_model_trace2(m, 0, 0);
    return sqrt(variance) / scale;
}

static rv_status weigh(rv_model *m, const rv_meta_data *data, rv_error *err)
{
    if (!data->weights)
        return rv_fail(err, RV_EINVAL, "the generalised Q estimator needs weights of your own");
    return rv_model_weigh_by(m, data->weights, err);
}

rv_status rv_tau2_genq(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    double trace;
    rv_status st = weigh(m, data, err);

    if (st != RV_OK)
        return st;
    trace = rv_model_trace(m, 0);
    out->tau2 = fmax(0, (m->rss - rv_model_trace(m, 1)) / trace);
    out->se = rv_tau2_moment_se(m, out->tau2, trace);
    return RV_OK;
}

rv_status rv_tau2_genqm(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    rv_status st = weigh(m, data, err);

    if (st == RV_OK && (st = rv_generalised_q_solve(m, 0.5, true, &out->tau2, err)) == RV_OK)
        out->se = rv_tau2_moment_se(m, out->tau2, rv_model_trace(m, 0));
    return st;
}
