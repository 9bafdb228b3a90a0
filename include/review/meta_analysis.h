#ifndef REVIEW_META_ANALYSIS_H
#define REVIEW_META_ANALYSIS_H

#include "review/meta_frame.h"
#include "review/meta_regression.h"
#include "review/meta_robust.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * An analysis: from rows to a model, what stands beside it, and its ways out. Effects of one each study take the univariate model;
 * several effects of a study are dependent and take a working model (correlated and hierarchical effects unless another is asked
 * for) with robust variances by study. To pool them as if they were independent takes an explicit word.
 */

/* ---- Random effects from formulas --------------------------------------------------------------------------------- */

enum { RV_RANDOM_PARTS = 16 };
/** Sets of random effects, made of columns of a frame. */
typedef struct rv_random_effects rv_random_effects;
/**
 * Random effects of rows row[k] of a frame, from n formulas:
 *
 *     ~ 1 | study/effect      one for each study, and one for each effect within it; nested from left to right. `effect` and `row` are
 *                             the rows themselves where no column is called so
 *     ~ outcome | trial       one for each outcome within a trial, by the next of the structures (the last serves for the rest; none: CS)
 *
 * On success *out is owned by the caller, who ends it with rv_random_effects_free(); on failure it is NULL. The frame must outlive it.
 * Errors  RV_EINVAL a formula of another form, a structure that is none; RV_ENOTFOUND a column that is not there; RV_EDOMAIN a gap.
 */
RV_API RV_MUST_CHECK
rv_status rv_random_effects_make(rv_random_effects **out, const char *const *formulas, size_t n, const char *const *structs,
                                 size_t n_structs, rv_frame *frame, const size_t *row, size_t k, rv_error *err);
RV_API void rv_random_effects_free(rv_random_effects *random);       /**< NULL is allowed */
/** Its parts, for rv_mixed_run() or an analysis; belong to it. */
RV_API rv_mixed_data *rv_random_effects_parts(rv_random_effects *random);

/* ---- The analysis ------------------------------------------------------------------------------------------------- */

/** What is asked. Texts and arrays belong to the caller and must outlive the analysis. */
typedef struct {
    rv_meta_options model;
    bool assume_independent;      /**< pool several effects of a study as if they were independent; it is noted in the result */
    bool by_subgroup;             /**< a model for each subgroup, and the test between them; of dependent effects one model with a mean for
                                       each, and the HTZ test */
    bool common_tau2;             /**< one tau2 for all subgroups */
    bool leave_one_out;           /**< of the univariate model without moderators */
    const char *title, *measure;  /**< "" or NULL: none, "GEN" */
    bool log_scale;               /**< yi is a logarithm; people read exp(yi) */
    const char *favours_left, *favours_right;
    const rv_design *design;      /**< moderators of the rows that are used, in their order; NULL: none */
    bool dependent;               /**< the working model also where no study has several effects */
    rv_working_model_options working;   /**< of dependent effects; its level is model.level, ml where model.estimator is ML */
    const size_t *sample;         /**< [k] codes of the rows used: effects of one sample have correlated errors; NULL: of one study */
    const rv_mixed_data *random;  /**< random effects of one's own instead of the working model's: parts, part and v of it are used */
    const size_t *cluster;        /**< [k] codes for the robust variance with `random`; NULL: the studies */
    bool model_based;             /**< with `random`: the model's own variances, not robust ones */
    const rv_sampling *sampling;  /**< of a working model without `sample`: its sampling covariances; NULL: by rho alone */
    const double *weights;        /**< [k] of the rows used, of the univariate model: instead of 1 / (vi + tau2); NULL. They are named in the
                                       words */
    bool bare;                    /**< the model alone: nothing beside it, no digest */
} rv_analysis_options;
#define RV_ANALYSIS_OPTIONS_INIT \
    { RV_META_OPTIONS_INIT, false, false, false, false, NULL, NULL, false, NULL, NULL, NULL, false, RV_WORKING_MODEL_OPTIONS_INIT, \
      NULL, NULL, NULL, false, NULL, NULL, false }

typedef struct {
    const char *name;
    rv_meta_fit fit;
} rv_meta_group;

/** All that was computed. Belongs to itself; texts of rows to the set, which must outlive it. */
typedef struct {
    const rv_meta_set *set;
    rv_analysis_options options;
    size_t k, excluded;
    size_t studies;               /**< different studies among the k effects */
    size_t most_effects;          /**< of one study */
    const rv_meta_row **rows;     /**< [k] those used */
    double *weights;              /**< [k] percent; of a mixed model the share in the first coefficient */
    rv_meta_fit fit;              /**< of a mixed model what there is of it: the first coefficient, Q, likelihoods, multilevel I2; tau2, the
                                       sum of the variances, and the prediction interval where they are one for all effects. R2 is not
                                       defined for it: NaN */
    rv_meta_fit plain;            /**< with adhoc and without moderators: the same with plain Hartung-Knapp, to stand beside it; k = 0
                                       otherwise */
    size_t p;                     /**< coefficients */
    rv_meta_coef *coefs;          /**< [p] */
    double *vcov;                 /**< [p p] */
    const char *const *names;     /**< [p] of the design; NULL without moderators */
    rv_meta_joint moderators;     /**< all but the intercept at once; NaN when there are none */
    const rv_mixed *mixed;        /**< dependent effects: the model; NULL: univariate */
    const rv_robust *robust;      /**< and its robust variances; NULL with model_based */
    rv_working_model *working;    /**< where it is one of the working models: with the grid of rho; else NULL */
    rv_mixed *own_mixed;          /**< with options.random */
    rv_robust *own_robust;
    double *i2_part;              /**< [parts of `mixed`] the share of each part in I2 (rv_mixed_i2()), whose sum is fit.i2; NULL:
                                       univariate, or bare */
    size_t *study;                /**< [k] codes */
    const char **subgroup_names;  /**< of SCE, SCE+ and CMVE */
    size_t groups;
    rv_meta_group *group;         /**< [groups] in order of first appearance */
    size_t *group_of;             /**< [k] */
    rv_meta_between between;
    rv_meta_fit *without;         /**< [k] leave-one-out; NULL */
    unsigned notes;               /**< rv_meta_note bits of the fit, and of the rows */
    char digest[RV_DIGEST_HEX];   /**< SHA-256 of the rows used: label, study, subgroup, each with its NUL, yi and vi
                                       as 17 digits with a blank and a newline */
} rv_analysis;

/**
 * Carries out an analysis. On success `*out` is owned by the caller, who ends it with rv_analysis_free(); on failure it is NULL.
 * Errors  RV_EINVAL  no effects left; subgroups and moderators at once.
 *         those of rv_meta_run(), rv_working_model_run() and rv_mixed_run(), in which rows are called by their labels.
 */
RV_API RV_MUST_CHECK
rv_status rv_analysis_run(rv_analysis **out, const rv_meta_set *set, const rv_analysis_options *options, rv_error *err);
RV_API void rv_analysis_free(rv_analysis *analysis);                 /**< NULL is allowed */

/**
 * A contrast in words: coefficients by name with signs and factors ("alloc=random - alloc=systematic", "2*year"), or a number for each
 * ("0, 1, -1"). Shapes  names[p], l[p]. Errors  RV_EINVAL a name that is none, with those that are.
 */
RV_API RV_MUST_CHECK
rv_status rv_contrast_parse(const char *text, const char *const *names, size_t p, double *l, rv_error *err);
/**
 * Contrasts l' b, each with its test, and the test that all are 0 (n above 1; else NaN): by the analysis's own test, HTZ of robust
 * variances. Shapes  l[n p] row-major; out[n]. Errors  those of rv_meta_contrasts() and rv_robust_contrast().
 */
RV_API RV_MUST_CHECK
rv_status rv_analysis_contrasts(const rv_analysis *analysis, const double *l, size_t n, rv_meta_coef *out, rv_meta_joint *joint,
                                rv_error *err);
/** Means and prediction intervals at n rows x[n p] of the design; without moderators x is not read. Of a mixed model the interval is
    mean -+ t sqrt(se^2 + tau2) where tau2 is one for all, by the df of the mean; else NaN. */
RV_API RV_MUST_CHECK
rv_status rv_analysis_predict(const rv_analysis *analysis, const double *x, size_t n, rv_meta_prediction *out, rv_error *err);
/** Coefficients and variance parameters that were estimated. */
RV_API size_t rv_analysis_parameters(const rv_analysis *analysis);
/** The fit statistics of the likelihood that was maximised; of other estimators those of ML. */
RV_API const rv_meta_fitstats *rv_analysis_statistics(const rv_analysis *analysis);

/** The model in words: "Random effects model; tau2 by REML (restricted maximum likelihood)", ... */
RV_API void rv_analysis_words(const rv_analysis *analysis, rv_buf *text);
/** What the sampling covariances of its working model come from, of rv_sampling; NULL where they are by rho alone, or given. */
RV_API const char *rv_analysis_sampling_words(const rv_analysis *analysis);
/** Writes words for people, broken at blanks into lines of up to 80 characters: the first begins in column `from`, the others after
    `indent` blanks. Ends with a newline. */
RV_API void rv_analysis_wrap(rv_output *to, const char *text, size_t from, size_t indent);
/** A parameter of the mixed model: "sigma2 of study", "tau2 of outcome=grades", "rho". */
RV_API void rv_analysis_param_words(const rv_mixed *mixed, size_t param, rv_buf *text);

/** Tells what must stand beside the numbers: each warning by its stable name, and a sentence. */
RV_API void rv_analysis_tell(const rv_analysis *analysis, void (*tell)(void *user, const char *name, const char *text), void *user);
/** The sentences alone, appended one a line. */
RV_API void rv_analysis_notes(const rv_analysis *analysis, rv_buf *text);

/** The forest plot of the analysis; rv_forest_free(). Texts are copies. */
RV_API RV_MUST_CHECK
rv_status rv_analysis_forest(rv_forest **out, const rv_analysis *analysis, rv_error *err);
/** The same with the columns of a frame as further columns of the studies: row[k] are the rows that were used, in the analysis' order.
    A column whose name means something else in forest-plot data (`yi`, `label`, ...) is left out. */
RV_API RV_MUST_CHECK
rv_status rv_analysis_forest_of(rv_forest **out, const rv_analysis *analysis, const rv_frame *frame, const size_t *row, rv_error *err);

/**
 * Writes the analysis: text for people; CSV and TSV a row per estimate (overall, coefficients, grid, subgroups, leave-one-out); JSON, all
 * of it, in the shape "review-meta/2" that review-meta(1) documents.
 */
RV_API RV_MUST_CHECK
rv_status rv_analysis_write(rv_output *to, rv_format format, const rv_analysis *analysis, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
