/* A room for each stage, a desk in it for each who screens, and one ranking of the stage for all of them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/desks.h"

/* Seconds between two lessons of the ranking, between two looks for desks that nobody uses, and after which a desk is one: the leases ran
   out long ago, and what could be undone is far from the person's mind. */
enum { LESSON = 2, SWEEP = 60, AWAY = 4 * 3600 };

typedef struct {
    const char *stage;                /* the protocol's */
    rv_room    *room;
    rv_trainer *trainer;              /* NULL: not ranked */
    double      taught;
    size_t      known;                /* reports decided when it was last taught */
} stage_room;

typedef struct {
    char             *person;
    const stage_room *where;
    rv_desk          *desk;
    double            used;
} seat;

struct rv_desks {
    rv_web            *web;
    rv_store          *store;
    const rv_protocol *protocol;
    stage_room        *rooms;         /* of each stage of the protocol, opened when somebody comes */
    seat              *seats;         /* by person and stage */
    size_t             n, space;
    double             swept;
};

rv_status rv_desks_make(rv_desks **out, rv_web *web, rv_store *store, const rv_protocol *protocol, rv_error *err)
{
    rv_desks *desks = calloc(1, sizeof *desks);

    *out = NULL;
    if (!desks || !(desks->rooms = calloc(protocol->n_stages + 1, sizeof *desks->rooms))) {
        free(desks);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    desks->web = web;
    desks->store = store;
    desks->protocol = protocol;
    for (size_t i = 0; i < protocol->n_stages; i++)
        desks->rooms[i].stage = protocol->stages[i].id;
    *out = desks;
    return RV_OK;
}

/* ---- Ranking ------------------------------------------------------------------------------------------------------------------ */

static bool is_ranked(const rv_desks *desks)
{
    return desks->web->options.order == RV_DESK_RANKED || desks->web->options.order == RV_DESK_UNCERTAIN;
}

static rv_status teach(stage_room *r, rv_error *err)
{
    const int64_t *ids;
    const signed char *labels;
    size_t n, known = 0;
    rv_status st;

    r->taught = rv_clock();
    if ((st = rv_room_labels(r->room, &ids, &labels, &n, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        known += labels[i] >= 0;
    if (known == r->known && r->known != SIZE_MAX)
        return RV_OK;
    r->known = known;
    return rv_trainer_feed(r->trainer, ids, labels, n, err);
}

/* What the ranking has learned meanwhile; nobody waits for it, and what fails leaves the order as it is. */
static void rank(rv_desks *desks, stage_room *r)
{
    const int64_t *ids;
    const double *scores;
    rv_error err = { 0 };
    size_t n = 0;

    if (!r->trainer || rv_clock() - r->taught < LESSON)
        return;
    if (teach(r, &err) != RV_OK || rv_trainer_take(r->trainer, 0, &ids, &scores, &n, &err) != RV_OK
        || (n && rv_room_rank(r->room, ids, scores, n, &err) != RV_OK))
        rv_web_log(desks->web, "ranking of %s: %s", r->stage, err.message);
}

/* ---- Rooms and seats --------------------------------------------------------------------------------------------------------------- */

static rv_status room_of(rv_desks *desks, const char *stage, stage_room **out, rv_error *err)
{
    stage_room *r = NULL;
    rv_status st;

    for (size_t i = 0; i < desks->protocol->n_stages; i++)
        if (strcmp(desks->rooms[i].stage, stage) == 0)
            r = &desks->rooms[i];
    if (!r)
        return rv_fail(err, RV_ENOTFOUND, "'%s' is not a stage of the protocol", stage);
    *out = r;
    if (r->room)
        return RV_OK;
    if ((st = rv_room_open(&r->room, desks->store, desks->protocol, stage, err)) != RV_OK)
        return st;
    r->known = SIZE_MAX;
    r->taught = -LESSON;
    if (is_ranked(desks))
        return rv_trainer_open(&r->trainer, desks->web->review, desks->protocol, desks->web->options.model, err);
    return RV_OK;
}

static int in_order(const seat *s, const char *person, const stage_room *where)
{
    const int by_name = strcmp(s->person, person);

    return by_name ? by_name : (s->where > where) - (s->where < where);
}

/* The first seat not before the person's. */
static size_t place_of(const rv_desks *desks, const char *person, const stage_room *where)
{
    size_t from = 0, to = desks->n;

    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (in_order(&desks->seats[middle], person, where) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void leave(seat *s)
{
    rv_desk_close(s->desk);
    free(s->person);
}

static void sweep(rv_desks *desks)
{
    const double now = rv_clock(), long_ago = now - AWAY;
    size_t kept = 0;

    if (now - desks->swept < SWEEP)
        return;
    desks->swept = now;
    for (size_t i = 0; i < desks->n; i++)
        if (desks->seats[i].used < long_ago)
            leave(&desks->seats[i]);
        else
            desks->seats[kept++] = desks->seats[i];
    desks->n = kept;
}

static rv_status sit_down(rv_desks *desks, size_t at, const char *person, stage_room *r, rv_error *err)
{
    const rv_web_options *o = &desks->web->options;
    rv_desk_options options = RV_DESK_OPTIONS_INIT;
    seat s = { .where = r };
    rv_status st;

    if (!rv_grow(&desks->seats, desks->n, &desks->space, sizeof *desks->seats) || !(s.person = strdup(person)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    options.reviewer = person;
    options.mode = (rv_desk_mode)o->order;
    options.random_share = o->random_share;
    options.seed = o->seed;
    options.lease_seconds = o->lease_seconds;
    if ((st = rv_desk_open_in(&s.desk, r->room, &options, err)) != RV_OK) {
        free(s.person);
        return st;
    }
    memmove(desks->seats + at + 1, desks->seats + at, (desks->n - at) * sizeof *desks->seats);
    desks->seats[at] = s;
    desks->n++;
    return RV_OK;
}

rv_status rv_desks_of(rv_desks *desks, const char *person, const char *stage, rv_desk **desk, rv_error *err)
{
    stage_room *r = NULL;
    size_t at;
    rv_status st;

    sweep(desks);
    if ((st = room_of(desks, stage, &r, err)) != RV_OK)
        return st;
    rank(desks, r);
    at = place_of(desks, person, r);
    if ((at == desks->n || in_order(&desks->seats[at], person, r) != 0) && (st = sit_down(desks, at, person, r, err)) != RV_OK)
        return st;
    desks->seats[at].used = rv_clock();
    *desk = desks->seats[at].desk;
    return RV_OK;
}

void rv_desks_forget(rv_desks *desks)
{
    for (size_t i = 0; desks && i < desks->protocol->n_stages; i++)
        if (desks->rooms[i].room)
            rv_room_forget(desks->rooms[i].room);
}

/* Each desk gives its leases back, in one commit for all; what cannot be given back runs out. */
static void leave_all(rv_desks *desks)
{
    const bool grouped = desks->n > 1 && rv_store_group_begin(desks->store, NULL) == RV_OK;

    for (size_t i = 0; i < desks->n; i++)
        leave(&desks->seats[i]);
    if (grouped) {
        const rv_status st = rv_store_group_end(desks->store, true, NULL);
        (void)st;
    }
}

void rv_desks_free(rv_desks *desks)
{
    if (!desks)
        return;
    leave_all(desks);
    for (size_t i = 0; i < desks->protocol->n_stages; i++) {
        rv_trainer_close(desks->rooms[i].trainer);
        rv_room_close(desks->rooms[i].room);
    }
    free(desks->seats);
    free(desks->rooms);
    free(desks);
}
