#ifndef RV_TOOLS_CELL_H
#define RV_TOOLS_CELL_H

#include "review/base.h"

/* A cell of delimited text as it came; where numbers are shown otherwise than texts (JSON, aligned text), a number if the text is just
   that number. Missing where the text says so. */
void rv_tool_put_cell(rv_table *table, rv_format format, const char *text);

#endif
