/* What the votes on a report come to. */
#include <config.h>

#include <string.h>

#include "screen/board.h"

bool rv_vote_stands(const rv_vote *vote)
{
    return !vote->superseded && vote->verdict != RV_VERDICT_NONE && vote->verdict != RV_VERDICT_LATER;
}

bool rv_vote_split(const rv_board *board, const rv_board_report *report, int stage, const char *reviewer)
{
    const rv_vote *newest = rv_vote_of(board, report, stage, reviewer);

    for (size_t i = report->first; newest && i; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == stage && !v->resolution && rv_vote_stands(v) && v->verdict != newest->verdict
            && strcmp(rv_board_text(board, v->reviewer), reviewer) == 0)
            return true;
    }
    return false;
}

const rv_vote *rv_vote_of(const rv_board *board, const rv_board_report *report, int stage, const char *reviewer)
{
    const rv_vote *found = NULL;

    for (size_t i = report->first; i; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == stage && !v->resolution && rv_vote_stands(v)
            && strcmp(rv_board_text(board, v->reviewer), reviewer) == 0)
            found = v;
    }
    return found;
}

/* Place of a reason in the protocol's order; unknown ones come last. */
static size_t order_of(const rv_protocol *protocol, const char *reason)
{
    size_t i = 0;

    while (i < protocol->n_reasons && strcmp(protocol->reasons[i].id, reason) != 0)
        i++;
    return i;
}

static void prefer(const rv_board *board, rv_outcome *out, size_t reason)
{
    const char *text = rv_board_text(board, reason);

    if (*text && (!*out->reason || order_of(board->protocol, text) < order_of(board->protocol, out->reason)))
        out->reason = text;
}

/* True when an earlier vote of the chain is by the same person; *split when it says something else. */
static bool counted(const rv_board *board, const rv_board_report *report, const rv_vote *vote, bool *split)
{
    for (size_t i = report->first; i && &board->votes[i] != vote; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == vote->stage && !v->resolution && rv_vote_stands(v)
            && strcmp(rv_board_text(board, v->reviewer), rv_board_text(board, vote->reviewer)) == 0) {
            *split |= v->verdict != vote->verdict;
            return true;
        }
    }
    return false;
}

/* Verdicts seen, as bits: 1 << rv_verdict. */
static rv_screen_outcome decide(unsigned seen, bool include_wins)
{
    if (include_wins && seen != 1u << RV_VERDICT_EXCLUDE)
        return RV_SCREEN_INCLUDED;
    return seen == 1u << RV_VERDICT_INCLUDE ? RV_SCREEN_INCLUDED : seen == 1u << RV_VERDICT_EXCLUDE ? RV_SCREEN_EXCLUDED
           : RV_SCREEN_CONFLICT;
}

rv_outcome rv_outcome_votes(const rv_board *board, const rv_board_report *report, int stage)
{
    rv_outcome out = { .outcome = RV_SCREEN_WAITING, .reason = "" }, resolution = out;
    const rv_stage *rules = &board->protocol->stages[stage];
    unsigned votes = 0, resolutions = 0;
    bool differ = false;          /* the reasons that count */

    for (size_t i = report->first; i; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage != stage || !rv_vote_stands(v))
            continue;
        if (v->resolution) {
            resolutions |= 1u << v->verdict;
            prefer(board, &resolution, v->first_reason);
        } else {
            votes |= 1u << v->verdict;
            out.votes += !counted(board, report, v, &out.split);
            differ |= *out.reason && v->first_reason && strcmp(out.reason, rv_board_text(board, v->first_reason)) != 0;
            prefer(board, &out, v->first_reason);
        }
    }
    if (resolutions) {
        out.outcome = decide(resolutions, false);
        out.resolved = out.outcome != RV_SCREEN_CONFLICT;
        out.reason = resolution.reason;
    } else if (out.votes >= rv_board_needed(board, report, stage)) {
        /* one person's two votes, on records merged later, are for people to settle, whatever the rule */
        out.outcome = decide(votes, rules->include_wins && !out.split);
        if (out.outcome == RV_SCREEN_EXCLUDED && differ && rules->reasons_agree)
            out.outcome = RV_SCREEN_CONFLICT;
    } else if (out.split && !rules->blind) {
        out.outcome = RV_SCREEN_CONFLICT;        /* where votes are blind it would tell a person's votes before all have voted */
    }
    if (out.outcome != RV_SCREEN_EXCLUDED)
        out.reason = "";
    return out;
}

rv_outcome rv_outcome_at(const rv_board *board, const rv_board_report *report, int stage)
{
    rv_outcome out = rv_outcome_votes(board, report, stage);

    for (int before = 0; before < stage; before++)
        if (rv_outcome_votes(board, report, before).outcome != RV_SCREEN_INCLUDED) {
            out.outcome = RV_SCREEN_NOT_REACHED;
            return out;
        }
    if (stage > 0 && (out.outcome == RV_SCREEN_WAITING || out.outcome == RV_SCREEN_CONFLICT) && report->state >= 2)
        out.outcome = RV_SCREEN_SET_ASIDE;       /* unobtainable, awaiting, ongoing */
    return out;
}
