/* Two records side by side on a terminal. */
#ifndef RV_TOOLS_DEDUP_SIDE_H
#define RV_TOOLS_DEDUP_SIDE_H

#include "review/base.h"

/* One field of both; NULL or "": not given. */
typedef struct {
    const char *label, *a, *b;
    bool        plain;           /* a heading: differences are not marked */
} rv_side_field;

/* Adds the fields that either has, in two columns that fit `width`. Before a field stands "=" when both say the same (apart from
   case, marks and punctuation), "*" when they do not, "+" when one alone has it. Words that the other has not are in colour, or else
   between stars. */
RV_MUST_CHECK
rv_status rv_side_by_side(rv_buf *out, const rv_side_field *fields, size_t n, size_t width, bool colour, rv_error *err);

#endif
