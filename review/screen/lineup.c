/* Who waits, in order: bits that are set and found, a word at a time. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/lineup.h"

size_t rv_lineup_words(size_t n)
{
    return (n + 63) / 64;
}

rv_status rv_order_make(rv_order *order, size_t n, rv_error *err)
{
    *order = (rv_order){ .n = n, .thing = malloc((n + 1) * sizeof *order->thing), .place = malloc((n + 1) * sizeof *order->place) };
    if (!order->thing || !order->place)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        order->thing[i] = order->place[i] = (uint32_t)i;
    return RV_OK;
}

void rv_order_free(rv_order *order)
{
    free(order->thing);
    free(order->place);
    *order = (rv_order){ 0 };
}

void rv_order_set(rv_order *order, const uint32_t *things)
{
    for (size_t place = 0; place < order->n; place++) {
        order->thing[place] = things[place];
        order->place[things[place]] = (uint32_t)place;
    }
}

rv_status rv_lineup_make(rv_lineup *line, const rv_order *order, rv_error *err)
{
    *line = (rv_lineup){ .order = order, .any = calloc(rv_lineup_words(order->n) + 1, sizeof *line->any) };
    return line->any ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_lineup_free(rv_lineup *line)
{
    for (int class = 0; class < RV_LINEUP_CLASSES; class++)
        free(line->bits[class]);
    free(line->any);
    *line = (rv_lineup){ 0 };
}

static bool is_set(const uint64_t *bits, size_t place)
{
    return bits && bits[place / 64] >> place % 64 & 1;
}

static void set(uint64_t *bits, size_t place)
{
    bits[place / 64] |= UINT64_C(1) << place % 64;
}

static void clear(uint64_t *bits, size_t place)
{
    bits[place / 64] &= ~(UINT64_C(1) << place % 64);
}

int rv_lineup_class(const rv_lineup *line, size_t thing)
{
    const size_t place = line->order->place[thing];
    int class = 0;

    if (!is_set(line->any, place))
        return -1;
    while (!is_set(line->bits[class], place))
        class++;
    return class;
}

rv_status rv_lineup_put(rv_lineup *line, size_t thing, int class, rv_error *err)
{
    const int before = rv_lineup_class(line, thing);
    const size_t place = line->order->place[thing];

    if (before == class)
        return RV_OK;
    if (class >= 0 && !line->bits[class]
        && !(line->bits[class] = calloc(rv_lineup_words(line->order->n) + 1, sizeof *line->bits[class])))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (before >= 0) {
        clear(line->bits[before], place);
        line->count[before]--;
    }
    if (class >= 0) {
        set(line->bits[class], place);
        set(line->any, place);
        line->count[class]++;
    } else {
        clear(line->any, place);
    }
    return RV_OK;
}

size_t rv_lineup_from(const rv_lineup *line, int class, size_t place, const uint64_t *but)
{
    const uint64_t *bits = line->bits[class];
    const size_t words = rv_lineup_words(line->order->n);
    uint64_t from = UINT64_MAX << place % 64;

    if (!line->count[class])
        return SIZE_MAX;
    for (size_t at = place / 64; at < words; at++, from = UINT64_MAX) {
        const uint64_t word = bits[at] & from & (but ? ~but[at] : UINT64_MAX);
        if (word)
            return at * 64 + (size_t)__builtin_ctzll(word);
    }
    return SIZE_MAX;
}

size_t rv_lineup_among(const rv_lineup *line, const uint64_t *bits)
{
    const size_t words = rv_lineup_words(line->order->n);
    size_t n = 0;

    for (size_t i = 0; i < words; i++)
        n += (size_t)__builtin_popcountll(line->any[i] & bits[i]);
    return n;
}

/* The bits at the places that the same things have in the next order. */
static void move(uint64_t *bits, const rv_order *order, const rv_order *next, uint64_t *scratch)
{
    const size_t words = rv_lineup_words(order->n);

    memset(scratch, 0, words * sizeof *scratch);
    for (size_t i = 0; i < words; i++)
        for (uint64_t word = bits[i]; word; word &= word - 1)
            set(scratch, next->place[order->thing[i * 64 + (size_t)__builtin_ctzll(word)]]);
    memcpy(bits, scratch, words * sizeof *bits);
}

void rv_lineup_move(rv_lineup *line, const rv_order *next, uint64_t *scratch)
{
    move(line->any, line->order, next, scratch);
    for (int class = 0; class < RV_LINEUP_CLASSES; class++)
        if (line->bits[class])
            move(line->bits[class], line->order, next, scratch);
}
