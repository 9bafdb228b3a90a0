/* A document in the user's own words: Markdown with fields in double braces. */
#ifndef RV_REPORT_TEMPLATE_H
#define RV_REPORT_TEMPLATE_H

#include "report/document.h"

/* Adds the blocks of a template to a page: headings, paragraphs, lists, emphasis, links, code; HTML stands as text. In text {{KEY}} is a
   field and {{ref:NAME}} the number of a table or figure; alone in a paragraph {{table:ID}}, {{figure:NAME}} and {{part:ANCHOR}} (what
   stands under a heading of the report). Nothing is replaced in code. A first heading of level 1 becomes the title of the page.
   Errors  RV_EPARSE "file:line: there is no field 'x'; near are ...". */
rv_status rv_template_fill(const rv_review_report *report, const char *name, const char *text, size_t n, rv_page *page, rv_error *err);

/* The template of a manuscript of this review, from introduction to discussion: what the report can say is said, the rest is asked for.
   Appends Markdown. */
rv_status rv_template_manuscript(const rv_review_report *report, rv_buf *out, rv_error *err);

/* Names of blocks, with near ones where there is none. */
rv_status rv_review_report_block(const rv_review_report *report, rv_block_kind kind, const char *id, const rv_block **out, rv_error *err);

/* Puts a block of the report into another page; the tables and figures stay shared. `closed`: a table is folded away, or in an appendix. */
rv_status rv_template_copy(const rv_page *from, const rv_block *block, bool closed, rv_page *to, rv_error *err);

#endif
