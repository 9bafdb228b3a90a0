/* Writing a report with the command that repeats it. */
#ifndef RV_TOOLS_REPEAT_H
#define RV_TOOLS_REPEAT_H

#include "review/report.h"

#include "tools/opts.h"

/* Writes the report as the options say, `otherwise` among them, and says where it is. Its `command` becomes "PROGRAM --output FOLDER
   --set '...'", with only the last part of the folder's name, so that no machine's path gets into a report. */
rv_status rv_tool_report(rv_store *store, const rv_protocol *protocol, const char *program, const rv_report_options *options,
                         rv_error *err);

#endif
