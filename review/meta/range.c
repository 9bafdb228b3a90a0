#include <config.h>

#include <stdio.h>

#include "meta/range.h"

const char *rv_effect_wanted(double y)
{
    return isfinite(y) ? "between -1e50 and 1e50" : "a finite number";
}

const char *rv_variance_wanted(double v)
{
    return isfinite(v) && v > 0 ? "between 1e-50 and 1e50" : "positive";
}

rv_status rv_effect_refuse(size_t i, double y, rv_error *err)
{
    return rv_fail(err, RV_EDOMAIN, "effect %zu is %g; it must be %s", i + 1, y, rv_effect_wanted(y));
}

rv_status rv_variance_refuse(size_t i, double v, rv_error *err)
{
    return rv_fail(err, RV_EDOMAIN, "variance %zu is %g; it must be %s", i + 1, v, rv_variance_wanted(v));
}

rv_status rv_moderators_check(const rv_meta_data *d, const double *x, size_t n, rv_error *err)
{
    for (size_t i = 0; x && i < n * d->p; i++) {
        const size_t column = i % d->p;
        char number[32];
        if (rv_effect_fits(x[i]))
            continue;
        snprintf(number, sizeof number, "%zu", column + 1);
        return rv_fail(err, RV_EDOMAIN, "row %zu, column %s, is %g; it must be %s", i / d->p + 1,
                       d->names && d->names[column] ? d->names[column] : number, x[i], rv_effect_wanted(x[i]));
    }
    return RV_OK;
}
