/* What others wrote since the board was loaded, so that it need not be loaded again after each decision. */
#include <config.h>

#include <string.h>

#include "screen/board.h"

RV_STATEMENT(decision_since,
    "SELECT d.id, d.record, d.stage, d.reviewer, d.role, d.verdict, d.reason, d.note, d.supersedes, e.at, d.served"
    " FROM decision d JOIN event e ON e.id = d.event WHERE d.id > ?1 ORDER BY d.id");
RV_STATEMENT(state_since, "SELECT id, record, state FROM report_state WHERE id > ?1 ORDER BY id");
RV_STATEMENT(assignment_since, "SELECT record, stage, how FROM assignment WHERE id > ?1 ORDER BY id");

typedef struct {
    rv_board *board;
    rv_store *store;
    void    (*changed)(void *user, rv_board_report *report);
    void     *user;
} news;

static rv_status walk(const news *n, const rv_statement *since, int64_t newest,
                      rv_status (*take)(rv_board *board, rv_query *q, rv_board_report **report, rv_error *err), rv_error *err)
{
    rv_board_report *report;
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, n->store, since, err, "i", newest);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        if ((st = take(n->board, q, &report, err)) == RV_OK && report)
            n->changed(n->user, report);
    rv_query_end(q);
    return st;
}

/* True in `*rounds` when a row is of a calibration round, or of a report that is in one. */
static rv_status find_rounds(const news *n, int64_t newest, bool *rounds, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, n->store, &assignment_since, err, "i", newest);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const rv_board_report *report = rv_board_find(n->board, rv_query_int(q, 0));
        const int stage = rv_stage_index(n->board->protocol, rv_query_text(q, 1));
        const char *how = rv_query_text(q, 2);
        if (report && stage >= 0)
            *rounds |= (how && strncmp(how, "calibration", 11) == 0) || rv_board_in_round(n->board, report, stage);
    }
    rv_query_end(q);
    return st;
}

static rv_status tell_assigned(const news *n, int64_t newest, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, n->store, &assignment_since, err, "i", newest);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_board_report *report = rv_board_find(n->board, rv_query_int(q, 0));
        if (report)
            n->changed(n->user, report);
    }
    rv_query_end(q);
    return st;
}

/* Who takes part decides whose votes are waited for, of any report. */
static rv_status take_people(const news *n, rv_error *err)
{
    rv_status st;

    rv_team_free(&n->board->team);
    if ((st = rv_team_load(&n->board->team, n->store, err)) != RV_OK || (st = rv_board_rounds(n->board, n->store, err)) != RV_OK)
        return st;
    n->changed(n->user, NULL);
    return RV_OK;
}

rv_status rv_board_same_plan(int64_t before, int64_t now, rv_error *err)
{
    return now == before ? RV_OK : rv_fail(err, RV_EINVAL, "the protocol has a new version; open the review again to work by it");
}

rv_status rv_board_news(rv_board *board, rv_store *store, void (*changed)(void *user, rv_board_report *report), void *user, bool *anew,
                        rv_error *err)
{
    const news n = { board, store, changed, user };
    rv_board now = { 0 };
    bool rounds = false;
    rv_status st;

    *anew = false;
    if ((st = rv_board_newest(&now, store, err)) != RV_OK)
        return st;
    if ((st = rv_board_same_plan(board->newest_protocol, now.newest_protocol, err)) != RV_OK)
        return st;
    if ((*anew = now.newest_link != board->newest_link || now.newest_file != board->newest_file))
        return RV_OK;
    if (now.newest_decision > board->newest_decision)
        st = walk(&n, &decision_since, board->newest_decision, rv_board_take_vote, err);
    if (st == RV_OK && now.newest_state > board->newest_state)
        st = walk(&n, &state_since, board->newest_state, rv_board_take_state, err);
    if (st == RV_OK && now.newest_assignment > board->newest_assignment
        && (st = find_rounds(&n, board->newest_assignment, &rounds, err)) == RV_OK
        && (!rounds || (st = rv_board_rounds(board, store, err)) == RV_OK))
        st = tell_assigned(&n, board->newest_assignment, err);
    if (st == RV_OK && now.newest_person != board->newest_person)
        st = take_people(&n, err);
    if (st != RV_OK || (st = rv_buf_check(&board->texts, err)) != RV_OK)
        return st;
    board->newest_person = now.newest_person;
    board->newest_decision = now.newest_decision;
    board->newest_state = now.newest_state;
    board->newest_assignment = now.newest_assignment;
    return RV_OK;
}
