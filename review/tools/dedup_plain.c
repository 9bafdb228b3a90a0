/* review-dedup on reference files, with no review. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/oddities.h"
#include "tools/opts.h"

typedef struct {
    const rv_plain *plain;
    rv_dedup_set   *set;
    char          **ids;         /* as the records name themselves, or their position */
    size_t          n, capacity;
    rv_table       *queue, *explain, *clusters;
    size_t          merged, queued, studies;
} job;

/* The record's own name: RIS tag ID, column "id". */
static const char *own_id(const rv_record *record)
{
    for (size_t i = 0; i < record->n_tags; i++)
        if (record->tags[i].value && *record->tags[i].value && (strcmp(record->tags[i].tag, "ID") == 0 || strcmp(record->tags[i].tag, "id") == 0))
            return record->tags[i].value;
    return NULL;
}

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    job *j = user;
    const char *id = own_id(record);
    char position[24];

    if (j->n == j->capacity) {
        const size_t capacity = j->capacity ? 2 * j->capacity : 1024;
        char **more = realloc(j->ids, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory for %zu records", j->n);
        j->ids = more;
        j->capacity = capacity;
    }
    snprintf(position, sizeof position, "%zu", j->n + 1);
    if (!(j->ids[j->n] = strdup(id ? id : position)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu records", j->n);
    j->n++;
    return rv_dedup_set_add(j->set, &record->fields, err);
}

static rv_status read_all(job *j, const char *const *paths, rv_error *err)
{
    const rv_refs_sink sink = { .record = take_record, .problem = rv_oddity_take, .user = j };
    rv_status st = RV_OK;

    for (; st == RV_OK && *paths; paths++)
        st = rv_refs_read(*paths, j->plain->from >= 0 ? rv_refs_formats[j->plain->from] : NULL, j->plain->encoding, &sink, NULL, err);
    return st;
}

/* ---- What is written ----------------------------------------------------------------------------------------------------- */

static rv_status fill_clusters(rv_table *table, void *user, rv_error *err)
{
    const job *j = user;

    (void)err;
    for (size_t i = 0; i < j->n; i++) {
        rv_table_text(table, j->ids[i]);
        rv_table_text(table, j->ids[rv_dedup_set_cluster(j->set, i)]);
        rv_table_row(table);
    }
    return RV_OK;
}

static rv_status add_queued(void *user, const rv_dedup_found *pair, rv_error *err)
{
    job *j = user;

    (void)err;
    if (pair->verdict != RV_DEDUP_UNSURE)
        return RV_OK;
    rv_table_text(j->queue, j->ids[pair->a]);
    rv_table_text(j->queue, j->ids[pair->b]);
    rv_table_real(j->queue, pair->probability);
    rv_table_text(j->queue, pair->reason);
    rv_table_row(j->queue);
    return RV_OK;
}

static rv_status fill_queue(rv_table *table, void *user, rv_error *err)
{
    job *j = user;

    j->queue = table;
    return rv_dedup_set_each(j->set, add_queued, j, err);
}

static rv_status add_explained(void *user, const rv_dedup_found *pair, rv_error *err)
{
    job *j = user;

    (void)err;
    rv_table_text(j->explain, j->ids[pair->a]);
    rv_table_text(j->explain, j->ids[pair->b]);
    rv_table_text(j->explain, rv_dedup_verdicts[pair->verdict]);
    rv_table_real(j->explain, pair->probability);
    rv_table_text(j->explain, pair->rule);
    rv_table_text(j->explain, pair->reason);
    rv_table_row(j->explain);
    return RV_OK;
}

static rv_status fill_explain(rv_table *table, void *user, rv_error *err)
{
    job *j = user;

    j->explain = table;
    return rv_dedup_set_each(j->set, add_explained, j, err);
}

static rv_status write_all(job *j, rv_error *err)
{
    static const char *const clusters[] = { "id", "cluster" }, *const queue[] = { "id_a", "id_b", "probability", "reason" },
                      *const explain[] = { "id_a", "id_b", "verdict", "probability", "rule", "reason" };
    const rv_plain *p = j->plain;
    rv_status st = RV_OK;

    if (p->clusters)
        st = rv_tool_table(strcmp(p->clusters, "-") == 0 ? NULL : p->clusters, RV_FORMAT_CSV, clusters, 2, fill_clusters, j, err);
    if (st == RV_OK && p->queue)
        st = rv_tool_table(p->queue, RV_FORMAT_CSV, queue, 4, fill_queue, j, err);
    if (st == RV_OK && p->explain)
        st = rv_tool_table(p->explain, RV_FORMAT_CSV, explain, 6, fill_explain, j, err);
    return st;
}

static rv_status count(void *user, const rv_dedup_found *pair, rv_error *err)
{
    job *j = user;

    (void)err;
    *(pair->verdict == RV_DEDUP_SAME ? &j->merged : pair->verdict == RV_DEDUP_UNSURE ? &j->queued : &j->studies) += 1;
    return RV_OK;
}

rv_status rv_dedup_plain(const rv_plain *plain, const char *const *paths, rv_error *err)
{
    job j = { .plain = plain };
    rv_status st;

    if ((st = rv_dedup_set_new(&j.set, err)) == RV_OK && (st = read_all(&j, paths, err)) == RV_OK
        && (st = rv_dedup_set_find(j.set, &plain->policy, plain->threads, err)) == RV_OK && (st = write_all(&j, err)) == RV_OK
        && (st = rv_dedup_set_each(j.set, count, &j, err)) == RV_OK)
        rv_tool_say("%zu records: %zu duplicates merged, %zu pairs to look at, %zu pairs of one study", j.n, j.merged, j.queued, j.studies);
    for (size_t i = 0; i < j.n; i++)
        free(j.ids[i]);
    free(j.ids);
    rv_dedup_set_free(j.set);
    return st;
}
