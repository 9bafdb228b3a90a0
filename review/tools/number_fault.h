/* What is wrong with a text that should be a number, and what would be right. */
#ifndef RV_TOOLS_NUMBER_FAULT_H
#define RV_TOOLS_NUMBER_FAULT_H

#include "review/base.h"

/* Appends "'3,5' is not a number; write 3.5"; nothing when it is one. */
void rv_tool_number_fault(const char *text, rv_buf *out);

#endif
