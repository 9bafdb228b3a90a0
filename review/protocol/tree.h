#ifndef RV_PROTOCOL_TREE_H
#define RV_PROTOCOL_TREE_H

#include "review/base.h"

/* Memory that ends all at once: what a protocol's texts and arrays lie in. */
typedef struct tree_block tree_block;
typedef struct {
    tree_block *blocks;
} rv_tree_memory;

/* Zeroed; NULL when there is no memory. */
void *rv_tree_take(rv_tree_memory *memory, size_t n);
const char *rv_tree_keep(rv_tree_memory *memory, const char *text, size_t n);
void rv_tree_free(rv_tree_memory *memory);

/* One element of the XML, as it stands. */
typedef struct rv_node {
    const char       *name;
    size_t            line;
    const char *const *attributes;           /* name, value, ..., NULL */
    const char       *text;                  /* its own text, the pieces joined; lines as in the file */
    struct rv_node   *parent, *first, *next; /* children in order */
    struct rv_node   *last;
} rv_node;

/* Reads a document into nodes that lie in `memory`. */
rv_status rv_tree_parse(rv_tree_memory *memory, const char *name, const char *bytes, size_t n, rv_node **root, rv_error *err);
/* The attribute, or NULL. */
const char *rv_node_attribute(const rv_node *node, const char *name);
/* The first child called `name`, NULL for none; and the next one like it. */
const rv_node *rv_node_child(const rv_node *node, const char *name);
const rv_node *rv_node_next(const rv_node *node);
size_t rv_node_count(const rv_node *node, const char *name);

/* RV_EPARSE "file:line: element 'id': ...". */
rv_status rv_node_fail(const rv_node *node, const char *file, rv_error *err, const char *format, ...) RV_PRINTF(4, 5);

/* Which elements, attributes and texts may stand where in a document of that kind: "protocol", "form-part", "instrument". */
rv_status rv_shape_check(const rv_node *root, const char *kind, const char *file, rv_error *err);

#endif
