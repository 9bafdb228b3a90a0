/* Selection models: the fit, and what follows from its maximum. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/coefficients.h"
#include "meta/selection.h"

struct rv_selection {
    rv_selection_fit fit;
    double *par, *info, *cov;     /* [n]; [n n] observed information; [n n] its inverse, 0 for what is taken as known */
    bool   *free;                 /* [n] estimated and not at a bound */
    rv_meta_coef *coefs, *plain;
    double *vcov;
    rv_selection_delta *delta;
};

static rv_meta_coef z_test(double estimate, double se, double level)
{
    const double stat = estimate / se, reach = rv_meta_quantile(NAN, level) * se;

    return (rv_meta_coef){ estimate, se, stat, NAN, rv_normal_two_sided(stat), estimate - reach, estimate + reach };
}

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

/* Which parameters have a standard error. */
static void find_free(rv_selection *s, const rv_selection_model *m)
{
    for (size_t j = 0; j < m->p; j++)
        s->free[j] = true;
    s->free[m->p] = isnan(m->options.tau2) && s->par[m->p] > 0;
    s->fit.notes |= isnan(m->options.tau2) && s->par[m->p] == 0 ? RV_BIAS_TAU2_ZERO : 0;
    for (size_t j = 0; j < m->m; j++) {
        const double at = s->par[m->p + 1 + j];
        const bool bound = isnan(m->fixed[j]) && (at >= m->options.delta_max * (1 - 1e-9) || (!m->shape->log && at <= m->shape->least))
                           && !m->options.decreasing;
        s->free[m->p + 1 + j] = isnan(m->fixed[j]) && !bound;
        s->delta[j].bound = bound;
        s->fit.notes |= bound ? RV_BIAS_DELTA_BOUND : 0;
    }
}

/* The inverse of the observed information of the free parameters, scaled to a diagonal of 1 while it is inverted. */
static rv_status invert(rv_selection *s, const rv_selection_model *m, rv_error *err)
{
    const size_t n = m->n;
    double *a = calloc(2 * n * n + n, sizeof *a), *inverse, *scale;
    size_t f = 0, *at = calloc(n, sizeof *at);

    if (!a || !at) {
        free(a);
        free(at);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", n);
    }
    inverse = a + n * n, scale = inverse + n * n;
    for (size_t i = 0; i < n; i++)
        if (s->free[i])
            at[f++] = i;
    bool ok = true;
    for (size_t i = 0; i < f; i++) {
        ok = ok && s->info[at[i] * (n + 1)] > 0;
        scale[i] = 1 / sqrt(s->info[at[i] * (n + 1)]);
    }
    for (size_t i = 0; i < f && ok; i++)
        for (size_t j = 0; j < f; j++)
            a[i * f + j] = s->info[at[i] * n + at[j]] * scale[i] * scale[j];
    if (ok && rv_cholesky(a, f, NULL) == RV_OK) {
        rv_cholesky_inverse(a, f, inverse);
        for (size_t i = 0; i < f; i++)
            for (size_t j = 0; j < f; j++)
                s->cov[at[i] * n + at[j]] = inverse[i * f + j] * scale[i] * scale[j];
    } else {
        s->fit.notes |= RV_BIAS_NO_SE;
        for (size_t i = 0; i < n * n; i++)
            s->cov[i] = NAN;
    }
    free(a);
    free(at);
    return RV_OK;
}

static double se_of(const rv_selection *s, const rv_selection_model *m, size_t i)
{
    return s->free[i] ? sqrt(s->cov[i * (m->n + 1)]) : NAN;
}

static void say_deltas(rv_selection *s, const rv_selection_model *m)
{
    for (size_t j = 0; j < m->m; j++) {
        rv_selection_delta *d = &s->delta[j];
        const size_t at = m->p + 1 + j;
        const double se = se_of(s, m, at), reach = rv_meta_quantile(NAN, m->options.level) * se;
        const bool bound = d->bound;
        *d = (rv_selection_delta){ s->par[at], se, (s->par[at] - m->shape->none) / se, NAN, s->par[at] - reach, s->par[at] + reach,
                                   m->shape->none, !isnan(m->fixed[j]), bound, NAN, NAN, 0 };
        d->p = rv_normal_two_sided(d->stat);
        if (d->ci_lo < 0)
            d->ci_lo = 0;
        if (m->options.decreasing && d->ci_hi > 1)
            d->ci_hi = 1;
        if (m->options.kind == RV_SELECT_STEP) {
            d->from = j ? m->steps[j - 1] : 0;
            d->to = m->steps[j];
            d->count = m->count[j];
        }
    }
}

/* Wald test of coefficients first to p - 1. */
static rv_status omnibus(rv_selection *s, size_t first, rv_error *err)
{
    const size_t p = s->fit.p, q = p - first;
    double *a = calloc(q * q + q, sizeof *a), *b = a + q * q;

    if (!a)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);
    for (size_t i = 0; i < q; i++) {
        b[i] = s->coefs[first + i].estimate;
        for (size_t j = 0; j < q; j++)
            a[i * q + j] = s->vcov[(first + i) * p + first + j];
    }
    s->fit.qm_df = (double)q;
    if (!(s->fit.notes & RV_BIAS_NO_SE) && rv_cholesky(a, q, NULL) == RV_OK) {
        rv_cholesky_solve(a, q, b);
        s->fit.qm = 0;
        for (size_t i = 0; i < q; i++)
            s->fit.qm += b[i] * s->coefs[first + i].estimate;
        s->fit.qm_p = rv_chi2_upper(s->fit.qm, s->fit.qm_df);
    }
    free(a);
    return RV_OK;
}

static void say_likelihoods(rv_selection *s, const rv_selection_model *m)
{
    rv_selection_fit *f = &s->fit;
    double parms = (double)m->p + (isnan(m->options.tau2) ? 1 : 0), k = (double)m->k, top;

    f->lrt_df = 0;
    for (size_t j = 0; j < m->m; j++)
        f->lrt_df += isnan(m->fixed[j]);
    parms += f->lrt_df;
    top = fmax(k, parms + 2);
    f->lrt = fmax(0, 2 * (f->loglik - f->plain_loglik));
    f->lrt_p = f->lrt_df > 0 ? rv_chi2_upper(f->lrt, f->lrt_df) : NAN;
    f->ml = (rv_meta_fitstats){ f->loglik, -2 * f->loglik, -2 * f->loglik + 2 * parms, -2 * f->loglik + parms * log(k),
                                -2 * f->loglik + 2 * parms * top / (top - parms - 1) };
}

static rv_status conclude(rv_selection *s, rv_selection_model *m, bool intercept, rv_error *err)
{
    rv_selection_fit *f = &s->fit;
    const size_t n = m->n, p = m->p;
    double *g = calloc(n, sizeof *g), se, reach;
    rv_status st;

    if (!g)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", n);
    rv_selection_evaluate(m, s->par, g, s->info);
    for (size_t i = 0; i < n * n; i++)
        s->info[i] = -s->info[i];
    find_free(s, m);
    st = invert(s, m, err);
    f->slope = 0;
    for (size_t i = 0; i < n && st == RV_OK; i++)
        for (size_t j = 0; j < n && s->free[i]; j++)
            f->slope += s->free[j] ? g[i] * s->cov[i * n + j] * g[j] / 2 : 0;
    free(g);
    if (st != RV_OK)
        return st;
    for (size_t j = 0; j < p; j++) {
        s->coefs[j] = z_test(s->par[j], se_of(s, m, j), f->level);
        for (size_t c = 0; c < p; c++)
            s->vcov[j * p + c] = s->cov[j * n + c];
    }
    f->tau2 = s->par[p];
    f->tau2_se = se = se_of(s, m, p);
    reach = rv_meta_quantile(NAN, f->level) * se;
    f->tau2_lo = isnan(se) ? NAN : fmax(0, f->tau2 - reach);
    f->tau2_hi = f->tau2 + reach;
    say_deltas(s, m);
    say_likelihoods(s, m);
    return omnibus(s, p > 1 && intercept ? 1 : 0, err);
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
        st = conclude(*out, &m, d->intercept || d->p == 0, err);
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
