/* The domain's order of choice among the results of one study. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "extract/choose.h"

void rv_leave_out(rv_candidate *c, const char *format, ...)
{
    va_list args;

    if (c->left_out[0])
        return;
    va_start(args, format);
    vsnprintf(c->left_out, sizeof c->left_out, format, args);
    va_end(args);
}

/* How good a time is; more is better. A time that is not shown is the worst. */
static double time_worth(const rv_domain *domain, const rv_candidate *c)
{
    const double months = c->result->months;

    if (isnan(months))
        return -HUGE_VAL;
    switch (domain->time) {
    case RV_TIME_EARLIEST: return -months;
    case RV_TIME_NEAREST:  return -fabs(months - domain->near_months);
    default:               return months;
    }
}

/* ---- The order of choice --------------------------------------------------------------------------------------------- */

/* The place of a result's word in the order; behind all of them when it is none, or not reported. */
static size_t place_in(const rv_preference *p, const char *text)
{
    size_t i = 0;

    while (i < p->n_order && (!text || strcmp(p->order[i], text) != 0))
        i++;
    return i;
}

static int compare_sizes(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* By one step of the order: below 0 when `a` goes first. In words why the first of them does. */
static int by_step(const rv_choosing *f, const rv_preference *p, const rv_candidate *a, const rv_candidate *b, char why[300])
{
    int c;

    if (strcmp(p->field, "kind") == 0) {
        const rv_candidate *best = a->kind < b->kind ? a : b;
        if ((c = compare_sizes(a->kind, b->kind)))
            snprintf(why, 300, "%.250s", best->kind < f->domain->n_kinds ? f->domain->kinds[best->kind].label : best->result->outcome);
        return c;
    }
    if (strcmp(p->field, "time") == 0) {
        const double x = time_worth(f->domain, a), y = time_worth(f->domain, b);
        if ((c = x > y ? -1 : x < y))
            snprintf(why, 300, "measured at %g months", (c < 0 ? a : b)->result->months);
        return c;
    }
    const char *x = rv_facts_text(f->facts, a->result, p->field), *y = rv_facts_text(f->facts, b->result, p->field);
    if ((c = compare_sizes(place_in(p, x), place_in(p, y)))) {
        const char *best = c < 0 ? x : y, *other = c < 0 ? y : x;
        snprintf(why, 300, "%.60s %.80s goes before %.80s", p->field, best, other ? other : "what is not reported");
    }
    return c;
}

static bool names(const rv_domain *domain, const char *word)
{
    for (size_t i = 0; i < domain->n_preferences; i++)
        if (strcmp(domain->preferences[i].field, word) == 0)
            return true;
    return false;
}

/* By the whole order: kind and time in front where the domain does not place them, then what it prefers, then by entry. */
static int by_order(const rv_choosing *f, const rv_candidate *a, const rv_candidate *b, char why[300])
{
    static const rv_preference own[] = { { .field = "kind" }, { .field = "time" } };
    const rv_domain *d = f->domain;
    int c;

    for (size_t i = 0; i < 2; i++)
        if (!names(d, own[i].field) && (c = by_step(f, &own[i], a, b, why)))
            return c;
    for (size_t i = 0; i < d->n_preferences; i++)
        if ((c = by_step(f, &d->preferences[i], a, b, why)))
            return c;
    snprintf(why, 300, "entered %s, of the same kind of outcome and time", d->last_on_ties ? "later" : "earlier");
    return (a->result->id < b->result->id) == d->last_on_ties ? 1 : -1;
}

void rv_choose_one(const rv_choosing *f, rv_candidate *items, size_t n)
{
    rv_candidate *best = NULL;
    char why[300];

    for (size_t i = 0; i < n; i++)
        if (!items[i].left_out[0] && (!best || by_order(f, &items[i], best, why) < 0))
            best = &items[i];
    for (size_t i = 0; best && i < n; i++) {
        rv_candidate *c = &items[i];
        if (c == best || c->left_out[0])
            continue;
        by_order(f, best, c, why);
        rv_leave_out(c, "%s is preferred: %s", best->result->key, why);
    }
}
