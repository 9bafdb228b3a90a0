/* JATS and its forerunner, the NLM journal DTDs: articles as PMC and publishers give them, one or many to a file. Only what stands
   before the article's text is read; the text, its references and answers to it are not the record's. */
#include <config.h>

#include <string.h>

#include "xml_tree.h"

typedef struct {
    rv_tree          *tree;
    rv_reading       *reading;
    const rv_element *article, *journal, *meta;
} jats;

static const char *text_of(jats *j, const rv_element *element)
{
    return rv_element_text(j->tree, element);
}

static const char *text_at(jats *j, const rv_element *element, const char *path)
{
    return rv_element_text_at(j->tree, element, path);
}

/* Footnote marks and formulas in TeX, which stand beside the same in MathML, are no part of a title or name. */
static const char *words_of(jats *j, const rv_element *element)
{
    static const char *const without[] = { "xref", "fn", "tex-math", "email", "ext-link", "address", "contrib-group", "aff", NULL };

    return rv_element_text_without(j->tree, element, without);
}

/* ---- The journal ----------------------------------------------------------------------------------------------------- */

static void take_number(jats *j, const rv_element *number)
{
    const char *text = text_of(j, number);

    if (text && !rv_field_numbers(j->reading, text))
        rv_reading_problem(j->reading, "odd-identifier", number->line, j->reading->record.number,
                           "'%.80s' is neither an ISSN nor an ISBN", text);
}

static void take_journal(jats *j)
{
    const rv_element *e, *id;

    rv_reading_set(j->reading, RV_REF_CONTAINER, text_at(j, j->journal, "journal-title-group/journal-title"));
    rv_reading_set(j->reading, RV_REF_CONTAINER, text_at(j, j->journal, "journal-title"));
    for (id = rv_element_child(j->journal, "journal-id"); id; id = rv_element_next(id, "journal-id"))
        if (rv_element_has(id, "journal-id-type", "nlm-ta") || rv_element_has(id, "journal-id-type", "iso-abbrev"))
            rv_reading_set(j->reading, RV_REF_ABBREVIATION, text_of(j, id));
    rv_reading_set(j->reading, RV_REF_ABBREVIATION, text_at(j, j->journal, "journal-title-group/abbrev-journal-title"));
    rv_reading_set(j->reading, RV_REF_ABBREVIATION, text_at(j, j->journal, "abbrev-journal-title"));
    for (e = rv_element_child(j->journal, "issn"); e; e = rv_element_next(e, "issn"))
        take_number(j, e);
    rv_reading_set(j->reading, RV_REF_PUBLISHER, text_at(j, j->journal, "publisher/publisher-name"));
    rv_reading_set(j->reading, RV_REF_PLACE, text_at(j, j->journal, "publisher/publisher-loc"));
}

/* ---- Names ----------------------------------------------------------------------------------------------------------- */

static bool add_name(jats *j, rv_ref_role role, const rv_element *name)
{
    const char *family = text_at(j, name, "surname"), *given = text_at(j, name, "given-names");

    if (family || given)
        rv_reading_name(j->reading, role, family, given, text_at(j, name, "suffix"));
    return family || given;
}

/* "Ann B. Smith" as one text, with or without parts. */
static bool add_string_name(jats *j, rv_ref_role role, const rv_element *name)
{
    return name && (add_name(j, role, name) || rv_reading_person_forward(j->reading, role, words_of(j, name)));
}

static bool add_collab(jats *j, rv_ref_role role, const rv_element *collab)
{
    const char *text = rv_element_child(collab, "institution") ? text_at(j, collab, "institution") : words_of(j, collab);
    size_t      n = text ? strlen(text) : 0;

    while (n > 0 && strchr(" ,;:", text[n - 1]))
        n--;
    if (n > 0)
        rv_reading_name(j->reading, role, rv_arena_add(&j->reading->arena, text, n), NULL, NULL);
    return n > 0;
}

/* One of several spellings of a name: the one in Latin script when it is marked. */
static const rv_element *chosen_name(const rv_element *alternatives)
{
    const rv_element *name, *first = rv_element_child(alternatives, "name");

    for (name = first; name; name = rv_element_next(name, "name")) {
        const char *language = rv_element_attribute(name, "lang");

        if (rv_element_has(name, "name-style", "western")
            && (!language || strncmp(language, "en", 2) == 0 || strstr(language, "Latn")))
            return name;
    }
    return first;
}

static void add_contributor(jats *j, rv_ref_role role, const rv_element *contrib)
{
    const rv_element *alternatives = rv_element_child(contrib, "name-alternatives"), *e;
    bool              found = false;

    for (e = contrib->first; e; e = e->next)
        if (strcmp(e->name, "name") == 0)
            found = add_name(j, role, e) || found;
        else if (strcmp(e->name, "collab") == 0 || strcmp(e->name, "on-behalf-of") == 0)
            found = add_collab(j, role, e) || found;
        else if (strcmp(e->name, "string-name") == 0)
            found = add_string_name(j, role, e) || found;
    if (!found && alternatives)
        found = (chosen_name(alternatives) && add_name(j, role, chosen_name(alternatives)))
                || add_string_name(j, role, rv_element_child(alternatives, "string-name"));
    if (!found && (e = rv_element_at(contrib, "collab-alternatives/collab")))
        found = add_collab(j, role, e);
    if (!found && !rv_element_child(contrib, "anonymous"))
        rv_reading_problem(j->reading, "odd-author", contrib->line, j->reading->record.number, "<contrib> holds no name");
}

/* An article's editor handled it for the journal; its translator has a part in it. */
static rv_ref_role role_of(const rv_element *contrib, const rv_element *group)
{
    const char *type = rv_element_attribute(contrib, "contrib-type");

    if (!type)
        type = rv_element_attribute(group, "content-type");
    if (!type || strncmp(type, "author", 6) == 0 || strcmp(type, "collab") == 0)
        return RV_ROLE_AUTHOR;
    return strcmp(type, "translator") == 0 ? RV_ROLE_TRANSLATOR : RV_ROLE_OTHER;
}

static void take_contributors(jats *j, const rv_element *group)
{
    const rv_element *e;

    for (e = group->first; e; e = e->next)
        if (strcmp(e->name, "contrib") == 0)
            add_contributor(j, role_of(e, group), e);
        else if (strcmp(e->name, "collab") == 0 || strcmp(e->name, "on-behalf-of") == 0)
            (void)add_collab(j, RV_ROLE_AUTHOR, e);
}

/* ---- Titles ---------------------------------------------------------------------------------------------------------- */

static const char *with_subtitle(jats *j, const char *title, const rv_element *group, const char *name)
{
    const rv_element *sub;

    for (sub = rv_element_child(group, name); sub; sub = rv_element_next(sub, name)) {
        size_t n = title ? strlen(title) : 0;

        title = rv_tree_join(j->tree, title, n > 0 && strchr(":?!.", title[n - 1]) ? " " : ": ", words_of(j, sub));
    }
    return title;
}

static void take_titles(jats *j, const rv_element *group)
{
    const rv_element *e;
    const char       *title = with_subtitle(j, words_of(j, rv_element_child(group, "article-title")), group, "subtitle");

    rv_reading_set(j->reading, RV_REF_TITLE, title);
    for (e = rv_element_child(group, "alt-title"); e; e = rv_element_next(e, "alt-title")) {
        const char *type = rv_element_attribute(e, "alt-title-type");

        if (!type || strstr(type, "running") || strstr(type, "short"))
            rv_reading_set(j->reading, RV_REF_SHORT_TITLE, words_of(j, e));
    }
    for (e = rv_element_child(group, "trans-title-group"); e; e = rv_element_next(e, "trans-title-group"))
        if ((title = with_subtitle(j, words_of(j, rv_element_child(e, "trans-title")), e, "trans-subtitle")))
            rv_reading_add(j->reading, RV_REF_NOTE, rv_tree_join(j->tree, "Translated title: ", NULL, title));
    if ((title = words_of(j, rv_element_child(group, "trans-title"))))
        rv_reading_add(j->reading, RV_REF_NOTE, rv_tree_join(j->tree, "Translated title: ", NULL, title));
}

/* ---- Dates ----------------------------------------------------------------------------------------------------------- */

/* The year of the issue counts, as it does in PubMed and in citations: print, then the collection, then the day it went online.
   A later kind of the same year completes month and day. The day on which an archive got it counts when there is no other. */
static int rank_of(const rv_element *date)
{
    static const char *const ranks[] = { "ppub", "epub-ppub", "collection", "epub", "pub", "epreprint", "preprint" };
    const char *type = rv_element_attribute(date, "pub-type");
    bool        electronic = rv_element_has(date, "publication-format", "electronic");
    size_t      i;

    if (!type)
        type = rv_element_attribute(date, "date-type");
    if (!type)
        return electronic ? 3 : 0;
    if (strcmp(type, "pub") == 0 && rv_element_attribute(date, "publication-format"))
        return electronic ? 3 : 0;
    for (i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (strcmp(type, ranks[i]) == 0)
            return (int)i;
    return 9;
}

static const char *date_text(jats *j, const rv_element *date)
{
    const char *year = text_at(j, date, "year"), *month = text_at(j, date, "month"), *day = text_at(j, date, "day");

    if (!year)
        return text_at(j, date, "string-date");
    if (!month)
        return rv_tree_join(j->tree, year, " ", text_at(j, date, "season"));
    if (month[strspn(month, "0123456789")] == '\0')
        return rv_tree_join(j->tree, rv_tree_join(j->tree, year, "-", month), "-", day);
    return rv_tree_join(j->tree, rv_tree_join(j->tree, year, " ", month), " ", day);
}

static void take_dates(jats *j)
{
    const rv_element *date;
    int               rank;

    for (rank = 0; rank < 10; rank++)
        for (date = rv_element_child(j->meta, "pub-date"); date; date = rv_element_next(date, "pub-date"))
            if (rank_of(date) == rank && !(rank == 9 && j->reading->record.date.year))
                rv_reading_date(j->reading, date_text(j, date));
}

/* ---- The rest of the article's metadata -------------------------------------------------------------------------------- */

static void take_id(jats *j, const rv_element *id)
{
    const char *type = rv_element_attribute(id, "pub-id-type"), *text = text_of(j, id);

    if (!type || !text)
        return;
    if (strcmp(type, "doi") == 0) {
        const char *doi = rv_field_doi(j->reading, text);

        if (!doi)
            rv_reading_problem(j->reading, "odd-identifier", id->line, j->reading->record.number, "'%.80s' is not a DOI", text);
        rv_reading_set(j->reading, RV_REF_DOI, doi);
    } else if (strcmp(type, "pmid") == 0) {
        rv_reading_set(j->reading, RV_REF_PMID, rv_field_pmid(j->reading, text));
    } else if (strcmp(type, "pmc") == 0 || strcmp(type, "pmcid") == 0) {
        rv_reading_set(j->reading, RV_REF_PMCID,
                       *text >= '0' && *text <= '9' ? rv_tree_join(j->tree, "PMC", NULL, text) : text);
    } else if (strcmp(type, "publisher-id") == 0 || strcmp(type, "manuscript") == 0 || strcmp(type, "arxiv") == 0) {
        rv_reading_set(j->reading, RV_REF_ACCESSION, text);
    }
}

static void take_keywords(jats *j, const rv_element *group)
{
    const rv_element *e, *part;
    const char       *type = rv_element_attribute(group, "kwd-group-type");

    if (type && strstr(type, "abbr"))
        return;
    for (e = group->first; e; e = e->next)
        if (strcmp(e->name, "kwd") == 0) {
            rv_reading_add(j->reading, RV_REF_KEYWORD, words_of(j, e));
        } else if (strcmp(e->name, "compound-kwd") == 0) {
            const char *whole = NULL;

            for (part = rv_element_child(e, "compound-kwd-part"); part; part = rv_element_next(part, "compound-kwd-part"))
                whole = rv_tree_join(j->tree, whole, " ", words_of(j, part));
            rv_reading_add(j->reading, RV_REF_KEYWORD, whole);
        } else if (strcmp(e->name, "nested-kwd") == 0) {
            rv_reading_add(j->reading, RV_REF_KEYWORD, text_at(j, e, "kwd"));
        }
}

/* The author's own abstract, not a graphical one, teaser or summary for everybody; these only when there is no other. */
static void take_abstract(jats *j)
{
    const rv_element *e, *best = NULL;

    for (e = rv_element_child(j->meta, "abstract"); e; e = rv_element_next(e, "abstract"))
        if (!best || (rv_element_attribute(best, "abstract-type") && !rv_element_attribute(e, "abstract-type")))
            best = e;
    rv_reading_set(j->reading, RV_REF_ABSTRACT, rv_element_abstract(j->tree, best));
    rv_reading_set(j->reading, RV_REF_ABSTRACT, rv_element_abstract(j->tree, rv_element_child(j->meta, "trans-abstract")));
}

static void take_pages(jats *j)
{
    const char *first = text_at(j, j->meta, "fpage");

    rv_reading_set(j->reading, RV_REF_PAGES,
                   first ? rv_field_pages(j->reading, first, text_at(j, j->meta, "lpage")) : NULL);
    rv_reading_set(j->reading, RV_REF_PAGES, rv_field_pages(j->reading, text_at(j, j->meta, "page-range"), NULL));
    rv_reading_set(j->reading, RV_REF_PAGES, text_at(j, j->meta, "elocation-id"));
}

static const struct { const char *article, *type; } types[] = {
    { "book-review", "review-book" }, { "product-review", "review" }, { "preprint", "article" }, { "dissertation", "thesis" },
    { "news", "article-newspaper" },  { "data-paper", "article-journal" },
};

static void take_type(jats *j)
{
    const char *kind = rv_element_attribute(j->article, "article-type"), *type = "article-journal";
    size_t      i;

    for (i = 0; kind && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].article, kind) == 0)
            type = types[i].type;
    rv_reading_set(j->reading, RV_REF_TYPE, type);
    if (kind && strcmp(kind, "research-article") != 0 && strcmp(kind, "other") != 0)
        rv_reading_say(j->reading, RV_REF_GENRE, kind);
}

static void take_uris(jats *j)
{
    const rv_element *uri;

    for (uri = rv_element_child(j->meta, "self-uri"); uri; uri = rv_element_next(uri, "self-uri")) {
        const char *address = rv_field_plain(j->reading, rv_element_attribute(uri, "href"));

        if (address && rv_field_is_url(address))
            rv_reading_add(j->reading, RV_REF_URL, address);
    }
}

static void take_meta(jats *j)
{
    const rv_element *e;

    for (e = j->meta ? j->meta->first : NULL; e; e = e->next)
        if (strcmp(e->name, "article-id") == 0)
            take_id(j, e);
        else if (strcmp(e->name, "title-group") == 0)
            take_titles(j, e);
        else if (strcmp(e->name, "contrib-group") == 0)
            take_contributors(j, e);
        else if (strcmp(e->name, "kwd-group") == 0)
            take_keywords(j, e);
        else if (strcmp(e->name, "isbn") == 0)
            take_number(j, e);
    take_dates(j);
    take_pages(j);
    take_abstract(j);
    take_uris(j);
    rv_reading_set(j->reading, RV_REF_VOLUME, text_at(j, j->meta, "volume"));
    rv_reading_set(j->reading, RV_REF_ISSUE,
                   rv_tree_join(j->tree, text_at(j, j->meta, "issue"), " Suppl ", text_at(j, j->meta, "supplement")));
    rv_reading_set(j->reading, RV_REF_EVENT, text_at(j, j->meta, "conference/conf-name"));
}

static rv_status take_record(rv_tree *tree, rv_element *record, rv_error *err)
{
    const rv_element *front = rv_element_child(record, "front");
    jats              j = { .tree = tree, .reading = tree->reading, .article = record };
    rv_status         st;

    if ((st = rv_tree_begin(tree, record, err)) != RV_OK || (st = rv_tree_tags(tree, record, "", err)) != RV_OK)
        return st;
    j.journal = rv_element_child(front, "journal-meta");
    j.meta = rv_element_child(front, "article-meta");
    take_type(&j);
    take_meta(&j);
    take_journal(&j);
    rv_reading_say(j.reading, RV_REF_LANGUAGE, rv_element_attribute(record, "lang"));
    return rv_tree_end(tree, record, err);
}

static bool begins(const rv_tree *tree, const char *name, size_t depth)
{
    (void)tree;
    (void)depth;
    return strcmp(name, "article") == 0;
}

/* The article itself, what it cites, and whole articles within it. */
static bool passes(const rv_element *parent, const char *name)
{
    static const char *const names[] = { "body", "back", "floats-group", "floats-wrap", "sub-article", "response",
                                         "processing-meta" };
    size_t i;

    for (i = 0; !parent->parent && i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return strcmp(name, "ref-list") == 0;
}

static rv_status read_jats(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const rv_tree_format format = { .begins = begins, .passes = passes, .record = take_record };

    (void)charset;                                      /* XML says itself what it is written in */
    return rv_tree_read(reading, raw, &format, NULL, err);
}

/* DocBook has articles, too. */
static bool detect_jats(const char *text, size_t n)
{
    return rv_tree_holds(text, n, "article")
           && (rv_tree_holds(text, n, "article-meta") || rv_tree_holds(text, n, "front") || rv_text_holds(text, n, "//NLM//DTD"));
}

const rv_refs_format rv_format_jats = { detect_jats, read_jats };
