/* Confidence intervals of tau2, and of what is made of it. */
#include <config.h>

#include "meta/coefficients.h"
#include "meta/estimators.h"
#include "meta/generalised_q.h"
#include "review/meta_interval.h"

const char *const rv_interval_names[] = { "q-profile", "genq", "profile-likelihood", "wald", "wald-log", "wald-sqrt", NULL };

typedef struct {
    rv_model *m;
    const rv_meta_data *data;
    const rv_meta_options *options;
    const rv_meta_fit *fit;
} problem;

static rv_status q_profile(const problem *p, rv_meta_intervals *out, rv_error *err)
{
    const double df = (double)(p->m->k - p->m->p), tail = (1 - out->level) / 2;
    rv_status st = rv_tau2_for_q(p->m, rv_chi2_upper_quantile(tail, df), &out->tau2.lo, NULL, err);

    if (st == RV_OK)
        st = rv_tau2_for_q(p->m, rv_chi2_quantile(tail, df), &out->tau2.hi, NULL, err);
    out->empty = out->tau2.hi == 0;
    return st;
}

static rv_status generalised(const problem *p, rv_meta_intervals *out, rv_error *err)
{
    const double tail = (1 - out->level) / 2;
    rv_status st = p->data->weights ? rv_model_weigh_by(p->m, p->data->weights, err) : rv_model_weigh(p->m, 0, err);

    if (st == RV_OK && (st = rv_generalised_q_solve(p->m, tail, false, &out->tau2.lo, err)) == RV_OK)
        st = rv_generalised_q_solve(p->m, tail, true, &out->tau2.hi, err);
    out->empty = out->tau2.hi == 0;
    return st;
}

/* ---- Profile likelihood ---------------------------------------------------------------------------------------- */

typedef struct {
    rv_model *m;
    bool      restricted;
    double    floor;              /* the log-likelihood at the ends */
    rv_status st;
    rv_error *err;
} level;

static double above(double tau2, void *data)
{
    level *l = data;
    double loglik;

    if (l->st != RV_OK || (l->st = rv_tau2_loglik(l->m, l->restricted, tau2, &loglik, l->err)) != RV_OK)
        return NAN;
    return loglik - l->floor;
}

static rv_status likelihood(const problem *p, rv_meta_intervals *out, rv_error *err)
{
    const bool restricted = p->fit->estimator->how->fit == rv_tau2_reml;
    const double top = p->fit->tau2, tol = 1e-10 * p->m->least_v;
    level l = { p->m, restricted, 0, RV_OK, err };
    double loglik, hi;
    rv_status st;

    if (!restricted && p->fit->estimator->how->fit != rv_tau2_ml)
        return rv_fail(err, RV_EINVAL, "the profile likelihood interval goes with ML and REML, not with %s", p->fit->estimator->name);
    if ((st = rv_tau2_loglik(p->m, restricted, top, &loglik, err)) != RV_OK)
        return st;
    l.floor = loglik - rv_chi2_quantile(out->level, 1) / 2;
    out->tau2.lo = 0;
    if (top > 0 && above(0, &l) < 0)
        st = rv_root(above, &l, 0, top, tol, &out->tau2.lo, err);
    if (st == RV_OK && (st = rv_root_bracket(above, &l, top, fmax(top, p->m->mean_v), INFINITY, &hi, err)) == RV_OK)
        st = rv_root(above, &l, top, hi, tol, &out->tau2.hi, err);
    return l.st != RV_OK ? l.st : st;
}

/* ---- From a standard error ------------------------------------------------------------------------------------- */

static rv_status wald(const problem *p, rv_meta_intervals *out, rv_error *err)
{
    const double t = p->fit->tau2, se = p->fit->tau2_se, reach = rv_meta_quantile(NAN, out->level) * se;

    (void)err;
    if (out->method == RV_INTERVAL_WALD) {
        out->tau2.lo = fmax(0, t - reach);
        out->tau2.hi = t + reach;
    } else if (t > 0 && out->method == RV_INTERVAL_WALD_LOG) {
        out->tau2.lo = t * exp(-reach / t);
        out->tau2.hi = t * exp(reach / t);
    } else if (t > 0) {
        out->tau2.lo = pow(fmax(0, sqrt(t) - reach / (2 * sqrt(t))), 2);
        out->tau2.hi = pow(sqrt(t) + reach / (2 * sqrt(t)), 2);
    }
    return RV_OK;
}

/* In the order of rv_interval_method. */
static rv_status (*const methods[])(const problem *, rv_meta_intervals *, rv_error *) = { q_profile, generalised, likelihood,
                                                                                          wald,      wald,        wald };

/* ---- All together ---------------------------------------------------------------------------------------------- */

static rv_status check(const rv_meta_fit *f, const rv_meta_options *o, rv_error *err)
{
    if (f->estimator->common)
        return rv_fail(err, RV_EINVAL, "a common effect has no tau2");
    if (!isnan(o->tau2))
        return rv_fail(err, RV_EINVAL, "tau2 was given as %g; a known number has no interval", o->tau2);
    if (f->k <= f->p)
        return rv_fail(err, RV_EINVAL, "%zu effects and %zu coefficients leave nothing to estimate tau2 from", f->k, f->p);
    return RV_OK;
}

static void other_forms(double typical, rv_meta_intervals *out)
{
    const double t[3] = { out->tau2.estimate, out->tau2.lo, out->tau2.hi };
    double tau[3], i2[3], h2[3];

    for (int i = 0; i < 3; i++) {
        tau[i] = sqrt(t[i]);
        i2[i] = t[i] / (t[i] + typical);
        h2[i] = t[i] / typical + 1;
    }
    out->tau = (rv_interval){ tau[0], tau[1], tau[2] };
    out->i2 = (rv_interval){ i2[0], i2[1], i2[2] };
    out->h2 = (rv_interval){ h2[0], h2[1], h2[2] };
}

rv_status rv_meta_interval(const rv_meta_data *d, const rv_meta_options *o, rv_interval_method method, rv_meta_intervals *out,
                           rv_error *err)
{
    rv_meta_options quick = *o;
    rv_meta_fit f;
    rv_model m = { 0 };
    const problem p = { &m, d, o, &f };
    double typical = NAN;
    rv_status st;

    quick.skip_interval = true;
    *out = (rv_meta_intervals){ .method = method, .level = o->level, .tau2 = { NAN, NAN, NAN } };
    if ((st = rv_meta_run(d, &quick, &f, NULL, NULL, NULL, err)) != RV_OK || (st = check(&f, o, err)) != RV_OK)
        return st;
    out->tau2.estimate = f.tau2;
    if ((st = rv_model_begin(&m, d, err)) == RV_OK && (st = rv_model_weigh(&m, 0, err)) == RV_OK) {
        typical = (double)(m.k - m.p) / rv_model_trace(&m, 0);
        if ((st = methods[method](&p, out, err)) != RV_OK)
            st = rv_within(err, st, "%s interval of tau2", rv_interval_names[method]);
    }
    rv_model_end(&m);
    other_forms(typical, out);
    return st;
}
