/* CSL-JSON, version 1.0.2, as its schema has it but for `keyword`: an array, for keywords hold commas and semicolons. What CSL has no
   member for stands in `custom` under our own names. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "csl_json.h"
#include "json_write.h"

/* ---- Will reading find the same? --------------------------------------------------------------------------------------------- */

static bool is_doi(const char *s)
{
    size_t n = strlen(s);

    return strncmp(s, "10.", 3) == 0 && s[3] >= '0' && s[3] <= '9' && n > 5 && strchr(s + 5, '/') && s[n - 1] != '/'
           && !strpbrk(s, "% \t\n") && !strchr(".,;", s[n - 1]) && strcspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == n;
}

static bool is_pages(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

static bool is_issn(const char *s)
{
    return strlen(s) == 9 && s[4] == '-' && strspn(s, "0123456789") == 4 && strspn(s + 5, "0123456789") >= 3
           && (strspn(s + 5, "0123456789") == 4 || s[8] == 'X');
}

/* True when texts must be taken as they stand, for reading would make something else of one. */
static bool needs_exact(const rv_record *record)
{
    const char *const *text = record->text;
    const char        *pages = text[RV_REF_PAGES], *pmid = text[RV_REF_PMID];
    rv_ref_field       field;
    size_t             i, numbers = 0;

    if ((text[RV_REF_DOI] && !is_doi(text[RV_REF_DOI])) || (text[RV_REF_PMCID] && strncmp(text[RV_REF_PMCID], "PMC", 3) != 0)
        || (pages && (strchr("pPnN. ", *pages) || !is_pages(pages)))
        || (pmid && (*pmid == '0' || strlen(pmid) > 8 || strspn(pmid, "0123456789") != strlen(pmid)))
        || (text[RV_REF_NOTE] && rv_csl_extra(text[RV_REF_NOTE], &field)))
        return true;
    for (i = 0; i < record->n_values; i++) {
        const rv_ref_value *value = &record->values[i];

        if (value->field == RV_REF_ISSN && !is_issn(value->text))
            return true;
        if (value->field == RV_REF_ISBN && !rv_field_is_isbn(value->text))
            return true;
        numbers += value->field == RV_REF_ISSN || value->field == RV_REF_ISBN;
    }
    return numbers > 15;
}

/* ---- Members ------------------------------------------------------------------------------------------------------------------ */

static size_t count(const rv_record *record, rv_ref_field field)
{
    size_t i, n = 0;

    for (i = 0; i < record->n_values; i++)
        n += record->values[i].field == field;
    return n;
}

static void put_array(rv_json_object *o, const char *key, const rv_record *record, rv_ref_field field)
{
    const char *before = "[";
    size_t      i;

    rv_json_put_key(o, key);
    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field) {
            rv_output_text(o->out, before);
            rv_json_put_string(o, record->values[i].text);
            before = ", ";
        }
    rv_output_add(o->out, "]", 1);
}

/* Numbers hold no blanks: one text with blanks between. */
static void put_joined(rv_json_object *o, const char *key, const rv_record *record, rv_ref_field field)
{
    const char *before = "";
    rv_buf      text = RV_BUF_INIT;
    size_t      i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field) {
            rv_buf_printf(&text, "%s%s", before, record->values[i].text);
            before = " ";
        }
    if (text.length)
        rv_json_write_text(o, key, rv_buf_str(&text));
    rv_buf_free(&text);
}

static void put_people(rv_json_object *o, const char *key, const rv_record *record, rv_ref_role role)
{
    const char *before = "[";
    size_t      i;

    for (i = 0; i < record->n_names; i++) {
        const rv_ref_name *name = &record->names[i];
        rv_json_object     person = { o->out, "{", false };

        if (name->role != role)
            continue;
        if (*before == '[')
            rv_json_put_key(o, key);
        rv_output_text(o->out, before);
        before = ", ";
        rv_json_write_text(&person, name->given || name->suffix ? "family" : "literal", name->family);
        rv_json_write_text(&person, "given", name->given);
        rv_json_write_text(&person, "suffix", name->suffix);
        rv_output_add(o->out, "}", 1);
        o->odd = o->odd || person.odd;
    }
    if (*before != '[')
        rv_output_add(o->out, "]", 1);
}

/* A date with a year is its parts, for those who read `raw` first make less of it; how it came stands in `custom`. */
static void put_date(rv_json_object *o, const rv_ref_date *date)
{
    rv_json_object inner = { o->out, "{", false };

    if (!date->year && !date->raw)
        return;
    rv_json_put_key(o, "issued");
    if (date->year) {
        rv_json_put_key(&inner, "date-parts");
        rv_output_printf(o->out, "[[%d", date->year);
        if (date->month)
            rv_output_printf(o->out, ", %d", date->month);
        if (date->month && date->day)
            rv_output_printf(o->out, ", %d", date->day);
        rv_output_text(o->out, "]]");
    } else {
        rv_json_write_text(&inner, "raw", date->raw);
    }
    rv_output_add(o->out, "}", 1);
    o->odd = o->odd || inner.odd;
}

/* ---- What CSL has no member for ------------------------------------------------------------------------------------------------ */

static void put_number(rv_json_object *o, const char *key, long long number)
{
    rv_json_put_key(o, key);
    rv_output_printf(o->out, "%lld", number);
}

static void put_decisions(rv_json_object *o, const rv_record *record)
{
    size_t i;

    if (record->n_decisions == 0)
        return;
    rv_json_put_key(o, "decisions");
    for (i = 0; i < record->n_decisions; i++) {
        const rv_ref_decision *decision = &record->decisions[i];
        rv_json_object         inner = { o->out, "{", false };

        rv_output_text(o->out, i ? ", " : "[");
        rv_json_write_text(&inner, "stage", decision->stage);
        rv_json_write_text(&inner, "reviewer", decision->reviewer);
        rv_json_write_text(&inner, "verdict", decision->verdict);
        rv_json_write_text(&inner, "reason", decision->reason);
        rv_json_write_text(&inner, "raw", decision->raw);
        rv_json_write_text(&inner, "note", decision->note);
        rv_json_write_text(&inner, "labels", decision->labels);
        rv_json_write_text(&inner, "role", decision->role);
        rv_output_text(o->out, *inner.before == '{' ? "{}" : "}");
    }
    rv_output_add(o->out, "]", 1);
}

/* The date as it came, where its parts do not say the same; month and day where there is no year to stand with them. */
static void put_raw_date(rv_json_object *o, const rv_ref_date *date)
{
    char        plain[RV_CSL_DATE];
    rv_ref_date found;

    if (date->year) {
        if (date->raw && strcmp(date->raw, rv_csl_plain_date(date, plain)) != 0)
            rv_json_write_text(o, "date", date->raw);
        return;
    }
    if (!date->month)
        return;
    if (date->raw)
        rv_ref_date_parse(date->raw, &found);
    if (date->raw && found.month == date->month && found.day == date->day)
        return;
    put_number(o, "month", date->month);
    if (date->day)
        put_number(o, "day", date->day);
}

static void put_origin(rv_json_object *o, const rv_ref_origin *origin)
{
    rv_json_object inner = { o->out, "{", false };

    rv_json_put_key(o, "origin");
    put_number(&inner, "record", origin->id);
    put_number(&inner, "report", origin->report);
    rv_json_write_text(&inner, "source", origin->source);
    rv_json_write_text(&inner, "kind", origin->kind);
    rv_json_write_text(&inner, "file", origin->file);
    rv_output_add(o->out, "}", 1);
}

static void put_custom(rv_refs_writer *writer, rv_json_object *o, const rv_record *record)
{
    /* The first of these stands elsewhere, and is enough when it is the only one. */
    static const struct { rv_ref_field field; size_t elsewhere; } lists[] = {
        { RV_REF_NOTE, 1 }, { RV_REF_URL, 1 }, { RV_REF_FILE, 0 },
    };
    static const char begins[] = ", \"custom\": {";
    rv_json_object    inner = { o->out, begins, false };
    size_t            i;

    rv_json_write_text(&inner, "accession", record->text[RV_REF_ACCESSION]);
    for (i = 0; i < sizeof lists / sizeof *lists; i++)
        if (count(record, lists[i].field) > lists[i].elsewhere)
            put_array(&inner, rv_ref_fields[lists[i].field], record, lists[i].field);
    put_raw_date(&inner, &record->date);
    put_decisions(&inner, record);
    if (writer->review && record->origin)
        put_origin(&inner, record->origin);
    if (o->odd || inner.odd || needs_exact(record)) {
        rv_json_put_key(&inner, "exact");
        rv_output_text(o->out, "true");
    }
    if (inner.before != begins)
        rv_output_add(o->out, "}", 1);
}

/* ---- A file ----------------------------------------------------------------------------------------------------------------------- */

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    (void)err;
    rv_output_text(writer->out, "[");
    return RV_OK;
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    rv_json_object       o = { writer->out, "{", false };
    const char *const   *text = record->text;
    const rv_csl_text   *row;
    const rv_csl_people *people;
    char                 id[40];

    (void)err;
    rv_output_text(writer->out, writer->n ? ",\n " : "\n ");
    snprintf(id, sizeof id, "record-%llu", (unsigned long long)writer->n + 1);
    rv_json_write_text(&o, "id", text[RV_REF_KEY] ? text[RV_REF_KEY] : id);
    rv_json_write_text(&o, "type", text[RV_REF_TYPE] ? text[RV_REF_TYPE] : "document");
    for (row = rv_csl_texts; row->key; row++)
        rv_json_write_text(&o, row->key, text[row->field]);
    for (people = rv_csl_all_people; people->key; people++)
        put_people(&o, people->key, record, people->role);
    put_date(&o, &record->date);
    put_joined(&o, "ISBN", record, RV_REF_ISBN);
    put_joined(&o, "ISSN", record, RV_REF_ISSN);
    if (text[RV_REF_KEYWORD])
        put_array(&o, "keyword", record, RV_REF_KEYWORD);
    put_custom(writer, &o, record);
    rv_output_add(writer->out, "}", 1);
    return RV_OK;
}

static rv_status end(rv_refs_writer *writer, rv_error *err)
{
    (void)err;
    rv_output_text(writer->out, writer->n ? "\n]\n" : "]\n");
    return RV_OK;
}

const rv_refs_written_format rv_written_csl_json = { .begin = begin, .record = write_record, .end = end };
