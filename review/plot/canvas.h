/*
 * A page that a figure without axes is drawn on, from above to below. A figure
 *
 *     begins        rv_canvas_new(), rv_canvas_title()
 *     draws         at canvas->y and moves it down
 *     explains      rv_canvas_key() for the legend, rv_canvas_note() below it, rv_canvas_say() for who cannot see it
 *     ends          rv_canvas_end()
 *
 * Failures stick in canvas->st and come out at the end; the functions between have no effect then.
 */
#ifndef RV_PLOT_CANVAS_H
#define RV_PLOT_CANVAS_H

#include "plot/scene.h"

enum { RV_CANVAS_MARGIN = 9, RV_CANVAS_NARROWEST = 60, RV_CANVAS_WIDEST = 2000 };

typedef struct {
    rv_status st;
    rv_error  err;
    rv_type  *type;
    rv_scene *scene;
    double    y;                   /* the lower edge of what is drawn */
    double    key_x, key_row;      /* where the next sample of the legend goes, and how high its row is */
    rv_buf    say;
} rv_canvas;

extern const rv_face rv_canvas_plain, rv_canvas_small, rv_canvas_bold, rv_canvas_title_face;

/* Errors  RV_EINVAL the width is out of range; RV_ENOMEM. On failure there is nothing to end. */
RV_MUST_CHECK rv_status rv_canvas_new(rv_canvas *canvas, double width_mm, rv_error *err);
/* `title` NULL or "": none is drawn, and the scene is called `fallback`. */
void rv_canvas_title(rv_canvas *canvas, const char *title);
/* Ends: `*out` is the scene, called `title`, or NULL on failure. Frees all else. */
RV_MUST_CHECK rv_status rv_canvas_end(rv_canvas *canvas, const char *title, const char *fallback, rv_scene **out, rv_error *err);
void rv_canvas_fail(rv_canvas *canvas, rv_status st, const rv_error *err);
double rv_canvas_left(const rv_canvas *canvas);
double rv_canvas_right(const rv_canvas *canvas);

/* Words on the page, wrapped to `width` and `most` lines; returns their height. */
double rv_canvas_words(rv_canvas *canvas, double x, double top, rv_anchor anchor, const rv_face *face, double width, size_t most,
                       const char *words);
/* The same with their middle at `middle`. */
double rv_canvas_words_at(rv_canvas *canvas, double x, double middle, rv_anchor anchor, const rv_face *face, double width, size_t most,
                          const char *words);
/* The room they would take; `width` of the widest line may be NULL. */
double rv_canvas_room(rv_canvas *canvas, const rv_face *face, double width, size_t most, const char *words, double *widest);
/* The width of the longest word. */
double rv_canvas_longest(rv_canvas *canvas, const rv_face *face, const char *words);
void rv_canvas_note(rv_canvas *canvas, const char *format, ...) RV_PRINTF(2, 3);
void rv_canvas_say(rv_canvas *canvas, const char *format, ...) RV_PRINTF(2, 3);

/* Headings over columns: level where all have room, else read from below. `x` holds the middles, `room` the width of each. */
typedef struct { size_t n; const char *const *name; const double *x, *room; const rv_face *face; bool upward; double height; } rv_heads;
/* Says how high they will be. */
void rv_canvas_heads_room(rv_canvas *canvas, rv_heads *heads);
/* Draws them with their lower edge at `bottom`. */
void rv_canvas_heads(rv_canvas *canvas, const rv_heads *heads, double bottom);

/* One entry of the legend at canvas->y: a sample, which `draw` puts into a box of `wide` by 12 points, and what it means. */
typedef void rv_canvas_sample(rv_canvas *canvas, const void *user, double x, double middle);
void rv_canvas_key(rv_canvas *canvas, double wide, rv_canvas_sample *draw, const void *user, const char *words);
/* The same with a sample of `tall` points; the first of a row is the highest. */
void rv_canvas_key_tall(rv_canvas *canvas, double wide, double tall, rv_canvas_sample *draw, const void *user, const char *words);
/* Ends a row of entries. */
void rv_canvas_key_end(rv_canvas *canvas);
/* A list in columns of one width, read downwards. */
void rv_canvas_list(rv_canvas *canvas, const char *const *words, size_t n);

#endif
