/* Inside of a Word document that is being written. */
#ifndef RV_REPORT_DOCX_INSIDE_H
#define RV_REPORT_DOCX_INSIDE_H

#include "report/docx.h"
#include "report/memory.h"

/* What a part refers to; `external`: an address outside the package. */
typedef struct {
    const char *id, *type, *target;
    bool        external;
} rv_docx_reference;

typedef struct {
    const char       *part;           /* where they are kept: "word/_rels/document.xml.rels" */
    rv_docx_reference *items;
    size_t            n, room;
    int               last;           /* of our own ids */
} rv_docx_references;

/* Content types by the ending of a name, or (`part`) of one part. */
typedef struct {
    const char *name, *type;
    bool        part;
} rv_docx_type;

/* A stretch of the main part's bytes. */
typedef struct { size_t from, to; } rv_docx_span;

/* The page of the document's last section, in twentieths of a point. */
typedef struct {
    rv_docx_span section;             /* <w:sectPr>; empty where there is none */
    rv_docx_span size, numbers, first, type, columns;   /* <w:pgSz>, <w:pgNumType>, <w:titlePg>, <w:type>, <w:cols> in it */
    double       width, height, left, right, top, bottom;
    int          n_columns;
    bool         on_side;             /* <w:pgSz w:orient="landscape"> or wider than high */
} rv_docx_page;

typedef struct {
    rv_docx_span body, place;         /* what stands between <w:body> and </w:body>; the paragraph {{report}} */
    rv_docx_page page;
    long         last_id;             /* the largest of bookmarks, drawings and controls */
} rv_docx_body;

typedef struct {
    const char *id;                   /* "" until asked for where the package has none */
    bool        added;
} rv_docx_style_found;

struct rv_docx {
    const char         *name;
    rv_zip             *zip;
    rv_memory          *memory;
    const char         *main, *folder, *styles_part, *numbering_part;   /* "word/document.xml", "word/" */
    rv_docx_references  references;
    rv_docx_type       *types;
    size_t              n_types, type_room;
    rv_docx_body        body;
    rv_docx_style_found style[RV_DOCX_STYLES];
    const char         *normal;       /* the id of the default paragraph style */
    const char         *taken;        /* the style ids of the package: " id id " */
    long                next_id, pictures;
    size_t              counted[2];   /* the last number of figures and of tables */
    struct rv_anchors  *anchors;      /* of the page that is written whole; NULL: not known, all are taken as there */
    struct rv_anchors  *elsewhere;    /* those of the whole report, of which some stand in report.html only */
    bool                failed;
};

/* Tells the part's references and those made here. */
rv_status rv_docx_references_read(rv_docx *d, rv_docx_references *list, const char *part, rv_error *err);
rv_status rv_docx_references_write(rv_docx *d, const rv_docx_references *list, rv_error *err);
/* The id of a reference, new or one that is there; "" when memory is short. */
const char *rv_docx_refer(rv_docx *d, const char *type, const char *target, bool external);
/* Sees to it that the package itself refers to a part of this type. */
rv_status rv_docx_package_refer(rv_docx *d, const char *type, const char *part, rv_error *err);
rv_status rv_docx_types_read(rv_docx *d, rv_error *err);
rv_status rv_docx_types_write(rv_docx *d, rv_error *err);
void rv_docx_type_set(rv_docx *d, const char *name, const char *type, bool part);

rv_status rv_docx_styles_read(rv_docx *d, rv_error *err);
rv_status rv_docx_styles_write(rv_docx *d, rv_error *err);
/* Gives the document a list of bullets; its number in `text`. */
rv_status rv_docx_bullets(rv_docx *d, char text[24], rv_error *err);

rv_status rv_docx_body_read(rv_docx *d, rv_error *err);
/* <w:sectPr> of a page as the document has it, or on its side; `first` keeps what only the first section may say. */
void rv_docx_section(const rv_docx *d, bool landscape, bool first, rv_buf *out);

/* The target of a relationship as the name of a part. */
const char *rv_docx_part_of(rv_docx *d, const char *target);
/* The part's name without its prefix: "pgSz" of "w:pgSz". */
const char *rv_docx_local(const char *name);
/* An attribute by its name without a prefix; "" where it is not there. */
const char *rv_docx_attribute(const char *const *attributes, const char *name);

/* The package at `path`, or ours (NULL). */
rv_status rv_docx_package(const char *path, rv_zip **out, rv_error *err);

/* ---- Pieces of paragraphs ---- */
void rv_docx_paragraph_begin(rv_docx *d, rv_docx_style style, const char *more, rv_buf *out);   /* `more`: within <w:pPr>, or "" */
void rv_docx_run(rv_docx *d, const char *properties, const char *text, rv_buf *out);
void rv_docx_bookmark_add(rv_docx *d, const char *anchor, rv_buf *out);                         /* nothing for "" */
/* "Table 3" with its number as a field that Word counts; `anchor` becomes its bookmark. */
void rv_docx_counted(rv_docx *d, const char *what, size_t number, const char *anchor, rv_buf *out);
/* A control's properties; its content follows, then "</w:sdtContent></w:sdt>". */
void rv_docx_control_begin(rv_docx *d, const char *key, rv_buf *out);
/* A link around what follows until "</w:hyperlink>"; false, and nothing is begun, where the address may not be followed. */
bool rv_docx_link_begin(rv_docx *d, const char *link, rv_buf *out);

#define RV_DOCX_W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define RV_DOCX_R "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

#endif
