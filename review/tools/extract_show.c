/* Values with their places, for people and for programs. */
#include <config.h>

#include "tools/extract.h"

/* A table of values being written. */
typedef struct {
    const rv_extraction *work;
    rv_table   *table;
    const char *subject;             /* NULL: all */
    bool        is_result;
    size_t      n;
} listing;

static rv_status add_value(void *user, const rv_value *v, rv_error *err)
{
    listing *l = user;
    const char *const cells[] = { v->study, v->result, v->field, v->value, v->state, v->place, v->quotation, v->note, v->reviewer,
                                  v->stands ? "yes" : "superseded" };

    (void)err;
    l->n++;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(l->table, cells[i]);
    rv_table_row(l->table);
    return RV_OK;
}

static rv_status fill_show(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;
    rv_status st;

    l->table = table;
    st = rv_extract_each(l->work->store, l->is_result ? NULL : l->subject, l->is_result ? l->subject : NULL, l->work->history,
                         add_value, l, err);
    if (st == RV_OK && l->n == 0 && l->subject)
        st = rv_fail(err, RV_ENOTFOUND, "nothing was extracted of '%s'; it is no result and no study with values", l->subject);
    return st;
}

rv_status extract_show(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "field", "value", "state", "place", "quotation", "note", "reviewer",
                                           "stands" };
    listing l = { .work = work, .subject = operands[0] };
    rv_status st = RV_OK;

    if (l.subject && (st = extract_is_result(work->store, l.subject, &l.is_result, err)) != RV_OK)
        return st;
    return extract_table(work, RV_FORMAT_TEXT, columns, 10, fill_show, &l, err);
}

static rv_status export_value(void *user, const rv_value *v, rv_error *err)
{
    listing *l = user;
    rv_buf key = RV_BUF_INIT;
    rv_status st = v->record ? rv_record_key(l->work->store, v->record, &key, err) : RV_OK;
    const char *const cells[] = { v->study, v->result, v->field, v->value, v->state, rv_buf_str(&key), v->place, v->quotation, v->note };

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(l->table, cells[i]);
    rv_table_row(l->table);
    rv_buf_free(&key);
    return st;
}

static rv_status fill_export(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_extract_each(l->work->store, NULL, NULL, false, export_value, l, err);
}

rv_status extract_export(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "field", "value", "state", "record", "place", "quotation", "note" };
    listing l = { .work = work };

    (void)operands;
    return extract_table(work, RV_FORMAT_CSV, columns, 9, fill_export, &l, err);
}
