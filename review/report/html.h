/* What the HTML writers share: text of users, anchors. */
#ifndef RV_REPORT_HTML_H
#define RV_REPORT_HTML_H

#include "report/anchors.h"
#include "report/grid.h"
#include "report/page.h"

/* Text between tags. Such as could turn the text after it round (another direction, controls of direction) is kept to itself by <bdi>;
   a control character is shown as the replacement character. */
void rv_html_text(rv_buf *out, const char *text);
/* ` dir="auto"` for an element whose text has letters that run from right to left, else nothing. */
void rv_html_direction(rv_buf *out, const char *text);
/* ` id="ANCHOR"`, unless there is none or another element has it. */
void rv_html_id(rv_buf *out, rv_anchors *anchors, const char *anchor);
/* `<a href="...">` of a class ("" for none) where the target may be followed (rv_anchors_lead()); whether it was written and wants its
   `</a>`. */
bool rv_html_link(rv_buf *out, const rv_anchors *anchors, const char *target, const char *class_name);

/* The table in a region of its own that scrolls, with notes under it. `number` is its own in the document, 0 for none. */
void rv_html_grid(rv_buf *out, const rv_grid *grid, size_t number, rv_anchors *anchors);
/* All before the text: the head with style and policy, the title, the contents. */
void rv_html_front(rv_buf *out, const rv_page *page);

#endif
