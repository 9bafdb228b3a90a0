/* Votes and resolutions: checked on a board, then written as one act. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

static const char *where(rv_screen_outcome outcome)
{
    return outcome == RV_SCREEN_EXCLUDED ? "it is excluded" : outcome == RV_SCREEN_CONFLICT ? "its conflict is not resolved"
           : "it is not decided";
}

static rv_status check_reached(const rv_board *board, const rv_board_report *report, int stage, rv_error *err)
{
    for (int before = 0; before < stage; before++) {
        const rv_outcome o = rv_outcome_votes(board, report, before);
        if (o.outcome != RV_SCREEN_INCLUDED)
            return rv_fail(err, RV_EINVAL, "report %lld has not reached %s: at %s %s", (long long)report->id,
                           board->protocol->stages[stage].id, board->protocol->stages[before].id, where(o.outcome));
    }
    return RV_OK;
}

static rv_status check_resolution(const rv_board *board, const rv_board_report *report, int stage, const rv_decision *d,
                                  rv_verdict verdict, rv_error *err)
{
    const rv_outcome o = rv_outcome_votes(board, report, stage);

    if (verdict == RV_VERDICT_UNSURE || verdict == RV_VERDICT_LATER)
        return rv_fail(err, RV_EINVAL, "a conflict is resolved by include or exclude, not by '%s'", rv_verdicts[verdict]);
    if (rv_vote_of(board, report, stage, d->reviewer))
        return rv_fail(err, RV_EINVAL, "%s has voted on report %lld at %s; a conflict is resolved by another person", d->reviewer,
                       (long long)report->id, d->stage);
    if (o.outcome != RV_SCREEN_CONFLICT && !o.resolved)
        return rv_fail(err, RV_EINVAL, "there is no conflict on report %lld at %s", (long long)report->id, d->stage);
    return RV_OK;
}

/* Marks what the decision supersedes and adds it to the board: one row for each row superseded, on that row's record, so that a
   merge taken back later leaves the change of mind on both. */
static rv_status put(rv_board *board, rv_board_report *report, int stage, const rv_decision *d, const char *reasons, bool resolution,
                     rv_verdict verdict, rv_error *err)
{
    rv_vote vote = { .record = d->record, .stage = stage, .resolution = resolution, .verdict = verdict };
    const size_t last = report->last;
    bool added = false;
    rv_status st = RV_OK;

    vote.reviewer = rv_board_keep(board, d->reviewer);
    vote.reason = rv_board_keep(board, reasons);
    vote.first_reason = rv_board_first_reason(board, vote.reason);
    vote.served = d->served ? rv_word_index(rv_served_words, d->served) : -1;
    vote.note = rv_board_keep(board, d->note);
    for (size_t i = report->first; i && st == RV_OK; i = i == last ? 0 : board->votes[i].next) {
        rv_vote *old = &board->votes[i];
        /* a resolution supersedes whoever resolved before */
        if (old->superseded || old->stage != stage || old->resolution != resolution
            || (!resolution && strcmp(rv_board_text(board, old->reviewer), d->reviewer) != 0))
            continue;
        if (!old->id)
            return rv_fail(err, RV_EINVAL, "%s decides twice on report %lld at %s", d->reviewer, (long long)report->id, d->stage);
        old->superseded = true;
        vote.record = old->record;
        vote.at = (size_t)old->id;               /* until written: what it supersedes */
        st = rv_board_add(board, report, &vote, err);
        added = true;
    }
    vote.record = d->record;
    vote.at = 0;
    if (!added && verdict == RV_VERDICT_NONE)
        return rv_fail(err, RV_EINVAL, "%s has decided nothing on report %lld at %s that could be taken back", d->reviewer,
                       (long long)report->id, d->stage);
    return st != RV_OK || added ? st : rv_board_add(board, report, &vote, err);
}

static rv_status take(rv_board *board, const rv_decision *d, bool resolution, rv_error *err)
{
    rv_board_report *report = rv_board_find(board, d->record);
    const int stage = rv_stage_index(board->protocol, d->stage), verdict = rv_word_index(rv_verdicts, d->verdict);
    rv_buf reasons = RV_BUF_INIT;
    rv_status st;

    if (!report || stage < 0)
        return rv_fail(err, RV_ENOMEM, "out of memory");       /* its fault was found, but could not be kept */
    if (verdict < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a verdict; there are include, exclude, unsure, none, later", d->verdict);
    if (rv_text_missing(d->reviewer))
        return rv_fail(err, RV_EINVAL, "a decision needs its reviewer");
    if (d->served && rv_word_index(rv_served_words, d->served) < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is no way in which a report comes up", d->served);
    if ((st = rv_reasons_take(board->protocol, d->stage, (rv_verdict)verdict, d->reason, &reasons, err)) == RV_OK
        && (!resolution || (st = check_resolution(board, report, stage, d, (rv_verdict)verdict, err)) == RV_OK))
        st = put(board, report, stage, d, rv_buf_str(&reasons), resolution, (rv_verdict)verdict, err);
    rv_buf_free(&reasons);
    return st;
}

static rv_status write_one(rv_event *event, const rv_board *board, const rv_vote *v, rv_error *err)
{
    const char *reason = rv_board_text(board, v->reason), *note = rv_board_text(board, v->note);
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", v->record),
        RV_CELL_OF_TEXT("stage", board->protocol->stages[v->stage].id),
        RV_CELL_OF_TEXT("reviewer", rv_board_text(board, v->reviewer)),
        RV_CELL_OF_TEXT("role", v->resolution ? "resolution" : "vote"),
        RV_CELL_OF_TEXT("verdict", rv_verdicts[v->verdict]),
        RV_CELL_OF_TEXT("reason", *reason ? reason : NULL),
        RV_CELL_OF_TEXT("note", *note ? note : NULL),
        v->at ? RV_CELL_OF_INT("supersedes", (int64_t)v->at) : RV_CELL_OF_NULL("supersedes"),
        RV_CELL_OF_TEXT("served", v->served < 0 ? NULL : rv_served_words[v->served]),
    };

    return rv_event_add(event, "decision", cells, sizeof cells / sizeof *cells, NULL, err);
}

/* Refuses a decision on what is not there, or on a stage that the report has not reached by what was decided before this act: were
   the act's own votes to count, a file that is refused in the end would tell what another voted. */
static rv_status check_place(const rv_board *board, const rv_decision *d, rv_error *err)
{
    const rv_board_report *report = rv_board_find(board, d->record);
    const int stage = rv_stage_index(board->protocol, d->stage);

    if (!report)
        return rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)d->record);
    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol; the first is %s", d->stage,
                       board->protocol->n_stages ? board->protocol->stages[0].id : "missing");
    return check_reached(board, report, stage, err);
}

/* What is wrong with the place of each decision, NULL where nothing is; the caller frees. */
static rv_error **place_faults(const rv_board *board, const rv_decisions *all)
{
    rv_error **faults = calloc(all->n, sizeof *faults), fault;

    for (size_t i = 0; faults && i < all->n; i++)
        if (check_place(board, &all->items[i], &fault) != RV_OK && (faults[i] = malloc(sizeof fault)) != NULL)
            *faults[i] = fault;
    return faults;
}

/* Takes each decision onto the board, in order; tells every fault, returns the first. */
static rv_status take_all(rv_board *board, const rv_decisions *all, rv_decision_fault fault, void *user, rv_error *err)
{
    rv_error **places = place_faults(board, all), one;
    rv_status st = RV_OK, first = RV_OK;

    if (!places)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < all->n && st != RV_ENOMEM && (first == RV_OK || fault); i++) {
        if (places[i]) {
            one = *places[i];
            st = one.code;
        } else {
            st = take(board, &all->items[i], all->resolution, &one);
        }
        if (st == RV_OK)
            continue;
        if (fault)
            fault(user, i, &one);
        if (first == RV_OK && err)
            *err = one;
        if (first == RV_OK)
            first = st;
    }
    for (size_t i = 0; i < all->n; i++)
        free(places[i]);
    free(places);
    return first;
}

void rv_decisions_check(rv_board *board, const rv_decisions *all, rv_decision_fault fault, void *user)
{
    (void)take_all(board, all, fault, user, NULL);
}

static rv_status write_all(rv_event *event, const rv_board *board, size_t from, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = from + 1; i <= board->n_votes && st == RV_OK; i++)
        st = write_one(event, board, &board->votes[i], err);
    return st;
}

/* One decision is checked under the write lock, on its report alone. Many are checked before it on the whole board, and again
   under it only when somebody else was quicker, so that the lock is short and nobody waits for ever. */
rv_status rv_decisions_act(rv_store *store, const rv_protocol *protocol, const char *who, const rv_decisions *all,
                           rv_decision_fault fault, void *user, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_board board = { .texts = RV_BUF_INIT };
    const rv_team *team = NULL;
    rv_event *event = NULL;
    int64_t report = 0;
    size_t from = 0;
    bool stale = true;
    rv_status st = RV_OK;

    if (!all->n)
        return rv_fail(err, RV_EINVAL, "there is no decision");
    if (all->n > 1 && (st = rv_board_load(&board, store, protocol, 0, err)) == RV_OK
        && (st = rv_decisions_allowed(&board.team, who, all, err)) == RV_OK) {
        from = board.n_votes;
        st = take_all(&board, all, fault, user, err);
    }
    if (st == RV_OK
        && (st = rv_event_begin(&event, store, all->resolution ? "decision.resolve" : "decision.vote", who, true, err)) == RV_OK
        && (all->n == 1 || (st = rv_board_stale(&board, store, &stale, err)) == RV_OK) && stale) {
        rv_board_free(&board);
        if ((!all->team || (st = all->team(all->along_user, &team, err)) == RV_OK)
            && (all->n > 1 || (st = rv_record_report(store, all->items[0].record, &report, err)) == RV_OK)
            && (st = rv_board_load_with(&board, store, protocol, report, team, err)) == RV_OK
            && (st = rv_decisions_allowed(&board.team, who, all, err)) == RV_OK) {
            from = board.n_votes;
            st = take_all(&board, all, fault, user, err);
        }
    }
    if (st == RV_OK && all->along)
        st = all->along(all->along_user, err);
    if (st == RV_OK)
        st = write_all(event, &board, from, err);
    if (st == RV_OK && all->facts)
        st = all->facts(all->facts_user, event, err);
    rv_board_free(&board);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

static void number(void *user, size_t i, const rv_error *fault)
{
    rv_error *first = user;

    if (first->code == RV_OK)
        rv_fail(first, fault->code, "decision %zu: %s", i + 1, fault->message);
}

static rv_status decide(rv_store *store, const rv_protocol *protocol, const char *who, const rv_decision *decisions, size_t n,
                        bool resolution, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_decisions all = { .items = decisions, .n = n, .resolution = resolution };
    rv_error first = { .code = RV_OK };
    rv_status st = rv_decisions_act(store, protocol, who, &all, n > 1 ? number : NULL, &first, hex, err);

    if (st != RV_OK && first.code != RV_OK && err)
        *err = first;
    return st;
}

rv_status rv_screen_vote(rv_store *store, const rv_protocol *protocol, const char *who, const rv_decision *votes, size_t n,
                         char hex[RV_DIGEST_HEX], rv_error *err)
{
    return decide(store, protocol, who, votes, n, false, hex, err);
}

rv_status rv_screen_resolve(rv_store *store, const rv_protocol *protocol, const char *who, const rv_decision *decisions, size_t n,
                            char hex[RV_DIGEST_HEX], rv_error *err)
{
    return decide(store, protocol, who, decisions, n, true, hex, err);
}
