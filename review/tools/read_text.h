/* Text for a screen of a certain width. */
#ifndef RV_TOOLS_READ_TEXT_H
#define RV_TOOLS_READ_TEXT_H

#include "review/screen.h"

/* Lines, each ending with NUL and none with a line end. A failed allocation sticks. */
typedef struct {
    char **items;
    size_t n, capacity;
    bool   failed;
} rv_page_lines;
void rv_page_lines_add(rv_page_lines *lines, const char *text);
void rv_page_lines_free(rv_page_lines *lines);

/* Marked stretches lie between these in a marked text; no text holds them otherwise. */
enum { RV_MARK_FOR = 1, RV_MARK_AGAINST = 2, RV_MARK_END = 3 };

/* How it is shown: with colour a mark is weight, colour and a sign, without it is a sign in brackets: [+youth] [-review]. `base` is the
   sequence that the lines stand in ("": none). */
typedef struct {
    bool        colour;
    const char *base;
} rv_look;

/* Adds `text` fit for a terminal: control characters, and those that turn the direction round, become a middle dot; a single line end is
   a blank, an empty line a paragraph ("\n"). */
void rv_show_clean(rv_buf *out, const char *text);
/* The same, with the terms of the protocol marked. */
RV_MUST_CHECK rv_status rv_show_marked(rv_buf *out, const rv_protocol *protocol, const char *text, rv_error *err);
/* Adds a clean or marked text in lines of at most `width` columns; words that are longer, and signs of scripts without blanks, are parted
   where they must. At most `most` lines (0: any number); what is cut ends with an ellipsis. False when something was cut. */
bool rv_show_wrap(rv_page_lines *lines, const char *text, size_t width, size_t most, const rv_look *look);
/* Columns that a line with sequences for colour takes. */
size_t rv_show_width(const char *line);

#endif
