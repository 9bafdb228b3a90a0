/* Records compared with each other without a review. */
#include <config.h>

#include <stdlib.h>

#include "dedup/entry.h"

struct rv_dedup_set {
    rv_entries entries;
    rv_edge   *edges;            /* merges that joined two groups, the queue, those of one study */
    size_t     n_edges;
    rv_dedup_policy policy;
    size_t    *cluster;          /* first record of the cluster of each */
};

rv_status rv_dedup_set_new(rv_dedup_set **out, rv_error *err)
{
    return (*out = calloc(1, sizeof **out)) ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_dedup_set_free(rv_dedup_set *set)
{
    if (!set)
        return;
    rv_entries_free(&set->entries);
    free(set->edges);
    free(set->cluster);
    free(set);
}

rv_status rv_dedup_set_add(rv_dedup_set *set, const rv_bulk_record *fields, rv_error *err)
{
    return rv_entries_add(&set->entries, (int64_t)set->entries.n + 1, fields, err);
}

/* A cluster is named by the first of its records. */
static rv_status name_clusters(rv_dedup_set *set, rv_groups *groups, rv_error *err)
{
    const size_t n = set->entries.n;
    size_t *first = malloc((n + 1) * sizeof *first);

    if (!first)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = n; i-- > 0;)
        first[rv_groups_of(groups, (uint32_t)i)] = i;
    for (size_t i = 0; i < n; i++)
        set->cluster[i] = first[rv_groups_of(groups, (uint32_t)i)];
    free(first);
    return RV_OK;
}

rv_status rv_dedup_set_find(rv_dedup_set *set, const rv_dedup_policy *policy, unsigned threads, rv_error *err)
{
    const rv_how how = { *policy, NULL, threads };
    const size_t n = set->entries.n;
    rv_weights used;
    rv_groups *groups = NULL;
    size_t compared;
    rv_status st;

    set->policy = *policy;
    if (!(set->cluster = malloc((n + 1) * sizeof *set->cluster)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_groups_new(&groups, n, err)) == RV_OK
        && (st = rv_entries_edges(&set->entries, &how, &used, &set->edges, &set->n_edges, &compared, err)) == RV_OK) {
        if ((st = rv_edges_settle(&set->entries, &how.policy, groups, NULL, set->edges, &set->n_edges, NULL, err)) == RV_OK)
            st = name_clusters(set, groups, err);
    }
    rv_groups_free(groups);
    return st;
}

size_t rv_dedup_set_cluster(const rv_dedup_set *set, size_t record)
{
    return set->cluster[record];
}

rv_status rv_dedup_set_each(const rv_dedup_set *set, rv_status (*found)(void *user, const rv_dedup_found *pair, rv_error *err),
                            void *user, rv_error *err)
{
    rv_buf reason = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; i < set->n_edges && st == RV_OK; i++) {
        const rv_edge *e = &set->edges[i];
        rv_buf_clear(&reason);
        rv_edge_words(&set->entries, e, &set->policy, &reason);
        if ((st = rv_buf_check(&reason, err)) == RV_OK)
            st = found(user, &(rv_dedup_found){ e->a, e->b, e->verdict, e->probability, e->rule, rv_buf_str(&reason) }, err);
    }
    rv_buf_free(&reason);
    return st;
}
