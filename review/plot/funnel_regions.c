/* What lies behind the points of a funnel plot: where studies are expected, and where they are significant. */
#include <config.h>

#include <math.h>

#include "plot/funnel.h"

enum { STEPS = 60 };
static const rv_look EXPECTED = { .stroke = RV_FAINT, .line = 0.9, .dashed = true };

double rv_funnel_height(rv_funnel_y y, double se)
{
    switch (y) {
    case RV_FUNNEL_SE:        return se;
    case RV_FUNNEL_VARIANCE:  return se * se;
    case RV_FUNNEL_PRECISION: return 1 / se;
    case RV_FUNNEL_SIZE:      break;
    }
    return NAN;
}

/* Standard errors from that of the upper edge to that of the lower one. */
static double se_at(const rv_funnel_figure *f, int step)
{
    const double share = (double)step / STEPS;
    const double least = f->options->funnel_y == RV_FUNNEL_PRECISION ? 1 / f->chart.y.hi : 0;

    if (f->options->funnel_y != RV_FUNNEL_PRECISION)
        return least + share * (f->most_se - least);
    return 1 / (f->chart.y.hi + share * (fmax(f->chart.y.lo, 1 / f->most_se) - f->chart.y.hi));
}

/* The region within `z` standard errors around `middle`. */
static void region(rv_funnel_figure *f, double middle, double z, rv_look look)
{
    double x[2 * (STEPS + 1)], y[2 * (STEPS + 1)];

    for (int i = 0; i <= STEPS; i++) {
        const double se = se_at(f, i), at = rv_funnel_height(f->options->funnel_y, se);
        x[i] = middle - z * se;
        x[2 * STEPS + 1 - i] = middle + z * se;
        y[i] = y[2 * STEPS + 1 - i] = at;
    }
    rv_chart_area(&f->chart, x, y, 2 * (STEPS + 1), look);
}

static void edges(rv_funnel_figure *f, double middle, double z, rv_look look)
{
    double x[STEPS + 1], y[STEPS + 1];

    for (int side = -1; side <= 1; side += 2) {
        for (int i = 0; i <= STEPS; i++) {
            const double se = se_at(f, i);
            x[i] = middle + side * z * se;
            y[i] = rv_funnel_height(f->options->funnel_y, se);
        }
        rv_chart_curve(&f->chart, x, y, STEPS + 1, look);
    }
}

static void contours(rv_funnel_figure *f)
{
    static const struct { double level; const char *fill, *words; } bands[] = {
        { 0.99, RV_SHADE_2, "0.01 < p < 0.05" }, { 0.95, RV_SHADE_3, "0.05 < p < 0.10" }, { 0.90, RV_PAPER, "p > 0.10" },
    };
    const rv_look outside = { .fill = RV_SHADE_1 };
    const double x[] = { f->chart.x.lo, f->chart.x.hi, f->chart.x.hi, f->chart.x.lo };
    const double y[] = { f->chart.y.lo, f->chart.y.lo, f->chart.y.hi, f->chart.y.hi };

    rv_chart_area(&f->chart, x, y, 4, outside);
    for (size_t i = 0; i < 3; i++)
        region(f, f->null, rv_chart_critical(bands[i].level), (rv_look){ .fill = bands[i].fill });
    for (size_t i = 3; i-- > 0;)
        rv_chart_entry(&f->chart, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, (rv_look){ .fill = bands[i].fill, .stroke = RV_GUIDE, .line = 0.5 }, "%s",
                       bands[i].words);
    rv_chart_entry(&f->chart, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, (rv_look){ .fill = RV_SHADE_1, .stroke = RV_GUIDE, .line = 0.5 }, "p < 0.01");
}

void rv_funnel_draw_regions(rv_funnel_figure *f)
{
    const rv_funnel_regions which = f->options->regions;
    const double level = rv_chart_level(f->data);

    if (f->options->funnel_y == RV_FUNNEL_SIZE)    /* a size does not say how wide chance is */
        return;
    if (which != RV_FUNNEL_PSEUDO)
        contours(f);
    else
        region(f, f->data->estimate, f->critical, (rv_look){ .fill = RV_SHADE_1 });
    if (which == RV_FUNNEL_CONTOURS)
        return;
    edges(f, f->data->estimate, f->critical, EXPECTED);
    rv_chart_entry(&f->chart, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, EXPECTED, "%s of effects expected within, if all studies had the same",
                   rv_chart_percent(level));
}
