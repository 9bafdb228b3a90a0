/* Who takes part, in which role, and what that lets them do. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"
#include "screen/lease.h"

const char *const rv_roles[] = { "reader", "screener", "extractor", "adjudicator", "lead", NULL };

enum { SCREENER = 1, EXTRACTOR, ADJUDICATOR, LEAD };

RV_STATEMENT(person_all, "SELECT id, name, role, active FROM person ORDER BY id");

RV_STATEMENT(team_newest, "SELECT max(id) FROM person");

static int by_name(const void *key, const void *item)
{
    return strcmp(key, ((const rv_team_member *)item)->name);
}

static int in_order(const void *a, const void *b)
{
    const rv_team_member *x = a, *y = b;
    const int order = strcmp(x->name, y->name);

    return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static rv_status add_row(rv_team *team, size_t *room, const char *name, const char *role, bool active, rv_error *err)
{
    if (team->n == *room) {
        const size_t wider = *room ? *room * 2 : 16;
        rv_team_member *more = realloc(team->members, wider * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        team->members = more;
        *room = wider;
    }
    /* a role of a newer program: none, as a reader */
    team->members[team->n] = (rv_team_member){ strdup(name), rv_word_index(rv_roles, role), active, team->n };
    return team->members[team->n].name ? (team->n++, RV_OK) : rv_fail(err, RV_ENOMEM, "out of memory");
}

/* Leaves the newest row of each name. */
static void settle_names(rv_team *team)
{
    size_t kept = 0;

    if (team->n)
        qsort(team->members, team->n, sizeof *team->members, in_order);
    for (size_t i = 0; i < team->n; i++)
        if (i + 1 < team->n && strcmp(team->members[i].name, team->members[i + 1].name) == 0)
            free(team->members[i].name);
        else
            team->members[kept++] = team->members[i];
    team->n = kept;
}

static rv_status read_team(rv_team *team, rv_store *store, rv_error *err)
{
    rv_query *q = NULL;
    size_t room = 0;
    bool more;
    rv_status st = rv_query_start(&q, store, &person_all, err, "");

    *team = (rv_team){ 0 };
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        team->newest = rv_query_int(q, 0);
        st = add_row(team, &room, rv_query_text(q, 1), rv_query_text(q, 2), rv_query_int(q, 3) != 0, err);
    }
    rv_query_end(q);
    settle_names(team);
    return st;
}

/* Each record that is shown asks who may see it, and a thousand people are many to read each time. People are only added to, so that the
   newest row tells whether there are others. */
struct rv_team_kept {
    rv_team team;
    size_t  holders;                     /* the store, and each rv_team that was loaded: all of one thread */
};

static void let_go(void *thing)
{
    struct rv_team_kept *kept = thing;

    if (--kept->holders > 0)
        return;
    for (size_t i = 0; i < kept->team.n; i++)
        free(kept->team.members[i].name);
    free(kept->team.members);
    free(kept);
}

static rv_status make_kept(struct rv_team_kept **out, rv_store *store, rv_error *err)
{
    struct rv_team_kept *kept = calloc(1, sizeof *kept);
    rv_status st;

    if (!kept)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    kept->holders = 1;
    if ((st = read_team(&kept->team, store, err)) == RV_OK)
        st = rv_store_keep(store, "screen.team", kept, let_go, err);
    if (st != RV_OK)
        let_go(kept);
    *out = st == RV_OK ? kept : NULL;
    return st;
}

rv_status rv_team_load(rv_team *team, rv_store *store, rv_error *err)
{
    struct rv_team_kept *kept = rv_store_kept(store, "screen.team");
    int64_t newest = 0;
    rv_status st = rv_store_int(store, &team_newest, &newest, NULL, err, "");

    *team = (rv_team){ 0 };
    if (st == RV_OK && (!kept || kept->team.newest != newest))
        st = make_kept(&kept, store, err);
    if (st != RV_OK)
        return st;
    kept->holders++;
    *team = kept->team;
    team->kept = kept;
    return RV_OK;
}

void rv_team_free(rv_team *team)
{
    if (team->kept && !team->borrowed)
        let_go(team->kept);
    *team = (rv_team){ 0 };
}

const rv_team_member *rv_team_find(const rv_team *team, const char *name)
{
    return team->n ? bsearch(name, team->members, team->n, sizeof *team->members, by_name) : NULL;
}

rv_status rv_team_may(const rv_team *team, const char *name, rv_right right, rv_error *err)
{
    static const struct { int least; const char *what; } rights[] = {
        [RV_MAY_READ] = { 0, "reading is for the people of the review" },
        [RV_MAY_SCREEN] = { SCREENER, "screening is for a screener, extractor, adjudicator or lead" },
        [RV_MAY_EXTRACT] = { EXTRACTOR, "extracting is for an extractor, adjudicator or lead" },
        [RV_MAY_ADJUDICATE] = { ADJUDICATOR, "settling conflicts is for an adjudicator or lead" },
        [RV_MAY_LEAD] = { LEAD, "people and their work are for a lead" },
    };
    const rv_team_member *person = rv_team_find(team, name);

    if (!team->n)
        return RV_OK;
    if (!person)
        return rv_fail(err, RV_EINVAL, "%s is not of this review's people; a lead adds them", name);
    if (!person->active)
        return rv_fail(err, RV_EINVAL, "%s works no more in this review; what they decided stays, and a lead may add them again", name);
    if (right != RV_MAY_READ && person->role < rights[right].least)
        return rv_fail(err, RV_EINVAL, "%s is %s %s; %s", name, person->role == EXTRACTOR || person->role == ADJUDICATOR ? "an" : "a",
                       person->role < 0 ? rv_roles[0] : rv_roles[person->role], rights[right].what);
    return RV_OK;
}

rv_status rv_person_may(rv_store *store, const char *name, rv_right right, rv_error *err)
{
    rv_team team;
    rv_status st = rv_team_load(&team, store, err);

    if (st == RV_OK)
        st = rv_team_may(&team, name, right, err);
    rv_team_free(&team);
    return st;
}

rv_status rv_decisions_allowed(const rv_team *team, const char *who, const rv_decisions *all, rv_error *err)
{
    const char *last = NULL;
    rv_status st = RV_OK;

    for (size_t i = 0; team->n && i < all->n && st == RV_OK; i++) {
        const char *reviewer = all->items[i].reviewer;
        if (rv_text_missing(reviewer) || (last && strcmp(last, reviewer) == 0))
            continue;             /* a missing one is told with its row */
        last = reviewer;
        if (strcmp(reviewer, who) == 0)
            st = rv_team_may(team, who, all->resolution ? RV_MAY_ADJUDICATE : RV_MAY_SCREEN, err);
        else if ((st = rv_team_may(team, who, RV_MAY_LEAD, err)) != RV_OK)
            st = rv_within(err, st, "a decision of %s", reviewer);
        else if (!rv_team_find(team, reviewer))
            st = rv_fail(err, RV_EINVAL, "%s is not of this review's people; add them before what they decided", reviewer);
    }
    return st;
}

rv_status rv_people_each(rv_store *store, rv_status (*person)(void *user, const rv_person *person, rv_error *err), void *user,
                         rv_error *err)
{
    rv_team team;
    rv_status st = rv_team_load(&team, store, err);

    for (size_t i = 0; i < team.n && st == RV_OK; i++) {
        const rv_team_member *m = &team.members[i];
        st = person(user, &(rv_person){ m->name, m->role < 0 ? rv_roles[0] : rv_roles[m->role], m->active }, err);
    }
    rv_team_free(&team);
    return st;
}

/* ---- Changes ---------------------------------------------------------------------------------------------------------------- */

/* True when nobody else leads. */
static bool last_lead(const rv_team *team, const rv_team_member *person)
{
    if (!person || !person->active || person->role != LEAD)
        return false;
    for (size_t i = 0; i < team->n; i++)
        if (&team->members[i] != person && team->members[i].active && team->members[i].role == LEAD)
            return false;
    return true;
}

static rv_status check_set(const rv_team *team, const char *who, const char *name, int role, rv_error *err)
{
    rv_status st;

    if (!team->n && role != LEAD)
        return rv_fail(err, RV_EINVAL, "the first of a review's people is a lead; %s would be a %s whom nobody could change", name,
                       rv_roles[role]);
    if ((st = rv_team_may(team, who, RV_MAY_LEAD, err)) != RV_OK)
        return st;
    if (role != LEAD && last_lead(team, rv_team_find(team, name)))
        return rv_fail(err, RV_EINVAL, "%s is the last lead; make another one first", name);
    return RV_OK;
}

static rv_status add_person(rv_event *event, const char *name, const char *role, bool active, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", name), RV_CELL_OF_TEXT("role", role), RV_CELL_OF_INT("active", active) };

    return rv_event_add(event, "person", cells, 3, NULL, err);
}

rv_status rv_person_set(rv_store *store, const char *who, const char *name, const char *role, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const int index = rv_word_index(rv_roles, role);
    rv_event *event = NULL;
    rv_team team = { 0 };
    rv_status st;

    if (index < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a role; there are reader, screener, extractor, adjudicator, lead", role);
    if (rv_text_missing(name))
        return rv_fail(err, RV_EINVAL, "a person needs a name");
    if (name[0] == ' ' || name[strlen(name) - 1] == ' ' || strpbrk(name, "=,;\t\r\n"))
        return rv_fail(err, RV_EINVAL, "'%s' is not a name: no blanks at its ends, no equals sign, comma, semicolon or line end", name);
    if ((st = rv_event_begin(&event, store, "person.set", who, false, err)) != RV_OK)
        return st;
    if ((st = rv_team_load(&team, store, err)) == RV_OK && (st = check_set(&team, who, name, index, err)) == RV_OK)
        st = add_person(event, name, role, true, err);
    rv_team_free(&team);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

/* ---- The end of a person's work -------------------------------------------------------------------------------------------- */

enum { PIECE = 1000 };            /* rows of one act: the write lock is short */

typedef struct {
    rv_store       *store;
    const char     *who, *name, *heir;
    rv_person_end  *end;
    rv_board        board;
    rv_gifts        gifts;
    rv_event       *event;
    size_t          rows;
} leaving;

/* The person has it, has not voted on it, and it is not decided. */
static bool waits(const leaving *l, const rv_given *g)
{
    const rv_board_report *report = rv_board_find(&l->board, g->report);
    const rv_outcome o = rv_outcome_votes(&l->board, report, g->stage);

    return strcmp(rv_board_text(&l->board, g->reviewer), l->name) == 0 && o.outcome == RV_SCREEN_WAITING
           && !rv_vote_of(&l->board, report, g->stage, l->name);
}

static rv_status give_on(leaving *l, const rv_given *g, rv_error *err)
{
    const rv_board_report *report = rv_board_find(&l->board, g->report);
    const char *stage = l->board.protocol->stages[g->stage].id, *how = rv_board_text(&l->board, g->how);
    const bool on = l->heir && !rv_vote_of(&l->board, report, g->stage, l->heir)
                    && !rv_gifts_has(&l->gifts, &l->board, report, g->stage, l->heir);
    rv_status st = rv_assignment_add(l->event, g->record, stage, l->name, false, how, err);

    if (st == RV_OK && on)
        st = rv_assignment_add(l->event, g->record, stage, l->heir, true, how, err);
    l->end->given_on += on;
    l->end->given_back += !on;
    l->rows += on ? 2 : 1;
    return st;
}

/* Writes from `*at` on, as far as one act goes. */
static rv_status give_piece(leaving *l, size_t *at, rv_error *err)
{
    rv_status st = RV_OK;

    l->rows = 0;
    for (; *at < l->gifts.n && l->rows < PIECE && st == RV_OK; (*at)++)
        if (waits(l, &l->gifts.items[*at]))
            st = give_on(l, &l->gifts.items[*at], err);
    return st;
}

static rv_status load(leaving *l, const rv_protocol *protocol, rv_error *err)
{
    rv_status st;

    rv_gifts_free(&l->gifts);
    rv_board_free(&l->board);
    if ((st = rv_board_load(&l->board, l->store, protocol, 0, err)) == RV_OK)
        st = rv_gifts_load(&l->gifts, l->store, &l->board, -1, err);
    return st;
}

static rv_status check_end(const leaving *l, rv_error *err)
{
    const rv_team *team = &l->board.team;
    const rv_team_member *person = rv_team_find(team, l->name);
    rv_status st;

    if ((st = rv_team_may(team, l->who, RV_MAY_LEAD, err)) != RV_OK)
        return st;
    if (!person)
        return rv_fail(err, RV_EINVAL, "%s is not of this review's people", l->name);
    if (last_lead(team, person))
        return rv_fail(err, RV_EINVAL, "%s is the last lead; make another one first", l->name);
    if (l->heir && strcmp(l->heir, l->name) == 0)
        return rv_fail(err, RV_EINVAL, "%s cannot take over from themselves", l->name);
    return l->heir ? rv_team_may(team, l->heir, RV_MAY_SCREEN, err) : RV_OK;
}

/* Counts what stays, and what nobody who is left could finish. */
static void sum_up(leaving *l)
{
    const rv_board *b = &l->board;

    for (size_t i = 0; i < b->n_reports; i++)
        for (int stage = 0; stage < (int)b->protocol->n_stages; stage++) {
            const rv_outcome o = rv_outcome_votes(b, &b->reports[i], stage);
            int able = 0;
            l->end->decisions += rv_vote_of(b, &b->reports[i], stage, l->name) != NULL;
            for (size_t k = 0; k < b->team.n; k++)
                able += strcmp(b->team.members[k].name, l->name) != 0
                        && rv_team_may(&b->team, b->team.members[k].name, RV_MAY_SCREEN, NULL) == RV_OK
                        && !rv_vote_of(b, &b->reports[i], stage, b->team.members[k].name);
            l->end->short_of += rv_outcome_at(b, &b->reports[i], stage).outcome == RV_SCREEN_WAITING
                                && o.votes + able < b->protocol->stages[stage].reviewers;
        }
}

static rv_status first_act(leaving *l, const rv_protocol *protocol, size_t *at, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_team_member *person;
    bool stale;
    rv_status st = rv_event_begin(&l->event, l->store, "person.deactivate", l->who, false, err);

    if (st == RV_OK && (st = rv_board_stale(&l->board, l->store, &stale, err)) == RV_OK && stale)
        st = load(l, protocol, err);
    if (st == RV_OK && (st = check_end(l, err)) == RV_OK) {
        person = rv_team_find(&l->board.team, l->name);
        st = add_person(l->event, l->name, rv_roles[person->role < 0 ? 0 : person->role], false, err);
    }
    if (st == RV_OK && (st = rv_leases_end(l->store, l->name, err)) == RV_OK
        && (st = give_piece(l, at, err)) == RV_OK)
        return rv_event_commit(l->event, hex, err);
    rv_event_abandon(l->event);
    return st;
}

static rv_status next_act(leaving *l, size_t *at, rv_error *err)
{
    rv_status st = rv_event_begin(&l->event, l->store, "assignment.give", l->who, false, err);

    if (st == RV_OK && (st = give_piece(l, at, err)) == RV_OK && l->rows)
        return rv_event_commit(l->event, NULL, err);
    rv_event_abandon(l->event);
    return st;
}

rv_status rv_person_deactivate(rv_store *store, const rv_protocol *protocol, const char *who, const char *name, const char *heir,
                               rv_person_end *end, char hex[RV_DIGEST_HEX], rv_error *err)
{
    leaving l = { .store = store, .who = who, .name = name, .heir = heir, .end = end, .board = { .texts = RV_BUF_INIT } };
    size_t at = 0;
    rv_status st;

    *end = (rv_person_end){ 0 };
    if ((st = load(&l, protocol, err)) == RV_OK && (st = check_end(&l, err)) == RV_OK
        && (st = first_act(&l, protocol, &at, hex, err)) == RV_OK) {
        while (st == RV_OK && at < l.gifts.n)
            st = next_act(&l, &at, err);
        sum_up(&l);
    }
    rv_gifts_free(&l.gifts);
    rv_board_free(&l.board);
    return st;
}
