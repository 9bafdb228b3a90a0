/* What the protocol's form asks for. */
#include <config.h>

#include "tools/extract.h"

static rv_status fill_form(rv_table *table, void *user, rv_error *err)
{
    const rv_protocol *protocol = user;

    (void)err;
    for (size_t i = 0; i < protocol->n_fields; i++) {
        const rv_field *f = &protocol->fields[i];
        rv_buf choices = RV_BUF_INIT;

        for (size_t c = 0; c < f->n_choices; c++)
            rv_buf_printf(&choices, "%s%s", c ? "|" : "", f->choices[c]);
        for (size_t c = 0; c < f->n_columns; c++)
            rv_buf_printf(&choices, "%s%s %s", c ? ", " : "", f->columns[c].id, rv_type_names[f->columns[c].type]);
        const char *const cells[] = { f->id, rv_level_names[f->level], rv_type_names[f->type], f->required ? "yes" : "no",
                                      f->place ? "yes" : "no", f->unit, rv_buf_str(&choices), f->when, f->compute, f->as, f->from,
                                      f->label };
        for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
            extract_text(table, cells[c]);
        rv_table_row(table);
        rv_buf_free(&choices);
    }
    return RV_OK;
}

rv_status extract_form(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "field", "level", "type", "required", "place", "unit", "choices", "when", "compute", "as",
                                           "from", "label" };

    (void)operands;
    return extract_table(work, RV_FORMAT_TEXT, columns, 12, fill_form, work->protocol, err);
}
