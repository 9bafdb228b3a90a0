#ifndef REVIEW_REPORT_FIELDS_H
#define REVIEW_REPORT_FIELDS_H

#include <stddef.h>

#include "review/plot.h"
#include "review/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The report of a review in memory: the numbers and phrases that its text states, its tables and its figures, each under a name. */

/** A number or phrase that the report states. Texts are "" where there is none. */
typedef struct {
    const char *key;              /**< "education.estimate", "flow.screened" */
    const char *text;             /**< as people read it: decimals, true minus, "0.12 to 0.52" */
    double      value;            /**< unrounded, as people read it (a ratio, not its logarithm); NaN for words */
    const char *meaning;          /**< "pooled estimate" */
    const char *origin;           /**< where it comes from: "analysis education" */
    const char *anchor;           /**< the table of the report that it stands in; "estimates_education" */
} rv_review_field;

/** Opaque; a report as rv_report_write() would write it. */
typedef struct rv_review_report rv_review_report;

/**
 * Makes the report of a review; nothing is written. `options->folder` is not used.
 * `*out` is ended with rv_review_report_free() and must not outlive the protocol; NULL on failure. Errors as rv_report_write().
 */
RV_API RV_MUST_CHECK
rv_status rv_review_report_make(rv_review_report **out, rv_store *store, const rv_protocol *protocol,
                                const rv_report_options *options, rv_error *err);
RV_API void rv_review_report_free(rv_review_report *report);          /**< NULL is allowed */

/** Field `i` in the order of the report, NULL after the last. They live as long as the report. */
RV_API const rv_review_field *rv_review_report_field(const rv_review_report *report, size_t i);
/** The field of this key. RV_ENOTFOUND "there is no field 'educaton.k'; near are education.k, ..." */
RV_API RV_MUST_CHECK
rv_status rv_review_report_find(const rv_review_report *report, const char *key, const rv_review_field **out, rv_error *err);

/** Name and caption of table or figure `i`; false after the last. */
RV_API bool rv_review_report_table(const rv_review_report *report, size_t i, const char **id, const char **caption);
RV_API bool rv_review_report_figure(const rv_review_report *report, size_t i, const char **name, const char **caption);

/**
 * One table in a format: csv (data at full precision), or one of the formats that a report is written in (as people read it).
 * Errors  RV_ENOTFOUND no such table; the message has the nearest names. RV_EUSAGE no such format.
 */
RV_API RV_MUST_CHECK
rv_status rv_review_report_table_write(const rv_review_report *report, const char *id, const char *format, rv_output *out,
                                       rv_error *err);
/** How files in a format of a report end: "tex" for "latex"; the ending itself is taken as a format too. NULL for none. Static. */
RV_API const char *rv_review_report_ending(const char *format);
/** The figure, which belongs to the report. RV_ENOTFOUND as above. */
RV_API RV_MUST_CHECK
rv_status rv_review_report_scene(const rv_review_report *report, const char *name, const rv_scene **out, rv_error *err);

/* ---- In the user's own words ---------------------------------------------------------------------------------------- */

/**
 * Fills a template in: Markdown (CommonMark) with {{KEY}} for a field, {{ref:NAME}} for "Table 3" or "Figure 2", and, alone in a
 * paragraph, {{table:ID}}, {{figure:NAME}}, {{part:ANCHOR}} (what stands under a heading of the report). Code is left as it is; HTML
 * stands as text. Written in one of the formats of a report; a Word document can be refreshed (report_refresh.h).
 * Errors  RV_EPARSE "name:line: there is no field 'x'; near are ...". RV_EUSAGE no such format.
 */
RV_API RV_MUST_CHECK
rv_status rv_review_report_fill(const rv_review_report *report, const char *name, const char *text, size_t n, const char *format,
                                rv_output *out, rv_error *err);
/** Writes the template of a manuscript of this review, from abstract to references, as Markdown for rv_review_report_fill(). */
RV_API RV_MUST_CHECK rv_status rv_review_report_manuscript(const rv_review_report *report, rv_output *out, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
