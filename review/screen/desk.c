/* A person's desk: what waits for whom, kept up to date report by report. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"

const char *const rv_desk_modes[] = { "order", "ranked", "uncertain", "random", NULL };

/* ---- Where a report stands for the person ---------------------------------------------------------------------------------- */

const rv_vote *rv_desk_later(const rv_desk *desk, const rv_board_report *report)
{
    const rv_vote *found = NULL;

    for (size_t i = report->first; i; i = desk->board.votes[i].next) {
        const rv_vote *v = &desk->board.votes[i];
        if (v->stage == desk->stage && !v->resolution && !v->superseded && v->verdict == RV_VERDICT_LATER
            && strcmp(rv_board_text(&desk->board, v->reviewer), desk->reviewer) == 0)
            found = v;
    }
    return found;
}

static bool is_leased(const rv_leases *leases, const rv_board_report *report, const char *reviewer)
{
    for (size_t i = 0; leases && i < leases->n; i++)
        if (leases->items[i].report == report->id && strcmp(leases->texts.data + leases->items[i].reviewer, reviewer) == 0)
            return true;
    return false;
}

int rv_desk_taken(const rv_desk *desk, const rv_board_report *report, const rv_leases *leases)
{
    const rv_board *board = &desk->board;
    const bool own = rv_handed_to(&desk->given, report, desk->reviewer) != NULL;
    int n = rv_outcome_votes(board, report, desk->stage).votes - (rv_vote_of(board, report, desk->stage, desk->reviewer) != NULL);

    for (size_t i = 0; leases && i < leases->n; i++)
        n += leases->items[i].report == report->id
             && !rv_vote_of(board, report, desk->stage, leases->texts.data + leases->items[i].reviewer);
    for (size_t at = own ? 0 : desk->given.first[report - board->reports]; at; at = desk->given.people[at].next) {
        const rv_handed_person *p = &desk->given.people[at];
        const char *reviewer = rv_board_text(board, p->reviewer);
        n += p->given && strcmp(reviewer, desk->reviewer) != 0 && rv_team_may(&board->team, reviewer, RV_MAY_SCREEN, NULL) == RV_OK
             && !rv_vote_of(board, report, desk->stage, reviewer)
             && !is_leased(leases, report, reviewer);
    }
    return n;
}

/* Depends on how many voted, never on what they said while that is blind. */
static int class_of(const rv_desk *desk, const rv_board_report *report)
{
    const rv_outcome o = rv_outcome_at(&desk->board, report, desk->stage);
    const rv_handed_person *own;

    if (o.outcome == RV_SCREEN_NOT_REACHED || o.outcome == RV_SCREEN_SET_ASIDE)
        return -1;
    if (!o.resolved && rv_vote_split(&desk->board, report, desk->stage, desk->reviewer))
        return RV_DESK_AGAIN;
    if (o.outcome != RV_SCREEN_WAITING || rv_vote_of(&desk->board, report, desk->stage, desk->reviewer)
        || rv_desk_taken(desk, report, NULL) >= rv_board_needed(&desk->board, report, desk->stage))
        return -1;
    if (rv_desk_later(desk, report))
        return RV_DESK_LATER;
    if ((own = rv_handed_to(&desk->given, report, desk->reviewer)) != NULL)
        return own->calibration ? RV_DESK_CALIBRATION : o.votes ? RV_DESK_GIVEN_HALF : RV_DESK_GIVEN;
    return o.votes ? RV_DESK_HALF : RV_DESK_NEW;
}

/* What the person may learn from it. */
static signed char label_of(const rv_desk *desk, const rv_board_report *report)
{
    const rv_outcome o = rv_outcome_votes(&desk->board, report, desk->stage);
    const rv_vote *own;

    if (o.outcome == RV_SCREEN_INCLUDED || o.outcome == RV_SCREEN_EXCLUDED)
        return o.outcome == RV_SCREEN_INCLUDED;
    own = rv_vote_of(&desk->board, report, desk->stage, desk->reviewer);
    return own ? own->verdict != RV_VERDICT_EXCLUDE : -1;
}

static void look_at(rv_desk *desk, size_t i)
{
    const rv_board_report *report = &desk->board.reports[i];
    const bool voted = rv_vote_of(&desk->board, report, desk->stage, desk->reviewer) != NULL;
    const int class = class_of(desk, report);

    desk->decided += voted - desk->voted[i];
    desk->voted[i] = voted;
    desk->labels[i] = label_of(desk, report);
    rv_lineup_put(&desk->line, i, class);
    rv_lineup_put(&desk->lots, i, class >= RV_DESK_GIVEN_HALF && class <= RV_DESK_NEW ? 0 : -1);
}

/* ---- Loading, and news ------------------------------------------------------------------------------------------------------- */

static void unload(rv_desk *desk)
{
    desk->loaded = false;
    rv_handed_free(&desk->given);
    rv_lineup_free(&desk->line);
    rv_lineup_free(&desk->lots);
    rv_board_free(&desk->board);
    free(desk->ids);
    free(desk->labels);
    free(desk->voted);
    desk->ids = NULL;
    desk->labels = NULL;
    desk->voted = NULL;
    desk->decided = 0;
}

static rv_status load_view(rv_desk *desk, rv_error *err)
{
    size_t n;
    rv_status st;

    if ((st = rv_board_load(&desk->board, desk->store, desk->protocol, 0, err)) != RV_OK
        || (st = rv_team_may(&desk->board.team, desk->reviewer, RV_MAY_SCREEN, err)) != RV_OK
        || (desk->plan >= 0 && (st = rv_board_same_plan(desk->plan, desk->board.newest_protocol, err)) != RV_OK)
        || (st = rv_handed_make(&desk->given, &desk->board, err)) != RV_OK
        || (st = rv_handed_news(&desk->given, &desk->board, desk->store, desk->stage_id, err)) != RV_OK)
        return st;
    desk->plan = desk->board.newest_protocol;
    n = desk->board.n_reports;
    desk->ids = malloc((n + 1) * sizeof *desk->ids);
    desk->labels = malloc(n + 1);
    desk->voted = calloc(n + 1, sizeof *desk->voted);
    if (!desk->ids || !desk->labels || !desk->voted || n > UINT32_MAX)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_lineup_make(&desk->line, n, RV_DESK_CLASSES, err)) != RV_OK || (st = rv_lineup_make(&desk->lots, n, 1, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        desk->ids[i] = desk->board.reports[i].id;
        look_at(desk, i);
    }
    return rv_desk_order(desk, true, err);
}

static rv_status load(rv_desk *desk, rv_error *err)
{
    rv_status st;

    unload(desk);
    desk->n_changed = 0;
    desk->all_changed = false;
    if ((st = rv_store_read_begin(desk->store, err)) != RV_OK)
        return st;
    st = load_view(desk, err);
    rv_store_read_end(desk->store);
    if (st != RV_OK)
        unload(desk);
    else
        desk->loaded = true;
    return st;
}

static void note(void *user, rv_board_report *report)
{
    rv_desk *desk = user;

    if (desk->n_changed == desk->room_changed) {
        const size_t room = desk->room_changed ? desk->room_changed * 2 : 64;
        size_t *more = realloc(desk->changed, room * sizeof *more);
        if (!more) {
            desk->all_changed = true;
            return;
        }
        desk->changed = more;
        desk->room_changed = room;
    }
    desk->changed[desk->n_changed++] = (size_t)(report - desk->board.reports);
}

static void look_at_changed(rv_desk *desk)
{
    for (size_t i = 0; desk->all_changed && i < desk->board.n_reports; i++)
        look_at(desk, i);
    for (size_t i = 0; i < desk->n_changed; i++)
        look_at(desk, desk->changed[i]);
    desk->n_changed = 0;
    desk->all_changed = false;
}

rv_status rv_desk_news_inside(rv_desk *desk, bool *anew, rv_error *err)
{
    rv_status st;

    *anew = !desk->loaded;
    if (*anew)
        return RV_OK;
    if ((st = rv_board_news(&desk->board, desk->store, note, desk, anew, err)) == RV_OK && !*anew)
        st = rv_handed_news(&desk->given, &desk->board, desk->store, desk->stage_id, err);
    if (st != RV_OK || *anew)
        desk->loaded = false;             /* a part may have been taken */
    else
        look_at_changed(desk);
    return st;
}

rv_status rv_desk_news(rv_desk *desk, rv_error *err)
{
    bool anew;
    rv_status st = rv_store_read_begin(desk->store, err);

    if (st != RV_OK)
        return st;
    st = rv_desk_news_inside(desk, &anew, err);
    rv_store_read_end(desk->store);
    return st == RV_OK && anew ? load(desk, err) : st;
}

/* ---- Opening and closing ----------------------------------------------------------------------------------------------------- */

rv_status rv_desk_open(rv_desk **out, rv_store *store, const rv_protocol *protocol, const rv_desk_options *options, rv_error *err)
{
    rv_desk *desk;
    const int stage = rv_stage_index(protocol, options->stage);
    rv_status st;

    *out = NULL;
    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", options->stage);
    if (!options->reviewer || rv_text_missing(options->reviewer))
        return rv_fail(err, RV_EINVAL, "a desk needs its person");
    if (!(options->random_share >= 0 && options->random_share <= 1))
        return rv_fail(err, RV_EINVAL, "the random share is %g; it must be between 0 and 1", options->random_share);
    if (options->lease_seconds < 1)
        return rv_fail(err, RV_EINVAL, "a lease of %d seconds; it must be at least 1", options->lease_seconds);
    if (!(desk = calloc(1, sizeof *desk)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    desk->store = store;
    desk->protocol = protocol;
    desk->stage = stage;
    desk->plan = -1;
    desk->mode = options->mode;
    desk->random_share = options->random_share;
    desk->seed = options->seed;
    desk->lease_seconds = options->lease_seconds;
    desk->leases = (rv_leases)RV_LEASES_INIT;
    desk->reviewer = strdup(options->reviewer);
    desk->stage_id = strdup(options->stage);
    st = desk->reviewer && desk->stage_id ? load(desk, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK)
        *out = desk;
    else
        rv_desk_close(desk);
    return st;
}

/* Best effort: what is not given back runs out. */
static void give_back(rv_desk *desk)
{
    rv_status st;

    if (!desk->n_held || rv_store_work_begin(desk->store, NULL) != RV_OK)
        return;
    st = RV_OK;
    for (size_t i = 0; i < desk->n_held && st == RV_OK; i++)
        st = rv_lease_drop(desk->store, desk->stage_id, desk->held[i].report, desk->reviewer, NULL);
    st = rv_store_work_end(desk->store, st == RV_OK, NULL);
    (void)st;
}

void rv_desk_close(rv_desk *desk)
{
    if (!desk)
        return;
    give_back(desk);
    unload(desk);
    for (size_t i = 0; i < desk->n_done; i++) {
        free(desk->done[i].verdict);
        free(desk->done[i].reason);
        free(desk->done[i].note);
    }
    rv_leases_free(&desk->leases);
    free(desk->changed);
    free(desk->rank_ids);
    free(desk->rank_scores);
    free(desk->held);
    free(desk->done);
    free(desk->reviewer);
    free(desk->stage_id);
    free(desk);
}

void rv_desk_progress_get(const rv_desk *desk, rv_desk_progress *progress)
{
    *progress = (rv_desk_progress){ .decided = desk->decided, .session = desk->session };
    if (!desk->loaded)
        return;
    for (int class = 0; class < RV_DESK_CLASSES; class++)
        progress->waiting += (int64_t)desk->line.count[class];
    progress->postponed = (int64_t)desk->line.count[RV_DESK_LATER];
}

rv_status rv_desk_labels(rv_desk *desk, const int64_t **ids, const signed char **labels, size_t *n, rv_error *err)
{
    rv_status st = RV_OK;

    *n = 0;
    if (!desk->loaded && (st = rv_desk_news(desk, err)) != RV_OK)
        return st;
    *ids = desk->ids;
    *labels = desk->labels;
    *n = desk->board.n_reports;
    return st;
}
