/* The frame of figures with two axes: title, area and axes above; legend and notes below. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/chart.h"

const rv_face rv_chart_plain = { 8, false, RV_INK }, rv_chart_small = { 8, false, RV_FAINT }, rv_chart_bold = { 8, true, RV_INK },
              rv_chart_title_face = { 10.5, true, RV_INK };

enum { TICK = 3, TO_LABEL = 3, TO_NAME = 3, NARROWEST = 60, WIDEST = 2000 };
static const rv_look AXIS = { .stroke = RV_INK, .line = 0.8 }, GRID = { .stroke = RV_GRID, .line = 0.6 };

rv_status rv_chart_new(rv_chart *c, double width, rv_error *err)
{
    *c = (rv_chart){ .aspect = 0.62 };
    if (!(width >= NARROWEST && width <= WIDEST))
        return rv_fail(err, RV_EINVAL, "a width of %g mm is out of range; %d to %d can be had", width, NARROWEST, WIDEST);
    c->type = rv_type_new();
    c->scene = rv_scene_new(width * RV_POINTS_PER_MM);
    if (c->type && c->scene)
        return RV_OK;
    rv_chart_drop(c);
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_chart_fail(rv_chart *c, rv_status st, const rv_error *err)
{
    if (c->st != RV_OK)
        return;
    c->st = st;
    c->err = *err;
}

void rv_chart_drop(rv_chart *c)
{
    for (size_t i = 0; i < c->entries; i++)
        free(c->entry[i].words);
    for (size_t i = 0; i < c->notes; i++)
        free(c->note[i]);
    for (size_t i = 0; i < c->wishes; i++)
        free(c->wish[i].text);
    free(c->wish);
    free(c->taken);
    free(c->stroke);
    free(c->title);
    rv_buf_free(&c->say);
    rv_buf_free(&c->x_words);
    rv_buf_free(&c->y_words);
    rv_type_free(c->type);
    rv_scene_free(c->scene);
    *c = (rv_chart){ .st = c->st, .err = c->err };
}

double rv_chart_words(rv_chart *c, double x, double top, rv_anchor anchor, const rv_face *face, double width, size_t most, const char *words)
{
    rv_lines lines = { 0 };
    rv_error err;
    double height;
    rv_status st;

    if (c->st != RV_OK || !words)
        return 0;
    if ((st = rv_type_wrap(c->type, face, words, width, most, &lines, &err)) == RV_OK)
        rv_scene_lines(c->scene, x, top, anchor, &lines, face);
    else
        rv_chart_fail(c, st, &err);
    height = lines.height;
    rv_lines_free(&lines);
    return height;
}

/* ---- Axes --------------------------------------------------------------------------------------------------------- */

static double widest(rv_chart *c, const rv_axis *axis)
{
    double most = 0;

    for (size_t i = 0; i < axis->n; i++)
        most = fmax(most, rv_type_width(c->type, &rv_chart_plain, axis->label[i]));
    return most;
}

/* How far the last label of the x axis stands out beyond the area. */
static double beyond(rv_chart *c)
{
    const rv_axis *x = &c->x;

    if (!x->n)
        return 0;
    return rv_type_width(c->type, &rv_chart_plain, x->label[x->n - 1]) / 2 - (c->area.x1 - rv_chart_x(c, x->at[x->n - 1]));
}

/* The area: as wide as names and labels of the axes leave it. */
static void settle(rv_chart *c, double top, double name)
{
    c->area.y0 = top;
    c->area.x0 = RV_CHART_MARGIN + name + c->left_room;
    c->area.x1 = c->scene->width - RV_CHART_MARGIN - 4 - c->right_room;
    for (int turn = 0; turn < 2; turn++) {         /* the width depends on labels, which depend on the height */
        const double height = c->aspect > 0 ? c->aspect * (c->area.x1 - c->area.x0) : c->height;
        c->area.y1 = c->area.y0 + height;
        if (c->no_y)
            break;
        rv_axis_ticks(&c->y, height, c->type, &rv_chart_plain);
        c->area.x0 = RV_CHART_MARGIN + name + c->left_room + widest(c, &c->y) + TO_LABEL + TICK;
    }
    for (int turn = 0; turn < 3; turn++) {
        rv_axis_ticks(&c->x, c->area.x1 - c->area.x0, c->type, &rv_chart_plain);
        const double out = c->area.x1 + beyond(c) - (c->scene->width - RV_CHART_MARGIN - c->right_room);
        if (out <= 0)
            break;
        c->area.x1 -= out;
    }
}

static void draw_axes(rv_chart *c)
{
    const rv_box *a = &c->area;

    if (c->grid) {
        for (size_t i = 0; i < c->x.n; i++)
            rv_scene_line(c->scene, rv_chart_x(c, c->x.at[i]), a->y0, rv_chart_x(c, c->x.at[i]), a->y1, GRID);
        for (size_t i = 0; i < c->y.n && !c->no_y; i++)
            rv_scene_line(c->scene, a->x0, rv_chart_y(c, c->y.at[i]), a->x1, rv_chart_y(c, c->y.at[i]), GRID);
    }
    for (size_t i = 0; i < c->x.n; i++) {
        const double x = rv_chart_x(c, c->x.at[i]);
        rv_scene_line(c->scene, x, a->y1, x, a->y1 + TICK, AXIS);
        rv_chart_words(c, x, a->y1 + TICK + TO_LABEL, RV_ANCHOR_MIDDLE, &rv_chart_plain, 400, 1, c->x.label[i]);
    }
    for (size_t i = 0; i < c->y.n && !c->no_y; i++) {
        const double y = rv_chart_y(c, c->y.at[i]);
        rv_scene_line(c->scene, a->x0 - TICK, y, a->x0, y, AXIS);
        rv_chart_words(c, a->x0 - TICK - TO_LABEL, y - 4.6, RV_ANCHOR_RIGHT, &rv_chart_plain, 400, 1, c->y.label[i]);
    }
}

/* The name of the y axis, read from below, in up to two lines. */
static void y_name(rv_chart *c, const rv_lines *lines)
{
    double x = RV_CHART_MARGIN;

    for (size_t i = 0; i < lines->n; i++) {
        const double high = lines->line[i].ascent + lines->line[i].descent;
        rv_scene_text_upward(c->scene, x + high / 2, (c->area.y0 + c->area.y1) / 2, &lines->line[i], &rv_chart_plain);
        x += high;
    }
}

/* The name of the y axis once more, no longer than the area is high and in no more lines. */
static void shorten(rv_chart *c, rv_lines *name)
{
    const size_t most = name->n;
    rv_error err;
    rv_status st;

    rv_lines_free(name);
    if ((st = rv_type_wrap(c->type, &rv_chart_plain, c->y_name, c->area.y1 - c->area.y0, most, name, &err)) != RV_OK)
        rv_chart_fail(c, st, &err);
}

void rv_chart_frame(rv_chart *c, const char *title, const char *fallback)
{
    const double page = c->scene->width - 2 * RV_CHART_MARGIN, high = c->aspect > 0 ? c->aspect * 0.75 * page : c->height;
    rv_lines name = { 0 };
    rv_buf clean = RV_BUF_INIT;
    double top = RV_CHART_MARGIN;
    rv_error err;
    rv_status st;

    if (c->st != RV_OK)
        return;
    if (title && *title)
        top += rv_chart_words(c, RV_CHART_MARGIN, top, RV_ANCHOR_LEFT, &rv_chart_title_face, page, 3, title);
    if ((st = rv_type_wrap(c->type, &rv_chart_plain, c->no_y || !c->y_name ? "" : c->y_name, high, 2, &name, &err)) != RV_OK)
        rv_chart_fail(c, st, &err);
    settle(c, top + (top > RV_CHART_MARGIN ? 8 : 0) + c->top_room, name.height + (name.n ? TO_NAME : 0));
    if (name.n && name.width > c->area.y1 - c->area.y0)     /* the area came out lower than was thought */
        shorten(c, &name);
    y_name(c, &name);
    rv_lines_free(&name);
    draw_axes(c);
    rv_type_clean(&clean, title && *title ? title : fallback);
    if (!(c->title = strdup(rv_buf_str(&clean))) || clean.failed)
        rv_chart_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
    rv_buf_free(&clean);
}

/* ---- The end ------------------------------------------------------------------------------------------------------ */

/* The lines of the axes go over shades and under nothing that matters. */
static void edges(rv_chart *c)
{
    rv_scene_line(c->scene, c->area.x0, c->area.y1, c->area.x1, c->area.y1, AXIS);
    if (!c->no_y)
        rv_scene_line(c->scene, c->area.x0, c->area.y0, c->area.x0, c->area.y1, AXIS);
}

/* What the figure says, then its notes, as one text. */
static void describe(rv_chart *c)
{
    rv_buf clean = RV_BUF_INIT;
    rv_error err;

    for (size_t i = 0; i < c->notes; i++) {
        if (c->say.length)
            rv_buf_char(&c->say, ' ');
        rv_buf_text(&c->say, c->note[i]);
    }
    rv_type_clean(&clean, rv_buf_str(&c->say));
    if (clean.failed || c->say.failed)
        rv_chart_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
    else
        rv_scene_describe(c->scene, c->title, rv_buf_str(&clean));
    rv_buf_free(&clean);
}

static void below(rv_chart *c)
{
    const double page = c->scene->width - 2 * RV_CHART_MARGIN;
    double y = c->area.y1 + TICK + TO_LABEL + 10;

    if (c->x_name && *c->x_name)
        y += TO_NAME + rv_chart_words(c, (c->area.x0 + c->area.x1) / 2, y + TO_NAME, RV_ANCHOR_MIDDLE, &rv_chart_plain, c->area.x1 - c->area.x0, 2,
                                      c->x_name);
    if (c->entries)
        y = rv_chart_legend(c, y + 8);
    y += 6;
    for (size_t i = 0; i < c->notes; i++)
        y += 1 + rv_chart_words(c, RV_CHART_MARGIN, y, RV_ANCHOR_LEFT, &rv_chart_small, page, 12, c->note[i]);
    c->scene->height = ceil(y + RV_CHART_MARGIN - 2);
}

rv_status rv_chart_end(rv_chart *c, rv_scene **out, rv_error *err)
{
    size_t unnamed;

    *out = NULL;
    if (c->st == RV_OK) {
        edges(c);
        if (c->outside)
            rv_chart_note(c, "Beyond the axes and not drawn: %zu point%s.", c->outside, c->outside == 1 ? "" : "s");
        if ((unnamed = rv_chart_place(c)) > 0)
            rv_chart_note(c, "%zu of %zu names left out: no room beside the point%s.", unnamed, c->wishes, unnamed == 1 ? "" : "s");
        below(c);
        describe(c);
    }
    if (c->st == RV_OK && !c->scene->failed) {
        *out = c->scene;
        c->scene = NULL;
    } else if (c->st == RV_OK) {
        c->st = rv_fail(&c->err, RV_ENOMEM, "out of memory");
    }
    rv_chart_drop(c);
    if (c->st != RV_OK && err)
        *err = c->err;
    return c->st;
}
