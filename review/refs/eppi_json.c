/* EPPI-Reviewer's JSON of references with their codes: { "CodeSets": [ ... ], "References": [ ... ] }. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decisions.h"
#include "eppi_json.h"
#include "json_file.h"

const rv_eppi_type rv_eppi_types[] = {
    { "Journal, Article", "article-journal" }, { "Book, Whole", "book" },        { "Book, Chapter", "chapter" },
    { "Report", "report" },                    { "Dissertation", "thesis" },     { "Conference Proceedings", "paper-conference" },
    { "Web Site", "webpage" },                 { "Document From Internet Site", "webpage" },
    { "DVD, Video, Media", "motion_picture" }, { "Article In A Periodical", "article-magazine" }, { "Interview", "interview" },
    { "Generic", "document" },                 { "Research project", "document" }, { NULL, NULL }
};

static const rv_json_row rows[] = {
    { "ItemId", RV_REF_KEY, NULL },        { "Title", RV_REF_TITLE, NULL },      { "ParentTitle", RV_REF_CONTAINER, NULL },
    { "Volume", RV_REF_VOLUME, NULL },     { "Issue", RV_REF_ISSUE, NULL },      { "Pages", RV_REF_PAGES, rv_json_pages },
    { "Edition", RV_REF_EDITION, NULL },   { "Publisher", RV_REF_PUBLISHER, NULL }, { "Institution", RV_REF_PUBLISHER, NULL },
    { "City", RV_REF_PLACE, NULL },        { "Country", RV_REF_PLACE, NULL },    { "Abstract", RV_REF_ABSTRACT, NULL },
    { "Comments", RV_REF_NOTE, NULL },     { "URL", RV_REF_URL, NULL },          { "DOI", RV_REF_DOI, rv_json_doi },
    { "StandardNumber", RV_REF_ISSN, rv_json_numbers },
};

/* ---- Codes that decide ---------------------------------------------------------------------------------------------------------- */

enum { CODES = 10000, TEXT = 200 };

/* A code of the special kinds "Include" and "Exclude", which only screening sets have. */
typedef struct {
    json_int_t  id;
    bool        include;
    const char *stage;
    char        name[TEXT], set[TEXT];
} code;

typedef struct {
    code  *codes;
    size_t n, room;
} code_list;

static bool holds(const char *text, const char *word)
{
    return text && strcasestr(text, word);
}

/* From the name of the code, or of its set: "Screen on Title & Abstract", "EXCLUDE on full text". */
static const char *stage_of(const char *name, const char *set)
{
    if (holds(name, "full") || (holds(set, "full") && !holds(name, "abstract")))
        return "full-text";
    return holds(name, "abstract") || holds(name, "title") || holds(set, "abstract") || holds(set, "title") ? "title-abstract" : NULL;
}

/* Half a character at the end of what fits is left away. */
static void copy(char *to, const char *from)
{
    size_t n = from ? strlen(from) : 0;

    if (n >= TEXT)
        for (n = TEXT - 1; n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80; n--)
            ;
    if (n)
        memcpy(to, from, n);
    to[n] = '\0';
}

static void add_code(rv_json_file *file, const json_t *attribute, const char *set)
{
    code_list  *list = file->state;
    const char *kind = rv_json_raw(file, json_object_get(attribute, "AttributeType"));
    const char *name = rv_json_text_at(file, attribute, "AttributeName");
    bool        include = kind && strcasecmp(kind, "Include") == 0;
    size_t      room = list->room ? 2 * list->room : 16;
    code       *codes;

    if (!kind || (!include && strcasecmp(kind, "Exclude") != 0) || list->n == CODES)
        return;
    if (list->n == list->room) {
        if (!(codes = realloc(list->codes, room * sizeof *codes)))
            return;
        list->codes = codes;
        list->room = room;
    }
    codes = &list->codes[list->n++];
    codes->id = json_integer_value(json_object_get(attribute, "AttributeId"));
    codes->include = include;
    codes->stage = stage_of(name, set);
    copy(codes->name, name);
    copy(codes->set, set);
}

static void add_codes(rv_json_file *file, const json_t *parent, const char *set)
{
    const json_t *list = rv_json_at(parent, "Attributes.AttributesList");
    size_t        i;

    for (i = 0; i < json_array_size(list); i++) {
        add_code(file, json_array_get(list, i), set);
        add_codes(file, json_array_get(list, i), set);
    }
}

static void take_set(rv_json_file *file, const json_t *set)
{
    rv_arena_reset(&file->reading->arena);              /* no record is open: what is made here goes */
    add_codes(file, set, rv_json_text_at(file, set, "SetName"));
}

/* False for the name of a code that says no more than the stage: "EXCLUDE on title & abstract". What is typed beside such a code is the
   reason; beside one that names it, a note. */
static bool says_why(const char *name)
{
    static const char *const words[] = { "exclude", "excluded", "based", "on", "title", "and", "abstract", "full", "text", "report", "screen",
                                         "screening", "at" };
    size_t n, i;

    while (*name) {
        n = strspn(name, " &-:,()/");
        name += n;
        n = strcspn(name, " &-:,()/");
        for (i = 0; n > 0 && i < sizeof words / sizeof *words; i++)
            if (strlen(words[i]) == n && strncasecmp(words[i], name, n) == 0)
                break;
        if (n > 0 && i == sizeof words / sizeof *words)
            return true;
        name += n;
    }
    return false;
}

static void decide(rv_json_file *file, const json_t *one, const code *by)
{
    rv_arena       *arena = &file->reading->arena;
    const char     *comment = rv_json_text_at(file, one, "AdditionalText");
    char            raw[2 * TEXT + 4];
    rv_ref_decision decision = { .stage = by->stage, .verdict = by->include ? "include" : "exclude" };

    snprintf(raw, sizeof raw, "%s%s%s", by->set, *by->set ? ": " : "", by->name);
    decision.raw = rv_arena_add(arena, raw, strlen(raw));
    if (!by->include && *by->name && (says_why(by->name) || !comment))
        decision.reason = rv_arena_add(arena, by->name, strlen(by->name));
    else if (!by->include)
        decision.reason = comment;
    if (comment != decision.reason)
        decision.note = comment;
    rv_reading_decision(file->reading, &decision);
}

static void take_decisions(rv_json_file *file, const json_t *item)
{
    const code_list *list = file->state;
    const json_t    *codes = json_object_get(item, "Codes");
    const char      *status = rv_json_raw(file, json_object_get(item, "ItemStatus"));
    size_t           i, j;

    for (i = 0; i < json_array_size(codes); i++) {
        const json_t    *one = json_array_get(codes, i);
        const json_int_t id = json_integer_value(json_object_get(one, "AttributeId"));

        for (j = 0; j < list->n && list->codes[j].id != id; j++)
            ;
        if (j < list->n)
            decide(file, one, &list->codes[j]);
    }
    if (file->reading->record.n_decisions == 0 && status && strcmp(status, "E") == 0)
        rv_reading_decision(file->reading, &(rv_ref_decision){ .verdict = "exclude", .raw = "ItemStatus: E" });
}

/* ---- The rest --------------------------------------------------------------------------------------------------------------------- */

/* "Fang Ferric C": the family name is the first word with the small words before it. */
static void take_person(rv_json_file *file, rv_ref_role role, const char *text)
{
    rv_arena   *arena = &file->reading->arena;
    const char *word = text, *end = strchr(text, ' '), *next;

    if (strchr(text, ',') || !end || strstr(text, " of ") || strstr(text, " for ") || strstr(text, " and ")) {
        if (strchr(text, ','))
            rv_reading_person(file->reading, role, text);
        else
            rv_reading_name(file->reading, role, text, NULL, NULL);
        return;
    }
    while (*word >= 'a' && *word <= 'z' && (next = strchr(end + 1, ' '))) {
        word = end + 1;
        end = next;
    }
    rv_reading_name(file->reading, role, rv_arena_add(arena, text, (size_t)(end - text)), end + 1, NULL);
}

static void take_people(rv_json_file *file, rv_ref_role role, const json_t *value)
{
    const char *text = rv_json_text(file, value);

    while (text && *text) {
        size_t      n = strcspn(text, ";");
        const char *name = rv_field_plain(file->reading, rv_arena_add(&file->reading->arena, text, n));

        if (name)
            take_person(file, role, name);
        text += n + (text[n] != '\0');
    }
}

/* One a line, or parted by semicolons. */
static void take_keywords(rv_json_file *file, const json_t *value)
{
    const char *text = rv_json_raw(file, value);

    while (text && *text) {
        size_t n = strcspn(text, ";\r\n");

        rv_reading_say(file->reading, RV_REF_KEYWORD, rv_arena_add(&file->reading->arena, text, n));
        text += n + (text[n] != '\0');
    }
}

static void take_type(rv_json_file *file, const json_t *item)
{
    const char         *word = rv_json_text_at(file, item, "TypeName");
    const rv_eppi_type *row;

    for (row = rv_eppi_types; word && row->word && strcmp(row->word, word) != 0; row++)
        ;
    if (word && row->word)
        rv_reading_set(file->reading, RV_REF_TYPE, row->csl);
    else if (word)
        rv_json_odd(file, "unknown-type", "'%.40s' is not a type of EPPI-Reviewer", word);
}

static bool take_reference(rv_json_file *file, const json_t *item)
{
    if (!json_object_get(item, "Title") && !json_object_get(item, "ItemId"))
        return false;
    take_type(file, item);
    rv_json_fields(file, item, rows, sizeof rows / sizeof *rows);
    rv_json_date(file, RV_REF_TITLE, json_object_get(item, "Year"));
    rv_json_date(file, RV_REF_TITLE, json_object_get(item, "Month"));
    take_people(file, RV_ROLE_AUTHOR, json_object_get(item, "Authors"));
    take_people(file, RV_ROLE_EDITOR, json_object_get(item, "ParentAuthors"));
    take_keywords(file, json_object_get(item, "Keywords"));
    rv_reading_decisions_in(file->reading, rv_json_raw(file, json_object_get(item, "Comments")));
    take_decisions(file, item);
    return true;
}

static bool detect(const char *text, size_t n)
{
    return rv_json_has(text, n, "CodeSets") || (rv_json_has(text, n, "ItemId") && rv_json_has(text, n, "ParentTitle"));
}

static rv_status read(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const char *const    places[] = { "References", "CodeSets", NULL };
    static const rv_json_format format = { .places = places, .others = 1, .record = take_reference, .other = take_set };
    code_list list = { NULL, 0, 0 };
    rv_status st = rv_json_file_read(reading, raw, charset, &format, &list, err);

    free(list.codes);
    return st;
}

const rv_refs_format rv_format_eppi_json = { detect, read };
