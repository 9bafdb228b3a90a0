/* One model: tau2, then heterogeneity, coefficients and prediction interval that follow from it. */
#include <config.h>

#include "meta/coefficients.h"
#include "meta/estimators.h"

const char *const rv_meta_test_names[] = { "default", "z", "t", "knha", "adhoc", NULL };
const char *const rv_meta_pi_names[] = { "t-k1", "t-k2", "normal", "metafor", "none", NULL };

const char *rv_meta_test_title(rv_meta_test test)
{
    static const char *const titles[] = { "default", "z", "t", "Hartung-Knapp",
                                          "Hartung-Knapp (variance factor not below 1)" };
    return titles[test];
}

static void clear(rv_meta_fit *f)
{
    const rv_meta_coef no = { NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    const rv_meta_fitstats none = { NAN, NAN, NAN, NAN, NAN };

    *f = (rv_meta_fit){ .pooled = no, .pi_lo = NAN, .pi_hi = NAN, .pi_df = NAN, .hk_factor = NAN, .tau2 = NAN,
                        .tau2_se = NAN, .tau2_lo = NAN, .tau2_hi = NAN, .i2 = NAN, .h2 = NAN, .q = NAN, .q_df = NAN,
                        .q_p = NAN, .qm = NAN, .qm_df1 = NAN, .qm_df2 = NAN, .qm_p = NAN, .r2 = NAN, .ml = none,
                        .reml = none };
}

/* tau2 into the fit; what is used for weights into *tau2, where "not estimable" counts as 0. */
static rv_status between(rv_model *m, const rv_meta_data *d, const rv_meta_options *o, rv_meta_fit *f, double *tau2,
                         rv_error *err)
{
    rv_tau2 t = { 0, NAN, 0, 0 };
    rv_status st = RV_OK;

    *tau2 = 0;
    if (f->estimator->common) {
        f->tau2 = 0;
    } else if (!isnan(o->tau2)) {
        *tau2 = f->tau2 = o->tau2;
        if (f->estimator->how->fit == rv_tau2_reml || f->estimator->how->fit == rv_tau2_ml)
            st = rv_tau2_likelihood_se(m, f->estimator->how->fit == rv_tau2_reml, o->tau2, &f->tau2_se, err);
    } else if (m->k > m->p) {
        if ((st = f->estimator->how->fit(m, d, &t, err)) != RV_OK)
            return rv_within(err, st, "%s", f->estimator->name);
        *tau2 = f->tau2 = t.tau2;
        f->tau2_se = t.se;
        f->iterations = t.iterations;
        f->notes |= t.notes | (t.tau2 == 0 ? RV_NOTE_BOUNDARY : 0);
    } else if (m->k == 1) {
        f->notes |= RV_NOTE_ONE_STUDY;
    }
    return st;
}

/* Q, and the typical sampling variance that I2 and H2 compare tau2 with. */
static rv_status heterogeneity(rv_model *m, double tau2, rv_meta_fit *f, rv_error *err)
{
    const double df = (double)(m->k - m->p);
    rv_status st = rv_model_weigh(m, 0, err);

    if (st != RV_OK)
        return st;
    f->q_df = df;
    f->q = df > 0 ? m->rss : 0;
    f->q_p = df > 0 ? rv_chi2_upper(f->q, df) : 1;
    if (df <= 0)
        return RV_OK;
    if (f->estimator->common) {
        f->h2 = f->q / df;
        f->i2 = fmax(0, (f->q - df) / f->q);
        if (f->q == 0)
            f->i2 = 0;
    } else {
        const double typical = df / rv_model_trace(m, 0);
        f->h2 = tau2 / typical + 1;
        f->i2 = tau2 / (tau2 + typical);
    }
    return RV_OK;
}

/* Q-profile: the tau2 at which Q(tau2) meets the upper and lower quantile of chi-square. */
static rv_status profile(rv_model *m, rv_meta_fit *f, rv_error *err)
{
    const double df = (double)(m->k - m->p), tail = (1 - f->level) / 2;
    rv_status st;

    if (df <= 0 || f->estimator->common)
        return RV_OK;
    if ((st = rv_tau2_for_q(m, rv_chi2_upper_quantile(tail, df), &f->tau2_lo, NULL, err)) == RV_OK
        && (st = rv_tau2_for_q(m, rv_chi2_quantile(tail, df), &f->tau2_hi, NULL, err)) == RV_OK
        && f->tau2_hi == 0)
        f->notes |= RV_NOTE_QP_EMPTY;
    return st == RV_OK ? st : rv_within(err, st, "Q-profile interval of tau2");
}

static void prediction(const rv_model *m, const rv_meta_data *d, double tau2, rv_meta_fit *f)
{
    const double k = (double)m->k;
    double reach;

    if (d->p || f->estimator->common || f->pi == RV_PI_NONE)
        return;
    f->pi_df = f->pi == RV_PI_T_K1 ? k - 1 : f->pi == RV_PI_T_K2 ? k - 2 : f->pi == RV_PI_METAFOR ? f->pooled.df : NAN;
    if (f->pi_df <= 0 || isnan(f->tau2)) {
        f->pi_df = NAN;
        f->notes |= m->k > 1 ? RV_NOTE_NO_PI : 0;
        return;
    }
    reach = rv_meta_quantile(f->pi_df, f->level) * sqrt(tau2 + f->pooled.se * f->pooled.se);
    f->pi_lo = f->pooled.estimate - reach;
    f->pi_hi = f->pooled.estimate + reach;
}

/* R2 = 1 - tau2 / tau2 without moderators; for a common effect 1 - (Q / df) / (Q / df without moderators). */
static rv_status explained(const rv_meta_data *d, const rv_meta_options *o, rv_meta_fit *f, rv_error *err)
{
    rv_meta_data plain = *d;
    rv_meta_options once = *o;
    rv_meta_fit without;
    rv_status st;

    if (d->p < 2 || !d->intercept || d->k <= d->p || !isnan(o->tau2))
        return RV_OK;
    plain.p = 0;
    once.skip_interval = true;
    if ((st = rv_meta_run(&plain, &once, &without, NULL, NULL, NULL, err)) != RV_OK)
        return st;
    if (f->estimator->common)
        f->r2 = without.q > 0 ? fmax(0, 1 - f->q / f->q_df / (without.q / without.q_df)) : NAN;
    else if (without.tau2 > 0)
        f->r2 = fmax(0, (without.tau2 - f->tau2) / without.tau2);
    return RV_OK;
}

rv_status rv_meta_run(const rv_meta_data *d, const rv_meta_options *o, rv_meta_fit *fit, rv_meta_coef *coefs,
                      double *vcov, double *weights, rv_error *err)
{
    rv_model m = { 0 };
    double tau2;
    rv_status st;

    clear(fit);
    fit->estimator = o->estimator ? o->estimator : rv_estimator_find("REML");
    fit->test = o->test;
    fit->pi = o->pi;
    fit->level = o->level;
    fit->k = d->k;
    fit->p = d->p ? d->p : 1;
    if (!(o->level > 0 && o->level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", o->level);
    if (!isnan(o->tau2) && !(o->tau2 >= 0 && isfinite(o->tau2)))
        return rv_fail(err, RV_EINVAL, "tau2 is given as %g; it must not be negative", o->tau2);
    if ((st = rv_model_begin(&m, d, err)) == RV_OK && (st = between(&m, d, o, fit, &tau2, err)) == RV_OK
        && (st = heterogeneity(&m, tau2, fit, err)) == RV_OK
        && (o->skip_interval || (st = profile(&m, fit, err)) == RV_OK)
        && (st = rv_meta_coefficients(&m, d, o, tau2, fit, coefs, vcov, weights, err)) == RV_OK) {
        prediction(&m, d, tau2, fit);
        st = explained(d, o, fit, err);
    }
    rv_model_end(&m);
    return st;
}
