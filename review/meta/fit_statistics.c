/* Log-likelihoods and what is made of them. */
#include <config.h>

#include "meta/coefficients.h"

/* A tau2 that is estimated counts as a parameter; one that is known, or none, does not. */
void rv_fit_statistics(const rv_model *m, double tau2, bool estimated, double rss, rv_meta_fit *f)
{
    const double k = (double)m->k, p = (double)m->p, n = p + estimated,
                 two_pi = log(2 * 3.14159265358979323846);
    const double logs = rv_log_sum(m->v, m->k, tau2), saturated = rv_log_sum(m->v, m->k, 0);
    double log_xx = 0, small;

    /* det X' X: Q has orthonormal columns, unless it is the single column as it came. */
    if (m->p == 1)
        for (size_t i = 0; i < m->k; i++)
            log_xx += m->q[i] * m->q[i];
    log_xx = m->p == 1 ? log(log_xx) : 0;
    f->ml.loglik = -(k * two_pi + logs + rss) / 2;
    f->ml.deviance = -2 * (f->ml.loglik + (k * two_pi + saturated) / 2);
    f->ml.aic = -2 * f->ml.loglik + 2 * n;
    f->ml.bic = -2 * f->ml.loglik + n * log(k);
    small = fmax(k, n + 2);
    f->ml.aicc = -2 * f->ml.loglik + 2 * n * small / (small - n - 1);
    f->reml.loglik = -((k - p) * two_pi - log_xx + logs + m->log_det + rss) / 2;
    f->reml.deviance = -2 * f->reml.loglik;
    f->reml.aic = f->reml.deviance + 2 * n;
    f->reml.bic = k > p ? f->reml.deviance + n * log(k - p) : NAN;
    small = fmax(k - p, n + 2);
    f->reml.aicc = f->reml.deviance + 2 * n * small / (small - n - 1);
}
