/* Records out of a review: each file is read again by the reader it came through, and what the review keeps of its records is matched
   to that by their places. */
#include <config.h>

#include <string.h>

#include "decisions.h"
#include "heads.h"
#include "inside.h"

#define FIELDS \
    "r.id, COALESCE(m.report, r.id), r.offset, r.length, r.line, r.year, r.type, r.title, r.authors, r.container, r.volume, r.issue," \
    " r.pages, r.doi, r.pmid, r.isbn, r.issn, r.accession, r.publisher, r.url, r.abstract, r.keywords, r.language, r.note"
RV_STATEMENT(export_files, "SELECT f.id, f.name, f.format, f.encoding, s.name, s.kind FROM file f JOIN source s ON s.id = f.source"
                           " ORDER BY f.id");
RV_STATEMENT(export_ids, "SELECT r.id, COALESCE(m.report, r.id) FROM record r LEFT JOIN report_member m ON m.record = r.id"
                         " WHERE r.file = ?1 ORDER BY r.seq");
RV_STATEMENT(export_head, "SELECT r.year, r.type, r.title, r.authors, r.container, r.volume, r.issue, r.pages, r.doi, r.pmid, r.isbn,"
                          " r.issn, r.accession, r.publisher, r.url, r.abstract, r.keywords, r.language, r.note FROM report_now r"
                          " JOIN report_head h ON h.report = r.id WHERE r.id = ?1");
RV_STATEMENT(export_records, "SELECT " FIELDS " FROM record_now r LEFT JOIN report_member m ON m.record = r.id"
                             " WHERE r.file = ?1 ORDER BY r.seq");

typedef struct {
    rv_store               *store;
    rv_refs_writer         *writer;
    const rv_export_choice *choice;
    rv_edits               *edits;
    rv_refs_summary         summary;
    rv_reading              again, kept;         /* the file; what the review keeps */
    rv_query               *rows;                /* records of the file, in order */
    bool                    more;                /* `stored` is one that is not yet written */
    rv_bulk_record          stored;
    rv_query               *head_row;            /* of the stored one's report, when reports are written; */
    bool                    headed;              /* it has several records, and says: */
    rv_bulk_record          head;
    rv_ref_origin           origin;
} exporting;

static bool wanted(exporting *e, rv_query *row)
{
    const rv_export_choice *choice = e->choice;

    e->origin.id = rv_query_int(row, 0);
    e->origin.report = rv_query_int(row, 1);
    return (!choice->reports || e->origin.id == e->origin.report) && (!choice->keep || choice->keep(choice->user, &e->origin));
}

static void take_fields(rv_bulk_record *f, rv_query *row, int column)
{
    const char **const texts[] = {
        &f->type, &f->title, &f->authors, &f->container, &f->volume, &f->issue, &f->pages, &f->doi, &f->pmid, &f->isbn, &f->issn,
        &f->accession, &f->publisher, &f->url, &f->abstract, &f->keywords, &f->language, &f->note,
    };

    f->year = rv_query_int(row, column);
    for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
        *texts[i] = rv_query_text(row, column + 1 + i);
}

/* What the report says that the stored record names. */
static rv_status find_head(exporting *e, rv_error *err)
{
    rv_status st;

    rv_query_end(e->head_row);
    e->head_row = NULL;
    e->headed = false;
    if ((st = rv_query_start(&e->head_row, e->store, &export_head, err, "i", e->origin.id)) == RV_OK
        && (st = rv_query_next(e->head_row, &e->headed, err)) == RV_OK && e->headed) {
        e->head = e->stored;
        take_fields(&e->head, e->head_row, 0);
    }
    return st;
}

/* The next wanted record that the review keeps, into `stored`. */
static rv_status advance(exporting *e, rv_error *err)
{
    rv_bulk_record *f = &e->stored;
    rv_status st;

    while ((st = rv_query_next(e->rows, &e->more, err)) == RV_OK && e->more) {
        if (!wanted(e, e->rows))
            continue;
        f->offset = (uint64_t)rv_query_int(e->rows, 2);
        f->length = (uint64_t)rv_query_int(e->rows, 3);
        f->line = (uint64_t)rv_query_int(e->rows, 4);
        take_fields(f, e->rows, 5);
        break;
    }
    return st == RV_OK && e->more && e->choice->reports ? find_head(e, err) : st;
}

/* Notes that say decisions of another tool go, and with them those decisions: what the review says stands in their place. */
static void lay_decisions(exporting *e, rv_reading *reading)
{
    rv_record *record = &reading->record;
    size_t     i, kept = 0;

    record->text[RV_REF_NOTE] = NULL;
    for (i = 0; i < record->n_values; i++) {
        const rv_ref_value value = reading->values[i];

        if (value.field == RV_REF_NOTE && rv_ref_note_decides(value.text)) {
            record->changed |= UINT32_C(1) << RV_REF_NOTE;
            continue;
        }
        if (value.field == RV_REF_NOTE && !record->text[RV_REF_NOTE])
            record->text[RV_REF_NOTE] = value.text;
        reading->values[kept++] = value;
    }
    record->values = reading->values;
    record->n_values = kept;
    record->decisions = e->choice->decisions(e->choice->user, &e->origin, &record->n_decisions);
}

/* Writes the record that `reading` holds as the stored one, and goes on to the next. */
static rv_status write(exporting *e, rv_reading *reading, rv_error *err)
{
    rv_status st;

    if (reading->arena.failed)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    reading->record.origin = &e->origin;
    if (e->choice->decisions)
        lay_decisions(e, reading);
    st = rv_refs_writer_add(e->writer, &reading->record, err);
    return st == RV_OK ? advance(e, err) : st;
}

/* Those before `offset` are not to be found in the file any more. */
static rv_status write_kept(exporting *e, uint64_t offset, rv_error *err)
{
    rv_status st = RV_OK;

    while (st == RV_OK && e->more && e->stored.offset < offset) {
        rv_reading_stored(&e->kept, e->headed ? &e->head : &e->stored);
        st = write(e, &e->kept, err);
    }
    return st;
}

static rv_status take_again(void *user, const rv_record *record, rv_error *err)
{
    exporting     *e = user;
    const uint64_t offset = record->fields.offset;
    rv_status      st = write_kept(e, offset, err);

    if (st != RV_OK || !e->more || e->stored.offset != offset)
        return st;
    rv_edits_lay(e->edits, &e->again, e->origin.id, &e->stored);
    if (e->headed)
        rv_head_lay(&e->again, &e->stored, &e->head);
    rv_reading_settle(&e->again);
    return write(e, &e->again, err);
}

/* A file none of whose records is wanted is not read. */
static rv_status any_wanted(exporting *e, int64_t file, bool *any, rv_error *err)
{
    rv_query *rows = NULL;
    bool      more = true;
    rv_status st = rv_query_start(&rows, e->store, &export_ids, err, "i", file);

    *any = false;
    while (st == RV_OK && !*any && (st = rv_query_next(rows, &more, err)) == RV_OK && more)
        *any = wanted(e, rows);
    rv_query_end(rows);
    return st;
}

static rv_status read_again(exporting *e, int64_t file, const char *format, const char *encoding, rv_error *err)
{
    const rv_refs_sink sink = { .record = take_again, .user = e };
    rv_store_stream   *stream = NULL;
    rv_raw             raw = { .in = NULL };
    rv_error           fault = { .code = RV_OK };
    rv_status          st = rv_store_stream_open(&stream, e->store, file, err);

    if (st == RV_OK && (st = rv_input_open_pull(&raw.in, e->origin.file, rv_store_stream_read, stream, err)) == RV_OK) {
        e->again = (rv_reading){ .name = e->origin.file, .sink = &sink, .summary = &e->summary };
        st = rv_reading_all(&e->again, &raw, format, encoding, &fault);
        if (st == RV_EPARSE || st == RV_EINVAL)          /* what it cannot read any more is written from what the review keeps */
            st = RV_OK;
        else if (st != RV_OK && err)
            *err = fault;
    }
    rv_store_stream_close(stream);
    return st;
}

static rv_status write_file(exporting *e, rv_query *file, rv_error *err)
{
    const int64_t id = rv_query_int(file, 0);
    bool          any;
    rv_status     st;

    e->origin = (rv_ref_origin){ .file = rv_query_text(file, 1), .source = rv_query_text(file, 4), .kind = rv_query_text(file, 5) };
    if ((st = any_wanted(e, id, &any, err)) != RV_OK || !any)
        return st;
    if ((st = rv_query_start(&e->rows, e->store, &export_records, err, "i", id)) == RV_OK && (st = advance(e, err)) == RV_OK
        && (st = read_again(e, id, rv_query_text(file, 2), rv_query_text(file, 3), err)) == RV_OK)
        st = write_kept(e, UINT64_MAX, err);
    rv_query_end(e->rows);
    rv_query_end(e->head_row);
    e->rows = e->head_row = NULL;
    e->headed = false;
    return st;
}

static rv_status write_files(exporting *e, rv_error *err)
{
    rv_query *files = NULL;
    bool      more = false;
    rv_status st = rv_query_start(&files, e->store, &export_files, err, "");

    while (st == RV_OK && (st = rv_query_next(files, &more, err)) == RV_OK && more)
        st = write_file(e, files, err);
    rv_query_end(files);
    return st;
}

rv_status rv_refs_export(rv_store *store, const char *format, const rv_export_choice *choice, rv_output *out, uint64_t *n, rv_error *err)
{
    static const rv_export_choice all = { .reports = false };
    rv_refs_summary               unused = { .format = NULL };
    exporting e = { .store = store, .choice = choice ? choice : &all, .kept = { .name = "the review", .summary = &unused } };
    rv_status view, st = rv_refs_writer_open(&e.writer, format, true, out, err);

    *n = 0;
    if (st != RV_OK)
        return st;
    view = rv_store_read_begin(store, err);
    st = view == RV_EINVAL ? RV_OK : view;                /* RV_EINVAL: the caller has a view under way */
    if (st == RV_OK && (st = rv_edits_load(store, &e.edits, err)) == RV_OK)
        st = write_files(&e, err);
    if (view == RV_OK)
        rv_store_read_end(store);
    *n = rv_refs_writer_count(e.writer);
    if (st == RV_OK)
        st = rv_refs_writer_close(e.writer, err);
    else
        rv_refs_writer_drop(e.writer);
    rv_edits_free(e.edits);
    rv_reading_free(&e.kept);
    return st;
}
