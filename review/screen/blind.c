/* What may not be shown yet: facts that tell of another's vote, remark or label before all votes are there. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

typedef struct {
    int64_t event, ordinal;
} place;

struct rv_blind {
    place *items;                 /* by event and ordinal */
    size_t n, capacity;
};

RV_STATEMENT(blind_facts,
    "SELECT event, ordinal, record, stage, reviewer FROM decision UNION ALL SELECT event, ordinal, record, stage, reviewer FROM remark"
    " UNION ALL SELECT event, ordinal, record, stage, reviewer FROM label ORDER BY 1, 2");

static bool waits(rv_screen_outcome outcome)
{
    return outcome == RV_SCREEN_WAITING || outcome == RV_SCREEN_CONFLICT || outcome == RV_SCREEN_SET_ASIDE;
}

/* A stage that the protocol no longer has tells as much as those it has. */
static bool waits_anywhere(const rv_board *board, const rv_board_report *report)
{
    for (int stage = 0; stage < (int)board->protocol->n_stages; stage++)
        if (waits(rv_outcome_at(board, report, stage).outcome))
            return true;
    return false;
}

/* As the lists of decisions have it: open once decided. */
static bool is_blind(const rv_board *board, int64_t record, const char *stage_id)
{
    const rv_board_report *report = rv_board_find(board, record);
    const int stage = rv_stage_index(board->protocol, stage_id);
    rv_screen_outcome outcome;

    if (!report)
        return true;
    if (stage < 0)
        return waits_anywhere(board, report);
    if (!board->protocol->stages[stage].blind)
        return false;
    outcome = rv_outcome_at(board, report, stage).outcome;
    return outcome != RV_SCREEN_INCLUDED && outcome != RV_SCREEN_EXCLUDED;
}

static rv_status keep(rv_blind *blind, int64_t event, int64_t ordinal, rv_error *err)
{
    if (blind->n == blind->capacity) {
        const size_t capacity = blind->capacity ? blind->capacity * 2 : 64;
        place *more = realloc(blind->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        blind->items = more;
        blind->capacity = capacity;
    }
    blind->items[blind->n++] = (place){ event, ordinal };
    return RV_OK;
}

static rv_status walk(rv_blind *blind, rv_store *store, const rv_board *board, const char *viewer, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &blind_facts, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const bool own = viewer && strcmp(rv_query_text(q, 4), viewer) == 0;
        if (!own && (!board || is_blind(board, rv_query_int(q, 2), rv_query_text(q, 3))))
            st = keep(blind, rv_query_int(q, 0), rv_query_int(q, 1), err);
    }
    rv_query_end(q);
    return st;
}

rv_status rv_blind_load(rv_blind **out, rv_store *store, const rv_protocol *protocol, const char *viewer, rv_error *err)
{
    const rv_status view = rv_store_read_begin(store, err);
    rv_blind *blind = NULL;
    rv_board board = { .texts = RV_BUF_INIT };
    rv_status st = RV_OK;

    *out = NULL;
    if (view != RV_OK && view != RV_EINVAL)
        return view;
    if (!(blind = calloc(1, sizeof *blind)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && protocol)
        st = rv_board_load(&board, store, protocol, 0, err);
    if (st == RV_OK)
        st = walk(blind, store, protocol ? &board : NULL, viewer, err);
    rv_board_free(&board);
    if (view == RV_OK)                            /* else the caller has a view under way */
        rv_store_read_end(store);
    if (st == RV_OK)
        *out = blind;
    else
        rv_blind_free(blind);
    return st;
}

static int place_order(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->event != y->event)
        return x->event < y->event ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

rv_status rv_blind_add(rv_blind *blind, const int64_t (*places)[2], size_t n, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < n; i++)
        st = keep(blind, places[i][0], places[i][1], err);
    if (blind->n)
        qsort(blind->items, blind->n, sizeof *blind->items, place_order);
    return st;
}

/* How many places stand before this one. */
static size_t before(const rv_blind *blind, int64_t event, int64_t ordinal)
{
    size_t low = 0, high = blind->n;

    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        const place *p = &blind->items[mid];
        if (p->event < event || (p->event == event && p->ordinal < ordinal))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool rv_blind_fact(const rv_blind *blind, int64_t event, int64_t ordinal)
{
    const size_t at = before(blind, event, ordinal);

    return at < blind->n && blind->items[at].event == event && blind->items[at].ordinal == ordinal;
}

size_t rv_blind_event(const rv_blind *blind, int64_t event)
{
    return before(blind, event + 1, 0) - before(blind, event, 0);
}

size_t rv_blind_count(const rv_blind *blind, size_t *events)
{
    size_t n = 0;

    for (size_t i = 0; i < blind->n; i++)
        n += !i || blind->items[i].event != blind->items[i - 1].event;
    if (events)
        *events = n;
    return blind->n;
}

void rv_blind_free(rv_blind *blind)
{
    if (blind)
        free(blind->items);
    free(blind);
}
