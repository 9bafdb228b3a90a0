#ifndef RV_WEB_PACE_H
#define RV_WEB_PACE_H

/* How fast a person decides, of their last decisions at a stage; pauses do not count. The writer's alone. */

#include "web/web.h"

/* They decided now. Where memory is short there is no pace. */
void rv_pace_note(rv_store *store, const char *person, const char *stage);
/* Decisions an hour; NaN before there are six. */
double rv_pace_hour(rv_store *store, const char *person, const char *stage);

#endif
