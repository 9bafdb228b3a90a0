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
    rv_buf part = RV_BUF_INIT;

    (void)err;
    l->n++;
    if (v->kind[0])
        rv_buf_printf(&part, "%s %s", v->kind, v->part);
    const char *const cells[] = { v->study, rv_buf_str(&part), v->result, v->field, v->value, v->state, v->place, v->quotation, v->note,
                                  v->reviewer, v->at, v->stands ? "yes" : "superseded" };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(l->table, cells[i]);
    rv_table_row(l->table);
    rv_buf_free(&part);
    return RV_OK;
}

static rv_status fill_show(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;
    rv_status st;

    l->table = table;
    st = rv_extract_walk(l->work->store, &(rv_value_filter){ .study = l->is_result ? NULL : l->subject,
                                                             .result = l->is_result ? l->subject : NULL, .own = extract_own(l->work),
                                                             .history = l->work->history, .calculated = l->work->protocol },
                         add_value, l, err);
    if (st == RV_OK && l->n == 0 && l->subject)
        st = rv_fail(err, RV_ENOTFOUND, "nothing was extracted of '%s'; it is no result and no study with values", l->subject);
    return st;
}

rv_status extract_show(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "part", "result", "field", "value", "state", "place", "quotation", "note",
                                           "reviewer", "at", "stands" };
    listing l = { .work = work, .subject = operands[0] };
    rv_status st = RV_OK;

    if (l.subject && (st = extract_is_own_result(work->store, extract_own(work), l.subject, &l.is_result, err)) != RV_OK)
        return st;
    return extract_table(work, RV_FORMAT_TEXT, columns, 12, fill_show, &l, err);
}
