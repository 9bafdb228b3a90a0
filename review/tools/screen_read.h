/* review-screen read: how a person at a terminal is served. */
#ifndef RV_TOOLS_SCREEN_READ_H
#define RV_TOOLS_SCREEN_READ_H

#include "tools/opts.h"
#include "tools/screen.h"

typedef struct {
    int    order;                /* of rv_desk_modes */
    double random_share;
    bool   plain;                /* print line after line, without moving the cursor */
} rv_reading;
#define RV_READING_INIT { RV_DESK_ORDER, 0, false }

#define RV_OPTS_READING(r) \
    { RV_OPT_CHOICE, 0, "order", &(r).order, "NAME", "read: how reports come: order (of import, default), ranked, uncertain, random", rv_desk_modes }, \
    { RV_OPT_REAL, 0, "random", &(r).random_share, "SHARE", "read: so many of ranked reports are drawn at random (0 to 1; default 0)", NULL }, \
    { RV_OPT_FLAG, 0, "plain", &(r).plain, NULL, "read: print line after line, for screen readers and dumb terminals", NULL }

/* `model` is the ranker's, NULL the default. */
RV_MUST_CHECK rv_status rv_screening_read(rv_screening *work, const rv_reading *reading, int64_t seed, const char *model, rv_error *err);

#endif
