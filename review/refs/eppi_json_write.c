/* EPPI-Reviewer's JSON of references with their codes, which EPPI-Mapper and EPPI-Visualiser also read. Every member of a reference is
   there, "" where nothing is known, as those tools want it. Decisions are codes of one screening set. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "decisions.h"
#include "eppi_json.h"
#include "json_write.h"

static const struct { int id; const char *name, *kind, *stage, *verdict; } codes[] = {
    { 1, "INCLUDE on title & abstract", "Include", "title-abstract", "include" },
    { 2, "EXCLUDE on title & abstract", "Exclude", "title-abstract", "exclude" },
    { 3, "UNSURE on title & abstract", "Selectable (show checkbox)", "title-abstract", "unsure" },
    { 4, "INCLUDE on full text", "Include", "full-text", "include" },
    { 5, "EXCLUDE on full text", "Exclude", "full-text", "exclude" },
    { 6, "UNSURE on full text", "Selectable (show checkbox)", "full-text", "unsure" },
    { 7, "INCLUDE", "Include", NULL, "include" },
    { 8, "EXCLUDE", "Exclude", NULL, "exclude" },
    { 9, "UNSURE", "Selectable (show checkbox)", NULL, "unsure" },
};

/* Members that hold a field, in EPPI-Reviewer's order with those that are put otherwise. */
static const struct { const char *key; rv_ref_field field; } texts[] = {
    { "Title", RV_REF_TITLE },         { "ParentTitle", RV_REF_CONTAINER }, { "City", RV_REF_PLACE },
    { "Publisher", RV_REF_PUBLISHER }, { "Volume", RV_REF_VOLUME },         { "Pages", RV_REF_PAGES },
    { "Edition", RV_REF_EDITION },     { "Issue", RV_REF_ISSUE },           { "URL", RV_REF_URL },
    { "Abstract", RV_REF_ABSTRACT },   { "DOI", RV_REF_DOI },
};
static const char *const empty[] = { "DateCreated", "CreatedBy", "DateEdited", "EditedBy", "Country", "Institution", "Availability" };

static void put(rv_json_object *o, const char *key, const char *text)
{
    rv_json_write_text(o, key, text ? text : "");
}

static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    rv_output *out = writer->out;
    size_t     i;

    (void)err;
    rv_output_text(out, "{\"CodeSets\": [{\"SetName\": \"Screening\", \"ReviewSetId\": 1, \"SetId\": 1, \"SetType\": {\"SetTypeName\": "
                        "\"Screening\", \"SetTypeDescription\": \"\"}, \"SetDescription\": \"\", \"Attributes\": {\"AttributesList\": [");
    for (i = 0; i < sizeof codes / sizeof *codes; i++) {
        rv_json_object o = { out, i ? ",\n  {" : "\n  {", false };

        rv_json_put_key(&o, "AttributeSetId");
        rv_output_printf(out, "%d", codes[i].id);
        rv_json_put_key(&o, "AttributeId");
        rv_output_printf(out, "%d", codes[i].id);
        rv_json_put_key(&o, "OriginalAttributeID");
        rv_output_text(out, "0");
        put(&o, "AttributeSetDescription", "");
        put(&o, "AttributeType", codes[i].kind);
        put(&o, "AttributeName", codes[i].name);
        put(&o, "AttributeDescription", "");
        put(&o, "ExtURL", "");
        put(&o, "ExtType", "");
        rv_output_text(out, "}");
    }
    rv_output_text(out, "\n]}}],\n\"References\": [");
    return RV_OK;
}

static int code_of(const rv_ref_decision *decision)
{
    size_t i;

    for (i = 0; i < sizeof codes / sizeof *codes; i++)
        if (decision->verdict && strcmp(codes[i].verdict, decision->verdict) == 0
            && (!codes[i].stage || (decision->stage && strcmp(codes[i].stage, decision->stage) == 0)))
            return codes[i].id;
    return 0;
}

/* Reason, who, note and labels as a person reads them beside the code. */
static void put_said(rv_json_object *o, const rv_ref_decision *d)
{
    rv_buf text = RV_BUF_INIT;

    rv_buf_text(&text, d->reason ? d->reason : "");
    if (d->stage && d->reviewer)
        rv_buf_printf(&text, "%s[%s]", text.length ? " " : "", d->reviewer);
    if (d->note)
        rv_buf_printf(&text, "%s%s", text.length ? " " : "", d->note);
    if (d->labels)
        rv_buf_printf(&text, "%s{%s}", text.length ? " " : "", d->labels);
    put(o, "AdditionalText", rv_buf_str(&text));
    rv_buf_free(&text);
}

/* Notes, and the decisions in our own words, as a code has no room for a reviewer. */
static void put_comments(rv_json_object *o, const rv_record *record)
{
    rv_buf text = RV_BUF_INIT, own = RV_BUF_INIT;
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == RV_REF_NOTE)
            rv_buf_printf(&text, "%s%s", text.length ? "\n" : "", record->values[i].text);
    rv_ref_decisions_note(&own, record);
    if (own.length)
        rv_buf_printf(&text, "%s%s", text.length ? "\n" : "", rv_buf_str(&own));
    put(o, "Comments", rv_buf_str(&text));
    rv_buf_free(&text);
    rv_buf_free(&own);
}

static void put_codes(rv_json_object *o, const rv_record *record)
{
    const char *before = "[";
    size_t      i;

    rv_json_put_key(o, "Codes");
    for (i = 0; i < record->n_decisions; i++) {
        const rv_ref_decision *decision = &record->decisions[i];
        rv_json_object         inner = { o->out, "{", false };
        int                    id = code_of(decision);

        if (id == 0)
            continue;
        rv_output_text(o->out, before);
        before = ", ";
        rv_json_put_key(&inner, "AttributeId");
        rv_output_printf(o->out, "%d", id);
        put_said(&inner, decision);
        rv_json_put_key(&inner, "ArmId");
        rv_output_text(o->out, "0");
        put(&inner, "ArmTitle", "");
        rv_json_put_key(&inner, "ItemAttributeFullTextDetails");
        rv_output_text(o->out, "[]}");
    }
    rv_output_text(o->out, *before == '[' ? "[]" : "]");
}

/* "Family Given; " of each, as EPPI-Reviewer puts names together; a comma keeps apart what a blank in a family name would not. */
static void put_people(rv_json_object *o, const char *key, const rv_record *record, rv_ref_role role)
{
    rv_buf text = RV_BUF_INIT;
    size_t i;

    for (i = 0; i < record->n_names; i++) {
        const rv_ref_name *name = &record->names[i];

        if (name->role != role)
            continue;
        rv_buf_text(&text, name->family);
        if (name->given)
            rv_buf_printf(&text, "%s %s", strchr(name->family, ' ') ? "," : "", name->given);
        if (name->suffix)
            rv_buf_printf(&text, ", %s", name->suffix);
        rv_buf_text(&text, "; ");
    }
    put(o, key, rv_buf_str(&text));
    rv_buf_free(&text);
}

static void put_list(rv_json_object *o, const char *key, const rv_record *record, rv_ref_field one, rv_ref_field other, const char *between)
{
    rv_buf text = RV_BUF_INIT;
    size_t i;

    for (i = 0; i < record->n_values; i++)
        if (record->values[i].field == one || record->values[i].field == other)
            rv_buf_printf(&text, "%s%s", text.length ? between : "", record->values[i].text);
    put(o, key, rv_buf_str(&text));
    rv_buf_free(&text);
}

static const char *type_of(const char *csl)
{
    const char         *ours = csl ? rv_ref_type_ours(csl) : NULL;
    const rv_eppi_type *row;

    for (row = rv_eppi_types; csl && row->word; row++)
        if (strcmp(row->csl, csl) == 0)
            return row->word;
    for (row = rv_eppi_types; ours && row->word; row++)  /* a kind of the same */
        if (strcmp(rv_ref_type_ours(row->csl), ours) == 0 && strcmp(ours, "other") != 0)
            return row->word;
    return "Generic";
}

/* "Smith (2010)", and "Smith (2010) Title": how EPPI-Reviewer names an item in lists. */
static void put_names(rv_json_object *o, const rv_record *record)
{
    const char *family = record->n_names ? record->names[0].family : "";
    const char *title = record->text[RV_REF_TITLE];
    rv_buf      text = RV_BUF_INIT;

    rv_buf_text(&text, family);
    if (record->date.year)
        rv_buf_printf(&text, "%s(%d)", *family ? " " : "", record->date.year);
    put(o, "ShortTitle", rv_buf_str(&text));
    if (title)
        rv_buf_printf(&text, "%s%s", text.length ? " " : "", title);
    put(o, "QuickCitation", rv_buf_str(&text));
    rv_buf_free(&text);
}

static void put_date(rv_json_object *o, const rv_ref_date *date)
{
    static const char *const months[] = { "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
                                          "October", "November", "December" };
    char year[16] = "";

    if (date->year)
        snprintf(year, sizeof year, "%d", date->year);
    put(o, "Year", year);
    put(o, "Month", months[date->month >= 1 && date->month <= 12 ? date->month : 0]);
}

/* The last word at full text, or at any stage: what stands excluded in the review. */
static bool is_excluded(const rv_record *record)
{
    return record->n_decisions && record->decisions[record->n_decisions - 1].verdict
           && strcmp(record->decisions[record->n_decisions - 1].verdict, "exclude") == 0;
}

static rv_status write_record(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    rv_json_object o = { writer->out, "{", false };
    bool           excluded = is_excluded(record);
    size_t         i;

    (void)err;
    rv_output_text(writer->out, writer->n ? ",\n" : "\n");
    put_codes(&o, record);
    rv_json_put_key(&o, "Outcomes");
    rv_output_text(writer->out, "[]");
    rv_json_put_key(&o, "ItemId");
    rv_output_printf(writer->out, "%lld", record->origin ? (long long)record->origin->id : (long long)writer->n + 1);
    for (i = 0; i < sizeof texts / sizeof *texts; i++)
        put(&o, texts[i].key, record->text[texts[i].field]);
    put_names(&o, record);
    put_date(&o, &record->date);
    put_list(&o, "StandardNumber", record, RV_REF_ISSN, RV_REF_ISBN, " ");
    put_comments(&o, record);
    put_list(&o, "Keywords", record, RV_REF_KEYWORD, RV_REF_KEYWORD, "\n");
    put(&o, "OldItemId", record->origin && record->origin->key ? record->origin->key : record->text[RV_REF_KEY]);
    put(&o, "TypeName", type_of(record->text[RV_REF_TYPE]));
    put_people(&o, "Authors", record, RV_ROLE_AUTHOR);
    put_people(&o, "ParentAuthors", record, RV_ROLE_EDITOR);
    for (i = 0; i < sizeof empty / sizeof *empty; i++)
        put(&o, empty[i], "");
    put(&o, "ItemStatus", excluded ? "E" : "I");
    put(&o, "ItemStatusTooltip", excluded ? "Excluded from review" : "Included in review");
    rv_output_text(writer->out, "}");
    return RV_OK;
}

static rv_status end(rv_refs_writer *writer, rv_error *err)
{
    (void)err;
    rv_output_text(writer->out, writer->n ? "\n]}\n" : "]}\n");
    return RV_OK;
}

const rv_refs_written_format rv_written_eppi_json = { .begin = begin, .record = write_record, .end = end };
