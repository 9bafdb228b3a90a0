/* Writes the texts of the rows, cell by cell. */
#include <config.h>

#include "plot/forest.h"

static void draw_cell(rv_forest_figure *g, const rv_forest_col *col, const rv_forest_part *part, size_t i, const rv_face *face)
{
    const rv_lines *cell = &part->cell[i];
    const double top = g->lines[i].top + (g->lines[i].height - cell->height) / 2;

    if (col->texts && col->align == RV_ALIGN_LEFT)
        rv_scene_lines(g->scene, col->x, top, RV_ANCHOR_LEFT, cell, face);
    else if (col->texts && col->align == RV_ALIGN_CENTRE)
        rv_scene_lines(g->scene, col->x + col->width / 2, top, RV_ANCHOR_MIDDLE, cell, face);
    else if (col->texts)
        rv_scene_lines(g->scene, col->x + col->width, top, RV_ANCHOR_RIGHT, cell, face);
    else if (col->align == RV_ALIGN_POINT)
        rv_scene_lines(g->scene, part->x + part->left - part->before[i] + cell->width, top, RV_ANCHOR_RIGHT, cell, face);
    else if (col->align == RV_ALIGN_LEFT)
        rv_scene_lines(g->scene, part->x, top, RV_ANCHOR_LEFT, cell, face);
    else if (col->align == RV_ALIGN_CENTRE)
        rv_scene_lines(g->scene, part->x + part->width / 2, top, RV_ANCHOR_MIDDLE, cell, face);
    else
        rv_scene_lines(g->scene, part->x + part->width, top, RV_ANCHOR_RIGHT, cell, face);
}

void rv_forest_row_texts(rv_forest_figure *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const rv_forest_line *line = &g->lines[i];
        const rv_face *face = line->kind == RV_LINE_NOTE ? &g->small : line->bold ? &g->bold : &g->plain;
        const double middle = line->top + line->height / 2;

        rv_scene_lines(g->scene, g->col[g->label_col].x + line->indent, middle - line->label.height / 2, RV_ANCHOR_LEFT, &line->label,
                       face);
        for (size_t c = 0; c < g->n_cols; c++) {
            const rv_forest_col *col = &g->col[c];
            if (col->kind == RV_COL_LIGHTS)
                rv_forest_lights_draw(g, col, line);
            for (size_t p = 0; p < col->parts && col->part[p].cell; p++)
                draw_cell(g, col, &col->part[p], i, face);
        }
    }
}
