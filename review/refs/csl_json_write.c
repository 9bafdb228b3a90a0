/* CSL-JSON, version 1.0.2. `keyword` is an array, for keywords hold commas and semicolons; what CSL has no name for stands in
   `custom` under our own names. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "inside.h"

typedef struct {
    rv_output  *out;
    const char *before;                                 /* what the next member stands behind */
} object;

static void put_string(rv_output *out, const char *text)
{
    const char *run = text;

    rv_output_add(out, "\"", 1);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c >= ' ' && c != '"' && c != '\\')
            continue;
        rv_output_add(out, run, (size_t)(text - run));
        run = text + 1;
        if (c == '"' || c == '\\')
            rv_output_printf(out, "\\%c", c);
        else if (c == '\n')
            rv_output_add(out, "\\n", 2);
        else
            rv_output_printf(out, "\\u%04x", c);
    }
    rv_output_add(out, run, (size_t)(text - run));
    rv_output_add(out, "\"", 1);
}

static void put_key(object *o, const char *key)
{
    rv_output_text(o->out, o->before);
    o->before = ", ";
    put_string(o->out, key);
    rv_output_add(o->out, ": ", 2);
}

static void put_text(object *o, const char *key, const char *text)
{
    if (!text)
        return;
    put_key(o, key);
    put_string(o->out, text);
}

static bool has_list(const rv_record *record, rv_ref_field field, size_t more_than)
{
    size_t i, n = 0;

    for (i = 0; i < record->n_values; i++)
        n += record->values[i].field == field;
    return n > more_than;
}

static void put_array(object *o, const char *key, const rv_record *record, rv_ref_field field)
{
    const char *before = "[";
    size_t      i;

    put_key(o, key);
    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field) {
            rv_output_text(o->out, before);
            put_string(o->out, record->values[i].text);
            before = ", ";
        }
    rv_output_add(o->out, "]", 1);
}

/* Numbers hold no blanks: one text with blanks between. */
static void put_joined(object *o, const char *key, const rv_record *record, rv_ref_field field)
{
    const char *before = "\"";
    size_t      i;

    if (!has_list(record, field, 0))
        return;
    put_key(o, key);
    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == field) {
            rv_output_printf(o->out, "%s%s", before, record->values[i].text);
            before = " ";
        }
    rv_output_add(o->out, "\"", 1);
}

static void put_people(object *o, const char *key, const rv_record *record, rv_ref_role role)
{
    const char *before = "[";
    size_t      i;

    for (i = 0; i < record->n_names; i++) {
        const rv_ref_name *name = &record->names[i];
        object             person = { o->out, "{" };

        if (name->role != role)
            continue;
        if (*before == '[')
            put_key(o, key);
        rv_output_text(o->out, before);
        before = ", ";
        put_text(&person, name->given || name->suffix ? "family" : "literal", name->family);
        put_text(&person, "given", name->given);
        put_text(&person, "suffix", name->suffix);
        rv_output_add(o->out, "}", 1);
    }
    if (*before != '[')
        rv_output_add(o->out, "]", 1);
}

static void put_date(object *o, const rv_ref_date *date)
{
    object inner = { o->out, "{" };

    if (!date->year && !date->raw)
        return;
    put_key(o, "issued");
    if (date->year) {
        put_key(&inner, "date-parts");
        rv_output_printf(o->out, "[[%d", date->year);
        if (date->month)
            rv_output_printf(o->out, ", %d", date->month);
        if (date->month && date->day)
            rv_output_printf(o->out, ", %d", date->day);
        rv_output_text(o->out, "]]");
    }
    put_text(&inner, "raw", date->raw);
    rv_output_add(o->out, "}", 1);
}

static const struct { rv_ref_field field; const char *key; } texts[] = {
    { RV_REF_GENRE, "genre" },              { RV_REF_TITLE, "title" },            { RV_REF_SHORT_TITLE, "title-short" },
    { RV_REF_ORIGINAL_TITLE, "original-title" }, { RV_REF_CONTAINER, "container-title" },
    { RV_REF_ABBREVIATION, "container-title-short" }, { RV_REF_SERIES, "collection-title" }, { RV_REF_EVENT, "event-title" },
    { RV_REF_VOLUME, "volume" },            { RV_REF_ISSUE, "issue" },            { RV_REF_PAGES, "page" },
    { RV_REF_NUMBER, "number" },            { RV_REF_EDITION, "edition" },        { RV_REF_PUBLISHER, "publisher" },
    { RV_REF_PLACE, "publisher-place" },    { RV_REF_LANGUAGE, "language" },      { RV_REF_ABSTRACT, "abstract" },
    { RV_REF_DOI, "DOI" },                  { RV_REF_PMID, "PMID" },              { RV_REF_PMCID, "PMCID" },
    { RV_REF_DATABASE, "source" },          { RV_REF_URL, "URL" },                { RV_REF_NOTE, "note" },
};
static const struct { rv_ref_role role; const char *key; } people[] = {
    { RV_ROLE_AUTHOR, "author" }, { RV_ROLE_EDITOR, "editor" }, { RV_ROLE_TRANSLATOR, "translator" },
    { RV_ROLE_SERIES_EDITOR, "collection-editor" }, { RV_ROLE_OTHER, "contributor" },
};

static void put_custom(object *o, const rv_record *record)
{
    static const rv_ref_field lists[] = { RV_REF_NOTE, RV_REF_URL, RV_REF_FILE };
    object inner = { o->out, "{" };
    bool   any = record->text[RV_REF_ACCESSION] || record->text[RV_REF_FILE];
    size_t i;

    for (i = 0; i < 2; i++)
        any = any || has_list(record, lists[i], 1);
    if (!any)
        return;
    put_key(o, "custom");
    put_text(&inner, "accession", record->text[RV_REF_ACCESSION]);
    for (i = 0; i < 3; i++)
        if (has_list(record, lists[i], lists[i] == RV_REF_FILE ? 0 : 1))
            put_array(&inner, rv_ref_fields[lists[i]], record, lists[i]);
    rv_output_add(o->out, "}", 1);
}

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    (void)err;
    rv_output_text(writer->out, "[");
    return RV_OK;
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    object             o = { writer->out, "{" };
    const char *const *text = record->text;
    char               id[40];
    size_t             i;

    (void)err;
    rv_output_text(writer->out, writer->n ? ",\n " : "\n ");
    snprintf(id, sizeof id, "record-%llu", (unsigned long long)writer->n + 1);
    put_text(&o, "id", text[RV_REF_KEY] ? text[RV_REF_KEY] : id);
    put_text(&o, "type", text[RV_REF_TYPE] ? text[RV_REF_TYPE] : "document");
    for (i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(&o, texts[i].key, text[texts[i].field]);
    for (i = 0; i < sizeof people / sizeof *people; i++)
        put_people(&o, people[i].key, record, people[i].role);
    put_date(&o, &record->date);
    put_joined(&o, "ISBN", record, RV_REF_ISBN);
    put_joined(&o, "ISSN", record, RV_REF_ISSN);
    if (text[RV_REF_KEYWORD])
        put_array(&o, "keyword", record, RV_REF_KEYWORD);
    put_custom(&o, record);
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
