/* In which order reports wait: by import, by score, by lot. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"
#include "screen/lot.h"

bool rv_desk_by_lot(const rv_desk *desk, uint64_t turn)
{
    return rv_lot_falls(desk->seed, desk->stage_id, turn, desk->random_share);
}

/* The lower first. */
typedef struct {
    double   key;
    uint64_t lot;
    uint32_t report;
} place;

static int by_place(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->key < y->key || y->key < x->key)
        return x->key < y->key ? -1 : 1;
    if (x->lot != y->lot)
        return x->lot < y->lot ? -1 : 1;
    return x->report < y->report ? -1 : x->report > y->report;
}

/* What has no score, as it was imported since, comes after what has. */
static double key_of(const rv_desk *desk, int64_t report, size_t *at)
{
    while (*at < desk->n_rank && desk->rank_ids[*at] < report)
        (*at)++;
    if (*at == desk->n_rank || desk->rank_ids[*at] != report)
        return INFINITY;
    return desk->mode == RV_DESK_UNCERTAIN ? fabs(desk->rank_scores[*at]) : -desk->rank_scores[*at];
}

static void put_in_order(const rv_desk *desk, rv_lineup *line, bool by_lot, place *places, uint32_t *things)
{
    const bool scored = !by_lot && (desk->mode == RV_DESK_RANKED || desk->mode == RV_DESK_UNCERTAIN);
    size_t at = 0;

    for (size_t i = 0; i < line->n; i++)
        places[i] = (place){ scored ? key_of(desk, desk->ids[i], &at) : 0, by_lot ? rv_lot(desk->seed, desk->stage_id, RV_LOT_ORDER, (uint64_t)desk->ids[i]) : 0, (uint32_t)i };
    if (line->n)
        qsort(places, line->n, sizeof *places, by_place);
    for (size_t i = 0; i < line->n; i++)
        things[i] = places[i].report;
    rv_lineup_order(line, things);
}

rv_status rv_desk_order(rv_desk *desk, bool lots, rv_error *err)
{
    const size_t n = desk->board.n_reports;
    place *places = malloc((n + 1) * sizeof *places);
    uint32_t *things = malloc((n + 1) * sizeof *things);
    rv_status st = RV_OK;

    if (!places || !things) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    } else {
        put_in_order(desk, &desk->line, desk->mode == RV_DESK_RANDOM, places, things);
        if (lots)
            put_in_order(desk, &desk->lots, true, places, things);
    }
    free(places);
    free(things);
    return st;
}

rv_status rv_desk_rank(rv_desk *desk, const int64_t *ids, const double *scores, size_t n, rv_error *err)
{
    int64_t *own_ids = malloc((n + 1) * sizeof *own_ids);
    double *own_scores = malloc((n + 1) * sizeof *own_scores);

    for (size_t i = 0; own_ids && own_scores && i < n; i++) {
        own_ids[i] = ids[i];
        own_scores[i] = scores[i];
        if ((i && ids[i] <= ids[i - 1]) || !isfinite(scores[i])) {
            free(own_ids);
            free(own_scores);
            return rv_fail(err, RV_EINVAL, "score %zu is %g, of report %lld; scores are finite and in order of report", i + 1, scores[i],
                           (long long)ids[i]);
        }
    }
    if (!own_ids || !own_scores) {
        free(own_ids);
        free(own_scores);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    free(desk->rank_ids);
    free(desk->rank_scores);
    desk->rank_ids = own_ids;
    desk->rank_scores = own_scores;
    desk->n_rank = n;
    return desk->loaded ? rv_desk_order(desk, false, err) : RV_OK;
}
