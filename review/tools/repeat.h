/* The command line that repeats a report. */
#ifndef RV_TOOLS_REPEAT_H
#define RV_TOOLS_REPEAT_H

#include "tools/opts.h"

/* Appends "program --output FOLDER --set '...'": only the last part of the folder's name, so that no machine's path gets into a
   report. */
void rv_tool_repeat(rv_buf *out, const char *program, const char *folder, const rv_texts *set);

#endif
