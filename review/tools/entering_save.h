/* Saving one answer, and what is told of it. */
#ifndef RV_TOOLS_ENTERING_SAVE_H
#define RV_TOOLS_ENTERING_SAVE_H

#include "tools/entering.h"

/* The work on one study. */
typedef struct {
    const rv_extraction *work;
    const char   *study, *own;    /* own: the version that is written; NULL: the review's */
    rv_entering_list list;
    rv_buf        carried;        /* the place that the question at hand takes over */
    rv_buf        said, effect;   /* what came of the last save */
    size_t        saved;
} rv_entering;
void rv_entering_free(rv_entering *entering);

/* What was typed in the four lines. */
typedef struct {
    const char *value, *place, *quotation, *note;
} rv_entry_lines;

/* What stands, as one types it: "40", "not reported". */
const char *rv_entering_stands(const rv_entering_item *asked);
/* Finds the place that is carried over to a question. */
RV_MUST_CHECK rv_status rv_entering_carry(rv_entering *entering, const rv_entering_item *asked, rv_error *err);
/*
 * Saves the answer to question `*at`, reads the questions again (conditions may ask others now) and moves `*at` to where it stands then.
 * "-" says not reported, "?" unclear; a number says a choice. What cannot be saved sets `*wrong` and is said in `said`; only what ends
 * the session is an error.
 */
RV_MUST_CHECK rv_status rv_entering_save(rv_entering *entering, size_t *at, const rv_entry_lines *lines, bool *wrong, rv_error *err);
/* Reads the questions again, and moves `*at` to where its question stands then. */
RV_MUST_CHECK rv_status rv_entering_read_again(rv_entering *entering, size_t *at, rv_error *err);
/* The choices that are meant, with `choice` put in or taken out, in the order of the form. */
void rv_entering_toggle(const rv_field *field, const char *text, const char *choice, rv_buf *out);
/* The question in lines, for a terminal without a cursor. */
void rv_entering_describe(const rv_entering_item *asked, rv_buf *out);

/* ---- entering_new.c: what the study lacks ----------------------------------------------------------------------------------------- */

/* What may be typed, in one line. */
extern const char rv_entering_new_help[];
/* Makes the part or result that was typed and moves `*at` to its first question. What cannot be made sets `*wrong` and is said in `said`. */
RV_MUST_CHECK rv_status rv_entering_new(rv_entering *entering, const char *typed, size_t *at, bool *wrong, rv_error *err);

#endif
