/* Integrals by GSL's adaptive Gauss-Kronrod rules. */
#include <config.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>

#include "numer/guard.h"

enum { PIECES = 500 };

rv_status rv_integral(rv_function f, void *data, double lo, double hi, double tol, double *value, rv_error *err)
{
    gsl_function g = { f, data };
    gsl_integration_workspace *room;
    double error = 0;
    int code;

    if (!(isfinite(lo) && hi > lo))
        return rv_fail(err, RV_EINVAL, "an integral from %g to %g; the bounds must be ordered, and the lower one finite", lo, hi);
    rv_numer_guard();
    if (!(room = gsl_integration_workspace_alloc(PIECES)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    code = isinf(hi) ? gsl_integration_qagiu(&g, lo, 0, tol, PIECES, room, value, &error)
                     : gsl_integration_qag(&g, lo, hi, 0, tol, PIECES, GSL_INTEG_GAUSS31, room, value, &error);
    gsl_integration_workspace_free(room);
    /* Near the working precision the rule complains of rounding though the digits asked for stand. */
    if (code == GSL_EROUND && error <= 100 * tol * fabs(*value))
        code = GSL_SUCCESS;
    if (code == GSL_SUCCESS && !isfinite(*value))
        return rv_fail(err, RV_EDOMAIN, "the integral from %g to %g is not finite", lo, hi);
    return rv_numer_status(code, "integral", err);
}
