/* The pairs that are something, in an order that does not know the order of input. */
#include <config.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* The share of the pairs that one thread judges. Judging reads only. */
typedef struct {
    const rv_entries      *set;
    const rv_pair         *pairs;
    size_t                 n_pairs;
    const rv_dedup_policy *policy;
    const rv_weights      *weights;
    ranked                *found;
    size_t                 n, capacity;
    bool                   failed;
} share;

static void *judge(void *user)
{
    share *s = user;

    for (size_t i = 0; i < s->n_pairs; i++) {
        const rv_pair p = s->pairs[i];
        const rv_match m = rv_entries_match(&s->set->items[p.a], &s->set->items[p.b], s->weights, s->policy);
        if (m.verdict == RV_DEDUP_NONE)
            continue;
        if (s->n == s->capacity) {
            ranked *more = realloc(s->found, (s->capacity = s->capacity ? 2 * s->capacity : 1024) * sizeof *more);
            if (!more) {
                s->failed = true;
                return NULL;
            }
            s->found = more;
        }
        s->found[s->n++] = rank(s->set, (rv_edge){ p.a, p.b, m.verdict, m.probability, m.rule });
    }
    return NULL;
}

enum { THREADS_MAX = 16, PAIRS_A_THREAD = 20000 };

static unsigned threads_for(const rv_how *how, size_t pairs)
{
    const long processors = how->threads ? (long)how->threads : sysconf(_SC_NPROCESSORS_ONLN);
    const size_t useful = pairs / PAIRS_A_THREAD + 1;
    const size_t most = processors < 1 ? 1 : processors > THREADS_MAX ? THREADS_MAX : (size_t)processors;

    return (unsigned)(most < useful ? most : useful);
}

/* Judges the shares side by side; a thread that cannot be had is no failure: its share is judged here. */
static void judge_all(share *shares, unsigned n)
{
    pthread_t threads[THREADS_MAX];
    bool started[THREADS_MAX] = { false };

    for (unsigned t = 1; t < n; t++)
        started[t] = pthread_create(&threads[t], NULL, judge, &shares[t]) == 0;
    judge(&shares[0]);
    for (unsigned t = 1; t < n; t++) {
        if (started[t])
            pthread_join(threads[t], NULL);
        else
            judge(&shares[t]);
    }
}

/* All that was found, strongest first: the order knows nothing of threads. */
static rv_status put_together(const share *shares, unsigned threads, rv_edge **edges, size_t *n, rv_error *err)
{
    ranked *all;
    bool failed = false;

    for (unsigned t = 0; t < threads; t++) {
        *n += shares[t].n;
        failed |= shares[t].failed;
    }
    all = malloc((*n + 1) * sizeof *all);
    if (failed || !all || !(*edges = malloc((*n + 1) * sizeof **edges))) {
        free(all);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu pairs", *n);
    }
    for (size_t t = 0, at = 0; t < threads; at += shares[t++].n)
        if (shares[t].n)
            memcpy(all + at, shares[t].found, shares[t].n * sizeof *all);
    if (*n)
        qsort(all, *n, sizeof *all, by_rank);
    for (size_t i = 0; i < *n; i++)
        (*edges)[i] = all[i].edge;
    free(all);
    return RV_OK;
}

rv_status rv_pairs_edges(rv_entries *set, const rv_pairs *pairs, const rv_how *how, const rv_weights *weights, rv_edge **edges, size_t *n,
                         rv_error *err)
{
    share shares[THREADS_MAX];
    const unsigned threads = threads_for(how, pairs->n);
    rv_status st;

    *n = 0;
    *edges = NULL;
    for (size_t t = 0; t < threads; t++) {
        const size_t from = pairs->n / threads * t, to = t + 1 == threads ? pairs->n : pairs->n / threads * (t + 1);
        shares[t] = (share){ .set = set, .pairs = pairs->items ? pairs->items + from : NULL, .n_pairs = to - from, .policy = &how->policy,
                             .weights = weights };
    }
    judge_all(shares, threads);
    st = put_together(shares, threads, edges, n, err);
    for (size_t t = 0; t < threads; t++)
        free(shares[t].found);
    return st;
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
