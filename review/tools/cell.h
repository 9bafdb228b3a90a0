#ifndef RV_TOOLS_CELL_H
#define RV_TOOLS_CELL_H

#include "review/base.h"

/* A cell of delimited text as it came; where numbers are shown otherwise than texts (JSON, aligned text), a number if the text is just
   that number, or missing where the text says so. */
void rv_tool_put_cell(rv_table *table, rv_format format, const char *text);
/* A number that was made; NA in delimited text where there is none, as R reads and writes it. */
void rv_tool_put_number(rv_table *table, rv_format format, double x);

#endif
