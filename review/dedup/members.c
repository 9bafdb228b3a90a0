/* The derived table report_member: which report each record belongs to. */
#include <config.h>

#include <stdlib.h>

#include "review/refs.h"

#include "dedup/links.h"

RV_STATEMENT(member_all, "SELECT record, report FROM report_member ORDER BY record");
RV_STATEMENT(member_remove, "DELETE FROM report_member WHERE record = ?1");
RV_STATEMENT(member_insert, "INSERT INTO report_member(record, report) VALUES(?1, ?2)");
RV_STATEMENT(member_update, "UPDATE report_member SET report = ?2 WHERE record = ?1");

typedef struct {
    int64_t record, report;
} member;

/* The members of groups of two or more, in order of record; a report is named by its least record. */
static rv_status wanted(const rv_standing *standing, member **out, size_t *n, rv_error *err)
{
    int64_t *least = calloc(standing->n + 1, sizeof *least);
    uint32_t *size = calloc(standing->n + 1, sizeof *size);
    rv_status st = RV_OK;

    *n = 0;
    *out = malloc((standing->n + 1) * sizeof **out);
    if (!least || !size || !*out)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < standing->n; i++) {
        const uint32_t g = rv_groups_of(standing->groups, (uint32_t)i);
        if (!size[g]++)
            least[g] = standing->records[i];
    }
    for (size_t i = 0; st == RV_OK && i < standing->n; i++) {
        const uint32_t g = rv_groups_of(standing->groups, (uint32_t)i);
        if (size[g] > 1)
            (*out)[(*n)++] = (member){ standing->records[i], least[g] };
    }
    free(least);
    free(size);
    return st;
}

static rv_status present(rv_store *store, member **out, size_t *n, rv_error *err)
{
    rv_query *q = NULL;
    size_t capacity = 0;
    bool more;
    rv_status st;

    *out = NULL;
    *n = 0;
    if ((st = rv_query_start(&q, store, &member_all, err, "")) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more) {
            if (*n == capacity) {
                member *bigger = realloc(*out, (capacity = capacity ? capacity * 2 : 256) * sizeof *bigger);
                if (!bigger) {
                    st = rv_fail(err, RV_ENOMEM, "out of memory");
                    break;
                }
                *out = bigger;
            }
            (*out)[(*n)++] = (member){ rv_query_int(q, 0), rv_query_int(q, 1) };
        }
    rv_query_end(q);
    return st;
}

/* Writes the difference of two sorted lists. `reports` gets those whose members change: at most n_old + n_new. */
static rv_status write_difference(rv_store *store, const member *old, size_t n_old, const member *new, size_t n_new, int64_t *reports,
                                  size_t *n, rv_error *err)
{
    size_t i = 0, j = 0;
    rv_status st = RV_OK;

    *n = 0;
    while (st == RV_OK && (i < n_old || j < n_new)) {
        if (j == n_new || (i < n_old && old[i].record < new[j].record)) {
            st = rv_store_run(store, &member_remove, err, "i", old[i].record);
            reports[(*n)++] = old[i++].report;
        } else if (i == n_old || new[j].record < old[i].record) {
            st = rv_store_run(store, &member_insert, err, "ii", new[j].record, new[j].report);
            reports[(*n)++] = new[j++].report;
        } else {
            if (old[i].report != new[j].report) {
                st = rv_store_run(store, &member_update, err, "ii", new[j].record, new[j].report);
                reports[(*n)++] = old[i].report;
                reports[(*n)++] = new[j].report;
            }
            i++, j++;
        }
    }
    return st;
}

static int ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static size_t distinct(int64_t *reports, size_t n)
{
    size_t kept = 0;

    if (n > 1)
        qsort(reports, n, sizeof *reports, ascending);
    for (size_t i = 0; i < n; i++)
        if (!kept || reports[kept - 1] != reports[i])
            reports[kept++] = reports[i];
    return kept;
}

/* `*reports`, to be freed, are those whose members changed. */
static rv_status make(rv_store *store, int64_t **reports, size_t *n, rv_error *err)
{
    rv_links links = { 0 };
    rv_standing standing = { 0 };
    member *old = NULL, *new = NULL;
    size_t n_old, n_new;
    rv_status st;

    if ((st = rv_links_load(store, &links, err)) == RV_OK && (st = rv_standing_make(&standing, &links, NULL, 0, NULL, err)) == RV_OK
        && (st = wanted(&standing, &new, &n_new, err)) == RV_OK && (st = present(store, &old, &n_old, err)) == RV_OK) {
        if ((*reports = malloc((n_old + n_new + 1) * sizeof **reports)))
            st = write_difference(store, old, n_old, new, n_new, *reports, n, err);
        else
            st = rv_fail(err, RV_ENOMEM, "out of memory");
    }
    free(old);
    free(new);
    rv_standing_free(&standing);
    rv_links_free(&links);
    return st;
}

rv_status rv_members_make(rv_store *store, rv_error *err)
{
    int64_t *reports = NULL;
    size_t n = 0;
    rv_status st = make(store, &reports, &n, err);

    if (st == RV_OK)
        st = rv_reports_changed(store, reports, distinct(reports, n), err);
    free(reports);
    return st;
}

/* Heads have a derivation of their own. */
static rv_status rebuild(rv_store *store, rv_error *err)
{
    int64_t *reports = NULL;
    size_t n = 0;
    rv_status st = make(store, &reports, &n, err);

    free(reports);
    return st;
}

const rv_derivation rv_dedup_derivation = { "report_member", rebuild };
