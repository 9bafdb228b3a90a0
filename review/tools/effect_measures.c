/* review-effect measures: the table of measures. */
#include <config.h>

#include "tools/effect.h"

static const char *vtypes_of(const rv_measure *m, rv_buf *names)
{
    rv_buf_clear(names);
    for (int v = 0; rv_vtype_names[v]; v++)
        if (m->vtypes >> v & 1)
            rv_buf_printf(names, "%s%s", names->length ? " " : "", rv_vtype_names[v]);
    return rv_buf_str(names);
}

/* All of one measure, a line each. */
static void show_one(const rv_measure *m, rv_buf *names, rv_output *to)
{
    const struct { const char *what, *words; } lines[] = {
        { "kind", rv_kind_names[m->kind] }, { "scale", rv_scale_name(m->scale) }, { "read as", rv_scale_back_words(m->scale) },
        { "variances", vtypes_of(m, names) }, { "made from", m->needs }, { "source", m->reference },
    };

    rv_output_printf(to, "%s: %s\n", m->name, m->title);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (*lines[i].words)
            rv_output_printf(to, "    %-11s%s\n", lines[i].what, lines[i].words);
}

/* For people, what fits a line; `review-effect measures NAME` has the rest. */
static rv_status list_short(rv_output *to, rv_buf *names, rv_error *err)
{
    static const char *const columns[] = { "measure", "title", "read as", "variances" };
    rv_table *table;
    const rv_status st = rv_table_open(&table, to, RV_FORMAT_TEXT, columns, 4, err);

    if (st != RV_OK)
        return st;
    for (size_t i = 0; rv_measure_at(i); i++) {
        const rv_measure *m = rv_measure_at(i);
        rv_table_text(table, m->name);
        rv_table_text(table, m->title);
        rv_table_text(table, rv_scale_back_words(m->scale));
        rv_table_text(table, vtypes_of(m, names));
        rv_table_row(table);
    }
    return rv_table_close(table, err);
}

static rv_status list_all(const rv_measure *only, rv_format format, rv_output *to, rv_buf *names, rv_error *err)
{
    static const char *const columns[] = { "measure", "title", "kind", "scale", "read_back", "null", "vtypes", "needs", "reference" };
    rv_table *table;
    const rv_status st = rv_table_open(&table, to, format, columns, 9, err);

    if (st != RV_OK)
        return st;
    for (size_t i = 0; rv_measure_at(i); i++) {
        const rv_measure *m = rv_measure_at(i);
        if (only && m != only)
            continue;
        rv_table_text(table, m->name);
        rv_table_text(table, m->title);
        rv_table_text(table, rv_kind_names[m->kind]);
        rv_table_text(table, rv_scale_name(m->scale));
        rv_table_text(table, rv_scale_back_words(m->scale));
        rv_table_real(table, m->null_value);
        rv_table_text(table, vtypes_of(m, names));
        rv_table_text(table, m->needs);
        rv_table_text(table, *m->reference ? m->reference : NULL);
        rv_table_row(table);
    }
    return rv_table_close(table, err);
}

rv_status effect_measures(const char *name, rv_format format, rv_output *to, rv_error *err)
{
    const rv_measure *only = name ? rv_measure_find(name) : NULL;
    rv_buf names = RV_BUF_INIT;
    rv_status st = RV_OK;

    if (name && !only)
        return rv_fail(err, RV_EUSAGE, "there is no measure '%.40s'; review-effect measures lists them", name);
    if (format != RV_FORMAT_TEXT)
        st = list_all(only, format, to, &names, err);
    else if (only)
        show_one(only, &names, to);
    else
        st = list_short(to, &names, err);
    rv_buf_free(&names);
    return st;
}
