/* What is made ready for a person before they need it, and what they go to themselves. */
#include <config.h>

#include "screen/desk.h"

rv_status rv_desk_ahead(rv_desk *desk, size_t want, rv_desk_item *items, size_t *n, rv_error *err)
{
    rv_status st;

    *n = 0;
    if (want > RV_DESK_AHEAD)
        return rv_fail(err, RV_EINVAL, "%zu reports ahead; at most %d are kept from others for one person", want, RV_DESK_AHEAD);
    desk->ahead = want;
    if ((st = rv_desk_secure(desk, 1 + want, err)) != RV_OK)
        return st;
    while (*n < want && *n + 1 < desk->n_held) {
        items[*n] = rv_desk_item_of(desk, *n + 1);
        ++*n;
    }
    return RV_OK;
}

rv_status rv_desk_peek(rv_desk *desk, rv_desk_item *item, rv_error *err)
{
    rv_status st;

    desk->ahead = desk->ahead ? desk->ahead : 1;
    st = rv_desk_secure(desk, 2, err);
    *item = st == RV_OK ? rv_desk_item_of(desk, 1) : (rv_desk_item){ 0 };
    return st;
}

/* A report that was drawn by lot for them, and is held or was put off, came up by lot, whenever they go to it: else the sample would lack
   what draws people. */
static rv_desk_held chosen(rv_desk *desk, size_t i)
{
    const int64_t id = desk->room->ids[i];
    const size_t at = rv_desk_place(desk, id);
    const int class = rv_lineup_class(&desk->line, i);
    const rv_vote *later = rv_desk_later(desk, i);
    rv_desk_held held = { .report = id, .chosen = true, .again = class == RV_DESK_AGAIN, .postponed = class == RV_DESK_LATER };

    if (at < desk->n_held) {
        held = desk->held[at];
        rv_desk_let_go(desk, at);
    } else if (later && later->served >= 0) {
        held.served = rv_served_words[later->served];
    }
    held.stays = true;
    return held;
}

/* Who goes from one report to the next keeps only the last from others. */
static void leave_chosen(rv_desk *desk, int64_t id)
{
    for (size_t i = desk->n_held; i-- > 0; )
        if (desk->held[i].chosen && desk->held[i].report != id)
            rv_desk_give_up(desk, i);
}

rv_status rv_desk_put(rv_desk *desk, int64_t record, rv_desk_item *item, rv_error *err)
{
    const rv_board_report *report;
    rv_desk_held held;
    size_t i;
    rv_status st;

    if ((st = rv_desk_news(desk, err)) != RV_OK)
        return st;
    if (!(report = rv_board_find(&desk->room->board, record)))
        return rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    if (rv_outcome_at(&desk->room->board, report, desk->room->stage).outcome == RV_SCREEN_NOT_REACHED)
        return rv_fail(err, RV_EINVAL, "report %lld has not reached %s", (long long)report->id, desk->room->stage_id);
    i = (size_t)(report - desk->room->board.reports);
    leave_chosen(desk, report->id);
    held = chosen(desk, i);
    if ((st = rv_desk_hold(desk, 0, &held, err)) == RV_OK && (st = rv_desk_lease_now(desk, 1, err)) != RV_OK
        && rv_desk_place(desk, held.report) == 0)
        rv_desk_let_go(desk, 0);
    if (st == RV_OK)
        *item = rv_desk_item_of(desk, 0);
    return st;
}
