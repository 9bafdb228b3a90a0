#ifndef REVIEW_REPORT_H
#define REVIEW_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/extract.h"
#include "review/meta_mixed.h"
#include "review/plot.h"
#include "review/protocol.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where facts and numbers meet: the flow, where the review stands, what was done otherwise than planned, the whole report. */

/**
 * The newest protocol of the review, with its number and digest (both may be NULL). `*out` is ended with rv_protocol_free(); NULL on failure.
 * Errors  RV_ENOTFOUND the review has none.
 */
RV_API RV_MUST_CHECK
rv_status rv_review_protocol(rv_store *store, rv_protocol **out, int64_t *version, char digest[RV_DIGEST_HEX], rv_error *err);

/**
 * Gives the review a protocol, or a newer version of it: the act "protocol.add", with the effects that follow from it. `name` is for messages.
 * `version` (may be NULL) is its number, `hex` (may be NULL) the act. `dry`: it is checked, and nothing written.
 * Errors  RV_EPARSE, RV_EINVAL it is no protocol; RV_EEXIST it is the newest already.
 */
RV_API RV_MUST_CHECK
rv_status rv_review_protocol_add(rv_store *store, const char *who, const char *name, const char *xml, size_t n, bool dry, int64_t *version,
                                 char hex[RV_DIGEST_HEX], rv_error *err);

/** All derived tables of a review and what makes them anew, for rv_store_verify(), rv_store_backup() and the like; returns how many. */
enum { RV_REVIEW_DERIVATIONS = 4 };
RV_API size_t rv_review_derivations(rv_derivation all[RV_REVIEW_DERIVATIONS]);

/* ---- Flow ----------------------------------------------------------------------------------------------------------- */

/** A flow diagram's numbers, computed from the review. Opaque. */
typedef struct rv_review_flow rv_review_flow;

/**
 * Computes the PRISMA 2020 flow from the facts: a record of a database or register counts on the left, every other on the right;
 * a report that both sides have counts on the left. A cluster of n records gives n - 1 duplicates. A report not yet decided stands
 * in a waiting box, so that the sums come out while the review is going on. A study counts once however many reports it has; an
 * included report of no study counts as one.
 * `*out` is ended with rv_review_flow_free(); NULL on failure.
 * Errors  RV_EDOMAIN a sum does not come out (rv_flow_check()).
 */
RV_API RV_MUST_CHECK
rv_status rv_report_flow(rv_store *store, const rv_protocol *protocol, rv_review_flow **out, rv_error *err);
/** The numbers; they live as long as the flow. */
RV_API const rv_flow *rv_review_flow_of(const rv_review_flow *flow);
RV_API void rv_review_flow_free(rv_review_flow *flow);       /**< NULL is allowed */

/* ---- Where the review stands ------------------------------------------------------------------------------------------ */

/** One step: how much of it is done, and the command that does more. Texts live until the callback returns. */
typedef struct {
    const char *step;             /**< "search", "dedup", "screen/title-abstract", "extract", "effect" */
    const char *what;             /**< what is counted: "planned sources imported" */
    int64_t     done, total;
    const char *next;             /**< "" when nothing is left to do */
} rv_standing;
/** Walks the steps in the order of a review. */
RV_API RV_MUST_CHECK
rv_status rv_report_standing(rv_store *store, const rv_protocol *protocol,
                             rv_status (*step)(void *user, const rv_standing *step, rv_error *err), void *user, rv_error *err);

/* ---- Deviations ------------------------------------------------------------------------------------------------------- */

/** Something done otherwise than the protocol plans. Texts live until the callback returns; `reason` is "" when none was given. */
typedef struct {
    const char *step;             /**< "search/EconLit", "dedup/preprints", "screen/full-text", "appraise/rob2", "synthesis/education" */
    const char *planned, *done, *reason;
    bool        recorded;         /**< a fact of the review already */
} rv_deviation;

/** "STEP=TEXT" as a person gives it: a reason for a deviation, or "ANALYSIS.SETTING=VALUE" for a model run otherwise. */
typedef struct {
    const char *const *items;
    size_t             n;
} rv_words;

/**
 * Compares what was done with what is planned: sources, what counts as one report, screening, appraisal, extraction, and the settings
 * of analyses that `otherwise` changes ("education.test=z"; settings: measure, model, method, test, level). A deviation that was
 * recorded with the same words keeps its reason.
 * Errors  RV_EUSAGE a word that is none.
 */
RV_API RV_MUST_CHECK
rv_status rv_report_deviations(rv_store *store, const rv_protocol *protocol, const rv_words *otherwise,
                               rv_status (*deviation)(void *user, const rv_deviation *deviation, rv_error *err), void *user,
                               rv_error *err);
/**
 * Records each deviation with its reason, taken from `because` ("STEP=reason"), as one act "deviation.record"; nothing when all are
 * recorded already (`hex` ""). Errors  RV_EDOMAIN deviations without a reason: the message names the first and how many; `lacking`
 * (may be NULL) is called for each.
 */
RV_API RV_MUST_CHECK
rv_status rv_report_explain(rv_store *store, const rv_protocol *protocol, const char *who, const rv_words *otherwise,
                            const rv_words *because,
                            rv_status (*lacking)(void *user, const rv_deviation *deviation, rv_error *err), void *user,
                            char hex[RV_DIGEST_HEX], rv_error *err);

/* ---- From screening to extraction ---------------------------------------------------------------------------------------------- */

/** The reports that the last stage of screening included and that are of no study yet, each with a name that its study may get ("Smith
    2019"). Ended with rv_reports_unstudied_free(). */
RV_API RV_MUST_CHECK
rv_status rv_reports_unstudied(rv_store *store, const rv_protocol *protocol, rv_sheet_report **reports, size_t *n, rv_error *err);
RV_API void rv_reports_unstudied_free(rv_sheet_report *reports, size_t n);

/* ---- From page to number ------------------------------------------------------------------------------------------------ */

/**
 * The way of one result from the document to its weight: what the document is; values with their places, numbers, steps, measures
 * and warnings (rv_extract_way()); for each planned analysis of its domain whether it was chosen or why not, and as carried out its
 * weight and what is pooled with it. Errors  RV_ENOTFOUND no such result.
 */
RV_API RV_MUST_CHECK
rv_status rv_report_way(rv_store *store, const rv_protocol *protocol, const char *result,
                        rv_status (*line)(void *user, const rv_way_line *line, rv_error *err), void *user, rv_error *err);

/* ---- Effects of the included studies ----------------------------------------------------------------------------------- */

/**
 * The effects of a domain as rv_extract_effects() (`every`: rv_extract_every_effect()) gives them, but a study of which no report is
 * included at the last stage of screening is left out, with where its reports stand as the reason: "not included: its report is
 * excluded at full-text (no-control)". A review in which nothing was screened leaves nobody out.
 * Ended with rv_effects_free(), which takes what a failed call leaves.
 */
RV_API RV_MUST_CHECK
rv_status rv_report_effects(rv_store *store, const rv_protocol *protocol, const char *domain, const char *measure,
                            const char *const *select, size_t n_select, const char *subgroup_field, bool every, rv_effects *out,
                            rv_error *err);

/* ---- Dependent effects of a review ------------------------------------------------------------------------------------ */

/** Effects row[k] of `effects`, in the order in which they are analysed. */
typedef struct {
    const rv_effects *effects;
    const size_t     *row;
    size_t            k;
    double            phi;        /**< as in rv_dependence */
} rv_review_sampling;

/**
 * Their sampling covariances at one rho, by study, as rv_effects_covariance() has them: `make` of an rv_sampling whose user is an
 * rv_review_sampling. On success *out is ended with rv_blocks_free(); on failure it is NULL.
 */
RV_API RV_MUST_CHECK
rv_status rv_review_sampling_make(const void *review_sampling, double rho, rv_blocks **out, rv_error *err);
/** "shared arms, outcomes and times". */
RV_API extern const char rv_review_sampling_words[];

/* ---- The report --------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char      *folder;      /**< where the files go; made when it is not there */
    const char      *command;     /**< how to repeat it, for the manifest */
    const rv_words  *otherwise;   /**< as above; NULL: as planned */
    const char      *formats;     /**< "html,md": in which the text is written; NULL: in all */
    const char      *since;       /**< the folder of an earlier report, with which this one compares itself; may be the same; NULL: none */
    bool             since_kept;  /**< `since` is a later report, which keeps the tables of the one before it ("earlier_...") */
    const char      *docx_template;   /**< a .docx: the Word document takes its styles, page, headers and footers, and stands in the place of its
                                       text, or where a paragraph of it says {{report}}; NULL: our own */
} rv_report_options;
#define RV_REPORT_OPTIONS_INIT { NULL, "", NULL, NULL, NULL, false, NULL }

/**
 * Writes the report into a folder: report.html (one file: no network, no script needed), .md, .docx, .odt, .xlsx and .tex, each figure as
 * SVG, forest-plot data and every table as CSV, protocol.xml, manifest.json (inputs with digests, versions, head of the audit trail, the
 * command, each model with its numbers) and ro-crate-metadata.json. Every number in a table leads to the row it comes from, down to the value with its page. The same review
 * gives the same bytes. With `since` the report tells which studies, estimates and numbers of the flow changed, and keeps what it
 * read of the earlier one beside it.
 * Errors  RV_EUSAGE no such format. RV_EDOMAIN the flow does not add up. RV_EIO naming the file. Whatever a model says of its data.
 */
RV_API RV_MUST_CHECK
rv_status rv_report_write(rv_store *store, const rv_protocol *protocol, const rv_report_options *options, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
