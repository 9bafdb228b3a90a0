/* The parts of the overview: each puts what its viewer may know into the answer. */
#ifndef RV_WEB_OVERVIEW_H
#define RV_WEB_OVERVIEW_H

#include "web/web.h"

/* "stages": counts of each stage, its recall and what may be said of stopping there. */
rv_status rv_overview_stages(rv_call *call, rv_error *err);
/* "waits": who waits for whom, for leads; "mine": what waits for the viewer. */
rv_status rv_overview_waits(rv_call *call, rv_error *err);
/* "agreement": of pairs; a lead sees all, others those that they are of. */
rv_status rv_overview_agreement(rv_call *call, rv_error *err);
/* A list under `name`, and "NAME_some": whether there is anything in it. Takes the reference. */
void rv_put_list(rv_call *call, const char *name, json_t *list);

#endif
