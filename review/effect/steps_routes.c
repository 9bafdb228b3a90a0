/* All ways to one number and to one effect, so that what a paper gives twice can be compared. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "effect/steps.h"

static bool makes(const rv_step_bound *b, size_t column)
{
    return b->makes[0] == column || (b->n_makes > 1 && b->makes[1] == column);
}

/* ---- To one column ------------------------------------------------------------------------------------------------- */

static void one_way(const rv_step_search *s, bool made, double value, rv_made *out)
{
    out->value = made ? value : NAN;
    out->n_steps = 0;
    rv_step_route(s, out->route, sizeof out->route);
    for (size_t i = 0; i < s->n; i++)
        out->steps[out->n_steps++] = s->path[i]->step;
    snprintf(out->reason, sizeof out->reason, "%s", made ? "" : s->reason);
}

rv_status rv_effect_ways(const char *column, const rv_effect_input *input, const rv_effect_options *options, rv_made *out,
                         size_t room, size_t *n, rv_error *err)
{
    size_t n_bound, target = 0;
    const rv_step_bound *all = rv_steps_bound(&n_bound);
    rv_effect_input in = *input;
    rv_step_search s;

    *n = 0;
    while (rv_effect_columns[target] && strcmp(rv_effect_columns[target], column) != 0)
        target++;
    if (!rv_effect_columns[target])
        return rv_fail(err, RV_ENOTFOUND, "there is no input '%s'", column);
    if (!isnan((&in.ai)[target]) && room) {
        out[(*n)++] = (rv_made){ .value = (&in.ai)[target], .route = "given" };
        (&in.ai)[target] = NAN;
    }
    for (size_t i = 0; i < n_bound && *n < room; i++) {
        bool made;
        if (!makes(&all[i], target))
            continue;
        rv_step_begin(&s, NULL, &in, options, err);
        s.busy[target] = true;
        made = rv_step_take(&s, &all[i]) && !isnan((&s.in.ai)[target]);
        if (s.st != RV_OK)
            return s.st;
        if (!made && !s.reason[0])
            continue;
        one_way(&s, made, (&s.in.ai)[target], &out[*n]);
        if (!made)
            snprintf(out[*n].route, sizeof out[*n].route, "%s", all[i].step->id);
        ++*n;
    }
    return RV_OK;
}

/* ---- To one effect ------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_measure        *m;
    const rv_effect_options *o;
    rv_effect               *out;
    size_t                   room, n;
    rv_error                *err;
} routes;

static bool in_goal(const rv_step_goal *g, size_t column)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->columns[i] == column)
            return true;
    return false;
}

/* Only the goal's numbers are left of all that some measure could be made from. */
static rv_effect_input alone(const rv_effect_input *in, const rv_step_goal *keep)
{
    size_t n;
    const rv_step_goal *goals = rv_step_goals(&n);
    rv_effect_input only = *in;

    for (size_t g = 0; g < n; g++)
        for (size_t i = 0; i < goals[g].n; i++)
            if (!in_goal(keep, goals[g].columns[i]))
                (&only.ai)[goals[g].columns[i]] = NAN;
    only.pi = only.fi = NAN;
    return only;
}

static bool known(const routes *r, const rv_effect *e)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->out[i].yi == e->yi && r->out[i].vi == e->vi && r->out[i].n_steps == e->n_steps
            && memcmp(r->out[i].steps, e->steps, e->n_steps * sizeof *e->steps) == 0)
            return true;
    return false;
}

/* The effect from the goal's numbers after the steps of the search. */
static rv_status add(routes *r, const rv_step_search *s, const rv_step_goal *g)
{
    const rv_effect_input only = alone(&s->in, g);
    char route[RV_EFFECT_WORDS], measured[RV_EFFECT_WORDS];
    rv_effect *e = &r->out[r->n];
    rv_status st;

    if (r->n == r->room)
        return RV_OK;
    if ((st = rv_effect_make(r->m, &only, 1, r->o, e, r->err)) != RV_OK || isnan(e->yi) || e->n_steps > 0)
        return st;
    if (s->n > 0) {
        strcpy(measured, e->route);
        rv_step_route(s, route, sizeof route);
        e->route[0] = 0;
        rv_effect_route(e, "%s; %s", route, measured);
        for (size_t i = 0; i < s->n; i++)
            e->steps[e->n_steps++] = s->path[i]->step;
        if (!e->reason[0] && *s->path[s->n - 1]->step->beware)
            rv_effect_reason(e, "%s", s->path[s->n - 1]->step->beware);
    }
    if (!known(r, e))
        r->n++;
    return RV_OK;
}

/* The goal by what is given, else by the best steps; `first` is a step that is taken although its numbers may be given. */
static rv_status try(routes *r, const rv_effect_input *input, const rv_step_goal *g, const rv_step_bound *first)
{
    rv_effect_input in = *input;
    rv_step_search s;
    bool ok = true;

    for (size_t i = 0; first && i < first->n_makes; i++)
        (&in.ai)[first->makes[i]] = NAN;
    rv_step_begin(&s, r->m, &in, r->o, r->err);
    for (size_t i = 0; first && i < first->n_makes; i++)
        s.busy[first->makes[i]] = true;
    ok = !first || rv_step_take(&s, first);
    memset(s.busy, 0, sizeof s.busy);
    for (size_t i = 0; ok && i < g->n; i++)
        ok = rv_step_reach(&s, g->columns[i]);
    if (s.st != RV_OK)
        return s.st;
    return ok ? add(r, &s, g) : RV_OK;
}

rv_status rv_effect_routes(const rv_measure *measure, const rv_effect_input *input, const rv_effect_options *options,
                           rv_effect *out, size_t room, size_t *n, rv_error *err)
{
    routes r = { measure, options, out, room, 0, err };
    size_t n_goals, n_bound;
    const rv_step_goal *goals = rv_step_goals(&n_goals);
    const rv_step_bound *all = rv_steps_bound(&n_bound);
    rv_status st = RV_OK;

    *n = 0;
    if (room == 0 || (st = rv_effect_make(measure, input, 1, options, out, err)) != RV_OK)
        return st;
    r.n = isnan(out->yi) ? 0 : 1;
    for (size_t g = 0; st == RV_OK && g < n_goals; g++) {
        if (!rv_step_goal_of(&goals[g], measure))
            continue;
        st = try(&r, input, &goals[g], NULL);
        for (size_t i = 0; st == RV_OK && i < n_bound; i++)
            if ((in_goal(&goals[g], all[i].makes[0]) || (all[i].n_makes > 1 && in_goal(&goals[g], all[i].makes[1])))
                && rv_step_is_for(&all[i], measure))
                st = try(&r, input, &goals[g], &all[i]);
    }
    *n = r.n;
    return st;
}
