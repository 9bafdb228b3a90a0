/*
 * Hedges (variance components; Cochran's ANOVA): unweighted,
 *
 *     P = I - X (X' X)^-1 X'      tau2 = max(0, (y' P y - tr(P V)) / (k - p))
 */
#include <config.h>

#include "meta/estimators.h"

rv_status rv_tau2_he(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    const double df = (double)(m->k - m->p);
    rv_status st;

    (void)data;
    for (size_t i = 0; i < m->k; i++)
        m->a[i] = 1;
    if ((st = rv_model_weigh_by(m, m->a, err)) != RV_OK)
        return st;
    out->tau2 = fmax(0, (m->rss - rv_model_trace(m, 1)) / df);
    out->se = rv_tau2_moment_se(m, out->tau2, df);
    return RV_OK;
}
