/* A person's say about the head of a report, and the head with what every record says. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "heads.h"

RV_STATEMENT(choice_all, "SELECT record, id, chosen, field FROM report_choice ORDER BY record, id");
RV_STATEMENT(choice_said, "SELECT e.who, c.reason FROM report_choice c JOIN event e ON e.id = c.event WHERE c.id = ?1");
RV_STATEMENT(choice_record, "SELECT r.id FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1");
RV_STATEMENT(head_source, "SELECT s.name, f.name FROM record r JOIN file f ON f.id = r.file JOIN source s ON s.id = f.source WHERE r.id = ?1");

/* ---- Choices ------------------------------------------------------------------------------------------------------------------ */

rv_status rv_choices_load(rv_store *store, rv_choices **out, rv_error *err)
{
    rv_choices *choices = *out = calloc(1, sizeof *choices);
    rv_query *rows = NULL;
    bool more = false;
    rv_status st;

    if (!choices)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_query_start(&rows, store, &choice_all, err, "");
    while (st == RV_OK && (st = rv_query_next(rows, &more, err)) == RV_OK && more) {
        const rv_head_field field = rv_query_null(rows, 3) ? RV_HEAD_FIELDS : rv_head_named(rv_query_text(rows, 3));
        if (choices->n == choices->room) {
            const size_t room = choices->room ? 2 * choices->room : 64;
            rv_choice *items = realloc(choices->items, room * sizeof *items);
            if (!items) {
                st = rv_fail(err, RV_ENOMEM, "out of memory");
                break;
            }
            choices->items = items;
            choices->room = room;
        }
        choices->items[choices->n] = (rv_choice){ rv_query_int(rows, 0), rv_query_int(rows, 1), rv_query_int(rows, 2), field };
        choices->n += rv_query_null(rows, 3) || field < RV_HEAD_FIELDS;      /* a field of a newer program is nothing here */
    }
    rv_query_end(rows);
    return st;
}

void rv_choices_free(rv_choices *choices)
{
    if (choices)
        free(choices->items);
    free(choices);
}

size_t rv_choices_first(const rv_choices *choices, int64_t record)
{
    size_t low = 0, high = choices->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (choices->items[middle].record < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- Choosing ------------------------------------------------------------------------------------------------------------------ */

/* The fields that a word names: one, all, or those of the place together, which are seldom right apart. */
static rv_status fields_of(const char *word, const char *fields[4], size_t *n, rv_error *err)
{
    static const char *const place[] = { "year", "volume", "issue", "pages" };

    *n = 1;
    fields[0] = word;
    if (!word || rv_head_named(word) < RV_HEAD_FIELDS)
        return RV_OK;
    if (strcmp(word, "place") != 0)
        return rv_fail(err, RV_EINVAL, "'%.40s' is not a field of a report; it is title, authors, container, doi, abstract, ..., or "
                       "place (year, volume, issue and pages together)", word);
    memcpy(fields, place, sizeof place);
    *n = 4;
    return RV_OK;
}

static rv_status check_record(rv_store *store, int64_t record, int64_t *report, rv_error *err)
{
    int64_t there;
    bool found = false;
    rv_status st = rv_store_int(store, &choice_record, &there, &found, err, "i", record);

    if (st == RV_OK && !found)
        st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    return st == RV_OK ? rv_record_report(store, record, report, err) : st;
}

/* Taking back needs something to take back; choosing a record of the report. */
static rv_status check_choice(rv_store *store, int64_t record, const char *field, int64_t chosen, int64_t *report, rv_error *err)
{
    rv_head_report r;
    int64_t other;
    bool stands = false;
    rv_status st = check_record(store, record, report, err);

    if (st == RV_OK && chosen && (st = check_record(store, chosen, &other, err)) == RV_OK && other != *report)
        st = rv_fail(err, RV_EINVAL, "record %lld is not of the report of record %lld", (long long)chosen, (long long)record);
    if (st != RV_OK)
        return st;
    if ((st = rv_head_open(&r, store, err)) == RV_OK && (st = rv_head_read(&r, *report, false, err)) == RV_OK) {
        for (int f = 0; f < RV_HEAD_FIELDS && r.n; f++)
            stands = stands || (r.choice[f] && (!field || strcmp(field, rv_head_name((rv_head_field)f)) == 0));
        if (!r.n)
            st = rv_fail(err, RV_EINVAL, "record %lld is a report by itself; there is nothing to choose", (long long)record);
        else if (!chosen && !stands)
            st = rv_fail(err, RV_EINVAL, "nobody chose the %s of the report of record %lld", field ? field : "fields",
                         (long long)record);
    }
    rv_head_close(&r);
    return st;
}

static rv_status add_choices(rv_store *store, rv_event *event, int64_t record, const char *word, int64_t chosen, const char *reason,
                             rv_error *err)
{
    const char *fields[4];
    int64_t report = 0;
    size_t n;
    rv_status st = fields_of(word, fields, &n, err);

    for (size_t i = 0; i < n && st == RV_OK; i++) {
        const rv_cell cells[] = {
            RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("field", fields[i]),
            chosen ? RV_CELL_OF_INT("chosen", chosen) : RV_CELL_OF_NULL("chosen"), RV_CELL_OF_TEXT("reason", reason),
        };
        if ((st = check_choice(store, record, fields[i], chosen, &report, err)) == RV_OK)
            st = rv_event_add(event, "report_choice", cells, sizeof cells / sizeof *cells, NULL, err);
    }
    return st == RV_OK ? rv_reports_changed(store, &report, 1, err) : st;
}

rv_status rv_report_choose(rv_store *store, const char *who, int64_t record, const char *field, int64_t chosen, const char *reason,
                           char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event = NULL;
    rv_status st;

    if (!reason || rv_text_missing(reason))
        return rv_fail(err, RV_EINVAL, "a choice needs its reason, such as 'the printed abstract'");
    if ((st = rv_event_begin(&event, store, "report.choose", who, false, err)) != RV_OK)
        return st;
    if ((st = add_choices(store, event, record, field, chosen, reason, err)) == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

/* ---- What a report says ---------------------------------------------------------------------------------------------------------- */

/* Texts of the queries live until these end. */
static rv_status tell(rv_head_report *r, rv_head_field f, const rv_head_member *m, const char *value,
                      rv_status (*field)(void *user, const rv_report_field *field, rv_error *err), void *user, rv_error *err)
{
    rv_report_field now = { .field = rv_head_name(f), .value = value, .record = m->id, .taken = m == r->from[f],
                            .edited = m->edited[f] != 0 };
    rv_query *source = NULL, *said = NULL;
    bool more = false;
    rv_status st = rv_query_start(&source, r->store, &head_source, err, "i", m->id);

    if (st == RV_OK && (st = rv_query_next(source, &more, err)) == RV_OK && more) {
        now.source = rv_query_text(source, 0);
        now.file = rv_query_text(source, 1);
    }
    if (st == RV_OK && now.taken && r->choice[f] && (st = rv_query_start(&said, r->store, &choice_said, err, "i", r->choice[f]->id)) == RV_OK
        && (st = rv_query_next(said, &more, err)) == RV_OK && more) {
        now.chosen = true;
        now.who = rv_query_text(said, 0);
        now.reason = rv_query_text(said, 1);
    }
    if (st == RV_OK)
        st = field(user, &now, err);
    rv_query_end(source);
    rv_query_end(said);
    return st;
}

static rv_status tell_field(rv_head_report *r, rv_head_field f,
                            rv_status (*field)(void *user, const rv_report_field *field, rv_error *err), void *user, rv_error *err)
{
    rv_year_text year;
    const rv_head_member *head = r->from[f];
    rv_status st = head ? tell(r, f, head, rv_head_value(&head->fields, f, year), field, user, err) : RV_OK;

    for (size_t i = 0; i < r->n && st == RV_OK; i++) {
        const char *value = rv_head_value(&r->members[i].fields, f, year);
        if (value && &r->members[i] != head)
            st = tell(r, f, &r->members[i], value, field, user, err);
    }
    return st;
}

rv_status rv_report_fields(rv_store *store, int64_t report,
                           rv_status (*field)(void *user, const rv_report_field *field, rv_error *err), void *user, rv_error *err)
{
    rv_head_report r;
    rv_status st, view = rv_store_read_begin(store, err);

    if (view != RV_OK)
        return view;
    if ((st = check_record(store, report, &report, err)) == RV_OK) {
        if ((st = rv_head_open(&r, store, err)) == RV_OK)
            st = rv_head_read(&r, report, true, err);
        for (int f = 0; f < RV_HEAD_FIELDS && st == RV_OK; f++)
            st = tell_field(&r, (rv_head_field)f, field, user, err);
        rv_head_close(&r);
    }
    rv_store_read_end(store);
    return st;
}
