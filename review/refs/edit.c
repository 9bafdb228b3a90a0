/* Edits of records: they lie over what was read, which stays. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "heads.h"
#include "inside.h"

/* The newest edit of a column, unless it lets the original stand; an empty one empties the field. */
#define NOW_OF(column, original) \
    " NULLIF(COALESCE((SELECT e.value FROM record_edit e WHERE e.record = r.id AND e.field = '" #column "'" \
    " ORDER BY e.id DESC LIMIT 1), " original "), '')"
#define NOW(column) NOW_OF(column, "r." #column)
#define FILL \
    "INSERT INTO record_edited(record, type, title, authors, year, container, volume, issue, pages, doi, pmid, isbn, issn, accession," \
    " publisher, url, abstract, keywords, language, note) SELECT r.id," NOW(type) "," NOW(title) "," NOW(authors) "," \
    " CAST(" NOW_OF(year, "CAST(r.year AS TEXT)") " AS INTEGER)," NOW(container) "," NOW(volume) "," NOW(issue) "," NOW(pages) "," \
    NOW(doi) "," NOW(pmid) "," NOW(isbn) "," NOW(issn) "," NOW(accession) "," NOW(publisher) "," NOW(url) "," NOW(abstract) "," \
    NOW(keywords) "," NOW(language) "," NOW(note) " FROM record r WHERE "
RV_STATEMENT(edited_clear, "DELETE FROM record_edited");
RV_STATEMENT(edited_drop, "DELETE FROM record_edited WHERE record = ?1");
RV_STATEMENT(edited_fill, FILL "r.id IN (SELECT record FROM record_edit) ORDER BY r.id");
RV_STATEMENT(edited_make, FILL "r.id = ?1");
RV_STATEMENT(edit_original, "SELECT 1 FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1");
RV_STATEMENT(edit_report, "SELECT report FROM report_member WHERE record = ?1");
RV_STATEMENT(edits_all, "SELECT record, id, field, value FROM record_edit ORDER BY record, id");

static rv_status rebuild(rv_store *store, rv_error *err)
{
    rv_status st = rv_store_run(store, &edited_clear, err, "");

    return st == RV_OK ? rv_store_run(store, &edited_fill, err, "") : st;
}

const rv_derivation rv_refs_derivation = { "record_edited", rebuild };

/* What may be edited: the columns of the review, and the field of a record that each speaks of; authors and year have places of
   their own. */
static const struct { const char *name; rv_ref_field field; } editable[] = {
    { "type", RV_REF_TYPE },           { "title", RV_REF_TITLE },         { "authors", RV_REF_FIELDS },   { "year", RV_REF_FIELDS },
    { "container", RV_REF_CONTAINER }, { "volume", RV_REF_VOLUME },       { "issue", RV_REF_ISSUE },      { "pages", RV_REF_PAGES },
    { "doi", RV_REF_DOI },             { "pmid", RV_REF_PMID },           { "isbn", RV_REF_ISBN },        { "issn", RV_REF_ISSN },
    { "accession", RV_REF_ACCESSION }, { "publisher", RV_REF_PUBLISHER }, { "url", RV_REF_URL },
    { "abstract", RV_REF_ABSTRACT },   { "keywords", RV_REF_KEYWORD },    { "language", RV_REF_LANGUAGE }, { "note", RV_REF_NOTE },
};
enum { EDITABLE = sizeof editable / sizeof *editable };

static size_t place_of(const char *field)
{
    size_t i = 0;

    while (i < EDITABLE && strcmp(editable[i].name, field) != 0)
        i++;
    return i;
}

/* The value as the review keeps it: a DOI without its resolver, a type that there is. */
static rv_status check_value(rv_reading *reading, const char *field, const char **value, rv_error *err)
{
    rv_ref_date date;
    const char *given = *value;

    if (place_of(field) == EDITABLE)
        return rv_fail(err, RV_EINVAL, "'%.40s' is not a field of a record; it is title, abstract, authors, year, container, doi, ...",
                       field);
    if (!given || !*given)
        return RV_OK;
    if (!rv_utf8_valid(given, strlen(given), NULL))
        return rv_fail(err, RV_EINVAL, "the value is not UTF-8");
    if (strcmp(field, "doi") == 0)
        *value = rv_field_doi(reading, given);
    else if (strcmp(field, "pmid") == 0)
        *value = rv_field_pmid(reading, given);
    else if (strcmp(field, "type") == 0)
        *value = strcmp(rv_ref_type_ours(rv_ref_type_of(given)), given) == 0 ? given : NULL;
    else if (strcmp(field, "year") == 0)
        *value = strlen(given) == 4 && rv_ref_date_parse(given, &date) && date.year ? given : NULL;
    else
        *value = rv_field_plain(reading, given);
    if (!*value)
        return rv_fail(err, RV_EINVAL, "'%.60s' cannot be a record's %s", given, field);
    return RV_OK;
}

static rv_status add_edit(rv_store *store, const char *who, int64_t record, const char *field, const char *value, const char *reason,
                          char *hex, rv_error *err)
{
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("field", field), RV_CELL_OF_TEXT("value", value),
        RV_CELL_OF_TEXT("reason", reason),
    };
    rv_event *event = NULL;
    int64_t   there, report;
    bool      found = false;
    rv_status st = rv_event_begin(&event, store, "record.edit", who, false, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_store_int(store, &edit_original, &there, &found, err, "i", record)) == RV_OK && !found)
        st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    if (st == RV_OK && (st = rv_event_add(event, "record_edit", cells, sizeof cells / sizeof *cells, NULL, err)) == RV_OK
        && (st = rv_store_run(store, &edited_drop, err, "i", record)) == RV_OK)
        st = rv_store_run(store, &edited_make, err, "i", record);
    if (st == RV_OK && (st = rv_store_int(store, &edit_report, &report, &found, err, "i", record)) == RV_OK && found)
        st = rv_reports_changed(store, &report, 1, err);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_record_edit(rv_store *store, const char *who, int64_t record, const char *field, const char *value, const char *reason,
                         char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_refs_summary summary = { .format = NULL };
    rv_reading      reading = { .name = "the edit", .summary = &summary };
    rv_status       st = check_value(&reading, field, &value, err);

    if (st == RV_OK && rv_text_missing(reason))
        st = rv_fail(err, RV_EINVAL, "an edit needs its reason, such as 'abstract typed in from the article'");
    if (st == RV_OK)
        st = add_edit(store, who, record, field, value, reason, hex, err);
    rv_reading_free(&reading);
    return st;
}

/* ---- Edits laid over a record that was read again ------------------------------------------------------------------------- */

typedef struct {
    int64_t record, id;
    size_t  place;               /* in editable[] */
    bool    stands;              /* false: the original stands again */
} edit;

struct rv_edits {
    edit  *items;                /* by record; the newest of a field last */
    size_t n, room;
};

rv_status rv_edits_load(rv_store *store, rv_edits **out, rv_error *err)
{
    rv_edits *edits = *out = calloc(1, sizeof *edits);
    rv_query *rows = NULL;
    bool      more = false;
    rv_status st;

    if (!edits)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_query_start(&rows, store, &edits_all, err, "");
    while (st == RV_OK && (st = rv_query_next(rows, &more, err)) == RV_OK && more) {
        if (edits->n == edits->room) {
            size_t room = edits->room ? 2 * edits->room : 64;
            edit  *items = realloc(edits->items, room * sizeof *items);

            if (!items) {
                st = rv_fail(err, RV_ENOMEM, "out of memory");
                break;
            }
            edits->items = items;
            edits->room = room;
        }
        edits->items[edits->n] = (edit){ rv_query_int(rows, 0), rv_query_int(rows, 1), place_of(rv_query_text(rows, 2)), !rv_query_null(rows, 3) };
        edits->n += edits->items[edits->n].place < EDITABLE;
    }
    rv_query_end(rows);
    return st;
}

void rv_edits_free(rv_edits *edits)
{
    if (edits)
        free(edits->items);
    free(edits);
}

static size_t first_of(const rv_edits *edits, int64_t record)
{
    size_t low = 0, high = edits->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (edits->items[middle].record < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void rv_edits_standing(const rv_edits *edits, int64_t record, int64_t ids[RV_HEAD_FIELDS])
{
    for (size_t i = first_of(edits, record); i < edits->n && edits->items[i].record == record; i++)
        ids[rv_head_named(editable[edits->items[i].place].name)] = edits->items[i].stands ? edits->items[i].id : 0;
}

void rv_edits_lay(const rv_edits *edits, rv_reading *reading, int64_t id, const rv_bulk_record *now)
{
    bool   stands[EDITABLE] = { false };
    size_t i;

    for (i = first_of(edits, id); i < edits->n && edits->items[i].record == id; i++)
        stands[edits->items[i].place] = edits->items[i].stands;
    for (i = 0; i < EDITABLE; i++)
        if (stands[i])
            rv_reading_lay(reading, editable[i].name, editable[i].field, now);
}

/* ---- A report's head laid over the record that names it ----------------------------------------------------------------------- */

/* What else a record says of a field, in places of their own, does not go with another record's. */
static void forget(rv_reading *reading, rv_head_field field)
{
    static const struct { rv_head_field of; rv_ref_field goes; } companions[] = {
        { RV_HEAD_TYPE, RV_REF_GENRE }, { RV_HEAD_TITLE, RV_REF_SHORT_TITLE }, { RV_HEAD_TITLE, RV_REF_ORIGINAL_TITLE },
        { RV_HEAD_CONTAINER, RV_REF_ABBREVIATION },
    };

    for (size_t i = 0; i < sizeof companions / sizeof *companions; i++)
        if (companions[i].of == field && reading->record.text[companions[i].goes]) {
            reading->record.text[companions[i].goes] = NULL;
            reading->record.changed |= UINT32_C(1) << companions[i].goes;
        }
}

void rv_head_lay(rv_reading *reading, const rv_bulk_record *own, const rv_bulk_record *head)
{
    for (int f = 0; f < RV_HEAD_FIELDS; f++) {
        rv_year_text mine, theirs;
        const char *here = rv_head_value(own, (rv_head_field)f, mine), *there = rv_head_value(head, (rv_head_field)f, theirs);

        if (here == there || (here && there && strcmp(here, there) == 0))
            continue;
        rv_reading_lay(reading, rv_head_name((rv_head_field)f), editable[place_of(rv_head_name((rv_head_field)f))].field, head);
        forget(reading, (rv_head_field)f);
    }
}
