/*
 * Estimators that set the generalised Q to what is expected of it:
 *
 *     Q(tau2) = y' P y with weights 1 / (v + tau2)
 *
 * Paule-Mandel: Q = k - p. Its median-unbiased form: Q = the median of chi-square. Empirical Bayes (Morris 1983)
 * and iterated Sidik-Jonkman are other ways to the Paule-Mandel equation: in each the
 * fixed point has Q = k - p, so they are solved as one. Where Q(0) is below k - p the estimate is 0: iterated SJ then multiplies
 * tau2 by a number below 1 for ever, and a program that stops when the steps are small (metafor) shows some 1e-11.
 */
#include <config.h>

#include "meta/estimators.h"

enum { STEPS = 200 };

/* Q falls in tau2, and 1 / Q is nearly straight (straight for equal variances): Newton's method on 1 / Q - 1 / target from the left.
   A step beyond the bracket is replaced by one on Q itself, which is convex, from its left end, or by the middle. */
rv_status rv_tau2_for_q(rv_model *m, double target, double *tau2, size_t *iterations, rv_error *err)
{
    double t = 0, lo = 0, hi = INFINITY, left = NAN;
    rv_status st;

    for (size_t n = 0; n < STEPS; n++) {
        double newton, step;
        if ((st = rv_model_weigh(m, t, err)) != RV_OK)
            return st;
        newton = (m->rss - target) / rv_model_ypp(m);
        step = newton * (m->rss / target);
        if (newton >= 0)
            lo = t, left = t + newton;
        else
            hi = t;
        /* No step up from 0 is the boundary. What is left after a small step is about its square. */
        if ((t == 0 && !(newton > 0)) || fabs(step) <= 1e-9 * (t + 1e-3 * m->least_v)) {
            *tau2 = t == 0 && !(newton > 0) ? 0 : fmax(0, t + step);
            return RV_OK;
        }
        t += step;
        if (!(t > lo && t < hi))
            t = left > lo && left < hi ? left : (lo + hi) / 2;
        if (iterations)
            *iterations = n + 1;
        if (isfinite(hi) && hi - lo <= 4e-16 * hi) {
            *tau2 = lo;
            return RV_OK;
        }
    }
    return rv_fail(err, RV_ENOCONV, "no tau2 with Q = %g within %d steps", target, (int)STEPS);
}

/* What empirical Bayes and Paule-Mandel share: sqrt(2 k^2 / (k - p)) / sum w. */
static double score_se(rv_model *m)
{
    const double k = (double)m->k, df = k - (double)m->p;

    return sqrt(2 * k * k / df) / rv_model_sum(m, 1, 0);
}

static rv_status with_score_se(rv_model *m, double target, rv_tau2 *out, rv_error *err)
{
    const rv_status st = rv_tau2_for_q(m, target, &out->tau2, &out->iterations, err);

    if (st == RV_OK)
        out->se = score_se(m);
    return st;
}

rv_status rv_tau2_pm(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    (void)data;
    return with_score_se(m, (double)(m->k - m->p), out, err);
}

rv_status rv_tau2_pmm(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    (void)data;
    return with_score_se(m, rv_chi2_quantile(0.5, (double)(m->k - m->p)), out, err);
}

rv_status rv_tau2_eb(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    return rv_tau2_pm(m, data, out, err);
}

rv_status rv_tau2_sjit(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    return rv_tau2_pm(m, data, out, err);
}
