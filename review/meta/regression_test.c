/* Regression tests for funnel asymmetry: Egger's and its relatives. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_bias.h"
#include "review/numer.h"
#include "meta/coefficients.h"
#include "meta/range.h"

enum { FEW = 10, FEWEST_DF = 4 };
/* Of sum w y^2: a residual sum below it is rounding error. */
static const double EXACT = 1e-26;

const char *const rv_predictor_names[] = { "sei", "vi", "ninv", "sqrtninv", "ni", "sqrtni", NULL };

rv_status rv_predictor_values(rv_predictor predictor, const double *vi, const double *ni, size_t k, double *x, rv_error *err)
{
    const bool sizes = predictor != RV_PREDICTOR_SEI && predictor != RV_PREDICTOR_VI;

    if (sizes && !ni)
        return rv_fail(err, RV_EINVAL, "the predictor %s needs the sizes of the studies", rv_predictor_names[predictor]);
    for (size_t i = 0; i < k; i++) {
        if (sizes && !(isfinite(ni[i]) && ni[i] > 0))
            return rv_fail(err, RV_EDOMAIN, "size %zu is %g; it must be positive", i + 1, ni[i]);
        switch (predictor) {
        case RV_PREDICTOR_SEI:      x[i] = sqrt(vi[i]); break;
        case RV_PREDICTOR_VI:       x[i] = vi[i]; break;
        case RV_PREDICTOR_NINV:     x[i] = 1 / ni[i]; break;
        case RV_PREDICTOR_SQRTNINV: x[i] = 1 / sqrt(ni[i]); break;
        case RV_PREDICTOR_NI:       x[i] = ni[i]; break;
        case RV_PREDICTOR_SQRTNI:   x[i] = sqrt(ni[i]); break;
        }
    }
    return RV_OK;
}

static rv_meta_coef t_test(double estimate, double se, double df, double level)
{
    const double stat = estimate / se, reach = rv_meta_quantile(df, level) * se;

    return (rv_meta_coef){ estimate, se, stat, df, rv_t_two_sided(stat, df), estimate - reach, estimate + reach };
}

rv_status rv_dispersion_run(const rv_meta_data *d, double level, rv_meta_coef *coefs, double *sigma, rv_error *err)
{
    const size_t k = d->k, p = d->p ? d->p : 1;
    const double df = (double)k - (double)p;
    double *room, *w, *beta, *inverse, *one, rss, size = 0;
    rv_status st = RV_OK;

    if (!(level > 0 && level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", level);
    if (k <= p)
        return rv_fail(err, RV_EINVAL, "%zu effects leave nothing to estimate the dispersion from beside %zu coefficients", k, p);
    if (!(room = calloc(2 * k + p + p * p, sizeof *room)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    w = room, one = w + k, beta = one + k, inverse = beta + p;
    for (size_t i = 0; i < k && st == RV_OK; i++) {
        one[i] = 1;
        w[i] = 1 / d->vi[i];
        if (!rv_effect_fits(d->yi[i]))
            st = rv_effect_refuse(i, d->yi[i], err);
        else if (!rv_variance_fits(d->vi[i]))
            st = rv_variance_refuse(i, d->vi[i], err);
    }
    if (st == RV_OK && (st = rv_wls(d->p ? d->x : one, d->yi, w, k, p, d->names, beta, inverse, &rss, err)) == RV_OK) {
        for (size_t j = 0; j < p; j++)
            coefs[j] = t_test(beta[j], sqrt(rss / df * inverse[j * p + j]), df, level);
        if (sigma)
            *sigma = sqrt(rss / df);
        for (size_t i = 0; i < k; i++)
            size += w[i] * d->yi[i] * d->yi[i];
        if (!(rss > EXACT * size))
            st = rv_fail(err, RV_EDOMAIN, "the coefficients fit all %zu effects exactly: there is no dispersion to test with", k);
    }
    free(room);
    return st;
}

/* The design of the model with the predictor as its last column, named after it. */
static rv_status with_predictor(const rv_meta_data *d, const double *f, const char *name, double *x, const char **names, rv_meta_data *out)
{
    const size_t p = d->p ? d->p : 1;

    for (size_t i = 0; i < d->k; i++) {
        for (size_t j = 0; j < p; j++)
            x[i * (p + 1) + j] = d->p ? d->x[i * p + j] : 1;
        x[i * (p + 1) + p] = f[i];
    }
    for (size_t j = 0; j < p; j++)
        names[j] = d->names ? d->names[j] : d->p ? "of the moderators" : "intercept";
    names[p] = name;
    *out = *d;
    out->p = p + 1;
    out->x = x;
    out->names = names;
    out->intercept = d->p == 0 || d->intercept;
    return RV_OK;
}

static rv_status by_model(const rv_meta_data *d, const rv_meta_options *options, rv_meta_coef *coefs, rv_regression_test *out,
                          rv_error *err)
{
    rv_meta_options o = *options;
    rv_meta_fit fit;
    rv_status st;

    o.pi = RV_PI_NONE;
    o.skip_interval = true;
    if (d->k == d->p && isnan(o.tau2) && !(o.estimator && o.estimator->common))
        return rv_fail(err, RV_EINVAL, "%zu effects leave nothing to estimate tau2 from beside %zu coefficients", d->k, d->p);
    if ((st = rv_meta_run(d, &o, &fit, coefs, NULL, NULL, err)) == RV_OK)
        out->tau2 = fit.tau2;
    return st;
}

rv_status rv_regression_test_run(const rv_meta_data *d, const double *ni, const rv_meta_options *options,
                                 const rv_regression_test_options *test, rv_regression_test *out, rv_error *err)
{
    const rv_meta_coef none = { NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    const size_t k = d->k, p = (d->p ? d->p : 1) + 1;
    const bool line = d->p == 0 || (d->p == 1 && d->intercept);
    double *x = calloc(k * (p + 1) + 1, sizeof *x);
    const char **names = calloc(p, sizeof *names);
    rv_meta_coef *coefs = calloc(p, sizeof *coefs);
    rv_meta_data joined;
    rv_status st = x && names && coefs ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);

    *out = (rv_regression_test){ test->predictor, test->dispersion, k, p, none, none, NAN, NAN, k < FEW ? RV_BIAS_FEW : 0 };
    if (st == RV_OK && (st = rv_predictor_values(test->predictor, d->vi, ni, k, x + k * p, err)) == RV_OK
        && (st = with_predictor(d, x + k * p, rv_predictor_names[test->predictor], x, names, &joined)) == RV_OK
        && (st = test->dispersion ? rv_dispersion_run(&joined, options->level, coefs, &out->sigma, err)
                                  : by_model(&joined, options, coefs, out, err)) == RV_OK) {
        out->slope = coefs[p - 1];
        if (line && test->predictor <= RV_PREDICTOR_SQRTNINV)
            out->limit = coefs[0];
    }
    free(x);
    free(names);
    free(coefs);
    return st;
}

rv_status rv_regression_test_dependent(const rv_working_model_data *d, const double *ni, const rv_working_model_options *options,
                                       rv_predictor predictor, rv_regression_test *out, size_t *studies, rv_error *err)
{
    const rv_meta_coef none = { NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    const size_t k = d->data.k, p = (d->data.p ? d->data.p : 1) + 1;
    const bool line = d->data.p == 0 || (d->data.p == 1 && d->data.intercept);
    double *x = calloc(k * (p + 1) + 1, sizeof *x);
    const char **names = calloc(p, sizeof *names);
    rv_working_model_data joined = *d;
    rv_working_model_options once = *options;
    rv_working_model *model = NULL;
    rv_status st = x && names ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);

    *out = (rv_regression_test){ predictor, false, k, p, none, none, NAN, NAN, 0 };
    once.grids = 0;
    if (st == RV_OK && options->kind > RV_WORKING_HE)
        st = rv_fail(err, RV_EINVAL, "a regression test needs the working model CHE, CE or HE, not %s", rv_working_kind_names[options->kind]);
    if (st == RV_OK && (st = rv_predictor_values(predictor, d->data.vi, ni, k, x + k * p, err)) == RV_OK
        && (st = with_predictor(&d->data, x + k * p, rv_predictor_names[predictor], x, names, &joined.data)) == RV_OK
        && (st = rv_working_model_run(&model, &joined, &once, err)) == RV_OK) {
        out->slope = model->coefs[p - 1];
        if (line && predictor <= RV_PREDICTOR_SQRTNINV)
            out->limit = model->coefs[0];
        out->tau2 = model->tau2;
        out->notes = (model->studies < FEW ? RV_BIAS_FEW : 0) | (out->slope.df < FEWEST_DF ? RV_BIAS_FEW_CLUSTERS : 0);
        if (studies)
            *studies = model->studies;
    }
    rv_working_model_free(model);
    free(x);
    free(names);
    return st;
}
