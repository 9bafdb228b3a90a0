/* Robust variance estimation with moment estimates of the variances between studies, as R package robumeta. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/range.h"
#include "meta/robu_moments.h"
#include "meta/rows_by_code.h"
#include "meta/working_univariate.h"

const char *const rv_robu_weight_names[] = { "CORR", "HIER", NULL };

struct rv_robu {
    rv_robu_fit fit;
    rv_meta_working *working;
    rv_robust *robust;
};

static rv_status studies_begin(rv_robu_studies *g, const rv_meta_data *d, const size_t *study, rv_error *err)
{
    const size_t k = d->k, p = d->p ? d->p : 1;
    double *at = calloc(k + 2 * p + 3 * p * p, sizeof *at);

    *g = (rv_robu_studies){ .d = d, .k = k, .p = p, .room = at };
    g->order = calloc(k + 1, sizeof *g->order);
    g->start = calloc(k + 1, sizeof *g->start);
    if (!at || !g->order || !g->start)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    g->w = at, at += k;
    g->ones = at, at += p;
    g->first = at, at += p;
    g->t = at, at += p * p;
    g->s = at, at += p * p;
    g->ww = at;
    return rv_rows_by_code(study, k, g->order, g->start, NULL, &g->studies, err);
}

static void studies_end(rv_robu_studies *g)
{
    free(g->order);
    free(g->start);
    free(g->room);
}

static rv_status check(const rv_meta_data *d, const rv_robu_options *o, rv_error *err)
{
    if (!(o->rho >= 0 && o->rho <= 1))
        return rv_fail(err, RV_EINVAL, "rho is %g; it must lie between 0 and 1", o->rho);
    if (d->k == 0)
        return rv_fail(err, RV_EINVAL, "there are no effects to pool");
    for (size_t i = 0; i < d->k; i++)
        if (!rv_variance_fits(d->vi[i]))
            return rv_variance_refuse(i, d->vi[i], err);
    return RV_OK;
}

/* First weights, the moments from their residuals, then the weights with tau2 (and omega2): left in v as variances. */
static rv_status weigh(rv_robu_studies *g, const rv_robu_options *o, double *v, rv_robu_fit *fit, rv_error *err)
{
    const bool corr = o->weights == RV_ROBU_CORRELATED;
    rv_meta_working *first = NULL;
    rv_status st;

    for (size_t j = 0; j < g->studies; j++)
        for (size_t i = g->start[j]; i < g->start[j + 1]; i++) {
            v[g->order[i]] = corr ? rv_robu_effects(g, j) * rv_robu_mean_variance(g, j) : g->d->vi[g->order[i]];
            g->w[g->order[i]] = 1 / v[g->order[i]];
        }
    if ((st = rv_working_of_variances(&first, g->d, v, NULL, err)) == RV_OK) {
        const rv_working *model = rv_meta_working_of(first);
        g->x = model->x;
        g->e = model->e;
        g->m = model->bread;
        st = corr ? rv_robu_correlated(g, o->rho, fit, err) : rv_robu_hierarchical(g, fit, err);
    }
    rv_meta_working_free(first);
    for (size_t j = 0; st == RV_OK && j < g->studies; j++)
        for (size_t i = g->start[j]; i < g->start[j + 1]; i++)
            v[g->order[i]] += corr ? rv_robu_effects(g, j) * fit->tau2 : fit->tau2 + fit->omega2;
    return st;
}

rv_status rv_robu_run(rv_robu **out, const rv_meta_data *d, const size_t *study, const rv_robu_options *o, rv_error *err)
{
    const rv_robust_options how = { o->large ? RV_CR1P : RV_CR2, o->large ? RV_ROBUST_NAIVE_TP : RV_ROBUST_SATTERTHWAITE, o->level, NULL,
                                    o->one_cluster, 0 };
    rv_robu_studies g = { .k = 0 };
    double *v = NULL;
    rv_robu *r;
    rv_status st;

    *out = NULL;
    if ((st = check(d, o, err)) != RV_OK)
        return st;
    r = calloc(1, sizeof *r);
    v = calloc(d->k, sizeof *v);
    if (!r || !v)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    else {
        r->fit = (rv_robu_fit){ NAN, NAN, NAN, NAN };
        if ((st = studies_begin(&g, d, study, err)) == RV_OK && (st = weigh(&g, o, v, &r->fit, err)) == RV_OK
            && (st = rv_working_of_variances(&r->working, d, v, NULL, err)) == RV_OK)
            st = rv_robust_run(&r->robust, rv_meta_working_of(r->working), study, &how, err);
    }
    studies_end(&g);
    free(v);
    if (st == RV_OK)
        *out = r;
    else
        rv_robu_free(r);
    return st;
}

void rv_robu_free(rv_robu *r)
{
    if (!r)
        return;
    rv_robust_free(r->robust);
    rv_meta_working_free(r->working);
    free(r);
}

const rv_robu_fit *rv_robu_result(const rv_robu *r) { return &r->fit; }
const rv_robust *rv_robu_robust(const rv_robu *r) { return r->robust; }
const rv_working *rv_robu_working(const rv_robu *r) { return rv_meta_working_of(r->working); }
