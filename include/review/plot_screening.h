#ifndef REVIEW_PLOT_SCREENING_H
#define REVIEW_PLOT_SCREENING_H

#include "review/plot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How screening went: agreement from period to period, and the recall curve (rv_plot_recall()) of a table. */

/** Agreement of two people in one period: a day, a round, a hundred reports. Limits and what is not defined are NaN. */
typedef struct {
    const char *name;             /**< of the period; "" for none */
    double      n;                /**< reports judged by both in it, above 0 */
    double      kappa, kappa_lo, kappa_hi;
    double      ac1, ac1_lo, ac1_hi;
} rv_agreement_period;

/** Periods in their order. Texts are never NULL. */
typedef struct {
    const char                *title;
    size_t                     n;
    const rv_agreement_period *period;
} rv_agreement_course;

/**
 * Reads columns `reports` (or `n`) and `kappa`, and perhaps `period`, `kappa_lo`, `kappa_hi`, `ac1`, `ac1_lo`, `ac1_hi`, as
 * review-screen agreement writes them for a period each. On success `*out` is the caller's, ended with rv_agreement_course_free(); on failure
 * it is NULL.
 * Errors  RV_EPARSE "file:line: ..." a column that lacks, a cell that is no number, no report, an agreement beyond -1 to 1, limits upside down.
 */
RV_API RV_MUST_CHECK rv_status rv_agreement_course_read(rv_agreement_course **out, const char *path, rv_error *err);
RV_API void rv_agreement_course_free(rv_agreement_course *course);   /**< what was read; NULL is allowed */

typedef struct {
    double      width;            /**< mm */
    const char *title;            /**< NULL: the data's; "" for none */
} rv_agreement_options;
#define RV_AGREEMENT_OPTIONS_INIT { 150, NULL }

/**
 * Draws agreement over time: across, the reports judged by both so far; upwards, Cohen's kappa and, where it is there, Gwet's AC1 of each
 * period with its limits (cut at the ends of the axis). A period stands where its last report does.
 * Errors  RV_EINVAL  no period with a kappa or AC1, or the width; RV_EDOMAIN a period without reports, an agreement beyond -1 to 1.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_agreement(rv_scene **out, const rv_agreement_course *course, const rv_agreement_options *options, rv_error *err);

/**
 * Reads the curve that review-screen stop writes: columns `screened` and `found`, and perhaps `recall_lo`, `recall_hi`, whose last row gives
 * how many relevant records are expected. `total`: records in all; NaN: none are left unread. On success `*out` is the caller's, ended with
 * rv_recall_free(); on failure it is NULL.
 * Errors  RV_EPARSE "file:line: ..." a column that lacks, ranks that do not rise, a found that falls or rises by more than the records screened.
 */
RV_API RV_MUST_CHECK rv_status rv_recall_read(rv_recall_curve **out, const char *path, double total, rv_error *err);
RV_API void rv_recall_free(rv_recall_curve *curve);         /**< what rv_recall_read() made; NULL is allowed */

#ifdef __cplusplus
}
#endif

#endif
