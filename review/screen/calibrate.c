/* Calibration rounds: a random sample that everybody reads, blind, to talk about afterwards. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/numer.h"

#include "screen/board.h"

enum { PEOPLE_MAX = 64, ROWS_MAX = 5000 };    /* ROWS_MAX: of the one act of a round, so that the write lock is short */

RV_STATEMENT(calibration_names, "SELECT DISTINCT how FROM assignment WHERE stage = ?1 AND how LIKE 'calibration%' ORDER BY how");

typedef struct {
    const char *names[PEOPLE_MAX];
    size_t      n;
} crowd;

static rv_status everybody(const rv_team *team, crowd *people, rv_error *err)
{
    if (!team->n)
        return rv_fail(err, RV_EINVAL, "the review names no people; say who calibrates");
    for (size_t i = 0; i < team->n; i++) {
        if (rv_team_may(team, team->members[i].name, RV_MAY_SCREEN, NULL) != RV_OK)
            continue;
        if (people->n == PEOPLE_MAX)
            return rv_fail(err, RV_EINVAL, "more than %d people may screen; say who calibrates", PEOPLE_MAX);
        people->names[people->n++] = team->members[i].name;
    }
    return RV_OK;
}

static rv_status named(const rv_team *team, const char *const *reviewers, size_t n, crowd *people, rv_error *err)
{
    rv_status st = RV_OK;

    if (n > PEOPLE_MAX)
        return rv_fail(err, RV_EINVAL, "%zu people; a calibration round is of at most %d", n, PEOPLE_MAX);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        if (rv_text_missing(reviewers[i]))
            return rv_fail(err, RV_EINVAL, "reviewer %zu has no name", i + 1);
        for (size_t j = 0; j < i; j++)
            if (strcmp(reviewers[i], reviewers[j]) == 0)
                return rv_fail(err, RV_EINVAL, "%s is named twice", reviewers[i]);
        st = rv_team_may(team, reviewers[i], RV_MAY_SCREEN, err);
        people->names[people->n++] = reviewers[i];
    }
    return st;
}

static rv_status last_round(rv_store *store, const char *stage, int *round, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &calibration_names, err, "t", stage);

    *round = 0;
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const int n = rv_round_of(rv_query_text(q, 0));
        *round = n > *round ? n : *round;
    }
    rv_query_end(q);
    return st;
}

static int by_id(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* Draws `size` of the reports that wait at the stage, that nobody has voted on and that no round has. */
static rv_status draw(const rv_board *board, const rv_gifts *gifts, int stage, size_t size, uint64_t seed, int64_t *sample, rv_error *err)
{
    rv_random *random = NULL;
    size_t n = 0;
    rv_status st = rv_random_open(&random, seed, err);

    for (size_t i = 0; i < board->n_reports && st == RV_OK; i++) {
        const rv_outcome o = rv_outcome_at(board, &board->reports[i], stage);
        if (o.outcome == RV_SCREEN_WAITING && !o.votes && !rv_gifts_round(gifts, board, board->reports[i].id, stage))
            sample[n++] = board->reports[i].id;
    }
    if (st == RV_OK && n < size)
        st = rv_fail(err, RV_EINVAL, "%zu reports wait at %s without any vote or round; a round of %zu cannot be drawn", n,
                     board->protocol->stages[stage].id, size);
    if (st == RV_OK) {
        rv_random_shuffle(random, sample, n, sizeof *sample);
        qsort(sample, size, sizeof *sample, by_id);
    }
    rv_random_free(random);
    return st;
}

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    const char        *who;
    int                stage;
    size_t             size;
    const char *const *reviewers;
    size_t             n;
    uint64_t           seed;
    rv_board           board;
    rv_gifts           gifts;
    crowd              people;
    int64_t           *sample;
} plan;

static void unplan(plan *p)
{
    rv_gifts_free(&p->gifts);
    rv_board_free(&p->board);
    free(p->sample);
    p->sample = NULL;
}

static rv_status prepare(plan *p, rv_error *err)
{
    const rv_team *team = &p->board.team;
    rv_status st;

    unplan(p);
    p->people.n = 0;
    if ((st = rv_board_load(&p->board, p->store, p->protocol, 0, err)) != RV_OK
        || (st = rv_team_may(team, p->who, RV_MAY_LEAD, err)) != RV_OK
        || (st = p->n ? named(team, p->reviewers, p->n, &p->people, err) : everybody(team, &p->people, err)) != RV_OK)
        return st;
    if (p->people.n < 2)
        return rv_fail(err, RV_EINVAL, "a calibration round needs two people or more");
    if (p->size * p->people.n > ROWS_MAX)
        return rv_fail(err, RV_EINVAL, "%zu reports for %zu people are too many for a calibration round; at most %zu", p->size,
                       p->people.n, ROWS_MAX / p->people.n);
    if (!(p->sample = malloc((p->board.n_reports + 1) * sizeof *p->sample)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_gifts_load(&p->gifts, p->store, &p->board, p->stage, err)) == RV_OK)
        st = draw(&p->board, &p->gifts, p->stage, p->size, p->seed, p->sample, err);
    return st;
}

static rv_status write(const plan *p, rv_event *event, int *round, rv_error *err)
{
    const char *stage = p->protocol->stages[p->stage].id;
    char how[32], seed[24];
    rv_status st = last_round(p->store, stage, round, err);

    snprintf(how, sizeof how, "calibration %d", ++*round);
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)p->seed);
    if (st == RV_OK)
        st = rv_event_say(event, "seed", seed, err);
    for (size_t i = 0; i < p->size && st == RV_OK; i++)
        for (size_t k = 0; k < p->people.n && st == RV_OK; k++)
            st = rv_assignment_add(event, p->sample[i], stage, p->people.names[k], true, how, err);
    return st;
}

rv_status rv_screen_calibrate(rv_store *store, const rv_protocol *protocol, const char *who, const char *stage, size_t size,
                              const char *const *reviewers, size_t n, uint64_t seed, int *round, char hex[RV_DIGEST_HEX], rv_error *err)
{
    plan p = { store, protocol, who, rv_stage_index(protocol, stage), size, reviewers, n, seed, { .texts = RV_BUF_INIT }, { 0 }, { { 0 }, 0 }, NULL };
    rv_event *event = NULL;
    bool stale;
    rv_status st;

    *round = 0;
    if (p.stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage);
    if (!size || size > ROWS_MAX)
        return rv_fail(err, RV_EINVAL, "a calibration round of %zu reports; 20 to 50 are usual", size);
    if ((st = prepare(&p, err)) == RV_OK && (st = rv_event_begin(&event, store, "assignment.calibrate", who, false, err)) == RV_OK
        && (st = rv_board_stale(&p.board, store, &stale, err)) == RV_OK && stale)
        st = prepare(&p, err);
    if (st == RV_OK)
        st = write(&p, event, round, err);
    unplan(&p);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    *round = 0;
    return st;
}

/* ---- What came of it ------------------------------------------------------------------------------------------------------- */

/* A report in a round, with its people. */
typedef struct {
    int             round;
    const rv_given *given;
    size_t          n;
} sheet;

typedef struct {
    rv_board board;
    rv_gifts gifts;
    sheet   *sheets;
    size_t   n;
} rounds;

static int by_round(const void *a, const void *b)
{
    const sheet *x = a, *y = b;

    if (x->round != y->round)
        return x->round < y->round ? -1 : 1;
    return x->given->report < y->given->report ? -1 : x->given->report > y->given->report;
}

static void free_rounds(rounds *all)
{
    rv_gifts_free(&all->gifts);
    rv_board_free(&all->board);
    free(all->sheets);
}

static rv_status load_rounds(rounds *all, rv_store *store, const rv_protocol *protocol, int stage, rv_error *err)
{
    rv_status st;

    if ((st = rv_board_load(&all->board, store, protocol, 0, err)) != RV_OK
        || (st = rv_gifts_load(&all->gifts, store, &all->board, stage, err)) != RV_OK)
        return st;
    if (!(all->sheets = malloc((all->gifts.n + 1) * sizeof *all->sheets)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < all->gifts.n;) {
        sheet s = { .given = &all->gifts.items[i] };
        s.round = rv_gifts_round(&all->gifts, &all->board, s.given->report, stage);
        rv_gifts_of(&all->gifts, s.given->report, stage, &s.n);
        i += s.n;
        if (s.round)
            all->sheets[all->n++] = s;
    }
    qsort(all->sheets, all->n, sizeof *all->sheets, by_round);
    return RV_OK;
}

/* True when everybody in the round who can still vote has; also when a third person has settled it. */
static bool complete(const rounds *all, const sheet *s, const rv_board_report *report)
{
    const rv_outcome o = rv_outcome_votes(&all->board, report, s->given->stage);

    for (size_t i = 0; i < s->n; i++)
        if (!s->given[i].idle && !rv_vote_of(&all->board, report, s->given->stage, rv_board_text(&all->board, s->given[i].reviewer)))
            return o.resolved;
    return o.resolved || o.votes >= rv_board_needed(&all->board, report, s->given->stage);
}

static int by_reviewer(const void *a, const void *b, void *texts)
{
    const rv_vote *const *x = a, *const *y = b;

    return strcmp(rv_board_text(texts, (*x)->reviewer), rv_board_text(texts, (*y)->reviewer));
}

/* The newest vote of each person, by name. */
static size_t gather(rv_board *board, const rv_board_report *report, int stage, const rv_vote *votes[PEOPLE_MAX])
{
    size_t n = 0;

    for (size_t i = report->first; i && n < PEOPLE_MAX; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == stage && !v->resolution && rv_vote_stands(v)
            && rv_vote_of(board, report, stage, rv_board_text(board, v->reviewer)) == v)
            votes[n++] = v;
    }
    qsort_r(votes, n, sizeof *votes, by_reviewer, board);
    return n;
}

static rv_status tell(rounds *all, const sheet *s, const char *viewer,
                      rv_status (*row)(void *user, const rv_calibration *row, rv_error *err), void *user, rv_error *err)
{
    const char *reviewers[PEOPLE_MAX], *verdicts[PEOPLE_MAX], *reasons[PEOPLE_MAX], *notes[PEOPLE_MAX];
    const rv_board_report *report = rv_board_find(&all->board, s->given->report);
    const int stage = s->given->stage;
    const rv_vote *votes[PEOPLE_MAX];
    rv_calibration c = { s->round, report->id, 0, rv_board_needed(&all->board, report, stage), 0, reviewers, verdicts, reasons, notes };

    if (complete(all, s, report)) {
        c.n_seen = gather(&all->board, report, stage, votes);
        c.votes = (int)c.n_seen;
    } else {
        c.votes = viewer && rv_vote_of(&all->board, report, stage, viewer);
    }
    for (size_t i = 0; i < c.n_seen; i++) {
        reviewers[i] = rv_board_text(&all->board, votes[i]->reviewer);
        verdicts[i] = rv_verdicts[votes[i]->verdict];
        reasons[i] = rv_board_text(&all->board, votes[i]->reason);
        notes[i] = rv_board_text(&all->board, votes[i]->note);
    }
    return row(user, &c, err);
}

rv_status rv_screen_calibrations(rv_store *store, const rv_protocol *protocol, const char *stage_id, const char *viewer,
                                 rv_status (*row)(void *user, const rv_calibration *row, rv_error *err), void *user, rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    rounds all = { .board = { .texts = RV_BUF_INIT } };
    rv_status st;

    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    st = load_rounds(&all, store, protocol, stage, err);
    for (size_t i = 0; i < all.n && st == RV_OK; i++)
        st = tell(&all, &all.sheets[i], viewer, row, user, err);
    free_rounds(&all);
    return st;
}
