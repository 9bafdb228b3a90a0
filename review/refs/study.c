/* Studies and their reports: many to many, every change an act. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

RV_STATEMENT(study_by_label, "SELECT MIN(id) FROM study WHERE label = ?1");
/* A study made by several copies under one label is one study; its links are gathered under its label. */
RV_STATEMENT(study_walk,
    "SELECT s.id, s.label, l.id, l.record, COALESCE(m.report, l.record, 0), l.role FROM study s"
    " LEFT JOIN study_report l ON l.study = s.id LEFT JOIN report_member m ON m.record = l.record ORDER BY s.id, l.id");

rv_status rv_study_find(rv_store *store, rv_event *event, const char *label, int64_t *study, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_TEXT("label", label) };
    bool found;
    rv_status st;

    *study = 0;
    if (rv_text_missing(label))
        return rv_fail(err, RV_EINVAL, "a study needs a label");
    if ((st = rv_store_int(store, &study_by_label, study, &found, err, "t", label)) != RV_OK || found)
        return st;
    if (!event)
        return rv_fail(err, RV_ENOTFOUND, "there is no study '%s'", label);
    return rv_event_add(event, "study", cells, 1, study, err);
}

rv_status rv_study_link(rv_event *event, int64_t study, int64_t record, const char *role, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("study", study), RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("role", role) };

    if (strcmp(role, "primary") != 0 && strcmp(role, "secondary") != 0 && strcmp(role, "none") != 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not the role of a report; it is primary, secondary or none", role);
    return rv_event_add(event, "study_report", cells, 3, NULL, err);
}

/* ---- Which links stand ------------------------------------------------------------------------------------------------- */

typedef enum { PRIMARY, SECONDARY, NONE } standing;

typedef struct {
    int64_t study, link, record, report;   /* link 0: a study without one */
    char   *label;                          /* owned by the first row of a study */
    standing role;
} row;

typedef struct {
    row   *items;
    size_t n, capacity;
} rows;

static void free_rows(rows *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (i == 0 || all->items[i].label != all->items[i - 1].label)
            free(all->items[i].label);
    free(all->items);
    *all = (rows){ 0 };
}

static rv_status keep(rows *all, rv_query *q, rv_error *err)
{
    const char *word = rv_query_text(q, 5);
    row *r;

    if (all->n == all->capacity) {
        const size_t capacity = all->capacity ? all->capacity * 2 : 128;
        row *more = realloc(all->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        all->items = more;
        all->capacity = capacity;
    }
    r = &all->items[all->n];
    *r = (row){ rv_query_int(q, 0), rv_query_int(q, 2), rv_query_int(q, 3), rv_query_int(q, 4), NULL, NONE };
    if (word)
        r->role = strcmp(word, "primary") == 0 ? PRIMARY : strcmp(word, "secondary") == 0 ? SECONDARY : NONE;
    if (all->n && r[-1].study == r->study)
        r->label = r[-1].label;
    else if (!(r->label = strdup(rv_query_text(q, 1))))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    all->n++;
    return RV_OK;
}

/* Of the links of one study: the newest of each report stands; of several primary ones the newest is the primary. */
static void settle(row *r, size_t n)
{
    bool primary = false;

    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++)
            if (r[j].link && r[j].report == r[i].report) {
                r[i].link = 0;
                r[i].role = NONE;
                r[i].report = 0;
                break;
            }
        if (r[i].role == PRIMARY) {
            if (primary)
                r[i].role = SECONDARY;
            primary = true;
        }
    }
}

static int by_label(const void *a, const void *b)
{
    const row *x = a, *y = b;
    const int order = strcmp(x->label, y->label);

    if (order)
        return order;
    if (x->study != y->study)
        return x->study < y->study ? -1 : 1;
    if (x->role != y->role)
        return x->role < y->role ? -1 : 1;
    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    return x->link < y->link ? -1 : x->link > y->link;
}

/* Every study with its standing links, in order of label, primary reports first; rows that do not stand are at the end of a study
   with the role NONE. */
static rv_status load(rv_store *store, rows *all, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st;

    *all = (rows){ 0 };
    if ((st = rv_query_start(&q, store, &study_walk, err, "")) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more)
            if ((st = keep(all, q, err)) != RV_OK)
                break;
    rv_query_end(q);
    for (size_t from = 0, to; st == RV_OK && from < all->n; from = to) {
        for (to = from + 1; to < all->n && all->items[to].study == all->items[from].study; to++)
            ;
        settle(all->items + from, to - from);
    }
    if (st == RV_OK && all->n)
        qsort(all->items, all->n, sizeof *all->items, by_label);
    if (st != RV_OK)
        free_rows(all);
    return st;
}

static bool first_of_study(const rows *all, size_t i)
{
    return i == 0 || all->items[i - 1].study != all->items[i].study;
}

rv_status rv_study_reports(rv_store *store, rv_status (*tell)(void *user, const rv_study_report *row, rv_error *err), void *user,
                           rv_error *err)
{
    static const char *const words[] = { "primary", "secondary", "" };
    rows all;
    rv_status st;

    if ((st = load(store, &all, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < all.n && st == RV_OK; i++) {
        const row *r = &all.items[i];
        if (r->role != NONE || first_of_study(&all, i))
            st = tell(user, &(rv_study_report){ r->study, r->label, r->role == NONE ? 0 : r->record,
                                                r->role == NONE ? 0 : r->report, words[r->role] }, err);
    }
    free_rows(&all);
    return st;
}

/* ---- Merge and split --------------------------------------------------------------------------------------------------- */

static const row *find(const rows *all, int64_t study, int64_t report)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].study == study && all->items[i].role != NONE && (!report || all->items[i].report == report))
            return &all->items[i];
    return NULL;
}

static bool has_primary(const rows *all, int64_t study)
{
    const row *first = find(all, study, 0);

    return first && first->role == PRIMARY;
}

/* Takes a report from one study and gives it to another, as its primary report when it has none. */
static rv_status move(rv_event *event, const rows *all, const row *r, int64_t into, bool *primary, rv_error *err)
{
    rv_status st = rv_study_link(event, r->study, r->record, "none", err);

    if (st != RV_OK || find(all, into, r->report))
        return st;
    st = rv_study_link(event, into, r->record, *primary ? "secondary" : "primary", err);
    *primary = true;
    return st;
}

static rv_status begin(rv_event **event, rv_store *store, const char *kind, const char *who, const char *reason, rv_error *err)
{
    rv_status st;

    *event = NULL;
    if (rv_text_missing(reason))
        return rv_fail(err, RV_EINVAL, "merging or splitting a study needs its reason");
    if ((st = rv_event_begin(event, store, kind, who, false, err)) == RV_OK)
        st = rv_event_say(*event, "reason", reason, err);
    return st;
}

static rv_status end(rv_event *event, rv_status st, char hex[RV_DIGEST_HEX], rv_error *err)
{
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_study_give(rv_store *store, const char *who, const char *label, int64_t record, const char *role,
                        char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event = NULL;
    int64_t study, report;
    rv_status st;

    if ((st = rv_event_begin(&event, store, "study.link", who, false, err)) == RV_OK
        && (st = rv_record_report(store, record, &report, err)) == RV_OK
        && (st = rv_study_find(store, strcmp(role, "none") == 0 ? NULL : event, label, &study, err)) == RV_OK)
        st = rv_study_link(event, study, record, role, err);
    return end(event, st, hex, err);
}

rv_status rv_study_merge(rv_store *store, const char *who, const char *from, const char *into, const char *reason,
                         char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event;
    rows all = { 0 };
    int64_t a, b;
    bool primary;
    rv_status st;

    if ((st = begin(&event, store, "study.merge", who, reason, err)) == RV_OK
        && (st = rv_study_find(store, NULL, from, &a, err)) == RV_OK && (st = rv_study_find(store, NULL, into, &b, err)) == RV_OK
        && (st = load(store, &all, err)) == RV_OK) {
        primary = has_primary(&all, b);
        if (a == b)
            st = rv_fail(err, RV_EINVAL, "study '%s' cannot be merged with itself", from);
        else if (!find(&all, a, 0))
            st = rv_fail(err, RV_EINVAL, "study '%s' has no reports to move", from);
        for (size_t i = 0; i < all.n && st == RV_OK; i++)
            if (all.items[i].study == a && all.items[i].role != NONE)
                st = move(event, &all, &all.items[i], b, &primary, err);
    }
    free_rows(&all);
    return end(event, st, hex, err);
}

rv_status rv_study_split(rv_store *store, const char *who, const char *study, int64_t record, const char *into,
                         const char *reason, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event;
    rows all = { 0 };
    int64_t a, b, report;
    const row *r;
    bool primary;
    rv_status st;

    if ((st = begin(&event, store, "study.split", who, reason, err)) == RV_OK
        && (st = rv_study_find(store, NULL, study, &a, err)) == RV_OK
        && (st = rv_study_find(store, event, into, &b, err)) == RV_OK
        && (st = rv_record_report(store, record, &report, err)) == RV_OK && (st = load(store, &all, err)) == RV_OK) {
        primary = has_primary(&all, b);
        if (a == b)
            st = rv_fail(err, RV_EINVAL, "study '%s' cannot be split from itself", study);
        else if (!(r = find(&all, a, report)))
            st = rv_fail(err, RV_ENOTFOUND, "record %lld is of no report of study '%s'", (long long)record, study);
        else
            st = move(event, &all, r, b, &primary, err);
    }
    free_rows(&all);
    return end(event, st, hex, err);
}
