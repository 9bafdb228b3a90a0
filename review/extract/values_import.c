/* Studies, their parts, results, values and judgements from delimited text. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/import_sheet.h"

const char *const rv_column_words[] = { "value", "state", "place", "quotation", "note", NULL };

const char *rv_sheet_text(const rv_sheet *s, const char *column)
{
    const char *field = rv_csv_get(s->csv, column);

    return rv_text_missing(field) ? "" : rv_hoard_text(&s->batch->memory, field);
}

static bool is_column(const rv_table_kind *kind, const char *name)
{
    for (size_t i = 0; kind->columns[i]; i++)
        if (strcmp(kind->columns[i], name) == 0)
            return true;
    return false;
}

/* The row of s->fields for a field, made when it is new. */
static rv_sheet_field *field_of(rv_sheet *s, const rv_field *field)
{
    for (size_t i = 0; i < s->n_fields; i++)
        if (s->fields[i].field == field)
            return &s->fields[i];
    s->fields[s->n_fields] = (rv_sheet_field){ field, { -1, -1, -1, -1, -1 } };
    return &s->fields[s->n_fields++];
}

static void refuse_column(rv_sheet *s, const rv_table_kind *kind, const char *name, const rv_field *field)
{
    static const char *const of[] = { "studies", "results", "arms", "outcomes", "time points", "contrasts", "results of arms" };
    char message[200];

    if (field && kind->levels)
        snprintf(message, sizeof message, "the form asks this of %s", of[field->level]);
    else
        snprintf(message, sizeof message, "there is no such column%s",
                 kind->levels ? ", and no field of that name in the protocol's form" : "");
    rv_batch_fault(s->batch, s->line, name, message);
}

/* FIELD, or FIELD:place and the like. */
static void take_column(rv_sheet *s, const rv_table_kind *kind, size_t c)
{
    const char *name = rv_csv_column_name(s->csv, c), *colon = strchr(name, ':');
    char id[100];
    const rv_field *field;
    rv_column_says says = RV_SAYS_VALUE;

    snprintf(id, sizeof id, "%.*s", (int)(colon ? colon - name : (long)strlen(name)), name);
    field = rv_protocol_field(s->batch->protocol, id);
    while (colon && rv_column_words[says] && strcmp(rv_column_words[says], colon + 1) != 0)
        says++;
    if (!field || !(kind->levels >> field->level & 1) || says == RV_SAYS_ALL)
        refuse_column(s, kind, name, says == RV_SAYS_ALL ? NULL : field);
    else
        field_of(s, field)->column[says] = (long)c;
}

/* Every column must be known: a misspelt one would lose its values without a word. */
static rv_status read_header(rv_sheet *s, const rv_table_kind *kind, rv_error *err)
{
    for (size_t i = 0; i < kind->n_needed; i++)
        if (rv_csv_column(s->csv, kind->columns[i]) < 0)
            return rv_batch_fail(s->batch, err, RV_EPARSE, s->line, kind->columns[i], "this column is missing");
    s->n_columns = rv_csv_columns(s->csv);
    if (!(s->fields = calloc(s->n_columns + 1, sizeof *s->fields)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t c = 0; c < s->n_columns; c++)
        if (!is_column(kind, rv_csv_column_name(s->csv, c)))
            take_column(s, kind, c);
    for (size_t i = 0; i < s->n_fields; i++)
        if (s->fields[i].column[RV_SAYS_VALUE] < 0)
            rv_batch_fault(s->batch, s->line, s->fields[i].field->id, "its place, quotation, note or state has a column, it itself has none");
    return RV_OK;
}

static rv_status read_rows(rv_sheet *s, const rv_table_kind *kind, rv_error *err)
{
    const rv_csv_row *row;
    char message[100];
    rv_status st;

    while ((st = rv_csv_next(s->csv, &row, err)) == RV_OK && row) {
        s->line = row->line;
        if (row->count > s->n_columns) {
            snprintf(message, sizeof message, "%zu fields, but %zu columns are named", row->count, s->n_columns);
            rv_batch_fault(s->batch, row->line, "", message);
        } else if ((st = kind->row(s, err)) != RV_OK) {
            return st;
        }
    }
    return st;
}

static const rv_table_kind *find_kind(const rv_csv *csv)
{
    for (int k = 0; k < RV_TABLE_KINDS; k++) {
        size_t i = 0;
        while (i < rv_table_kinds[k].n_needed && rv_csv_column(csv, rv_table_kinds[k].columns[i]) >= 0)
            i++;
        if (i == rv_table_kinds[k].n_needed)
            return &rv_table_kinds[k];
    }
    return NULL;
}

static rv_status add_table(const rv_table_kind *kind, rv_batch *batch, rv_csv *csv, size_t header, rv_error *err)
{
    rv_sheet s = { .csv = csv, .batch = batch, .line = header };
    rv_status st = read_header(&s, kind, err);

    if (st == RV_OK)
        st = read_rows(&s, kind, err);
    free(s.fields);
    return st;
}

rv_status rv_batch_add_table(rv_batch *batch, rv_csv *csv, size_t header, const char **event, rv_error *err)
{
    rv_status st = rv_csv_header(csv, err);
    const rv_table_kind *kind;

    if (st != RV_OK)
        return st;
    if (!(kind = find_kind(csv)))
        return rv_batch_fail(batch, err, RV_EPARSE, header, "", "this is no table of studies (study, ...), arms, outcomes, times or"
                             " contrasts (arm, study, ...), results (result, study, domain, outcome, ...), values (field, value, ...)"
                             " or judgements (tool, domain, judgement, ...)");
    *event = kind->event;
    return add_table(kind, batch, csv, header, err);
}

/* Reads and carries out. `kind` NULL: found from the header. */
static rv_status import(const rv_table_kind *kind, rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                        rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err)
{
    rv_batch batch;
    rv_csv *csv = NULL;
    const char *event = kind ? kind->event : "";
    rv_status st;

    *summary = (rv_extract_summary){ 0 };
    rv_batch_start(&batch, protocol, path, warn, user);
    if ((st = rv_csv_open(&csv, path, 0, err)) == RV_OK) {
        if (!kind)
            st = rv_batch_add_table(&batch, csv, 1, &event, err);
        else if ((st = rv_csv_header(csv, err)) == RV_OK)
            st = add_table(kind, &batch, csv, 1, err);
    }
    if (st == RV_OK)
        st = rv_batch_carry_out(&batch, store, event, who, summary, err);
    rv_csv_close(csv);
    rv_batch_free(&batch);
    return st;
}

rv_status rv_extract_import(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                            void *user, rv_extract_summary *summary, rv_error *err)
{
    return import(NULL, store, protocol, who, path, warn, user, summary, err);
}

rv_status rv_extract_studies(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                             void *user, rv_extract_summary *summary, rv_error *err)
{
    return import(&rv_table_kinds[RV_TABLE_STUDIES], store, protocol, who, path, warn, user, summary, err);
}

rv_status rv_extract_results(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                             void *user, rv_extract_summary *summary, rv_error *err)
{
    return import(&rv_table_kinds[RV_TABLE_RESULTS], store, protocol, who, path, warn, user, summary, err);
}

rv_status rv_extract_values(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                            void *user, rv_extract_summary *summary, rv_error *err)
{
    return import(&rv_table_kinds[RV_TABLE_VALUES], store, protocol, who, path, warn, user, summary, err);
}

rv_status rv_extract_appraisals(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                                rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err)
{
    return import(&rv_table_kinds[RV_TABLE_APPRAISALS], store, protocol, who, path, warn, user, summary, err);
}
