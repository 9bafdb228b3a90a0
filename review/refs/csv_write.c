#include <config.h>

#include "inside.h"

/* The first five stand in the file of a review only. */
static const char *const columns[] = {
    "record", "report", "source_name", "source_kind", "file", "type", "title", "authors", "year", "container", "volume", "issue",
    "pages", "doi", "pmid", "isbn", "issn", "accession", "publisher", "url", "abstract", "keywords", "language", "note",
};
enum { OF_REVIEW = 5, COLUMNS = sizeof columns / sizeof *columns };

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    rv_table *table;
    size_t    skip = writer->review ? 0 : OF_REVIEW;
    rv_status st = rv_table_open(&table, writer->out, RV_FORMAT_CSV, columns + skip, COLUMNS - skip, err);

    writer->state = table;
    return st;
}

static void put_origin(rv_table *table, const rv_ref_origin *origin)
{
    rv_table_int(table, origin->id);
    rv_table_int(table, origin->report);
    rv_table_text(table, origin->source);
    rv_table_text(table, origin->kind);
    rv_table_text(table, origin->file);
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    rv_table             *table = writer->state;
    const rv_bulk_record *f = &record->fields;
    const char *const     before[] = { f->type, f->title, f->authors };
    const char *const     after[] = { f->container, f->volume, f->issue, f->pages, f->doi, f->pmid, f->isbn, f->issn, f->accession,
                                      f->publisher, f->url, f->abstract, f->keywords, f->language, f->note };
    size_t i;

    (void)err;
    if (writer->review)
        put_origin(table, record->origin);
    for (i = 0; i < sizeof before / sizeof *before; i++)
        rv_table_text(table, before[i]);
    if (f->year)
        rv_table_int(table, f->year);
    else
        rv_table_missing(table);
    for (i = 0; i < sizeof after / sizeof *after; i++)
        rv_table_text(table, after[i]);
    rv_table_row(table);
    return RV_OK;
}

static rv_status end(rv_refs_writer *writer, rv_error *err)
{
    rv_table *table = writer->state;

    writer->state = NULL;
    return rv_table_close(table, err);
}

static void drop(rv_refs_writer *writer)
{
    if (writer->state)
        (void)!rv_table_close(writer->state, NULL);
}

const rv_refs_written_format rv_written_csv = { begin, write_record, end, drop };
