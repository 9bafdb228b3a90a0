/* Inside of a grid: what its writers read. */
#ifndef RV_REPORT_GRID_CELLS_H
#define RV_REPORT_GRID_CELLS_H

#include "report/grid.h"

typedef enum { RV_GRID_TEXT, RV_GRID_REAL, RV_GRID_INT } rv_grid_type;

typedef struct {
    rv_grid_type type;
    double       x;
    size_t       text, link;      /* offsets into the arena; 0: nothing */
} rv_grid_cell;

typedef struct {
    size_t first;                 /* its first cell */
    size_t anchor;
} rv_grid_line;

struct rv_grid {
    const char           *id, *caption;
    const rv_grid_column *columns;
    size_t                n_columns;
    rv_grid_line         *rows;
    rv_grid_cell         *cells;
    size_t                n_rows, row_room, n_cells, cell_room;
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
