#ifndef RV_SCREEN_DESK_H
#define RV_SCREEN_DESK_H

/* What the files of a person's desk share. */

#include "screen/room.h"

/* How a report that is apart stands for the person: as long as it waits the first class comes first. */
enum {
    RV_DESK_AGAIN,                    /* they voted differently on records that were merged since */
    RV_DESK_CALIBRATION,              /* of a calibration round */
    RV_DESK_GIVEN_HALF,               /* given to them, and somebody has voted */
    RV_DESK_GIVEN,
    RV_DESK_HALF,                     /* of the common queue, and somebody has voted */
    RV_DESK_NEW,
    RV_DESK_LATER,                    /* put off */
    RV_DESK_WAITING,                  /* from here on it does not */
    RV_DESK_DONE = RV_DESK_WAITING,   /* voted on */
    RV_DESK_ASIDE,
    RV_DESK_CLASSES
};

/* The same for lots. */
enum { RV_DESK_DRAWN /* may be */, RV_DESK_NOT_DRAWN };

/* A report that lies on the desk: the first, and those that come after it. */
typedef struct {
    int64_t     report;
    const char *served;
    bool        again, postponed;
    bool        stays;                /* put there by undo or by the person: it stays though there is a vote */
    bool        chosen;               /* the person went to it, who may go to another instead */
} rv_desk_held;

/* What taking a vote back needs. Texts are owned. */
typedef struct {
    int64_t     record;
    int64_t     row;                  /* that was written; 0 when that is not known */
    char       *verdict, *reason, *note;     /* what they had said before; verdict NULL: nothing */
    const char *served;
    bool        vote;                 /* it counted as a vote, and was not put off */
} rv_desk_done;

struct rv_desk {
    rv_room      *room;
    rv_desk      *next, *next_of_person;
    size_t        person;
    const char   *reviewer;           /* the room's */
    int           lease_seconds;
    rv_desk_mode  mode;
    double        random_share;
    uint64_t      seed;

    rv_room_order *in, *by_lot;       /* by_lot: NULL when none comes by lot */
    rv_lineup     line, lots;         /* what is apart */
    signed char  *own_labels, *labels;    /* once they were asked for */

    rv_desk_held *held;
    size_t        n_held, room_held;
    int64_t       deciding;           /* report of the vote being written: not to be served, 0 for none */
    int64_t      *leaving;            /* reports that lie here no more: their leases end with the next write */
    size_t        n_leaving, room_leaving;
    size_t        ahead;              /* so many more are kept leased */

    rv_desk_done *done;
    size_t        n_done, room_done;
    int64_t       session;
};

/* ---- desk.c --------------------------------------------------------------------------------------------------------------- */

/* Reads what is new, or all anew; RV_EINVAL when the person may not screen any more. */
RV_MUST_CHECK rv_status rv_desk_news(rv_desk *desk, rv_error *err);
/* Nothing is apart; then rv_desk_settle() for what is. */
RV_MUST_CHECK rv_status rv_desk_make_lines(rv_desk *desk, rv_error *err);
void rv_desk_unload(rv_desk *desk);
void rv_room_unload(rv_room *room);
/* room_settle.c: finds anew where the report stands for the person. */
RV_MUST_CHECK rv_status rv_desk_settle(rv_desk *desk, size_t report, rv_error *err);
/* Reports with their vote. */
int64_t rv_desk_decided(const rv_desk *desk);

/* ---- desk_choose.c -------------------------------------------------------------------------------------------------------- */

/* The person's vote "later" that stands, NULL when there is none. */
const rv_vote *rv_desk_later(const rv_desk *desk, size_t report);
/* The report that is to be served next, of those that are not held. */
bool rv_desk_choose(const rv_desk *desk, rv_desk_held *chosen);
/* Is there a vote left for the person? */
bool rv_desk_has_room(const rv_desk *desk, size_t report);

/* ---- desk_next.c ---------------------------------------------------------------------------------------------------------- */

/* Inside a write, after the news: renews what is held, and leases more until `want` reports are, besides the one being decided. */
RV_MUST_CHECK rv_status rv_desk_lease(rv_desk *desk, size_t want, rv_error *err);
/* The same in a write of its own. */
RV_MUST_CHECK rv_status rv_desk_lease_now(rv_desk *desk, size_t want, rv_error *err);
/* Sees to it that `want` are held, if so many wait, and leased for some time; writes only when it must. */
RV_MUST_CHECK rv_status rv_desk_secure(rv_desk *desk, size_t want, rv_error *err);
/* Puts a report on the desk, at place `at`. */
RV_MUST_CHECK rv_status rv_desk_hold(rv_desk *desk, size_t at, const rv_desk_held *held, rv_error *err);
void rv_desk_let_go(rv_desk *desk, size_t at);
/* The same, and its lease ends. */
void rv_desk_give_up(rv_desk *desk, size_t at);
/* Place of the report among those held, n_held when it is not. */
size_t rv_desk_place(const rv_desk *desk, int64_t report);
rv_desk_item rv_desk_item_of(const rv_desk *desk, size_t at);

/* ---- desk_decide.c -------------------------------------------------------------------------------------------------------- */

/* Forgets of what can be taken back what does not stand in the review: it lies on the desk again. */
void rv_desk_check_done(rv_desk *desk);
void rv_desk_free_done(rv_desk_done *done);

#endif
