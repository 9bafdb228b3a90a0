/* PubMed XML: sets of articles and books as efetch and "Save" write them, the yearly files, and single citations. */
#include <config.h>

#include <string.h>
#include <strings.h>

#include "xml_paths.h"

/* What is known of the open record beyond its fields. */
typedef struct {
    const char *family, *given, *initials, *suffix, *collective;   /* of the open author */
    bool        invalid;                 /* ValidYN="N": the entry was corrected */
    rv_ref_role role;
    const char *year, *month, *day, *season, *range;               /* of the open date */
    const char *date, *other_date;       /* of the issue or book; of the article online */
    const char *pages, *start_page, *end_page, *article_number;
    const char *book_title, *other_id, *linking_issn, *genre;
    char       *abstract;
    size_t      n_abstract;
} pubmed;

static pubmed *state(rv_xml_file *file)
{
    return file->user;
}

static void first(const char **field, const char *text)
{
    if (!*field)
        *field = text;
}

/* ---- Numbers and names ------------------------------------------------------------------------------------------------------ */

static void take_pmid(rv_xml_file *file, const char *text)
{
    rv_reading_set(file->reading, RV_REF_PMID, rv_field_pmid(file->reading, text));
}

static void take_number(rv_xml_file *file, const char *text)
{
    if (!rv_field_numbers(file->reading, text))
        rv_reading_problem(file->reading, "odd-identifier", rv_xml_line(), file->reading->record.number,
                           "'%.80s' is neither an ISSN nor an ISBN", text);
}

/* "PMC2923948", out of whatever stands around it. */
static const char *pmcid(rv_reading *reading, const char *text)
{
    const char *s = strstr(text, "PMC");
    size_t      n = s ? strspn(s + 3, "0123456789") : 0;

    return n > 0 ? rv_arena_add(&reading->arena, s, n + 3) : NULL;
}

static void take_id(rv_xml_file *file, const char *text)
{
    rv_reading *reading = file->reading;
    const char *type = rv_xml_file_attribute(file, "IdType"), *valid = rv_xml_file_attribute(file, "ValidYN");

    if (!type)
        type = rv_xml_file_attribute(file, "EIdType");
    if (!type || (valid && strcmp(valid, "N") == 0))
        return;
    if (strcmp(type, "doi") == 0)
        rv_reading_set(reading, RV_REF_DOI, rv_field_doi(reading, text));
    else if (strcmp(type, "pubmed") == 0)
        take_pmid(file, text);
    else if (strcmp(type, "pii") == 0 && *text == 'e' && text[1] && text[1 + strspn(text + 1, "0123456789")] == '\0')
        first(&state(file)->article_number, text);      /* "e42692": what stands for pages in an online journal */
    else if (strcmp(type, "pmc") == 0 || strcmp(type, "pmcid") == 0)
        rv_reading_set(reading, RV_REF_PMCID, pmcid(reading, text));
    else if (strcmp(type, "bookaccession") == 0)
        rv_reading_set(reading, RV_REF_ACCESSION, text);
    else if (strcmp(type, "url") == 0 && rv_field_is_url(text))
        rv_reading_add(reading, RV_REF_URL, text);
}

static void take_linking_issn(rv_xml_file *file, const char *text) { first(&state(file)->linking_issn, text); }
static void take_other_id(rv_xml_file *file, const char *text)     { first(&state(file)->other_id, text); }
static void take_family(rv_xml_file *file, const char *text)       { state(file)->family = text; }
static void take_given(rv_xml_file *file, const char *text)        { state(file)->given = text; }
static void take_initials(rv_xml_file *file, const char *text)     { state(file)->initials = text; }
static void take_suffix(rv_xml_file *file, const char *text)       { state(file)->suffix = text; }
static void take_collective(rv_xml_file *file, const char *text)   { state(file)->collective = text; }

static void begin_people(rv_xml_file *file, const char *const *attributes)
{
    const char *type = rv_xml_attribute(attributes, "Type");

    state(file)->role = type && strcmp(type, "editors") == 0 ? RV_ROLE_EDITOR : RV_ROLE_AUTHOR;
}

static void begin_author(rv_xml_file *file, const char *const *attributes)
{
    pubmed     *p = state(file);
    const char *valid = rv_xml_attribute(attributes, "ValidYN");

    p->family = p->given = p->initials = p->suffix = p->collective = NULL;
    p->invalid = valid && strcmp(valid, "N") == 0;
}

static void end_author(rv_xml_file *file)
{
    pubmed *p = state(file);

    if (p->invalid)
        return;
    if (p->collective)
        rv_reading_name(file->reading, p->role, p->collective, NULL, NULL);
    else
        rv_reading_name(file->reading, p->role, p->family, p->given ? p->given : p->initials, p->suffix);
}

/* ---- Dates -------------------------------------------------------------------------------------------------------------------- */

static void take_year(rv_xml_file *file, const char *text)   { state(file)->year = text; }
static void take_month(rv_xml_file *file, const char *text)  { state(file)->month = text; }
static void take_day(rv_xml_file *file, const char *text)    { state(file)->day = text; }
static void take_season(rv_xml_file *file, const char *text) { state(file)->season = text; }
static void take_range(rv_xml_file *file, const char *text)  { state(file)->range = text; }

static void begin_date(rv_xml_file *file, const char *const *attributes)
{
    pubmed *p = state(file);

    (void)attributes;
    p->year = p->month = p->day = p->season = p->range = NULL;
}

/* "2008 Feb 12" as PubMed writes dates in one text; "2008-02-12" where the month is a number. */
static const char *date_text(rv_xml_file *file)
{
    pubmed     *p = state(file);
    rv_arena   *arena = &file->reading->arena;
    const char *parts[3], *between;
    char       *text;
    size_t      n, i;

    parts[0] = p->month ? p->month : p->season;
    parts[1] = p->month ? p->day : NULL;
    parts[2] = NULL;
    if (p->range || !p->year || !parts[0])
        return p->range ? p->range : p->year;
    between = *parts[0] >= '0' && *parts[0] <= '9' ? "-" : " ";
    n = strlen(p->year);
    text = rv_arena_add(arena, p->year, n);
    for (i = 0; parts[i]; i++) {
        text = rv_arena_extend(arena, text, n, between, 1);
        text = rv_arena_extend(arena, text, n + 1, parts[i], strlen(parts[i]));
        n += 1 + strlen(parts[i]);
    }
    return text;
}

static void end_date(rv_xml_file *file)       { first(&state(file)->date, date_text(file)); }
static void end_other_date(rv_xml_file *file) { first(&state(file)->other_date, date_text(file)); }

/* ---- Texts ---------------------------------------------------------------------------------------------------------------------- */

static void take_pages(rv_xml_file *file, const char *text)      { first(&state(file)->pages, text); }
static void take_start_page(rv_xml_file *file, const char *text) { first(&state(file)->start_page, text); }
static void take_end_page(rv_xml_file *file, const char *text)   { first(&state(file)->end_page, text); }
static void take_book_title(rv_xml_file *file, const char *text) { first(&state(file)->book_title, text); }

/* Labelled parts ("METHODS") follow each other, each with its label. */
static void take_abstract(rv_xml_file *file, const char *text)
{
    pubmed     *p = state(file);
    const char *label = rv_xml_file_attribute(file, "Label"), *parts[4];
    size_t      i;

    if (label && (!*label || strcmp(label, "UNLABELLED") == 0))
        label = NULL;
    parts[0] = p->n_abstract ? " " : "";
    parts[1] = label ? label : "";
    parts[2] = label ? ": " : "";
    parts[3] = text;
    if (!p->abstract && !label) {                       /* the usual case is not copied until more comes */
        p->abstract = (char *)(uintptr_t)text;
        p->n_abstract = strlen(text);
        return;
    }
    for (i = 0; i < 4; i++) {
        size_t n = strlen(parts[i]);

        p->abstract = p->abstract ? rv_arena_extend(&file->reading->arena, p->abstract, p->n_abstract, parts[i], n)
                      : rv_arena_add(&file->reading->arena, parts[i], n);
        p->n_abstract += n;
    }
}

/* Kinds of publication that are a type of their own; all else in PubMed stands in journals and books. */
static void take_kind(rv_xml_file *file, const char *text)
{
    static const struct { const char *kind, *type; } kinds[] = {
        { "Preprint", "article" }, { "Dataset", "dataset" }, { "Newspaper Article", "article-newspaper" },
        { "Academic Dissertation", "thesis" }, { "Technical Report", "report" }, { "Webcast", "motion_picture" },
        { "Video-Audio Media", "motion_picture" },
    };
    static const char *const plain[] = { "journal article", "research support", "english abstract" };
    pubmed *p = state(file);
    size_t  i;

    for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, text) == 0)
            rv_reading_set(file->reading, RV_REF_TYPE, kinds[i].type);
    for (i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strncasecmp(text, plain[i], strlen(plain[i])) == 0)
            return;                                     /* says nothing about the work */
    if (!p->genre || strcmp(text, "Retracted Publication") == 0 || strcmp(text, "Preprint") == 0)
        p->genre = text;
}

/* ---- What elements mean ----------------------------------------------------------------------------------------------------------- */

#define AUTHORS(list) \
    { .path = list, .begin = begin_people }, \
    { .path = list "/Author", .begin = begin_author, .end = end_author }, \
    RV_XML_TEXT(list "/Author/LastName", take_family), \
    RV_XML_TEXT(list "/Author/ForeName", take_given), \
    RV_XML_TEXT(list "/Author/Initials", take_initials), \
    RV_XML_TEXT(list "/Author/Suffix", take_suffix), \
    RV_XML_TEXT(list "/Author/CollectiveName", take_collective)
#define DATE(where, at_end) \
    { .path = where, .begin = begin_date, .end = at_end }, \
    RV_XML_TEXT(where "/Year", take_year), \
    RV_XML_TEXT(where "/Month", take_month), \
    RV_XML_TEXT(where "/Day", take_day), \
    RV_XML_TEXT(where "/Season", take_season), \
    RV_XML_TEXT(where "/MedlineDate", take_range)
#define PAGES(where) \
    RV_XML_TEXT(where "/MedlinePgn", take_pages), \
    RV_XML_TEXT(where "/StartPage", take_start_page), \
    RV_XML_TEXT(where "/EndPage", take_end_page)

static const rv_xml_path paths[] = {
    RV_XML_TEXT("MedlineCitation/PMID", take_pmid),
    RV_XML_TEXT("MedlineCitation/OtherID", take_other_id),
    RV_XML_FIELD("MedlineCitation/Article/ArticleTitle", RV_REF_TITLE),
    RV_XML_FIELD("MedlineCitation/Article/VernacularTitle", RV_REF_ORIGINAL_TITLE),
    RV_XML_FIELD("MedlineCitation/Article/Journal/Title", RV_REF_CONTAINER),
    RV_XML_FIELD("MedlineCitation/Article/Journal/ISOAbbreviation", RV_REF_ABBREVIATION),
    RV_XML_FIELD("MedlineCitation/MedlineJournalInfo/MedlineTA", RV_REF_ABBREVIATION),
    RV_XML_TEXT("MedlineCitation/MedlineJournalInfo/ISSNLinking", take_linking_issn),
    RV_XML_TEXT("MedlineCitation/Article/Journal/ISSN", take_number),
    RV_XML_FIELD("MedlineCitation/Article/Journal/JournalIssue/Volume", RV_REF_VOLUME),
    RV_XML_FIELD("MedlineCitation/Article/Journal/JournalIssue/Issue", RV_REF_ISSUE),
    DATE("MedlineCitation/Article/Journal/JournalIssue/PubDate", end_date),
    DATE("MedlineCitation/Article/ArticleDate", end_other_date),
    PAGES("MedlineCitation/Article/Pagination"),
    RV_XML_TEXT("MedlineCitation/Article/ELocationID", take_id),
    RV_XML_TEXT("MedlineCitation/Article/Abstract/AbstractText", take_abstract),
    AUTHORS("MedlineCitation/Article/AuthorList"),
    RV_XML_FIELD("MedlineCitation/Article/Language", RV_REF_LANGUAGE),
    RV_XML_TEXT("MedlineCitation/Article/PublicationTypeList/PublicationType", take_kind),
    RV_XML_FIELD("MedlineCitation/KeywordList/Keyword", RV_REF_KEYWORD),
    RV_XML_FIELD("MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName", RV_REF_KEYWORD),
    RV_XML_FIELD("MedlineCitation/GeneralNote", RV_REF_NOTE),
    RV_XML_TEXT("PubmedData/ArticleIdList/ArticleId", take_id),
    RV_XML_TEXT("PubmedBookData/ArticleIdList/ArticleId", take_id),
    RV_XML_TEXT("BookDocument/PMID", take_pmid),
    RV_XML_TEXT("BookDocument/ArticleIdList/ArticleId", take_id),
    RV_XML_FIELD("BookDocument/ArticleTitle", RV_REF_TITLE),
    RV_XML_FIELD("BookDocument/VernacularTitle", RV_REF_ORIGINAL_TITLE),
    RV_XML_TEXT("BookDocument/Book/BookTitle", take_book_title),
    RV_XML_FIELD("BookDocument/Book/CollectionTitle", RV_REF_SERIES),
    RV_XML_FIELD("BookDocument/Book/Edition", RV_REF_EDITION),
    RV_XML_FIELD("BookDocument/Book/Volume", RV_REF_VOLUME),
    RV_XML_FIELD("BookDocument/Book/ReportNumber", RV_REF_NUMBER),
    RV_XML_FIELD("BookDocument/Book/Publisher/PublisherName", RV_REF_PUBLISHER),
    RV_XML_FIELD("BookDocument/Book/Publisher/PublisherLocation", RV_REF_PLACE),
    DATE("BookDocument/Book/PubDate", end_date),
    DATE("BookDocument/ContributionDate", end_other_date),
    RV_XML_TEXT("BookDocument/Book/Isbn", take_number),
    RV_XML_TEXT("BookDocument/Book/ELocationID", take_id),
    AUTHORS("BookDocument/Book/AuthorList"),
    AUTHORS("BookDocument/AuthorList"),
    PAGES("BookDocument/Pagination"),
    RV_XML_TEXT("BookDocument/Abstract/AbstractText", take_abstract),
    RV_XML_FIELD("BookDocument/Language", RV_REF_LANGUAGE),
    RV_XML_TEXT("BookDocument/PublicationType", take_kind),
    RV_XML_FIELD("BookDocument/KeywordList/Keyword", RV_REF_KEYWORD),
};

/* ---- A record ----------------------------------------------------------------------------------------------------------------- */

/* "123-9" is short for 123-129, whatever follows ("; discussion 130"). */
static const char *whole_range(rv_reading *reading, const char *text)
{
    size_t one = strspn(text, "0123456789"), two = text[one] == '-' ? strspn(text + one + 1, "0123456789") : 0;
    char  *whole;

    if (one == 0 || two == 0 || two >= one)
        return text;
    whole = rv_arena_add(&reading->arena, text, one + 1);
    whole = rv_arena_extend(&reading->arena, whole, one + 1, text, one - two);
    return rv_arena_extend(&reading->arena, whole, 2 * one - two + 1, text + one + 1, strlen(text + one + 1));
}

static const char *pages(rv_reading *reading, const pubmed *p)
{
    bool        parts = p->start_page && (p->end_page || !p->pages);
    const char *text = rv_field_pages(reading, parts ? p->start_page : p->pages, parts ? p->end_page : NULL);

    return text ? whole_range(reading, text) : p->article_number;
}

static void begin_record(rv_xml_file *file)
{
    *state(file) = (pubmed){ .role = RV_ROLE_AUTHOR };
}

static void set_titles(rv_reading *reading, const pubmed *p)
{
    const char *const *text = reading->record.text;

    if (!text[RV_REF_TITLE] || strncmp(text[RV_REF_TITLE], "[Not Available]", 15) == 0)
        rv_reading_replace(reading, RV_REF_TITLE, text[RV_REF_ORIGINAL_TITLE] ? text[RV_REF_ORIGINAL_TITLE] : text[RV_REF_TITLE]);
    rv_reading_set(reading, RV_REF_TYPE, !p->book_title ? "article-journal" : text[RV_REF_TITLE] ? "chapter" : "book");
    if (p->book_title && text[RV_REF_TITLE])
        rv_reading_replace(reading, RV_REF_CONTAINER, p->book_title);
    rv_reading_set(reading, RV_REF_TITLE, p->book_title);
}

static void end_record(rv_xml_file *file)
{
    rv_reading *reading = file->reading;
    pubmed     *p = state(file);

    set_titles(reading, p);
    rv_reading_set(reading, RV_REF_GENRE, p->genre);
    rv_reading_set(reading, RV_REF_PAGES, pages(reading, p));
    rv_reading_set(reading, RV_REF_ABSTRACT, p->abstract);
    rv_reading_date(reading, p->date);
    if (!reading->record.date.year)
        rv_reading_date(reading, p->other_date);
    if (!reading->record.text[RV_REF_ISSN] && p->linking_issn)
        (void)rv_field_numbers(reading, p->linking_issn);
    if (!reading->record.text[RV_REF_PMID])
        rv_reading_set(reading, RV_REF_ACCESSION, p->other_id);
}

/* What efetch says instead of records, and records that are no more. */
static void take_outside(rv_xml_file *file, const char *name, const char *text)
{
    if (strcmp(name, "PMID") == 0)
        rv_reading_problem(file->reading, "deleted-record", rv_xml_line(), 0, "PubMed has deleted its record %.20s", text);
    else if (strcmp(name, "ERROR") == 0 || strcmp(name, "error") == 0)
        rv_reading_problem(file->reading, "not-references", rv_xml_line(), 0, "PubMed says: %.200s", text);
}

static const char *const records[] = { "PubmedArticle", "PubmedBookArticle", NULL };
static const char *const shapes[] = { "i", "b", "u", "sup", "sub", "sc", "DispFormula", NULL };
static const rv_xml_format format = {
    .records = records, .bare = "MedlineCitation", .shapes = shapes, .paths = paths, .n_paths = sizeof paths / sizeof *paths,
    .begin = begin_record, .end = end_record, .outside = take_outside,
};

static rv_status read_pubmed(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    pubmed p = { .role = RV_ROLE_AUTHOR };

    (void)charset;                                      /* XML says itself what it is written in */
    return rv_xml_file_read(reading, raw, &format, &p, err);
}

static bool detect_pubmed(const char *text, size_t n)
{
    static const char *const roots[] = { "PubmedArticle", "PubmedBookArticle", "MedlineCitation", "eFetchResult" };
    const char *end = text + n, *at = text;
    size_t      i;

    for (; at && *text == '<' && end - at > 18; at = memchr(at + 1, '<', (size_t)(end - at) - 1))
        for (i = 0; i < sizeof roots / sizeof *roots; i++)
            if (strncmp(at + 1, roots[i], strlen(roots[i])) == 0)
                return true;
    return false;
}

const rv_refs_format rv_format_pubmed_xml = { detect_pubmed, read_pubmed };
