/* What new edges, edits and people touch: whatever links or edges connect with it is settled again, and nothing else. What is not
   connected cannot come out otherwise. */
#include <config.h>

#include <stdlib.h>

#include "dedup/dedup_run.h"

int64_t rv_entries_find(const rv_entries *set, int64_t record)
{
    size_t low = 0, high = set->n;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (set->items[middle].id < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->n && set->items[low].id == record ? (int64_t)low : -1;
}

/* Connects what links name, whether they stand or not: also what a person took apart may come together otherwise. */
static void connect_links(const rv_entries *set, const rv_links *links, const rv_past *past, rv_groups *parts, bool *marked)
{
    for (size_t i = 0; i < links->n; i++) {
        const rv_link *l = &links->items[i];
        const int64_t a = rv_entries_find(set, l->record), b = rv_entries_find(set, l->other);
        if (a < 0 || b < 0)
            continue;
        rv_groups_join(parts, (uint32_t)a, (uint32_t)b, NULL, NULL);
        if (l->person && !rv_past_has(past, l->event))
            marked[a] = true;
    }
}

/* Spreads the marks over what is connected; what is connected with nothing has nothing to settle. */
static rv_status spread(rv_groups *parts, size_t n, bool *marked, bool *any, rv_error *err)
{
    uint32_t *size = calloc(n + 1, sizeof *size);
    bool *part = calloc(n + 1, sizeof *part);

    *any = false;
    for (size_t i = 0; size && part && i < n; i++) {
        const uint32_t g = rv_groups_of(parts, (uint32_t)i);
        size[g]++;
        part[g] |= marked[i];
    }
    for (size_t i = 0; size && part && i < n; i++) {
        const uint32_t g = rv_groups_of(parts, (uint32_t)i);
        marked[i] = part[g] && size[g] > 1;
        *any |= marked[i];
    }
    free(part);
    free(size);
    return size && part ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

rv_status rv_touched(const rv_entries *set, const rv_links *links, const rv_past *past, const rv_edge *edges, size_t n, bool *afresh,
                     bool *any, rv_error *err)
{
    rv_groups *parts = NULL;
    rv_status st;

    if ((st = rv_groups_new(&parts, set->n, err)) == RV_OK) {
        for (size_t i = 0; i < set->n; i++)
            afresh[i] = !set->items[i].old;
        connect_links(set, links, past, parts, afresh);
        for (size_t i = 0; i < n; i++) {
            rv_groups_join(parts, edges[i].a, edges[i].b, NULL, NULL);
            afresh[edges[i].a] = true;
        }
        st = spread(parts, set->n, afresh, any, err);
    }
    rv_groups_free(parts);
    return st;
}
