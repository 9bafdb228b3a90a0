/* Remarks and labels on reports, blind like votes. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

enum { LABEL_MAX = 100 };         /* bytes */

#define MARKS(where) \
    "SELECT d.record, d.stage, d.reviewer, d.text, NULL AS label, 1 AS given, e.at, d.event, d.ordinal," \
    " CASE e.kind WHEN '" RV_SEND_BACK "' THEN 1 ELSE 0 END AS back FROM remark d" \
    " JOIN event e ON e.id = d.event" where \
    " UNION ALL SELECT d.record, d.stage, d.reviewer, NULL AS text, d.label, d.given, e.at, d.event, d.ordinal, 0 AS back FROM label d" \
    " JOIN event e ON e.id = d.event" where " ORDER BY 8, 9"

RV_STATEMENT(mark_all, MARKS(""));
RV_STATEMENT(mark_of_report,
    MARKS(" WHERE d.record = ?1 OR d.record IN (SELECT m.record FROM report_member m WHERE m.report = ?1)"));

typedef struct {
    const rv_board_report *report;
    int64_t record;
    int     stage;
    size_t  reviewer, text, label, at;    /* texts of the board; text 0: a label */
    size_t  place;
    bool    given, shown, nameless;
    bool    back;                         /* said when a conflict was sent back: those who are asked again must read it */
} mark;

typedef struct {
    rv_board board;
    mark    *items;
    size_t   n, capacity;
} marks;

static void free_marks(marks *all)
{
    rv_board_free(&all->board);
    free(all->items);
}

static rv_status add(marks *all, rv_query *q, rv_error *err)
{
    const size_t capacity = all->capacity ? all->capacity * 2 : 64;
    mark *more, m = { .report = rv_board_find(&all->board, rv_query_int(q, 0)), .record = rv_query_int(q, 0),
                      .stage = rv_stage_index(all->board.protocol, rv_query_text(q, 1)), .given = rv_query_int(q, 5) != 0,
                      .back = rv_query_int(q, 9) != 0, .place = all->n };

    if (!m.report || m.stage < 0)
        return RV_OK;
    if (all->n == all->capacity) {
        if (!(more = realloc(all->items, capacity * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        all->items = more;
        all->capacity = capacity;
    }
    m.reviewer = rv_board_keep(&all->board, rv_query_text(q, 2));
    m.text = rv_board_keep(&all->board, rv_query_text(q, 3));
    m.label = rv_board_keep(&all->board, rv_query_text(q, 4));
    m.at = rv_board_keep(&all->board, rv_query_text(q, 6));
    all->items[all->n++] = m;
    return rv_buf_check(&all->board.texts, err);
}

/* Labels of one report, person and word together, in the order they were put. */
static int by_label(const void *a, const void *b, void *texts)
{
    const mark *x = a, *y = b;
    int order;

    if (x->report != y->report)
        return x->report->id < y->report->id ? -1 : 1;
    if (!(order = strcmp(rv_board_text(texts, x->label), rv_board_text(texts, y->label))))
        order = strcmp(rv_board_text(texts, x->reviewer), rv_board_text(texts, y->reviewer));
    return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

static bool same(const rv_board *board, const mark *x, const mark *y)
{
    return x->report == y->report && x->label && y->label && strcmp(rv_board_text(board, x->label), rv_board_text(board, y->label)) == 0
           && strcmp(rv_board_text(board, x->reviewer), rv_board_text(board, y->reviewer)) == 0;
}

/* Loads what stands; labels that were taken off, or put on again later, are left out. */
static rv_status load(marks *all, rv_store *store, const rv_protocol *protocol, int64_t report, rv_error *err)
{
    rv_query *q = NULL;
    size_t kept = 0;
    bool more;
    rv_status st;

    if ((st = rv_board_load(&all->board, store, protocol, report, err)) != RV_OK)
        return st;
    st = report ? rv_query_start(&q, store, &mark_of_report, err, "i", report) : rv_query_start(&q, store, &mark_all, err, "");
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = add(all, q, err);
    rv_query_end(q);
    if (all->n)
        qsort_r(all->items, all->n, sizeof *all->items, by_label, &all->board);
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].given && (i + 1 == all->n || !same(&all->board, &all->items[i], &all->items[i + 1])))
            all->items[kept++] = all->items[i];
    all->n = kept;
    return st;
}

/* Others' marks show when the stage is decided; while there is a conflict without a name, as its votes do. */
static void show(marks *all, const char *viewer)
{
    for (size_t i = 0; i < all->n; i++) {
        mark *m = &all->items[i];
        const rv_outcome o = rv_outcome_votes(&all->board, m->report, m->stage);
        const bool own = viewer && strcmp(rv_board_text(&all->board, m->reviewer), viewer) == 0;
        const bool decided = o.outcome == RV_SCREEN_INCLUDED || o.outcome == RV_SCREEN_EXCLUDED;
        m->nameless = !own && !decided && all->board.protocol->stages[m->stage].blind;
        m->shown = !m->nameless || (viewer && (m->back || o.votes >= rv_board_needed(&all->board, m->report, m->stage)));
    }
}

/* Without a name by what they say, as the order they were made in could tell who made them. */
static int in_order(const void *a, const void *b, void *texts)
{
    const mark *x = a, *y = b;
    int order;

    if (x->report != y->report)
        return x->report->id < y->report->id ? -1 : 1;
    if (x->nameless != y->nameless)
        return x->nameless ? 1 : -1;
    if (!x->nameless)
        return x->place < y->place ? -1 : x->place > y->place;
    if ((order = x->stage - y->stage) != 0 || (order = strcmp(rv_board_text(texts, x->label), rv_board_text(texts, y->label))) != 0)
        return order;
    return strcmp(rv_board_text(texts, x->text), rv_board_text(texts, y->text));
}

static rv_status tell(const marks *all, const mark *m, rv_status (*row)(void *user, const rv_screen_mark *mark, rv_error *err),
                      void *user, rv_error *err)
{
    const rv_board *b = &all->board;

    return row(user, &(rv_screen_mark){ m->report->id, m->nameless ? m->report->id : m->record, b->protocol->stages[m->stage].id,
                                        m->nameless ? "" : rv_board_text(b, m->reviewer), m->label ? NULL : rv_board_text(b, m->text),
                                        m->label ? rv_board_text(b, m->label) : NULL, m->nameless ? "" : rv_board_text(b, m->at) }, err);
}

rv_status rv_screen_marks(rv_store *store, const rv_protocol *protocol, int64_t report, const char *viewer,
                          rv_status (*row)(void *user, const rv_screen_mark *mark, rv_error *err), void *user, rv_error *err)
{
    marks all = { .board = { .texts = RV_BUF_INIT } };
    rv_status st;

    if ((st = load(&all, store, protocol, report, err)) == RV_OK && all.n) {
        show(&all, viewer);
        qsort_r(all.items, all.n, sizeof *all.items, in_order, &all.board);
    }
    for (size_t i = 0; i < all.n && st == RV_OK; i++)
        if (all.items[i].shown)
            st = tell(&all, &all.items[i], row, user, err);
    free_marks(&all);
    return st;
}

/* ---- Making them ----------------------------------------------------------------------------------------------------------- */

static rv_status check(const rv_protocol *protocol, const char *stage, const char *text, const char *what, rv_error *err)
{
    if (rv_stage_index(protocol, stage) < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage);
    if (rv_text_missing(text))
        return rv_fail(err, RV_EINVAL, "the %s is empty", what);
    return RV_OK;
}

/* One row as one act, salted: what is said could be guessed. `standing` true: the label must stand to be taken off. */
static rv_status act(rv_store *store, const char *kind, const char *who, const char *table, const rv_cell *cells, size_t n,
                     char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event = NULL;
    int64_t report;
    rv_status st;

    if ((st = rv_event_begin(&event, store, kind, who, true, err)) != RV_OK)
        return st;
    if ((st = rv_record_report(store, cells[0].integer, &report, err)) == RV_OK
        && (st = rv_person_may(store, who, RV_MAY_SCREEN, err)) == RV_OK
        && (st = rv_event_add(event, table, cells, n, NULL, err)) == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_screen_remark(rv_store *store, const rv_protocol *protocol, const char *who, int64_t record, const char *stage, const char *text,
                           char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("stage", stage), RV_CELL_OF_TEXT("reviewer", who),
                              RV_CELL_OF_TEXT("text", text) };
    const rv_status st = check(protocol, stage, text, "remark", err);

    return st == RV_OK ? act(store, "remark.add", who, "remark", cells, 4, hex, err) : st;
}

bool rv_label_fits(const char *label, size_t n)
{
    if (!n || n > LABEL_MAX)
        return false;
    for (size_t i = 0; i < n; i++)
        if (strchr("\n\r;", label[i]))
            return false;
    return true;
}

size_t rv_label_next(const char **labels, const char **label)
{
    while (**labels) {
        size_t n;
        *label = *labels + strspn(*labels, " ;");
        *labels = *label + strcspn(*label, ";");
        for (n = (size_t)(*labels - *label); n && (*label)[n - 1] == ' '; n--)
            ;
        if (n)
            return n;
    }
    return 0;
}

static rv_status add_label(rv_event *event, int64_t record, const char *stage, const char *reviewer, const char *label, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("stage", stage), RV_CELL_OF_TEXT("reviewer", reviewer),
                              RV_CELL_OF_TEXT("label", label), RV_CELL_OF_INT("given", 1) };

    return rv_event_add(event, "label", cells, 5, NULL, err);
}

rv_status rv_labels_add(rv_event *event, int64_t record, const char *stage, const char *reviewer, const char *labels, rv_error *err)
{
    const char *label;
    char text[LABEL_MAX + 1];
    size_t n;
    rv_status st = RV_OK;

    while (st == RV_OK && (n = rv_label_next(&labels, &label)) > 0) {
        if (!rv_label_fits(label, n))
            continue;
        memcpy(text, label, n);
        text[n] = '\0';
        st = add_label(event, record, stage, reviewer, text, err);
    }
    return st;
}

/* Whether the person's label stands on the report. */
static rv_status stands(rv_store *store, const rv_protocol *protocol, const char *who, int64_t record, const char *label, bool *found,
                        rv_error *err)
{
    marks all = { .board = { .texts = RV_BUF_INIT } };
    int64_t report;
    rv_status st;

    *found = false;
    if ((st = rv_record_report(store, record, &report, err)) == RV_OK)
        st = load(&all, store, protocol, report, err);
    for (size_t i = 0; i < all.n && st == RV_OK; i++)
        *found |= all.items[i].label && strcmp(rv_board_text(&all.board, all.items[i].label), label) == 0
                  && strcmp(rv_board_text(&all.board, all.items[i].reviewer), who) == 0;
    free_marks(&all);
    return st;
}

rv_status rv_screen_label(rv_store *store, const rv_protocol *protocol, const char *who, int64_t record, const char *stage, const char *label,
                          bool given, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("stage", stage), RV_CELL_OF_TEXT("reviewer", who),
                              RV_CELL_OF_TEXT("label", label), RV_CELL_OF_INT("given", given) };
    bool found = false;
    rv_status st;

    if ((st = check(protocol, stage, label, "label", err)) != RV_OK)
        return st;
    if (!rv_label_fits(label, strlen(label)))
        return rv_fail(err, RV_EINVAL, "a label is one line of at most %d bytes, without semicolon", LABEL_MAX);
    if (!given && (st = stands(store, protocol, who, record, label, &found, err)) == RV_OK && !found)
        st = rv_fail(err, RV_EINVAL, "%s has not put the label '%s' on this report", who, label);
    return st == RV_OK ? act(store, "label.set", who, "label", cells, 5, hex, err) : st;
}
