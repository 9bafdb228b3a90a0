/* Bubble plots: effects against a moderator, with the fitted line, its confidence band and the band for a new study. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/plot_chart.h"

#include "report/parts.h"

/* With fewer studies a slope is mostly chance. */
enum { ENOUGH = 10, STEPS = 40 };

/* A point of the line: b0 + b1 x with se^2 = (1 x) V (1 x)', by the quantile that the model's own interval of the slope has. */
static rv_chart_row at(const rv_beside *b, double x)
{
    const rv_meta_coef *slope = &b->coefs[1];
    const double c = (slope->ci_hi - slope->estimate) / slope->se, y = b->coefs[0].estimate + slope->estimate * x;
    const double v = b->vcov[0] + 2 * x * b->vcov[1] + x * x * b->vcov[3];
    const double band = c * sqrt(v), wide = c * sqrt(v + (isfinite(b->fit.tau2) ? b->fit.tau2 : 0));

    return (rv_chart_row){ RV_CHART_LINE, "", x, y, y - band, y + band, y - wide, y + wide, NAN, "line" };
}

static rv_status numbers(rv_document *d, const rv_synthesis *s, const rv_beside *b, const char *name, size_t n, const rv_chart_row *rows,
                         rv_error *err)
{
    static const rv_grid_column columns[] = { { "study", "Study", -1 }, { "moderator", "Moderator", 1 },
                                              { "yi", "Effect (scale of analysis)", 4 }, { "weight", "Weight, %", 1 }, { NULL, NULL, 0 } };
    char id[200], caption[400];
    rv_grid *g;
    rv_status st;

    snprintf(id, sizeof id, "%s_data", name);
    snprintf(caption, sizeof caption, "The points of the bubble plot: %.200s, %.150s", s->planned->label, b->name);
    g = rv_grid_new(id, caption, columns);
    for (size_t i = 0; i < n; i++) {
        rv_grid_row(g, NULL);
        rv_grid_text(g, rows[i].label);
        rv_grid_real(g, rows[i].x);
        rv_grid_real(g, rows[i].y);
        rv_grid_real(g, rows[i].weight);
    }
    st = rv_page_figure_data(d->page, g, err);
    rv_grid_free(g);
    return st;
}

/* The points, and their weights as shares of the whole. Returns how many. */
static size_t points(const rv_beside *b, rv_chart_row *rows, double *lo, double *hi)
{
    const double tau2 = isfinite(b->fit.tau2) ? b->fit.tau2 : 0;
    double sum = 0;
    size_t n = 0;

    for (size_t i = 0; i < b->effects.n; i++) {
        const rv_review_effect *e = &b->effects.effects[i];
        double x;

        if (!rv_beside_moderator(b, e, &x))
            continue;
        *lo = n ? fmin(*lo, x) : x;
        *hi = n ? fmax(*hi, x) : x;
        rows[n++] = (rv_chart_row){ RV_CHART_POINT, e->study, x, e->yi, NAN, NAN, NAN, NAN, 1 / (e->vi + tau2), "" };
        sum += 1 / (e->vi + tau2);
    }
    for (size_t i = 0; i < n; i++)
        rows[i].weight *= 100 / sum;
    return n;
}

rv_status rv_bubble(rv_document *d, const rv_synthesis *s, size_t which, rv_error *err)
{
    const rv_beside *b = &s->beside[which];
    const rv_chart_options options = RV_CHART_OPTIONS_INIT;
    rv_chart_row *rows = rv_memory_room(d->memory, (b->effects.n + STEPS + 1) * sizeof *rows);
    rv_chart_data data = {
        .title = s->planned->label, .figure = "bubble", .measure = s->analysis->options.measure, .model = "", .x_name = b->name,
        .y_name = "", .log_scale = s->analysis->options.log_scale ? 1 : 0, .level = b->fit.level, .estimate = NAN, .ci_lo = NAN, .ci_hi = NAN,
        .pi_lo = NAN, .pi_hi = NAN, .tau2 = b->fit.tau2, .i2 = b->fit.i2, .rows = rows,
    };
    rv_scene *scene = NULL;
    double lo = NAN, hi = NAN;
    char name[160], caption[400];
    size_t n;
    rv_status st;

    if (*b->problem || b->fit.k < ENOUGH)
        return RV_OK;
    if (!rows)
        return rv_fail(err, RV_ENOMEM, "out of memory for a bubble plot");
    n = points(b, rows, &lo, &hi);
    if (!(hi > lo))
        return RV_OK;
    for (int i = 0; i <= STEPS; i++)
        rows[n + (size_t)i] = at(b, lo + (hi - lo) * i / STEPS);
    data.n = n + STEPS + 1;
    snprintf(name, sizeof name, "bubble_%.120s_%zu", s->planned->id, which);
    snprintf(caption, sizeof caption, "%.200s: effects against %.150s.", s->planned->label, b->name);
    if ((st = rv_plot_bubble(&scene, &data, &options, err)) == RV_OK && (st = rv_page_figure(d->page, name, caption, scene, err)) == RV_OK)
        st = numbers(d, s, b, name, n, rows, err);
    rv_scene_free(scene);
    return st;
}
