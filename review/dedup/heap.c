#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

enum { CHUNK = 1 << 16 };

struct rv_chunk {
    rv_chunk *next;
    size_t    used, size;
    max_align_t bytes[];
};

void *rv_heap_take(rv_heap *heap, size_t n)
{
    rv_chunk *c = heap->chunks;
    void     *out;

    n = (n + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (!c || c->size - c->used < n) {
        const size_t size = n > CHUNK ? n : CHUNK;
        if (!(c = malloc(sizeof *c + size)))
            return NULL;
        c->used = 0;
        c->size = size;
        c->next = heap->chunks;
        heap->chunks = c;
    }
    out = (char *)c->bytes + c->used;
    c->used += n;
    return out;
}

char *rv_heap_text(rv_heap *heap, const char *text, size_t n)
{
    char *out = rv_heap_take(heap, n + 1);

    if (out) {
        memcpy(out, text, n);
        out[n] = '\0';
    }
    return out;
}

void rv_heap_free(rv_heap *heap)
{
    rv_chunk *next;

    for (rv_chunk *c = heap->chunks; c; c = next) {
        next = c->next;
        free(c);
    }
    heap->chunks = NULL;
}

uint64_t rv_hash_mix(uint64_t h)
{
    h ^= h >> 32;
    h *= UINT64_C(0xD6E8FEB86659FD93);
    h ^= h >> 32;
    return h ? h : 1;
}

uint64_t rv_hash(const void *bytes, size_t n)
{
    const unsigned char *s = bytes;
    uint64_t h = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < n; i++)
        h = (h ^ s[i]) * UINT64_C(0x100000001B3);
    return rv_hash_mix(h);
}
