/* Crossref's REST API: a list of works, one work, the works of a dump one a line; also what it gives as CSL-JSON, where titles are texts
   instead of arrays. */
#include <config.h>

#include <string.h>

#include "json_file.h"

static const rv_json_type types[] = {
    { "journal-article", "article-journal" }, { "book-chapter", "chapter" },    { "book-section", "chapter" },
    { "book-part", "chapter" },               { "book-track", "chapter" },      { "reference-entry", "entry" },
    { "book", "book" },                       { "monograph", "book" },          { "edited-book", "book" },
    { "reference-book", "book" },             { "book-set", "book" },           { "book-series", "book" },
    { "proceedings-article", "paper-conference" }, { "proceedings", "book" },   { "proceedings-series", "book" },
    { "report", "report" },                   { "report-series", "report" },    { "report-component", "report" },
    { "dissertation", "thesis" },             { "posted-content", "article" },  { "peer-review", "review" },
    { "dataset", "dataset" },                 { "database", "dataset" },        { "standard", "standard" },
    { "standard-series", "standard" },        { "journal", "periodical" },      { "journal-volume", "periodical" },
    { "journal-issue", "periodical" },        { "component", "document" },      { "grant", "document" },
    { "other", "document" },                  { NULL, NULL }
};

/* An address that only resolves the DOI says nothing more. */
static void take_url(rv_json_file *file, rv_ref_field field, const json_t *value)
{
    const char *text = rv_json_text(file, value);

    if (!rv_field_doi(file->reading, text))
        rv_reading_add(file->reading, field, text);
}

static const rv_json_row rows[] = {
    { "short-title", RV_REF_SHORT_TITLE, NULL },   { "original-title", RV_REF_ORIGINAL_TITLE, NULL },
    { "container-title", RV_REF_CONTAINER, NULL }, { "short-container-title", RV_REF_ABBREVIATION, NULL },
    { "container-title-short", RV_REF_ABBREVIATION, NULL },
    { "collection-title", RV_REF_SERIES, NULL },   { "event.name", RV_REF_EVENT, NULL },    { "volume", RV_REF_VOLUME, NULL },
    { "issue", RV_REF_ISSUE, NULL },               { "journal-issue.issue", RV_REF_ISSUE, NULL },
    { "page", RV_REF_PAGES, rv_json_pages },       { "article-number", RV_REF_PAGES, rv_json_pages },
    { "report-number", RV_REF_NUMBER, NULL },      { "edition-number", RV_REF_EDITION, NULL },
    { "publisher", RV_REF_PUBLISHER, NULL },       { "institution.name", RV_REF_PUBLISHER, NULL },
    { "publisher-location", RV_REF_PLACE, NULL },  { "institution.place", RV_REF_PLACE, NULL },
    { "language", RV_REF_LANGUAGE, NULL },         { "DOI", RV_REF_DOI, rv_json_doi },
    { "degree", RV_REF_GENRE, NULL },              { "source", RV_REF_DATABASE, NULL },
    { "ISSN", RV_REF_ISSN, rv_json_numbers },      { "ISBN", RV_REF_ISBN, rv_json_numbers },
    { "subject", RV_REF_KEYWORD, NULL },           { "resource.primary.URL", RV_REF_URL, take_url },
    { "URL", RV_REF_URL, take_url },
};

static const struct { const char *member; rv_ref_role role; } people[] = {
    { "author", RV_ROLE_AUTHOR },       { "editor", RV_ROLE_EDITOR }, { "translator", RV_ROLE_TRANSLATOR },
    { "chair", RV_ROLE_EDITOR },
};

/* The first of these that has a year. "issued" is the earliest of print and online. */
static const char *const dates[] = { "issued", "published", "published-print", "published-online", "published-other", "posted",
                                     "approved", "content-created" };

static void take_type(rv_json_file *file, const json_t *work)
{
    const char *word = rv_json_raw(file, json_object_get(work, "type")), *type = rv_json_type_of(types, word);
    const char *kind = rv_json_text_at(file, work, "subtype");

    if (!type && word && !(type = rv_ref_type_known(word)))
        rv_json_odd(file, "unknown-type", "'%.40s' is not a type of Crossref", word);
    rv_reading_set(file->reading, RV_REF_TYPE, type);
    if (kind && strcmp(kind, "preprint") == 0)
        rv_reading_set(file->reading, RV_REF_GENRE, "Preprint");
}

static void take_dates(rv_json_file *file, const json_t *work)
{
    size_t i;

    for (i = 0; i < sizeof dates / sizeof *dates && !file->reading->record.date.year; i++) {
        const json_t *date = json_object_get(work, dates[i]);

        if (date && !json_is_null(date))
            rv_json_csl_date(file, date);
    }
}

/* Publishers send the heading "Abstract" along. */
static void take_abstract(rv_json_file *file, const json_t *work)
{
    const char *text = rv_json_text_at(file, work, "abstract");

    if (text && strncasecmp(text, "abstract", 8) == 0 && text[8])
        text += strspn(text + 8, " :.") > 0 ? 8 + strspn(text + 8, " :.") : 0;
    rv_reading_set(file->reading, RV_REF_ABSTRACT, text);
}

static bool take_work(rv_json_file *file, const json_t *work)
{
    size_t i;

    if (!json_object_get(work, "DOI") && !json_object_get(work, "title"))
        return false;
    take_type(file, work);
    rv_reading_set(file->reading, RV_REF_TITLE, rv_json_with_subtitle(file, rv_json_text_at(file, work, "title"),
                                                                      rv_json_text_at(file, work, "subtitle")));
    rv_json_fields(file, work, rows, sizeof rows / sizeof *rows);
    for (i = 0; i < sizeof people / sizeof *people; i++) {
        const json_t *list = json_object_get(work, people[i].member);

        if (list && !json_is_null(list))
            rv_json_people(file, people[i].role, list);
    }
    take_dates(file, work);
    take_abstract(file, work);
    return true;
}

static bool detect(const char *text, size_t n)
{
    return rv_json_has(text, n, "message-type")
           || (rv_json_has(text, n, "DOI")
               && (rv_json_has(text, n, "is-referenced-by-count") || rv_json_has(text, n, "reference-count")
                   || rv_json_has(text, n, "content-domain") || rv_json_has(text, n, "short-container-title")));
}

static rv_status read(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const char *const    places[] = { "message.items", "message", "items", NULL };
    static const rv_json_format format = { .places = places, .record = take_work };

    return rv_json_file_read(reading, raw, charset, &format, NULL, err);
}

const rv_refs_format rv_format_crossref_json = { detect, read };
