#ifndef RV_TOOLS_LOG_MERGE_H
#define RV_TOOLS_LOG_MERGE_H

#include "review/store.h"

/* How the verb was called. */
typedef struct {
    const char *person, *output;         /* as given, or NULL */
    int         format;
    bool        porcelain, dry;
} rv_log_merge;

/* Merges the copy `other` into the review, says what came in, and lists what both say differently. */
rv_status rv_tool_merge(rv_store *store, const char *other, const rv_log_merge *how, rv_error *err);

#endif
