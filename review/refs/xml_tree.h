#ifndef RV_REFS_XML_TREE_H
#define RV_REFS_XML_TREE_H

#include "inside.h"

/* Records of deep structure, read one at a time into a small tree that is walked afterwards. */

/* An element: `text` stands before its first child, `tail` behind its end within its parent. NULL where there is none. */
typedef struct rv_element rv_element;
struct rv_element {
    const char        *name;         /* without its prefix */
    const char        *space;        /* its namespace by our name ("dcterms"), else the prefix as it stands; "" for none, and where
                                        the format does not ask for namespaces */
    const char        *text, *tail;
    const char *const *attributes;   /* name, value, ..., NULL; names as they stand; no xmlns */
    rv_element           *parent, *first, *last, *next;
    uint64_t           begin, end;   /* its bytes in the file */
    size_t             line;
};

/* What a tree may have: bytes of one record, and elements within each other. What is beyond is left out, and told. */
enum { RV_TREE_LIMIT = 8 << 20, RV_TREE_DEPTH = 64, RV_TREE_SPACES = 64 };

typedef struct rv_tree rv_tree;

typedef struct {
    /* True when a record begins with this element, `depth` elements below the document's root. */
    bool (*begins)(const rv_tree *tree, const char *name, size_t depth);
    /* True when the record so far is only the wrapper of one that begins within it; NULL: never. */
    bool (*wraps)(const rv_element *record);
    /* True when the element, with all below, is none of the record's; NULL: never. */
    bool (*passes)(const rv_element *parent, const char *name);
    rv_status (*record)(rv_tree *tree, rv_element *record, rv_error *err);
    rv_status (*end)(rv_tree *tree, rv_error *err);     /* of the document, also of a broken one; may be NULL */
    bool spaces;                                        /* namespaces are asked for */
    bool keeps;                                         /* trees stay until rv_tree_clear() */
} rv_tree_format;

struct rv_tree {
    rv_reading           *reading;
    const rv_tree_format *format;
    void                 *user;      /* the format's own */
    rv_arena              arena;     /* of the trees */
    size_t                before;    /* given out of it when the record began */
    rv_element              *record, *open;
    char                 *run;       /* the text being gathered, */
    size_t                run_length;
    size_t                depth;     /* of all elements open in the document */
    size_t                inside;    /* of those, in the record */
    size_t                passed;    /* of those, in an element left out */
    bool                  cut;       /* something of the record was left out for its size */
    rv_buf                path;      /* for tags */
    struct {
        const char *space;
        char        prefix[24];
        size_t      depth;
    } bound[RV_TREE_SPACES];         /* the namespaces declared where we are */
    size_t                n_bound;
};

/* Reads XML into records of `format`. Whole records before a break are kept, and the break is told. */
rv_status rv_tree_read(rv_reading *reading, rv_raw *raw, const rv_tree_format *format, void *user, rv_error *err);
/* Begins the record in the reading, with the tags of its attributes. */
rv_status rv_tree_begin(rv_tree *tree, const rv_element *record, rv_error *err);
/* Adds the tags of all that is below `element`: paths with attributes, as XPath writes them, behind `under` ("" or "host/"). */
rv_status rv_tree_tags(rv_tree *tree, const rv_element *element, const char *under, rv_error *err);
/* Hands the record over; one that says nothing at all is told and passed over. */
rv_status rv_tree_end(rv_tree *tree, const rv_element *record, rv_error *err);
/* Frees the trees that were kept. */
void rv_tree_clear(rv_tree *tree);

const rv_element *rv_element_child(const rv_element *element, const char *name);
/* The next sibling of that name. */
const rv_element *rv_element_next(const rv_element *element, const char *name);
/* The first element at a path of child names, "originInfo/publisher". `element` may be NULL, as in those before. */
const rv_element *rv_element_at(const rv_element *element, const char *path);
/* An attribute by its name, with or without its prefix; NULL when it is not there. */
const char *rv_element_attribute(const rv_element *element, const char *name);
bool rv_element_has(const rv_element *element, const char *attribute, const char *value);
/* The text of the element and all below, plain; NULL when there is none. Paragraphs and titles are parted. */
const char *rv_element_text(rv_tree *tree, const rv_element *element);
/* The same without elements of the names listed (NULL at the end). */
const char *rv_element_text_without(rv_tree *tree, const rv_element *element, const char *const *names);
/* The text at a path. */
const char *rv_element_text_at(rv_tree *tree, const rv_element *element, const char *path);

/* The text of an abstract whose sections have titles: "AIM: One. METHODS: Two." */
const char *rv_element_abstract(rv_tree *tree, const rv_element *element);
/* Two texts with something between; either may be NULL. */
const char *rv_tree_join(rv_tree *tree, const char *one, const char *between, const char *two);

/* True when the document's root, or (rv_tree_holds) any element in the first bytes, has this name, whatever its prefix. */
bool rv_tree_root(const char *text, size_t n, const char *name);
bool rv_tree_holds(const char *text, size_t n, const char *name);
bool rv_text_holds(const char *text, size_t n, const char *words);

#endif
