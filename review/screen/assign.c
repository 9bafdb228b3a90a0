/* Who screens what, what became of a report, and what comes next for a person. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

RV_STATEMENT(assignment_of_stage, "SELECT record, reviewer, given FROM assignment WHERE stage = ?1 ORDER BY id");

rv_status rv_screen_state(rv_store *store, const char *who, int64_t record, const char *state, const char *note,
                          char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("state", state),
                              RV_CELL_OF_TEXT("note", note && *note ? note : NULL) };
    rv_event *event = NULL;
    int64_t report;
    rv_status st;

    if (rv_word_index(rv_report_states, state) < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a state of a report; there are sought, retrieved, unobtainable, awaiting, "
                       "ongoing", state);
    if ((st = rv_record_report(store, record, &report, err)) != RV_OK
        || (st = rv_event_begin(&event, store, "report.state", who, false, err)) != RV_OK)
        return st;
    if ((st = rv_event_add(event, "report_state", cells, 3, NULL, err)) == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_screen_assign(rv_store *store, const rv_protocol *protocol, const char *who, const char *stage, const char *reviewer,
                           const int64_t *records, size_t n, bool given, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event = NULL;
    rv_status st;

    if (rv_stage_index(protocol, stage) < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage);
    if (rv_text_missing(reviewer) || !n)
        return rv_fail(err, RV_EINVAL, n ? "an assignment needs its reviewer" : "there is no record to assign");
    if ((st = rv_event_begin(&event, store, "assignment.give", who, false, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        const rv_cell cells[] = { RV_CELL_OF_INT("record", records[i]), RV_CELL_OF_TEXT("stage", stage),
                                  RV_CELL_OF_TEXT("reviewer", reviewer), RV_CELL_OF_INT("given", given) };
        st = rv_event_add(event, "assignment", cells, 4, NULL, err);
    }
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

/* ---- What comes next ---------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t report;
    size_t  row;                  /* in order of id: the last of a person counts */
    char   *reviewer;
    bool    given;
} assignment;

typedef struct {
    assignment *items;
    size_t      n, capacity;
} assignments;

static void free_assignments(assignments *all)
{
    for (size_t i = 0; i < all->n; i++)
        free(all->items[i].reviewer);
    free(all->items);
}

static int by_report(const void *a, const void *b)
{
    const assignment *x = a, *y = b;
    int order;

    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    if ((order = strcmp(x->reviewer, y->reviewer)) != 0)
        return order;
    return x->row < y->row ? -1 : x->row > y->row;
}

static rv_status load_assignments(const rv_board *board, rv_store *store, const char *stage, assignments *all, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st;

    if ((st = rv_query_start(&q, store, &assignment_of_stage, err, "t", stage)) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more) {
            const rv_board_report *report = rv_board_find(board, rv_query_int(q, 0));
            assignment *bigger;
            if (!report)
                continue;
            if (all->n == all->capacity) {
                all->capacity = all->capacity ? all->capacity * 2 : 64;
                if (!(bigger = realloc(all->items, all->capacity * sizeof *bigger))) {
                    st = rv_fail(err, RV_ENOMEM, "out of memory");
                    break;
                }
                all->items = bigger;
            }
            all->items[all->n] = (assignment){ report->id, all->n, strdup(rv_query_text(q, 1)), rv_query_int(q, 2) != 0 };
            if (!all->items[all->n].reviewer) {
                st = rv_fail(err, RV_ENOMEM, "out of memory");
                break;
            }
            all->n++;
        }
    rv_query_end(q);
    if (st == RV_OK && all->n)
        qsort(all->items, all->n, sizeof *all->items, by_report);
    return st;
}

/* How many people have the report, and whether the reviewer is one of them. `*at` goes forward with the reports. */
static int people(const assignments *all, size_t *at, int64_t report, const char *reviewer, bool *own)
{
    int n = 0;

    *own = false;
    while (*at < all->n && all->items[*at].report < report)
        (*at)++;
    for (; *at < all->n && all->items[*at].report == report; (*at)++) {
        const assignment *a = &all->items[*at];
        const bool last = *at + 1 == all->n || a[1].report != report || strcmp(a[1].reviewer, a->reviewer) != 0;
        if (last && a->given) {
            n++;
            *own |= strcmp(a->reviewer, reviewer) == 0;
        }
    }
    return n;
}

rv_status rv_screen_next(rv_store *store, const rv_protocol *protocol, const char *reviewer, const char *stage_id, int64_t *report,
                         rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    assignments given = { 0 };
    rv_board board;
    size_t at = 0;
    int best = 0;                 /* 1 new, 2 half-screened, 4 more when assigned */
    rv_status st;

    *report = 0;
    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    st = load_assignments(&board, store, stage_id, &given, err);
    for (size_t i = 0; i < board.n_reports && st == RV_OK; i++) {
        const rv_board_report *r = &board.reports[i];
        const rv_outcome o = rv_outcome_at(&board, r, stage);
        bool own;
        const int n = people(&given, &at, r->id, reviewer, &own);
        const int rank = (o.votes ? 2 : 1) + (own ? 4 : 0);
        /* a person who has voted both ways, on records merged later, votes again */
        const bool again = rv_vote_split(&board, r, stage, reviewer) && !o.resolved;
        if ((o.outcome != RV_SCREEN_WAITING && !again) || (rv_vote_of(&board, r, stage, reviewer) && !again)
            || o.outcome == RV_SCREEN_NOT_REACHED || o.outcome == RV_SCREEN_SET_ASIDE
            || (!own && !again && n >= protocol->stages[stage].reviewers) || rank <= best)
            continue;
        best = rank;
        *report = r->id;
    }
    free_assignments(&given);
    rv_board_free(&board);
    return st;
}
