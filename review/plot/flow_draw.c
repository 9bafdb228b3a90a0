/* Lays the flow diagram out: columns of equal width, rows as high as their fullest box, arrows between. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/flow.h"

static const rv_face body = { 8.5, false, RV_INK }, head = { 8.5, true, RV_INK }, title_face = { 10.5, true, RV_INK },
                     small = { 8, false, RV_FAINT };
static const rv_look box_look = { .fill = RV_PAPER, .stroke = RV_FAINT, .line = 0.8 }, head_look = { .fill = RV_SAND },
                     band_look = { .fill = RV_MIST };

static const double POINTS_PER_MM = 72 / 25.4, ARROW = 4.5;
enum { MARGIN = 9, BAR = 18, BAR_GAP = 8, COLUMN_GAP = 16, ROW_GAP = 16, PAD = 5, PARAGRAPH = 2, LEAST_COLUMN = 60, MOST_LINES = 200 };

typedef struct {
    rv_flow_grid grid;
    rv_type  *type;
    rv_scene *scene;
    double    row_top[RV_FLOW_ROWS], row_height[RV_FLOW_ROWS];
} figure;

/* Where the columns stand; heads reach over a column and its side. */
static rv_status columns(figure *g, double width_mm, rv_error *err)
{
    const int n = 2 + (g->grid.previous ? 1 : 0) + (g->grid.other ? 2 : 0);
    const double inner = g->scene->width - 2 * MARGIN - BAR - BAR_GAP, width = (inner - (n - 1) * COLUMN_GAP) / n;
    double x = MARGIN + BAR + BAR_GAP;

    if (width < LEAST_COLUMN)
        return rv_fail(err, RV_EINVAL, "a width of %g mm is too narrow for %d columns of boxes; give at least %.0f mm", width_mm, n,
                       ceil((g->scene->width + n * (LEAST_COLUMN - width)) / POINTS_PER_MM));
    for (int j = 0; j < RV_FLOW_COLUMNS; j++) {
        if ((j == RV_FLOW_PREVIOUS && !g->grid.previous) || (j >= RV_FLOW_OTHER && !g->grid.other))
            continue;
        for (int i = 0; i < RV_FLOW_ROWS; i++) {
            g->grid.cell[i][j].x = x;
            g->grid.cell[i][j].width = i == RV_FLOW_HEAD && j != RV_FLOW_PREVIOUS ? 2 * width + COLUMN_GAP : width;
        }
        x += width + COLUMN_GAP;
    }
    return RV_OK;
}

static rv_status wrap(figure *g, rv_error *err)
{
    rv_status st = RV_OK;

    for (int i = 0; i < RV_FLOW_ROWS; i++)
        for (int j = 0; j < RV_FLOW_COLUMNS; j++) {
            rv_flow_cell *cell = &g->grid.cell[i][j];
            cell->height = 2 * PAD;
            for (size_t k = 0; k < cell->n && st == RV_OK; k++) {
                rv_flow_paragraph *p = &cell->paragraphs[k];
                st = rv_type_wrap(g->type, i == RV_FLOW_HEAD ? &head : &body, p->text, cell->width - 2 * PAD - p->indent,
                                  MOST_LINES, &p->lines, err);
                if (st == RV_OK && p->whole && !p->lines.whole) {
                    p->lines.whole = p->whole;
                    p->whole = NULL;
                }
                cell->height += p->lines.height + (k ? PARAGRAPH : 0);
            }
            if (cell->n)
                g->row_height[i] = fmax(g->row_height[i], cell->height);
        }
    return st;
}

static const struct { const char *name; int first, last; } bands[] = {
    { "Identification", RV_FLOW_IDENTIFIED, RV_FLOW_IDENTIFIED },
    { "Screening", RV_FLOW_SCREENED, RV_FLOW_ASSESSED },
    { "Included", RV_FLOW_INCLUDED, RV_FLOW_POOLED },
};

/* Stacks the rows from `top`; a band too low for its name gets a higher last row. Returns the lower edge. */
static double stack(figure *g, double top)
{
    for (size_t b = 0; b < sizeof bands / sizeof *bands; b++) {
        double height = 0, *last = NULL;
        for (int i = bands[b].first; i <= bands[b].last; i++)
            if (g->row_height[i] > 0) {
                height += g->row_height[i] + (last ? ROW_GAP : 0);
                last = &g->row_height[i];
            }
        if (last)
            *last += fmax(0, rv_type_width(g->type, &head, bands[b].name) + 2 * PAD - height);
    }
    for (int i = 0; i < RV_FLOW_ROWS; i++) {
        g->row_top[i] = top;
        for (int j = 0; j < RV_FLOW_COLUMNS; j++) {
            g->grid.cell[i][j].top = top;
            if (i == RV_FLOW_HEAD)
                g->grid.cell[i][j].height = g->row_height[i];
        }
        if (g->row_height[i] > 0)
            top += g->row_height[i] + (i == RV_FLOW_HEAD ? 8 : ROW_GAP);
    }
    return top - ROW_GAP;
}

static void draw_cell(figure *g, int row, int column)
{
    const rv_flow_cell *cell = &g->grid.cell[row][column];
    const bool is_head = row == RV_FLOW_HEAD;
    double y = cell->top + PAD;

    if (!cell->n)
        return;
    rv_scene_rect(g->scene, (rv_box){ cell->x, cell->top, cell->x + cell->width, cell->top + cell->height }, is_head ? 4 : 0,
                  is_head ? head_look : box_look);
    if (is_head)
        y = cell->top + (cell->height - cell->paragraphs[0].lines.height) / 2;
    for (size_t k = 0; k < cell->n; k++) {
        const rv_flow_paragraph *p = &cell->paragraphs[k];
        y += k ? PARAGRAPH : 0;
        if (is_head)
            rv_scene_lines(g->scene, cell->x + cell->width / 2, y, RV_ANCHOR_MIDDLE, &p->lines, &head);
        else
            rv_scene_lines(g->scene, cell->x + PAD + p->indent, y, RV_ANCHOR_LEFT, &p->lines, &body);
        y += p->lines.height;
    }
}

static rv_status draw_bands(figure *g, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t b = 0; b < sizeof bands / sizeof *bands && st == RV_OK; b++) {
        double bottom = g->row_top[bands[b].first];
        rv_lines name = { 0 };
        for (int i = bands[b].first; i <= bands[b].last; i++)
            if (g->row_height[i] > 0)
                bottom = g->row_top[i] + g->row_height[i];
        if ((st = rv_type_wrap(g->type, &head, bands[b].name, 1e4, 1, &name, err)) == RV_OK) {
            rv_scene_rect(g->scene, (rv_box){ MARGIN, g->row_top[bands[b].first], MARGIN + BAR, bottom }, 4, band_look);
            rv_scene_text_upward(g->scene, MARGIN + BAR / 2.0, (g->row_top[bands[b].first] + bottom) / 2, &name.line[0], &head);
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

/* Down the column from each box to the next, and from each box to the one at its side. */
static void column_arrows(figure *g, int column)
{
    const rv_flow_cell *above = NULL;

    for (int i = RV_FLOW_IDENTIFIED; i < RV_FLOW_ROWS; i++) {
        const rv_flow_cell *cell = &g->grid.cell[i][column], *side = &g->grid.cell[i][column + 1];
        if (!cell->n)
            continue;
        if (above)
            arrow(g->scene, middle_x(cell), above->top + above->height, middle_x(cell), cell->top);
        if (i <= RV_FLOW_ASSESSED && side->n) {
            const double y = cell->top + fmin(cell->height, side->height) / 2;
            arrow(g->scene, cell->x + cell->width, y, side->x, y);
        }
        above = cell;
    }
}

/* From under the last box of a column beside, down, and level into `to`. */
static void elbow(figure *g, const rv_flow_cell *from, const rv_flow_cell *to)
{
    const double x = middle_x(from), y = to->top + to->height / 2;

    rv_scene_line(g->scene, x, from->top + from->height, x, y, (rv_look){ .stroke = RV_INK, .line = 0.9 });
    arrow(g->scene, x, y, x < to->x ? to->x : to->x + to->width, y);
}

static rv_status draw(figure *g, rv_error *err)
{
    for (int i = 0; i < RV_FLOW_ROWS; i++)
        for (int j = 0; j < RV_FLOW_COLUMNS; j++)
            draw_cell(g, i, j);
    column_arrows(g, RV_FLOW_MAIN);
    if (g->grid.other) {
        column_arrows(g, RV_FLOW_OTHER);
        elbow(g, &g->grid.cell[RV_FLOW_ASSESSED][RV_FLOW_OTHER], &g->grid.cell[RV_FLOW_INCLUDED][RV_FLOW_MAIN]);
    }
    if (g->grid.previous)
        elbow(g, &g->grid.cell[RV_FLOW_IDENTIFIED][RV_FLOW_PREVIOUS], &g->grid.cell[RV_FLOW_ALL][RV_FLOW_MAIN]);
    return draw_bands(g, err);
}

static rv_status paragraph(figure *g, const char *text, const rv_face *face, double *y, rv_error *err)
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

static rv_status lay_out(figure *g, const rv_flow *flow, const rv_flow_options *options, rv_error *err)
{
    const char *title = options->title ? options->title : flow->title;
    rv_buf words = RV_BUF_INIT, name = RV_BUF_INIT;
    double y = MARGIN;
    rv_status st;

    if ((st = rv_flow_grid_fill(&g->grid, flow, err)) == RV_OK && (st = columns(g, options->width, err)) == RV_OK
        && (st = wrap(g, err)) == RV_OK)
        st = paragraph(g, title, &title_face, &y, err);
    if (st == RV_OK) {
        y = stack(g, y + (*title ? 7 : 0)) + 8;
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
    figure g = { 0 };
    rv_status st = rv_flow_check(flow, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    if (!(options->width >= 40 && options->width <= 2000))
        return rv_fail(err, RV_EINVAL, "a width of %g mm is out of range; 40 to 2000 can be had", options->width);
    g.type = rv_type_new();
    g.scene = rv_scene_new(options->width * POINTS_PER_MM);
    st = g.type && g.scene ? lay_out(&g, flow, options, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    rv_flow_grid_free(&g.grid);
    rv_type_free(g.type);
    if (st == RV_OK)
        *out = g.scene;
    else
        rv_scene_free(g.scene);
    return st;
}
