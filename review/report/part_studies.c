/* Characteristics of the included studies: the study-level fields of the form, each leading to its value and place. */
#include <config.h>

#include <stdlib.h>
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

/* What is known of the included studies: a row a study, a column a field, "" where nothing is. */
typedef struct {
    const rv_field **fields;
    const char     **values;      /* [studies n], in the document's memory */
    bool            *told;        /* of the field by some study */
    size_t           n;
    const rv_included *included;
    const rv_included_study **by_name;   /* [studies] */
    size_t           row;         /* of the value before: values of a study come together */
    rv_memory       *memory;
} gathering;

static int compare_names(const void *a, const void *b)
{
    return strcmp((*(const rv_included_study *const *)a)->label, (*(const rv_included_study *const *)b)->label);
}

/* The row of the study; SIZE_MAX when it is not included. */
static size_t row_of(const gathering *g, const char *study)
{
    const size_t n = g->included->n_studies;
    const rv_included_study wanted = { .label = study }, *key = &wanted;
    const rv_included_study **found;

    if (g->row < n && strcmp(g->included->studies[g->row].label, study) == 0)
        return g->row;
    found = n ? bsearch(&key, g->by_name, n, sizeof *g->by_name, compare_names) : NULL;
    return found ? (size_t)(*found - g->included->studies) : SIZE_MAX;
}

static rv_status note(void *user, const rv_value *value, rv_error *err)
{
    gathering *g = user;

    (void)err;
    if (*value->result || (g->row = row_of(g, value->study)) == SIZE_MAX)
        return RV_OK;
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->fields[i]->id, value->field) == 0) {
            const char **cell = &g->values[g->row * g->n + i];
            *cell = rv_memory_text(g->memory, *value->value ? value->value : value->state);
            g->told[i] |= **cell != 0;
        }
    return RV_OK;
}

/* Reads every value once, whatever the number of studies. */
static rv_status gather(rv_document *d, gathering *g, rv_error *err)
{
    const size_t n = d->included.n_studies;

    g->included = &d->included;
    g->row = SIZE_MAX;
    g->told = rv_memory_room(d->memory, g->n + 1);
    g->values = rv_memory_room(d->memory, (n * g->n + 1) * sizeof *g->values);
    g->by_name = rv_memory_room(d->memory, (n + 1) * sizeof *g->by_name);
    if (!g->told || !g->values || !g->by_name)
        return rv_fail(err, RV_ENOMEM, "out of memory for the table of studies");
    for (size_t i = 0; i < n; i++)
        g->by_name[i] = &d->included.studies[i];
    qsort(g->by_name, n, sizeof *g->by_name, compare_names);
    for (size_t i = 0; i < n * g->n; i++)
        g->values[i] = "";
    return rv_extract_each(d->store, NULL, NULL, false, note, g, err);
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

static rv_status add_study(rv_document *d, rv_grid *g, size_t row, const gathering *values, rv_error *err)
{
    const rv_included_study *s = &d->included.studies[row];
    rv_buf reports = RV_BUF_INIT, anchor = RV_BUF_INIT, link = RV_BUF_INIT;
    rv_status st;

    if ((st = reports_of(d, s, &reports, err)) == RV_OK) {
        rv_grid_row(g, rv_report_anchor(&anchor, "study", s->label));
        rv_grid_link(g, s->label, rv_report_anchor(&link, "values", s->label));
        rv_grid_text(g, rv_buf_str(&reports));
        for (size_t i = 0; i < values->n; i++)
            rv_grid_text(g, values->values[row * values->n + i]);
    }
    rv_buf_free(&reports);
    rv_buf_free(&anchor);
    rv_buf_free(&link);
    return st;
}

/* The column of the field; SIZE_MAX when it is none of studies. */
static size_t column_of(const gathering *g, const char *field)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->fields[i]->id, field) == 0)
            return i;
    return SIZE_MAX;
}

/* Under a heading for each design, in the order of the form; without such a field, or with one design alone, in one list. */
static rv_status by_design(rv_document *d, rv_grid *g, const gathering *values, rv_error *err)
{
    const size_t n = d->included.n_studies, column = column_of(values, "design");
    const rv_field *field = column == SIZE_MAX ? NULL : values->fields[column];
    const size_t n_choices = field ? field->n_choices : 0;
    bool *shown = rv_memory_room(d->memory, n + 1);
    rv_status st = shown ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for the table of studies");

    for (size_t c = 0; st == RV_OK && c < n_choices; c++) {
        bool begun = false;

        for (size_t i = 0; st == RV_OK && i < n; i++)
            if (strcmp(values->values[i * values->n + column], field->choices[c]) == 0) {
                if (!begun)
                    rv_grid_section(g, field->choices[c]);
                begun = shown[i] = true;
                st = add_study(d, g, i, values, err);
            }
    }
    for (size_t i = 0, others = 0; st == RV_OK && i < n; i++)
        if (!shown[i]) {
            if (n_choices && !others++)
                rv_grid_section(g, "design not told");
            st = add_study(d, g, i, values, err);
        }
    return st;
}

rv_status rv_part_studies(rv_document *d, rv_error *err)
{
    gathering values = { .memory = d->memory };
    const rv_grid_column *columns = columns_of(d, &values.n, &values.fields);
    rv_grid *g;
    rv_status st;

    if (!columns)
        return rv_fail(err, RV_ENOMEM, "out of memory for the table of studies");
    if ((st = gather(d, &values, err)) != RV_OK)
        return st;
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
