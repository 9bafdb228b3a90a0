#ifndef RV_SCREEN_HANDED_H
#define RV_SCREEN_HANDED_H

/* Who was given which reports of one stage, as it stands. */

#include "screen/board.h"

typedef struct {
    size_t  reviewer;                 /* offset into the board's texts */
    size_t  next;                     /* the next person of the report, 0 for none; they count from 1 */
    bool    given, calibration;
} rv_handed_person;

typedef struct {
    const rv_board  *board;
    size_t          *first;           /* by report: the first person */
    rv_handed_person *people;          /* [1, n] */
    size_t           n, capacity;
    int64_t          newest;          /* the last row taken */
} rv_handed;

/* Makes it empty; `board` must outlive it. */
RV_MUST_CHECK rv_status rv_handed_make(rv_handed *given, const rv_board *board, rv_error *err);
void rv_handed_free(rv_handed *given);
/* Takes the rows that were written since; inside the board's view of the file. */
RV_MUST_CHECK rv_status rv_handed_news(rv_handed *given, rv_board *board, rv_store *store, const char *stage, rv_error *err);
/* The person's place with the report, NULL when they were not given it or had it taken back. */
const rv_handed_person *rv_handed_to(const rv_handed *given, const rv_board_report *report, const char *reviewer);

#endif
