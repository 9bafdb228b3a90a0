/* The derived table report_head: the record that each field of a report is taken from. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "heads.h"

#define FIELDS \
    " r.id, f.digest, r.offset, r.year, r.type, r.title, r.authors, r.container, r.volume, r.issue, r.pages, r.doi," \
    " r.pmid, r.isbn, r.issn, r.accession, r.publisher, r.url, r.abstract, r.keywords, r.language, r.note"
#define MEMBERS "SELECT m.report," FIELDS " FROM report_member m JOIN record_now r ON r.id = m.record JOIN file f ON f.id = r.file "
#define COLUMNS \
    "type, title, authors, year, container, volume, issue, pages, doi, pmid, isbn, issn, accession, publisher, url, abstract, keywords," \
    " language, note"
RV_STATEMENT(head_members_all, MEMBERS "ORDER BY m.report, m.record");
RV_STATEMENT(head_members_of, MEMBERS "WHERE m.report = ?1 ORDER BY m.record");
RV_STATEMENT(head_alone, "SELECT r.id," FIELDS " FROM record_now r JOIN file f ON f.id = r.file WHERE r.id = ?1");
RV_STATEMENT(head_clear, "DELETE FROM report_head");
RV_STATEMENT(head_remove, "DELETE FROM report_head WHERE report = ?1");
RV_STATEMENT(head_insert, "INSERT INTO report_head(report, " COLUMNS ") VALUES(?1, NULLIF(?2, 0), NULLIF(?3, 0), NULLIF(?4, 0), NULLIF(?5, 0), NULLIF(?6, 0),"
    " NULLIF(?7, 0), NULLIF(?8, 0), NULLIF(?9, 0), NULLIF(?10, 0), NULLIF(?11, 0), NULLIF(?12, 0),"
    " NULLIF(?13, 0), NULLIF(?14, 0), NULLIF(?15, 0), NULLIF(?16, 0), NULLIF(?17, 0), NULLIF(?18, 0),"
    " NULLIF(?19, 0), NULLIF(?20, 0))");
RV_STATEMENT(head_of, "SELECT " COLUMNS " FROM report_head WHERE report = ?1");

/* ---- The records of one report --------------------------------------------------------------------------------------------- */

static uint64_t file_of(const char *digest)
{
    char first[17] = "";

    strncat(first, digest ? digest : "", 16);
    return strtoull(first, NULL, 16);
}

static rv_status add_member(rv_head_report *r, rv_query *row, rv_error *err)
{
    rv_head_member *m;

    if (r->n == r->room) {
        const size_t room = r->room ? 2 * r->room : 16;
        rv_head_member *more = realloc(r->members, room * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        r->members = more;
        r->room = room;
    }
    m = &r->members[r->n++];
    *m = (rv_head_member){ .id = rv_query_int(row, 1), .file = file_of(rv_query_text(row, 2)), .offset = (uint64_t)rv_query_int(row, 3) };
    m->fields.year = rv_query_int(row, 4);
    for (int f = 0, column = 5; f < RV_HEAD_FIELDS; f++)
        if (f != RV_HEAD_YEAR) {
            const char *text = rv_query_text(row, column++);
            if (text)
                rv_head_set(&m->fields, (rv_head_field)f, rv_arena_add(&r->arena, text, strlen(text)));
        }
    rv_edits_standing(r->edits, m->id, m->edited);
    return r->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

static void begin(rv_head_report *r, int64_t report)
{
    r->report = report;
    r->n = 0;
    rv_arena_reset(&r->arena);
}

static size_t find_member(const rv_head_report *r, int64_t id)
{
    size_t low = 0, high = r->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (r->members[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->n && r->members[low].id == id ? low : r->n;
}

/* ---- What each field is taken from ------------------------------------------------------------------------------------------ */

/* The newest choice of each field counts, of those whose record is of the report, too; one for a single field does not wait for one for
   all. `whole`: the member chosen for all that it gives, `but` the fields to which that does not apply any more. */
static void find_chosen(rv_head_report *r, size_t *whole, uint32_t *but)
{
    const rv_choice *all = NULL, *one[RV_HEAD_FIELDS] = { NULL };

    for (size_t i = 0; i < r->n; i++) {
        const size_t end = rv_choices_first(r->choices, r->members[i].id + 1);
        for (size_t k = rv_choices_first(r->choices, r->members[i].id); k < end; k++) {
            const rv_choice *c = &r->choices->items[k];
            const rv_choice **newest = c->field == RV_HEAD_FIELDS ? &all : &one[c->field];
            if ((!c->chosen || find_member(r, c->chosen) < r->n) && (!*newest || c->id > (*newest)->id))
                *newest = c;
        }
    }
    *whole = all && all->chosen ? find_member(r, all->chosen) : r->n;
    *but = 0;
    for (int f = 0; f < RV_HEAD_FIELDS; f++) {
        const bool single = one[f] && (!all || one[f]->id > all->id);
        *but |= single ? UINT32_C(1) << f : 0;
        r->choice[f] = single ? one[f] : all;
    }
}

static rv_status find_head(rv_head_report *r, rv_error *err)
{
    size_t whole, from[RV_HEAD_FIELDS];
    uint32_t but;
    rv_status st;

    find_chosen(r, &whole, &but);
    if ((st = rv_heads_best(r->members, r->n, whole, but, from, err)) != RV_OK)
        return st;
    for (int f = 0; f < RV_HEAD_FIELDS; f++) {
        const rv_choice *c = r->choice[f];
        if (c && c->chosen && c->field == (rv_head_field)f)
            from[f] = find_member(r, c->chosen);           /* also when it is silent: a person says that there is nothing */
        else if (c && (!c->chosen || from[f] != whole))
            r->choice[f] = NULL;                           /* taken back, or nothing to take */
        r->from[f] = from[f] < r->n ? &r->members[from[f]] : NULL;
    }
    return RV_OK;
}

/* ---- Reading and writing ----------------------------------------------------------------------------------------------------- */

rv_status rv_head_open(rv_head_report *r, rv_store *store, rv_error *err)
{
    rv_status st;

    *r = (rv_head_report){ .store = store };
    if ((st = rv_edits_load(store, &r->edits, err)) == RV_OK)
        st = rv_choices_load(store, &r->choices, err);
    return st;
}

void rv_head_close(rv_head_report *r)
{
    rv_edits_free(r->edits);
    rv_choices_free(r->choices);
    rv_arena_free(&r->arena);
    free(r->members);
}

static rv_status read_members(rv_head_report *r, const rv_statement *statement, int64_t report, rv_error *err)
{
    rv_query *rows = NULL;
    bool more = false;
    rv_status st = rv_query_start(&rows, r->store, statement, err, "i", report);

    begin(r, report);
    while (st == RV_OK && (st = rv_query_next(rows, &more, err)) == RV_OK && more)
        st = add_member(r, rows, err);
    rv_query_end(rows);
    return st;
}

rv_status rv_head_read(rv_head_report *r, int64_t report, bool alone, rv_error *err)
{
    rv_status st = read_members(r, &head_members_of, report, err);

    if (st == RV_OK && !r->n && alone)
        st = read_members(r, &head_alone, report, err);
    return st == RV_OK && r->n ? find_head(r, err) : st;
}

static rv_status insert(rv_head_report *r, rv_error *err)
{
    int64_t id[RV_HEAD_FIELDS];

    for (int f = 0; f < RV_HEAD_FIELDS; f++)
        id[f] = r->from[f] ? r->from[f]->id : 0;
    return rv_store_run(r->store, &head_insert, err, "iiiiiiiiiiiiiiiiiiii", r->report, id[0], id[1], id[2], id[3], id[4], id[5], id[6],
                        id[7], id[8], id[9], id[10], id[11], id[12], id[13], id[14], id[15], id[16], id[17], id[18]);
}

/* Writes nothing when the row is there as it should be. */
static rv_status write_difference(rv_head_report *r, rv_error *err)
{
    rv_query *row = NULL;
    bool there = false, same;
    rv_status st = rv_query_start(&row, r->store, &head_of, err, "i", r->report);

    if (st == RV_OK)
        st = rv_query_next(row, &there, err);
    same = there == (r->n > 0);
    for (int f = 0; st == RV_OK && there && r->n && f < RV_HEAD_FIELDS; f++)
        same = same && rv_query_int(row, f) == (r->from[f] ? r->from[f]->id : 0);
    rv_query_end(row);
    if (st == RV_OK && !same && there)
        st = rv_store_run(r->store, &head_remove, err, "i", r->report);
    return st == RV_OK && !same && r->n ? insert(r, err) : st;
}

rv_status rv_reports_changed(rv_store *store, const int64_t *reports, size_t n, rv_error *err)
{
    rv_head_report r;
    rv_status st = rv_head_open(&r, store, err);

    for (size_t i = 0; st == RV_OK && i < n; i++)
        if ((st = rv_head_read(&r, reports[i], false, err)) == RV_OK)
            st = write_difference(&r, err);
    rv_head_close(&r);
    return st;
}

static rv_status finish(rv_head_report *r, rv_error *err)
{
    rv_status st;

    if (!r->n)
        return RV_OK;
    return (st = find_head(r, err)) == RV_OK ? insert(r, err) : st;
}

static rv_status fill(rv_head_report *r, rv_error *err)
{
    rv_query *rows = NULL;
    bool more = false;
    rv_status st = rv_query_start(&rows, r->store, &head_members_all, err, "");

    while (st == RV_OK && (st = rv_query_next(rows, &more, err)) == RV_OK && more) {
        if (rv_query_int(rows, 0) != r->report) {
            st = finish(r, err);
            begin(r, rv_query_int(rows, 0));
        }
        if (st == RV_OK)
            st = add_member(r, rows, err);
    }
    rv_query_end(rows);
    return st == RV_OK ? finish(r, err) : st;
}

static rv_status rebuild(rv_store *store, rv_error *err)
{
    rv_head_report r;
    rv_status st = rv_head_open(&r, store, err);

    if (st == RV_OK && (st = rv_store_run(store, &head_clear, err, "")) == RV_OK)
        st = fill(&r, err);
    rv_head_close(&r);
    return st;
}

const rv_derivation rv_heads_derivation = { "report_head", rebuild };
