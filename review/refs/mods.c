/* MODS 3, as libraries, repositories and bibutils write it. */
#include <config.h>

#include <string.h>

#include "xml_tree.h"

typedef struct {
    rv_tree       *tree;
    rv_reading    *reading;
    const rv_element *record;
    const char    *type, *resource;      /* by genre; typeOfResource */
    const char    *host_type, *uniform, *collection;
    bool           issn, isbn, numbered; /* of the host: what it is told by */
    bool           monograph, web;
} mods;

typedef void (*take_fn)(mods *m, const rv_element *node);

static const char *text_of(mods *m, const rv_element *node)
{
    return rv_element_text(m->tree, node);
}

static const char *text_at(mods *m, const rv_element *node, const char *path)
{
    return rv_element_text_at(m->tree, node, path);
}

static bool same_word(const char *text, const char *word)
{
    for (; *word && *text; text++, word++)
        if (*text != *word && !(*text >= 'A' && *text <= 'Z' && (*text | 0x20) == *word))
            return false;
    return *text == *word;
}

/* ---- Titles ---------------------------------------------------------------------------------------------------------- */

static const char *whole_title(mods *m, const rv_element *info)
{
    const char *title = rv_tree_join(m->tree, text_at(m, info, "nonSort"), " ", text_at(m, info, "title"));
    const char *part = text_at(m, info, "partNumber"), *sub = text_at(m, info, "subTitle");
    size_t      n = title ? strlen(title) : 0;

    title = rv_tree_join(m->tree, title, n > 0 && title[n - 1] == ':' ? " " : ": ", sub);
    title = rv_tree_join(m->tree, title, ". ", part);
    return rv_tree_join(m->tree, title, part ? ": " : ". ", text_at(m, info, "partName"));
}

static void take_title(mods *m, const rv_element *node)
{
    const char *type = rv_element_attribute(node, "type"), *title = whole_title(m, node);

    if (!title)
        return;
    if (!type || !*type)
        rv_reading_set(m->reading, RV_REF_TITLE, title);
    else if (strcmp(type, "abbreviated") == 0)
        rv_reading_set(m->reading, RV_REF_SHORT_TITLE, title);
    else if (strcmp(type, "uniform") == 0)
        m->uniform = title;
    else
        rv_reading_add(m->reading, RV_REF_NOTE,
                       rv_tree_join(m->tree, strcmp(type, "translated") == 0 ? "Translated title: " : "Alternative title: ", NULL,
                                    title));
}

/* ---- Names ----------------------------------------------------------------------------------------------------------- */

/* What people do, by MARC's codes and by words. "-": not one of those who made the work. */
static const struct { const char *word; char role; } roles[] = {
    { "aut", 'a' }, { "author", 'a' }, { "cre", 'a' }, { "creator", 'a' }, { "edt", 'e' }, { "editor", 'e' }, { "trl", 't' },
    { "translator", 't' }, { "pht", 'a' }, { "photographer", 'a' }, { "prf", 'a' }, { "performer", 'a' }, { "cmp", 'a' },
    { "composer", 'a' }, { "art", 'a' }, { "artist", 'a' }, { "prg", 'a' }, { "programmer", 'a' }, { "inv", 'a' },
    { "inventor", 'a' }, { "dis", 'a' }, { "dissertant", 'a' }, { "verfasser", 'a' }, { "herausgeber", 'e' }, { "hrsg", 'e' },
    { "compiler", 'e' }, { "com", 'e' }, { "series editor", 's' }, { "dgg", 'd' }, { "degree grantor", 'd' },
    { "degree granting institution", 'd' }, { "pbl", 'p' }, { "publisher", 'p' },
};

static char role_of(mods *m, const rv_element *name)
{
    const rv_element *role, *term;
    char           found = rv_element_child(name, "role") ? 'o' : 'a';
    size_t         i;

    for (role = rv_element_child(name, "role"); role; role = rv_element_next(role, "role"))
        for (term = role->first; term; term = term->next) {     /* <roleTerm>; in MODS 3.0 also <text> and <code> */
            const char *word = text_of(m, term);

            for (i = 0; word && i < sizeof roles / sizeof *roles; i++)
                if (same_word(word, roles[i].word))
                    return roles[i].role;
        }
    return found;
}

/* "Alleman, Tillie Pierce [1848-1914]", "Holberg, Ludvig, 1684-1754": without the years of a life. */
static const char *without_years(mods *m, const char *text)
{
    size_t n = strlen(text), at = n;

    while (at > 0 && strchr("0123456789-[]() ?", text[at - 1]))
        at--;
    if (n - at < 5 || !rv_field_year(text + at))
        return text;
    while (at > 0 && strchr(", ", text[at - 1]))
        at--;
    return at > 0 ? rv_arena_add(&m->reading->arena, text, at) : text;
}

/* "Sridharan, Kumar.": a full stop that ends the heading, not an initial. */
static const char *without_stop(mods *m, const char *text)
{
    size_t n = strlen(text);

    if (n < 3 || text[n - 1] != '.' || (text[n - 2] >= 'A' && text[n - 2] <= 'Z') || text[n - 2] == '.')
        return text;
    return rv_arena_add(&m->reading->arena, text, n - 1);
}

static void add_name(mods *m, const rv_element *node, rv_ref_role role)
{
    const char    *type = rv_element_attribute(node, "type"), *family = NULL, *given = NULL, *suffix = NULL, *whole = NULL;
    const rv_element *part;

    for (part = rv_element_child(node, "namePart"); part; part = rv_element_next(part, "namePart")) {
        const char *kind = rv_element_attribute(part, "type"), *text = text_of(m, part);

        if (kind && strcmp(kind, "family") == 0)
            family = rv_tree_join(m->tree, family, " ", text);
        else if (kind && strcmp(kind, "given") == 0)
            given = rv_tree_join(m->tree, given, " ", text);
        else if (kind && strcmp(kind, "termsOfAddress") == 0)
            suffix = text;
        else if (!kind || !*kind)
            whole = rv_tree_join(m->tree, whole, ". ", text ? without_stop(m, text) : NULL);
    }
    if (!whole && !family && !given)
        whole = text_at(m, node, "displayForm");
    if (family)
        rv_reading_name(m->reading, role, family, given, suffix && strncmp(suffix, "Dr", 2) != 0 ? suffix : NULL);
    else if (whole && type && (strcmp(type, "corporate") == 0 || strcmp(type, "family") == 0))
        rv_reading_name(m->reading, role, whole, NULL, NULL);
    else if (whole || given)
        (void)rv_reading_person(m->reading, role, whole ? without_years(m, whole) : given);
}

static const char *organisation(mods *m, const rv_element *node)
{
    return text_at(m, node, "namePart");
}

static void take_name(mods *m, const rv_element *node)
{
    if (rv_element_has(node, "type", "conference")) {
        rv_reading_set(m->reading, RV_REF_EVENT, organisation(m, node));
        return;
    }
    switch (role_of(m, node)) {
    case 'a': add_name(m, node, RV_ROLE_AUTHOR); break;
    case 'e': add_name(m, node, RV_ROLE_EDITOR); break;
    case 't': add_name(m, node, RV_ROLE_TRANSLATOR); break;
    case 's': add_name(m, node, RV_ROLE_SERIES_EDITOR); break;
    case 'd': rv_reading_set(m->reading, RV_REF_PUBLISHER, organisation(m, node)); break;
    case 'p': break;
    default: add_name(m, node, RV_ROLE_OTHER); break;
    }
}

/* ---- Kinds ----------------------------------------------------------------------------------------------------------- */

static const struct { const char *genre, *type; } genres[] = {
    { "article", "article-journal" },           { "journal article", "article-journal" },
    { "academic journal article", "article-journal" }, { "review article", "article-journal" },
    { "newspaper article", "article-newspaper" }, { "magazine article", "article-magazine" },
    { "book", "book" },                         { "ebook", "book" },
    { "monograph", "book" },                    { "conference publication", "book" },
    { "proceedings", "book" },                  { "book chapter", "chapter" },
    { "book section", "chapter" },              { "chapter", "chapter" },
    { "book part", "chapter" },                 { "encyclopedia article", "entry-encyclopedia" },
    { "conference paper", "paper-conference" }, { "conference contribution", "paper-conference" },
    { "conference proceeding", "paper-conference" }, { "inproceedings", "paper-conference" },
    { "thesis", "thesis" },                     { "theses", "thesis" },
    { "dissertation", "thesis" },               { "ph.d. thesis", "thesis" },
    { "phd thesis", "thesis" },                 { "doctoral thesis", "thesis" },
    { "doctoral dissertation", "thesis" },      { "masters thesis", "thesis" },
    { "master's thesis", "thesis" },            { "academic theses", "thesis" },
    { "diploma thesis", "thesis" },             { "bachelor thesis", "thesis" },
    { "habilitation thesis", "thesis" },        { "report", "report" },
    { "technical report", "report" },           { "research report", "report" },
    { "working paper", "report" },              { "government publication", "document" },
    { "preprint", "article" },                  { "patent", "patent" },
    { "web site", "webpage" },                  { "website", "webpage" },
    { "web page", "webpage" },                  { "webpage", "webpage" },
    { "blog post", "post-weblog" },             { "map", "map" },
    { "letter", "personal_communication" },     { "brief", "personal_communication" },
    { "lettre", "personal_communication" },     { "email", "personal_communication" },
    { "dataset", "dataset" },                   { "data set", "dataset" },
    { "computer program", "software" },         { "software", "software" },
    { "film", "motion_picture" },               { "motion picture", "motion_picture" },
    { "manuscript", "manuscript" },             { "unpublished", "manuscript" },
    { "interview", "interview" },               { "hearing", "hearing" },
    { "legislation", "legislation" },           { "bill", "bill" },
    { "standard", "standard" },                 { "speech", "speech" },
    { "presentation", "speech" },               { "pamphlet", "pamphlet" },
    { "periodical", "periodical" },             { "journal", "periodical" },
    { "newspaper", "periodical" },
};

/* What a host is makes what its part is. */
static const struct { const char *genre, *type; } host_genres[] = {
    { "periodical", "article-journal" },   { "academic journal", "article-journal" }, { "journal", "article-journal" },
    { "magazine", "article-magazine" },    { "newspaper", "article-newspaper" },
    { "conference publication", "paper-conference" },
    { "proceedings", "paper-conference" }, { "book", "chapter" },                     { "collection", "chapter" },
    { "encyclopedia", "entry-encyclopedia" }, { "web site", "webpage" },
};

static const struct { const char *resource, *type; } resources[] = {
    { "still image", "graphic" },             { "moving image", "motion_picture" }, { "cartographic", "map" },
    { "sound recording", "song" },            { "sound recording-musical", "song" }, { "sound recording-nonmusical", "song" },
    { "software, multimedia", "software" },   { "notated music", "musical_score" },
};

/* The collections of the United States Government Publishing Office, whose genre is the same for all. */
static const struct { const char *code, *type; } collections[] = {
    { "BILLS", "bill" }, { "CHRG", "hearing" }, { "PLAW", "legislation" }, { "STATUTE", "legislation" },
    { "USCODE", "legislation" },
    { "CFR", "regulation" }, { "CRPT", "report" }, { "CPRT", "report" }, { "GAOREPORTS", "report" },
};

static void take_genre(mods *m, const rv_element *node)
{
    const char *genre = text_of(m, node);
    size_t      i;

    for (i = 0; genre && i < sizeof genres / sizeof *genres; i++)
        if (same_word(genre, genres[i].genre)) {
            if (!m->type)
                m->type = genres[i].type;
            if (strcmp(genres[i].type, "thesis") == 0 || strcmp(genres[i].type, "report") == 0)
                rv_reading_set(m->reading, RV_REF_GENRE, genre);
            return;
        }
}

static void take_resource(mods *m, const rv_element *node)
{
    if (!m->resource)
        m->resource = text_of(m, node);
}

static void take_extension(mods *m, const rv_element *node)
{
    if (!m->collection)
        m->collection = text_at(m, node, "collectionCode");
}

static const char *type_of(const mods *m)
{
    size_t i;

    for (i = 0; m->collection && i < sizeof collections / sizeof *collections; i++)
        if (strcmp(m->collection, collections[i].code) == 0)
            return collections[i].type;
    if (m->type)
        return m->type;
    if (m->host_type)
        return m->host_type;
    if (m->numbered || m->issn)
        return "article-journal";
    if (m->isbn)
        return "chapter";
    for (i = 0; m->resource && i < sizeof resources / sizeof *resources; i++)
        if (strcmp(m->resource, resources[i].resource) == 0)
            return resources[i].type;
    if (m->resource && strcmp(m->resource, "text") == 0)
        return m->web ? "webpage" : m->monograph ? "book" : "document";
    return m->reading->record.text[RV_REF_ISBN] ? "book" : "document";
}

/* ---- When and by whom ------------------------------------------------------------------------------------------------ */

/* An encoded date says best what it means; the end of a span does not count. */
static const char *date_named(mods *m, const rv_element *origin, const char *name)
{
    const rv_element *date, *found = NULL;

    for (date = rv_element_child(origin, name); date; date = rv_element_next(date, name)) {
        bool encoded = rv_element_attribute(date, "encoding") != NULL;

        if (!rv_element_has(date, "point", "end") && text_of(m, date)
            && (!found || (encoded && !rv_element_attribute(found, "encoding"))))
            found = date;
    }
    return found ? text_of(m, found) : NULL;
}

static void take_dates(mods *m, const rv_element *owner)
{
    static const char *const names[] = { "dateIssued", "copyrightDate", "dateCreated", "dateOther" };
    const rv_element *origin;
    size_t         i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        for (origin = rv_element_child(owner, "originInfo"); origin; origin = rv_element_next(origin, "originInfo"))
            rv_reading_date(m->reading, m->reading->record.date.year && i > 0 ? NULL : date_named(m, origin, names[i]));
}

static const char *place_of(mods *m, const rv_element *origin)
{
    const rv_element *place, *term;

    for (place = rv_element_child(origin, "place"); place; place = rv_element_next(place, "place"))
        for (term = place->first; term; term = term->next)
            if (!rv_element_has(term, "type", "code") && strcmp(term->name, "code") != 0 && text_of(m, term))
                return text_of(m, term);
    return NULL;
}

/* Publisher and place of `owner`, from the statement that names a publisher when there are several. */
static void take_origin(mods *m, const rv_element *owner)
{
    const rv_element *origin, *best = NULL;

    for (origin = rv_element_child(owner, "originInfo"); origin; origin = rv_element_next(origin, "originInfo")) {
        if (!best || (!rv_element_child(best, "publisher") && rv_element_child(origin, "publisher")))
            best = origin;
        rv_reading_set(m->reading, RV_REF_EDITION, owner == m->record ? text_at(m, origin, "edition") : NULL);
    }
    if (best) {
        rv_reading_set(m->reading, RV_REF_PUBLISHER, text_at(m, best, "publisher"));
        rv_reading_set(m->reading, RV_REF_PLACE, place_of(m, best));
    }
}

static const char *issuance(mods *m, const rv_element *owner)
{
    return text_at(m, owner, "originInfo/issuance");
}

/* ---- Subjects, notes, numbers, addresses ----------------------------------------------------------------------------- */

static void take_language(mods *m, const rv_element *node)
{
    const rv_element *term = rv_element_child(node, "languageTerm"), *code;
    const char    *text, *before = m->reading->record.text[RV_REF_LANGUAGE];

    for (code = term; code; code = rv_element_next(code, "languageTerm"))
        if (rv_element_has(code, "type", "code") || rv_element_attribute(code, "authority"))
            break;
    text = text_of(m, code ? code : term ? term : node);
    if (text && !(before && strstr(before, text)))
        rv_reading_replace(m->reading, RV_REF_LANGUAGE, rv_tree_join(m->tree, before, "; ", text));
}

static void take_description(mods *m, const rv_element *node)
{
    const rv_element *media;

    for (media = rv_element_child(node, "internetMediaType"); media; media = rv_element_next(media, "internetMediaType"))
        m->web = m->web || (text_of(m, media) && strcmp(text_of(m, media), "text/html") == 0);
}

static void take_abstract(mods *m, const rv_element *node)
{
    const char *before = m->reading->record.text[RV_REF_ABSTRACT];

    rv_reading_replace(m->reading, RV_REF_ABSTRACT, rv_tree_join(m->tree, before, " ", text_of(m, node)));
}

static void take_contents(mods *m, const rv_element *node)
{
    const char *text = text_of(m, node);

    if (text)
        rv_reading_add(m->reading, RV_REF_NOTE, rv_tree_join(m->tree, "Table of Contents: ", NULL, text));
}

static void take_note(mods *m, const rv_element *node)
{
    const char *type = rv_element_attribute(node, "type"), *text = text_of(m, node);

    if (text)
        rv_reading_add(m->reading, RV_REF_NOTE,
                       type && *type ? rv_tree_join(m->tree, rv_field_plain(m->reading, type), ": ", text) : text);
}

static void take_subject(mods *m, const rv_element *node)
{
    const rv_element *topic;

    for (topic = rv_element_child(node, "topic"); topic; topic = rv_element_next(topic, "topic"))
        rv_reading_add(m->reading, RV_REF_KEYWORD, text_of(m, topic));
}

static void take_number(mods *m, const rv_element *node)
{
    const char *text = text_of(m, node);

    if (text && !rv_field_numbers(m->reading, text))
        rv_reading_problem(m->reading, "odd-identifier", node->line, m->reading->record.number,
                           "'%.80s' is neither an ISSN nor an ISBN", text);
}

static void take_identifier(mods *m, const rv_element *node)
{
    const char *type = rv_element_attribute(node, "type"), *text = text_of(m, node);

    if (!type || !text || rv_element_has(node, "invalid", "yes"))
        return;
    if (same_word(type, "doi"))
        rv_reading_set(m->reading, RV_REF_DOI, rv_field_doi(m->reading, text));
    else if (same_word(type, "isbn") || same_word(type, "issn") || same_word(type, "e-issn"))
        take_number(m, node);
    else if (same_word(type, "pmid") || same_word(type, "pubmed") || same_word(type, "pm"))
        rv_reading_set(m->reading, RV_REF_PMID, rv_field_pmid(m->reading, text));
    else if (same_word(type, "pmc") || same_word(type, "pmcid"))
        rv_reading_set(m->reading, RV_REF_PMCID, text);
    else if (same_word(type, "citekey"))
        rv_reading_set(m->reading, RV_REF_KEY, text);
    else if (same_word(type, "accessnum") || same_word(type, "accession"))
        rv_reading_set(m->reading, RV_REF_ACCESSION, text);
    else if (same_word(type, "report number") || same_word(type, "serial number"))
        rv_reading_set(m->reading, RV_REF_NUMBER, text);
    else if (same_word(type, "uri") && strstr(text, "doi.org/10."))
        rv_reading_set(m->reading, RV_REF_DOI, rv_field_doi(m->reading, text));
}

/* The main address first; pictures of pages are none. */
static void take_urls(mods *m)
{
    const rv_element *location, *url, *number;
    int            primary;

    for (primary = 1; primary >= 0; primary--)
        for (location = rv_element_child(m->record, "location"); location; location = rv_element_next(location, "location"))
            for (url = rv_element_child(location, "url"); url; url = rv_element_next(url, "url")) {
                const char *usage = rv_element_attribute(url, "usage"), *text = text_of(m, url);
                bool        main = usage && strncmp(usage, "primary", 7) == 0;

                if (main == primary && !rv_element_has(url, "access", "preview"))
                    rv_reading_add(m->reading, RV_REF_URL, text);
            }
    for (number = rv_element_child(m->record, "identifier"); number; number = rv_element_next(number, "identifier"))
        if (rv_element_has(number, "type", "uri") && text_of(m, number) && rv_field_is_url(text_of(m, number)))
            rv_reading_add(m->reading, RV_REF_URL, text_of(m, number));
}

/* ---- The host, and where in it --------------------------------------------------------------------------------------- */

static const char *number_of(mods *m, const rv_element *detail)
{
    const char *number = text_at(m, detail, "number");

    return number ? number : text_at(m, detail, "caption");
}

static void take_part(mods *m, const rv_element *part)
{
    const rv_element *child;

    for (child = part->first; child; child = child->next) {
        const char *type = rv_element_attribute(child, "type"), *unit = rv_element_attribute(child, "unit");

        if (strcmp(child->name, "detail") == 0 && type) {
            rv_ref_field field = same_word(type, "volume") ? RV_REF_VOLUME
                                 : same_word(type, "issue") || same_word(type, "number") ? RV_REF_ISSUE
                                 : same_word(type, "page") || same_word(type, "pages") || same_word(type, "article") ? RV_REF_PAGES
                                 : RV_REF_LISTS;

            if (field != RV_REF_LISTS)
                rv_reading_set(m->reading, field, number_of(m, child));
        } else if (strcmp(child->name, "extent") == 0 && (!unit || strncmp(unit, "page", 4) == 0)) {
            const char *start = text_at(m, child, "start"), *end = text_at(m, child, "end");

            rv_reading_set(m->reading, RV_REF_PAGES,
                           rv_field_pages(m->reading, start ? start : text_at(m, child, "list"), start ? end : NULL));
        } else if (strcmp(child->name, "date") == 0 && !rv_element_has(child, "point", "end")) {
            rv_reading_date(m->reading, text_of(m, child));
        }
    }
}

static void take_host_kind(mods *m, const rv_element *host)
{
    const rv_element *genre;
    const char    *how = issuance(m, host);
    size_t         i;

    for (genre = rv_element_child(host, "genre"); genre; genre = rv_element_next(genre, "genre"))
        for (i = 0; text_of(m, genre) && i < sizeof host_genres / sizeof *host_genres; i++)
            if (!m->host_type && same_word(text_of(m, genre), host_genres[i].genre))
                m->host_type = host_genres[i].type;
    m->numbered = m->numbered || (how && strcmp(how, "monographic") != 0) || m->reading->record.text[RV_REF_ISSUE];
}

static void take_host_title(mods *m, const rv_element *host)
{
    const rv_element *info;
    const char    *uniform = NULL;

    for (info = rv_element_child(host, "titleInfo"); info; info = rv_element_next(info, "titleInfo")) {
        const char *type = rv_element_attribute(info, "type"), *title = whole_title(m, info);

        if (!type || !*type)
            rv_reading_set(m->reading, RV_REF_CONTAINER, title);
        else if (strcmp(type, "abbreviated") == 0)
            rv_reading_set(m->reading, RV_REF_ABBREVIATION, title);
        else if (strcmp(type, "uniform") == 0)
            uniform = title;
    }
    rv_reading_set(m->reading, RV_REF_CONTAINER, uniform);
}

static void take_host(mods *m, const rv_element *host)
{
    const rv_element *child;

    take_host_title(m, host);
    for (child = host->first; child; child = child->next)
        if (strcmp(child->name, "part") == 0) {
            take_part(m, child);
        } else if (strcmp(child->name, "identifier") == 0 && !rv_element_has(child, "invalid", "yes")) {
            const char *type = rv_element_attribute(child, "type");

            m->issn = m->issn || (type && same_word(type, "issn"));
            m->isbn = m->isbn || (type && same_word(type, "isbn"));
            if (type && (same_word(type, "issn") || same_word(type, "isbn")))
                take_number(m, child);
        } else if (strcmp(child->name, "name") == 0 && !rv_element_has(child, "type", "conference")) {
            char role = role_of(m, child);

            if (role == 'e' || role == 's')
                add_name(m, child, role == 'e' ? RV_ROLE_EDITOR : RV_ROLE_SERIES_EDITOR);
        } else if (strcmp(child->name, "name") == 0) {
            rv_reading_set(m->reading, RV_REF_EVENT, organisation(m, child));
        } else if (strcmp(child->name, "relatedItem") == 0 && rv_element_has(child, "type", "series")) {
            rv_reading_set(m->reading, RV_REF_SERIES, text_at(m, child, "titleInfo/title"));
        }
    take_host_kind(m, host);
}

static void take_series(mods *m, const rv_element *series)
{
    const rv_element *part;

    rv_reading_set(m->reading, RV_REF_SERIES, text_at(m, series, "titleInfo/title"));
    for (part = rv_element_child(series, "part"); part; part = rv_element_next(part, "part"))
        take_part(m, part);
    rv_reading_set(m->reading, RV_REF_VOLUME, text_at(m, series, "titleInfo/partNumber"));
}

/* Other works (preceding, constituent, original, ...) are not this one. */
static void take_related(mods *m)
{
    const rv_element *item;
    bool           host = false;

    for (item = rv_element_child(m->record, "relatedItem"); item; item = rv_element_next(item, "relatedItem"))
        if (rv_element_has(item, "type", "host") && !host) {
            host = true;
            take_host(m, item);
        } else if (rv_element_has(item, "type", "series")) {
            take_series(m, item);
        }
    for (item = rv_element_child(m->record, "relatedItem"); item; item = rv_element_next(item, "relatedItem"))
        if (rv_element_has(item, "type", "host")) {
            take_dates(m, item);
            take_origin(m, item);
            break;
        }
}

/* ---- A record -------------------------------------------------------------------------------------------------------- */

static const struct { const char *name; take_fn take; } elements[] = {
    { "titleInfo", take_title },       { "name", take_name },   { "genre", take_genre },       { "typeOfResource", take_resource },
    { "subject", take_subject },       { "note", take_note },   { "language", take_language }, { "abstract", take_abstract },
    { "identifier", take_identifier }, { "part", take_part },   { "extension", take_extension },
    { "tableOfContents", take_contents }, { "physicalDescription", take_description },
};

static rv_status take_record(rv_tree *tree, rv_element *record, rv_error *err)
{
    mods           m = { .tree = tree, .reading = tree->reading, .record = record };
    const rv_element *child;
    const char    *how;
    rv_status      st;
    size_t         i;

    if ((st = rv_tree_begin(tree, record, err)) != RV_OK || (st = rv_tree_tags(tree, record, "", err)) != RV_OK)
        return st;
    for (child = record->first; child; child = child->next)
        for (i = 0; i < sizeof elements / sizeof *elements; i++)
            if (strcmp(child->name, elements[i].name) == 0) {
                elements[i].take(&m, child);
                break;
            }
    how = issuance(&m, record);
    m.monograph = how && strncmp(how, "mono", 4) == 0;
    take_dates(&m, record);
    take_origin(&m, record);
    take_related(&m);
    take_urls(&m);
    rv_reading_set(m.reading, RV_REF_TITLE, m.uniform);
    rv_reading_set(m.reading, RV_REF_TYPE, type_of(&m));
    rv_reading_set(m.reading, RV_REF_ACCESSION, text_at(&m, record, "recordInfo/recordIdentifier"));
    return rv_tree_end(tree, record, err);
}

static bool begins(const rv_tree *tree, const char *name, size_t depth)
{
    (void)tree;
    (void)depth;
    return strcmp(name, "mods") == 0;
}

static rv_status read_mods(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const rv_tree_format format = { .begins = begins, .record = take_record };

    (void)charset;                                      /* XML says itself what it is written in */
    return rv_tree_read(reading, raw, &format, NULL, err);
}

static bool detect_mods(const char *text, size_t n)
{
    return rv_tree_holds(text, n, "mods") || rv_tree_root(text, n, "modsCollection");
}

const rv_refs_format rv_format_mods = { detect_mods, read_mods };
