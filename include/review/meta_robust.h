#ifndef REVIEW_META_ROBUST_H
#define REVIEW_META_ROBUST_H

#include "review/meta.h"
#include "review/meta_mixed.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Variances of coefficients that hold even where the working model of the dependence is wrong: from the residuals of
 * whole clusters (studies), with the corrections that few clusters need.
 *
 *     b = M X' W y     M = (X' W X)^-1     S = c M [ sum_i X_i' W_i A_i e_i e_i' A_i' W_i X_i ] M
 *
 * i runs over the J clusters; V_i is the working model's covariance of cluster i.
 */

/* ---- Cluster-robust variance ------------------------------------------------------------------------------------- */

/**
 * The correction. Programs use one name for different things: metafor's robust(), which prints "CR1", is CR1P here and in clubSandwich;
 * Stata's regress is CR1S. They are the same only for an intercept alone (CR1 and CR1P).
 */
typedef enum {
    RV_CR0,     /**< c = 1, A = I */
    RV_CR1,     /**< c = J / (J - 1) */
    RV_CR1P,    /**< c = J / (J - p) */
    RV_CR1S,    /**< c = J (k - 1) / ((J - 1) (k - p)) */
    RV_CR2,     /**< A symmetric with A Var(e_i) A = V_i: unbiased if the working model holds (Bell & McCaffrey 2002); the default */
    RV_CR3      /**< A = (I - X_i M X_i' W_i)^-1: the jackknife over clusters, nearly */
} rv_robust_type;
/** "CR0", "CR1", "CR1p", "CR1S", "CR2", "CR3"; NULL at the end. */
RV_API extern const char *const rv_robust_type_names[];

/** The reference distribution of a coefficient. */
typedef enum {
    RV_ROBUST_SATTERTHWAITE,   /**< t with 2 E(S)^2 / Var(S) df, under the working model: a df for each coefficient; the default */
    RV_ROBUST_NAIVE_T,         /**< t with J - 1 df */
    RV_ROBUST_NAIVE_TP,        /**< t with J - p df; metafor's robust() */
    RV_ROBUST_Z,               /**< normal */
    RV_ROBUST_SADDLEPOINT      /**< p by a saddlepoint approximation; it has no df and no interval */
} rv_robust_test;
/** "Satterthwaite", "naive-t", "naive-tp", "z", "saddlepoint"; NULL at the end. */
RV_API extern const char *const rv_robust_test_names[];

typedef struct {
    rv_robust_type type;
    rv_robust_test test;
    double level;                 /**< 0 to 1 */
    const char *const *cluster_names;   /**< by code, for messages; NULL: clusters are numbered in the order of their codes */
    bool   one_cluster;           /**< a number also for a coefficient of which one cluster alone says all there is, as clubSandwich and
                                       robumeta give: it is made of that cluster's own residuals and says nothing of other clusters.
                                       Default: NaN, and a note */
    double saddlepoint_tol;       /**< how near the saddlepoint is found: 0, as near as doubles go (default). clubSandwich stops at 2^-13,
                                       which moves p in its third digit, near |t| = 1 in its second */
} rv_robust_options;
#define RV_ROBUST_OPTIONS_INIT { RV_CR2, RV_ROBUST_SATTERTHWAITE, 0.95, NULL, false, 0 }

/** What a reader of the numbers must know; bits of rv_robust_fit.notes. */
typedef enum {
    RV_ROBUST_NOTE_LOW_DF       = 1 << 0,   /**< a coefficient has fewer than 4 df: no p-value of it can be trusted */
    RV_ROBUST_NOTE_FEW_CLUSTERS = 1 << 1,   /**< fewer than 10 clusters */
    RV_ROBUST_NOTE_ONE_CLUSTER  = 1 << 2,   /**< a coefficient rests on one cluster alone: without it, it could not be estimated */
    RV_ROBUST_NOTE_NO_SE        = 1 << 3    /**< of such a coefficient no variance can be estimated: NaN is given */
} rv_robust_note;
/** A sentence for one bit; NULL for none. */
RV_API const char *rv_robust_note_text(rv_robust_note note);

/** The numbers. Arrays belong to the rv_robust. */
typedef struct {
    size_t k, p, clusters;
    rv_robust_type type;
    rv_robust_test test;
    double level;
    const rv_meta_coef *coefs;    /**< [p]; df NaN for a normal test and the saddlepoint. No variance: NaN but the estimate */
    const double *vcov;           /**< [p p] */
    const double *saddlepoint;    /**< [p] where the approximation was evaluated; NaN for the other tests */
    const size_t *only_cluster;   /**< [p] the code of the cluster without which a coefficient cannot be estimated; SIZE_MAX: none */
    double fewest_df;             /**< of the coefficients that have a df; else NaN */
    unsigned notes;
} rv_robust_fit;

/** A robust variance, and what tests of several coefficients need of it. */
typedef struct rv_robust rv_robust;

/**
 * The robust variance of a fitted model's coefficients. The model behind `working` must outlive *out.
 *
 * cluster[k] are codes, equal for the rows of one cluster; any numbers. CR2, CR3, and the Satterthwaite and saddlepoint tests need
 * clusters that are unions of working->v's groups. CR0 to CR1S with other tests do not: the score of a row is then its element of
 * X' W e summed within the cluster, as in metafor's robust().
 *
 * Where Var(e_i) is singular, A is its generalised root: directions without variance get weight 0.
 * Cost    of a cluster of n rows n^3 + n^2 p; in all linear in the number of clusters. The saddlepoint takes J^3.
 * Errors  RV_EINVAL  one cluster alone; a cluster that splits a group ("clusters 3 and 5 share the dependent rows 7 and 9; ..."); J <= p
 *         for CR1P and naive-tp; k <= p for CR1S; level; more than 3,000 clusters for the saddlepoint.
 *         RV_EDOMAIN CR3 where a coefficient rests on one cluster ("coefficient year cannot be estimated without cluster 3; ...");
 *         weights or covariances that are not positive definite.
 *         RV_ENOMEM.
 * Source  Bell & McCaffrey (2002) Survey Methodology 28:169-181; Pustejovsky & Tipton (2018) J Bus Econ Stat 36:672-683; McCaffrey & Bell
 *         (2006) Stat Med 25:4081-4098 (saddlepoint). R package clubSandwich.
 */
RV_API RV_MUST_CHECK
rv_status rv_robust_run(rv_robust **out, const rv_working *working, const size_t *cluster, const rv_robust_options *options,
                        rv_error *err);
RV_API void rv_robust_free(rv_robust *robust);   /**< NULL is allowed */
RV_API const rv_robust_fit *rv_robust_result(const rv_robust *robust);

/** Tests of several contrasts at once. Q = (C b)' (C S C')^-1 C b, q contrasts. */
typedef enum {
    RV_WALD_HTZ,        /**< approximate Hotelling T2 with the df of Zhang (2012): F, q and eta - q + 1 df; the default */
    RV_WALD_HTA,        /**< the same with df from all moments (Pan & Wall 2002) */
    RV_WALD_HTB,        /**< the same from the lower triangle alone */
    RV_WALD_EDF,        /**< eigenvalue decomposition, F (Fai & Cornelius 1996) */
    RV_WALD_EDT,        /**< eigenvalue decomposition, t turned into z (Cai & Hayes 2008) */
    RV_WALD_NAIVE_F,    /**< F with q and J - 1 df */
    RV_WALD_NAIVE_FP,   /**< F with q and J - p df; metafor's robust() */
    RV_WALD_CHI2        /**< chi-square, q df; stat is Q / q */
} rv_wald_test;
/** "HTZ", "HTA", "HTB", "EDF", "EDT", "Naive-F", "Naive-Fp", "chi-sq"; NULL at the end. */
RV_API extern const char *const rv_wald_test_names[];

typedef struct {
    rv_wald_test test;
    double stat;                  /**< delta Q / q; EDT: the mean of its z^2 */
    double delta;                 /**< 1 where the test has none */
    double df1, df2;              /**< df2 NaN for chi-square (EDT, a df that is infinite); 0 or below: no p */
    double p;                     /**< NaN where df2 is 0 or below: there are too few clusters for so many contrasts */
} rv_wald_result;

/**
 * Tests C b = 0. c[q p], row-major.
 * Errors  RV_EINVAL  q is 0. RV_EDOMAIN contrasts that depend on each other, or whose robust variance is singular (it is said which);
 *         a model whose rv_robust_run() was one of clusters that split groups, for the tests but Naive-F, Naive-Fp and chi-sq.
 *         RV_ENOMEM.
 * Source  Tipton & Pustejovsky (2015) J Educ Behav Stat 40:604-634.
 */
RV_API RV_MUST_CHECK
rv_status rv_robust_wald(const rv_robust *robust, const double *c, size_t q, rv_wald_test test, rv_wald_result *out, rv_error *err);
/** The same for coefficients first to last (from 0) being 0. */
RV_API RV_MUST_CHECK
rv_status rv_robust_wald_zero(const rv_robust *robust, size_t first, size_t last, rv_wald_test test, rv_wald_result *out, rv_error *err);
/** One contrast c[p] with its own se, df, p and interval, by the test of the run. Errors as rv_robust_wald(). */
RV_API RV_MUST_CHECK
rv_status rv_robust_contrast(const rv_robust *robust, const double *c, rv_meta_coef *out, rv_error *err);

/* ---- The univariate model as a working model --------------------------------------------------------------------- */

/** A univariate model at a known tau2, as robust variances see it. */
typedef struct rv_meta_working rv_meta_working;
/**
 * V = diag(vi + tau2), tau2 from `fit` (0 where it was not estimable); W its inverse, data->weights where given, or I for
 * options->unweighted. `data` must outlive *out.
 * Errors  as rv_meta_run().
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_working_new(rv_meta_working **out, const rv_meta_data *data, const rv_meta_options *options, const rv_meta_fit *fit,
                              rv_error *err);
RV_API void rv_meta_working_free(rv_meta_working *working);   /**< NULL is allowed */
RV_API const rv_working *rv_meta_working_of(const rv_meta_working *working);

/* ---- The weights of robumeta ------------------------------------------------------------------------------------- */

typedef enum {
    RV_ROBU_CORRELATED,           /**< "CORR": effects of a study share their participants; weights 1 / (n_j (mean v_j + tau2)) */
    RV_ROBU_HIERARCHICAL          /**< "HIER": studies of one group of researchers; weights 1 / (v_i + tau2 + omega2) */
} rv_robu_weights;
/** "CORR", "HIER"; NULL at the end. */
RV_API extern const char *const rv_robu_weight_names[];

typedef struct {
    rv_robu_weights weights;
    double rho;                   /**< CORR: correlation within a study, 0 to 1; it moves tau2 only */
    bool   large;                 /**< no small-sample correction: CR1P and t with J - p df; else CR2 and Satterthwaite */
    double level;
    bool   one_cluster;           /**< as in rv_robust_options */
} rv_robu_options;
#define RV_ROBU_OPTIONS_INIT { RV_ROBU_CORRELATED, 0.8, false, 0.95, false }

typedef struct {
    double tau2;                  /**< between studies, not below 0; in the square of the analysis scale, as omega2 */
    double omega2;                /**< HIER: between effects of a study, not below 0; NaN for CORR */
    double i2;                    /**< CORR: a fraction, from Q; NaN for HIER */
    double q;                     /**< residual Q at the first weights */
} rv_robu_fit;

/** Robust variance estimation with moment estimates, as R package robumeta. */
typedef struct rv_robu rv_robu;
/**
 * Fits and gives robust variances. `data` must outlive *out; weights must be NULL.
 *
 * Shapes  study[k] codes, equal for the effects of one study (HIER: of one group of researchers); any numbers.
 * Errors  RV_EINVAL  rho outside 0 to 1; as rv_robust_run(). RV_EDOMAIN as rv_meta_run(); HIER where no study has several effects.
 * Source  Hedges, Tipton & Johnson (2010) Res Synth Methods 1:39-65; Tipton (2015) Psychol Methods 20:375-393.
 */
RV_API RV_MUST_CHECK
rv_status rv_robu_run(rv_robu **out, const rv_meta_data *data, const size_t *study, const rv_robu_options *options, rv_error *err);
RV_API void rv_robu_free(rv_robu *robu);         /**< NULL is allowed */
RV_API const rv_robu_fit *rv_robu_result(const rv_robu *robu);
RV_API const rv_robust *rv_robu_robust(const rv_robu *robu);
RV_API const rv_working *rv_robu_working(const rv_robu *robu);

/* ---- Working models in one call ---------------------------------------------------------------------------------- */

/** Models for several effects of a study, guarded by robust variances. rho is the correlation of sampling errors. */
typedef enum {
    RV_WORKING_CHE,       /**< correlated and hierarchical effects: random study and effect, rho within a sample; the default */
    RV_WORKING_CE,        /**< correlated effects: random study, rho within a sample */
    RV_WORKING_HE,        /**< hierarchical effects: random study and effect, independent errors; takes no rho */
    RV_WORKING_SCE,       /**< subgroup correlated effects: a random effect of its own variance for each subgroup of a study, independent
                               of each other; rho within a subgroup of a study, 0 between */
    RV_WORKING_SCE_PLUS,  /**< SCE with a random effect besides */
    RV_WORKING_CMVE       /**< correlated multivariate effects: SCE with random effects that are correlated between subgroups (UN), and rho
                               within a sample whatever the subgroup */
} rv_working_kind;
/** "CHE", "CE", "HE", "SCE", "SCE+", "CMVE"; NULL at the end. */
RV_API extern const char *const rv_working_kind_names[];
/** "correlated and hierarchical effects", ...: for people. */
RV_API const char *rv_working_kind_title(rv_working_kind kind);

/** Where more is known of sampling errors than who shares a sample: shared arms, times. */
typedef struct {
    /** The covariances of all k effects at one correlation `rho` between outcomes; blocks within studies. rv_blocks_free() ends *out. */
    rv_status (*make)(const void *user, double rho, rv_blocks **out, rv_error *err);
    const void *user;
    const char *words;            /**< what they come from, after "sampling covariances from": "shared arms and outcomes" */
} rv_sampling;

typedef struct {
    rv_meta_data  data;           /**< weights must be NULL */
    const size_t *study;          /**< [k] codes, any numbers: the clusters */
    const size_t *sample;         /**< [k] codes; effects of one sample have sampling errors with correlation rho. NULL: the study. A sample
                                       of two studies is refused */
    const size_t *subgroup;       /**< [k] codes, for SCE, SCE+ and CMVE (an outcome, a time); else NULL */
    const char *const *study_names;      /**< by code, for messages; NULL */
    const char *const *subgroup_names;   /**< by code; NULL */
    const rv_sampling *sampling;  /**< sampling covariances for each rho, instead of rho sqrt(vi vj) within a sample; those between
                                       subgroups are 0 in SCE and SCE+, all are in HE. NULL: none */
} rv_working_model_data;

typedef struct {
    rv_working_kind kind;
    double rho;                   /**< 0 to 1, 1 excluded */
    const double *grid;           /**< [grids] other values of rho for the sensitivity analysis; NULL with grids 0: none */
    size_t grids;
    rv_robust_type type;
    rv_robust_test test;
    bool   ml;                    /**< maximum likelihood instead of restricted */
    double level;
} rv_working_model_options;
/** 0, .2, .4, .6, .8, .9: the grid for reports. */
RV_API extern const double rv_working_grid[6];
#define RV_WORKING_MODEL_OPTIONS_INIT { RV_WORKING_CHE, 0.6, rv_working_grid, 6, RV_CR2, RV_ROBUST_SATTERTHWAITE, false, 0.95 }

/** What a reader must know; bits of rv_working_model.notes. Those of the fits stand in the fits. */
typedef enum {
    RV_WORKING_NOTE_NO_DEPENDENCE = 1 << 0,   /**< every study has one effect: random effects of studies alone were fitted */
    RV_WORKING_NOTE_NO_P          = 1 << 1,   /**< the first coefficient has fewer than 4 df: give its interval, not p */
    RV_WORKING_NOTE_GRID_FAILED   = 1 << 2,   /**< at a value of the grid no fit was found: that point is NaN */
    RV_WORKING_NOTE_RHO_MATTERS   = 1 << 3    /**< over the grid, the first coefficient moves by more than half its standard error */
} rv_working_note;
/** A sentence for one bit; NULL for none. */
RV_API const char *rv_working_note_text(rv_working_note note);

/** One value of rho. */
typedef struct {
    double rho;
    const rv_meta_coef *coefs;    /**< [p] robust; all NaN where the fit failed */
    const double *param;          /**< [params] of the mixed model, in its order */
    double loglik;                /**< restricted unless options.ml */
    rv_wald_result moderators;    /**< HTZ; q as in rv_working_model */
} rv_working_point;

/** All that was computed. What it points to belongs to it, and goes with rv_working_model_free(). */
typedef struct {
    rv_working_model_options options;
    rv_working_kind fitted;       /**< what was fitted: options.kind, or CE where NO_DEPENDENCE is noted */
    size_t k, p, studies, samples, most_effects;   /**< most_effects of one study */
    const rv_mixed  *mixed;       /**< the working model at options.rho */
    const rv_robust *robust;      /**< by study */
    const rv_meta_coef *coefs;    /**< [p] of `robust` */
    rv_wald_result moderators;    /**< HTZ test of the coefficients but the intercept; of all without an intercept and p > 1 */
    size_t q;                     /**< coefficients in it; 0: there is nothing to test, moderators is NaN */
    const char *moderators_why;   /**< why there is no such test although q > 0; "" */
    double tau2;                  /**< total variance of true effects where it is one for all rows (CHE, CE, HE), else NaN */
    double pi_lo, pi_hi, pi_df;   /**< without moderators, for CHE, CE and HE: the true effect of a new study, by t with the df of the
                                       coefficient: estimate -+ t sqrt(se^2 + tau2) */
    size_t points;
    const rv_working_point *point;   /**< [points] in the order of the grid */
    unsigned notes;
} rv_working_model;

/**
 * Fits a working model, gives robust variances by study, and repeats both over the grid of rho.
 * On success *out is owned by the caller, who ends it with rv_working_model_free(); on failure it is NULL.
 * Errors  RV_EINVAL  rho or a value of the grid outside 0 to 1; SCE, SCE+, CMVE without subgroups; a sample of two studies; one study.
 *         Those of rv_mixed_run() and rv_robust_run().
 * Source  Pustejovsky & Tipton (2022) Prev Sci 23:425-438.
 */
RV_API RV_MUST_CHECK
rv_status rv_working_model_run(rv_working_model **out, const rv_working_model_data *data, const rv_working_model_options *options,
                               rv_error *err);
RV_API void rv_working_model_free(rv_working_model *model);   /**< NULL is allowed */

#ifdef __cplusplus
}
#endif

#endif
