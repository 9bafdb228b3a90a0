/* Text as a figure needs it: cleaned, measured by Pango with the fonts that draw it, wrapped and shortened to a width. */
#ifndef RV_PLOT_TEXT_H
#define RV_PLOT_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "review/base.h"

/* Liberation Sans has the widths of Arial and Helvetica, so that a figure measured with one is right with the others. */
#define RV_FONT_FAMILY "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"

typedef enum { RV_ANCHOR_LEFT, RV_ANCHOR_MIDDLE, RV_ANCHOR_RIGHT } rv_anchor;

typedef struct {
    double      size;              /* points */
    bool        bold;
    const char *colour;            /* static "#rrggbb" */
} rv_face;

/* One line: its text and the room it takes. `ascent` and `descent` also hold ink beyond the font's own, all positive. */
typedef struct {
    char  *text;
    double width, ascent, descent;
    bool   rtl;                    /* the first letter is of a script that runs from right to left */
} rv_line;

typedef struct {
    rv_line *line;
    size_t   n;
    double   width, height;        /* the widest; all of them with their leading */
    char    *whole;                /* what was shortened, else NULL */
} rv_lines;

/* The measuring context: one a figure. */
typedef struct rv_type rv_type;
rv_type *rv_type_new(void);
void rv_type_free(rv_type *type);

/* Width of one line; the text is taken as it is. */
double rv_type_width(rv_type *type, const rv_face *face, const char *text);

/*
 * Breaks `text` (any bytes: it is cleaned first) into lines no wider than `width`, at blanks where there are some, and
 * inside words where there are none; past `most` lines the last one ends in an ellipsis. Empty text gives no lines.
 * `*out` is ended with rv_lines_free() whether or not this succeeds. Errors  RV_ENOMEM.
 */
RV_MUST_CHECK rv_status rv_type_wrap(rv_type *type, const rv_face *face, const char *text, double width, size_t most,
                                     rv_lines *out, rv_error *err);
void rv_lines_free(rv_lines *lines);

/* Appends `text` as one line of well-formed UTF-8 fit for a figure: bytes that are not UTF-8 become U+FFFD, runs of white space
   and control characters one blank (no-break spaces stay), bidirectional overrides are dropped. */
void rv_type_clean(rv_buf *out, const char *text);
/* Appends the first `most` letters of clean `text` (marks go with their letter), with an ellipsis when that is not all of it:
   then true. */
bool rv_type_cut(rv_buf *out, const char *text, size_t most);
/* The number with `decimals` digits, a true minus, no negative nought; scientific from 1e6; "" for NaN. */
void rv_type_number(rv_buf *out, double x, int decimals);
/* The words in memory of their own, however many; NULL when memory is short. */
char *rv_type_format(const char *format, va_list args) RV_PRINTF(1, 0);

#endif
