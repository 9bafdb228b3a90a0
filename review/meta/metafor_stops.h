/*
 * tau2 and its interval where metafor ends by default, so that what it and programs built on it print can be repeated digit by digit.
 * Its scoring stops once a step is below 1e-5 and its root finder at a bracket of 1.2e-4, whatever the scale of the effects: for
 * risk differences with tau2 near 1e-4 few digits are right. Ours is the exact root or maximum; this is an option.
 */
#ifndef RV_META_METAFOR_STOPS_H
#define RV_META_METAFOR_STOPS_H

#include "meta/estimators.h"

/* The estimator that ends where metafor's of the same name ends: REML, ML, EB and PM; another is its own, being a formula. */
const rv_estimator *rv_estimator_stopped(const rv_estimator *estimator);
rv_status rv_tau2_reml_stopped(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);

/* The interval of tau2 as the R package meta asks metafor for it: generalised Q with weights 1 / sqrt(v) for DL (Jackson 2013), else Q-profile.
   `tau2` is the estimate. NaN for one study. */
rv_status rv_tau2_interval_stopped(const rv_meta_data *data, bool generalised, double level, double tau2, double *lo, double *hi,
                                   rv_error *err);

#endif
