#ifndef REVIEW_REPORT_VERIFY_H
#define REVIEW_REPORT_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "review/base.h"
#include "review/status.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A report's manifest: what the report was made from, by what, and the digest of every file of it; and whether that is still so. */

typedef struct {
    const char *name;             /**< within the folder: no "/" and no ".." */
    const char *digest;           /**< SHA-256, hexadecimal */
    size_t      bytes;
} rv_manifest_file;

/** An analysis as carried out: enough to fit its model again to the data file beside the report. */
typedef struct {
    const char *id, *label, *data, *measure, *estimator, *test, *pi;
    double      level;
    size_t      k;
    double      beta, se, tau2;   /**< on the scale of analysis; tau2 is NaN where it is not estimable */
} rv_manifest_analysis;

typedef struct {
    const char *software;         /**< "review 0.1.0" */
    const char *command;          /**< that repeats it */
    const char *made;             /**< "2026-11-24T17:00:00Z" */
    const char *head;             /**< of the audit trail */
    const char *protocol;         /**< SHA-256 of the protocol */
    const char *formats;          /**< "html,md": in which the text was written; NULL: in all */
    const char *docx_template;    /**< the file beside it whose styles the Word document took; NULL: ours */
    const char *const *set;       /**< [n_set] what was run otherwise than planned */
    size_t      n_set;
    const rv_manifest_file     *files;
    size_t                      n_files;
    const rv_manifest_analysis *analyses;
    size_t                      n_analyses;
} rv_manifest;

/**
 * Reads FOLDER/manifest.json. On success `*out` is ended with rv_manifest_free(); NULL on failure.
 * Errors  RV_EIO; RV_EPARSE it is no manifest, or of a schema this version does not know; a file's name leads out of the folder.
 */
RV_API RV_MUST_CHECK rv_status rv_manifest_read(rv_manifest **out, const char *folder, rv_error *err);
RV_API void rv_manifest_free(rv_manifest *manifest);         /**< NULL is allowed */

/** One thing that was looked at. Texts live until the callback returns. */
typedef struct {
    const char *what;             /**< "file", "analysis", "again" */
    const char *name;             /**< of the file or analysis */
    bool        sound;
    const char *words;            /**< what is wrong, or what was found: "as written", "missing", "0.28 again" */
} rv_finding;
typedef rv_status (*rv_finding_callback)(void *user, const rv_finding *finding, rv_error *err);

/**
 * Looks at every file of the manifest (there, of its size, of its digest), at files that it does not name, and fits each analysis again to
 * its data file: k, estimate, standard error and tau2 must come out the same to 1e-9 of their size. Each thing is told.
 * Errors  only those of the callback, or RV_ENOMEM: what is wrong with a file is a finding.
 */
RV_API RV_MUST_CHECK
rv_status rv_manifest_check(const rv_manifest *manifest, const char *folder, rv_finding_callback tell, void *user, rv_error *err);

/** How the review stands to the state that the report was made from. */
typedef enum {
    RV_STATE_SAME,                /**< the very state: the report can be made again */
    RV_STATE_EARLIER,             /**< the review has gone on since; its trail contains the state */
    RV_STATE_STRANGE              /**< another review, or one whose trail was rewritten */
} rv_manifest_state;
RV_API RV_MUST_CHECK
rv_status rv_manifest_standing(const rv_manifest *manifest, rv_store *store, rv_manifest_state *state, rv_error *err);

/**
 * Compares every file of the manifest with the one of that name in `again`, a report made anew from the review.
 * Errors  as rv_manifest_check().
 */
RV_API RV_MUST_CHECK
rv_status rv_manifest_compare(const rv_manifest *manifest, const char *folder, const char *again, rv_finding_callback tell, void *user,
                              rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
