#ifndef RV_SCREEN_ROOM_H
#define RV_SCREEN_ROOM_H

/*
 * What all desks of a stage share. Most reports stand for a person as they stand for anybody who has nothing to do with them: that is
 * kept once, in the orders that desks work in. A report that a person has voted on, was given or has leased is "apart" for them, and kept
 * with their desk. So a vote costs as much as there are people who had to do with the report, not as there are people.
 */

#include "screen/board.h"
#include "screen/handed.h"
#include "screen/lineup.h"

/* How a report stands for anybody who has nothing to do with it. */
enum {
    RV_ROOM_HALF,                     /* it waits, and somebody has voted */
    RV_ROOM_NEW,
    RV_ROOM_FULL,                     /* it waits, but those who read it now are enough */
    RV_ROOM_CLASSES
};

/* An order in which desks work, while one does. */
typedef struct rv_room_order {
    struct rv_room_order *next;
    rv_desk_mode mode;
    uint64_t     seed;                /* of RV_DESK_RANDOM, else 0 */
    size_t       desks;
    rv_order     order;
    rv_lineup    line;                /* of RV_ROOM_CLASSES */
} rv_room_order;

/* Who has a desk here, or a lease. They count from 1. */
typedef struct {
    char    *name;
    rv_desk *desks;
} rv_room_person;

/* They count from 1. */
typedef struct {
    size_t   report, person;
    uint32_t next;                    /* of the same report, or the next free one; 0 for none */
    uint32_t read;                    /* when it was read from the file last; 0: it is free */
    char     until[RV_TIME_TEXT];
} rv_room_lease;

struct rv_room {
    rv_store          *store;
    const rv_protocol *protocol;
    char              *stage_id;
    int                stage;
    int64_t            plan;          /* the version of the protocol it was opened by, -1 before */
    bool               own;           /* of one desk, which closes it */
    size_t             users;         /* desks, and who opened it */
    rv_desk           *desks;

    bool         loaded;              /* false: all must be read anew */
    bool         forgotten;           /* what desks believe to have written may not stand */
    rv_board     board;
    rv_handed    given;
    int64_t     *ids;                 /* of reports */
    signed char *labels;              /* what all votes have decided */
    size_t      *changed, n_changed, room_changed;
    bool         all_changed;         /* any may have, or there was no room to note them one by one */
    rv_room_order *orders;

    int64_t     *rank_ids;            /* rising */
    double      *rank_scores;
    size_t       n_rank;

    rv_room_person *people;           /* [1, n_people] */
    uint32_t       *slots;            /* by name */
    size_t          n_people, n_slots;

    uint32_t       *first_lease;      /* by report */
    rv_room_lease  *leases;           /* [1, n_leases] */
    uint32_t        n_leases, room_leases, free_lease, reading;
    char            earliest[RV_TIME_TEXT];      /* none runs out before; "" when there is none */
    int64_t         others;           /* rv_store_others() and rv_leases_written() of what was read */
    uint64_t        written;
    bool            doubtful;         /* leases must be read again */
    bool            swept;            /* nothing ran out that still stands in the file */
};

/* ---- room.c, room_load.c -------------------------------------------------------------------------------------------------- */

/* Ends the room with its last user. */
void rv_room_release(rv_room *room);
/* Reads what is new, or all anew. */
RV_MUST_CHECK rv_status rv_room_news(rv_room *room, rv_error *err);
/* The same inside a write; `*anew` true when all must be read anew, which takes too long there. */
RV_MUST_CHECK rv_status rv_room_news_inside(rv_room *room, bool *anew, rv_error *err);

/* ---- room_people.c -------------------------------------------------------------------------------------------------------- */

/* The person of this name, 0 when there is none yet. */
size_t rv_room_person_find(const rv_room *room, const char *name);
RV_MUST_CHECK rv_status rv_room_person_of(rv_room *room, const char *name, size_t *person, rv_error *err);
void rv_room_people_free(rv_room *room);

/* ---- room_leases.c -------------------------------------------------------------------------------------------------------- */

/* Reads leases again when others wrote some, and forgets what ran out; inside one view of the file, or a write. */
RV_MUST_CHECK rv_status rv_room_leases_news(rv_room *room, rv_error *err);
/* Makes room for those of the reports of the board, and reads them without telling anybody. */
RV_MUST_CHECK rv_status rv_room_leases_load(rv_room *room, rv_error *err);
void rv_room_leases_free(rv_room *room);
/* The lease of a person, NULL when there is none. */
const rv_room_lease *rv_room_lease_of(const rv_room *room, size_t report, size_t person);
/* Inside a write: as in the file, and here. When the write fails they are in doubt: rv_room_doubt(). */
RV_MUST_CHECK rv_status rv_room_lease_take(rv_room *room, size_t report, size_t person, const char *until, rv_error *err);
RV_MUST_CHECK rv_status rv_room_lease_drop(rv_room *room, int64_t report, size_t person, rv_error *err);
RV_MUST_CHECK rv_status rv_room_sweep(rv_room *room, const char *now, rv_error *err);
void rv_room_doubt(rv_room *room);

/* ---- room_order.c --------------------------------------------------------------------------------------------------------- */

RV_MUST_CHECK rv_status rv_room_order_get(rv_room *room, rv_desk_mode mode, uint64_t seed, rv_room_order **order, rv_error *err);
void rv_room_order_release(rv_room *room, rv_room_order *order);
/* Sorts the reports of the board, none of which stands in it yet. */
RV_MUST_CHECK rv_status rv_room_order_fill(rv_room *room, rv_room_order *order, rv_error *err);

/* ---- room_settle.c -------------------------------------------------------------------------------------------------------- */

/* Others than `reviewer` (NULL: all) who have voted on the report, were given it, or (with `leases`) read it now; given ones are not counted
   when it is the person's own. */
int rv_room_taken(const rv_room *room, size_t report, const char *reviewer, bool leases);
/* Finds anew where the report stands, for anybody and for those who have to do with it. */
RV_MUST_CHECK rv_status rv_room_settle(rv_room *room, size_t report, rv_error *err);
/* The same for all desks of a person alone. */
RV_MUST_CHECK rv_status rv_room_settle_person(rv_room *room, size_t report, size_t person, rv_error *err);
/* The same for one order, of all reports. */
RV_MUST_CHECK rv_status rv_room_settle_order(rv_room *room, rv_room_order *order, rv_error *err);

#endif
