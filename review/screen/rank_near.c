/*
 * How like the relevant record that is most like it each record is: the largest product of its row with theirs. A new relevant record
 * costs one pass over the index; several are taken together, since most of the time of a pass is waiting for memory.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "rank.h"

enum { TOGETHER = 8 };

rv_status rv_rank_near_open(rv_rank_near *near, const rv_rank_index *index, rv_error *err)
{
    near->index = index;
    near->best = calloc(index->n + 1, sizeof *near->best);
    near->counted = calloc(index->n + 1, sizeof *near->counted);
    if (near->best && near->counted)
        return RV_OK;
    rv_rank_near_close(near);
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_rank_near_close(rv_rank_near *near)
{
    free(near->best);
    free(near->counted);
    memset(near, 0, sizeof *near);
}

/* Compares all records with up to TOGETHER relevant ones; `spread` has TOGETHER values for each term. */
static void compare(rv_rank_near *near, const size_t *rows, size_t n, float *spread)
{
    const rv_rank_index *index = near->index;

    memset(spread, 0, index->n_terms * TOGETHER * sizeof *spread);
    for (size_t k = 0; k < n; k++)
        for (size_t e = index->start[rows[k]]; e < index->start[rows[k] + 1]; e++)
            spread[(size_t)index->term[e] * TOGETHER + k] = index->value[e];
    for (size_t i = 0; i < index->n; i++) {
        float sum[TOGETHER] = { 0 };
        for (size_t e = index->start[i]; e < index->start[i + 1]; e++) {
            const float *s = spread + (size_t)index->term[e] * TOGETHER, x = index->value[e];
            for (int k = 0; k < TOGETHER; k++)
                sum[k] += x * s[k];
        }
        for (int k = 0; k < TOGETHER; k++)
            near->best[i] = sum[k] > near->best[i] ? sum[k] : near->best[i];
    }
}

rv_status rv_rank_near_train(rv_rank_near *near, const signed char *labels, rv_error *err)
{
    const size_t n = near->index->n;
    size_t rows[TOGETHER], waiting = 0, added = 0;
    float *spread;

    for (size_t i = 0; i < n; i++)
        if (near->counted[i] && labels[i] != 1) {      /* one is relevant no more: all over again */
            memset(near->best, 0, n * sizeof *near->best);
            memset(near->counted, 0, n * sizeof *near->counted);
            break;
        }
    for (size_t i = 0; i < n; i++)
        added += labels[i] == 1 && !near->counted[i];
    if (!added)
        return RV_OK;
    if (!(spread = malloc((near->index->n_terms + 1) * TOGETHER * sizeof *spread)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++) {
        if (labels[i] == 1 && !near->counted[i]) {
            near->counted[i] = true;
            rows[waiting++] = i;
            added--;
        }
        if (waiting == TOGETHER || (waiting && !added)) {
            compare(near, rows, waiting, spread);
            waiting = 0;
        }
    }
    free(spread);
    return RV_OK;
}
