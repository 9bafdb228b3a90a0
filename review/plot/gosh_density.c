/* GOSH: pooled effects and I2 of subsets, too many to draw one by one, as the density of a grid. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/chart_data.h"

enum { ACROSS = 70, UPWARDS = 44, TONES = 5, HISTOGRAM = 34 };
/* From few subsets to many. The first is darker than paper by more than the eye needs. */
static const char *const tones[TONES] = { RV_SHADE_2, RV_MIST, RV_SKY, RV_BLUE, RV_INK };
static const rv_look BAR = { .fill = RV_SKY }, ALL = { .stroke = RV_ORANGE, .line = 1, .dashed = true };

typedef struct {
    const rv_chart_data *data;
    rv_chart chart;
    size_t   count[UPWARDS][ACROSS], column[ACROSS], most, most_column, n;
} density;

static int cell(double x, double lo, double hi, int cells)
{
    const int at = (int)((x - lo) / (hi - lo) * cells);

    return at < 0 ? 0 : at >= cells ? cells - 1 : at;
}

static void count(density *g)
{
    const rv_chart *c = &g->chart;

    for (size_t i = 0; i < g->data->n; i++) {
        const rv_chart_row *r = &g->data->rows[i];
        if (!rv_chart_is(r, RV_CHART_POINT))
            continue;
        const int x = cell(r->x, c->x.lo, c->x.hi, ACROSS), y = cell(r->y, c->y.lo, c->y.hi, UPWARDS);
        g->most = g->count[y][x] + 1 > g->most ? g->count[y][x] + 1 : g->most;
        g->count[y][x]++;
        g->most_column = g->column[x] + 1 > g->most_column ? g->column[x] + 1 : g->most_column;
        g->column[x]++;
        g->n++;
    }
}

/* The tone of a count: by its logarithm, as most cells have few and some have very many. */
static int tone(const density *g, size_t n)
{
    return g->most < 2 ? TONES - 1 : (int)fmin(TONES - 1, floor(TONES * log((double)n) / log((double)g->most + 1)));
}

static void cells(density *g)
{
    const rv_box *a = &g->chart.area;
    const double w = (a->x1 - a->x0) / ACROSS, h = (a->y1 - a->y0) / UPWARDS;

    /* Neighbours of one tone are one mark, and marks overlap a little: else a renderer lets paper shine through between them. */
    for (int y = UPWARDS - 1; y >= 0; y--)
        for (int x = 0, end; x < ACROSS; x = end) {
            end = x + 1;
            if (!g->count[y][x])
                continue;
            while (end < ACROSS && g->count[y][end] && tone(g, g->count[y][end]) == tone(g, g->count[y][x]))
                end++;
            rv_scene_rect(g->chart.scene, (rv_box){ a->x0 + x * w, a->y1 - (y + 1) * h, a->x0 + end * w, a->y1 - y * h + (y ? 1 : 0) }, 0,
                          (rv_look){ .fill = tones[tone(g, g->count[y][x])] });
        }
    for (int x = 0; x < ACROSS; x++)              /* how many have that effect, over the plot */
        if (g->column[x])
            rv_scene_rect(g->chart.scene, (rv_box){ a->x0 + x * w, a->y0 - 4 - (HISTOGRAM - 6) * (double)g->column[x] / (double)g->most_column,
                                                    a->x0 + (x + 1) * w, a->y0 - 4 }, 0, BAR);
}

/* The counts that have a tone, "3 to 12". */
static void explain(density *g)
{
    rv_chart *c = &g->chart;
    const rv_chart_data *d = g->data;

    for (size_t from = 1, t = 0; t < TONES && from <= g->most; t++) {
        size_t to = from;
        if (tone(g, from) != (int)t)
            continue;
        while (to < g->most && tone(g, to + 1) == (int)t)
            to++;
        if (to == from)
            rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, (rv_look){ .fill = tones[t] }, "%zu", from);
        else
            rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, (rv_look){ .fill = tones[t] }, "%zu to %zu", from, to);
        from = to + 1;
    }
    if (isfinite(d->estimate))
        rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, ALL, "All effects: %s", rv_chart_real(d->estimate, 2, d->log_scale > 0));
    rv_chart_note(c, "%zu subsets of the effects; shades: subsets in a cell; bars above: subsets by their pooled effect.", g->n);
    rv_chart_say(c, "GOSH plot: pooled effect and I\u00B2 of %zu subsets of the effects.", g->n);
    if (isfinite(d->estimate))
        rv_chart_say(c, " All effects together give %s.", rv_chart_real(d->estimate, 2, d->log_scale > 0));
    rv_chart_data_notes(c, d);
}

rv_status rv_plot_gosh(rv_scene **out, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    density *g = calloc(1, sizeof *g);
    rv_chart *c = g ? &g->chart : NULL;
    rv_status st;

    *out = NULL;
    if (!g)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    g->data = d;
    if ((st = rv_chart_begin(c, "gosh", d, o, err)) != RV_OK) {
        free(g);
        return st;
    }
    rv_axis_none(&c->x, d->log_scale > 0);
    rv_axis_none(&c->y, false);
    rv_axis_reach(&c->y, 0);
    rv_axis_reach(&c->x, d->estimate);
    for (size_t i = 0; i < d->n; i++)
        if (rv_chart_is(&d->rows[i], RV_CHART_POINT)) {
            rv_axis_reach(&c->x, d->rows[i].x);
            rv_axis_reach(&c->y, d->rows[i].y);
        }
    rv_axis_room(&c->x, 0.03, 0.03);
    rv_axis_room(&c->y, 0, 0.03);
    rv_chart_effect_name(d, d->x_name, &c->x_words);
    c->x_name = rv_buf_str(&c->x_words);
    c->y_name = *d->y_name ? d->y_name : "I\u00B2 (percent)";
    c->top_room = HISTOGRAM;
    rv_chart_open(c, d, o, "GOSH plot");
    count(g);
    cells(g);
    if (isfinite(d->estimate))
        rv_chart_line(c, d->estimate, c->y.lo, d->estimate, c->y.hi, ALL);
    explain(g);
    st = rv_chart_end(c, out, err);
    free(g);
    return st;
}
