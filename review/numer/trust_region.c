/* Steps of a quadratic model within a radius and bounds. */
#include <config.h>

#include <string.h>

#include "numer/guard.h"
#include "numer/trust_region.h"

/* Those not resting on a bound. */
double rv_trust_free(rv_trust_search *s)
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
rv_status rv_trust_directions(rv_trust_search *s, const double *from, rv_error *err)
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

static double length(const rv_trust_search *s, double shift)
{
    double sum = 0;

    for (size_t i = 0; i < s->free; i++) {
        const double part = s->along[i] / (s->lambda[i] + shift);
        sum += part * part;
    }
    return sqrt(sum);
}

/* The best step of the quadratic model within the radius, over the free parameters. */
static void best_step(rv_trust_search *s)
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
rv_status rv_trust_step(rv_trust_search *s, const double *from, rv_error *err)
{
    rv_status st = RV_OK;

    memset(s->step, 0, s->n * sizeof *s->step);
    memcpy(s->trial.x, s->at.x, s->n * sizeof *s->trial.x);
    while (s->free && (st = rv_trust_directions(s, from, err)) == RV_OK) {
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

double rv_trust_length(const rv_trust_search *s)
{
    double sum = 0;

    for (size_t i = 0; i < s->n; i++)
        sum += s->step[i] * s->step[i];
    return sqrt(sum);
}

void rv_trust_promise(rv_trust_search *s, const double *from)
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
void rv_trust_slope_step(rv_trust_search *s)
{
    const size_t n = s->n;
    double up = 0, bend = 0, by;

    memset(s->step, 0, n * sizeof *s->step);
    (void)rv_trust_free(s);
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
