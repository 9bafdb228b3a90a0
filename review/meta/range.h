/* Which effects, variances and moderators a model takes: the bounds of RV_META_LARGEST, and what is said of others. */
#ifndef RV_META_RANGE_H
#define RV_META_RANGE_H

#include <math.h>

#include "review/meta.h"

/* False also of NaN. */
static inline bool rv_effect_fits(double y)
{
    return fabs(y) <= RV_META_LARGEST;
}

static inline bool rv_variance_fits(double v)
{
    return v >= 1 / RV_META_LARGEST && v <= RV_META_LARGEST;
}

/* What is wrong with the value i (from 0) that does not fit: RV_EDOMAIN "effect 3 is nan; it must be a finite number". */
rv_status rv_effect_refuse(size_t i, double y, rv_error *err);
rv_status rv_variance_refuse(size_t i, double v, rv_error *err);
/* Refuses rows x[n p] of the data's design with a value that does not fit, by row and column. NULL is allowed. */
rv_status rv_moderators_check(const rv_meta_data *d, const double *x, size_t n, rv_error *err);
/* What would be right, for messages that name the value themselves: "a finite number", "positive", "between 1e-50 and 1e50". */
const char *rv_effect_wanted(double y);
const char *rv_variance_wanted(double v);

#endif
