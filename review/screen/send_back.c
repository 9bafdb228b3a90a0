/* A conflict sent back: those who voted are asked again, with the remark of who looked at it. */
#include <config.h>

#include <string.h>

#include "screen/board.h"

static rv_status take_back(rv_event *event, const rv_board *board, const rv_vote *v, rv_error *err)
{
    const char *stage = board->protocol->stages[v->stage].id, *reviewer = rv_board_text(board, v->reviewer);
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", v->record),     RV_CELL_OF_TEXT("stage", stage),  RV_CELL_OF_TEXT("reviewer", reviewer),
        RV_CELL_OF_TEXT("role", "vote"),         RV_CELL_OF_TEXT("verdict", rv_verdicts[RV_VERDICT_NONE]),
        RV_CELL_OF_INT("supersedes", v->id),
    };
    rv_status st = rv_event_add(event, "decision", cells, sizeof cells / sizeof *cells, NULL, err);

    /* theirs to be asked again, not another person's */
    return st == RV_OK ? rv_assignment_add(event, v->record, stage, reviewer, true, NULL, err) : st;
}

static rv_status write(rv_event *event, const rv_board *board, const rv_board_report *report, int stage, const char *who, int64_t record,
                       const char *remark, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("stage", board->protocol->stages[stage].id),
                              RV_CELL_OF_TEXT("reviewer", who), RV_CELL_OF_TEXT("text", remark) };
    rv_status st = RV_OK;

    for (size_t i = report->first; i && st == RV_OK; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == stage && !v->resolution && rv_vote_stands(v))
            st = take_back(event, board, v, err);
    }
    return st == RV_OK ? rv_event_add(event, "remark", cells, sizeof cells / sizeof *cells, NULL, err) : st;
}

static rv_status check(const rv_board *board, const rv_board_report *report, int stage, const char *who, rv_error *err)
{
    const char *id = board->protocol->stages[stage].id;
    const rv_outcome o = rv_outcome_at(board, report, stage);

    if (rv_vote_of(board, report, stage, who))
        return rv_fail(err, RV_EINVAL, "%s has voted on report %lld at %s; a conflict is sent back by another person", who,
                       (long long)report->id, id);
    if (o.outcome != RV_SCREEN_CONFLICT || o.resolved)
        return rv_fail(err, RV_EINVAL, "there is no conflict on report %lld at %s that could be sent back", (long long)report->id, id);
    return RV_OK;
}

rv_status rv_screen_send_back(rv_store *store, const rv_protocol *protocol, const char *who, int64_t record, const char *stage_id,
                              const char *remark, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    rv_board board = { .texts = RV_BUF_INIT };
    const rv_board_report *found = NULL;
    rv_event *event = NULL;
    int64_t report;
    rv_status st;

    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if (!remark || rv_text_missing(remark))
        return rv_fail(err, RV_EINVAL, "say what is to be looked at again: those who voted read it when they are asked anew");
    if ((st = rv_event_begin(&event, store, RV_SEND_BACK, who, true, err)) != RV_OK)
        return st;
    if ((st = rv_record_report(store, record, &report, err)) == RV_OK && (st = rv_board_load(&board, store, protocol, report, err)) == RV_OK
        && (st = rv_person_may(store, who, RV_MAY_ADJUDICATE, err)) == RV_OK && !(found = rv_board_find(&board, record)))
        st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    if (st == RV_OK && (st = check(&board, found, stage, who, err)) == RV_OK)
        st = write(event, &board, found, stage, who, record, remark, err);
    rv_board_free(&board);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}
