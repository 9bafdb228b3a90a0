/* The pairs that are something, in an order that does not know the order of input. */
#include <config.h>

#include <stdlib.h>

#include "dedup/entry.h"

const char *const rv_dedup_verdicts[] = { "none", "study", "unsure", "same", NULL };

typedef struct {
    rv_edge  edge;
    uint64_t least, most;        /* digests of the two records */
} ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->edge.verdict != y->edge.verdict)
        return x->edge.verdict > y->edge.verdict ? -1 : 1;
    if (x->edge.probability != y->edge.probability)
        return x->edge.probability > y->edge.probability ? -1 : 1;
    if (x->least != y->least)
        return x->least < y->least ? -1 : 1;
    if (x->most != y->most)
        return x->most < y->most ? -1 : 1;
    if (x->edge.a != y->edge.a)                  /* records alike in every field: either will do */
        return x->edge.a < y->edge.a ? -1 : 1;
    return x->edge.b < y->edge.b ? -1 : x->edge.b > y->edge.b;
}

static ranked rank(const rv_entries *set, rv_edge edge)
{
    const uint64_t x = set->items[edge.a].digest, y = set->items[edge.b].digest;

    return (ranked){ edge, x < y ? x : y, x < y ? y : x };
}

rv_status rv_pairs_edges(rv_entries *set, const rv_pairs *pairs, const rv_how *how, const rv_weights *weights, rv_edge **edges, size_t *n,
                         rv_error *err)
{
    ranked *found = NULL;
    size_t capacity = 0;

    *n = 0;
    *edges = NULL;
    for (size_t i = 0; i < pairs->n; i++) {
        const rv_pair p = pairs->items[i];
        const rv_match m = rv_entries_match(&set->items[p.a], &set->items[p.b], weights, &how->policy);
        if (m.verdict == RV_DEDUP_NONE)
            continue;
        if (*n == capacity) {
            ranked *more = realloc(found, (capacity = capacity ? 2 * capacity : 1024) * sizeof *more);
            if (!more)
                break;
            found = more;
        }
        found[(*n)++] = rank(set, (rv_edge){ p.a, p.b, m.verdict, m.probability, m.rule });
    }
    if ((*n && !found) || !(*edges = malloc((*n + 1) * sizeof **edges))) {
        free(found);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu pairs", *n);
    }
    if (*n)
        qsort(found, *n, sizeof *found, by_rank);
    for (size_t i = 0; i < *n; i++)
        (*edges)[i] = found[i].edge;
    free(found);
    return RV_OK;
}

enum { SAMPLE = 50000 };

/* Estimates from a sample of the pairs that does not depend on the order of the records. */
static rv_status estimate(const rv_entries *set, const rv_pairs *pairs, const rv_how *how, rv_weights *to, rv_error *err)
{
    const uint64_t every = pairs->n / SAMPLE + 1;
    rv_pattern *patterns = malloc((pairs->n < SAMPLE ? pairs->n + 1 : 2 * SAMPLE) * sizeof *patterns);
    size_t n = 0;

    if (!patterns)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu pairs", pairs->n);
    for (size_t i = 0; i < pairs->n && n < 2 * SAMPLE; i++) {
        const rv_entry *a = &set->items[pairs->items[i].a], *b = &set->items[pairs->items[i].b];
        rv_signs s;
        if (a->digest == b->digest || rv_hash_mix(a->digest ^ b->digest) % every)
            continue;
        s = rv_entries_compare(a, b, &how->policy);
        patterns[n++] = (rv_pattern){ rv_pattern_key(&s) | (rv_signs_veto(a, b, &s) ? RV_PATTERN_VETOED : 0), 1 };
    }
    rv_weights_estimate(to, patterns, n);
    free(patterns);
    return RV_OK;
}

rv_status rv_entries_edges(rv_entries *set, const rv_how *how, rv_weights *used, rv_edge **edges, size_t *n, size_t *compared,
                           rv_error *err)
{
    rv_pairs pairs = { 0 };
    rv_status st;

    *edges = NULL;
    *n = 0;
    if ((st = rv_entries_count(set, err)) == RV_OK && (st = rv_entries_block(set, &pairs, err)) == RV_OK) {
        *compared = pairs.n;
        if (how->weights)
            *used = *how->weights;
        else
            st = estimate(set, &pairs, how, used, err);
        if (st == RV_OK)
            st = rv_pairs_edges(set, &pairs, how, used, edges, n, err);
    }
    rv_pairs_free(&pairs);
    return st;
}

void rv_edge_words(const rv_entries *set, const rv_edge *edge, const rv_dedup_policy *policy, rv_buf *out)
{
    rv_match_words(&set->items[edge->a], &set->items[edge->b], policy, out);
}
