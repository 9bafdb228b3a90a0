/* From edges to groups: what is merged, what a person should look at, and what is of one study. */
#include <config.h>

#include <stdlib.h>

#include "dedup/entry.h"

typedef struct {
    const rv_entries      *set;
    const rv_dedup_policy *policy;
} court;

static rv_objection object(const void *user, uint32_t a, uint32_t b)
{
    const court *c = user;

    return rv_entries_object(&c->set->items[a], &c->set->items[b], c->policy);
}

static bool forbidden(rv_groups *groups, rv_groups *undone, const rv_edge *e)
{
    return (undone && rv_groups_of(undone, e->a) == rv_groups_of(undone, e->b)) || rv_groups_parted(groups, e->a, e->b);
}

/* Pairs of groups that were met: open addressing over a power of two. */
typedef struct {
    uint64_t *slots;
    size_t    mask;
} met;

static bool meet(met *m, uint32_t a, uint32_t b)
{
    const uint64_t key = 1 + (a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a);
    size_t at = (size_t)rv_hash_mix(key) & m->mask;

    while (m->slots[at] && m->slots[at] != key)
        at = (at + 1) & m->mask;
    if (m->slots[at])
        return false;
    m->slots[at] = key;
    return true;
}

rv_status rv_edges_settle(const rv_entries *set, const rv_dedup_policy *policy, rv_groups *groups, rv_groups *undone, rv_edge *edges,
                          size_t *n, size_t *kept_apart, rv_error *err)
{
    const court c = { set, policy };
    met seen = { NULL, 15 };
    size_t merged = 0, kept, rest = 0;
    rv_edge *others = NULL;

    while (seen.mask < 2 * *n)
        seen.mask = 2 * seen.mask + 1;
    if (!(seen.slots = calloc(seen.mask + 1, sizeof *seen.slots)) || !(others = malloc((*n + 1) * sizeof *others))) {
        free(seen.slots);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu pairs", *n);
    }
    for (size_t i = 0; i < *n; i++) {
        rv_edge e = edges[i];
        if (e.verdict != RV_DEDUP_SAME) {
            others[rest++] = e;
        } else if (rv_groups_of(groups, e.a) == rv_groups_of(groups, e.b)) {
            continue;
        } else if (forbidden(groups, undone, &e)) {
            if (kept_apart)
                (*kept_apart)++;
        } else if (rv_groups_join(groups, e.a, e.b, object, &c)) {
            edges[merged++] = e;
        } else {
            e.verdict = RV_DEDUP_UNSURE;
            others[rest++] = e;
        }
    }
    kept = merged;
    for (size_t i = 0; i < rest; i++) {
        const uint32_t a = rv_groups_of(groups, others[i].a), b = rv_groups_of(groups, others[i].b);
        if (a != b && !forbidden(groups, undone, &others[i]) && meet(&seen, a, b))
            edges[kept++] = others[i];
    }
    *n = kept;
    free(others);
    free(seen.slots);
    return RV_OK;
}
