#ifndef RV_TOOLS_SCREEN_STOP_H
#define RV_TOOLS_SCREEN_STOP_H

/* review-screen stop: what it is asked. */

#include "tools/screen.h"

typedef struct {
    double      target, confidence, bias;
    const char *svg;              /* NULL: no figure */
    rv_safe_options safe;
} rv_stopping;
#define RV_STOPPING_INIT { 0.95, 0.95, 1, NULL, RV_SAFE_OPTIONS_INIT }

rv_status rv_screening_stop(rv_screening *work, const rv_stopping *how, rv_error *err);

#endif
