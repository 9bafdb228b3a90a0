/* A minimum within bounds by Newton's method, damped where it must be. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/numer.h"

/* Damping: first try, growth and fall, and where it is given up. */
static const double FIRST = 1e-4, TIMES = 10, LEAST = 1e-10, MOST = 1e12;

typedef struct {
    size_t n, free;               /* parameters; those that may move */
    const double *lo, *hi;
    double *x, *trial, *g, *h;    /* [n], [n], [n], [n n] */
    double *a, *d;                /* [n n] damped Hessian of the free ones; [n] the step */
    size_t *at;                   /* [n] which are free */
    double damping;
    bool   curved;                /* the Hessian itself was positive definite */
} search;

static void find_free(search *s)
{
    s->free = 0;
    for (size_t i = 0; i < s->n; i++) {
        const bool held = s->lo[i] == s->hi[i] || (s->x[i] <= s->lo[i] && s->g[i] >= 0) || (s->x[i] >= s->hi[i] && s->g[i] <= 0);
        if (!held)
            s->at[s->free++] = i;
    }
}

/* The step of the free parameters at the damping there is, or at the least greater one that makes the Hessian positive definite. */
static rv_status find_step(search *s, rv_error *err)
{
    const size_t m = s->free;

    for (;;) {
        for (size_t i = 0; i < m; i++)
            for (size_t j = 0; j < m; j++)
                s->a[i * m + j] = s->h[s->at[i] * s->n + s->at[j]];
        for (size_t i = 0; i < m; i++)
            s->a[i * m + i] += s->damping * fmax(fabs(s->a[i * m + i]), 1e-8 * (1 + fabs(s->g[s->at[i]])));
        if (rv_cholesky(s->a, m, NULL) == RV_OK)
            break;
        s->damping = fmax(FIRST, s->damping * TIMES);
        if (s->damping > MOST)
            return rv_fail(err, RV_ENOCONV, "the function has no curvature to follow");
    }
    s->curved = s->damping == 0;
    for (size_t i = 0; i < m; i++)
        s->d[i] = -s->g[s->at[i]];
    rv_cholesky_solve(s->a, m, s->d);
    return RV_OK;
}

/* Twice what a free Newton step would gain; where the Hessian needed damping, what steps along the axes would. */
static double promise(const search *s)
{
    double sum = 0;

    for (size_t i = 0; i < s->free; i++) {
        const size_t c = s->at[i];
        sum += s->curved ? -s->d[i] * s->g[c] : s->g[c] * s->g[c] / fmax(fabs(s->h[c * s->n + c]), 1e-300);
    }
    return sum;
}

/* The step, cut at the bounds, into `trial`; what the quadratic model says it gains. */
static double take_step(search *s)
{
    double gain = 0;

    memcpy(s->trial, s->x, s->n * sizeof *s->x);
    for (size_t i = 0; i < s->free; i++) {
        const size_t c = s->at[i];
        s->trial[c] = fmin(s->hi[c], fmax(s->lo[c], s->x[c] + s->d[i]));
    }
    for (size_t i = 0; i < s->n; i++) {
        double hd = 0;
        for (size_t j = 0; j < s->n; j++)
            hd += s->h[i * s->n + j] * (s->trial[j] - s->x[j]);
        gain -= (s->trial[i] - s->x[i]) * (s->g[i] + hd / 2);
    }
    return gain;
}

/* A last full Newton step: the value no longer shows what it gains, but it squares the distance to the minimum. */
static void polish(search *s, rv_curved_objective f, void *data, double *fx)
{
    double value;

    s->damping = 0;
    if (find_step(s, NULL) != RV_OK || !s->curved || !(take_step(s) >= 0))
        return;
    value = f(s->trial, NULL, NULL, data);
    if (value <= *fx + 1e-13 * (1 + fabs(*fx))) {
        memcpy(s->x, s->trial, s->n * sizeof *s->x);
        *fx = value;
    }
}

static rv_status descend(search *s, rv_curved_objective f, void *data, double tol, size_t limit, double *fx, size_t *used, rv_error *err)
{
    rv_status st;

    *fx = f(s->x, s->g, s->h, data);
    for (*used = 0; ; ++*used) {
        double slope, gain, value;
        find_free(s);
        if (s->free == 0)
            return RV_OK;
        if ((st = find_step(s, err)) != RV_OK)
            return st;
        if ((slope = promise(s)) <= 2 * tol) {
            polish(s, f, data, fx);
            return RV_OK;
        }
        if (*used == limit)
            return rv_fail(err, RV_ENOCONV, "a step would still gain %g after %zu steps, not less than %g", slope / 2, limit, tol);
        gain = take_step(s);
        value = gain > 0 ? f(s->trial, NULL, NULL, data) : INFINITY;
        if (value <= *fx - 1e-4 * gain) {
            memcpy(s->x, s->trial, s->n * sizeof *s->x);
            *fx = f(s->x, s->g, s->h, data);
            s->damping = s->damping / TIMES < LEAST ? 0 : s->damping / TIMES;
        } else if (slope <= 1e-11 * (1 + fabs(*fx)) && s->damping <= 1) {
            polish(s, f, data, fx);   /* what is left to gain is below the rounding error of the value */
            return RV_OK;
        } else if ((s->damping = fmax(FIRST, s->damping * TIMES)) > MOST) {
            return slope <= 1e-8 * (1 + fabs(*fx)) ? RV_OK
                   : rv_fail(err, RV_ENOCONV, "no progress is possible though a step should gain %g", slope / 2);
        }
    }
}

rv_status rv_minimise_box(rv_curved_objective f, void *data, size_t n, const double *lo, const double *hi, double tol, size_t limit, double *x,
                          double *fx, size_t *iterations, rv_error *err)
{
    double *room = calloc(3 * n + 2 * n * n + 1, sizeof *room);
    size_t *at = calloc(n + 1, sizeof *at), used = 0;
    search s = { .n = n, .lo = lo, .hi = hi, .x = x, .at = at };
    rv_status st = room && at ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", n);

    for (size_t i = 0; i < n && st == RV_OK; i++)
        if (!(x[i] >= lo[i] && x[i] <= hi[i]))
            st = rv_fail(err, RV_EINVAL, "the start %g of parameter %zu is outside its bounds %g and %g", x[i], i + 1, lo[i], hi[i]);
    if (st == RV_OK && !isfinite(f(x, NULL, NULL, data)))
        st = rv_fail(err, RV_EINVAL, "the start is not inside the domain of the function");
    if (st == RV_OK) {
        s.trial = room, s.g = room + n, s.d = room + 2 * n, s.h = room + 3 * n, s.a = s.h + n * n;
        st = descend(&s, f, data, tol, limit, fx, &used, err);
    }
    if (iterations)
        *iterations = used;
    free(room);
    free(at);
    return st;
}
