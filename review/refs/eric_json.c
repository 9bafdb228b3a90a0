/* ERIC's API: { "response": { "docs": [ ... ] } }. */
#include <config.h>

#include <string.h>

#include "json_file.h"

/* The first of a record's kinds that is one of these; in ERIC's order of speaking, the kind of document before its content. */
static const struct { const char *begins, *csl; } types[] = {
    { "Dissertations/Theses", "thesis" }, { "Books", "book" },        { "Collected Works - Proceedings", "book" },
    { "Collected Works", "book" },        { "Speeches/Meeting Papers", "paper-conference" },
    { "Journal Articles", "article-journal" }, { "Reports", "report" }, { "Numerical/Quantitative Data", "dataset" },
    { "Guides", "report" },               { "Legal/Legislative", "legislation" }, { "Non-Print Media", "motion_picture" },
    { "Computer Programs", "software" },
};

static const rv_json_row rows[] = {
    { "title", RV_REF_TITLE, NULL },          { "description", RV_REF_ABSTRACT, NULL },
    { "publicationdateyear", RV_REF_TITLE, rv_json_date },
    { "language", RV_REF_LANGUAGE, NULL },    { "subject", RV_REF_KEYWORD, NULL },    { "publisher", RV_REF_PUBLISHER, NULL },
    { "institution", RV_REF_PUBLISHER, NULL }, { "id", RV_REF_ACCESSION, NULL },      { "url", RV_REF_URL, NULL },
    { "doi", RV_REF_DOI, rv_json_doi },
};

static void take_type(rv_json_file *file, const json_t *doc)
{
    const json_t *kinds = json_object_get(doc, "publicationtype");
    const char   *id = file->reading->record.text[RV_REF_ACCESSION], *kind = NULL, *csl = NULL;
    size_t        i, j;

    if (id && strncmp(id, "EJ", 2) == 0)
        csl = "article-journal";
    for (i = 0; i < sizeof types / sizeof *types && !csl; i++)
        for (j = 0; j < (json_is_array(kinds) ? json_array_size(kinds) : 1) && !csl; j++) {
            kind = rv_json_raw(file, json_is_array(kinds) ? json_array_get(kinds, j) : kinds);
            if (kind && strncmp(kind, types[i].begins, strlen(types[i].begins)) == 0)
                csl = types[i].csl;
        }
    rv_reading_set(file->reading, RV_REF_TYPE, csl ? csl : id && strncmp(id, "ED", 2) == 0 ? "report" : NULL);
    if (csl && strcmp(csl, "article-journal") != 0)
        rv_reading_set(file->reading, RV_REF_GENRE, rv_json_text(file, kinds));
}

/* "ISSN-1234-5678", "EISSN-1234-5678", "ISBN-978...": the number behind the first hyphen. */
static void take_numbers(rv_json_file *file, const json_t *list)
{
    size_t i, n = json_is_array(list) ? json_array_size(list) : 1;

    for (i = 0; i < n; i++) {
        const char *text = rv_json_text(file, json_is_array(list) ? json_array_get(list, i) : list), *number = text;

        if (text && strpbrk(text, "Ss") && strchr(text, '-'))
            number = strchr(text, '-') + 1;
        if (text && strcmp(text, "N/A") != 0 && strcmp(number, "N/A") != 0 && !rv_field_numbers(file->reading, number))
            rv_json_odd(file, "odd-identifier", "'%.80s' is neither an ISSN nor an ISBN", text);
    }
}

/* The value of a part of a citation that begins with `letter` and a digit ("v12", "n3", "p1-20"). */
static const char *part(rv_json_file *file, const char *text, char letter)
{
    const char *s;

    for (s = text; s && *s; s = strchr(s, ' ') ? strchr(s, ' ') + 1 : "")
        if (*s == letter && s[1] >= '0' && s[1] <= '9')
            return rv_arena_add(&file->reading->arena, s + 1, strcspn(s + 1, " ,;"));
    return NULL;
}

/* "Journal of Tests, v4 n1 p62-76 2021": the journal ends where the volume begins. */
static void take_source(rv_json_file *file, const json_t *doc)
{
    const char *source = rv_json_text_at(file, doc, "source"), *citation = rv_json_text_at(file, doc, "citation"), *at;

    if (!citation)
        citation = rv_json_text_at(file, doc, "sourceid");
    if (!citation)
        citation = source;
    if (source && (at = strstr(source, ", v")) && at[3] >= '0' && at[3] <= '9')
        source = rv_arena_add(&file->reading->arena, source, (size_t)(at - source));
    if (source && strcmp(source, "Online Submission") != 0)
        rv_reading_set(file->reading, RV_REF_CONTAINER, source);
    rv_reading_set(file->reading, RV_REF_VOLUME, part(file, citation, 'v'));
    rv_reading_set(file->reading, RV_REF_ISSUE, part(file, citation, 'n'));
    rv_reading_set(file->reading, RV_REF_PAGES, part(file, citation, 'p'));
}

static bool take_doc(rv_json_file *file, const json_t *doc)
{
    if (!json_object_get(doc, "id") && !json_object_get(doc, "title"))
        return false;
    rv_json_fields(file, doc, rows, sizeof rows / sizeof *rows);
    take_type(file, doc);
    take_source(file, doc);
    take_numbers(file, json_object_get(doc, "issn"));
    take_numbers(file, json_object_get(doc, "isbn"));
    if (json_object_get(doc, "author"))
        rv_json_people(file, RV_ROLE_AUTHOR, json_object_get(doc, "author"));
    return true;
}

static bool detect(const char *text, size_t n)
{
    return rv_json_has(text, n, "publicationdateyear") || rv_json_has(text, n, "peerreviewed")
           || (rv_json_has(text, n, "response") && rv_json_has(text, n, "docs"));
}

static rv_status read(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const char *const    places[] = { "response.docs", "docs", NULL };
    static const rv_json_format format = { .places = places, .record = take_doc };

    return rv_json_file_read(reading, raw, charset, &format, NULL, err);
}

const rv_refs_format rv_format_eric_json = { detect, read };
