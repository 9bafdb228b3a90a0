#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/desks.h"

/* Who was away for so long begins anew: their leases ran out hours ago, and what they could undo is far from their mind. */
static const double away_seconds = 4 * 3600;

typedef struct {
    char    *person;
    rv_room *room;
    rv_desk *desk;
    double   used;
} one;

typedef struct {
    char    *stage;
    rv_room *room;
} stage_room;

struct rv_desks {
    rv_web            *web;
    rv_store          *store;
    const rv_protocol *protocol;
    stage_room        *rooms;
    size_t             n_rooms, room_rooms;
    one               *items;
    size_t             n, room;
};

rv_status rv_desks_make(rv_desks **out, rv_web *web, rv_store *store, const rv_protocol *protocol, rv_error *err)
{
    if (!(*out = calloc(1, sizeof **out)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    **out = (rv_desks){ .web = web, .store = store, .protocol = protocol };
    return RV_OK;
}

/* The room of a stage, loaded when the first person comes to it. */
static rv_status room_of(rv_desks *desks, const char *stage, rv_room **room, rv_error *err)
{
    stage_room *r;
    rv_status st;

    for (size_t i = 0; i < desks->n_rooms; i++)
        if (strcmp(desks->rooms[i].stage, stage) == 0) {
            *room = desks->rooms[i].room;
            return RV_OK;
        }
    if (!rv_grow(&desks->rooms, desks->n_rooms, &desks->room_rooms, sizeof *desks->rooms))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    r = &desks->rooms[desks->n_rooms];
    if (!(r->stage = strdup(stage)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_room_open(&r->room, desks->store, desks->protocol, stage, err)) != RV_OK) {
        free(r->stage);
        return st;
    }
    desks->n_rooms++;
    *room = r->room;
    return RV_OK;
}

static void end_one(one *o)
{
    rv_desk_close(o->desk);
    free(o->person);
}

static void end_away(rv_desks *desks)
{
    const double since = rv_clock() - away_seconds;

    for (size_t i = desks->n; i-- > 0; )
        if (desks->items[i].used < since) {
            end_one(&desks->items[i]);
            desks->items[i] = desks->items[--desks->n];
        }
}

rv_status rv_desks_of(rv_desks *desks, const char *person, const char *stage, rv_desk **desk, rv_error *err)
{
    rv_desk_options options = RV_DESK_OPTIONS_INIT;
    rv_room *room = NULL;
    one *o;
    rv_status st;

    if ((st = room_of(desks, stage, &room, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < desks->n; i++)
        if (desks->items[i].room == room && strcmp(desks->items[i].person, person) == 0) {
            desks->items[i].used = rv_clock();
            *desk = desks->items[i].desk;
            return RV_OK;
        }
    end_away(desks);
    if (!rv_grow(&desks->items, desks->n, &desks->room, sizeof *desks->items))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o = &desks->items[desks->n];
    options.reviewer = person;
    options.lease_seconds = desks->web->options.lease_seconds;
    *o = (one){ .person = strdup(person), .room = room, .used = rv_clock() };
    st = o->person ? rv_desk_open_in(&o->desk, room, &options, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    if (st != RV_OK) {
        end_one(o);
        return st;
    }
    desks->n++;
    *desk = o->desk;
    return RV_OK;
}

void rv_desks_forget(rv_desks *desks)
{
    for (size_t i = 0; desks && i < desks->n_rooms; i++)
        rv_room_forget(desks->rooms[i].room);
}

void rv_desks_free(rv_desks *desks)
{
    const bool grouped = desks && desks->n > 1 && rv_store_group_begin(desks->store, NULL) == RV_OK;

    /* each desk gives its leases back: one commit for all; what it cannot keep runs out */
    for (size_t i = 0; desks && i < desks->n; i++)
        end_one(&desks->items[i]);
    if (grouped) {
        const rv_status st = rv_store_group_end(desks->store, true, NULL);
        (void)st;
    }
    for (size_t i = 0; desks && i < desks->n_rooms; i++) {
        rv_room_close(desks->rooms[i].room);
        free(desks->rooms[i].stage);
    }
    if (desks) {
        free(desks->rooms);
        free(desks->items);
    }
    free(desks);
}
