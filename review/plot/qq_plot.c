/* Normal quantiles of standardised residuals: does the model fit, and which effects does it not? */
#include <config.h>

#include <math.h>

#include "plot/chart_data.h"

static const rv_look EFFECT = { .fill = RV_SKY, .stroke = RV_BLUE, .line = 0.7 }, LINE = { .stroke = RV_INK, .line = 0.8 },
                     ENVELOPE = { .fill = RV_MIST };
enum { MANY = 300 };

typedef struct { size_t from, to; } curve;

static bool outside(const rv_chart_data *d, const curve *line, const rv_chart_row *r)
{
    return r->y < rv_chart_curve_at(d, line->from, line->to, offsetof(rv_chart_row, lo), r->x)
           || r->y > rv_chart_curve_at(d, line->from, line->to, offsetof(rv_chart_row, hi), r->x);
}

/* How many lie outside the envelope. */
static size_t points(rv_chart *c, const rv_chart_data *d, const rv_chart_options *o, const curve *line)
{
    const double radius = d->n > MANY ? 1.8 : 2.8;
    size_t out = 0;

    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        if (!rv_chart_is(r, RV_CHART_POINT))
            continue;
        rv_chart_point(c, r->x, r->y, RV_SHAPE_CIRCLE, radius, EFFECT);
        out += outside(d, line, r);
        if (rv_chart_wants_name(d, o, (outside(d, line, r) || fabs(r->y) > rv_chart_critical(rv_chart_level(d)))))
            rv_chart_name(c, r->x, r->y, radius, r->label, fabs(r->y));
    }
    return out;
}

static void explain(rv_chart *c, const rv_chart_data *d, const curve *line, size_t out)
{
    const bool band = line->from < line->to && isfinite(d->rows[line->from].lo);

    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, EFFECT, "Effect");
    rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, LINE, "Normal distribution");
    if (band)
        rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, ENVELOPE, "%s of residuals expected within, each by itself",
                       rv_chart_percent(rv_chart_level(d)));
    rv_chart_say(c, "Normal quantile plot of %zu standardised residuals.", rv_chart_count(d, RV_CHART_POINT));
    if (band)
        rv_chart_say(c, " %zu lie%s outside the envelope.", out, out == 1 ? "s" : "");
    rv_chart_data_notes(c, d);
}

rv_status rv_plot_qq(rv_scene **out, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    curve line = { 0, 0 };
    rv_chart c;
    rv_status st = rv_chart_begin(&c, "qq", d, o, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    rv_axis_none(&c.x, false);
    rv_axis_none(&c.y, false);
    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        if (rv_chart_is(r, RV_CHART_POINT) || rv_chart_is(r, RV_CHART_LINE)) {
            rv_axis_reach(&c.x, r->x);
            rv_axis_reach(&c.y, r->y);
            rv_axis_reach(&c.y, r->kind == RV_CHART_LINE ? r->lo : NAN);
            rv_axis_reach(&c.y, r->kind == RV_CHART_LINE ? r->hi : NAN);
        }
    }
    rv_axis_room(&c.x, 0.05, 0.05);
    rv_axis_room(&c.y, 0.05, 0.05);
    c.aspect = 0.8;
    c.x_name = "Normal quantile";
    c.y_name = "Standardised residual";
    rv_chart_open(&c, d, o, "Normal quantile plot");
    if (rv_chart_next_curve(d, &line.from, &line.to))
        rv_chart_draw_band(&c, d, line.from, line.to, offsetof(rv_chart_row, lo), offsetof(rv_chart_row, hi), ENVELOPE);
    rv_chart_line(&c, fmax(c.x.lo, c.y.lo), fmax(c.x.lo, c.y.lo), fmin(c.x.hi, c.y.hi), fmin(c.x.hi, c.y.hi), LINE);
    explain(&c, d, &line, points(&c, d, o, &line));
    return rv_chart_end(&c, out, err);
}
