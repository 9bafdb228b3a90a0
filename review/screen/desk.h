#ifndef RV_SCREEN_DESK_H
#define RV_SCREEN_DESK_H

/* What the files of a person's desk share. */

#include "screen/board.h"
#include "screen/handed.h"
#include "screen/lease.h"
#include "screen/lineup.h"

/* Why a report waits for the person: the first class comes first. */
enum {
    RV_DESK_AGAIN,                    /* they voted differently on records that were merged since */
    RV_DESK_CALIBRATION,              /* of a calibration round */
    RV_DESK_GIVEN_HALF,               /* given to them, and somebody has voted */
    RV_DESK_GIVEN,
    RV_DESK_HALF,                     /* of the common queue, and somebody has voted */
    RV_DESK_NEW,
    RV_DESK_LATER,                    /* put off */
    RV_DESK_CLASSES
};

/* A report that lies on the desk: the first, and those that come after it. */
typedef struct {
    int64_t     report;
    const char *served;
    bool        again, postponed;
    bool        undone;               /* put back by undo: it stays though there is a vote */
} rv_desk_held;

/* What taking a vote back needs. Texts are owned. */
typedef struct {
    int64_t     record;
    char       *verdict, *reason, *note;     /* what they had said before; verdict NULL: nothing */
    const char *served;
    bool        vote;                 /* it counted as a vote, and was not put off */
} rv_desk_done;

struct rv_desk {
    rv_store          *store;
    const rv_protocol *protocol;
    char              *reviewer, *stage_id;
    int                stage, lease_seconds;
    int64_t            plan;          /* the version of the protocol it was opened by, -1 before */
    rv_desk_mode       mode;
    double             random_share;
    uint64_t           seed;

    rv_board     board;
    rv_handed    given;
    rv_lineup    line, lots;          /* who waits in the order of the mode; what may be drawn, in an order by lot */
    bool         loaded;              /* false: all must be read anew */
    size_t      *changed, n_changed, room_changed;
    bool         all_changed;         /* there was no room to note them one by one */
    int64_t     *ids;                 /* of reports */
    signed char *labels;
    bool        *voted;

    int64_t     *rank_ids;            /* rising */
    double      *rank_scores;
    size_t       n_rank;

    rv_leases     leases;             /* of others, as last read */
    char          until[RV_TIME_TEXT];/* until when what is held is leased; "" when that is not known */
    rv_desk_held *held;
    size_t        n_held, room_held;
    int64_t       deciding;           /* report of the vote being written: not to be served, 0 for none */
    bool          ahead;              /* somebody peeks: one more is kept leased */

    rv_desk_done *done;
    size_t        n_done, room_done;
    int64_t       decided, session;
};

/* Reads what is new, or all anew. */
RV_MUST_CHECK rv_status rv_desk_news(rv_desk *desk, rv_error *err);
/* The same inside a write; `*anew` true, and nothing taken, when all must be read anew, which takes too long there. */
RV_MUST_CHECK rv_status rv_desk_news_inside(rv_desk *desk, bool *anew, rv_error *err);
/* The order of places, from mode, seed and scores; with `lots` also the one by lot, which scores do not change. */
RV_MUST_CHECK rv_status rv_desk_order(rv_desk *desk, bool lots, rv_error *err);
/* Is the choice number `turn` one by lot? */
bool rv_desk_by_lot(const rv_desk *desk, uint64_t turn);

/* Others who have voted on the report, were given it, or (with `leases`) read it now; given ones are not counted when it is the
   person's own. */
int rv_desk_taken(const rv_desk *desk, const rv_board_report *report, const rv_leases *leases);
/* The person's vote "later" that stands, NULL when there is none. */
const rv_vote *rv_desk_later(const rv_desk *desk, const rv_board_report *report);

/* Inside a write, after the news: renews what is held, and leases more until `want` reports are, besides the one being decided. */
RV_MUST_CHECK rv_status rv_desk_lease(rv_desk *desk, size_t want, rv_error *err);
/* Puts a report on the desk, at place `at`. */
RV_MUST_CHECK rv_status rv_desk_hold(rv_desk *desk, size_t at, const rv_desk_held *held, rv_error *err);
void rv_desk_let_go(rv_desk *desk, size_t at);
rv_desk_item rv_desk_item_of(const rv_desk *desk, size_t at);

#endif
