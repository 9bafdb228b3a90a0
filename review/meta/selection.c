/* Selection models: from the data to the maximum. What follows from it is in selection_infer.c. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/selection.h"

/* The model without selection, by maximum likelihood with the same tau2. */
static rv_status without(rv_selection *s, const rv_meta_data *d, const rv_selection_options *o, double *b, rv_error *err)
{
    rv_meta_options plain = RV_META_OPTIONS_INIT;
    rv_meta_fit fit;
    rv_status st;

    plain.estimator = rv_estimator_find("ML");
    plain.test = RV_TEST_Z;
    plain.pi = RV_PI_NONE;
    plain.skip_interval = true;
    plain.level = o->level;
    plain.tau2 = o->tau2;
    if ((st = rv_meta_run(d, &plain, &fit, s->plain, NULL, NULL, err)) != RV_OK)
        return rv_within(err, st, "the model without selection");
    s->fit.plain_tau2 = isnan(fit.tau2) ? 0 : fit.tau2;
    s->fit.plain_loglik = fit.ml.loglik;
    for (size_t j = 0; j < fit.p; j++)
        b[j] = s->plain[j].estimate;
    return RV_OK;
}

/* With tau2 = 0 first: its maximum is one more start for the whole model, which can then not end below it. */
static rv_status search(rv_selection *s, rv_selection_model *m, const double *b, rv_error *err)
{
    rv_selection_search narrow = { .loglik = -INFINITY }, found = { .loglik = -INFINITY };
    const double tau2 = m->options.tau2;
    rv_status st;

    if (isnan(tau2)) {
        m->options.tau2 = 0;
        st = rv_selection_maximise(m, b, 0, s->par, &narrow, NULL);
        m->options.tau2 = tau2;
        found.loglik = st == RV_OK ? narrow.loglik : -INFINITY;
    }
    if ((st = rv_selection_maximise(m, b, s->fit.plain_tau2, s->par, &found, err)) != RV_OK)
        return st;
    s->fit.loglik = found.loglik;
    s->fit.iterations = found.iterations;
    s->fit.starts = found.starts;
    s->fit.notes |= found.notes;
    if (isfinite(narrow.loglik)) {
        s->fit.tau2_lrt = fmax(0, 2 * (found.loglik - narrow.loglik));
        s->fit.tau2_lrt_p = rv_chi2_upper(s->fit.tau2_lrt, 1);
    }
    return RV_OK;
}

static rv_status allocate(rv_selection **out, const rv_selection_model *m, rv_error *err)
{
    rv_selection *s = *out = calloc(1, sizeof *s);

    if (!s)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    s->par = calloc(m->n, sizeof *s->par);
    s->info = calloc(m->n * m->n, sizeof *s->info);
    s->cov = calloc(m->n * m->n, sizeof *s->cov);
    s->free = calloc(m->n, sizeof *s->free);
    s->coefs = calloc(m->p, sizeof *s->coefs);
    s->plain = calloc(m->p, sizeof *s->plain);
    s->vcov = calloc(m->p * m->p, sizeof *s->vcov);
    s->delta = calloc(m->m, sizeof *s->delta);
    if (!s->par || !s->info || !s->cov || !s->free || !s->coefs || !s->plain || !s->vcov || !s->delta)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", m->n);
    s->fit = (rv_selection_fit){ .kind = m->options.kind, .side = m->options.side, .k = m->k, .p = m->p, .deltas = m->m,
                                 .level = m->options.level, .coefs = s->coefs, .vcov = s->vcov, .delta = s->delta, .plain = s->plain,
                                 .tau2_lrt = NAN, .tau2_lrt_p = NAN, .qm = NAN, .qm_p = NAN,
                                 .notes = m->notes | (m->k < 10 ? RV_BIAS_FEW : 0) };
    return RV_OK;
}

/* What rv_meta_run() would say of the data, said before anything is made of them. */
static rv_status sound(const rv_meta_data *d, rv_error *err)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit fit;

    o.estimator = rv_estimator_find("CE");
    o.pi = RV_PI_NONE;
    return rv_meta_run(d, &o, &fit, NULL, NULL, NULL, err);
}

rv_status rv_selection_run(rv_selection **out, const rv_meta_data *d, const rv_selection_options *o, rv_error *err)
{
    rv_selection_model m = { .k = 0 };
    rv_meta_data plain = *d;
    double *b = calloc(d->p + 1, sizeof *b);
    rv_status st = b ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    *out = NULL;
    plain.weights = NULL;
    if (st == RV_OK && (st = sound(&plain, err)) == RV_OK && (st = rv_selection_begin(&m, d, o, err)) == RV_OK
        && (st = allocate(out, &m, err)) == RV_OK && (st = without(*out, d, o, b, err)) == RV_OK
        && (st = search(*out, &m, b, err)) == RV_OK)
        st = rv_selection_conclude(*out, &m, d->intercept || d->p == 0, err);
    if (st != RV_OK) {
        rv_selection_free(*out);
        *out = NULL;
    }
    rv_selection_end(&m);
    free(b);
    return st;
}

void rv_selection_free(rv_selection *s)
{
    if (!s)
        return;
    free(s->par);
    free(s->info);
    free(s->cov);
    free(s->free);
    free(s->coefs);
    free(s->plain);
    free(s->vcov);
    free(s->delta);
    free(s);
}

const rv_selection_fit *rv_selection_result(const rv_selection *s) { return &s->fit; }

rv_status rv_selection_loglik(const rv_meta_data *d, const rv_selection_options *o, const double *b, double tau2, const double *delta,
                              double *loglik, double *gradient, rv_error *err)
{
    rv_selection_model m = { .k = 0 };
    rv_meta_data plain = *d;
    double *par = NULL;
    rv_status st;

    plain.weights = NULL;
    if ((st = sound(&plain, err)) == RV_OK && (st = rv_selection_begin(&m, d, o, err)) == RV_OK
        && !(par = calloc(m.n, sizeof *par)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", m.n);
    if (st == RV_OK) {
        memcpy(par, b, m.p * sizeof *par);
        par[m.p] = tau2;
        memcpy(par + m.p + 1, delta, m.m * sizeof *par);
        *loglik = rv_selection_evaluate(&m, par, gradient, NULL);
        if (!isfinite(*loglik))
            st = rv_fail(err, RV_EDOMAIN, "the parameters are outside the domain of %s selection", rv_selection_names[o->kind]);
    }
    free(par);
    rv_selection_end(&m);
    return st;
}
