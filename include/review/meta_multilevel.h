#ifndef REVIEW_META_MULTILEVEL_H
#define REVIEW_META_MULTILEVEL_H

#include "review/meta_diagnose.h"
#include "review/meta_mixed.h"
#include "review/meta_robust.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What is asked of a fitted mixed model y = X b + sum Z_j u_j + e, V = S + sum Z_j G_j Z_j', W = V^-1. Names and conventions are
 * those of the R package metafor (rma.mv) where it has them. No matrix of k by k: everything goes by the blocks of V.
 */

/* ---- Residuals --------------------------------------------------------------------------------------------------- */

/**
 * Marginal residuals y - X b and hat values, in the words of rv_residual.
 *
 *     var(resid) = V - X (X'WX)^-1 X'      H = X (X'WX)^-1 X'W      cholesky = R (y - X b), R' R = W, R upper triangular
 *
 * The sum of the squared Cholesky residuals is y'Py; each depends on the order of the rows.
 *
 * Shapes  rows[k].
 * Errors  RV_ENOMEM.
 */
RV_API RV_MUST_CHECK rv_status rv_mixed_residuals(const rv_mixed *mixed, rv_residual *rows, rv_error *err);

/* ---- Random effects ---------------------------------------------------------------------------------------------- */

/** The effect of one level: `group` of the part, and within it `inner` (0 for an intercept). */
typedef struct { size_t group, inner; double pred, se, pi_lo, pi_hi; } rv_mixed_blup;

/**
 * Best linear unbiased predictions of the random effects of one part, for the levels that occur, by group and inner level.
 *
 *     u = G Z' W (y - X b)      var(u^ - u) = G - G Z' (W - W X (X'WX)^-1 X' W) Z G
 *
 * The variance components are taken as known. With t tests the interval has k - p df, by containment (levels of the part) - p, at
 * least 1. NaN where a component is not identified.
 *
 * Shapes  out[k], of which *n are filled.
 * Errors  RV_EINVAL there is no such part; RV_ENOMEM.
 * Source  Robinson (1991) Stat Sci 6:15-32.
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_blups(const rv_mixed *mixed, size_t part, rv_mixed_blup *out, size_t *n, rv_error *err);

/* ---- Influence --------------------------------------------------------------------------------------------------- */

/** A cluster, and the model without it, (-c), its components estimated again. Where a coefficient cannot be estimated without the
    cluster, or nothing is left, all but k is NaN. */
typedef struct {
    size_t k;                     /**< its effects */
    double cook_d;                /**< (b - b(-c))' vcov^-1 (b - b(-c)); not divided by p */
    double cov_ratio;             /**< det vcov(-c) / det vcov */
    double x2;                    /**< its deleted residuals together, chi-square with k df: r' (V(-c) + X vcov(-c) X')^-1 r */
    double q_del;                 /**< Q without it */
} rv_mixed_influence_row;

/** Everything but `rows` may be NULL. n clusters, k effects, p coefficients, `params` components. */
typedef struct {
    rv_mixed_influence_row *rows; /**< [n] */
    double *dfbetas;              /**< [n p] (b - b(-c)) / sqrt of the diagonal of (X' W(-c) X)^-1 over all effects */
    double *coefs;                /**< [n p] b(-c) */
    double *se;                   /**< [n p] their standard errors */
    double *params;               /**< [n params] the components without it */
    double *resid, *resid_se, *rstudent;   /**< [k] y_i - x_i b(-c) for the cluster of i, its standard error, their ratio */
} rv_mixed_influence_table;

/**
 * The influence of each cluster (each effect when `cluster` is NULL) by deletion: leave-one-cluster-out, Cook's distances, DFBETAS,
 * deleted residuals. One model is fitted again without each, started from the estimates of all.
 *
 * Shapes  cluster[k] 0 to n - 1; with NULL n is k.
 * Errors  RV_EINVAL a cluster out of range, fewer than two; RV_ENOMEM. A deletion that cannot be fitted is no error.
 * Source  Viechtbauer & Cheung (2010) Res Synth Methods 1:112-125; metafor's cooks.distance(), dfbetas() and rstudent() for rma.mv.
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_influence(const rv_mixed *mixed, const size_t *cluster, size_t n, const rv_mixed_influence_table *out,
                             rv_error *err);

/**
 * Leave-one-cluster-out: the coefficients without each cluster, the components estimated again, with robust variances where `robust` is
 * given (by `by`, codes of the effects; NULL: by the clusters), else with the model's own.
 *
 * Shapes  cluster[k] 0 to n - 1, with NULL each effect and n = k; coefs[n p]; params[n params] or NULL; exists[n], false where a
 *         coefficient cannot be estimated without the cluster: its numbers are NaN. Where no robust variance can be had, one cluster being
 *         left say, the estimate stands alone.
 * Errors  those of rv_mixed_influence().
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_leave_out(const rv_mixed *mixed, const size_t *cluster, size_t n, const rv_robust_options *robust, const size_t *by,
                             rv_meta_coef *coefs, double *params, bool *exists, rv_error *err);

/**
 * The same with the first cluster of the order, the first two, ...: a cumulative analysis. The first ones often cannot be fitted, as one
 * study says nothing of the variance between studies: exists is false.
 *
 * Shapes  order[n], each cluster once; NULL: by their codes. The rest as for rv_mixed_leave_out(), row c with the first c + 1 clusters.
 * Errors  as there; RV_EINVAL an order that is none.
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_cumulative(const rv_mixed *mixed, const size_t *cluster, size_t n, const size_t *order,
                              const rv_robust_options *robust, const size_t *by, rv_meta_coef *coefs, double *params, bool *exists,
                              rv_error *err);

/* ---- Likelihood profiles ----------------------------------------------------------------------------------------- */

/**
 * The log-likelihood (restricted, or full when the model was fitted so) with one component held at given values, everything else at
 * its best for each.
 *
 * Shapes  at[n], loglik[n]; NaN where the value is outside the component's range or no fit was found.
 * Units   of `at` those of the component: a variance, not a standard deviation, or a correlation.
 * Errors  RV_EINVAL there is no such component, or it was taken as known; RV_ENOMEM.
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_profile(const rv_mixed *mixed, size_t param, const double *at, size_t n, double *loglik, rv_error *err);

/** An interval. `open`: within the component's range (or as far as the model can be fitted) the likelihood does not fall enough; the
    bound is the end of that range. */
typedef struct { double lo, hi; bool open_lo, open_hi; } rv_mixed_interval;

/**
 * The profile-likelihood interval of a component: the values at which twice the log-likelihood is less than the chi-square quantile
 * (1 df) below its maximum.
 *
 * The bounds are found to 1e-9 of the component's size. A variance whose lower bound would be below 0 starts at 0 (open_lo); where
 * the likelihood does not fall enough towards large values hi is infinite (open_hi). A correlation ends where its structure ends.
 * Errors  RV_EINVAL there is no such component, it was taken as known, it is not identified, a level outside 0 to 1; RV_ENOCONV.
 * Source  Hardy & Thompson (1996) Stat Med 15:619-629; metafor's confint() for rma.mv.
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_profile_interval(const rv_mixed *mixed, size_t param, double level, rv_mixed_interval *out, rv_error *err);

/* ---- Predictions and heterogeneity ------------------------------------------------------------------------------- */

/** A predicted average x b, its standard error and limits, on the analysis scale. df NaN: normal. pi_* are NaN where there is no interval. */
typedef struct { double pred, se, df, ci_lo, ci_hi, pi_lo, pi_hi; } rv_mixed_prediction;

/** What the intervals rest on; NULL or NaN: the model's own. */
typedef struct {
    const double *vcov;           /**< [p p] of the coefficients, a robust one say; NULL: the model's */
    const double *df;             /**< [n] degrees of freedom of each prediction; NULL: as the model's tests */
    const size_t *inner;          /**< [parts] the inner level of each part that a new effect would have; NULL: none, and a part with a
                                       variance for each level leaves the prediction interval NaN unless they are all the same */
    double level;                 /**< NaN: the model's */
} rv_mixed_prediction_options;
#define RV_MIXED_PREDICTION_OPTIONS_INIT { NULL, NULL, NULL, NAN }

/**
 * Predicted averages x b with confidence intervals, and prediction intervals for the effect of a new effect in a new study:
 * pred -+ c sqrt(se^2 + sum of the parts' variances), c from t with `df` or normal, as for the confidence interval (metafor's
 * predict() for rma.mv).
 *
 * Shapes  x[n p]; NULL: n = 1 and a row of ones (a model without moderators). out[n].
 * Errors  RV_EINVAL no rows for a model with moderators, a level outside 0 to 1, an inner level that is not there.
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_predict(const rv_mixed *mixed, const double *x, size_t n, const rv_mixed_prediction_options *options,
                           rv_mixed_prediction *out, rv_error *err);

/**
 * Multilevel I2: the share of the total variance that is not sampling error, in all and by part.
 *
 *     typical = (k - p) / tr(P),  P = S^-1 - S^-1 X (X' S^-1 X)^-1 X' S^-1     (Higgins & Thompson's typical sampling variance)
 *     share_j = g_j / (sum g + typical),  g_j the part's variance (the mean over the effects of that of each one's inner level)
 *
 * Shapes  share[parts] or NULL. typical is a variance, in the square of the analysis scale; total and share are fractions, not percent.
 * Errors  RV_EDOMAIN S is not positive definite; RV_ENOMEM.
 * Source  Nakagawa & Santos (2012) Evol Ecol 26:1253-1274; Higgins & Thompson (2002) Stat Med 21:1539-1558.
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_i2(const rv_mixed *mixed, double *typical, double *total, double *share, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
