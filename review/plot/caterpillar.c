/* The caterpillar plot: effects with their intervals, from the lowest to the highest. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/estimates.h"

enum { MOST_NAMED = 60, HIGHEST = 620 };
static const double PITCH = 10.5, LEAST = 60;
static const rv_look CLEAR_OF = { .stroke = RV_BLUE, .line = 1 }, ACROSS = { .stroke = RV_GUIDE, .line = 0.9 },
                     CLEAR_POINT = { .fill = RV_BLUE }, ACROSS_POINT = { .fill = RV_PAPER, .stroke = RV_FAINT, .line = 0.8 },
                     PREDICTION = { .fill = RV_SHADE_1 }, CONFIDENCE = { .fill = RV_MIST }, POOLED = { .stroke = RV_BLUE, .line = 1.2 },
                     NULL_LINE = { .stroke = RV_INK, .line = 0.7, .dashed = true };

typedef struct {
    const rv_forest *forest;
    rv_chart chart;
    const rv_forest_row **row;    /* [k] from the lowest */
    size_t   k, clear;            /* effects; those whose interval does not hold no effect */
    double   pitch, null;
    bool     named;
} figure;

static int by_effect(const void *a, const void *b)
{
    const rv_forest_row *x = *(const rv_forest_row *const *)a, *y = *(const rv_forest_row *const *)b;

    return x->yi != y->yi ? (x->yi > y->yi) - (x->yi < y->yi) : (x > y) - (x < y);
}

static rv_status sort(figure *g, rv_error *err)
{
    if (!(g->row = malloc((g->forest->n + 1) * sizeof *g->row)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", g->forest->n);
    for (size_t i = 0; i < g->forest->n; i++)
        if (rv_estimates_is(&g->forest->rows[i]))
            g->row[g->k++] = &g->forest->rows[i];
    qsort(g->row, g->k, sizeof *g->row, by_effect);
    return RV_OK;
}

/* The widest name, up to a third of the page; rows become as high as the highest. */
static double names_width(figure *g)
{
    const double most = 0.33 * g->chart.scene->width;
    double width = 0;

    for (size_t i = 0; i < g->k; i++) {
        rv_lines lines = { 0 };
        rv_error err;
        if (rv_type_wrap(g->chart.type, &rv_chart_plain, g->row[i]->label, most, 1, &lines, &err) == RV_OK)
            width = fmax(width, lines.width), g->pitch = fmax(g->pitch, lines.height + 0.5);
        rv_lines_free(&lines);
    }
    return width;
}

/* A band of the pooled effect's interval over the whole height; where it goes beyond the axis it is cut. */
static void band(figure *g, double lo, double hi, rv_look look)
{
    const double x[] = { lo, hi, hi, lo }, y[] = { 0, 0, 1, 1 };

    if (lo < hi)
        rv_chart_area(&g->chart, x, y, 4, look);
}

/* The name of a row, to the left of it. */
static void name(figure *g, const char *label, double y)
{
    rv_chart *c = &g->chart;
    rv_lines lines = { 0 };
    rv_error err;
    const rv_status st = rv_type_wrap(c->type, &rv_chart_plain, label, c->left_room - 6, 1, &lines, &err);

    if (st != RV_OK)
        rv_chart_fail(c, st, &err);
    rv_scene_lines(c->scene, RV_CHART_MARGIN + c->left_room - 6, y - lines.height / 2, RV_ANCHOR_RIGHT, &lines, &rv_chart_plain);
    rv_lines_free(&lines);
}

static void effects(figure *g)
{
    rv_chart *c = &g->chart;
    const double radius = fmin(2.4, fmax(0.7, 0.32 * g->pitch));

    for (size_t i = 0; i < g->k; i++) {
        const rv_forest_row *r = g->row[i];
        const double y = c->area.y1 - ((double)i + 0.5) * g->pitch, middle = (c->area.y1 - y) / (c->area.y1 - c->area.y0);
        const bool clear = r->ci_lo > g->null || r->ci_hi < g->null;
        rv_look line = clear ? CLEAR_OF : ACROSS;
        line.line = fmin(line.line, fmax(0.3, 0.5 * g->pitch));
        g->clear += clear;
        rv_chart_line(c, fmax(r->ci_lo, c->x.lo), middle, fmin(r->ci_hi, c->x.hi), middle, line);
        if (g->named)
            name(g, r->label, y);
        if (r->yi < c->x.lo || r->yi > c->x.hi)
            c->outside++;
        else
            rv_chart_shape(c, rv_chart_x(c, r->yi), y, RV_SHAPE_CIRCLE, radius, clear ? CLEAR_POINT : ACROSS_POINT);
    }
}

static void explain(figure *g, const rv_pooled *p)
{
    rv_chart *c = &g->chart;
    rv_buf words = RV_BUF_INIT, level = RV_BUF_INIT;

    rv_estimates_level(g->forest, &level);
    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, CLEAR_POINT, "Effect whose %sinterval excludes no effect", rv_buf_str(&level));
    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, ACROSS_POINT, "Effect whose interval holds it");
    rv_chart_say(c, "Caterpillar plot of %zu effects in their order: %s. %zu interval%s no effect.", g->k, c->x_name, g->clear, g->clear == 1 ? " excludes" : "s exclude");
    if (isfinite(p->estimate)) {
        rv_estimates_words(g->forest, p, &words);
        rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, POOLED, "Pooled effect %s", rv_buf_str(&words));
        rv_chart_say(c, " Pooled: %s.", rv_buf_str(&words));
    }
    if (p->ci_lo < p->ci_hi)
        rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, CONFIDENCE, "Its confidence interval");
    if (p->pi_lo < p->pi_hi)
        rv_chart_entry(c, RV_SAMPLE_AREA, RV_SHAPE_CIRCLE, PREDICTION, "Its prediction interval");
    rv_estimates_notes(c, g->forest);
    rv_buf_free(&words);
    rv_buf_free(&level);
}

static void draw(figure *g, const rv_estimates_options *o)
{
    rv_chart *c = &g->chart;
    const rv_pooled p = rv_estimates_overall(g->forest);

    g->named = g->k <= MOST_NAMED;
    g->pitch = g->named ? PITCH : fmin(4, HIGHEST / (double)g->k);
    c->aspect = 0;
    c->left_room = g->named ? names_width(g) + 6 : 0;
    c->height = fmax((double)g->k * g->pitch, g->k > 4 ? LEAST : (double)g->k * g->pitch);
    g->pitch = c->height / (double)g->k;
    rv_chart_frame(c, o->title ? o->title : g->forest->title, "Caterpillar plot");
    band(g, p.pi_lo, p.pi_hi, PREDICTION);
    band(g, p.ci_lo, p.ci_hi, CONFIDENCE);
    rv_chart_line(c, g->null, 0, g->null, 1, NULL_LINE);
    rv_chart_line(c, p.estimate, 0, p.estimate, 1, POOLED);
    effects(g);
    explain(g, &p);
}

rv_status rv_plot_caterpillar(rv_scene **out, const rv_forest *f, const rv_estimates_options *o, rv_error *err)
{
    rv_forest without = *f;
    rv_forest_row *rows = malloc((f->n + 1) * sizeof *rows);
    figure g = { .forest = &without };
    rv_status st = RV_OK;

    *out = NULL;
    if (!rows)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", f->n);
    without.rows = rows;           /* pooled effects of subgroups are not in this figure, and its axis need not reach over them */
    without.n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (f->rows[i].kind != RV_FOREST_SUBGROUP)
            rows[without.n++] = f->rows[i];
    if ((st = rv_estimates_begin(&g.chart, &without, o, &g.null, err)) == RV_OK) {
        if ((st = sort(&g, err)) != RV_OK) {
            rv_chart_drop(&g.chart);
        } else {
            draw(&g, o);
            st = rv_chart_end(&g.chart, out, err);
        }
    }
    free(g.row);
    free(rows);
    return st;
}
