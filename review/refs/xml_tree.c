#include <config.h>

#include <string.h>

#include "xml_tree.h"

/* What the tags of a record, and all texts made of it, may take. A record of many small parts that are joined would else grow
   with their square. */
enum { TAGS_LIMIT = 12 << 20, TEXT_LIMIT = 24 << 20, STEP = 256 };

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *local(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

/* ---- Namespaces ------------------------------------------------------------------------------------------------------ */

static const struct { const char *uri, *name; } known_spaces[] = {
    { "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf" },
    { "http://www.zotero.org/namespaces/export#", "z" },
    { "http://purl.org/net/biblio#", "bib" },
    { "http://purl.org/ontology/bibo/", "bibo" },
    { "http://purl.org/dc/elements/1.1/", "dc" },
    { "http://purl.org/dc/elements/1.0/", "dc" },
    { "http://purl.org/dc/terms/", "dcterms" },
    { "http://xmlns.com/foaf/0.1/", "foaf" },
    { "http://prismstandard.org/namespaces/1.2/basic/", "prism" },
    { "http://prismstandard.org/namespaces/basic/2.0/", "prism" },
    { "http://prismstandard.org/namespaces/basic/2.1/", "prism" },
    { "http://nwalsh.com/rdf/vCard#", "vcard" },
    { "http://www.w3.org/2006/vcard/ns#", "vcard" },
    { "http://purl.org/rss/1.0/modules/link/", "link" },
    { "http://purl.org/vocab/resourcelist/schema#", "res" },
    { "http://www.w3.org/2000/01/rdf-schema#", "rdfs" },
    { "http://schema.org/", "schema" },
    { "https://schema.org/", "schema" },
};

static void bind(rv_tree *tree, const char *attribute, const char *uri)
{
    const char *prefix = strcmp(attribute, "xmlns") == 0 ? "" : attribute + 6;
    size_t      i;

    if (tree->n_bound == RV_TREE_SPACES || strlen(prefix) >= sizeof tree->bound[0].prefix)
        return;                                         /* then the prefix stands for itself */
    for (i = 0; i < sizeof known_spaces / sizeof *known_spaces && strcmp(known_spaces[i].uri, uri) != 0; i++)
        ;
    tree->bound[tree->n_bound].space = i < sizeof known_spaces / sizeof *known_spaces ? known_spaces[i].name : NULL;
    tree->bound[tree->n_bound].depth = tree->depth;
    strcpy(tree->bound[tree->n_bound++].prefix, prefix);
}

static const char *space_of(rv_tree *tree, const char *name)
{
    const char *colon = strchr(name, ':');
    size_t      n = colon ? (size_t)(colon - name) : 0, i;

    for (i = tree->n_bound; i-- > 0;)
        if (strncmp(tree->bound[i].prefix, name, n) == 0 && tree->bound[i].prefix[n] == '\0') {
            if (tree->bound[i].space)
                return tree->bound[i].space;
            break;
        }
    return n > 0 ? rv_arena_add(&tree->arena, name, n) : "";
}

/* ---- Building -------------------------------------------------------------------------------------------------------- */

static bool is_xmlns(const char *name)
{
    return strncmp(name, "xmlns", 5) == 0 && (name[5] == '\0' || name[5] == ':');
}

static void *room(rv_tree *tree, size_t n)
{
    char *at = rv_arena_room(&tree->arena, n + sizeof(void *) - 1);

    return at ? at + (sizeof(void *) - (uintptr_t)at % sizeof(void *)) % sizeof(void *) : NULL;
}

static const char *const *copy_attributes(rv_tree *tree, const char *const *attributes)
{
    static const char *const none[] = { NULL };
    const char **copy;
    size_t       i, n = 0;

    for (i = 0; attributes[i]; i += 2)
        n += !is_xmlns(attributes[i]);
    if (n == 0 || !(copy = room(tree, (2 * n + 1) * sizeof *copy)))
        return none;
    for (n = 0; *attributes; attributes += 2)
        if (!is_xmlns(attributes[0])) {
            copy[n++] = rv_arena_add(&tree->arena, attributes[0], strlen(attributes[0]));
            copy[n++] = rv_arena_add(&tree->arena, attributes[1], strlen(attributes[1]));
        }
    copy[n] = NULL;
    return copy;
}

static void begin_record(rv_tree *tree)
{
    if (!tree->format->keeps)
        rv_arena_reset(&tree->arena);
    tree->before = tree->arena.total;
    tree->record = tree->open = NULL;
    tree->inside = tree->passed = 0;
    tree->cut = false;
}

static rv_status add_element(rv_tree *tree, const char *name, const char *const *attributes, rv_error *err)
{
    rv_element    *element = room(tree, sizeof *element), *parent = tree->open;
    const char *bare = local(name);

    if (!element)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", tree->reading->name);
    *element = (rv_element){ .name = rv_arena_add(&tree->arena, bare, strlen(bare)), .parent = parent, .begin = rv_xml_begin(),
                       .end = rv_xml_offset(), .line = rv_xml_line() };
    element->space = tree->format->spaces ? space_of(tree, name) : "";
    element->attributes = copy_attributes(tree, attributes);
    if (!parent)
        tree->record = element;
    else if (parent->last)
        parent->last = parent->last->next = element;
    else
        parent->first = parent->last = element;
    tree->open = element;
    tree->inside++;
    tree->run = NULL;
    return tree->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory reading %s", tree->reading->name) : RV_OK;
}

static bool too_large(const rv_tree *tree)
{
    return tree->record && tree->arena.total - tree->before > RV_TREE_LIMIT;
}

static void leave_out(rv_tree *tree)
{
    if (!tree->cut)
        rv_reading_problem(tree->reading, "record-incomplete", rv_xml_line(), tree->reading->summary->records + 1,
                           tree->inside >= RV_TREE_DEPTH ? "elements nested deeper than %d are left out"
                                                         : "the record is longer than %d MiB; what follows of it is left out",
                           tree->inside >= RV_TREE_DEPTH ? (int)RV_TREE_DEPTH : RV_TREE_LIMIT >> 20);
    tree->cut = true;
}

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    rv_tree              *tree = user;
    const rv_tree_format *format = tree->format;
    const char           *bare = local(name);
    size_t                i;

    tree->depth++;
    for (i = 0; format->spaces && attributes[i]; i += 2)
        if (is_xmlns(attributes[i]))
            bind(tree, attributes[i], attributes[i + 1]);
    if (tree->passed) {
        tree->passed++;
        return RV_OK;
    }
    if (!tree->record || (format->wraps && format->begins(tree, bare, tree->depth - 1) && format->wraps(tree->record))) {
        if (!format->begins(tree, bare, tree->depth - 1))
            return RV_OK;
        begin_record(tree);
    } else if (tree->inside >= RV_TREE_DEPTH || too_large(tree)) {
        leave_out(tree);
        tree->passed = 1;
        return RV_OK;
    } else if (format->passes && format->passes(tree->open, bare)) {
        tree->passed = 1;
        return RV_OK;
    }
    return add_element(tree, name, attributes, err);
}

static rv_status on_end(void *user, const char *name, rv_error *err)
{
    rv_tree *tree = user;
    rv_element *element = tree->open;

    (void)name;
    while (tree->n_bound > 0 && tree->bound[tree->n_bound - 1].depth >= tree->depth)
        tree->n_bound--;
    tree->depth--;
    if (tree->passed) {
        tree->passed--;
        tree->run = NULL;
        return RV_OK;
    }
    if (!element)
        return RV_OK;
    element->end = rv_xml_offset();
    tree->open = element->parent;
    tree->run = NULL;
    tree->inside--;
    if (tree->open)
        return RV_OK;
    tree->record = NULL;
    return tree->format->record(tree, element, err);
}

static rv_status on_text(void *user, const char *text, size_t n, rv_error *err)
{
    rv_tree     *tree = user;
    const char **slot;
    size_t       i;

    if (!tree->open || tree->passed)
        return RV_OK;
    if (too_large(tree)) {
        leave_out(tree);
        return RV_OK;
    }
    slot = tree->open->last ? &tree->open->last->tail : &tree->open->text;
    if (!tree->run) {
        for (i = 0; i < n && is_blank(text[i]); i++)
            ;
        if (i == n) {                                   /* between elements, mostly; one blank says it all */
            if (!*slot)
                *slot = " ";
            return RV_OK;
        }
        tree->run_length = *slot ? strlen(*slot) : 0;
        tree->run = rv_arena_add(&tree->arena, *slot ? *slot : "", tree->run_length);
    }
    tree->run = rv_arena_extend(&tree->arena, tree->run, tree->run_length, text, n);
    if (tree->arena.failed)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", tree->reading->name);
    tree->run_length += n;
    *slot = tree->run;
    return RV_OK;
}

static rv_status pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    return rv_raw_read(user, bytes, n, got, err);
}

/* What was wrong with the document and could be repaired. */
static void on_problem(void *user, const char *kind, size_t line, const char *message)
{
    const rv_tree *tree = user;

    rv_reading_problem(tree->reading, kind, line, tree->record ? tree->reading->summary->records + 1 : 0, "%s", message);
}

/* The word in parentheses at the end of a refusal. */
static const char *kind_of(const char *message, char kind[32])
{
    const char *open = strrchr(message, '('), *close = open ? strchr(open, ')') : NULL;

    if (!close || close[1] || close - open > 30)
        return "xml-malformed";
    memcpy(kind, open + 1, (size_t)(close - open) - 1);
    kind[close - open - 1] = '\0';
    return kind;
}

rv_status rv_tree_read(rv_reading *reading, rv_raw *raw, const rv_tree_format *format, void *user, rv_error *err)
{
    const rv_xml_handler handler = { .start = on_start, .end = on_end, .text = on_text, .problem = on_problem,
                                     .encoding = reading->encoding };
    char       kind[32];
    rv_tree    tree = { .reading = reading, .format = format, .user = user };
    rv_error   fault = { .code = RV_OK }, late = { .code = RV_OK };
    rv_input  *in;
    rv_status  st, last;

    if ((st = rv_input_open_pull(&in, reading->name, pull, raw, err)) != RV_OK)
        return st;
    st = rv_xml_read(in, &handler, &tree, &fault);
    rv_input_close(in);
    if (format->end && (st == RV_OK || (st == RV_EPARSE && !reading->refused))) {
        tree.record = tree.open = NULL;
        if ((last = format->end(&tree, &late)) != RV_OK) {
            st = last;
            fault = late;
        }
    }
    rv_arena_free(&tree.arena);
    rv_buf_free(&tree.path);
    if (st == RV_EPARSE && !reading->refused && reading->summary->records > 0) {    /* whole records before a break are kept */
        rv_reading_problem(reading, kind_of(fault.message, kind), rv_reading_line_in(reading, fault.message),
                           reading->summary->records, "only the records before this are read: %s", fault.message);
        return RV_OK;
    }
    if (st != RV_OK && err)
        *err = fault;
    return st;
}

void rv_tree_clear(rv_tree *tree)
{
    rv_arena_reset(&tree->arena);
}

/* ---- A record -------------------------------------------------------------------------------------------------------- */

rv_status rv_tree_begin(rv_tree *tree, const rv_element *record, rv_error *err)
{
    rv_reading *reading = tree->reading;
    rv_status   st = RV_OK;
    size_t      i;

    rv_reading_begin(reading, record->begin, record->line);
    for (i = 0; st == RV_OK && record->attributes[i]; i += 2) {
        const char *tag = rv_tree_join(tree, "@", NULL, record->attributes[i]);

        st = rv_reading_keep(reading, tag, record->attributes[i + 1], strlen(record->attributes[i + 1]), err);
    }
    return st;
}

static bool says_something(const char *text)
{
    for (; text && *text; text++)
        if (!is_blank(*text))
            return true;
    return false;
}

/* Text between its children, not only within them. */
static bool is_mixed(const rv_element *element)
{
    const rv_element *child;

    if (!element->first)
        return false;
    if (says_something(element->text))
        return true;
    for (child = element->first; child; child = child->next)
        if (says_something(child->tail))
            return true;
    return false;
}

static void add_attribute(rv_buf *path, const char *name, const char *value)
{
    rv_buf_add(path, "[@", 2);
    rv_buf_add(path, name, strlen(name));
    rv_buf_add(path, "='", 2);
    rv_buf_add(path, value, strlen(value));
    rv_buf_add(path, "']", 2);
}

/* One step of the path. Of elements that hold others, attributes too long for each of their tags are left out. */
static void add_step(rv_tree *tree, const rv_element *element)
{
    rv_buf *path = &tree->path;
    size_t  start, i;

    if (*element->space) {
        rv_buf_add(path, element->space, strlen(element->space));
        rv_buf_char(path, ':');
    }
    rv_buf_add(path, element->name, strlen(element->name));
    start = path->length;
    for (i = 0; element->attributes[i]; i += 2) {
        add_attribute(path, element->attributes[i], element->attributes[i + 1]);
        if (element->first && path->length - start > STEP && !path->failed) {
            path->length = start;
            path->data[start] = '\0';
            break;
        }
    }
}

static void raw_text(rv_tree *tree, const rv_element *element, const char *const *without, bool parted, char **text, size_t *n);

static rv_status add_tags(rv_tree *tree, const rv_element *element, rv_error *err)
{
    rv_reading    *reading = tree->reading;
    size_t         length = tree->path.length, n = 0;
    const rv_element *child;
    rv_status      st = RV_OK;
    char          *text = NULL;

    if (reading->arena.total > TAGS_LIMIT) {
        tree->cut = true;
        return RV_OK;
    }
    add_step(tree, element);
    if ((st = rv_buf_check(&tree->path, err)) != RV_OK)
        return st;
    if (!element->first || is_mixed(element)) {
        if (element->first)
            raw_text(tree, element, NULL, false, &text, &n);
        if ((element->first && n > 0) || says_something(element->text) || (!element->first && *element->attributes)) {
            const char *value = element->first ? text : says_something(element->text) ? element->text : "";

            st = rv_reading_keep(reading, rv_arena_add(&reading->arena, tree->path.data, tree->path.length), value, strlen(value),
                                 err);
        }
    } else {
        rv_buf_char(&tree->path, '/');
        for (child = element->first; st == RV_OK && child; child = child->next)
            st = add_tags(tree, child, err);
    }
    tree->path.length = length;
    if (tree->path.data)
        tree->path.data[length] = '\0';
    return st;
}

rv_status rv_tree_tags(rv_tree *tree, const rv_element *element, const char *under, rv_error *err)
{
    const rv_element *child;
    rv_status      st = RV_OK;
    bool           cut = tree->cut;

    rv_buf_clear(&tree->path);
    rv_buf_text(&tree->path, under);
    for (child = element->first; st == RV_OK && child; child = child->next)
        st = add_tags(tree, child, err);
    if (tree->cut && !cut)
        rv_reading_problem(tree->reading, "record-incomplete", (size_t)tree->reading->record.fields.line,
                           tree->reading->record.number, "the record's tags are longer than %d MiB; the last are left out",
                           TAGS_LIMIT >> 20);
    return st;
}

rv_status rv_tree_end(rv_tree *tree, const rv_element *record, rv_error *err)
{
    if (tree->reading->arena.total > TEXT_LIMIT)
        rv_reading_problem(tree->reading, "record-incomplete", record->line, tree->reading->record.number,
                           "the record's texts are longer than %d MiB; some are left out", TEXT_LIMIT >> 20);
    if (tree->reading->n_tags == 0 || !record->first) {
        rv_reading_problem(tree->reading, "record-incomplete", record->line, 0, "<%s> says nothing; it is passed over",
                           record->name);
        return RV_OK;
    }
    return rv_reading_record(tree->reading, record->end, err);
}

/* ---- Looking at a tree ----------------------------------------------------------------------------------------------- */

static const rv_element *find(const rv_element *element, const char *name, size_t n)
{
    while (element && !(strncmp(element->name, name, n) == 0 && element->name[n] == '\0'))
        element = element->next;
    return element;
}

const rv_element *rv_element_child(const rv_element *element, const char *name)
{
    return element ? find(element->first, name, strlen(name)) : NULL;
}

const rv_element *rv_element_next(const rv_element *element, const char *name)
{
    return element ? find(element->next, name, strlen(name)) : NULL;
}

const rv_element *rv_element_at(const rv_element *element, const char *path)
{
    const char *slash = strchr(path, '/');
    size_t      n = slash ? (size_t)(slash - path) : strlen(path);
    const rv_element *child, *found;

    if (!element)
        return NULL;
    for (child = find(element->first, path, n); child; child = find(child->next, path, n))
        if (!slash)
            return child;
        else if ((found = rv_element_at(child, slash + 1)))
            return found;
    return NULL;
}

const char *rv_element_attribute(const rv_element *element, const char *name)
{
    size_t i;

    for (i = 0; element && element->attributes[i]; i += 2)
        if (strcmp(element->attributes[i], name) == 0 || strcmp(local(element->attributes[i]), name) == 0)
            return element->attributes[i + 1];
    return NULL;
}

bool rv_element_has(const rv_element *element, const char *attribute, const char *value)
{
    const char *text = rv_element_attribute(element, attribute);

    return text && strcmp(text, value) == 0;
}

/* ---- Text ------------------------------------------------------------------------------------------------------------ */

static bool is_in(const char *name, const char *const *names)
{
    for (; names && *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

/* Where words on both sides may not grow together. */
static bool parts_text(const char *name)
{
    static const char *const names[] = { "p", "title", "sec", "break", "br", "list-item", "label", "def", "term", "disp-formula",
                                         "subtitle", "div", NULL };

    return is_in(name, names);
}

static void add_text(rv_tree *tree, char **text, size_t *n, const char *more)
{
    size_t length = more ? strlen(more) : 0;

    if (length == 0 || tree->reading->arena.total > TEXT_LIMIT)
        return;
    if (!*text)
        *text = rv_arena_add(&tree->reading->arena, "", 0);
    *text = rv_arena_extend(&tree->reading->arena, *text, *n, more, length);
    *n += tree->reading->arena.failed ? 0 : length;
}

/* The text of `element` and all below. Its depth is limited by RV_TREE_DEPTH. */
static void raw_text(rv_tree *tree, const rv_element *element, const char *const *without, bool parted, char **text, size_t *n)
{
    const rv_element *child;

    add_text(tree, text, n, element->text);
    for (child = element->first; child; child = child->next) {
        bool parts = parted && parts_text(child->name);

        if (!is_in(child->name, without)) {
            if (parts)
                add_text(tree, text, n, " ");
            raw_text(tree, child, without, parted, text, n);
            if (parts)
                add_text(tree, text, n, " ");
        }
        add_text(tree, text, n, child->tail);
    }
}

const char *rv_element_text_without(rv_tree *tree, const rv_element *element, const char *const *names)
{
    char  *text = NULL;
    size_t n = 0;

    if (!element)
        return NULL;
    if (!element->first)
        return rv_field_plain(tree->reading, element->text);
    raw_text(tree, element, names, true, &text, &n);
    return rv_field_plain(tree->reading, text);
}

/* A formula may stand there twice, the second time in TeX. */
static const char *const formulas_twice[] = { "tex-math", NULL };

const char *rv_element_text(rv_tree *tree, const rv_element *element)
{
    return rv_element_text_without(tree, element, formulas_twice);
}

const char *rv_element_text_at(rv_tree *tree, const rv_element *element, const char *path)
{
    return rv_element_text(tree, rv_element_at(element, path));
}

const char *rv_tree_join(rv_tree *tree, const char *one, const char *between, const char *two)
{
    rv_arena *arena = &tree->reading->arena;
    char     *text;
    size_t    n;

    if (!one || !two)
        return one ? one : two;
    if (arena->total > TEXT_LIMIT)
        return one;
    n = strlen(one);
    text = rv_arena_add(arena, one, n);
    if (between) {
        text = rv_arena_extend(arena, text, n, between, strlen(between));
        n += strlen(between);
    }
    text = rv_arena_extend(arena, text, n, two, strlen(two));
    return arena->failed ? one : text;
}

/* "AIM" gives "AIM: ", "Aim." gives "Aim. ". */
static void add_heading(rv_tree *tree, const rv_element *title, char **text, size_t *n)
{
    size_t start = *n;

    raw_text(tree, title, formulas_twice, true, text, n);
    while (*n > start && is_blank((*text)[*n - 1]))
        --*n;
    if (*n > start)
        add_text(tree, text, n, strchr(".:?!", (*text)[*n - 1]) ? " " : ": ");
}

static void add_sections(rv_tree *tree, const rv_element *element, bool headed, char **text, size_t *n)
{
    const rv_element *child;

    for (child = element->first; child; child = child->next) {
        if (*n > 0)
            add_text(tree, text, n, " ");
        if (strcmp(child->name, "title") == 0 || strcmp(child->name, "label") == 0) {
            if (headed)
                add_heading(tree, child, text, n);
        } else if (strcmp(child->name, "sec") == 0) {
            add_sections(tree, child, true, text, n);
        } else {
            raw_text(tree, child, formulas_twice, true, text, n);
        }
        add_text(tree, text, n, child->tail);
    }
}

const char *rv_element_abstract(rv_tree *tree, const rv_element *element)
{
    char  *text = NULL;
    size_t n = 0;

    if (!element)
        return NULL;
    if (!rv_element_child(element, "sec") && !rv_element_child(element, "title") && !rv_element_child(element, "p"))
        return rv_element_text(tree, element);
    add_text(tree, &text, &n, element->text);
    add_sections(tree, element, false, &text, &n);
    return rv_field_plain(tree->reading, text);
}

/* ---- What a document is ------------------------------------------------------------------------------------------------ */

/* The name of the start tag at `at`, without its prefix; 0 when it is none. */
static size_t tag_name(const char *text, size_t n, size_t at, size_t *begin)
{
    size_t i;

    *begin = at + 1;
    for (i = at + 1; i < n && text[i] != '>' && text[i] != '/' && !is_blank(text[i]); i++)
        if (text[i] == ':')
            *begin = i + 1;
        else if (text[i] == '<' || text[i] == '!' || text[i] == '?' || i - at > 80)
            return 0;
    return i < n ? i - *begin : 0;
}

static bool is_tag(const char *text, size_t n, size_t at, const char *name)
{
    size_t begin, length = tag_name(text, n, at, &begin);

    return length > 0 && length == strlen(name) && memcmp(text + begin, name, length) == 0;
}

bool rv_tree_holds(const char *text, size_t n, const char *name)
{
    const char *at;

    if (n == 0 || *text != '<')
        return false;
    for (at = text; (at = memchr(at, '<', n - (size_t)(at - text))); at++)
        if (is_tag(text, n, (size_t)(at - text), name))
            return true;
    return false;
}

bool rv_tree_root(const char *text, size_t n, const char *name)
{
    size_t at, begin;

    if (n == 0 || *text != '<')
        return false;
    for (at = 0; at < n; at++)
        if (text[at] == '<' && tag_name(text, n, at, &begin) > 0)
            return is_tag(text, n, at, name);
    return false;
}

bool rv_text_holds(const char *text, size_t n, const char *words)
{
    size_t      length = strlen(words);
    const char *at = text;

    while (length <= n - (size_t)(at - text) && (at = memchr(at, *words, n - (size_t)(at - text) - length + 1))) {
        if (memcmp(at, words, length) == 0)
            return true;
        at++;
    }
    return false;
}
