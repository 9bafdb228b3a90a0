/* review-effect measures: the table of measures. */
#include <config.h>

#include "tools/effect.h"

static void put_vtypes(rv_table *table, const rv_measure *m)
{
    rv_buf names = RV_BUF_INIT;

    for (int v = 0; rv_vtype_names[v]; v++)
        if (m->vtypes >> v & 1)
            rv_buf_printf(&names, "%s%s", names.length ? " " : "", rv_vtype_names[v]);
    rv_table_text(table, rv_buf_str(&names));
    rv_buf_free(&names);
}

rv_status effect_measures(rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "measure", "title", "kind", "scale", "read_back", "null", "vtypes", "needs", "reference" };
    rv_table *table;
    const rv_status st = rv_table_open(&table, to, format, columns, 9, err);

    if (st != RV_OK)
        return st;
    for (size_t i = 0; rv_measure_at(i); i++) {
        const rv_measure *m = rv_measure_at(i);
        rv_table_text(table, m->name);
        rv_table_text(table, m->title);
        rv_table_text(table, rv_kind_names[m->kind]);
        rv_table_text(table, rv_scale_name(m->scale));
        rv_table_text(table, rv_scale_back_words(m->scale));
        rv_table_real(table, m->null_value);
        put_vtypes(table, m);
        rv_table_text(table, m->needs);
        rv_table_text(table, *m->reference ? m->reference : NULL);
        rv_table_row(table);
    }
    return rv_table_close(table, err);
}
