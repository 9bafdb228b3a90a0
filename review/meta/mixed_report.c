/* From the maximum to what is reported: parameters, coefficients, tests and fit statistics on the given scale. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/coefficients.h"
#include "meta/mixed.h"

static const double TWO_PI = 2 * 3.14159265358979323846;

/* ---- Parameters ----------------------------------------------------------------------------------------------------- */

/* Estimates, and those that lie at a boundary. */
static void estimates(rv_mixed *m, double *theta, double *slopes)
{
    for (size_t j = 0; j < m->layout.parts; j++) {
        const rv_mixed_cov *c = &m->layout.cov[j];
        const size_t first = m->layout.first[j];
        rv_mixed_theta(c, m->psi + first, theta, slopes);
        for (size_t i = 0; i < c->params; i++) {
            rv_mixed_param *p = &m->param[first + i];
            double lo = 0, hi = INFINITY;
            if (c->kind != RV_MIXED_UN) {
                rv_mixed_bounds(c, i, &lo, &hi);
                lo = p->correlation && m->lo[first + i] < m->hi[first + i] ? m->lo[first + i] : lo;
            }
            else if (p->correlation)
                lo = -1 + 1e-8, hi = 1 - 1e-8;
            p->estimate = !p->identified ? NAN : theta[i] * (p->correlation ? 1 : m->layout.scale);
            p->boundary = p->identified && !p->fixed && (isnan(theta[i]) || theta[i] <= lo || theta[i] >= hi);
            if (c->kind == RV_MIXED_UN && !p->correlation && theta[i] < 1e-10)   /* on the own scale sampling variances are about 1 */
                p->boundary = p->identified && !p->fixed;
            if ((c->kind == RV_MIXED_CS || c->kind == RV_MIXED_HCS) && p->correlation && c->most > 2
                && theta[i] * (double)(c->most - 1) < -1 - 1e-9 && p->identified)
                m->fit.notes |= RV_MIXED_NOTE_IMPROPER;
            m->fit.notes |= p->boundary ? RV_MIXED_NOTE_BOUNDARY : 0;
            m->fit.notes |= p->identified ? 0 : RV_MIXED_NOTE_UNKNOWABLE;
        }
    }
}

/* UN: a singular G is a boundary, also where no single correlation is 1. */
static void singular(rv_mixed *m, size_t part)
{
    const rv_mixed_cov *c = &m->layout.cov[part];
    const double *psi = m->psi + m->layout.first[part];

    for (size_t a = 0; c->kind == RV_MIXED_UN && !c->pairs && a < c->n; a++) {
        const double pivot = psi[a * (a + 1) / 2 + a], g = rv_mixed_g(c, psi, a, a);
        if (!(pivot * pivot < 1e-9 * g))
            continue;
        m->fit.notes |= RV_MIXED_NOTE_BOUNDARY;
        for (size_t i = m->layout.first[part]; i < m->layout.first[part + 1]; i++) {
            rv_mixed_param *p = &m->param[i];
            if (p->correlation && p->j == a && p->identified && !p->fixed)
                p->boundary = true;
        }
    }
}

/* Inverse of the expected information over what was estimated inside: cov[n n], 0 elsewhere. False where it is singular. */
static bool covariance_of_psi(const rv_mixed *m, double *cov, double *room, size_t *which)
{
    const size_t n = m->layout.params;
    double largest = 0, log_det;
    size_t f = 0;

    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, m->information[i * n + i]);
    for (size_t i = 0; i < n; i++)
        if (m->lo[i] < m->psi[i] && m->psi[i] < m->hi[i] && m->information[i * n + i] > 1e-14 * largest)
            which[f++] = i;
    for (size_t i = 0; i < f * f; i++)
        room[i] = m->information[which[i / f] * n + which[i % f]];
    memset(cov, 0, n * n * sizeof *cov);
    if (f == 0 || !rv_positive_inverse(room, f, room + n * n, &log_det))
        return f == 0;
    for (size_t i = 0; i < f * f; i++)
        cov[which[i / f] * n + which[i % f]] = room[n * n + i];
    return true;
}

static void standard_errors(rv_mixed *m, const double *cov, const double *slopes, size_t part)
{
    const size_t n = m->layout.params, first = m->layout.first[part], own = m->layout.cov[part].params;

    for (size_t i = 0; i < own; i++) {
        rv_mixed_param *p = &m->param[first + i];
        double sum = 0;
        for (size_t a = 0; a < own; a++)
            for (size_t b = 0; b < own; b++)
                sum += slopes[i * own + a] * cov[(first + a) * n + first + b] * slopes[i * own + b];
        if (p->identified && !p->fixed && !p->boundary && sum > 0)
            p->se = sqrt(sum) * (p->correlation ? 1 : m->layout.scale);
    }
}

static rv_status parameters(rv_mixed *m, rv_error *err)
{
    const size_t n = m->layout.params;
    double *cov = calloc(3 * n * n + n * n + n + 1, sizeof *cov), *slopes = cov + 3 * n * n, *theta = slopes + n * n;
    size_t *which = calloc(n + 1, sizeof *which);
    const rv_status st = cov && which ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", n);

    if (st == RV_OK) {
        estimates(m, theta, NULL);
        for (size_t j = 0; j < m->layout.parts; j++)
            singular(m, j);
        if (!covariance_of_psi(m, cov, cov + n * n, which))
            m->fit.notes |= RV_MIXED_NOTE_FLAT;
        for (size_t j = 0; j < m->layout.parts; j++) {
            rv_mixed_theta(&m->layout.cov[j], m->psi + m->layout.first[j], theta, slopes);
            standard_errors(m, cov, slopes, j);
        }
    }
    free(cov);
    free(which);
    return st;
}

/* ---- Coefficients --------------------------------------------------------------------------------------------------- */

/* From Q back to X: b = R^-1 (b0 + b), and R^-1 M R^-T by columns, then rows. */
static void back(rv_mixed *m)
{
    const rv_mixed_layout *l = &m->layout;
    const size_t p = l->p;
    double *g = m->vcov, *b = m->b;

    for (size_t i = 0; i < p; i++)
        b[i] = sqrt(l->scale) * (l->b0[i] + m->likelihood.b[i]);
    for (size_t i = 0; i < p * p; i++)
        g[i] = l->scale * m->likelihood.m[i];
    rv_from_orthonormal(l->r, p, b, g);
}

static void test(rv_mixed *m, const double *df)
{
    const size_t p = m->layout.p;

    for (size_t i = 0; i < p; i++) {
        rv_meta_coef *c = &m->coefs[i];
        *c = (rv_meta_coef){ .estimate = m->b[i], .se = sqrt(m->vcov[i * p + i]), .df = m->options.t ? df[i] : NAN };
        const double reach = rv_meta_quantile(c->df, m->options.level) * c->se;
        c->stat = c->estimate / c->se;
        c->p = m->options.t ? rv_t_two_sided(c->stat, c->df) : rv_normal_two_sided(c->stat);
        c->ci_lo = c->estimate - reach;
        c->ci_hi = c->estimate + reach;
    }
}

/* b' G^-1 b over the coefficients but the intercept; the F test has the fewest degrees of freedom of those. */
static rv_status omnibus(rv_mixed *m, rv_error *err)
{
    const size_t p = m->layout.p, first = p > 1 && m->data.data.intercept, n = p - first;
    double *g = calloc(2 * n * n + 1, sizeof *g), q = 0, log_det;
    rv_mixed_fit *f = &m->fit;

    if (!g)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", n);
    f->qm_df1 = (double)n;
    f->qm_df2 = m->options.t ? INFINITY : NAN;
    for (size_t i = 0; i < n; i++) {
        f->qm_df2 = m->options.t ? fmin(f->qm_df2, m->coefs[first + i].df) : NAN;
        for (size_t j = 0; j < n; j++)   /* as correlations, whatever the moderators' scales */
            g[i * n + j] = m->vcov[(first + i) * p + first + j] / (m->coefs[first + i].se * m->coefs[first + j].se);
    }
    if (rv_positive_inverse(g, n, g + n * n, &log_det)) {
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                q += m->coefs[first + i].stat * g[n * n + i * n + j] * m->coefs[first + j].stat;
        f->qm = m->options.t ? q / (double)n : q;
        f->qm_p = m->options.t ? rv_f_upper(f->qm, (double)n, f->qm_df2) : rv_chi2_upper(q, (double)n);
    }
    free(g);
    return RV_OK;
}

static rv_status coefficients(rv_mixed *m, rv_error *err)
{
    const size_t p = m->layout.p;
    double *df = calloc(p, sizeof *df);
    rv_status st = df ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);

    for (size_t i = 0; df && i < p; i++)
        df[i] = (double)(m->layout.k - p);
    if (st == RV_OK && m->options.df == RV_MIXED_DF_CONTAIN)
        st = rv_mixed_contain(m, df, err);
    if (st == RV_OK) {
        back(m);
        test(m, df);
        st = omnibus(m, err);
    }
    free(df);
    return st;
}

/* ---- Fit ------------------------------------------------------------------------------------------------------------ */

static rv_meta_fitstats statistics(double loglik, double saturated, double rows, double params)
{
    const double small = fmax(rows, params + 2);

    return (rv_meta_fitstats){ .loglik = loglik, .deviance = -2 * (loglik - saturated), .aic = -2 * loglik + 2 * params,
                               .bic = -2 * loglik + params * log(rows),
                               .aicc = -2 * loglik + 2 * params * small / (small - params - 1) };
}

static void fit_statistics(rv_mixed *m)
{
    const rv_mixed_likelihood *l = &m->likelihood;
    const double k = (double)m->layout.k, p = (double)m->layout.p, scale = log(m->layout.scale);
    double params = p;

    for (size_t i = 0; i < m->layout.params; i++)
        params += !m->param[i].fixed && m->param[i].identified;
    m->fit.ml = statistics(-(k * (log(TWO_PI) + scale) + l->log_det_v + l->rss) / 2,
                           -(k * log(TWO_PI) + m->layout.log_det_s) / 2, k, params);
    m->fit.reml = statistics(-((k - p) * (log(TWO_PI) + scale) + l->log_det_v + l->log_det_x + l->rss) / 2, 0, k - p, params);
}

/* Q: what effects vary beyond the coefficients, with sampling covariances alone. */
static rv_status heterogeneity(rv_mixed *m, rv_error *err)
{
    double *zero = calloc(m->layout.params + 1, sizeof *zero), value;
    const rv_status st = zero ? rv_mixed_look(zero, &value, NULL, NULL, NULL, &m->likelihood, err)
                              : rv_fail(err, RV_ENOMEM, "out of memory");

    free(zero);
    m->fit.q = m->likelihood.rss;
    m->fit.q_df = (double)(m->layout.k - m->layout.p);
    m->fit.q_p = rv_chi2_upper(m->fit.q, m->fit.q_df);
    return st;
}

rv_status rv_mixed_report(rv_mixed *m, rv_error *err)
{
    const size_t n = m->layout.params;
    double value, *g = calloc(n + n * n + 1, sizeof *g);
    rv_status st = g ? heterogeneity(m, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && (st = rv_mixed_look(m->psi, &value, g, g + n, m->information, &m->likelihood, err)) == RV_OK
        && (st = parameters(m, err)) == RV_OK && (st = coefficients(m, err)) == RV_OK)
        fit_statistics(m);
    free(g);
    return st;
}
