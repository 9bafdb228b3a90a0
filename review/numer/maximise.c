/*
 * Newton's method with bounds and a trust region. All steps are in units in which the information has ones on its diagonal, so that a
 * step of 1 is about one standard error of a parameter, whatever its scale.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "numer/guard.h"
#include "numer/trust_region.h"

/* A slope, in units, from which on the information is the better guide: variances that are far too small have a curvature that would
   halve the way again and again. */
static const double FAR = 2;

static void search_end(rv_trust_search *s)
{
    free(s->room);
    free(s->which);
    gsl_matrix_free(s->matrix);
    gsl_matrix_free(s->vectors);
    gsl_vector_free(s->values);
    if (s->eigen)
        gsl_eigen_symmv_free(s->eigen);
}

static double *place(rv_trust_point *p, double *at, size_t n)
{
    p->x = at, at += n;
    p->g = at, at += n;
    p->unit = at, at += n;
    p->h = at, at += n * n;
    p->e = at;
    return at + n * n;
}

static rv_status search_begin(rv_trust_search *s, size_t n, const double *lo, const double *hi, const double *x, rv_error *err)
{
    double *at;

    rv_numer_guard();
    *s = (rv_trust_search){ .n = n, .lo = lo, .hi = hi, .radius = 100, .at = { .value = NAN } };
    s->room = at = calloc(9 * n + 4 * n * n, sizeof *at);
    s->which = calloc(n, sizeof *s->which);
    s->matrix = gsl_matrix_alloc(n, n);
    s->vectors = gsl_matrix_alloc(n, n);
    s->values = gsl_vector_alloc(n);
    s->eigen = gsl_eigen_symmv_alloc(n);
    if (!at || !s->which || !s->matrix || !s->vectors || !s->values || !s->eigen)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", n);
    at = place(&s->trial, place(&s->at, at, n), n);
    s->step = at, at += n;
    s->lambda = at, at += n;
    s->along = at;
    for (size_t i = 0; i < n; i++)
        s->trial.x[i] = fmin(fmax(x[i], lo[i]), hi[i]);
    return RV_OK;
}

/* Value, gradient and curvatures at the trial, in units. */
static rv_status look(rv_trust_search *s, rv_curved f, void *data, rv_error *err)
{
    const size_t n = s->n;
    rv_trust_point *p = &s->trial;
    const rv_status st = f(p->x, &p->value, p->g, p->h, p->e, data, err);

    if (st != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        const double e = p->e[i * n + i], h = fabs(p->h[i * n + i]), most = fmax(e, h / 16);   /* the information may vanish at a bend */
        p->unit[i] = most > 0 ? 1 / sqrt(most) : 1;
    }
    for (size_t i = 0; i < n; i++) {
        p->g[i] *= p->unit[i];
        for (size_t j = 0; j < n; j++) {
            p->h[i * n + j] *= -p->unit[i] * p->unit[j];
            p->e[i * n + j] *= p->unit[i] * p->unit[j];
        }
    }
    return RV_OK;
}

static void move(rv_trust_search *s)
{
    const rv_trust_point from = s->at;

    s->at = s->trial;
    s->trial = from;
}

/* The information far from the maximum; -hessian near it, where it is not positive by the size of its curvatures, unless the slope is
   nothing and only the curvature tells where to go. */
static rv_status propose(rv_trust_search *s, double slope, rv_error *err)
{
    bool positive;
    rv_status st;

    s->flat = s->upwards = false;
    memset(s->step, 0, s->n * sizeof *s->step);
    if ((st = rv_trust_directions(s, s->at.h, err)) != RV_OK)
        return st;
    positive = s->lambda[0] > 1e-3;
    s->by_information = slope > FAR && s->distrust == 0;
    s->upwards = !s->by_information && !positive && slope > 1e-5;
    s->distrust -= s->distrust > 0;
    if ((st = rv_trust_step(s, s->by_information ? s->at.e : s->at.h, err)) != RV_OK)
        return st;
    rv_trust_promise(s, s->by_information ? s->at.e : s->at.h);
    if (!(s->gain > 0) && slope > 1e-5) {
        s->by_information = true;
        rv_trust_slope_step(s);
        rv_trust_promise(s, s->at.e);
    }
    return RV_OK;
}

/* Whether the trial is taken; sets the radius. Gains below the rounding of the value cannot be seen, and a Newton step that short is right
   by itself. */
static bool worth(rv_trust_search *s, double reach)
{
    const double gained = s->trial.value - s->at.value, visible = 1 + fabs(s->at.value);

    if (s->by_information && !(gained >= 0.25 * s->gain))
        s->distrust = 5;
    if (!(gained >= 1e-4 * s->gain) && s->gain > 1e-12 * visible) {
        s->radius = reach / 4;
        return false;
    }
    if (gained > 0.7 * s->gain && reach > 0.9 * s->radius)
        s->radius *= 4;
    else if (gained < 0.25 * s->gain && s->gain > 1e-10 * visible)
        s->radius = reach / 2;
    return true;
}

rv_status rv_maximise(rv_curved f, void *data, size_t n, const double *lo, const double *hi, double tol, size_t limit, double *x,
                      rv_maximum *out, rv_error *err)
{
    rv_trust_search s;
    rv_status st = search_begin(&s, n, lo, hi, x, err);

    *out = (rv_maximum){ NAN, NAN, 0, false };
    if (st == RV_OK && (st = look(&s, f, data, err)) == RV_OK)
        move(&s);
    while (st == RV_OK) {
        double reach;
        bool last;
        out->slope = rv_trust_free(&s);
        if (s.free == 0 || (st = propose(&s, out->slope, err)) != RV_OK)
            break;
        reach = rv_trust_length(&s);
        /* A step that promises next to nothing is Newton's last: what it leaves is below rounding. */
        last = !(s.gain > 1e-17 * (1 + fabs(s.at.value)));
        if (!(s.gain > 0) || reach <= tol || (last && s.flat))
            break;
        if (++out->iterations > limit)
            st = rv_fail(err, RV_ENOCONV, "the slope is still %g after %zu steps", out->slope, limit);
        else if (s.radius < 1e-12)
            st = rv_fail(err, RV_ENOCONV, "no step gains although the slope is %g", out->slope);
        else if ((st = look(&s, f, data, err)) == RV_EDOMAIN || (st == RV_OK && isnan(s.trial.value)))
            s.radius = reach / 8, st = RV_OK;
        else if (st == RV_OK && worth(&s, reach)) {
            move(&s);
            if (last) {
                out->slope = rv_trust_free(&s);
                break;
            }
        }
    }
    if (isfinite(s.at.value)) {
        memcpy(x, s.at.x, n * sizeof *x);
        out->value = s.at.value;
        out->flat = s.flat;
    }
    search_end(&s);
    return st;
}
