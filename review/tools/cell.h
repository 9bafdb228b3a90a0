#ifndef RV_TOOLS_CELL_H
#define RV_TOOLS_CELL_H

#include "review/base.h"

/* A cell of delimited text as it was read: a number where the text is just that number, so that JSON has numbers; else the text as it
   came; missing where the text says so. */
void rv_tool_put_cell(rv_table *table, const char *text);

#endif
