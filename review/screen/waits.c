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

/* One report that waits for votes, as it looks to one person without a vote on it. */
static void count(rv_waits *w, const rv_board *board, const rv_gifts *gifts, const rv_board_report *r, int stage, int votes, int lacking)
{
    const bool own = rv_gifts_has(gifts, board, r, stage, w->reviewer);

    w->given += own;
    w->common += !own && lacking;
    w->begun += (own || lacking) && votes;
}

static void look(rv_waits *w, const rv_board *board, const rv_gifts *gifts, int stage)
{
    const bool settles = rv_team_may(&board->team, w->reviewer, RV_MAY_ADJUDICATE, NULL) == RV_OK;

    for (size_t i = 0; i < board->n_reports; i++) {
        const rv_board_report *r = &board->reports[i];
        const rv_outcome o = rv_outcome_at(board, r, stage);
        if (o.outcome == RV_SCREEN_CONFLICT)
            w->conflicts += settles && !rv_vote_of(board, r, stage, w->reviewer);
        else if (o.outcome == RV_SCREEN_WAITING && !rv_vote_of(board, r, stage, w->reviewer))
            count(w, board, gifts, r, stage, o.votes, rv_gifts_lack(gifts, board, r, stage));
    }
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
        for (size_t k = 0; k < people.n && (only < 0 || stage == only) && st == RV_OK; k++) {
            rv_waits w = { .stage = protocol->stages[stage].id, .reviewer = people.names[k] };
            look(&w, &board, &gifts, stage);
            st = row(user, &w, err);
        }
    free(people.names);
    rv_gifts_free(&gifts);
    rv_board_free(&board);
    return st;
}
