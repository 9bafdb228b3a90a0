/* Our own CSV; csv_own.c reads it back. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "csv_own.h"
#include "decisions.h"

typedef struct {
    rv_table *table;
    rv_buf    cell;
} state;

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    const char *names[OWN_COLUMNS];
    size_t      skip = writer->review ? 0 : OWN_OF_REVIEW, i;
    state      *s = calloc(1, sizeof *s);
    rv_status   st;

    if (!(writer->state = s))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (i = 0; i < OWN_COLUMNS; i++)
        names[i] = rv_csv_own[i].name;
    st = rv_table_open(&s->table, writer->out, RV_FORMAT_CSV, names + skip, OWN_COLUMNS - skip, err);
    return st;
}

static void put_origin(rv_table *table, const rv_ref_origin *origin)
{
    rv_table_int(table, origin->id);
    rv_table_int(table, origin->report);
    rv_table_text(table, origin->source);
    rv_table_text(table, origin->kind);
    rv_table_text(table, origin->file);
}

static void put_number(rv_table *table, int number)
{
    if (number)
        rv_table_int(table, number);
    else
        rv_table_missing(table);
}

/* Writes what was gathered: the JSON when an item needs it, else the text. */
static void put_cell(state *s, json_t *json, bool needed)
{
    rv_status st = RV_OK;

    if (needed) {
        rv_buf_clear(&s->cell);
        st = rv_json_compact(&s->cell, json, NULL);
    }
    rv_table_text(s->table, st == RV_OK && s->cell.length ? rv_buf_str(&s->cell) : NULL);
    json_decref(json);
}

static void put_list(state *s, const rv_record *record, rv_ref_field field, size_t skip)
{
    json_t *json = NULL;
    bool    needed = false;
    size_t  i;

    rv_buf_clear(&s->cell);
    for (i = 0; i < record->n_values; i++) {
        const char *text = record->values[i].text;

        if (record->values[i].field != field || (skip && skip--))
            continue;
        needed = needed || strchr(text, ';') || *text == '[';
        if (s->cell.length)
            rv_buf_text(&s->cell, "; ");
        rv_buf_text(&s->cell, text);
    }
    if (needed) {
        json = json_array();
        for (i = 0; i < record->n_values; i++)
            if (record->values[i].field == field)
                json_array_append_new(json, json_string(record->values[i].text));
        if (field == RV_REF_URL)
            json_array_remove(json, 0);
    }
    put_cell(s, json, needed);
}

static bool plain_part(const char *part)
{
    return !part || !strpbrk(part, ",;");
}

static json_t *name_json(const rv_ref_name *name)
{
    json_t *parts = json_array();

    json_array_append_new(parts, json_string(name->family));
    if (name->given || name->suffix)
        json_array_append_new(parts, name->given ? json_string(name->given) : json_null());
    if (name->suffix)
        json_array_append_new(parts, json_string(name->suffix));
    return parts;
}

static void put_people(state *s, const rv_record *record, rv_ref_role role)
{
    json_t *json = NULL;
    bool    needed = false;
    size_t  i;

    rv_buf_clear(&s->cell);
    for (i = 0; i < record->n_names; i++) {
        const rv_ref_name *name = &record->names[i];

        if (name->role != role)
            continue;
        needed = needed || !plain_part(name->family) || !plain_part(name->given) || !plain_part(name->suffix) || *name->family == '[';
        rv_buf_printf(&s->cell, "%s%s%s%s%s%s", s->cell.length ? "; " : "", name->family, name->given || name->suffix ? ", " : "",
                      name->given ? name->given : "", name->suffix ? ", " : "", name->suffix ? name->suffix : "");
    }
    if (needed) {
        json = json_array();
        for (i = 0; i < record->n_names; i++)
            if (record->names[i].role == role)
                json_array_append_new(json, name_json(&record->names[i]));
    }
    put_cell(s, json, needed);
}

static void put_decisions(state *s, const rv_record *record)
{
    json_t *json = rv_ref_decisions_json(record);

    rv_buf_clear(&s->cell);
    put_cell(s, json, json != NULL);
}

static void put_column(state *s, const own_column *column, const rv_record *record)
{
    const char *const *text = record->text;
    const char        *type = text[RV_REF_TYPE];

    switch (column->kind) {
    case OWN_ORIGIN:    break;
    case OWN_TYPE:      rv_table_text(s->table, type ? rv_ref_type_ours(type) : NULL); break;
    case OWN_CSL_TYPE:  rv_table_text(s->table, type); break;
    case OWN_TEXT:      rv_table_text(s->table, text[column->what]); break;
    case OWN_LIST:      put_list(s, record, (rv_ref_field)column->what, 0); break;
    case OWN_URL:       rv_table_text(s->table, text[RV_REF_URL]); break;
    case OWN_MORE_URLS: put_list(s, record, RV_REF_URL, 1); break;
    case OWN_PEOPLE:    put_people(s, record, (rv_ref_role)column->what); break;
    case OWN_YEAR:      put_number(s->table, record->date.year); break;
    case OWN_MONTH:     put_number(s->table, record->date.month); break;
    case OWN_DAY:       put_number(s->table, record->date.day); break;
    case OWN_DATE:      rv_table_text(s->table, record->date.raw); break;
    case OWN_DECISIONS: put_decisions(s, record); break;
    }
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    state *s = writer->state;
    size_t i;

    if (writer->review)
        put_origin(s->table, record->origin);
    for (i = OWN_OF_REVIEW; i < OWN_COLUMNS; i++)
        put_column(s, &rv_csv_own[i], record);
    rv_table_row(s->table);
    return rv_buf_check(&s->cell, err);
}

static rv_status end(rv_refs_writer *writer, rv_error *err)
{
    state    *s = writer->state;
    rv_status st = rv_table_close(s->table, err);

    s->table = NULL;
    return st;
}

static void drop(rv_refs_writer *writer)
{
    state *s = writer->state;

    if (!s)
        return;
    if (s->table)
        (void)!rv_table_close(s->table, NULL);
    rv_buf_free(&s->cell);
    free(s);
    writer->state = NULL;
}

const rv_refs_written_format rv_written_csv = { begin, write_record, end, drop };
