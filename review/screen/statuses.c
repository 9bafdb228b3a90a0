/* Walking the board: where reports stand, conflicts, standing decisions. Who asks decides what is shown. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

static bool decided(rv_screen_outcome outcome)
{
    return outcome == RV_SCREEN_INCLUDED || outcome == RV_SCREEN_EXCLUDED;
}

/* All votes are there, whatever they are: what came of them is no secret any more. */
static bool voted_through(const rv_board *board, const rv_board_report *report, const rv_outcome *o, int stage)
{
    return o->resolved || o->votes >= rv_board_needed(board, report, stage);
}

static bool put_off(const rv_board *board, const rv_board_report *report, int stage, const char *viewer)
{
    bool later = false;

    for (size_t i = report->first; i && viewer; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == stage && !v->resolution && !v->superseded && strcmp(rv_board_text(board, v->reviewer), viewer) == 0)
            later = v->verdict == RV_VERDICT_LATER;
    }
    return later;
}

static rv_screen_status status_of(const rv_board *board, const rv_board_report *report, int stage, const char *viewer,
                                  rv_buf *reasons)
{
    rv_outcome o = rv_outcome_at(board, report, stage);
    const rv_vote *own = viewer ? rv_vote_of(board, report, stage, viewer) : NULL;
    const bool open = !viewer || !board->protocol->stages[stage].blind || voted_through(board, report, &o, stage);

    /* who has voted both ways, on records merged later, is told so at once, and only they are */
    if (own && o.outcome == RV_SCREEN_WAITING && rv_vote_split(board, report, stage, viewer))
        o.outcome = RV_SCREEN_CONFLICT;
    rv_outcome_reasons(board, report, stage, reasons);
    return (rv_screen_status){
        .report = report->id, .stage = board->protocol->stages[stage].id, .outcome = o.outcome,
        .votes = open ? o.votes : own != NULL, .verdict = own ? rv_verdicts[own->verdict] : "", .reason = o.reason, .reasons = rv_buf_str(reasons),
        .state = report->state < 0 ? "" : rv_report_states[report->state], .resolved = o.resolved,
        .postponed = !own && put_off(board, report, stage, viewer),
    };
}

rv_status rv_screen_each(rv_store *store, const rv_protocol *protocol, const char *viewer,
                         rv_status (*row)(void *user, const rv_screen_status *row, rv_error *err), void *user, rv_error *err)
{
    rv_buf reasons = RV_BUF_INIT;
    rv_board board;
    rv_status st;

    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < board.n_reports && st == RV_OK; i++)
        for (int stage = 0; stage < (int)protocol->n_stages && st == RV_OK; stage++) {
            const rv_screen_status s = status_of(&board, &board.reports[i], stage, viewer, &reasons);
            if ((st = rv_buf_check(&reasons, err)) == RV_OK)
                st = row(user, &s, err);
        }
    rv_buf_free(&reasons);
    rv_board_free(&board);
    return st;
}

rv_status rv_screen_count(rv_store *store, const rv_protocol *protocol, const char *stage_id, rv_screen_counts *counts,
                          rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    rv_board board;
    rv_status st;

    *counts = (rv_screen_counts){ 0 };
    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < board.n_reports; i++) {
        const rv_screen_outcome outcome = rv_outcome_at(&board, &board.reports[i], stage).outcome;
        counts->reports += outcome != RV_SCREEN_NOT_REACHED;
        counts->waiting += outcome == RV_SCREEN_WAITING;
        counts->conflicts += outcome == RV_SCREEN_CONFLICT;
        counts->included += outcome == RV_SCREEN_INCLUDED;
        counts->excluded += outcome == RV_SCREEN_EXCLUDED;
        counts->set_aside += outcome == RV_SCREEN_SET_ASIDE;
    }
    rv_board_free(&board);
    return RV_OK;
}

/* ---- Conflicts ---------------------------------------------------------------------------------------------------------- */

enum { VOTES_MAX = 64 };

typedef struct {
    const char *verdict, *reason, *note;
} shown;

/* By what is said, so that the order does not tell who said it. */
static int by_words(const void *a, const void *b)
{
    const shown *x = a, *y = b;
    int order = strcmp(x->verdict, y->verdict);

    if (!order)
        order = strcmp(x->reason, y->reason);
    return order ? order : strcmp(x->note, y->note);
}

static size_t gather(const rv_board *board, const rv_board_report *report, int stage, shown votes[VOTES_MAX])
{
    size_t n = 0;

    for (size_t i = report->first; i && n < VOTES_MAX; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == stage && !v->resolution && rv_vote_stands(v))
            votes[n++] = (shown){ rv_verdicts[v->verdict], rv_board_text(board, v->reason), rv_board_text(board, v->note) };
    }
    qsort(votes, n, sizeof *votes, by_words);
    return n;
}

static rv_status tell_conflict(const rv_board *board, const rv_board_report *report, int stage,
                               rv_status (*conflict)(void *user, const rv_conflict *conflict, rv_error *err), void *user, rv_error *err)
{
    shown votes[VOTES_MAX];
    const char *verdicts[VOTES_MAX], *reasons[VOTES_MAX], *notes[VOTES_MAX];
    rv_conflict c = { report->id, board->protocol->stages[stage].id, 0, verdicts, reasons, notes };

    if (rv_outcome_at(board, report, stage).outcome != RV_SCREEN_CONFLICT)
        return RV_OK;
    c.n_votes = gather(board, report, stage, votes);
    for (size_t k = 0; k < c.n_votes; k++) {
        verdicts[k] = votes[k].verdict;
        reasons[k] = votes[k].reason;
        notes[k] = votes[k].note;
    }
    return conflict(user, &c, err);
}

rv_status rv_screen_conflicts(rv_store *store, const rv_protocol *protocol, const char *stage_id,
                              rv_status (*conflict)(void *user, const rv_conflict *conflict, rv_error *err), void *user,
                              rv_error *err)
{
    const int only = stage_id ? rv_stage_index(protocol, stage_id) : -1;
    rv_board board;
    rv_status st;

    if (stage_id && only < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < board.n_reports && st == RV_OK; i++)
        for (int stage = 0; stage < (int)protocol->n_stages && st == RV_OK; stage++)
            if (only < 0 || stage == only)
                st = tell_conflict(&board, &board.reports[i], stage, conflict, user, err);
    rv_board_free(&board);
    return st;
}

rv_status rv_screen_conflict(rv_store *store, const rv_protocol *protocol, const char *stage_id, int64_t record,
                             rv_status (*conflict)(void *user, const rv_conflict *conflict, rv_error *err), void *user, rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    const rv_board_report *report;
    rv_board board;
    int64_t id;
    rv_status st;

    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if ((st = rv_record_report(store, record, &id, err)) != RV_OK || (st = rv_board_load(&board, store, protocol, id, err)) != RV_OK)
        return st;
    if ((report = rv_board_find(&board, id)))
        st = tell_conflict(&board, report, stage, conflict, user, err);
    rv_board_free(&board);
    return st;
}

/* ---- Standing decisions -------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_board *board;
    const rv_vote  *vote;
} standing;

static int by_person(const void *a, const void *b)
{
    const standing *x = a, *y = b;
    int order;

    if (x->vote->stage != y->vote->stage)
        return x->vote->stage < y->vote->stage ? -1 : 1;
    order = strcmp(rv_board_text(x->board, x->vote->reviewer), rv_board_text(y->board, y->vote->reviewer));
    if (order)
        return order;
    if (x->vote->resolution != y->vote->resolution)
        return x->vote->resolution ? 1 : -1;
    return x->vote->id < y->vote->id ? -1 : x->vote->id > y->vote->id;
}

static bool may_see(const rv_board *board, const rv_board_report *report, const rv_vote *v, const char *viewer)
{
    return !board->protocol->stages[v->stage].blind || decided(rv_outcome_at(board, report, v->stage).outcome)
           || (viewer && strcmp(rv_board_text(board, v->reviewer), viewer) == 0);
}

static rv_status tell_report(const rv_board *board, const rv_board_report *report, const char *viewer,
                             rv_status (*row)(void *user, const rv_standing_decision *row, rv_error *err), void *user, rv_error *err)
{
    standing seen[VOTES_MAX];
    size_t n = 0;
    rv_status st = RV_OK;

    for (size_t i = report->first; i && n < VOTES_MAX; i = board->votes[i].next)
        if (rv_vote_stands(&board->votes[i]) && may_see(board, report, &board->votes[i], viewer))
            seen[n++] = (standing){ board, &board->votes[i] };
    if (n)
        qsort(seen, n, sizeof *seen, by_person);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        const rv_vote *v = seen[i].vote;
        st = row(user, &(rv_standing_decision){ v->record, board->protocol->stages[v->stage].id, rv_board_text(board, v->reviewer),
                                                v->resolution ? "resolution" : "vote", rv_verdicts[v->verdict],
                                                rv_board_text(board, v->reason), rv_board_text(board, v->note),
                                                rv_board_text(board, v->at) }, err);
    }
    return st;
}

rv_status rv_screen_decisions(rv_store *store, const rv_protocol *protocol, const char *viewer,
                              rv_status (*row)(void *user, const rv_standing_decision *row, rv_error *err), void *user,
                              rv_error *err)
{
    rv_board board;
    rv_status st;

    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < board.n_reports && st == RV_OK; i++)
        st = tell_report(&board, &board.reports[i], viewer, row, user, err);
    rv_board_free(&board);
    return st;
}

/* ---- One report ----------------------------------------------------------------------------------------------------------- */

rv_status rv_screen_report(rv_store *store, const rv_protocol *protocol, int64_t report, const char *viewer,
                           rv_status (*row)(void *user, const rv_screen_status *row, rv_error *err),
                           rv_status (*decision)(void *user, const rv_standing_decision *row, rv_error *err), void *user, rv_error *err)
{
    rv_buf reasons = RV_BUF_INIT;
    const rv_board_report *r;
    int64_t name = 0;
    rv_board board;
    rv_status st;

    if ((st = rv_record_report(store, report, &name, err)) != RV_OK || (st = rv_board_load(&board, store, protocol, report, err)) != RV_OK)
        return st;
    if (!(r = rv_board_find(&board, report)) || name != report)
        st = rv_fail(err, RV_ENOTFOUND, "there is no report %lld", (long long)report);
    for (int stage = 0; stage < (int)protocol->n_stages && row && st == RV_OK; stage++) {
        const rv_screen_status s = status_of(&board, r, stage, viewer, &reasons);
        if ((st = rv_buf_check(&reasons, err)) == RV_OK)
            st = row(user, &s, err);
    }
    if (st == RV_OK && decision)
        st = tell_report(&board, r, viewer, decision, user, err);
    rv_buf_free(&reasons);
    rv_board_free(&board);
    return st;
}
