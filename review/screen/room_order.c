/* In which order reports wait: by import, by score, by lot. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"
#include "screen/lot.h"

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

static bool is_scored(rv_desk_mode mode)
{
    return mode == RV_DESK_RANKED || mode == RV_DESK_UNCERTAIN;
}

/* What has no score, as it was imported since, comes after what has. */
static double key_of(const rv_room *room, rv_desk_mode mode, int64_t report, size_t *at)
{
    while (*at < room->n_rank && room->rank_ids[*at] < report)
        (*at)++;
    if (*at == room->n_rank || room->rank_ids[*at] != report)
        return INFINITY;
    return mode == RV_DESK_UNCERTAIN ? fabs(room->rank_scores[*at]) : -room->rank_scores[*at];
}

static rv_status sort(const rv_room *room, const rv_room_order *o, rv_order *order, rv_error *err)
{
    const size_t n = order->n;
    place *places = malloc((n + 1) * sizeof *places);
    uint32_t *things = malloc((n + 1) * sizeof *things);
    size_t at = 0;

    if (!places || !things) {
        free(places);
        free(things);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    for (size_t i = 0; i < n; i++)
        places[i] = (place){ is_scored(o->mode) ? key_of(room, o->mode, room->ids[i], &at) : 0,
                             o->mode == RV_DESK_RANDOM ? rv_lot(o->seed, room->stage_id, RV_LOT_ORDER, (uint64_t)room->ids[i]) : 0,
                             (uint32_t)i };
    if (n)
        qsort(places, n, sizeof *places, by_place);
    for (size_t i = 0; i < n; i++)
        things[i] = places[i].report;
    rv_order_set(order, things);
    free(places);
    free(things);
    return RV_OK;
}

rv_status rv_room_order_fill(rv_room *room, rv_room_order *o, rv_error *err)
{
    rv_status st;

    rv_lineup_free(&o->line);
    rv_order_free(&o->order);
    if ((st = rv_order_make(&o->order, room->board.n_reports, err)) != RV_OK
        || (o->mode != RV_DESK_ORDER && (st = sort(room, o, &o->order, err)) != RV_OK))
        return st;
    return rv_lineup_make(&o->line, &o->order, err);
}

rv_status rv_room_order_get(rv_room *room, rv_desk_mode mode, uint64_t seed, rv_room_order **out, rv_error *err)
{
    rv_room_order *o = room->orders;
    rv_status st;

    seed = mode == RV_DESK_RANDOM ? seed : 0;
    while (o && (o->mode != mode || o->seed != seed))
        o = o->next;
    if (!o) {
        if (!(o = calloc(1, sizeof *o)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        *o = (rv_room_order){ .next = room->orders, .mode = mode, .seed = seed };
        room->orders = o;
        if (room->loaded && ((st = rv_room_order_fill(room, o, err)) != RV_OK || (st = rv_room_settle_order(room, o, err)) != RV_OK)) {
            rv_room_order_release(room, o);
            return st;
        }
    }
    o->desks++;
    *out = o;
    return RV_OK;
}

void rv_room_order_release(rv_room *room, rv_room_order *order)
{
    rv_room_order **at = &room->orders;

    if (!order || (order->desks && --order->desks))
        return;
    while (*at != order)
        at = &(*at)->next;
    *at = order->next;
    rv_lineup_free(&order->line);
    rv_order_free(&order->order);
    free(order);
}

/* ---- Scores --------------------------------------------------------------------------------------------------------------- */

/* Sorts one order anew, with all who stand in it. */
static rv_status sort_again(rv_room *room, rv_room_order *o, rv_error *err)
{
    uint64_t *scratch = malloc((rv_lineup_words(o->order.n) + 1) * sizeof *scratch);
    rv_order next = { 0 };
    rv_status st = scratch ? rv_order_make(&next, o->order.n, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && (st = sort(room, o, &next, err)) == RV_OK) {
        rv_lineup_move(&o->line, &next, scratch);
        for (rv_desk *d = room->desks; d; d = d->next)
            if (d->in == o)
                rv_lineup_move(&d->line, &next, scratch);
        rv_order_free(&o->order);
        o->order = next;
    } else {
        rv_order_free(&next);
    }
    free(scratch);
    return st;
}

static rv_status copy_scores(const int64_t *ids, const double *scores, size_t n, int64_t **own_ids, double **own_scores, rv_error *err)
{
    for (size_t i = 0; i < n; i++)
        if ((i && ids[i] <= ids[i - 1]) || !isfinite(scores[i]))
            return rv_fail(err, RV_EINVAL, "score %zu is %g, of report %lld; scores are finite and in order of report", i + 1, scores[i],
                           (long long)ids[i]);
    *own_ids = malloc((n + 1) * sizeof **own_ids);
    *own_scores = malloc((n + 1) * sizeof **own_scores);
    if (!*own_ids || !*own_scores) {
        free(*own_ids);
        free(*own_scores);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    if (n) {
        memcpy(*own_ids, ids, n * sizeof *ids);
        memcpy(*own_scores, scores, n * sizeof *scores);
    }
    return RV_OK;
}

rv_status rv_room_rank(rv_room *room, const int64_t *ids, const double *scores, size_t n, rv_error *err)
{
    int64_t *own_ids = NULL;
    double *own_scores = NULL;
    rv_status st = copy_scores(ids, scores, n, &own_ids, &own_scores, err);

    if (st != RV_OK)
        return st;
    free(room->rank_ids);
    free(room->rank_scores);
    room->rank_ids = own_ids;
    room->rank_scores = own_scores;
    room->n_rank = n;
    for (rv_room_order *o = room->orders; room->loaded && o && st == RV_OK; o = o->next)
        if (is_scored(o->mode))
            st = sort_again(room, o, err);
    return st;
}

rv_status rv_desk_rank(rv_desk *desk, const int64_t *ids, const double *scores, size_t n, rv_error *err)
{
    if (!desk->room->own)
        return rv_fail(err, RV_EINVAL, "the desk shares its room, which ranks for all: use rv_room_rank()");
    return rv_room_rank(desk->room, ids, scores, n, err);
}
