#ifndef REVIEW_META_DIAGNOSE_H
#define REVIEW_META_DIAGNOSE_H

#include "review/meta.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What single effects do to a model, and whether the model fits them. Every function fits the model itself, from the same data and
 * options as rv_meta_run(), whose errors it passes on. The numbers are those of the R package metafor where it has them, and are
 * called so; b, e, W, P as at rv_meta_run().
 */

/* ---- Residuals --------------------------------------------------------------------------------------------------- */

typedef struct {
    double fitted;                /**< x_i b */
    double resid;                 /**< y_i - x_i b */
    double se;                    /**< of the residual; 0 where the effect alone determines a coefficient (hat value 1) */
    double z;                     /**< resid / se, the (internally) standardised residual; NaN where se is 0 */
    double pearson;               /**< resid / sqrt(v_i + tau2) */
    double cholesky;              /**< row i of R (y - X b), R' R = V^-1: for independent effects the same as pearson */
    double hat;                   /**< h_i, the diagonal of H = X (X' W X)^-1 X' W */
} rv_residual;

/**
 * Residuals and hat values.
 *
 *     var(resid_i) = (v_i + tau2) (1 - h_i), and with weights W other than 1 / (v + tau2) the diagonal of (I - H) V (I - H)'
 *
 * metafor's rstandard(), residuals() and hatvalues(). The Hartung-Knapp factor is not in the standard errors (it is in those of
 * rv_meta_influence()), as there.
 *
 * Shapes  rows[k]. O(k p^2); no matrix of k by k.
 * Errors  those of rv_meta_run().
 * Source  Viechtbauer & Cheung (2010) Res Synth Methods 1:112-125.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_residuals(const rv_meta_data *data, const rv_meta_options *options, rv_residual *rows, rv_error *err);

/* ---- Influence --------------------------------------------------------------------------------------------------- */

/** One effect, and the model without it: (-i). Where a coefficient cannot be estimated without the effect (a factor level that it
    alone has), or nothing is left, all but hat and weight are NaN. */
typedef struct {
    double resid, resid_se;       /**< y_i - x_i b(-i); its standard error, sqrt(s2(-i) (v_i + tau2(-i)) + x_i vcov(-i) x_i') */
    double rstudent;              /**< their ratio, the externally standardised residual */
    double dffits;                /**< (x_i b - x_i b(-i)) / sqrt(s2(-i) h_i (v_i + tau2(-i))) */
    double cook_d;                /**< (b - b(-i))' vcov^-1 (b - b(-i)); not divided by p */
    double cov_ratio;             /**< det vcov(-i) / det vcov; below 1: the estimates are more precise without it */
    double tau2_del, q_del;       /**< tau2 and Q without it; tau2 NaN when one effect is left */
    double hat, weight;           /**< h_i; percent of the weight */
    bool   influential;           /**< by the rule below */
} rv_influence;

/**
 * The influence of each effect by deletion: one model is fitted without each in turn, with a tau2 of its own.
 *
 *     dfbetas_ij = (b_j - b(-i)_j) / sqrt(s2(-i) [(X' W(-i) X)^-1]_jj),   W(-i) = diag(1 / (v + tau2(-i))) over all k effects
 *
 * s2 is the Hartung-Knapp factor where that test is used, else 1. With weights of the caller the variances are those of the
 * coefficients that these weights give. An effect is called influential when
 *     |dffits| > 3 sqrt(p / (k - p)),  or the chi-square distribution with p df gives cook_d more than one half,  or
 *     hat > 3 p / k,  or  |dfbetas| > 1 for some coefficient
 * which are metafor's rules: conspicuous, not wrong.
 *
 * Shapes  rows[k]; dfbetas[k p] (p = 1 without moderators) or NULL.
 * Errors  RV_EINVAL k < 2; those of rv_meta_run() on all effects.
 * Source  Viechtbauer & Cheung (2010) Res Synth Methods 1:112-125; Belsley, Kuh & Welsch (1980) Regression Diagnostics.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_influence(const rv_meta_data *data, const rv_meta_options *options, rv_influence *rows, double *dfbetas,
                            rv_error *err);

/**
 * The model without each group of effects in turn (a study's, a laboratory's; NULL: each effect), moderators allowed.
 *
 * Shapes  group[k] 0 to groups - 1; with NULL groups is k. fits[groups]; coefs[groups p] or NULL; exists[groups].
 *         exists[g] is false where a coefficient cannot be estimated without the group; its coefs are NaN and its fit is not to be read.
 * Errors  those of rv_meta_run() on all effects.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_leave_out(const rv_meta_data *data, const rv_meta_options *options, const size_t *group, size_t groups,
                            rv_meta_fit *fits, rv_meta_coef *coefs, bool *exists, rv_error *err);

/**
 * The model with the first effect, the first two, ... in the given order, into out[k].
 *
 * Shapes  order[k], each of 0 to k - 1 once; NULL: as they stand.
 * Errors  RV_EINVAL a model with moderators; an order that names what is not there; those of rv_meta_run().
 * Source  Lau, Schmid & Chalmers (1995) J Clin Epidemiol 48:45-57.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_cumulative(const rv_meta_data *data, const rv_meta_options *options, const size_t *order, rv_meta_fit *out,
                             rv_error *err);

/* ---- Effects of the single studies ------------------------------------------------------------------------------- */

/** A predicted effect with its prediction interval at the model's level (t where the test is). */
typedef struct { double pred, se, pi_lo, pi_hi; } rv_blup;

/**
 * Best linear unbiased predictions of the effects themselves and of their deviations from x_i b (the random effects).
 *
 *     l_i = tau2 / (tau2 + v_i)      deviation u_i = l_i (y_i - x_i b)      effect = x_i b + u_i
 *     var(u_i) = l_i v_i + l_i^2 x_i vcov x_i'      var(effect) = l_i v_i + (1 - l_i)^2 x_i vcov x_i'
 *
 * tau2 is taken as known. metafor's blup() and ranef().
 *
 * Shapes  effects[k], deviations[k]; either may be NULL.
 * Errors  RV_EINVAL weights other than 1 / (v + tau2); those of rv_meta_run().
 * Source  Raudenbush & Bryk (1985) J Educ Stat 10:75-98; Robinson (1991) Stat Sci 6:15-32.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_blups(const rv_meta_data *data, const rv_meta_options *options, rv_blup *effects, rv_blup *deviations,
                        rv_error *err);

/* ---- Points of figures ------------------------------------------------------------------------------------------- */

typedef struct { double x, y; } rv_point;

typedef enum {
    RV_POINTS_FUNNEL,             /**< x effect, y its standard error; with moderators the residual and its standard error */
    RV_POINTS_RADIAL,             /**< Galbraith: x 1 / s, y y_i / s, s = sqrt(v_i + tau2); not with moderators */
    RV_POINTS_BAUJAT,             /**< x squared Pearson residual (for a common effect its share of Q), y squared change of the fitted
                                       value without the effect over its variance; NaN where that model does not exist */
    RV_POINTS_QQ                  /**< x normal quantile, y standardised residual, in the order of the data; NaN where it does not
                                       exist */
} rv_points;
/** "funnel", "radial", "baujat", "qq"; NULL at the end. */
RV_API extern const char *const rv_points_names[];

/**
 * The points of a diagnostic figure, one for each effect.
 *
 * Shapes  points[k].
 * Errors  RV_EINVAL a radial plot with moderators, a Baujat plot of fewer than two effects; those of rv_meta_run().
 * Source  Galbraith (1988) Technometrics 30:271-281; Baujat et al. (2002) Stat Med 21:2641-2652; Wang & Bushman (1998) Psychol
 *         Methods 3:46-54. Baujat et al. fit a common effect; with random effects tau2 takes part, as in metafor.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_points(const rv_meta_data *data, const rv_meta_options *options, rv_points kind, rv_point *points, rv_error *err);

/** The points of RV_POINTS_QQ from residuals, of a mixed model say. Shapes  rows[k], points[k]. Errors  RV_ENOMEM. */
RV_API RV_MUST_CHECK
rv_status rv_normal_points(const rv_residual *rows, size_t k, rv_point *points, rv_error *err);

/**
 * The log-likelihood at given values of tau2, the coefficients the best ones for each: restricted with REML, else full.
 *
 * Shapes  tau2[n], loglik[n].
 * Errors  RV_EINVAL a common effect, a negative tau2; those of rv_meta_run().
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_profile(const rv_meta_data *data, const rv_meta_options *options, const double *tau2, size_t n, double *loglik,
                          rv_error *err);

/* ---- Subsets ------------------------------------------------------------------------------------------------------ */

/** The model of one subset of the effects. tau2, I2 (a fraction) and H2 are NaN where they cannot be estimated, of one effect say. */
typedef struct {
    const bool *in;               /**< [k] which effects are in it; lives until the next one is told */
    size_t k;                     /**< how many */
    double estimate, q, tau2, i2, h2;
} rv_subset;

/** What there is to look at, and how much of it was. */
typedef struct {
    bool     all;                 /**< every subset, 2^k - 1 of them, the first effect changing fastest; else `told` at random */
    uint64_t told;                /**< to `tell` */
    uint64_t failed;              /**< for which there is no model: its search did not converge */
} rv_gosh_extent;

enum { RV_GOSH_MOST = 1000000 };

/**
 * Graphical display of heterogeneity: the model once more for the subsets of the effects. All of them where there are no more than `most`,
 * else `most` that the seed draws, each effect being in with probability one half (the same may come twice).
 *
 * Shapes  tell() is called for each subset in turn; an error of it ends the work and comes back.
 * Units   most: 1 to 1e9. `progress` may be NULL.
 * Errors  RV_EINVAL moderators, a `most` out of its range; those of rv_meta_run() on all effects; RV_ENOMEM.
 * Source  Olkin, Dahabreh & Trikalinos (2012) Res Synth Methods 3:214-223; metafor's gosh().
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_gosh(const rv_meta_data *data, const rv_meta_options *options, uint64_t most, uint64_t seed,
                       rv_status (*tell)(void *user, const rv_subset *subset, rv_error *err), void *user, const rv_progress *progress,
                       rv_gosh_extent *extent, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
