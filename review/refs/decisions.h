/* Screening decisions that other tools write into texts: Rayyan and ASReview into notes, Covidence into notes and columns. */
#ifndef RV_REFS_DECISIONS_H
#define RV_REFS_DECISIONS_H

#include "inside.h"

struct json_t;

/* Adds the decisions that a note carries; a note without any costs a look. The note itself is kept by the caller. `note` must live as
   long as the record, whose `raw` it becomes.
       RAYYAN-INCLUSION: {"Ann"=>"Included", "Bo"=>"Excluded"} | RAYYAN-LABELS: trial | RAYYAN-EXCLUSION-REASONS: wrong population
           | USER-NOTES: {"Ann"=>["read again"]}
       ASReview_relevant
       Exclusion reason: Wrong study design;
       REVIEW-DECISIONS: [{"stage": "full-text", "reviewer": "Ann", ...}]        what no form of theirs holds, in our own words
   The stage stays NULL where the note does not say it; Covidence has reasons at full text alone. */
void rv_reading_decisions_in(rv_reading *reading, const char *note);

/* Adds the decisions of a cell in a column of votes: one word ("Yes", "1"), or "Ann: Yes; Bo: No". `base` gives stage, reviewer and
   reason where the cell does not. False when there is none in it. */
bool rv_reading_votes_in(rv_reading *reading, const rv_ref_decision *base, const char *cell);

/* "include", "exclude", "unsure" for a word that says one ("Included", "1", "maybe"); NULL for others. */
const char *rv_ref_verdict(const char *word, size_t n);

/* Adds the decisions of a JSON array of objects with stage, reviewer, verdict, reason, raw, note, labels. What other words of the record
   say of the same afterwards is passed over. */
void rv_reading_decisions_json(rv_reading *reading, const struct json_t *list);
/* Such an array; NULL when there are none, or memory is out. The caller decrefs. */
struct json_t *rv_ref_decisions_json(const rv_record *record);
/* The same as a note, "REVIEW-DECISIONS: [...]", in characters that survive as markup; nothing when no decision says its stage, as then
   the forms of other tools hold all. */
void rv_ref_decisions_note(rv_buf *out, const rv_record *record);
/* True for a note that rv_reading_decisions_in() reads decisions in. */
bool rv_ref_note_decides(const char *note);

#endif
