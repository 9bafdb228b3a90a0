#include <config.h>

#include <string.h>

#include "inside.h"

enum { DEPTH = 256 };

/* The parts of one person's name. */
typedef struct {
    const char *family, *given, *initials, *suffix, *collective;
    bool        invalid;                 /* ValidYN="N": the entry was corrected */
} person;

typedef struct {
    rv_reading *reading;
    rv_buf      path;                    /* of the open elements below the record, "Article/Journal/Title" */
    size_t      ends[DEPTH], depth;      /* where each of them ends in `path` */
    bool        leaf, inside, bare;      /* `bare`: the record is a MedlineCitation on its own */
    rv_buf      text;
    const char *attributes;              /* of the open element, as "[@IdType='doi']" */
    const char *id_type;
    const char *label;                   /* of a part of the abstract, or NULL */
    person      author;
    const char *start_page, *end_page, *article_number, *vernacular, *book_title, *other_id;
    rv_buf      abstract;
} pubmed_file;

/* ---- Elements that mean something, by path -------------------------------------------------------------------------------- */

typedef void (*take_fn)(pubmed_file *file, const char *text);

static void first(const char **field, const char *text)
{
    if (!*field && *text)
        *field = text;
}

static void say(pubmed_file *file, rv_ref_field field, const char *text)
{
    rv_reading_set(file->reading, field, text);
}

static void take_pmid(pubmed_file *file, const char *text)       { say(file, RV_REF_PMID, rv_field_pmid(file->reading, text) ? text : ""); }
static void take_title(pubmed_file *file, const char *text)      { say(file, RV_REF_TITLE, text); }
static void take_vernacular(pubmed_file *file, const char *text) { say(file, RV_REF_ORIGINAL_TITLE, text); }
static void take_journal(pubmed_file *file, const char *text)    { say(file, RV_REF_CONTAINER, text); }
static void take_iso(pubmed_file *file, const char *text)        { say(file, RV_REF_ABBREVIATION, text); }
static void take_ta(pubmed_file *file, const char *text)         { say(file, RV_REF_ABBREVIATION, text); }
static void take_volume(pubmed_file *file, const char *text)     { say(file, RV_REF_VOLUME, text); }
static void take_issue(pubmed_file *file, const char *text)      { say(file, RV_REF_ISSUE, text); }
static void take_start(pubmed_file *file, const char *text)      { first(&file->start_page, text); }
static void take_end(pubmed_file *file, const char *text)        { first(&file->end_page, text); }
static void take_language(pubmed_file *file, const char *text)   { say(file, RV_REF_LANGUAGE, text); }
static void take_publisher(pubmed_file *file, const char *text)  { say(file, RV_REF_PUBLISHER, text); }
static void take_book(pubmed_file *file, const char *text)       { first(&file->book_title, text); }
static void take_family(pubmed_file *file, const char *text)     { file->author.family = text; }
static void take_given(pubmed_file *file, const char *text)      { file->author.given = text; }
static void take_initials(pubmed_file *file, const char *text)   { file->author.initials = text; }
static void take_other_id(pubmed_file *file, const char *text)   { first(&file->other_id, text); }
static void take_suffix(pubmed_file *file, const char *text)     { file->author.suffix = text; }
static void take_collective(pubmed_file *file, const char *text) { file->author.collective = text; }

static void take_year(pubmed_file *file, const char *text)
{
    rv_reading_date(file->reading, text);
}

static void take_number(pubmed_file *file, const char *text)
{
    if (!rv_field_numbers(file->reading, text))
        rv_reading_problem(file->reading, "odd-identifier", rv_xml_line(), file->reading->record.number,
                           "'%.80s' is neither an ISSN nor an ISBN", text);
}

static void take_id(pubmed_file *file, const char *text)
{
    const char *type = file->id_type ? file->id_type : "";

    if (strcmp(type, "doi") == 0)
        say(file, RV_REF_DOI, rv_field_doi(file->reading, text));
    else if (strcmp(type, "pubmed") == 0)
        take_pmid(file, text);
    else if (strcmp(type, "pii") == 0 && *text == 'e' && text[1] && text[1 + strspn(text + 1, "0123456789")] == '\0')
        first(&file->article_number, text);             /* "e42692": what stands for pages in an online journal */
    else if (strcmp(type, "pmc") == 0)
        say(file, RV_REF_PMCID, text);
    else if (strcmp(type, "bookaccession") == 0)
        say(file, RV_REF_ACCESSION, text);
}

/* Labelled parts ("METHODS") follow each other, each with its label. */
static void take_abstract(pubmed_file *file, const char *text)
{
    if (!*text)
        return;
    if (file->abstract.length)
        rv_buf_char(&file->abstract, ' ');
    if (file->label)
        rv_buf_printf(&file->abstract, "%s: ", file->label);
    rv_buf_text(&file->abstract, text);
}

static void take_keyword(pubmed_file *file, const char *text)
{
    (void)file;
    (void)text;                          /* gathered from the tags at the end, so that they do not mix with authors */
}

static void take_kind(pubmed_file *file, const char *text)
{
    say(file, RV_REF_TYPE, strcmp(text, "Preprint") == 0 ? "article" : strcmp(text, "Dataset") == 0 ? "dataset" : NULL);
}

static const struct { const char *path; take_fn take; } elements[] = {
    { "MedlineCitation/PMID", take_pmid },
    { "MedlineCitation/OtherID", take_other_id },
    { "MedlineCitation/Article/ArticleTitle", take_title },
    { "MedlineCitation/Article/VernacularTitle", take_vernacular },
    { "MedlineCitation/Article/Journal/Title", take_journal },
    { "MedlineCitation/Article/Journal/ISOAbbreviation", take_iso },
    { "MedlineCitation/MedlineJournalInfo/MedlineTA", take_ta },
    { "MedlineCitation/MedlineJournalInfo/ISSNLinking", take_number },
    { "MedlineCitation/Article/Journal/ISSN", take_number },
    { "MedlineCitation/Article/Journal/JournalIssue/Volume", take_volume },
    { "MedlineCitation/Article/Journal/JournalIssue/Issue", take_issue },
    { "MedlineCitation/Article/Journal/JournalIssue/PubDate/Year", take_year },
    { "MedlineCitation/Article/Journal/JournalIssue/PubDate/MedlineDate", take_year },
    { "MedlineCitation/Article/ArticleDate/Year", take_year },
    { "MedlineCitation/Article/Pagination/MedlinePgn", take_start },
    { "MedlineCitation/Article/Pagination/StartPage", take_start },
    { "MedlineCitation/Article/Pagination/EndPage", take_end },
    { "MedlineCitation/Article/ELocationID", take_id },
    { "MedlineCitation/Article/Abstract/AbstractText", take_abstract },
    { "MedlineCitation/Article/AuthorList/Author/LastName", take_family },
    { "MedlineCitation/Article/AuthorList/Author/ForeName", take_given },
    { "MedlineCitation/Article/AuthorList/Author/Initials", take_initials },
    { "MedlineCitation/Article/AuthorList/Author/Suffix", take_suffix },
    { "MedlineCitation/Article/AuthorList/Author/CollectiveName", take_collective },
    { "MedlineCitation/Article/Language", take_language },
    { "MedlineCitation/Article/PublicationTypeList/PublicationType", take_kind },
    { "MedlineCitation/KeywordList/Keyword", take_keyword },
    { "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName", take_keyword },
    { "PubmedData/ArticleIdList/ArticleId", take_id },
    { "BookDocument/PMID", take_pmid },
    { "BookDocument/ArticleIdList/ArticleId", take_id },
    { "BookDocument/ArticleTitle", take_title },
    { "BookDocument/VernacularTitle", take_vernacular },
    { "BookDocument/Book/BookTitle", take_book },
    { "BookDocument/Book/Publisher/PublisherName", take_publisher },
    { "BookDocument/Book/PubDate/Year", take_year },
    { "BookDocument/Book/Isbn", take_number },
    { "BookDocument/Book/ELocationID", take_id },
    { "BookDocument/Book/AuthorList/Author/LastName", take_family },
    { "BookDocument/Book/AuthorList/Author/ForeName", take_given },
    { "BookDocument/Book/AuthorList/Author/Initials", take_initials },
    { "BookDocument/Book/AuthorList/Author/CollectiveName", take_collective },
    { "BookDocument/AuthorList/Author/LastName", take_family },
    { "BookDocument/AuthorList/Author/ForeName", take_given },
    { "BookDocument/AuthorList/Author/Initials", take_initials },
    { "BookDocument/AuthorList/Author/Suffix", take_suffix },
    { "BookDocument/AuthorList/Author/CollectiveName", take_collective },
    { "BookDocument/Pagination/MedlinePgn", take_start },
    { "BookDocument/Abstract/AbstractText", take_abstract },
    { "BookDocument/Language", take_language },
    { "BookDocument/KeywordList/Keyword", take_keyword },
};

/* ---- A record ----------------------------------------------------------------------------------------------------------------- */

/* "123-9" is short for 123-129. */
static const char *pages(pubmed_file *file)
{
    const char *text = file->start_page, *hyphen = text ? strchr(text, '-') : NULL;
    size_t      one, two;
    char        last[16];

    if (!hyphen)
        return rv_field_pages(file->reading, text, file->end_page);
    one = (size_t)(hyphen - text);
    two = strlen(hyphen + 1);
    if (one >= sizeof last || two == 0 || two >= one || strspn(text, "0123456789") != one
        || strspn(hyphen + 1, "0123456789") != two)
        return rv_field_pages(file->reading, text, NULL);
    memcpy(last, text, one - two);
    memcpy(last + one - two, hyphen + 1, two + 1);
    return rv_field_pages(file->reading, rv_arena_add(&file->reading->arena, text, one), last);
}

static void end_author(pubmed_file *file)
{
    person     *a = &file->author;
    const char *given = a->given ? a->given : a->initials;

    if (a->invalid)
        return;
    if (a->collective)
        rv_reading_name(file->reading, RV_ROLE_AUTHOR, a->collective, NULL, NULL);
    else if (a->family && *a->family)
        rv_reading_name(file->reading, RV_ROLE_AUTHOR, a->family, given, a->suffix);
}

/* Subject headings and keywords, each once. */
static void say_keywords(rv_reading *reading)
{
    size_t i;

    for (i = 0; i < reading->n_tags; i++) {
        const char *tag = reading->tags[i].tag;

        if (strstr(tag, "KeywordList/Keyword") || strstr(tag, "MeshHeading/DescriptorName"))
            rv_reading_say(reading, RV_REF_KEYWORD, reading->tags[i].value);
    }
}

static rv_status end_record(pubmed_file *file, rv_error *err)
{
    rv_reading        *reading = file->reading;
    const char *const *text = reading->record.text;
    bool               book = file->book_title != NULL;

    if (!text[RV_REF_TITLE] || strncmp(text[RV_REF_TITLE], "[Not Available]", 15) == 0)
        rv_reading_replace(reading, RV_REF_TITLE, text[RV_REF_ORIGINAL_TITLE] ? text[RV_REF_ORIGINAL_TITLE] : text[RV_REF_TITLE]);
    if (book && text[RV_REF_TITLE])
        rv_reading_replace(reading, RV_REF_CONTAINER, file->book_title);
    rv_reading_set(reading, RV_REF_TYPE, !book ? "article-journal" : text[RV_REF_TITLE] ? "chapter" : "book");
    if (book)
        rv_reading_set(reading, RV_REF_TITLE, file->book_title);
    rv_reading_set(reading, RV_REF_PAGES, pages(file));
    rv_reading_set(reading, RV_REF_PAGES, file->article_number);
    if (!text[RV_REF_PMID])
        rv_reading_set(reading, RV_REF_ACCESSION, file->other_id);
    if (file->abstract.length)
        rv_reading_set(reading, RV_REF_ABSTRACT, rv_field_plain(reading, rv_buf_str(&file->abstract)));
    say_keywords(reading);
    file->inside = false;
    return rv_reading_record(reading, rv_xml_offset(), err);
}

static void begin_record(pubmed_file *file)
{
    rv_reading_begin(file->reading, rv_xml_begin(), rv_xml_line());
    rv_buf_clear(&file->path);
    rv_buf_clear(&file->abstract);
    file->depth = 0;
    file->inside = true;
    file->start_page = file->end_page = file->article_number = file->vernacular = file->book_title = file->other_id = NULL;
}

/* ---- What the XML reader tells ------------------------------------------------------------------------------------------------ */

/* Shapes text within titles and abstracts; the text is all that counts. */
static bool is_inline(const char *name)
{
    static const char *const names[] = { "i", "b", "u", "sup", "sub", "sc", "DispFormula" };
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return strncmp(name, "mml:", 4) == 0;
}

static bool is_record(const char *name)
{
    return strcmp(name, "PubmedArticle") == 0 || strcmp(name, "PubmedBookArticle") == 0;
}

static const char *attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

/* Attributes as they came, as XPath writes them. */
static void keep_attributes(pubmed_file *file, const char *const *attributes)
{
    rv_arena   *arena = &file->reading->arena;
    const char *type = attribute(attributes, "IdType"), *label = attribute(attributes, "Label");
    rv_buf      text = RV_BUF_INIT;

    if (!type)
        type = attribute(attributes, "EIdType");
    file->id_type = type ? rv_arena_add(arena, type, strlen(type)) : NULL;
    file->label = label && *label && strcmp(label, "UNLABELLED") != 0 ? rv_arena_add(arena, label, strlen(label)) : NULL;
    for (; *attributes; attributes += 2)
        rv_buf_printf(&text, "[@%s='%s']", attributes[0], attributes[1]);
    file->attributes = text.length ? rv_arena_add(arena, text.data, text.length) : "";
    if (text.failed)
        arena->failed = true;
    rv_buf_free(&text);
}

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    pubmed_file *file = user;

    if (!file->inside) {
        bool bare = strcmp(name, "MedlineCitation") == 0;

        if (!is_record(name) && !bare)
            return RV_OK;
        begin_record(file);
        file->bare = bare;
        if (!bare)
            return RV_OK;
    }
    if (is_inline(name))
        return RV_OK;
    if (file->depth == DEPTH)
        return rv_fail(err, RV_EPARSE, "%s:%zu: elements are nested deeper than %d", file->reading->name, rv_xml_line(), DEPTH);
    if (file->path.length)
        rv_buf_char(&file->path, '/');
    rv_buf_text(&file->path, name);
    file->ends[file->depth++] = file->path.length;
    file->leaf = true;
    rv_buf_clear(&file->text);
    keep_attributes(file, attributes);
    if (strcmp(name, "Author") == 0) {
        const char *valid = attribute(attributes, "ValidYN");

        file->author = (person){ .invalid = valid && strcmp(valid, "N") == 0 };
    }
    return rv_buf_check(&file->path, err);
}

static rv_status end_leaf(pubmed_file *file, rv_error *err)
{
    rv_reading *reading = file->reading;
    rv_buf      tag = RV_BUF_INIT;
    const char *value;
    rv_status   st;
    size_t      i;

    rv_buf_printf(&tag, "%s%s", rv_buf_str(&file->path), file->attributes);
    if ((st = rv_buf_check(&tag, err)) == RV_OK && (st = rv_buf_check(&file->text, err)) == RV_OK)
        st = rv_reading_tag(reading, rv_arena_add(&reading->arena, tag.data, tag.length), rv_buf_str(&file->text),
                            file->text.length, err);
    rv_buf_free(&tag);
    if (st != RV_OK)
        return st;
    value = rv_field_plain(reading, reading->tags[reading->n_tags - 1].value);
    for (i = 0; value && i < sizeof elements / sizeof *elements; i++)
        if (strcmp(elements[i].path, rv_buf_str(&file->path)) == 0) {
            elements[i].take(file, value);
            break;
        }
    return RV_OK;
}

static rv_status on_end(void *user, const char *name, rv_error *err)
{
    pubmed_file *file = user;
    rv_status    st = RV_OK;

    if (!file->inside || (is_inline(name) && file->depth > 0))
        return RV_OK;
    if (file->depth == 0)
        return end_record(file, err);
    if (file->leaf && file->text.length > 0)
        st = end_leaf(file, err);
    file->leaf = false;
    if (strcmp(name, "Author") == 0 && (strstr(rv_buf_str(&file->path), "Article/AuthorList/Author")
                                        || strncmp(rv_buf_str(&file->path), "BookDocument/", 13) == 0))
        end_author(file);
    file->depth--;
    file->path.length = file->depth ? file->ends[file->depth - 1] : 0;
    if (file->path.data)
        file->path.data[file->path.length] = '\0';
    if (st == RV_OK && file->depth == 0 && file->bare)
        st = end_record(file, err);
    return st;
}

static rv_status on_text(void *user, const char *text, size_t n, rv_error *err)
{
    pubmed_file *file = user;

    if (file->inside && file->leaf)
        rv_buf_add(&file->text, text, n);
    return rv_buf_check(&file->text, err);
}

static rv_status pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    return rv_raw_read(user, bytes, n, got, err);
}

static rv_status read_pubmed(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const rv_xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };
    pubmed_file file = { .reading = reading };
    rv_input   *in;
    rv_error    fault = { .code = RV_OK };
    rv_status   st;

    (void)charset;                                      /* XML says itself what it is written in */
    if ((st = rv_input_open_pull(&in, reading->name, pull, raw, err)) != RV_OK)
        return st;
    st = rv_xml_read(in, &handler, &file, &fault);
    rv_input_close(in);
    rv_buf_free(&file.path);
    rv_buf_free(&file.text);
    rv_buf_free(&file.abstract);
    if (st == RV_EPARSE && !reading->refused && reading->summary->records > 0) {    /* whole records before a break are kept */
        rv_reading_problem(reading, "xml-malformed", rv_reading_line_in(reading, fault.message),
                           reading->summary->records, "only the records before this are read: %s",
                           fault.message);
        return RV_OK;
    }
    if (st != RV_OK && err)
        *err = fault;
    return st;
}

static bool detect_pubmed(const char *text, size_t n)
{
    static const char *const roots[] = { "<PubmedArticleSet", "<PubmedArticle", "<PubmedBookArticle", "<MedlineCitation" };
    size_t i, at;

    if (*text != '<')
        return false;
    for (at = 0; at + 18 < n; at++)
        for (i = 0; text[at] == '<' && i < sizeof roots / sizeof *roots; i++)
            if (strncmp(text + at, roots[i], strlen(roots[i])) == 0)
                return true;
    return false;
}

const rv_refs_format rv_format_pubmed_xml = { detect_pubmed, read_pubmed };
