/* Names to numbers, in order of first appearance. */
#ifndef RV_META_NAME_CODES_H
#define RV_META_NAME_CODES_H

#include "review/status.h"

#include <stddef.h>

typedef struct {
    const char **name;            /* [n] by number; texts of the caller */
    size_t *first;                /* open addressing: number + 1; 0 is empty */
    size_t  n, slots;
} rv_names;

/* Room for k different names; rv_names_end() also after a failure. */
rv_status rv_names_begin(rv_names *names, size_t k, rv_error *err);
void rv_names_end(rv_names *names);
size_t rv_names_number(rv_names *names, const char *name);

#endif
