/* A likelihood profile: how fast the likelihood falls off on either side of a parameter's estimate. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/chart_data.h"

static const rv_look CURVE = { .stroke = RV_BLUE, .line = 1.6 }, LIMIT = { .stroke = RV_ORANGE, .line = 1, .dashed = true },
                     INTERVAL = { .fill = RV_MIST }, TOP = { .fill = RV_BLUE };
/* What lies this many times deeper than the limit says no more. */
static const double DEEPEST = 4;

typedef struct {
    size_t from, to;              /* rows of the curve */
    const rv_chart_row *top;      /* the estimate; NULL where the data have none */
    double best, limit;           /* likelihood at the top, and where the test rejects */
    double lo, hi;                /* where the curve has the limit, NaN where it does not come down to it */
    bool   given;                 /* they are of the data */
    size_t others;                /* curves not drawn */
} profile;

static rv_status choose(profile *p, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    size_t from = 0, to = 0;
    char known[300] = "";

    while (rv_chart_next_curve(d, &from, &to)) {
        const char *name = d->rows[from].text;
        const bool wanted = o->component ? strcmp(o->component, name) == 0 : p->to == 0;
        if (wanted)
            p->from = from, p->to = to;
        else
            p->others++;
        if (strlen(known) + strlen(name) + 3 < sizeof known)
            strcat(strcat(known, *known ? ", " : ""), name);
    }
    if (p->to == 0 && *known)
        return rv_fail(err, RV_EINVAL, "there is no curve of '%.60s'; there are %s", o->component, known);
    if (p->to == 0)
        return rv_fail(err, RV_EINVAL, "a likelihood profile needs a curve: rows of the kind line");
    for (size_t i = 0; i < d->n; i++)
        if (rv_chart_is(&d->rows[i], RV_CHART_POINT) && strcmp(d->rows[i].text, d->rows[p->from].text) == 0)
            p->top = &d->rows[i];
    return RV_OK;
}

/* Where the straight line between two points of the curve has the limit. */
static double crossing(const rv_chart_row *a, const rv_chart_row *b, double limit)
{
    return a->x + (limit - a->y) / (b->y - a->y) * (b->x - a->x);
}

static void limits(profile *p, const rv_chart_data *d)
{
    const double z = rv_chart_critical(rv_chart_level(d));
    const double at = p->top ? p->top->x : NAN;

    p->best = p->top ? p->top->y : -INFINITY;
    for (size_t i = p->from; i < p->to; i++)
        if (isfinite(d->rows[i].y))
            p->best = fmax(p->best, d->rows[i].y);
    p->limit = p->best - z * z / 2;
    p->lo = p->hi = NAN;
    if (p->top && isfinite(p->top->lo) && isfinite(p->top->hi)) {
        p->lo = p->top->lo;
        p->hi = p->top->hi;
        p->given = true;
        return;
    }
    for (size_t i = p->from; i + 1 < p->to; i++) {
        const rv_chart_row *a = &d->rows[i], *b = &d->rows[i + 1];
        if (a->y < p->limit && b->y >= p->limit)
            p->lo = crossing(a, b, p->limit);
        if (a->y >= p->limit && b->y < p->limit)
            p->hi = crossing(a, b, p->limit);
    }
    if (isnan(p->lo) && isfinite(at) && d->rows[p->from].x == 0)      /* a variance: the curve ends at nought, above the limit */
        p->lo = 0;
}

static void ends(rv_chart *c, const profile *p, const rv_chart_data *d)
{
    const double deepest = p->best - DEEPEST * (p->best - p->limit);

    rv_axis_none(&c->x, false);
    rv_axis_none(&c->y, false);
    for (size_t i = p->from; i < p->to; i++) {
        rv_axis_reach(&c->x, d->rows[i].x);
        rv_axis_reach(&c->y, fmax(d->rows[i].y, deepest));
    }
    rv_axis_reach(&c->y, p->best);
    rv_axis_reach(&c->y, p->limit);
    if (p->given)
        rv_axis_reach(&c->x, p->hi);
    rv_axis_room(&c->x, 0, 0.03);
    rv_axis_room(&c->y, 0.05, 0.08);
}

static void draw(rv_chart *c, const profile *p, const rv_chart_data *d)
{
    if (isfinite(p->lo) && isfinite(p->hi)) {
        const double x[] = { p->lo, p->hi, p->hi, p->lo }, y[] = { c->y.lo, c->y.lo, p->limit, p->limit };
        rv_chart_area(c, x, y, 4, INTERVAL);
    }
    rv_chart_line(c, c->x.lo, p->limit, c->x.hi, p->limit, LIMIT);
    rv_chart_draw_curve(c, d, p->from, p->to, offsetof(rv_chart_row, y), CURVE);
    if (p->top) {
        rv_chart_line(c, p->top->x, c->y.lo, p->top->x, p->top->y, (rv_look){ .stroke = RV_BLUE, .line = 0.7, .dashed = true });
        rv_chart_point(c, p->top->x, p->top->y, RV_SHAPE_CIRCLE, 3, TOP);
    }
}

static int decimals_of(double x)
{
    return x != 0 && fabs(x) < 0.1 ? 4 : 3;
}

static void explain(rv_chart *c, const profile *p, const rv_chart_data *d)
{
    const char *level = rv_chart_percent(rv_chart_level(d));
    const char *name = *d->rows[p->from].text ? d->rows[p->from].text : "parameter";

    rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, CURVE, "Log-likelihood");
    if (p->top)
        rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, TOP, "Estimate %s", rv_chart_real(p->top->x, decimals_of(p->top->x), false));
    rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, LIMIT, "Below: rejected at %s", level);
    if (isfinite(p->lo) && isfinite(p->hi))
        rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, INTERVAL, "%s interval %s to %s", level, rv_chart_real(p->lo, decimals_of(p->hi), false),
                       rv_chart_real(p->hi, decimals_of(p->hi), false));
    else if (isfinite(p->lo) || isnan(p->hi))
        rv_chart_note(c, "Within this range the curve does not come down to the limit on both sides.");
    rv_chart_say(c, "Likelihood profile of %s.", name);
    if (p->top)
        rv_chart_say(c, " The estimate is %s.", rv_chart_real(p->top->x, decimals_of(p->top->x), false));
    if (isfinite(p->lo) && isfinite(p->hi))
        rv_chart_say(c, " The %s interval runs from %s to %s.", level, rv_chart_real(p->lo, decimals_of(p->hi), false),
                     rv_chart_real(p->hi, decimals_of(p->hi), false));
    if (p->others)
        rv_chart_note(c, "The data have %zu more curve%s (--component).", p->others, p->others == 1 ? "" : "s");
    rv_chart_data_notes(c, d);
}

rv_status rv_plot_profile(rv_scene **out, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    profile p = { 0 };
    rv_chart c;
    rv_status st;

    *out = NULL;
    if ((st = choose(&p, d, o, err)) != RV_OK)
        return st;
    if ((st = rv_chart_begin(&c, "profile", d, o, err)) != RV_OK)
        return st;
    limits(&p, d);
    ends(&c, &p, d);
    c.x_name = *d->rows[p.from].text ? d->rows[p.from].text : "Parameter";
    c.y_name = "Log-likelihood";
    rv_chart_open(&c, d, o, "Likelihood profile");
    draw(&c, &p, d);
    explain(&c, &p, d);
    return rv_chart_end(&c, out, err);
}
