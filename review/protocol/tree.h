#ifndef RV_PROTOCOL_TREE_H
#define RV_PROTOCOL_TREE_H

#include "review/base.h"

/* Memory that ends all at once: what a protocol's texts and arrays lie in. */
typedef struct arena_block arena_block;
typedef struct {
    arena_block *blocks;
} rv_arena;

/* Zeroed; NULL when there is no memory. */
void *rv_arena_take(rv_arena *arena, size_t n);
const char *rv_arena_text(rv_arena *arena, const char *text, size_t n);
void rv_arena_free(rv_arena *arena);

/* One element of the XML, as it stands. */
typedef struct rv_node {
    const char       *name;
    size_t            line;
    const char *const *attributes;           /* name, value, ..., NULL */
    const char       *text;                  /* its own text, the pieces joined; lines as in the file */
    struct rv_node   *parent, *first, *next; /* children in order */
    struct rv_node   *last;
} rv_node;

/* Reads a document into nodes that lie in `arena`. */
rv_status rv_tree_parse(rv_arena *arena, const char *name, const char *bytes, size_t n, rv_node **root, rv_error *err);
/* The attribute, or NULL. */
const char *rv_node_attribute(const rv_node *node, const char *name);
/* The first child called `name`, NULL for none; and the next one like it. */
const rv_node *rv_node_child(const rv_node *node, const char *name);
const rv_node *rv_node_next(const rv_node *node);
size_t rv_node_count(const rv_node *node, const char *name);

/* RV_EPARSE "file:line: element 'id': ...". */
rv_status rv_node_fail(const rv_node *node, const char *file, rv_error *err, const char *format, ...) RV_PRINTF(4, 5);

/* Which elements, attributes and texts may stand where. */
rv_status rv_shape_check(const rv_node *root, const char *file, rv_error *err);

#endif
