/* What awaits whom. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

typedef struct {
    const char **names;
    size_t       n, capacity;
} roll;

static rv_status enrol(roll *people, const char *name, rv_error *err)
{
    const size_t capacity = people->capacity ? people->capacity * 2 : 16;
    const char **more;

    for (size_t i = 0; i < people->n; i++)
        if (strcmp(people->names[i], name) == 0)
            return RV_OK;
    if (people->n == people->capacity) {
        if (!(more = realloc(people->names, capacity * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        people->names = more;
        people->capacity = capacity;
    }
    people->names[people->n++] = name;
    return RV_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The people of the review who may screen; where it names none, all who have voted or have been given anything. */
static rv_status call_roll(roll *people, const rv_board *board, const rv_gifts *gifts, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < board->team.n && st == RV_OK; i++)
        if (rv_team_may(&board->team, board->team.members[i].name, RV_MAY_SCREEN, NULL) == RV_OK)
            st = enrol(people, board->team.members[i].name, err);
    for (size_t i = 1; !board->team.n && i <= board->n_votes && st == RV_OK; i++)
        if (rv_vote_stands(&board->votes[i]))
            st = enrol(people, rv_board_text(board, board->votes[i].reviewer), err);
    for (size_t i = 0; !board->team.n && i < gifts->n && st == RV_OK; i++)
        st = enrol(people, rv_board_text(board, gifts->items[i].reviewer), err);
    if (people->n)
        qsort(people->names, people->n, sizeof *people->names, by_name);
    return st;
}

/* The people who have to do with one report at a stage: who voted, who was given it. Places in the roll, each once. */
typedef struct {
    size_t *places, n;
    bool   *in;                       /* by place */
} related;

static void relate(related *who, const roll *people, const char *name)
{
    const char **found = people->n ? bsearch(&name, people->names, people->n, sizeof *people->names, by_name) : NULL;
    const size_t place = found ? (size_t)(found - people->names) : 0;

    if (found && !who->in[place]) {
        who->in[place] = true;
        who->places[who->n++] = place;
    }
}

static void find_related(related *who, const roll *people, const rv_board *board, const rv_gifts *gifts, const rv_board_report *r, int stage)
{
    const rv_given *given;
    size_t n = 0;

    while (who->n)
        who->in[who->places[--who->n]] = false;
    for (size_t i = r->first; i; i = board->votes[i].next)
        if (board->votes[i].stage == stage)
            relate(who, people, rv_board_text(board, board->votes[i].reviewer));
    given = rv_gifts_of(gifts, r->id, stage, &n);
    for (size_t i = 0; i < n; i++)
        relate(who, people, rv_board_text(board, given[i].reviewer));
}

/* One report, as it looks to whoever has nothing to do with it (`all`), and how it looks otherwise to those who have. */
static void count(rv_waits *all, rv_waits *each, related *who, const roll *people, const rv_board *board, const rv_gifts *gifts,
                  const rv_board_report *r, int stage)
{
    const rv_outcome o = rv_outcome_at(board, r, stage);
    const bool waits = o.outcome == RV_SCREEN_WAITING, conflict = o.outcome == RV_SCREEN_CONFLICT;
    const bool lacks = waits && rv_gifts_lack(gifts, board, r, stage), begun = o.votes > 0;

    if (!waits && !conflict)
        return;
    all->conflicts += conflict;
    all->common += lacks;
    all->begun += lacks && begun;
    find_related(who, people, board, gifts, r, stage);
    for (size_t i = 0; i < who->n; i++) {
        rv_waits *w = &each[who->places[i]];
        const char *name = people->names[who->places[i]];
        const bool voted = rv_vote_of(board, r, stage, name) != NULL;
        const bool own = !voted && rv_gifts_has(gifts, board, r, stage, name);

        w->conflicts -= conflict && voted;
        if (!waits || (!voted && !own))
            continue;
        w->given += own;
        w->common -= lacks;
        w->begun += (own && begun) - (lacks && begun);
    }
}

/* O(reports + votes + gifts + people), each report being looked at once. */
static rv_status tell_stage(const roll *people, const rv_board *board, const rv_gifts *gifts, int stage,
                            rv_status (*row)(void *user, const rv_waits *row, rv_error *err), void *user, rv_error *err)
{
    rv_waits all = { 0 }, *each = calloc(people->n + 1, sizeof *each);
    related who = { .places = calloc(people->n + 1, sizeof *who.places), .in = calloc(people->n + 1, sizeof *who.in) };
    rv_status st = each && who.places && who.in ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < board->n_reports && st == RV_OK; i++)
        count(&all, each, &who, people, board, gifts, &board->reports[i], stage);
    for (size_t k = 0; k < people->n && st == RV_OK; k++) {
        rv_waits w = { .stage = board->protocol->stages[stage].id, .reviewer = people->names[k] };
        const bool settles = rv_team_may(&board->team, w.reviewer, RV_MAY_ADJUDICATE, NULL) == RV_OK;

        w.given = each[k].given;
        w.common = all.common + each[k].common;
        w.begun = all.begun + each[k].begun;
        w.conflicts = settles ? all.conflicts + each[k].conflicts : 0;
        st = row(user, &w, err);
    }
    free(who.places);
    free(who.in);
    free(each);
    return st;
}

rv_status rv_screen_waits(rv_store *store, const rv_protocol *protocol, const char *stage_id,
                          rv_status (*row)(void *user, const rv_waits *row, rv_error *err), void *user, rv_error *err)
{
    const int only = stage_id ? rv_stage_index(protocol, stage_id) : -1;
    rv_gifts gifts = { 0 };
    rv_board board;
    roll people = { 0 };
    rv_status st;

    if (stage_id && only < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    if ((st = rv_gifts_load(&gifts, store, &board, -1, err)) == RV_OK)
        st = call_roll(&people, &board, &gifts, err);
    for (int stage = 0; stage < (int)protocol->n_stages && st == RV_OK; stage++)
        if (only < 0 || stage == only)
            st = tell_stage(&people, &board, &gifts, stage, row, user, err);
    free(people.names);
    rv_gifts_free(&gifts);
    rv_board_free(&board);
    return st;
}
