/* What must be looked at again, and what is lacking. */
#include <config.h>

#include "tools/extract.h"

typedef struct {
    const rv_extraction *work;
    const char *study;               /* NULL: all */
    rv_table   *table;
} listing;

static rv_status add(void *user, const rv_again *a, rv_error *err)
{
    const listing *l = user;
    rv_buf part = RV_BUF_INIT;

    (void)err;
    if (a->kind[0])
        rv_buf_printf(&part, "%s %s", a->kind, a->part);
    const char *const cells[] = { a->study, rv_buf_str(&part), a->result, a->field, a->value[0] ? a->value : a->state, a->reviewer, a->at,
                                  a->why };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(l->table, cells[i]);
    rv_table_row(l->table);
    rv_buf_free(&part);
    return RV_OK;
}

static rv_status fill(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_extract_each_again(l->work->store, l->work->protocol, extract_own(l->work), l->study, add, l, err);
}

rv_status extract_again(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "part", "result", "field", "value", "reviewer", "at", "why" };

    return extract_table(work, RV_FORMAT_TEXT, columns, 8, fill, &(listing){ .work = work, .study = operands[0] }, err);
}
