#ifndef REVIEW_META_BIAS_H
#define REVIEW_META_BIAS_H

#include "review/meta_robust.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What small and unpublished studies may do to a pooled effect: tests for an asymmetric funnel, and what the effect would be if the
 * asymmetry came from studies that are missing. None of them shows that it did: small studies may differ for good reasons.
 */

/** What a reader of the numbers must know; bits of `notes`. */
typedef enum {
    RV_BIAS_FEW          = 1 << 0,   /**< fewer than 10 effects: such a test seldom finds what is there (Sterne et al. 2011 BMJ 343:d4002) */
    RV_BIAS_TIES         = 1 << 1,   /**< ties: the p-value of the rank test is from the normal approximation */
    RV_BIAS_LARGE        = 1 << 2,   /**< more effects than exact ranks are counted for: normal approximation */
    RV_BIAS_SIDE_CHOSEN  = 1 << 3,   /**< the side with missing studies was taken from the slope of the effects on their standard errors */
    RV_BIAS_ONE_SIDED    = 1 << 4,   /**< selection by one-sided p-values: its direction is an assumption of the analyst */
    RV_BIAS_TAU2_ZERO    = 1 << 5,   /**< tau2 is at 0, its boundary; standard errors are those with tau2 = 0 known */
    RV_BIAS_DELTA_BOUND  = 1 << 6,   /**< a selection parameter is at its bound, and has no standard error */
    RV_BIAS_NO_SE        = 1 << 7,   /**< the observed information is not positive definite: no standard errors */
    RV_BIAS_SEVERAL      = 1 << 8,   /**< different starts ended in different maxima; the highest was taken */
    RV_BIAS_MERGED       = 1 << 9,   /**< intervals without a p-value were merged with their neighbours */
    RV_BIAS_THIN         = 1 << 10,  /**< an interval holds fewer than 3 p-values: its weight is hardly determined */
    RV_BIAS_NEVER        = 1 << 11,  /**< the number is infinite or the pooled effect was not significant to begin with */
    RV_BIAS_FEW_CLUSTERS = 1 << 12   /**< fewer than 4 degrees of freedom: no p-value can be trusted */
} rv_bias_note;
/** A sentence for one bit; NULL for none. */
RV_API const char *rv_bias_note_text(rv_bias_note note);
/** A stable name for one bit: "few-effects", "ties", ...; NULL for none. */
RV_API const char *rv_bias_note_name(rv_bias_note note);

/* ---- Regression tests -------------------------------------------------------------------------------------------- */

/** What stands for the size of a study. */
typedef enum {
    RV_PREDICTOR_SEI,             /**< standard error (Egger et al. 1997 BMJ 315:629) */
    RV_PREDICTOR_VI,              /**< variance */
    RV_PREDICTOR_NINV,            /**< 1 / n (Peters et al. 2006 JAMA 295:676) */
    RV_PREDICTOR_SQRTNINV,        /**< 1 / sqrt(n) (Pustejovsky & Rodgers 2019 Res Synth Methods 10:57) */
    RV_PREDICTOR_NI,              /**< n (Macaskill et al. 2001 Stat Med 20:641) */
    RV_PREDICTOR_SQRTNI           /**< sqrt(n) */
} rv_predictor;
/** "sei", "vi", "ninv", "sqrtninv", "ni", "sqrtni"; NULL at the end. */
RV_API extern const char *const rv_predictor_names[];
/** The predictor's values into x[k], from vi[k] or ni[k] (total sizes of the studies; NULL where it does not need them).
    Errors  RV_EINVAL sizes are needed and `ni` is NULL; RV_EDOMAIN one is not positive. */
RV_API RV_MUST_CHECK
rv_status rv_predictor_values(rv_predictor predictor, const double *vi, const double *ni, size_t k, double *x, rv_error *err);

typedef struct {
    rv_predictor predictor;
    bool dispersion;              /**< weighted least squares with multiplicative error ("lm", Egger's own), else the model of the fit */
} rv_regression_test_options;
#define RV_REGRESSION_TEST_OPTIONS_INIT { RV_PREDICTOR_SEI, false }

typedef struct {
    rv_predictor predictor;
    bool dispersion;
    size_t k, p;                  /**< effects; coefficients with the predictor's */
    rv_meta_coef slope;           /**< of the predictor: its test is the test of asymmetry */
    rv_meta_coef limit;           /**< effect where the predictor is 0; NaN with moderators, and for n and sqrt(n) */
    double tau2;                  /**< NaN with dispersion */
    double sigma;                 /**< residual standard error, sqrt of the dispersion; NaN without */
    unsigned notes;
} rv_regression_test;

/**
 * Regression test for funnel asymmetry: the predictor joins the moderators as the last column.
 *
 *     y_i ~ N(x_i b + c f_i, v_i + tau2)      the estimator and test of `options`
 *     y_i ~ N(x_i b + c f_i, s2 v_i)          with dispersion: t with k - p - 1 df
 *
 * Shapes  ni[k] sizes of the studies; NULL where the predictor does not need them.
 * Errors  those of rv_meta_run(); RV_EINVAL as many coefficients as effects, but for a common effect or a known tau2; RV_EDOMAIN a
 *         predictor that depends on the moderators or does not vary: it is named. Those of rv_predictor_values().
 * Source  Egger, Davey Smith, Schneider & Minder (1997) BMJ 315:629-634; Sterne & Egger (2005); metafor's regtest().
 */
RV_API RV_MUST_CHECK
rv_status rv_regression_test_run(const rv_meta_data *data, const double *ni, const rv_meta_options *options,
                                 const rv_regression_test_options *test, rv_regression_test *out, rv_error *err);

/**
 * Weighted least squares with the dispersion estimated: y_i ~ N(x_i b, s2 v_i), t with k - p df. Its coefficients are those of a common
 * effect; s2 may be below 1 (metafor's regtest(model="lm") and R's lm() let it; Stata's and Thompson & Sharp's too).
 *
 * Shapes  coefs[p], 1 without moderators; sigma may be NULL.
 * Errors  RV_EINVAL k <= p; RV_EDOMAIN effects that the coefficients fit exactly, so that s2 is 0; those of rv_wls().
 * Source  Thompson & Sharp (1999) Stat Med 18:2693-2708, model 2; Stanley & Doucouliagos (2015) Stat Med 34:2116-2127.
 */
RV_API RV_MUST_CHECK
rv_status rv_dispersion_run(const rv_meta_data *data, double level, rv_meta_coef *coefs, double *sigma, rv_error *err);

/* ---- Rank test --------------------------------------------------------------------------------------------------- */

typedef struct {
    size_t k;
    double tau;                   /**< Kendall's tau-b of deviates and variances */
    double p;                     /**< two-sided */
    bool   exact;
    unsigned notes;
} rv_rank_test;

/**
 * Rank correlation of the standardised deviates with the variances.
 *
 *     e_i = (y_i - sum w y / sum w) / sqrt(v_i - 1 / sum w)        w_i = 1 / v_i
 *
 * p is exact without ties up to k = 1000, else from the normal approximation with variance corrected for ties, without continuity
 * correction (as R's cor.test()).
 * Errors  RV_EINVAL k < 2; RV_EDOMAIN as rv_meta_run(), or all effects or variances are the same: there is nothing to rank.
 * Source  Begg & Mazumdar (1994) Biometrics 50:1088-1101; Kendall (1938) Biometrika 30:81-93.
 */
RV_API RV_MUST_CHECK
rv_status rv_rank_test_run(const double *yi, const double *vi, size_t k, rv_rank_test *out, rv_error *err);

/* ---- Trim and fill ----------------------------------------------------------------------------------------------- */

/** How many effects are missing, from the ranks of the absolute distances to the centre. Duval & Tweedie's names: R0 goes by the longest
    run of ranks on the far side, L0 and Q0 by the sum of the ranks there (L0 linear in it, Q0 a root). */
typedef enum { RV_TRIM_L0, RV_TRIM_R0, RV_TRIM_Q0 } rv_trim_estimator;
/** The side on which they are missing. */
typedef enum { RV_TRIM_AUTO, RV_TRIM_LEFT, RV_TRIM_RIGHT } rv_trim_side;
RV_API extern const char *const rv_trim_estimator_names[];   /**< "L0", "R0", "Q0"; NULL at the end */
RV_API extern const char *const rv_trim_side_names[];        /**< "auto", "left", "right"; NULL at the end */

typedef struct {
    rv_trim_estimator estimator;
    rv_trim_side side;            /**< where studies are missing; auto: left of a slope on the standard error that is not negative */
    size_t limit;                 /**< iterations at most */
    bool   metafor_stops;         /**< tau2 (REML, ML, EB, PM) is where metafor's search ends by default, so that what its trimfill() prints is
                                       repeated digit by digit; else it is exact */
} rv_trim_options;
#define RV_TRIM_OPTIONS_INIT { RV_TRIM_L0, RV_TRIM_AUTO, 100, false }

typedef struct {
    rv_trim_estimator estimator;
    rv_trim_side side;
    size_t k, k0;                 /**< effects; studies filled in */
    double k0_se;                 /**< NaN where its formula gives no number */
    double k0_p;                  /**< R0 only: of no missing study; else NaN */
    size_t iterations;
    rv_meta_fit fit;              /**< of the k + k0 effects */
    unsigned notes;
} rv_trim;

/**
 * Trim and fill: the k0 most extreme effects are trimmed and the centre is found again until k0 stands; then they are mirrored around
 * it and the model is fitted to all.
 *
 * Shapes  yi, vi [2 k]: the effects, then those filled in (k0 of them); may be NULL.
 * Errors  RV_EINVAL k < 2, moderators; RV_ENOCONV k0 did not stand; RV_EDOMAIN Q0 has no value for these ranks; those of rv_meta_run().
 * Source  Duval & Tweedie (2000) Biometrics 56:455-463, JASA 95:89-98; Duval (2005).
 */
RV_API RV_MUST_CHECK
rv_status rv_trim_run(const rv_meta_data *data, const rv_meta_options *options, const rv_trim_options *trim, rv_trim *out, double *yi,
                      double *vi, rv_error *err);

/* ---- Fail-safe numbers ------------------------------------------------------------------------------------------- */

typedef enum {
    RV_FAIL_SAFE_ROSENTHAL,       /**< the pooled p-value is no longer below alpha */
    RV_FAIL_SAFE_ORWIN,           /**< the mean effect is the target */
    RV_FAIL_SAFE_ROSENBERG,       /**< the common effect is no longer significant, new studies weighing as much as the mean one */
    RV_FAIL_SAFE_GENERAL          /**< the effect of the random-effects model is no longer significant, or is the target */
} rv_fail_safe_kind;
RV_API extern const char *const rv_fail_safe_names[];        /**< "Rosenthal", "Orwin", "Rosenberg", "General"; NULL at the end */

typedef struct {
    rv_fail_safe_kind kind;
    bool   fisher;                /**< Rosenthal by Fisher's method; else Stouffer's */
    bool   unweighted;            /**< Orwin by the plain mean of the effects (his own, and metafor up to 3.8); else weights 1 / v */
    double alpha;                 /**< two-sided for Rosenberg and General, one-sided for Rosenthal */
    double target;                /**< NaN: half the mean for Orwin, significance for General. Its sign is made that of the effect */
    const rv_estimator *estimator;   /**< General; NULL: REML */
    bool   metafor_stops;         /**< Fisher and General end where metafor 5 ends by default; else they are exact */
} rv_fail_safe_options;
#define RV_FAIL_SAFE_OPTIONS_INIT { RV_FAIL_SAFE_ROSENTHAL, false, false, 0.05, NAN, NULL, false }

/** What does not exist is NaN. */
typedef struct {
    rv_fail_safe_kind kind;
    size_t k;
    double number;                /**< whole; INFINITY for a target of 0 */
    double p;                     /**< of the effects as they are: one-sided in the direction of the effect for Rosenthal */
    double estimate, tau2;        /**< Orwin, Rosenberg, General */
    double target;                /**< the one aimed at, with its sign; NaN for significance */
    double estimate_then, tau2_then, p_then;   /**< General: with `number` new studies */
    unsigned notes;
} rv_fail_safe;

/**
 * How many studies without any effect would undo the result.
 *
 *     Rosenthal (Stouffer)  k (Z / z_alpha)^2 - k,  Z = |sum z_i| / sqrt(k),  z_i = y_i / sqrt(v_i)
 *     Rosenthal (Fisher)    least n with P(chi2(2 (k + n)) > -2 sum ln p_i + 2 n ln 2) >= alpha,  p_i = P(N > |z_i|)
 *     Orwin                 k (mean - target) / target
 *     Rosenberg             k ((sum w y / z_(alpha/2))^2 - sum w) / sum w
 *     General               least n that meets the aim in rv_fail_safe_general()
 *
 * each rounded up to a whole number, and not below 0.
 * Convention  ours is the least whole number that meets the aim. metafor 5 seeks a root among real numbers of functions that jump at whole
 *         ones (Fisher: degrees of freedom grow with n, the sum by whole studies) and takes the whole number above it: it may end beside the
 *         least n, also where the p-value is still below alpha. `metafor_stops` follows it, and its tau2 too.
 * Errors  RV_EINVAL k < 2, alpha not between 0 and 1/2; as rv_meta_run().
 * Source  Rosenthal (1979) Psychol Bull 86:638; Orwin (1983) J Educ Stat 8:157; Rosenberg (2005) Evolution 59:464.
 */
RV_API RV_MUST_CHECK
rv_status rv_fail_safe_run(const double *yi, const double *vi, size_t k, const rv_fail_safe_options *options, rv_fail_safe *out,
                           rv_error *err);

/**
 * The pooled result that n more studies with mean 0 would leave, from the moments of the k there are:
 *
 *     v = 1 / mean(1 / v_i)      m = k mu / (k + n)
 *     tau2_n = ((k - 1 + max(0, n - 1)) tau2 + k (mu - m)^2 + n m^2) / (k + n - 1)
 *
 * then the estimate with weights 1 / (v_i + tau2_n), and its two-sided normal p-value; mu and tau2 are those of the k studies.
 * Source  Viechtbauer, metafor 4 and later, fsn(type="General").
 */
RV_API void rv_fail_safe_general(const double *yi, const double *vi, size_t k, double mu, double tau2, double n, double *estimate,
                                 double *tau2_n, double *p);

/* ---- PET and PEESE ----------------------------------------------------------------------------------------------- */

/** When the PEESE estimate is taken instead of PET's. */
typedef enum {
    RV_PET_ONE_SIDED,             /**< PET's effect is beyond 0 in the direction of the pooled effect at one-sided .05 (Stanley &
                                       Doucouliagos 2014 Res Synth Methods 5:60); the default */
    RV_PET_TWO_SIDED,             /**< PET's effect differs from 0 at two-sided .05 */
    RV_PET_TEN_PERCENT            /**< one-sided .10 (Stanley 2017 Soc Psychol Personal Sci 8:581) */
} rv_pet_rule;
RV_API extern const char *const rv_pet_rule_names[];         /**< "one-sided", "two-sided", "ten-percent"; NULL at the end */

typedef struct {
    rv_regression_test pet;       /**< on the standard error; .limit is the estimate */
    rv_regression_test peese;     /**< on the variance */
    bool   peese_taken;
    rv_pet_rule rule;
    double p;                     /**< of PET's effect, as the rule tests it */
    rv_meta_coef estimate;        /**< of the one taken */
    unsigned notes;
} rv_pet_peese;

/**
 * The effect of a study with standard error 0, by a line (PET) or a parabola (PEESE) in the standard error, and the conditional one of the two.
 * With `dispersion` by weighted least squares, as Stanley; else by the model of `options`.
 * Errors  RV_EINVAL moderators; those of rv_regression_test_run().
 * Source  Stanley & Doucouliagos (2014) Res Synth Methods 5:60-78.
 */
RV_API RV_MUST_CHECK
rv_status rv_pet_peese_run(const rv_meta_data *data, const rv_meta_options *options, bool dispersion, rv_pet_rule rule, rv_pet_peese *out,
                           rv_error *err);

/* ---- Several effects of a study ----------------------------------------------------------------------------------- */

/**
 * The regression test where effects depend on each other: the predictor joins the moderators of a working model, and its coefficient is
 * tested with a variance that is robust by study. With the default CHE, CR2 and Satterthwaite it is Egger's test of a multilevel model with
 * a sandwich ("Egger MLMA" and "Egger sandwich" in one); the predictor is of each effect, not of its study.
 *
 *     out->k effects, out->p coefficients, out->tau2 the total variance of true effects, sigma NaN
 *
 * Shapes  ni[k], NULL where the predictor does not need it. studies may be NULL: how many there are.
 * Errors  RV_EINVAL a kind without one variance for all rows (SCE, SCE+, CMVE); those of rv_working_model_run() and
 *         rv_predictor_values().
 * Source  Rodgers & Pustejovsky (2021) Psychol Methods 26:141-160; Fernandez-Castilla et al. (2021) J Exp Educ 89:125-144.
 */
RV_API RV_MUST_CHECK
rv_status rv_regression_test_dependent(const rv_working_model_data *data, const double *ni, const rv_working_model_options *options,
                                       rv_predictor predictor, rv_regression_test *out, size_t *studies, rv_error *err);

/**
 * PET, PEESE and the rule between them in such a model.
 * Errors  RV_EINVAL moderators; those of rv_regression_test_dependent().
 */
RV_API RV_MUST_CHECK
rv_status rv_pet_peese_dependent(const rv_working_model_data *data, const rv_working_model_options *options, rv_pet_rule rule,
                                 rv_pet_peese *out, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
