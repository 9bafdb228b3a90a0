/* EndNote XML, as EndNote, Zotero, Mendeley, Rayyan and others write it. Text may sit in several <style> children; "&#xD;" parts the
   lines of a field; what <secondary-title>, <number> and the lesser names are depends on the type. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "decisions.h"
#include "endnote_xml.h"
#include "xml_paths.h"

/* What is known of the open record beyond its fields. */
typedef struct {
    const char *type_name, *type_number;
    const char *secondary, *tertiary, *proceedings, *full_title;
    const char *number, *issue, *isbn, *edition, *accession;
    const char *year, *date, *provider;
    size_t      keywords;                /* raw tags before them */
    bool        extras;                  /* some research notes are ours */
} endnote;

static endnote *state(rv_xml_file *file)
{
    return file->user;
}

static void first(const char **field, const char *text)
{
    if (!*field)
        *field = text;
}

/* ---- Lines within a field ---------------------------------------------------------------------------------------------------- */

/* The next line of a text, plain; NULL for an empty one. A carriage return always parts lines; a line feed does unless blanks follow,
   for then a program has only wrapped the text. `*at` becomes NULL at the end. */
static const char *next_line(rv_reading *reading, const char **at)
{
    const char *s = *at, *end = s;

    while (*end && *end != '\r' && !(*end == '\n' && end[1] != ' ' && end[1] != '\t'))
        end++;
    *at = *end ? end + 1 : NULL;
    return rv_field_plain(reading, *end ? rv_arena_add(&reading->arena, s, (size_t)(end - s)) : s);
}

/* ---- Handlers ------------------------------------------------------------------------------------------------------------------ */

static void begin_type(rv_xml_file *file, const char *const *attributes)
{
    (void)attributes;
    first(&state(file)->type_name, rv_xml_file_attribute(file, "name"));
}

static void take_type(rv_xml_file *file, const char *text)        { first(&state(file)->type_number, text); }
static void take_secondary(rv_xml_file *file, const char *text)   { first(&state(file)->secondary, text); }
static void take_tertiary(rv_xml_file *file, const char *text)    { first(&state(file)->tertiary, text); }
static void take_proceedings(rv_xml_file *file, const char *text) { first(&state(file)->proceedings, text); }
static void take_full_title(rv_xml_file *file, const char *text)  { first(&state(file)->full_title, text); }
static void take_number(rv_xml_file *file, const char *text)      { first(&state(file)->number, text); }
static void take_issue(rv_xml_file *file, const char *text)       { first(&state(file)->issue, text); }
static void take_isbn(rv_xml_file *file, const char *text)        { first(&state(file)->isbn, text); }
static void take_edition(rv_xml_file *file, const char *text)     { first(&state(file)->edition, text); }
static void take_accession(rv_xml_file *file, const char *text)   { first(&state(file)->accession, text); }
static void take_year(rv_xml_file *file, const char *text)        { first(&state(file)->year, text); }
static void take_date(rv_xml_file *file, const char *text)        { first(&state(file)->date, text); }
static void take_provider(rv_xml_file *file, const char *text)    { first(&state(file)->provider, text); }

static void take_pages(rv_xml_file *file, const char *text)
{
    rv_reading_set(file->reading, RV_REF_PAGES, rv_field_pages(file->reading, text, NULL));
}

static void take_doi(rv_xml_file *file, const char *text)
{
    const char *doi = rv_field_doi(file->reading, text);

    if (doi)
        rv_reading_set(file->reading, RV_REF_DOI, doi);
    else
        rv_reading_problem(file->reading, "odd-identifier", rv_xml_line(), file->reading->record.number,
                           "'%.80s' is no DOI, which begins with 10. and has a slash", text);
}

/* Imports from PubMed put "PMC2923948" into a custom field. */
static void take_custom(rv_xml_file *file, const char *text)
{
    if (strncmp(text, "PMC", 3) == 0 && text[3] && text[3 + strspn(text + 3, "0123456789")] == '\0')
        rv_reading_set(file->reading, RV_REF_PMCID, text);
}

static void take_url(rv_xml_file *file, const char *text)
{
    const char *at = file->raw;

    (void)text;
    while (at) {
        const char *line = next_line(file->reading, &at), *doi;

        if (!line || *line == '<' || strchr(line, ' '))  /* "<Go to ISI>://..." leads nowhere */
            continue;
        rv_reading_add(file->reading, RV_REF_URL, line);
        if ((doi = strstr(line, "doi.org/")))
            rv_reading_set(file->reading, RV_REF_DOI, rv_field_doi(file->reading, doi + 8));
    }
}

static void take_file(rv_xml_file *file, const char *text)
{
    const char *at = file->raw;

    (void)text;
    while (at)
        rv_reading_add(file->reading, RV_REF_FILE, next_line(file->reading, &at));
}

static void begin_keywords(rv_xml_file *file, const char *const *attributes)
{
    (void)attributes;
    state(file)->keywords = file->reading->n_tags;
}

/* "anxiety; craving; health" */
static void split_keyword(rv_reading *reading, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, ";");

        rv_reading_say(reading, RV_REF_KEYWORD, rv_arena_add(&reading->arena, text, n));
        text += n + (text[n] == ';');
    }
}

/* One keyword alone may be all of them in one text. */
static void end_keywords(rv_xml_file *file)
{
    rv_reading *reading = file->reading;
    size_t      from = state(file)->keywords, i;

    for (i = from; i < reading->n_tags; i++) {
        const char *at = reading->tags[i].value, *line = next_line(reading, &at);

        if (line && !at && reading->n_tags == from + 1)
            split_keyword(reading, line);
        else
            rv_reading_add(reading, RV_REF_KEYWORD, line);
        while (at)
            rv_reading_add(reading, RV_REF_KEYWORD, next_line(reading, &at));
    }
}

/* Several notes are parted by empty lines. */
static void say_notes(rv_reading *reading, const char *raw)
{
    const char *s = raw;

    while (*s) {
        const char *end = s, *note;

        while (*end && !(end[0] == '\r' && end[1] == '\r') && !(end[0] == '\n' && end[1] == '\n')
               && strncmp(end, "\r\n\r\n", 4) != 0)
            end++;
        note = *end ? rv_arena_add(&reading->arena, s, (size_t)(end - s)) : s;
        rv_reading_say(reading, RV_REF_NOTE, note);
        rv_reading_decisions_in(reading, note);
        s = end + strspn(end, "\r\n");
    }
}

static void take_notes(rv_xml_file *file, const char *text)
{
    (void)text;
    say_notes(file->reading, file->raw);
}

static void take_research_notes(rv_xml_file *file, const char *text)
{
    (void)text;
    if (strncmp(file->raw, RV_ENDNOTE_EXTRA, sizeof RV_ENDNOTE_EXTRA - 1) == 0)
        state(file)->extras = true;
    else
        say_notes(file->reading, file->raw);
}

static const rv_xml_path paths[] = {
    { .path = "ref-type", .text = take_type, .begin = begin_type },
    RV_XML_FIELD("titles/title", RV_REF_TITLE),
    RV_XML_TEXT("titles/secondary-title", take_secondary),
    RV_XML_TEXT("titles/tertiary-title", take_tertiary),
    RV_XML_FIELD("titles/short-title", RV_REF_SHORT_TITLE),
    RV_XML_TEXT("periodical/full-title", take_full_title),
    RV_XML_FIELD("periodical/abbr-1", RV_REF_ABBREVIATION),
    RV_XML_TEXT("pages", take_pages),
    RV_XML_FIELD("volume", RV_REF_VOLUME),
    RV_XML_TEXT("number", take_number),
    RV_XML_TEXT("issue", take_issue),
    RV_XML_TEXT("edition", take_edition),
    { .path = "keywords", .begin = begin_keywords, .end = end_keywords },
    RV_XML_TEXT("dates/year", take_year),
    RV_XML_TEXT("dates/pub-dates/date", take_date),
    RV_XML_FIELD("pub-location", RV_REF_PLACE),
    RV_XML_FIELD("publisher", RV_REF_PUBLISHER),
    RV_XML_TEXT("isbn", take_isbn),
    RV_XML_TEXT("accession-num", take_accession),
    RV_XML_TEXT("electronic-resource-num", take_doi),
    RV_XML_FIELD("abstract", RV_REF_ABSTRACT),
    RV_XML_FIELD("label", RV_REF_KEY),
    RV_XML_FIELD("work-type", RV_REF_GENRE),
    RV_XML_FIELD("orig-pub", RV_REF_ORIGINAL_TITLE),
    RV_XML_FIELD("language", RV_REF_LANGUAGE),
    RV_XML_FIELD("remote-database-name", RV_REF_DATABASE),
    RV_XML_TEXT("remote-database-provider", take_provider),
    RV_XML_TEXT("notes", take_notes),
    RV_XML_TEXT("research-notes", take_research_notes),
    RV_XML_TEXT("urls/related-urls/url", take_url),
    RV_XML_TEXT("urls/web-urls/url", take_url),
    RV_XML_TEXT("urls/text-urls/url", take_url),
    RV_XML_TEXT("urls/url", take_url),
    RV_XML_TEXT("urls/pdf-urls/url", take_file),
    RV_XML_TEXT("urls/image-urls/url", take_file),
    RV_XML_TEXT("custom1", take_custom),
    RV_XML_TEXT("custom2", take_custom),
    RV_XML_TEXT("custom3", take_proceedings),
    RV_XML_TEXT("custom4", take_custom),
    RV_XML_TEXT("custom5", take_custom),
    RV_XML_TEXT("custom6", take_custom),
    RV_XML_TEXT("custom7", take_custom),
    RV_XML_TEXT("user16", take_custom),
};

/* ---- A record, when all of it is known ------------------------------------------------------------------------------------ */

static void set_type(rv_reading *reading, const endnote *e)
{
    const rv_endnote_type *type = rv_endnote_type_of(e->type_name, e->type_number);
    const char            *genre = reading->record.text[RV_REF_GENRE];

    if (!type && (e->type_name || e->type_number))
        rv_reading_problem(reading, "unknown-type", (size_t)reading->record.fields.line, reading->record.number,
                           "'%.60s' is not a type of EndNote", e->type_name ? e->type_name : e->type_number);
    rv_reading_set(reading, RV_REF_TYPE, genre && strcasecmp(genre, "preprint") == 0 ? "article" : type ? type->csl : "document");
}

static void set_titles(rv_reading *reading, const endnote *e, const char *type)
{
    const char *in = e->secondary;

    if (rv_endnote_is_book(type)) {
        rv_reading_set(reading, RV_REF_CONTAINER, e->full_title);
        if (in && !(e->full_title && strcmp(in, e->full_title) == 0))
            rv_reading_set(reading, RV_REF_SERIES, in);
    } else if (strcmp(type, "paper-conference") == 0 && e->proceedings) {
        rv_reading_set(reading, RV_REF_CONTAINER, e->proceedings);
        rv_reading_set(reading, RV_REF_EVENT, in);
    } else {
        rv_reading_set(reading, RV_REF_CONTAINER, in);
        rv_reading_set(reading, RV_REF_CONTAINER, e->full_title);
    }
    rv_reading_set(reading, RV_REF_SERIES, e->tertiary);
}

static void set_numbers(rv_reading *reading, const endnote *e, const char *type)
{
    bool numbered = rv_endnote_is_numbered(type), epub = e->edition && strlen(e->edition) == 8 && strspn(e->edition, "0123456789") == 8;

    rv_reading_set(reading, numbered ? RV_REF_NUMBER : RV_REF_ISSUE, e->number);
    rv_reading_set(reading, RV_REF_ISSUE, numbered || !e->number ? e->issue : NULL);
    if (!(epub && strncmp(type, "article", 7) == 0))    /* there it is the day of an article online */
        rv_reading_set(reading, RV_REF_EDITION, e->edition);
    if (e->isbn && strcmp(type, "patent") == 0)
        rv_reading_set(reading, RV_REF_NUMBER, e->isbn);
    else if (e->isbn && !rv_field_numbers(reading, e->isbn)) {
        if (numbered)
            rv_reading_set(reading, RV_REF_NUMBER, e->isbn);
        else
            rv_reading_problem(reading, "odd-identifier", (size_t)reading->record.fields.line, reading->record.number,
                               "'%.80s' is neither an ISSN nor an ISBN", e->isbn);
    }
}

static bool names_pubmed(const char *text)
{
    return text && (strncasecmp(text, "PubMed", 6) == 0 || strncasecmp(text, "MEDLINE", 7) == 0 || strcasecmp(text, "NLM") == 0);
}

/* The accession number is PubMed's where the record comes from there; a link to PubMed tells as well. */
static void set_accession(rv_reading *reading, const endnote *e)
{
    const char *database = reading->record.text[RV_REF_DATABASE], *url = reading->record.text[RV_REF_URL], *pmid, *at = NULL;

    if (!database && e->provider && strcasecmp(e->provider, "NLM") != 0)
        rv_reading_set(reading, RV_REF_DATABASE, e->provider);
    pmid = names_pubmed(database) || names_pubmed(e->provider) ? rv_field_pmid(reading, e->accession) : NULL;
    if (!pmid || database)
        rv_reading_set(reading, RV_REF_ACCESSION, e->accession);
    if (url && ((at = strstr(url, "pubmed.ncbi.nlm.nih.gov/")) || (at = strstr(url, "nih.gov/pubmed/"))))
        at += strcspn(at, "0123456789");
    rv_reading_set(reading, RV_REF_PMID, pmid ? pmid : at ? rv_field_pmid(reading, rv_arena_add(&reading->arena, at,
                                                                                                strspn(at, "0123456789"))) : NULL);
}

static void set_date(rv_reading *reading, const endnote *e)
{
    rv_ref_date *date = &reading->record.date, found = { .year = 0 };
    char        *both;

    rv_reading_date(reading, e->year);
    rv_reading_date(reading, e->date);
    if (!e->date || !e->year)
        return;
    rv_ref_date_parse(e->date, &found);
    if (found.year && found.year == date->year) {
        date->raw = e->date;
    } else if (!found.year) {                           /* "2015 Mar 3" */
        both = rv_arena_add(&reading->arena, e->year, strlen(e->year));
        both = rv_arena_extend(&reading->arena, both, strlen(both), " ", 1);
        date->raw = rv_arena_extend(&reading->arena, both, strlen(both), e->date, strlen(e->date));
    }
}

/* Whom <secondary-authors> and the others name. */
static rv_ref_role role_of(const char *list, const char *type, bool authors)
{
    bool book = rv_endnote_is_book(type);

    if (strncmp(list, "authors/", 8) == 0)
        return RV_ROLE_AUTHOR;
    if (strncmp(list, "secondary", 9) == 0)
        return book && authors ? RV_ROLE_SERIES_EDITOR : strcmp(type, "thesis") == 0 ? RV_ROLE_OTHER : RV_ROLE_EDITOR;
    if (strncmp(list, "tertiary", 8) == 0)
        return strcmp(type, "thesis") == 0 ? RV_ROLE_OTHER : RV_ROLE_SERIES_EDITOR;
    if (strncmp(list, "translated", 10) == 0)
        return RV_ROLE_TRANSLATOR;
    return book || strcmp(type, "chapter") == 0 ? RV_ROLE_TRANSLATOR : RV_ROLE_OTHER;
}

static void say_person(rv_reading *reading, rv_ref_role role, const char *text)
{
    size_t n = text ? strlen(text) : 0;

    if (n > 1 && text[n - 1] == ',')                    /* "World Health Organization," */
        rv_reading_name(reading, role, rv_field_plain(reading, rv_arena_add(&reading->arena, text, n - 1)), NULL, NULL);
    else if (n > 0 && !rv_reading_person(reading, role, text))
        rv_reading_problem(reading, "odd-author", (size_t)reading->record.fields.line, reading->record.number,
                           "'%.80s' holds no name; left out", text);
}

static void set_people(rv_reading *reading, const char *type)
{
    static const char under[] = "contributors/";
    const char *edited = "contributors/authors/";
    bool        authors = false;
    size_t      i;

    for (i = 0; i < reading->n_tags; i++)
        authors = authors || strncmp(reading->tags[i].tag, edited, strlen(edited)) == 0;
    for (i = 0; i < reading->n_tags; i++) {
        const char *tag = reading->tags[i].tag, *at = reading->tags[i].value;

        if (strncmp(tag, under, sizeof under - 1) != 0)
            continue;
        while (at)
            say_person(reading, role_of(tag + sizeof under - 1, type, authors), next_line(reading, &at));
    }
}

/* ---- What we wrote ourselves ---------------------------------------------------------------------------------------------- */

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* In place: "%7C" is "|". */
static void unescape(char *text)
{
    char *to = text;

    for (; *text; text++) {
        int high = *text == '%' ? hex(text[1]) : -1, low = high >= 0 ? hex(text[2]) : -1;

        if (low >= 0 && high * 16 + low > 0 && high < 8) {
            *to++ = (char)(high * 16 + low);
            text += 2;
        } else {
            *to++ = *text;
        }
    }
    *to = '\0';
}

/* Cuts "Smith|Ann|Jr" into `n` parts; those that are empty become NULL. */
static void cut(char *text, char *parts[], size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        char *bar = text ? strchr(text, '|') : NULL;

        if (bar)
            *bar = '\0';
        parts[i] = text && *text ? text : NULL;
        if (text)
            unescape(text);
        text = bar ? bar + 1 : NULL;
    }
}

static void clear_values(rv_reading *reading, rv_ref_field field)
{
    size_t i, n = 0;

    for (i = 0; i < reading->record.n_values; i++)
        if (reading->values[i].field != field)
            reading->values[n++] = reading->values[i];
    reading->record.n_values = n;
    reading->record.text[field] = NULL;
}

static void clear_people(rv_reading *reading, rv_ref_role role)
{
    size_t i, n = 0;

    for (i = 0; i < reading->record.n_names; i++)
        if (reading->names[i].role != role)
            reading->names[n++] = reading->names[i];
    reading->record.n_names = n;
}

/* What a list or role begins with is what was read elsewhere; the first line about it takes that away. */
typedef struct {
    bool field[RV_REF_FIELDS], role[RV_ROLES], decision;
} extras_seen;

static bool take_extra_field(rv_reading *reading, extras_seen *seen, const char *name, char *value)
{
    size_t field;

    for (field = 0; field < RV_REF_FIELDS && strcmp(rv_ref_fields[field], name) != 0; field++)
        ;
    if (field == RV_REF_FIELDS)
        return false;
    unescape(value);
    if (field == RV_REF_TYPE)
        rv_reading_replace(reading, RV_REF_TYPE, rv_ref_type_known(value) ? rv_ref_type_known(value) : "document");
    else if (field < RV_REF_LISTS)
        rv_reading_replace(reading, (rv_ref_field)field, value);
    else {
        if (!seen->field[field])
            clear_values(reading, (rv_ref_field)field);
        rv_reading_add(reading, (rv_ref_field)field, value);
    }
    seen->field[field] = true;
    return true;
}

static bool take_extra_person(rv_reading *reading, extras_seen *seen, const char *name, char *value)
{
    char  *parts[3];
    size_t role;

    for (role = 0; role < RV_ROLES && strcmp(rv_endnote_roles[role], name) != 0; role++)
        ;
    if (role == RV_ROLES)
        return false;
    cut(value, parts, 3);
    if (!seen->role[role])
        clear_people(reading, (rv_ref_role)role);
    seen->role[role] = true;
    if (parts[0])
        rv_reading_name(reading, (rv_ref_role)role, parts[0], parts[1], parts[2]);
    return true;
}

static void take_extra_date(rv_reading *reading, char *value)
{
    rv_ref_date *date = &reading->record.date;
    char        *parts[3], *at;

    cut(value, parts, 3);
    *date = (rv_ref_date){ .raw = parts[1] };
    if (!parts[0])
        return;
    date->year = (int)strtol(parts[0], &at, 10);
    date->month = *at == '-' ? (int)strtol(at + 1, &at, 10) : 0;
    date->day = *at == '-' ? (int)strtol(at + 1, &at, 10) : 0;
    if (date->year < 0 || date->year > 2099 || date->month < 0 || date->month > 12 || date->day < 0 || date->day > 31)
        *date = (rv_ref_date){ .raw = parts[1] };
}

/* "review:decision=" says that there is none. */
static void take_extra_decision(rv_reading *reading, extras_seen *seen, char *value)
{
    char           *parts[8];
    rv_ref_decision decision;

    cut(value, parts, 8);
    if (!seen->decision)
        reading->record.n_decisions = 0;
    seen->decision = true;
    decision = (rv_ref_decision){ .verdict = parts[0] ? rv_ref_verdict(parts[0], strlen(parts[0])) : NULL, .stage = parts[1],
                                  .reviewer = parts[2], .reason = parts[3], .raw = parts[4], .note = parts[5], .labels = parts[6],
                                  .role = parts[7] };
    if (parts[0] || parts[3])
        rv_reading_decision(reading, &decision);
}

/* One line "review:NAME=VALUE"; any other is a person's own note. */
static void take_extra(rv_reading *reading, extras_seen *seen, char *line)
{
    char *name = line + sizeof RV_ENDNOTE_EXTRA - 1, *equals = strchr(line, '=');

    if (strncmp(line, RV_ENDNOTE_EXTRA, sizeof RV_ENDNOTE_EXTRA - 1) != 0 || !equals) {
        rv_reading_say(reading, RV_REF_NOTE, line);
        return;
    }
    *equals = '\0';
    if (strcmp(name, "date") == 0)
        take_extra_date(reading, equals + 1);
    else if (strcmp(name, "decision") == 0)
        take_extra_decision(reading, seen, equals + 1);
    else if (!take_extra_field(reading, seen, name, equals + 1) && !take_extra_person(reading, seen, name, equals + 1))
        rv_reading_problem(reading, "unknown-tag", (size_t)reading->record.fields.line, reading->record.number,
                           "the research note '%.60s' names no field", name);
}

static void take_extras(rv_reading *reading)
{
    extras_seen seen = { .field = { false } };
    size_t      i;

    for (i = 0; i < reading->n_tags; i++) {
        const char *s = reading->tags[i].value;

        if (strncmp(reading->tags[i].tag, "research-notes", 14) != 0 || strncmp(s, RV_ENDNOTE_EXTRA, sizeof RV_ENDNOTE_EXTRA - 1) != 0)
            continue;
        while (*s) {
            size_t n = strcspn(s, "\r\n");

            if (n > 0)
                take_extra(reading, &seen, rv_arena_add(&reading->arena, s, n));
            s += n + (s[n] != '\0');
        }
    }
}

/* ---- The format -------------------------------------------------------------------------------------------------------------- */

static void begin_record(rv_xml_file *file)
{
    *state(file) = (endnote){ .keywords = 0 };
}

static void end_record(rv_xml_file *file)
{
    rv_reading    *reading = file->reading;
    const endnote *e = state(file);
    const char    *type;

    set_type(reading, e);
    type = reading->record.text[RV_REF_TYPE];
    set_titles(reading, e, type);
    set_people(reading, type);
    set_date(reading, e);
    set_numbers(reading, e, type);
    set_accession(reading, e);
    if (e->extras)
        take_extras(reading);
}

static const char *const records[] = { "record", NULL };
static const char *const shapes[] = { "style", NULL };
static const rv_xml_format format = {
    .records = records, .shapes = shapes, .tight = true, .paths = paths, .n_paths = sizeof paths / sizeof *paths,
    .begin = begin_record, .end = end_record,
};

static rv_status read_endnote(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    endnote e = { .keywords = 0 };

    (void)charset;                                      /* XML says itself what it is written in */
    return rv_xml_file_read(reading, raw, &format, &e, err);
}

rv_status rv_endnote_read_bytes(rv_reading *reading, const char *bytes, size_t n, rv_error *err)
{
    endnote e = { .keywords = 0 };

    return rv_xml_file_read_bytes(reading, bytes, n, &format, &e, err);
}

/* <xml> around <records>: other formats have records, too, but not in such a root. */
static bool detect_endnote(const char *text, size_t n)
{
    const char *end = text + n, *at = text;
    bool        root = false;

    for (; at && *text == '<' && end - at > 9; at = memchr(at + 1, '<', (size_t)(end - at) - 1)) {
        if (strncmp(at, "<xml", 4) == 0 && (at[4] == '>' || at[4] == ' ' || at[4] == '\n' || at[4] == '\r'))
            root = true;
        else if (root && strncmp(at, "<records", 8) == 0)
            return true;
    }
    return false;
}

const rv_refs_format rv_format_endnote_xml = { detect_endnote, read_endnote };
