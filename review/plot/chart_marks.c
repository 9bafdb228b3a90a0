/* Marks within the area of a chart: what reaches beyond it is cut at its edge. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "plot/chart.h"

double rv_chart_x(const rv_chart *c, double x)
{
    return c->area.x0 + (x - c->x.lo) / (c->x.hi - c->x.lo) * (c->area.x1 - c->area.x0);
}

double rv_chart_y(const rv_chart *c, double y)
{
    const double share = (y - c->y.lo) / (c->y.hi - c->y.lo);

    return c->y_down ? c->area.y0 + share * (c->area.y1 - c->area.y0) : c->area.y1 - share * (c->area.y1 - c->area.y0);
}

static void no_memory(rv_chart *c)
{
    rv_error err;

    rv_chart_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
}

void rv_chart_avoid(rv_chart *c, rv_box box)
{
    if (c->st != RV_OK)
        return;
    if (!rv_grow(&c->taken, c->n_taken, &c->taken_room, sizeof *c->taken))
        no_memory(c);
    else
        c->taken[c->n_taken++] = box;
}

void rv_chart_avoid_line(rv_chart *c, double x0, double y0, double x1, double y1)
{
    if (c->st != RV_OK)
        return;
    if (!rv_grow(&c->stroke, c->strokes, &c->stroke_room, sizeof *c->stroke))
        no_memory(c);
    else
        c->stroke[c->strokes++] = (rv_box){ x0, y0, x1, y1 };
}

bool rv_chart_crosses(const rv_box *line, const rv_box *box, double *enter, double *leave)
{
    const double dx = line->x1 - line->x0, dy = line->y1 - line->y0;
    const double p[] = { -dx, dx, -dy, dy };
    const double q[] = { line->x0 - box->x0, box->x1 - line->x0, line->y0 - box->y0, box->y1 - line->y0 };

    *enter = 0, *leave = 1;
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0 && q[i] < 0)
            return false;
        if (p[i] < 0)
            *enter = fmax(*enter, q[i] / p[i]);
        else if (p[i] > 0)
            *leave = fmin(*leave, q[i] / p[i]);
    }
    return *enter <= *leave;
}

/* The part of the line that lies in the box; false when none does. */
static bool clip(const rv_box *box, double *x0, double *y0, double *x1, double *y1)
{
    const double dx = *x1 - *x0, dy = *y1 - *y0, from_x = *x0, from_y = *y0;
    double enter, leave;

    if (!rv_chart_crosses(&(rv_box){ *x0, *y0, *x1, *y1 }, box, &enter, &leave))
        return false;
    /* Of ends far out the digits that matter here are lost: what comes out is held within the box. */
    *x0 = fmin(fmax(from_x + enter * dx, box->x0), box->x1), *y0 = fmin(fmax(from_y + enter * dy, box->y0), box->y1);
    *x1 = fmin(fmax(from_x + leave * dx, box->x0), box->x1), *y1 = fmin(fmax(from_y + leave * dy, box->y0), box->y1);
    return true;
}

void rv_chart_line(rv_chart *c, double x0, double y0, double x1, double y1, rv_look look)
{
    double ax = rv_chart_x(c, x0), ay = rv_chart_y(c, y0), bx = rv_chart_x(c, x1), by = rv_chart_y(c, y1);

    if (c->st != RV_OK || !isfinite(ax) || !isfinite(ay) || !isfinite(bx) || !isfinite(by) || !clip(&c->area, &ax, &ay, &bx, &by))
        return;
    rv_scene_line(c->scene, ax, ay, bx, by, look);
    rv_chart_avoid_line(c, ax, ay, bx, by);
}

/* The stretches of the curve that lie in the area, each a path. */
void rv_chart_curve(rv_chart *c, const double *x, const double *y, size_t n, rv_look look)
{
    double *px, *py;
    size_t m = 0;

    if (c->st != RV_OK || n < 2)
        return;
    if (!(px = malloc(2 * n * sizeof *px))) {
        no_memory(c);
        return;
    }
    py = px + n;
    for (size_t i = 0; i + 1 < n; i++) {
        double ax = rv_chart_x(c, x[i]), ay = rv_chart_y(c, y[i]), bx = rv_chart_x(c, x[i + 1]), by = rv_chart_y(c, y[i + 1]);
        const double end_x = bx, end_y = by;
        const bool drawn = isfinite(ax) && isfinite(ay) && isfinite(bx) && isfinite(by) && clip(&c->area, &ax, &ay, &bx, &by);
        if (drawn && m == 0)
            px[m] = ax, py[m] = ay, m++;
        if (drawn) {
            px[m] = bx, py[m] = by, m++;
            rv_chart_avoid_line(c, ax, ay, bx, by);
        }
        if (m && (!drawn || bx != end_x || by != end_y || i + 2 == n)) {
            rv_scene_path(c->scene, px, py, m, false, look);
            m = 0;
        }
    }
    free(px);
}

/* Sutherland and Hodgman, one edge: what lies on the inner side of it. Edge 0 left, 1 right, 2 upper, 3 lower. */
static size_t cut(const rv_box *box, int edge, const double *in, size_t n, double *out)
{
    const double at = edge == 0 ? box->x0 : edge == 1 ? box->x1 : edge == 2 ? box->y0 : box->y1;
    const int axis = edge / 2, sign = edge % 2 ? -1 : 1;
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        const double *a = in + 2 * i, *b = in + 2 * ((i + 1) % n);
        const bool a_in = sign * (a[axis] - at) >= 0, b_in = sign * (b[axis] - at) >= 0;
        if (a_in) {
            out[2 * m] = a[0], out[2 * m + 1] = a[1];
            m++;
        }
        if (a_in != b_in) {
            const double t = (at - a[axis]) / (b[axis] - a[axis]);
            out[2 * m + axis] = at;
            out[2 * m + 1 - axis] = a[1 - axis] + t * (b[1 - axis] - a[1 - axis]);
            m++;
        }
    }
    return m;
}

/* Corners so far out that differences between them would overflow are taken nearer. */
static double near(double x)
{
    return isnan(x) ? x : fmax(-1e12, fmin(1e12, x));
}

void rv_chart_area(rv_chart *c, const double *x, const double *y, size_t n, rv_look look)
{
    const size_t most = 16 * (n + 4);              /* an edge at most doubles the points */
    double *a, *b;
    size_t m = n;

    if (c->st != RV_OK || n < 3)
        return;
    if (!(a = malloc(6 * most * sizeof *a))) {
        no_memory(c);
        return;
    }
    b = a + 2 * most;
    for (size_t i = 0; i < n; i++) {
        a[2 * i] = near(rv_chart_x(c, x[i]));
        a[2 * i + 1] = near(rv_chart_y(c, y[i]));
        if (isnan(a[2 * i]) || isnan(a[2 * i + 1]))
            m = 0;
    }
    for (int edge = 0; edge < 4 && m; edge++) {
        double *const from = edge % 2 ? b : a, *const to = edge % 2 ? a : b;
        m = cut(&c->area, edge, from, m, to);
    }
    if (m > 2) {
        double *const px = a + 4 * most, *const py = px + most;
        for (size_t i = 0; i < m; i++)
            px[i] = a[2 * i], py[i] = a[2 * i + 1];
        rv_scene_path(c->scene, px, py, m, true, look);
    }
    free(a);
}

void rv_chart_shape(rv_chart *c, double x, double y, rv_shape shape, double r, rv_look look)
{
    if (c->st != RV_OK)
        return;
    if (shape == RV_SHAPE_CIRCLE) {
        rv_scene_circle(c->scene, x, y, r, look);
    } else if (shape == RV_SHAPE_SQUARE) {
        const double h = 0.886 * r;                /* half of a side: the area of the circle */
        rv_scene_rect(c->scene, (rv_box){ x - h, y - h, x + h, y + h }, 0, look);
    } else if (shape == RV_SHAPE_DIAMOND) {
        const double xs[] = { x - 1.25 * r, x, x + 1.25 * r, x }, ys[] = { y, y - 1.25 * r, y, y + 1.25 * r };
        rv_scene_polygon(c->scene, xs, ys, 4, look);
    } else if (shape == RV_SHAPE_TRIANGLE) {
        const double xs[] = { x - 1.17 * r, x, x + 1.17 * r }, ys[] = { y + 0.8 * r, y - 1.2 * r, y + 0.8 * r };
        rv_scene_polygon(c->scene, xs, ys, 3, look);
    } else {
        rv_scene_line(c->scene, x, y - r, x, y + r, look);
    }
}

bool rv_chart_point(rv_chart *c, double x, double y, rv_shape shape, double r, rv_look look)
{
    const double px = rv_chart_x(c, x), py = rv_chart_y(c, y), slack = 0.01;

    if (c->st != RV_OK)
        return false;
    if (!(px >= c->area.x0 - slack && px <= c->area.x1 + slack && py >= c->area.y0 - slack && py <= c->area.y1 + slack)) {
        c->outside++;
        return false;
    }
    rv_chart_shape(c, px, py, shape, r, look);
    rv_chart_avoid(c, (rv_box){ px - 0.9 * r, py - 0.9 * r, px + 0.9 * r, py + 0.9 * r });
    return true;
}
