#ifndef REVIEW_REPORT_REFRESH_H
#define REVIEW_REPORT_REFRESH_H

#include "review/report_fields.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A manuscript of the author's own in Word, whose numbers, tables and figures are bound to the review. */

typedef enum {
    RV_REFRESH_SAME,              /**< it says what the review says */
    RV_REFRESH_CHANGED,           /**< it was brought up to date */
    RV_REFRESH_EDITED,            /**< the same, over what someone had written there by hand */
    RV_REFRESH_KEPT,              /**< it was left as it stands; `note` says why */
    RV_REFRESH_UNKNOWN            /**< bound to something that the report does not have; left as it stands */
} rv_refresh_state;
/** "same", "changed", "edited by hand", "kept", "unknown". */
RV_API extern const char *const rv_refresh_states[];

/** What was found at one bound place. Texts live until the callback returns and are "" where there is none. */
typedef struct {
    const char *part;             /**< of the document: "word/document.xml" */
    const char *key;              /**< "education.estimate", "table:estimates_education", "figure:flow" */
    rv_refresh_state state;
    const char *was;              /**< what was written there last, of a field where that is known */
    const char *old, *now;        /**< what it said and says: of a field its text, of a table or figure words on what changed */
    const char *note;
} rv_refresh_place;

/**
 * Brings a Word document up to date: every content control with the tag "review:KEY", in the text, in notes, headers, footers and text
 * boxes. Appends the new document to `out`: bytes outside the content of such controls are the author's; parts without one are as they
 * were. Numbers keep the look of what stood there, tables their style and widths cell by cell, figures the width that the author chose.
 * The tag remembers what was written ("review:KEY=0.32", or a digest after "#" where that is longer than Word takes), so that an edit by
 * hand is told. Comments and bookmarks stay; a tracked change within a control stays one, from what stood there before it to what the
 * review says; text that is tracked as deleted is left alone. A control around other bound ones is left to them.
 * `place` is told each bound place in the order of the document.
 * Errors  RV_EPARSE the bytes are no Word document; the message begins with `name`. RV_ENOMEM.
 */
RV_API RV_MUST_CHECK
rv_status rv_review_report_refresh(const rv_review_report *report, const char *name, const char *bytes, size_t n, rv_buf *out,
                                   rv_status (*place)(void *user, const rv_refresh_place *place, rv_error *err), void *user,
                                   rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
