/* The form as tables of cells: what a workbook, or a table of delimited text, is made of and read back from. */
#ifndef RV_EXTRACT_SHEET_H
#define RV_EXTRACT_SHEET_H

#include "extract/facts.h"
#include "review/extract.h"

/* One table, filled with what is known. Texts are in the memory of the set. */
typedef struct {
    const char     *name;         /* "studies", "arms", "results", ... */
    rv_xlsx_column *columns;
    const rv_field **fields;      /* of the form; NULL for the columns every such table has */
    const char    **cells;        /* row by row, "" for an empty one */
    size_t n_columns, columns_room, n_rows, cells_room;
} rv_form_sheet;

enum { RV_SHEETS = 7 };
typedef struct {
    rv_form_sheet sheets[RV_SHEETS];
    size_t   n;
    rv_hoard memory;
} rv_sheets;

/* The names of the sheets by their level (rv_field_level), "judgements" last. Results of arms stand among the results. */
extern const char *const rv_sheet_names[];

/* Makes the tables of the form, filled with the version of `own` (NULL: the review's) and the `n` reports of no study. */
rv_status rv_sheets_make(rv_sheets *sheets, rv_store *store, const rv_protocol *protocol, const char *own,
                         const rv_sheet_report *reports, size_t n, rv_error *err);
void rv_sheets_free(rv_sheets *sheets);

/* Version and digest of the newest protocol, "" when there is none. */
rv_status rv_sheet_form(rv_store *store, int64_t *version, char digest[RV_DIGEST_HEX], rv_error *err);

#endif
