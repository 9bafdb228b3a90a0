/* The links of a review, and the groups that they make. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/links.h"

RV_STATEMENT(link_all,
    "SELECT id, event, record, other, verdict, rule FROM link ORDER BY id");
RV_STATEMENT(link_walk,
    "SELECT l.id, l.record, l.other, l.verdict, l.rule, l.reason, e.who, e.digest FROM link l JOIN event e ON e.id = l.event"
    " ORDER BY l.id");

static int by_pair(const void *a, const void *b)
{
    const rv_link *x = a, *y = b;

    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static rv_status keep(rv_links *links, rv_query *q, rv_error *err)
{
    const int64_t a = rv_query_int(q, 2), b = rv_query_int(q, 3);
    const char *verdict = rv_query_text(q, 4), *rule = rv_query_text(q, 5);
    rv_link *l;

    if (links->n == links->capacity) {
        const size_t capacity = links->capacity ? links->capacity * 2 : 256;
        rv_link *more = realloc(links->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        links->items = more;
        links->capacity = capacity;
    }
    l = &links->items[links->n++];
    l->id = rv_query_int(q, 0);
    l->event = rv_query_int(q, 1);
    l->record = a < b ? a : b;
    l->other = a < b ? b : a;
    l->undo = strcmp(rule, "undo") == 0;
    l->person = l->undo || strcmp(rule, "person") == 0;
    l->verdict = strcmp(verdict, "same") == 0 ? RV_LINK_SAME : strcmp(verdict, "apart") == 0 ? RV_LINK_APART : RV_LINK_NONE;
    if (l->id > links->newest)
        links->newest = l->id;
    return RV_OK;
}

rv_status rv_links_load(rv_store *store, rv_links *links, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st;

    *links = (rv_links){ 0 };
    if ((st = rv_query_start(&q, store, &link_all, err, "")) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more)
            if ((st = keep(links, q, err)) != RV_OK)
                break;
    rv_query_end(q);
    if (st == RV_OK && links->n)
        qsort(links->items, links->n, sizeof *links->items, by_pair);
    if (st != RV_OK)
        rv_links_free(links);
    return st;
}

void rv_links_free(rv_links *links)
{
    free(links->items);
    *links = (rv_links){ 0 };
}

size_t rv_links_pair_end(const rv_links *links, size_t from)
{
    size_t to = from + 1;

    while (to < links->n && links->items[to].record == links->items[from].record
           && links->items[to].other == links->items[from].other)
        to++;
    return to;
}

const rv_link *rv_links_standing(const rv_links *links, size_t from, size_t to, int64_t before)
{
    const rv_link *machine = NULL, *person = NULL;

    for (size_t i = from; i < to; i++) {
        const rv_link *l = &links->items[i];
        if (l->id >= before)
            continue;
        if (l->person)
            person = l;
        else
            machine = l;
    }
    return person ? person : machine;
}

/* ---- Groups ------------------------------------------------------------------------------------------------------------ */

static int by_id(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

int64_t rv_standing_find(const rv_standing *standing, int64_t record)
{
    const int64_t *at = standing->n ? bsearch(&record, standing->records, standing->n, sizeof record, by_id) : NULL;

    return at ? at - standing->records : -1;
}

/* What persons said comes first, the newest before the older; then what rules found, in the order they found it. */
static int by_weight(const void *a, const void *b)
{
    const rv_link *x = *(const rv_link *const *)a, *y = *(const rv_link *const *)b;

    if (x->person != y->person)
        return x->person ? -1 : 1;
    if (x->id == y->id)
        return 0;
    return (x->id > y->id) == x->person ? -1 : 1;
}

static rv_status named(const rv_links *links, rv_standing *out, rv_error *err)
{
    size_t kept = 0;

    if (!(out->records = malloc((2 * links->n + 1) * sizeof *out->records)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < links->n; i++) {
        out->records[2 * i] = links->items[i].record;
        out->records[2 * i + 1] = links->items[i].other;
    }
    if (links->n)
        qsort(out->records, 2 * links->n, sizeof *out->records, by_id);
    for (size_t i = 0; i < 2 * links->n; i++)
        if (!kept || out->records[kept - 1] != out->records[i])
            out->records[kept++] = out->records[i];
    out->n = kept;
    return RV_OK;
}

static rv_status join_all(rv_standing *out, const rv_link **stands, size_t n, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < n && st == RV_OK; i++)
        if (stands[i]->verdict == RV_LINK_APART)
            st = rv_groups_part(out->groups, (uint32_t)rv_standing_find(out, stands[i]->record),
                                (uint32_t)rv_standing_find(out, stands[i]->other), err);
    if (n)
        qsort(stands, n, sizeof *stands, by_weight);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        const uint32_t a = (uint32_t)rv_standing_find(out, stands[i]->record);
        const uint32_t b = (uint32_t)rv_standing_find(out, stands[i]->other);
        if (stands[i]->verdict == RV_LINK_SAME)
            rv_groups_join(out->groups, a, b, NULL, NULL);
        else if (stands[i]->verdict == RV_LINK_NONE)
            rv_groups_join(out->undone, a, b, NULL, NULL);
    }
    return st;
}

rv_status rv_standing_make(rv_standing *out, const rv_links *links, const int64_t *records, size_t n, rv_error *err)
{
    const rv_link **stands = NULL;
    size_t count = 0;
    rv_status st = RV_OK;

    *out = (rv_standing){ 0 };
    if (!records) {
        st = named(links, out, err);
    } else if (!(out->records = malloc((n + 1) * sizeof *out->records))) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    } else {
        memcpy(out->records, records, n * sizeof *records);
        out->n = n;
    }
    if (st == RV_OK && !(stands = malloc((links->n + 1) * sizeof *stands)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && (st = rv_groups_new(&out->groups, out->n, err)) == RV_OK
        && (st = rv_groups_new(&out->undone, out->n, err)) == RV_OK) {
        for (size_t from = 0, to; from < links->n; from = to) {
            to = rv_links_pair_end(links, from);
            stands[count] = rv_links_standing(links, from, to, INT64_MAX);
            /* a link to a record that is not a member (not visible yet) counts for nothing */
            if (rv_standing_find(out, stands[count]->record) >= 0 && rv_standing_find(out, stands[count]->other) >= 0)
                count++;
        }
        st = join_all(out, stands, count, err);
    }
    free(stands);
    if (st != RV_OK)
        rv_standing_free(out);
    return st;
}

void rv_standing_free(rv_standing *standing)
{
    free(standing->records);
    rv_groups_free(standing->groups);
    rv_groups_free(standing->undone);
    *standing = (rv_standing){ 0 };
}

/* ---- Telling ------------------------------------------------------------------------------------------------------------ */

rv_status rv_link_add(rv_event *event, int64_t record, int64_t other, const char *verdict, const char *rule, const char *reason,
                      rv_error *err)
{
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", record < other ? record : other), RV_CELL_OF_INT("other", record < other ? other : record),
        RV_CELL_OF_TEXT("verdict", verdict), RV_CELL_OF_TEXT("rule", rule), RV_CELL_OF_TEXT("reason", reason),
    };

    return rv_event_add(event, "link", cells, sizeof cells / sizeof *cells, NULL, err);
}

static bool stands(const rv_links *links, int64_t record, int64_t other, int64_t id)
{
    const rv_link key = { .record = record < other ? record : other, .other = record < other ? other : record, .id = 0 };
    size_t low = 0, high = links->n;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (by_pair(&links->items[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < links->n && rv_links_standing(links, low, rv_links_pair_end(links, low), INT64_MAX)->id == id;
}

rv_status rv_dedup_links(rv_store *store, rv_status (*link)(void *user, const rv_dedup_link *link, rv_error *err), void *user,
                         rv_error *err)
{
    rv_links links;
    rv_query *q = NULL;
    char hex[RV_DIGEST_HEX];
    bool more;
    rv_status st;
    const rv_status view = rv_store_read_begin(store, err);

    if (view != RV_OK && view != RV_EINVAL)      /* RV_EINVAL: the caller has a view, or a write, under way */
        return view;
    if ((st = rv_links_load(store, &links, err)) == RV_OK && (st = rv_query_start(&q, store, &link_walk, err, "")) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more) {
            size_t n;
            const void *digest = rv_query_blob(q, 7, &n);
            rv_dedup_link row = { rv_query_int(q, 1), rv_query_int(q, 2), rv_query_text(q, 3), rv_query_text(q, 4),
                                  rv_query_text(q, 5), rv_query_text(q, 6), hex, false };
            rv_hex(digest, n < RV_DIGEST ? n : RV_DIGEST, hex);
            row.stands = stands(&links, row.record, row.other, rv_query_int(q, 0));
            if ((st = link(user, &row, err)) != RV_OK)
                break;
        }
    rv_query_end(q);
    rv_links_free(&links);
    if (view == RV_OK)
        rv_store_read_end(store);
    return st;
}
