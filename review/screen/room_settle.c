/* Where a report stands: for anybody who has nothing to do with it, and for each desk of a person who has. */
#include <config.h>

#include <string.h>

#include "screen/desk.h"

static const char *name_of(const rv_room *room, size_t person)
{
    return room->people[person].name;
}

static bool is_leased(const rv_room *room, size_t report, const char *reviewer)
{
    const size_t person = rv_room_person_find(room, reviewer);

    return person && rv_room_lease_of(room, report, person);
}

int rv_room_taken(const rv_room *room, size_t i, const char *reviewer, bool leases)
{
    const rv_board *board = &room->board;
    const rv_board_report *report = &board->reports[i];
    const bool own = reviewer && rv_handed_to(&room->given, report, reviewer);
    int n = rv_outcome_votes(board, report, room->stage).votes - (reviewer && rv_vote_of(board, report, room->stage, reviewer));

    for (uint32_t at = leases ? room->first_lease[i] : 0; at; at = room->leases[at].next) {
        const char *name = name_of(room, room->leases[at].person);
        n += !(reviewer && strcmp(name, reviewer) == 0) && !rv_vote_of(board, report, room->stage, name);
    }
    for (size_t at = own ? 0 : room->given.first[i]; at; at = room->given.people[at].next) {
        const rv_handed_person *p = &room->given.people[at];
        const char *name = rv_board_text(board, p->reviewer);
        n += p->given && !(reviewer && strcmp(name, reviewer) == 0) && rv_team_may(&board->team, name, RV_MAY_SCREEN, NULL) == RV_OK
             && !rv_vote_of(board, report, room->stage, name) && !(leases && is_leased(room, i, name));
    }
    return n;
}

/* Of RV_ROOM_CLASSES, or -1. It depends on how many voted, never on what they said while that is blind. */
static int class_for_anybody(const rv_room *room, size_t i)
{
    const rv_board_report *report = &room->board.reports[i];
    const rv_outcome o = rv_outcome_at(&room->board, report, room->stage);
    const int needed = rv_board_needed(&room->board, report, room->stage);

    if (o.outcome != RV_SCREEN_WAITING || rv_room_taken(room, i, NULL, false) >= needed)
        return -1;
    if (room->first_lease[i] && rv_room_taken(room, i, NULL, true) >= needed)
        return RV_ROOM_FULL;
    return o.votes ? RV_ROOM_HALF : RV_ROOM_NEW;
}

static signed char label_for_anybody(const rv_room *room, const rv_board_report *report)
{
    const rv_outcome o = rv_outcome_votes(&room->board, report, room->stage);

    return o.outcome == RV_SCREEN_INCLUDED ? 1 : o.outcome == RV_SCREEN_EXCLUDED ? 0 : -1;
}

/* True when the person has said anything of the report, if only that they say nothing. */
static bool has_said(const rv_desk *desk, const rv_board_report *report)
{
    const rv_board *board = &desk->room->board;

    for (size_t i = report->first; i; i = board->votes[i].next)
        if (board->votes[i].stage == desk->room->stage && !board->votes[i].resolution
            && strcmp(rv_board_text(board, board->votes[i].reviewer), desk->reviewer) == 0)
            return true;
    return false;
}

static bool is_apart(const rv_desk *desk, size_t i)
{
    const rv_room *room = desk->room;
    const rv_board_report *report = &room->board.reports[i];

    return rv_room_lease_of(room, i, desk->person) || has_said(desk, report) || rv_handed_to(&room->given, report, desk->reviewer);
}

/* As it waits for the person, -1 when it does not. Depends on how many voted, never on what they said while that is blind. */
static int class_for(const rv_desk *desk, size_t i)
{
    const rv_room *room = desk->room;
    const rv_board_report *report = &room->board.reports[i];
    const rv_outcome o = rv_outcome_at(&room->board, report, room->stage);
    const rv_handed_person *own;

    if (o.outcome == RV_SCREEN_NOT_REACHED || o.outcome == RV_SCREEN_SET_ASIDE)
        return -1;
    if (!o.resolved && rv_vote_split(&room->board, report, room->stage, desk->reviewer))
        return RV_DESK_AGAIN;
    if (o.outcome != RV_SCREEN_WAITING || rv_vote_of(&room->board, report, room->stage, desk->reviewer)
        || rv_room_taken(room, i, desk->reviewer, false) >= rv_board_needed(&room->board, report, room->stage))
        return -1;
    if (rv_desk_later(desk, i))
        return RV_DESK_LATER;
    if ((own = rv_handed_to(&room->given, report, desk->reviewer)) != NULL)
        return own->calibration ? RV_DESK_CALIBRATION : o.votes ? RV_DESK_GIVEN_HALF : RV_DESK_GIVEN;
    return o.votes ? RV_DESK_HALF : RV_DESK_NEW;
}

rv_status rv_desk_settle(rv_desk *desk, size_t i, rv_error *err)
{
    const rv_room *room = desk->room;
    const rv_vote *own = rv_vote_of(&room->board, &room->board.reports[i], room->stage, desk->reviewer);
    const bool apart = own || is_apart(desk, i);
    int class = apart ? class_for(desk, i) : -1, lot = -1;
    rv_status st;

    if (apart) {
        lot = class >= RV_DESK_GIVEN_HALF && class <= RV_DESK_NEW ? RV_DESK_DRAWN : RV_DESK_NOT_DRAWN;
        class = class >= 0 ? class : own ? RV_DESK_DONE : RV_DESK_ASIDE;
    }
    if (desk->own_labels)
        desk->own_labels[i] = (signed char)(own ? own->verdict != RV_VERDICT_EXCLUDE : -1);
    st = rv_lineup_put(&desk->line, i, class, err);
    return st == RV_OK && desk->by_lot ? rv_lineup_put(&desk->lots, i, lot, err) : st;
}

rv_status rv_room_settle_person(rv_room *room, size_t report, size_t person, rv_error *err)
{
    rv_status st = RV_OK;

    for (rv_desk *d = person ? room->people[person].desks : NULL; d && st == RV_OK; d = d->next_of_person)
        st = rv_desk_settle(d, report, err);
    return st;
}

/* Those who have said something of it, were given it, or have it leased. */
static rv_status settle_people(rv_room *room, size_t i, rv_error *err)
{
    const rv_board *board = &room->board;
    rv_status st = RV_OK;

    for (size_t at = board->reports[i].first; at && st == RV_OK; at = board->votes[at].next)
        if (board->votes[at].stage == room->stage && !board->votes[at].resolution)
            st = rv_room_settle_person(room, i, rv_room_person_find(room, rv_board_text(board, board->votes[at].reviewer)), err);
    for (size_t at = room->given.first[i]; at && st == RV_OK; at = room->given.people[at].next)
        st = rv_room_settle_person(room, i, rv_room_person_find(room, rv_board_text(board, room->given.people[at].reviewer)), err);
    for (uint32_t at = room->first_lease[i]; at && st == RV_OK; at = room->leases[at].next)
        st = rv_room_settle_person(room, i, room->leases[at].person, err);
    return st;
}

rv_status rv_room_settle(rv_room *room, size_t i, rv_error *err)
{
    const int class = class_for_anybody(room, i);
    rv_status st = RV_OK;

    room->labels[i] = label_for_anybody(room, &room->board.reports[i]);
    for (rv_room_order *o = room->orders; o && st == RV_OK; o = o->next)
        st = rv_lineup_put(&o->line, i, class, err);
    return st == RV_OK && room->desks ? settle_people(room, i, err) : st;
}

rv_status rv_room_settle_order(rv_room *room, rv_room_order *order, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < room->board.n_reports && st == RV_OK; i++)
        st = rv_lineup_put(&order->line, i, class_for_anybody(room, i), err);
    return st;
}
