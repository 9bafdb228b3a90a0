/*
 * Newton's method with bounds and a trust region. All steps are in units in which the information has ones on its diagonal, so that a
 * step of 1 is about one standard error of a parameter, whatever its scale.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_eigen.h>

#include "numer/guard.h"

/* A slope, in units, from which on the information is the better guide: variances that are far too small have a curvature that would
   halve the way again and again. */
static const double FAR = 2;

/* A point; h = -hessian and e = information, both in units, the scale of each parameter. */
typedef struct { double value, *x, *g, *h, *e, *unit; } point;

typedef struct {
    size_t n, free;
    const double *lo, *hi;
    point at, trial;              /* where we stand, and where the step leads */
    double *step;                 /* [n] in units */
    size_t *which;                /* [free] */
    double *lambda, *along;       /* [free] eigenvalues; the gradient along each direction */
    gsl_matrix *matrix, *vectors;
    gsl_vector *values;
    gsl_eigen_symmv_workspace *eigen;
    double radius, gain;          /* gain that the quadratic model promises for `step` */
    bool flat;
    bool by_information;          /* the model of the last step */
    bool upwards;                 /* curvatures that are negative count as positive: they bend away, but as strongly */
    int  distrust;                /* steps for which the information is left aside, as its promises were not kept */
    void *room;
} search;

static void search_end(search *s)
{
    free(s->room);
    free(s->which);
    gsl_matrix_free(s->matrix);
    gsl_matrix_free(s->vectors);
    gsl_vector_free(s->values);
    if (s->eigen)
        gsl_eigen_symmv_free(s->eigen);
}

static double *place(point *p, double *at, size_t n)
{
    p->x = at, at += n;
    p->g = at, at += n;
    p->unit = at, at += n;
    p->h = at, at += n * n;
    p->e = at;
    return at + n * n;
}

static rv_status search_begin(search *s, size_t n, const double *lo, const double *hi, const double *x, rv_error *err)
{
    double *at;

    rv_numer_guard();
    *s = (search){ .n = n, .lo = lo, .hi = hi, .radius = 100, .at = { .value = NAN } };
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
static rv_status look(search *s, rv_curved f, void *data, rv_error *err)
{
    const size_t n = s->n;
    point *p = &s->trial;
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

static void move(search *s)
{
    const point from = s->at;

    s->at = s->trial;
    s->trial = from;
}

/* Those not resting on a bound. */
static double find_free(search *s)
{
    double slope = 0;

    s->free = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (s->lo[i] == s->hi[i] || (s->at.x[i] <= s->lo[i] && s->at.g[i] <= 0) || (s->at.x[i] >= s->hi[i] && s->at.g[i] >= 0))
            continue;
        s->which[s->free++] = i;
        slope = fmax(slope, fabs(s->at.g[i]));
    }
    return slope;
}

/* Eigenvalues, rising, of `from` over the free parameters, and the gradient (less what fixed parts of the step do) along them. */
static rv_status directions(search *s, const double *from, rv_error *err)
{
    const size_t m = s->free, n = s->n;
    gsl_matrix_view a = gsl_matrix_view_array(s->matrix->data, m, m), v = gsl_matrix_view_array(s->vectors->data, m, m);
    gsl_vector_view l = gsl_vector_view_array(s->values->data, m);
    gsl_eigen_symmv_workspace *eigen = m == n ? s->eigen : gsl_eigen_symmv_alloc(m);
    rv_status st;

    if (!eigen)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            gsl_matrix_set(&a.matrix, i, j, (from[s->which[i] * n + s->which[j]] + from[s->which[j] * n + s->which[i]]) / 2);
    st = rv_numer_status(gsl_eigen_symmv(&a.matrix, &l.vector, &v.matrix, eigen), "eigenvalues", err);
    if (st == RV_OK)
        st = rv_numer_status(gsl_eigen_symmv_sort(&l.vector, &v.matrix, GSL_EIGEN_SORT_VAL_ASC), "eigenvalues", err);
    for (size_t i = 0; st == RV_OK && i < m; i++) {
        s->lambda[i] = s->upwards ? fabs(gsl_vector_get(&l.vector, i)) : gsl_vector_get(&l.vector, i);
        s->along[i] = 0;
        for (size_t j = 0; j < m; j++) {
            double g = s->at.g[s->which[j]];
            for (size_t c = 0; c < n; c++)
                g -= from[s->which[j] * n + c] * s->step[c];   /* 0 but for what was stopped by a bound */
            s->along[i] += gsl_matrix_get(&v.matrix, j, i) * g;
        }
    }
    if (eigen != s->eigen)
        gsl_eigen_symmv_free(eigen);
    return st;
}

static double length(const search *s, double shift)
{
    double sum = 0;

    for (size_t i = 0; i < s->free; i++) {
        const double part = s->along[i] / (s->lambda[i] + shift);
        sum += part * part;
    }
    return sqrt(sum);
}

/* The best step of the quadratic model within the radius, over the free parameters. */
static void best_step(search *s)
{
    const size_t m = s->free;
    const double least = s->upwards ? 0 : s->lambda[0];
    double shift = 0, extra = 0, top = 0;

    for (size_t i = 0; i < m; i++)
        top = fmax(top, fabs(s->lambda[i]));
    for (size_t i = 0; i < m; i++)   /* no curvature and no slope: stay */
        if (fabs(s->lambda[i]) <= 1e-11 * top) {
            s->flat = true;
            s->lambda[i] = 1e-11 * top + 1e-300;
        }
    if (least < 0 || length(s, 0) > s->radius) {
        double lo = fmax(0, -least) + 1e-13 * top, hi = lo + 1;
        if (length(s, lo) < s->radius) {
            extra = least < 0 ? sqrt(s->radius * s->radius - length(s, lo) * length(s, lo)) : 0;
            hi = lo;
        }
        while (hi > lo && length(s, hi) > s->radius)
            hi = lo + 4 * (hi - lo);
        for (int n = 0; hi > lo && n < 60; n++) {
            const double mid = (lo + hi) / 2;
            if (length(s, mid) > s->radius)
                lo = mid;
            else
                hi = mid;
        }
        shift = hi;
    }
    for (size_t j = 0; j < m; j++) {
        double sum = 0;
        for (size_t i = 0; i < m; i++)
            sum += s->vectors->data[j * m + i] * (s->along[i] / (s->lambda[i] + shift) + (i == 0 ? extra : 0));
        s->step[s->which[j]] = sum;
    }
}

/* Parameters that the step would carry over a bound stop there, and the others look for their best once more. */
static rv_status stopped_step(search *s, const double *from, rv_error *err)
{
    rv_status st = RV_OK;

    memset(s->step, 0, s->n * sizeof *s->step);
    memcpy(s->trial.x, s->at.x, s->n * sizeof *s->trial.x);
    while (s->free && (st = directions(s, from, err)) == RV_OK) {
        size_t left = 0;
        best_step(s);
        for (size_t i = 0; i < s->free; i++) {
            const size_t at = s->which[i];
            const double to = s->at.x[at] + s->step[at] * s->at.unit[at], held = fmin(fmax(to, s->lo[at]), s->hi[at]);
            if (to == held) {
                s->which[left++] = at;
            } else {
                s->step[at] = (held - s->at.x[at]) / s->at.unit[at];
                s->trial.x[at] = held;   /* the bound itself: by the step it would be a rounding off it, and never rest */
            }
        }
        if (left == s->free)
            break;
        for (size_t i = 0; i < left; i++)
            s->step[s->which[i]] = 0;
        s->free = left;
    }
    for (size_t i = 0; i < s->free; i++) {
        const size_t at = s->which[i];
        s->trial.x[at] = fmin(fmax(s->at.x[at] + s->step[at] * s->at.unit[at], s->lo[at]), s->hi[at]);
    }
    return st;
}

static double step_length(const search *s)
{
    double sum = 0;

    for (size_t i = 0; i < s->n; i++)
        sum += s->step[i] * s->step[i];
    return sqrt(sum);
}

static void promise(search *s, const double *from)
{
    const size_t n = s->n;

    s->gain = 0;
    for (size_t i = 0; i < n; i++) {
        double curve = 0;
        for (size_t j = 0; j < n; j++)
            curve += from[i * n + j] * s->step[j];
        s->gain += s->step[i] * (s->at.g[i] - curve / 2);
    }
}

/* Along the slope alone, as far as the information says, where no other step gains: bounds may have turned it. */
static void slope_step(search *s)
{
    const size_t n = s->n;
    double up = 0, bend = 0, by;

    memset(s->step, 0, n * sizeof *s->step);
    (void)find_free(s);
    for (size_t i = 0; i < s->free; i++)
        s->step[s->which[i]] = s->at.g[s->which[i]];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            bend += s->step[i] * s->at.e[i * n + j] * s->step[j];
    for (size_t i = 0; i < n; i++)
        up += s->step[i] * s->step[i];
    by = fmin(s->radius / sqrt(up), bend > 0 ? up / bend : 1);
    for (size_t i = 0; i < n; i++) {
        s->trial.x[i] = fmin(fmax(s->at.x[i] + by * s->step[i] * s->at.unit[i], s->lo[i]), s->hi[i]);
        s->step[i] = (s->trial.x[i] - s->at.x[i]) / s->at.unit[i];
    }
}

/* The information far from the maximum; -hessian near it, where it is not positive by the size of its curvatures, unless the slope is
   nothing and only the curvature tells where to go. */
static rv_status propose(search *s, double slope, rv_error *err)
{
    bool positive;
    rv_status st;

    s->flat = s->upwards = false;
    memset(s->step, 0, s->n * sizeof *s->step);
    if ((st = directions(s, s->at.h, err)) != RV_OK)
        return st;
    positive = s->lambda[0] > 1e-3;
    s->by_information = slope > FAR && s->distrust == 0;
    s->upwards = !s->by_information && !positive && slope > 1e-5;
    s->distrust -= s->distrust > 0;
    if ((st = stopped_step(s, s->by_information ? s->at.e : s->at.h, err)) != RV_OK)
        return st;
    promise(s, s->by_information ? s->at.e : s->at.h);
    if (!(s->gain > 0) && slope > 1e-5) {
        s->by_information = true;
        slope_step(s);
        promise(s, s->at.e);
    }
    return RV_OK;
}

/* Whether the trial is taken; sets the radius. Gains below the rounding of the value cannot be seen, and a Newton step that short is right
   by itself. */
static bool worth(search *s, double reach)
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
    search s;
    rv_status st = search_begin(&s, n, lo, hi, x, err);

    *out = (rv_maximum){ NAN, NAN, 0, false };
    if (st == RV_OK && (st = look(&s, f, data, err)) == RV_OK)
        move(&s);
    while (st == RV_OK) {
        double reach;
        bool last;
        out->slope = find_free(&s);
        if (s.free == 0 || (st = propose(&s, out->slope, err)) != RV_OK)
            break;
        reach = step_length(&s);
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
                out->slope = find_free(&s);
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
