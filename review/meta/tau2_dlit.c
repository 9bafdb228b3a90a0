/*
 * Iterated DerSimonian-Laird. DerSimonian & Kacker (2007) iterate
 *
 *     tau2 = max(0, (y' P y - tr(P V)) / tr P),    P at the last tau2,
 *
 * whose fixed point has Q(tau2) = k - p, because tr(P (V + tau2 I)) = k - p: the Paule-Mandel estimate. metafor before version 5
 * leaves V's weights of tau2 = 0 in that trace, which then is k - p, and ends at
 *
 *     y' P y - (k - p) = tau2 tr P
 *
 * below the other. The left side falls in tau2 and the right side rises, so that there is one such tau2, and none above 0 where
 * Q(0) is below k - p.
 */
#include <config.h>

#include "meta/estimators.h"

typedef struct {
    rv_model *m;
    rv_status st;
    rv_error *err;
} search;

static double excess(double tau2, void *data)
{
    search *s = data;

    if (s->st != RV_OK || (s->st = rv_model_weigh(s->m, tau2, s->err)) != RV_OK)
        return NAN;
    return s->m->rss - (double)(s->m->k - s->m->p) - tau2 * rv_model_trace(s->m, 0);
}

rv_status rv_tau2_dlit3(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    const double df = (double)(m->k - m->p);
    search s = { m, RV_OK, err };
    double hi, trace;
    rv_status st = RV_OK;

    (void)data;
    out->tau2 = 0;
    if (excess(0, &s) > 0 && (st = rv_root_bracket(excess, &s, 0, m->mean_v, INFINITY, &hi, err)) == RV_OK)
        st = rv_root(excess, &s, 0, hi, 1e-13 * m->mean_v, &out->tau2, err);
    if (s.st != RV_OK || st != RV_OK || (st = rv_model_weigh(m, out->tau2, err)) != RV_OK)
        return s.st != RV_OK ? s.st : st;
    trace = rv_model_trace(m, 0);
    out->se = sqrt(2 * df + 4 * out->tau2 * trace + 2 * out->tau2 * out->tau2 * rv_model_trace2(m, 0, 0)) / trace;
    return RV_OK;
}

rv_status rv_tau2_dlit(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    return rv_tau2_pm(m, data, out, err);
}
