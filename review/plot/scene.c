/* Marks are added in drawing order; a failed allocation sticks, as in rv_buf. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/scene.h"

rv_scene *rv_scene_new(double width)
{
    rv_scene *scene = calloc(1, sizeof *scene);

    if (scene) {
        scene->width = width;
        scene->holders = 1;
        rv_now(scene->made);
    }
    return scene;
}

void rv_scene_date(rv_scene *scene, const char *made)
{
    snprintf(scene->made, sizeof scene->made, "%s", made);
}

rv_scene *rv_scene_keep(rv_scene *scene)
{
    if (scene)
        scene->holders++;
    return scene;
}

void rv_scene_free(rv_scene *scene)
{
    if (!scene || --scene->holders > 0)
        return;
    for (size_t i = 0; i < scene->n; i++) {
        free(scene->marks[i].text);
        free(scene->marks[i].whole);
        free(scene->marks[i].path);
    }
    free(scene->marks);
    free(scene->title);
    free(scene->description);
    free(scene);
}

double rv_scene_width(const rv_scene *scene)
{
    return scene->width;
}

double rv_scene_height(const rv_scene *scene)
{
    return scene->height;
}

const char *rv_scene_description(const rv_scene *scene)
{
    return scene->description ? scene->description : "";
}

void rv_scene_theme(rv_scene *scene, rv_plot_theme theme)
{
    scene->theme = theme;
}

static char *copy(rv_scene *scene, const char *text)
{
    char *own = strdup(text);

    scene->failed |= !own;
    return own;
}

void rv_scene_describe(rv_scene *scene, const char *title, const char *description)
{
    free(scene->title);
    free(scene->description);
    scene->title = copy(scene, title);
    scene->description = copy(scene, description);
}

static rv_mark *add(rv_scene *scene, rv_mark_kind kind)
{
    static const rv_mark blank;
    rv_mark *mark;

    if (scene->failed)
        return NULL;
    if (scene->n == scene->capacity) {
        const size_t more = scene->capacity ? 2 * scene->capacity : 128;
        rv_mark *grown = realloc(scene->marks, more * sizeof *grown);
        if (!grown) {
            scene->failed = true;
            return NULL;
        }
        scene->marks = grown;
        scene->capacity = more;
    }
    mark = &scene->marks[scene->n++];
    *mark = blank;
    mark->kind = kind;
    return mark;
}

void rv_scene_line(rv_scene *scene, double x0, double y0, double x1, double y1, rv_look look)
{
    rv_mark *mark = add(scene, RV_MARK_LINE);

    if (!mark)
        return;
    mark->look = look;
    mark->x[0] = x0, mark->y[0] = y0;
    mark->x[1] = x1, mark->y[1] = y1;
    mark->box = (rv_box){ fmin(x0, x1), fmin(y0, y1), fmax(x0, x1), fmax(y0, y1) };
}

void rv_scene_rect(rv_scene *scene, rv_box box, double radius, rv_look look)
{
    rv_mark *mark = add(scene, RV_MARK_RECT);

    if (!mark)
        return;
    mark->look = look;
    mark->radius = radius;
    mark->x[0] = box.x0, mark->y[0] = box.y0;
    mark->x[1] = box.x1, mark->y[1] = box.y1;
    mark->box = box;
}

void rv_scene_circle(rv_scene *scene, double x, double y, double radius, rv_look look)
{
    rv_mark *mark = add(scene, RV_MARK_CIRCLE);

    if (!mark)
        return;
    mark->look = look;
    mark->x[0] = x, mark->y[0] = y;
    mark->radius = radius;
    mark->box = (rv_box){ x - radius, y - radius, x + radius, y + radius };
}

void rv_scene_path(rv_scene *scene, const double *x, const double *y, size_t points, bool closed, rv_look look)
{
    rv_mark *mark = points ? add(scene, RV_MARK_PATH) : NULL;

    if (!mark)
        return;
    mark->look = look;
    mark->closed = closed;
    if (!(mark->path = malloc(2 * points * sizeof *mark->path))) {
        scene->failed = true;
        return;
    }
    mark->points = points;
    mark->box = (rv_box){ x[0], y[0], x[0], y[0] };
    for (size_t i = 0; i < points; i++) {
        mark->path[2 * i] = x[i];
        mark->path[2 * i + 1] = y[i];
        mark->box = (rv_box){ fmin(mark->box.x0, x[i]), fmin(mark->box.y0, y[i]), fmax(mark->box.x1, x[i]),
                              fmax(mark->box.y1, y[i]) };
    }
}

void rv_scene_polygon(rv_scene *scene, const double *x, const double *y, size_t points, rv_look look)
{
    rv_scene_path(scene, x, y, points, true, look);
}

static rv_mark *add_text(rv_scene *scene, double x, double y, const rv_line *line, const rv_face *face)
{
    rv_mark *mark = line->text && *line->text ? add(scene, RV_MARK_TEXT) : NULL;

    if (!mark)
        return NULL;
    mark->x[0] = x, mark->y[0] = y;
    mark->face = *face;
    mark->rtl = line->rtl;
    mark->text = copy(scene, line->text);
    return mark;
}

void rv_scene_text(rv_scene *scene, double x, double y, rv_anchor anchor, const rv_line *line, const rv_face *face,
                   const char *whole)
{
    const double left = anchor == RV_ANCHOR_LEFT ? x : anchor == RV_ANCHOR_RIGHT ? x - line->width : x - line->width / 2;
    rv_mark *mark = add_text(scene, x, y, line, face);

    if (!mark)
        return;
    mark->anchor = anchor;
    mark->whole = whole ? copy(scene, whole) : NULL;
    mark->box = (rv_box){ left, y - line->ascent, left + line->width, y + line->descent };
}

void rv_scene_lines(rv_scene *scene, double x, double top, rv_anchor anchor, const rv_lines *lines, const rv_face *face)
{
    for (size_t i = 0; i < lines->n; i++) {
        const rv_line *line = &lines->line[i];
        rv_scene_text(scene, x, top + line->ascent, anchor, line, face, i + 1 == lines->n ? lines->whole : NULL);
        top += line->ascent + line->descent;
    }
}

void rv_scene_text_upward(rv_scene *scene, double x, double y, const rv_line *line, const rv_face *face)
{
    const double baseline = x + (line->ascent - line->descent) / 2;
    rv_mark *mark = add_text(scene, baseline, y, line, face);

    if (!mark)
        return;
    mark->anchor = RV_ANCHOR_MIDDLE;
    mark->upward = true;
    mark->box = (rv_box){ baseline - line->ascent, y - line->width / 2, baseline + line->descent, y + line->width / 2 };
}
