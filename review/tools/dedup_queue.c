/* The queue: pairs that wait for a person, as a table. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/opts.h"

static rv_status keep(void *user, const rv_dedup_doubt *doubt, rv_error *err)
{
    rv_doubts *d = user;

    if (d->n == d->capacity) {
        const size_t capacity = d->capacity ? d->capacity * 2 : 64;
        rv_doubt *more = realloc(d->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        d->items = more;
        d->capacity = capacity;
    }
    d->items[d->n] =
        (rv_doubt){ doubt->record, doubt->other, doubt->report, doubt->other_report, doubt->probability, strdup(doubt->reason) };
    return d->items[d->n++].reason ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

rv_status rv_doubts_read(rv_store *store, rv_doubts *out, rv_error *err)
{
    rv_status st;

    *out = (rv_doubts){ 0 };
    if ((st = rv_dedup_queue(store, keep, out, err)) != RV_OK)
        rv_doubts_free(out);
    return st;
}

void rv_doubts_free(rv_doubts *doubts)
{
    for (size_t i = 0; i < doubts->n; i++)
        free(doubts->items[i].reason);
    free(doubts->items);
    *doubts = (rv_doubts){ 0 };
}

/* ---- As a table ------------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_store *store;
    rv_doubts doubts;
} queue;

static rv_status put(rv_table *table, rv_store *store, const rv_doubt *doubt, rv_error *err)
{
    rv_sheet a = { 0 }, b = { 0 };
    rv_status st;

    if ((st = rv_sheet_read(store, doubt->record, &a, err)) == RV_OK
        && (st = rv_sheet_read(store, doubt->other, &b, err)) == RV_OK) {
        rv_table_int(table, doubt->record);
        rv_table_int(table, doubt->other);
        rv_table_real(table, doubt->probability);
        rv_table_text(table, doubt->reason);
        rv_table_missing(table);                 /* answer */
        rv_table_missing(table);                 /* reason */
        for (int i = 0; i < RV_SHEET_ABSTRACT; i++) {
            rv_table_text(table, a.text[i]);
            rv_table_text(table, b.text[i]);
        }
        rv_table_row(table);
    }
    rv_sheet_free(&a);
    rv_sheet_free(&b);
    return st;
}

static rv_status fill(rv_table *table, void *user, rv_error *err)
{
    queue *q = user;
    rv_status st = RV_OK;

    for (size_t i = 0; i < q->doubts.n && st == RV_OK; i++)
        st = put(table, q->store, &q->doubts.items[i], err);
    return st;
}

rv_status rv_dedup_do_queue(rv_dedup_work *work, rv_error *err)
{
    static const char *const first[] = { "record", "other", "probability", "because", "answer", "reason" };
    enum { FIRST = sizeof first / sizeof *first, COLUMNS = FIRST + 2 * RV_SHEET_ABSTRACT };
    const char *columns[COLUMNS];
    char others[RV_SHEET_ABSTRACT][24];
    queue q = { .store = work->store };
    rv_status st;

    memcpy(columns, first, sizeof first);
    for (int i = 0; i < RV_SHEET_ABSTRACT; i++) {
        snprintf(others[i], sizeof others[i], "other_%s", rv_sheet_names[i]);
        columns[FIRST + 2 * i] = rv_sheet_names[i];
        columns[FIRST + 2 * i + 1] = others[i];
    }
    if ((st = rv_doubts_read(work->store, &q.doubts, err)) == RV_OK)
        st = rv_tool_table(work->output, work->format < 0 ? RV_FORMAT_CSV : work->format, columns, COLUMNS, fill, &q, err);
    if (st == RV_OK)
        rv_tool_say("%zu pair%s to look at", q.doubts.n, q.doubts.n == 1 ? "" : "s");
    rv_doubts_free(&q.doubts);
    return st;
}
