/* The form parts that are compiled in, by name; the last has no id. Made from protocols/parts. */
#ifndef RV_PROTOCOL_PARTS_H
#define RV_PROTOCOL_PARTS_H

#include "review/protocol.h"

extern const rv_form_part rv_form_parts[];

#endif
