/* The list of decisions that come in, and the faults of their file. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen/incoming.h"

void rv_faults_add(rv_faults *faults, size_t line, rv_status code, const char *format, ...)
{
    const size_t wider = faults->room ? 2 * faults->room : 16;
    char message[400];
    rv_fault *more;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    faults->n++;
    if (faults->kept == faults->room) {
        if (!(more = realloc(faults->all, wider * sizeof *more)))
            return;
        faults->all = more;
        faults->room = wider;
    }
    faults->all[faults->kept++] = (rv_fault){ line, faults->texts.length, code == RV_ENOMEM || code == RV_ESTORE ? code : RV_EPARSE };
    rv_buf_add(&faults->texts, message, strlen(message) + 1);
}

static int by_line(const void *a, const void *b)
{
    const rv_fault *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

rv_status rv_faults_end(rv_faults *faults, rv_error *err)
{
    char more[64] = "";
    rv_status st = RV_OK;

    if (faults->n && (!faults->kept || faults->texts.failed)) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    } else if (faults->n) {
        qsort(faults->all, faults->kept, sizeof *faults->all, by_line);
        for (size_t i = 0; faults->tell && i < faults->kept; i++)
            faults->tell(faults->user, &(rv_problem){ faults->file, "decision", faults->texts.data + faults->all[i].at, faults->all[i].line, 0 });
        if (faults->n > 1)
            snprintf(more, sizeof more, " (and %zu more; nothing was taken)", faults->n - 1);
        st = rv_fail(err, faults->all[0].code, "%s:%zu: %s%s", faults->file, faults->all[0].line, faults->texts.data + faults->all[0].at, more);
    }
    free(faults->all);
    rv_buf_free(&faults->texts);
    faults->all = NULL;
    faults->n = faults->kept = faults->room = 0;
    return st;
}

void rv_incoming_begin(rv_incoming *in, const char *file)
{
    *in = (rv_incoming){ .file = file, .texts = RV_BUF_INIT };
    rv_buf_add(&in->texts, "", 1);
}

void rv_incoming_free(rv_incoming *in)
{
    free(in->entries);
    free(in->votes);
    free(in->doubts);
    rv_buf_free(&in->texts);
    rv_buf_free(&in->made);
    *in = (rv_incoming){ .texts = RV_BUF_INIT };
}

const char *rv_incoming_keep(rv_incoming *in, const char *text)
{
    const size_t at = in->texts.length;

    if (!text || !*text)
        return NULL;
    rv_buf_add(&in->texts, text, strlen(text) + 1);
    return (const char *)(uintptr_t)at;
}

/* Room for one more of `size`; NULL when memory is out. */
static void *grow(void **items, size_t n, size_t *room, size_t size, rv_error *err)
{
    const size_t wider = *room ? *room * 2 : 256;
    void *more = *items;

    if (n == *room) {
        if (!(more = realloc(*items, wider * size))) {
            rv_fail(err, RV_ENOMEM, "out of memory");
            return NULL;
        }
        *items = more;
        *room = wider;
    }
    return memset((char *)more + n * size, 0, size);
}

rv_incoming_entry *rv_incoming_entry_add(rv_incoming *in, rv_error *err)
{
    rv_incoming_entry *entry = grow((void **)&in->entries, in->n_entries, &in->room_entries, sizeof *entry, err);

    in->n_entries += entry != NULL;
    return entry;
}

rv_incoming_vote *rv_incoming_vote_add(rv_incoming *in, rv_error *err)
{
    rv_incoming_vote *vote = grow((void **)&in->votes, in->n_votes, &in->room_votes, sizeof *vote, err);

    in->n_votes += vote != NULL;
    return vote;
}

rv_status rv_incoming_doubt_add(rv_incoming *in, const rv_incoming_doubt *doubt, rv_error *err)
{
    rv_incoming_entry *entry = &in->entries[doubt->entry];
    rv_incoming_doubt *one;

    for (size_t i = entry->first_doubt; i < entry->first_doubt + entry->n_doubts; i++)
        if (in->doubts[i].report == doubt->report)
            return RV_OK;
    if (entry->n_doubts && entry->first_doubt + entry->n_doubts != in->n_doubts) {      /* others came between: move to the end */
        for (size_t i = 0; i < entry->n_doubts; i++) {
            if (!(one = grow((void **)&in->doubts, in->n_doubts, &in->room_doubts, sizeof *one, err)))
                return RV_ENOMEM;
            *one = in->doubts[entry->first_doubt + i];
            in->n_doubts++;
        }
        entry->first_doubt = in->n_doubts - entry->n_doubts;
    }
    if (!(one = grow((void **)&in->doubts, in->n_doubts, &in->room_doubts, sizeof *one, err)))
        return RV_ENOMEM;
    *one = *doubt;
    if (!entry->n_doubts++)
        entry->first_doubt = in->n_doubts;
    in->n_doubts++;
    return RV_OK;
}

static void point(const char **text, const char *data)
{
    if (*text)
        *text = data + (uintptr_t)*text;
}

rv_status rv_incoming_settle(rv_incoming *in, rv_error *err)
{
    const char *data = in->texts.data;

    for (size_t i = 0; i < in->n_entries; i++) {
        rv_incoming_entry *e = &in->entries[i];
        rv_bulk_record *f = &e->fields;
        const char **const texts[] = {
            &e->key, &e->of, &f->type, &f->title, &f->authors, &f->container, &f->volume, &f->issue, &f->pages, &f->doi, &f->pmid, &f->isbn,
            &f->issn, &f->accession, &f->publisher, &f->url, &f->abstract, &f->keywords, &f->language, &f->note,
        };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            point(texts[k], data);
    }
    for (size_t i = 0; i < in->n_votes; i++) {
        rv_incoming_vote *v = &in->votes[i];
        const char **const texts[] = { &v->stage, &v->reviewer, &v->verdict, &v->reason, &v->note, &v->labels };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            point(texts[k], data);
    }
    return rv_buf_check(&in->texts, err);
}
