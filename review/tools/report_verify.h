#ifndef RV_TOOLS_REPORT_VERIFY_H
#define RV_TOOLS_REPORT_VERIFY_H

#include "review/base.h"

/* Looks whether the report in `folder` is as written, and with a review (named, or found as every tool finds it) makes it again and
   compares. A table of what was found goes to `output`. RV_ETAMPER when something is wrong. */
rv_status rv_tool_verify_report(const char *folder, const char *review, int format, const char *output, rv_error *err);

#endif
