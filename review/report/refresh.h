/* Inside of the refresh of a manuscript. */
#ifndef RV_REPORT_REFRESH_H
#define RV_REPORT_REFRESH_H

#include "review/report_refresh.h"

#include "report/docx.h"
#include "report/document.h"
#include "report/wml.h"

/* Bytes to be put into the package at the end. */
typedef struct {
    char  *name;
    rv_buf bytes;
} rv_refresh_picture;

/* A document being brought up to date. */
typedef struct {
    const rv_review_report *report;
    const char             *name;
    rv_zip                 *zip;
    rv_docx                *docx;         /* opened when a table asks for it */
    bool                    changed;      /* some part is another */
    bool                    styled;       /* something was rendered that needs it finished */
    bool                    mark;         /* gives bound places bookmarks, by which they are found when another program loses their tags */
    long                    marks;        /* bookmarks given so far */
    rv_refresh_picture     *pictures;
    size_t                  n_pictures;
    rv_status (*place)(void *user, const rv_refresh_place *place, rv_error *err);
    void                   *user;
} rv_refreshing;

/* A part of it, read. */
typedef struct {
    rv_refreshing *of;
    const char    *name;
    rv_wml         wml;
    rv_wml_changes changes;
} rv_refresh_part;

typedef enum { RV_BOUND_FIELD, RV_BOUND_TABLE, RV_BOUND_FIGURE, RV_BOUND_UNKNOWN } rv_bound_kind;

/* A bound place: a control, or what a bookmark of ours marks. */
typedef struct {
    size_t                 sdt, properties, content, tag;   /* nodes; `tag` 0: found otherwise; `properties` 0: no control, `sdt` is the
                                                               bookmark */
    rv_bound_kind          kind;
    rv_buf                 key;           /* as in the tag, without what was remembered */
    rv_buf                 was;           /* what was remembered: a text, or a digest where `digest` */
    bool                   remembers, digest;
    const rv_review_field *field;
    const rv_block        *block;
} rv_bound;

/* Whether the node is a bound control, or a bookmark of ours that stands in none; fills `out`, which rv_bound_free() ends whatever is
   returned. */
bool rv_bound_read(const rv_refresh_part *part, size_t node, rv_bound *out);
void rv_bound_free(rv_bound *bound);
/* The tag of what was written: with the text, with a digest of it, or alone, as there is room. Replaces `out`. */
void rv_bound_tag(const rv_bound *bound, const char *text, rv_buf *out);
/* Whether `text` is what was written last; true also when that is not known. */
bool rv_bound_unedited(const rv_bound *bound, const char *text);

/* Whether there is a picture within a node. */
bool rv_bound_has_picture(const rv_wml *wml, size_t node);

/* ---- Bookmarks of ours ---- */
enum { RV_MARK = 41 };
/* "_review_STEM_DIGEST": the key in what a bookmark may hold; with "_N" behind it each is another. */
void rv_mark_of(const char *key, char mark[RV_MARK]);
/* Whether a bookmark's name is one of the marks of a key. */
bool rv_mark_is(const char *name, const char *key);
/* Gives a place its bookmark. */
void rv_mark_add(rv_refresh_part *part, const rv_bound *bound);

/* What was found at a place, being gathered. */
typedef struct {
    rv_refresh_state state;
    rv_buf           old, now, note;
    rv_buf           written;             /* what the tag is to remember; empty: as it is */
} rv_refresh_found;

/* Reads the package, looks at all its places, and appends what it has become. `report`, `name`, `place` and `user` are set, and `mark`; the
   rest is blank, and ended here. */
rv_status rv_refresh_package(rv_refreshing *r, const char *bytes, size_t n, rv_buf *out, rv_error *err);
rv_status rv_refresh_field(rv_refresh_part *part, const rv_bound *bound, rv_refresh_found *found, rv_error *err);
rv_status rv_refresh_table(rv_refresh_part *part, const rv_bound *bound, rv_refresh_found *found, rv_error *err);
rv_status rv_refresh_figure(rv_refresh_part *part, const rv_bound *bound, rv_refresh_found *found, rv_error *err);

#endif
