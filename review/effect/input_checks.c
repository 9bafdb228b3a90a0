/* Numbers that cannot be, each with the column's name; and numbers that are missing. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

rv_status rv_check_count(double x, const char *name, rv_error *err)
{
    return x < 0 ? rv_fail(err, RV_EDOMAIN, "%s is %g; a count cannot be negative", name, x) : RV_OK;
}

rv_status rv_check_time(double x, const char *name, rv_error *err)
{
    return x <= 0 ? rv_fail(err, RV_EDOMAIN, "%s is %g; person-time is positive", name, x) : RV_OK;
}

rv_status rv_check_sd(double x, const char *name, rv_error *err)
{
    return x <= 0 ? rv_fail(err, RV_EDOMAIN, "%s is %g; a standard deviation is positive", name, x) : RV_OK;
}

rv_status rv_check_size(double x, double least, const char *name, rv_error *err)
{
    return x < least ? rv_fail(err, RV_EDOMAIN, "%s is %g; at least %g people are needed", name, x, least) : RV_OK;
}

rv_status rv_check_between(double x, double lo, double hi, const char *name, const char *what, rv_error *err)
{
    return x < lo || x > hi ? rv_fail(err, RV_EDOMAIN, "%s is %g; %s is between %g and %g", name, x, what, lo, hi) : RV_OK;
}

rv_status rv_check_p(double x, const char *name, rv_error *err)
{
    return x == 0 || fabs(x) > 1
               ? rv_fail(err, RV_EDOMAIN, "%s is %g; an exact p-value is above 0 and at most 1, with the sign of the effect", name, x)
               : RV_OK;
}

bool rv_have(const double *x, const char *const *names, size_t n, rv_effect *out)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(x[i])) {
            rv_effect_missing(out, names[i]);
            return false;
        }
    return true;
}
