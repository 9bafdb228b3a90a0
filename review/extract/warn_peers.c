/* Which of its like a result is held against: the first two of a group that say different things, found once for all of them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/warn.h"

/* What makes results a group, and what is compared within it. */
typedef struct {
    int (*order)(const rv_fact_result *a, const rv_fact_result *b);
    const char *(*says)(const rv_seen *seen);     /* NULL: nothing that is compared */
    size_t peers;                                 /* where in rv_seen the two are kept */
} grouping;

static int outcome_order(const rv_fact_result *a, const rv_fact_result *b)
{
    const int c = strcmp(a->domain, b->domain);

    return c ? c : strcmp(a->outcome, b->outcome);
}

static int domain_order(const rv_fact_result *a, const rv_fact_result *b)
{
    return strcmp(a->domain, b->domain);
}

static int study_outcome_order(const rv_fact_result *a, const rv_fact_result *b)
{
    return a->study != b->study ? a->study < b->study ? -1 : 1 : outcome_order(a, b);
}

static const char *direction(const rv_seen *seen)
{
    const rv_fact_value *v = seen->of[RV_AS_DIRECTION];

    return v && v->value[0] ? v->value : NULL;
}

/* Only units of the outcome itself: those of ratios and differences of risks are not its own. */
static const char *raw_unit(const rv_seen *seen)
{
    const rv_fact_value *v = seen->of[RV_AS_UNIT];

    return v && v->value[0] && strcmp(rv_unit_find(v->value).measure, "MD") == 0 ? v->value : NULL;
}

static const grouping groupings[] = {
    { outcome_order, direction, offsetof(rv_seen, directions) },
    { domain_order, raw_unit, offsetof(rv_seen, domain_units) },
    { study_outcome_order, raw_unit, offsetof(rv_seen, outcome_units) },
};

static int in_order(const void *a, const void *b, void *group)
{
    const rv_fact_result *x = (*(rv_seen *const *)a)->result, *y = (*(rv_seen *const *)b)->result;
    const int c = ((const grouping *)group)->order(x, y);

    return c ? c : x->id < y->id ? -1 : x->id > y->id;
}

static rv_peers *peers_of(rv_seen *seen, const grouping *g)
{
    return (rv_peers *)((char *)seen + g->peers);
}

static void mark(rv_seen **group, size_t n, const grouping *g)
{
    rv_peers found = { NULL, NULL };

    for (size_t i = 0; i < n && !found.other; i++) {
        const char *said = g->says(group[i]);
        if (said && !found.first)
            found.first = group[i];
        else if (said && strcmp(said, g->says(found.first)) != 0)
            found.other = group[i];
    }
    for (size_t i = 0; i < n; i++)
        *peers_of(group[i], g) = found;
}

bool rv_peers_find(rv_seen *seen, size_t n)
{
    rv_seen **order = calloc(n + 1, sizeof *order);

    if (!order)
        return false;
    for (size_t i = 0; i < n; i++)
        order[i] = &seen[i];
    for (size_t g = 0; g < sizeof groupings / sizeof *groupings; g++) {
        qsort_r(order, n, sizeof *order, in_order, (void *)&groupings[g]);
        for (size_t i = 0, end; i < n; i = end) {
            for (end = i + 1; end < n && groupings[g].order(order[i]->result, order[end]->result) == 0; )
                end++;
            mark(order + i, end - i, &groupings[g]);
        }
    }
    free(order);
    return true;
}

const rv_seen *rv_peers_against(const rv_peers *peers, const char *own, rv_role role)
{
    if (!own[0] || !peers->first)
        return NULL;
    return strcmp(peers->first->of[role]->value, own) != 0 ? peers->first : peers->other;
}
