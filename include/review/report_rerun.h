#ifndef REVIEW_REPORT_RERUN_H
#define REVIEW_REPORT_RERUN_H

#include <stdbool.h>
#include <stddef.h>

#include "review/extract.h"
#include "review/meta_analysis.h"
#include "review/protocol.h"
#include "review/report.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A planned analysis carried out again, as planned or otherwise, with nothing written: what a person tries before they say why. */

/** What is done otherwise. Zero, but NaN for the level, is as planned: RV_RERUN_INIT. Texts are the caller's. */
typedef struct {
    const char *analysis;         /**< its id */
    const char *measure;          /**< of rv_measure_names; NULL: as planned, as are the others */
    const char *method;           /**< of rv_estimator_names: the estimator of tau2, or "CE"; the planned test goes with the planned one alone */
    const char *test;             /**< of rv_meta_test_names */
    const char *prediction;       /**< of rv_meta_pi_names */
    double      level;            /**< 0 to 1 */
    const char *subgroup;         /**< a field of the form: a model for each value; NULL: none */
    bool        all_effects;      /**< every effect of a study, in a model of dependent effects */
    const char *const *leave_out; /**< [n_leave_out] labels of studies */
    size_t      n_leave_out;
} rv_rerun_options;
#define RV_RERUN_INIT { NULL, NULL, NULL, NULL, NULL, (double)NAN, NULL, false, NULL, 0 }

/** The analysis with what it rests on. Ended with rv_rerun_end(). */
typedef struct {
    const rv_plan   *plan;        /**< of the protocol, which must outlive it */
    const rv_domain *domain;
    const char      *measure;     /**< in use */
    rv_effects       effects;     /**< each of the domain, used or left out with its reason */
    rv_meta_set     *set;         /**< a row for each of them, in their order */
    size_t          *used;        /**< [analysis->k] their places in `effects` */
    rv_analysis     *analysis;    /**< NULL on failure */
    rv_review_sampling facts;
    rv_sampling      sampling;
    char             left_out[80];   /**< what is said of studies that were left out on request */
} rv_rerun;

/**
 * Carries it out on the included studies, as review-meta(1) does with --analysis and the same options: the same rows, the same numbers.
 * `out` is to be ended with rv_rerun_end() also after a failure: the effects and their reasons are there as far as it came.
 * Errors  RV_ENOTFOUND no such analysis, no study of that label has an effect; RV_EUSAGE a measure, method, test, prediction, level or subgroup
 *         that cannot be; RV_EINVAL nothing is left to pool; those of rv_analysis_run().
 */
RV_API RV_MUST_CHECK
rv_status rv_rerun_make(rv_rerun *out, rv_store *store, const rv_protocol *protocol, const rv_rerun_options *options, rv_error *err);
RV_API void rv_rerun_end(rv_rerun *rerun);
/** The forest plot of it; rv_forest_free(). */
RV_API RV_MUST_CHECK rv_status rv_rerun_forest(rv_forest **out, const rv_rerun *rerun, rv_error *err);
/** Appends the command that does the same: "review-meta --review 'F' --analysis 'education' --method 'DL'", each word quoted for a shell. */
RV_API void rv_rerun_command(rv_buf *out, const rv_rerun_options *options, const char *review);
/** Appends one word for a shell: as it is where nothing in it means something, else in single quotes. */
RV_API void rv_shell_word(rv_buf *out, const char *word);

#ifdef __cplusplus
}
#endif

#endif
