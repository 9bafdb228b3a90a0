/* From tau2 to coefficients, tests and fit statistics. */
#ifndef RV_META_COEFFICIENTS_H
#define RV_META_COEFFICIENTS_H

#include "meta/model.h"

/* The two-sided quantile at a level: t with df degrees of freedom, normal when df is NaN. */
double rv_meta_quantile(double df, double level);

/* Fills what of the fit rests on the coefficients, and coefs[p], vcov[p p] and weights[k] where they are not NULL. */
rv_status rv_meta_coefficients(rv_model *model, const rv_meta_data *data, const rv_meta_options *options, double tau2,
                               rv_meta_fit *fit, rv_meta_coef *coefs, double *vcov, double *weights, rv_error *err);

#endif
