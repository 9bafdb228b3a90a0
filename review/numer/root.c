/* Bracketed roots by Brent's method, and finding a bracket. */
#include <config.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_roots.h>

#include "numer/guard.h"

enum { STEPS = 500 };

static rv_status check_bracket(rv_function f, void *data, double lo, double hi, double ends[2], rv_error *err)
{
    if (!(isfinite(lo) && isfinite(hi) && lo < hi))
        return rv_fail(err, RV_EINVAL, "the bracket %g to %g is not one", lo, hi);
    ends[0] = f(lo, data);
    ends[1] = f(hi, data);
    if (isnan(ends[0]) || isnan(ends[1]))
        return rv_fail(err, RV_EDOMAIN, "the function is not a number at %g", isnan(ends[0]) ? lo : hi);
    if (ends[0] != 0 && ends[1] != 0 && (ends[0] > 0) == (ends[1] > 0))
        return rv_fail(err, RV_EINVAL, "no change of sign between %g (%g) and %g (%g)", lo, ends[0], hi, ends[1]);
    return RV_OK;
}

rv_status rv_root(rv_function f, void *data, double lo, double hi, double tol, double *root, rv_error *err)
{
    gsl_root_fsolver *solver;
    gsl_function g = { f, data };
    double ends[2] = { NAN, NAN };
    rv_status st = check_bracket(f, data, lo, hi, ends, err);

    if (st != RV_OK)
        return st;
    if (ends[0] == 0 || ends[1] == 0) {
        *root = ends[0] == 0 ? lo : hi;
        return RV_OK;
    }
    rv_numer_guard();
    if (!(solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_numer_status(gsl_root_fsolver_set(solver, &g, lo, hi), "root", err);
    for (int i = 0; st == RV_OK; i++) {
        const double x = gsl_root_fsolver_root(solver), a = gsl_root_fsolver_x_lower(solver),
                     b = gsl_root_fsolver_x_upper(solver);
        if (fabs(b - a) <= tol + 4 * GSL_DBL_EPSILON * fabs(x) || f(x, data) == 0) {
            *root = x;
            break;
        }
        if (i == STEPS)
            st = rv_fail(err, RV_ENOCONV, "no root to %g within %d steps; it lies between %g and %g", tol, (int)STEPS,
                         a, b);
        else
            st = rv_numer_status(gsl_root_fsolver_iterate(solver), "root", err);
    }
    gsl_root_fsolver_free(solver);
    return st;
}

rv_status rv_root_bracket(rv_function f, void *data, double lo, double step, double limit, double *hi, rv_error *err)
{
    const double start = f(lo, data);

    if (!(step > 0) || !isfinite(lo) || isnan(start))
        return rv_fail(err, RV_EINVAL, "cannot search from %g by %g", lo, step);
    for (double x = lo + step;; step *= 2, x = lo + step) {
        const double at = f(x = fmin(x, limit), data);
        if (isnan(at))
            return rv_fail(err, RV_EDOMAIN, "the function is not a number at %g", x);
        if (start == 0 || at == 0 || (at > 0) != (start > 0)) {
            *hi = x;
            return RV_OK;
        }
        if (x >= limit)
            return rv_fail(err, RV_ENOTFOUND, "no change of sign between %g and %g", lo, limit);
    }
}
