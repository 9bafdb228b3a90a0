/* Reads bytes as references and keeps what is asked about: the last record's fields and tags as text, and the problems. */
#ifndef TESTS_REFS_READ_SUPPORT_H
#define TESTS_REFS_READ_SUPPORT_H

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

typedef struct {
    rv_status       status;
    rv_error        err;
    rv_refs_summary summary;
    rv_buf          records;             /* "offset+length:line title|authors|year|doi;" of each */
    rv_buf          tags;                /* "TI=One|" of the last */
    rv_buf          problems;            /* "kind@line " of each */
    rv_buf          bytes;
    rv_bulk_record  last;                /* with copies of its texts */
    char           *texts[18];
} read_result;

static const char *const *read_texts(const rv_bulk_record *f, const char *list[18])
{
    const char *const all[18] = { f->type, f->title, f->authors, f->container, f->volume, f->issue, f->pages, f->doi, f->pmid, f->isbn,
                                  f->issn, f->accession, f->publisher, f->url, f->abstract, f->keywords, f->language, f->note };

    memcpy(list, all, sizeof all);
    return list;
}

static void read_keep(read_result *got, const rv_bulk_record *f)
{
    const char  *list[18];
    const char **const into[18] = { &got->last.type, &got->last.title, &got->last.authors, &got->last.container, &got->last.volume,
                                    &got->last.issue, &got->last.pages, &got->last.doi, &got->last.pmid, &got->last.isbn,
                                    &got->last.issn, &got->last.accession, &got->last.publisher, &got->last.url,
                                    &got->last.abstract, &got->last.keywords, &got->last.language, &got->last.note };

    read_texts(f, list);
    got->last = *f;
    for (int i = 0; i < 18; i++) {
        free(got->texts[i]);
        got->texts[i] = list[i] ? strdup(list[i]) : NULL;
        *into[i] = got->texts[i];
    }
}

static rv_status read_take_bytes(void *user, const void *bytes, size_t n, rv_error *err)
{
    (void)err;
    rv_buf_add(&((read_result *)user)->bytes, bytes, n);
    return RV_OK;
}

static rv_status read_take_record(void *user, const rv_record *record, rv_error *err)
{
    read_result          *got = user;
    const rv_bulk_record *f = &record->fields;

    (void)err;
    rv_buf_printf(&got->records, "%llu+%llu:%llu %s|%s|%lld|%s;", (unsigned long long)f->offset, (unsigned long long)f->length,
                  (unsigned long long)f->line, f->title ? f->title : "", f->authors ? f->authors : "", (long long)f->year,
                  f->doi ? f->doi : "");
    rv_buf_clear(&got->tags);
    for (size_t i = 0; i < record->n_tags; i++)
        rv_buf_printf(&got->tags, "%s=%s|", record->tags[i].tag, record->tags[i].value);
    read_keep(got, f);
    return RV_OK;
}

static void read_take_problem(void *user, const rv_problem *problem)
{
    rv_buf_printf(&((read_result *)user)->problems, "%s@%zu ", problem->kind, problem->line);
}

static void read_bytes_as(read_result *got, const char *bytes, size_t n, const char *format, const char *encoding)
{
    const rv_refs_sink sink = { read_take_bytes, read_take_record, read_take_problem, got };

    memset(got, 0, sizeof *got);
    got->status = rv_refs_read_bytes("test", bytes, n, format, encoding, &sink, &got->summary, &got->err);
}

static inline void read_text(read_result *got, const char *text)
{
    read_bytes_as(got, text, strlen(text), NULL, NULL);
}

static void read_free(read_result *got)
{
    rv_buf_free(&got->records);
    rv_buf_free(&got->tags);
    rv_buf_free(&got->problems);
    rv_buf_free(&got->bytes);
    for (int i = 0; i < 18; i++)
        free(got->texts[i]);
}

#endif
