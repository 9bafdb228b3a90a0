/* Decisions that an amended protocol puts in question. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

enum { VOTES_MAX = 64 };

/* What differs between two versions; the texts are static, but for the id, which is a version's. */
typedef struct {
    rv_protocol_change *items;
    size_t              n, capacity;
    bool                made;
} changes;

typedef struct {
    int          version;
    rv_protocol *plan;
    changes      step;            /* to the version after it */
    changes      all;             /* to the newest one; made when it is asked for */
} edition;

typedef struct {
    const rv_board *board;
    edition *editions;            /* by version */
    size_t   n_editions;
    int64_t  n_events, n_decisions;
    uint32_t *newest;             /* of each event, from 1: the newest edition at or before it, from 1; 0 for none */
    int64_t *event;               /* of each decision, from 1 */
    const char *viewer;
    rv_status (*row)(void *user, const rv_reconsidered *row, rv_error *err);
    void    *user;
} work;

RV_STATEMENT(reconsider_protocols, "SELECT event, version, xml FROM protocol ORDER BY version, id");
RV_STATEMENT(reconsider_parents, "SELECT event, parent FROM event_parent ORDER BY event, ordinal");
RV_STATEMENT(reconsider_events, "SELECT max(id) FROM event");
RV_STATEMENT(reconsider_last, "SELECT max(id) FROM decision");
RV_STATEMENT(reconsider_decisions, "SELECT id, event FROM decision ORDER BY id");

/* ---- The versions, and which one a decision was made under ------------------------------------------------------------------ */

static rv_status load_edition(work *w, rv_query *q, rv_error *err)
{
    const char *xml = rv_query_text(q, 2);
    const int64_t event = rv_query_int(q, 0);
    edition *more = realloc(w->editions, (w->n_editions + 1) * sizeof *more);
    char name[64];
    rv_status st;

    if (!more)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->editions = more;
    more[w->n_editions] = (edition){ .version = (int)rv_query_int(q, 1) };
    snprintf(name, sizeof name, "protocol, version %d", more[w->n_editions].version);
    if ((st = rv_protocol_parse(&more[w->n_editions].plan, name, xml ? xml : "", xml ? strlen(xml) : 0, err)) != RV_OK)
        return st;
    w->n_editions++;
    if (event > 0 && event <= w->n_events)
        w->newest[event] = (uint32_t)w->n_editions;
    return RV_OK;
}

/* The version that came last before an event, in the trail: what two people did apart has not seen the other's amendment, whatever the
   clock says. Parents stand before their children. */
static rv_status take_parent(work *w, rv_query *q, rv_error *err)
{
    const int64_t event = rv_query_int(q, 0), parent = rv_query_int(q, 1);

    (void)err;
    if (event > 0 && event <= w->n_events && parent > 0 && parent < event && w->newest[parent] > w->newest[event])
        w->newest[event] = w->newest[parent];
    return RV_OK;
}

static rv_status take_decision(work *w, rv_query *q, rv_error *err)
{
    (void)err;
    if (rv_query_int(q, 0) <= w->n_decisions)
        w->event[rv_query_int(q, 0)] = rv_query_int(q, 1);
    return RV_OK;
}

static rv_status each(work *w, rv_store *store, const rv_statement *statement, rv_status (*take)(work *w, rv_query *q, rv_error *err),
                      rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, statement, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = take(w, q, err);
    rv_query_end(q);
    return st;
}

static rv_status load(work *w, rv_store *store, rv_error *err)
{
    rv_status st;

    if ((st = rv_store_int(store, &reconsider_events, &w->n_events, NULL, err, "")) != RV_OK
        || (st = rv_store_int(store, &reconsider_last, &w->n_decisions, NULL, err, "")) != RV_OK)
        return st;
    w->newest = calloc((size_t)w->n_events + 1, sizeof *w->newest);
    w->event = calloc((size_t)w->n_decisions + 1, sizeof *w->event);
    if (!w->newest || !w->event)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = each(w, store, &reconsider_protocols, load_edition, err)) == RV_OK
        && (st = each(w, store, &reconsider_parents, take_parent, err)) == RV_OK)
        st = each(w, store, &reconsider_decisions, take_decision, err);
    return st;
}

static void unload(work *w)
{
    for (size_t i = 0; i < w->n_editions; i++) {
        rv_protocol_free(w->editions[i].plan);
        free(w->editions[i].step.items);
        free(w->editions[i].all.items);
    }
    free(w->editions);
    free(w->newest);
    free(w->event);
}

/* ---- What changed --------------------------------------------------------------------------------------------------------- */

static rv_status keep_change(void *user, const rv_protocol_change *change, rv_error *err)
{
    changes *c = user;

    if (c->n == c->capacity) {
        const size_t capacity = c->capacity ? c->capacity * 2 : 16;
        rv_protocol_change *more = realloc(c->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        c->items = more;
        c->capacity = capacity;
    }
    c->items[c->n++] = *change;
    return RV_OK;
}

static rv_status compare(const work *w, size_t from, size_t to, changes *into, rv_error *err)
{
    if (into->made)
        return RV_OK;
    into->made = true;
    return rv_protocol_compare(w->editions[from].plan, w->editions[to].plan, keep_change, into, err);
}

/* The last version after `from` that changed the thing: what was changed and changed back is none. */
static rv_status changed_in(const work *w, size_t from, const rv_protocol_change *change, int *version, rv_error *err)
{
    rv_status st = RV_OK;

    *version = w->editions[w->n_editions - 1].version;
    for (size_t i = w->n_editions - 1; i-- > from;) {
        changes *step = &w->editions[i].step;
        if ((st = compare(w, i, i + 1, step, err)) != RV_OK)
            break;
        for (size_t k = 0; k < step->n; k++)
            if (strcmp(step->items[k].part, change->part) == 0 && strcmp(step->items[k].id, change->id) == 0) {
                *version = w->editions[i + 1].version;
                return RV_OK;
            }
    }
    return st;
}

static bool names(const char *reasons, const char *id)
{
    const size_t n = strlen(id);

    for (; *reasons; reasons += strcspn(reasons, " "), reasons += strspn(reasons, " "))
        if (strcspn(reasons, " ") == n && memcmp(reasons, id, n) == 0)
            return true;
    return false;
}

static int reviewers_at(const rv_protocol *plan, const char *stage)
{
    const rv_stage *s = rv_protocol_stage(plan, stage);

    return s ? s->reviewers : 0;
}

/* Whether a change asks for a decision to be looked at again. */
static bool bears(const work *w, size_t from, const rv_board_report *report, const rv_vote *v, const rv_protocol_change *change)
{
    const rv_board *board = w->board;
    const char *stage = board->protocol->stages[v->stage].id;
    const bool added = strcmp(change->change, "added") == 0, removed = strcmp(change->change, "removed") == 0;

    if (strcmp(change->part, "criterion") == 0)
        return added ? v->verdict == RV_VERDICT_INCLUDE : removed ? v->verdict == RV_VERDICT_EXCLUDE : true;
    if (strcmp(change->part, "question") == 0)
        return strcmp(change->id, "title") != 0;
    if (strcmp(change->part, "reason") == 0)
        return !added && v->verdict == RV_VERDICT_EXCLUDE && names(rv_board_text(board, v->reason), change->id);
    return strcmp(change->part, "stage") == 0 && strcmp(change->id, stage) == 0 && !added && !removed
           && reviewers_at(w->editions[from].plan, stage) < board->protocol->stages[v->stage].reviewers
           && rv_outcome_votes(board, report, v->stage).votes < rv_board_needed(board, report, v->stage);
}

/* ---- Telling ---------------------------------------------------------------------------------------------------------------- */

static rv_status tell(work *w, const rv_board_report *report, const rv_vote *v, rv_error *err)
{
    const int64_t event = v->id > 0 && v->id <= w->n_decisions ? w->event[v->id] : 0;
    const size_t made = event > 0 && event <= w->n_events ? w->newest[event] : 0;
    edition *from;
    rv_status st = RV_OK;

    if (!made || made == w->n_editions)
        return RV_OK;
    from = &w->editions[made - 1];
    if ((st = compare(w, made - 1, w->n_editions - 1, &from->all, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < from->all.n && st == RV_OK; i++) {
        const rv_protocol_change *c = &from->all.items[i];
        rv_reconsidered told = { .report = report->id, .stage = w->board->protocol->stages[v->stage].id,
                                 .reviewer = rv_board_text(w->board, v->reviewer), .verdict = rv_verdicts[v->verdict],
                                 .reason = rv_board_text(w->board, v->reason), .part = c->part, .id = c->id, .change = c->change,
                                 .again = c->again, .from = from->version };
        if (bears(w, made - 1, report, v, c) && (st = changed_in(w, made - 1, c, &told.to, err)) == RV_OK)
            st = w->row(w->user, &told, err);
    }
    return st;
}

static int by_person(const void *a, const void *b, void *texts)
{
    const rv_vote *x = *(const rv_vote *const *)a, *y = *(const rv_vote *const *)b;
    const int order = strcmp(rv_board_text(texts, x->reviewer), rv_board_text(texts, y->reviewer));

    return order ? order : x->id < y->id ? -1 : x->id > y->id;
}

/* The decisions that count at a stage: votes, or what resolved them. */
static rv_status tell_stage(work *w, const rv_board_report *report, int stage, rv_error *err)
{
    const rv_board *board = w->board;
    const rv_outcome o = rv_outcome_at(board, report, stage);
    const bool open = !board->protocol->stages[stage].blind || o.outcome == RV_SCREEN_INCLUDED || o.outcome == RV_SCREEN_EXCLUDED;
    const rv_vote *seen[VOTES_MAX];
    size_t n = 0;
    rv_status st = RV_OK;

    for (size_t i = report->first; i && n < VOTES_MAX; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == stage && rv_vote_stands(v) && v->verdict != RV_VERDICT_LATER && v->resolution == o.resolved
            && (open || (w->viewer && strcmp(rv_board_text(board, v->reviewer), w->viewer) == 0)))
            seen[n++] = v;
    }
    if (n)
        qsort_r(seen, n, sizeof *seen, by_person, (void *)board);
    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = tell(w, report, seen[i], err);
    return st;
}

rv_status rv_screen_reconsider(rv_store *store, const rv_protocol *protocol, const char *viewer,
                               rv_status (*row)(void *user, const rv_reconsidered *row, rv_error *err), void *user, rv_error *err)
{
    rv_board board;
    work w = { .board = &board, .viewer = viewer, .row = row, .user = user };
    rv_status st;

    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    st = load(&w, store, err);
    for (size_t i = 0; i < board.n_reports && st == RV_OK && w.n_editions > 1; i++)
        for (int stage = 0; stage < (int)protocol->n_stages && st == RV_OK; stage++)
            st = tell_stage(&w, &board.reports[i], stage, err);
    unload(&w);
    rv_board_free(&board);
    return st;
}
