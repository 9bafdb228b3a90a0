#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/chart_data.h"
#include "plot/forest.h"

const char *const rv_chart_names_names[] = { "outer", "all", "none", NULL };
const char *const rv_funnel_region_names[] = { "pseudo", "contours", "both", NULL };
const char *const rv_labbe_axes_names[] = { "natural", "log", NULL };
const char *const rv_funnel_y_names[] = { "se", "variance", "precision", "size", NULL };

static bool fits(double x) { return isnan(x) || fabs(x) <= 1e100; }

rv_status rv_chart_begin(rv_chart *c, const char *figure, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    if (*d->figure && strcmp(d->figure, figure) != 0)
        return rv_fail(err, RV_EINVAL, "these data are for the figure %.20s, not for %s", d->figure, figure);
    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        if (!fits(r->x) || !fits(r->y) || !fits(r->lo) || !fits(r->hi) || !fits(r->pi_lo) || !fits(r->pi_hi) || !fits(r->weight))
            return rv_fail(err, RV_EDOMAIN, "row %zu (%.60s): a figure takes numbers up to 1e100", i + 1, r->label);
    }
    if (!fits(d->estimate) || !fits(d->ci_lo) || !fits(d->ci_hi) || !fits(d->pi_lo) || !fits(d->pi_hi))
        return rv_fail(err, RV_EDOMAIN, "the pooled effect is %g; a figure takes numbers up to 1e100", d->estimate);
    if (d->level <= 0 || d->level >= 1)
        return rv_fail(err, RV_EDOMAIN, "the level is %g; it must lie between 0 and 1", d->level);
    if (d->log_scale > 0 && o->null_at <= 0)
        return rv_fail(err, RV_EINVAL, "no effect cannot stand at %g: this measure is a ratio, so its axis has only positive numbers",
                       o->null_at);
    if (rv_chart_count(d, RV_CHART_POINT) == 0)
        return rv_fail(err, RV_EINVAL, "there are no points: no row of the kind point has both x and y");
    return rv_chart_new(c, o->width, err);
}

void rv_chart_open(rv_chart *c, const rv_chart_data *d, const rv_chart_options *o, const char *fallback)
{
    c->x_name = o->x_name ? o->x_name : c->x_name;
    c->y_name = o->y_name ? o->y_name : c->y_name;
    rv_chart_frame(c, o->title ? o->title : d->title, fallback);
}

rv_status rv_chart_needs(double fact, const char *name, const char *figure, rv_error *err)
{
    if (isnan(fact))
        return rv_fail(err, RV_EINVAL, "%s needs the fact %s (review-meta points --chart writes it)", figure, name);
    return RV_OK;
}

bool rv_chart_is(const rv_chart_row *r, rv_chart_kind kind)
{
    return r->kind == kind && isfinite(r->x) && isfinite(r->y);
}

size_t rv_chart_count(const rv_chart_data *d, rv_chart_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < d->n; i++)
        n += rv_chart_is(&d->rows[i], kind);
    return n;
}

double rv_chart_level(const rv_chart_data *d)
{
    return isnan(d->level) ? 0.95 : d->level;
}

double rv_chart_null(const rv_chart_data *d, const rv_chart_options *o)
{
    const bool log_scale = d->log_scale > 0;

    if (isnan(o->null_at))
        return 0;
    return log_scale ? log(o->null_at) : o->null_at;
}

/* Bisection on erfc(): this layer has no statistics library, and a figure needs no more than its digits. */
double rv_chart_critical(double level)
{
    double lo = 0, hi = 40;

    for (int i = 0; i < 200; i++) {
        const double middle = (lo + hi) / 2;
        if (erfc(middle / M_SQRT2) > 1 - level)
            lo = middle;
        else
            hi = middle;
    }
    return (lo + hi) / 2;
}

void rv_chart_effect_name(const rv_chart_data *d, const char *other, rv_buf *out)
{
    rv_buf_text(out, *d->measure ? rv_forest_measure_name(d->measure) : *other ? other : "Effect");
    if (d->log_scale > 0)
        rv_buf_text(out, " (log scale)");
}

static char *next_text(void)
{
    static _Thread_local char texts[8][48];
    static _Thread_local unsigned turn;

    return texts[turn++ % 8];
}

const char *rv_chart_real(double x, int decimals, bool log_scale)
{
    rv_buf text = RV_BUF_INIT;
    char *to = next_text();

    rv_type_number(&text, log_scale ? exp(x) : x, decimals);
    snprintf(to, 48, "%s", rv_buf_str(&text));
    rv_buf_free(&text);
    return to;
}

const char *rv_chart_percent(double share)
{
    char *to = next_text();

    snprintf(to, 48, "%.10g\u202F%%", 100 * share);
    return to;
}

void rv_chart_data_notes(rv_chart *c, const rv_chart_data *d)
{
    if (*d->model)
        rv_chart_note(c, "%s.", d->model);
    for (size_t i = 0; i < d->n; i++)
        if (d->rows[i].kind == RV_CHART_NOTE && *d->rows[i].label)
            rv_chart_note(c, "%s", d->rows[i].label);
}

bool rv_chart_wants_name(const rv_chart_data *d, const rv_chart_options *o, bool outer)
{
    enum { MANY = 300 };

    return o->names == RV_NAMES_ALL || (o->names == RV_NAMES_OUTER && outer && d->n <= MANY);
}

double rv_chart_heaviest(const rv_chart_data *d)
{
    double most = 0;

    for (size_t i = 0; i < d->n; i++)
        if (d->rows[i].kind == RV_CHART_POINT)
            most = fmax(most, d->rows[i].weight);
    return most;
}

double rv_chart_radius(double weight, double largest, double most, double plain)
{
    if (!(weight >= 0) || !(largest > 0))
        return plain;
    return fmax(most * sqrt(weight / largest), 1.2);
}
