#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/generalised_q.h"
#include "meta/metafor_stops.h"

/* metafor's defaults: threshold and maxiter of scoring, tol (the fourth root of eps), tau2.max, steps of the interval's search. */
static const double THRESHOLD = 1e-5, TOL = 1.220703125e-4, FARTHEST = 100;
enum { SCORING = 100, SEARCH = 1000 };

/* ---- Scoring ----------------------------------------------------------------------------------------------------- */

typedef enum { SCORE_REML, SCORE_ML, SCORE_EB } score;

static double step_of(rv_model *m, score kind)
{
    const double k = (double)m->k, p = (double)m->p;

    switch (kind) {
    case SCORE_REML: return (rv_model_ypp(m) - rv_model_trace(m, 0)) / rv_model_trace2(m, 0, 0);
    case SCORE_ML:   return (rv_model_ypp(m) - rv_model_sum(m, 1, 0)) / rv_model_sum(m, 2, 0);
    default:         return (m->rss * k / (k - p) - k) / rv_model_sum(m, 1, 0);
    }
}

static double loglik(const rv_model *m, bool restricted)
{
    rv_sum logs = { 0, 0 };

    for (size_t i = 0; i < m->k; i++)
        rv_sum_add(&logs, log(m->a[i]));
    return (rv_sum_get(&logs) - m->rss - (restricted ? m->log_det : 0)) / 2;
}

/* tau2 = 0 where the likelihood is higher there by more than TOL. */
static rv_status back_to_zero(rv_model *m, score kind, double *tau2, rv_error *err)
{
    double there, zero;
    rv_status st;

    if (kind == SCORE_EB || !(*tau2 > THRESHOLD) || (st = rv_model_weigh(m, *tau2, err)) != RV_OK)
        return RV_OK;
    there = loglik(m, kind == SCORE_REML);
    if ((st = rv_model_weigh(m, 0, err)) == RV_OK) {
        zero = loglik(m, kind == SCORE_REML);
        if (zero - there > TOL)
            *tau2 = 0;
    }
    return st;
}

static rv_status scoring(rv_model *m, const rv_meta_data *d, score kind, rv_tau2 *out, rv_error *err)
{
    double t, change = 2 * THRESHOLD;
    rv_status st = rv_tau2_he(m, d, out, err);

    t = fmax(0, out->tau2);
    for (size_t n = 0; st == RV_OK && change > THRESHOLD; n++) {
        double step;
        if (n > SCORING)
            return rv_fail(err, RV_ENOCONV, "metafor's scoring does not end within %d steps", (int)SCORING);
        if ((st = rv_model_weigh(m, t, err)) != RV_OK)
            return st;
        step = step_of(m, kind);
        if (isnan(step))
            step = 0;
        while (t + step < 0)
            step /= 2;
        change = fabs(step);
        t += step;
        out->iterations = n + 1;
    }
    if (st != RV_OK || (st = back_to_zero(m, kind, &t, err)) != RV_OK)
        return st;
    out->tau2 = t;
    return RV_OK;
}

static rv_status likelihood(rv_model *m, const rv_meta_data *d, score kind, rv_tau2 *out, rv_error *err)
{
    const rv_status st = scoring(m, d, kind, out, err);

    return st == RV_OK ? rv_tau2_likelihood_se(m, kind == SCORE_REML, out->tau2, &out->se, err) : st;
}

rv_status rv_tau2_reml_stopped(rv_model *m, const rv_meta_data *d, rv_tau2 *out, rv_error *err)
{
    return likelihood(m, d, SCORE_REML, out, err);
}

static rv_status ml_stopped(rv_model *m, const rv_meta_data *d, rv_tau2 *out, rv_error *err)
{
    return likelihood(m, d, SCORE_ML, out, err);
}

/* ---- Searches ---------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_model *m;
    double    target;
    bool      upper;              /* tail of the generalised Q */
    rv_status st;
    rv_error *err;
} search;

static double q_less_target(double tau2, void *data)
{
    search *s = data;

    if (s->st != RV_OK || (s->st = rv_model_weigh(s->m, tau2, s->err)) != RV_OK)
        return NAN;
    return s->m->rss - s->target;
}

static double tail_less_target(double tau2, void *data)
{
    search *s = data;
    double lower, upper;

    if (s->st != RV_OK || (s->st = rv_generalised_q_tails(s->m, tau2, &lower, &upper, s->err)) != RV_OK)
        return NAN;
    return (s->upper ? upper : lower) - s->target;
}

/* Between 0 and `far`; 0 or `far` itself where the function does not change its sign in between: it falls in tau2 when `falls`. */
static rv_status solve(rv_function f, search *s, bool falls, double far, double *tau2)
{
    const double at_0 = f(0, s), at_far = f(far, s);
    rv_status st;

    if (s->st != RV_OK)
        return s->st;
    if (falls ? at_0 < 0 : at_0 > 0) {
        *tau2 = 0;
        return RV_OK;
    }
    if (falls ? at_far > 0 : at_far < 0) {
        *tau2 = far;
        return RV_OK;
    }
    st = rv_zeroin(f, s, 0, far, TOL, SEARCH, tau2, s->err);
    return s->st != RV_OK ? s->st : st;
}

static double score_se(rv_model *m)
{
    const double k = (double)m->k;

    return sqrt(2 * k * k / (k - (double)m->p)) / rv_model_sum(m, 1, 0);
}

static rv_status pm_stopped(rv_model *m, const rv_meta_data *d, rv_tau2 *out, rv_error *err)
{
    search s = { m, (double)(m->k - m->p), false, RV_OK, err };
    rv_status st = solve(q_less_target, &s, true, FARTHEST, &out->tau2);

    (void)d;
    if (st == RV_OK && (st = rv_model_weigh(m, out->tau2, err)) == RV_OK)
        out->se = score_se(m);
    return st;
}

static rv_status eb_stopped(rv_model *m, const rv_meta_data *d, rv_tau2 *out, rv_error *err)
{
    rv_status st = scoring(m, d, SCORE_EB, out, err);

    if (st == RV_OK && (st = rv_model_weigh(m, out->tau2, err)) == RV_OK)
        out->se = score_se(m);
    return st;
}

static rv_status q_profile(rv_model *m, double level, double far, double *lo, double *hi, rv_error *err)
{
    const double df = (double)(m->k - m->p), tail = (1 - level) / 2;
    search s = { m, rv_chi2_quantile(tail, df), false, RV_OK, err };
    rv_status st = solve(q_less_target, &s, true, far, hi);

    s.target = rv_chi2_upper_quantile(tail, df);
    return st == RV_OK ? solve(q_less_target, &s, true, far, lo) : st;
}

static rv_status by_generalised_q(rv_model *m, double level, double far, double *lo, double *hi, rv_error *err)
{
    const double tail = (1 - level) / 2;
    search s = { m, tail, false, RV_OK, err };
    double *weights = malloc(m->k * sizeof *weights);
    rv_status st = weights ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; weights && i < m->k; i++)
        weights[i] = 1 / sqrt(m->v[i]);
    if (st == RV_OK)
        st = rv_model_weigh_by(m, weights, err);
    free(weights);
    if (st != RV_OK || (st = solve(tail_less_target, &s, true, far, hi)) != RV_OK)
        return st;
    s.upper = true;
    return solve(tail_less_target, &s, false, far, lo);
}

rv_status rv_tau2_interval_stopped(const rv_meta_data *d, bool generalised, double level, double tau2, double *lo, double *hi,
                                   rv_error *err)
{
    rv_model m = { 0 };
    const double far = fmax(FARTHEST, 10 * tau2);
    rv_status st;

    *lo = *hi = NAN;
    if (d->k < 2)
        return RV_OK;
    if ((st = rv_model_begin(&m, d, err)) == RV_OK)
        st = (generalised ? by_generalised_q : q_profile)(&m, level, far, lo, hi, err);
    rv_model_end(&m);
    return st == RV_OK ? st : rv_within(err, st, "interval of tau2");
}

const rv_estimator *rv_estimator_stopped(const rv_estimator *e)
{
    static const struct rv_estimator_how how[] = { { rv_tau2_reml_stopped }, { ml_stopped }, { eb_stopped }, { pm_stopped } };
    static const rv_estimator stopped[] = {
        { "REML", "restricted maximum likelihood, as metafor stops", "Viechtbauer (2005) J Educ Behav Stat 30:261-293", false, &how[0] },
        { "ML", "maximum likelihood, as metafor stops", "Hardy & Thompson (1996) Stat Med 15:619-629", false, &how[1] },
        { "EB", "empirical Bayes, as metafor stops", "Morris (1983) JASA 78:47-55", false, &how[2] },
        { "PM", "Paule-Mandel, as metafor stops", "Paule & Mandel (1982) J Res Natl Bur Stand 87:377-385", false, &how[3] }
    };

    for (size_t i = 0; e && i < sizeof stopped / sizeof *stopped; i++)
        if (strcmp(e->name, stopped[i].name) == 0)
            return &stopped[i];
    return e;
}
