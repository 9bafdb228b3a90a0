/* Where the boxes of the flow diagram stand: columns of equal width, rows as high as their fullest box. */
#include <config.h>

#include <math.h>

#include "plot/flow.h"

const rv_face rv_flow_body = { 8.5, false, RV_INK }, rv_flow_head = { 8.5, true, RV_INK };
enum { BAR_GAP = 8, COLUMN_GAP = 14, ROW_GAP = 16, HEAD_GAP = 8, LANE = 7, LEAST_COLUMN = 60, LEAST_BESIDE = 70, NARROW = 90, MOST_LINES = 200,
       PAD = RV_FLOW_PAD };

static const rv_flow_band side_by_side[] = {
    { "Identification", RV_FLOW_IDENTIFIED, RV_FLOW_IDENTIFIED },
    { "Screening", RV_FLOW_SCREENED, RV_FLOW_ASSESSED },
    { "Included", RV_FLOW_INCLUDED, RV_FLOW_POOLED },
};
/* The previous version, databases and registers, other methods, what is included. */
static const rv_flow_band one_below[] = {
    { "Identification", 3, 3 }, { "Screening", 4, 6 }, { "Identification", 8, 8 }, { "Screening", 9, 10 }, { "Included", 11, 13 },
};
static const int stacked_slot[3][RV_FLOW_ROWS] = {
    { 0, 1, 1, 1, 1, 11, 12, 13 }, { 2, 3, 4, 5, 6, 11, 12, 13 }, { 7, 8, 9, 9, 10, 11, 12, 13 },
};

const rv_flow_band *rv_flow_bands(const rv_flow_figure *g, size_t *n)
{
    *n = g->stacked ? sizeof one_below / sizeof *one_below : sizeof side_by_side / sizeof *side_by_side;
    return g->stacked ? one_below : side_by_side;
}

static bool absent(const rv_flow_figure *g, int column)
{
    return (column == RV_FLOW_PREVIOUS && !g->grid.previous) || (column >= RV_FLOW_OTHER && !g->grid.other);
}

/* Columns side by side; heads reach over a column and its side. */
static void beside(rv_flow_figure *g, double x, double width)
{
    for (int j = 0; j < RV_FLOW_COLUMNS; j++) {
        for (int i = 0; i < RV_FLOW_ROWS; i++) {
            g->grid.cell[i][j].x = x;
            g->grid.cell[i][j].width = i == RV_FLOW_HEAD && j != RV_FLOW_PREVIOUS ? 2 * width + COLUMN_GAP : width;
            g->slot[i][j] = i;
        }
        x += absent(g, j) ? 0 : width + COLUMN_GAP;
    }
}

/* Two columns, in which the parts stand one below the other. */
static void below(rv_flow_figure *g, double x, double width)
{
    for (int j = 0; j < RV_FLOW_COLUMNS; j++)
        for (int i = 0; i < RV_FLOW_ROWS; i++) {
            const bool side = j == RV_FLOW_MAIN_SIDE || j == RV_FLOW_OTHER_SIDE;
            g->grid.cell[i][j].x = side ? x + width + COLUMN_GAP : x;
            g->grid.cell[i][j].width = i == RV_FLOW_HEAD || j == RV_FLOW_PREVIOUS ? 2 * width + COLUMN_GAP : width;
            g->slot[i][j] = stacked_slot[(j + 1) / 2][i];
        }
}

rv_status rv_flow_columns(rv_flow_figure *g, double width_mm, rv_error *err)
{
    const int all = 2 + (g->grid.previous ? 1 : 0) + (g->grid.other ? 2 : 0), lanes = (g->grid.previous ? 1 : 0) + (g->grid.other ? 1 : 0);
    double x = RV_FLOW_MARGIN + RV_FLOW_BAR + BAR_GAP, inner = g->scene->width - RV_FLOW_MARGIN - x;
    double width = (inner - (all - 1) * COLUMN_GAP) / all;

    g->stacked = all > 2 && width < LEAST_BESIDE;
    if (!g->stacked && width >= LEAST_COLUMN) {
        beside(g, x, width);
        return RV_OK;
    }
    for (int i = 0; i < RV_FLOW_LANES; i++)
        g->lane[i] = x + (lanes - i) * LANE - LANE - 1;
    x += g->stacked ? lanes * LANE : 0;
    inner -= g->stacked ? lanes * LANE : 0;
    width = (inner - COLUMN_GAP) / 2;
    if (width < LEAST_COLUMN)
        return rv_fail(err, RV_EINVAL, "a width of %g mm is too narrow for two columns of boxes; give at least %.0f mm", width_mm,
                       ceil((g->scene->width + 2 * (LEAST_COLUMN - width)) / RV_POINTS_PER_MM));
    below(g, x, width);
    return RV_OK;
}

rv_status rv_flow_wrap(rv_flow_figure *g, rv_error *err)
{
    rv_status st = RV_OK;

    for (int i = 0; i < RV_FLOW_ROWS; i++)
        for (int j = 0; j < RV_FLOW_COLUMNS; j++) {
            rv_flow_cell *cell = &g->grid.cell[i][j];
            cell->height = 2 * PAD;
            for (size_t k = 0; k < cell->n && st == RV_OK; k++) {
                rv_flow_paragraph *p = &cell->paragraphs[k];
                p->indent *= cell->width < NARROW ? 0.6 : 1;
                st = rv_type_wrap(g->type, i == RV_FLOW_HEAD ? &rv_flow_head : &rv_flow_body, p->text, cell->width - 2 * PAD - p->indent,
                                  MOST_LINES, &p->lines, err);
                if (st == RV_OK && p->whole && !p->lines.whole) {
                    p->lines.whole = p->whole;
                    p->whole = NULL;
                }
                cell->height += p->lines.height + (k ? RV_FLOW_PARAGRAPH : 0);
            }
            if (cell->n)
                g->slot_height[g->slot[i][j]] = fmax(g->slot_height[g->slot[i][j]], cell->height);
        }
    return st;
}

static bool is_head(const rv_flow_figure *g, int slot)
{
    for (int j = 0; j < RV_FLOW_COLUMNS; j++)
        if (!absent(g, j) && g->slot[RV_FLOW_HEAD][j] == slot)
            return true;
    return false;
}

/* A band too low for its name gets a higher last row. */
static void name_heights(rv_flow_figure *g)
{
    size_t n;
    const rv_flow_band *bands = rv_flow_bands(g, &n);

    for (size_t b = 0; b < n; b++) {
        double height = 0, *last = NULL;
        for (int i = bands[b].first; i <= bands[b].last; i++)
            if (g->slot_height[i] > 0) {
                height += g->slot_height[i] + (last ? ROW_GAP : 0);
                last = &g->slot_height[i];
            }
        if (last)
            *last += fmax(0, rv_type_width(g->type, &rv_flow_head, bands[b].name) + 2 * PAD - height);
    }
}

double rv_flow_stack(rv_flow_figure *g, double top)
{
    name_heights(g);
    for (int slot = 0; slot < RV_FLOW_SLOTS; slot++) {
        g->slot_top[slot] = top;
        if (g->slot_height[slot] > 0)
            top += g->slot_height[slot] + (is_head(g, slot) ? HEAD_GAP : ROW_GAP);
    }
    for (int i = 0; i < RV_FLOW_ROWS; i++)
        for (int j = 0; j < RV_FLOW_COLUMNS; j++) {
            g->grid.cell[i][j].top = g->slot_top[g->slot[i][j]];
            if (i == RV_FLOW_HEAD)
                g->grid.cell[i][j].height = g->slot_height[g->slot[i][j]];
        }
    return top - ROW_GAP;
}
