/* The recall curve: how many relevant records were found after how many were screened, and how many there may be. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "plot/chart.h"

enum { MOST_STEPS = 600 };
static const rv_look FOUND = { .stroke = RV_BLUE, .line = 1.6 }, RANDOM = { .stroke = RV_GUIDE, .line = 0.9, .dashed = true },
                     EXPECTED = { .fill = RV_SAND }, HERE = { .fill = RV_ORANGE };

static rv_status check(const rv_recall_curve *c, rv_error *err)
{
    if (!(c->total > 0 && c->screened >= 0 && c->screened <= c->total && c->total <= 1e15))
        return rv_fail(err, RV_EINVAL, "%g of %g records are screened", c->screened, c->total);
    for (size_t i = 0; i < c->n; i++)
        if (!(c->found_at[i] >= 1 && c->found_at[i] <= c->screened && (i == 0 || c->found_at[i] > c->found_at[i - 1])))
            return rv_fail(err, RV_EDOMAIN, "relevant record %zu was found at %g; ranks rise from 1 to %g", i + 1, c->found_at[i], c->screened);
    if (isfinite(c->expected_lo) != isfinite(c->expected_hi) || c->expected_lo > c->expected_hi || c->expected_hi > 1e15)
        return rv_fail(err, RV_EDOMAIN, "%g to %g relevant records expected; the limits must rise", c->expected_lo, c->expected_hi);
    return RV_OK;
}

/* What is expected, as a band across, and what random order would give, as a dashed line to its middle. */
static void background(rv_chart *g, const rv_recall_curve *c)
{
    const double end = isfinite(c->expected) ? c->expected : (double)c->n;

    if (isfinite(c->expected_lo)) {
        const double point = (g->y.hi - g->y.lo) / (g->area.y1 - g->area.y0);      /* a band is seen also where its limits are one */
        const double hi = fmax(c->expected_hi, c->expected_lo + point);
        const double x[] = { 0, c->total, c->total, 0 }, y[] = { c->expected_lo, c->expected_lo, hi, hi };
        rv_chart_area(g, x, y, 4, EXPECTED);
    }
    if (end > 0)
        rv_chart_line(g, 0, 0, c->total, end, RANDOM);
}

/* The curve as steps; of steps closer than the eye tells apart only the last is drawn. */
static void steps(rv_chart *g, const rv_recall_curve *c)
{
    const double least = c->total / MOST_STEPS;
    double *x = malloc(4 * (2 * MOST_STEPS + 8) * sizeof *x), *y = x + 2 * (2 * MOST_STEPS + 8);   /* at most two in the length of one */
    double at = 0, found = 0;
    size_t n = 0;
    rv_error err;

    if (!x) {
        rv_chart_fail(g, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
        return;
    }
    x[n] = y[n] = 0, n++;
    for (size_t i = 0; i <= c->n; i++) {
        const double to = i < c->n ? c->found_at[i] : c->screened;
        if (i + 1 < c->n && c->found_at[i + 1] - at < least)
            continue;
        x[n] = to, y[n] = found, n++;
        at = to;
        found = (double)(i < c->n ? i + 1 : c->n);
        x[n] = to, y[n] = found, n++;
    }
    rv_chart_curve(g, x, y, n, FOUND);
    free(x);
}

/* Where screening stands: a diamond at the end of the curve. */
static void stopped(rv_chart *g, const rv_recall_curve *c)
{
    rv_chart_line(g, c->screened, 0, c->screened, (double)c->n, (rv_look){ .stroke = RV_ORANGE, .line = 0.7, .dashed = true });
    rv_chart_point(g, c->screened, (double)c->n, RV_SHAPE_DIAMOND, 3.4, HERE);
}

static void explain(rv_chart *g, const rv_recall_curve *c)
{
    rv_chart_entry(g, RV_SAMPLE_LINE, 0, FOUND, "Relevant records found");
    rv_chart_entry(g, RV_SAMPLE_POINT, RV_SHAPE_DIAMOND, HERE, "%zu found in %.0f screened of %.0f", c->n, c->screened, c->total);
    if (c->n || isfinite(c->expected))
        rv_chart_entry(g, RV_SAMPLE_LINE, 0, RANDOM, "As records in random order would be found");
    if (isfinite(c->expected_lo) && c->screened < c->total)
        rv_chart_entry(g, RV_SAMPLE_AREA, 0, EXPECTED, "Band: %.0f to %.0f relevant records in all%s%s", c->expected_lo, c->expected_hi,
                       *c->how ? ", " : "", c->how);
    rv_chart_say(g, "Recall curve: %zu relevant records found in %.0f of %.0f screened.", c->n, c->screened, c->total);
    if (isfinite(c->expected_lo) && c->screened < c->total)
        rv_chart_say(g, " %.0f to %.0f relevant records are expected in all%s%s.", c->expected_lo, c->expected_hi, *c->how ? ", " : "", c->how);
    else if (isfinite(c->expected_lo))
        rv_chart_note(g, "Nothing is left unread.");
}

rv_status rv_plot_recall(rv_scene **out, const rv_recall_curve *c, const rv_recall_curve_options *options, rv_error *err)
{
    rv_chart g;
    rv_status st;

    *out = NULL;
    if ((st = rv_chart_new(&g, options->width, err)) != RV_OK)
        return st;
    if ((st = check(c, err)) != RV_OK) {
        rv_chart_drop(&g);
        return st;
    }
    g.x = (rv_axis){ .lo = 0, .hi = c->total, .no_effect = NAN };
    g.y = (rv_axis){ .lo = 0, .hi = 1.04 * fmax(fmax((double)c->n, isfinite(c->expected_hi) ? c->expected_hi : 0), 1), .no_effect = NAN };
    g.x_name = "Records screened";
    g.y_name = "Relevant records found";
    rv_chart_frame(&g, c->title, "Recall curve");
    background(&g, c);
    steps(&g, c);
    stopped(&g, c);
    explain(&g, c);
    return rv_chart_end(&g, out, err);
}
