#include <config.h>

#include <string.h>

#include "inside.h"
#include "ris.h"

typedef struct {
    rv_output *out;
    bool       reports;
    uint64_t   n;
} ris_writing;

/* Line ends within a text would be taken for the end of the field. */
static void put(rv_output *out, const char *tag, const char *text, size_t n)
{
    size_t i;

    rv_output_printf(out, "%s  - ", tag);
    for (i = 0; i < n; i++)
        rv_output_add(out, text[i] == '\n' || text[i] == '\r' ? " " : text + i, 1);
    rv_output_text(out, "\r\n");
}

static void put_text(rv_output *out, const char *tag, const char *text)
{
    if (text && *text)
        put(out, tag, text, strlen(text));
}

static void put_list(rv_output *out, const char *tag, const char *list)
{
    while (list && *list) {
        const char *end = strstr(list, "; ");
        size_t      n = end ? (size_t)(end - list) : strlen(list);

        put(out, tag, list, n);
        list += n + (end ? 2 : 0);
    }
}

static void put_pages(rv_output *out, const char *pages)
{
    const char *hyphen = pages ? strchr(pages, '-') : NULL;

    if (!hyphen || strchr(hyphen + 1, '-') || !hyphen[1]) {
        put_text(out, "SP", pages);
        return;
    }
    put(out, "SP", pages, (size_t)(hyphen - pages));
    put_text(out, "EP", hyphen + 1);
}

static rv_status write_record(void *user, const rv_stored_record *record, rv_error *err)
{
    ris_writing          *writing = user;
    rv_output            *out = writing->out;
    const rv_bulk_record *f = &record->fields;

    (void)err;
    if (writing->reports && record->id != record->report)
        return RV_OK;
    put_text(out, "TY", rv_ris_type_for(f->type));
    put_list(out, "AU", f->authors);
    put_text(out, "TI", f->title);
    put_text(out, "T2", f->container);
    if (f->year)
        rv_output_printf(out, "PY  - %lld\r\n", (long long)f->year);
    put_text(out, "VL", f->volume);
    put_text(out, "IS", f->issue);
    put_pages(out, f->pages);
    put_text(out, "DO", f->doi);
    put_list(out, "SN", f->issn);
    put_list(out, "SN", f->isbn);
    put_text(out, "AN", f->accession);
    if (f->pmid)
        rv_output_printf(out, "U1  - %s [PMID]\r\n", f->pmid);
    put_text(out, "PB", f->publisher);
    put_text(out, "UR", f->url);
    put_text(out, "LA", f->language);
    put_list(out, "KW", f->keywords);
    put_text(out, "AB", f->abstract);
    put_text(out, "N1", f->note);
    put_text(out, "DB", record->source);
    rv_output_text(out, "ER  - \r\n\r\n");
    writing->n++;
    return RV_OK;
}

rv_status rv_ris_write(rv_store *store, bool reports, rv_output *out, uint64_t *n, rv_error *err)
{
    ris_writing writing = { out, reports, 0 };
    rv_status   st = rv_records_each(store, 0, INT64_MAX, write_record, &writing, err);

    *n = writing.n;
    return st;
}
