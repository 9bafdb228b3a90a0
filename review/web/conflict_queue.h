#ifndef RV_WEB_CONFLICT_QUEUE_H
#define RV_WEB_CONFLICT_QUEUE_H

/* The conflicts at a stage that a person may decide. */

#include "web/web.h"

typedef struct {
    int64_t wanted, after;        /* asked: this report; else the first behind this one, else the first */
    int64_t found;                /* the report that is shown, 0 for none */
    size_t  n, place;             /* how many may be decided; where the shown one stands among them, from 1 */
    json_t *opinions;             /* of the shown one, without names: [{ verdict, reason, note }]; ended by json_decref() */
} rv_conflict_queue;

/* Fills what is found. Errors as rv_screen_conflicts(). */
RV_MUST_CHECK rv_status rv_conflict_find(rv_call *call, const char *stage, rv_conflict_queue *queue, rv_error *err);
/* Adds the opinions of a conflict to the array `opinions`: for rv_screen_conflict(). */
RV_MUST_CHECK rv_status rv_conflict_opinions(void *opinions, const rv_conflict *conflict, rv_error *err);
/* What is decided on: when somebody decided meanwhile, or voted otherwise, it is another. The caller's to free; NULL without memory. */
char *rv_conflict_version(int64_t report, const json_t *opinions);

#endif
