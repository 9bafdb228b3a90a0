/* The orchard plot: effects as fruit, pooled effects as trunks with their intervals. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/estimates.h"

enum { STRIP = 52, MANY = 400, MOST_GROUPS = 40 };
static const rv_look EFFECT = { .fill = RV_SKY, .stroke = RV_BLUE, .line = 0.4, .clear = 0.45 }, CLOUD = { .fill = RV_SKY, .clear = 0.5 },
                     NULL_LINE = { .stroke = RV_INK, .line = 0.7, .dashed = true },
                     PREDICTION = { .stroke = RV_INK, .line = 1 }, CONFIDENCE = { .stroke = RV_INK, .line = 3.2 },
                     POOLED = { .fill = RV_ORANGE, .stroke = RV_INK, .line = 0.9 };

typedef struct { double x, weight; size_t order; } effect;

typedef struct {
    const rv_forest *forest;
    rv_chart    chart;
    const char *group[MOST_GROUPS];    /* NULL: all effects */
    size_t      groups, left_out;
    double      heaviest, null;
} figure;

static double weight_of(const rv_forest_row *r)
{
    return isfinite(r->weight) ? r->weight : r->vi > 0 ? 1 / r->vi : NAN;
}

/* Strips: each subgroup in the order of the data, then all effects. */
static void strips(figure *g)
{
    const rv_forest *f = g->forest;

    for (size_t i = 0; i < f->n; i++) {
        const rv_forest_row *r = &f->rows[i];
        bool known = !rv_estimates_is(r) || !*r->subgroup;
        for (size_t j = 0; j < g->groups && !known; j++)
            known = strcmp(g->group[j], r->subgroup) == 0;
        if (!known && g->groups < MOST_GROUPS - 1)
            g->group[g->groups++] = r->subgroup;
        else
            g->left_out += !known;
        if (rv_estimates_is(r))
            g->heaviest = fmax(g->heaviest, weight_of(r));
    }
    g->group[g->groups++] = NULL;
}

static bool in_strip(const figure *g, size_t strip, const rv_forest_row *r)
{
    return rv_estimates_is(r) && (!g->group[strip] || strcmp(g->group[strip], r->subgroup) == 0);
}

static size_t count_in(const figure *g, size_t strip)
{
    size_t k = 0;

    for (size_t i = 0; i < g->forest->n; i++)
        k += in_strip(g, strip, &g->forest->rows[i]);
    return k;
}

static const char *name_of(const figure *g, size_t strip)
{
    return g->group[strip] ? g->group[strip] : g->groups > 1 ? "All" : "All effects";
}

static int by_place(const void *a, const void *b)
{
    const effect *x = a, *y = b;

    return x->x != y->x ? (x->x > y->x) - (x->x < y->x) : (x->order > y->order) - (x->order < y->order);
}

static double radius_of(const figure *g, double weight, size_t k)
{
    const double most = k > MANY ? 3 : 6.5;

    return isnan(weight) || !(g->heaviest > 0) ? 2.2 : fmax(1, most * sqrt(weight / g->heaviest));
}

static void fruit(figure *g, size_t strip, double middle)
{
    const rv_forest *f = g->forest;
    rv_chart *c = &g->chart;
    effect *e = malloc((f->n + 1) * sizeof *e);
    double *x = malloc((2 * f->n + 1) * sizeof *x);
    rv_error err;
    size_t k = 0;

    if (!e || !x) {
        rv_chart_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
    } else {
        for (size_t i = 0; i < f->n; i++)
            if (in_strip(g, strip, &f->rows[i])) {
                e[k] = (effect){ f->rows[i].yi, weight_of(&f->rows[i]), i };
                k++;
            }
        qsort(e, k, sizeof *e, by_place);
        for (size_t i = 0; i < k; i++)
            x[i] = (e[i].x - c->x.lo) / (c->x.hi - c->x.lo);
        rv_orchard_spread(x, k, x + f->n);
        for (size_t i = 0; i < k; i++) {
            const double r = radius_of(g, e[i].weight, k), room = STRIP / 2.0 - 3 - r;
            if (x[i] < 0 || x[i] > 1)
                c->outside += strip + 1 == g->groups;         /* counted once: all are in the last strip */
            else
                rv_scene_circle(c->scene, rv_chart_x(c, e[i].x), middle + room * x[f->n + i], r, k > MANY ? CLOUD : EFFECT);
        }
    }
    free(e);
    free(x);
}

static double clamped(const rv_chart *c, double x) { return fmin(fmax(x, c->x.lo), c->x.hi); }

static void trunk(figure *g, const rv_pooled *p, double middle)
{
    rv_chart *c = &g->chart;

    if (p->pi_lo < p->pi_hi)
        rv_scene_line(c->scene, rv_chart_x(c, clamped(c, p->pi_lo)), middle, rv_chart_x(c, clamped(c, p->pi_hi)), middle, PREDICTION);
    if (p->ci_lo < p->ci_hi)
        rv_scene_line(c->scene, rv_chart_x(c, clamped(c, p->ci_lo)), middle, rv_chart_x(c, clamped(c, p->ci_hi)), middle, CONFIDENCE);
    if (p->estimate >= c->x.lo && p->estimate <= c->x.hi)
        rv_chart_shape(c, rv_chart_x(c, p->estimate), middle, RV_SHAPE_CIRCLE, 4.2, POOLED);
}

static void strip(figure *g, size_t i)
{
    rv_chart *c = &g->chart;
    const double top = c->area.y0 + (double)i * STRIP, middle = top + STRIP / 2.0;
    double top_of;
    const rv_pooled p = g->group[i] ? rv_estimates_of(g->forest, g->group[i]) : rv_estimates_overall(g->forest);
    rv_buf words = RV_BUF_INIT;
    rv_lines lines = { 0 };
    rv_error err;
    rv_status st;

    if (i)
        rv_scene_line(c->scene, c->area.x0, top, c->area.x1, top, (rv_look){ .stroke = RV_GRID, .line = 0.6 });
    fruit(g, i, middle);
    trunk(g, &p, middle);
    if ((st = rv_type_wrap(c->type, &rv_chart_bold, name_of(g, i), c->left_room - 8, 2, &lines, &err)) != RV_OK)
        rv_chart_fail(c, st, &err);
    top_of = middle - (lines.height + 18) / 2;
    rv_scene_lines(c->scene, RV_CHART_MARGIN, top_of, RV_ANCHOR_LEFT, &lines, &rv_chart_bold);
    rv_buf_printf(&words, "k = %zu", count_in(g, i));
    rv_chart_words(c, RV_CHART_MARGIN, top_of + lines.height, RV_ANCHOR_LEFT, &rv_chart_plain, c->left_room - 8, 1, rv_buf_str(&words));
    if (isfinite(p.estimate)) {
        rv_buf_clear(&words);
        rv_estimates_numbers(g->forest, &p, &words);
        rv_chart_words(c, RV_CHART_MARGIN, top_of + lines.height + 9.3, RV_ANCHOR_LEFT, &rv_chart_plain, c->left_room - 8, 1, rv_buf_str(&words));
    }
    if (isfinite(p.estimate)) {
        rv_buf_clear(&words);
        rv_estimates_words(g->forest, &p, &words);
        rv_chart_say(c, " %s: %zu effect%s, %s.", name_of(g, i), count_in(g, i), count_in(g, i) == 1 ? "" : "s", rv_buf_str(&words));
    }
    rv_lines_free(&lines);
    rv_buf_free(&words);
}

static void explain(figure *g)
{
    rv_chart *c = &g->chart;
    rv_buf words = RV_BUF_INIT;

    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, EFFECT, g->heaviest > 0 ? "Effect, area by weight" : "Effect");
    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, POOLED, "Pooled effect");
    rv_estimates_level(g->forest, &words);
    rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, CONFIDENCE, "%sconfidence interval", rv_buf_str(&words));
    rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, PREDICTION, "%sprediction interval", rv_buf_str(&words));
    if (g->left_out)
        rv_chart_note(c, "%zu effects of further subgroups are shown with all effects only: more than %d strips do not fit.", g->left_out,
                      MOST_GROUPS - 1);
    rv_estimates_notes(c, g->forest);
    rv_buf_free(&words);
}

rv_status rv_plot_orchard(rv_scene **out, const rv_forest *f, const rv_estimates_options *o, rv_error *err)
{
    figure g = { .forest = f };
    rv_chart *c = &g.chart;
    rv_status st;

    *out = NULL;
    if ((st = rv_estimates_begin(c, f, o, &g.null, err)) != RV_OK)
        return st;
    strips(&g);
    c->aspect = 0;
    c->height = STRIP * (double)g.groups;
    c->left_room = fmin(110, 0.32 * c->scene->width);
    rv_chart_frame(c, o->title ? o->title : f->title, "Orchard plot");
    rv_chart_say(c, "Orchard plot of %zu effects: %s.", rv_estimates_count(f), c->x_name);
    rv_chart_line(c, g.null, 0, g.null, 1, NULL_LINE);
    for (size_t i = 0; i < g.groups; i++)
        strip(&g, i);
    explain(&g);
    return rv_chart_end(c, out, err);
}
