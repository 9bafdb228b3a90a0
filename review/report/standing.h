/* Where the review stands: what its parts share. */
#ifndef RV_REPORT_STANDING_H
#define RV_REPORT_STANDING_H

#include "review/report.h"

#include "report/included.h"

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    rv_status (*step)(void *user, const rv_standing *step, rv_error *err);
    void              *user;
} rv_stand;

/* One step; `next` is told while something is left to do. */
rv_status rv_stand_tell(const rv_stand *s, const char *step, const char *what, int64_t done, int64_t total, const char *next, rv_error *err);

/* From included studies to their results in the review: who extracts, how far they are, what the two differ on, what speaks against the
   numbers, and what nobody verified. Steps that the protocol does not plan are not told. */
rv_status rv_stand_extraction(const rv_stand *s, const rv_included *included, rv_error *err);

#endif
