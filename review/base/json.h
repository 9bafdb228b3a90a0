#ifndef RV_BASE_JSON_H
#define RV_BASE_JSON_H

#include "review/base.h"

/* Appends `text` as a JSON string, quotes and all. Bytes that are not UTF-8 become U+FFFD. */
void rv_json_string(rv_buf *out, const char *text);

#endif
