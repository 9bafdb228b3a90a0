/* The Baujat plot: which effects make heterogeneity, and which move the pooled effect. */
#include <config.h>

#include <math.h>

#include "plot/chart_data.h"

static const rv_look EFFECT = { .fill = RV_SKY, .stroke = RV_BLUE, .line = 0.7 };
/* Named are those that have this share of the largest in either direction. */
static const double OUTER = 0.2;
enum { MANY = 300 };

static void points(rv_chart *c, const rv_chart_data *d, const rv_chart_options *o)
{
    const double radius = d->n > MANY ? 1.8 : 2.8;
    double most_x = 0, most_y = 0;

    for (size_t i = 0; i < d->n; i++)
        if (rv_chart_is(&d->rows[i], RV_CHART_POINT)) {
            most_x = fmax(most_x, d->rows[i].x);
            most_y = fmax(most_y, d->rows[i].y);
        }
    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        const double x = most_x > 0 ? r->x / most_x : 0, y = most_y > 0 ? r->y / most_y : 0;
        if (!rv_chart_is(r, RV_CHART_POINT))
            continue;
        rv_chart_point(c, r->x, r->y, RV_SHAPE_CIRCLE, radius, EFFECT);
        if (rv_chart_wants_name(d, o, (x > OUTER || y > OUTER)))
            rv_chart_name(c, r->x, r->y, radius, r->label, hypot(x, y));
    }
}

/* The effect that stands out most in each direction, in words. */
static void say(rv_chart *c, const rv_chart_data *d)
{
    const rv_chart_row *x = NULL, *y = NULL;
    size_t left_out = 0;

    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        left_out += r->kind == RV_CHART_POINT && !rv_chart_is(r, RV_CHART_POINT);
        if (!rv_chart_is(r, RV_CHART_POINT))
            continue;
        x = !x || r->x > x->x ? r : x;
        y = !y || r->y > y->y ? r : y;
    }
    rv_chart_say(c, "Baujat plot of %zu effects.", rv_chart_count(d, RV_CHART_POINT));
    if (x && y && *x->label && *y->label)
        rv_chart_say(c, " %s contributes most to heterogeneity, %s has the largest influence on the pooled effect.", x->label, y->label);
    if (left_out)
        rv_chart_note(c, "Not drawn: %zu effect%s without which the model cannot be fitted.", left_out, left_out == 1 ? "" : "s");
    rv_chart_data_notes(c, d);
}

rv_status rv_plot_baujat(rv_scene **out, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    rv_chart c;
    rv_status st = rv_chart_begin(&c, "baujat", d, o, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    rv_axis_none(&c.x, false);
    rv_axis_none(&c.y, false);
    rv_axis_reach(&c.x, 0);
    rv_axis_reach(&c.y, 0);
    for (size_t i = 0; i < d->n; i++)
        if (rv_chart_is(&d->rows[i], RV_CHART_POINT)) {
            rv_axis_reach(&c.x, d->rows[i].x);
            rv_axis_reach(&c.y, d->rows[i].y);
        }
    rv_axis_room(&c.x, 0.02, 0.06);
    rv_axis_room(&c.y, 0.02, 0.06);
    c.grid = true;
    c.x_name = "Contribution to heterogeneity (squared Pearson residual)";
    c.y_name = "Influence on the pooled effect";
    rv_chart_open(&c, d, o, "Baujat plot");
    points(&c, d, o);
    say(&c, d);
    return rv_chart_end(&c, out, err);
}
