#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/handed.h"

RV_STATEMENT(handed_since, "SELECT id, record, reviewer, given, how FROM assignment WHERE id > ?1 AND stage = ?2 ORDER BY id");

rv_status rv_handed_make(rv_handed *given, const rv_board *board, rv_error *err)
{
    *given = (rv_handed){ .board = board, .first = calloc(board->n_reports + 1, sizeof *given->first) };
    return given->first ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_handed_free(rv_handed *given)
{
    free(given->first);
    free(given->people);
    *given = (rv_handed){ 0 };
}

/* The entry of the person, 0 when there is none. */
static size_t entry(const rv_handed *given, const rv_board_report *report, const char *reviewer)
{
    size_t at = given->first[report - given->board->reports];

    while (at && strcmp(rv_board_text(given->board, given->people[at].reviewer), reviewer) != 0)
        at = given->people[at].next;
    return at;
}

static rv_status add(rv_handed *given, rv_board *board, const rv_board_report *report, const char *reviewer, size_t *at, rv_error *err)
{
    size_t *first = &given->first[report - board->reports];

    if (given->n + 1 >= given->capacity) {
        const size_t capacity = given->capacity ? given->capacity * 2 : 64;
        rv_handed_person *more = realloc(given->people, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        given->people = more;
        given->capacity = capacity;
    }
    *at = ++given->n;
    given->people[*at] = (rv_handed_person){ .reviewer = rv_board_keep(board, reviewer), .next = *first };
    *first = *at;
    return rv_buf_check(&board->texts, err);
}

rv_status rv_handed_news(rv_handed *given, rv_board *board, rv_store *store, const char *stage, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st;

    if (given->newest >= board->newest_assignment)
        return RV_OK;
    st = rv_query_start(&q, store, &handed_since, err, "it", given->newest, stage);
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const rv_board_report *report = rv_board_find(board, rv_query_int(q, 1));
        const char *reviewer = rv_query_text(q, 2), *how = rv_query_text(q, 4);
        size_t at = report ? entry(given, report, reviewer) : 0;
        given->newest = rv_query_int(q, 0);
        if (!report || (!at && (st = add(given, board, report, reviewer, &at, err)) != RV_OK))
            continue;
        given->people[at].given = rv_query_int(q, 3) != 0;
        given->people[at].calibration = how && strncmp(how, "calibration", 11) == 0;
    }
    rv_query_end(q);
    if (st == RV_OK)
        given->newest = board->newest_assignment;
    return st;
}

const rv_handed_person *rv_handed_to(const rv_handed *given, const rv_board_report *report, const char *reviewer)
{
    const size_t at = entry(given, report, reviewer);

    return at && given->people[at].given ? &given->people[at] : NULL;
}
