/* The leases of a stage in memory: those of the room's own desks are known as they are taken, others' are read when others wrote. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"
#include "screen/lease.h"

/* ---- In memory ------------------------------------------------------------------------------------------------------------ */

static uint32_t place_of(const rv_room *room, size_t report, size_t person)
{
    uint32_t at = room->first_lease ? room->first_lease[report] : 0;

    while (at && room->leases[at].person != person)
        at = room->leases[at].next;
    return at;
}

const rv_room_lease *rv_room_lease_of(const rv_room *room, size_t report, size_t person)
{
    const uint32_t at = place_of(room, report, person);

    return at ? &room->leases[at] : NULL;
}

static rv_status new_lease(rv_room *room, uint32_t *at, rv_error *err)
{
    if ((*at = room->free_lease) != 0) {
        room->free_lease = room->leases[*at].next;
        return RV_OK;
    }
    if (room->n_leases + 1 >= room->room_leases) {
        const uint32_t wider = room->room_leases ? room->room_leases * 2 : 64;
        rv_room_lease *more = realloc(room->leases, wider * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        room->leases = more;
        room->room_leases = wider;
    }
    *at = ++room->n_leases;
    return RV_OK;
}

static rv_status put(rv_room *room, size_t report, size_t person, const char *until, bool *is_new, rv_error *err)
{
    uint32_t at = place_of(room, report, person);
    rv_status st;

    if ((*is_new = !at)) {
        if ((st = new_lease(room, &at, err)) != RV_OK)
            return st;
        room->leases[at] = (rv_room_lease){ .report = report, .person = person, .next = room->first_lease[report] };
        room->first_lease[report] = at;
    }
    room->leases[at].read = room->reading;
    snprintf(room->leases[at].until, sizeof room->leases[at].until, "%s", until);
    if (!*room->earliest || strcmp(until, room->earliest) < 0)
        memcpy(room->earliest, room->leases[at].until, sizeof room->earliest);
    return RV_OK;
}

static void take_out(rv_room *room, uint32_t at)
{
    uint32_t *from = &room->first_lease[room->leases[at].report];

    while (*from != at)
        from = &room->leases[*from].next;
    *from = room->leases[at].next;
    room->leases[at] = (rv_room_lease){ .next = room->free_lease };
    room->free_lease = at;
}

/* For anybody, and for the person, who may have nothing to do with it any more. */
static rv_status settle(rv_room *room, size_t report, size_t person, rv_error *err)
{
    const rv_status st = rv_room_settle(room, report, err);

    return st == RV_OK ? rv_room_settle_person(room, report, person, err) : st;
}

/* Takes out what was not read this time, or ran out. */
static rv_status take_out_old(rv_room *room, const char *now, bool told, rv_error *err)
{
    rv_status st = RV_OK;

    room->earliest[0] = 0;
    for (uint32_t at = 1; at <= room->n_leases && st == RV_OK; at++) {
        const rv_room_lease l = room->leases[at];
        if (!l.read)
            continue;
        if (l.read != room->reading || strcmp(l.until, now) <= 0) {
            room->swept = false;
            take_out(room, at);
            st = told ? settle(room, l.report, l.person, err) : RV_OK;
        } else if (!*room->earliest || strcmp(l.until, room->earliest) < 0) {
            memcpy(room->earliest, l.until, sizeof room->earliest);
        }
    }
    return st;
}

/* ---- From the file -------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_room *room;
    bool     told;
} reading;

/* Leases on reports that were merged into others, and of people who take part no more, keep nobody out. */
static rv_status take_row(void *user, int64_t id, const char *reviewer, const char *until, rv_error *err)
{
    const reading *r = user;
    rv_room *room = r->room;
    const rv_board_report *report = rv_board_find(&room->board, id);
    const rv_team_member *member = rv_team_find(&room->board.team, reviewer);
    size_t person;
    bool is_new;
    rv_status st;

    if (!report || report->id != id || (member && !member->active))
        return RV_OK;
    if ((st = rv_room_person_of(room, reviewer, &person, err)) != RV_OK
        || (st = put(room, (size_t)(report - room->board.reports), person, until, &is_new, err)) != RV_OK)
        return st;
    return is_new && r->told ? settle(room, (size_t)(report - room->board.reports), person, err) : RV_OK;
}

static rv_status read_all(rv_room *room, const char *now, bool told, rv_error *err)
{
    const reading r = { room, told };
    rv_status st;

    room->reading = room->reading == UINT32_MAX ? 1 : room->reading + 1;
    if ((st = rv_leases_each(room->store, room->stage_id, now, take_row, (void *)&r, err)) == RV_OK)
        st = take_out_old(room, now, told, err);
    return st;
}

rv_status rv_room_leases_news(rv_room *room, rv_error *err)
{
    const uint64_t written = rv_leases_written(room->store);
    char now[RV_TIME_TEXT];
    int64_t others;
    rv_status st;

    rv_now(now);
    if ((st = rv_store_others(room->store, &others, err)) != RV_OK)
        return st;
    if (room->doubtful || others != room->others || written != room->written) {
        room->doubtful = true;
        if ((st = read_all(room, now, true, err)) != RV_OK)
            return st;
        room->others = others;
        room->written = written;
        room->doubtful = false;
    } else if (*room->earliest && strcmp(room->earliest, now) <= 0) {
        return take_out_old(room, now, true, err);
    }
    return RV_OK;
}

rv_status rv_room_leases_load(rv_room *room, rv_error *err)
{
    char now[RV_TIME_TEXT];
    rv_status st;

    rv_room_leases_free(room);
    if (!(room->first_lease = calloc(room->board.n_reports + 1, sizeof *room->first_lease)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    room->written = rv_leases_written(room->store);
    if ((st = rv_store_others(room->store, &room->others, err)) == RV_OK && (st = read_all(room, rv_now(now), false, err)) == RV_OK) {
        room->doubtful = false;
        room->swept = false;
    }
    return st;
}

void rv_room_leases_free(rv_room *room)
{
    free(room->first_lease);
    free(room->leases);
    room->first_lease = NULL;
    room->leases = NULL;
    room->n_leases = room->room_leases = room->free_lease = 0;
    room->earliest[0] = 0;
}

void rv_room_doubt(rv_room *room)
{
    room->doubtful = true;
    room->swept = false;
}

/* ---- Both ----------------------------------------------------------------------------------------------------------------- */

rv_status rv_room_lease_take(rv_room *room, size_t report, size_t person, const char *until, rv_error *err)
{
    bool is_new;
    rv_status st = rv_lease_take(room->store, room->stage_id, room->ids[report], room->people[person].name, until, err);

    room->written++;
    if (st != RV_OK || (st = put(room, report, person, until, &is_new, err)) != RV_OK)
        return st;
    return is_new ? settle(room, report, person, err) : RV_OK;
}

rv_status rv_room_lease_drop(rv_room *room, int64_t id, size_t person, rv_error *err)
{
    const rv_board_report *report = room->loaded ? rv_board_find(&room->board, id) : NULL;
    const size_t i = report && report->id == id ? (size_t)(report - room->board.reports) : SIZE_MAX;
    const uint32_t at = i == SIZE_MAX ? 0 : place_of(room, i, person);
    rv_status st = rv_lease_drop(room->store, room->stage_id, id, room->people[person].name, err);

    room->written++;
    if (st != RV_OK || !at)
        return st;
    take_out(room, at);
    return settle(room, i, person, err);
}

rv_status rv_room_sweep(rv_room *room, const char *now, rv_error *err)
{
    rv_status st;

    if (room->swept)
        return RV_OK;
    st = rv_leases_sweep(room->store, now, err);
    room->written++;
    room->swept = st == RV_OK;
    return st;
}
