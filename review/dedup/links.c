/* The links of a review: which of each pair stands. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dedup/links.h"

RV_STATEMENT(link_all,
    "SELECT id, event, record, other, verdict, rule, probability FROM link ORDER BY id");
RV_STATEMENT(link_walk,
    "SELECT l.id, l.record, l.other, l.verdict, l.rule, l.reason, l.probability, e.who, e.digest"
    " FROM link l JOIN event e ON e.id = l.event ORDER BY l.id");

const char *const rv_link_verdicts[] = { "none", "unsure", "study", "apart", "same", NULL };

static int by_pair(const void *a, const void *b)
{
    const rv_link *x = a, *y = b;

    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* A word of a later version of this program says nothing here. */
static rv_link_verdict verdict_of(const char *word)
{
    for (int i = 0; rv_link_verdicts[i]; i++)
        if (strcmp(rv_link_verdicts[i], word) == 0)
            return (rv_link_verdict)i;
    return RV_LINK_NONE;
}

static rv_status keep(rv_links *links, rv_query *q, rv_error *err)
{
    const int64_t a = rv_query_int(q, 2), b = rv_query_int(q, 3);
    const char *rule = rv_query_text(q, 5);
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
    *l = (rv_link){ .record = a < b ? a : b, .other = a < b ? b : a, .id = rv_query_int(q, 0), .event = rv_query_int(q, 1),
                    .probability = rv_query_real(q, 6), .verdict = verdict_of(rv_query_text(q, 4)),
                    .undo = strcmp(rule, "undo") == 0 };
    l->person = l->undo || strcmp(rule, "person") == 0;
    l->word = l->person && !l->undo;
    if (l->id > links->newest)
        links->newest = l->id;
    return RV_OK;
}

bool rv_link_parts(const rv_link *link)
{
    return link->verdict == RV_LINK_APART || (link->verdict == RV_LINK_STUDY && link->word);
}

/* What an undoing says again is what stood before the link that it took back. Rows are in order of id, so that those before are known. */
static void see_through(rv_links *links, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        rv_link *l = &links->items[i];
        const rv_link *back = l->undo ? rv_links_standing(links, from, to, l->id) : NULL;
        const rv_link *again = back ? rv_links_standing(links, from, to, back->id) : NULL;
        l->since = again ? again->since : l->id;
        if (!l->undo)
            continue;
        l->word = again && again->word;
        l->silent = l->verdict == RV_LINK_NONE && back && rv_link_parts(back);
    }
}

static void settle_pairs(rv_links *links)
{
    if (links->n)
        qsort(links->items, links->n, sizeof *links->items, by_pair);
    for (size_t from = 0, to; from < links->n; from = to)
        see_through(links, from, to = rv_links_pair_end(links, from));
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
    if (st == RV_OK)
        settle_pairs(links);
    else
        rv_links_free(links);
    return st;
}

rv_status rv_links_with(rv_links *out, const rv_links *links, const rv_link *more, size_t n, rv_error *err)
{
    const size_t all = links->n + n;

    *out = (rv_links){ malloc((all + 1) * sizeof *out->items), all, all, links->newest + (int64_t)n };
    if (!out->items) {
        *out = (rv_links){ 0 };
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    if (links->n)
        memcpy(out->items, links->items, links->n * sizeof *links->items);
    for (size_t i = 0; i < n; i++) {
        rv_link *l = &out->items[links->n + i];
        *l = more[i];
        if (l->record > l->other) {
            l->record = more[i].other;
            l->other = more[i].record;
        }
        l->id = links->newest + 1 + (int64_t)i;
        l->person = l->word = true;
    }
    settle_pairs(out);
    return RV_OK;
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

    for (size_t i = from; i < to && links->items[i].id < before; i++) {
        const rv_link *l = &links->items[i];
        if (l->person)
            person = l;
        else
            machine = l;
    }
    return person && !(person->silent && machine && machine->id > person->id) ? person : machine;
}

const rv_link *rv_links_of(const rv_links *links, int64_t record, int64_t other)
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
    if (low == links->n || links->items[low].record != key.record || links->items[low].other != key.other)
        return NULL;
    return rv_links_standing(links, low, rv_links_pair_end(links, low), INT64_MAX);
}

/* ---- Telling ------------------------------------------------------------------------------------------------------------ */

rv_status rv_link_add(rv_event *event, int64_t record, int64_t other, rv_link_verdict verdict, const char *rule, const char *reason,
                      double probability, rv_error *err)
{
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", record < other ? record : other), RV_CELL_OF_INT("other", record < other ? other : record),
        RV_CELL_OF_TEXT("verdict", rv_link_verdicts[verdict]), RV_CELL_OF_TEXT("rule", rule), RV_CELL_OF_TEXT("reason", reason),
        RV_CELL_OF_REAL("probability", probability),
    };

    return rv_event_add(event, "link", cells, sizeof cells / sizeof *cells, NULL, err);
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
            const void *digest = rv_query_blob(q, 8, &n);
            rv_dedup_link row = { rv_query_int(q, 1), rv_query_int(q, 2), rv_query_text(q, 3), rv_query_real(q, 6),
                                  rv_query_text(q, 4), rv_query_text(q, 5), rv_query_text(q, 7), hex, false };
            rv_hex(digest, n < RV_DIGEST ? n : RV_DIGEST, hex);
            row.stands = rv_links_of(&links, row.record, row.other)->id == rv_query_int(q, 0);
            if ((st = link(user, &row, err)) != RV_OK)
                break;
        }
    rv_query_end(q);
    rv_links_free(&links);
    if (view == RV_OK)
        rv_store_read_end(store);
    return st;
}
