/* Groups of records that only grow by unions that their members bear out: not bare closure. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

enum { NONE = UINT32_MAX };

typedef struct {
    uint32_t a, b;
} parting;

/* A group is a ring of its members (next) under the name of one of them (group). `apart` is the first parting of a member. */
struct rv_groups {
    size_t    n;
    uint32_t *group, *next, *size;
    parting  *partings;          /* each both ways */
    uint32_t *after;             /* next parting of the same member */
    uint32_t *first;             /* first parting of a member */
    size_t    n_partings, capacity;
    const rv_groups *undone;     /* members of one group of it stay apart; may be NULL */
};

rv_status rv_groups_new(rv_groups **out, size_t n, rv_error *err)
{
    rv_groups *g = calloc(1, sizeof *g);

    *out = NULL;
    if (g) {
        g->n = n;
        g->group = malloc((n + 1) * sizeof *g->group);
        g->next = malloc((n + 1) * sizeof *g->next);
        g->size = malloc((n + 1) * sizeof *g->size);
        g->first = malloc((n + 1) * sizeof *g->first);
    }
    if (!g || !g->group || !g->next || !g->size || !g->first) {
        rv_groups_free(g);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        g->group[i] = g->next[i] = (uint32_t)i;
        g->size[i] = 1;
        g->first[i] = NONE;
    }
    *out = g;
    return RV_OK;
}

void rv_groups_free(rv_groups *groups)
{
    if (!groups)
        return;
    free(groups->group);
    free(groups->next);
    free(groups->size);
    free(groups->first);
    free(groups->partings);
    free(groups->after);
    free(groups);
}

uint32_t rv_groups_of(rv_groups *groups, uint32_t member)
{
    return groups->group[member];
}

static rv_status note(rv_groups *g, uint32_t a, uint32_t b, rv_error *err)
{
    if (g->n_partings == g->capacity) {
        const size_t capacity = g->capacity ? g->capacity * 2 : 64;
        parting *partings = realloc(g->partings, capacity * sizeof *partings);
        uint32_t *after;
        if (!partings)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        g->partings = partings;
        if (!(after = realloc(g->after, capacity * sizeof *after)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        g->after = after;
        g->capacity = capacity;
    }
    g->partings[g->n_partings] = (parting){ a, b };
    g->after[g->n_partings] = g->first[a];
    g->first[a] = (uint32_t)g->n_partings++;
    return RV_OK;
}

rv_status rv_groups_part(rv_groups *groups, uint32_t a, uint32_t b, rv_error *err)
{
    rv_status st = note(groups, a, b, err);

    return st == RV_OK ? note(groups, b, a, err) : st;
}

void rv_groups_scatter(rv_groups *groups, const rv_groups *undone)
{
    groups->undone = undone;
}

/* True when something said of the member keeps it from the group. */
static bool member_parted(const rv_groups *g, uint32_t member, uint32_t group)
{
    for (uint32_t p = g->n_partings ? g->first[member] : NONE; p != NONE; p = g->after[p])
        if (g->group[g->partings[p].b] == group)
            return true;
    for (uint32_t u = g->undone ? g->undone->next[member] : member; u != member; u = g->undone->next[u])
        if (g->group[u] == group)
            return true;
    return false;
}

bool rv_groups_parted(rv_groups *groups, uint32_t a, uint32_t b)
{
    const uint32_t ga = groups->group[a], gb = groups->group[b];
    const uint32_t small = groups->size[ga] <= groups->size[gb] ? ga : gb, large = small == ga ? gb : ga;
    uint32_t m = small;

    if (!groups->n_partings && !groups->undone)
        return false;
    do {
        if (member_parted(groups, m, large))
            return true;
        m = groups->next[m];
    } while (m != small);
    return false;
}

/* One objection that cannot be overruled, or a third of the pairs doubted, keeps two groups apart: in a large group of dirty records
   some pairs always look unlike each other. */
static bool objected(const rv_groups *g, uint32_t ga, uint32_t gb, rv_objection (*ask)(const void *user, uint32_t, uint32_t),
                     const void *user)
{
    const size_t pairs = (size_t)g->size[ga] * g->size[gb], least = (pairs + 2) / 3;
    size_t doubted = 0;
    uint32_t m = ga, k;

    do {
        k = gb;
        do {
            switch (ask(user, m, k)) {
            case RV_OBJECTION_HARD: return true;
            case RV_OBJECTION_SOFT: doubted++; break;
            default: break;
            }
            if (doubted >= least)
                return true;
            k = g->next[k];
        } while (k != gb);
        m = g->next[m];
    } while (m != ga);
    return false;
}

bool rv_groups_join(rv_groups *groups, uint32_t a, uint32_t b, rv_objection (*ask)(const void *user, uint32_t, uint32_t),
                    const void *user)
{
    uint32_t ga = groups->group[a], gb = groups->group[b], m;

    if (ga == gb)
        return true;
    if (rv_groups_parted(groups, a, b))
        return false;
    if (groups->size[ga] < groups->size[gb]) {
        const uint32_t swap = ga;
        ga = gb;
        gb = swap;
    }
    if (ask && objected(groups, ga, gb, ask, user))
        return false;
    for (m = groups->next[gb]; m != gb; m = groups->next[m])
        groups->group[m] = ga;
    groups->group[gb] = ga;
    groups->size[ga] += groups->size[gb];
    m = groups->next[ga];                        /* two rings become one */
    groups->next[ga] = groups->next[gb];
    groups->next[gb] = m;
    return true;
}
