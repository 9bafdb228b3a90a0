/* Coefficients and their covariance, once tau2 is known. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/coefficients.h"
#include "meta/estimators.h"
#include "meta/metafor_stops.h"

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

static bool is_kenward_roger(rv_meta_test test)
{
    return test == RV_TEST_KR || test == RV_TEST_KR_1997;
}

static bool asks_kenward_roger(const rv_meta_fit *f)
{
    return is_kenward_roger(f->test) || f->pi == RV_PI_KR || f->pi == RV_PI_KR_PR;
}

/* With the weights in place, and back from Q to X. */
static void kenward_roger(rv_model *m, bool corrected, rv_meta_fitted *t)
{
    rv_kenward_roger_fill(m, corrected, &t->kenward_roger);
    rv_from_orthonormal(m->r, m->p, NULL, t->kenward_roger.c);
    rv_from_orthonormal(m->r, m->p, NULL, t->kenward_roger.d);
    rv_from_orthonormal(m->r, m->p, NULL, t->kenward_roger.g);
    t->has_kr = true;
}

/* Kenward-Roger rests on the likelihood that tau2 comes from. */
static rv_status check_kenward_roger(const rv_meta_fit *f, const rv_meta_data *d, const rv_meta_options *o, rv_error *err)
{
    if (!asks_kenward_roger(f))
        return RV_OK;
    if (d->weights || o->unweighted)
        return rv_fail(err, RV_EINVAL, "Kenward-Roger needs the weights 1 / (v + tau2), not weights of your own");
    if (f->estimator->common || (f->estimator->how->fit != rv_tau2_reml && f->estimator->how->fit != rv_tau2_reml_stopped))
        return rv_fail(err, RV_EINVAL, "Kenward-Roger is for tau2 by REML, not by %s", f->estimator->name);
    return RV_OK;
}

static rv_status make_room(rv_meta_fitted *t, size_t p, rv_error *err)
{
    if (!(t->room = t->b = calloc(p + 5 * p * p, sizeof *t->b)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);
    t->p = p;
    t->g = t->b + p;
    t->plain = t->g + p * p;
    t->kenward_roger.c = t->plain + p * p;
    t->kenward_roger.d = t->kenward_roger.c + p * p;
    t->kenward_roger.g = t->kenward_roger.d + p * p;
    return RV_OK;
}

void rv_meta_fitted_end(rv_meta_fitted *t)
{
    free(t->room);
    t->room = NULL;
}

rv_status rv_meta_coefficients(rv_model *m, const rv_meta_data *d, const rv_meta_options *o, double tau2,
                               rv_meta_fit *f, rv_meta_fitted *t, double *weights, rv_error *err)
{
    const bool own = d->weights || o->unweighted;
    const size_t p = m->p;
    double times, sum, rss;
    rv_status st = make_room(t, p, err);

    t->level = f->level;
    if (st != RV_OK || (st = check_kenward_roger(f, d, o, err)) != RV_OK
        || (st = final_weights(m, d, o, tau2, err)) != RV_OK)
        return st;
    sum = weights ? rv_model_sum(m, 1, 0) : 1;
    for (size_t i = 0; weights && i < m->k; i++)
        weights[i] = 100 * m->a[i] / sum;
    rss = residual_sum(m, tau2);
    covariance(m, own, tau2, t->plain);
    memcpy(t->b, m->gamma, p * sizeof *t->b);
    /* What follows rests on the weights 1 / (v + tau2), also where the coefficients were made with others. */
    if ((own && (st = rv_model_weigh(m, tau2, err)) != RV_OK) || (st = rv_hartung_knapp(m, d, tau2, f, &t->df, &times, err)) != RV_OK)
        return st;
    rv_from_orthonormal(m->r, m->p, t->b, t->plain);
    t->s2 = m->k > m->p ? m->rss / (double)(m->k - m->p) : NAN;
    if (asks_kenward_roger(f) && f->estimated && m->k > m->p)
        kenward_roger(m, f->test != RV_TEST_KR_1997, t);
    t->kr = t->has_kr && is_kenward_roger(f->test);
    for (size_t i = 0; i < p * p; i++)
        t->g[i] = t->kr ? t->kenward_roger.g[i] : t->plain[i] * times;
    rv_fit_statistics(m, tau2, f->estimated, rss, f);
    return RV_OK;
}
