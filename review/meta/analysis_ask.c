/* What is asked of an analysis once it is there: contrasts, predictions, the comparison with another. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_analysis.h"
#include "review/numer.h"

/* The effects and variances of the rows used, freed by the caller. */
static rv_status data_of(const rv_analysis *a, rv_meta_data *data, double **room, rv_error *err)
{
    const rv_design *const d = a->options.design;

    if (!(*room = calloc(2 * a->k + 1, sizeof **room)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", a->k);
    for (size_t i = 0; i < a->k; i++) {
        (*room)[i] = a->rows[i]->yi;
        (*room)[a->k + i] = a->rows[i]->vi;
    }
    *data = (rv_meta_data){ .k = a->k, .yi = *room, .vi = *room + a->k };
    if (a->names) {
        data->p = a->p;
        data->x = d->x;
        data->names = a->names;
        data->intercept = d->intercept;
    }
    return RV_OK;
}

/* l' b of a mixed model without robust variances, with the df of its first coefficient. */
static rv_meta_coef model_based(const rv_analysis *a, const double *l)
{
    rv_meta_coef c = { 0, 0, NAN, a->coefs[0].df, NAN, NAN, NAN };
    double tail = (1 - a->fit.level) / 2, reach;

    for (size_t i = 0; i < a->p; i++) {
        c.estimate += l[i] * a->coefs[i].estimate;
        for (size_t j = 0; j < a->p; j++)
            c.se += l[i] * l[j] * a->vcov[i * a->p + j];
    }
    c.se = sqrt(c.se);
    c.stat = c.estimate / c.se;
    c.p = isnan(c.df) ? rv_normal_two_sided(c.stat) : rv_t_two_sided(c.stat, c.df);
    reach = (isnan(c.df) ? rv_normal_upper_quantile(tail) : rv_t_upper_quantile(tail, c.df)) * c.se;
    c.ci_lo = c.estimate - reach;
    c.ci_hi = c.estimate + reach;
    return c;
}

static rv_status linear(const rv_analysis *a, const double *l, rv_meta_coef *out, rv_error *err)
{
    if (a->robust)
        return rv_robust_contrast(a->robust, l, out, err);
    *out = model_based(a, l);
    return RV_OK;
}

rv_status rv_analysis_contrasts(const rv_analysis *a, const double *l, size_t n, rv_meta_coef *out, rv_meta_joint *joint,
                                rv_error *err)
{
    rv_meta_data data;
    rv_wald_result w;
    double *room = NULL;
    rv_status st = RV_OK;

    *joint = (rv_meta_joint){ NAN, NAN, NAN, NAN };
    if (!a->mixed) {
        if ((st = data_of(a, &data, &room, err)) == RV_OK)
            st = rv_meta_contrasts(&data, &a->options.model, l, n, out, n > 1 ? joint : NULL, err);
        free(room);
        return st;
    }
    for (size_t i = 0; st == RV_OK && i < n; i++)
        if ((st = linear(a, l + i * a->p, &out[i], err)) != RV_OK)
            st = rv_within(err, st, "contrast %zu", i + 1);
    if (st == RV_OK && n > 1 && a->robust && (st = rv_robust_wald(a->robust, l, n, RV_WALD_HTZ, &w, err)) == RV_OK)
        *joint = (rv_meta_joint){ w.stat, w.df1, w.df2, w.p };
    return st;
}

rv_status rv_analysis_predict(const rv_analysis *a, const double *x, size_t n, rv_meta_prediction *out, rv_error *err)
{
    static const double one = 1;
    rv_meta_data data;
    double *room = NULL, tail = (1 - a->fit.level) / 2, reach;
    rv_status st;

    if (!a->mixed) {
        if ((st = data_of(a, &data, &room, err)) == RV_OK)
            st = rv_meta_predict(&data, &a->options.model, a->names ? x : NULL, n, out, err);
        free(room);
        return st;
    }
    st = RV_OK;
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        rv_meta_prediction *const p = &out[i];
        *p = (rv_meta_prediction){ .pi_se = NAN, .pi_df = NAN, .pi_lo = NAN, .pi_hi = NAN };
        if ((st = linear(a, a->names ? x + i * a->p : &one, &p->mean, err)) != RV_OK || isnan(a->fit.tau2))
            continue;
        p->pi_se = sqrt(a->fit.tau2 + p->mean.se * p->mean.se);
        p->pi_df = p->mean.df;
        reach = (isnan(p->pi_df) ? rv_normal_upper_quantile(tail) : rv_t_upper_quantile(tail, p->pi_df)) * p->pi_se;
        p->pi_lo = p->mean.estimate - reach;
        p->pi_hi = p->mean.estimate + reach;
    }
    return st;
}

size_t rv_analysis_parameters(const rv_analysis *a)
{
    size_t n = a->p;

    if (!a->mixed)
        return n + a->fit.estimated;
    for (size_t i = 0; i < rv_mixed_result(a->mixed)->params; i++)
        n += !rv_mixed_result(a->mixed)->param[i].fixed && rv_mixed_result(a->mixed)->param[i].identified;
    return n;
}

const rv_meta_fitstats *rv_analysis_statistics(const rv_analysis *a)
{
    const bool restricted = a->mixed ? !rv_mixed_how(a->mixed)->ml : strcmp(a->fit.estimator->name, "REML") == 0;

    return restricted ? &a->fit.reml : &a->fit.ml;
}
