/* Steps from what a paper prints to what a measure is made from: the search for the best way. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "effect/steps.h"

static double *at(rv_step_search *s, size_t column)
{
    return &s->in.ai + column;
}

void rv_step_reason(const rv_step_call *c, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(c->reason, RV_EFFECT_WORDS, format, args);
    va_end(args);
}

void rv_step_begin(rv_step_search *s, const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, rv_error *err)
{
    s->m = m;
    s->o = o;
    s->in = *in;
    memset(s->busy, 0, sizeof s->busy);
    s->n = s->worst = 0;
    s->reason[0] = 0;
    s->st = RV_OK;
    s->err = err;
}

/* Applies a step whose inputs are there. What is given already is not replaced. */
static bool apply(rv_step_search *s, const rv_step_bound *b)
{
    double x[RV_STEP_FROM], y[RV_STEP_MAKES] = { NAN, NAN };
    const char *names[RV_STEP_FROM];
    const rv_step_call call = { x, names, y, s->m, s->o, s->reason, b->group };
    bool made = false;

    for (size_t i = 0; i < b->n_x; i++) {
        names[i] = rv_effect_columns[b->x[i]];
        x[i] = *at(s, b->x[i]);
        if ((s->st = rv_step_domain(b->x[i], x[i], s->err)) != RV_OK)
            return false;
    }
    if ((s->st = b->step->apply(&call, s->err)) != RV_OK)
        return false;
    for (size_t i = 0; i < b->n_makes; i++)
        if (isnan(*at(s, b->makes[i])) && isfinite(y[i])) {
            *at(s, b->makes[i]) = y[i];
            made = true;
        }
    return made;
}

bool rv_step_take(rv_step_search *s, const rv_step_bound *b)
{
    const rv_effect_input before = s->in;
    const size_t n = s->n, worst = s->worst;
    bool ok = s->o->bridge || !b->step->bridge;

    for (size_t i = 0; ok && i < b->n_from; i++)
        ok = rv_step_reach(s, b->x[i]);
    ok = ok && s->n < RV_EFFECT_STEPS && apply(s, b);
    if (ok) {
        s->path[s->n++] = b;
        s->worst = b->rank > s->worst ? b->rank : s->worst;
        return true;
    }
    s->in = before;
    s->n = n;
    s->worst = worst;
    return false;
}

static bool makes(const rv_step_bound *b, size_t column)
{
    return b->makes[0] == column || (b->n_makes > 1 && b->makes[1] == column);
}

bool rv_step_reach(rv_step_search *s, size_t column)
{
    size_t n;
    const rv_step_bound *all = rv_steps_bound(&n);
    bool made = false;

    if (!isnan(*at(s, column)))
        return true;
    if (s->busy[column])
        return false;
    s->busy[column] = true;
    for (size_t i = 0; !made && s->st == RV_OK && i < n; i++)
        made = makes(&all[i], column) && rv_step_is_for(&all[i], s->m) && rv_step_take(s, &all[i])
               && !isnan(*at(s, column));
    s->busy[column] = false;
    return made;
}

void rv_step_route(const rv_step_search *s, char *route, size_t room)
{
    size_t used = 0;

    route[0] = 0;
    for (size_t i = 0; i < s->n && used < room; i++) {
        bool said = false;
        for (size_t j = 0; j < i; j++)
            said |= s->path[j]->step == s->path[i]->step;
        if (!said)
            used += (size_t)snprintf(route + used, room - used, "%s%s", used ? ", " : "", s->path[i]->step->id);
    }
}

/* The best way to a goal that is not there yet; false when there is none. */
static bool best_way(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, rv_step_search *best, rv_error *err)
{
    size_t n;
    const rv_step_goal *goals = rv_step_goals(&n);
    rv_step_search s;
    bool found = false;

    best->reason[0] = 0;
    best->st = RV_OK;
    for (size_t g = 0; g < n; g++) {
        bool ok = rv_step_goal_of(&goals[g], m);
        if (!ok)
            continue;
        rv_step_begin(&s, m, in, o, err);
        for (size_t i = 0; ok && i < goals[g].n; i++)
            ok = rv_step_reach(&s, goals[g].columns[i]);
        if (s.st != RV_OK) {
            best->st = s.st;
            return false;
        }
        if (ok && s.n > 0 && (!found || s.worst < best->worst || (s.worst == best->worst && s.n < best->n))) {
            *best = s;
            found = true;
        } else if (!ok && !found && s.reason[0]) {
            strcpy(best->reason, s.reason);
        }
    }
    return found;
}

rv_status rv_effect_prepare(const rv_measure *m, rv_effect_input *in, const rv_effect_options *o, rv_effect *out, bool *changed,
                            rv_error *err)
{
    rv_step_search way;
    char route[RV_EFFECT_WORDS];

    *changed = best_way(m, in, o, &way, err);
    if (way.st != RV_OK)
        return way.st;
    if (!*changed) {
        if (way.reason[0])
            rv_effect_reason(out, "%s", way.reason);
        return RV_OK;
    }
    *in = way.in;
    rv_step_route(&way, route, sizeof route);
    rv_effect_route(out, "%s; ", route);
    for (size_t i = 0; i < way.n && out->n_steps < RV_EFFECT_STEPS; i++)
        out->steps[out->n_steps++] = way.path[i]->step;
    return RV_OK;
}

/* rv_effect_make() says how many steps were taken; the same steps are taken again, as they always are the same. */
rv_status rv_effect_fill(const rv_measure *measure, rv_effect_input *input, const rv_effect_options *options, rv_effect *out,
                         rv_error *err)
{
    rv_effect again;
    bool changed = true;
    rv_status st = rv_effect_make(measure, input, 1, options, out, err);

    rv_effect_none(&again);
    while (st == RV_OK && changed && again.n_steps < out->n_steps)
        st = rv_effect_prepare(measure, input, options, &again, &changed, err);
    return st;
}
