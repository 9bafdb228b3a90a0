/* Screening decisions that other tools write into texts: Rayyan and ASReview into notes, Covidence into notes and columns. */
#ifndef RV_REFS_DECISIONS_H
#define RV_REFS_DECISIONS_H

#include "inside.h"

/* Adds the decisions that a note carries; a note without any costs a look. The note itself is kept by the caller. `note` must live as
   long as the record, whose `raw` it becomes.
       RAYYAN-INCLUSION: {"Ann"=>"Included", "Bo"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong population
       ASReview_relevant
       Exclusion reason: Wrong study design;
   The stage stays NULL where the note does not say it; Covidence has reasons at full text alone. */
void rv_reading_decisions_in(rv_reading *reading, const char *note);

/* Adds the decisions of a cell in a column of votes: one word ("Yes", "1"), or "Ann: Yes; Bo: No". `base` gives stage, reviewer and
   reason where the cell does not. False when there is none in it. */
bool rv_reading_votes_in(rv_reading *reading, const rv_ref_decision *base, const char *cell);

/* "include", "exclude", "unsure" for a word that says one ("Included", "1", "maybe"); NULL for others. */
const char *rv_ref_verdict(const char *word, size_t n);

#endif
