/* What lies on the desk is leased, so that nobody else is given it for the same vote. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"

/* ---- What is held -------------------------------------------------------------------------------------------------------- */

rv_status rv_desk_hold(rv_desk *desk, size_t at, const rv_desk_held *held, rv_error *err)
{
    if (desk->n_held == desk->room_held) {
        const size_t room = desk->room_held ? desk->room_held * 2 : 8;
        rv_desk_held *more = realloc(desk->held, room * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        desk->held = more;
        desk->room_held = room;
    }
    memmove(desk->held + at + 1, desk->held + at, (desk->n_held - at) * sizeof *desk->held);
    desk->held[at] = *held;
    desk->n_held++;
    return RV_OK;
}

void rv_desk_let_go(rv_desk *desk, size_t at)
{
    desk->n_held--;
    memmove(desk->held + at, desk->held + at + 1, (desk->n_held - at) * sizeof *desk->held);
}

/* Best effort: a lease that is not given back runs out. */
void rv_desk_give_up(rv_desk *desk, size_t at)
{
    if (desk->n_leaving == desk->room_leaving) {
        const size_t room = desk->room_leaving ? desk->room_leaving * 2 : 8;
        int64_t *more = realloc(desk->leaving, room * sizeof *more);
        if (more) {
            desk->leaving = more;
            desk->room_leaving = room;
        }
    }
    if (desk->n_leaving < desk->room_leaving)
        desk->leaving[desk->n_leaving++] = desk->held[at].report;
    rv_desk_let_go(desk, at);
}

size_t rv_desk_place(const rv_desk *desk, int64_t report)
{
    size_t at = 0;

    while (at < desk->n_held && desk->held[at].report != report)
        at++;
    return at;
}

rv_desk_item rv_desk_item_of(const rv_desk *desk, size_t at)
{
    const rv_desk_held *h = &desk->held[at];

    if (at >= desk->n_held)
        return (rv_desk_item){ 0 };
    return (rv_desk_item){ h->report, h->served, h->again, h->postponed };
}

static size_t index_of(const rv_desk *desk, const rv_board_report *report)
{
    return (size_t)(report - desk->room->board.reports);
}

/* It waits for the person, as one that is apart or as it waits for anybody. */
static bool waits(const rv_desk *desk, size_t i)
{
    const int own = rv_lineup_class(&desk->line, i);

    return own >= 0 ? own < RV_DESK_WAITING : rv_lineup_class(&desk->in->line, i) >= 0;
}

/* Lets go what waits no more, as it was merged or decided elsewhere. */
static void tidy(rv_desk *desk)
{
    for (size_t i = desk->n_held; i-- > 0; ) {
        const rv_board_report *report = rv_board_find(&desk->room->board, desk->held[i].report);
        if (!report || report->id != desk->held[i].report || (!desk->held[i].stays && !waits(desk, index_of(desk, report))))
            rv_desk_give_up(desk, i);
    }
}

/* How many are held besides the one being decided. */
static size_t kept(const rv_desk *desk)
{
    return desk->n_held - (desk->deciding && rv_desk_place(desk, desk->deciding) < desk->n_held);
}

/* ---- Leasing ------------------------------------------------------------------------------------------------------------- */

/* More than half of its time is left. */
static bool is_fresh(const rv_desk *desk, int64_t id, const char *half)
{
    const rv_board_report *report = rv_board_find(&desk->room->board, id);
    const rv_room_lease *lease = report ? rv_room_lease_of(desk->room, index_of(desk, report), desk->person) : NULL;

    return lease && strcmp(half, lease->until) < 0;
}

static const char *half_of(const rv_desk *desk, char half[RV_TIME_TEXT])
{
    return rv_now_after(half, (desk->lease_seconds + 1) / 2);
}

static bool all_fresh(const rv_desk *desk)
{
    char half[RV_TIME_TEXT];

    half_of(desk, half);
    for (size_t i = 0; i < desk->n_held; i++)
        if (!is_fresh(desk, desk->held[i].report, half))
            return false;
    return true;
}

static rv_status renew(rv_desk *desk, const char *half, const char *until, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = desk->n_held; i-- > 0 && st == RV_OK; ) {
        const rv_board_report *report = rv_board_find(&desk->room->board, desk->held[i].report);
        if (desk->held[i].report == desk->deciding || is_fresh(desk, desk->held[i].report, half))
            continue;
        if (report && (desk->held[i].stays || rv_desk_has_room(desk, index_of(desk, report))))
            st = rv_room_lease_take(desk->room, index_of(desk, report), desk->person, until, err);
        else
            rv_desk_give_up(desk, i);         /* the lease ran out, and others took it */
    }
    return st;
}

static rv_status end_leases(rv_desk *desk, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < desk->n_leaving && st == RV_OK; i++)
        if (rv_desk_place(desk, desk->leaving[i]) == desk->n_held)
            st = rv_room_lease_drop(desk->room, desk->leaving[i], desk->person, err);
    desk->n_leaving = 0;
    return st;
}

rv_status rv_desk_lease(rv_desk *desk, size_t want, rv_error *err)
{
    char now[RV_TIME_TEXT], half[RV_TIME_TEXT], until[RV_TIME_TEXT];
    rv_desk_held chosen;
    rv_status st;

    rv_now_after(until, desk->lease_seconds);
    tidy(desk);
    if ((st = rv_room_sweep(desk->room, rv_now(now), err)) != RV_OK || (st = renew(desk, half_of(desk, half), until, err)) != RV_OK
        || (st = end_leases(desk, err)) != RV_OK)
        return st;
    while (st == RV_OK && kept(desk) < want && rv_desk_choose(desk, &chosen))
        if ((st = rv_desk_hold(desk, desk->n_held, &chosen, err)) == RV_OK)
            st = rv_room_lease_take(desk->room, index_of(desk, rv_board_find(&desk->room->board, chosen.report)), desk->person, until, err);
    return st;
}

rv_status rv_desk_lease_now(rv_desk *desk, size_t want, rv_error *err)
{
    rv_room *room = desk->room;
    bool anew = true;
    rv_status st = RV_OK, end;

    while (st == RV_OK && anew) {
        if ((st = rv_store_work_begin(room->store, err)) != RV_OK)
            return st;
        if ((st = rv_room_news_inside(room, &anew, err)) == RV_OK && !anew)
            st = rv_desk_lease(desk, want, err);
        end = rv_store_work_end(room->store, st == RV_OK && !anew, st == RV_OK ? err : NULL);
        st = st == RV_OK ? end : st;
        if (st != RV_OK)
            rv_room_doubt(room);              /* what was chosen may not be leased */
        if (st == RV_OK && anew)
            st = rv_desk_news(desk, err);     /* outside the write, as it takes long */
    }
    return st;
}

rv_status rv_desk_secure(rv_desk *desk, size_t want, rv_error *err)
{
    rv_desk_held chosen;
    rv_status st;

    if ((st = rv_desk_news(desk, err)) != RV_OK)
        return st;
    tidy(desk);
    if ((desk->n_held >= want || !rv_desk_choose(desk, &chosen)) && all_fresh(desk))
        return RV_OK;
    return rv_desk_lease_now(desk, want, err);
}

rv_status rv_desk_next(rv_desk *desk, rv_desk_item *item, rv_error *err)
{
    const rv_status st = rv_desk_secure(desk, 1, err);

    *item = st == RV_OK ? rv_desk_item_of(desk, 0) : (rv_desk_item){ 0 };
    return st;
}

rv_status rv_screen_next(rv_store *store, const rv_protocol *protocol, const char *reviewer, const char *stage, int64_t *report,
                         rv_error *err)
{
    rv_desk_options options = RV_DESK_OPTIONS_INIT;
    rv_desk_held chosen;
    rv_desk *desk;
    rv_status st;

    *report = 0;
    options.reviewer = reviewer;
    options.stage = stage;
    if ((st = rv_desk_open(&desk, store, protocol, &options, err)) != RV_OK)
        return st;
    if (rv_desk_choose(desk, &chosen))
        *report = chosen.report;
    rv_desk_close(desk);
    return RV_OK;
}
