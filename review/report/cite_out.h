/* Text as it is being put together: pieces with what is known of each, so that punctuation and quotes can be settled at the end. */
#ifndef RV_REPORT_CITE_OUT_H
#define RV_REPORT_CITE_OUT_H

#include "review/report_cite.h"

#include "report/cite_locale.h"
#include "report/cite_tree.h"

/* What a piece is; bits. */
enum {
    CITE_LITERAL = 1,             /* from a field of the work, not from the style */
    CITE_NOCASE = 2,              /* keeps its capitals */
    CITE_QUOTE_OPEN = 4, CITE_QUOTE_CLOSE = 8
};

typedef struct {
    size_t          end;          /* of its bytes; it begins where the one before ends */
    unsigned        style, said;  /* bits, and those that are settled */
    unsigned        turned;       /* bits that markup within the field turns round */
    unsigned        kind;
    const char     *link;
    rv_cite_display display;
} rv_cite_piece;

typedef struct {
    rv_buf         text;
    rv_cite_piece *pieces;
    size_t         n, room;
    rv_arena       links;
    bool           failed;
} rv_cite_out;
#define RV_CITE_OUT_INIT { RV_BUF_INIT, NULL, 0, 0, { NULL, NULL, 0, 0, false }, false }

/* A place to go back to. */
typedef struct {
    size_t text, n;
} rv_cite_mark;

void rv_cite_out_free(rv_cite_out *out);
void rv_cite_out_clear(rv_cite_out *out);
rv_cite_mark rv_cite_out_mark(const rv_cite_out *out);
void rv_cite_out_back(rv_cite_out *out, rv_cite_mark mark);
bool rv_cite_out_since(const rv_cite_out *out, rv_cite_mark mark);

/* Adds words of the style; NULL and "" add nothing. */
void rv_cite_out_say(rv_cite_out *out, const char *words);
void rv_cite_out_add(rv_cite_out *out, const char *bytes, size_t n, unsigned kind, unsigned turned);
/* Adds a piece with all that is known of it. */
void rv_cite_out_piece(rv_cite_out *out, const char *bytes, size_t n, const rv_cite_piece *like);
/* Adds a field of the work: its markup and quotes understood. */
void rv_cite_out_rich(rv_cite_out *out, const char *text);
/* Everything since `mark`: the formatting that the attributes of `node` say; a link; a text-case; its full stops taken away. */
void rv_cite_out_format(rv_cite_out *out, rv_cite_mark mark, const rv_cite_node *node);
void rv_cite_out_link(rv_cite_out *out, rv_cite_mark mark, const char *address);
void rv_cite_out_case(rv_cite_out *out, rv_cite_mark mark, const char *text_case, bool english);
void rv_cite_out_strip(rv_cite_out *out, rv_cite_mark mark);
/* Takes what stands since `mark` away, into `taken` (cleared before). */
void rv_cite_out_take(rv_cite_out *out, rv_cite_mark mark, rv_cite_out *taken);
/* Adds all of another. */
void rv_cite_out_join(rv_cite_out *out, const rv_cite_out *other);

/* Settles it: no doubled punctuation or blanks, quotes by their depth, runs that are set alike as one. */
rv_status rv_cite_finish(const rv_cite_out *out, const rv_cite_locale *locale, rv_cite_text *text, rv_error *err);

#endif
