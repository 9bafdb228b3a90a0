/* What follows from the maximum of a selection model: standard errors, tests, intervals, fit statistics. */
#include <config.h>

#include <stdlib.h>

#include "meta/coefficients.h"
#include "meta/selection.h"

static rv_meta_coef z_test(double estimate, double se, double level)
{
    const double stat = estimate / se, reach = rv_meta_quantile(NAN, level) * se;

    return (rv_meta_coef){ estimate, se, stat, NAN, rv_normal_two_sided(stat), estimate - reach, estimate + reach };
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

rv_status rv_selection_conclude(rv_selection *s, rv_selection_model *m, bool intercept, rv_error *err)
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
