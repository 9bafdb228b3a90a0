/* Brent's root finder with his own stopping rule, step by step as he printed it. */
#include <config.h>

#include <float.h>

#include "review/numer.h"

/* The step from b by inverse quadratic interpolation through a, b, c, or by the secant where a = c; `half` where that is not safe. */
static double step_from(double a, double fa, double b, double fb, double c, double fc, double half, double last, double tol)
{
    const double s = fb / fa;
    double p, q;

    if (a == c) {
        p = 2 * half * s;
        q = 1 - s;
    } else {
        const double r = fb / fc, t = fa / fc;
        p = s * (2 * half * t * (t - r) - (b - a) * (r - 1));
        q = (t - 1) * (r - 1) * (s - 1);
    }
    if (p > 0)
        q = -q;
    else
        p = -p;
    return p < 1.5 * half * q - fabs(tol * q) / 2 && p < fabs(last * q / 2) ? p / q : half;
}

rv_status rv_zeroin(rv_function f, void *data, double lo, double hi, double tol, size_t limit, double *root, rv_error *err)
{
    double a = lo, b = hi, c = lo, fa = f(a, data), fb = f(b, data), fc = fa;

    if (!(isfinite(lo) && isfinite(hi) && lo < hi) || !((fa <= 0 && fb >= 0) || (fa >= 0 && fb <= 0)))
        return rv_fail(err, RV_EINVAL, "no change of sign between %g and %g", lo, hi);
    if (fa == 0 || fb == 0) {
        *root = fa == 0 ? a : b;
        return RV_OK;
    }
    for (size_t n = 0; n <= limit; n++) {
        const double last = b - a;
        double allowed, half, step;

        if (fabs(fc) < fabs(fb)) {   /* b is the best so far */
            a = b, b = c, c = a;
            fa = fb, fb = fc, fc = fa;
        }
        allowed = 2 * DBL_EPSILON * fabs(b) + tol / 2;
        half = (c - b) / 2;
        if (fabs(half) <= allowed || fb == 0) {
            *root = b;
            return RV_OK;
        }
        step = fabs(last) >= allowed && fabs(fa) > fabs(fb) ? step_from(a, fa, b, fb, c, fc, half, last, allowed) : half;
        if (fabs(step) < allowed)
            step = step > 0 ? allowed : -allowed;
        a = b, fa = fb;
        b += step;
        fb = f(b, data);
        if (isnan(fb))
            return rv_fail(err, RV_EDOMAIN, "the function is not a number at %g", b);
        if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0))
            c = a, fc = fa;
    }
    return rv_fail(err, RV_ENOCONV, "no root within %zu steps", limit);
}
