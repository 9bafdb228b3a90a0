/* What the room knows of the review: loaded once, then kept up to date report by report. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"

/* ---- Loading -------------------------------------------------------------------------------------------------------------- */

void rv_room_unload(rv_room *room)
{
    room->loaded = false;
    for (rv_desk *d = room->desks; d; d = d->next)
        rv_desk_unload(d);
    for (rv_room_order *o = room->orders; o; o = o->next) {
        rv_lineup_free(&o->line);
        rv_order_free(&o->order);
    }
    rv_room_leases_free(room);
    rv_handed_free(&room->given);
    rv_board_free(&room->board);
    free(room->ids);
    free(room->labels);
    room->ids = NULL;
    room->labels = NULL;
    room->n_changed = 0;
    room->all_changed = false;
}

static rv_status load_facts(rv_room *room, rv_error *err)
{
    size_t n;
    rv_status st;

    if ((st = rv_board_load(&room->board, room->store, room->protocol, 0, err)) != RV_OK
        || (room->plan >= 0 && (st = rv_board_same_plan(room->plan, room->board.newest_protocol, err)) != RV_OK)
        || (st = rv_handed_make(&room->given, &room->board, err)) != RV_OK
        || (st = rv_handed_news(&room->given, &room->board, room->store, room->stage_id, err)) != RV_OK)
        return st;
    room->plan = room->board.newest_protocol;
    n = room->board.n_reports;
    room->ids = malloc((n + 1) * sizeof *room->ids);
    room->labels = malloc(n + 1);
    if (!room->ids || !room->labels || n > UINT32_MAX)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        room->ids[i] = room->board.reports[i].id;
    return rv_room_leases_load(room, err);
}

static rv_status load_view(rv_room *room, rv_error *err)
{
    rv_status st = load_facts(room, err);

    for (rv_room_order *o = room->orders; o && st == RV_OK; o = o->next)
        st = rv_room_order_fill(room, o, err);
    for (rv_desk *d = room->desks; d && st == RV_OK; d = d->next)
        st = rv_desk_make_lines(d, err);
    for (size_t i = 0; i < room->board.n_reports && st == RV_OK; i++)
        st = rv_room_settle(room, i, err);
    return st;
}

static rv_status load(rv_room *room, rv_error *err)
{
    rv_status st;

    rv_room_unload(room);
    if ((st = rv_store_read_begin(room->store, err)) != RV_OK)
        return st;
    st = load_view(room, err);
    rv_store_read_end(room->store);
    if (st != RV_OK) {
        rv_room_unload(room);
        return st;
    }
    room->loaded = true;
    for (rv_desk *d = room->desks; d && room->forgotten; d = d->next)
        rv_desk_check_done(d);
    room->forgotten = false;
    return RV_OK;
}

/* ---- News ----------------------------------------------------------------------------------------------------------------- */

static void note(void *user, rv_board_report *report)
{
    rv_room *room = user;

    if (report && room->n_changed == room->room_changed) {
        const size_t wider = room->room_changed ? room->room_changed * 2 : 64;
        size_t *more = realloc(room->changed, wider * sizeof *more);
        if (more) {
            room->changed = more;
            room->room_changed = wider;
        } else {
            report = NULL;
        }
    }
    if (report)
        room->changed[room->n_changed++] = (size_t)(report - room->board.reports);
    else
        room->all_changed = true;
}

static rv_status settle_changed(rv_room *room, rv_error *err)
{
    rv_status st = RV_OK;

    if (room->all_changed)
        rv_room_doubt(room);                      /* people may have come or gone, and their leases count or not */
    for (size_t i = 0; room->all_changed && i < room->board.n_reports && st == RV_OK; i++)
        st = rv_room_settle(room, i, err);
    for (size_t i = 0; !room->all_changed && i < room->n_changed && st == RV_OK; i++)
        st = rv_room_settle(room, room->changed[i], err);
    room->n_changed = 0;
    room->all_changed = false;
    return st;
}

rv_status rv_room_news_inside(rv_room *room, bool *anew, rv_error *err)
{
    rv_status st;

    *anew = !room->loaded;
    if (*anew)
        return RV_OK;
    if ((st = rv_board_news(&room->board, room->store, note, room, anew, err)) == RV_OK && !*anew
        && (st = rv_handed_news(&room->given, &room->board, room->store, room->stage_id, err)) == RV_OK
        && (st = settle_changed(room, err)) == RV_OK)
        st = rv_room_leases_news(room, err);
    if (st != RV_OK || *anew)
        room->loaded = false;                     /* a part may have been taken */
    return st;
}

rv_status rv_room_news(rv_room *room, rv_error *err)
{
    bool anew;
    rv_status st = rv_store_read_begin(room->store, err);

    if (st != RV_OK)
        return st;
    st = rv_room_news_inside(room, &anew, err);
    rv_store_read_end(room->store);
    return st == RV_OK && anew ? load(room, err) : st;
}
