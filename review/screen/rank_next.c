/*
 * Which records come next: from the top of the ranking, from where the machine is least sure, and between them, at places that a seed
 * decides, records drawn at random.
 *
 * The random ones follow an order of all records that the seed alone decides; the next is the first in it that waits. As the order knows
 * nothing of labels and scores, each is a fair draw from all that wait.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "ranker.h"
#include "lot.h"

/* A record and what it is ordered by: the lower first, then the lower record. */
typedef struct { double key; uint64_t draw; size_t record; } candidate;

static bool before(const candidate *a, const candidate *b)
{
    if (a->key < b->key || b->key < a->key)
        return a->key < b->key;
    return a->draw != b->draw ? a->draw < b->draw : a->record < b->record;
}

/* Lets the last of the first `room` candidates stand at the root of a heap. */
static void sink(candidate *heap, size_t n, size_t at)
{
    const candidate moving = heap[at];
    size_t child;

    while ((child = 2 * at + 1) < n) {
        child += child + 1 < n && before(&heap[child], &heap[child + 1]);
        if (!before(&moving, &heap[child]))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moving;
}

/* The first `want` of those that wait, in order; `*n` is how many there are. */
static void choose(const rv_ranker *ranker, const bool *waiting, const rv_rank_options *options, bool random, candidate *heap,
                   size_t want, size_t *n)
{
    const double *scores = rv_ranker_scores(ranker);

    *n = 0;
    for (size_t i = 0; i < rv_ranker_count(ranker); i++) {
        const candidate c = { random ? 0 : options->uncertain ? fabs(scores[i]) : -scores[i], random ? rv_lot(options->seed, "", RV_LOT_ORDER, i) : 0, i };
        if (!waiting[i])
            continue;
        if (*n < want) {
            heap[(*n)++] = c;
            for (size_t k = *n == want ? want / 2 : 0; k-- > 0; )
                sink(heap, want, k);
        } else if (before(&c, &heap[0])) {
            heap[0] = c;
            sink(heap, want, 0);
        }
    }
    for (size_t k = *n < want ? *n / 2 : 0; k-- > 0; )
        sink(heap, *n, k);
    for (size_t last = *n; last > 1; last--) {
        const candidate top = heap[0];
        heap[0] = heap[last - 1];
        heap[last - 1] = top;
        sink(heap, last - 1, 0);
    }
}

/* Takes the first of the list that was not taken before. */
static bool take(const candidate *list, size_t n, size_t *at, bool *taken, size_t *record)
{
    while (*at < n && taken[list[*at].record])
        ++*at;
    if (*at == n)
        return false;
    *record = list[*at].record;
    return taken[*record] = true;
}

rv_status rv_rank_next(const rv_ranker *ranker, const bool *waiting, const rv_rank_options *options, uint64_t turn,
                       rv_rank_pick *picks, size_t want, size_t *got, rv_error *err)
{
    const size_t n = rv_ranker_count(ranker);
    candidate *ranked, *drawn;
    size_t n_ranked, n_drawn = 0, at_ranked = 0, at_drawn = 0;
    bool *taken;
    rv_status st = RV_OK;

    *got = 0;
    if (!(options->random_share >= 0 && options->random_share <= 1))
        return rv_fail(err, RV_EINVAL, "the random share is %g; it must be between 0 and 1", options->random_share);
    want = want < n ? want : n;
    ranked = malloc((want + 1) * sizeof *ranked);
    drawn = malloc((want + 1) * sizeof *drawn);
    taken = calloc(n + 1, sizeof *taken);
    if (!ranked || !drawn || !taken) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    } else if (want) {
        choose(ranker, waiting, options, false, ranked, want, &n_ranked);
        if (options->random_share > 0)
            choose(ranker, waiting, options, true, drawn, want, &n_drawn);
        for (; *got < n_ranked; ++*got) {
            rv_rank_pick *p = &picks[*got];
            p->random = rv_lot_falls(options->seed, "", turn + *got, options->random_share) && take(drawn, n_drawn, &at_drawn, taken, &p->record);
            if (!p->random && !take(ranked, n_ranked, &at_ranked, taken, &p->record))
                break;
        }
    }
    free(ranked);
    free(drawn);
    free(taken);
    return st;
}
