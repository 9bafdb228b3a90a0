/* The 2x2 table of a row: from counts, or from percentages with group sizes; zero cells by the usual options. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* One group's inputs, with the names a message uses. */
typedef struct {
    double      events, others, percent, n;
    const char *events_name, *others_name, *percent_name, *n_name;
} group;

typedef enum { BY_NOTHING, BY_COUNTS, BY_PERCENT } way;

static rv_status check(const group *g, rv_error *err)
{
    if (g->events < 0 || g->others < 0)
        return rv_fail(err, RV_EDOMAIN, "%s is %g; a count cannot be negative", g->events < 0 ? g->events_name : g->others_name,
                       g->events < 0 ? g->events : g->others);
    if (g->percent < 0 || g->percent > 100)
        return rv_fail(err, RV_EDOMAIN, "%s is %g; a percentage is between 0 and 100", g->percent_name, g->percent);
    if (g->n <= 0)
        return rv_fail(err, RV_EDOMAIN, "%s is %g; a group needs people", g->n_name, g->n);
    if (g->events > g->n)
        return rv_fail(err, RV_EDOMAIN, "%s is %g, more than %s %g", g->events_name, g->events, g->n_name, g->n);
    if (g->others > g->n)
        return rv_fail(err, RV_EDOMAIN, "%s is %g, more than %s %g", g->others_name, g->others, g->n_name, g->n);
    if (fabs(g->events + g->others - g->n) > 1e-8 * g->n)
        return rv_fail(err, RV_EDOMAIN, "%s and %s make %g, but %s is %g", g->events_name, g->others_name,
                       g->events + g->others, g->n_name, g->n);
    if (g->events + g->others == 0)
        return rv_fail(err, RV_EDOMAIN, "%s and %s are 0; a group needs people", g->events_name, g->others_name);
    return RV_OK;
}

/* Events and size of one group; BY_NOTHING with `*missing` the column that would be needed. */
static way complete(const group *g, double *events, double *n, const char **missing)
{
    *n = isnan(g->n) ? g->events + g->others : g->n;
    if (!isnan(*n) && (!isnan(g->events) || !isnan(g->others))) {
        *events = isnan(g->events) ? *n - g->others : g->events;
        return BY_COUNTS;
    }
    if (!isnan(*n) && !isnan(g->percent)) {
        *events = g->percent / 100 * *n;
        return BY_PERCENT;
    }
    if (!isnan(g->events) || !isnan(g->percent))
        *missing = g->n_name;
    else
        *missing = g->events_name;
    return BY_NOTHING;
}

rv_status rv_cells_read(const rv_effect_input *in, rv_cells *t, rv_effect *out, rv_error *err)
{
    const group one = { in->ai, in->bi, in->p1i, in->n1i, "ai", "bi", "p1i", "n1i" };
    const group two = { in->ci, in->di, in->p2i, in->n2i, "ci", "di", "p2i", "n2i" };
    const char *missing = NULL;
    rv_status st;
    way first, second;

    *t = (rv_cells){ 0 };
    if ((st = check(&one, err)) != RV_OK || (st = check(&two, err)) != RV_OK)
        return st;
    if ((first = complete(&one, &t->a, &t->n1, &missing)) == BY_NOTHING
        || (second = complete(&two, &t->c, &t->n2, &missing)) == BY_NOTHING) {
        rv_effect_missing(out, missing);
        return RV_OK;
    }
    /* Given non-events stay as they are: n - (n - b) need not be b in floating point. */
    t->b = isnan(in->bi) ? t->n1 - t->a : in->bi;
    t->d = isnan(in->di) ? t->n2 - t->c : in->di;
    t->have = true;
    rv_effect_route(out, first == second ? first == BY_COUNTS ? "counts" : "percentages and group sizes"
                                         : "counts in one group, percentage and size in the other");
    return RV_OK;
}

static bool has_zero(const rv_cells *t)
{
    return t->a == 0 || t->b == 0 || t->c == 0 || t->d == 0;
}

static bool has_double_zero(const rv_cells *t)
{
    return (t->a == 0 && t->c == 0) || (t->b == 0 && t->d == 0);
}

bool rv_cells_has_zero(const rv_effect_input *in, const rv_effect_options *o)
{
    rv_effect unused;
    rv_cells t;

    rv_effect_none(&unused);
    return rv_cells_read(in, &t, &unused, NULL) == RV_OK && t.have && has_zero(&t) && !(o->drop00 && has_double_zero(&t));
}

bool rv_adds(const rv_effect_options *o, bool zero)
{
    return o->add > 0 && (o->to == RV_ZERO_ALL || (o->to == RV_ZERO_ONLY0 && zero));
}

rv_status rv_cells_of(const rv_effect_input *in, const rv_effect_options *o, rv_cells *t, rv_effect *out, rv_error *err)
{
    const rv_status st = rv_cells_read(in, t, out, err);

    if (st != RV_OK || !t->have)
        return st;
    if (o->drop00 && has_double_zero(t)) {
        t->have = false;
        rv_effect_reason(out, "%s in both groups (drop00)", t->a == 0 ? "no events" : "nothing but events");
        return RV_OK;
    }
    if (rv_adds(o, has_zero(t))) {
        t->a += o->add;
        t->b += o->add;
        t->c += o->add;
        t->d += o->add;
        t->n1 += 2 * o->add;
        t->n2 += 2 * o->add;
        rv_effect_route(out, ", %g added to each cell", o->add);
    }
    return RV_OK;
}

void rv_cells_gather(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4])
{
    rv_effect unused;
    rv_cells t;

    (void)m;
    rv_effect_none(&unused);
    if (rv_cells_of(in, o, &t, &unused, NULL) == RV_OK && t.have) {
        sums[0] += t.a;
        sums[1] += t.n1;
        sums[2] += t.c;
        sums[3] += t.n2;
    }
}

rv_cells rv_cells_expected(const rv_cells *t, const rv_setting *s)
{
    const double *p = s->average;

    if (s->o->vtype != RV_VTYPE_AV || !p)
        return *t;
    return (rv_cells){ p[0] * t->n1, (1 - p[0]) * t->n1, p[1] * t->n2, (1 - p[1]) * t->n2, t->n1, t->n2, true };
}

double rv_cells_inverse(const rv_cells *t)
{
    return 1 / t->a + 1 / t->b + 1 / t->c + 1 / t->d;
}

rv_status rv_cells_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_cells t;
    const rv_status st = rv_cells_of(in, s->o, &t, out, err);

    if (st != RV_OK)
        return st;
    if (!t.have)
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_put(out, m, s, m->how->by.cells(&t, s));
    return RV_OK;
}
