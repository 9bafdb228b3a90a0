/* What lies on the desk: chosen from what waits, and leased, so that nobody else is given it for the same vote. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"

/* ---- What is held -------------------------------------------------------------------------------------------------------------- */

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

rv_desk_item rv_desk_item_of(const rv_desk *desk, size_t at)
{
    const rv_desk_held *h = &desk->held[at];

    if (at >= desk->n_held)
        return (rv_desk_item){ 0 };
    return (rv_desk_item){ h->report, h->served, h->again, h->postponed };
}

static bool holds(const rv_desk *desk, int64_t report)
{
    for (size_t i = 0; i < desk->n_held; i++)
        if (desk->held[i].report == report)
            return true;
    return false;
}

/* Lets go what waits no more, as it was merged or decided elsewhere. */
static void tidy(rv_desk *desk)
{
    for (size_t i = desk->n_held; i-- > 0; ) {
        const rv_board_report *report = rv_board_find(&desk->board, desk->held[i].report);
        if (!report || report->id != desk->held[i].report
            || (!desk->held[i].undone && desk->line.class_of[report - desk->board.reports] < 0))
            rv_desk_let_go(desk, i);
    }
}

/* ---- Choosing ------------------------------------------------------------------------------------------------------------------ */

static bool has_room(const rv_desk *desk, size_t i)
{
    const rv_board_report *report = &desk->board.reports[i];

    return desk->line.class_of[i] == RV_DESK_AGAIN
           || rv_desk_taken(desk, report, &desk->leases) < rv_board_needed(&desk->board, report, desk->stage);
}

static bool is_free(const rv_desk *desk, size_t i)
{
    const int64_t id = desk->board.reports[i].id;

    return id != desk->deciding && !holds(desk, id) && has_room(desk, i);
}

static bool first_free(const rv_desk *desk, const rv_lineup *line, int class, size_t *found)
{
    for (size_t place = rv_lineup_from(line, class, 0); place != SIZE_MAX; place = rv_lineup_from(line, class, place + 1))
        if (is_free(desk, *found = line->thing[place]))
            return true;
    return false;
}

/* What was put off first comes first, so that putting it off again brings the others. */
static bool first_later(const rv_desk *desk, size_t *found)
{
    int64_t least = INT64_MAX;

    for (size_t place = rv_lineup_from(&desk->line, RV_DESK_LATER, 0); place != SIZE_MAX;
         place = rv_lineup_from(&desk->line, RV_DESK_LATER, place + 1)) {
        const size_t i = desk->line.thing[place];
        const rv_vote *later = rv_desk_later(desk, &desk->board.reports[i]);
        if (later && later->id < least && is_free(desk, i)) {
            least = later->id;
            *found = i;
        }
    }
    return least != INT64_MAX;
}

/* How a report of the class came up. */
static const char *served(const rv_desk *desk, size_t i, int class)
{
    const rv_vote *later;

    switch (class) {
    case RV_DESK_CALIBRATION: return rv_served_words[5];
    case RV_DESK_GIVEN_HALF:
    case RV_DESK_GIVEN:       return rv_served_words[4];
    case RV_DESK_LATER:       /* a random one that was put off is a random one still, or the sample would lack the hard ones */
        later = rv_desk_later(desk, &desk->board.reports[i]);
        return rv_served_words[later && later->served > 0 ? later->served : 0];
    case RV_DESK_HALF:        /* what others began is no draw from all that were left */
    case RV_DESK_NEW:
        if (desk->mode == RV_DESK_RANDOM)
            return rv_served_words[class == RV_DESK_NEW ? 3 : 0];
        return rv_served_words[desk->n_rank ? (int)desk->mode : 0];
    default:
        return rv_served_words[0];
    }
}

static bool choose(const rv_desk *desk, rv_desk_held *chosen)
{
    const uint64_t turn = (uint64_t)desk->decided + desk->n_held + desk->line.count[RV_DESK_LATER];
    bool found = false, drawn = false;
    size_t i = 0;

    for (int class = 0; class < RV_DESK_LATER && !found; class++) {
        if (class == RV_DESK_GIVEN_HALF && rv_desk_by_lot(desk, turn))
            found = drawn = first_free(desk, &desk->lots, 0, &i);
        if (!found)
            found = first_free(desk, &desk->line, class, &i);
    }
    if (!found && !first_later(desk, &i))
        return false;
    *chosen = (rv_desk_held){ .report = desk->board.reports[i].id,
                              .served = drawn ? rv_served_words[3] : served(desk, i, desk->line.class_of[i]),
                              .again = desk->line.class_of[i] == RV_DESK_AGAIN, .postponed = desk->line.class_of[i] == RV_DESK_LATER };
    return true;
}

/* ---- Leasing ------------------------------------------------------------------------------------------------------------------- */

/* How many are held besides the one being decided. */
static size_t kept(const rv_desk *desk)
{
    return desk->n_held - (desk->deciding && holds(desk, desk->deciding));
}

static rv_status renew(rv_desk *desk, const char *until, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = desk->n_held; i-- > 0 && st == RV_OK; ) {
        const rv_board_report *report = rv_board_find(&desk->board, desk->held[i].report);
        if (desk->held[i].report == desk->deciding)
            continue;
        if (report && (desk->held[i].undone || has_room(desk, (size_t)(report - desk->board.reports))))
            st = rv_lease_take(desk->store, desk->stage_id, report->id, desk->reviewer, until, err);
        else
            rv_desk_let_go(desk, i);          /* the lease ran out, and others took it */
    }
    return st;
}

rv_status rv_desk_lease(rv_desk *desk, size_t want, rv_error *err)
{
    char now[RV_TIME_TEXT], until[RV_TIME_TEXT];
    rv_desk_held chosen;
    rv_status st;

    rv_now(now);
    rv_now_after(until, desk->lease_seconds);
    tidy(desk);
    if ((st = rv_leases_sweep(desk->store, now, err)) != RV_OK
        || (st = rv_leases_read(&desk->leases, desk->store, desk->stage_id, desk->reviewer, now, err)) != RV_OK
        || (st = renew(desk, until, err)) != RV_OK)
        return st;
    while (st == RV_OK && kept(desk) < want && choose(desk, &chosen))
        if ((st = rv_desk_hold(desk, desk->n_held, &chosen, err)) == RV_OK)
            st = rv_lease_take(desk->store, desk->stage_id, chosen.report, desk->reviewer, until, err);
    if (st == RV_OK)
        memcpy(desk->until, until, sizeof until);
    return st;
}

/* True while more than half of the time of what is held is left. */
static bool is_fresh(const rv_desk *desk)
{
    char half[RV_TIME_TEXT];

    return strcmp(rv_now_after(half, (desk->lease_seconds + 1) / 2), desk->until) < 0;
}

/* True when there is something to take; reads only, so that an empty desk costs no write. */
static rv_status look(rv_desk *desk, bool *any, rv_error *err)
{
    char now[RV_TIME_TEXT];
    rv_desk_held chosen;
    const rv_status st = rv_leases_read(&desk->leases, desk->store, desk->stage_id, desk->reviewer, rv_now(now), err);

    *any = st == RV_OK && choose(desk, &chosen);
    return st;
}

static rv_status lease_now(rv_desk *desk, size_t want, rv_error *err)
{
    bool anew = true;
    rv_status st = RV_OK, end;

    while (st == RV_OK && anew) {
        if ((st = rv_store_work_begin(desk->store, err)) != RV_OK)
            return st;
        if ((st = rv_desk_news_inside(desk, &anew, err)) == RV_OK && !anew)
            st = rv_desk_lease(desk, want, err);
        end = rv_store_work_end(desk->store, st == RV_OK && !anew, st == RV_OK ? err : NULL);
        st = st == RV_OK ? end : st;
        if (st != RV_OK)
            desk->until[0] = 0;               /* what was chosen may not be leased */
        if (st == RV_OK && anew)
            st = rv_desk_news(desk, err);     /* outside the write, as it takes long */
    }
    return st;
}

static rv_status secure(rv_desk *desk, size_t want, rv_error *err)
{
    bool any;
    rv_status st;

    if ((st = rv_desk_news(desk, err)) != RV_OK)
        return st;
    tidy(desk);
    if (desk->n_held >= want && is_fresh(desk))
        return RV_OK;
    if (desk->n_held < want) {
        if ((st = look(desk, &any, err)) != RV_OK || (!any && (!desk->n_held || is_fresh(desk))))
            return st;
    }
    return lease_now(desk, want, err);
}

rv_status rv_desk_next(rv_desk *desk, rv_desk_item *item, rv_error *err)
{
    const rv_status st = secure(desk, 1, err);

    *item = st == RV_OK ? rv_desk_item_of(desk, 0) : (rv_desk_item){ 0 };
    return st;
}

rv_status rv_desk_peek(rv_desk *desk, rv_desk_item *item, rv_error *err)
{
    rv_status st;

    desk->ahead = true;
    st = secure(desk, 2, err);
    *item = st == RV_OK ? rv_desk_item_of(desk, 1) : (rv_desk_item){ 0 };
    return st;
}

rv_status rv_screen_next(rv_store *store, const rv_protocol *protocol, const char *reviewer, const char *stage, int64_t *report,
                         rv_error *err)
{
    rv_desk_options options = RV_DESK_OPTIONS_INIT;
    rv_desk_held chosen;
    rv_desk *desk;
    bool any = false;
    rv_status st;

    *report = 0;
    options.reviewer = reviewer;
    options.stage = stage;
    if ((st = rv_desk_open(&desk, store, protocol, &options, err)) != RV_OK)
        return st;
    if ((st = look(desk, &any, err)) == RV_OK && any && choose(desk, &chosen))
        *report = chosen.report;
    rv_desk_close(desk);
    return st;
}
