/* Tail probabilities from a Laplace transform, and of weighted sums of chi-squares. */
#include <config.h>

#include "review/numer.h"

enum { HALVINGS = 9 };

typedef struct {
    rv_log_transform f;
    void  *data;
    double q, sign;               /* sign of z at the crossing: 1 for the lower tail, -1 for the upper */
} inversion;

/* The logarithm of the integrand, ln(+-z) for ln z, so that it is real on the crossing's side of the axis. */
static void integrand(const inversion *n, double re, double im, double *log_re, double *log_im)
{
    n->f(re, im, log_re, log_im, n->data);
    *log_re += n->q * re - log(hypot(re, im));
    *log_im += n->q * im - atan2(n->sign * im, n->sign * re);
}

/* The slope on the real axis, by a step off it too small to matter: an analytic function's derivative is the imaginary part over the
   step. */
static double slope(const inversion *n, double z)
{
    const double step = 1e-30 * fabs(z);
    double re, im;

    integrand(n, z, step, &re, &im);
    return im / step;
}

/* The integrand is convex between 0 and its edge: the zero of the slope, near enough for a crossing. `far` is the edge for the upper
   tail; for the lower one it is doubled until the slope is positive. */
static double crossing(const inversion *n, double far)
{
    double near = 0;

    while (n->sign > 0 && slope(n, far) < 0 && far < 1e300)
        near = far, far *= 4;
    for (int i = 0; i < 60 && fabs(far - near) > 1e-3 * fabs(far); i++) {
        const double z = near == 0 ? far / 8 : n->sign > 0 ? sqrt(near * far) : (near + far) / 2;
        if (slope(n, z) * n->sign < 0)
            near = z;
        else
            far = z;
    }
    return (near + far) / 2;
}

typedef struct { double z, scale, bend, peak; } parabola;   /* z + i u scale - bend u^2 */

/* Scale 1 / sqrt(curvature), and bent as the steepest descent bends, but at least a little so that exp(z q) falls. */
static parabola path(const inversion *n, double z, double edge)
{
    const double step = 1e-2 * (n->sign > 0 ? z : fmin(-z, edge + z)), here = slope(n, z), above = slope(n, z + step),
                 below = slope(n, z - step), curvature = (above - below) / (2 * step), third = (above - 2 * here + below) / (step * step);
    parabola p = { .z = z, .scale = 1 / sqrt(curvature) };
    double im;

    p.bend = p.scale * fmin(1, fmax(0.05, -third / (6 * curvature * sqrt(curvature))));
    integrand(n, z, 0, &p.peak, &im);
    return p;
}

/* The integrand with dz / (i du), over its value at the crossing. Its size at *size. */
static double term(const inversion *n, const parabola *p, double u, double *size)
{
    double re, im;

    integrand(n, p->z - p->bend * u * u, p->scale * u, &re, &im);
    *size = exp(re - p->peak);
    return *size * (cos(im) * p->scale - sin(im) * 2 * p->bend * u);
}

/* Sum of the terms at first, first + step, ... until they no longer count. */
static double sum_from(const inversion *n, const parabola *p, double first, double step)
{
    rv_sum s = { 0, 0 };
    double size = 1;

    for (double u = first; size > 1e-18 && u < 1e4; u += step)
        rv_sum_add(&s, term(n, p, u, &size));
    return rv_sum_get(&s);
}

static rv_status integrate(const inversion *n, const parabola *p, double *tail, rv_error *err)
{
    double step = 0.5, size, sum = term(n, p, 0, &size) / 2 + sum_from(n, p, step, step), last = step * sum;

    for (int i = 0; i < HALVINGS; i++) {
        double now;
        sum += sum_from(n, p, step / 2, step);
        step /= 2;
        now = step * sum;
        if (!isfinite(now))
            return rv_fail(err, RV_EDOMAIN, "the transform is not finite near %g", p->z);
        *tail = exp(p->peak) * now / 3.14159265358979323846;
        if (fabs(now - last) <= 1e-13 * fabs(now))
            return RV_OK;
        last = now;
    }
    return rv_fail(err, RV_ENOCONV, "the tail probability at %g does not settle", n->q);
}

rv_status rv_transform_tails(rv_log_transform f, void *data, double edge, double q, double *lower, double *upper, rv_error *err)
{
    inversion n = { f, data, q, 1 };
    double mean, im, tail = NAN;
    parabola p;
    rv_status st;

    if (!(q > 0 && isfinite(q) && edge > 0 && isfinite(edge)))
        return rv_fail(err, RV_EDOMAIN, "tails at %g with edge %g; both must be positive", q, edge);
    f(0, 1e-30 * edge, &mean, &im, data);
    mean = -im / (1e-30 * edge);
    if (q > mean)
        n.sign = -1;
    p = path(&n, crossing(&n, n.sign > 0 ? edge : -edge * (1 - 1e-9)), edge);
    if ((st = integrate(&n, &p, &tail, err)) != RV_OK)
        return st;
    tail = fmin(1, fmax(0, tail));
    *lower = n.sign > 0 ? tail : 1 - tail;
    *upper = n.sign > 0 ? 1 - tail : tail;
    return RV_OK;
}

/* ---- Weighted sums of chi-squares ------------------------------------------------------------------------------ */

typedef struct { const double *weight; size_t n; } weights;

/* -1/2 sum ln(1 + 2 w z) */
static void chi2_sum(double re, double im, double *log_re, double *log_im, void *data)
{
    const weights *w = data;

    *log_re = *log_im = 0;
    for (size_t i = 0; i < w->n; i++) {
        const double a = 1 + 2 * w->weight[i] * re, b = 2 * w->weight[i] * im;
        *log_re -= log(hypot(a, b)) / 2;
        *log_im -= atan2(b, a) / 2;
    }
}

rv_status rv_chi2_sum_tails(const double *weight, size_t n, double q, double *lower, double *upper, rv_error *err)
{
    weights w = { weight, n };
    double largest = 0;

    for (size_t i = 0; i < n; i++) {
        if (!(weight[i] > 0 && isfinite(weight[i])))
            return rv_fail(err, RV_EDOMAIN, "weight %zu is %g; it must be positive", i + 1, weight[i]);
        largest = fmax(largest, weight[i]);
    }
    if (n == 0)
        return rv_fail(err, RV_EDOMAIN, "there are no weights");
    return rv_transform_tails(chi2_sum, &w, 1 / (2 * largest), q, lower, upper, err);
}
