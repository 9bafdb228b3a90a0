#ifndef RV_TOOLS_LISTING_H
#define RV_TOOLS_LISTING_H

#include "review/base.h"

/* Opens `output`, writes one table that `fill` fills, and puts the file in place; leaves nothing behind on failure. */
rv_status rv_tool_table(const char *output, int format, const char *const *columns, size_t n,
                        rv_status (*fill)(rv_table *table, void *user, rv_error *err), void *user, rv_error *err);
/* How many operands there are. */
int rv_tool_count(char **operands);

#endif
