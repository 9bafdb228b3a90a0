/* What two extractors say, cell by cell. */
#ifndef RV_EXTRACT_TWO_CELLS_H
#define RV_EXTRACT_TWO_CELLS_H

#include "extract/pairs.h"

typedef struct {
    const rv_row        *rows[2];     /* NULL: there is no counterpart */
    const char          *field;       /* "": the row itself, by its name */
    const rv_field      *form;        /* NULL: the row itself, a column of a result, or no field of the form now */
    const rv_fact_value *values[2];   /* NULL: nothing was said, or no value of a field */
    const char          *texts[2], *states[2];
    char                 months[2][RV_REAL_TEXT];
    rv_compared          kind;
    bool                 place_differs;
    char                 hint[80];
} rv_cell_two;

/*
 * Every value of both versions in exactly one cell: of a pair of rows the row itself (its name), the columns of a result, then the
 * fields in the order of the form; of a row without partner the row and its values, all RV_TWO_NO_ROW. `tell` may keep what the
 * pointers of a cell point to as long as the pairs are open.
 */
rv_status rv_pair_cells(const rv_pairs *pairs, const rv_pair *pair,
                        rv_status (*tell)(void *user, const rv_cell_two *cell, rv_error *err), void *user, rv_error *err);

#endif
