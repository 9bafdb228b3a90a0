/* Weights estimated from the pairs of an import by expectation and maximisation, beginning from those shipped. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

enum { ROUNDS = 200 };
/* What is shipped counts as this many pairs of either kind: a small import moves it little. Titles and people are not estimated:
   they say which pairs are meant, and what is learned is how far the other fields of an import are to be trusted. */
static const double faith = 100;

static bool fixed(size_t field)
{
    return field == RV_SIGN_TITLE || field == RV_SIGN_NUMBERS || field == RV_SIGN_AUTHORS;
}

static int by_key(const void *a, const void *b)
{
    const rv_pattern *x = a, *y = b;

    return x->key < y->key ? -1 : x->key > y->key;
}

uint64_t rv_pattern_key(const rv_signs *signs)
{
    uint64_t key = 0;

    for (size_t f = 0; f < RV_SIGNS; f++)
        key = key << 3 | signs->level[f];
    return key;
}

static unsigned level_of(uint64_t key, size_t field)
{
    return (unsigned)(key >> 3 * (RV_SIGNS - 1 - field)) & 7;
}

/* Equal patterns become one, with their number. */
static size_t gather(rv_pattern *patterns, size_t n)
{
    size_t kept = 0;

    if (!n)
        return 0;
    qsort(patterns, n, sizeof *patterns, by_key);
    for (size_t i = 1; i < n; i++)
        if (patterns[i].key == patterns[kept].key)
            patterns[kept].n += patterns[i].n;
        else
            patterns[++kept] = patterns[i];
    return kept + 1;
}

/* How sure it is from the pattern alone that a pair is one report. */
static double chance(const rv_weights *w, uint64_t key)
{
    double bits = log2(w->prior / (1 - w->prior));

    for (size_t f = 0; f < RV_SIGNS; f++) {
        const unsigned level = level_of(key, f);
        if (level && w->m[f][level] > 0 && w->u[f][level] > 0)
            bits += log2(w->m[f][level] / w->u[f][level]);
    }
    return 1 / (1 + exp2(-bits));
}

/* One table of counts, of pairs of one report or of others. */
typedef struct {
    double n[RV_SIGNS][RV_LEVELS], all;
} tally;

static void share_out(const tally *t, const double shipped[RV_SIGNS][RV_LEVELS], double to[RV_SIGNS][RV_LEVELS])
{
    for (size_t f = 0; f < RV_SIGNS; f++) {
        double sum = faith;
        if (fixed(f))
            continue;
        for (size_t l = 1; l < RV_LEVELS; l++)
            sum += t->n[f][l];
        for (size_t l = 1; l < RV_LEVELS; l++)
            to[f][l] = (t->n[f][l] + faith * shipped[f][l]) / sum;
    }
}

static double round_of(rv_weights *w, const rv_weights *shipped, const rv_pattern *patterns, size_t n)
{
    tally same = { .all = 0 }, other = { .all = 0 };
    const double before = w->prior, least = .01, most = .5;

    for (size_t i = 0; i < n; i++) {
        const double p = patterns[i].key & RV_PATTERN_VETOED ? 0 : chance(w, patterns[i].key), k = (double)patterns[i].n;
        same.all += p * k;
        other.all += (1 - p) * k;
        for (size_t f = 0; f < RV_SIGNS; f++) {
            const unsigned level = level_of(patterns[i].key, f);
            same.n[f][level] += p * k;
            other.n[f][level] += (1 - p) * k;
        }
    }
    share_out(&same, shipped->m, w->m);
    share_out(&other, shipped->u, w->u);
    w->prior = (same.all + faith * shipped->prior) / (same.all + other.all + faith);
    w->prior = w->prior > most ? most : w->prior < least ? least : w->prior;
    return fabs(w->prior - before);
}

void rv_weights_estimate(rv_weights *weights, rv_pattern *patterns, size_t n)
{
    rv_weights shipped;

    rv_weights_ship(&shipped);
    *weights = shipped;
    n = gather(patterns, n);
    for (int i = 0; i < ROUNDS && round_of(weights, &shipped, patterns, n) > 1e-9; i++)
        ;
}
