/* Settlements from a file: the list of differences with a column filled in. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/hoard.h"
#include "review/extract.h"

typedef struct {
    rv_settlement *items;
    size_t         n, room;
    rv_hoard       texts;
    bool           has_texts[2];
} answers;

static const char *copy(answers *a, const rv_csv *csv, const char *column)
{
    return rv_hoard_text(&a->texts, rv_table_unguarded(rv_csv_get(csv, column)));
}

static rv_status take_row(answers *a, const rv_csv *csv, size_t line, rv_error *err)
{
    rv_settlement *s;

    if (!rv_csv_get(csv, "settled")[0])
        return RV_OK;
    if (!rv_grow(&a->items, a->n, &a->room, sizeof *a->items))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    s = &a->items[a->n++];
    *s = (rv_settlement){ .study = copy(a, csv, "study"), .row = copy(a, csv, "row"), .rows = { copy(a, csv, "row_a"), copy(a, csv, "row_b") },
                          .field = copy(a, csv, "field"), .settled = copy(a, csv, "settled"), .place = copy(a, csv, "place"),
                          .note = copy(a, csv, "note"), .line = line };
    for (int k = 0; k < 2; k++)
        if (a->has_texts[k])
            s->texts[k] = copy(a, csv, k ? "b" : "a");
    return a->texts.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

static rv_status read_answers(answers *a, const char *path, rv_error *err)
{
    static const char *const needed[] = { "study", "row", "row_a", "row_b", "field", "settled" };
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_status st = rv_csv_open(&csv, path, 0, err);

    if (st == RV_OK)
        st = rv_csv_header(csv, err);
    for (size_t i = 0; st == RV_OK && i < sizeof needed / sizeof *needed; i++)
        if (rv_csv_column(csv, needed[i]) < 0)
            st = rv_fail(err, RV_EPARSE, "%s: there is no column '%s'; take the list of differences as CSV and add settled", rv_csv_name(csv),
                         needed[i]);
    if (st == RV_OK) {
        a->has_texts[0] = rv_csv_column(csv, "a") >= 0;
        a->has_texts[1] = rv_csv_column(csv, "b") >= 0;
    }
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        st = take_row(a, csv, row->line, err);
    if (st == RV_OK && !a->n)
        st = rv_fail(err, RV_EINVAL, "%s settles nothing: its column settled is empty", rv_csv_name(csv));
    rv_csv_close(csv);
    return st;
}

rv_status rv_extract_agree_file(rv_store *store, const rv_protocol *protocol, const char *who, bool third, const char *path,
                                void (*fault)(void *user, size_t line, const char *message), void *user, rv_agreed *out, rv_error *err)
{
    answers a = { .texts = RV_HOARD_INIT };
    rv_status st = read_answers(&a, path, err);

    if (st == RV_OK)
        st = rv_extract_agree(store, protocol, who, third, NULL, 0, a.items, a.n, fault, user, out, err);
    free(a.items);
    rv_hoard_free(&a.texts);
    return st;
}
