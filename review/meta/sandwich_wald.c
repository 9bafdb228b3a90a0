/* Wald tests of several contrasts with a robust variance, and the corrections for few clusters. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/sandwich.h"
#include "meta/sandwich_wald.h"

const char *const rv_wald_test_names[] = { "HTZ", "HTA", "HTB", "EDF", "EDT", "Naive-F", "Naive-Fp", "chi-sq", NULL };

/* A share of a contrast's variance below which the contrasts before it are taken to say it all. */
static const double NOTHING_LEFT = 1e-12;

/* Q, and C in Z's coordinates. */
static rv_status statistic(rv_wald_room *w, const double *c, rv_error *err)
{
    const rv_robust *s = w->s;
    const size_t p = s->fit.p, q = w->q;
    rv_status st;

    for (size_t a = 0; a < q; a++) {
        rv_sandwich_turn(s, c + a * p, w->c + a * p);
        w->cb[a] = 0;
        for (size_t i = 0; i < p; i++)
            w->cb[a] += c[a * p + i] * s->model->b[i];
    }
    for (size_t a = 0; a < q; a++)
        for (size_t b = 0; b < q; b++) {
            double sum = 0;
            for (size_t i = 0; i < p; i++)
                for (size_t j = 0; j < p; j++)
                    sum += w->c[a * p + i] * s->vcov_z[i * p + j] * w->c[b * p + j];
            w->csc[a * q + b] = sum;
        }
    memcpy(w->root, w->csc, q * q * sizeof *w->root);
    if ((st = rv_cholesky(w->root, q, NULL)) == RV_EDOMAIN)
        return rv_fail(err, st, "the robust variance of the %zu contrasts together is singular: %zu clusters do not carry so many, or one "
                       "contrast follows from the others", q, s->clusters);
    memcpy(w->t, w->cb, q * sizeof *w->t);
    rv_cholesky_solve(w->root, q, w->t);
    w->stat = 0;
    for (size_t a = 0; a < q; a++)
        w->stat += w->t[a] * w->cb[a];
    return st;
}

/* Turns the contrasts so that their mean robust variance is I: by its inverse Cholesky factor, which suits any units, or, for the test
   that depends on it, its symmetric root. w->f[q q] is the turn. */
static rv_status standardise(rv_wald_room *w, rv_error *err)
{
    const size_t q = w->q, p = w->s->fit.p;
    rv_moments m;
    rv_status st;

    if ((st = rv_moments_begin(&m, w->s, w->c, q, err)) == RV_OK) {
        for (size_t a = 0; a < q; a++)
            for (size_t b = 0; b < q; b++)
                w->root[a * q + b] = rv_moments_mean(&m, a, b);
        for (size_t a = 0; a < q; a++)
            w->t[a] = w->root[a * q + a];
        st = w->symmetric ? rv_eigen_symmetric(w->root, q, w->t, err) : rv_cholesky(w->root, q, NULL);
        for (size_t a = 0; a < q && st == RV_OK; a++)
            if (w->symmetric ? !(w->t[a] > 1e-14 * w->t[0]) : !(w->root[a * q + a] * w->root[a * q + a] > NOTHING_LEFT * w->t[a]))
                st = RV_EDOMAIN;
        if (st == RV_EDOMAIN)
            st = rv_fail(err, RV_EDOMAIN, "under the model, the robust variance of the %zu contrasts is singular; %zu clusters do "
                         "not carry so many", q, w->s->clusters);
    }
    rv_moments_end(&m);
    if (st != RV_OK)
        return st;
    for (size_t a = 0; a < q; a++)
        for (size_t b = 0; b < q; b++) {
            double sum = a == b && !w->symmetric;
            if (w->symmetric)
                for (size_t i = 0; i < q; i++)
                    sum += w->root[a * q + i] * w->root[b * q + i] / sqrt(w->t[i]);
            else
                for (size_t i = b; i < a; i++)
                    sum -= w->root[a * q + i] * w->f[i * q + b];
            w->f[a * q + b] = w->symmetric ? sum : a < b ? 0 : sum / w->root[a * q + a];
        }
    for (size_t a = 0; a < q; a++)
        for (size_t i = 0; i < p; i++) {
            w->fc[a * p + i] = 0;
            for (size_t b = 0; b < q; b++)
                w->fc[a * p + i] += w->f[a * q + b] * w->c[b * p + i];
        }
    return RV_OK;
}

/* T2 of Hotelling with eta df as F. */
static void hotelling(const rv_wald_room *w, double eta, rv_wald_result *out)
{
    const double q = (double)w->q;

    out->df2 = eta - q + 1;
    out->delta = fmax(0, out->df2 / eta);
    out->stat = out->delta * w->stat / q;
    out->p = out->df2 > 0 ? rv_f_upper(out->stat, q, out->df2) : NAN;
}

/* The variance of element (s, t) of the standardised robust variance; their sum over all gives eta (Zhang 2012). */
static double zhang(const rv_moments *m)
{
    const double q = (double)m->q;
    rv_sum sum = { 0, 0 };

    for (size_t s = 0; s < m->q; s++)
        for (size_t t = 0; t <= s; t++)
            rv_sum_add(&sum, (s == t ? 1 : 2) * (rv_moments_pairs(m, s, t, t, s) + rv_moments_pairs(m, s, s, t, t)));
    return q * (q + 1) / rv_sum_get(&sum);
}

/* 2 sum Var / sum Cov^2 over the elements of the standardised variance: all of them, or its lower triangle (Pan & Wall 2002). */
static double pan_wall(const rv_moments *m, bool lower)
{
    rv_sum variances = { 0, 0 }, squares = { 0, 0 };

    /* Pairs of elements of the lower triangle; of all elements each stands for up to four, and (st, uv) for (uv, st). */
    for (size_t s = 0; s < m->q; s++)
        for (size_t t = 0; t <= s; t++)
            for (size_t u = 0; u <= s; u++)
                for (size_t v = 0; v <= (u == s ? t : u); v++) {
                    const double cov = rv_moments_pairs(m, s, v, t, u) + rv_moments_pairs(m, s, u, t, v);
                    const bool own = s == u && t == v;
                    const double st = s == t ? 1 : 2, uv = u == v ? 1 : 2;
                    if (own)
                        rv_sum_add(&variances, (lower ? 1 : st) * cov);
                    rv_sum_add(&squares, (lower ? 1 : st * uv * (own ? 1 : 2)) * cov * cov);
                }
    return 2 * rv_sum_get(&variances) / rv_sum_get(&squares);
}

static rv_status moment_test(rv_wald_room *w, rv_wald_result *out, rv_error *err)
{
    rv_moments m;
    rv_status st;

    if ((st = standardise(w, err)) != RV_OK)
        return st;
    if ((st = rv_moments_begin(&m, w->s, w->fc, w->q, err)) == RV_OK)
        hotelling(w, out->test == RV_WALD_HTZ ? zhang(&m) : pan_wall(&m, out->test == RV_WALD_HTB), out);
    rv_moments_end(&m);
    return st;
}

static void naive(const rv_wald_room *w, double df2, rv_wald_result *out)
{
    const double q = (double)w->q;

    out->delta = 1;
    out->stat = w->stat / q;
    out->df2 = df2;
    out->p = isnan(df2) ? rv_chi2_upper(w->stat, q) : df2 > 0 ? rv_f_upper(out->stat, q, df2) : NAN;
}

static rv_status carry_out(rv_wald_room *w, rv_wald_result *out, rv_error *err)
{
    const double j = (double)w->s->clusters, p = (double)w->s->fit.p;

    switch (out->test) {
    case RV_WALD_NAIVE_F: naive(w, j - 1, out); return RV_OK;
    case RV_WALD_NAIVE_FP: naive(w, j - p, out); return RV_OK;
    case RV_WALD_CHI2: naive(w, NAN, out); return RV_OK;
    default: break;
    }
    if (!w->s->whole)
        return rv_fail(err, RV_EDOMAIN, "%s needs clusters that hold whole groups of dependent effects; Naive-F, Naive-Fp and "
                       "chi-sq do not",
                       rv_wald_test_names[out->test]);
    if (out->test == RV_WALD_EDF || out->test == RV_WALD_EDT) {
        rv_status st = standardise(w, err);
        return st == RV_OK ? rv_wald_by_eigenvalues(w, out, err) : st;
    }
    return moment_test(w, out, err);
}

rv_status rv_robust_wald(const rv_robust *s, const double *c, size_t q, rv_wald_test test, rv_wald_result *out, rv_error *err)
{
    const size_t p = s->fit.p;
    double *at = calloc(3 * q * q + 2 * q * p + 2 * q + 1, sizeof *at), *const all = at;
    rv_wald_room w = { .s = s, .q = q, .symmetric = test == RV_WALD_HTB };
    rv_wald_result result = { test, NAN, NAN, (double)q, NAN, NAN };
    rv_status st;

    if (!at)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu contrasts", q);
    w.csc = at, at += q * q;
    w.root = at, at += q * q;
    w.f = at, at += q * q;
    w.c = at, at += q * p;
    w.fc = at, at += q * p;
    w.cb = at, at += q;
    w.t = at;
    if (q == 0)
        st = rv_fail(err, RV_EINVAL, "there are no contrasts to test");
    else if ((st = statistic(&w, c, err)) == RV_OK && (st = carry_out(&w, &result, err)) == RV_OK)
        *out = result;
    free(all);
    return st;
}

rv_status rv_robust_wald_zero(const rv_robust *s, size_t first, size_t last, rv_wald_test test, rv_wald_result *out, rv_error *err)
{
    const size_t p = s->fit.p, q = last - first + 1;
    double *c;
    rv_status st;

    if (first > last || last >= p)
        return rv_fail(err, RV_EINVAL, "coefficients %zu to %zu cannot be tested; there are %zu", first + 1, last + 1, p);
    if (!(c = calloc(q * p, sizeof *c)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu contrasts", q);
    for (size_t a = 0; a < q; a++)
        c[a * p + first + a] = 1;
    st = rv_robust_wald(s, c, q, test, out, err);
    free(c);
    return st;
}
