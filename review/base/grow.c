#include <config.h>

#include <stdlib.h>

#include "review/base.h"

bool rv_grow(void *array, size_t n, size_t *room, size_t size)
{
    void **at = array, *more;

    if (n < *room)
        return true;
    if (!(more = realloc(*at, (*room ? 2 * *room : 64) * size)))
        return false;
    *at = more;
    *room = *room ? 2 * *room : 64;
    return true;
}
