/*
 * The frame of figures with two axes. A figure
 *
 *     begins        rv_chart_new()
 *     says          x and y (ends by rv_axis_none(), _reach(), _room()), names, aspect
 *     has its place rv_chart_frame(): title, axes, area; from here on x and y are points on the page
 *     draws         lines, curves, areas, points, clipped to the area; rv_chart_name() beside a point
 *     explains      rv_chart_entry() for the legend, rv_chart_note() below it, rv_chart_say() for who cannot see it
 *     ends          rv_chart_end(): places the names, lays out what stands below, hands the scene over
 *
 * Failures stick in chart->st and come out at the end; the functions between have no effect then.
 */
#ifndef RV_PLOT_CHART_H
#define RV_PLOT_CHART_H

#include "plot/axis.h"
#include "plot/scene.h"

enum { RV_CHART_MARGIN = 10, RV_CHART_ENTRIES = 16, RV_CHART_NOTES = 16 };

typedef enum { RV_SHAPE_CIRCLE, RV_SHAPE_SQUARE, RV_SHAPE_DIAMOND, RV_SHAPE_TRIANGLE, RV_SHAPE_BAR } rv_shape;
typedef enum { RV_SAMPLE_POINT, RV_SAMPLE_LINE, RV_SAMPLE_AREA } rv_sample;

typedef struct { rv_sample sample; rv_shape shape; rv_look look; char *words; } rv_chart_entry_row;
/* A name that wants a place beside the point at (x, y), on the page; of two the one with the higher rank is placed first. */
typedef struct { double x, y, radius, rank; char *text; size_t order; } rv_chart_wish;

typedef struct {
    rv_status   st;
    rv_error    err;
    rv_type    *type;
    rv_scene   *scene;
    rv_axis     x, y;
    const char *x_name, *y_name;
    rv_buf      x_words, y_words;  /* where a figure keeps names that it puts together */
    bool        y_down;            /* y grows downwards, as a standard error in a funnel plot */
    bool        no_y;              /* no axis at the left: rows have names there, drawn by the figure */
    bool        grid;              /* faint lines at the ticks */
    double      aspect;            /* height of the area over its width; 0: `height` says */
    double      height;            /* of the area, points */
    double      left_room, right_room, top_room;   /* points left free beside the area, for what the figure puts there */
    rv_box      area;
    rv_buf      say;
    size_t      entries, notes;
    rv_chart_entry_row entry[RV_CHART_ENTRIES];
    char       *note[RV_CHART_NOTES];
    size_t      outside;           /* points that lie beyond the axes */
    rv_chart_wish *wish;           /* names that want a place */
    size_t      wishes, wish_room;
    rv_box     *taken;             /* what names must keep clear of: marks, and names that have their place */
    size_t      n_taken, taken_room;
    rv_box     *stroke;            /* lines they must not cross, as x0 y0 to x1 y1 (not ordered) */
    size_t      strokes, stroke_room;
    char       *title;
} rv_chart;

extern const rv_face rv_chart_plain, rv_chart_small, rv_chart_bold, rv_chart_title_face;

/* Begins a chart `width` mm wide. Errors  RV_EINVAL the width is out of range; RV_ENOMEM. */
RV_MUST_CHECK rv_status rv_chart_new(rv_chart *chart, double width, rv_error *err);
/* Draws title (NULL or "" for none; `fallback` is then the scene's) and axes, and settles the area. */
void rv_chart_frame(rv_chart *chart, const char *title, const char *fallback);
/* Ends: `*out` is the scene, or NULL on failure. Frees all else. */
RV_MUST_CHECK rv_status rv_chart_end(rv_chart *chart, rv_scene **out, rv_error *err);
/* Ends a chart that is not wanted any more. */
void rv_chart_drop(rv_chart *chart);
void rv_chart_fail(rv_chart *chart, rv_status st, const rv_error *err);

/* ---- Ends of axes ------------------------------------------------------------------------------------------------ */

void rv_axis_none(rv_axis *axis, bool log_scale);              /* no ends yet */
void rv_axis_reach(rv_axis *axis, double x);                   /* over x, unless it is not finite */
/* Leaves room beyond the ends, as shares of what lies between; an axis of nothing is 0 to 1, and one of a single number gets an
   extent. */
void rv_axis_room(rv_axis *axis, double below, double above);

/* ---- Marks: numbers of the axes, clipped to the area -------------------------------------------------------------- */

double rv_chart_x(const rv_chart *chart, double x);
double rv_chart_y(const rv_chart *chart, double y);
void rv_chart_line(rv_chart *chart, double x0, double y0, double x1, double y1, rv_look look);
/* Through n points; a number that is not finite breaks it. */
void rv_chart_curve(rv_chart *chart, const double *x, const double *y, size_t n, rv_look look);
/* The area within n points, all finite. */
void rv_chart_area(rv_chart *chart, const double *x, const double *y, size_t n, rv_look look);
/* A mark of `radius` points; one whose middle is beyond the axes is not drawn but counted in chart->outside: then false. */
bool rv_chart_point(rv_chart *chart, double x, double y, rv_shape shape, double radius, rv_look look);
/* The shape anywhere on the page. */
void rv_chart_shape(rv_chart *chart, double px, double py, rv_shape shape, double radius, rv_look look);
/* Wants `text` beside the point. */
void rv_chart_name(rv_chart *chart, double x, double y, double radius, const char *text, double rank);
/* Names keep clear of the line, or the box, on the page. */
void rv_chart_avoid_line(rv_chart *chart, double x0, double y0, double x1, double y1);
void rv_chart_avoid(rv_chart *chart, rv_box box);
/* Gives each name that has room its place; returns how many have none. */
size_t rv_chart_place(rv_chart *chart);

/* ---- Words -------------------------------------------------------------------------------------------------------- */

void rv_chart_entry(rv_chart *chart, rv_sample sample, rv_shape shape, rv_look look, const char *format, ...) RV_PRINTF(5, 6);
void rv_chart_note(rv_chart *chart, const char *format, ...) RV_PRINTF(2, 3);
void rv_chart_say(rv_chart *chart, const char *format, ...) RV_PRINTF(2, 3);
/* Words on the page, wrapped to `width` and `most` lines; returns their height. */
double rv_chart_words(rv_chart *chart, double x, double top, rv_anchor anchor, const rv_face *face, double width, size_t most, const char *words);
/* The legend with its upper edge at `top`; returns where it ends. */
double rv_chart_legend(rv_chart *chart, double top);

/* Where the line from (x0, y0) to (x1, y1) runs into the box and out of it, as shares of its length (Liang & Barsky 1984 ACM Trans Graph
   3:1); false where it does not meet it. */
bool rv_chart_crosses(const rv_box *line, const rv_box *box, double *enter, double *leave);

#endif
