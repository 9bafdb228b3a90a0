/* The order of screening at a stage, as one person may know it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

typedef struct {
    int64_t     report, id;
    const char *at;
    bool        relevant, decided, random;
} first_vote;

static int by_time(const void *a, const void *b)
{
    const first_vote *x = a, *y = b;
    const int order = strcmp(x->at, y->at);

    return order ? order : x->id < y->id ? -1 : x->id > y->id;
}

static bool at_random(const rv_vote *vote)
{
    const char *served = vote->served >= 0 ? rv_served_words[vote->served] : "";

    return strcmp(served, "random") == 0 || strcmp(served, "calibration") == 0;
}

/* The first vote on a report that the viewer may know of; false when there is none. */
static bool first(const rv_board *board, const rv_board_report *report, int stage, const rv_outcome *o, const char *viewer,
                  first_vote *out)
{
    const rv_vote *own = viewer ? rv_vote_of(board, report, stage, viewer) : NULL;
    bool found = false;

    *out = (first_vote){ .report = report->id, .decided = o->outcome == RV_SCREEN_INCLUDED || o->outcome == RV_SCREEN_EXCLUDED };
    if (!out->decided && !own)
        return false;
    out->relevant = out->decided ? o->outcome == RV_SCREEN_INCLUDED : own->verdict != RV_VERDICT_EXCLUDE;
    for (size_t i = report->first; i; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        const first_vote this = { report->id, v->id, rv_board_text(board, v->at), out->relevant, out->decided, at_random(v) };
        if (v->stage != stage || v->resolution || v->verdict == RV_VERDICT_NONE || v->verdict == RV_VERDICT_LATER
            || (!out->decided && strcmp(rv_board_text(board, v->reviewer), viewer) != 0))
            continue;
        if (!found || by_time(&this, out) < 0)
            *out = this;
        found = true;
    }
    return found;
}

static rv_status fill(rv_screen_order *out, const rv_board *board, int stage, const char *viewer, rv_error *err)
{
    first_vote *votes = malloc((board->n_reports + 1) * sizeof *votes);
    bool *relevant = calloc(board->n_reports + 1, sizeof *relevant), *random = calloc(board->n_reports + 1, sizeof *random);
    size_t n = 0;

    out->reports = calloc(board->n_reports + 1, sizeof *out->reports);
    out->order.relevant = relevant;
    out->order.random = random;
    if (!votes || !relevant || !random || !out->reports) {
        free(votes);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    for (size_t i = 0; i < board->n_reports; i++) {
        const rv_outcome o = rv_outcome_at(board, &board->reports[i], stage);
        if (o.outcome == RV_SCREEN_NOT_REACHED)
            continue;
        out->order.total++;
        n += first(board, &board->reports[i], stage, &o, viewer, &votes[n]);
    }
    if (n)
        qsort(votes, n, sizeof *votes, by_time);
    for (size_t i = 0; i < n; i++) {
        relevant[i] = votes[i].relevant;
        random[i] = votes[i].random;
        out->reports[i] = votes[i].report;
        out->undecided += !votes[i].decided;
    }
    out->order.screened = n;
    free(votes);
    return RV_OK;
}

rv_status rv_screen_order_load(rv_screen_order *out, rv_store *store, const rv_protocol *protocol, const char *stage_id,
                               const char *viewer, rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    rv_board board;
    rv_status st;

    *out = (rv_screen_order){ 0 };
    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    st = fill(out, &board, stage, viewer, err);
    rv_board_free(&board);
    if (st != RV_OK)
        rv_screen_order_free(out);
    return st;
}

void rv_screen_order_free(rv_screen_order *order)
{
    free((bool *)order->order.relevant);
    free((bool *)order->order.random);
    free(order->reports);
    *order = (rv_screen_order){ 0 };
}
