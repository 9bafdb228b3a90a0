/* Agreement over time: kappa and AC1 of each period, with their limits. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/plot_screening.h"

#include "plot/chart.h"

static const rv_look KAPPA = { .fill = RV_BLUE, .stroke = RV_BLUE, .line = 1.2 }, AC1 = { .fill = RV_PAPER, .stroke = RV_ORANGE, .line = 1.2 },
                     NOUGHT = { .stroke = RV_GUIDE, .line = 0.8, .dashed = true };
enum { SPOKEN = 60, NAMED = 16 };
static const double RADIUS = 3, ASIDE = 2.5;      /* the two stand side by side, points */

typedef struct { double at, lo, hi; } measured;

static measured of(const rv_agreement_period *p, bool ac1)
{
    return ac1 ? (measured){ p->ac1, p->ac1_lo, p->ac1_hi } : (measured){ p->kappa, p->kappa_lo, p->kappa_hi };
}

static bool any(const rv_agreement_course *course, bool ac1)
{
    for (size_t i = 0; i < course->n; i++)
        if (isfinite(of(&course->period[i], ac1).at))
            return true;
    return false;
}

static rv_status check(const rv_agreement_course *course, rv_error *err)
{
    for (size_t i = 0; i < course->n; i++) {
        const rv_agreement_period *p = &course->period[i];
        if (!(p->n > 0 && p->n < 1e12))
            return rv_fail(err, RV_EDOMAIN, "period %zu (%.60s) has %g reports; each has one or more", i + 1, p->name, p->n);
        if (fabs(p->kappa) > 1 || fabs(p->ac1) > 1)
            return rv_fail(err, RV_EDOMAIN, "period %zu (%.60s): agreement is -1 to 1, not %g", i + 1, p->name, fabs(p->kappa) > 1 ? p->kappa : p->ac1);
    }
    return any(course, false) || any(course, true) ? RV_OK : rv_fail(err, RV_EINVAL, "there is nothing to draw: no period has a kappa or an AC1");
}

/* Limits beyond -1 to 1 are of the normal approximation only, and are cut there. */
static void ends(rv_chart *c, const rv_agreement_course *course)
{
    double all = 0;

    rv_axis_none(&c->x, false);
    rv_axis_none(&c->y, false);
    rv_axis_reach(&c->x, 0);
    rv_axis_reach(&c->y, 0);
    rv_axis_reach(&c->y, 1);
    for (size_t i = 0; i < course->n; i++) {
        rv_axis_reach(&c->x, all += course->period[i].n);
        for (int ac1 = 0; ac1 < 2; ac1++) {
            const measured m = of(&course->period[i], ac1);
            rv_axis_reach(&c->y, m.at);
            if (isfinite(m.lo))
                rv_axis_reach(&c->y, fmax(-1, m.lo));
        }
    }
    rv_axis_room(&c->x, 0, 0.04);
    rv_axis_room(&c->y, c->y.lo < 0 ? 0.03 : 0, 0.03);
}

static void series(rv_chart *c, const rv_agreement_course *course, bool ac1, double aside)
{
    const double per_point = c->area.x1 > c->area.x0 ? (c->x.hi - c->x.lo) / (c->area.x1 - c->area.x0) : 0;
    const rv_look line = { .stroke = ac1 ? RV_ORANGE : RV_BLUE, .line = 1, .dashed = ac1, .clear = 0.3 };
    double *x = calloc(2 * course->n, sizeof *x), *y = x ? x + course->n : NULL, all = 0;
    rv_error err;

    if (!x) {
        rv_chart_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
        return;
    }
    for (size_t i = 0; i < course->n; i++) {
        x[i] = (all += course->period[i].n) + aside * per_point;
        y[i] = of(&course->period[i], ac1).at;
    }
    rv_chart_curve(c, x, y, course->n, line);
    for (size_t i = 0; i < course->n; i++) {
        const measured m = of(&course->period[i], ac1);
        if (isfinite(m.at) && isfinite(m.lo) && isfinite(m.hi))
            rv_chart_line(c, x[i], fmax(-1, m.lo), x[i], fmin(1, m.hi), (rv_look){ .stroke = line.stroke, .line = 1.2 });
    }
    for (size_t i = 0; i < course->n; i++)
        if (isfinite(y[i]))
            rv_chart_point(c, x[i], y[i], ac1 ? RV_SHAPE_DIAMOND : RV_SHAPE_CIRCLE, RADIUS, ac1 ? AC1 : KAPPA);
    free(x);
}

static void say(rv_chart *c, const char *name, const measured *m)
{
    rv_buf words = RV_BUF_INIT;

    rv_type_number(&words, m->at, 2);
    if (isfinite(m->lo) && isfinite(m->hi)) {
        rv_buf_text(&words, " (");
        rv_type_number(&words, fmax(-1, m->lo), 2);
        rv_buf_text(&words, " to ");
        rv_type_number(&words, fmin(1, m->hi), 2);
        rv_buf_char(&words, ')');
    }
    rv_chart_say(c, ", %s %s", name, isfinite(m->at) ? rv_buf_str(&words) : "not defined");
    rv_buf_free(&words);
}

/* The names of periods, in their order: beside their points they would meet the lines of limits. */
static void name_periods(rv_chart *c, const rv_agreement_course *course)
{
    rv_buf names = RV_BUF_INIT;
    size_t n = 0;

    for (size_t i = 0; i < course->n; i++)
        n += *course->period[i].name != 0;
    for (size_t i = 0; i < course->n && n <= NAMED; i++)
        if (*course->period[i].name)
            rv_buf_printf(&names, "%s%s", names.length ? "; " : "", course->period[i].name);
    if (n > NAMED)
        rv_chart_note(c, "%zu periods, the first %s, the last %s.", course->n, course->period[0].name, course->period[course->n - 1].name);
    else if (n)
        rv_chart_note(c, "From left to right: %s.", rv_buf_str(&names));
    rv_buf_free(&names);
}

static void explain(rv_chart *c, const rv_agreement_course *course)
{
    const bool kappa = any(course, false), ac1 = any(course, true);

    if (kappa)
        rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, KAPPA, "Cohen\u2019s kappa");
    if (ac1)
        rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_DIAMOND, AC1, "Gwet\u2019s AC1");
    rv_chart_note(c, "Upright lines: limits of the estimates.");
    name_periods(c, course);
    rv_chart_say(c, "Agreement of two people in %zu %s.", course->n, course->n == 1 ? "period" : "periods");
    for (size_t i = 0; i < course->n && i < SPOKEN; i++) {
        const rv_agreement_period *p = &course->period[i];
        const measured k = of(p, false), a = of(p, true);
        if (*p->name)
            rv_chart_say(c, " %s: %.0f reports", p->name, p->n);
        else
            rv_chart_say(c, " Period %zu: %.0f reports", i + 1, p->n);
        if (kappa)
            say(c, "kappa", &k);
        if (ac1)
            say(c, "AC1", &a);
        rv_chart_say(c, ".");
    }
}

rv_status rv_plot_agreement(rv_scene **out, const rv_agreement_course *course, const rv_agreement_options *o, rv_error *err)
{
    rv_chart c;
    rv_status st = check(course, err);

    *out = NULL;
    if (st != RV_OK || (st = rv_chart_new(&c, o->width, err)) != RV_OK)
        return st;
    c.x_name = "Reports judged by both so far";
    c.y_name = "Agreement";
    c.grid = true;
    ends(&c, course);
    rv_chart_frame(&c, o->title ? o->title : course->title, "Agreement over time");
    if (c.y.lo < 0)
        rv_chart_line(&c, c.x.lo, 0, c.x.hi, 0, NOUGHT);
    if (any(course, true))
        series(&c, course, true, any(course, false) ? ASIDE : 0);
    if (any(course, false))
        series(&c, course, false, any(course, true) ? -ASIDE : 0);
    explain(&c, course);
    return rv_chart_end(&c, out, err);
}
