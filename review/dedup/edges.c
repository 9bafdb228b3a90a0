/* The pairs that a rule joins, in an order that does not know the order of input. */
#include <config.h>

#include <stdlib.h>

#include "dedup/entry.h"

typedef struct {
    rv_edge  edge;
    uint64_t least, most;        /* digests of the two records */
} ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->edge.match.rank != y->edge.match.rank)
        return x->edge.match.rank < y->edge.match.rank ? -1 : 1;
    if (x->least != y->least)
        return x->least < y->least ? -1 : 1;
    if (x->most != y->most)
        return x->most < y->most ? -1 : 1;
    if (x->edge.a != y->edge.a)                  /* records alike in every field: either will do */
        return x->edge.a < y->edge.a ? -1 : 1;
    return x->edge.b < y->edge.b ? -1 : x->edge.b > y->edge.b;
}

static ranked rank(const rv_entries *set, rv_pair pair, rv_match match)
{
    const uint64_t x = set->items[pair.a].digest, y = set->items[pair.b].digest;

    return (ranked){ { pair.a, pair.b, match }, x < y ? x : y, x < y ? y : x };
}

rv_status rv_entries_edges(rv_entries *set, rv_edge **edges, size_t *n, size_t *compared, rv_error *err)
{
    rv_pairs pairs = { 0 };
    ranked *found = NULL;
    rv_status st;

    *edges = NULL;
    *n = 0;
    if ((st = rv_entries_block(set, &pairs, err)) != RV_OK)
        goto done;
    *compared = pairs.n;
    if (!(found = malloc((pairs.n + 1) * sizeof *found)) || !(*edges = malloc((pairs.n + 1) * sizeof **edges))) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
        goto done;
    }
    for (size_t i = 0; i < pairs.n; i++) {
        const rv_match match = rv_entries_match(&set->items[pairs.items[i].a], &set->items[pairs.items[i].b]);
        if (match.rule)
            found[(*n)++] = rank(set, pairs.items[i], match);
    }
    qsort(found, *n, sizeof *found, by_rank);
    for (size_t i = 0; i < *n; i++)
        (*edges)[i] = found[i].edge;
done:
    free(found);
    rv_pairs_free(&pairs);
    return st;
}
