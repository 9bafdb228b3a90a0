#ifndef RV_SCREEN_GIVEN_H
#define RV_SCREEN_GIVEN_H

/* Who was given which reports of one stage, as it stands. */

#include "screen/board.h"

typedef struct {
    size_t  reviewer;                 /* offset into the board's texts */
    size_t  next;                     /* the next person of the report, 0 for none; they count from 1 */
    bool    given, calibration;
} rv_given_person;

typedef struct {
    const rv_board  *board;
    size_t          *first;           /* by report: the first person */
    rv_given_person *people;          /* [1, n] */
    size_t           n, capacity;
    int64_t          newest;          /* the last row taken */
} rv_given;

/* Makes it empty; `board` must outlive it. */
RV_MUST_CHECK rv_status rv_given_make(rv_given *given, const rv_board *board, rv_error *err);
void rv_given_free(rv_given *given);
/* Takes the rows that were written since; inside the board's view of the file. */
RV_MUST_CHECK rv_status rv_given_news(rv_given *given, rv_board *board, rv_store *store, const char *stage, rv_error *err);
/* The person's place with the report, NULL when they were not given it or had it taken back. */
const rv_given_person *rv_given_to(const rv_given *given, const rv_board_report *report, const char *reviewer);

#endif
