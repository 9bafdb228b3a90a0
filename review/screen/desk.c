/* A person's desk opened and closed, and where the person stands. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"
#include "screen/lease.h"

const char *const rv_desk_modes[] = { "order", "ranked", "uncertain", "random", NULL };

rv_status rv_desk_news(rv_desk *desk, rv_error *err)
{
    const rv_status st = rv_room_news(desk->room, err);

    return st == RV_OK ? rv_team_may(&desk->room->board.team, desk->reviewer, RV_MAY_SCREEN, err) : st;
}

rv_status rv_desk_make_lines(rv_desk *desk, rv_error *err)
{
    rv_status st;

    rv_desk_unload(desk);
    if ((st = rv_lineup_make(&desk->line, &desk->in->order, err)) != RV_OK)
        return st;
    return desk->by_lot ? rv_lineup_make(&desk->lots, &desk->by_lot->order, err) : RV_OK;
}

void rv_desk_unload(rv_desk *desk)
{
    rv_lineup_free(&desk->line);
    rv_lineup_free(&desk->lots);
    free(desk->own_labels);
    free(desk->labels);
    desk->own_labels = desk->labels = NULL;
}

/* Settles what is apart for a person who comes into a room that is loaded. */
static rv_status find_apart(rv_desk *desk, rv_error *err)
{
    const rv_room *room = desk->room;
    const rv_board *board = &room->board;
    rv_status st = RV_OK;

    for (size_t i = 1; i <= board->n_votes && st == RV_OK; i++) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == room->stage && !v->resolution && strcmp(rv_board_text(board, v->reviewer), desk->reviewer) == 0)
            st = rv_desk_settle(desk, (size_t)(rv_board_find(board, v->record) - board->reports), err);
    }
    for (size_t i = 0; i < board->n_reports && st == RV_OK; i++)
        if (room->given.first[i] && rv_handed_to(&room->given, &board->reports[i], desk->reviewer))
            st = rv_desk_settle(desk, i, err);
    for (uint32_t at = 1; at <= room->n_leases && st == RV_OK; at++)
        if (room->leases[at].read && room->leases[at].person == desk->person)
            st = rv_desk_settle(desk, room->leases[at].report, err);
    return st;
}

static rv_status check(const rv_room *room, const rv_desk_options *options, rv_error *err)
{
    if (options->stage && strcmp(options->stage, room->stage_id) != 0)
        return rv_fail(err, RV_EINVAL, "the room is of the stage %s, not of '%s'", room->stage_id, options->stage);
    if (!options->reviewer || rv_text_missing(options->reviewer))
        return rv_fail(err, RV_EINVAL, "a desk needs its person");
    if (!(options->random_share >= 0 && options->random_share <= 1))
        return rv_fail(err, RV_EINVAL, "the random share is %g; it must be between 0 and 1", options->random_share);
    if (options->lease_seconds < 1)
        return rv_fail(err, RV_EINVAL, "a lease of %d seconds; it must be at least 1", options->lease_seconds);
    return RV_OK;
}

/* Takes its place in the room. What was taken when it fails, rv_desk_close() gives back. */
static rv_status enter(rv_desk *desk, const char *reviewer, rv_error *err)
{
    rv_room *room = desk->room;
    rv_status st;

    if ((st = rv_room_news(room, err)) != RV_OK || (st = rv_team_may(&room->board.team, reviewer, RV_MAY_SCREEN, err)) != RV_OK
        || (st = rv_room_person_of(room, reviewer, &desk->person, err)) != RV_OK)
        return st;
    desk->reviewer = room->people[desk->person].name;
    desk->next = room->desks;
    room->desks = desk;
    desk->next_of_person = room->people[desk->person].desks;
    room->people[desk->person].desks = desk;
    if ((st = rv_room_order_get(room, desk->mode, desk->seed, &desk->in, err)) != RV_OK
        || (desk->random_share > 0 && (st = rv_room_order_get(room, RV_DESK_RANDOM, desk->seed, &desk->by_lot, err)) != RV_OK)
        || (st = rv_desk_make_lines(desk, err)) != RV_OK)
        return st;
    return find_apart(desk, err);
}

rv_status rv_desk_open_in(rv_desk **out, rv_room *room, const rv_desk_options *options, rv_error *err)
{
    rv_desk *desk;
    rv_status st;

    *out = NULL;
    if ((st = check(room, options, err)) != RV_OK)
        return st;
    if (!(desk = calloc(1, sizeof *desk)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    room->users++;
    desk->room = room;
    desk->mode = options->mode;
    desk->random_share = options->random_share;
    desk->seed = options->seed;
    desk->lease_seconds = options->lease_seconds;
    if ((st = enter(desk, options->reviewer, err)) == RV_OK)
        *out = desk;
    else
        rv_desk_close(desk);
    return st;
}

rv_status rv_desk_open(rv_desk **out, rv_store *store, const rv_protocol *protocol, const rv_desk_options *options, rv_error *err)
{
    rv_room *room;
    rv_status st;

    *out = NULL;
    if (!options->stage)
        return rv_fail(err, RV_EINVAL, "a desk needs its stage");
    if ((st = rv_room_open(&room, store, protocol, options->stage, err)) != RV_OK)
        return st;
    room->own = true;
    st = rv_desk_open_in(out, room, options, err);
    rv_room_close(room);
    return st;
}

/* Best effort: what is not given back runs out. */
static void give_back(rv_desk *desk)
{
    rv_room *room = desk->room;
    rv_status st;

    while (desk->n_held)
        rv_desk_give_up(desk, desk->n_held - 1);
    if (!desk->n_leaving || rv_store_work_begin(room->store, NULL) != RV_OK)
        return;
    st = RV_OK;
    for (size_t i = 0; i < desk->n_leaving && st == RV_OK; i++)
        st = rv_room_lease_drop(room, desk->leaving[i], desk->person, NULL);
    if (rv_store_work_end(room->store, st == RV_OK, NULL) != RV_OK || st != RV_OK)
        rv_room_doubt(room);
}

static void leave(rv_desk *desk)
{
    rv_desk **at = &desk->room->desks;

    while (*at && *at != desk)
        at = &(*at)->next;
    if (*at)
        *at = desk->next;
    if (!desk->person)
        return;
    at = &desk->room->people[desk->person].desks;
    while (*at && *at != desk)
        at = &(*at)->next_of_person;
    if (*at)
        *at = desk->next_of_person;
}

void rv_desk_close(rv_desk *desk)
{
    if (!desk)
        return;
    give_back(desk);
    leave(desk);
    rv_desk_unload(desk);
    rv_room_order_release(desk->room, desk->in);
    rv_room_order_release(desk->room, desk->by_lot);
    for (size_t i = 0; i < desk->n_done; i++)
        rv_desk_free_done(&desk->done[i]);
    rv_room_release(desk->room);
    free(desk->held);
    free(desk->leaving);
    free(desk->done);
    free(desk);
}

int64_t rv_desk_decided(const rv_desk *desk)
{
    return (int64_t)(desk->line.count[RV_DESK_AGAIN] + desk->line.count[RV_DESK_DONE]);
}

void rv_desk_progress_get(const rv_desk *desk, rv_desk_progress *progress)
{
    const rv_lineup *common = &desk->in->line;

    *progress = (rv_desk_progress){ .session = desk->session };
    if (!desk->room->loaded)
        return;
    progress->decided = rv_desk_decided(desk);
    for (int class = 0; class < RV_DESK_WAITING; class++)
        progress->waiting += (int64_t)desk->line.count[class];
    for (int class = 0; class < RV_ROOM_CLASSES; class++)
        progress->waiting += (int64_t)common->count[class];
    progress->waiting -= (int64_t)rv_lineup_among(common, desk->line.any);
    progress->postponed = (int64_t)desk->line.count[RV_DESK_LATER];
}

static rv_status make_labels(rv_desk *desk, rv_error *err)
{
    const rv_room *room = desk->room;
    const size_t n = room->board.n_reports;

    desk->own_labels = malloc(n + 1);
    desk->labels = malloc(n + 1);
    if (!desk->own_labels || !desk->labels) {
        free(desk->own_labels);
        free(desk->labels);
        desk->own_labels = desk->labels = NULL;
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        const rv_vote *own = rv_lineup_class(&desk->line, i) < 0
                             ? NULL : rv_vote_of(&room->board, &room->board.reports[i], room->stage, desk->reviewer);
        desk->own_labels[i] = (signed char)(own ? own->verdict != RV_VERDICT_EXCLUDE : -1);
    }
    return RV_OK;
}

rv_status rv_desk_labels(rv_desk *desk, const int64_t **ids, const signed char **labels, size_t *n, rv_error *err)
{
    const rv_room *room = desk->room;
    rv_status st = RV_OK;

    *n = 0;
    if ((!room->loaded && (st = rv_desk_news(desk, err)) != RV_OK) || (!desk->labels && (st = make_labels(desk, err)) != RV_OK))
        return st;
    for (size_t i = 0; i < room->board.n_reports; i++)
        desk->labels[i] = room->labels[i] >= 0 ? room->labels[i] : desk->own_labels[i];
    *ids = room->ids;
    *labels = desk->labels;
    *n = room->board.n_reports;
    return RV_OK;
}
