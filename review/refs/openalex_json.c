/* OpenAlex's API: a list of works, one work, or one a line. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "json_file.h"

/* OpenAlex's own words, then Crossref's where OpenAlex only says "article". */
static const rv_json_type types[] = {
    { "book", "book" },           { "book-chapter", "chapter" }, { "book-section", "chapter" }, { "dataset", "dataset" },
    { "dissertation", "thesis" }, { "preprint", "article" },     { "report", "report" },        { "report-component", "report" },
    { "standard", "standard" },   { "reference-entry", "entry" }, { "libguides", "webpage" },   { "peer-review", "review" },
    { "software", "software" },   { NULL, NULL }
};
static const rv_json_type articles[] = {
    { "proceedings-article", "paper-conference" }, { "journal-article", "article-journal" }, { "posted-content", "article" },
    { "book-chapter", "chapter" },                 { "dissertation", "thesis" },             { "report", "report" },
    { NULL, NULL }
};
static const rv_json_type rest[] = {
    { "article", "article-journal" }, { "review", "article-journal" },     { "letter", "article-journal" },
    { "editorial", "article-journal" }, { "erratum", "article-journal" },  { "retraction", "article-journal" },
    { "paratext", "document" },       { "supplementary-materials", "document" }, { "grant", "document" },
    { "other", "document" },          { NULL, NULL }
};

static const rv_json_row rows[] = {
    { "title", RV_REF_TITLE, NULL },            { "display_name", RV_REF_TITLE, NULL },  { "language", RV_REF_LANGUAGE, NULL },
    { "doi", RV_REF_DOI, rv_json_doi },         { "ids.doi", RV_REF_DOI, rv_json_doi },  { "ids.pmid", RV_REF_PMID, rv_json_pmid },
    { "ids.pmcid", RV_REF_PMCID, rv_json_pmcid },
    { "biblio.volume", RV_REF_VOLUME, NULL },   { "biblio.issue", RV_REF_ISSUE, NULL },
    { "publication_date", RV_REF_TITLE, rv_json_date },
    { "publication_year", RV_REF_TITLE, rv_json_date },
};

/* ---- The abstract: each word with the places where it stands ------------------------------------------------------------------ */

typedef struct {
    json_int_t  at;
    const char *word;
} placed;

static int by_place(const void *a, const void *b)
{
    const placed *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

static size_t gather(const json_t *index, placed *words)
{
    const char *word;
    json_t     *places;
    size_t      n = 0, i;

    json_object_foreach((json_t *)(uintptr_t)index, word, places) {
        for (i = 0; i < json_array_size(places); i++) {
            if (words)
                words[n] = (placed){ json_integer_value(json_array_get(places, i)), word };
            n++;
        }
    }
    return n;
}

static void take_abstract(rv_json_file *file, const json_t *work)
{
    const json_t *index = json_object_get(work, "abstract_inverted_index");
    size_t        n = gather(index, NULL), i;
    placed       *words = n ? malloc(n * sizeof *words) : NULL;
    rv_buf        text = RV_BUF_INIT;

    if (n == 0 || !words) {
        file->reading->arena.failed = file->reading->arena.failed || n > 0;
        return;
    }
    gather(index, words);
    qsort(words, n, sizeof *words, by_place);
    for (i = 0; i < n && text.length < RV_RECORD_LIMIT / 4; i++) {
        if (i > 0)
            rv_buf_char(&text, ' ');
        rv_buf_text(&text, words[i].word);
    }
    free(words);
    if (text.failed)
        file->reading->arena.failed = true;
    else
        rv_reading_say(file->reading, RV_REF_ABSTRACT, rv_arena_add(&file->reading->arena, text.data, text.length));
    rv_buf_free(&text);
}

/* ---- The rest -------------------------------------------------------------------------------------------------------------------- */

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

/* The journal, book or repository where the work stands first. A repository is no journal. */
static void take_source(rv_json_file *file, const json_t *work)
{
    const json_t *place = json_object_get(work, "primary_location"), *source;
    const char   *kind, *address;

    if (!json_is_object(place))
        place = json_object_get(work, "host_venue");
    source = json_object_get(place, "source");
    if (!json_is_object(source))
        source = place;
    kind = rv_json_raw(file, json_object_get(source, "type"));
    if (!is(kind, "repository")) {
        rv_reading_set(file->reading, RV_REF_CONTAINER, rv_json_text_at(file, source, "display_name"));
        rv_reading_set(file->reading, RV_REF_PUBLISHER, rv_json_text_at(file, source, "host_organization_name"));
        rv_reading_set(file->reading, RV_REF_PUBLISHER, rv_json_text_at(file, source, "publisher"));
        rv_json_numbers(file, RV_REF_ISSN, json_object_get(source, "issn"));
    }
    if (is(file->reading->record.text[RV_REF_TYPE], "thesis"))
        rv_reading_set(file->reading, RV_REF_PUBLISHER, rv_json_text_at(file, work, "authorships.institutions.display_name"));
    if ((address = rv_json_text_at(file, place, "landing_page_url")) && !rv_field_doi(file->reading, address))
        rv_reading_add(file->reading, RV_REF_URL, address);
    if (is(kind, "conference"))
        rv_reading_set(file->reading, RV_REF_TYPE, "paper-conference");
}

static void take_type(rv_json_file *file, const json_t *work)
{
    const char *word = rv_json_raw(file, json_object_get(work, "type"));
    const char *type = rv_json_type_of(types, word);

    if (!type)
        type = rv_json_type_of(articles, rv_json_raw(file, json_object_get(work, "type_crossref")));
    if (!type)
        type = rv_json_type_of(articles, word);         /* until 2023 `type` had Crossref's words */
    rv_reading_set(file->reading, RV_REF_TYPE, type);
    take_source(file, work);                            /* which tells a conference */
    if (!file->reading->record.text[RV_REF_TYPE] && word && !rv_json_type_of(rest, word))
        rv_json_odd(file, "unknown-type", "'%.40s' is not a type of OpenAlex", word);
    rv_reading_set(file->reading, RV_REF_TYPE, rv_json_type_of(rest, word));
}

static void take_authors(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "authorships");
    size_t        i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char   *name = rv_json_text_at(file, one, "author.display_name");

        rv_reading_person_forward(file->reading, RV_ROLE_AUTHOR, name ? name : rv_json_text_at(file, one, "raw_author_name"));
    }
}

static void take_keywords(rv_json_file *file, const json_t *work)
{
    const json_t *list = json_object_get(work, "keywords");
    size_t        i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char   *word = rv_json_text_at(file, one, "display_name");

        if (!word)
            word = json_is_object(one) ? rv_json_text_at(file, one, "keyword") : rv_json_text(file, one);
        rv_reading_add(file->reading, RV_REF_KEYWORD, word);
    }
}

/* "https://openalex.org/W2099326003": its last part is OpenAlex's own number. */
static void take_id(rv_json_file *file, const json_t *work)
{
    const char *id = rv_json_text_at(file, work, "id"), *slash = id ? strrchr(id, '/') : NULL;

    rv_reading_set(file->reading, RV_REF_ACCESSION, slash ? slash + 1 : id);
}

static bool take_work(rv_json_file *file, const json_t *work)
{
    if (!json_object_get(work, "id") && !json_object_get(work, "title") && !json_object_get(work, "display_name"))
        return false;
    take_type(file, work);
    rv_json_fields(file, work, rows, sizeof rows / sizeof *rows);
    rv_reading_set(file->reading, RV_REF_PAGES, rv_field_pages(file->reading, rv_json_text_at(file, work, "biblio.first_page"),
                                                               rv_json_text_at(file, work, "biblio.last_page")));
    take_authors(file, work);
    take_keywords(file, work);
    take_abstract(file, work);
    take_id(file, work);
    return true;
}

/* `"id": "https://openalex.org/W..."`: an API call may ask for few fields besides. */
static bool has_id(const char *text, size_t n)
{
    static const char *const ids[] = { "\"id\":\"https://openalex.org/W", "\"id\": \"https://openalex.org/W" };
    size_t i;

    for (i = 0; i < sizeof ids / sizeof *ids; i++)
        if (memmem(text, n, ids[i], strlen(ids[i])))
            return true;
    return false;
}

static bool detect(const char *text, size_t n)
{
    return rv_json_has(text, n, "authorships") || rv_json_has(text, n, "abstract_inverted_index")
           || (rv_json_looks(text, n) && has_id(text, n) && !rv_json_has(text, n, "issued"));
}

static rv_status read(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const char *const    places[] = { "results", NULL };
    static const rv_json_format format = { .places = places, .record = take_work };

    return rv_json_file_read(reading, raw, charset, &format, NULL, err);
}

const rv_refs_format rv_format_openalex_json = { detect, read };
