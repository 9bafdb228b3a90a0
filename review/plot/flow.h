/* What the files of the flow diagram share. */
#ifndef RV_PLOT_FLOW_H
#define RV_PLOT_FLOW_H

#include "review/plot.h"

#include "plot/scene.h"
#include "plot/text.h"

/* The box with this id (case ignored), or -1. */
int rv_flow_box_of(const char *id);

/* One paragraph of a box, "Databases (n = 12)". */
typedef struct {
    char    *text, *whole;         /* whole: when a long label was cut, else NULL */
    double   indent;
    rv_lines lines;
} rv_flow_paragraph;

/* A box of the figure; `n` 0 for a place of the grid that is empty. */
typedef struct {
    rv_flow_paragraph *paragraphs;
    size_t n, capacity;
    double x, width, top, height;
} rv_flow_cell;

enum { RV_FLOW_PREVIOUS, RV_FLOW_MAIN, RV_FLOW_MAIN_SIDE, RV_FLOW_OTHER, RV_FLOW_OTHER_SIDE, RV_FLOW_COLUMNS };
enum { RV_FLOW_HEAD, RV_FLOW_IDENTIFIED, RV_FLOW_SCREENED, RV_FLOW_SOUGHT, RV_FLOW_ASSESSED, RV_FLOW_INCLUDED, RV_FLOW_ALL,
       RV_FLOW_POOLED, RV_FLOW_ROWS };

typedef struct {
    rv_flow_cell cell[RV_FLOW_ROWS][RV_FLOW_COLUMNS];
    bool previous, other, failed;
} rv_flow_grid;

/* flow_words.c: fills the grid with the words and numbers of each box. Ended with rv_flow_grid_free() in any case. */
RV_MUST_CHECK rv_status rv_flow_grid_fill(rv_flow_grid *grid, const rv_flow *flow, rv_error *err);
void rv_flow_grid_free(rv_flow_grid *grid);
/* The grid in sentences, box by box. */
void rv_flow_describe(const rv_flow_grid *grid, rv_buf *out);

#endif
