/* What the writers of office documents (DOCX, ODT) share: how wide columns are, what a link may be, in what order the blocks stand. */
#ifndef RV_REPORT_OFFICE_H
#define RV_REPORT_OFFICE_H

#include "review/base.h"

#include "report/grid_view.h"
#include "report/page.h"

/* ---- Columns of a table ---- */

typedef struct {
    double width[RV_GRID_COLUMNS];        /* points, with the margins of the cells */
    double total, least;                  /* `least`: below it words are broken */
    int    size;                          /* of the text, half points */
} rv_office_columns;
/* For `room` points: text of the usual size, or smaller where that keeps words whole. */
void rv_office_columns_of(const rv_grid_view *view, double room, rv_office_columns *columns);
/* Whether a table wants a page on its side, where `room` points of text would become `wider`. */
bool rv_office_is_wide(const rv_grid *grid, double room, double wider);

/* ---- Text ---- */

/* Whether the first letter is of a script that runs from right to left. */
bool rv_office_runs_left(const char *text);
/* What may be followed from a document: addresses of the web and of mail, files beside it. Appends it as a well-formed address; false
   for all others, also where it is longer than word processors take. */
bool rv_office_address(const char *link, rv_buf *out);
/* What a person reads in a cell, with its parts so padded that the numbers of a column stand below each other, and never broken. */
void rv_office_cell(const rv_grid_seen_column *column, const rv_grid_seen *seen, rv_buf *out);

/* All the words of a block. */
void rv_office_words(const rv_page *page, const rv_block *block, rv_buf *out);

/* ---- Figures ---- */

/* A figure as PNG, sharp in print; and as SVG with a family of fonts that word processors have. Both append. */
RV_MUST_CHECK rv_status rv_office_png(const rv_scene *scene, rv_buf *out, rv_error *err);
RV_MUST_CHECK rv_status rv_office_svg(const rv_scene *scene, rv_buf *out, rv_error *err);

/* ---- Order ---- */

/* What a document is made of, called in its order; all append to the writer's own. */
typedef struct {
    double width[2], height[2];           /* of the text upright and on its side, points */
    void (*title)(void *writer, const rv_page *page);
    void (*contents)(void *writer, const rv_page *page);
    void (*turn)(void *writer, bool landscape);          /* to a page of the other direction */
    void (*heading)(void *writer, const rv_page *page, const rv_block *block);
    void (*paragraph)(void *writer, const rv_page *page, const rv_block *block);
    void (*list)(void *writer, bool begin);
    void (*item)(void *writer, const rv_page *page, const rv_block *block);
    /* That a table stands in the appendix (`here`) or in a file beside the document; and the heading of the appendix. */
    void (*elsewhere)(void *writer, const rv_grid *grid, size_t number, bool here);
    void (*appendix)(void *writer);
    rv_status (*grid)(void *writer, const rv_grid *grid, size_t number, double width, rv_error *err);
    rv_status (*figure)(void *writer, const rv_page *page, const rv_block *block, double width, double height, rv_error *err);
} rv_office_writer;

enum { RV_OFFICE_CELL_SIZE = 17, RV_OFFICE_SMALL = 14 };   /* of text in tables, half points: usual, and the least */
#define RV_OFFICE_APPENDIX "appendix-tables"

/* " in the appendix: CAPTION (12 rows)." or where else: what follows the table's name. Appends. */
void rv_office_elsewhere(const rv_grid *grid, bool here, rv_buf *out);
bool rv_office_has_appendix(const rv_page *page);
/* What of the page's anchors stands in the document. NULL when memory is short. */
struct rv_anchors *rv_office_anchors(const rv_page *page);

/* Walks the page: front, contents, blocks; tables that are closed and the numbers of figures come at the end, but for those of more rows
   than anybody would print. */
rv_status rv_office_walk(const rv_page *page, const rv_office_writer *kind, void *writer, rv_error *err);

#endif
