#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

enum { BLOCK = 1 << 16 };

struct rv_arena_block {
    rv_arena_block *next;
    size_t    size;
    char      bytes[];
};

/* Room for `n` bytes at the end of what is used, in this block or a later one. */
static char *claim(rv_arena *arena, size_t n)
{
    rv_arena_block *block = arena->now, **link = block ? &block->next : &arena->first;

    if (block && n <= block->size - arena->used)
        return block->bytes + arena->used;
    while ((block = *link) && block->size < n)
        link = &block->next;
    if (!block) {
        size_t size = n > BLOCK ? n + n / 2 : BLOCK;

        block = malloc(sizeof *block + size);
        if (!block) {
            arena->failed = true;
            return NULL;
        }
        block->size = size;
        block->next = NULL;
        *link = block;
    }
    arena->now = block;
    arena->used = 0;
    return block->bytes;
}

char *rv_arena_add(rv_arena *arena, const char *bytes, size_t n)
{
    static char empty[1];
    char       *text = claim(arena, n + 1);

    if (!text) {
        empty[0] = '\0';
        return empty;
    }
    if (n)
        memcpy(text, bytes, n);
    text[n] = '\0';
    arena->used += n + 1;
    arena->total += n + 1;
    return text;
}

char *rv_arena_room(rv_arena *arena, size_t n)
{
    char *text = claim(arena, n);

    if (text) {
        arena->used += n;
        arena->total += n;
    }
    return text;
}

char *rv_arena_extend(rv_arena *arena, char *text, size_t length, const char *bytes, size_t n)
{
    rv_arena_block *block = arena->now;
    char     *wider;

    if (block && text + length + 1 == block->bytes + arena->used && n <= block->size - arena->used) {
        memcpy(text + length, bytes, n);
        text[length + n] = '\0';
        arena->used += n;
        arena->total += n;
        return text;
    }
    wider = claim(arena, 2 * (length + n) + 1);         /* twice, so that many additions stay linear */
    if (!wider)
        return text;
    memcpy(wider, text, length);
    memcpy(wider + length, bytes, n);
    wider[length + n] = '\0';
    arena->used += length + n + 1;
    arena->total += length + n + 1;
    return wider;
}

/* Blocks that one huge record made go; those that every record needs stay. */
void rv_arena_reset(rv_arena *arena)
{
    if (arena->first && arena->total > 8 * BLOCK)
        rv_arena_free(arena);
    arena->now = arena->first;
    arena->used = arena->total = 0;
    arena->failed = false;
}

void rv_arena_free(rv_arena *arena)
{
    rv_arena_block *block = arena->first, *next;

    for (; block; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (rv_arena){ NULL, NULL, 0, 0, false };
}
