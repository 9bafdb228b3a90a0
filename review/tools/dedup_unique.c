/* One record of each report out of reference files: the one that says most, as its file has it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/dedup.h"

/* An article before its preprint; then the number of fields; then the length of what they say. */
uint64_t rv_plain_says(const rv_record *record)
{
    const rv_bulk_record *f = &record->fields;
    const char *const texts[] = { f->title, f->authors,  f->container, f->volume,   f->issue,     f->pages,
                                  f->doi,   f->pmid,     f->isbn,      f->issn,     f->accession, f->publisher,
                                  f->url,   f->abstract, f->keywords,  f->language, f->note };
    uint64_t fields = f->year != 0, length = 0;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i]) {
            fields++;
            length += strlen(texts[i]);
        }
    return (uint64_t)(!f->type || strcmp(f->type, "preprint") != 0) << 63 | fields << 56
           | (length < UINT64_C(1) << 56 ? length : 0);
}

typedef struct {
    rv_refs_writer *writer;
    const bool     *chosen;
    size_t          n, at;       /* records when first read; now */
} writing;

static rv_status write_chosen(void *user, const rv_record *record, rv_error *err)
{
    writing *w = user;
    const size_t i = w->at++;

    return i < w->n && w->chosen[i] ? rv_refs_writer_add(w->writer, record, err) : RV_OK;
}

static rv_status choose(const rv_dedup_set *set, const uint64_t *says, size_t n, bool **out, rv_error *err)
{
    size_t *best = malloc((n + 1) * sizeof *best);
    bool *chosen = calloc(n + 1, sizeof *chosen);

    if (!best || !chosen) {
        free(best);
        free(chosen);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu records", n);
    }
    for (size_t i = 0; i < n; i++) {
        const size_t cluster = rv_dedup_set_cluster(set, i);
        if (cluster == i || says[i] > says[best[cluster]])
            best[cluster] = i;
    }
    for (size_t i = 0; i < n; i++)
        chosen[i] = best[rv_dedup_set_cluster(set, i)] == i;
    free(best);
    *out = chosen;
    return RV_OK;
}

/* The format asked for, else that of the name's ending, else RIS. */
static const char *format_of(const rv_plain *plain)
{
    static const struct { const char *ending, *format; } endings[] = {
        { ".ris", "ris" },       { ".bib", "bibtex" },      { ".csv", "csv" },
        { ".json", "csl-json" }, { ".xml", "endnote-xml" }, { ".nbib", "nbib" },
    };
    const size_t length = strlen(plain->unique);

    if (plain->to >= 0)
        return rv_refs_written[plain->to];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t n = strlen(endings[i].ending);
        if (length > n && strcmp(plain->unique + length - n, endings[i].ending) == 0)
            return endings[i].format;
    }
    return "ris";
}

static rv_status write_all(const rv_plain *plain, rv_plain_file *files, size_t n_files, writing *w, rv_error *err)
{
    const rv_refs_sink sink = { .record = write_chosen, .user = w };
    rv_status st = RV_OK;

    for (size_t i = 0; i < n_files && st == RV_OK; i++)
        st = rv_plain_read(&files[i], plain, true, &sink, err);
    if (st == RV_OK && w->at != w->n)
        st = rv_fail(err, RV_EIO, "the files had %zu records at first and %zu when they were read again; they changed meanwhile",
                     w->n, w->at);
    return st;
}

rv_status rv_plain_unique(const rv_plain *plain, rv_plain_file *files, size_t n_files, const rv_dedup_set *set,
                          const uint64_t *says, size_t n, uint64_t *written, rv_error *err)
{
    bool *chosen = NULL;
    writing w = { .n = n };
    rv_output *out = NULL;
    rv_status st;

    if ((st = choose(set, says, n, &chosen, err)) == RV_OK && (st = rv_output_open(&out, plain->unique, err)) == RV_OK
        && (st = rv_refs_writer_open(&w.writer, format_of(plain), false, out, err)) == RV_OK) {
        w.chosen = chosen;
        st = write_all(plain, files, n_files, &w, err);
        *written = rv_refs_writer_count(w.writer);
        if (st == RV_OK)
            st = rv_refs_writer_close(w.writer, err);
        else
            rv_refs_writer_drop(w.writer);
    }
    free(chosen);
    if (st == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}
