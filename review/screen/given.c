/* Who has which report: the newest row of each person counts. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

RV_STATEMENT(assignment_all, "SELECT record, stage, reviewer, given, how FROM assignment ORDER BY id");
RV_STATEMENT(assignment_of_stage, "SELECT record, stage, reviewer, given, how FROM assignment WHERE stage = ?1 ORDER BY id");

static int place(const rv_given *x, const rv_given *y)
{
    return x->report != y->report ? (x->report < y->report ? -1 : 1) : x->stage - y->stage;
}

static int by_place(const void *a, const void *b, void *texts)
{
    const rv_given *x = a, *y = b;
    int order = place(x, y);

    if (!order)
        order = strcmp(rv_board_text(texts, x->reviewer), rv_board_text(texts, y->reviewer));
    return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static rv_status add(rv_gifts *gifts, rv_board *board, const rv_given *given, rv_error *err)
{
    const size_t capacity = gifts->capacity ? gifts->capacity * 2 : 256;
    rv_given *more;

    if (gifts->n == gifts->capacity) {
        if (!(more = realloc(gifts->items, capacity * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        gifts->items = more;
        gifts->capacity = capacity;
    }
    gifts->items[gifts->n] = *given;
    gifts->items[gifts->n].row = gifts->n;
    gifts->n++;
    return rv_buf_check(&board->texts, err);
}

static bool idle(const rv_board *board, const rv_given *g)
{
    const char *reviewer = rv_board_text(board, g->reviewer);

    return rv_team_may(&board->team, reviewer, RV_MAY_SCREEN, NULL) != RV_OK
           && !rv_vote_of(board, rv_board_find(board, g->report), g->stage, reviewer);
}

/* Leaves the newest row of each person, where it gives. */
static void settle(rv_gifts *gifts, rv_board *board)
{
    size_t kept = 0;

    if (gifts->n)
        qsort_r(gifts->items, gifts->n, sizeof *gifts->items, by_place, board);
    for (size_t i = 0; i < gifts->n; i++) {
        const rv_given *g = &gifts->items[i];
        const bool last = i + 1 == gifts->n || place(g, g + 1) != 0
                          || strcmp(rv_board_text(board, g->reviewer), rv_board_text(board, g[1].reviewer)) != 0;
        if (last && g->given) {
            gifts->items[kept] = *g;
            gifts->items[kept].idle = idle(board, g);
            kept++;
        }
    }
    gifts->n = kept;
}

rv_status rv_gifts_load(rv_gifts *gifts, rv_store *store, rv_board *board, int stage, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = stage < 0 ? rv_query_start(&q, store, &assignment_all, err, "")
                             : rv_query_start(&q, store, &assignment_of_stage, err, "t", board->protocol->stages[stage].id);

    *gifts = (rv_gifts){ 0 };
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const rv_board_report *report = rv_board_find(board, rv_query_int(q, 0));
        rv_given given = { .record = rv_query_int(q, 0), .stage = rv_stage_index(board->protocol, rv_query_text(q, 1)) };
        if (!report || given.stage < 0)
            continue;             /* a stage of an earlier protocol */
        given.report = report->id;
        given.reviewer = rv_board_keep(board, rv_query_text(q, 2));
        given.given = rv_query_int(q, 3) != 0;
        given.how = rv_board_keep(board, rv_query_text(q, 4));
        st = add(gifts, board, &given, err);
    }
    rv_query_end(q);
    if (st == RV_OK)
        settle(gifts, board);
    else
        rv_gifts_free(gifts);
    return st;
}

void rv_gifts_free(rv_gifts *gifts)
{
    free(gifts->items);
    *gifts = (rv_gifts){ 0 };
}

const rv_given *rv_gifts_of(const rv_gifts *gifts, int64_t report, int stage, size_t *n)
{
    const rv_given key = { .report = report, .stage = stage };
    size_t low = 0, high = gifts->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (place(&gifts->items[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (*n = 0; low + *n < gifts->n && place(&gifts->items[low + *n], &key) == 0; (*n)++)
        ;
    return *n ? &gifts->items[low] : NULL;
}

bool rv_gifts_has(const rv_gifts *gifts, const rv_board *board, const rv_board_report *report, int stage, const char *reviewer)
{
    size_t n;
    const rv_given *g = rv_gifts_of(gifts, report->id, stage, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(rv_board_text(board, g[i].reviewer), reviewer) == 0)
            return true;
    return false;
}

int rv_gifts_lack(const rv_gifts *gifts, const rv_board *board, const rv_board_report *report, int stage)
{
    size_t n;
    const rv_given *g = rv_gifts_of(gifts, report->id, stage, &n);
    int people = rv_outcome_votes(board, report, stage).votes;

    for (size_t i = 0; i < n; i++)
        people += !g[i].idle && !rv_vote_of(board, report, stage, rv_board_text(board, g[i].reviewer));
    people = rv_board_needed(board, report, stage) - people;
    return people > 0 ? people : 0;
}

rv_status rv_assignment_add(rv_event *event, int64_t record, const char *stage, const char *reviewer, bool given, const char *how,
                            rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("stage", stage), RV_CELL_OF_TEXT("reviewer", reviewer),
                              RV_CELL_OF_INT("given", given), RV_CELL_OF_TEXT("how", how && *how ? how : NULL) };

    return rv_event_add(event, "assignment", cells, 5, NULL, err);
}

int rv_round_of(const char *how)
{
    static const char word[] = "calibration ";

    return strncmp(how, word, sizeof word - 1) == 0 ? atoi(how + sizeof word - 1) : 0;
}

int rv_gifts_round(const rv_gifts *gifts, const rv_board *board, int64_t report, int stage)
{
    size_t n;
    const rv_given *g = rv_gifts_of(gifts, report, stage, &n);
    int newest = 0;

    for (size_t i = 0; i < n; i++) {
        const int round = rv_round_of(rv_board_text(board, g[i].how));
        newest = round > newest ? round : newest;
    }
    return newest;
}
