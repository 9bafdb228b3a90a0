/* What must hold of any bytes read as references: records follow each other within the file, every text is UTF-8 that ends where
   it says, the file's bytes are told whole, and a refusal says why. */
#ifndef TESTS_FUZZ_REFS_H
#define TESTS_FUZZ_REFS_H

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

typedef struct {
    uint64_t told, end;
    size_t   records, line;
} fuzz_refs_seen;

static void fuzz_refs_text(const char *text)
{
    if (text && !rv_utf8_valid(text, strlen(text), NULL))
        abort();
}

static rv_status fuzz_refs_bytes(void *user, const void *bytes, size_t n, rv_error *err)
{
    fuzz_refs_seen *seen = user;

    (void)bytes;
    (void)err;
    seen->told += n;
    return RV_OK;
}

static rv_status fuzz_refs_record(void *user, const rv_record *record, rv_error *err)
{
    fuzz_refs_seen       *seen = user;
    const rv_bulk_record *f = &record->fields;
    const char *const     texts[] = { f->type, f->title, f->authors, f->container, f->volume, f->issue, f->pages, f->doi, f->pmid,
                                      f->isbn, f->issn, f->accession, f->publisher, f->url, f->abstract, f->keywords, f->language,
                                      f->note };

    (void)err;
    if (record->number != ++seen->records || f->offset < seen->end || f->length == 0 || f->offset + f->length > seen->told
        || f->line < seen->line || f->line == 0)
        abort();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fuzz_refs_text(texts[i]);
        if (texts[i] && !*texts[i])
            abort();                     /* nothing given is NULL, not "" */
    }
    for (size_t i = 0; i < record->n_tags; i++) {
        fuzz_refs_text(record->tags[i].tag);
        fuzz_refs_text(record->tags[i].value);
    }
    if (f->year < 0 || f->year > 2099)
        abort();
    seen->end = f->offset + f->length;
    seen->line = f->line;
    return RV_OK;
}

static void fuzz_refs_problem(void *user, const rv_problem *problem)
{
    (void)user;
    if (!*problem->kind || !*problem->message)
        abort();
}

static inline void fuzz_refs(const uint8_t *data, size_t size, const char *format)
{
    fuzz_refs_seen     seen = { .told = 0 };
    const rv_refs_sink sink = { fuzz_refs_bytes, fuzz_refs_record, fuzz_refs_problem, &seen };
    rv_refs_summary    summary;
    rv_error           err = { .code = RV_OK };
    rv_status          st = rv_refs_read_bytes("fuzz", data, size, format, NULL, &sink, &summary, &err);

    if (st != RV_OK && !err.message[0])
        abort();
    if (st == RV_OK && (summary.records != seen.records || summary.records == 0))
        abort();
}

#endif
