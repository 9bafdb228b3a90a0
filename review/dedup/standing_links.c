/* What stands: the groups that links make of records. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/links.h"

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

bool rv_standing_together(const rv_standing *standing, int64_t record, int64_t other)
{
    const int64_t a = rv_standing_find(standing, record), b = rv_standing_find(standing, other);

    return a >= 0 && b >= 0 && rv_groups_of(standing->groups, (uint32_t)a) == rv_groups_of(standing->groups, (uint32_t)b);
}

int64_t *rv_standing_reports(const rv_standing *standing)
{
    int64_t *reports = calloc(standing->n + 1, sizeof *reports);

    for (size_t i = standing->n; reports && i-- > 0;)
        reports[rv_groups_of(standing->groups, (uint32_t)i)] = standing->records[i];
    return reports;
}

/* What persons said comes first, the newest before the older; then what rules found, in the order they found it. What an undoing says
   again has the weight it had, so that the groups are again what they were. */
static int by_weight(const void *a, const void *b)
{
    const rv_link *x = *(const rv_link *const *)a, *y = *(const rv_link *const *)b;

    if (x->word != y->word)
        return x->word ? -1 : 1;
    if (x->since == y->since)
        return 0;
    return (x->since > y->since) == x->word ? -1 : 1;
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
        if (rv_link_parts(stands[i]))
            st = rv_groups_part(out->groups, (uint32_t)rv_standing_find(out, stands[i]->record),
                                (uint32_t)rv_standing_find(out, stands[i]->other), err);
    if (n)
        qsort(stands, n, sizeof *stands, by_weight);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        const uint32_t a = (uint32_t)rv_standing_find(out, stands[i]->record);
        const uint32_t b = (uint32_t)rv_standing_find(out, stands[i]->other);
        if (stands[i]->verdict == RV_LINK_SAME)
            rv_groups_join(out->groups, a, b, NULL, NULL);
        else if (stands[i]->verdict == RV_LINK_NONE && stands[i]->undo && !stands[i]->silent)
            rv_groups_join(out->undone, a, b, NULL, NULL);
    }
    return st;
}

/* A link to a record that is no member (not visible yet) counts for nothing. */
static bool counts(const rv_standing *standing, const rv_link *link, const bool *afresh)
{
    const int64_t a = rv_standing_find(standing, link->record), b = rv_standing_find(standing, link->other);

    return a >= 0 && b >= 0 && (link->person || !afresh || !(afresh[a] && afresh[b]));
}

rv_status rv_standing_make(rv_standing *out, const rv_links *links, const int64_t *records, size_t n, const bool *afresh,
                           rv_error *err)
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
            count += counts(out, stands[count], afresh);
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
