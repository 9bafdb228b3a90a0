/* A page for figures without axes: title, words, notes, the description. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/canvas.h"

const rv_face rv_canvas_plain = { 8, false, RV_INK }, rv_canvas_small = { 8, false, RV_FAINT }, rv_canvas_bold = { 8, true, RV_INK },
              rv_canvas_title_face = { 10.5, true, RV_INK };
enum { NOTE_LINES = 20, TITLE_LINES = 4 };

rv_status rv_canvas_new(rv_canvas *c, double width, rv_error *err)
{
    *c = (rv_canvas){ .y = RV_CANVAS_MARGIN, .key_x = RV_CANVAS_MARGIN };
    if (!(width >= RV_CANVAS_NARROWEST && width <= RV_CANVAS_WIDEST))
        return rv_fail(err, RV_EINVAL, "a width of %g mm is out of range; %d to %d can be had", width, RV_CANVAS_NARROWEST, RV_CANVAS_WIDEST);
    c->type = rv_type_new();
    c->scene = rv_scene_new(width * RV_POINTS_PER_MM);
    if (c->type && c->scene)
        return RV_OK;
    rv_type_free(c->type);
    rv_scene_free(c->scene);
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_canvas_fail(rv_canvas *c, rv_status st, const rv_error *err)
{
    if (c->st != RV_OK)
        return;
    c->st = st;
    c->err = *err;
}

double rv_canvas_left(const rv_canvas *c)
{
    (void)c;
    return RV_CANVAS_MARGIN;
}

double rv_canvas_right(const rv_canvas *c)
{
    return c->scene->width - RV_CANVAS_MARGIN;
}

/* ---- Words -------------------------------------------------------------------------------------------------------- */

static bool wrap(rv_canvas *c, const rv_face *face, double width, size_t most, const char *words, rv_lines *lines)
{
    rv_error err;
    rv_status st;

    *lines = (rv_lines){ 0 };
    if (c->st == RV_OK && words && (st = rv_type_wrap(c->type, face, words, width, most, lines, &err)) != RV_OK)
        rv_canvas_fail(c, st, &err);
    return c->st == RV_OK && words;
}

double rv_canvas_words(rv_canvas *c, double x, double top, rv_anchor anchor, const rv_face *face, double width, size_t most, const char *words)
{
    rv_lines lines;
    double height = 0;

    if (wrap(c, face, width, most, words, &lines)) {
        rv_scene_lines(c->scene, x, top, anchor, &lines, face);
        height = lines.height;
    }
    rv_lines_free(&lines);
    return height;
}

double rv_canvas_words_at(rv_canvas *c, double x, double middle, rv_anchor anchor, const rv_face *face, double width, size_t most,
                          const char *words)
{
    rv_lines lines;
    double height = 0;

    if (wrap(c, face, width, most, words, &lines)) {
        rv_scene_lines(c->scene, x, middle - lines.height / 2, anchor, &lines, face);
        height = lines.height;
    }
    rv_lines_free(&lines);
    return height;
}

double rv_canvas_room(rv_canvas *c, const rv_face *face, double width, size_t most, const char *words, double *widest)
{
    rv_lines lines;
    double height = 0;

    if (widest)
        *widest = 0;
    if (wrap(c, face, width, most, words, &lines)) {
        height = lines.height;
        if (widest)
            *widest = lines.width;
    }
    rv_lines_free(&lines);
    return height;
}

double rv_canvas_longest(rv_canvas *c, const rv_face *face, const char *words)
{
    rv_buf clean = RV_BUF_INIT;
    double most = 0;

    rv_type_clean(&clean, words);
    for (char *p = clean.data, *word; p && (word = strsep(&p, " "));)
        if (strlen(word) < 200)
            most = fmax(most, rv_type_width(c->type, face, word));
        else
            most = 1e4;
    rv_buf_free(&clean);
    return most;
}

void rv_canvas_title(rv_canvas *c, const char *title)
{
    const double height = title && *title ? rv_canvas_words(c, rv_canvas_left(c), c->y, RV_ANCHOR_LEFT, &rv_canvas_title_face,
                                                            rv_canvas_right(c) - rv_canvas_left(c), TITLE_LINES, title)
                                          : 0;
    if (height > 0)
        c->y += height + 7;
}

/* NULL when memory is out. */
static char *formatted(rv_canvas *c, const char *format, va_list args)
{
    char *own = rv_type_format(format, args);
    rv_error err;

    if (!own)
        rv_canvas_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
    return own;
}

void rv_canvas_note(rv_canvas *c, const char *format, ...)
{
    va_list args;
    char *words;

    va_start(args, format);
    words = formatted(c, format, args);
    va_end(args);
    c->y += 1 + rv_canvas_words(c, rv_canvas_left(c), c->y, RV_ANCHOR_LEFT, &rv_canvas_small, rv_canvas_right(c) - rv_canvas_left(c), NOTE_LINES,
                                words);
    rv_canvas_say(c, "%s", words ? words : "");
    free(words);
}

void rv_canvas_say(rv_canvas *c, const char *format, ...)
{
    va_list args;
    char *words;

    va_start(args, format);
    words = formatted(c, format, args);
    va_end(args);
    if (c->say.length)
        rv_buf_char(&c->say, ' ');
    rv_buf_text(&c->say, words ? words : "");
    free(words);
}

/* ---- The end ------------------------------------------------------------------------------------------------------ */

static void describe(rv_canvas *c, const char *title)
{
    rv_buf name = RV_BUF_INIT, clean = RV_BUF_INIT;
    rv_error err;

    rv_type_clean(&name, title);
    rv_type_clean(&clean, rv_buf_str(&c->say));
    if (name.failed || clean.failed || c->say.failed)
        rv_canvas_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
    else
        rv_scene_describe(c->scene, rv_buf_str(&name), rv_buf_str(&clean));
    rv_buf_free(&name);
    rv_buf_free(&clean);
}

rv_status rv_canvas_end(rv_canvas *c, const char *title, const char *fallback, rv_scene **out, rv_error *err)
{
    *out = NULL;
    if (c->st == RV_OK) {
        describe(c, title && *title ? title : fallback);
        c->scene->height = ceil(c->y + RV_CANVAS_MARGIN);
    }
    if (c->st == RV_OK && c->scene->failed)
        c->st = rv_fail(&c->err, RV_ENOMEM, "out of memory");
    if (c->st == RV_OK)
        *out = c->scene;
    else
        rv_scene_free(c->scene);
    rv_type_free(c->type);
    rv_buf_free(&c->say);
    if (c->st != RV_OK && err)
        *err = c->err;
    return c->st;
}
