/*
 * The maximum of a selection model's likelihood: Newton's method within bounds, from several starts. Weights of steps are sought by their
 * logarithms, in which the likelihood is concave as long as b and tau2 stand; in decreasing order, by the falls of those logarithms.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/selection.h"

enum { STARTS = 7, LIMIT = 500 };
static const double LAST_STEP = 1e-8;     /* in standard errors */
static const double LEFT = 1e-8;          /* of 1 + |log-likelihood|: what slopes may still promise where a search ends */
static const double STEEPEST = 40;        /* ln of the smallest weight */
/* Starts: the share of b, tau2 in units of its own, delta (or, of steps, 1 / delta) against its usual start. The last two are for smooth
   weights with two parameters, whose likelihood often has a second maximum with a large first and a small second one. */
static const double B[STARTS] = { 1, 0.6, 0.8, 1, 0.3, 0.8, 0.5 }, TAU2[STARTS] = { 1, 0.3, 2, 0, 4, 1, 1 };
static const double DELTA[STARTS][SELECTION_DELTAS] = { { 1, 1 }, { 3, 1 }, { 0.3, 2 }, { 10, 0.5 }, { 1, 3 }, { 30, 0.05 }, { 2, 0.2 } };

typedef struct {
    rv_selection_model *model;
    double *par, *g, *h;          /* [n], [n], [n n] in the model's own parameters */
    double *a;                    /* [n n] room */
} problem;

static void to_model(const rv_selection_model *m, const double *x, double *par)
{
    double fall = 0;

    memcpy(par, x, m->n * sizeof *par);
    for (size_t j = 0; j < m->m; j++) {
        double *d = &par[m->p + 1 + j];
        if (m->options.decreasing)
            *d = exp(-(fall += *d));
        else if (m->shape->log)
            *d = exp(*d);
        if (!isnan(m->fixed[j]))
            *d = m->fixed[j];
    }
}

static void from_model(const rv_selection_model *m, const double *par, double *x)
{
    memcpy(x, par, m->n * sizeof *x);
    for (size_t j = 0; j < m->m; j++) {
        const double before = j ? par[m->p + j] : 1;
        double *d = &x[m->p + 1 + j];
        if (m->options.decreasing)
            *d = j ? fmax(0, log(before) - log(*d)) : 0;
        else if (m->shape->log)
            *d = log(*d);
    }
}

/* From delta to ln delta. */
static void by_logarithms(const problem *s)
{
    const size_t n = s->model->n;

    for (size_t j = s->model->p + 1; j < n; j++) {
        for (size_t c = 0; c < n; c++) {
            s->h[j * n + c] *= s->par[j];
            s->h[c * n + j] *= s->par[j];
        }
        s->g[j] *= s->par[j];
        s->h[j * n + j] += s->g[j];
    }
}

/* From ln delta_j to the falls a: ln delta_j = - (a_1 + ... + a_j). Sums over j from the last one down, by rows, then by columns. */
static void by_falls(const problem *s)
{
    const size_t n = s->model->n, from = s->model->p + 1;

    for (size_t j = n - 1; j > from; j--) {
        s->g[j - 1] += s->g[j];
        for (size_t c = 0; c < n; c++)
            s->h[(j - 1) * n + c] += s->h[j * n + c];
    }
    for (size_t j = n - 1; j > from; j--)
        for (size_t c = 0; c < n; c++)
            s->h[c * n + j - 1] += s->h[c * n + j];
    for (size_t j = from; j < n; j++) {
        s->g[j] = -s->g[j];
        for (size_t c = 0; c < n; c++) {
            s->h[j * n + c] = -s->h[j * n + c];
            s->h[c * n + j] = -s->h[c * n + j];
        }
    }
}

/* -hessian where it is positive definite, else so much more on its diagonal that it is. */
static void inform(const problem *s, double *information)
{
    const size_t n = s->model->n;
    double damping = 0;

    for (;;) {
        for (size_t i = 0; i < n * n; i++)
            s->a[i] = -s->h[i];
        for (size_t i = 0; i < n; i++)
            s->a[i * n + i] += damping * fmax(fabs(s->a[i * n + i]), 1e-8 * (1 + fabs(s->g[i])));
        memcpy(information, s->a, n * n * sizeof *information);
        if (damping > 1e12 || rv_cholesky(s->a, n, NULL) == RV_OK)
            return;
        damping = fmax(1e-4, damping * 10);
    }
}

static rv_status look(const double *x, double *value, double *gradient, double *hessian, double *information, void *data, rv_error *err)
{
    problem *s = data;
    const size_t n = s->model->n;

    to_model(s->model, x, s->par);
    *value = rv_selection_evaluate(s->model, s->par, s->g, s->h);
    if (!isfinite(*value))
        return rv_fail(err, RV_EDOMAIN, "the parameters are outside their domain");
    if (s->model->shape->log)
        by_logarithms(s);
    if (s->model->options.decreasing)
        by_falls(s);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(s->g[i]) || !isfinite(s->h[i * n + i]))   /* at a bound there may be a value without slopes: stay off it */
            return rv_fail(err, RV_EDOMAIN, "the likelihood has no slope in parameter %zu", i + 1);
    memcpy(gradient, s->g, n * sizeof *gradient);
    memcpy(hessian, s->h, n * n * sizeof *hessian);
    inform(s, information);
    return RV_OK;
}

static void bounds(const rv_selection_model *m, double *lo, double *hi)
{
    const double most = m->options.delta_max;

    for (size_t i = 0; i < m->p; i++)
        lo[i] = -INFINITY, hi[i] = INFINITY;
    lo[m->p] = isnan(m->options.tau2) ? 0 : m->options.tau2;
    hi[m->p] = isnan(m->options.tau2) ? INFINITY : m->options.tau2;
    for (size_t j = 0; j < m->m; j++) {
        const size_t at = m->p + 1 + j;
        if (m->options.decreasing)
            lo[at] = 0, hi[at] = j ? STEEPEST : 0;
        else if (!isnan(m->fixed[j]))
            lo[at] = hi[at] = m->shape->log ? log(m->fixed[j]) : m->fixed[j];
        else if (m->shape->log)
            lo[at] = -STEEPEST, hi[at] = log(most);
        else
            lo[at] = m->shape->least, hi[at] = most;
    }
}

static void set_start(const rv_selection_model *m, int s, const double *b, double tau2, const double *lo, const double *hi, double *x)
{
    double mean_v = 0;

    for (size_t i = 0; i < m->k; i++)
        mean_v += m->v[i] / (double)m->k;
    for (size_t i = 0; i < m->p; i++)
        x[i] = b[i] * B[s];
    x[m->p] = s == 0 ? tau2 : TAU2[s] * (tau2 + 0.1 * mean_v);
    for (size_t j = 0; j < m->m; j++) {
        const double factor = DELTA[s][j % SELECTION_DELTAS];
        x[m->p + 1 + j] = m->options.decreasing ? 0.2 * (1 + s) : m->shape->log ? -log(factor) : m->shape->start * factor;
    }
    for (size_t i = 0; i < m->n; i++)
        x[i] = fmin(hi[i], fmax(lo[i], x[i]));
}

/* One search; the best so far is kept in par. */
static rv_status climb(problem *s, const double *lo, const double *hi, double *x, double *par, rv_selection_search *out, rv_error *err)
{
    const size_t n = s->model->n;
    rv_maximum top;
    rv_status st = rv_maximise(look, s, n, lo, hi, LAST_STEP, LIMIT, x, &top, err);
    const bool arrived = top.slope * top.slope / 2 <= LEFT * (1 + fabs(top.value));

    out->starts++;
    if (st == RV_OK && !arrived)
        st = rv_fail(err, RV_ENOCONV, "the slope is still %g", top.slope);
    if (st != RV_OK && !(st == RV_ENOCONV && arrived))   /* it circled within rounding */
        return st;
    if (isfinite(out->loglik) && fabs(out->loglik - top.value) > 1e-4)
        out->notes |= RV_BIAS_SEVERAL;
    if (!(top.value > out->loglik))
        return RV_OK;
    out->loglik = top.value;
    out->iterations = top.iterations;
    to_model(s->model, x, par);
    return RV_OK;
}

rv_status rv_selection_maximise(rv_selection_model *m, const double *b, double tau2, double *par, rv_selection_search *out, rv_error *err)
{
    const size_t n = m->n;
    const int starts = m->shape->log || m->m < SELECTION_DELTAS ? STARTS - 2 : STARTS;
    const bool given = isfinite(out->loglik);   /* par is a maximum of a narrower model: a start too */
    double *room = calloc(5 * n + 2 * n * n, sizeof *room);
    double *lo = room, *hi = room + n, *x = room + 2 * n;
    problem s = { m, room + 3 * n, room + 4 * n, room + 5 * n, room + 5 * n + n * n };
    rv_status st = RV_OK, last = RV_OK;

    if (!room)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", n);
    bounds(m, lo, hi);
    if (given) {
        from_model(m, par, x);
        for (size_t i = 0; i < n; i++)
            x[i] = fmin(hi[i], fmax(lo[i], x[i]));
    }
    *out = (rv_selection_search){ -INFINITY, 0, 0, 0 };
    if (given)
        last = climb(&s, lo, hi, x, par, out, err);
    for (int start = 0; start < starts; start++) {
        set_start(m, start, b, tau2, lo, hi, x);
        if ((st = climb(&s, lo, hi, x, par, out, err)) != RV_OK)
            last = st;
    }
    free(room);
    return isfinite(out->loglik) ? RV_OK : rv_within(err, last != RV_OK ? last : RV_ENOCONV, "%s selection",
                                                     rv_selection_names[m->options.kind]);
}
