/* Rows of two tables of Word documents, the author's and the one made anew, and which of them is which. */
#ifndef RV_REPORT_WML_ROWS_H
#define RV_REPORT_WML_ROWS_H

#include "report/wml_table.h"

typedef struct {
    size_t node, first, n;        /* its cells */
    bool   header;
} rv_wml_row;

typedef struct {
    size_t node, text;            /* offset of its text, which ends with a NUL */
} rv_wml_cell;

typedef struct {
    const rv_wml *wml;
    size_t        table;
    rv_wml_row      *rows;
    rv_wml_cell     *cells;
    size_t        n, n_cells, header, columns;   /* rows; those of the head, which stand first; most cells of a row */
    rv_buf        texts;
} rv_wml_rows;

typedef struct {
    rv_wml_rows        old, made;
    rv_wml_changes *changes;
    rv_wml_merge   *told;
    int            *scores;
    size_t         *pair;         /* by row of `made`: the row of `old` that it is, or SIZE_MAX */
} rv_wml_merging;

/* False when memory is short; ended with rv_wml_rows_free() all the same. */
bool rv_wml_rows_read(rv_wml_rows *rows, const rv_wml *wml, size_t table);
void rv_wml_rows_free(rv_wml_rows *rows);
const rv_wml_cell *rv_wml_cell_at(const rv_wml_rows *rows, size_t row, size_t cell);
const char *rv_wml_text_at(const rv_wml_rows *rows, size_t row, size_t cell);
/* Fills `pair`: the pairs, in order, that are most alike in all. */
void rv_wml_rows_align(rv_wml_merging *m);

#endif
