/* Coefficients with their tests, the omnibus test and the fit statistics, once tau2 is known. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/coefficients.h"

double rv_meta_quantile(double df, double level)
{
    const double tail = (1 - level) / 2;

    return isnan(df) ? rv_normal_upper_quantile(tail) : rv_t_upper_quantile(tail, df);
}

/* Covariance of the coefficients on Q: M, or for weights that are not 1 / (v + tau2) the sandwich M [a^2 (v + tau2)]
   M. */
static void covariance(rv_model *m, bool own_weights, double tau2, double *g)
{
    const size_t p = m->p;

    if (!own_weights) {
        memcpy(g, m->m, p * p * sizeof *g);
        return;
    }
    rv_model_gram(m, 2, 1, tau2, m->g1);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            double sum = 0;
            for (size_t r = 0; r < p; r++)
                for (size_t c = 0; c < p; c++)
                    sum += m->m[i * p + r] * m->g1[r * p + c] * m->m[c * p + j];
            g[i * p + j] = sum;
        }
}

/* From Q back to X: b = R^-1 gamma, and R^-1 G R^-T by columns, then rows. */
static void back(const rv_model *m, double *b, double *g)
{
    const size_t p = m->p;

    for (size_t c = 0; c < p + 1; c++)
        for (size_t i = p; i-- > 0;) {
            double *x = c == p ? &b[i] : &g[i * p + c];
            for (size_t j = i + 1; j < p; j++)
                *x -= m->r[i * p + j] * (c == p ? b[j] : g[j * p + c]);
            *x /= m->r[i * p + i];
        }
    for (size_t c = 0; c < p; c++)
        for (size_t i = p; i-- > 0;) {
            for (size_t j = i + 1; j < p; j++)
                g[c * p + i] -= m->r[i * p + j] * g[c * p + j];
            g[c * p + i] /= m->r[i * p + i];
        }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < i; j++)
            g[i * p + j] = g[j * p + i] = (g[i * p + j] + g[j * p + i]) / 2;
}

/* Which test can be carried out, and by how much the variances are multiplied. Returns the factor. */
static double factor(const rv_model *m, double rss, rv_meta_fit *f, double *df)
{
    const double left = (double)(m->k - m->p);

    *df = NAN;
    if (f->test == RV_TEST_DEFAULT)
        f->test = f->estimator->common ? RV_TEST_Z : RV_TEST_ADHOC;
    if (f->test != RV_TEST_Z && left <= 0) {
        f->test = RV_TEST_Z;
        f->notes |= m->k > 1 ? RV_NOTE_NO_DF : 0;   /* one study is a note of its own */
    }
    if (f->test == RV_TEST_Z)
        return 1;
    *df = left;
    if (f->test == RV_TEST_T)
        return 1;
    f->hk_factor = rss / left;
    if (f->hk_factor < 1)
        f->notes |= f->test == RV_TEST_ADHOC ? RV_NOTE_HK_RAISED : RV_NOTE_HK_SHORTENED;
    return f->test == RV_TEST_ADHOC ? fmax(1, f->hk_factor) : f->hk_factor;
}

static rv_meta_coef coefficient(double b, double variance, double df, double level)
{
    rv_meta_coef c = { b, sqrt(variance), NAN, df, NAN, NAN, NAN };
    const double reach = rv_meta_quantile(df, level) * c.se;

    c.stat = c.se > 0 ? b / c.se : NAN;
    c.p = isnan(df) ? rv_normal_two_sided(c.stat) : rv_t_two_sided(c.stat, df);
    c.ci_lo = b - reach;
    c.ci_hi = b + reach;
    return c;
}

/* b' G^-1 b over the coefficients from `first` on. */
static rv_status omnibus(const rv_model *m, size_t first, const double *b, const double *g, double df, rv_meta_fit *f,
                         rv_error *err)
{
    const size_t p = m->p, n = p - first;
    double *sub = m->g2, *x = m->gamma, q = 0;
    rv_status st;

    for (size_t i = 0; i < n; i++) {
        x[i] = b[first + i];
        for (size_t j = 0; j < n; j++)
            sub[i * n + j] = g[(first + i) * p + first + j];
    }
    if (!(sub[0] > 0))   /* equal effects under plain Hartung-Knapp: no variance, no test */
        return RV_OK;
    if ((st = rv_cholesky(sub, n, err)) != RV_OK)
        return st;
    rv_cholesky_solve(sub, n, x);
    for (size_t i = 0; i < n; i++)
        q += x[i] * b[first + i];
    f->qm_df1 = (double)n;
    f->qm_df2 = df;
    f->qm = isnan(df) ? q : q / (double)n;
    f->qm_p = isnan(df) ? rv_chi2_upper(q, (double)n) : rv_f_upper(f->qm, (double)n, df);
    return RV_OK;
}

/* A tau2 that is estimated counts as a parameter; one that is known, or none, does not. */
static void fit_statistics(const rv_model *m, double tau2, bool estimated, double rss, rv_meta_fit *f)
{
    const double k = (double)m->k, p = (double)m->p, n = p + estimated,
                 two_pi = log(2 * 3.14159265358979323846);
    double log_xx = 0, small;
    rv_sum logs = { 0, 0 }, saturated = { 0, 0 };

    for (size_t i = 0; i < m->k; i++) {
        rv_sum_add(&logs, log(m->v[i] + tau2));
        rv_sum_add(&saturated, log(m->v[i]));
    }
    /* det X' X: Q has orthonormal columns, unless it is the single column as it came. */
    if (m->p == 1)
        for (size_t i = 0; i < m->k; i++)
            log_xx += m->q[i] * m->q[i];
    log_xx = m->p == 1 ? log(log_xx) : 0;
    f->ml.loglik = -(k * two_pi + rv_sum_get(&logs) + rss) / 2;
    f->ml.deviance = -2 * (f->ml.loglik + (k * two_pi + rv_sum_get(&saturated)) / 2);
    f->ml.aic = -2 * f->ml.loglik + 2 * n;
    f->ml.bic = -2 * f->ml.loglik + n * log(k);
    small = fmax(k, n + 2);
    f->ml.aicc = -2 * f->ml.loglik + 2 * n * small / (small - n - 1);
    f->reml.loglik = -((k - p) * two_pi - log_xx + rv_sum_get(&logs) + m->log_det + rss) / 2;
    f->reml.deviance = -2 * f->reml.loglik;
    f->reml.aic = f->reml.deviance + 2 * n;
    f->reml.bic = k > p ? f->reml.deviance + n * log(k - p) : NAN;
    small = fmax(k - p, n + 2);
    f->reml.aicc = f->reml.deviance + 2 * n * small / (small - n - 1);
}

/* The weights that the coefficients are made with. */
static rv_status final_weights(rv_model *m, const rv_meta_data *d, const rv_meta_options *o, double tau2, rv_error *err)
{
    if (d->weights)
        return rv_model_weigh_by(m, d->weights, err);
    if (!o->unweighted)
        return rv_model_weigh(m, tau2, err);
    for (size_t i = 0; i < m->k; i++)
        m->a[i] = 1;
    return rv_model_weigh_by(m, m->a, err);
}

/* sum e^2 / (v + tau2) around coefficients that may have been made with other weights. */
static double residual_sum(const rv_model *m, double tau2)
{
    rv_sum rss = { 0, 0 };

    for (size_t i = 0; i < m->k; i++)
        rv_sum_add(&rss, m->e[i] * m->e[i] / (m->v[i] + tau2));
    return rv_sum_get(&rss);
}

rv_status rv_meta_coefficients(rv_model *m, const rv_meta_data *d, const rv_meta_options *o, double tau2,
                               rv_meta_fit *f, rv_meta_coef *coefs, double *vcov, double *weights, rv_error *err)
{
    const bool own = d->weights || o->unweighted;
    const size_t p = m->p, first = p > 1 && d->intercept;
    double rss, df, times, sum, *b, *g;
    rv_status st = final_weights(m, d, o, tau2, err);

    if (st != RV_OK)
        return st;
    if (!(b = calloc(p + p * p, sizeof *b)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);
    g = b + p;
    sum = weights ? rv_model_sum(m, 1, 0) : 1;
    for (size_t i = 0; weights && i < m->k; i++)
        weights[i] = 100 * m->a[i] / sum;
    rss = residual_sum(m, tau2);
    covariance(m, own, tau2, g);
    memcpy(b, m->gamma, p * sizeof *b);
    back(m, b, g);
    /* What follows rests on the weights 1 / (v + tau2), also where the coefficients were made with others. */
    if (own && (st = rv_model_weigh(m, tau2, err)) != RV_OK)
        goto done;
    times = factor(m, m->rss, f, &df);
    for (size_t i = 0; i < p * p; i++)
        g[i] *= times;
    f->pooled = coefficient(b[0], g[0], df, f->level);
    for (size_t i = 0; coefs && i < p; i++)
        coefs[i] = coefficient(b[i], g[i * p + i], df, f->level);
    if (vcov)
        memcpy(vcov, g, p * p * sizeof *g);
    fit_statistics(m, tau2, !f->estimator->common && isnan(o->tau2), rss, f);
    st = omnibus(m, first, b, g, df, f, err);
done:
    free(b);
    return st;
}
