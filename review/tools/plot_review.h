/* A review that is drawn, open for reading. */
#ifndef RV_TOOLS_PLOT_REVIEW_H
#define RV_TOOLS_PLOT_REVIEW_H

#include <stdbool.h>

#include "review/report_drawn.h"

typedef struct {
    rv_store    *store;
    rv_protocol *protocol;
    rv_drawn    *drawn;
    bool         reading;
} plot_review;

/* The review that --review says. Ended with plot_review_end(), also after a failure. */
rv_status plot_review_open(plot_review *review, rv_error *err);
void plot_review_end(plot_review *review);

#endif
