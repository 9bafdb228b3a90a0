/* One model: tau2, then heterogeneity, coefficients and prediction interval that follow from it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/coefficients.h"
#include "meta/estimators.h"

const char *const rv_meta_test_names[] = { "default", "z", "t", "knha", "adhoc", "knha-ci", "iqwig6", "kr", "kr-1997", NULL };

const char *rv_meta_test_title(rv_meta_test test)
{
    static const char *const titles[] = { "default", "z", "t", "Hartung-Knapp",
                                          "Hartung-Knapp (variance factor not below 1)",
                                          "the wider of Hartung-Knapp and normal",
                                          "Hartung-Knapp (corrected where narrower than DerSimonian-Laird)", "Kenward-Roger",
                                          "Kenward-Roger (degrees of freedom of 1997)" };
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

/* R2 = 1 - tau2 / tau2 without moderators, 0 where that is 0 (as metafor); for a common effect
   1 - (Q / df) / (Q / df without moderators). */
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
    once.test = RV_TEST_Z;
    once.pi = RV_PI_NONE;
    if ((st = rv_meta_run(&plain, &once, &without, NULL, NULL, NULL, err)) != RV_OK)
        return st;
    if (f->estimator->common)
        f->r2 = without.q > 0 ? fmax(0, 1 - f->q / f->q_df / (without.q / without.q_df)) : NAN;
    else if (without.tau2 > 0)
        f->r2 = fmax(0, (without.tau2 - f->tau2) / without.tau2);
    else
        f->r2 = 0;
    return RV_OK;
}

/* The omnibus test: of the moderators, or of the effect when there are none. */
static rv_status omnibus(const rv_meta_data *d, const rv_meta_fitted *t, rv_meta_fit *f, rv_error *err)
{
    const size_t p = t->p, first = p > 1 && d->intercept, n = p - first;
    rv_meta_joint all = { NAN, NAN, NAN, NAN };
    double *l = calloc(n * p, sizeof *l);
    rv_status st = l ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);

    for (size_t i = 0; l && i < n; i++)
        l[i * p + first + i] = 1;
    if (st == RV_OK && (st = rv_meta_joint_of(t, l, n, &all, err)) == RV_OK) {
        f->qm = all.stat;
        f->qm_df1 = all.df1;
        f->qm_df2 = all.df2;
        f->qm_p = all.p;
    }
    free(l);
    return st;
}

static void prediction(const rv_meta_data *d, rv_meta_fitted *t, rv_meta_fit *f)
{
    rv_meta_prediction at;

    if (d->p || f->estimator->common || f->pi == RV_PI_NONE)
        return;
    rv_meta_prediction_of(f, t, NULL, &at);
    f->pi_df = at.pi_df;
    f->pi_lo = at.pi_lo;
    f->pi_hi = at.pi_hi;
    f->notes |= isnan(at.pi_lo) && f->k > 1 ? RV_NOTE_NO_PI : 0;
}

static rv_status start(const rv_meta_data *d, const rv_meta_options *o, rv_meta_fit *f, rv_error *err)
{
    clear(f);
    f->estimator = o->estimator ? o->estimator : rv_estimator_find("REML");
    f->test = o->test;
    f->pi = o->pi;
    f->level = o->level;
    f->k = d->k;
    f->p = d->p ? d->p : 1;
    f->estimated = !f->estimator->common && isnan(o->tau2);
    if (!(o->level > 0 && o->level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", o->level);
    if (!isnan(o->tau2) && !(o->tau2 >= 0 && isfinite(o->tau2)))
        return rv_fail(err, RV_EINVAL, "tau2 is given as %g; it must not be negative", o->tau2);
    return RV_OK;
}

rv_status rv_meta_fit_all(const rv_meta_data *d, const rv_meta_options *o, rv_meta_fit *f, rv_meta_fitted *t, double *weights,
                          rv_error *err)
{
    rv_model m = { 0 };
    double tau2;
    rv_status st = start(d, o, f, err);

    if (st == RV_OK && (st = rv_model_begin(&m, d, err)) == RV_OK && (st = between(&m, d, o, f, &tau2, err)) == RV_OK
        && (st = heterogeneity(&m, tau2, f, err)) == RV_OK && (o->skip_interval || (st = profile(&m, f, err)) == RV_OK)
        && (st = rv_meta_coefficients(&m, d, o, tau2, f, t, weights, err)) == RV_OK) {
        f->pooled = rv_meta_contrast_of(t, NULL, 0);
        prediction(d, t, f);
        st = omnibus(d, t, f, err);
    }
    rv_model_end(&m);
    return st;
}

rv_status rv_meta_run(const rv_meta_data *d, const rv_meta_options *o, rv_meta_fit *fit, rv_meta_coef *coefs,
                      double *vcov, double *weights, rv_error *err)
{
    rv_meta_fitted t = { 0 };
    rv_status st = rv_meta_fit_all(d, o, fit, &t, weights, err);

    if (st == RV_OK) {
        for (size_t i = 0; coefs && i < t.p; i++)
            coefs[i] = rv_meta_contrast_of(&t, NULL, i);
        if (vcov)
            memcpy(vcov, t.g, t.p * t.p * sizeof *vcov);
        st = explained(d, o, fit, err);
    }
    rv_meta_fitted_end(&t);
    return st;
}
