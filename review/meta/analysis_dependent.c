/* Several effects of a study: the working model or one of one's own, with robust variances by study. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/analysis.h"
#include "meta/name_codes.h"
#include "review/meta_multilevel.h"
#include "review/numer.h"

/* The variance of true effects where it is one for all: no part has a variance for each inner level. Else NaN. */
static double total_variance(const rv_mixed *mixed)
{
    const rv_mixed_fit *const m = rv_mixed_result(mixed);
    const rv_mixed_data *const d = rv_mixed_of(mixed);
    double sum = 0;

    for (size_t i = 0; i < m->params; i++) {
        const rv_mixed_struct kind = d->part[m->param[i].part].kind;
        if (kind == RV_MIXED_HCS || kind == RV_MIXED_UN || kind == RV_MIXED_DIAG || kind == RV_MIXED_HAR)
            return NAN;
        sum += m->param[i].correlation ? 0 : m->param[i].estimate;
    }
    return sum;
}

/* The true effect of a new study: as metafor's predict(), by the variance and the degrees of freedom of the estimate. */
static void predict(rv_analysis *a)
{
    const rv_meta_coef *const c = &a->coefs[0];
    const double tail = (1 - a->options.model.level) / 2;
    double reach;

    if (a->p > 1 || a->names || isnan(c->se))
        return;
    reach = (isnan(c->df) ? rv_normal_upper_quantile(tail) : rv_t_upper_quantile(tail, c->df)) * sqrt(c->se * c->se + a->fit.tau2);
    if (isnan(reach))
        return;
    a->fit.pi = RV_PI_METAFOR;
    a->fit.pi_df = c->df;
    a->fit.pi_lo = c->estimate - reach;
    a->fit.pi_hi = c->estimate + reach;
}

/* I2 in all and by part. Where it cannot be computed it does not exist. */
static rv_status share(rv_analysis *a, rv_error *err)
{
    double typical, total;

    if (!a->options.bare && !(a->i2_part = calloc(rv_mixed_of(a->mixed)->parts + 1, sizeof *a->i2_part)))
        return rv_fail(err, RV_ENOMEM, "out of memory for the parts of a mixed model");
    if (rv_mixed_i2(a->mixed, &typical, &total, a->i2_part, NULL) == RV_OK) {
        a->fit.i2 = total;
        return RV_OK;
    }
    free(a->i2_part);
    a->i2_part = NULL;
    return RV_OK;
}

/* What a mixed model and a univariate one have in common; the rest does not exist. */
static void fill_fit(rv_analysis *a)
{
    const rv_mixed_fit *const m = rv_mixed_result(a->mixed);
    const rv_meta_fitstats none = { NAN, NAN, NAN, NAN, NAN };

    a->fit = (rv_meta_fit){
        .k = m->k, .p = m->p, .estimator = rv_estimator_find(rv_mixed_how(a->mixed)->ml ? "ML" : "REML"), .test = RV_TEST_T,
        .pi = RV_PI_NONE, .level = a->options.model.level, .pooled = a->coefs[0], .pi_lo = NAN, .pi_hi = NAN, .pi_df = NAN,
        .hk_factor = NAN, .tau2 = NAN, .tau2_se = NAN, .tau2_lo = NAN, .tau2_hi = NAN, .i2 = NAN, .h2 = NAN, .q = m->q,
        .q_df = m->q_df, .q_p = m->q_p, .qm = a->moderators.stat, .qm_df1 = a->moderators.df1, .qm_df2 = a->moderators.df2,
        .qm_p = a->moderators.p, .r2 = NAN, .ml = none, .reml = none, .estimated = true, .iterations = m->iterations
    };
    a->fit.ml = m->ml;
    a->fit.reml = m->reml;
    a->fit.tau2 = total_variance(a->mixed);
    predict(a);
}

/* The share of each effect in the first coefficient: 100 times the first row of M X' W. */
static void weigh(rv_analysis *a)
{
    rv_working w;

    rv_mixed_working(a->mixed, &w);
    for (size_t g = 0; g < w.w->n; g++) {
        const size_t m = w.w->start[g + 1] - w.w->start[g], *const row = w.w->row + w.w->start[g];
        const double *const block = w.w->block + w.w->at[g];
        for (size_t j = 0; j < m; j++) {
            double share = 0;
            for (size_t i = 0; i < m; i++)
                for (size_t c = 0; c < w.p; c++)
                    share += w.bread[c] * w.x[row[i] * w.p + c] * block[i * m + j];
            a->weights[row[j]] = 100 * share;
        }
    }
}

/* ---- A working model --------------------------------------------------------------------------------------------- */

/* Codes of the subgroups of rows, and their names. */
static rv_status subgroup_codes(const rv_analysis *a, rv_names *t, size_t **code, rv_error *err)
{
    rv_status st = rv_names_begin(t, a->k, err);

    if (st == RV_OK && !(*code = calloc(a->k, sizeof **code)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", a->k);
    for (size_t i = 0; st == RV_OK && i < a->k; i++)
        (*code)[i] = rv_names_number(t, *a->rows[i]->subgroup ? a->rows[i]->subgroup : "not stated");
    return st;
}

/* The study of each code. */
static const char **study_names(const rv_analysis *a)
{
    const char **const name = calloc(a->studies + 1, sizeof *name);

    for (size_t i = 0; name && i < a->k; i++)
        name[a->study[i]] = *a->rows[i]->study ? a->rows[i]->study : a->rows[i]->label;
    return name;
}

static rv_status working_model(rv_analysis *a, const rv_meta_data *data, rv_working_model **out, rv_error *err)
{
    rv_working_model_options o = a->options.working;
    rv_working_model_data d = { .data = *data, .study = a->study, .sample = a->options.sample,
                                .sampling = a->options.sample ? NULL : a->options.sampling };
    const bool by_subgroup = o.kind == RV_WORKING_SCE || o.kind == RV_WORKING_SCE_PLUS || o.kind == RV_WORKING_CMVE;
    const char **const names = study_names(a);
    size_t *code = NULL;
    rv_names t = { 0 };
    rv_status st = names ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", a->studies);

    o.level = a->options.model.level;
    o.ml = a->options.model.estimator && strcmp(a->options.model.estimator->name, "ML") == 0;
    d.study_names = names;
    if (st == RV_OK && by_subgroup && (st = subgroup_codes(a, &t, &code, err)) == RV_OK) {
        d.subgroup = code;
        d.subgroup_names = t.name;
    }
    if (st == RV_OK)
        st = rv_working_model_run(out, &d, &o, err);
    if (by_subgroup && !a->subgroup_names) {   /* the model's parts are called by them */
        a->subgroup_names = t.name;
        t.name = NULL;
    }
    free(names);
    free(code);
    rv_names_end(&t);
    return st;
}

static void take_working(rv_analysis *a)
{
    const rv_wald_result *const w = &a->working->moderators;

    a->mixed = a->working->mixed;
    a->robust = a->working->robust;
    memcpy(a->coefs, a->working->coefs, a->p * sizeof *a->coefs);
    memcpy(a->vcov, rv_robust_result(a->robust)->vcov, a->p * a->p * sizeof *a->vcov);
    if (a->names && a->working->q)
        a->moderators = (rv_meta_joint){ w->stat, w->df1, w->df2, w->p };
}

/* ---- Random effects of one's own --------------------------------------------------------------------------------- */

static rv_status robust_of(rv_analysis *a, rv_error *err)
{
    rv_robust_options o = RV_ROBUST_OPTIONS_INIT;
    rv_working w;
    rv_wald_result wald;
    const size_t first = a->names && a->options.design->intercept;
    rv_status st;

    o.type = a->options.working.type;
    o.test = a->options.working.test;
    o.level = a->options.model.level;
    rv_mixed_working(a->mixed, &w);
    if ((st = rv_robust_run(&a->own_robust, &w, a->options.cluster ? a->options.cluster : a->study, &o, err)) != RV_OK)
        return st;
    a->robust = a->own_robust;
    memcpy(a->coefs, rv_robust_result(a->robust)->coefs, a->p * sizeof *a->coefs);
    memcpy(a->vcov, rv_robust_result(a->robust)->vcov, a->p * a->p * sizeof *a->vcov);
    if (a->names && first < a->p && rv_robust_wald_zero(a->robust, first, a->p - 1, RV_WALD_HTZ, &wald, NULL) == RV_OK)
        a->moderators = (rv_meta_joint){ wald.stat, wald.df1, wald.df2, wald.p };
    return RV_OK;
}

static rv_status own_random(rv_analysis *a, const rv_meta_data *data, rv_error *err)
{
    rv_mixed_data d = *a->options.random;
    rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    const rv_mixed_fit *m;
    rv_status st;

    d.data = *data;
    o.level = a->options.model.level;
    o.ml = a->options.model.estimator && strcmp(a->options.model.estimator->name, "ML") == 0;
    o.t = a->options.model.test != RV_TEST_Z && a->options.model.test != RV_TEST_DEFAULT;
    if ((st = rv_mixed_run(&a->own_mixed, &d, &o, err)) != RV_OK)
        return st;
    a->mixed = a->own_mixed;
    m = rv_mixed_result(a->mixed);
    if (!a->options.model_based)
        return robust_of(a, err);
    memcpy(a->coefs, m->coefs, a->p * sizeof *a->coefs);
    memcpy(a->vcov, m->vcov, a->p * a->p * sizeof *a->vcov);
    if (a->names)
        a->moderators = (rv_meta_joint){ m->qm, m->qm_df1, m->qm_df2, m->qm_p };
    return RV_OK;
}

rv_status rv_analysis_dependent(rv_analysis *a, const rv_meta_data *data, rv_error *err)
{
    rv_status st;

    if (a->options.model.estimator && strcmp(a->options.model.estimator->name, "REML") && strcmp(a->options.model.estimator->name, "ML"))
        return rv_fail(err, RV_EINVAL,
                       "%s is an estimator of one effect a study, but a study has %zu effects: take REML or ML, or pool them as if they "
                       "were independent with assume-independent",
                       a->options.model.estimator->name, a->most_effects);
    if (a->options.random) {
        st = own_random(a, data, err);
    } else if ((st = working_model(a, data, &a->working, err)) == RV_OK) {
        take_working(a);
    }
    if (st == RV_OK) {
        fill_fit(a);
        weigh(a);
        st = share(a, err);
    }
    return st;
}

/* ---- Subgroups --------------------------------------------------------------------------------------------------- */

static rv_status compare_groups(rv_analysis *a, const rv_working_model *m, size_t groups, rv_error *err)
{
    double *c = calloc(groups * groups, sizeof *c);
    rv_wald_result w = { .stat = NAN };
    rv_status st = c ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu subgroups", groups);

    for (size_t i = 0; st == RV_OK && i + 1 < groups; i++) {
        c[i * groups] = -1;
        c[i * groups + i + 1] = 1;
    }
    a->between = (rv_meta_between){ NAN, (double)groups - 1, NAN, NAN };
    if (st == RV_OK && groups > 1 && rv_robust_wald(m->robust, c, groups - 1, RV_WALD_HTZ, &w, NULL) == RV_OK)
        a->between = (rv_meta_between){ w.stat, w.df1, w.df2, w.p };
    free(c);
    return st;
}

rv_status rv_analysis_dependent_groups(rv_analysis *a, const rv_meta_data *data, const char *const *names, size_t groups,
                                       rv_meta_fit *fits, rv_error *err)
{
    rv_meta_data d = *data;
    rv_working_model *m = NULL;
    double *x = calloc(a->k * groups, sizeof *x);
    rv_status st;

    if (a->options.random) {
        free(x);
        return rv_fail(err, RV_EINVAL, "subgroups of a model with random effects of one's own: take the subgroup as a moderator");
    }
    if (!x)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu subgroups", groups);
    for (size_t i = 0; i < a->k; i++)
        x[i * groups + a->group_of[i]] = 1;
    d.p = groups;
    d.x = x;
    d.names = names;
    d.intercept = false;
    if ((st = working_model(a, &d, &m, err)) == RV_OK && (st = compare_groups(a, m, groups, err)) == RV_OK)
        for (size_t g = 0; g < groups; g++) {
            fits[g] = a->fit;
            fits[g].k = 0;
            fits[g].pooled = m->coefs[g];
            fits[g].tau2 = m->tau2;
            fits[g].pi_lo = fits[g].pi_hi = fits[g].pi_df = fits[g].q = fits[g].q_df = fits[g].q_p = fits[g].i2 = NAN;
            fits[g].pi = RV_PI_NONE;
            for (size_t i = 0; i < a->k; i++)
                fits[g].k += a->group_of[i] == g;
        }
    rv_working_model_free(m);
    free(x);
    return st;
}
