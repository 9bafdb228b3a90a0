#include <config.h>

#include "inside.h"

typedef struct {
    rv_table *table;
    bool      reports;
    uint64_t  n;
} csv_writing;

static const char *const columns[] = {
    "record", "report", "source_name", "source_kind", "file", "type", "title", "authors", "year", "container", "volume", "issue",
    "pages", "doi", "pmid", "isbn", "issn", "accession", "publisher", "url", "abstract", "keywords", "language", "note",
};

static rv_status write_record(void *user, const rv_stored_record *record, rv_error *err)
{
    csv_writing          *writing = user;
    const rv_bulk_record *f = &record->fields;
    const char *const     before[] = { record->source, record->kind, record->file, f->type, f->title, f->authors };
    const char *const     after[] = { f->container, f->volume, f->issue, f->pages, f->doi, f->pmid, f->isbn, f->issn, f->accession,
                                      f->publisher, f->url, f->abstract, f->keywords, f->language, f->note };
    size_t i;

    (void)err;
    if (writing->reports && record->id != record->report)
        return RV_OK;
    rv_table_int(writing->table, record->id);
    rv_table_int(writing->table, record->report);
    for (i = 0; i < sizeof before / sizeof *before; i++)
        rv_table_text(writing->table, before[i]);
    if (f->year)
        rv_table_int(writing->table, f->year);
    else
        rv_table_missing(writing->table);
    for (i = 0; i < sizeof after / sizeof *after; i++)
        rv_table_text(writing->table, after[i]);
    rv_table_row(writing->table);
    writing->n++;
    return RV_OK;
}

rv_status rv_csv_write(rv_store *store, bool reports, rv_output *out, uint64_t *n, rv_error *err)
{
    csv_writing writing = { .reports = reports };
    rv_status   st = rv_table_open(&writing.table, out, RV_FORMAT_CSV, columns, sizeof columns / sizeof *columns, err), closed;

    if (st != RV_OK)
        return st;
    st = rv_records_each(store, 0, INT64_MAX, write_record, &writing, err);
    closed = rv_table_close(writing.table, st == RV_OK ? err : NULL);
    *n = writing.n;
    return st == RV_OK ? closed : st;
}
