/* A working model for several effects of a study, its robust variances, and both over a grid of rho. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meta/range.h"
#include "meta/working_models.h"
#include "review/numer.h"

const double rv_working_grid[6] = { 0, 0.2, 0.4, 0.6, 0.8, 0.9 };

static const double LOW_DF = 4;

/* The public struct, and what it points to. */
typedef struct {
    rv_working_model model;
    rv_mixed  *mixed;
    rv_robust *robust;
    rv_working_point *point;
    double *grid;                 /* the caller's values, copied */
    double *numbers;              /* coefficients and parameters of the points */
    const char **inner_names;     /* the mixed model points to them */
    char why[512];
} held;

const char *rv_working_note_text(rv_working_note note)
{
    switch (note) {
    case RV_WORKING_NOTE_NO_DEPENDENCE:
        return "every study has one effect; random effects of effects within studies were left out";
    case RV_WORKING_NOTE_NO_P:
        return "the first coefficient has fewer than 4 degrees of freedom; give its interval, not its p-value";
    case RV_WORKING_NOTE_GRID_FAILED:
        return "at a correlation of the sensitivity analysis no fit was found";
    case RV_WORKING_NOTE_RHO_MATTERS:
        return "the assumed correlation of sampling errors matters: over its range the first coefficient moves by more than half its "
               "standard error";
    }
    return NULL;
}

static bool is_rho(double rho) { return rho >= 0 && rho < 1; }

static rv_status check(const rv_working_model_data *d, const rv_working_model_options *o, rv_error *err)
{
    if (!is_rho(o->rho))
        return rv_fail(err, RV_EINVAL, "rho is %g; it must lie between 0 and 1, 1 excluded", o->rho);
    for (size_t i = 0; i < o->grids; i++)
        if (!is_rho(o->grid[i]))
            return rv_fail(err, RV_EINVAL, "value %zu of the grid of rho is %g; it must lie between 0 and 1, 1 excluded", i + 1,
                           o->grid[i]);
    if (d->data.weights)
        return rv_fail(err, RV_EINVAL, "a working model takes no weights; they follow from it");
    for (size_t i = 0; i < d->data.k; i++)   /* before covariances are made of them */
        if (!rv_variance_fits(d->data.vi[i]))
            return rv_variance_refuse(i, d->data.vi[i], err);
    return RV_OK;
}

/* One value of rho: the working model and its robust variance. */
static rv_status fit(const rv_working_layout *l, const rv_working_model *m, double rho, rv_mixed **mixed, rv_robust **robust, rv_error *err)
{
    const rv_working_model_options *o = &m->options;
    const rv_robust_options how = { o->type, o->test, o->level, l->data->study_names, false, 0 };
    rv_mixed_options mixed_how = RV_MIXED_OPTIONS_INIT;
    rv_mixed_data data = { .data = l->data->data, .parts = l->parts, .part = l->part };
    rv_blocks *v = NULL;
    rv_working view;
    rv_status st;

    *mixed = NULL;
    *robust = NULL;
    mixed_how.ml = o->ml;
    mixed_how.level = o->level;
    if ((st = rv_working_layout_covariance(l, m->fitted, rho, &v, err)) == RV_OK) {
        data.v = v;
        if ((st = rv_mixed_run(mixed, &data, &mixed_how, err)) == RV_OK) {
            rv_mixed_working(*mixed, &view);
            st = rv_robust_run(robust, &view, l->data->study, &how, err);
        }
    }
    rv_blocks_free(v);
    if (st != RV_OK) {
        rv_mixed_free(*mixed);
        *mixed = NULL;
    }
    return st;
}

/* The test of the moderators; not having one is said, not an error. */
static void moderators(const rv_working_model *m, const rv_robust *robust, rv_wald_result *out, char *why, size_t n)
{
    rv_error err;

    *out = (rv_wald_result){ RV_WALD_HTZ, NAN, NAN, NAN, NAN, NAN };
    if (m->q && rv_robust_wald_zero(robust, m->p - m->q, m->p - 1, RV_WALD_HTZ, out, &err) != RV_OK && why)
        snprintf(why, n, "%s", err.message);
}

static rv_status points_begin(held *h, size_t params, rv_error *err)
{
    rv_working_model *m = &h->model;
    const size_t n = m->points, p = m->p;

    h->point = calloc(n + 1, sizeof *h->point);
    h->numbers = malloc((n * (p * sizeof(rv_meta_coef) / sizeof(double) + params) + 1) * sizeof *h->numbers);
    if (!h->point || !h->numbers)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu values of rho", n);
    m->point = h->point;
    for (size_t i = 0; i < n; i++) {
        double *at = h->numbers + i * (p * sizeof(rv_meta_coef) / sizeof(double) + params);
        for (size_t j = 0; j < p * sizeof(rv_meta_coef) / sizeof(double) + params; j++)
            at[j] = NAN;
        h->point[i] = (rv_working_point){ m->options.grid[i], (rv_meta_coef *)at, at + p * sizeof(rv_meta_coef) / sizeof(double), NAN,
                                          { RV_WALD_HTZ, NAN, NAN, NAN, NAN, NAN } };
    }
    return RV_OK;
}

static void fill_point(const rv_working_model *m, rv_working_point *at, const rv_mixed *mixed, const rv_robust *robust)
{
    const rv_mixed_fit *f = rv_mixed_result(mixed);

    memcpy((rv_meta_coef *)at->coefs, rv_robust_result(robust)->coefs, m->p * sizeof *at->coefs);
    for (size_t j = 0; j < f->params; j++)
        ((double *)at->param)[j] = f->param[j].estimate;
    at->loglik = m->options.ml ? f->ml.loglik : f->reml.loglik;
    moderators(m, robust, &at->moderators, NULL, 0);
}

static rv_status over_grid(const rv_working_layout *l, held *h, rv_error *err)
{
    rv_working_model *m = &h->model;
    rv_status st = points_begin(h, rv_mixed_result(h->mixed)->params, err);

    for (size_t i = 0; st == RV_OK && i < m->points; i++) {
        rv_working_point *at = &h->point[i];
        rv_mixed *mixed;
        rv_robust *robust;
        rv_error why;
        if (at->rho == m->options.rho) {
            fill_point(m, at, h->mixed, h->robust);
        } else if ((st = fit(l, m, at->rho, &mixed, &robust, &why)) == RV_OK) {
            fill_point(m, at, mixed, robust);
            rv_mixed_free(mixed);
            rv_robust_free(robust);
        } else if (st == RV_ENOMEM) {
            return rv_within(err, rv_fail(err, st, "%s", why.message), "rho %g", at->rho);
        } else {
            m->notes |= RV_WORKING_NOTE_GRID_FAILED;
            st = RV_OK;
        }
        if (fabs(at->coefs[0].estimate - m->coefs[0].estimate) > m->coefs[0].se / 2)
            m->notes |= RV_WORKING_NOTE_RHO_MATTERS;
    }
    return st;
}

/* The variance of true effects, and where a new study's effect may lie. */
static void predict(rv_working_model *m, const rv_meta_data *d)
{
    const rv_mixed_fit *f = rv_mixed_result(m->mixed);
    const rv_meta_coef *c = &m->coefs[0];
    double reach;

    m->tau2 = m->pi_lo = m->pi_hi = m->pi_df = NAN;
    if (m->fitted != RV_WORKING_CHE && m->fitted != RV_WORKING_CE && m->fitted != RV_WORKING_HE)
        return;
    m->tau2 = 0;
    for (size_t j = 0; j < f->params; j++)
        m->tau2 += f->param[j].estimate;
    if (m->p > 1 || (d->p && !d->intercept) || isnan(c->df))
        return;
    m->pi_df = c->df;
    reach = rv_t_upper_quantile((1 - m->options.level) / 2, c->df) * sqrt(c->se * c->se + m->tau2);
    m->pi_lo = c->estimate - reach;
    m->pi_hi = c->estimate + reach;
}

static rv_status run(held *h, rv_working_layout *l, rv_error *err)
{
    rv_working_model *m = &h->model;
    const rv_meta_data *d = &l->data->data;
    rv_status st;

    m->k = l->k;
    m->p = d->p ? d->p : 1;
    m->studies = l->studies;
    m->samples = l->samples;
    m->most_effects = l->most_effects;
    m->q = m->p > 1 ? m->p - d->intercept : 0;
    m->moderators_why = h->why;
    if (!rv_working_layout_repeats(l, m->fitted)) {
        static const rv_working_kind simpler[] = { RV_WORKING_CE, RV_WORKING_CE, RV_WORKING_CE, RV_WORKING_SCE, RV_WORKING_SCE,
                                                   RV_WORKING_CMVE };
        if (l->most_effects == 1)
            m->notes |= RV_WORKING_NOTE_NO_DEPENDENCE;
        m->fitted = simpler[m->fitted];
    }
    rv_working_layout_parts(l, m->fitted);
    if ((st = fit(l, m, m->options.rho, &h->mixed, &h->robust, err)) != RV_OK)
        return st;
    m->mixed = h->mixed;
    m->robust = h->robust;
    m->coefs = rv_robust_result(h->robust)->coefs;
    if (m->coefs[0].df < LOW_DF)
        m->notes |= RV_WORKING_NOTE_NO_P;
    moderators(m, h->robust, &m->moderators, h->why, sizeof h->why);
    predict(m, d);
    return over_grid(l, h, err);
}

rv_status rv_working_model_run(rv_working_model **out, const rv_working_model_data *d, const rv_working_model_options *o, rv_error *err)
{
    rv_working_layout l = { .k = 0 };
    held *h;
    rv_status st;

    *out = NULL;
    if ((st = check(d, o, err)) != RV_OK)
        return st;
    if (!(h = calloc(1, sizeof *h)) || !(h->grid = calloc(o->grids + 1, sizeof *h->grid))) {
        free(h);
        return rv_fail(err, RV_ENOMEM, "out of memory for a working model");
    }
    h->model.options = *o;
    h->model.fitted = o->kind;
    h->model.points = o->kind == RV_WORKING_HE ? 0 : o->grids;   /* independent errors have no rho */
    if (o->grids)
        memcpy(h->grid, o->grid, o->grids * sizeof *h->grid);
    h->model.options.grid = h->grid;
    if ((st = rv_working_layout_begin(&l, d, o->kind, err)) == RV_OK)
        st = run(h, &l, err);
    h->inner_names = l.inner_names;
    l.inner_names = NULL;
    rv_working_layout_end(&l);
    if (st == RV_OK)
        *out = &h->model;
    else
        rv_working_model_free(&h->model);
    return st;
}

void rv_working_model_free(rv_working_model *model)
{
    held *h = (held *)model;

    if (!h)
        return;
    rv_robust_free(h->robust);
    rv_mixed_free(h->mixed);
    free(h->point);
    free(h->grid);
    free(h->numbers);
    free(h->inner_names);
    free(h);
}
