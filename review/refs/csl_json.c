/* CSL-JSON as Zotero, Mendeley, Pandoc and we ourselves write it. Our own has in `custom` what CSL has no member for, and says there
   `exact` when texts must be taken as they stand. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "csl_json.h"
#include "json_file.h"

const rv_csl_text rv_csl_texts[] = {
    { "genre", RV_REF_GENRE },              { "title", RV_REF_TITLE },            { "title-short", RV_REF_SHORT_TITLE },
    { "original-title", RV_REF_ORIGINAL_TITLE }, { "container-title", RV_REF_CONTAINER },
    { "container-title-short", RV_REF_ABBREVIATION }, { "collection-title", RV_REF_SERIES }, { "event-title", RV_REF_EVENT },
    { "volume", RV_REF_VOLUME },            { "issue", RV_REF_ISSUE },            { "page", RV_REF_PAGES },
    { "number", RV_REF_NUMBER },            { "edition", RV_REF_EDITION },        { "publisher", RV_REF_PUBLISHER },
    { "publisher-place", RV_REF_PLACE },    { "language", RV_REF_LANGUAGE },      { "abstract", RV_REF_ABSTRACT },
    { "DOI", RV_REF_DOI },                  { "PMID", RV_REF_PMID },              { "PMCID", RV_REF_PMCID },
    { "source", RV_REF_DATABASE },          { "URL", RV_REF_URL },                { "note", RV_REF_NOTE },
    { NULL, RV_REF_FIELDS }
};

const rv_csl_people rv_csl_all_people[] = {
    { "author", RV_ROLE_AUTHOR }, { "editor", RV_ROLE_EDITOR }, { "translator", RV_ROLE_TRANSLATOR },
    { "collection-editor", RV_ROLE_SERIES_EDITOR }, { "contributor", RV_ROLE_OTHER }, { NULL, RV_ROLES }
};

/* What others write beside or instead of these. */
static const rv_json_row also[] = {
    { "journalAbbreviation", RV_REF_ABBREVIATION, NULL }, { "shortTitle", RV_REF_SHORT_TITLE, NULL }, { "event", RV_REF_EVENT, NULL },
    { "event-place", RV_REF_PLACE, NULL },
};
static const rv_csl_people other_people[] = {
    { "container-author", RV_ROLE_OTHER }, { "director", RV_ROLE_OTHER }, { "composer", RV_ROLE_OTHER },
    { "interviewer", RV_ROLE_OTHER },      { "recipient", RV_ROLE_OTHER }, { "reviewed-author", RV_ROLE_OTHER },
    { "illustrator", RV_ROLE_OTHER },      { "chair", RV_ROLE_OTHER },     { "compiler", RV_ROLE_OTHER },
    { "editorial-director", RV_ROLE_EDITOR }, { "curator", RV_ROLE_OTHER }, { NULL, RV_ROLES }
};

const char *rv_csl_extra(const char *line, rv_ref_field *field)
{
    static const struct { const char *word; rv_ref_field field; } words[] = {
        { "PMID:", RV_REF_PMID }, { "PMCID:", RV_REF_PMCID }, { "DOI:", RV_REF_DOI },
    };
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i].word);

        if (strncmp(line, words[i].word, n) == 0 && line[n]) {
            *field = words[i].field;
            return line + n + (line[n] == ' ');
        }
    }
    return NULL;
}

const char *rv_csl_plain_date(const rv_ref_date *date, char text[RV_CSL_DATE])
{
    text[0] = '\0';
    if (date->year && date->month && date->day)
        snprintf(text, RV_CSL_DATE, "%04d-%02d-%02d", date->year, date->month, date->day);
    else if (date->year && date->month)
        snprintf(text, RV_CSL_DATE, "%04d-%02d", date->year, date->month);
    else if (date->year)
        snprintf(text, RV_CSL_DATE, "%04d", date->year);
    return text;
}

/* ---- Identifiers and lists --------------------------------------------------------------------------------------------------- */

/* Numbers parted by blanks as we write them: taken one by one. */
static void exact_numbers(rv_json_file *file, rv_ref_field field, const char *text)
{
    while (text && *text) {
        size_t n = strcspn(text, " ");

        rv_reading_append(file->reading, field, rv_arena_add(&file->reading->arena, text, n));
        text += n + (text[n] == ' ');
    }
}

static void take_numbers(rv_json_file *file, const json_t *object, const char *key, rv_ref_field field)
{
    const json_t *value = json_object_get(object, key);

    if (file->exact && json_is_string(value))
        exact_numbers(file, field, rv_json_raw(file, value));
    else
        rv_json_numbers(file, field, value);
}

/* One text of keywords: parted by semicolons, else by commas. */
static void split_keywords(rv_json_file *file, const char *text)
{
    const char *parts = strchr(text, ';') ? ";" : ",";

    while (*text) {
        size_t n = strcspn(text, parts);

        rv_reading_say(file->reading, RV_REF_KEYWORD, rv_arena_add(&file->reading->arena, text, n));
        text += n + (text[n] != '\0');
    }
}

static void take_keywords(rv_json_file *file, const json_t *object)
{
    const json_t *value = json_object_get(object, "keyword");

    if (json_is_string(value) && rv_json_text(file, value))
        split_keywords(file, rv_json_text(file, value));
    else if (value)
        rv_json_say(file, RV_REF_KEYWORD, value);
    else if ((value = json_object_get(object, "categories")))
        rv_json_say(file, RV_REF_KEYWORD, value);
}

/* The value that `line` says for a field, when it is one. */
static const char *extra(rv_json_file *file, const char *line, rv_ref_field *field)
{
    const char *value = rv_csl_extra(line, field);

    if (!value)
        return NULL;
    return *field == RV_REF_PMID ? rv_field_pmid(file->reading, value)
           : *field == RV_REF_DOI ? rv_field_doi(file->reading, value) : strncmp(value, "PMC", 3) == 0 ? value : NULL;
}

/* A note, without the lines that say other fields. */
static void take_note(rv_json_file *file, const json_t *value)
{
    rv_arena   *arena = &file->reading->arena;
    const char *text = rv_json_raw(file, value);
    rv_buf      rest = RV_BUF_INIT;

    if (file->exact || !text) {
        rv_reading_append(file->reading, RV_REF_NOTE, text);
        return;
    }
    while (*text) {
        size_t       n = strcspn(text, "\r\n");
        char        *line = rv_arena_add(arena, text, n);
        rv_ref_field field;
        const char  *said = extra(file, line, &field);

        if (said)
            rv_reading_set(file->reading, field, said);
        else
            rv_buf_printf(&rest, "%s\n", line);
        text += n + strspn(text + n, "\r\n");
    }
    if (rest.failed)
        arena->failed = true;
    else
        rv_reading_say(file->reading, RV_REF_NOTE, rv_arena_add(arena, rv_buf_str(&rest), rest.length));
    rv_buf_free(&rest);
}

/* ---- What we ourselves put into `custom` -------------------------------------------------------------------------------------- */

static void take_decisions(rv_json_file *file, const json_t *list)
{
    size_t i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t   *one = json_array_get(list, i);
        rv_ref_decision decision = {
            .stage = rv_json_raw(file, json_object_get(one, "stage")), .reviewer = rv_json_raw(file, json_object_get(one, "reviewer")),
            .verdict = rv_json_raw(file, json_object_get(one, "verdict")), .reason = rv_json_raw(file, json_object_get(one, "reason")),
            .raw = rv_json_raw(file, json_object_get(one, "raw")), .note = rv_json_raw(file, json_object_get(one, "note")),
            .labels = rv_json_raw(file, json_object_get(one, "labels")), .role = rv_json_raw(file, json_object_get(one, "role")),
        };

        if (decision.verdict)
            rv_reading_decision(file->reading, &decision);
    }
}

static void take_date(rv_json_file *file, const json_t *object, const json_t *custom)
{
    rv_ref_date  *date = &file->reading->record.date;
    const json_t *issued = json_object_get(object, "issued");
    const char   *raw = rv_json_raw(file, json_object_get(custom, "date"));
    int           month = (int)json_integer_value(json_object_get(custom, "month")), day;

    rv_json_csl_date(file, issued ? issued : json_object_get(object, "available-date"));
    if (!date->year)
        rv_reading_date(file->reading, raw);
    if (raw)
        date->raw = raw;
    if (date->year || month < 1 || month > 12)
        return;
    day = (int)json_integer_value(json_object_get(custom, "day"));
    date->month = month;
    date->day = day >= 1 && day <= 31 ? day : 0;
}

/* A list that stands whole in `custom`; true when it did. */
static bool take_list(rv_json_file *file, const json_t *custom, rv_ref_field field)
{
    const json_t *list = json_object_get(custom, rv_ref_fields[field]);

    if (!json_is_array(list))
        return false;
    rv_json_say(file, field, list);
    return true;
}

/* ---- An item ------------------------------------------------------------------------------------------------------------------- */

static void take_type(rv_json_file *file, const json_t *object)
{
    const char *text = rv_json_raw(file, json_object_get(object, "type"));
    const char *type = text ? rv_ref_type_known(text) : NULL;

    if (text && !type)
        rv_json_odd(file, "unknown-type", "'%.40s' is not a type of CSL", text);
    rv_reading_set(file->reading, RV_REF_TYPE, text && !type ? "document" : type);
}

/* The name of an item that had none was made up by our own writer. */
static void take_id(rv_json_file *file, const json_t *object)
{
    const char *id = rv_json_text_at(file, object, "id");
    char        made_up[40];

    snprintf(made_up, sizeof made_up, "record-%zu", file->reading->record.number);
    if (id && strcmp(id, made_up) != 0)
        rv_reading_set(file->reading, RV_REF_KEY, id);
}

static void take_texts(rv_json_file *file, const json_t *object, const json_t *custom)
{
    const rv_csl_text *row;

    for (row = rv_csl_texts; row->key; row++) {
        const json_t *value = json_object_get(object, row->key);

        if (!value || json_is_null(value))
            continue;
        switch (row->field) {
        case RV_REF_DOI:
            rv_json_doi(file, row->field, value);
            break;
        case RV_REF_PMID:
            rv_json_pmid(file, row->field, value);
            break;
        case RV_REF_PMCID:
            rv_json_pmcid(file, row->field, value);
            break;
        case RV_REF_PAGES:
            rv_json_pages(file, row->field, value);
            break;
        case RV_REF_NOTE:
            if (!take_list(file, custom, RV_REF_NOTE))
                take_note(file, value);
            break;
        case RV_REF_URL:
            if (!take_list(file, custom, RV_REF_URL))
                rv_json_say(file, row->field, value);
            break;
        default:
            rv_json_say(file, row->field, value);
        }
    }
}

static void take_people(rv_json_file *file, const json_t *object, const rv_csl_people *row)
{
    for (; row->key; row++) {
        const json_t *value = json_object_get(object, row->key);

        if (value && !json_is_null(value))
            rv_json_people(file, row->role, value);
    }
}

/* An object that says nothing of a reference is something else's. */
static bool is_item(const json_t *object)
{
    static const char *const names[] = { "type", "title", "author", "issued", "DOI", "container-title", "abstract", "URL" };
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (json_object_get(object, names[i]))
            return true;
    return false;
}

static bool take_item(rv_json_file *file, const json_t *object)
{
    const json_t *custom = json_object_get(object, "custom");

    if (!is_item(object))
        return false;
    file->exact = json_is_true(json_object_get(custom, "exact"));
    take_type(file, object);
    take_id(file, object);
    take_texts(file, object, custom);
    rv_json_fields(file, object, also, sizeof also / sizeof *also);
    take_people(file, object, rv_csl_all_people);
    take_people(file, object, other_people);
    take_date(file, object, custom);
    if (!take_list(file, custom, RV_REF_ISBN))
        take_numbers(file, object, "ISBN", RV_REF_ISBN);
    if (!take_list(file, custom, RV_REF_ISSN))
        take_numbers(file, object, "ISSN", RV_REF_ISSN);
    take_keywords(file, object);
    take_list(file, custom, RV_REF_FILE);
    rv_json_say(file, RV_REF_ACCESSION, json_object_get(custom, "accession"));
    take_decisions(file, json_object_get(custom, "decisions"));
    return true;
}

static bool detect(const char *text, size_t n)
{
    return rv_json_looks(text, n);
}

static rv_status read(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const char *const    places[] = { "items", "references", NULL };
    static const rv_json_format format = { .places = places, .others = 2, .record = take_item };

    return rv_json_file_read(reading, raw, charset, &format, NULL, err);
}

const rv_refs_format rv_format_csl_json = { detect, read };
