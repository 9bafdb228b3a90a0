/* Names beside points: the most important first, each at the first of eight places where it meets nothing. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/chart.h"

/* Trying costs names times marks; a figure with more names than this shows none of the rest anyway. */
enum { MOST_TRIED = 600 };
static const double GAP = 2, ROOM = 1, WIDEST = 120;

void rv_chart_name(rv_chart *c, double x, double y, double radius, const char *text, double rank)
{
    const double px = rv_chart_x(c, x), py = rv_chart_y(c, y);
    rv_error err;
    char *own;

    if (c->st != RV_OK || !*text || !(px >= c->area.x0 && px <= c->area.x1 && py >= c->area.y0 && py <= c->area.y1))
        return;
    own = strdup(text);
    if (!own || !rv_grow(&c->wish, c->wishes, &c->wish_room, sizeof *c->wish)) {
        free(own);
        rv_chart_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
        return;
    }
    c->wish[c->wishes] = (rv_chart_wish){ px, py, radius, rank, own, c->wishes };
    c->wishes++;
}

static int by_rank(const void *a, const void *b)
{
    const rv_chart_wish *x = a, *y = b;

    return x->rank != y->rank ? (x->rank < y->rank) - (x->rank > y->rank) : (x->order > y->order) - (x->order < y->order);
}

static bool boxes_meet(const rv_box *a, const rv_box *b)
{
    return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

static bool free_at(const rv_chart *c, const rv_box *text)
{
    const rv_box box = { text->x0 - ROOM, text->y0 - ROOM / 2, text->x1 + ROOM, text->y1 + ROOM / 2 };
    double enter, leave;

    if (box.x0 < c->area.x0 || box.x1 > c->scene->width - RV_CHART_MARGIN || box.x1 > c->area.x1 + RV_CHART_MARGIN || box.y0 < c->area.y0
        || box.y1 > c->area.y1)
        return false;
    for (size_t i = 0; i < c->n_taken; i++)
        if (boxes_meet(&box, &c->taken[i]))
            return false;
    for (size_t i = 0; i < c->strokes; i++)
        if (rv_chart_crosses(&c->stroke[i], &box, &enter, &leave))
            return false;
    return true;
}

/* Where the text would stand: to the right, the left, above and below, and between. */
static rv_box place(const rv_chart_wish *w, const rv_line *line, int which)
{
    static const signed char dx[] = { 1, 1, 1, -1, -1, -1, 0, 0 }, dy[] = { 0, -1, 1, 0, -1, 1, -1, 1 };
    const double height = line->ascent + line->descent, away = dx[which] && dy[which] ? 0.71 * w->radius + GAP / 2 : w->radius + GAP;
    const double x0 = dx[which] > 0 ? w->x + away : dx[which] < 0 ? w->x - away - line->width : w->x - line->width / 2;
    const double y0 = dy[which] > 0 ? w->y + away : dy[which] < 0 ? w->y - away - height : w->y - height / 2;

    return (rv_box){ x0, y0, x0 + line->width, y0 + height };
}

static bool put(rv_chart *c, const rv_chart_wish *w)
{
    rv_lines lines = { 0 };
    rv_error err;
    bool placed = false;
    const rv_status st = rv_type_wrap(c->type, &rv_chart_plain, w->text, fmin(WIDEST, 0.4 * (c->area.x1 - c->area.x0)), 1, &lines, &err);

    if (st != RV_OK)
        rv_chart_fail(c, st, &err);
    for (int which = 0; st == RV_OK && lines.n && !placed && which < 8; which++) {
        const rv_box box = place(w, &lines.line[0], which);
        if ((placed = free_at(c, &box))) {
            rv_scene_text(c->scene, box.x0, box.y0 + lines.line[0].ascent, RV_ANCHOR_LEFT, &lines.line[0], &rv_chart_plain, lines.whole);
            rv_chart_avoid(c, box);
        }
    }
    placed |= st == RV_OK && lines.n == 0;         /* a name of nothing but blanks wants no place */
    rv_lines_free(&lines);
    return placed;
}

size_t rv_chart_place(rv_chart *c)
{
    size_t left = 0;

    if (c->wishes)
        qsort(c->wish, c->wishes, sizeof *c->wish, by_rank);
    for (size_t i = 0; i < c->wishes; i++)
        left += i >= MOST_TRIED || !put(c, &c->wish[i]);
    return left;
}
