/* Decisions from CSV: all rows as one act, or nothing, and each fault with its line. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

typedef struct {
    rv_decision *items;
    size_t      *lines;
    size_t       n, capacity;
    rv_buf       texts;           /* offsets in the items until all are read */
} list;

typedef struct {
    const char *file;
    const list *rows;
    void      (*fault)(void *user, const rv_problem *fault);
    void       *user;
    size_t      faults;
    rv_error    first;
} faults;

static void tell(faults *f, size_t line, rv_status code, const char *message)
{
    if (f->fault)
        f->fault(f->user, &(rv_problem){ f->file, "decision", message, line, 0 });
    if (!f->faults++)
        rv_fail(&f->first, code == RV_ENOMEM || code == RV_ESTORE ? code : RV_EPARSE, "%s:%zu: %s", f->file, line, message);
}

static void tell_row(void *user, size_t i, const rv_error *fault)
{
    faults *f = user;

    tell(f, f->rows->lines[i], fault->code, fault->message);
}

/* A copy of the text; an empty one when there is none. */
static const char *keep(list *rows, const char *text)
{
    const size_t at = rows->texts.length;

    rv_buf_add(&rows->texts, text, strlen(text) + 1);
    return (const char *)(uintptr_t)at;
}

static void settle(list *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        const char **const texts[] = { &rows->items[i].stage, &rows->items[i].reviewer, &rows->items[i].verdict,
                                       &rows->items[i].reason, &rows->items[i].note };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            *texts[k] = rows->texts.data + (uintptr_t)*texts[k];
    }
}

static rv_status grow(list *rows, rv_error *err)
{
    const size_t capacity = rows->capacity ? rows->capacity * 2 : 256;
    rv_decision *items;
    size_t *lines;

    if (rows->n < rows->capacity)
        return RV_OK;
    if (!(items = realloc(rows->items, capacity * sizeof *items)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    rows->items = items;
    if (!(lines = realloc(rows->lines, capacity * sizeof *lines)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    rows->lines = lines;
    rows->capacity = capacity;
    return RV_OK;
}

static rv_status read_row(rv_store *store, const rv_protocol *protocol, const char *who, rv_csv *csv, size_t line, list *rows,
                          faults *f, rv_error *err)
{
    const char *stage = rv_csv_get(csv, "stage"), *reviewer = rv_csv_get(csv, "reviewer");
    rv_decision *d;
    rv_error fault;
    rv_status st;

    if ((st = grow(rows, err)) != RV_OK)
        return st;
    d = &rows->items[rows->n];
    *d = (rv_decision){ 0 };
    if ((st = rv_record_find(store, rv_csv_get(csv, "record"), &d->record, &fault)) != RV_OK) {
        tell(f, line, st, fault.message);
        return st == RV_ENOMEM || st == RV_ESTORE ? rv_fail(err, st, "%s", fault.message) : RV_OK;
    }
    d->stage = keep(rows, *stage || !protocol->n_stages ? stage : protocol->stages[0].id);
    d->reviewer = keep(rows, *reviewer ? reviewer : who);
    d->verdict = keep(rows, rv_csv_get(csv, "verdict"));
    d->reason = keep(rows, rv_csv_get(csv, "reason"));
    d->note = keep(rows, rv_csv_get(csv, "note"));
    d->served = NULL;
    rows->lines[rows->n++] = line;
    return rv_buf_check(&rows->texts, err);
}

static rv_status read_all(rv_store *store, const rv_protocol *protocol, const char *who, rv_csv *csv, list *rows, faults *f,
                          rv_error *err)
{
    const rv_csv_row *row;
    rv_status st;

    if ((st = rv_csv_header(csv, err)) != RV_OK)
        return st;
    if (rv_csv_column(csv, "record") < 0 || rv_csv_column(csv, "verdict") < 0)
        return rv_fail(err, RV_EPARSE, "%s:1: there is no column '%s'; decisions have record, stage, reviewer, verdict, reason, note",
                       rv_csv_name(csv), rv_csv_column(csv, "record") < 0 ? "record" : "verdict");
    while ((st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        if ((st = read_row(store, protocol, who, csv, row->line, rows, f, err)) != RV_OK)
            break;
    if (st == RV_OK && !rows->n && !f->faults)
        st = rv_fail(err, RV_EPARSE, "%s: no decision in it", rv_csv_name(csv));
    return st;
}

rv_status rv_screen_import(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, bool resolutions,
                           void (*fault)(void *user, const rv_problem *fault), void *user, size_t *n, char hex[RV_DIGEST_HEX],
                           rv_error *err)
{
    list rows = { .texts = RV_BUF_INIT };
    faults f = { .rows = &rows, .fault = fault, .user = user };
    rv_csv *csv = NULL;
    rv_status st;

    *n = 0;
    if ((st = rv_csv_open(&csv, path, 0, err)) != RV_OK)
        return st;
    f.file = rv_csv_name(csv);
    if ((st = read_all(store, protocol, who, csv, &rows, &f, err)) == RV_OK) {
        settle(&rows);
        if (f.faults) {                          /* the other rows' faults are told too, but nothing is written */
            rv_board board;
            if ((st = rv_board_load(&board, store, protocol, 0, err)) == RV_OK) {
                rv_decisions_check(&board, &(rv_decisions){ .items = rows.items, .n = rows.n, .resolution = resolutions }, tell_row, &f);
                rv_board_free(&board);
            }
        } else {
            st = rv_decisions_act(store, protocol, who, &(rv_decisions){ .items = rows.items, .n = rows.n, .resolution = resolutions }, tell_row, &f,
                                  hex, err);
        }
    }
    if (f.faults) {
        st = f.first.code;
        if (f.faults == 1)
            rv_fail(err, st, "%s", f.first.message);
        else
            rv_fail(err, st, "%s (and %zu more; nothing was taken)", f.first.message, f.faults - 1);
    }
    if (st == RV_OK)
        *n = rows.n;
    rv_csv_close(csv);
    free(rows.items);
    free(rows.lines);
    rv_buf_free(&rows.texts);
    return st;
}
