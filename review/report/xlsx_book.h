/* Inside of a workbook of all tables. */
#ifndef RV_REPORT_XLSX_BOOK_H
#define RV_REPORT_XLSX_BOOK_H

#include <xlsxwriter.h>

#include "report/grid_cells.h"
#include "report/page.h"

enum { RV_BOOK_NAME = 32, RV_BOOK_HEAD = 3, RV_BOOK_TEXT = 32767 };   /* a sheet's name with its NUL; the row of heads, from 0; letters of a cell */

/* One sheet: a table of the page. */
typedef struct {
    const rv_grid *grid;
    size_t         number;                /* of the table in the report; 0: the numbers of a figure */
    char           name[RV_BOOK_NAME];
    size_t         cut;                   /* texts that were longer than a cell holds */
} rv_book_sheet;

/* Where a link leads: a row of a sheet. */
typedef struct {
    const char *anchor;
    size_t      sheet, row;
} rv_book_place;

typedef struct {
    lxw_workbook  *book;
    lxw_format    *title, *head, *text, *link, *note, *section, *number[19];   /* by decimals + 1 */
    rv_book_sheet *sheets;
    rv_book_place *places;
    size_t         n_sheets, n_places, place_room;
    rv_buf         room;                  /* of one text */
    rv_error       fault;                 /* the first */
} rv_book;

/* The tables of the page as sheets, and the places in them. */
rv_status rv_book_plan(rv_book *b, const rv_page *page, rv_error *err);
/* The place of an anchor; NULL for none. */
const rv_book_place *rv_book_find(const rv_book *b, const char *anchor);
/* The text as a cell can hold it, in b->room; true when it had to be cut. */
bool rv_book_text(rv_book *b, const char *text);
void rv_book_fault(rv_book *b, lxw_error code, const char *sheet, size_t row, size_t column);
void rv_book_sheet_write(rv_book *b, rv_book_sheet *sheet);

#endif
