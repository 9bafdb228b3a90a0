#ifndef RV_WEB_DESKS_H
#define RV_WEB_DESKS_H

/* The desks of all who screen, in one room a stage: opened when they come, closed when they have been away for hours. The writer's alone. */

#include "web/web.h"

typedef struct rv_desks rv_desks;
RV_MUST_CHECK
rv_status rv_desks_make(rv_desks **out, rv_web *web, rv_store *store, const rv_protocol *protocol, rv_error *err);
RV_MUST_CHECK rv_status rv_desks_of(rv_desks *desks, const char *person, const char *stage, rv_desk **desk, rv_error *err);
/* After a group of acts was undone: what desks believe is read anew. */
void rv_desks_forget(rv_desks *desks);    /* NULL is allowed */
void rv_desks_free(rv_desks *desks);      /* NULL is allowed */

#endif
