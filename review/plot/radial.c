/* The radial (Galbraith) plot: precise studies to the right, the effect as the slope, read off on an arc. */
#include <config.h>

#include <math.h>

#include "plot/chart_data.h"

static const rv_look EFFECT = { .fill = RV_SKY, .stroke = RV_BLUE, .line = 0.7 }, BAND = { .fill = RV_MIST }, POOLED = { .stroke = RV_BLUE, .line = 1.3 },
                     ARC = { .stroke = RV_INK, .line = 0.8 }, INTERVAL = { .stroke = RV_BLUE, .line = 3 };
enum { MANY = 300, ARC_STEPS = 80, ROOM = 52, TICK = 3 };

typedef struct {
    const rv_chart_data *data;
    rv_chart chart;
    double   critical;
    double   lo, hi;              /* effects that the arc shows */
    double   radius;              /* of the arc, points */
} figure;

/* Where the ray of an effect meets the arc, on the page. */
static void on_arc(const figure *f, double effect, double radius, double *px, double *py)
{
    const rv_chart *c = &f->chart;
    const double ox = rv_chart_x(c, 0), oy = rv_chart_y(c, 0);
    const double dx = rv_chart_x(c, 1) - ox, dy = rv_chart_y(c, effect) - oy, length = hypot(dx, dy);

    *px = ox + radius * dx / length;
    *py = oy + radius * dy / length;
}

static bool within(const figure *f, double py) { return py >= f->chart.area.y0 && py <= f->chart.area.y1; }

/* The axis of x goes so far that the arc, as wide as the area, holds every point. */
static void ends(figure *f)
{
    rv_chart *c = &f->chart;

    rv_axis_none(&c->x, false);
    rv_axis_none(&c->y, false);
    rv_axis_reach(&c->x, 0);
    rv_axis_reach(&c->y, -f->critical);
    rv_axis_reach(&c->y, f->critical);
    f->lo = INFINITY, f->hi = -INFINITY;
    for (size_t i = 0; i < f->data->n; i++) {
        const rv_chart_row *r = &f->data->rows[i];
        if (!rv_chart_is(r, RV_CHART_POINT))
            continue;
        rv_axis_reach(&c->x, r->x);
        rv_axis_reach(&c->y, r->y);
        f->lo = fmin(f->lo, r->y / r->x);
        f->hi = fmax(f->hi, r->y / r->x);
    }
    const double far = c->x.hi;
    rv_axis_reach(&c->y, f->data->estimate * far - f->critical);
    rv_axis_reach(&c->y, f->data->estimate * far + f->critical);
    rv_axis_room(&c->x, 0, 0.04);
    rv_axis_room(&c->y, 0.05, 0.05);
    const double high = c->aspect, span = c->y.hi - c->y.lo;
    double widest = 0;
    for (size_t i = 0; i < f->data->n; i++) {
        const rv_chart_row *r = &f->data->rows[i];
        if (rv_chart_is(r, RV_CHART_POINT))       /* lengths in widths of the area: (x / hi)^2 + dy^2 must not exceed 1 */
            widest = fmax(widest, r->x / sqrt(fmax(0.05, 1 - pow(fmin(0.97, high * fabs(r->y) / span), 2))));
    }
    c->x.hi = fmax(c->x.hi, 1.03 * widest);
}

static void arc(figure *f)
{
    rv_chart *c = &f->chart;
    rv_axis axis = { .lo = f->lo, .hi = f->hi, .log_scale = f->data->log_scale > 0, .no_effect = NAN };
    double x[ARC_STEPS + 1], y[ARC_STEPS + 1], last = INFINITY;
    size_t n = 0;

    rv_axis_room(&axis, 0.08, 0.08);
    f->radius = rv_chart_x(c, c->x.hi) - rv_chart_x(c, 0);
    for (int i = 0; i <= ARC_STEPS; i++) {
        on_arc(f, axis.lo + (axis.hi - axis.lo) * i / ARC_STEPS, f->radius, &x[n], &y[n]);
        n += within(f, y[n]);
    }
    rv_scene_path(c->scene, x, y, n, false, ARC);
    for (size_t i = 1; i < n; i++)
        rv_chart_avoid_line(c, x[i - 1], y[i - 1], x[i], y[i]);
    rv_axis_ticks(&axis, c->area.y1 - c->area.y0, c->type, &rv_chart_plain);
    for (size_t i = 0; i < axis.n; i++) {
        double ax, ay, bx, by;
        on_arc(f, axis.at[i], f->radius, &ax, &ay);
        on_arc(f, axis.at[i], f->radius + TICK, &bx, &by);
        if (!within(f, ay - 5) || !within(f, ay + 5) || last - by < 10)    /* upwards, each label clear of the one below */
            continue;
        rv_scene_line(c->scene, ax, ay, bx, by, ARC);
        rv_chart_avoid(c, (rv_box){ bx, by - 6, bx + 3 + ROOM, by + 6 });
        rv_chart_words(c, bx + 3, by - 4.6, RV_ANCHOR_LEFT, &rv_chart_plain, ROOM, 1, axis.label[i]);
        last = by;
    }
    if (isfinite(f->data->ci_lo) && isfinite(f->data->ci_hi)) {
        n = 0;
        for (int i = 0; i <= ARC_STEPS; i++) {
            on_arc(f, f->data->ci_lo + (f->data->ci_hi - f->data->ci_lo) * i / ARC_STEPS, f->radius, &x[n], &y[n]);
            n += within(f, y[n]);
        }
        rv_scene_path(c->scene, x, y, n, false, INTERVAL);
    }
}

static size_t points(figure *f, const rv_chart_options *o)
{
    const rv_chart_data *d = f->data;
    const double radius = d->n > MANY ? 1.8 : 2.8;
    size_t out = 0;

    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        const double away = fabs(r->y - d->estimate * r->x);
        if (!rv_chart_is(r, RV_CHART_POINT))
            continue;
        rv_chart_point(&f->chart, r->x, r->y, RV_SHAPE_CIRCLE, radius, EFFECT);
        out += away > f->critical;
        if (rv_chart_wants_name(d, o, away > f->critical))
            rv_chart_name(&f->chart, r->x, r->y, radius, r->label, away);
    }
    return out;
}

static void explain(figure *f, size_t out)
{
    rv_chart *c = &f->chart;
    const rv_chart_data *d = f->data;
    const char *level = rv_chart_percent(rv_chart_level(d));

    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, EFFECT, "Effect");
    rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, POOLED, "Pooled effect %s", rv_chart_real(d->estimate, 2, d->log_scale > 0));
    if (isfinite(d->ci_lo))
        rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, INTERVAL, "Its %s interval, on the arc", level);
    rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, BAND, "%s of effects expected within", level);
    rv_chart_note(c, "The slope of the ray from the origin through a point is its effect, read off on the arc%s.",
                  d->log_scale > 0 ? " (as a ratio)" : "");
    rv_chart_say(c, "Radial (Galbraith) plot of %zu effects. The pooled effect is %s; %zu of %zu effects lie outside the %s band around it.",
                 rv_chart_count(d, RV_CHART_POINT), rv_chart_real(d->estimate, 2, d->log_scale > 0), out, rv_chart_count(d, RV_CHART_POINT), level);
    rv_chart_data_notes(c, d);
}

static rv_status check(const rv_chart_data *d, rv_error *err)
{
    for (size_t i = 0; i < d->n; i++)
        if (rv_chart_is(&d->rows[i], RV_CHART_POINT) && !(d->rows[i].x > 0))
            return rv_fail(err, RV_EDOMAIN, "row %zu (%.60s): x is %g; 1 / s must be positive", i + 1, d->rows[i].label, d->rows[i].x);
    return rv_chart_needs(d->estimate, "estimate", "a radial plot", err);
}

rv_status rv_plot_radial(rv_scene **out, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    figure f = { .data = d, .critical = rv_chart_critical(rv_chart_level(d)) };
    rv_chart *c = &f.chart;
    rv_status st;

    *out = NULL;
    if ((st = check(d, err)) != RV_OK || (st = rv_chart_begin(c, "radial", d, o, err)) != RV_OK)
        return st;
    c->aspect = 0.8;
    c->right_room = ROOM;
    ends(&f);
    c->x_name = d->tau2 > 0 ? "Precision: 1 / \u221A(v + \u03C4\u00B2)" : "Precision: 1 / \u221Av";
    c->y_name = d->tau2 > 0 ? "Effect / \u221A(v + \u03C4\u00B2)" : "Effect / \u221Av";
    rv_chart_open(c, d, o, "Radial plot");
    const double far = c->x.hi, x[] = { 0, far, far, 0 };
    const double y[] = { -f.critical, d->estimate * far - f.critical, d->estimate * far + f.critical, f.critical };
    rv_chart_area(c, x, y, 4, BAND);
    rv_chart_line(c, 0, 0, far, d->estimate * far, POOLED);
    arc(&f);
    explain(&f, points(&f, o));
    return rv_chart_end(c, out, err);
}
