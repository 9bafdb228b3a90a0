#ifndef RV_WEB_SCREEN_DESK_H
#define RV_WEB_SCREEN_DESK_H

/* What the pages of screening share. */

#include "web/web.h"

/* Adds `stage`, `criteria_for`, `criteria_against`, `reasons` (those of the stage, the first nine with their digit) `needs_reason`, and
   `review_id`, which no other review has.
   RV_ENOTFOUND the protocol has no such stage. */
RV_MUST_CHECK rv_status rv_put_stage(rv_call *call, const char *stage, rv_error *err);
/* Adds what lies on the person's desk: `record`, `ahead` (as many as the field `ahead` asks for: whole, or those that the field `have` names
   by their numbers alone) and `progress`. */
RV_MUST_CHECK rv_status rv_put_desk(rv_call *call, const char *stage, rv_desk *desk, rv_error *err);
/* One report, with what the person said of it at the stage. `*out` is the caller's, NULL on failure. */
RV_MUST_CHECK rv_status rv_screen_record_json(rv_call *call, int64_t record, const char *stage, json_t **out, rv_error *err);
/* The same as a list `records` that begins with the record on the desk: as many as `ahead` asks for behind it, else all that are kept for one
   person; those of `have` are left out. */
RV_MUST_CHECK rv_status rv_put_desk_list(rv_call *call, const char *stage, rv_desk *desk, rv_error *err);
/* After an act that stands: the same for /api/v1, `progress` alone when the field `brief` is ticked; what fails is said and undoes nothing. */
void rv_put_desk_after(rv_call *call, const char *stage, rv_desk *desk);

/* The person's desk at a stage, for a page that shows it: rv_put_stage(), the page's title, and the desk. */
RV_MUST_CHECK rv_status rv_go_to_desk(rv_call *call, const char *stage, rv_desk **desk, rv_error *err);

#endif
