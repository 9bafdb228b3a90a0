#ifndef RV_BASE_ZIP_INSIDE_H
#define RV_BASE_ZIP_INSIDE_H

#include <stddef.h>

typedef struct {
    char  *name, *bytes;          /* `bytes` end with a NUL that does not count */
    size_t n;
} rv_zip_part;

struct rv_zip {
    rv_zip_part *parts;
    size_t       n, room;
};

#endif
