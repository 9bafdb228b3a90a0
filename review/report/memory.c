/* A chain of blocks, freed together. */
#include <config.h>

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "report/memory.h"

enum { BLOCK = 32768 };

typedef struct block {
    struct block *next;
    size_t        used, size;
    alignas(max_align_t) char bytes[];
} block;

struct rv_memory {
    block *blocks;
    bool   failed;
};

rv_memory *rv_memory_new(void)
{
    return calloc(1, sizeof(rv_memory));
}

void *rv_memory_room(rv_memory *m, size_t n)
{
    block *b = m->blocks;
    void *room;

    n = (n + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (!b || b->size - b->used < n) {
        const size_t size = n > BLOCK ? n : BLOCK;
        if (!(b = calloc(1, sizeof *b + size))) {
            m->failed = true;
            return NULL;
        }
        b->size = size;
        b->next = m->blocks;
        m->blocks = b;
    }
    room = b->bytes + b->used;
    b->used += n;
    return room;
}

const char *rv_memory_text(rv_memory *m, const char *text)
{
    const size_t n = text ? strlen(text) : 0;
    char *copy = n ? rv_memory_room(m, n + 1) : NULL;

    return copy ? memcpy(copy, text, n + 1) : "";
}

bool rv_memory_failed(const rv_memory *m)
{
    return m->failed;
}

void rv_memory_free(rv_memory *m)
{
    if (!m)
        return;
    while (m->blocks) {
        block *next = m->blocks->next;
        free(m->blocks);
        m->blocks = next;
    }
    free(m);
}
