/* Predictions, contrasts, joint tests and two models side by side. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "meta/coefficients.h"
#include "meta/estimators.h"
#include "meta/range.h"

static rv_status check(const double *x, size_t n, const rv_meta_data *d, rv_error *err)
{
    if (!x && (d->p || n != 1))
        return rv_fail(err, RV_EINVAL, "a model with moderators needs their values");
    return rv_moderators_check(d, x, n, err);
}

rv_status rv_meta_predict(const rv_meta_data *d, const rv_meta_options *o, const double *x, size_t n, rv_meta_prediction *out,
                          rv_error *err)
{
    rv_meta_options quick = *o;
    rv_meta_fit f;
    rv_meta_fitted t = { 0 };
    rv_status st = check(x, n, d, err);

    quick.skip_interval = true;
    if (st == RV_OK && (st = rv_meta_fit_all(d, &quick, &f, &t, NULL, err)) == RV_OK)
        for (size_t i = 0; i < n; i++)
            rv_meta_prediction_of(&f, &t, x && d->p ? x + i * d->p : NULL, &out[i]);
    rv_meta_fitted_end(&t);
    return st;
}

rv_status rv_meta_contrasts(const rv_meta_data *d, const rv_meta_options *o, const double *l, size_t n, rv_meta_coef *out,
                            rv_meta_joint *joint, rv_error *err)
{
    const size_t p = d->p ? d->p : 1;
    rv_meta_options quick = *o;
    rv_meta_data named = *d;
    rv_meta_fit f;
    rv_meta_fitted t = { 0 };
    rv_status st;

    named.p = p;
    quick.skip_interval = true;
    if ((st = check(l, n, &named, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        size_t zeros = 0;
        while (zeros < p && l[i * p + zeros] == 0)
            zeros++;
        if (zeros == p)
            return rv_fail(err, RV_EDOMAIN, "contrast %zu is 0 for every coefficient", i + 1);
    }
    if ((st = rv_meta_fit_all(d, &quick, &f, &t, NULL, err)) == RV_OK) {
        for (size_t i = 0; out && i < n; i++)
            out[i] = rv_meta_contrast_of(&t, l + i * p, 0);
        if (joint) {
            *joint = (rv_meta_joint){ NAN, NAN, NAN, NAN };
            st = rv_meta_joint_of(&t, l, n, joint, err);
        }
    }
    rv_meta_fitted_end(&t);
    return st;
}

static bool is_reml(const rv_meta_fit *f)
{
    return !f->estimator->common && f->estimator->how->fit == rv_tau2_reml;
}

rv_status rv_meta_compare(const rv_meta_fit *full, const rv_meta_fit *reduced, rv_meta_comparison *out, rv_error *err)
{
    const size_t pf = full->p + full->estimated, pr = reduced->p + reduced->estimated;
    const bool restricted = is_reml(full);

    if (full->k != reduced->k)
        return rv_fail(err, RV_EINVAL, "one model has %zu effects and the other %zu; both need the same", full->k, reduced->k);
    if (pr >= pf)
        return rv_fail(err, RV_EINVAL, "the reduced model has %zu parameters, not fewer than the %zu of the full one", pr, pf);
    if (restricted != is_reml(reduced))
        return rv_fail(err, RV_EINVAL, "one model is fitted by REML and the other is not; their likelihoods cannot be compared");
    *out = (rv_meta_comparison){ .full = restricted ? full->reml : full->ml, .reduced = restricted ? reduced->reml : reduced->ml,
                                 .full_parameters = pf, .reduced_parameters = pr, .df = (double)(pf - pr), .r2 = NAN,
                                 .restricted = restricted };
    out->lr = 2 * (out->full.loglik - out->reduced.loglik);
    out->p = rv_chi2_upper(fmax(0, out->lr), out->df);
    if (!full->estimator->common && reduced->tau2 >= 0)
        out->r2 = reduced->tau2 > 0 ? fmax(0, 1 - full->tau2 / reduced->tau2) : 0;
    return RV_OK;
}
