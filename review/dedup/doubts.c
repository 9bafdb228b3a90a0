/* The queue: pairs that runs could not decide and that wait for a person. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "dedup/links.h"

/* What the newest run that was unsure said of a pair: the probability, and why. */
RV_STATEMENT(link_said,
    "SELECT rule, reason, probability FROM link WHERE record = ?1 AND other = ?2 AND verdict = 'unsure' AND rule <> 'undo'"
    " ORDER BY id DESC LIMIT 1");

typedef struct {
    const rv_link *link;
    double         probability;
    uint32_t       a, b;         /* groups, a < b */
} doubt;

/* An undoing that says "unsure" again has no probability of its own: that of the run counts. */
static double probability_of(const rv_links *links, const rv_link *link)
{
    for (const rv_link *l = link; l >= links->items && l->record == link->record && l->other == link->other; l--)
        if (l->verdict == RV_LINK_UNSURE && !isnan(l->probability))
            return l->probability;
    return NAN;
}

static int by_groups(const void *x, const void *y)
{
    const doubt *a = x, *b = y;

    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static int likeliest_first(const void *x, const void *y)
{
    const doubt *a = x, *b = y;
    const double p = isnan(a->probability) ? -1 : a->probability, q = isnan(b->probability) ? -1 : b->probability;

    if (p != q)
        return p > q ? -1 : 1;
    if (a->link->record != b->link->record)
        return a->link->record < b->link->record ? -1 : 1;
    return a->link->other < b->link->other ? -1 : a->link->other > b->link->other;
}

/* By groups, then the likeliest first. */
static int by_groups_and_likelihood(const void *x, const void *y)
{
    const int order = by_groups(x, y);

    return order ? order : likeliest_first(x, y);
}

static size_t gather(const rv_links *links, const rv_standing *standing, doubt *out)
{
    size_t n = 0, kept = 0;

    for (size_t from = 0, to; from < links->n; from = to) {
        const rv_link *l;
        uint32_t a, b, ga, gb;
        to = rv_links_pair_end(links, from);
        l = rv_links_standing(links, from, to, INT64_MAX);
        if (l->verdict != RV_LINK_UNSURE)
            continue;
        a = (uint32_t)rv_standing_find(standing, l->record);
        b = (uint32_t)rv_standing_find(standing, l->other);
        ga = rv_groups_of(standing->groups, a);
        gb = rv_groups_of(standing->groups, b);
        if (ga != gb && !rv_groups_parted(standing->groups, a, b))
            out[n++] = (doubt){ l, probability_of(links, l), ga < gb ? ga : gb, ga < gb ? gb : ga };
    }
    if (n)
        qsort(out, n, sizeof *out, by_groups_and_likelihood);
    for (size_t i = 0; i < n; i++)
        if (!kept || by_groups(&out[kept - 1], &out[i]) != 0)
            out[kept++] = out[i];
    if (kept)
        qsort(out, kept, sizeof *out, likeliest_first);
    return kept;
}

static rv_status tell(rv_store *store, const rv_standing *standing, const int64_t *reports, const doubt *d,
                      rv_status (*told)(void *user, const rv_dedup_doubt *doubt, rv_error *err), void *user, rv_error *err)
{
    const int64_t a = rv_standing_find(standing, d->link->record), b = rv_standing_find(standing, d->link->other);
    rv_query *q = NULL;
    bool more = false;
    rv_status st;

    if ((st = rv_query_start(&q, store, &link_said, err, "ii", d->link->record, d->link->other)) == RV_OK
        && (st = rv_query_next(q, &more, err)) == RV_OK) {
        const rv_dedup_doubt row = { d->link->record, d->link->other,
                                     reports[rv_groups_of(standing->groups, (uint32_t)a)],
                                     reports[rv_groups_of(standing->groups, (uint32_t)b)],
                                     d->probability, more ? rv_query_text(q, 0) : "", more ? rv_query_text(q, 1) : "" };
        st = told(user, &row, err);
    }
    rv_query_end(q);
    return st;
}

rv_status rv_dedup_queue(rv_store *store, rv_status (*told)(void *user, const rv_dedup_doubt *doubt, rv_error *err), void *user,
                         rv_error *err)
{
    rv_links links = { 0 };
    rv_standing standing = { 0 };
    doubt *doubts = NULL;
    int64_t *reports = NULL;
    size_t n = 0;
    rv_status st;
    const rv_status view = rv_store_read_begin(store, err);

    if (view != RV_OK && view != RV_EINVAL)      /* RV_EINVAL: the caller has a view, or a write, under way */
        return view;
    if ((st = rv_links_load(store, &links, err)) == RV_OK && (st = rv_standing_make(&standing, &links, NULL, 0, NULL, err)) == RV_OK) {
        doubts = malloc((links.n + 1) * sizeof *doubts);
        reports = rv_standing_reports(&standing);
        if (!doubts || !reports)
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        else
            n = gather(&links, &standing, doubts);
    }
    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = tell(store, &standing, reports, &doubts[i], told, user, err);
    free(doubts);
    free(reports);
    rv_standing_free(&standing);
    rv_links_free(&links);
    if (view == RV_OK)
        rv_store_read_end(store);
    return st;
}
