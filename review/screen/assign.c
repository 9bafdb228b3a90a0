/* Who screens what, what became of a report, and what comes next for a person. */
#include <config.h>

#include <string.h>

#include "screen/board.h"

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
    if ((st = rv_person_may(store, who, RV_MAY_SCREEN, err)) == RV_OK
        && (st = rv_event_add(event, "report_state", cells, 3, NULL, err)) == RV_OK)
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
    if ((st = rv_person_may(store, who, RV_MAY_LEAD, err)) == RV_OK && given)
        st = rv_person_may(store, reviewer, RV_MAY_SCREEN, err);
    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = rv_assignment_add(event, records[i], stage, reviewer, given, NULL, err);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

/* ---- What comes next ---------------------------------------------------------------------------------------------------- */

/* 0 not for them; 1 new, 2 half-screened, 4 more when it was given to them. */
static int rank(const rv_board *board, const rv_gifts *gifts, const rv_board_report *r, int stage, const char *reviewer)
{
    const rv_outcome o = rv_outcome_at(board, r, stage);
    /* a person who has voted both ways, on records merged later, votes again */
    const bool again = rv_vote_split(board, r, stage, reviewer) && !o.resolved;
    bool own;

    if ((o.outcome != RV_SCREEN_WAITING && !again) || (rv_vote_of(board, r, stage, reviewer) && !again)
        || o.outcome == RV_SCREEN_NOT_REACHED || o.outcome == RV_SCREEN_SET_ASIDE)
        return 0;
    own = rv_gifts_has(gifts, board, r, stage, reviewer);
    if (!own && !again && !rv_gifts_lack(gifts, board, r, stage))
        return 0;
    return (o.votes ? 2 : 1) + (own ? 4 : 0);
}

rv_status rv_screen_next(rv_store *store, const rv_protocol *protocol, const char *reviewer, const char *stage_id, int64_t *report,
                         rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    rv_gifts gifts = { 0 };
    rv_board board;
    int best = 0;
    rv_status st;

    *report = 0;
    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    if ((st = rv_team_may(&board.team, reviewer, RV_MAY_SCREEN, err)) == RV_OK)
        st = rv_gifts_load(&gifts, store, &board, stage, err);
    for (size_t i = 0; i < board.n_reports && st == RV_OK; i++) {
        const int this = rank(&board, &gifts, &board.reports[i], stage, reviewer);
        if (this > best) {
            best = this;
            *report = board.reports[i].id;
        }
    }
    rv_gifts_free(&gifts);
    rv_board_free(&board);
    return st;
}
