/* review-screen read: how a person at a terminal is served. */
#ifndef RV_TOOLS_SCREEN_READ_H
#define RV_TOOLS_SCREEN_READ_H

#include "tools/screen.h"

typedef struct {
    int         order;           /* of rv_desk_modes */
    double      random_share;
    int64_t     seed;
    const char *model;           /* the ranker's, NULL the default */
    bool        plain;           /* print line after line, without moving the cursor */
} rv_reading;

RV_MUST_CHECK rv_status rv_screening_read(rv_screening *work, const rv_reading *reading, rv_error *err);

#endif
