/* What each effect does to the model: the model fitted again without it. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_diagnose.h"
#include "review/numer.h"
#include "meta/deletion.h"
#include "meta/model.h"

typedef struct {
    const rv_meta_data *data;
    const rv_meta_options *options;
    size_t p;
    bool own;                     /* weights that are not 1 / (v + tau2) */
    rv_meta_fit   fit;            /* of all effects */
    rv_meta_coef *coefs;          /* [p] */
    double *vcov, *known, *d, *room, *weights;
    double  log_det;
    rv_residual *residuals;
    rv_deletion without;
} table;

/* What the test multiplies variances by. */
static double factor(const rv_meta_fit *f)
{
    if (isnan(f->hk_factor))
        return 1;
    return f->test == RV_TEST_ADHOC ? fmax(1, f->hk_factor) : f->hk_factor;
}

static rv_status begin(table *t, rv_error *err)
{
    const size_t k = t->data->k, p = t->p;
    rv_meta_options once = *t->options;
    double none, *at;
    rv_status st;

    once.skip_interval = true;
    t->coefs = calloc(p, sizeof *t->coefs);
    t->residuals = calloc(k + 1, sizeof *t->residuals);
    t->vcov = at = calloc(3 * p * p + 2 * p + k + 1, sizeof *at);
    if (!t->coefs || !t->residuals || !t->vcov)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects and %zu coefficients", k, p);
    t->known = at + p * p;
    t->room = at + 2 * p * p;
    t->d = at + 3 * p * p + p;
    t->weights = t->d + p;
    if ((st = rv_meta_run(t->data, &once, &t->fit, t->coefs, t->vcov, t->weights, err)) != RV_OK
        || (st = rv_meta_residuals(t->data, t->options, t->residuals, err)) != RV_OK
        || (st = rv_deletion_begin(&t->without, t->data, t->options, err)) != RV_OK)
        return st;
    t->without.rest.intercept = false;   /* R2 would be a second fit, and is not asked for */
    rv_distance(t->vcov, NULL, p, t->room, &none, &t->log_det);
    return RV_OK;
}

static void end(table *t)
{
    rv_deletion_end(&t->without);
    free(t->coefs);
    free(t->residuals);
    free(t->vcov);
}

/* The variances of the coefficients if tau2 were that of the model without the effect, weights and design those of all: what
   changes of coefficients are measured with. */
static rv_status variances(table *t, double tau2, rv_error *err)
{
    rv_meta_options known = *t->options;
    rv_meta_data d = *t->data;
    rv_meta_fit f;

    known.test = RV_TEST_Z;
    known.skip_interval = true;
    known.tau2 = tau2;
    d.intercept = false;
    return rv_meta_run(&d, &known, &f, NULL, t->known, NULL, err);
}

/* The variance of the fitted value of effect i under that tau2. */
static double fitted_variance(const table *t, const double *x, size_t i, double tau2)
{
    double sum = 0;

    if (!t->own)
        return t->residuals[i].hat * (t->data->vi[i] + tau2);
    for (size_t r = 0; r < t->p; r++)
        for (size_t c = 0; c < t->p; c++)
            sum += (x ? x[r] * x[c] : 1) * t->known[r * t->p + c];
    return sum;
}

static void compare(table *t, size_t i, rv_influence *row, double *dfbetas)
{
    const rv_deletion *w = &t->without;
    const double *x = t->data->p ? t->data->x + i * t->p : NULL, s2 = factor(&w->fit),
                 tau2 = isnan(w->fit.tau2) ? 0 : w->fit.tau2;
    double predicted = 0, variance = 0, log_det, none;

    for (size_t r = 0; r < t->p; r++) {
        predicted += (x ? x[r] : 1) * w->coefs[r].estimate;
        t->d[r] = t->coefs[r].estimate - w->coefs[r].estimate;
        for (size_t c = 0; c < t->p; c++)
            variance += (x ? x[r] * x[c] : 1) * w->vcov[r * t->p + c];
        if (dfbetas)
            dfbetas[r] = t->d[r] / sqrt(s2 * t->known[r * t->p + r]);
    }
    row->resid = t->data->yi[i] - predicted;
    row->resid_se = sqrt(s2 * (t->data->vi[i] + tau2) + variance);
    row->rstudent = row->resid_se > 0 ? row->resid / row->resid_se : NAN;
    row->dffits = (t->residuals[i].fitted - predicted) / sqrt(s2 * fitted_variance(t, x, i, tau2));
    rv_distance(t->vcov, t->d, t->p, t->room, &row->cook_d, &none);
    rv_distance(w->vcov, NULL, t->p, t->room, &none, &log_det);
    row->cov_ratio = exp(log_det - t->log_det);
    row->tau2_del = w->fit.tau2;
    row->q_del = w->fit.q;
}

static bool influential(const table *t, const rv_influence *r, const double *dfbetas)
{
    const double p = (double)t->p, k = (double)t->data->k;

    for (size_t j = 0; j < t->p; j++)
        if (fabs(dfbetas[j]) > 1)
            return true;
    return fabs(r->dffits) > 3 * sqrt(p / (k - p)) || r->hat > 3 * p / k
           || (r->cook_d > 0 && rv_chi2_lower(r->cook_d, p) > .5);
}

static rv_status without(table *t, bool *keep, size_t i, rv_influence *row, double *dfbetas, rv_error *err)
{
    rv_status st;

    *row = (rv_influence){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, t->residuals[i].hat, t->weights[i], false };
    for (size_t j = 0; j < t->p; j++)
        dfbetas[j] = NAN;
    keep[i] = false;
    st = rv_deletion_keep(&t->without, keep, err);
    keep[i] = true;
    if (st == RV_OK && t->without.exists
        && (st = variances(t, isnan(t->without.fit.tau2) ? 0 : t->without.fit.tau2, err)) == RV_OK)
        compare(t, i, row, dfbetas);
    row->influential = influential(t, row, dfbetas);
    return st;
}

rv_status rv_meta_influence(const rv_meta_data *d, const rv_meta_options *o, rv_influence *rows, double *dfbetas, rv_error *err)
{
    table t = { .data = d, .options = o, .p = d->p ? d->p : 1, .own = d->weights || o->unweighted };
    bool *keep = calloc(d->k + 1, sizeof *keep);
    double *own = calloc(t.p, sizeof *own);
    rv_status st;

    if (!keep || !own)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    else if (d->k < 2)
        st = rv_fail(err, RV_EINVAL, "influence needs two effects or more; there is %zu", d->k);
    else
        st = begin(&t, err);
    for (size_t i = 0; st == RV_OK && i < d->k; i++)
        keep[i] = true;
    for (size_t i = 0; st == RV_OK && i < d->k; i++)
        st = without(&t, keep, i, &rows[i], dfbetas ? dfbetas + i * t.p : own, err);
    end(&t);
    free(keep);
    free(own);
    return st;
}
