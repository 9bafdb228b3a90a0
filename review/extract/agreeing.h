/* Two versions of a study on their way into the review. */
#ifndef RV_EXTRACT_AGREEING_H
#define RV_EXTRACT_AGREEING_H

#include "extract/hand.h"
#include "extract/record_key.h"
#include "extract/settlement.h"
#include "extract/two_standing.h"

/* A row without partner of which an answer says what becomes of it. */
typedef struct {
    const rv_row *row;
    const char   *taken;
} rv_row_decision;

typedef struct {
    rv_pairs       pairs;
    rv_settling    settling;
    rv_batch       batch;
    bool           begun;
    rv_agreed     *out;
    /* Of the study under work. */
    const rv_pair *pair;
    rv_rows        review;
    rv_cell_two   *cells;
    size_t         n_cells, cell_room;
    const char   **keys[2];            /* the review's key of each row of a side; NULL: it does not enter */
    size_t         key_room[2];
    /* Of the act under work. */
    rv_row_decision *decisions;
    size_t         n_decisions, decision_room;
    const char   **new_keys;           /* of results, of all acts */
    size_t         n_new_keys, new_key_room;
    rv_last_record record;
    rv_hoard       texts;
} rv_agreeing;

/* agree_rows.c: brings a row that enters the review into the batch, under a key that is free; or does not, when it is left out or open. */
rv_status rv_agree_row(rv_agreeing *g, const rv_cell_two *cell, rv_error *err);
/* The review's key of a pair of rows, or of a row alone (NULL for the other); NULL: it does not enter. */
const char *rv_agree_key(const rv_agreeing *g, const rv_row *a, const rv_row *b);

#endif
