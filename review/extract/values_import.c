/* Studies, results, values and judgements from delimited text. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/batch.h"

/* One file being read. `fields[c]` is the form's field of column c, NULL for the columns every such table has. */
typedef struct {
    rv_csv   *csv;
    rv_batch *batch;
    const rv_field **fields;
    size_t    n_columns, line;
} sheet;

/* What every table of a kind has, the form's fields aside; the first `n_needed` must be there. */
typedef struct {
    const char    *event;
    const char *const *columns;
    size_t         n_needed;
    bool           with_fields;
    rv_field_level level;
    rv_status    (*row)(sheet *s, rv_error *err);
} table_kind;

static const char *text(const sheet *s, const char *column)
{
    const char *field = rv_csv_get(s->csv, column);

    return rv_text_missing(field) ? "" : rv_hoard_text(&s->batch->memory, field);
}

static bool is_column(const table_kind *kind, const char *name)
{
    for (size_t i = 0; kind->columns[i]; i++)
        if (strcmp(kind->columns[i], name) == 0)
            return true;
    return false;
}

/* Every column must be known: a misspelt one would lose its values without a word. */
static rv_status read_header(sheet *s, const table_kind *kind, rv_error *err)
{
    char message[200];

    for (size_t i = 0; i < kind->n_needed; i++)
        if (rv_csv_column(s->csv, kind->columns[i]) < 0)
            return rv_batch_fail(s->batch, err, RV_EPARSE, s->line, kind->columns[i], "this column is missing");
    s->n_columns = rv_csv_columns(s->csv);
    if (!(s->fields = calloc(s->n_columns + 1, sizeof *s->fields)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t c = 0; c < s->n_columns; c++) {
        const char *name = rv_csv_column_name(s->csv, c);
        const rv_field *field = kind->with_fields ? rv_protocol_field(s->batch->protocol, name) : NULL;

        if (is_column(kind, name))
            continue;
        if (field && field->level == kind->level) {
            s->fields[c] = field;
            continue;
        }
        if (field)
            snprintf(message, sizeof message, "the form asks this of %s", field->level == RV_LEVEL_STUDY ? "studies" : "results");
        else
            snprintf(message, sizeof message, "there is no such column%s",
                     kind->with_fields ? ", and no field of that name in the protocol's form" : "");
        rv_batch_fault(s->batch, s->line, name, message);
    }
    return RV_OK;
}

static rv_status read_rows(sheet *s, const table_kind *kind, rv_error *err)
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

/* The form's fields of a row. With `ask`, required ones that are empty are warned of. */
static rv_status add_fields(sheet *s, rv_batch_value *v, bool ask, rv_error *err)
{
    rv_status st = RV_OK;

    v->place = text(s, "place");
    v->quotation = text(s, "quotation");
    v->note = text(s, "note");
    v->state = "";
    v->line = s->line;
    for (size_t c = 0; st == RV_OK && c < s->n_columns; c++) {
        if (!s->fields[c])
            continue;
        v->field = s->fields[c]->id;
        v->value = text(s, rv_csv_column_name(s->csv, c));
        if (!v->value[0] && ask && s->fields[c]->required)
            rv_batch_warning(s->batch, s->line, v->field, "the form asks for it; say \"not reported\" when the report does not");
        st = rv_batch_add_value(s->batch, v, err);
    }
    return st;
}

static bool one_of(const char *text_given, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], text_given) == 0)
            return true;
    return false;
}

static rv_status study_row(sheet *s, rv_error *err)
{
    static const char *const roles[] = { "primary", "secondary", "none", NULL };
    rv_batch_study study = { .study = text(s, "study"), .record_key = text(s, "record"), .role = text(s, "role"), .line = s->line };
    rv_batch_value v = { .study = study.study, .result = "", .record_key = study.record_key };
    rv_status st;

    if (!study.role[0])
        study.role = "primary";
    if (!study.study[0]) {
        rv_batch_fault(s->batch, s->line, "study", "a study needs its name");
        return RV_OK;
    }
    if (!one_of(study.role, roles))
        rv_batch_fault(s->batch, s->line, "role", "a report is primary or secondary to its study, or none (taken back)");
    if ((st = rv_batch_add_study(s->batch, &study, err)) != RV_OK)
        return st;
    return add_fields(s, &v, strcmp(study.role, "primary") == 0, err);
}

static rv_status result_row(sheet *s, rv_error *err)
{
    rv_batch_result r = { .result = text(s, "result"), .study = text(s, "study"), .record_key = text(s, "record"),
                          .contrast = text(s, "contrast"), .domain = text(s, "domain"), .outcome = text(s, "outcome"),
                          .months = text(s, "months"), .line = s->line };
    rv_batch_value v = { .study = r.study, .result = r.result, .record_key = r.record_key };
    rv_status st;

    if (!r.result[0])
        rv_batch_fault(s->batch, s->line, "result", "a result needs its key, as R002");
    if (!r.study[0])
        rv_batch_fault(s->batch, s->line, "study", "a result needs its study");
    if (!r.result[0] || !r.study[0])
        return RV_OK;
    if (!r.contrast[0])
        r.contrast = "programme v control";
    if ((st = rv_batch_add_result(s->batch, &r, err)) != RV_OK)
        return st;
    return add_fields(s, &v, true, err);
}

static rv_status value_row(sheet *s, rv_error *err)
{
    const rv_batch_value v = { .study = text(s, "study"), .result = text(s, "result"), .field = text(s, "field"),
                               .value = text(s, "value"), .state = text(s, "state"), .record_key = text(s, "record"),
                               .place = text(s, "place"), .quotation = text(s, "quotation"), .note = text(s, "note"),
                               .line = s->line };

    if (!v.study[0] && !v.result[0])
        rv_batch_fault(s->batch, s->line, "result", "a value is of a result or of a study");
    else if (!v.value[0] && !v.state[0])
        rv_batch_fault(s->batch, s->line, "value", "there is no value; its state can be \"not reported\" or \"unclear\"");
    return rv_batch_add_value(s->batch, &v, err);
}

static rv_status judgement_row(sheet *s, rv_error *err)
{
    const bool not_asked = strcmp(rv_csv_get(s->csv, "judgement"), "NA") == 0;      /* an answer, and not a missing one */
    const rv_batch_judgement j = { .study = text(s, "study"), .result = text(s, "result"), .tool = text(s, "tool"),
                                   .domain = text(s, "domain"), .judgement = not_asked ? "NA" : text(s, "judgement"),
                                   .support = text(s, "support"), .body = text(s, "body"), .place = text(s, "place"),
                                   .quotation = text(s, "quotation"), .line = s->line };

    return rv_batch_add_judgement(s->batch, &j, err);
}

static const char *const study_columns[] = { "study", "record", "role", "place", "quotation", "note", NULL };
static const char *const result_columns[] = { "result", "study", "domain", "outcome", "record", "contrast", "months", "place",
                                              "quotation", "note", NULL };
static const char *const value_columns[] = { "field", "value", "result", "study", "state", "record", "place", "quotation", "note",
                                             NULL };
static const char *const judgement_columns[] = { "tool", "domain", "judgement", "study", "result", "body", "support",
                                                 "place", "quotation", NULL };

/* In the order in which a header is compared with them: what more columns are needed for comes first. */
static const table_kind kinds[] = {
    { "extract.results", result_columns, 4, true, RV_LEVEL_RESULT, result_row },
    { "extract.appraisals", judgement_columns, 3, false, RV_LEVEL_RESULT, judgement_row },
    { "extract.values", value_columns, 2, false, RV_LEVEL_RESULT, value_row },
    { "extract.studies", study_columns, 1, true, RV_LEVEL_STUDY, study_row },
};
enum { RESULTS, APPRAISALS, VALUES, STUDIES, N_KINDS };

static const table_kind *find_kind(const rv_csv *csv)
{
    for (int k = 0; k < N_KINDS; k++) {
        size_t i = 0;
        while (i < kinds[k].n_needed && rv_csv_column(csv, kinds[k].columns[i]) >= 0)
            i++;
        if (i == kinds[k].n_needed)
            return &kinds[k];
    }
    return NULL;
}

static rv_status add_table(const table_kind *kind, rv_batch *batch, rv_csv *csv, size_t header, rv_error *err)
{
    sheet s = { .csv = csv, .batch = batch, .line = header };
    rv_status st = read_header(&s, kind, err);

    if (st == RV_OK)
        st = read_rows(&s, kind, err);
    free(s.fields);
    return st;
}

rv_status rv_batch_add_table(rv_batch *batch, rv_csv *csv, size_t header, const char **event, rv_error *err)
{
    rv_status st = rv_csv_header(csv, err);
    const table_kind *kind;

    if (st != RV_OK)
        return st;
    if (!(kind = find_kind(csv)))
        return rv_batch_fail(batch, err, RV_EPARSE, header, "", "this is no table of studies (study, ...), results (result, study, domain,"
                             " outcome, ...), values (field, value, ...) or judgements (tool, domain, judgement, ...)");
    *event = kind->event;
    return add_table(kind, batch, csv, header, err);
}

/* Reads and carries out. `kind` NULL: found from the header. */
static rv_status import(const table_kind *kind, rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
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
    return import(&kinds[STUDIES], store, protocol, who, path, warn, user, summary, err);
}

rv_status rv_extract_results(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                             void *user, rv_extract_summary *summary, rv_error *err)
{
    return import(&kinds[RESULTS], store, protocol, who, path, warn, user, summary, err);
}

rv_status rv_extract_values(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                            void *user, rv_extract_summary *summary, rv_error *err)
{
    return import(&kinds[VALUES], store, protocol, who, path, warn, user, summary, err);
}

rv_status rv_extract_appraisals(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                                rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err)
{
    return import(&kinds[APPRAISALS], store, protocol, who, path, warn, user, summary, err);
}
