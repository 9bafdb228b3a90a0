/* A protocol as an object: what people read of it, in the words of the XML. */
#ifndef RV_WEB_PROTOCOL_TOLD_H
#define RV_WEB_PROTOCOL_TOLD_H

#include "web/web.h"

void rv_protocol_tell(json_t *to, const rv_protocol *protocol);

#endif
