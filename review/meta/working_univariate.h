/* Working models whose effects are independent. */
#ifndef RV_META_WORKING_UNIVARIATE_H
#define RV_META_WORKING_UNIVARIATE_H

#include "review/meta_robust.h"

/* Variances v[k], weights w[k] or NULL for their inverses; coefficients by weighted least squares. `d` without its own vi and weights. */
rv_status rv_working_of_variances(rv_meta_working **out, const rv_meta_data *d, const double *v, const double *w, rv_error *err);

#endif
