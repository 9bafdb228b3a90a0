/* Reports and votes in memory: loaded once, then asked. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

const char *const rv_verdicts[] = { "include", "exclude", "unsure", "none", "later", NULL };
const char *const rv_served_words[] = { "order", "ranked", "uncertain", "random", "given", "calibration", NULL };
const char *const rv_report_states[] = { "sought", "retrieved", "unobtainable", "awaiting", "ongoing", NULL };

RV_STATEMENT(report_all,
    "SELECT r.id FROM record r JOIN file f ON f.id = r.file LEFT JOIN report_member m ON m.record = r.id"
    " WHERE m.report IS NULL OR m.report = r.id ORDER BY r.id");
RV_STATEMENT(report_members_all, "SELECT record, report FROM report_member ORDER BY record");
RV_STATEMENT(report_members_of, "SELECT record, report FROM report_member WHERE report = ?1 ORDER BY record");
RV_STATEMENT(record_visible, "SELECT r.id FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1");
RV_STATEMENT(decision_all,
    "SELECT d.id, d.record, d.stage, d.reviewer, d.role, d.verdict, d.reason, d.note, d.supersedes, e.at, d.served"
    " FROM decision d JOIN event e ON e.id = d.event ORDER BY d.id");
RV_STATEMENT(decision_of_record,
    "SELECT d.id, d.record, d.stage, d.reviewer, d.role, d.verdict, d.reason, d.note, d.supersedes, e.at, d.served"
    " FROM decision d JOIN event e ON e.id = d.event WHERE d.record = ?1 ORDER BY d.id");
RV_STATEMENT(state_all, "SELECT id, record, state FROM report_state ORDER BY id");
RV_STATEMENT(state_of_record, "SELECT id, record, state FROM report_state WHERE record = ?1 ORDER BY id");
RV_STATEMENT(calibration_all,
    "SELECT a.record, a.stage, a.reviewer, a.given FROM assignment a WHERE EXISTS (SELECT 1 FROM assignment c WHERE c.record = a.record"
    " AND c.stage = a.stage AND c.how LIKE 'calibration%') ORDER BY a.id");
RV_STATEMENT(calibration_of_record,
    "SELECT a.record, a.stage, a.reviewer, a.given FROM assignment a WHERE a.record = ?1 AND EXISTS (SELECT 1 FROM assignment c"
    " WHERE c.record = a.record AND c.stage = a.stage AND c.how LIKE 'calibration%') ORDER BY a.id");
RV_STATEMENT(board_newest,
    "SELECT (SELECT MAX(id) FROM decision), (SELECT MAX(id) FROM link), (SELECT MAX(id) FROM assignment),"
    " (SELECT MAX(id) FROM report_state), (SELECT MAX(id) FROM file), (SELECT MAX(id) FROM protocol),"
    " (SELECT MAX(id) FROM person)");

int rv_word_index(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

int rv_stage_index(const rv_protocol *protocol, const char *id)
{
    for (size_t i = 0; i < protocol->n_stages; i++)
        if (strcmp(protocol->stages[i].id, id) == 0)
            return (int)i;
    return -1;
}

size_t rv_board_keep(rv_board *board, const char *text)
{
    const size_t at = board->texts.length;

    if (!text || !*text)
        return 0;
    rv_buf_add(&board->texts, text, strlen(text) + 1);
    return at;
}

const char *rv_board_text(const rv_board *board, size_t offset)
{
    return board->texts.data + offset;
}

static int by_report(const void *key, const void *item)
{
    const int64_t id = *(const int64_t *)key, at = ((const rv_board_report *)item)->id;

    return id < at ? -1 : id > at;
}

static int by_record(const void *key, const void *item)
{
    const int64_t id = *(const int64_t *)key, at = ((const rv_board_member *)item)->record;

    return id < at ? -1 : id > at;
}

rv_board_report *rv_board_find(const rv_board *board, int64_t record)
{
    const rv_board_member *m = NULL;

    if (board->n_members)
        m = bsearch(&record, board->members, board->n_members, sizeof *m, by_record);
    if (m)
        record = m->report;
    return board->n_reports ? bsearch(&record, board->reports, board->n_reports, sizeof *board->reports, by_report) : NULL;
}

/* Room for one more of `size` bytes. */
static rv_status grow(void **items, size_t n, size_t *capacity, size_t size, rv_error *err)
{
    void *more;

    if (n < *capacity)
        return RV_OK;
    if (!(more = realloc(*items, (*capacity ? *capacity * 2 : 64) * size)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    *capacity = *capacity ? *capacity * 2 : 64;
    *items = more;
    return RV_OK;
}

static rv_status load_reports(rv_board *board, rv_store *store, int64_t report, rv_error *err)
{
    rv_query *q = NULL;
    size_t capacity = 0;
    bool more;
    rv_status st;

    st = report ? rv_query_start(&q, store, &record_visible, err, "i", report) : rv_query_start(&q, store, &report_all, err, "");
    if (st == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more
               && (st = grow((void **)&board->reports, board->n_reports, &capacity, sizeof *board->reports, err)) == RV_OK)
            board->reports[board->n_reports++] = (rv_board_report){ .id = rv_query_int(q, 0), .state = -1 };
    rv_query_end(q);
    return st;
}

static rv_status load_members(rv_board *board, rv_store *store, int64_t report, rv_error *err)
{
    rv_query *q = NULL;
    size_t capacity = 0;
    bool more;
    rv_status st;

    st = report ? rv_query_start(&q, store, &report_members_of, err, "i", report)
                : rv_query_start(&q, store, &report_members_all, err, "");
    if (st == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more
               && (st = grow((void **)&board->members, board->n_members, &capacity, sizeof *board->members, err)) == RV_OK)
            board->members[board->n_members++] = (rv_board_member){ rv_query_int(q, 0), rv_query_int(q, 1) };
    rv_query_end(q);
    return st;
}

rv_status rv_board_add(rv_board *board, rv_board_report *report, const rv_vote *vote, rv_error *err)
{
    rv_status st = grow((void **)&board->votes, board->n_votes + 1, &board->capacity, sizeof *board->votes, err);
    const size_t at = board->n_votes + 1;

    if (st != RV_OK || (st = rv_buf_check(&board->texts, err)) != RV_OK)
        return st;
    board->votes[at] = *vote;
    board->votes[at].next = 0;
    if (report->last)
        board->votes[report->last].next = at;
    else
        report->first = at;
    report->last = at;
    board->n_votes++;
    return RV_OK;
}

/* Votes of a report are in order of id; the superseded one is among them. */
static void supersede(rv_board *board, const rv_board_report *report, int64_t id)
{
    for (size_t i = report->first; i; i = board->votes[i].next)
        if (board->votes[i].id == id)
            board->votes[i].superseded = true;
}

size_t rv_board_first_reason(rv_board *board, size_t reasons)
{
    const char *text = rv_board_text(board, reasons);
    const size_t n = strcspn(text, " "), at = board->texts.length;

    if (!text[n])
        return reasons;
    for (size_t i = 0; i < n; i++)                /* one by one: adding may move the texts */
        rv_buf_char(&board->texts, rv_board_text(board, reasons)[i]);
    rv_buf_add(&board->texts, "", 1);
    return at;
}

rv_status rv_board_take_vote(rv_board *board, rv_query *q, rv_board_report **of, rv_error *err)
{
    rv_board_report *report = *of = rv_board_find(board, rv_query_int(q, 1));
    const int stage = rv_stage_index(board->protocol, rv_query_text(q, 2));
    const int verdict = rv_word_index(rv_verdicts, rv_query_text(q, 5));
    rv_vote vote = { .id = rv_query_int(q, 0), .record = rv_query_int(q, 1), .stage = stage, .verdict = (rv_verdict)verdict };

    if (!report || stage < 0 || verdict < 0)      /* a stage of an earlier protocol */
        return RV_OK;
    vote.resolution = strcmp(rv_query_text(q, 4), "resolution") == 0;
    vote.reviewer = rv_board_keep(board, rv_query_text(q, 3));
    vote.reason = rv_board_keep(board, rv_query_text(q, 6));
    vote.first_reason = rv_board_first_reason(board, vote.reason);
    vote.note = rv_board_keep(board, rv_query_text(q, 7));
    vote.at = rv_board_keep(board, rv_query_text(q, 9));
    vote.served = rv_query_null(q, 10) ? -1 : rv_word_index(rv_served_words, rv_query_text(q, 10));
    if (!rv_query_null(q, 8))
        supersede(board, report, rv_query_int(q, 8));
    return rv_board_add(board, report, &vote, err);
}

rv_status rv_board_take_state(rv_board *board, rv_query *q, rv_board_report **of, rv_error *err)
{
    rv_board_report *report = *of = rv_board_find(board, rv_query_int(q, 1));

    (void)err;
    if (report && rv_query_int(q, 0) > report->state_row) {
        report->state_row = rv_query_int(q, 0);
        report->state = rv_word_index(rv_report_states, rv_query_text(q, 2));
    }
    return RV_OK;
}

static rv_status walk(rv_board *board, rv_store *store, const rv_statement *all, const rv_statement *one, int64_t record,
                      rv_status (*take)(rv_board *board, rv_query *q, rv_board_report **report, rv_error *err), rv_error *err)
{
    rv_board_report *report;
    rv_query *q = NULL;
    bool more;
    rv_status st;

    st = record ? rv_query_start(&q, store, one, err, "i", record) : rv_query_start(&q, store, all, err, "");
    if (st == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more)
            if ((st = take(board, q, &report, err)) != RV_OK)
                break;
    rv_query_end(q);
    return st;
}

/* ---- Calibration rounds --------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t report;
    int     stage;
    size_t  reviewer, row;        /* row: the last of a (report, stage, reviewer) counts */
    bool    given;
} place;

typedef struct {
    rv_board *board;
    place    *items;
    size_t    n, capacity;
} places;

static int by_place(const void *a, const void *b, void *texts)
{
    const place *x = a, *y = b;
    const rv_board *board = texts;
    int order;

    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    if (x->stage != y->stage)
        return x->stage < y->stage ? -1 : 1;
    order = strcmp(rv_board_text(board, x->reviewer), rv_board_text(board, y->reviewer));
    return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static bool same_report(const place *a, const place *b)
{
    return a->report == b->report && a->stage == b->stage;
}

static rv_status load_places(places *all, rv_store *store, int64_t record, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st;

    st = record ? rv_query_start(&q, store, &calibration_of_record, err, "i", record)
                : rv_query_start(&q, store, &calibration_all, err, "");
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const rv_board_report *report = rv_board_find(all->board, rv_query_int(q, 0));
        const int stage = rv_stage_index(all->board->protocol, rv_query_text(q, 1));
        if (!report || stage < 0)
            continue;
        if ((st = grow((void **)&all->items, all->n, &all->capacity, sizeof *all->items, err)) == RV_OK) {
            all->items[all->n] = (place){ report->id, stage, rv_board_keep(all->board, rv_query_text(q, 2)), all->n, rv_query_int(q, 3) != 0 };
            all->n++;
        }
    }
    rv_query_end(q);
    return st;
}

static bool waited_for(const rv_board *board, const place *p)
{
    const char *reviewer = rv_board_text(board, p->reviewer);

    return rv_team_may(&board->team, reviewer, RV_MAY_SCREEN, NULL) == RV_OK
           || rv_vote_of(board, rv_board_find(board, p->report), p->stage, reviewer) != NULL;
}

static rv_status count_people(rv_board *board, const places *all, rv_error *err)
{
    size_t capacity = 0;

    for (size_t i = 0; i < all->n; i++) {
        const place *p = &all->items[i];
        const bool last = i + 1 == all->n || !same_report(p, p + 1)
                          || strcmp(rv_board_text(board, p->reviewer), rv_board_text(board, p[1].reviewer)) != 0;
        if (!i || !same_report(p - 1, p)) {
            const rv_status st = grow((void **)&board->rounds, board->n_rounds, &capacity, sizeof *board->rounds, err);
            if (st != RV_OK)
                return st;
            board->rounds[board->n_rounds++] = (rv_board_round){ p->report, p->stage, 0 };
        }
        /* who may vote no more, and has not, is not waited for */
        if (last && p->given && waited_for(board, p))
            board->rounds[board->n_rounds - 1].people++;
    }
    return RV_OK;
}

static rv_status count_rounds(places *all, rv_error *err)
{
    rv_status st = rv_buf_check(&all->board->texts, err);

    if (st == RV_OK && all->n) {
        qsort_r(all->items, all->n, sizeof *all->items, by_place, all->board);
        st = count_people(all->board, all, err);
    }
    free(all->items);
    return st;
}

rv_status rv_board_rounds(rv_board *board, rv_store *store, rv_error *err)
{
    places all = { .board = board };
    rv_status st;

    free(board->rounds);
    board->rounds = NULL;
    board->n_rounds = 0;
    if ((st = load_places(&all, store, 0, err)) == RV_OK)
        return count_rounds(&all, err);
    free(all.items);
    return st;
}

static int by_round(const void *key, const void *item)
{
    const rv_board_round *x = key, *y = item;

    return x->report != y->report ? (x->report < y->report ? -1 : 1) : x->stage - y->stage;
}

static const rv_board_round *round_of(const rv_board *board, const rv_board_report *report, int stage)
{
    const rv_board_round key = { .report = report->id, .stage = stage };

    return board->n_rounds ? bsearch(&key, board->rounds, board->n_rounds, sizeof key, by_round) : NULL;
}

int rv_board_needed(const rv_board *board, const rv_board_report *report, int stage)
{
    const rv_board_round *round = round_of(board, report, stage);
    const int needed = board->protocol->stages[stage].reviewers;

    return round && round->people > needed ? round->people : needed;
}

bool rv_board_in_round(const rv_board *board, const rv_board_report *report, int stage)
{
    return round_of(board, report, stage) != NULL;
}

rv_status rv_board_newest(rv_board *board, rv_store *store, rv_error *err)
{
    int64_t *const newest[] = { &board->newest_decision, &board->newest_link, &board->newest_assignment, &board->newest_state,
                                &board->newest_file, &board->newest_protocol, &board->newest_person };
    rv_query *q = NULL;
    bool more;
    rv_status st;

    if ((st = rv_query_start(&q, store, &board_newest, err, "")) == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK)
        for (int i = 0; i < (int)(sizeof newest / sizeof *newest); i++)
            *newest[i] = rv_query_int(q, i);
    rv_query_end(q);
    return st;
}

static rv_status load_team(rv_board *board, rv_store *store, const rv_team *team, rv_error *err)
{
    if (!team)
        return rv_team_load(&board->team, store, err);
    board->team = *team;
    board->team.borrowed = true;
    return RV_OK;
}

static rv_status load(rv_board *board, rv_store *store, int64_t report, const rv_team *team, rv_error *err)
{
    const size_t alone = report != 0;
    places all = { .board = board };
    rv_status st;

    if ((st = rv_board_newest(board, store, err)) != RV_OK
        || (st = load_team(board, store, team, err)) != RV_OK
        || (st = load_reports(board, store, report, err)) != RV_OK || (st = load_members(board, store, report, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < (board->n_members && alone ? board->n_members : 1); i++) {
        const int64_t record = !alone ? 0 : board->n_members ? board->members[i].record : report;
        if ((st = walk(board, store, &decision_all, &decision_of_record, record, rv_board_take_vote, err)) == RV_OK)
            st = walk(board, store, &state_all, &state_of_record, record, rv_board_take_state, err);
        if (st == RV_OK)
            st = load_places(&all, store, record, err);
    }
    if (st == RV_OK)
        return count_rounds(&all, err);
    free(all.items);
    return st;
}

rv_status rv_board_load(rv_board *board, rv_store *store, const rv_protocol *protocol, int64_t report, rv_error *err)
{
    return rv_board_load_with(board, store, protocol, report, NULL, err);
}

rv_status rv_board_load_with(rv_board *board, rv_store *store, const rv_protocol *protocol, int64_t report, const rv_team *team, rv_error *err)
{
    const rv_status view = rv_store_read_begin(store, err);
    rv_status st;

    *board = (rv_board){ .protocol = protocol, .texts = RV_BUF_INIT };
    if (view != RV_OK && view != RV_EINVAL)
        return view;
    rv_buf_add(&board->texts, "", 1);
    if ((st = rv_buf_check(&board->texts, err)) == RV_OK)
        st = load(board, store, report, team, err);
    if (view == RV_OK)                            /* else the caller has a view, or a write, under way */
        rv_store_read_end(store);
    if (st != RV_OK)
        rv_board_free(board);
    return st;
}

void rv_board_free(rv_board *board)
{
    rv_team_free(&board->team);
    free(board->reports);
    free(board->members);
    free(board->rounds);
    free(board->votes);
    rv_buf_free(&board->texts);
    *board = (rv_board){ .texts = RV_BUF_INIT };
}

rv_status rv_board_stale(const rv_board *board, rv_store *store, bool *stale, rv_error *err)
{
    rv_board now = { 0 };
    const rv_status st = rv_board_newest(&now, store, err);

    *stale = now.newest_decision != board->newest_decision || now.newest_link != board->newest_link
             || now.newest_assignment != board->newest_assignment || now.newest_person != board->newest_person;
    return st;
}
