#ifndef REVIEW_META_H
#define REVIEW_META_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "review/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- What a forest plot draws: version 1 of the forest-plot data ----------------------------------------------- */

typedef enum {
    RV_FOREST_STUDY,        /**< one effect of one study */
    RV_FOREST_SUBGROUP,     /**< pooled within a subgroup */
    RV_FOREST_POOLED,       /**< pooled over all; there may be several (common and random effects) */
    RV_FOREST_PREDICTION,   /**< prediction interval only: pi_lo, pi_hi */
    RV_FOREST_STEP          /**< pooled with more and more studies, or without one of them */
} rv_forest_kind;

/** One row. Numbers are on the analysis scale; NaN where there is none. Texts may be "" but never NULL. */
typedef struct {
    rv_forest_kind kind;
    const char *label;            /**< "JOBSTART 1993", "Random effects (REML)", ... */
    const char *subgroup;         /**< the subgroup the row belongs to; "" for none */
    double yi, vi, ci_lo, ci_hi, pi_lo, pi_hi;
    double weight;                /**< percent of the model's weight */
    double k;                     /**< effects behind a pooled row */
} rv_forest_row;

/** What is behind a pooled row; NaN where there is none. */
typedef struct {
    double stat, df, p;           /**< the test of its estimate; df NaN: normal */
    double tau2, i2, q, q_df, q_p;   /**< its heterogeneity; i2 a fraction */
} rv_forest_fit;

/** The test that subgroups are the same: chi-square with df1 where df2 is NaN, else F. */
typedef struct { double stat, df1, df2, p; } rv_forest_between;

/** Everything a forest plot shows, made by the model, drawn by plot. What stands from `fits` on may be left out (NULL, 0). */
typedef struct {
    const char *title;            /**< "Education: diploma, graduation or still enrolled" */
    const char *measure;          /**< "OR", "RR", "RD", "MD", "SMD", "GEN" */
    int         log_scale;        /**< yi is a logarithm; axes and printed numbers are exp(yi) */
    const char *favours_left, *favours_right;   /**< axis words; may be "" */
    const char *model;            /**< "random effects", "common effect" */
    const char *tau2_method;      /**< "REML", ...; "" for common effect */
    const char *test;             /**< "z", "Hartung-Knapp (variance factor not below 1)" */
    const char *pi_method;        /**< "t, k-1 df"; "" for none */
    double level;                 /**< 0.95 */
    double tau2, i2, q, q_df, q_p;   /**< i2 a fraction; NaN where not estimable */
    size_t n;
    const rv_forest_row *rows;    /**< in drawing order; a subgroup's studies stand together, its pooled row after them */
    const rv_forest_fit *fits;    /**< [n] */
    const rv_forest_between *between;
    const char *label_head;       /**< what the labels name, "Study left out"; NULL, "": studies */
    const char *notes;            /**< a paragraph below the figure; NULL, "": none */
    size_t columns;               /**< further columns: any field of results or studies */
    const char *const *column;    /**< [columns] their names */
    const char *const *cells;     /**< [n columns] row by row; "" where there is nothing, never NULL */
} rv_forest;

/**
 * Writes forest-plot data, version 1: a row per rv_forest_row in drawing order, what holds for the whole plot
 * repeated on each. Columns, in this order:
 *
 *     version                             1
 *     kind                                study, subgroup, pooled, prediction
 *     label, subgroup                     texts
 *     yi, vi, ci_lo, ci_hi, pi_lo, pi_hi  analysis scale
 *     weight                              percent
 *     k                                   effects behind a pooled row
 *     title, measure                      texts
 *     log_scale                           1 or 0
 *     favours_left, favours_right, model, tau2_method, test, pi_method   texts
 *     level                               0 to 1
 *     tau2, i2_percent, q, q_df, q_p      i2 is a percentage here
 *
 * and where the forest has them
 *
 *     fit_stat, fit_df, fit_p, fit_tau2, fit_i2_percent, fit_q, fit_q_df, fit_q_p   of the row
 *     between_stat, between_df1, between_df2, between_p   the test for subgroup differences
 *     label_head, notes                   texts
 *     any further column                  text
 *
 * Errors  RV_ENOMEM; those of `to` stick in it.
 */
RV_API RV_MUST_CHECK
rv_status rv_forest_write(rv_output *to, rv_format format, const rv_forest *forest, rv_error *err);

/**
 * Reads what rv_forest_write() wrote as CSV or TSV, "-" for standard input. Columns are known by name; those it does
 * not know are the further columns of the forest.
 * On success `*out` is owned by the caller, who ends it with rv_forest_free(); on failure it is NULL.
 * Errors  RV_EPARSE "file:line: ..." a column is missing, a version other than 1, an unknown kind, a cell that is no number,
 *         bounds in the wrong order; no rows at all.
 *         RV_EIO.
 */
RV_API RV_MUST_CHECK
rv_status rv_forest_read(rv_forest **out, const char *path, rv_error *err);
/**
 * Adds the columns of a table to a forest that rv_forest_read() made, as further columns of its studies. The table names studies in its
 * column `label`, `study`, `slab` or `author` (the first of these that it has), as the forest's labels do (or its column `study`); case
 * does not count. Columns that the forest has already are passed over, studies of the table that it has not too.
 * Errors  RV_EPARSE "file:line: ..." no column that names studies, a study that stands twice; RV_ENOTFOUND none of the studies is in the
 *         forest; RV_EIO. On failure the forest is as it was.
 */
RV_API RV_MUST_CHECK
rv_status rv_forest_join(rv_forest *forest, const char *path, rv_error *err);
/** Frees what rv_forest_read() or rv_analysis_forest() made, and only that. NULL is allowed. */
RV_API void rv_forest_free(rv_forest *forest);

/* ---- Estimators of the between-study variance ------------------------------------------------------------------ */

/** An estimator, by its name in the field. Static. */
typedef struct {
    const char *name;             /**< "REML" */
    const char *title;            /**< "restricted maximum likelihood" */
    const char *reference;
    bool        common;           /**< a common effect: no tau2 at all */
    const struct rv_estimator_how *how;   /**< the layer's own */
} rv_estimator;

/** Estimator `i` of the table, NULL after the last. */
RV_API const rv_estimator *rv_estimator_at(size_t i);
/** The estimator called `name` (case counts), NULL when there is none. */
RV_API const rv_estimator *rv_estimator_find(const char *name);
/** The names in the order of the table, NULL at the end. */
RV_API extern const char *const rv_estimator_names[];

/* ---- One model ------------------------------------------------------------------------------------------------- */

/**
 * How the pooled effect is tested. HK multiplies the variance of the coefficients by
 *     s2 = sum w_i (y_i - x_i b)^2 / (k - p),  w_i = 1 / (v_i + tau2)
 * and uses t with k - p degrees of freedom (Hartung & Knapp 2001 Stat Med 20:3875; Sidik & Jonkman 2002 Stat Med
 * 21:3153). Where k = p there is nothing to estimate s2 from, and z is used and said.
 */
typedef enum {
    RV_TEST_DEFAULT,   /**< adhoc for random effects, z for a common effect */
    RV_TEST_Z,         /**< normal */
    RV_TEST_T,         /**< t, k - p df, variance as for z */
    RV_TEST_KNHA,      /**< Hartung-Knapp as published; s2 below 1 shortens the interval */
    RV_TEST_ADHOC,     /**< Hartung-Knapp with max(1, s2): never shorter than with s2 = 1 (metafor's "adhoc"; R package meta's
                            adhoc.hakn.ci "se") */
    RV_TEST_KNHA_CI,   /**< Hartung-Knapp, or the normal test where its interval is the wider one (meta's "ci"; Jackson et al. 2017
                            Stat Med 36:3923, hybrid 2) */
    RV_TEST_IQWIG6,    /**< Hartung-Knapp; with max(1, s2) where its interval is narrower than DerSimonian and Laird's normal one (meta's
                            "IQWiG6"; IQWiG General Methods 6.0). No moderators */
    RV_TEST_KR,        /**< Kenward-Roger: variance and degrees of freedom for an estimated tau2, from the expected information; REML only.
                            Where tau2 is known there is nothing to correct, and it is the normal test. The degrees of freedom rest on the
                            corrected variance (Partlett & Riley 2017 Stat Med 36:301; R package meta) */
    RV_TEST_KR_1997    /**< the same with the degrees of freedom from the uncorrected variance (Kenward & Roger 1997 Biometrics 53:983;
                            SAS, R package pbkrtest) */
} rv_meta_test;
/** "default", "z", "t", "knha", "adhoc", "knha-ci", "iqwig6", "kr", "kr-1997"; NULL at the end. */
RV_API extern const char *const rv_meta_test_names[];
/** "Hartung-Knapp (variance factor not below 1)", ...: in words, for people. */
RV_API const char *rv_meta_test_title(rv_meta_test test);

/**
 * Prediction interval for the effect in a new study: estimate -+ c sqrt(tau2 + se^2). Programs differ in c and se and print
 * the same label; so we name it. With moderators k - p and k - p - 1 stand for k - 1 and k - 2. "As tested": se and df of the test in use.
 */
typedef enum {
    RV_PI_T_K1,        /**< c from t, k - 1 df, se as tested; the default */
    RV_PI_T_K2,        /**< c from t, k - 2 df (Higgins, Thompson & Spiegelhalter 2009 J R Stat Soc A 172:137), se as tested */
    RV_PI_NORMAL,      /**< c from the normal distribution, se as tested */
    RV_PI_METAFOR,     /**< c and se as tested: normal for z, else t with k - p df (metafor's predict()) */
    RV_PI_RILEY,       /**< t with k - p - 1 df but at least 1, se as tested (metafor's predtype "riley") */
    RV_PI_V,           /**< k - 1 df, se of the normal test (Veroniki et al. 2019; R package meta 8, "V") */
    RV_PI_HTS,         /**< k - 2 df, se of the normal test (meta, "HTS") */
    RV_PI_HK,          /**< k - 1 df, se of plain Hartung-Knapp (meta 8, "HK") */
    RV_PI_HK_PR,       /**< k - 2 df, se of plain Hartung-Knapp (Partlett & Riley 2017; meta 8 "HK-PR", meta 7 "HK") */
    RV_PI_KR,          /**< df and se of Kenward-Roger (meta 8, "KR"); REML only */
    RV_PI_KR_PR,       /**< df of Kenward-Roger less 1, its se (Partlett & Riley 2017; meta 8 "KR-PR", meta 7 "KR"); REML only */
    RV_PI_NONE
} rv_meta_pi;
/** "t-k1", "t-k2", "normal", "metafor", "riley", "v", "hts", "hk", "hk-pr", "kr", "kr-pr", "none"; NULL at the end. */
RV_API extern const char *const rv_meta_pi_names[];
/** "t, k-1 df", "t, k-2 df, se of Hartung-Knapp", ...: in words, for people. */
RV_API const char *rv_meta_pi_words(rv_meta_pi pi);

/** Effects and moderators up to this size, and variances between its inverse and itself, are taken; with others sums of squares
    and products would leave the range of a double. */
#define RV_META_LARGEST 1e50

/** What a model is fitted to. Arrays belong to the caller. */
typedef struct {
    size_t        k;
    const double *yi;             /**< [k] effects, analysis scale */
    const double *vi;             /**< [k] their sampling variances (not standard errors) */
    const double *weights;        /**< [k] instead of 1 / (vi + tau2); NULL. GENQ takes its own from here too */
    size_t        p;              /**< columns of x; 0: an intercept alone */
    const double *x;              /**< [k p] row-major design matrix */
    const char *const *names;     /**< [p] for messages; NULL */
    bool          intercept;      /**< the first column of x is 1 throughout; then it is not part of the omnibus test,
                                       and R2 is given */
} rv_meta_data;

typedef struct {
    const rv_estimator *estimator;   /**< NULL: REML */
    rv_meta_test test;
    rv_meta_pi   pi;
    double       level;           /**< 0 to 1 */
    double       tau2;            /**< taken as known when not NaN */
    bool         unweighted;      /**< the plain mean of the effects, with its own variance */
    bool         skip_interval;   /**< leaves the interval of tau2 out */
} rv_meta_options;
#define RV_META_OPTIONS_INIT { NULL, RV_TEST_DEFAULT, RV_PI_T_K1, 0.95, NAN, false, false }

/** One coefficient. df is NaN for a normal test. */
typedef struct { double estimate, se, stat, df, p, ci_lo, ci_hi; } rv_meta_coef;

/** A test of several coefficients or contrasts at once: chi-square with df1 degrees of freedom where df2 is NaN, else F. */
typedef struct { double stat, df1, df2, p; } rv_meta_joint;

/** Fit statistics; the restricted ones use k - p for k and leave the constant (k - p)/2 ln 2 pi in, as metafor. */
typedef struct { double loglik, deviance, aic, bic, aicc; } rv_meta_fitstats;

/** What a reader of the numbers must know; bits of rv_meta_fit.notes. */
typedef enum {
    RV_NOTE_ONE_STUDY    = 1 << 0,   /**< one effect: tau2 cannot be estimated */
    RV_NOTE_NO_DF        = 1 << 1,   /**< k = p: z instead of t */
    RV_NOTE_BOUNDARY     = 1 << 2,   /**< the estimate of tau2 is 0, the boundary */
    RV_NOTE_HK_RAISED    = 1 << 3,   /**< s2 was below 1 and was taken as 1 */
    RV_NOTE_HK_SHORTENED = 1 << 4,   /**< plain Hartung-Knapp with s2 below 1: shorter than the normal interval might
                                          be */
    RV_NOTE_QP_EMPTY     = 1 << 5,   /**< no tau2 is compatible with Q at this level; the interval is given as 0 to 0 */
    RV_NOTE_SEARCHED     = 1 << 6,   /**< scoring gave out and the maximum was found by bracketed search */
    RV_NOTE_NO_PI        = 1 << 7,   /**< too few studies for the prediction interval asked for */
    RV_NOTE_DEPENDENT    = 1 << 8    /**< several effects of a study were pooled as if independent */
} rv_meta_note;
/** A sentence for one bit; NULL for none. */
RV_API const char *rv_meta_note_text(rv_meta_note note);
/** Its stable name ("boundary", "hk-narrower-than-z"); NULL for none. */
RV_API const char *rv_meta_note_name(rv_meta_note note);

/** All numbers of a fit. What does not exist is NaN. */
typedef struct {
    size_t k, p;
    const rv_estimator *estimator;
    rv_meta_test test;            /**< the one carried out */
    rv_meta_pi   pi;
    double level;
    rv_meta_coef pooled;          /**< the first coefficient: the pooled effect when there are no moderators */
    double pi_lo, pi_hi, pi_df;   /**< without moderators only */
    double hk_factor;             /**< s2 as computed; NaN where not used */
    double tau2, tau2_se;         /**< tau2 NaN: not estimable */
    double tau2_lo, tau2_hi;      /**< Q-profile (Viechtbauer 2007 Stat Med 26:37) at the same level */
    double i2, h2;                /**< tau2 / (tau2 + s2_typical) and tau2 / s2_typical + 1 with s2_typical = (k - p)
                                       / tr P (Higgins & Thompson 2002; metafor); from Q for a common effect */
    double q, q_df, q_p;          /**< Cochran's Q, residual with moderators */
    double qm, qm_df1, qm_df2, qm_p;   /**< omnibus test of the moderators (of the effect when there are none) */
    double r2;                    /**< share of tau2 that the moderators take away; 0 where there is none without them */
    rv_meta_fitstats ml, reml;
    bool estimated;               /**< tau2 was estimated, and counts as a parameter */
    unsigned notes;               /**< rv_meta_note bits */
    size_t iterations;
} rv_meta_fit;

/**
 * Fits one model.
 *
 *     y_i ~ N(x_i b, v_i + tau2)      b = (X' W X)^-1 X' W y      W = diag(1 / (v_i + tau2))
 *
 * Shapes  coefs[p], vcov[p p], weights[k] (percent) may be NULL; p is 1 without moderators.
 * Errors  RV_EINVAL  k = 0, k < p, level not between 0 and 1, tau2 negative.
 *         RV_EDOMAIN an effect that is not finite, a variance or weight that is not finite and positive ("variance 2 is 0; ..."),
 *                    variances of which the largest is over 1e14 times the smallest; a moderator that depends on those before it.
 *         RV_ENOCONV an iteration did not meet its tolerance.
 *         RV_ENOMEM.
 * Source  Viechtbauer (2005) J Educ Behav Stat 30:261-293; (2010) J Stat Softw 36(3); the estimators' own references.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_run(const rv_meta_data *data, const rv_meta_options *options, rv_meta_fit *fit, rv_meta_coef *coefs,
                      double *vcov, double *weights, rv_error *err);

/** The model once more without each effect in turn, into out[k].
    Errors  RV_EINVAL fewer than two effects, or moderators; those of rv_meta_run(). */
RV_API RV_MUST_CHECK rv_status rv_meta_leave_one_out(const rv_meta_data *data, const rv_meta_options *options,
                                                     rv_meta_fit *out, rv_error *err);

/** Test that the subgroups' effects are the same. df2 is NaN for a chi-square test. */
typedef struct { double q, df1, df2, p; } rv_meta_between;

/**
 * Fits each subgroup, effects i with group[i] = g, into out[groups].
 *
 * With a tau2 of its own for each:  Q_B = sum w_g (b_g - b)^2,  w_g = 1 / se_g^2,  chi-square with groups - 1 df.
 * With `common_tau2`: one tau2 from the model with a mean for each subgroup; Q_B is that model's test that they are the same, F for t,
 * Hartung-Knapp and Kenward-Roger.
 *
 * Shapes  group[k] 0 to groups - 1; out[groups]; weights[k], percent within the group, or NULL.
 * Errors  RV_EINVAL "subgroup 2 has no effects"; those of rv_meta_run(). RV_ENOMEM.
 * Source  Borenstein et al. (2009) Introduction to Meta-Analysis, ch. 19.
 */
RV_API RV_MUST_CHECK rv_status rv_meta_subgroups(const rv_meta_data *data, const size_t *group, size_t groups,
                                                 const rv_meta_options *options, bool common_tau2, rv_meta_fit *out,
                                                 double *weights, rv_meta_between *between, rv_error *err);

/* ---- Rows to pool ---------------------------------------------------------------------------------------------- */

/** One effect on its way into an analysis. Texts belong to the set. */
typedef struct {
    const char *label;            /**< "Smith 2019" */
    const char *study;            /**< which study it belongs to: several rows with the same one are dependent */
    const char *subgroup;         /**< "" for none */
    double      yi, vi;
    size_t      line;             /**< where it stood, from 1; 0: not from a file */
    bool        excluded;         /**< named in the output and left out of every number */
    const char *reason;           /**< why; "" */
} rv_meta_row;

/** Rows, from a file, from a review or made by a caller, and what holds for all of them. */
typedef struct rv_meta_set rv_meta_set;
RV_API RV_MUST_CHECK rv_status rv_meta_set_new(rv_meta_set **out, rv_error *err);
RV_API void rv_meta_set_free(rv_meta_set *set);                      /**< NULL is allowed */
/** Adds a copy of a row. NULL texts are "".
    Errors  RV_EDOMAIN an effect that is not finite or a variance that is not positive, unless it is excluded; RV_ENOMEM. */
RV_API RV_MUST_CHECK rv_status rv_meta_set_add(rv_meta_set *set, const rv_meta_row *row, rv_error *err);
RV_API size_t rv_meta_set_count(const rv_meta_set *set);
/** Row i; lives until the set is changed or freed. */
RV_API const rv_meta_row *rv_meta_set_row(const rv_meta_set *set, size_t i);
/** Leaves row i out, for a reason; what it was left out for before stays. */
RV_API RV_MUST_CHECK rv_status rv_meta_set_exclude(rv_meta_set *set, size_t i, const char *reason, rv_error *err);

/** Columns of delimited text by name. A NULL name is taken from the field's usual names where the file has them. */
typedef struct {
    const char *yi;               /**< NULL: yi */
    const char *vi, *sei;         /**< one of them; both NULL: vi, else sei */
    const char *label;            /**< NULL: slab, label, study, author */
    const char *study;            /**< NULL: study, study_id, studyid; without one, the label's column if that was
                                       named; else each row is its own */
    const char *subgroup;         /**< NULL: none */
    bool        exclude_missing;  /**< a row with a missing number is excluded and named, instead of an error */
} rv_meta_columns;

/**
 * Reads rows from delimited text.
 * Errors  RV_EPARSE "file:line: ..." for a cell that is no number, is missing (unless exclude_missing), or is not finite;
 *         RV_EDOMAIN "file:line: variance (column vi) is 0; it must be positive"; RV_ENOTFOUND a column that is not there, with those
 *         that are; RV_EIO.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_set_read(rv_meta_set *set, const char *path, const rv_meta_columns *columns, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
