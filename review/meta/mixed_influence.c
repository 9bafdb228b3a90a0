/* What each cluster of effects does to a mixed model: the model fitted again without it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_multilevel.h"
#include "review/numer.h"
#include "meta/deletion.h"
#include "meta/mixed_without.h"

typedef struct {
    rv_mixed_without w;
    const rv_mixed_influence_table *out;
    const size_t *cluster;
    rv_working of;                /* the full model's design */
    size_t *members;              /* [k] the effects of the cluster under way */
    double *d, *room, *m;         /* [p], for rv_distance(), [most most] */
    double log_det;
} table;

static rv_status begin(table *t, const rv_mixed *mixed, size_t most, rv_error *err)
{
    const size_t k = rv_mixed_result(mixed)->k, p = rv_mixed_result(mixed)->p;
    double none, *at;
    rv_status st = rv_mixed_without_begin(&t->w, mixed, err);

    if (st != RV_OK)
        return st;
    rv_mixed_working(mixed, &t->of);
    t->members = calloc(k + 1, sizeof *t->members);
    t->d = at = calloc(p * p + 2 * p + most * most + most, sizeof *at);
    if (!t->members || !at)
        return rv_fail(err, RV_ENOMEM, "out of memory for clusters of %zu effects", most);
    t->room = at + p;
    t->m = t->room + p * p + p;
    rv_distance(t->w.fit->vcov, NULL, p, t->room, &none, &t->log_det);
    return RV_OK;
}

/* x_i A x_j */
static double form(const table *t, const double *a, size_t i, size_t j)
{
    const size_t p = t->w.p;
    const double *x = t->of.x + i * p, *z = t->of.x + j * p;
    double sum = 0;

    for (size_t r = 0; r < p; r++)
        for (size_t c = 0; c < p; c++)
            sum += x[r] * a[r * p + c] * z[c];
    return sum;
}

/* Residuals of the n members from what the model without them predicts, singly and together. */
static void residuals(table *t, const rv_mixed_fit *left, const double *theta, size_t n, double *x2)
{
    const rv_mixed_influence_table *out = t->out;
    double *m = t->m, *r = t->m + n * n;

    for (size_t a = 0; a < n; a++) {
        const size_t i = t->members[a];
        double predicted = 0;
        for (size_t c = 0; c < t->w.p; c++)
            predicted += t->of.x[i * t->w.p + c] * left->coefs[c].estimate;
        r[a] = t->of.y[i] - predicted;
        for (size_t b = 0; b <= a; b++)
            m[a * n + b] = rv_mixed_effect_covariance(&t->w, theta, i, t->members[b]) + form(t, left->vcov, i, t->members[b]);
        if (out->resid)
            out->resid[i] = r[a];
        if (out->resid_se)
            out->resid_se[i] = sqrt(m[a * n + a]);
        if (out->rstudent)
            out->rstudent[i] = r[a] / sqrt(m[a * n + a]);
    }
    *x2 = NAN;
    for (size_t a = 0; a < n; a++)
        if (!isfinite(m[a * n + a]))
            return;
    if (rv_cholesky(m, n, NULL) != RV_OK)
        return;
    *x2 = 0;
    for (size_t a = 0; a < n; a++) {
        for (size_t b = 0; b < a; b++)
            r[a] -= m[a * n + b] * r[b];
        r[a] /= m[a * n + a];
        *x2 += r[a] * r[a];
    }
}

/* The changes of the coefficients in units of their standard errors under the components without the cluster. */
static rv_status dfbetas(table *t, const double *theta, double *out, rv_error *err)
{
    rv_mixed_options known = *rv_mixed_how(t->w.full);
    rv_mixed *all = NULL;
    rv_status st;

    for (size_t i = 0; i < t->w.fit->params; i++)
        if (!isfinite(theta[i]))
            return RV_OK;
    known.fixed = theta;
    known.start = NULL;
    if ((st = rv_mixed_run(&all, t->w.data, &known, err)) == RV_OK)
        for (size_t c = 0; c < t->w.p; c++)
            out[c] = t->d[c] / sqrt(rv_mixed_result(all)->vcov[c * t->w.p + c]);
    rv_mixed_free(all);
    return st == RV_ENOMEM ? st : RV_OK;
}

static void compare(table *t, const rv_mixed_fit *left, size_t c, const double *theta, size_t n)
{
    const rv_mixed_influence_table *out = t->out;
    rv_mixed_influence_row *row = &out->rows[c];
    const size_t p = t->w.p;
    double log_det, none;

    for (size_t i = 0; i < p; i++) {
        t->d[i] = t->w.fit->coefs[i].estimate - left->coefs[i].estimate;
        if (out->coefs)
            out->coefs[c * p + i] = left->coefs[i].estimate;
        if (out->se)
            out->se[c * p + i] = left->coefs[i].se;
    }
    rv_distance(t->w.fit->vcov, t->d, p, t->room, &row->cook_d, &none);
    rv_distance(left->vcov, NULL, p, t->room, &none, &log_det);
    row->cov_ratio = exp(log_det - t->log_det);
    row->q_del = left->q;
    residuals(t, left, theta, n, &row->x2);
}

static void blank(double *x, size_t n)
{
    for (size_t i = 0; x && i < n; i++)
        x[i] = NAN;
}

static rv_status without(table *t, size_t c, double *theta, rv_error *err)
{
    const rv_mixed_influence_table *out = t->out;
    const rv_mixed_fit *left;
    const size_t p = t->w.p, params = t->w.fit->params;
    size_t n = 0;
    rv_status st = rv_mixed_without_cluster(&t->w, t->cluster, c, err);

    for (size_t i = 0; i < t->of.k; i++)
        if ((t->cluster ? t->cluster[i] : i) == c)
            t->members[n++] = i;
    out->rows[c] = (rv_mixed_influence_row){ n, NAN, NAN, NAN, NAN };
    blank(out->dfbetas ? out->dfbetas + c * p : NULL, p);
    blank(out->coefs ? out->coefs + c * p : NULL, p);
    blank(out->se ? out->se + c * p : NULL, p);
    blank(out->params ? out->params + c * params : NULL, params);
    for (size_t i = 0; i < n; i++) {
        blank(out->resid ? out->resid + t->members[i] : NULL, 1);
        blank(out->resid_se ? out->resid_se + t->members[i] : NULL, 1);
        blank(out->rstudent ? out->rstudent + t->members[i] : NULL, 1);
    }
    if (st != RV_OK || !t->w.left || n == 0)
        return st;
    left = rv_mixed_result(t->w.left);
    for (size_t i = 0; i < params; i++)
        theta[i] = left->param[i].estimate;
    if (out->params)
        memcpy(out->params + c * params, theta, params * sizeof *theta);
    compare(t, left, c, theta, n);
    return out->dfbetas ? dfbetas(t, theta, out->dfbetas + c * p, err) : RV_OK;
}

/* Effects of the largest cluster. */
static rv_status largest(const size_t *cluster, size_t k, size_t n, size_t *most, rv_error *err)
{
    size_t *count = calloc(n + 1, sizeof *count);
    rv_status st = count ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu clusters", n);

    *most = 1;
    for (size_t i = 0; st == RV_OK && cluster && i < k; i++)
        if (cluster[i] >= n)
            st = rv_fail(err, RV_EINVAL, "effect %zu is in cluster %zu; there are %zu", i + 1, cluster[i] + 1, n);
        else if (++count[cluster[i]] > *most)
            *most = count[cluster[i]];
    free(count);
    return st;
}

rv_status rv_mixed_influence(const rv_mixed *mixed, const size_t *cluster, size_t n, const rv_mixed_influence_table *out,
                             rv_error *err)
{
    table t = { .out = out, .cluster = cluster };
    const rv_mixed_fit *f = rv_mixed_result(mixed);
    double *theta = calloc(f->params + 1, sizeof *theta);
    size_t most = 1;
    rv_status st = theta ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu components", f->params);

    if (st == RV_OK && (n < 2 || (!cluster && n != f->k)))
        st = rv_fail(err, RV_EINVAL, "influence needs two clusters or more, or each effect its own; there are %zu for %zu effects", n,
                     f->k);
    if (st == RV_OK && (st = largest(cluster, f->k, n, &most, err)) == RV_OK)
        st = begin(&t, mixed, most, err);
    for (size_t c = 0; st == RV_OK && c < n; c++)
        st = without(&t, c, theta, err);
    rv_mixed_without_end(&t.w);
    free(t.members);
    free(t.d);
    free(theta);
    return st;
}
