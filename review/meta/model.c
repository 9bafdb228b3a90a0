/* The model from its beginning to its end, and its fit at given weights. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/model.h"
#include "meta/range.h"

/* Beyond this ratio a double cannot hold the sum of the largest and the smallest weight. */
static const double WIDEST_RATIO = 1e14;

static rv_status check(const rv_meta_data *d, size_t *smallest, rv_error *err)
{
    size_t least = 0, most = 0;

    *smallest = 0;
    if (d->k == 0)
        return rv_fail(err, RV_EINVAL, "there are no effects to pool");
    if (d->k < d->p)
        return rv_fail(err, RV_EINVAL, "%zu effects cannot carry %zu coefficients", d->k, d->p);
    for (size_t i = 0; i < d->k; i++) {
        if (!rv_effect_fits(d->yi[i]))
            return rv_effect_refuse(i, d->yi[i], err);
        if (!rv_variance_fits(d->vi[i]))
            return rv_variance_refuse(i, d->vi[i], err);
        if (d->weights && !(isfinite(d->weights[i]) && d->weights[i] > 0))
            return rv_fail(err, RV_EDOMAIN, "weight %zu is %g; it must be positive", i + 1, d->weights[i]);
        least = d->vi[i] < d->vi[least] ? i : least;
        most = d->vi[i] > d->vi[most] ? i : most;
    }
    *smallest = least;
    if (d->vi[most] / d->vi[least] > WIDEST_RATIO)
        return rv_fail(err, RV_EDOMAIN,
                       "variance %zu is %g, too small beside variance %zu of %g; they must lie within a factor of %g",
                       least + 1, d->vi[least], most + 1, d->vi[most], WIDEST_RATIO);
    return d->p ? rv_moderators_check(d, d->x, d->k, err) : RV_OK;
}

rv_status rv_model_begin(rv_model *m, const rv_meta_data *d, rv_error *err)
{
    const size_t k = d->k, p = d->p ? d->p : 1;
    size_t smallest;
    rv_status st = check(d, &smallest, err);
    double *at;

    *m = (rv_model){ .k = k, .p = p, .y = d->yi, .v = d->vi, .ref = smallest };
    if (st != RV_OK)
        return st;
    if (p > 1000 || !(m->room = at = malloc((k * (p + 2) + 8 * p * p + 3 * p) * sizeof *at)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects and %zu coefficients", k, p);
    m->q = at, at += k * p;
    m->a = at, at += k;
    m->e = at, at += k;
    m->r = at, at += p * p;
    m->m = at, at += p * p;
    m->l = at, at += p * p;
    m->g1 = at, at += p * p;
    m->g2 = at, at += p * p;
    m->g3 = at, at += p * p;
    m->pairs = at, at += 2 * p * p;
    m->totals = at, at += 2 * p;
    m->gamma = at;
    m->least_v = d->vi[0];
    for (size_t i = 0; i < k; i++) {
        m->least_v = fmin(m->least_v, d->vi[i]);
        m->mean_v += d->vi[i] / (double)k;
        m->max_v = fmax(m->max_v, d->vi[i]);
    }
    if (d->p)
        memcpy(m->q, d->x, k * p * sizeof *m->q);
    m->plain = p == 1;
    for (size_t i = 0; p == 1 && i < k; i++) {
        m->q[i] = d->p ? d->x[i] : 1;
        m->plain = m->plain && m->q[i] == 1;
    }
    m->r[0] = 1;
    if (m->plain)
        return RV_OK;
    if (p > 1) {   /* one column needs no turning */
        st = rv_orthonormal(m->q, k, p, d->names, m->r, err);
        return st == RV_OK ? rv_contrasts_begin(m, err) : st;
    }
    for (size_t i = 0; i < k; i++)
        if (m->q[i] != 0)
            return rv_contrasts_begin(m, err);
    return rv_fail(err, RV_EDOMAIN, "column %s is 0 in every row", d->names && d->names[0] ? d->names[0] : "1");
}

void rv_model_end(rv_model *m)
{
    rv_contrasts_end(m);
    free(m->room);
    m->room = NULL;
}

/* e = y - Q gamma and rss. */
static void residuals(rv_model *m)
{
    const size_t p = m->p;
    rv_sum rss = { 0, 0 };

    for (size_t from = 0; from < m->k; from = rv_model_block(from, m->k)) {
        double sum = 0;
        for (size_t n = from, end = rv_model_block(from, m->k); n < end; n++) {
            double fitted = 0;
            for (size_t c = 0; c < p; c++)
                fitted += m->q[n * p + c] * m->gamma[c];
            m->e[n] = m->y[n] - fitted;
            sum += m->a[n] * m->e[n] * m->e[n];
        }
        rv_sum_add(&rss, sum);
    }
    m->rss = rv_sum_get(&rss);
}

/* With the weights in place: M, gamma, e, rss. */
static rv_status solve(rv_model *m, rv_error *err)
{
    const size_t p = m->p;
    rv_status st;

    rv_model_gram_of(m, &(rv_model_rows){ m->q, m->y, NULL }, 1, 0, 0, m->l, m->gamma);
    if ((st = rv_cholesky(m->l, p, err)) != RV_OK)
        return st;
    rv_cholesky_inverse(m->l, p, m->m);
    m->log_det = rv_cholesky_log_det(m->l, p);
    rv_cholesky_solve(m->l, p, m->gamma);
    residuals(m);
    return RV_OK;
}

rv_status rv_model_weigh(rv_model *m, double tau2, rv_error *err)
{
    rv_status st = RV_OK;

    if (m->summed && m->at == tau2)
        return RV_OK;
    m->at = tau2;
    if (m->plain)
        rv_model_weigh_mean(m, tau2);
    else
        st = rv_contrasts_weigh(m, tau2, err);
    m->summed = st == RV_OK;
    return st;
}

rv_status rv_model_weigh_by(rv_model *m, const double *weights, rv_error *err)
{
    m->summed = false;
    if (weights != m->a)
        memcpy(m->a, weights, m->k * sizeof *weights);
    return solve(m, err);
}
