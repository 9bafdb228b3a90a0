/* RDF/XML: Zotero's export, the Bibliographic Ontology, and plain Dublin Core. Entries point at each other (an article at its
   journal, a note, a file), forward as well as back, so the document is kept, two portions at a time: an entry of a large document
   sees what stands in its own portion and the next. What points further is not found, and told. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "xml_tree.h"

enum { PORTION = 12 << 20, HOPS = 4, SMALL = 1 << 20 };

typedef struct {
    const char       *key;
    const rv_element *node;
} named;

typedef struct {
    rv_tree          *tree;
    rv_reading       *reading;
    rv_arena          before;            /* of the portion before this one */
    rv_element      **nodes;             /* the top of both portions */
    size_t            n_nodes, room_nodes, n_before;
    named            *names;             /* those with a name, sorted by it */
    size_t            n_names, room_names;
    uint64_t          read, followed;    /* bytes of both portions; of the nodes that references led to */
    bool              told, parted;
    const rv_element *node;              /* the record's */
} rdf;

/* ---- Nodes and what they point at -------------------------------------------------------------------------------------- */

static bool is(const rv_element *e, const char *space, const char *name)
{
    return *e->name == *name && strcmp(e->name, name) == 0 && strcmp(e->space, space) == 0;
}

static const rv_element *property(const rv_element *node, const char *space, const char *name)
{
    const rv_element *e;

    for (e = node ? node->first : NULL; e && !is(e, space, name); e = e->next)
        ;
    return e;
}

static const rv_element *next_property(const rv_element *e)
{
    const rv_element *next;

    for (next = e->next; next && !is(next, e->space, e->name); next = next->next)
        ;
    return next;
}

/* What a node is called, or what a property points at: "#item_1", "urn:issn:1234-5678", "_:n5". */
static const char *reference(const rv_element *e, bool node)
{
    const char *key = node ? rv_element_attribute(e, "about") : rv_element_attribute(e, "resource");

    if (!key && node)
        key = rv_element_attribute(e, "ID");
    if (!key)
        key = rv_element_attribute(e, "nodeID");
    return key && *key == '#' ? key + 1 : key;
}

static int by_key(const void *a, const void *b)
{
    const named *one = a, *two = b;
    int          order = strcmp(one->key, two->key);

    return order ? order : (one->node->begin > two->node->begin) - (one->node->begin < two->node->begin);
}

static void lost_reference(rdf *r, const char *key, const char *why)
{
    if (!r->told)
        rv_reading_problem(r->reading, "record-incomplete", r->node->line, r->reading->record.number,
                           "what <%s> points at (%.100s) %s", r->node->name, key, why);
    r->told = true;
}

/* The node that a reference leads to. All that are followed together may be a few times what is kept, no more: else a long one
   that everything points at would be read over and over. */
static const rv_element *find(rdf *r, const char *key)
{
    size_t      low = 0, high = r->n_names;
    const char *why = "stands too far from it in this large file";

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (strcmp(r->names[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < r->n_names && strcmp(r->names[low].key, key) == 0) {
        const rv_element *node = r->names[low].node;

        r->followed += node->end - node->begin;
        if (r->followed <= 4 * r->read + SMALL)
            return node;
        why = "is too long to be read again for each that points at it";
    } else if (!r->parted) {
        return NULL;                                    /* something outside the document */
    }
    lost_reference(r, key, why);
    return NULL;
}

/* What a property holds: the node within it, or the one it points at; NULL for a text. */
static const rv_element *node_of(rdf *r, const rv_element *e)
{
    const char *key;

    if (!e)
        return NULL;
    if (e->first)
        return e->first;
    key = reference(e, false);
    return key ? find(r, key) : NULL;
}

/* The text of a property, also where it stands within <rdf:value> of a node. */
static const char *text_of(rdf *r, const rv_element *e)
{
    const rv_element *node;

    if (!e)
        return NULL;
    if (!e->first && !reference(e, false))
        return rv_element_text(r->tree, e);
    node = node_of(r, e);
    if (node && property(node, "rdf", "value"))
        return rv_element_text(r->tree, property(node, "rdf", "value"));
    return e->first && !e->first->first ? rv_element_text(r->tree, e) : NULL;
}

static const char *text_at(rdf *r, const rv_element *node, const char *space, const char *name)
{
    const rv_element *e;
    const char       *text = NULL;

    for (e = property(node, space, name); e && !text; e = next_property(e))
        text = text_of(r, e);
    return text;
}

/* Dublin Core has the same properties in two namespaces. */
static const char *dc(rdf *r, const rv_element *node, const char *name)
{
    const char *text = text_at(r, node, "dc", name);

    return text ? text : text_at(r, node, "dcterms", name);
}

/* ---- Names ------------------------------------------------------------------------------------------------------------- */

static void add_person(rdf *r, rv_ref_role role, const rv_element *e)
{
    static const char *const families[] = { "surname", "family_name", "familyName", "lastName" };
    static const char *const givens[] = { "givenName", "givenname", "firstName", "given" };
    const rv_element *node = node_of(r, e);
    const char       *family = NULL, *given = NULL, *name;
    size_t            i;

    if (!node) {
        const char *text = text_of(r, e);

        if (text && !rv_field_is_url(text))
            (void)rv_reading_person_forward(r->reading, role, text);
        return;
    }
    for (i = 0; i < 4; i++) {
        family = family ? family : text_at(r, node, "foaf", families[i]);
        given = given ? given : text_at(r, node, "foaf", givens[i]);
    }
    name = text_at(r, node, "foaf", "name");
    if (family || given)
        rv_reading_name(r->reading, role, family, given, NULL);
    else if (name && strcmp(node->name, "Person") == 0)
        (void)rv_reading_person_forward(r->reading, role, name);
    else
        rv_reading_name(r->reading, role, name, NULL, NULL);
}

/* The people of a property: a sequence of them, or one. */
static bool add_people(rdf *r, rv_ref_role role, const char *space, const char *name)
{
    const rv_element *e, *list, *li;
    bool              found = false;

    for (e = property(r->node, space, name); e; e = next_property(e)) {
        list = node_of(r, e);
        found = true;
        if (!list || (!is(list, "rdf", "Seq") && !is(list, "rdf", "Bag") && !is(list, "rdf", "Alt")))
            add_person(r, role, e);
        else
            for (li = list->first; li; li = li->next)
                add_person(r, role, li);
    }
    return found;
}

static void take_people(rdf *r)
{
    static const struct { const char *space, *name; rv_ref_role role; } people[] = {
        { "bib", "authors", RV_ROLE_AUTHOR },         { "bibo", "authorList", RV_ROLE_AUTHOR },
        { "bib", "editors", RV_ROLE_EDITOR },         { "bibo", "editorList", RV_ROLE_EDITOR },
        { "z", "translators", RV_ROLE_TRANSLATOR },   { "bibo", "translator", RV_ROLE_TRANSLATOR },
        { "z", "seriesEditors", RV_ROLE_SERIES_EDITOR }, { "bib", "contributors", RV_ROLE_OTHER },
        { "z", "inventors", RV_ROLE_AUTHOR },         { "z", "programmers", RV_ROLE_AUTHOR },
        { "z", "presenters", RV_ROLE_AUTHOR },        { "z", "podcasters", RV_ROLE_AUTHOR },
        { "z", "directors", RV_ROLE_AUTHOR },         { "z", "artists", RV_ROLE_AUTHOR },
        { "z", "performers", RV_ROLE_AUTHOR },        { "z", "cartographers", RV_ROLE_AUTHOR },
        { "z", "interviewees", RV_ROLE_AUTHOR },      { "z", "interviewers", RV_ROLE_OTHER },
        { "z", "recipients", RV_ROLE_OTHER },         { "z", "reviewedAuthors", RV_ROLE_OTHER },
    };
    bool   author = false, editor = false;
    size_t i;

    for (i = 0; i < sizeof people / sizeof *people; i++) {
        bool found = add_people(r, people[i].role, people[i].space, people[i].name);

        author = author || (found && people[i].role == RV_ROLE_AUTHOR);
        editor = editor || (found && people[i].role == RV_ROLE_EDITOR);
    }
    if (!author && !add_people(r, RV_ROLE_AUTHOR, "dcterms", "creator"))
        (void)add_people(r, RV_ROLE_AUTHOR, "dc", "creator");
    if (!editor)
        (void)add_people(r, RV_ROLE_EDITOR, "bibo", "editor");
    (void)add_people(r, RV_ROLE_OTHER, "dc", "contributor");
}

/* ---- Types ------------------------------------------------------------------------------------------------------------- */

static const struct { const char *item, *type; } item_types[] = {
    { "journalArticle", "article-journal" }, { "magazineArticle", "article-magazine" }, { "newspaperArticle", "article-newspaper" },
    { "book", "book" },                      { "bookSection", "chapter" },              { "conferencePaper", "paper-conference" },
    { "report", "report" },                  { "thesis", "thesis" },                    { "webpage", "webpage" },
    { "blogPost", "post-weblog" },           { "forumPost", "post" },                   { "preprint", "article" },
    { "dataset", "dataset" },                { "document", "document" },                { "manuscript", "manuscript" },
    { "patent", "patent" },                  { "computerProgram", "software" },         { "presentation", "speech" },
    { "letter", "personal_communication" },  { "email", "personal_communication" },
    { "encyclopediaArticle", "entry-encyclopedia" }, { "dictionaryEntry", "entry-dictionary" },
    { "bill", "bill" },                      { "statute", "legislation" },
    { "case", "legal_case" },                { "hearing", "hearing" },                  { "interview", "interview" },
    { "film", "motion_picture" },            { "videoRecording", "motion_picture" },    { "audioRecording", "song" },
    { "podcast", "song" },                   { "radioBroadcast", "broadcast" },         { "tvBroadcast", "broadcast" },
    { "map", "map" },                        { "artwork", "graphic" },                  { "standard", "standard" },
    { "treaty", "treaty" },
};

/* By the class of the node, where no item type is given. */
static const struct { const char *node, *type; } node_types[] = {
    { "Article", "article-journal" },       { "AcademicArticle", "article-journal" }, { "Book", "book" },
    { "EditedBook", "book" },               { "BookSection", "chapter" },             { "Chapter", "chapter" },
    { "Report", "report" },                 { "Thesis", "thesis" },                   { "Webpage", "webpage" },
    { "Proceedings", "book" },              { "Manuscript", "manuscript" },           { "Patent", "patent" },
    { "Document", "document" },             { "Letter", "personal_communication" },   { "Standard", "standard" },
    { "Legislation", "legislation" },       { "Map", "map" },                         { "Recording", "song" },
    { "MotionPicture", "motion_picture" },  { "Image", "graphic" },                   { "Data", "dataset" },
    { "Slideshow", "speech" },              { "LegalDecision", "legal_case" },        { "LegalCaseDocument", "legal_case" },
    { "Note", "document" },                 { "DocumentPart", "document" },           { "Interview", "interview" },
    { "ConferenceProceedings", "book" },    { "Illustration", "graphic" },            { "Legal_case", "legal_case" },
};

/* What only belongs to records: never one itself, unless it says an item type. */
static const char *const no_records[] = {
    "Journal", "Periodical", "Magazine", "Newspaper", "Series", "Issue", "Memo", "Attachment", "Collection", "UserItem", "Person",
    "Organization", "Agent", "Group", "Address", "Seq", "Bag", "Alt", "Conference", "Website", "Event", "AutomaticTag", "Feed",
    "Image", "Class", "Property", "ObjectProperty", "DatatypeProperty", "Ontology", "Concept", "ConceptScheme", NULL,
};

static bool is_record(rdf *r, const rv_element *node)
{
    const char *item = text_at(r, node, "z", "itemType");
    size_t      i;

    if (item)
        return strcmp(item, "attachment") != 0 && strcmp(item, "note") != 0 && strcmp(item, "annotation") != 0;
    for (i = 0; no_records[i]; i++)
        if (strcmp(node->name, no_records[i]) == 0)
            return false;
    return property(node, "dc", "title") || property(node, "dcterms", "title");
}

static const char *last_part(const char *uri)
{
    const char *s = uri, *last = uri;

    for (; *s; s++)
        if ((*s == '/' || *s == '#') && s[1])
            last = s + 1;
    return last;
}

static const char *type_of(rdf *r)
{
    const char *item = text_at(r, r->node, "z", "itemType"), *node = r->node->name;
    const rv_element *typed = property(r->node, "rdf", "type");
    size_t      i;

    for (i = 0; item && i < sizeof item_types / sizeof *item_types; i++)
        if (strcmp(item, item_types[i].item) == 0)
            return item_types[i].type;
    if (is(r->node, "rdf", "Description") && typed && rv_element_attribute(typed, "resource"))
        node = last_part(rv_element_attribute(typed, "resource"));
    for (i = 0; i < sizeof node_types / sizeof *node_types; i++)
        if (strcmp(node, node_types[i].node) == 0)
            return node_types[i].type;
    return "document";
}

/* ---- Numbers, addresses, files, notes ------------------------------------------------------------------------------------ */

/* "DOI 10.1/abc", "ISSN 1234-5678", "urn:isbn:...", an address, a PMID. */
static void take_identifier(rdf *r, const char *text, bool own)
{
    const char *doi;

    if (!text)
        return;
    if (strncmp(text, "ISSN ", 5) == 0 || strncmp(text, "ISBN ", 5) == 0)
        (void)rv_field_numbers(r->reading, text + 5);
    else if (strncmp(text, "urn:isbn:", 9) == 0 || strncmp(text, "urn:issn:", 9) == 0)
        (void)rv_field_numbers(r->reading, text + 9);
    else if ((doi = rv_field_doi(r->reading, strncmp(text, "info:doi/", 9) == 0 ? text + 9 : text)))
        rv_reading_set(r->reading, RV_REF_DOI, doi);
    else if (strncmp(text, "info:pmid/", 10) == 0)
        rv_reading_set(r->reading, RV_REF_PMID, rv_field_pmid(r->reading, text + 10));
    if (own && rv_field_is_url(text))
        rv_reading_add(r->reading, RV_REF_URL, text);
}

static void take_identifiers(rdf *r, const rv_element *node, bool own)
{
    static const struct { const char *space, *name; } names[] = {
        { "dc", "identifier" }, { "dcterms", "identifier" }, { "bibo", "uri" }, { "bibo", "identifier" },
    };
    static const char *const numbers[] = { "issn", "eissn", "isbn", "isbn10", "isbn13" };
    const rv_element *e;
    size_t            i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        for (e = property(node, names[i].space, names[i].name); e; e = next_property(e))
            take_identifier(r, e->first || !reference(e, false) ? text_of(r, e) : reference(e, false), own);
    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *text = text_at(r, node, "bibo", numbers[i]);

        if (!text)
            text = text_at(r, node, "prism", numbers[i]);
        if (text && !rv_field_numbers(r->reading, text))
            rv_reading_problem(r->reading, "odd-identifier", node->line, r->reading->record.number,
                               "'%.80s' is neither an ISSN nor an ISBN", text);
    }
    if (own || strcmp(node->name, "Journal") == 0) {    /* Zotero puts the article's DOI at its journal */
        rv_reading_set(r->reading, RV_REF_DOI, rv_field_doi(r->reading, text_at(r, node, "bibo", "doi")));
        rv_reading_set(r->reading, RV_REF_DOI, rv_field_doi(r->reading, text_at(r, node, "prism", "doi")));
    }
    if (own)
        rv_reading_set(r->reading, RV_REF_PMID, rv_field_pmid(r->reading, text_at(r, node, "bibo", "pmid")));
}

static void take_files(rdf *r)
{
    const rv_element *e;

    for (e = property(r->node, "link", "link"); e; e = next_property(e)) {
        const rv_element *attachment = node_of(r, e);
        const rv_element *file = property(attachment, "rdf", "resource");
        const char       *name = rv_field_plain(r->reading, rv_element_attribute(file, "resource"));

        rv_reading_add(r->reading, RV_REF_FILE, name ? name : attachment ? text_at(r, attachment, "dc", "title") : NULL);
    }
}

static void take_notes(rdf *r)
{
    const rv_element *e;

    for (e = property(r->node, "dcterms", "isReferencedBy"); e; e = next_property(e))
        rv_reading_add(r->reading, RV_REF_NOTE, text_of(r, e));
    for (e = property(r->node, "dc", "description"); e; e = next_property(e))
        rv_reading_add(r->reading, RV_REF_NOTE, text_of(r, e));
}

static void take_keywords(rdf *r)
{
    const rv_element *e;

    for (e = r->node->first; e; e = e->next)
        if (strcmp(e->name, "subject") == 0) {
            const rv_element *node = node_of(r, e);
            const char       *text = text_of(r, e);

            rv_reading_add(r->reading, RV_REF_KEYWORD, text ? text : node ? text_at(r, node, "rdfs", "label") : NULL);
        }
}

/* ---- The whole that the record is part of -------------------------------------------------------------------------------- */

static void take_publisher(rdf *r, const rv_element *node)
{
    const rv_element *e = property(node, "dc", "publisher"), *body, *address;

    if (!e)
        e = property(node, "dcterms", "publisher");
    if (!e || !(body = node_of(r, e))) {
        rv_reading_set(r->reading, RV_REF_PUBLISHER, text_of(r, e));
        return;
    }
    rv_reading_set(r->reading, RV_REF_PUBLISHER, text_at(r, body, "foaf", "name"));
    address = property(body, "vcard", "adr");
    rv_reading_set(r->reading, RV_REF_PLACE, text_at(r, address ? node_of(r, address) : body, "vcard", "locality"));
    rv_reading_set(r->reading, RV_REF_PLACE, text_at(r, body, "address", "localityName"));
}

/* Volume, issue and the like, of the record or of what it is part of. */
static void take_place(rdf *r, const rv_element *node)
{
    static const struct { const char *space, *name; rv_ref_field field; } places[] = {
        { "prism", "volume", RV_REF_VOLUME }, { "bibo", "volume", RV_REF_VOLUME },   { "prism", "edition", RV_REF_EDITION },
        { "bibo", "edition", RV_REF_EDITION }, { "bibo", "issue", RV_REF_ISSUE },
    };
    size_t i;

    for (i = 0; i < sizeof places / sizeof *places; i++)
        rv_reading_set(r->reading, places[i].field, text_at(r, node, places[i].space, places[i].name));
}

static bool is_series(const rv_element *node)
{
    return strcmp(node->name, "Series") == 0;
}

static bool is_periodical(const rv_element *node)
{
    return strcmp(node->name, "Journal") == 0 || strcmp(node->name, "Periodical") == 0 || strcmp(node->name, "Magazine") == 0
           || strcmp(node->name, "Newspaper") == 0;
}

/* An issue within a journal, a book within a series: each says something of the record. */
static rv_status take_whole(rdf *r, const rv_element *node, int hops, rv_error *err)
{
    const rv_element *e, *whole;
    rv_status         st = RV_OK;

    for (e = property(node, "dcterms", "isPartOf"); st == RV_OK && e && hops > 0; e = next_property(e)) {
        const char *title;

        if (!(whole = node_of(r, e)) || whole == r->node)
            continue;
        title = dc(r, whole, "title");
        if (!e->first)
            st = rv_tree_tags(r->tree, whole, "dcterms:isPartOf/", err);
        if (is_series(whole)) {
            rv_reading_set(r->reading, RV_REF_SERIES, title);
            rv_reading_set(r->reading, RV_REF_NUMBER, text_at(r, whole, "prism", "number"));
        } else {
            rv_reading_set(r->reading, RV_REF_CONTAINER, title);
            rv_reading_set(r->reading, RV_REF_ABBREVIATION, text_at(r, whole, "dcterms", "alternative"));
            rv_reading_set(r->reading, RV_REF_ABBREVIATION, text_at(r, whole, "bibo", "shortTitle"));
        }
        if (is_periodical(whole))
            rv_reading_set(r->reading, RV_REF_ISSUE, text_at(r, whole, "prism", "number"));
        take_place(r, whole);
        take_identifiers(r, whole, false);
        take_publisher(r, whole);
        rv_reading_date(r->reading, r->reading->record.date.year ? NULL : dc(r, whole, "date"));
        if (st == RV_OK)
            st = take_whole(r, whole, hops - 1, err);
    }
    return st;
}

/* ---- Records ----------------------------------------------------------------------------------------------------------- */

static void take_event(rdf *r)
{
    const rv_element *e = property(r->node, "bib", "presentedAt");

    if (!e)
        e = property(r->node, "bibo", "presentedAt");
    rv_reading_set(r->reading, RV_REF_EVENT, e && node_of(r, e) ? dc(r, node_of(r, e), "title") : NULL);
}

static void take_fields(rdf *r)
{
    const char *type = type_of(r), *number = text_at(r, r->node, "prism", "number");
    bool        article = strncmp(type, "article-", 8) == 0;
    const rv_element *node = r->node;

    rv_reading_set(r->reading, RV_REF_TYPE, type);
    rv_reading_set(r->reading, RV_REF_TITLE, dc(r, node, "title"));
    rv_reading_set(r->reading, RV_REF_SHORT_TITLE, text_at(r, node, "z", "shortTitle"));
    rv_reading_set(r->reading, RV_REF_SHORT_TITLE, text_at(r, node, "bibo", "shortTitle"));
    rv_reading_set(r->reading, RV_REF_ABSTRACT, text_at(r, node, "dcterms", "abstract"));
    rv_reading_set(r->reading, RV_REF_ABSTRACT, text_at(r, node, "bibo", "abstract"));
    rv_reading_set(r->reading, RV_REF_LANGUAGE, text_at(r, node, "z", "language"));
    rv_reading_set(r->reading, RV_REF_LANGUAGE, dc(r, node, "language"));
    rv_reading_set(r->reading, RV_REF_DATABASE, text_at(r, node, "z", "libraryCatalog"));
    rv_reading_set(r->reading, RV_REF_KEY, text_at(r, node, "z", "citationKey"));
    rv_reading_set(r->reading, RV_REF_GENRE, text_at(r, node, "z", "type"));
    rv_reading_set(r->reading, article ? RV_REF_ISSUE : RV_REF_NUMBER, number);
    rv_reading_set(r->reading, RV_REF_NUMBER, text_at(r, node, "bibo", "number"));
    rv_reading_set(r->reading, RV_REF_PAGES, rv_field_pages(r->reading, text_at(r, node, "bib", "pages"), NULL));
    rv_reading_set(r->reading, RV_REF_PAGES, rv_field_pages(r->reading, text_at(r, node, "bibo", "pages"), NULL));
    rv_reading_set(r->reading, RV_REF_PAGES,
                   rv_field_pages(r->reading, text_at(r, node, "bibo", "pageStart"), text_at(r, node, "bibo", "pageEnd")));
    rv_reading_set(r->reading, RV_REF_CONTAINER, text_at(r, node, "prism", "publicationName"));
    rv_reading_date(r->reading, dc(r, node, "date"));
    rv_reading_date(r->reading, text_at(r, node, "dcterms", "issued"));
    take_place(r, node);
    take_people(r);
    take_identifiers(r, node, true);
    take_publisher(r, node);
    take_keywords(r);
    take_event(r);
    take_files(r);
    take_notes(r);
}

static rv_status take_node(rdf *r, const rv_element *node, rv_error *err)
{
    const char *about = rv_element_attribute(node, "about");
    rv_status   st;

    r->node = node;
    r->told = false;
    rv_arena_reset(&r->reading->arena);
    if (!is_record(r, node))
        return RV_OK;
    if ((st = rv_tree_begin(r->tree, node, err)) != RV_OK || (st = rv_tree_tags(r->tree, node, "", err)) != RV_OK)
        return st;
    take_fields(r);
    if ((st = take_whole(r, node, HOPS, err)) != RV_OK)
        return st;
    if (about && rv_field_is_url(about))
        take_identifier(r, rv_field_plain(r->reading, about), !r->reading->record.text[RV_REF_URL]);
    return rv_tree_end(r->tree, node, err);
}

static bool add_name(rdf *r, const rv_element *node)
{
    const char *key = reference(node, true);

    if (!key)
        return true;
    if (r->n_names == r->room_names) {
        size_t wider = r->room_names ? 2 * r->room_names : 256;
        named *names = realloc(r->names, wider * sizeof *names);

        if (!names)
            return false;
        r->names = names;
        r->room_names = wider;
    }
    r->names[r->n_names++] = (named){ key, node };
    return true;
}

/* The nodes below; between them and the next nodes stand their properties. */
static bool add_names(rdf *r, const rv_element *node)
{
    const rv_element *e, *inner;
    bool              fine = add_name(r, node);

    for (e = node->first; fine && e; e = e->next)
        for (inner = e->first; fine && inner; inner = inner->next)
            fine = add_names(r, inner);
    return fine;
}

/* Hands over the records of the first `n` nodes, which see all that is kept. */
static rv_status hand_over(rdf *r, size_t n, rv_error *err)
{
    rv_status st = RV_OK;
    size_t    i;

    r->n_names = 0;
    r->read = r->followed = 0;
    for (i = 0; i < r->n_nodes; i++) {
        r->read += r->nodes[i]->end - r->nodes[i]->begin;
        if (!add_names(r, r->nodes[i]))
            return rv_fail(err, RV_ENOMEM, "out of memory reading %s", r->reading->name);
    }
    if (r->n_names > 1)
        qsort(r->names, r->n_names, sizeof *r->names, by_key);
    for (i = 0; st == RV_OK && i < n; i++)
        st = take_node(r, r->nodes[i], err);
    return st;
}

/* The portion is full: what is before it goes, and it is what is before the next. */
static rv_status next_portion(rdf *r, rv_error *err)
{
    rv_status st = hand_over(r, r->n_before, err);
    rv_arena  empty = r->before;

    if (r->n_before > 0) {
        memmove(r->nodes, r->nodes + r->n_before, (r->n_nodes - r->n_before) * sizeof *r->nodes);
        r->n_nodes -= r->n_before;
        r->parted = true;
    }
    r->n_before = r->n_nodes;
    r->before = r->tree->arena;
    r->tree->arena = empty;
    rv_tree_clear(r->tree);
    return st;
}

static rv_status keep_node(rv_tree *tree, rv_element *node, rv_error *err)
{
    rdf *r = tree->user;

    r->tree = tree;
    if (r->n_nodes == r->room_nodes) {
        size_t       wider = r->room_nodes ? 2 * r->room_nodes : 256;
        rv_element **nodes = realloc(r->nodes, wider * sizeof *nodes);

        if (!nodes)
            return rv_fail(err, RV_ENOMEM, "out of memory reading %s", tree->reading->name);
        r->nodes = nodes;
        r->room_nodes = wider;
    }
    r->nodes[r->n_nodes++] = node;
    return tree->arena.total < PORTION ? RV_OK : next_portion(r, err);
}

static rv_status end_document(rv_tree *tree, rv_error *err)
{
    rdf *r = tree->user;

    r->tree = tree;
    return hand_over(r, r->n_nodes, err);
}

static bool begins(const rv_tree *tree, const char *name, size_t depth)
{
    (void)tree;
    (void)name;
    return depth == 1;
}

static rv_status read_rdf(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    static const rv_tree_format format = {
        .begins = begins, .record = keep_node, .end = end_document, .spaces = true, .keeps = true,
    };
    rdf       r = { .reading = reading };
    rv_status st;

    (void)charset;                                      /* XML says itself what it is written in */
    st = rv_tree_read(reading, raw, &format, &r, err);
    rv_arena_free(&r.before);
    free(r.nodes);
    free(r.names);
    return st;
}

static bool detect_rdf(const char *text, size_t n)
{
    return rv_tree_root(text, n, "RDF");
}

const rv_refs_format rv_format_rdf = { detect_rdf, read_rdf };
