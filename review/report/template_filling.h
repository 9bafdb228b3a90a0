/* A template on its way into a page: what template.c and template_fields.c share. */
#ifndef RV_REPORT_TEMPLATE_FILLING_H
#define RV_REPORT_TEMPLATE_FILLING_H

#include "report/template.h"

typedef struct {
    const rv_review_report *report;
    const char             *name;
    rv_page                *page;
    int                     line;         /* of the paragraph being read, from 1 */
    int                     lists;        /* lists around what is read */
    int                     item;         /* number of the item in an ordered list; 0: a bullet */
    bool                    begun;        /* an item was begun, and nothing said in it */
    bool                    titled;       /* a first heading has become the title */
    unsigned                style;
    const char             *link;
    rv_buf                  heading;      /* the anchor of the heading being read */
    rv_buf                  refs;         /* "LINE NAME" of each {{ref:NAME}}, each with a line end */
    size_t                  headings;
} rv_filling;

/* Fails at the line being read, as the report failed. */
rv_status rv_filling_wrong(const rv_filling *f, rv_status code, const rv_error *why, rv_error *err);
/* Adds `n` bytes of text as they are. */
void rv_filling_plain(const rv_filling *f, const char *text, size_t n);
/* Adds a text with its fields. */
rv_status rv_filling_text(rv_filling *f, const char *words, rv_error *err);
/* The name between braces, without blanks around it. */
void rv_filling_name(const char *from, const char *to, rv_buf *out);
/* Whether a field stands for a table, a figure or a part. */
bool rv_filling_is_block(const char *name);
/* When all is read: links that lead nowhere are dropped; a {{ref:NAME}} needs what it numbers. */
rv_status rv_filling_drop_dead_links(rv_page *page, rv_error *err);
rv_status rv_filling_check_refs(const rv_filling *f, rv_error *err);

#endif
