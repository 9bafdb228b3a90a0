/* The tables of a form, filled with what is known. What was not touched in them changes nothing when they are read back. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/sheet.h"

const char *const rv_sheet_names[] = { "studies", "results", "arms", "outcomes", "times", "contrasts", "judgements", NULL };

typedef struct {
    rv_sheets *sheets;
    rv_store  *store;
    const rv_protocol *protocol;
    rv_facts   facts;
    rv_xlsx_column spare;        /* what is said of a column that memory does not suffice for */
    bool       failed;
} making;

/* ---- Columns -------------------------------------------------------------------------------------------------------------------------- */

static rv_xlsx_column *add_column(making *m, rv_form_sheet *s, const char *name, const char *note)
{
    size_t room = s->columns_room;

    if (!rv_grow(&s->columns, s->n_columns, &room, sizeof *s->columns)
        || (room != s->columns_room && !(s->fields = realloc(s->fields, room * sizeof *s->fields)))) {
        m->failed = true;
        return &m->spare;
    }
    s->columns_room = room;
    s->fields[s->n_columns] = NULL;
    s->columns[s->n_columns] = (rv_xlsx_column){ .name = rv_hoard_text(&m->sheets->memory, name), .kind = RV_XLSX_COLUMN_TEXT,
                                                 .note = rv_hoard_text(&m->sheets->memory, note), .min = NAN, .max = NAN };
    return &s->columns[s->n_columns++];
}

/* What belongs in the field, for a person: label, unit, range, choices, help. */
static const char *note_of(making *m, const rv_field *f)
{
    rv_buf note = RV_BUF_INIT;
    char digits[RV_REAL_TEXT];
    const char *kept;

    rv_buf_text(&note, f->label);
    if (f->unit[0])
        rv_buf_printf(&note, " (%s)", f->unit);
    if (isfinite(f->min))
        rv_buf_printf(&note, "; at least %s", rv_real_text(f->min, digits));
    if (isfinite(f->max))
        rv_buf_printf(&note, "; at most %s", rv_real_text(f->max, digits));
    for (size_t i = 0; i < f->n_choices && note.length < 1500; i++)
        rv_buf_printf(&note, "%s%s", i ? " | " : f->type == RV_FIELD_CHOICES ? "; any of, with ; between: " : "; one of: ", f->choices[i]);
    if (f->type == RV_FIELD_DATE)
        rv_buf_text(&note, "; a date, as 2026-11-24");
    if (f->required)
        rv_buf_text(&note, "; asked for");
    if (f->when[0])
        rv_buf_printf(&note, "; only where %s", f->when);
    if (f->place)
        rv_buf_text(&note, "; an effect rests on it: say its place");
    if (f->help[0])
        rv_buf_printf(&note, ". %s", f->help);
    rv_buf_text(&note, ". \"not reported\" and \"unclear\" are answers");
    m->failed |= note.failed;
    kept = rv_hoard_text(&m->sheets->memory, rv_buf_str(&note));
    rv_buf_free(&note);
    return kept;
}

static void add_field(making *m, rv_form_sheet *s, const rv_field *f)
{
    static const char *const yesno[] = { "yes", "no" };
    rv_xlsx_column *c = add_column(m, s, f->id, note_of(m, f));

    if (m->failed)
        return;
    s->fields[s->n_columns - 1] = f;
    c->required = f->required;
    switch (f->type) {
    case RV_FIELD_INTEGER: case RV_FIELD_NUMBER: case RV_FIELD_PERCENT:
        c->kind = RV_XLSX_COLUMN_NUMBER;
        c->whole = f->type == RV_FIELD_INTEGER;
        c->min = f->min;
        c->max = f->max;
        break;
    case RV_FIELD_DATE:
        c->kind = RV_XLSX_COLUMN_DATE;
        break;
    case RV_FIELD_CHOICE:
        c->kind = RV_XLSX_COLUMN_CHOICE;
        c->choices = f->choices;
        c->n_choices = f->n_choices;
        break;
    case RV_FIELD_YESNO: case RV_FIELD_UNCLEAR:
        c->kind = RV_XLSX_COLUMN_CHOICE;
        c->choices = yesno;
        c->n_choices = 2;
        break;
    default:
        break;
    }
}

/* Calculated fields are nobody's to fill in. */
static bool has_fields(const rv_protocol *p, rv_field_level level)
{
    for (size_t i = 0; i < p->n_fields; i++)
        if (p->fields[i].level == level && !p->fields[i].compute[0])
            return true;
    return false;
}

static void add_fields(making *m, rv_form_sheet *s, rv_field_level level)
{
    for (size_t i = 0; i < m->protocol->n_fields; i++)
        if (m->protocol->fields[i].level == level && !m->protocol->fields[i].compute[0])
            add_field(m, s, &m->protocol->fields[i]);
}

static void add_sources(making *m, rv_form_sheet *s)
{
    add_column(m, s, "place", "where the row's values stand in the report: page, table or figure. Where one stands elsewhere, add a column"
               " FIELD:place");
    add_column(m, s, "quotation", "the report's own words");
    add_column(m, s, "note", "a remark");
}

/* ---- Cells ---------------------------------------------------------------------------------------------------------------------------- */

static const char **add_row(making *m, rv_form_sheet *s)
{
    const size_t before = s->n_rows * s->n_columns, need = before + s->n_columns;
    const char **row;

    if (need > s->cells_room) {
        const size_t room = 2 * need + 64;
        const char **more = realloc(s->cells, room * sizeof *more);
        if (!more) {
            m->failed = true;
            return NULL;
        }
        s->cells = more;
        s->cells_room = room;
    }
    s->n_rows++;
    row = s->cells + before;
    for (size_t c = 0; c < s->n_columns; c++)
        row[c] = "";
    return row;
}

static void put(making *m, const rv_form_sheet *s, const char **row, const char *column, const char *text)
{
    for (size_t c = 0; row && c < s->n_columns; c++)
        if (strcmp(s->columns[c].name, column) == 0)
            row[c] = rv_hoard_text(&m->sheets->memory, text);
}

/* A column that only some sheets have is made when it is needed; rows before have it empty. */
static void put_new(making *m, rv_form_sheet *s, const char *field, const char *what, const char *text)
{
    char name[200];
    const size_t n = s->n_columns;
    const char **cells;

    snprintf(name, sizeof name, "%.100s:%s", field, what);
    for (size_t c = 0; c < n; c++)
        if (strcmp(s->columns[c].name, name) == 0) {
            s->cells[(s->n_rows - 1) * n + c] = rv_hoard_text(&m->sheets->memory, text);
            return;
        }
    add_column(m, s, name, "of this field alone");
    if (m->failed || !(cells = calloc(2 * (s->n_rows * (n + 1)) + 64, sizeof *cells))) {
        m->failed = true;
        return;
    }
    for (size_t r = 0; r < s->n_rows; r++) {
        for (size_t c = 0; c < n; c++)
            cells[r * (n + 1) + c] = s->cells[r * n + c];
        cells[r * (n + 1) + n] = "";
    }
    free(s->cells);
    s->cells = cells;
    s->cells_room = 2 * (s->n_rows * (n + 1)) + 64;
    s->cells[(s->n_rows - 1) * (n + 1) + n] = rv_hoard_text(&m->sheets->memory, text);
}

/* What is said of a value beside it; and whether all values of the row say the same. */
static const char *beside(const rv_fact_value *v, int what)
{
    return what == 0 ? v->place : what == 1 ? v->quotation : v->note;
}

/* The values of the row at the end of the sheet: `values` by column, NULL where there is none. What all of them say of place,
   quotation or note stands once; else each has its own column. */
static void put_values(making *m, rv_form_sheet *s, const rv_fact_value *const *values)
{
    static const char *const names[] = { "place", "quotation", "note" };
    const size_t n = s->n_columns;
    const char **row = s->cells + (s->n_rows - 1) * n;

    for (size_t c = 0; c < n; c++)
        if (values[c])
            row[c] = rv_hoard_text(&m->sheets->memory, values[c]->value[0] ? values[c]->value : values[c]->state);
    for (int what = 0; what < 3; what++) {
        const rv_fact_value *first = NULL;
        bool same = true;
        for (size_t c = 0; c < n; c++)
            if (values[c] && !first)
                first = values[c];
            else if (values[c] && strcmp(beside(values[c], what), beside(first, what)) != 0)
                same = false;
        if (first && same)
            put(m, s, s->cells + (s->n_rows - 1) * s->n_columns, names[what], beside(first, what));
        for (size_t c = 0; c < n && !same; c++)
            if (values[c] && beside(values[c], what)[0])
                put_new(m, s, s->columns[c].name, names[what], beside(values[c], what));
    }
}

/* A value that was reported, or whose lack was said; what was derived is not for filling in. */
static const rv_fact_value *fit(const rv_fact_value *v)
{
    return v && strcmp(v->state, "derived") != 0 ? v : NULL;
}

/* The record that all values of a row are of, 0 when they differ. */
static int64_t record_of(const rv_fact_value *const *values, size_t n, int64_t record)
{
    for (size_t c = 0; c < n; c++)
        if (values[c] && values[c]->record != record)
            return 0;
    return record;
}

static void put_record(making *m, const rv_form_sheet *s, int64_t record)
{
    char text[32];

    if (record) {
        snprintf(text, sizeof text, "%lld", (long long)record);
        put(m, s, s->cells + (s->n_rows - 1) * s->n_columns, "record", text);
    }
}

/* ---- Studies -------------------------------------------------------------------------------------------------------------------------- */

/* The standing links of all studies, by the study's name, primary reports first. */
typedef struct { const char *label, *role; int64_t record; } link_row;
typedef struct { link_row *rows; size_t n, room; rv_hoard *memory; } links;

static rv_status take_link(void *user, const rv_study_report *row, rv_error *err)
{
    links *l = user;

    if (!row->record)
        return RV_OK;
    if (!rv_grow(&l->rows, l->n, &l->room, sizeof *l->rows))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    l->rows[l->n++] = (link_row){ rv_hoard_text(l->memory, row->label), rv_hoard_text(l->memory, row->role), row->record };
    return RV_OK;
}

static void put_link(making *m, const rv_form_sheet *s, const link_row *link)
{
    const char **row = s->cells + (s->n_rows - 1) * s->n_columns;

    put(m, s, row, "study", link->label);
    put(m, s, row, "role", link->role);
    put_record(m, s, link->record);
}

/* The study's values stand beside its primary report where they are all of it, else in a row of their own. */
static void put_study(making *m, rv_form_sheet *s, const rv_fact_study *study, const link_row *link, size_t n_links)
{
    const rv_fact_value **values = calloc(s->n_columns + 1, sizeof *values);
    const size_t n = s->n_columns;
    bool any = false;

    if (!values || !add_row(m, s)) {
        m->failed = true;
        free(values);
        return;
    }
    for (size_t c = 0; c < n; c++)
        if (s->fields[c]) {
            values[c] = fit(rv_facts_value(&m->facts, study->id, 0, s->fields[c]->id));
            any |= values[c] != NULL;
        }
    put(m, s, s->cells + (s->n_rows - 1) * n, "study", study->label);
    if (n_links && (!any || record_of(values, n, link->record))) {
        put_link(m, s, link++);
        n_links--;
    }
    put_values(m, s, values);
    for (; n_links; n_links--, link++)
        if (add_row(m, s))
            put_link(m, s, link);
    free(values);
}

static rv_status make_studies(making *m, rv_form_sheet *s, const rv_sheet_report *reports, size_t n_reports, rv_error *err)
{
    static const char *const roles[] = { "primary", "secondary", "none" };
    links all = { .memory = &m->sheets->memory };
    rv_xlsx_column *role;
    rv_status st;

    s->name = rv_sheet_names[RV_LEVEL_STUDY];
    add_column(m, s, "study", "the study's name, the same in every sheet: Smith 2019")->required = true;
    add_column(m, s, "record", "the record of its report: its number in the review, doi:10... or pmid:...");
    role = add_column(m, s, "role", "of the report to the study: primary (when empty), secondary, none");
    role->kind = RV_XLSX_COLUMN_CHOICE;
    role->only = true;
    role->choices = roles;
    role->n_choices = 3;
    add_fields(m, s, RV_LEVEL_STUDY);
    add_sources(m, s);
    st = rv_study_reports(m->store, take_link, &all, err);
    for (size_t i = 0, k = 0; st == RV_OK && i < m->facts.n_studies && !m->failed; i++) {
        size_t n = 0;
        while (k < all.n && strcmp(all.rows[k].label, m->facts.studies[i].label) < 0)
            k++;
        while (k + n < all.n && strcmp(all.rows[k + n].label, m->facts.studies[i].label) == 0)
            n++;
        put_study(m, s, &m->facts.studies[i], all.rows + k, n);
    }
    free(all.rows);
    for (size_t i = 0; st == RV_OK && i < n_reports; i++) {
        const char **row = add_row(m, s);
        put(m, s, row, "study", reports[i].study);
        if (row)
            put_record(m, s, reports[i].record);
    }
    return st;
}

/* ---- Parts and results ---------------------------------------------------------------------------------------------------------------- */

/* A part has a sheet where fields are asked of it; arms and contrasts also where results of arms are. */
static bool has_sheet(const rv_protocol *p, rv_field_level level)
{
    return has_fields(p, level) || ((level == RV_LEVEL_ARM || level == RV_LEVEL_CONTRAST) && has_fields(p, RV_LEVEL_ARM_RESULT));
}

static void make_parts(making *m, rv_form_sheet *s, rv_field_level level)
{
    static const char *const words[] = { "the arm that is the programme: its name", "the arm that it is compared with: its name" };
    const char *kind = rv_level_names[level];

    s->name = rv_sheet_names[level];
    add_column(m, s, "study", "the study's name, as in the sheet of studies")->required = true;
    add_column(m, s, kind, level == RV_LEVEL_TIME ? "months after the start" : "the team's name for it, unique in the study")->required = true;
    for (size_t i = 0; level == RV_LEVEL_CONTRAST && rv_contrast_columns[i]; i++)
        add_column(m, s, rv_contrast_columns[i], words[i]);
    add_fields(m, s, level);
    add_sources(m, s);
    for (size_t i = 0; i < m->facts.n_parts && !m->failed; i++) {
        const rv_fact_part *part = &m->facts.parts[i];
        const rv_fact_value **values;
        const char **row;
        if (strcmp(part->kind, kind) != 0)
            continue;
        values = calloc(s->n_columns + 1, sizeof *values);
        if ((row = values ? add_row(m, s) : NULL)) {
            for (size_t c = 0; c < s->n_columns; c++)
                if (s->fields[c])
                    values[c] = fit(rv_facts_part_value(&m->facts, part->study, part->id, s->fields[c]->id));
            put(m, s, row, "study", part->label);
            put(m, s, row, kind, part->key);
            for (size_t g = 0; level == RV_LEVEL_CONTRAST && rv_contrast_columns[g]; g++) {
                const rv_fact_value *v = fit(rv_facts_part_value(&m->facts, part->study, part->id, rv_contrast_columns[g]));
                if (v)
                    put(m, s, row, rv_contrast_columns[g], v->value);
            }
            put_values(m, s, values);
        }
        m->failed |= !row;
        free(values);
    }
}

static void put_result(making *m, rv_form_sheet *s, const rv_fact_result *r)
{
    const rv_fact_value **values = calloc(s->n_columns + 1, sizeof *values);
    const char **row = values ? add_row(m, s) : NULL;
    const size_t n = s->n_columns;
    char months[RV_REAL_TEXT];

    if (row) {
        for (size_t c = 0; c < n; c++)
            if (s->fields[c])
                values[c] = fit(rv_facts_value(&m->facts, r->study, r->id, s->fields[c]->id));
        put(m, s, row, "result", r->key);
        put(m, s, row, "study", r->label);
        put(m, s, row, "contrast", r->contrast);
        put(m, s, row, "arm", r->arm);
        put(m, s, row, "domain", r->domain);
        put(m, s, row, "outcome", r->outcome);
        put(m, s, row, "months", rv_facts_time_key(r, months));
        put_record(m, s, record_of(values, n, r->record));
        put_values(m, s, values);
    }
    m->failed |= !row;
    free(values);
}

static void make_results(making *m, rv_form_sheet *s)
{
    const char **domains = rv_hoard_bytes(&m->sheets->memory, (m->protocol->n_domains + 1) * sizeof *domains);
    rv_xlsx_column *domain;

    s->name = rv_sheet_names[RV_LEVEL_RESULT];
    add_column(m, s, "result", "the result's key, once in the review: R001")->required = true;
    add_column(m, s, "study", "the study's name, as in the sheet of studies")->required = true;
    add_column(m, s, "record", "the record of the report it is in");
    add_column(m, s, "contrast", "what is compared: programme v control");
    if (has_fields(m->protocol, RV_LEVEL_ARM_RESULT))
        add_column(m, s, "arm", "the arm it is of, for a result of one arm");
    domain = add_column(m, s, "domain", "outcome domain of the protocol");
    domain->required = true;
    domain->kind = RV_XLSX_COLUMN_CHOICE;
    domain->only = true;
    for (size_t i = 0; domains && i < m->protocol->n_domains; i++)
        domains[domain->n_choices++] = m->protocol->domains[i].id;
    domain->choices = domains;
    add_column(m, s, "outcome", "the outcome as the report calls it")->required = true;
    add_column(m, s, "months", "months after the start")->kind = RV_XLSX_COLUMN_NUMBER;
    add_fields(m, s, RV_LEVEL_RESULT);
    add_fields(m, s, RV_LEVEL_ARM_RESULT);
    add_sources(m, s);
    for (size_t i = 0; i < m->facts.n_results && !m->failed; i++)
        put_result(m, s, m->facts.by_key[i]);
}

/* ---- All of them ---------------------------------------------------------------------------------------------------------------------- */

static void make_judgements(making *m, rv_form_sheet *s)
{
    static const char *const columns[][2] = {
        { "study", "for an instrument that judges studies" }, { "result", "for one that judges results: the result's key" },
        { "tool", "the instrument, as the protocol calls it" }, { "domain", "its domain" }, { "judgement", "one of the domain's" },
        { "support", "what it rests on" },
    };

    s->name = "judgements";
    for (size_t i = 0; i < 6; i++)
        add_column(m, s, columns[i][0], columns[i][1])->required = i >= 2 && i < 5;
}

rv_status rv_sheets_make(rv_sheets *sheets, rv_store *store, const rv_protocol *protocol, const char *own,
                         const rv_sheet_report *reports, size_t n, rv_error *err)
{
    static const rv_field_level parts[] = { RV_LEVEL_ARM, RV_LEVEL_OUTCOME, RV_LEVEL_TIME, RV_LEVEL_CONTRAST };
    making m = { .sheets = sheets, .store = store, .protocol = protocol };
    rv_status st;

    *sheets = (rv_sheets){ .memory = RV_HOARD_INIT };
    if ((st = rv_facts_load(store, own, &m.facts, err)) == RV_OK
        && (st = make_studies(&m, &sheets->sheets[sheets->n++], reports, n, err)) == RV_OK) {
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (has_sheet(protocol, parts[i]))
                make_parts(&m, &sheets->sheets[sheets->n++], parts[i]);
        make_results(&m, &sheets->sheets[sheets->n++]);
        if (protocol->n_appraisals)
            make_judgements(&m, &sheets->sheets[sheets->n++]);
    }
    rv_facts_free(&m.facts);
    if (st == RV_OK && (m.failed || sheets->memory.failed))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    return st;
}

void rv_sheets_free(rv_sheets *sheets)
{
    for (size_t i = 0; i < sheets->n; i++) {
        free(sheets->sheets[i].columns);
        free(sheets->sheets[i].fields);
        free(sheets->sheets[i].cells);
    }
    rv_hoard_free(&sheets->memory);
}
