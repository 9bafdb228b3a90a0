/* Writing a report with the command that repeats it. */
#ifndef RV_TOOLS_REPEAT_H
#define RV_TOOLS_REPEAT_H

#include "review/report.h"

#include "tools/opts.h"

/* Writes the report into `folder`, in `formats` (NULL: all), and says where it is. The command in its manifest is "program --output FOLDER --set '...'", with
   only the last part of the folder's name, so that no machine's path gets into a report. */
rv_status rv_tool_report(rv_store *store, const rv_protocol *protocol, const char *program, const char *folder, const rv_texts *set,
                         const char *formats, rv_error *err);

#endif
