/* What Crossref answers in XML: unixref and unixsd (deposited metadata, also as deposits), and the older query results. */
#include <config.h>

#include <string.h>

#include "xml_tree.h"

/* Bytes that the parts of one work may repeat of the whole. */
enum { REPEATED = 64 << 20 };

typedef struct {
    rv_tree          *tree;
    rv_reading       *reading;
    rv_element       *unit;              /* <doi_record>, <query>, or the work itself */
    rv_element       *work;              /* <journal>, ... */
    const rv_element *item;              /* its <journal_article>, or the same as `work` */
} crossref;

static const char *text_of(crossref *c, const rv_element *element)
{
    return rv_element_text(c->tree, element);
}

static const char *text_at(crossref *c, const rv_element *element, const char *path)
{
    return rv_element_text_at(c->tree, element, path);
}

/* ---- What the works and their parts are called --------------------------------------------------------------------------- */

/* `meta` holds what is said of the whole, `item` is one part of it; NULL where there is none. `whole` and `part` are types. */
static const struct { const char *work, *meta, *item, *whole, *part; } works[] = {
    { "journal", "journal_metadata", "journal_article", "periodical", "article-journal" },
    { "book", "book_metadata", "content_item", "book", "chapter" },
    { "book", "book_series_metadata", "content_item", "book", "chapter" },
    { "book", "book_set_metadata", "content_item", "book", "chapter" },
    { "conference", "proceedings_metadata", "conference_paper", "book", "paper-conference" },
    { "conference", "proceedings_series_metadata", "conference_paper", "book", "paper-conference" },
    { "report-paper", "report-paper_metadata", "content_item", "report", "chapter" },
    { "report-paper", "report-paper_series_metadata", "content_item", "report", "chapter" },
    { "standard", "standard_metadata", "content_item", "standard", "chapter" },
    { "standard", "standard_series_metadata", "content_item", "standard", "chapter" },
    { "database", "database_metadata", "dataset", "dataset", "dataset" },
    { "dissertation", NULL, NULL, "thesis", NULL },
    { "posted_content", NULL, NULL, "article", NULL },
    { "peer_review", NULL, NULL, "review", NULL },
    { "pending_publication", NULL, NULL, "article-journal", NULL },
    { "sa_component", NULL, "component_list", "document", "document" },
};
enum { WORKS = sizeof works / sizeof *works };

static size_t kind_of(const rv_element *element)
{
    size_t i, first = WORKS;

    for (i = 0; i < WORKS; i++)
        if (strcmp(works[i].work, element->name) == 0) {
            if (!works[i].meta || rv_element_child(element, works[i].meta))
                return i;
            if (first == WORKS)
                first = i;
        }
    return first;
}

static const struct { const char *kind, *type; } posted[] = {
    { "working_paper", "report" }, { "report", "report" }, { "dissertation", "thesis" }, { "letter", "personal_communication" },
    { "other", "document" },
};

static const char *type_of(const crossref *c, size_t kind)
{
    const char *posted_as = strcmp(c->work->name, "posted_content") == 0 ? rv_element_attribute(c->work, "type") : NULL;
    size_t      i;

    for (i = 0; posted_as && i < sizeof posted / sizeof *posted; i++)
        if (strcmp(posted_as, posted[i].kind) == 0)
            return posted[i].type;
    if (c->item != c->work && rv_element_has(c->item, "component_type", "reference_entry"))
        return "entry";
    return c->item == c->work ? works[kind].whole : works[kind].part;
}

/* ---- Names, titles, dates -------------------------------------------------------------------------------------------- */

static rv_ref_role role_of(const rv_element *contributor)
{
    const char *role = rv_element_attribute(contributor, "contributor_role");

    return !role || strcmp(role, "author") == 0 ? RV_ROLE_AUTHOR
           : strcmp(role, "editor") == 0 || strcmp(role, "chair") == 0 ? RV_ROLE_EDITOR
           : strcmp(role, "translator") == 0 ? RV_ROLE_TRANSLATOR : RV_ROLE_OTHER;
}

/* Those under `holder`; with `only`, those of one role, as `as`. */
static void take_people(crossref *c, const rv_element *holder, bool all, rv_ref_role only, rv_ref_role as)
{
    const rv_element *people = rv_element_child(holder, "contributors"), *e;

    for (e = people ? people->first : holder ? holder->first : NULL; e; e = e->next) {
        rv_ref_role role = role_of(e);

        if (!all && role != only)
            continue;
        role = all ? role : as;
        if (strcmp(e->name, "person_name") == 0 || strcmp(e->name, "contributor") == 0)
            rv_reading_name(c->reading, role, text_at(c, e, "surname"), text_at(c, e, "given_name"), text_at(c, e, "suffix"));
        else if (strcmp(e->name, "organization") == 0)
            rv_reading_name(c->reading, role, text_of(c, e), NULL, NULL);
    }
}

static const char *title_of(crossref *c, const rv_element *holder)
{
    const rv_element *titles = rv_element_child(holder, "titles");
    const char       *title = text_at(c, titles, "title"), *sub = text_at(c, titles, "subtitle");
    size_t            n = title ? strlen(title) : 0;

    if (!title || !sub || strstr(title, sub))           /* some give the subtitle twice */
        return title ? title : sub;
    return rv_tree_join(c->tree, title, strchr(":?!.", title[n - 1]) ? " " : ": ", sub);
}

static const char *date_text(crossref *c, const rv_element *date)
{
    const char *year = text_at(c, date, "year"), *month = text_at(c, date, "month"), *day = text_at(c, date, "day");

    if (month && strlen(month) == 2 && month[0] > '1')  /* 21 to 34: seasons and quarters */
        month = day = NULL;
    return rv_tree_join(c->tree, rv_tree_join(c->tree, year, "-", month), "-", month ? day : NULL);
}

/* In print before online: the year of the volume, as PubMed and citations have it. */
static void take_dates(crossref *c, const rv_element *holder, const char *name)
{
    const rv_element *date;
    int               online;

    for (online = 0; holder && !c->reading->record.date.year && online < 2; online++)
        for (date = rv_element_child(holder, name); date; date = rv_element_next(date, name))
            if (rv_element_has(date, "media_type", "online") == online)
                rv_reading_date(c->reading, date_text(c, date));
}

/* ---- Numbers and addresses --------------------------------------------------------------------------------------------- */

static void take_numbers(crossref *c, const rv_element *holder, const char *name)
{
    const rv_element *number;

    for (number = rv_element_child(holder, name); number; number = rv_element_next(number, name)) {
        const char *text = text_of(c, number);

        if (text && !rv_field_numbers(c->reading, text))
            rv_reading_problem(c->reading, "odd-identifier", number->line, c->reading->record.number,
                               "'%.80s' is neither an ISSN nor an ISBN", text);
    }
}

static void take_doi(crossref *c)
{
    const rv_element *data = rv_element_child(c->item, "doi_data");
    const char       *url = text_at(c, data, "resource");

    rv_reading_set(c->reading, RV_REF_DOI, rv_field_doi(c->reading, text_at(c, data, "doi")));
    rv_reading_set(c->reading, RV_REF_DOI, rv_field_doi(c->reading, text_at(c, c->item, "doi")));
    rv_reading_set(c->reading, RV_REF_DOI, rv_field_doi(c->reading, text_at(c, c->unit, "doi")));
    if (url && rv_field_is_url(url))
        rv_reading_add(c->reading, RV_REF_URL, url);
}

static void take_pages(crossref *c)
{
    const rv_element *number;

    rv_reading_set(c->reading, RV_REF_PAGES,
                   rv_field_pages(c->reading, text_at(c, c->item, "pages/first_page"), text_at(c, c->item, "pages/last_page")));
    for (number = rv_element_at(c->item, "publisher_item/item_number"); number; number = rv_element_next(number, "item_number")) {
        const char *type = rv_element_attribute(number, "item_number_type");

        if (type && (strncmp(type, "article", 7) == 0 || strcmp(type, "e-location") == 0 || strcmp(type, "elocation") == 0))
            rv_reading_set(c->reading, RV_REF_PAGES, text_of(c, number));
    }
}

/* ---- The whole that a part stands in ------------------------------------------------------------------------------------- */

static void take_journal(crossref *c)
{
    const rv_element *meta = rv_element_child(c->work, "journal_metadata"), *issue = rv_element_child(c->work, "journal_issue");
    const char       *abbreviation = text_at(c, meta, "abbrev_title"), *name = text_at(c, meta, "full_title");

    if (c->item == c->work)
        rv_reading_set(c->reading, RV_REF_TITLE, name);
    else
        rv_reading_set(c->reading, RV_REF_CONTAINER, name);
    if (abbreviation && !(name && strcmp(abbreviation, name) == 0))
        rv_reading_set(c->reading, RV_REF_ABBREVIATION, abbreviation);
    take_numbers(c, meta, "issn");
    rv_reading_set(c->reading, RV_REF_VOLUME, text_at(c, issue, "journal_volume/volume"));
    rv_reading_set(c->reading, RV_REF_ISSUE, text_at(c, issue, "issue"));
    take_dates(c, issue, "publication_date");
}

/* A book, proceedings, a report, a standard or a database. */
static void take_volume(crossref *c, size_t kind)
{
    const rv_element *meta = rv_element_child(c->work, works[kind].meta), *series = rv_element_child(meta, "series_metadata");
    bool              whole = c->item == c->work;

    if (!series)
        series = rv_element_child(meta, "set_metadata");
    rv_reading_set(c->reading, whole ? RV_REF_TITLE : RV_REF_CONTAINER, title_of(c, meta));
    rv_reading_set(c->reading, whole ? RV_REF_TITLE : RV_REF_CONTAINER, text_at(c, meta, "proceedings_title"));
    rv_reading_set(c->reading, RV_REF_SERIES, title_of(c, series));
    rv_reading_set(c->reading, RV_REF_EDITION, text_at(c, meta, "edition_number"));
    rv_reading_set(c->reading, RV_REF_VOLUME, text_at(c, meta, "volume"));
    rv_reading_set(c->reading, RV_REF_PUBLISHER, text_at(c, meta, "publisher/publisher_name"));
    rv_reading_set(c->reading, RV_REF_PUBLISHER, text_at(c, meta, "institution/institution_name"));
    rv_reading_set(c->reading, RV_REF_PLACE, text_at(c, meta, "publisher/publisher_place"));
    rv_reading_set(c->reading, RV_REF_PLACE, text_at(c, meta, "institution/institution_place"));
    rv_reading_set(c->reading, RV_REF_NUMBER, text_at(c, meta, "publisher_item/item_number"));
    rv_reading_set(c->reading, RV_REF_EVENT, text_at(c, c->work, "event_metadata/conference_name"));
    rv_reading_set(c->reading, RV_REF_PLACE, text_at(c, c->work, "event_metadata/conference_location"));
    take_numbers(c, meta, "isbn");
    take_numbers(c, series, "issn");
    take_dates(c, meta, "publication_date");
    take_dates(c, rv_element_child(meta, "database_date"), "publication_date");
    if (whole) {
        take_people(c, meta, true, RV_ROLE_AUTHOR, RV_ROLE_AUTHOR);
        if (strcmp(c->work->name, "conference") == 0)
            take_people(c, rv_element_child(c->work, "event_metadata"), true, RV_ROLE_AUTHOR, RV_ROLE_AUTHOR);
    } else {
        take_people(c, meta, false, RV_ROLE_EDITOR, RV_ROLE_EDITOR);
        take_people(c, rv_element_child(c->work, "contributors"), false, RV_ROLE_EDITOR, RV_ROLE_EDITOR);
    }
}

/* ---- A work that stands alone, and what any has ------------------------------------------------------------------------ */

static void take_reviewed(crossref *c)
{
    const rv_element *e, *item;

    for (e = rv_element_child(c->item, "program"); e; e = rv_element_next(e, "program"))
        for (item = rv_element_child(e, "related_item"); item; item = rv_element_next(item, "related_item")) {
            const rv_element *relation = rv_element_child(item, "inter_work_relation");
            const char       *doi = rv_field_doi(c->reading, text_of(c, relation));

            if (doi && rv_element_has(relation, "relationship-type", "isReviewOf"))
                rv_reading_add(c->reading, RV_REF_NOTE, rv_tree_join(c->tree, "Review of https://doi.org/", NULL, doi));
        }
}

static void take_item(crossref *c)
{
    static const char *const dates[] = { "publication_date", "posted_date", "review_date", "approval_date", "acceptance_date" };
    const rv_element *item = c->item, *abstract;
    size_t            i;

    rv_reading_set(c->reading, RV_REF_TITLE, title_of(c, item));
    rv_reading_set(c->reading, RV_REF_ORIGINAL_TITLE, text_at(c, item, "titles/original_language_title"));
    take_people(c, item, true, RV_ROLE_AUTHOR, RV_ROLE_AUTHOR);
    for (i = 0; i < sizeof dates / sizeof *dates; i++)
        take_dates(c, item, dates[i]);
    take_dates(c, rv_element_child(item, "database_date"), "publication_date");
    take_dates(c, rv_element_child(item, "database_date"), "creation_date");
    for (abstract = rv_element_child(item, "abstract"); abstract; abstract = rv_element_next(abstract, "abstract"))
        rv_reading_set(c->reading, RV_REF_ABSTRACT, rv_element_abstract(c->tree, abstract));
    take_pages(c);
    take_doi(c);
    take_numbers(c, item, "isbn");
    rv_reading_set(c->reading, RV_REF_PUBLISHER, text_at(c, item, "institution/institution_name"));
    rv_reading_set(c->reading, RV_REF_PLACE, text_at(c, item, "institution/institution_place"));
    rv_reading_set(c->reading, RV_REF_GENRE, text_at(c, item, "degree"));
    rv_reading_set(c->reading, RV_REF_GENRE, text_at(c, item, "institution/degree"));
    take_reviewed(c);
}

/* What unixsd says beside the deposit: <crm-item name="publisher-name">. */
static void take_crm(crossref *c)
{
    const rv_element *e;

    for (e = rv_element_child(c->unit, "crm-item"); e; e = rv_element_next(e, "crm-item"))
        if (rv_element_has(e, "name", "publisher-name"))
            rv_reading_set(c->reading, RV_REF_PUBLISHER, text_of(c, e));
}

static void take_language(crossref *c, size_t kind)
{
    const rv_element *meta = works[kind].meta ? rv_element_child(c->work, works[kind].meta) : NULL;

    rv_reading_say(c->reading, RV_REF_LANGUAGE, rv_element_attribute(c->item, "language"));
    rv_reading_say(c->reading, RV_REF_LANGUAGE, rv_element_attribute(meta, "language"));
}

/* One part of a work, or a work without parts. */
static void take_work(crossref *c, size_t kind)
{
    rv_reading_set(c->reading, RV_REF_TYPE, type_of(c, kind));
    take_item(c);
    if (strcmp(c->work->name, "journal") == 0)
        take_journal(c);
    else if (works[kind].meta)
        take_volume(c, kind);
    if (c->item == c->work && works[kind].meta) {        /* its number is among what is said of the whole */
        c->item = rv_element_child(c->work, works[kind].meta);
        if (c->item) {
            take_doi(c);
            for (const rv_element *a = rv_element_child(c->item, "abstract"); a; a = rv_element_next(a, "abstract"))
                rv_reading_set(c->reading, RV_REF_ABSTRACT, rv_element_abstract(c->tree, a));
        }
        c->item = c->work;
    }
    take_language(c, kind);
    take_crm(c);
}

/* ---- Query results ----------------------------------------------------------------------------------------------------- */

static const struct { const char *doi, *type; } query_types[] = {
    { "journal_article", "article-journal" },   { "journal_title", "periodical" },    { "book_title", "book" },
    { "book_content", "chapter" },              { "conference_title", "book" },       { "dissertation", "thesis" },
    { "conference_paper", "paper-conference" }, { "report-paper_title", "report" },   { "standard_title", "standard" },
    { "report-paper_content", "report" },       { "posted_content", "article" },      { "dataset", "dataset" },
    { "database", "dataset" },
};

static void take_query(crossref *c)
{
    static const struct { const char *name; rv_ref_field field; } fields[] = {
        { "article_title", RV_REF_TITLE }, { "journal_title", RV_REF_CONTAINER }, { "volume_title", RV_REF_CONTAINER },
        { "series_title", RV_REF_SERIES }, { "volume", RV_REF_VOLUME }, { "issue", RV_REF_ISSUE },
        { "edition_number", RV_REF_EDITION }, { "institution_name", RV_REF_PUBLISHER },
    };
    const rv_element *query = c->unit;
    const char       *type = rv_element_attribute(rv_element_child(query, "doi"), "type");
    size_t            i;

    for (i = 0; i < sizeof fields / sizeof *fields; i++)
        rv_reading_set(c->reading, fields[i].field, text_at(c, query, fields[i].name));
    for (i = 0; type && i < sizeof query_types / sizeof *query_types; i++)
        if (strcmp(type, query_types[i].doi) == 0)
            rv_reading_set(c->reading, RV_REF_TYPE, query_types[i].type);
    rv_reading_set(c->reading, RV_REF_TYPE, rv_element_child(query, "journal_title") ? "article-journal" : "document");
    if (!c->reading->record.text[RV_REF_TITLE]) {        /* a whole book or journal */
        rv_reading_set(c->reading, RV_REF_TITLE, c->reading->record.text[RV_REF_CONTAINER]);
        rv_reading_replace(c->reading, RV_REF_CONTAINER, NULL);
    }
    take_people(c, query, true, RV_ROLE_AUTHOR, RV_ROLE_AUTHOR);
    if (c->reading->record.n_names == 0)
        (void)rv_reading_person(c->reading, RV_ROLE_AUTHOR, text_at(c, query, "author"));
    rv_reading_set(c->reading, RV_REF_PAGES,
                   rv_field_pages(c->reading, text_at(c, query, "first_page"), text_at(c, query, "last_page")));
    rv_reading_date(c->reading, text_at(c, query, "year"));
    take_numbers(c, query, "issn");
    take_numbers(c, query, "isbn");
    rv_reading_set(c->reading, RV_REF_DOI, rv_field_doi(c->reading, text_at(c, query, "doi")));
    take_crm(c);
}

/* ---- Records ----------------------------------------------------------------------------------------------------------- */

/* Takes the parts out of the work, so that what is said of the whole is all that is left. Returns the first. */
static rv_element *take_out_parts(rv_element *work, const char *name)
{
    rv_element **link = &work->first, *parts = NULL, **end = &parts, *e;

    while ((e = *link))
        if (strcmp(e->name, name) == 0) {
            *link = e->next;
            *end = e;
            end = &e->next;
            e->next = NULL;
        } else {
            link = &e->next;
        }
    return parts;
}

/* The tags of one part of many, with those of the whole. */
static rv_status add_part_tags(crossref *c, rv_error *err)
{
    rv_status st = rv_tree_tags(c->tree, c->item, "", err);

    if (st == RV_OK)
        st = rv_tree_tags(c->tree, c->work, rv_tree_join(c->tree, c->work->name, "/", ""), err);
    return st;
}

/* A record for each part of a deposit, each with what is said of the whole, as long as that does not make much of little. */
static rv_status take_parts(crossref *c, size_t kind, size_t n, rv_error *err)
{
    rv_element *part, *parts = take_out_parts(c->work, works[kind].item);
    uint64_t    inside = 0, whole;
    rv_status   st = RV_OK;

    for (part = parts; part; part = part->next)
        inside += part->end - part->begin;
    whole = c->work->end - c->work->begin - inside;
    if (whole * n > REPEATED) {
        rv_reading_problem(c->reading, "record-incomplete", c->work->line, c->reading->summary->records + 1,
                           "what is said of the whole <%s> is too long to repeat for each of its %zu parts", c->work->name, n);
        c->work->first = c->work->last = NULL;
    }
    for (part = parts; st == RV_OK && part; part = part->next) {
        c->item = part;
        if ((st = rv_tree_begin(c->tree, part, err)) != RV_OK || (st = add_part_tags(c, err)) != RV_OK)
            return st;
        take_work(c, kind);
        st = rv_tree_end(c->tree, part, err);
    }
    return st;
}

static rv_status take_one(crossref *c, size_t kind, const rv_element *item, rv_error *err)
{
    rv_status st;

    c->item = item;
    if ((st = rv_tree_begin(c->tree, c->unit, err)) != RV_OK || (st = rv_tree_tags(c->tree, c->unit, "", err)) != RV_OK)
        return st;
    take_work(c, kind);
    return rv_tree_end(c->tree, c->unit, err);
}

static rv_element *child(rv_element *element, const char *name)
{
    rv_element *e;

    for (e = element->first; e && strcmp(e->name, name) != 0; e = e->next)
        ;
    return e;
}

/* The element with the deposited metadata. */
static rv_element *holder_of(rv_element *unit)
{
    rv_element *record = strcmp(unit->name, "query") == 0 ? child(unit, "doi_record") : unit;

    return record && child(record, "crossref") ? child(record, "crossref") : record;
}

/* The work that a record is about; NULL when there is none. */
static rv_element *work_of(rv_element *unit)
{
    rv_element *holder = holder_of(unit), *e;

    if (kind_of(unit) < WORKS)
        return unit;
    for (e = holder ? holder->first : NULL; e && kind_of(e) == WORKS; e = e->next)
        ;
    return e;
}

/* "<error>Malformed DOI</error>", "<query status="unresolved">": what Crossref does not know is no record, but told. */
static void tell_error(crossref *c)
{
    const rv_element *holder = holder_of(c->unit);
    const char       *doi = text_at(c, c->unit, "doi"), *words = text_at(c, holder ? holder : c->unit, "error");

    if (!words)
        words = text_at(c, c->unit, "msg");
    rv_reading_problem(c->reading, "odd-identifier", c->unit->line, 0, "Crossref has no record of %.100s: %.200s",
                       doi ? doi : "what was asked", words ? words : "not resolved");
}

static rv_status take_unit(rv_tree *tree, rv_element *unit, rv_error *err)
{
    crossref          c = { .tree = tree, .reading = tree->reading, .unit = unit };
    rv_element       *e = work_of(unit);
    const rv_element *part, *item;
    size_t            kind, n = 0;
    rv_status         st;

    rv_arena_reset(&tree->reading->arena);               /* for the texts of problems before a record begins */
    if (!e && strcmp(unit->name, "query") == 0 && !rv_element_has(unit, "status", "unresolved")
        && (rv_element_child(unit, "year") || rv_element_child(unit, "journal_title") || rv_element_child(unit, "volume_title"))) {
        if ((st = rv_tree_begin(tree, unit, err)) != RV_OK || (st = rv_tree_tags(tree, unit, "", err)) != RV_OK)
            return st;
        take_query(&c);
        return rv_tree_end(tree, unit, err);
    }
    if (!e) {
        tell_error(&c);
        return RV_OK;
    }
    c.work = e;
    kind = kind_of(e);
    item = works[kind].item ? rv_element_child(e, works[kind].item) : NULL;
    for (part = item; part; part = rv_element_next(part, works[kind].item))
        n++;
    return n > 1 ? take_parts(&c, kind, n, err) : take_one(&c, kind, item ? item : e, err);
}

static bool begins(const rv_tree *tree, const char *name, size_t depth)
{
    size_t i;

    (void)tree;
    if (strcmp(name, "doi_record") == 0 || strcmp(name, "query") == 0)
        return true;
    for (i = 0; depth > 0 && i < WORKS && strcmp(works[i].work, name) != 0; i++)
        ;
    return depth > 0 && i < WORKS;
}

/* What the work cites. */
static bool passes(const rv_element *parent, const char *name)
{
    (void)parent;
    return strcmp(name, "citation_list") == 0;
}

static rv_status read_crossref(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const rv_tree_format format = { .begins = begins, .passes = passes, .record = take_unit };

    (void)charset;                                      /* XML says itself what it is written in */
    return rv_tree_read(reading, raw, &format, NULL, err);
}

static bool detect_crossref(const char *text, size_t n)
{
    return rv_tree_holds(text, n, "doi_records") || rv_tree_holds(text, n, "doi_record")
           || rv_tree_root(text, n, "crossref_result") || rv_tree_root(text, n, "doi_batch") || rv_tree_root(text, n, "crossref");
}

const rv_refs_format rv_format_crossref_xml = { detect_crossref, read_crossref };
