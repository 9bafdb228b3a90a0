/* Inside of a grid: what its writers read. */
#ifndef RV_REPORT_GRID_CELLS_H
#define RV_REPORT_GRID_CELLS_H

#include "report/grid.h"

typedef enum { RV_GRID_TEXT, RV_GRID_REAL, RV_GRID_INT } rv_grid_type;

typedef struct {
    rv_grid_type type;
    double       x;
    size_t       text, link;      /* offsets into the arena; 0: nothing */
    int          footnote;        /* its number from 1; 0: none */
} rv_grid_cell;

typedef struct {
    size_t first;                 /* its first cell */
    size_t anchor;
    size_t section;               /* the words of a row across all columns; 0: a row of cells */
} rv_grid_line;

enum { RV_GRID_COLUMNS = 64, RV_GRID_FOOTNOTES = 40 };

/* What people see of a column. */
typedef struct {
    size_t span;                  /* the words over it; 0: none. Neighbours with the same offset share them */
    int    lo, hi;                /* the columns of its limits; 0: none (no limit stands first) */
    bool   hidden;                /* data only */
} rv_grid_look;

struct rv_grid {
    int                   holders;
    char                 *id, *caption;
    const rv_grid_column *columns;
    size_t                n_columns;
    rv_grid_line         *rows;
    rv_grid_cell         *cells;
    size_t                n_rows, row_room, n_cells, cell_room;
    rv_grid_look          view[RV_GRID_COLUMNS];
    size_t                footnotes[RV_GRID_FOOTNOTES];   /* their words */
    int                   n_footnotes;
    bool                  wide;
    rv_buf                text, note;
    bool                  failed;
};

/* The cell; an empty one where a row was short. */
const rv_grid_cell *rv_grid_at(const rv_grid *grid, size_t row, size_t column);
/* A kept text by its offset. */
const char *rv_grid_kept(const rv_grid *grid, size_t at);
/* Replaces `out` by what a person reads in a cell. */
void rv_grid_shown(const rv_grid *grid, const rv_grid_cell *cell, size_t column, rv_buf *out);

#endif
