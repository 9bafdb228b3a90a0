/* A style or locale file as a tree of elements. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/cite_tree.h"

static const char *const tags[CITE_TAGS] = {
    [CITE_ROOT] = "style", [CITE_INFO] = "info", [CITE_LOCALE] = "locale", [CITE_MACRO] = "macro", [CITE_CITATION] = "citation",
    [CITE_BIBLIOGRAPHY] = "bibliography", [CITE_LAYOUT] = "layout", [CITE_SORT] = "sort", [CITE_KEY] = "key", [CITE_TEXT] = "text",
    [CITE_NUMBER] = "number", [CITE_LABEL] = "label", [CITE_DATE] = "date", [CITE_DATE_PART] = "date-part", [CITE_NAMES] = "names",
    [CITE_NAME] = "name", [CITE_NAME_PART] = "name-part", [CITE_ET_AL] = "et-al", [CITE_SUBSTITUTE] = "substitute",
    [CITE_GROUP] = "group", [CITE_CHOOSE] = "choose", [CITE_IF] = "if", [CITE_ELSE_IF] = "else-if", [CITE_ELSE] = "else",
    [CITE_TERMS] = "terms", [CITE_TERM] = "term", [CITE_SINGLE] = "single", [CITE_MULTIPLE] = "multiple",
    [CITE_STYLE_OPTIONS] = "style-options",
};

typedef struct {
    rv_cite_tree *tree;
    rv_cite_node *open;
    size_t        depth;
} building;

const char *rv_cite_tag_name(rv_cite_tag tag)
{
    return tags[tag] ? tags[tag] : "";
}

static bool within_info(const rv_cite_node *node)
{
    for (; node; node = node->parent)
        if (node->tag == CITE_INFO)
            return true;
    return false;
}

static rv_cite_tag tag_of(const rv_cite_node *parent, const char *name)
{
    if (!within_info(parent))
        for (int i = 0; i < CITE_TAGS; i++)
            if (tags[i] && strcmp(tags[i], name) == 0)
                return (rv_cite_tag)i;
    return CITE_OTHER;
}

/* "cs:text" is "text". */
static const char *plain_name(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

static const char *const *copy_attributes(rv_arena *arena, const char *const *attributes)
{
    size_t       n = 0;
    const char **copy;

    while (attributes[n])
        n++;
    /* Pointers need a place of their own alignment: claim a little more and round up. */
    if (!(copy = (const char **)(void *)rv_arena_room(arena, (n + 1) * sizeof *copy + sizeof *copy)))
        return NULL;
    copy = (const char **)(((uintptr_t)copy + sizeof *copy - 1) / sizeof *copy * sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = rv_arena_add(arena, attributes[i], strlen(attributes[i]));
    copy[n] = NULL;
    return copy;
}

static rv_cite_node *new_node(rv_arena *arena)
{
    enum { ALIGN = _Alignof(rv_cite_node) };
    char *room = rv_arena_room(arena, sizeof(rv_cite_node) + ALIGN);
    rv_cite_node *node;

    if (!room)
        return NULL;
    node = (rv_cite_node *)(((uintptr_t)room + ALIGN - 1) / ALIGN * ALIGN);
    *node = (rv_cite_node){ .text = "" };
    return node;
}

static rv_status start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    building     *b = user;
    rv_cite_tree *tree = b->tree;
    rv_cite_node *node;

    if (b->depth >= RV_CITE_DEPTH)
        return rv_fail(err, RV_EPARSE, "%s:%zu: elements stand deeper in each other than %d", tree->name, rv_xml_line(), RV_CITE_DEPTH);
    if (tree->n >= RV_CITE_ELEMENTS)
        return rv_fail(err, RV_EPARSE, "%s:%zu: more than %d elements", tree->name, rv_xml_line(), RV_CITE_ELEMENTS);
    if (!(node = new_node(&tree->arena)) || !(node->attributes = copy_attributes(&tree->arena, attributes)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    name = plain_name(name);
    node->name = rv_arena_add(&tree->arena, name, strlen(name));
    node->line = rv_xml_line();
    node->tag = tag_of(b->open, name);
    node->parent = b->open;
    if (!b->open)
        tree->root = node;
    else if (b->open->last)
        b->open->last = b->open->last->next = node;
    else
        b->open->child = b->open->last = node;
    b->open = node;
    b->depth++;
    tree->n++;
    return RV_OK;
}

static rv_status end(void *user, const char *name, rv_error *err)
{
    building *b = user;

    (void)name;
    (void)err;
    b->open = b->open->parent;
    b->depth--;
    return RV_OK;
}

/* Text matters in terms and in cs:info alone. */
static rv_status text(void *user, const char *bytes, size_t n, rv_error *err)
{
    building     *b = user;
    rv_cite_node *node = b->open;

    (void)err;
    if (node && (node->tag == CITE_TERM || node->tag == CITE_SINGLE || node->tag == CITE_MULTIPLE || node->tag == CITE_OTHER))
        node->text = *node->text ? rv_arena_extend(&b->tree->arena, (char *)node->text, strlen(node->text), bytes, n)
                                 : rv_arena_add(&b->tree->arena, bytes, n);
    return RV_OK;
}

rv_status rv_cite_tree_read(rv_cite_tree *tree, const char *name, const char *bytes, size_t n, rv_error *err)
{
    const rv_xml_handler handler = { .start = start, .end = end, .text = text };
    building  b = { tree, NULL, 0 };
    rv_status st;

    tree->name = rv_arena_add(&tree->arena, name, strlen(name));
    if ((st = rv_xml_read_bytes(name, bytes, n, &handler, &b, err)) != RV_OK)
        return st;
    if (tree->arena.failed)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    return tree->root ? RV_OK : rv_fail(err, RV_EPARSE, "%s:1: there is no element in it", name);
}

void rv_cite_tree_free(rv_cite_tree *tree)
{
    rv_arena_free(&tree->arena);
    tree->root = NULL;
    tree->n = 0;
}

const char *rv_cite_attr(const rv_cite_node *node, const char *name)
{
    if (node)
        for (const char *const *a = node->attributes; *a; a += 2)
            if (strcmp(*a, name) == 0)
                return a[1];
    return NULL;
}

bool rv_cite_attr_is(const rv_cite_node *node, const char *name, const char *value)
{
    const char *found = rv_cite_attr(node, name);

    return found && strcmp(found, value) == 0;
}

int rv_cite_attr_int(const rv_cite_node *node, const char *name, int otherwise)
{
    const char *found = rv_cite_attr(node, name);

    return found ? atoi(found) : otherwise;
}

const rv_cite_node *rv_cite_child(const rv_cite_node *node, rv_cite_tag tag)
{
    const rv_cite_node *child = node ? node->child : NULL;

    while (child && child->tag != tag)
        child = child->next;
    return child;
}

bool rv_cite_word_in(const char *list, const char *word)
{
    const size_t n = strlen(word);

    while (list && *list) {
        size_t length;

        list += strspn(list, " \t\n");
        length = strcspn(list, " \t\n");
        if (length == n && n && memcmp(list, word, n) == 0)
            return true;
        list += length;
    }
    return false;
}
