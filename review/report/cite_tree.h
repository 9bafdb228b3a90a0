/* A style or locale file as a tree of elements. */
#ifndef RV_REPORT_CITE_TREE_H
#define RV_REPORT_CITE_TREE_H

#include "refs/inside.h"

/* The elements of CSL 1.0.2; what stands within cs:info is CITE_OTHER. */
typedef enum {
    CITE_OTHER, CITE_ROOT, CITE_INFO, CITE_LOCALE, CITE_MACRO, CITE_CITATION, CITE_BIBLIOGRAPHY, CITE_LAYOUT, CITE_SORT, CITE_KEY,
    CITE_TEXT, CITE_NUMBER, CITE_LABEL, CITE_DATE, CITE_DATE_PART, CITE_NAMES, CITE_NAME, CITE_NAME_PART, CITE_ET_AL, CITE_SUBSTITUTE,
    CITE_GROUP, CITE_CHOOSE, CITE_IF, CITE_ELSE_IF, CITE_ELSE, CITE_TERMS, CITE_TERM, CITE_SINGLE, CITE_MULTIPLE, CITE_STYLE_OPTIONS,
    CITE_TAGS
} rv_cite_tag;

typedef struct rv_cite_node rv_cite_node;
struct rv_cite_node {
    rv_cite_tag         tag;
    const char         *name;         /* as it stands, without its prefix */
    const char *const  *attributes;   /* name, value, ..., NULL */
    const char         *text;         /* its own text; "" for none */
    rv_cite_node       *parent, *child, *last, *next;
    const rv_cite_node *macro;        /* the macro that it calls */
    size_t              line;
};

typedef struct {
    const char   *name;               /* of the file */
    rv_cite_node *root;
    size_t        n;                  /* elements */
    rv_arena      arena;
} rv_cite_tree;
#define RV_CITE_TREE_INIT { NULL, NULL, 0, { NULL, NULL, 0, 0, false } }

enum { RV_CITE_ELEMENTS = 100000, RV_CITE_DEPTH = 64, RV_CITE_BYTES = 8 << 20 };

/* Reads a whole file of XML. RV_EPARSE "name:line: ..." also when it has more elements or deeper ones than any style needs. */
rv_status rv_cite_tree_read(rv_cite_tree *tree, const char *name, const char *bytes, size_t n, rv_error *err);
void rv_cite_tree_free(rv_cite_tree *tree);

/* An attribute's value; NULL when it is not there. */
const char *rv_cite_attr(const rv_cite_node *node, const char *name);
bool rv_cite_attr_is(const rv_cite_node *node, const char *name, const char *value);
/* A whole number; `otherwise` when it is not there. */
int rv_cite_attr_int(const rv_cite_node *node, const char *name, int otherwise);
/* The first child with that tag; NULL when there is none, or no node. */
const rv_cite_node *rv_cite_child(const rv_cite_node *node, rv_cite_tag tag);
const char *rv_cite_tag_name(rv_cite_tag tag);
/* Whether a list of words parted by blanks holds the word. */
bool rv_cite_word_in(const char *list, const char *word);

#endif
