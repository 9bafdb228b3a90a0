/* The funnel plot: effects against their standard errors. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/funnel.h"

static const rv_look STUDY = { .fill = RV_SKY, .stroke = RV_BLUE, .line = 0.7 }, FILLED = { .fill = RV_PAPER, .stroke = RV_ORANGE, .line = 1.1 },
                     POOLED = { .stroke = RV_BLUE, .line = 1 }, NULL_LINE = { .stroke = RV_INK, .line = 0.7 };
/* Curves differ by colour and by dashes. */
static const rv_look CURVES[] = { { .stroke = RV_ORANGE, .line = 1.2 }, { .stroke = RV_GREEN, .line = 1.2, .dashed = true },
                                  { .stroke = RV_PURPLE, .line = 1.2 }, { .stroke = RV_GOLD, .line = 1.2, .dashed = true } };
enum { MOST_CURVES = 4 };

static double height_of(const rv_funnel_figure *f, const rv_chart_row *r)
{
    return f->options->funnel_y == RV_FUNNEL_SIZE ? r->weight : rv_funnel_height(f->options->funnel_y, r->y);
}

static rv_status check(const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    rv_status st = rv_chart_needs(d->estimate, "estimate", "a funnel plot", err);

    for (size_t i = 0; st == RV_OK && i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        if ((r->kind == RV_CHART_POINT || r->kind == RV_CHART_FILL) && isfinite(r->y) && !(r->y > 0))
            st = rv_fail(err, RV_EDOMAIN, "row %zu (%.60s): the standard error is %g; it must be positive", i + 1, r->label, r->y);
        else if (o->funnel_y == RV_FUNNEL_SIZE && rv_chart_is(r, RV_CHART_POINT) && isnan(r->weight))
            st = rv_fail(err, RV_EINVAL, "row %zu (%.60s) has no weight; by size, a funnel plot needs the size of each study there", i + 1,
                         r->label);
    }
    return st;
}

/* Over all points, the pooled effect and no effect; up to the largest standard error, or from the least precision. */
static void ends(rv_funnel_figure *f)
{
    rv_chart *c = &f->chart;
    const rv_chart_data *d = f->data;
    const bool down = f->options->funnel_y == RV_FUNNEL_SE || f->options->funnel_y == RV_FUNNEL_VARIANCE;

    rv_axis_none(&c->x, d->log_scale > 0);
    rv_axis_none(&c->y, false);
    if (down)
        rv_axis_reach(&c->y, 0);
    rv_axis_reach(&c->x, d->estimate);
    if (f->options->regions != RV_FUNNEL_PSEUDO)
        rv_axis_reach(&c->x, f->null);
    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        if (!rv_chart_is(r, RV_CHART_POINT) && !rv_chart_is(r, RV_CHART_FILL))
            continue;
        rv_axis_reach(&c->x, r->x);
        rv_axis_reach(&c->y, height_of(f, r));
        f->most_se = fmax(f->most_se, r->y);
    }
    rv_axis_room(&c->y, down ? 0 : 0.04, 0.04);
    c->y_down = down;
    if (f->options->funnel_y == RV_FUNNEL_SE)
        f->most_se = c->y.hi;
    else if (f->options->funnel_y == RV_FUNNEL_VARIANCE)
        f->most_se = sqrt(c->y.hi);
    else
        f->most_se *= 1.1;
    if (f->options->funnel_y != RV_FUNNEL_SIZE && f->options->regions != RV_FUNNEL_CONTOURS) {
        rv_axis_reach(&c->x, d->estimate - f->critical * f->most_se);      /* the whole funnel, to its foot */
        rv_axis_reach(&c->x, d->estimate + f->critical * f->most_se);
    }
    rv_axis_room(&c->x, 0.04, 0.04);
}

static void curves(rv_funnel_figure *f)
{
    size_t from = 0, to = 0, drawn = 0;

    while (f->options->funnel_y != RV_FUNNEL_SIZE && drawn < MOST_CURVES && rv_chart_next_curve(f->data, &from, &to)) {
        const size_t n = to - from;
        double *x = malloc(2 * n * sizeof *x);
        rv_error err;
        if (!x) {
            rv_chart_fail(&f->chart, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
            return;
        }
        rv_chart_curve_of(f->data, from, to, offsetof(rv_chart_row, x), x);
        rv_chart_curve_of(f->data, from, to, offsetof(rv_chart_row, y), x + n);
        for (size_t i = 0; i < n; i++)
            x[n + i] = rv_funnel_height(f->options->funnel_y, x[n + i]);
        rv_chart_curve(&f->chart, x, x + n, n, CURVES[drawn]);
        rv_chart_entry(&f->chart, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, CURVES[drawn++], "%s", *f->data->rows[from].text ? f->data->rows[from].text : "Regression");
        free(x);
    }
}

/* How far a study lies from the pooled effect, in standard errors. */
static double outlying(const rv_funnel_figure *f, const rv_chart_row *r)
{
    return fabs(r->x - f->data->estimate) / r->y;
}

static size_t points(rv_funnel_figure *f)
{
    const double radius = f->data->n > 300 ? 1.8 : 2.8;
    size_t out = 0;

    for (int kind = RV_CHART_FILL; kind >= RV_CHART_POINT; kind--)         /* what was measured lies over what was filled in */
        for (size_t i = 0; i < f->data->n; i++) {
            const rv_chart_row *r = &f->data->rows[i];
            rv_look look = kind == RV_CHART_POINT ? STUDY : FILLED;
            if (!rv_chart_is(r, (rv_chart_kind)kind) || isnan(height_of(f, r)))
                continue;
            if (f->data->n > 300 && kind == RV_CHART_POINT)     /* so many are a cloud, darker where they are dense */
                look = (rv_look){ .fill = RV_BLUE, .clear = 0.6 };
            rv_chart_point(&f->chart, r->x, height_of(f, r), RV_SHAPE_CIRCLE, radius, look);
            if (kind == RV_CHART_FILL)
                continue;
            out += outlying(f, r) > f->critical;
            if (rv_chart_wants_name(f->data, f->options, outlying(f, r) > f->critical))
                rv_chart_name(&f->chart, r->x, height_of(f, r), radius, r->label, outlying(f, r));
        }
    return out;
}

/* Residuals of a model with moderators lie around nought, which is no pooled effect. */
static bool residuals(const rv_chart_data *d)
{
    return d->estimate == 0 && isnan(d->ci_lo) && !*d->measure;
}

static void explain(rv_funnel_figure *f, size_t out)
{
    rv_chart *c = &f->chart;
    const rv_chart_data *d = f->data;
    const size_t k = rv_chart_count(d, RV_CHART_POINT), filled = rv_chart_count(d, RV_CHART_FILL);

    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, STUDY, "Effect");
    if (filled)
        rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, FILLED, "Filled in by trim and fill");
    rv_chart_say(c, "Funnel plot of %zu effects. Across: %s; upwards: %s.", k, c->x_name, c->y_name);
    if (residuals(d)) {
        rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, POOLED, "Where the model has them");
    } else {
        rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, POOLED, "Pooled effect %s", rv_chart_real(d->estimate, 2, d->log_scale > 0));
        rv_chart_say(c, " The pooled effect is %s.", rv_chart_real(d->estimate, 2, d->log_scale > 0));
    }
    if (f->options->funnel_y != RV_FUNNEL_SIZE)
        rv_chart_say(c, " %zu of %zu lie outside the region where %s of studies are expected around the middle.", out, k, rv_chart_percent(rv_chart_level(d)));
    if (filled)
        rv_chart_say(c, " %zu more %s filled in.", filled, filled == 1 ? "is" : "are");
    if (f->options->regions != RV_FUNNEL_PSEUDO && f->options->funnel_y != RV_FUNNEL_SIZE)
        rv_chart_note(c, "Shades: what the p-value of an effect would be there, tested against no effect (%s).",
                      rv_chart_real(f->null, 2, d->log_scale > 0));
    rv_chart_data_notes(c, d);
}

static void draw(rv_funnel_figure *f)
{
    static const char *const y_names[] = { "Standard error", "Variance", "Precision (1 / standard error)", "Size of the study" };
    rv_chart *c = &f->chart;

    rv_chart_effect_name(f->data, f->data->x_name, &c->x_words);
    ends(f);
    c->aspect = 0.7;
    c->x_name = rv_buf_str(&c->x_words);
    rv_buf_printf(&c->y_words, "%s%s", y_names[f->options->funnel_y],
                  f->data->log_scale > 0 && f->options->funnel_y != RV_FUNNEL_SIZE ? ", of the logarithm" : "");
    c->y_name = rv_buf_str(&c->y_words);
    rv_chart_open(c, f->data, f->options, "Funnel plot");
    rv_funnel_draw_regions(f);
    if (f->options->regions != RV_FUNNEL_PSEUDO)
        rv_chart_line(c, f->null, c->y.lo, f->null, c->y.hi, NULL_LINE);
    rv_chart_line(c, f->data->estimate, c->y.lo, f->data->estimate, c->y.hi, POOLED);
    curves(f);
    explain(f, points(f));
}

rv_status rv_plot_funnel(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err)
{
    rv_funnel_figure f = { .data = data, .options = options, .null = rv_chart_null(data, options),
                           .critical = rv_chart_critical(rv_chart_level(data)) };
    rv_status st;

    *out = NULL;
    if ((st = check(data, options, err)) != RV_OK || (st = rv_chart_begin(&f.chart, "funnel", data, options, err)) != RV_OK)
        return st;
    draw(&f);
    return rv_chart_end(&f.chart, out, err);
}
