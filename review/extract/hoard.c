#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/hoard.h"

enum { BLOCK = 32 * 1024 };

struct rv_hoard_block {
    struct rv_hoard_block *older;
    size_t used, size;
    _Alignas(16) char bytes[];
};

void *rv_hoard_bytes(rv_hoard *memory, size_t n)
{
    const size_t need = (n + 15) & ~(size_t)15;
    struct rv_hoard_block *b = memory->newest;

    if (!b || b->size - b->used < need) {
        const size_t size = need > BLOCK ? need : BLOCK;
        if (need < n || !(b = calloc(1, sizeof *b + size))) {
            memory->failed = true;
            return NULL;
        }
        b->older = memory->newest;
        b->size = size;
        memory->newest = b;
    }
    b->used += need;
    return b->bytes + b->used - need;
}

const char *rv_hoard_text(rv_hoard *memory, const char *text)
{
    const size_t n = text ? strlen(text) : 0;
    char *copy;

    if (n == 0 || !(copy = rv_hoard_bytes(memory, n + 1)))
        return "";
    return memcpy(copy, text, n + 1);
}

void rv_hoard_free(rv_hoard *memory)
{
    while (memory->newest) {
        struct rv_hoard_block *older = memory->newest->older;
        free(memory->newest);
        memory->newest = older;
    }
    memory->failed = false;
}
