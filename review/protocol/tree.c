#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

#include "tree.h"

enum { BLOCK = 16 << 10 };

struct tree_block {
    tree_block *next;
    size_t       used, room;
    max_align_t  bytes[];
};

void *rv_tree_take(rv_tree_memory *memory, size_t n)
{
    tree_block *block = memory->blocks;
    size_t       step = sizeof(max_align_t);

    n = (n + step - 1) / step * step;
    if (!block || block->room - block->used < n) {
        size_t room = n > BLOCK ? n : BLOCK;

        if ((block = calloc(1, sizeof *block + room)) == NULL)
            return NULL;
        block->room = room;
        block->next = memory->blocks;
        memory->blocks = block;
    }
    block->used += n;
    return (char *)block->bytes + block->used - n;
}

const char *rv_tree_keep(rv_tree_memory *memory, const char *text, size_t n)
{
    char *copy = rv_tree_take(memory, n + 1);

    if (copy)
        memcpy(copy, text, n);
    return copy;
}

void rv_tree_free(rv_tree_memory *memory)
{
    while (memory->blocks) {
        tree_block *next = memory->blocks->next;
        free(memory->blocks);
        memory->blocks = next;
    }
}

typedef struct {
    rv_tree_memory *memory;
    rv_node  *root, *at;
    rv_buf    texts[256];          /* one for each depth; rv_xml_read() allows no more */
    size_t    depth;
} builder;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    builder     *b = user;
    rv_node     *node = rv_tree_take(b->memory, sizeof *node);
    const char **copy;
    size_t       n = 0;

    while (attributes[n])
        n++;
    copy = rv_tree_take(b->memory, (n + 1) * sizeof *copy);
    if (!node || !copy || (node->name = rv_tree_keep(b->memory, name, strlen(name))) == NULL)
        return no_memory(err);
    for (size_t i = 0; i < n; i++)
        if ((copy[i] = rv_tree_keep(b->memory, attributes[i], strlen(attributes[i]))) == NULL)
            return no_memory(err);
    node->attributes = copy;
    node->line = rv_xml_line();
    node->parent = b->at;
    if (!b->at)
        b->root = node;
    else if (b->at->last)
        b->at->last->next = node;
    else
        b->at->first = node;
    if (b->at)
        b->at->last = node;
    b->at = node;
    rv_buf_clear(&b->texts[b->depth++]);
    return RV_OK;
}

static rv_status on_text(void *user, const char *text, size_t n, rv_error *err)
{
    builder *b = user;

    (void)err;
    if (b->depth > 0)
        rv_buf_add(&b->texts[b->depth - 1], text, n);
    return RV_OK;
}

static rv_status on_end(void *user, const char *name, rv_error *err)
{
    builder *b = user;
    rv_buf  *text = &b->texts[--b->depth];

    (void)name;
    if (rv_buf_check(text, err) != RV_OK || (b->at->text = rv_tree_keep(b->memory, rv_buf_str(text), text->length)) == NULL)
        return no_memory(err);
    b->at = b->at->parent;
    return RV_OK;
}

rv_status rv_tree_parse(rv_tree_memory *memory, const char *name, const char *bytes, size_t n, rv_node **root, rv_error *err)
{
    static const rv_xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };
    builder  *b = calloc(1, sizeof *b);
    rv_status st;

    *root = NULL;
    if (!b)
        return no_memory(err);
    b->memory = memory;
    st = rv_xml_read_bytes(name, bytes, n, &handler, b, err);
    if (st == RV_OK)
        *root = b->root;
    for (size_t i = 0; i < sizeof b->texts / sizeof *b->texts; i++)
        rv_buf_free(&b->texts[i]);
    free(b);
    return st;
}

const char *rv_node_attribute(const rv_node *node, const char *name)
{
    for (const char *const *a = node->attributes; *a; a += 2)
        if (strcmp(*a, name) == 0)
            return a[1];
    return NULL;
}

static const rv_node *called(const rv_node *node, const char *name)
{
    while (node && strcmp(node->name, name) != 0)
        node = node->next;
    return node;
}

const rv_node *rv_node_child(const rv_node *node, const char *name)
{
    return node ? called(node->first, name) : NULL;
}

const rv_node *rv_node_next(const rv_node *node)
{
    return called(node->next, node->name);
}

size_t rv_node_count(const rv_node *node, const char *name)
{
    size_t n = 0;

    for (const rv_node *child = rv_node_child(node, name); child; child = rv_node_next(child))
        n++;
    return n;
}

rv_status rv_node_fail(const rv_node *node, const char *file, rv_error *err, const char *format, ...)
{
    char        words[400];
    const char *id = rv_node_attribute(node, "id");
    va_list     args;

    id = id ? id : rv_node_attribute(node, "name");
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    if (id)
        return rv_fail(err, RV_EPARSE, "%s:%zu: %s '%.60s': %s", file, node->line, node->name, id, words);
    return rv_fail(err, RV_EPARSE, "%s:%zu: %.60s: %s", file, node->line, node->name, words);
}
