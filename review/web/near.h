#ifndef RV_WEB_NEAR_H
#define RV_WEB_NEAR_H

/* Reports that may be one with another and wait for a person's word: kept with the open review, read anew when links or records came. */

#include "web/web.h"

typedef struct {
    int64_t report, other;
    double  probability;          /* that they are one report; NaN when it is not known */
} rv_near;

/* The near-duplicates of a report, likeliest first; they live until the next call with the same store. */
RV_MUST_CHECK rv_status rv_near_of(rv_store *store, int64_t report, const rv_near **items, size_t *n, rv_error *err);

#endif
