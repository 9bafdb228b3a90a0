/* Reports of one study, as links say: which stand together, and which studies they belong to already. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/siblings.h"
#include "review/refs.h"

/* A study made by several copies under one label is one study. */
RV_STATEMENT(study_report_said,
    "SELECT s.label, COALESCE(m.report, l.record), l.role FROM study_report l JOIN study s ON s.id = l.study"
    " LEFT JOIN report_member m ON m.record = l.record ORDER BY l.id");

void rv_siblings_free(rv_siblings *siblings)
{
    for (size_t i = 0; i < siblings->n_labels; i++)
        free(siblings->labels[i]);
    free(siblings->labels);
    free(siblings->reports);
    free(siblings->edges);
    free(siblings->has);
    free(siblings->left);
    *siblings = (rv_siblings){ 0 };
}

/* ---- The graph ----------------------------------------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static uint32_t node_of(const rv_siblings *s, int64_t report)
{
    const int64_t *at = bsearch(&report, s->reports, s->n, sizeof report, ascending);

    return (uint32_t)(at - s->reports);
}

/* The ends of each standing study link as reports, two and two; links within one report say nothing. */
static size_t gather(const rv_links *links, const rv_standing *standing, const int64_t *least, int64_t *ends)
{
    size_t n = 0;

    for (size_t from = 0, to; from < links->n; from = to) {
        const rv_link *l;
        to = rv_links_pair_end(links, from);
        l = rv_links_standing(links, from, to, INT64_MAX);
        if (l->verdict != RV_LINK_STUDY)
            continue;
        ends[n] = least[rv_groups_of(standing->groups, (uint32_t)rv_standing_find(standing, l->record))];
        ends[n + 1] = least[rv_groups_of(standing->groups, (uint32_t)rv_standing_find(standing, l->other))];
        n += ends[n] != ends[n + 1] ? 2 : 0;
    }
    return n;
}

static rv_status connect(rv_siblings *s, const rv_links *links, const rv_standing *standing, rv_error *err)
{
    int64_t *least = rv_standing_reports(standing), *ends = malloc((2 * links->n + 2) * sizeof *ends);
    const size_t n = least && ends ? gather(links, standing, least, ends) : 0;
    bool failed = !least || !ends;

    s->reports = malloc((n + 1) * sizeof *s->reports);
    s->edges = malloc((n + 1) * sizeof *s->edges);
    failed |= !s->reports || !s->edges;
    if (!failed && n) {
        memcpy(s->reports, ends, n * sizeof *ends);
        qsort(s->reports, n, sizeof *s->reports, ascending);
        for (size_t i = 0; i < n; i++)
            if (!s->n || s->reports[s->n - 1] != s->reports[i])
                s->reports[s->n++] = s->reports[i];
        for (size_t i = 0; i < n; i += 2)
            s->edges[s->n_edges++] = (rv_pair){ node_of(s, ends[i]), node_of(s, ends[i + 1]) };
    }
    free(least);
    free(ends);
    return failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

/* ---- Studies ------------------------------------------------------------------------------------------------------------- */

static int by_report(const void *a, const void *b)
{
    const rv_belonging *x = a, *y = b;

    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    return x->study < y->study ? -1 : x->study > y->study;
}

static int by_label(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static rv_status note(rv_belonging **items, size_t *n, size_t *room, rv_belonging item, rv_error *err)
{
    if (*n == *room) {
        rv_belonging *more = realloc(*items, (*room ? 2 * *room : 64) * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        *room = *room ? 2 * *room : 64;
        *items = more;
    }
    (*items)[(*n)++] = item;
    return RV_OK;
}

static rv_status note_label(void *user, const rv_study_report *row, rv_error *err)
{
    rv_siblings *s = user;
    char **more, *label;

    if (s->n_labels && strcmp(s->labels[s->n_labels - 1], row->label) == 0)      /* they come in order of label */
        return RV_OK;
    if (s->n_labels == s->room_labels) {
        if (!(more = realloc(s->labels, (s->room_labels ? 2 * s->room_labels : 64) * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        s->room_labels = s->room_labels ? 2 * s->room_labels : 64;
        s->labels = more;
    }
    if (!(label = strdup(row->label)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    s->labels[s->n_labels++] = label;
    return RV_OK;
}

static uint32_t study_of(const rv_siblings *s, const char *label)
{
    char *const *at = s->n_labels ? bsearch(&label, s->labels, s->n_labels, sizeof *s->labels, by_label) : NULL;

    return at ? (uint32_t)(at - s->labels) : RV_NO_STUDY;
}

static rv_status note_report(void *user, const rv_study_report *row, rv_error *err)
{
    rv_siblings *s = user;

    return row->report ? note(&s->has, &s->n_has, &s->room_has, (rv_belonging){ row->report, study_of(s, row->label) }, err) : RV_OK;
}

/* What was taken back once, also when it was given again since: then the report belongs to the study anyhow. */
static rv_status note_left(rv_store *store, rv_siblings *s, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st;

    if ((st = rv_query_start(&q, store, &study_report_said, err, "")) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more)
            if (strcmp(rv_query_text(q, 2), "none") == 0
                && (st = note(&s->left, &s->n_left, &s->room_left,
                              (rv_belonging){ rv_query_int(q, 1), study_of(s, rv_query_text(q, 0)) }, err)) != RV_OK)
                break;
    rv_query_end(q);
    return st;
}

/* In order, each once. */
static void put_in_order(rv_belonging *items, size_t *n)
{
    size_t kept = 0;

    if (*n)
        qsort(items, *n, sizeof *items, by_report);
    for (size_t i = 0; i < *n; i++)
        if (!kept || by_report(&items[kept - 1], &items[i]) != 0)
            items[kept++] = items[i];
    *n = kept;
}

rv_status rv_siblings_load(rv_store *store, rv_siblings *out, rv_error *err)
{
    rv_links links = { 0 };
    rv_standing standing = { 0 };
    rv_status st;
    const rv_status view = rv_store_read_begin(store, err);

    *out = (rv_siblings){ 0 };
    if (view != RV_OK && view != RV_EINVAL)      /* RV_EINVAL: the caller has a view, or a write, under way */
        return view;
    if ((st = rv_links_load(store, &links, err)) == RV_OK && (st = rv_standing_make(&standing, &links, NULL, 0, NULL, err)) == RV_OK
        && (st = connect(out, &links, &standing, err)) == RV_OK && (st = rv_study_reports(store, note_label, out, err)) == RV_OK
        && (st = rv_study_reports(store, note_report, out, err)) == RV_OK)
        st = note_left(store, out, err);
    if (view == RV_OK)
        rv_store_read_end(store);
    put_in_order(out->has, &out->n_has);
    put_in_order(out->left, &out->n_left);
    rv_standing_free(&standing);
    rv_links_free(&links);
    if (st != RV_OK)
        rv_siblings_free(out);
    return st;
}

const rv_belonging *rv_siblings_studies(const rv_siblings *s, int64_t report, size_t *n)
{
    size_t low = 0, high = s->n_has;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (s->has[middle].report < report)
            low = middle + 1;
        else
            high = middle;
    }
    for (*n = 0; low + *n < s->n_has && s->has[low + *n].report == report; (*n)++)
        ;
    return s->has + low;
}

bool rv_siblings_left(const rv_siblings *s, int64_t report, uint32_t study)
{
    const rv_belonging key = { report, study };

    return s->n_left && bsearch(&key, s->left, s->n_left, sizeof key, by_report);
}

/* ---- Telling ------------------------------------------------------------------------------------------------------------- */

static rv_status tell(const rv_siblings *s, size_t group, int64_t report, const char **labels,
                      rv_status (*sibling)(void *user, const rv_dedup_sibling *sibling, rv_error *err), void *user, rv_error *err)
{
    size_t n;
    const rv_belonging *has = rv_siblings_studies(s, report, &n);

    for (size_t i = 0; i < n; i++)
        labels[i] = s->labels[has[i].study];
    return sibling(user, &(rv_dedup_sibling){ group, report, n, labels }, err);
}

/* Groups are numbered by their least report; `number` is by the group's name. */
static rv_status tell_all(const rv_siblings *s, rv_groups *groups, size_t *number, const char **labels,
                          rv_status (*sibling)(void *user, const rv_dedup_sibling *sibling, rv_error *err), void *user, rv_error *err)
{
    size_t *next = calloc(s->n + 1, sizeof *next), *first = calloc(s->n + 1, sizeof *first), *last = calloc(s->n + 1, sizeof *last);
    size_t count = 0;
    rv_status st = next && first && last ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < s->n && st == RV_OK; i++) {         /* chains of members, in order of report; places count from 1 */
        const uint32_t g = rv_groups_of(groups, (uint32_t)i);
        if (!number[g])
            first[number[g] = ++count] = i + 1;
        else
            next[last[number[g]]] = i + 1;
        last[number[g]] = i + 1;
    }
    for (size_t g = 1; g <= count && st == RV_OK; g++)
        for (size_t i = first[g]; i && st == RV_OK; i = next[i])
            st = tell(s, g, s->reports[i - 1], labels, sibling, user, err);
    free(next);
    free(first);
    free(last);
    return st;
}

rv_status rv_dedup_study_groups(rv_store *store, rv_status (*sibling)(void *user, const rv_dedup_sibling *sibling, rv_error *err),
                                void *user, rv_error *err)
{
    rv_siblings s = { 0 };
    rv_groups *groups = NULL;
    const char **labels = NULL;
    size_t *number = NULL;
    rv_status st;

    if ((st = rv_siblings_load(store, &s, err)) == RV_OK && (st = rv_groups_new(&groups, s.n, err)) == RV_OK) {
        for (size_t i = 0; i < s.n_edges; i++)
            rv_groups_join(groups, s.edges[i].a, s.edges[i].b, NULL, NULL);
        labels = malloc((s.n_labels + 1) * sizeof *labels);
        number = calloc(s.n + 1, sizeof *number);
        st = labels && number ? tell_all(&s, groups, number, labels, sibling, user, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    }
    free(number);
    free(labels);
    rv_groups_free(groups);
    rv_siblings_free(&s);
    return st;
}
