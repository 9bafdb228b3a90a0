/* What a mixed model predicts, and how much of the variance it sees is not sampling error. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_multilevel.h"
#include "review/numer.h"
#include "meta/coefficients.h"
#include "meta/mixed_without.h"

/* The variance that a part adds to a new effect. */
static rv_status part_variance(const rv_mixed_part *part, size_t n, const double *theta, const size_t *inner, double *sum, rv_error *err)
{
    const bool each = part->kind == RV_MIXED_HCS || part->kind == RV_MIXED_UN || part->kind == RV_MIXED_DIAG || part->kind == RV_MIXED_HAR;

    if (inner && part->kind != RV_MIXED_INTERCEPT && inner[n] >= part->inners)
        return rv_fail(err, RV_EINVAL, "%s has no inner level %zu; there are %zu", part->name ? part->name : "a random part",
                       inner[n] + 1, part->inners);
    if (inner || !each) {
        *sum += rv_mixed_part_covariance(part, theta, inner ? inner[n] : 0, inner ? inner[n] : 0);
        return RV_OK;
    }
    for (size_t a = 1; a < part->inners; a++)
        if (!(theta[a] == theta[0])) {
            *sum = NAN;   /* which one a new effect would have is not known */
            return RV_OK;
        }
    *sum += theta[0];
    return RV_OK;
}

static rv_status between(const rv_mixed *mixed, const size_t *inner, double *sum, rv_error *err)
{
    const rv_mixed_data *d = rv_mixed_of(mixed);
    const rv_mixed_fit *f = rv_mixed_result(mixed);
    double *theta = calloc(f->params + 1, sizeof *theta);
    size_t at = 0;
    rv_status st = theta ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu components", f->params);

    *sum = 0;
    for (size_t i = 0; st == RV_OK && i < f->params; i++)
        theta[i] = f->param[i].estimate;
    for (size_t n = 0; st == RV_OK && n < d->parts; at += rv_mixed_part_params(&d->part[n++]))
        st = part_variance(&d->part[n], n, theta + at, inner, sum, err);
    free(theta);
    return st;
}

/* The fewest degrees of freedom of the coefficients that take part; NaN for a normal test. */
static double df_of(const rv_mixed_fit *f, const double *x)
{
    double df = NAN;

    for (size_t c = 0; c < f->p; c++)
        if (!x || x[c] != 0)
            df = fmin(df, f->coefs[c].df);
    return isnan(df) ? f->coefs[0].df : df;
}

static rv_mixed_prediction one(const rv_mixed_fit *f, const double *x, const double *vcov, double df, double level, double tau2)
{
    rv_mixed_prediction p = { .df = df };
    const double reach = rv_meta_quantile(df, level);
    double variance = 0;

    for (size_t r = 0; r < f->p; r++) {
        p.pred += (x ? x[r] : 1) * f->coefs[r].estimate;
        for (size_t c = 0; c < f->p; c++)
            variance += (x ? x[r] * x[c] : 1) * vcov[r * f->p + c];
    }
    p.se = sqrt(variance);
    p.ci_lo = p.pred - reach * p.se;
    p.ci_hi = p.pred + reach * p.se;
    p.pi_lo = p.pred - reach * sqrt(variance + tau2);
    p.pi_hi = p.pred + reach * sqrt(variance + tau2);
    return p;
}

rv_status rv_mixed_predict(const rv_mixed *mixed, const double *x, size_t n, const rv_mixed_prediction_options *o,
                           rv_mixed_prediction *out, rv_error *err)
{
    const rv_mixed_fit *f = rv_mixed_result(mixed);
    const double level = isnan(o->level) ? f->level : o->level, *vcov = o->vcov ? o->vcov : f->vcov;
    double tau2;
    rv_status st;

    if (!x && (rv_mixed_of(mixed)->data.p || n != 1))
        return rv_fail(err, RV_EINVAL, "a prediction needs a value for each of the %zu coefficients", f->p);
    if (!(level > 0 && level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", level);
    if ((st = between(mixed, o->inner, &tau2, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        const double *row = x ? x + i * f->p : NULL;
        out[i] = one(f, row, vcov, o->df ? o->df[i] : df_of(f, row), level, tau2);
    }
    return RV_OK;
}

/* ---- I2 ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    double *inverse, *l;          /* [most most] */
    double *g, *h;                /* [p p] X' S^-1 X and X' S^-2 X */
    double *sx;                   /* [most p] S^-1 X of a block */
    rv_sum  trace;
} typical_sums;

/* Adds a block of S: its rows, its matrix. */
static rv_status add_block(typical_sums *t, const rv_working *w, const size_t *row, size_t m, const double *s, rv_error *err)
{
    const size_t p = w->p;
    rv_status st;

    memcpy(t->l, s, m * m * sizeof *t->l);
    if ((st = rv_cholesky(t->l, m, err)) != RV_OK)
        return rv_within(err, st, "the sampling covariances of row %zu and those it hangs together with", row[0] + 1);
    rv_cholesky_inverse(t->l, m, t->inverse);
    memset(t->sx, 0, m * p * sizeof *t->sx);
    for (size_t i = 0; i < m; i++) {
        rv_sum_add(&t->trace, t->inverse[i * m + i]);
        for (size_t j = 0; j < m; j++)
            for (size_t c = 0; c < p; c++)
                t->sx[i * p + c] += t->inverse[i * m + j] * w->x[row[j] * p + c];
    }
    for (size_t i = 0; i < m; i++)
        for (size_t r = 0; r < p; r++)
            for (size_t c = 0; c < p; c++) {
                t->g[r * p + c] += w->x[row[i] * p + r] * t->sx[i * p + c];
                t->h[r * p + c] += t->sx[i * p + r] * t->sx[i * p + c];
            }
    return RV_OK;
}

/* tr P = tr S^-1 - tr((X' S^-1 X)^-1 X' S^-2 X), the second from the Cholesky factor of the first matrix. */
static rv_status close_trace(typical_sums *t, size_t p, double *trace, rv_error *err)
{
    rv_status st = rv_cholesky(t->g, p, err);

    *trace = rv_sum_get(&t->trace);
    for (size_t c = 0; st == RV_OK && c < p; c++) {   /* column c of G^-1 H; h is symmetric */
        double *column = t->h + c * p;
        rv_cholesky_solve(t->g, p, column);
        *trace -= column[c];
    }
    return st;
}

static rv_status typical_variance(const rv_mixed *mixed, double *typical, rv_error *err)
{
    const rv_mixed_data *d = rv_mixed_of(mixed);
    rv_working w;
    typical_sums t = { .trace = { 0, 0 } };
    double trace = NAN;
    rv_status st = RV_OK;

    rv_mixed_working(mixed, &w);
    const size_t most = d->v ? rv_blocks_most(d->v) : 1, p = w.p;
    if (!(t.inverse = calloc(2 * most * most + 2 * p * p + most * p, sizeof *t.inverse)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects that hang together", most);
    t.l = t.inverse + most * most;
    t.g = t.l + most * most;
    t.h = t.g + p * p;
    t.sx = t.h + p * p;
    for (size_t i = 0; st == RV_OK && !d->v && i < w.k; i++)
        st = add_block(&t, &w, &i, 1, &d->data.vi[i], err);
    for (size_t g = 0; st == RV_OK && d->v && g < d->v->n; g++)
        st = add_block(&t, &w, d->v->row + d->v->start[g], d->v->start[g + 1] - d->v->start[g], d->v->block + d->v->at[g], err);
    if (st == RV_OK)
        st = close_trace(&t, p, &trace, err);
    *typical = (double)(w.k - p) / trace;
    free(t.inverse);
    return st;
}

rv_status rv_mixed_i2(const rv_mixed *mixed, double *typical, double *total, double *share, rv_error *err)
{
    const rv_mixed_data *d = rv_mixed_of(mixed);
    const rv_mixed_fit *f = rv_mixed_result(mixed);
    double *theta = calloc(f->params + d->parts + 1, sizeof *theta), *own = theta + f->params, sum = 0;
    size_t at = 0;
    rv_status st;

    if (!theta)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu components", f->params);
    if ((st = typical_variance(mixed, typical, err)) == RV_OK) {
        for (size_t i = 0; i < f->params; i++)
            theta[i] = f->param[i].estimate;
        for (size_t n = 0; n < d->parts; at += rv_mixed_part_params(&d->part[n++])) {
            const rv_mixed_part *part = &d->part[n];
            for (size_t i = 0; i < f->k; i++)
                own[n] += rv_mixed_part_covariance(part, theta + at, part->inner ? part->inner[i] : 0, part->inner ? part->inner[i] : 0)
                          / (double)f->k;
            sum += own[n];
        }
        *total = sum / (sum + *typical);
        for (size_t n = 0; share && n < d->parts; n++)
            share[n] = own[n] / (sum + *typical);
    }
    free(theta);
    return st;
}
