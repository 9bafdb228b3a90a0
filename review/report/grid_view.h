/* A grid as people see it: which columns under which heads, and what stands in a cell. Every writer for people reads this, not the
   columns of the data, so that all show the same. */
#ifndef RV_REPORT_GRID_VIEW_H
#define RV_REPORT_GRID_VIEW_H

#include "report/grid_cells.h"

enum { RV_GRID_ESTIMATE, RV_GRID_LOWER, RV_GRID_UPPER, RV_GRID_PARTS };

/* One visible column. */
typedef struct {
    const char *head;
    const char *above;                     /* the head over this and its neighbours; "" for none */
    size_t      across;                    /* how many visible columns `above` stands over, at the first of them; 0 at the others */
    size_t      column[RV_GRID_PARTS];     /* places in the data: its own, and of its limits where `range` */
    bool        range;                     /* an estimate with its limits */
    bool        number;                    /* aligned by its decimal point */
    size_t      width[RV_GRID_PARTS];      /* characters of the longest number, lower and upper limit */
} rv_grid_seen_column;

typedef struct {
    const rv_grid      *grid;
    size_t              n;
    rv_grid_seen_column columns[RV_GRID_COLUMNS];
    bool                two_heads;         /* some column has a head above its head */
    bool                many;              /* so many columns that print sets it smaller */
    bool                wide;              /* print wants a page on its side */
    int                 mark[RV_GRID_FOOTNOTES + 1];   /* by a cell's footnote: the place of its mark from 1, in reading order; 0: unseen */
    size_t              marked[RV_GRID_FOOTNOTES];     /* the words of the marks in their order, as rv_grid_kept() takes them */
    int                 n_marks;
} rv_grid_view;

/* What is seen of a grid that rv_grid_check() finds sound; it holds no memory and lives as long as the grid. */
void rv_grid_view_of(const rv_grid *grid, rv_grid_view *view);

/* What stands in one cell. Texts are "" where there is nothing. */
typedef struct {
    rv_buf      text;                      /* the whole: "0.32 [0.12, 0.52]" */
    rv_buf      part[RV_GRID_PARTS];       /* "0.32", "0.12", "0.52"; of other cells the first is the whole */
    const char *link;                      /* the anchor it leads to; "" for none */
    int         mark;                      /* of its footnote; 0 for none */
    bool        number, range;             /* range: it has limits */
} rv_grid_seen;
#define RV_GRID_SEEN_INIT { RV_BUF_INIT, { RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT }, "", 0, false, false }
/* Replaces `seen`, which rv_grid_seen_free() ends. `row` is no section. */
void rv_grid_see(const rv_grid_view *view, size_t row, size_t column, rv_grid_seen *seen);
void rv_grid_seen_free(rv_grid_seen *seen);

/* The words of a row across all columns; NULL for a row of cells. */
const char *rv_grid_section_words(const rv_grid *grid, size_t row);
/* "" for none. */
const char *rv_grid_row_anchor(const rv_grid *grid, size_t row);
/* "a", "b", ... "z", "aa". Replaces `out`. */
void rv_grid_mark(rv_buf *out, int mark);

#endif
