/* What the LaTeX writers share: text of users, names of places, tables. What they write is plain ASCII that pdfTeX, XeTeX and LuaTeX
   read alike. */
#ifndef RV_REPORT_LATEX_H
#define RV_REPORT_LATEX_H

#include "report/anchors.h"
#include "report/grid.h"

/* Text with everything that means something to TeX escaped; letters with accents by their accents, signs by their commands, and a
   character that is neither as \otherchar{HEX}, which the preamble makes. Line ends are blanks; a word too long for a line may be broken. */
void rv_latex_text(rv_buf *out, const char *text);
/* The command of a sign that is not in ASCII ("\\textendash{}"), or NULL. */
const char *rv_latex_sign(int32_t point);
/* Where a link leads: "\hypertarget{NAME}{}", unless another place has the anchor. */
void rv_latex_target(rv_buf *out, rv_anchors *anchors, const char *anchor);
/* "\hyperlink{NAME}{" or "\href{ADDRESS}{" where the target may be followed; whether it was written and wants its "}". Files beside
   the report are not links: where a PDF goes they do not follow. */
bool rv_latex_link(rv_buf *out, const rv_anchors *anchors, const char *target);

/* Whether a table wants a page on its side: it is wide (rv_grid_view), or would not go on one upright. */
bool rv_latex_is_wide(const rv_grid *grid);
/* A table that may run over pages; a wide one stands in a landscape. `number` is its own in the document, 0 for none. */
void rv_latex_grid(rv_buf *out, const rv_grid *grid, size_t number, rv_anchors *anchors);

#endif
