/* review-dedup on reference files, with no review. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/oddities.h"
#include "tools/opts.h"

typedef struct {
    const rv_plain *plain;
    rv_plain_file  *files;
    size_t          n_files;
    rv_dedup_set   *set;
    rv_ids          ids;
    uint64_t       *says;        /* of each record, when one of each report is written */
    size_t          capacity;
    rv_progress     progress;
    rv_table       *table;
    size_t          merged, queued, studies;
} job;

/* ---- Reading --------------------------------------------------------------------------------------------------------------- */

static rv_status keep_bytes(void *user, const void *bytes, size_t n, rv_error *err)
{
    rv_plain_file *file = ((void **)user)[0];

    rv_buf_add(&file->bytes, bytes, n);
    return rv_buf_check(&file->bytes, err);
}

/* The sink's own user stands second while bytes are kept. */
static rv_status pass_record(void *user, const rv_record *record, rv_error *err)
{
    const rv_refs_sink *sink = ((void **)user)[1];

    return sink->record(sink->user, record, err);
}

rv_status rv_plain_read(rv_plain_file *file, const rv_plain *plain, bool again, const rv_refs_sink *sink, rv_error *err)
{
    const char *format = plain->from >= 0 ? rv_refs_formats[plain->from] : NULL;
    void *both[] = { file, (void *)sink };
    const rv_refs_sink keeping = { keep_bytes, pass_record, sink->problem, both };

    if (again && file->keep)
        return rv_refs_read_bytes(file->path, rv_buf_str(&file->bytes), file->bytes.length, format, plain->encoding, sink, NULL,
                                  err);
    return rv_refs_read(file->path, format, plain->encoding, file->keep ? &keeping : sink, NULL, err);
}

static rv_status keep_says(job *j, const rv_record *record, rv_error *err)
{
    if (j->ids.n > j->capacity) {
        const size_t capacity = j->capacity + j->capacity / 2 + 1024;
        uint64_t *more = realloc(j->says, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory for %zu records", j->ids.n);
        j->says = more;
        j->capacity = capacity;
    }
    j->says[j->ids.n - 1] = rv_plain_says(record);
    return RV_OK;
}

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    job *j = user;
    rv_status st = rv_ids_add(&j->ids, rv_ids_own(record), err);

    if (st == RV_OK && j->plain->unique)
        st = keep_says(j, record, err);
    if (j->ids.n % 1024 == 0)
        rv_progress_tick(&j->progress, j->ids.n, 0);
    return st == RV_OK ? rv_dedup_set_add(j->set, &record->fields, err) : st;
}

static rv_status read_all(job *j, rv_error *err)
{
    const rv_refs_sink sink = { .record = take_record, .problem = rv_oddity_take, .user = j };
    size_t again, first;
    rv_status st = RV_OK;

    j->progress = rv_tool_progress("records read");
    for (size_t i = 0; i < j->n_files && st == RV_OK; i++)
        st = rv_plain_read(&j->files[i], j->plain, false, &sink, err);
    rv_tool_progress_end();
    if (st == RV_OK && (st = rv_ids_settle(&j->ids, &again, &first, err)) == RV_OK && again) {
        char position[RV_ID_POSITION];
        rv_tool_say("%zu %s an id that stood before; with # and its position among all records it is told apart, such as '%s'",
                    again, again == 1 ? "record has" : "records have", rv_ids_text(&j->ids, first, position));
    }
    return st;
}

/* The files; whether each can be read a second time. */
static rv_status list_files(job *j, const char *const *paths, rv_error *err)
{
    static const char *const standard[] = { "-", NULL };
    struct stat about;

    paths = *paths ? paths : standard;
    while (paths[j->n_files])
        j->n_files++;
    if (!(j->files = calloc(j->n_files, sizeof *j->files)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < j->n_files; i++) {
        j->files[i].path = paths[i];
        j->files[i].keep =
            j->plain->unique && (strcmp(paths[i], "-") == 0 || (stat(paths[i], &about) == 0 && !S_ISREG(about.st_mode)));
        if (j->plain->unique && strcmp(paths[i], j->plain->unique) == 0 && strcmp(paths[i], "-") != 0)
            return rv_fail(err, RV_EUSAGE, "--unique %s would take the place of a file that is read; give it another name",
                           paths[i]);
    }
    return RV_OK;
}

/* ---- What is written ----------------------------------------------------------------------------------------------------- */

static rv_status fill_clusters(rv_table *table, void *user, rv_error *err)
{
    const job *j = user;
    char id[RV_ID_POSITION], cluster[RV_ID_POSITION];

    (void)err;
    for (size_t i = 0; i < j->ids.n; i++) {
        rv_table_text(table, rv_ids_text(&j->ids, i, id));
        rv_table_text(table, rv_ids_text(&j->ids, rv_dedup_set_cluster(j->set, i), cluster));
        rv_table_row(table);
    }
    return RV_OK;
}

static void put_pair(const job *j, const rv_dedup_found *pair)
{
    char a[RV_ID_POSITION], b[RV_ID_POSITION];

    rv_table_text(j->table, rv_ids_text(&j->ids, pair->a, a));
    rv_table_text(j->table, rv_ids_text(&j->ids, pair->b, b));
}

static rv_status add_queued(void *user, const rv_dedup_found *pair, rv_error *err)
{
    const job *j = user;

    (void)err;
    if (pair->verdict != RV_DEDUP_UNSURE)
        return RV_OK;
    put_pair(j, pair);
    rv_table_real(j->table, pair->probability);
    rv_table_text(j->table, pair->reason);
    rv_table_row(j->table);
    return RV_OK;
}

static rv_status fill_queue(rv_table *table, void *user, rv_error *err)
{
    job *j = user;

    j->table = table;
    return rv_dedup_set_each(j->set, add_queued, j, err);
}

static rv_status add_explained(void *user, const rv_dedup_found *pair, rv_error *err)
{
    const job *j = user;

    (void)err;
    put_pair(j, pair);
    rv_table_text(j->table, rv_dedup_verdicts[pair->verdict]);
    rv_table_real(j->table, pair->probability);
    rv_table_text(j->table, pair->rule);
    rv_table_text(j->table, pair->reason);
    rv_table_row(j->table);
    return RV_OK;
}

static rv_status fill_explain(rv_table *table, void *user, rv_error *err)
{
    job *j = user;

    j->table = table;
    return rv_dedup_set_each(j->set, add_explained, j, err);
}

static rv_status write_all(job *j, rv_error *err)
{
    static const char *const clusters[] = { "id", "cluster" }, *const queue[] = { "id_a", "id_b", "probability", "reason" },
                      *const explain[] = { "id_a", "id_b", "verdict", "probability", "rule", "reason" };
    const rv_plain *p = j->plain;
    uint64_t written = 0;
    rv_status st = RV_OK;

    if (p->clusters)
        st = rv_tool_table(p->clusters, RV_FORMAT_CSV, clusters, 2, fill_clusters, j, err);
    if (st == RV_OK && p->queue)
        st = rv_tool_table(p->queue, RV_FORMAT_CSV, queue, 4, fill_queue, j, err);
    if (st == RV_OK && p->explain)
        st = rv_tool_table(p->explain, RV_FORMAT_CSV, explain, 6, fill_explain, j, err);
    if (st == RV_OK && p->unique)
        st = rv_plain_unique(p, j->files, j->n_files, j->set, j->says, j->ids.n, &written, err);
    return st;
}

static rv_status count(void *user, const rv_dedup_found *pair, rv_error *err)
{
    job *j = user;

    (void)err;
    *(pair->verdict == RV_DEDUP_SAME ? &j->merged : pair->verdict == RV_DEDUP_UNSURE ? &j->queued : &j->studies) += 1;
    return RV_OK;
}

/* Each output has a place of its own. */
static rv_status check_outputs(const rv_plain *p, rv_error *err)
{
    const struct { const char *option, *path; } outputs[] = {
        { "clusters", p->clusters }, { "queue", p->queue },       { "explain", p->explain },
        { "unique", p->unique },     { "oddities", p->oddities },
    };

    for (size_t a = 0; a < sizeof outputs / sizeof *outputs; a++)
        for (size_t b = a + 1; outputs[a].path && b < sizeof outputs / sizeof *outputs; b++)
            if (outputs[b].path && strcmp(outputs[a].path, outputs[b].path) == 0)
                return rv_fail(err, RV_EUSAGE, "--%s and --%s both write to %s; give one of them another file", outputs[a].option,
                               outputs[b].option, strcmp(outputs[a].path, "-") == 0 ? "standard output" : outputs[a].path);
    return p->to >= 0 && !p->unique ? rv_fail(err, RV_EUSAGE, "--to is the format of --unique, which is not given") : RV_OK;
}

static rv_status compare(job *j, rv_error *err)
{
    rv_status st;

    if ((st = rv_dedup_set_new(&j->set, err)) != RV_OK || (st = rv_oddities_open(j->plain->oddities, err)) != RV_OK
        || (st = rv_oddities_close(read_all(j, err), err)) != RV_OK)
        return st;
    if ((st = rv_dedup_set_find(j->set, &j->plain->policy, j->plain->threads, err)) == RV_OK && (st = write_all(j, err)) == RV_OK)
        st = rv_dedup_set_each(j->set, count, j, err);
    return st;
}

rv_status rv_dedup_plain(const rv_plain *plain, const char *const *paths, rv_error *err)
{
    job j = { .plain = plain };
    rv_status st;

    if ((st = check_outputs(plain, err)) == RV_OK && (st = list_files(&j, paths, err)) == RV_OK && (st = compare(&j, err)) == RV_OK)
        rv_tool_say("%zu record%s: %zu duplicate%s, %zu pair%s to look at, %zu pair%s of one study", j.ids.n,
                    j.ids.n == 1 ? "" : "s", j.merged, j.merged == 1 ? "" : "s", j.queued, j.queued == 1 ? "" : "s", j.studies,
                    j.studies == 1 ? "" : "s");
    for (size_t i = 0; i < j.n_files; i++)
        rv_buf_free(&j.files[i].bytes);
    free(j.files);
    free(j.says);
    rv_ids_free(&j.ids);
    rv_dedup_set_free(j.set);
    return st;
}
