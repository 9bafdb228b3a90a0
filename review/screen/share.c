/* Giving out what waits, by lot and in proportion. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/numer.h"

#include "screen/board.h"

enum { SHARES_MAX = 64, PIECE = 1000 };       /* PIECE: rows of one act, so that the write lock is short */

/* A report that lacks people. */
typedef struct {
    int64_t  report;
    uint64_t able;                /* bit j: the person of share j has not voted and has it not */
    int      lacking, spare;      /* spare: people to choose from beyond those it lacks */
    size_t   lot;
} slot;

typedef struct {
    int64_t report;
    size_t  person;
} gift;

typedef struct {
    const rv_share *shares;
    size_t          n;
    slot           *slots;
    size_t          n_slots;
    gift           *gifts;
    size_t          n_gifts;
    int64_t         left[SHARES_MAX];         /* of each quota; below 0 when others were not free */
} lottery;

static int bits(uint64_t mask)
{
    int n = 0;

    for (; mask; mask &= mask - 1)
        n++;
    return n;
}

static rv_status find_slots(lottery *l, rv_board *board, const rv_gifts *gifts, int stage, rv_error *err)
{
    if (!(l->slots = malloc((board->n_reports + 1) * sizeof *l->slots)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < board->n_reports; i++) {
        const rv_board_report *r = &board->reports[i];
        slot s = { .report = r->id, .lacking = rv_gifts_lack(gifts, board, r, stage) };
        if (!s.lacking || rv_outcome_at(board, r, stage).outcome != RV_SCREEN_WAITING)
            continue;
        for (size_t j = 0; j < l->n; j++)
            if (!rv_vote_of(board, r, stage, l->shares[j].reviewer) && !rv_gifts_has(gifts, board, r, stage, l->shares[j].reviewer))
                s.able |= (uint64_t)1 << j;
        if (s.lacking > bits(s.able))
            s.lacking = bits(s.able);
        s.spare = bits(s.able) - s.lacking;
        if (s.lacking)
            l->slots[l->n_slots++] = s;
    }
    return RV_OK;
}

/*
 * How many each person is to get, w_j the shares and T all that is given: T w_j / sum w, but no more than there are reports for them,
 * what is over going to the others likewise; whole numbers by largest remainders, the first of equals first.
 */
static void set_quotas(lottery *l)
{
    double exact[SHARES_MAX], rest = 0, weights = 0;
    int64_t caps[SHARES_MAX] = { 0 }, total = 0;
    bool full[SHARES_MAX] = { false }, again = true;

    for (size_t i = 0; i < l->n_slots; i++) {
        total += l->slots[i].lacking;
        for (size_t j = 0; j < l->n; j++)
            caps[j] += (l->slots[i].able >> j) & 1;
    }
    rest = (double)total;
    while (again) {
        again = false;
        weights = 0;
        for (size_t j = 0; j < l->n; j++)
            weights += full[j] ? 0 : l->shares[j].share;
        for (size_t j = 0; j < l->n && !again; j++)
            if (!full[j] && l->shares[j].share / weights * rest > (double)caps[j]) {
                full[j] = again = true;
                exact[j] = (double)caps[j];
                rest -= exact[j];
            }
    }
    for (size_t j = 0; j < l->n; j++) {
        if (!full[j])
            exact[j] = l->shares[j].share / weights * rest;
        l->left[j] = (int64_t)floor(exact[j]);
        total -= l->left[j];
    }
    for (; total > 0; total--) {
        size_t most = 0;
        for (size_t j = 1; j < l->n; j++)
            if (exact[j] - (double)l->left[j] > exact[most] - (double)l->left[most])
                most = j;
        l->left[most]++;
    }
}

/* Those with little choice first, so that the others can make up for it; among equals the lot decides. */
static int by_choice(const void *a, const void *b)
{
    const slot *x = a, *y = b;

    if (x->spare != y->spare)
        return x->spare < y->spare ? -1 : 1;
    return x->lot < y->lot ? -1 : x->lot > y->lot;
}

static int by_report(const void *a, const void *b)
{
    const gift *x = a, *y = b;

    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

/* Of those able, who has most left of their quota; among equals the lot decides. Taking these for every report fills all quotas
   whenever that is possible at all where everybody is able (Ryser 1957, Canad J Math 9:371-377). */
static size_t choose(const lottery *l, uint64_t able, rv_random *random)
{
    size_t best = SHARES_MAX;
    uint64_t ties = 0;

    for (size_t j = 0; j < l->n; j++) {
        if (!((able >> j) & 1) || (best < SHARES_MAX && l->left[j] < l->left[best]))
            continue;
        if (best == SHARES_MAX || l->left[j] > l->left[best])
            ties = 0;
        if (best == SHARES_MAX || l->left[j] > l->left[best] || rv_random_below(random, ++ties + 1) == 0)
            best = j;
    }
    return best;
}

static rv_status draw(lottery *l, uint64_t seed, rv_error *err)
{
    rv_random *random = NULL;
    size_t total = 0;
    rv_status st = rv_random_open(&random, seed, err);

    for (size_t i = 0; i < l->n_slots; i++)
        total += (size_t)l->slots[i].lacking;
    if (st == RV_OK && !(l->gifts = malloc((total + 1) * sizeof *l->gifts)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && l->n_slots) {
        rv_random_shuffle(random, l->slots, l->n_slots, sizeof *l->slots);
        for (size_t i = 0; i < l->n_slots; i++)
            l->slots[i].lot = i;
        qsort(l->slots, l->n_slots, sizeof *l->slots, by_choice);
        set_quotas(l);
        for (size_t i = 0; i < l->n_slots; i++)
            for (int k = 0; k < l->slots[i].lacking; k++) {
                const size_t j = choose(l, l->slots[i].able, random);
                l->slots[i].able &= ~((uint64_t)1 << j);
                l->left[j]--;
                l->gifts[l->n_gifts++] = (gift){ l->slots[i].report, j };
            }
        qsort(l->gifts, l->n_gifts, sizeof *l->gifts, by_report);
    }
    rv_random_free(random);
    return st;
}

static rv_status check(const rv_team *team, const char *who, const rv_share *shares, size_t n, rv_error *err)
{
    rv_status st = rv_team_may(team, who, RV_MAY_LEAD, err);

    if (st == RV_OK && (!n || n > SHARES_MAX))
        st = rv_fail(err, RV_EINVAL, "work is shared among 1 to %d people, not %zu", SHARES_MAX, n);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        if (rv_text_missing(shares[i].reviewer))
            return rv_fail(err, RV_EINVAL, "share %zu has no reviewer", i + 1);
        if (!(isfinite(shares[i].share) && shares[i].share > 0))
            return rv_fail(err, RV_EINVAL, "the share of %s is %g; it must be above 0", shares[i].reviewer, shares[i].share);
        for (size_t j = 0; j < i; j++)
            if (strcmp(shares[i].reviewer, shares[j].reviewer) == 0)
                return rv_fail(err, RV_EINVAL, "%s is named twice", shares[i].reviewer);
        st = rv_team_may(team, shares[i].reviewer, RV_MAY_SCREEN, err);
    }
    return st;
}

/* One act; `*at` goes on with what it wrote. */
static rv_status write_piece(const lottery *l, rv_store *store, const char *who, const char *stage, const char *seed, size_t *at,
                             char hex[RV_DIGEST_HEX], rv_error *err)
{
    const size_t end = l->n_gifts - *at > PIECE ? *at + PIECE : l->n_gifts;
    rv_event *event = NULL;
    rv_status st = rv_event_begin(&event, store, "assignment.share", who, false, err);

    if (st == RV_OK && (st = rv_person_may(store, who, RV_MAY_LEAD, err)) == RV_OK)
        st = rv_event_say(event, "seed", seed, err);
    for (; st == RV_OK && *at < end; (*at)++)
        st = rv_assignment_add(event, l->gifts[*at].report, stage, l->shares[l->gifts[*at].person].reviewer, true, "share", err);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_screen_share(rv_store *store, const rv_protocol *protocol, const char *who, const char *stage_id, rv_share *shares, size_t n,
                          uint64_t seed, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    lottery l = { .shares = shares, .n = n };
    rv_gifts gifts = { 0 };
    rv_board board;
    char said[24];
    rv_status st;

    if (hex)
        hex[0] = '\0';
    for (size_t i = 0; i < n; i++)
        shares[i].given = 0;
    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    snprintf(said, sizeof said, "%llu", (unsigned long long)seed);
    if ((st = check(&board.team, who, shares, n, err)) == RV_OK && (st = rv_gifts_load(&gifts, store, &board, stage, err)) == RV_OK
        && (st = find_slots(&l, &board, &gifts, stage, err)) == RV_OK)
        st = draw(&l, seed, err);
    for (size_t at = 0; st == RV_OK && at < l.n_gifts;) {
        const size_t from = at;
        st = write_piece(&l, store, who, stage_id, said, &at, hex, err);
        for (size_t i = from; st == RV_OK && i < at; i++)
            shares[l.gifts[i].person].given++;
    }
    free(l.slots);
    free(l.gifts);
    rv_gifts_free(&gifts);
    rv_board_free(&board);
    return st;
}
