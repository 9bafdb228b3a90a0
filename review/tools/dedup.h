/* What the files of review-dedup share. */
#ifndef RV_TOOLS_DEDUP_H
#define RV_TOOLS_DEDUP_H

#include "review/dedup.h"

/* Without a review: what to write from reference files; NULL: not. */
typedef struct {
    const char *clusters, *queue, *explain, *unique;
    int         from;            /* format of the files, -1: found */
    const char *encoding;
    rv_dedup_policy policy;
    unsigned    threads;
} rv_plain;
RV_MUST_CHECK rv_status rv_dedup_plain(const rv_plain *plain, const char *const *paths, rv_error *err);

/* "head REPORT [FIELD]": what a report says and from which record; of one field what all its records say. */
RV_MUST_CHECK rv_status rv_dedup_head(rv_store *store, char **operands, const char *output, int format, rv_error *err);
/* "choose REPORT FIELD|place|all RECORD|none". */
RV_MUST_CHECK
rv_status rv_dedup_choose(rv_store *store, const char *who, char **operands, const char *reason, bool porcelain, rv_error *err);

#endif
