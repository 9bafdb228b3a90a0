/* The heads of the columns: their own, and those over several of them. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/forest.h"

/* Takes over the lines of `more`, below those of `out`. */
static bool append(rv_lines *out, rv_lines *more)
{
    rv_line *line = realloc(out->line, (out->n + more->n + 1) * sizeof *line);

    if (!line)
        return false;
    out->line = line;
    if (more->n)
        memcpy(out->line + out->n, more->line, more->n * sizeof *line);
    out->n += more->n;
    out->width = fmax(out->width, more->width);
    out->height += more->height;
    if (more->whole && !out->whole) {
        out->whole = more->whole;
        more->whole = NULL;
    }
    more->n = 0;
    return true;
}

rv_status rv_forest_wrap(rv_forest_figure *g, const rv_face *face, const char *text, double width, size_t most, rv_lines *out,
                         rv_error *err)
{
    rv_buf piece = RV_BUF_INIT;
    rv_status st = RV_OK;

    memset(out, 0, sizeof *out);
    for (size_t n; st == RV_OK && *text && out->n < most; text += n + (text[n] == '\n')) {
        rv_lines lines = { 0 };
        n = strcspn(text, "\n");
        rv_buf_clear(&piece);
        rv_buf_add(&piece, text, n);
        if ((st = rv_buf_check(&piece, err)) == RV_OK
            && (st = rv_type_wrap(g->type, face, rv_buf_str(&piece), width, most - out->n, &lines, err)) == RV_OK
            && !append(out, &lines))
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        rv_lines_free(&lines);
    }
    rv_buf_free(&piece);
    return st;
}

/* Heads stand as their cells do. */
static void draw_head(rv_forest_figure *g, const rv_forest_col *col, double bottom)
{
    const double top = bottom - col->head.height;

    if (col->kind == RV_COL_LIGHTS)
        rv_forest_lights_head(g, col, bottom);
    else if (col->kind == RV_COL_PLOT && g->favours_above)
        rv_forest_favours_draw(g, bottom - rv_forest_favours_height(g));
    else if (col->kind == RV_COL_PLOT || col->align == RV_ALIGN_CENTRE)
        rv_scene_lines(g->scene, col->x + col->width / 2, top, RV_ANCHOR_MIDDLE, &col->head, &g->bold);
    else if (col->align == RV_ALIGN_LEFT)
        rv_scene_lines(g->scene, col->x, top, RV_ANCHOR_LEFT, &col->head, &g->bold);
    else
        rv_scene_lines(g->scene, col->x + col->width, top, RV_ANCHOR_RIGHT, &col->head, &g->bold);
}

/* What the head of one column takes. */
static double own_height(const rv_forest_figure *g, const rv_forest_col *col)
{
    return col->kind == RV_COL_LIGHTS                        ? g->bold.size * (0.905 + 0.212)
           : col->kind == RV_COL_PLOT && g->favours_above ? rv_forest_favours_height(g)
                                                          : col->head.height;
}

static bool spanned(const rv_forest_figure *g, size_t col)
{
    for (size_t i = 0; i < g->n_heads; i++)
        if (col >= g->head[i].first && col <= g->head[i].last)
            return true;
    return false;
}

void rv_forest_draw_heads(rv_forest_figure *g, double *y)
{
    const rv_look ink = { .stroke = RV_INK, .line = 0.8 }, thin = { .stroke = RV_INK, .line = 0.5 };
    const double right = g->scene->width - RV_FOREST_MARGIN;
    double over = 0, own = 0, below = 0, middle, bottom;

    for (size_t i = 0; i < g->n_heads; i++)
        over = fmax(over, g->head[i].lines.height + 3);
    for (size_t i = 0; i < g->n_cols; i++) {
        own = fmax(own, own_height(g, &g->col[i]));
        if (spanned(g, i))
            below = fmax(below, own_height(g, &g->col[i]));
    }
    rv_scene_line(g->scene, RV_FOREST_MARGIN, *y, right, *y, ink);
    *y += 3;
    bottom = *y + fmax(own, over + below + (over > 0 ? 2 : 0));
    middle = bottom - below - 2;
    for (size_t i = 0; i < g->n_heads; i++) {
        const rv_forest_head *head = &g->head[i];
        const double x0 = g->col[head->first].x, x1 = g->col[head->last].x + g->col[head->last].width;
        rv_scene_lines(g->scene, (x0 + x1) / 2, middle - 2.5 - head->lines.height, RV_ANCHOR_MIDDLE, &head->lines, &g->bold);
        if (head->lines.n)
            rv_scene_line(g->scene, x0, middle - 1, x1, middle - 1, thin);
    }
    for (size_t i = 0; i < g->n_cols; i++)
        draw_head(g, &g->col[i], bottom);
    *y = bottom + 3;
    rv_scene_line(g->scene, RV_FOREST_MARGIN, *y, right, *y, ink);
    *y += 3;
}
