/* What the files of the flow diagram share. */
#ifndef RV_PLOT_FLOW_H
#define RV_PLOT_FLOW_H

#include "review/plot.h"

#include "plot/scene.h"
#include "plot/text.h"

/* The box with this id (case ignored), or -1. */
int rv_flow_box_of(const char *id);

/* flow_sums.c: a box is its plus boxes less its minus boxes. RV_FLOW_NONE as the box: only that the remainder is not negative. */
enum { RV_FLOW_NONE = -1 };
typedef struct { int box, plus[4], minus[7]; } rv_flow_sum;
/* The sums in the order of reading. */
const rv_flow_sum *rv_flow_sums(size_t *n);
int64_t rv_flow_left(const rv_flow *flow, const rv_flow_sum *sum);
/* False where a box states its total and parts of it that give another. */
bool rv_flow_parts(const rv_flow *flow, rv_flow_box box, long long *whole, long long *parts);

/* flow_csv.c: appends a row. */
RV_MUST_CHECK rv_status rv_flow_add(rv_flow *owned, int box, const char *label, int64_t n, rv_error *err);
/* flow_package.c: the table of the R package PRISMA2020 (columns data, n). */
bool rv_flow_is_package(const rv_csv *csv);
RV_MUST_CHECK rv_status rv_flow_package_row(rv_flow *owned, const rv_csv *csv, size_t line, rv_error *err);

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

/* flow_place.c: the boxes at their places. Wide figures have the three ways of finding studies side by side; in narrow ones they stand
   one below the other, and lines that pass a part have a lane at its left. */
enum { RV_FLOW_SLOTS = 14, RV_FLOW_LANES = 2 };
typedef struct {
    rv_flow_grid grid;
    rv_type  *type;
    rv_scene *scene;
    bool      stacked;
    int       slot[RV_FLOW_ROWS][RV_FLOW_COLUMNS];
    double    slot_top[RV_FLOW_SLOTS], slot_height[RV_FLOW_SLOTS];
    double    lane[RV_FLOW_LANES];     /* x; the first is the nearest to the boxes */
} rv_flow_figure;

typedef struct { const char *name; int first, last; } rv_flow_band;
const rv_flow_band *rv_flow_bands(const rv_flow_figure *g, size_t *n);
RV_MUST_CHECK rv_status rv_flow_columns(rv_flow_figure *g, double width_mm, rv_error *err);
RV_MUST_CHECK rv_status rv_flow_wrap(rv_flow_figure *g, rv_error *err);
/* Stacks the rows from `top`; returns the lower edge. */
double rv_flow_stack(rv_flow_figure *g, double top);

extern const rv_face rv_flow_body, rv_flow_head;
enum { RV_FLOW_MARGIN = 9, RV_FLOW_BAR = 18, RV_FLOW_PAD = 5, RV_FLOW_PARAGRAPH = 2 };

#endif
