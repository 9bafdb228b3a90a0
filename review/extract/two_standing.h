/* What the review has of what two extractors say. */
#ifndef RV_EXTRACT_TWO_STANDING_H
#define RV_EXTRACT_TWO_STANDING_H

#include "extract/two_cells.h"

typedef enum {
    RV_STANDING_AGREED,         /* the two agree, and the review has it from these two */
    RV_STANDING_WAITS,          /* they agree; the review has not taken it over */
    RV_STANDING_OPEN,           /* they differ, and nobody settled it */
    RV_STANDING_SETTLED,        /* they differ, and the review has what somebody chose */
    RV_STANDING_AGAIN,          /* the review has something, but one of the two was corrected since */
    RV_STANDING_LEFT_OUT        /* a row without partner that is not to enter the review */
} rv_standing;
/* The words for them. */
extern const char *const rv_standing_words[];

/* `row`: the review's row of the cell, NULL for none. `*value` is what the review has under the field, NULL for nothing. */
rv_standing rv_standing_of(const rv_cell_two *cell, const rv_row *row, const rv_fact_value **value);

#endif
