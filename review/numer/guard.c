/* GSL's error handler, and its codes as ours. */
#include <config.h>

#include <pthread.h>

#include <gsl/gsl_errno.h>

#include "numer/guard.h"

/* NULL stands for GSL's default, which aborts; anything else was somebody's choice and is put back. */
static void replace_default(void)
{
    gsl_error_handler_t *const host = gsl_set_error_handler_off();

    if (host)
        gsl_set_error_handler(host);
}

void rv_numer_guard(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, replace_default);
}

rv_status rv_numer_status(int gsl_code, const char *doing, rv_error *err)
{
    rv_status code;

    switch (gsl_code) {
    case GSL_SUCCESS:
        return RV_OK;
    case GSL_ENOMEM:
        code = RV_ENOMEM;
        break;
    case GSL_EDOM: case GSL_ESING: case GSL_EBADFUNC: case GSL_ERANGE: case GSL_EOVRFLW: case GSL_EUNDRFLW:
        code = RV_EDOMAIN;
        break;
    case GSL_EINVAL: case GSL_EBADLEN: case GSL_ENOTSQR: case GSL_EBADTOL:
        code = RV_EINVAL;
        break;
    default:
        code = RV_ENOCONV;
    }
    return rv_fail(err, code, "%s: %s", doing, gsl_strerror(gsl_code));
}
