/* What a page asks of an analysis: its options from the query, and what is said of the outcome. */
#ifndef RV_WEB_RERUN_ASKED_H
#define RV_WEB_RERUN_ASKED_H

#include "review/report_rerun.h"

#include "web/web.h"

enum { RV_RERUN_STUDIES = 500 };

typedef struct {
    rv_rerun_options options;
    const char      *leave_out[RV_RERUN_STUDIES];
    double           level;
    bool             otherwise;   /* something is not as planned */
} rv_rerun_asked;

/* From measure, method, test, prediction, level, subgroup, all_effects and leave_out; what is "" was not said. */
rv_status rv_rerun_ask(const rv_call *call, rv_rerun_asked *asked, rv_error *err);
/* The same as a query, "" or "?method=DL&leave_out=...", for the figure and the analysis' own address. */
void rv_rerun_query(rv_buf *out, const rv_rerun_asked *asked);
/* k, the pooled effect, prediction, heterogeneity: numbers, and beside them the texts that pages show. */
void rv_rerun_tell(json_t *to, const rv_rerun *rerun);

#endif
