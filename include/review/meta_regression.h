#ifndef REVIEW_META_REGRESSION_H
#define REVIEW_META_REGRESSION_H

#include "review/meta.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What is asked of a model after it was fitted: predictions, contrasts, joint tests, and two models side by side. Each function fits the
 * model again from its data and options, which costs little, so that what it says always belongs to them.
 */

/** The mean of studies like x, and where the effect of a new such study may lie. */
typedef struct {
    rv_meta_coef mean;            /**< x' b */
    double pi_se;                 /**< sqrt(tau2 + se^2); NaN where there is no prediction interval */
    double pi_df;                 /**< NaN: normal */
    double pi_lo, pi_hi;          /**< as options->pi and the model's level say; NaN where there is none */
} rv_meta_prediction;

/**
 * Predicts at n rows of moderator values.
 *
 * Shapes  x[n p] row-major, the columns as in data->x with the intercept's; NULL and n = 1 without moderators. out[n].
 * Units   those of data->yi.
 * Errors  RV_EINVAL  x is NULL for a model with moderators. RV_EDOMAIN "row 2, column year, is nan; it must be a finite number". Those of
 *         rv_meta_run().
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_predict(const rv_meta_data *data, const rv_meta_options *options, const double *x, size_t n,
                          rv_meta_prediction *out, rv_error *err);

/**
 * The share of true effects between lo and hi (infinite: without bound) in the predictive distribution of `at`, which is t
 * with pi_df degrees of freedom or normal, around the mean, with pi_se for its scale. NaN without a prediction interval.
 */
RV_API double rv_meta_probability(const rv_meta_prediction *at, double lo, double hi);

/**
 * Contrasts l' b, each with its test, and the test that all are 0.
 *
 * Shapes  l[n p] row-major, p = 1 without moderators; out[n] may be NULL; joint may be NULL.
 * Errors  RV_EDOMAIN contrasts that depend on each other (with joint); a row of zeros; those of rv_meta_run().
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_contrasts(const rv_meta_data *data, const rv_meta_options *options, const double *l, size_t n, rv_meta_coef *out,
                            rv_meta_joint *joint, rv_error *err);

/** Two models of the same effects, the second with fewer parameters. */
typedef struct {
    rv_meta_fitstats full, reduced;   /**< of REML when both are fitted so, else of ML */
    size_t full_parameters, reduced_parameters;   /**< coefficients, and 1 for a tau2 that was estimated */
    double lr, df, p;             /**< likelihood ratio test: twice the difference of the log-likelihoods, chi-square */
    double r2;                    /**< share of the reduced model's tau2 that the full one takes away, a fraction; NaN for common effects */
    bool   restricted;            /**< likelihoods are restricted: only comparable when the coefficients are the same */
} rv_meta_comparison;

/**
 * Likelihood ratio test of `reduced` within `full`, as both were fitted.
 * Errors  RV_EINVAL  different numbers of effects; as many or more parameters in the reduced model; one with REML and one without.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_compare(const rv_meta_fit *full, const rv_meta_fit *reduced, rv_meta_comparison *out, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
