/* How differences are settled: which answer is whose, and whether it may be given. */
#ifndef RV_EXTRACT_SETTLEMENT_H
#define RV_EXTRACT_SETTLEMENT_H

#include "extract/two_cells.h"

typedef struct {
    const char          *who;
    bool                 third;        /* may settle as a third person */
    const char *const   *studies;      /* wanted; none: those of the answers, and without answers all */
    size_t               n_studies;
    const rv_settlement *all;
    size_t               n;
    void               (*fault)(void *user, size_t line, const char *message);
    void                *user;
    const rv_settlement **order;       /* by what they settle */
    bool                *used;
    size_t               faults;
    rv_error             first;
} rv_settling;

/* Puts the answers in order; RV_EINVAL when two settle one thing. Ended with rv_settling_free(). */
rv_status rv_settling_start(rv_settling *settling, rv_error *err);
void rv_settling_free(rv_settling *settling);
/* Looks at every answer before anything is written: RV_EINVAL with the first fault and how many there are. */
rv_status rv_settling_check(rv_settling *settling, rv_pairs *pairs, rv_error *err);
bool rv_settling_wants(const rv_settling *settling, const char *study);
/* The answer to a cell, NULL when there is none. */
const rv_settlement *rv_settling_find(const rv_settling *settling, const rv_pair *pair, const rv_cell_two *cell);

/* What a checked answer says: the side whose word it is (0, 1), or -1 for a word of its own, which is `*text` then. */
int rv_settled_side(const rv_settlement *answer, const rv_pair *pair, const char **text);
/* Of a row alone: "yes" or "no". */
const char *rv_settled_row(const rv_settlement *answer);

#endif
