#include <config.h>

#include <string.h>

#include "review/refs.h"

/* Records of a file that has no row in `file` are staged and nobody's business. A report's name is its least record id; records
   that are joined to none are their own report. */
#define FIELDS \
    "r.id, f.name, s.name, s.kind, r.offset, r.length, r.line, r.year, r.type, r.title, r.authors," \
    " r.container, r.volume, r.issue, r.pages, r.doi, r.pmid, r.isbn, r.issn, r.accession, r.publisher, r.url, r.abstract," \
    " r.keywords, r.language, r.note"
RV_STATEMENT(records_each,
    "SELECT COALESCE(m.report, r.id), " FIELDS " FROM record_now r JOIN file f ON f.id = r.file JOIN source s ON s.id = f.source"
    " LEFT JOIN report_member m ON m.record = r.id WHERE r.id BETWEEN ?1 AND ?2 ORDER BY r.id");
RV_STATEMENT(reports_each,
    "SELECT r.id, " FIELDS " FROM report_now r JOIN file f ON f.id = r.file JOIN source s ON s.id = f.source"
    " WHERE r.id BETWEEN ?1 AND ?2 ORDER BY r.id");
RV_STATEMENT(record_key, "SELECT f.digest, r.offset FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1");
RV_STATEMENT(record_report, "SELECT report FROM report_member WHERE record = ?1");

/* Who reads reports can also make their heads, when the review was written before there were any. */
RV_DERIVATION(rv_heads_derivation);

static void take_row(rv_query *row, rv_stored_record *record)
{
    rv_bulk_record *fields = &record->fields;
    const char    **const texts[] = {
        &fields->type, &fields->title, &fields->authors, &fields->container, &fields->volume, &fields->issue, &fields->pages,
        &fields->doi, &fields->pmid, &fields->isbn, &fields->issn, &fields->accession, &fields->publisher, &fields->url,
        &fields->abstract, &fields->keywords, &fields->language, &fields->note,
    };
    int i;

    record->report = rv_query_int(row, 0);
    record->id = rv_query_int(row, 1);
    record->file = rv_query_text(row, 2);
    record->source = rv_query_text(row, 3);
    record->kind = rv_query_text(row, 4);
    fields->offset = (uint64_t)rv_query_int(row, 5);
    fields->length = (uint64_t)rv_query_int(row, 6);
    fields->line = (uint64_t)rv_query_int(row, 7);
    fields->year = rv_query_int(row, 8);
    for (i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
        *texts[i] = rv_query_text(row, 9 + i);
}

static rv_status walk(rv_store *store, const rv_statement *statement, int64_t from, int64_t to,
                      rv_status (*record)(void *user, const rv_stored_record *record, rv_error *err), void *user, rv_error *err)
{
    rv_query *rows = NULL;
    bool      more = false;
    rv_status st = rv_query_start(&rows, store, statement, err, "ii", from, to);

    while (st == RV_OK && (st = rv_query_next(rows, &more, err)) == RV_OK && more) {
        rv_stored_record now = { .id = 0 };

        take_row(rows, &now);
        st = record(user, &now, err);
    }
    rv_query_end(rows);
    return st;
}

rv_status rv_records_each(rv_store *store, int64_t from, int64_t to,
                          rv_status (*record)(void *user, const rv_stored_record *record, rv_error *err), void *user,
                          rv_error *err)
{
    return walk(store, &records_each, from, to, record, user, err);
}

rv_status rv_reports_each(rv_store *store, int64_t from, int64_t to,
                          rv_status (*report)(void *user, const rv_stored_record *report, rv_error *err), void *user, rv_error *err)
{
    return walk(store, &reports_each, from, to, report, user, err);
}

rv_status rv_record_key(rv_store *store, int64_t record, rv_buf *out, rv_error *err)
{
    rv_query *row = NULL;
    bool      more = false;
    rv_status st = rv_query_start(&row, store, &record_key, err, "i", record);

    if (st == RV_OK)
        st = rv_query_next(row, &more, err);
    if (st == RV_OK && !more)
        st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    if (st == RV_OK) {
        rv_buf_printf(out, "%.16s:%lld", rv_query_text(row, 0), (long long)rv_query_int(row, 1));
        st = rv_buf_check(out, err);
    }
    rv_query_end(row);
    return st;
}

rv_status rv_record_report(rv_store *store, int64_t record, int64_t *report, rv_error *err)
{
    bool      found = false;
    rv_status st = rv_store_int(store, &record_report, report, &found, err, "i", record);

    if (st == RV_OK && !found)
        *report = record;
    return st;
}

/* "Cave, George; Quint, Janet" gives "Cave & Quint"; three and more "Cave et al.". */
static void add_people(const char *authors, rv_buf *out)
{
    const char *first = authors, *second = strstr(authors, "; "), *third = second ? strstr(second + 2, "; ") : NULL;

    rv_buf_add(out, first, strcspn(first, ",;"));
    if (third)
        rv_buf_text(out, " et al.");
    else if (second)
        rv_buf_printf(out, " & %.*s", (int)strcspn(second + 2, ",;"), second + 2);
}

void rv_record_label(const rv_bulk_record *fields, rv_buf *out)
{
    if (fields->authors)
        add_people(fields->authors, out);
    else
        rv_buf_text(out, "No author");
    if (fields->year)
        rv_buf_printf(out, " %lld", (long long)fields->year);
    rv_buf_printf(out, "%s %s", out->length && out->data[out->length - 1] == '.' ? "" : ".", fields->title ? fields->title : "No title");
}
