/* What stands around a field of cells: headings over its columns, and the legend below it. */
#include <config.h>

#include <math.h>

#include "plot/canvas.h"

enum { BESIDE = 4, BETWEEN = 14, ROW = 3, LEVEL_LINES = 4, UPWARD_LINES = 2, UPWARD_LENGTH = 96, KEY_LINES = 3, MOST_COLUMNS = 5 };

/* ---- Headings ----------------------------------------------------------------------------------------------------- */

/* Whether every word of every heading has room as it is. */
static bool level(rv_canvas *c, const rv_heads *h)
{
    for (size_t i = 0; i < h->n; i++)
        if (rv_canvas_longest(c, h->face, h->name[i]) > h->room[i])
            return false;
    return true;
}

static size_t upward_lines(rv_canvas *c, const rv_heads *h, size_t i)
{
    const double high = rv_canvas_room(c, h->face, 1000, 1, "Xg", NULL);

    return h->room[i] >= UPWARD_LINES * high ? UPWARD_LINES : 1;
}

void rv_canvas_heads_room(rv_canvas *c, rv_heads *h)
{
    h->upward = !level(c, h);
    h->height = 0;
    for (size_t i = 0; i < h->n; i++) {
        double widest;
        const double high = h->upward ? rv_canvas_room(c, h->face, UPWARD_LENGTH, upward_lines(c, h, i), h->name[i], &widest)
                                      : rv_canvas_room(c, h->face, h->room[i], LEVEL_LINES, h->name[i], NULL);
        h->height = fmax(h->height, h->upward ? widest : high);
    }
}

/* Up to two lines side by side, read from below, ending above the column. */
static void draw_upward(rv_canvas *c, const rv_heads *h, size_t i, double bottom)
{
    rv_lines lines = { 0 };
    rv_error err;
    const rv_status st = rv_type_wrap(c->type, h->face, h->name[i], UPWARD_LENGTH, upward_lines(c, h, i), &lines, &err);
    double x = h->x[i] - lines.height / 2;

    if (st != RV_OK)
        rv_canvas_fail(c, st, &err);
    for (size_t k = 0; k < lines.n; k++) {
        const double high = lines.line[k].ascent + lines.line[k].descent;
        rv_scene_text_upward(c->scene, x + high / 2, bottom - lines.line[k].width / 2, &lines.line[k], h->face);
        x += high;
    }
    rv_lines_free(&lines);
}

void rv_canvas_heads(rv_canvas *c, const rv_heads *h, double bottom)
{
    for (size_t i = 0; i < h->n && c->st == RV_OK; i++)
        if (h->upward)
            draw_upward(c, h, i, bottom);
        else
            rv_canvas_words(c, h->x[i], bottom - rv_canvas_room(c, h->face, h->room[i], LEVEL_LINES, h->name[i], NULL), RV_ANCHOR_MIDDLE,
                            h->face, h->room[i], LEVEL_LINES, h->name[i]);
}

/* ---- Legend ------------------------------------------------------------------------------------------------------- */

void rv_canvas_key_end(rv_canvas *c)
{
    if (c->key_row > 0)
        c->y += c->key_row + ROW;
    c->key_x = rv_canvas_left(c);
    c->key_row = 0;
}

void rv_canvas_key_tall(rv_canvas *c, double wide, double tall, rv_canvas_sample *draw, const void *user, const char *words)
{
    const double left = rv_canvas_left(c), right = rv_canvas_right(c), room = right - left - wide - BESIDE;
    double widest, high = fmax(tall, rv_canvas_room(c, &rv_canvas_plain, room, KEY_LINES, words, &widest)), middle;

    if (c->st != RV_OK)
        return;
    if (c->key_x > left && c->key_x + wide + BESIDE + widest > right)
        rv_canvas_key_end(c);
    middle = c->y + fmax(c->key_row, high) / 2;
    if (draw)
        draw(c, user, c->key_x, middle);
    rv_canvas_words_at(c, c->key_x + wide + (wide > 0 ? BESIDE : 0), middle, RV_ANCHOR_LEFT, &rv_canvas_plain, room, KEY_LINES, words);
    c->key_x += wide + BESIDE + widest + BETWEEN;
    c->key_row = fmax(c->key_row, high);
}

void rv_canvas_key(rv_canvas *c, double wide, rv_canvas_sample *draw, const void *user, const char *words)
{
    rv_canvas_key_tall(c, wide, wide > 0 ? 12 : 0, draw, user, words);
}

void rv_canvas_list(rv_canvas *c, const char *const *words, size_t n)
{
    const double left = rv_canvas_left(c), page = rv_canvas_right(c) - left;
    double widest = 0, column, bottom = c->y;
    size_t columns, rows;

    for (size_t i = 0; i < n && c->st == RV_OK; i++) {
        double one;
        rv_canvas_room(c, &rv_canvas_plain, page, KEY_LINES, words[i], &one);
        widest = fmax(widest, one);
    }
    columns = (size_t)fmax(1, fmin(MOST_COLUMNS, floor((page + BETWEEN) / (widest + BETWEEN))));
    rows = (n + columns - 1) / columns;
    column = (page + BETWEEN) / (double)columns;
    for (size_t i = 0; i < n && c->st == RV_OK; i += rows) {
        double y = c->y;
        for (size_t k = i; k < n && k < i + rows; k++)
            y += 2 + rv_canvas_words(c, left + (double)(i / rows) * column, y, RV_ANCHOR_LEFT, &rv_canvas_plain, column - BETWEEN + 0.1, KEY_LINES,
                                     words[k]);
        bottom = fmax(bottom, y);
    }
    c->y = bottom;
}
