/* The L'Abbe plot: the risk (or rate) in group 1 against that in group 2. */
#include <config.h>

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "plot/chart_data.h"
#include "plot/forest.h"

static const rv_look STUDY = { .fill = RV_SKY, .stroke = RV_BLUE, .line = 0.8, .clear = 0.3 }, POOLED = { .stroke = RV_BLUE, .line = 1.4 },
                     SAME = { .stroke = RV_INK, .line = 0.8, .dashed = true };
enum { STEPS = 80, LARGEST = 9, MANY = 300 };

/* How the numbers of a measure become risks or rates, and back. */
static double as_is(double x) { return x; }
static double risk_of_log_odds(double x) { return 1 / (1 + exp(-x)); }
static double log_odds_of_risk(double p) { return log(p / (1 - p)); }

typedef struct {
    const char *measure;
    double (*natural)(double), (*scale)(double);
    const char *what;             /* what the axes show */
    double      most;             /* the largest there can be */
} kind;
static const kind kinds[] = {
    { "OR", risk_of_log_odds, log_odds_of_risk, "risk", 1 }, { "RR", exp, log, "risk", 1 },
    { "RD", as_is, as_is, "risk", 1 },                       { "IRR", exp, log, "rate", INFINITY },
    { "IRD", as_is, as_is, "rate", INFINITY },
};
/* The same of ratios where the axes are those of the measure, whose numbers stand as they are. */
static const kind logs[] = {
    { "OR", as_is, as_is, "odds", INFINITY }, { "RR", as_is, as_is, "risk", 0 }, { "IRR", as_is, as_is, "rate", INFINITY },
};
enum { KINDS = sizeof kinds / sizeof *kinds, LOGS = sizeof logs / sizeof *logs };

static const kind *kind_of(const char *measure, bool log_axes)
{
    for (int i = 0; i < (log_axes ? LOGS : KINDS); i++)
        if (strcmp((log_axes ? logs : kinds)[i].measure, measure) == 0)
            return log_axes ? &logs[i] : &kinds[i];
    return NULL;
}

static void ends(rv_chart *c, const rv_chart_data *d, const kind *k, bool log_axes)
{
    rv_axis_none(&c->x, log_axes);
    if (!log_axes)
        rv_axis_reach(&c->x, 0);
    for (size_t i = 0; i < d->n; i++)
        if (rv_chart_is(&d->rows[i], RV_CHART_POINT)) {
            rv_axis_reach(&c->x, k->natural(d->rows[i].x));
            rv_axis_reach(&c->x, k->natural(d->rows[i].y));
        }
    /* Room on both sides for the largest circle, so that none lies on the numbers of an axis. */
    rv_axis_room(&c->x, 0.05, 0.06);
    if (!log_axes)
        c->x.hi = fmin(c->x.hi, 1.05 * k->most);
    c->y = c->x;
}

/* Group 1 as the pooled effect makes it of group 2. */
static void pooled(rv_chart *c, const rv_chart_data *d, const kind *k)
{
    double x[STEPS + 1], y[STEPS + 1];

    for (int i = 0; i <= STEPS; i++) {
        x[i] = c->x.log_scale ? c->x.lo + (c->x.hi - c->x.lo) * i / STEPS : fmin(c->x.hi, k->most) * i / STEPS;
        y[i] = i == 0 && k->scale != as_is ? 0 : k->natural(k->scale(x[i]) + d->estimate);
    }
    rv_chart_curve(c, x, y, STEPS + 1, POOLED);
}

static void points(rv_chart *c, const rv_chart_data *d, const rv_chart_options *o, const kind *k, size_t *below, size_t *above)
{
    const double most = rv_chart_heaviest(d), largest = d->n > MANY ? LARGEST / 2.0 : LARGEST;

    *below = *above = 0;
    for (int step = 16; step > 0; step--)         /* the largest first: none hides a smaller one */
        for (size_t i = 0; i < d->n; i++) {
            const rv_chart_row *r = &d->rows[i];
            const double radius = rv_chart_radius(r->weight, most, largest, 3);
            double away;
            if (!rv_chart_is(r, RV_CHART_POINT) || (int)fmin(16, fmax(1, ceil(16 * radius / largest))) != step)
                continue;
            away = fabs(r->y - r->x - (isnan(d->estimate) ? 0 : d->estimate)) * sqrt(isnan(r->weight) ? 1 : r->weight);
            *below += r->y < r->x;
            *above += r->y > r->x;
            rv_chart_point(c, k->natural(r->x), k->natural(r->y), RV_SHAPE_CIRCLE, radius, STUDY);
            if (rv_chart_wants_name(d, o, away > rv_chart_critical(rv_chart_level(d))))
                rv_chart_name(c, k->natural(r->x), k->natural(r->y), radius, r->label, away);
        }
}

static void explain(rv_chart *c, const rv_chart_data *d, size_t below, size_t above)
{
    rv_chart_entry(c, RV_SAMPLE_POINT, RV_SHAPE_CIRCLE, STUDY, rv_chart_heaviest(d) > 0 ? "Study, area by precision" : "Study");
    rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, SAME, "No difference");
    if (isfinite(d->estimate))
        rv_chart_entry(c, RV_SAMPLE_LINE, RV_SHAPE_CIRCLE, POOLED, "Pooled effect: %s %s", rv_forest_measure_name(d->measure),
                       rv_chart_real(d->estimate, 2, d->log_scale > 0));
    rv_chart_say(c, "L'Abb\u00E9 plot of %zu studies: %s against %s. In %zu it is lower in group 1, in %zu higher.", rv_chart_count(d, RV_CHART_POINT),
                 c->y_name, c->x_name, below, above);
    if (isfinite(d->estimate))
        rv_chart_say(c, " The pooled %s is %s.", rv_forest_measure_name(d->measure), rv_chart_real(d->estimate, 2, d->log_scale > 0));
    rv_chart_data_notes(c, d);
}

/* Risks lie between 0 and 1, rates are not negative. */
static rv_status check(const rv_chart_data *d, rv_error *err)
{
    const kind *k = kind_of(d->measure, false);

    for (size_t i = 0; i < d->n; i++) {
        const rv_chart_row *r = &d->rows[i];
        const double worst = fmin(k->natural(r->x), k->natural(r->y)), best = fmax(k->natural(r->x), k->natural(r->y));
        if (rv_chart_is(r, RV_CHART_POINT) && (worst < 0 || best > k->most))
            return rv_fail(err, RV_EDOMAIN, "row %zu (%.60s): the %s in a group is %g; it must %s", i + 1, r->label, k->what, worst < 0 ? worst : best,
                           isfinite(k->most) ? "lie between 0 and 1" : "not be negative");
        if (rv_chart_is(r, RV_CHART_POINT) && best > 1e100)
            return rv_fail(err, RV_EDOMAIN, "row %zu (%.60s): a figure takes rates up to 1e100", i + 1, r->label);
    }
    return RV_OK;
}

rv_status rv_plot_labbe(rv_scene **out, const rv_chart_data *d, const rv_chart_options *o, rv_error *err)
{
    const bool log_axes = o->labbe_axes == RV_LABBE_LOG;
    const kind *k = kind_of(d->measure, log_axes);
    size_t below, above;
    rv_chart c;
    rv_status st;

    *out = NULL;
    if ((st = rv_chart_begin(&c, "labbe", d, o, err)) != RV_OK)
        return st;
    if (!k) {
        rv_chart_drop(&c);
        return rv_fail(err, RV_EINVAL, log_axes ? "logarithmic axes are of OR, RR and IRR, not of '%.20s'"
                                                : "a L'Abbe plot needs the fact measure: OR, RR, RD, IRR or IRD, not '%.20s'", d->measure);
    }
    if ((st = check(d, err)) != RV_OK) {
        rv_chart_drop(&c);
        return st;
    }
    ends(&c, d, k, log_axes);
    rv_buf_printf(&c.x_words, "%c%s in group 2 (control)%s", toupper(*k->what), k->what + 1, log_axes ? ", log scale" : "");
    rv_buf_printf(&c.y_words, "%c%s in group 1%s", toupper(*k->what), k->what + 1, log_axes ? ", log scale" : "");
    c.x_name = rv_buf_str(&c.x_words);
    c.y_name = rv_buf_str(&c.y_words);
    c.aspect = 1;
    rv_chart_open(&c, d, o, "L'Abb\u00E9 plot");
    if (log_axes)
        rv_chart_line(&c, c.x.lo, c.y.lo, c.x.hi, c.y.hi, SAME);
    else
        rv_chart_line(&c, 0, 0, fmin(c.x.hi, k->most), fmin(c.y.hi, k->most), SAME);
    if (isfinite(d->estimate))
        pooled(&c, d, k);
    points(&c, d, o, k, &below, &above);
    explain(&c, d, below, above);
    return rv_chart_end(&c, out, err);
}
