/* A room opened and closed, and what it tells of all votes. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"

rv_status rv_room_open(rv_room **out, rv_store *store, const rv_protocol *protocol, const char *stage, rv_error *err)
{
    const int index = rv_stage_index(protocol, stage);
    rv_room *room;
    rv_status st;

    *out = NULL;
    if (index < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage);
    if (!(room = calloc(1, sizeof *room)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    *room = (rv_room){ .store = store, .protocol = protocol, .stage = index, .plan = -1, .users = 1, .stage_id = strdup(stage) };
    st = room->stage_id ? rv_room_news(room, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK)
        *out = room;
    else
        rv_room_release(room);
    return st;
}

void rv_room_release(rv_room *room)
{
    if (--room->users)
        return;
    rv_room_unload(room);
    while (room->orders) {
        room->orders->desks = 0;
        rv_room_order_release(room, room->orders);
    }
    rv_room_people_free(room);
    free(room->changed);
    free(room->rank_ids);
    free(room->rank_scores);
    free(room->stage_id);
    free(room);
}

void rv_room_close(rv_room *room)
{
    if (room)
        rv_room_release(room);
}

void rv_room_forget(rv_room *room)
{
    room->loaded = false;
    room->forgotten = true;
    rv_room_doubt(room);
    for (rv_desk *d = room->desks; d; d = d->next)
        for (size_t i = 0; i < d->n_held; i++)
            d->held[i].stays = false;
}

rv_status rv_room_labels(rv_room *room, const int64_t **ids, const signed char **labels, size_t *n, rv_error *err)
{
    const rv_status st = rv_room_news(room, err);

    *n = 0;
    if (st != RV_OK)
        return st;
    *ids = room->ids;
    *labels = room->labels;
    *n = room->board.n_reports;
    return RV_OK;
}
