/* What is wrong with a text that should be a number, and what would be right. */
#ifndef RV_TOOLS_NUMBER_FAULT_H
#define RV_TOOLS_NUMBER_FAULT_H

#include <stdbool.h>

#include "review/base.h"

/* The number in column `at` of a row (-1: none); NaN where it is missing. False, with the fault in words, when there is another
   thing, as a NUL byte behind which text would be lost. */
bool rv_tool_number_read(const rv_csv_row *row, int at, double *x, rv_buf *fault);
/* Appends "'3,5' is not a number; write 3.5"; nothing when it is one. */
void rv_tool_number_fault(const char *text, rv_buf *out);

#endif
