#ifndef RV_EXTRACT_HAND_H
#define RV_EXTRACT_HAND_H

#include "extract/pairs.h"

/* Adds what was said by hand of a row of the first version and one of the second; `b` NULL: of a row alone, of either version. */
rv_status rv_hand_add(rv_event *event, const rv_row *a, const rv_row *b, const char *who, const char *taken, rv_error *err);

#endif
