/* Characteristics of the included studies: the study-level fields of the form, each leading to its value and place. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/extract.h"

#include "report/parts.h"

/* The columns: study, reports, then the form's study-level fields. */
static const rv_grid_column *columns_of(rv_document *d, size_t *n_fields, const rv_field ***fields)
{
    const rv_protocol *p = d->protocol;
    rv_grid_column *columns = rv_memory_room(d->memory, (p->n_fields + 3) * sizeof *columns);
    const rv_field **list = rv_memory_room(d->memory, (p->n_fields + 1) * sizeof *list);

    *n_fields = 0;
    *fields = list;
    if (!columns || !list)
        return NULL;
    columns[0] = (rv_grid_column){ "study", "Study", -1 };
    columns[1] = (rv_grid_column){ "reports", "Reports", -1 };
    for (size_t i = 0; i < p->n_fields; i++)
        if (p->fields[i].level == RV_LEVEL_STUDY) {
            list[*n_fields] = &p->fields[i];
            columns[2 + (*n_fields)++] = (rv_grid_column){ p->fields[i].id, p->fields[i].label, -1 };
        }
    return columns;
}

typedef struct {
    const rv_field **fields;
    const char     **values;      /* one a field, in the document's memory */
    bool            *told;        /* of the field by some study; NULL: not asked for */
    size_t           n;
    rv_memory       *memory;
} gathering;

static rv_status note(void *user, const rv_value *value, rv_error *err)
{
    gathering *g = user;

    (void)err;
    if (*value->result)
        return RV_OK;
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->fields[i]->id, value->field) == 0)
            g->values[i] = rv_memory_text(g->memory, *value->value ? value->value : value->state);
    return RV_OK;
}

static rv_status reports_of(rv_document *d, const rv_included_study *s, rv_buf *out, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < s->n; i++) {
        const rv_included_report *r = &d->included.reports[s->first + i];

        rv_buf_text(out, i ? "; " : "");
        st = rv_report_reference(d->store, r->report, NULL, out, err);
        rv_buf_text(out, r->primary && s->n > 1 ? " (primary)" : "");
    }
    return st;
}

static rv_status add_study(rv_document *d, rv_grid *g, const rv_included_study *s, gathering *values, rv_error *err)
{
    rv_buf reports = RV_BUF_INIT, anchor = RV_BUF_INIT, link = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < values->n; i++)
        values->values[i] = "";
    if ((st = reports_of(d, s, &reports, err)) == RV_OK
        && (st = rv_extract_each(d->store, s->label, NULL, false, note, values, err)) == RV_OK) {
        rv_grid_row(g, rv_report_anchor(&anchor, "study", s->label));
        rv_grid_link(g, s->label, rv_report_anchor(&link, "values", s->label));
        rv_grid_text(g, rv_buf_str(&reports));
        for (size_t i = 0; i < values->n; i++) {
            rv_grid_text(g, values->values[i]);
            values->told[i] |= *values->values[i] != 0;
        }
    }
    rv_buf_free(&reports);
    rv_buf_free(&anchor);
    rv_buf_free(&link);
    return st;
}

/* The design of each study, "" where none is told. */
static rv_status designs(rv_document *d, const char *field, const char **out, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < d->included.n_studies; i++) {
        const rv_field wanted = { .id = field };
        const rv_field *fields[] = { &wanted };
        gathering one = { fields, &out[i], NULL, 1, d->memory };

        out[i] = "";
        st = rv_extract_each(d->store, d->included.studies[i].label, NULL, false, note, &one, err);
    }
    return st;
}

/* Under a heading for each design, in the order of the form; without such a field, or with one design alone, in one list. */
static rv_status by_design(rv_document *d, rv_grid *g, gathering *values, rv_error *err)
{
    const rv_field *field = rv_protocol_field(d->protocol, "design");
    const size_t n = d->included.n_studies, n_choices = field && field->level == RV_LEVEL_STUDY ? field->n_choices : 0;
    const char **design = rv_memory_room(d->memory, (n + 1) * sizeof *design);
    bool *shown = rv_memory_room(d->memory, (n + 1) * sizeof *shown);
    rv_status st = design && shown ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for the table of studies");

    if (st == RV_OK && n_choices)
        st = designs(d, field->id, design, err);
    for (size_t c = 0; st == RV_OK && c < n_choices; c++) {
        bool begun = false;

        for (size_t i = 0; st == RV_OK && i < n; i++)
            if (strcmp(design[i], field->choices[c]) == 0) {
                if (!begun)
                    rv_grid_section(g, field->choices[c]);
                begun = shown[i] = true;
                st = add_study(d, g, &d->included.studies[i], values, err);
            }
    }
    for (size_t i = 0, others = 0; st == RV_OK && i < n; i++)
        if (!shown[i]) {
            if (n_choices && !others++)
                rv_grid_section(g, "design not told");
            st = add_study(d, g, &d->included.studies[i], values, err);
        }
    return st;
}

rv_status rv_part_studies(rv_document *d, rv_error *err)
{
    gathering values = { .memory = d->memory };
    const rv_grid_column *columns = columns_of(d, &values.n, &values.fields);
    rv_grid *g;
    rv_status st = RV_OK;

    values.values = rv_memory_room(d->memory, (values.n + 1) * sizeof *values.values);
    values.told = rv_memory_room(d->memory, values.n + 1);
    if (!columns || !values.values || !values.told)
        return rv_fail(err, RV_ENOMEM, "out of memory for the table of studies");
    rv_page_heading(d->page, 2, "studies", "Included studies");
    rv_page_textf(d->page, "%zu studies were included; they are described by %zu reports.", d->included.n_studies,
                  d->included.n_reports);
    g = rv_grid_new("characteristics", "Characteristics of the included studies", columns);
    if (g && values.n > 5)
        rv_grid_wide(g);
    st = by_design(d, g, &values, err);
    for (size_t i = 0; g && i < values.n; i++)
        if (!values.told[i])
            rv_grid_hide(g, values.fields[i]->id);
    if (st == RV_OK)
        st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st == RV_OK ? rv_figure_map(d, err) : st;
}
