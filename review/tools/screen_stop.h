#ifndef RV_TOOLS_SCREEN_STOP_H
#define RV_TOOLS_SCREEN_STOP_H

/* review-screen stop: what it is asked. */

#include "tools/screen.h"

typedef struct {
    double      target, confidence, bias;
    const char *svg;              /* NULL: no figure */
    double      safe_random, safe_least, safe_times;
    int64_t     safe_run, key_papers, key_found, switched, checked;
} rv_stopping;
#define RV_STOPPING_INIT { 0.95, 0.95, 1, NULL, 0.01, 0.1, 2, 50, 0, 0, 0, 0 }

#define RV_OPTS_STOPPING(s) \
    { RV_OPT_REAL, 0, "target", &(s).target, "RECALL", "stop: the recall aimed at, 0 to 1 (default 0.95)", NULL }, \
    { RV_OPT_REAL, 0, "confidence", &(s).confidence, "P", "stop: 0 to 1 (default 0.95)", NULL }, \
    { RV_OPT_REAL, 0, "bias", &(s).bias, "B", "stop: a relevant record comes up B times as likely; shown too (default 1)", NULL }, \
    { RV_OPT_TEXT, 0, "svg", &(s).svg, "FILE", "stop: draw the recall curve", NULL }, \
    { RV_OPT_REAL, 0, "safe-random", &(s).safe_random, "SHARE", "stop: of all, at random to begin with (default 0.01)", NULL }, \
    { RV_OPT_REAL, 0, "safe-least", &(s).safe_least, "SHARE", "stop: of all, screened at least (default 0.1)", NULL }, \
    { RV_OPT_REAL, 0, "safe-times", &(s).safe_times, "X", "stop: times the relevant records estimated (default 2)", NULL }, \
    { RV_OPT_INT, 0, "safe-run", &(s).safe_run, "N", "stop: irrelevant records in a row (default 50)", NULL }, \
    { RV_OPT_INT, 0, "key-papers", &(s).key_papers, "N", "stop: papers known beforehand", NULL }, \
    { RV_OPT_INT, 0, "key-found", &(s).key_found, "N", "stop: key papers found by screening", NULL }, \
    { RV_OPT_INT, 0, "switched", &(s).switched, "N", "stop: screened when another model took over", NULL }, \
    { RV_OPT_INT, 0, "checked", &(s).checked, "N", "stop: excluded records looked at again", NULL }

rv_status rv_screening_stop(rv_screening *work, const rv_stopping *how, rv_error *err);

#endif
