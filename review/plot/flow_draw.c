/* Draws the flow diagram: boxes, bands and the arrows between them. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/flow.h"

static const rv_face title_face = { 10.5, true, RV_INK }, small = { 8, false, RV_FAINT };
static const rv_look box_look = { .fill = RV_PAPER, .stroke = RV_FAINT, .line = 0.8 }, head_look = { .fill = RV_SAND },
                     other_head = { .fill = RV_SHADE_2 }, band_look = { .fill = RV_MIST };

static const double ARROW = 4.5;
enum { MARGIN = RV_FLOW_MARGIN, BAR = RV_FLOW_BAR, PAD = RV_FLOW_PAD };

static void draw_cell(rv_flow_figure *g, int row, int column)
{
    const rv_flow_cell *cell = &g->grid.cell[row][column];
    const bool is_head = row == RV_FLOW_HEAD;
    double y = cell->top + PAD;

    if (!cell->n)
        return;
    rv_scene_rect(g->scene, (rv_box){ cell->x, cell->top, cell->x + cell->width, cell->top + cell->height }, is_head ? 4 : 0,
                  !is_head ? box_look : column == RV_FLOW_MAIN ? head_look : other_head);
    if (is_head)
        y = cell->top + (cell->height - cell->paragraphs[0].lines.height) / 2;
    for (size_t k = 0; k < cell->n; k++) {
        const rv_flow_paragraph *p = &cell->paragraphs[k];
        y += k ? RV_FLOW_PARAGRAPH : 0;
        if (is_head)
            rv_scene_lines(g->scene, cell->x + cell->width / 2, y, RV_ANCHOR_MIDDLE, &p->lines, &rv_flow_head);
        else
            rv_scene_lines(g->scene, cell->x + PAD + p->indent, y, RV_ANCHOR_LEFT, &p->lines, &rv_flow_body);
        y += p->lines.height;
    }
}

static rv_status draw_bands(rv_flow_figure *g, rv_error *err)
{
    rv_status st = RV_OK;
    size_t n;
    const rv_flow_band *bands = rv_flow_bands(g, &n);

    for (size_t b = 0; b < n && st == RV_OK; b++) {
        const double top = g->slot_top[bands[b].first];
        double bottom = top;
        rv_lines name = { 0 };
        for (int i = bands[b].first; i <= bands[b].last; i++)
            if (g->slot_height[i] > 0)
                bottom = g->slot_top[i] + g->slot_height[i];
        if (bottom > top && (st = rv_type_wrap(g->type, &rv_flow_head, bands[b].name, 1e4, 1, &name, err)) == RV_OK) {
            rv_scene_rect(g->scene, (rv_box){ MARGIN, top, MARGIN + BAR, bottom }, 4, band_look);
            rv_scene_text_upward(g->scene, MARGIN + BAR / 2.0, (top + bottom) / 2, &name.line[0], &rv_flow_head);
        }
        rv_lines_free(&name);
    }
    return st;
}

/* A line with a point at its second end; lines are level or upright. */
static void arrow(rv_scene *scene, double x0, double y0, double x1, double y1)
{
    const double along_x = (x1 > x0) - (x1 < x0), along_y = (y1 > y0) - (y1 < y0);
    const double bx = x1 - ARROW * along_x, by = y1 - ARROW * along_y;
    const double x[] = { x1, bx + 2.4 * along_y, bx - 2.4 * along_y }, y[] = { y1, by + 2.4 * along_x, by - 2.4 * along_x };

    rv_scene_line(scene, x0, y0, bx, by, (rv_look){ .stroke = RV_INK, .line = 0.9 });
    rv_scene_polygon(scene, x, y, 3, (rv_look){ .fill = RV_INK });
}

static double middle_x(const rv_flow_cell *cell)
{
    return cell->x + cell->width / 2;
}

/* Down the column from each box to the next, and from each box to the one at its side. A part in the way is passed by a lane. */
static void column_arrows(rv_flow_figure *g, int column)
{
    const rv_flow_cell *above = NULL;

    for (int i = RV_FLOW_IDENTIFIED; i < RV_FLOW_ROWS; i++) {
        const rv_flow_cell *cell = &g->grid.cell[i][column], *side = &g->grid.cell[i][column + 1];
        if (!cell->n)
            continue;
        if (above && !(g->stacked && g->grid.other && i == RV_FLOW_INCLUDED))
            arrow(g->scene, middle_x(cell), above->top + above->height, middle_x(cell), cell->top);
        if (i <= RV_FLOW_ASSESSED && side->n) {
            const double y = cell->top + fmin(cell->height, side->height) / 2;
            arrow(g->scene, cell->x + cell->width, y, side->x, y);
        }
        above = cell;
    }
}

/* From under the last box of a column beside, down, and level into `to`. */
static void elbow(rv_flow_figure *g, const rv_flow_cell *from, const rv_flow_cell *to)
{
    const double x = middle_x(from), y = to->top + to->height / 2;

    rv_scene_line(g->scene, x, from->top + from->height, x, y, (rv_look){ .stroke = RV_INK, .line = 0.9 });
    arrow(g->scene, x, y, x < to->x ? to->x : to->x + to->width, y);
}

/* Out of the left of a box, down the lane, and into the left of another. */
static void round_by(rv_flow_figure *g, const rv_flow_cell *from, const rv_flow_cell *to, double lane)
{
    const double y0 = from->top + from->height / 2, y1 = to->top + to->height / 2;

    rv_scene_line(g->scene, from->x, y0, lane, y0, (rv_look){ .stroke = RV_INK, .line = 0.9 });
    rv_scene_line(g->scene, lane, y0, lane, y1, (rv_look){ .stroke = RV_INK, .line = 0.9 });
    arrow(g->scene, lane, y1, to->x, y1);
}

static rv_status draw(rv_flow_figure *g, rv_error *err)
{
    rv_flow_cell (*cell)[RV_FLOW_COLUMNS] = g->grid.cell;
    const rv_flow_cell *included = &cell[RV_FLOW_INCLUDED][RV_FLOW_MAIN], *all = &cell[RV_FLOW_ALL][RV_FLOW_MAIN];
    const rv_flow_cell *other = &cell[RV_FLOW_ASSESSED][RV_FLOW_OTHER], *previous = &cell[RV_FLOW_IDENTIFIED][RV_FLOW_PREVIOUS];

    for (int i = 0; i < RV_FLOW_ROWS; i++)
        for (int j = 0; j < RV_FLOW_COLUMNS; j++)
            draw_cell(g, i, j);
    column_arrows(g, RV_FLOW_MAIN);
    if (g->grid.other) {
        column_arrows(g, RV_FLOW_OTHER);
        if (g->stacked) {
            arrow(g->scene, middle_x(other), other->top + other->height, middle_x(included), included->top);
            round_by(g, &cell[RV_FLOW_ASSESSED][RV_FLOW_MAIN], included, g->lane[0]);
        } else {
            elbow(g, other, included);
        }
    }
    if (g->grid.previous && g->stacked)
        round_by(g, previous, all, g->lane[g->grid.other ? 1 : 0]);
    else if (g->grid.previous)
        elbow(g, previous, all);
    return draw_bands(g, err);
}

static rv_status paragraph(rv_flow_figure *g, const char *text, const rv_face *face, double *y, rv_error *err)
{
    rv_lines lines;
    rv_status st = rv_type_wrap(g->type, face, text, g->scene->width - 2 * MARGIN, 4, &lines, err);

    if (st == RV_OK) {
        rv_scene_lines(g->scene, MARGIN, *y, RV_ANCHOR_LEFT, &lines, face);
        *y += lines.height;
    }
    rv_lines_free(&lines);
    return st;
}

static rv_status lay_out(rv_flow_figure *g, const rv_flow *flow, const rv_flow_options *options, rv_error *err)
{
    const char *title = options->title ? options->title : flow->title;
    rv_buf words = RV_BUF_INIT, name = RV_BUF_INIT;
    double y = MARGIN;
    rv_status st;

    if ((st = rv_flow_grid_fill(&g->grid, flow, err)) == RV_OK && (st = rv_flow_columns(g, options->width, err)) == RV_OK
        && (st = rv_flow_wrap(g, err)) == RV_OK)
        st = paragraph(g, title, &title_face, &y, err);
    if (st == RV_OK) {
        y = rv_flow_stack(g, y + (*title ? 7 : 0)) + 8;
        if ((st = draw(g, err)) == RV_OK)
            st = paragraph(g, "PRISMA 2020 flow diagram: Page et al. 2021, doi:10.1136/bmj.n71", &small, &y, err);
    }
    rv_flow_describe(&g->grid, &words);
    rv_type_clean(&name, *title ? title : "PRISMA 2020 flow diagram");
    words.failed |= name.failed;
    if (st == RV_OK && (st = rv_buf_check(&words, err)) == RV_OK)
        rv_scene_describe(g->scene, rv_buf_str(&name), rv_buf_str(&words));
    g->scene->height = ceil(y + MARGIN);
    rv_buf_free(&words);
    rv_buf_free(&name);
    return st == RV_OK && g->scene->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : st;
}

rv_status rv_plot_flow(rv_scene **out, const rv_flow *flow, const rv_flow_options *options, rv_error *err)
{
    rv_flow_figure g = { 0 };
    rv_status st = rv_flow_check(flow, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    if (!(options->width >= 40 && options->width <= 2000))
        return rv_fail(err, RV_EINVAL, "a width of %g mm is out of range; 40 to 2000 can be had", options->width);
    g.type = rv_type_new();
    g.scene = rv_scene_new(options->width * RV_POINTS_PER_MM);
    st = g.type && g.scene ? lay_out(&g, flow, options, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    rv_flow_grid_free(&g.grid);
    rv_type_free(g.type);
    if (st == RV_OK)
        *out = g.scene;
    else
        rv_scene_free(g.scene);
    return st;
}
