/* DataCite: what its API gives (data[].attributes), the attributes alone, and older files of the same. */
#include <config.h>

#include <string.h>

#include "json_file.h"

/* The general type where it is plain; else the CSL type that DataCite itself gives. */
static const rv_json_type types[] = {
    { "JournalArticle", "article-journal" }, { "BookChapter", "chapter" },   { "Book", "book" },
    { "Preprint", "article" },               { "Dataset", "dataset" },       { "Software", "software" },
    { "ComputationalNotebook", "software" }, { "ConferencePaper", "paper-conference" }, { "ConferenceProceeding", "book" },
    { "Presentation", "speech" },            { "Dissertation", "thesis" },   { "Report", "report" },
    { "Standard", "standard" },              { "PeerReview", "review" },     { "Image", "graphic" },
    { "Poster", "graphic" },                 { "Audiovisual", "motion_picture" }, { "Sound", "song" },
    { "Collection", "collection" },          { "Event", "event" },           { "Journal", "periodical" },
    { "InteractiveResource", "webpage" },    { NULL, NULL }
};

static const rv_json_row rows[] = {
    { "doi", RV_REF_DOI, rv_json_doi },                { "url", RV_REF_URL, NULL },           { "language", RV_REF_LANGUAGE, NULL },
    { "publisher.name", RV_REF_PUBLISHER, NULL },      { "publisher", RV_REF_PUBLISHER, NULL },
};

/* Of the work that this one was published in. */
static const rv_json_row within[] = {
    { "titles.title", RV_REF_CONTAINER, NULL },  { "volume", RV_REF_VOLUME, NULL }, { "issue", RV_REF_ISSUE, NULL },
    { "edition", RV_REF_EDITION, NULL },         { "number", RV_REF_NUMBER, NULL },
};

static const char *raw_at(rv_json_file *file, const json_t *object, const char *path)
{
    const char *text = rv_json_raw(file, rv_json_at(object, path));

    return text ? text : "";
}

static bool is(rv_json_file *file, const json_t *object, const char *path, const char *word)
{
    return strcasecmp(raw_at(file, object, path), word) == 0;
}

static void take_titles(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "titles");
    const char   *title = NULL, *subtitle = NULL, *any = NULL;
    size_t        i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char   *text = rv_json_text_at(file, one, "title");

        any = any ? any : text;
        if (!*raw_at(file, one, "titleType"))
            title = title ? title : text;
        else if (is(file, one, "titleType", "Subtitle"))
            subtitle = subtitle ? subtitle : text;
    }
    rv_reading_set(file->reading, RV_REF_TITLE, title ? rv_json_with_subtitle(file, title, subtitle) : any);
}

static void take_person(rv_json_file *file, rv_ref_role role, const json_t *one)
{
    const char *family = rv_json_text_at(file, one, "familyName"), *given = rv_json_text_at(file, one, "givenName");
    const char *name = rv_json_text_at(file, one, json_is_object(json_object_get(one, "name")) ? "name.name" : "name");
    bool        organisation = is(file, one, "nameType", "Organizational") || is(file, one, "nameType", "Organisational");

    if (!organisation && family)
        rv_reading_name(file->reading, role, family, given, NULL);
    else if (!organisation && name && strchr(name, ','))
        rv_reading_person(file->reading, role, name);
    else
        rv_reading_name(file->reading, role, name ? name : given, NULL, NULL);
}

static void take_people(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "creators");
    size_t        i;

    for (i = 0; i < json_array_size(list); i++)
        take_person(file, RV_ROLE_AUTHOR, json_array_get(list, i));
    list = json_object_get(work, "contributors");
    for (i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);

        if (is(file, one, "contributorType", "Editor"))
            take_person(file, RV_ROLE_EDITOR, one);
        else if (is(file, one, "contributorType", "Translator"))
            take_person(file, RV_ROLE_TRANSLATOR, one);
        else if (is(file, one, "nameType", "Personal"))
            take_person(file, RV_ROLE_OTHER, one);
    }
}

/* The work's own year of publication may be that of its deposit; the one of the book or journal it appeared in counts before. */
static void take_dates(rv_json_file *file, const json_t *work, const json_t *inside)
{
    static const char *const kinds[] = { "Issued", "Available", "Created", "Submitted" };
    const json_t *list = json_object_get(work, "dates");
    const char   *appeared = rv_json_text_at(file, inside, "publicationYear"), *date;
    size_t        kind, i;

    for (kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        if (kind == 1) {                                /* what the others say is only better than nothing */
            rv_reading_date(file->reading, appeared);
            rv_reading_date(file->reading, rv_json_text_at(file, work, "publicationYear"));
        }
        for (i = 0; i < json_array_size(list) && !file->reading->record.date.year; i++) {
            const json_t *one = json_array_get(list, i);

            if (is(file, one, "dateType", kinds[kind]) && (date = rv_json_text_at(file, one, "date"))
                && (!appeared || rv_field_year(date) == rv_field_year(appeared)))
                rv_reading_date(file->reading, date);
        }
    }
}

/* The abstract in the language of the work, else the first; what says the series is a note. */
static void take_descriptions(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "descriptions");
    const char   *language = raw_at(file, work, "language"), *first = NULL;
    size_t        i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char   *text = rv_json_text_at(file, one, "description");

        if (is(file, one, "descriptionType", "SeriesInformation")) {
            rv_reading_add(file->reading, RV_REF_NOTE, text);
        } else if (is(file, one, "descriptionType", "Abstract")) {
            first = first ? first : text;
            if (*language && is(file, one, "lang", language))
                rv_reading_set(file->reading, RV_REF_ABSTRACT, text);
        }
    }
    rv_reading_set(file->reading, RV_REF_ABSTRACT, first);
}

/* A page begins with a digit, or a letter before one ("e123"); other things stand there too. */
static bool is_page(const char *s)
{
    return s && ((*s >= '0' && *s <= '9') || (*s && s[1] >= '0' && s[1] <= '9'));
}

static void take_pages(rv_json_file *file, const json_t *object)
{
    const char *first = rv_json_text_at(file, object, "firstPage"), *last = rv_json_text_at(file, object, "lastPage");

    if (is_page(first))
        rv_reading_set(file->reading, RV_REF_PAGES, rv_field_pages(file->reading, first, is_page(last) ? last : NULL));
}

/* "33-52 Pages" among the sizes; "146 pages" only says how many. */
static void take_sizes(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "sizes");
    size_t        i;

    for (i = 0; i < json_array_size(list); i++) {
        const char *text = rv_field_pages(file->reading, rv_json_text(file, json_array_get(list, i)), NULL);
        size_t      n = text ? strspn(text, "0123456789-") : 0;

        if (n > 0 && memchr(text, '-', n) && strncasecmp(text + n, " page", 5) == 0)
            rv_reading_set(file->reading, RV_REF_PAGES, rv_arena_add(&file->reading->arena, text, n));
    }
}

/* Numbers of the work that this one is part of, when `type` says that they are such. */
static void take_number(rv_json_file *file, const char *type, const json_t *value)
{
    if (strcasecmp(type, "ISSN") == 0 || strcasecmp(type, "EISSN") == 0 || strcasecmp(type, "LISSN") == 0
        || strcasecmp(type, "ISBN") == 0)
        rv_json_numbers(file, RV_REF_ISSN, value);
}

static void take_identifiers(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "identifiers");
    size_t        i;

    for (i = 0; i < json_array_size(list); i++)
        take_number(file, raw_at(file, json_array_get(list, i), "identifierType"),
                    json_object_get(json_array_get(list, i), "identifier"));
    list = json_object_get(work, "relatedIdentifiers");
    for (i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);

        if (is(file, one, "relationType", "IsPartOf") || is(file, one, "relationType", "IsPublishedIn"))
            take_number(file, raw_at(file, one, "relatedIdentifierType"), json_object_get(one, "relatedIdentifier"));
    }
}

/* The related item that this one was published in, or NULL. */
static const json_t *published_in(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "relatedItems");
    size_t        i;

    for (i = 0; i < json_array_size(list); i++)
        if (is(file, json_array_get(list, i), "relationType", "IsPublishedIn"))
            return json_array_get(list, i);
    return NULL;
}

static void take_container(rv_json_file *file, const json_t *work, const json_t *inside)
{
    const json_t *container = json_object_get(work, "container");

    rv_json_fields(file, inside, within, sizeof within / sizeof *within);
    take_pages(file, inside);
    take_number(file, raw_at(file, inside, "relatedItemIdentifier.relatedItemIdentifierType"),
                rv_json_at(inside, "relatedItemIdentifier.relatedItemIdentifier"));
    if (!is(file, container, "type", "DataRepository"))
        rv_reading_set(file->reading, RV_REF_CONTAINER, rv_json_text_at(file, container, "title"));
    rv_reading_set(file->reading, RV_REF_VOLUME, rv_json_text_at(file, container, "volume"));
    rv_reading_set(file->reading, RV_REF_ISSUE, rv_json_text_at(file, container, "issue"));
    take_pages(file, container);
    take_number(file, raw_at(file, container, "identifierType"), json_object_get(container, "identifier"));
    take_sizes(file, work);
}

static void take_subjects(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "subjects");
    size_t        i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);

        rv_reading_add(file->reading, RV_REF_KEYWORD, json_is_object(one) ? rv_json_text_at(file, one, "subject")
                                                                          : rv_json_text(file, one));
    }
}

static void take_type(rv_json_file *file, const json_t *work)
{
    const char *general = raw_at(file, work, "types.resourceTypeGeneral"), *csl = raw_at(file, work, "types.citeproc");
    const char *type = rv_json_type_of(types, general);

    type = type ? type : rv_ref_type_known(csl);
    rv_reading_set(file->reading, RV_REF_TYPE, type);
    if (type && (strcmp(type, "thesis") == 0 || strcmp(type, "report") == 0))
        rv_reading_set(file->reading, RV_REF_GENRE, rv_json_text_at(file, work, "types.resourceType"));
}

static bool take_work(rv_json_file *file, const json_t *object)
{
    const json_t *work = json_object_get(object, "attributes"), *inside;

    if (!json_is_object(work))
        work = object;
    if (!json_object_get(work, "titles") && !json_object_get(work, "doi") && !json_object_get(work, "creators"))
        return false;
    inside = published_in(file, work);
    take_type(file, work);
    take_titles(file, work);
    rv_json_fields(file, work, rows, sizeof rows / sizeof *rows);
    take_people(file, work);
    take_dates(file, work, inside);
    take_container(file, work, inside);
    take_identifiers(file, work);
    take_descriptions(file, work);
    take_subjects(file, work);
    return true;
}

static bool detect(const char *text, size_t n)
{
    return (rv_json_has(text, n, "titles") && (rv_json_has(text, n, "creators") || rv_json_has(text, n, "publicationYear")))
           || (rv_json_has(text, n, "attributes") && rv_json_has(text, n, "doi"));
}

static rv_status read(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const char *const    places[] = { "data", NULL };
    static const rv_json_format format = { .places = places, .record = take_work };

    return rv_json_file_read(reading, raw, charset, &format, NULL, err);
}

const rv_refs_format rv_format_datacite_json = { detect, read };
