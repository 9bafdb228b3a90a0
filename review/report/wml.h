/* A part of a Word document as a tree of its elements, each with the bytes it stands at, so that what is changed can be changed in the
   author's own bytes and everything else stays as it was. */
#ifndef RV_REPORT_WML_H
#define RV_REPORT_WML_H

#include "review/base.h"

/* Elements by their local names: those of WordprocessingML, then those of drawings, whatever their prefix. */
typedef enum {
    RV_WML_OTHER,
    RV_WML_P, RV_WML_P_PR, RV_WML_R, RV_WML_R_PR, RV_WML_T, RV_WML_DEL_TEXT, RV_WML_TAB, RV_WML_BR, RV_WML_CR, RV_WML_HYPHEN,
    RV_WML_SOFT_HYPHEN, RV_WML_BREAK_SEEN, RV_WML_INS, RV_WML_DEL, RV_WML_MOVE_FROM, RV_WML_MOVE_TO, RV_WML_HYPERLINK, RV_WML_SDT,
    RV_WML_SDT_PR, RV_WML_SDT_CONTENT, RV_WML_TAG, RV_WML_ALIAS, RV_WML_PLACEHOLDER, RV_WML_TBL, RV_WML_TR, RV_WML_TR_PR,
    RV_WML_TBL_HEADER, RV_WML_TC, RV_WML_TC_PR, RV_WML_BOOKMARK_START, RV_WML_BOOKMARK_END, RV_WML_COMMENT_START, RV_WML_COMMENT_END,
    RV_WML_COMMENT, RV_WML_RUBY, RV_WML_GRID_COL,
    RV_WML_DRAWINGS,
    RV_WML_FALLBACK = RV_WML_DRAWINGS, RV_WML_BLIP, RV_WML_SVG_BLIP, RV_WML_EXTENT, RV_WML_EXT, RV_WML_DOC_PR, RV_WML_XFRM,
    RV_WML_KINDS
} rv_wml_kind;

typedef struct {
    rv_wml_kind kind;
    size_t      begin, inside;    /* bytes: of "<", behind the start tag */
    size_t      outside, end;     /* of the end tag's "<", behind the end tag; an empty element has outside == inside == end */
    size_t      parent, last;     /* index of the parent (its own: the root), of the last node within it */
    size_t      text, text_n;     /* of w:t and w:delText: what they hold, in `texts` */
} rv_wml_node;

typedef struct {
    const char  *name, *bytes;    /* the caller's; must live on */
    size_t       n;
    char         prefix[32];      /* of WordprocessingML: "w:" */
    rv_wml_node *nodes;           /* in document order: what is within a node follows it up to its `last` */
    size_t       n_nodes, room;
    rv_buf       texts;
} rv_wml;

/* Reads a part. On failure nothing is held.
   Errors  RV_EPARSE "name:line: ...": no XML, in another encoding than UTF-8, or no part of WordprocessingML. */
rv_status rv_wml_read(rv_wml *out, const char *name, const char *bytes, size_t n, rv_error *err);
void rv_wml_free(rv_wml *wml);

/* The next node within `of` and behind `node` (`of` itself: the first) that is of a kind; 0 when there is none. */
size_t rv_wml_next(const rv_wml *wml, size_t of, size_t node, rv_wml_kind kind);
/* The nearest node around `node` of a kind, below `up_to`; 0 for none. */
size_t rv_wml_around(const rv_wml *wml, size_t node, rv_wml_kind kind, size_t up_to);
/* The first child of a kind; 0 for none. */
size_t rv_wml_child(const rv_wml *wml, size_t node, rv_wml_kind kind);
/* Whether the node is in text that a tracked change takes away, or in a fallback for older programs. */
bool rv_wml_gone(const rv_wml *wml, size_t node, size_t up_to);
bool rv_wml_in_fallback(const rv_wml *wml, size_t node);
bool rv_wml_empty(const rv_wml_node *node);                  /* <w:p/> */

/* Where the value of an attribute stands in the start tag, by its local name; false when it is not there. */
bool rv_wml_attribute(const rv_wml *wml, size_t node, const char *name, size_t *at, size_t *n);
/* The same as text, appended; "" when it is not there. */
void rv_wml_value(const rv_wml *wml, size_t node, const char *name, rv_buf *out);

/* Appends what people read in a node: not what is tracked as deleted. `taken_back`: what they would read with all changes refused. */
void rv_wml_text(const rv_wml *wml, size_t node, bool taken_back, rv_buf *out);

/* ---- Changes -------------------------------------------------------------------------------------------------------- */

/* Bytes [begin, end) become others. */
typedef struct {
    size_t begin, end, at, n;     /* the new ones in `bytes` */
    size_t order;
} rv_wml_change;

typedef struct {
    rv_wml_change *items;
    size_t         count, room;
    rv_buf         bytes;
    bool           failed;
} rv_wml_changes;
#define RV_WML_CHANGES_INIT { NULL, 0, 0, RV_BUF_INIT, false }

void rv_wml_change_add(rv_wml_changes *changes, size_t begin, size_t end, const char *bytes, size_t n);
void rv_wml_change_text(rv_wml_changes *changes, size_t begin, size_t end, const char *text);   /* markup, ends with a NUL */
/* Appends the part with its changes made. Errors  RV_EINVAL two changes overlap; RV_ENOMEM. */
rv_status rv_wml_changes_make(rv_wml_changes *changes, const rv_wml *wml, rv_buf *out, rv_error *err);
void rv_wml_changes_free(rv_wml_changes *changes);

/* Gives the runs in `content`, the content of a control or a cell, this text: the look of its first run stays, comments, bookmarks,
   notes and pictures stay. What was tracked there as a change stays one: accepted it gives the new text, refused the old.
   `fresh`: the look of what stands there does not count, for it is a placeholder. `markup` (may be NULL): runs to be put there instead of
   one run of `text`. Nothing is changed where the text is the same. */
void rv_wml_replace(const rv_wml *wml, size_t content, const char *text, const char *markup, bool fresh, rv_wml_changes *changes);

#endif
