/* A figure as marks at their places, in points from the upper left corner. */
#ifndef RV_PLOT_SCENE_H
#define RV_PLOT_SCENE_H

#include "review/plot.h"

#include "plot/palette.h"
#include "plot/text.h"

typedef enum { RV_MARK_LINE, RV_MARK_RECT, RV_MARK_CIRCLE, RV_MARK_PATH, RV_MARK_TEXT } rv_mark_kind;

/* How lines and areas look. Colours are static "#rrggbb", best those of the palette; NULL for none. */
typedef struct {
    const char *fill, *stroke;
    double      line;              /* width of the stroke */
    bool        dashed;
    double      clear;             /* 0: opaque; 0.7: what lies below shows through for 70 percent */
} rv_look;

#define RV_POINTS_PER_MM (72 / 25.4)   /* a scene is measured in points, a page in millimetres */

typedef struct { double x0, y0, x1, y1; } rv_box;

typedef struct {
    rv_mark_kind kind;
    rv_look      look;
    double       x[2], y[2];       /* line: two ends; rect: two corners; circle: [0] its middle; text: [0] the anchor on the baseline */
    double       radius;           /* of a circle, or of a rect's corners */
    double      *path;             /* x, y of each point */
    size_t       points;
    bool         closed;           /* a path that ends where it begins, and may be filled */
    char        *text, *whole;     /* whole: what a shortened text stands for, else NULL */
    rv_face      face;
    rv_anchor    anchor;
    bool         rtl, upward;      /* upward: turned by 90 degrees, reads from below */
    rv_box       box;              /* what the mark covers */
} rv_mark;

struct rv_scene {
    int      holders;
    char     made[RV_TIME_TEXT];    /* the date that a PDF bears */
    double   width, height;
    char    *title, *description;
    rv_plot_theme theme;
    rv_mark *marks;
    size_t   n, capacity;
    bool     failed;               /* out of memory; adding goes on without effect */
};

/* NULL when memory is out. */
rv_scene *rv_scene_new(double width);
/* Copies what is to be the <title> and <desc>. */
void rv_scene_describe(rv_scene *scene, const char *title, const char *description);

void rv_scene_line(rv_scene *scene, double x0, double y0, double x1, double y1, rv_look look);
void rv_scene_rect(rv_scene *scene, rv_box box, double radius, rv_look look);
void rv_scene_circle(rv_scene *scene, double x, double y, double radius, rv_look look);
/* A line through the points, or with `closed` an area within them. */
void rv_scene_path(rv_scene *scene, const double *x, const double *y, size_t points, bool closed, rv_look look);
void rv_scene_polygon(rv_scene *scene, const double *x, const double *y, size_t points, rv_look look);
/* One line of text with its baseline at y. Empty text makes no mark. */
void rv_scene_text(rv_scene *scene, double x, double y, rv_anchor anchor, const rv_line *line, const rv_face *face,
                   const char *whole);
/* Lines one below the other, the first with its upper edge at `top`. */
void rv_scene_lines(rv_scene *scene, double x, double top, rv_anchor anchor, const rv_lines *lines, const rv_face *face);
/* One line that reads from below, its middle at (x, y). */
void rv_scene_text_upward(rv_scene *scene, double x, double y, const rv_line *line, const rv_face *face);

#endif
