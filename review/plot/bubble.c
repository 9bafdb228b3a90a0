/* The bubble plot of a meta-regression: effects against a moderator, with what the model says of it. */
#include <config.h>

#include <math.h>

#include "plot/chart_data.h"

static const rv_look EFFECT = { .fill = RV_SKY, .stroke = RV_BLUE, .line = 0.8, .clear = 0.3 }, FITTED = { .stroke = RV_BLUE, .line = 1.5 },
                     CONFIDENCE = { .fill = RV_MIST }, PREDICTION = { .fill = RV_SHADE_1 },
                     PREDICTED = { .stroke = RV_GUIDE, .line = 0.8, .dashed = true }, NULL_LINE = { .stroke = RV_INK, .line = 0.6 };
enum { LARGEST = 9, MANY = 300 };
static const size_t LO = offsetof(rv_chart_row, lo), HI = offsetof(rv_chart_row, hi), PI_LO = offsetof(rv_chart_row, pi_lo),
                    PI_HI = offsetof(rv_chart_row, pi_hi), Y = offsetof(rv_chart_row, y);

typedef struct { size_t from, to; } curve;

static bool has(const rv_chart_data *d, const curve *line, size_t member)
{
    return line->from < line->to && isfinite(rv_chart_curve_at(d, line->from, line->to, member, d->rows[line->from].x));
}

static void ends(rv_chart *c, const rv_chart_data *d, double null)
{
    double lo = INFINITY, hi = -INFINITY;

    rv_axis_none(&c->x, false);
    rv_axis_none(&c->y, d->log_scale > 0);
    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        if (!rv_chart_is(r, RV_CHART_POINT) && !rv_chart_is(r, RV_CHART_LINE))
            continue;
        rv_axis_reach(&c->x, r->x);
        rv_axis_reach(&c->y, r->y);
        lo = fmin(lo, isfinite(r->pi_lo) ? r->pi_lo : r->lo);
        hi = fmax(hi, isfinite(r->pi_hi) ? r->pi_hi : r->hi);
    }
    /* Bands that run far beyond the effects are cut: they would press them flat. */
    const double span = fmax(c->y.hi - c->y.lo, 1e-12);
    rv_axis_reach(&c->y, fmax(lo, c->y.lo - span));
    rv_axis_reach(&c->y, fmin(hi, c->y.hi + span));
    if (null > c->y.lo - 0.3 * span && null < c->y.hi + 0.3 * span)
        rv_axis_reach(&c->y, null);
    rv_axis_room(&c->x, 0.06, 0.06);
    rv_axis_room(&c->y, 0.05, 0.05);
}

static void model(rv_chart *c, const rv_chart_data *d, const curve *line)
{
    if (has(d, line, PI_LO)) {
        rv_chart_draw_band(c, d, line->from, line->to, PI_LO, PI_HI, PREDICTION);
        rv_chart_draw_curve(c, d, line->from, line->to, PI_LO, PREDICTED);
        rv_chart_draw_curve(c, d, line->from, line->to, PI_HI, PREDICTED);
    }
    if (has(d, line, LO))
        rv_chart_draw_band(c, d, line->from, line->to, LO, HI, CONFIDENCE);
}

/* The largest first, so that none hides a smaller one. */
static void points(rv_chart *c, const rv_chart_data *d, const rv_chart_options *o, const curve *line)
{
    const double most = rv_chart_heaviest(d), largest = d->n > MANY ? LARGEST / 2.0 : LARGEST;
    const double span = c->y.hi - c->y.lo;

    for (int step = 16; step > 0; step--)
        for (size_t i = 0; i < d->n; i++) {
            const rv_chart_row *r = &d->rows[i];
            const double radius = rv_chart_radius(r->weight, most, largest, 3);
            double away;
            if (!rv_chart_is(r, RV_CHART_POINT) || (int)fmin(16, fmax(1, ceil(16 * radius / largest))) != step)
                continue;
            away = fabs(r->y - rv_chart_curve_at(d, line->from, line->to, Y, r->x));
            rv_chart_point(c, r->x, r->y, RV_SHAPE_CIRCLE, radius, EFFECT);
            if (rv_chart_wants_name(d, o, away > span / 6))
                rv_chart_name(c, r->x, r->y, radius, r->label, isfinite(away) ? away : 0);
        }
}

static void explain(rv_chart *c, const rv_chart_data *d, const curve *line)
{
    const bool fitted = line->from < line->to;

    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, EFFECT, rv_chart_heaviest(d) > 0 ? "Effect, area by weight" : "Effect");
    if (fitted)
        rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, FITTED, "Mean by the model");
    if (has(d, line, LO))
        rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, CONFIDENCE, "%s confidence interval of the mean", rv_chart_percent(rv_chart_level(d)));
    if (has(d, line, PI_LO))
        rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, (rv_look){ .fill = RV_SHADE_1, .stroke = RV_GUIDE, .line = 0.8, .dashed = true },
                       "%s prediction interval of an effect", rv_chart_percent(rv_chart_level(d)));
    rv_chart_say(c, "Bubble plot of %zu effects: %s against %s.", rv_chart_count(d, RV_CHART_POINT), c->y_name, c->x_name);
    const rv_chart_row *a = NULL, *b = NULL;
    for (size_t i = line->from; i < line->to; i++)
        if (rv_chart_is(&d->rows[i], RV_CHART_LINE)) {
            a = a ? a : &d->rows[i];
            b = &d->rows[i];
        }
    if (a) {
        rv_chart_say(c, " By the model the mean is %s at %g and %s at %g.", rv_chart_real(a->y, 2, d->log_scale > 0), a->x,
                     rv_chart_real(b->y, 2, d->log_scale > 0), b->x);
    }
    rv_chart_data_notes(c, d);
}

rv_status rv_plot_bubble(rv_scene **out, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    const double null = rv_chart_null(d, o);
    curve line = { 0, 0 };
    rv_chart c;
    rv_status st = rv_chart_begin(&c, "bubble", d, o, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    if (!rv_chart_next_curve(d, &line.from, &line.to))
        line.from = line.to = 0;
    rv_chart_effect_name(d, d->y_name, &c.y_words);
    ends(&c, d, null);
    c.x_name = *d->x_name ? d->x_name : "Moderator";
    c.y_name = rv_buf_str(&c.y_words);
    rv_chart_open(&c, d, o, "Bubble plot");
    model(&c, d, &line);
    rv_chart_line(&c, c.x.lo, null, c.x.hi, null, NULL_LINE);
    rv_chart_draw_curve(&c, d, line.from, line.to, Y, FITTED);
    points(&c, d, o, &line);
    explain(&c, d, &line);
    return rv_chart_end(&c, out, err);
}
