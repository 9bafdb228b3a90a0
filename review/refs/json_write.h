/* Writing JSON, member by member. */
#ifndef RV_REFS_JSON_WRITE_H
#define RV_REFS_JSON_WRITE_H

#include "inside.h"

/* An object being written: begin with { out, "{", false } and end with "}". `odd` becomes true when a text is not as rv_field_plain()
   leaves texts: it has markup, control characters, or blanks too many. */
typedef struct {
    rv_output  *out;
    const char *before;                                 /* what the next member stands behind */
    bool        odd;
} rv_json_object;

void rv_json_put_key(rv_json_object *object, const char *key);
void rv_json_put_string(rv_json_object *object, const char *text);
/* A member; nothing for NULL. */
void rv_json_write_text(rv_json_object *object, const char *key, const char *text);

#endif
