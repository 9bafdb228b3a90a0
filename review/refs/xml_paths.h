/* Reads records out of XML by a table of paths: what an element means is data, one table a format. The table is compiled once a file
   into nodes that are found by their parent and name, so that an element costs one look-up, and its text is gathered where the record
   keeps it. Every element with text becomes a raw tag, whether the table knows it or not: its path below the record, and its
   attributes as XPath writes them. */
#ifndef RV_REFS_XML_PATHS_H
#define RV_REFS_XML_PATHS_H

#include "inside.h"

typedef struct rv_xml_file rv_xml_file;
typedef struct rv_xml_node rv_xml_node;

/* What an element means. `text` is called at its end, made plain as rv_field_plain() does, when there is any; whatever stands in
   such an element is part of its text. `begin` and `end` are called around everything in it. */
typedef struct {
    const char  *path;                   /* below the record: "titles/title" */
    void       (*text)(rv_xml_file *file, const char *text);
    rv_ref_field field;                  /* for rv_xml_take() */
    void       (*begin)(rv_xml_file *file, const char *const *attributes);
    void       (*end)(rv_xml_file *file);
} rv_xml_path;
#define RV_XML_TEXT(where, take)   { .path = where, .text = take }
#define RV_XML_FIELD(where, which) { .path = where, .text = rv_xml_take, .field = which }

/* One format. */
typedef struct {
    const char *const *records;          /* the elements that are records, NULL at the end */
    const char        *bare;             /* one whose own name begins the paths below it, or NULL */
    const char *const *shapes;           /* elements that only shape the text around them, NULL at the end; "mml:" is all that begin so */
    bool               tight;            /* blanks between shaping elements are the file's layout, not text */
    const rv_xml_path *paths;
    size_t             n_paths;
    void             (*begin)(rv_xml_file *file);
    void             (*end)(rv_xml_file *file);      /* the record's elements are all told; not called when it says nothing */
    void             (*outside)(rv_xml_file *file, const char *name, const char *text);   /* text between records; may be NULL */
} rv_xml_format;

enum { RV_XML_PATHS_DEPTH = 512 };

/* An open element below the record. */
typedef struct {
    rv_xml_node *node;                   /* NULL: not in the table, which is full */
    const char  *name;                   /* in the arena when `node` is NULL */
    const char  *attributes;             /* "name\0value\0" each, or NULL */
    size_t       n_attributes;
    bool         shape;
} rv_xml_open;

/* A file being read. Handlers use `reading`, `path`, `raw`, `user`. */
struct rv_xml_file {
    rv_reading          *reading;
    const rv_xml_format *format;
    void                *user;           /* the format's own */
    const rv_xml_path   *path;           /* of the element whose text is told */
    const char          *raw;            /* its text as it came */
    rv_xml_node         *nodes;
    size_t               n_nodes;
    uint16_t            *slots;          /* the nodes, from 1, by hash of parent and name; 0: free */
    rv_arena             names;          /* of the nodes */
    rv_xml_open          open[RV_XML_PATHS_DEPTH];
    size_t               depth;
    bool                 inside, shaped, is_bare;
    char                *text;           /* of the innermost element that does not only shape */
    size_t               n;
    rv_buf               other;          /* text outside of records */
};

/* Reads all records. Whole records before a break in the file are kept, and the break is told. */
rv_status rv_xml_file_read(rv_reading *reading, rv_raw *raw, const rv_xml_format *format, void *user, rv_error *err);
/* The same for a document in memory, whose breaks are failures. */
rv_status rv_xml_file_read_bytes(rv_reading *reading, const char *bytes, size_t n, const rv_xml_format *format, void *user,
                                 rv_error *err);

/* For tables: says the text in the field of the row. */
void rv_xml_take(rv_xml_file *file, const char *text);
/* The attribute of the element whose text is told, or NULL. */
const char *rv_xml_file_attribute(const rv_xml_file *file, const char *name);

#endif
