/*
 * The effects of the single studies, shrunk towards what the model predicts, and their deviations from it.
 *
 *     l_i = tau2 / (tau2 + v_i)      u_i = l_i (y_i - x_i b)      theta_i = x_i b + u_i
 *     var(u_i) = l_i v_i + l_i^2 x_i vcov x_i'      var(theta_i) = l_i v_i + (1 - l_i)^2 x_i vcov x_i'
 */
#include <config.h>

#include <stdlib.h>

#include "review/meta_diagnose.h"
#include "meta/coefficients.h"

static rv_blup one(double value, double variance, double reach)
{
    const double se = sqrt(variance);

    return (rv_blup){ value, se, value - reach * se, value + reach * se };
}

static void fill(const rv_meta_data *d, const rv_meta_fit *f, const rv_meta_coef *b, const double *vcov, rv_blup *effects,
                 rv_blup *deviations)
{
    const size_t p = f->p;
    const double reach = rv_meta_quantile(f->pooled.df, f->level), tau2 = isnan(f->tau2) ? 0 : f->tau2;

    for (size_t i = 0; i < d->k; i++) {
        const double *x = d->p ? d->x + i * p : NULL, l = tau2 / (tau2 + d->vi[i]);
        double fitted = 0, variance = 0;
        for (size_t r = 0; r < p; r++) {
            fitted += (x ? x[r] : 1) * b[r].estimate;
            for (size_t c = 0; c < p; c++)
                variance += (x ? x[r] * x[c] : 1) * vcov[r * p + c];
        }
        if (effects)
            effects[i] = one(l * d->yi[i] + (1 - l) * fitted, l * d->vi[i] + (1 - l) * (1 - l) * variance, reach);
        if (deviations)
            deviations[i] = one(l * (d->yi[i] - fitted), l * d->vi[i] + l * l * variance, reach);
    }
}

rv_status rv_meta_blups(const rv_meta_data *d, const rv_meta_options *o, rv_blup *effects, rv_blup *deviations, rv_error *err)
{
    const size_t p = d->p ? d->p : 1;
    rv_meta_options once = *o;
    rv_meta_coef *coefs;
    rv_meta_fit fit;
    double *vcov;
    rv_status st;

    if (d->weights || o->unweighted)
        return rv_fail(err, RV_EINVAL, "predicted effects are not defined for weights other than 1 / (variance + tau2)");
    once.skip_interval = true;
    coefs = calloc(p, sizeof *coefs);
    vcov = calloc(p * p, sizeof *vcov);
    if (!coefs || !vcov)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);
    else if ((st = rv_meta_run(d, &once, &fit, coefs, vcov, NULL, err)) == RV_OK)
        fill(d, &fit, coefs, vcov, effects, deviations);
    free(coefs);
    free(vcov);
    return st;
}
