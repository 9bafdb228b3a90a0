/* Which report is served next: of what is apart for the person, and of what waits for anybody. */
#include <config.h>

#include <string.h>

#include "screen/desk.h"
#include "screen/lot.h"

const rv_vote *rv_desk_later(const rv_desk *desk, size_t i)
{
    const rv_board *board = &desk->room->board;
    const rv_vote *found = NULL;

    for (size_t at = board->reports[i].first; at; at = board->votes[at].next) {
        const rv_vote *v = &board->votes[at];
        if (v->stage == desk->room->stage && !v->resolution && !v->superseded && v->verdict == RV_VERDICT_LATER
            && strcmp(rv_board_text(board, v->reviewer), desk->reviewer) == 0)
            found = v;
    }
    return found;
}

bool rv_desk_has_room(const rv_desk *desk, size_t i)
{
    const rv_room *room = desk->room;

    return rv_lineup_class(&desk->line, i) == RV_DESK_AGAIN
           || rv_room_taken(room, i, desk->reviewer, true) < rv_board_needed(&room->board, &room->board.reports[i], room->stage);
}

static bool is_free(const rv_desk *desk, size_t i)
{
    const int64_t id = desk->room->ids[i];

    return id != desk->deciding && rv_desk_place(desk, id) == desk->n_held && rv_desk_has_room(desk, i);
}

/* The first place of a class that is free, among those of `line` but not of `but`. */
static size_t first_place(const rv_desk *desk, const rv_lineup *line, int class, const uint64_t *but)
{
    size_t place = rv_lineup_from(line, class, 0, but);

    while (place != SIZE_MAX && !is_free(desk, line->order->thing[place]))
        place = rv_lineup_from(line, class, place + 1, but);
    return place;
}

static bool found_at(const rv_lineup *line, size_t place, size_t *found)
{
    if (place != SIZE_MAX)
        *found = line->order->thing[place];
    return place != SIZE_MAX;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool first_free(const rv_desk *desk, int class, size_t *found)
{
    size_t place = first_place(desk, &desk->line, class, NULL);

    if (class == RV_DESK_HALF || class == RV_DESK_NEW)
        place = least(place, first_place(desk, &desk->in->line, class == RV_DESK_HALF ? RV_ROOM_HALF : RV_ROOM_NEW, desk->line.any));
    return found_at(&desk->line, place, found);
}

static bool first_drawn(const rv_desk *desk, size_t *found)
{
    const rv_lineup *common = &desk->by_lot->line;
    size_t place = first_place(desk, &desk->lots, RV_DESK_DRAWN, NULL);

    place = least(place, first_place(desk, common, RV_ROOM_HALF, desk->lots.any));
    place = least(place, first_place(desk, common, RV_ROOM_NEW, desk->lots.any));
    return found_at(&desk->lots, place, found);
}

/* What was put off first comes first, so that putting it off again brings the others. */
static bool first_later(const rv_desk *desk, size_t *found)
{
    int64_t first = INT64_MAX;

    for (size_t place = rv_lineup_from(&desk->line, RV_DESK_LATER, 0, NULL); place != SIZE_MAX;
         place = rv_lineup_from(&desk->line, RV_DESK_LATER, place + 1, NULL)) {
        const size_t i = desk->line.order->thing[place];
        const rv_vote *later = rv_desk_later(desk, i);
        if (later && later->id < first && is_free(desk, i)) {
            first = later->id;
            *found = i;
        }
    }
    return first != INT64_MAX;
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
        later = rv_desk_later(desk, i);
        return rv_served_words[later && later->served > 0 ? later->served : 0];
    case RV_DESK_HALF:        /* what others began is no draw from all that were left */
    case RV_DESK_NEW:
        if (desk->mode == RV_DESK_RANDOM)
            return rv_served_words[class == RV_DESK_NEW ? 3 : 0];
        return rv_served_words[desk->room->n_rank ? (int)desk->mode : 0];
    default:
        return rv_served_words[0];
    }
}

static bool is_by_lot(const rv_desk *desk)
{
    const uint64_t turn = (uint64_t)rv_desk_decided(desk) + desk->n_held + desk->line.count[RV_DESK_LATER];

    return desk->by_lot && rv_lot_falls(desk->seed, desk->room->stage_id, turn, desk->random_share);
}

bool rv_desk_choose(const rv_desk *desk, rv_desk_held *chosen)
{
    bool drawn = false;
    size_t i = 0;
    int class;

    for (class = 0; class < RV_DESK_LATER; class++) {
        if (class == RV_DESK_GIVEN_HALF && is_by_lot(desk) && (drawn = first_drawn(desk, &i)))
            break;
        if (first_free(desk, class, &i))
            break;
    }
    if (class == RV_DESK_LATER && !first_later(desk, &i))
        return false;
    *chosen = (rv_desk_held){ .report = desk->room->ids[i], .served = drawn ? rv_served_words[3] : served(desk, i, class),
                              .again = class == RV_DESK_AGAIN, .postponed = class == RV_DESK_LATER };
    return true;
}
