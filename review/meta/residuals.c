/* Residuals of a model of independent effects, and what each effect weighs in its own fitted value. */
#include <config.h>

#include <float.h>
#include <stdlib.h>

#include "review/meta_diagnose.h"
#include "meta/model.h"

/* Nearer to 1 than this a hat value says that the effect alone determines a coefficient. */
static const double ALONE = 1e-12;

/* q_i' A q_i */
static double form(const double *q, const double *a, size_t p)
{
    double sum = 0;

    for (size_t r = 0; r < p; r++)
        for (size_t c = 0; c < p; c++)
            sum += q[r] * a[r * p + c] * q[c];
    return sum;
}

/* C = M [a^2 (v + tau2)] M, the covariance of the coefficients on Q, into m->g2. */
static void sandwich(rv_model *m, double tau2)
{
    const size_t p = m->p;

    rv_model_gram(m, 2, 1, tau2, m->g1);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            m->g2[i * p + j] = 0;
            for (size_t r = 0; r < p; r++)
                for (size_t c = 0; c < p; c++)
                    m->g2[i * p + j] += m->m[i * p + r] * m->g1[r * p + c] * m->m[c * p + j];
        }
}

/* The variance of a residual is that of row i of (I - H) times diag(v + tau2) times its transpose. */
static void fill(rv_model *m, bool own_weights, double tau2, rv_residual *rows)
{
    for (size_t i = 0; i < m->k; i++) {
        const double *q = m->q + i * m->p, total = m->v[i] + tau2;
        rv_residual *r = &rows[i];
        double variance;

        r->fitted = m->y[i] - m->e[i];
        /* What is left of a difference of equal numbers is no residual, and must not order a normal plot. */
        r->resid = fabs(m->e[i]) > 32 * DBL_EPSILON * fmax(fabs(m->y[i]), fabs(r->fitted)) ? m->e[i] : 0;
        r->hat = m->a[i] * form(q, m->m, m->p);
        variance = own_weights ? total * (1 - 2 * r->hat) + form(q, m->g2, m->p) : total * (1 - r->hat);
        r->se = 1 - r->hat > ALONE && variance > 0 ? sqrt(variance) : 0;
        r->z = r->se > 0 ? r->resid / r->se : NAN;
        r->pearson = r->resid / sqrt(total);
        r->cholesky = r->pearson;
    }
}

rv_status rv_meta_residuals(const rv_meta_data *d, const rv_meta_options *o, rv_residual *rows, rv_error *err)
{
    rv_meta_options once = *o;
    rv_meta_fit fit;
    rv_model m = { 0 };
    double *weights, tau2;
    rv_status st;

    once.skip_interval = true;
    if (!(weights = calloc(d->k + 1, sizeof *weights)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    /* The weights in percent will do: neither hat values nor variances change when all weights are multiplied. */
    if ((st = rv_meta_run(d, &once, &fit, NULL, NULL, weights, err)) == RV_OK && (st = rv_model_begin(&m, d, err)) == RV_OK
        && (st = rv_model_weigh_by(&m, weights, err)) == RV_OK) {
        tau2 = isnan(fit.tau2) ? 0 : fit.tau2;
        if (d->weights || o->unweighted)
            sandwich(&m, tau2);
        fill(&m, d->weights || o->unweighted, tau2, rows);
    }
    rv_model_end(&m);
    free(weights);
    return st;
}
