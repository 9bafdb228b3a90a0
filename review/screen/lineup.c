/* Who waits, in order: bits that are set and found, a word at a time. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/lineup.h"

static size_t words_of(size_t n)
{
    return (n + 63) / 64;
}

static uint64_t *bits_of(const rv_lineup *line, int class)
{
    return line->bits + (size_t)class * words_of(line->n);
}

static uint64_t *marks_of(const rv_lineup *line, int class)
{
    return line->words + (size_t)class * words_of(words_of(line->n));
}

rv_status rv_lineup_make(rv_lineup *line, size_t n, int classes, rv_error *err)
{
    const size_t words = words_of(n), marks = words_of(words);

    *line = (rv_lineup){ .n = n, .classes = classes };
    line->thing = malloc((n + 1) * sizeof *line->thing);
    line->place = malloc((n + 1) * sizeof *line->place);
    line->class_of = malloc(n + 1);
    line->bits = calloc((size_t)classes * words + 1, sizeof *line->bits);
    line->words = calloc((size_t)classes * marks + 1, sizeof *line->words);
    line->count = calloc((size_t)classes, sizeof *line->count);
    if (!line->thing || !line->place || !line->class_of || !line->bits || !line->words || !line->count)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        line->thing[i] = line->place[i] = (uint32_t)i;
    memset(line->class_of, -1, n + 1);
    return RV_OK;
}

void rv_lineup_free(rv_lineup *line)
{
    free(line->thing);
    free(line->place);
    free(line->class_of);
    free(line->bits);
    free(line->words);
    free(line->count);
    *line = (rv_lineup){ 0 };
}

static void set(rv_lineup *line, int class, size_t place, bool waits)
{
    uint64_t *word = bits_of(line, class) + place / 64, *mark = marks_of(line, class) + place / 4096;
    const uint64_t bit = UINT64_C(1) << place % 64, word_bit = UINT64_C(1) << place / 64 % 64;

    *word = waits ? *word | bit : *word & ~bit;
    *mark = *word ? *mark | word_bit : *mark & ~word_bit;
}

void rv_lineup_put(rv_lineup *line, size_t thing, int class)
{
    const int before = line->class_of[thing];

    if (before == class)
        return;
    if (before >= 0) {
        set(line, before, line->place[thing], false);
        line->count[before]--;
    }
    if (class >= 0) {
        set(line, class, line->place[thing], true);
        line->count[class]++;
    }
    line->class_of[thing] = (signed char)class;
}

void rv_lineup_order(rv_lineup *line, const uint32_t *things)
{
    const size_t words = words_of(line->n), marks = words_of(words);

    memset(line->bits, 0, (size_t)line->classes * words * sizeof *line->bits);
    memset(line->words, 0, (size_t)line->classes * marks * sizeof *line->words);
    for (size_t place = 0; place < line->n; place++) {
        const uint32_t thing = things[place];
        line->thing[place] = thing;
        line->place[thing] = (uint32_t)place;
        if (line->class_of[thing] >= 0)
            set(line, line->class_of[thing], place, true);
    }
}

/* The first bit set from `from` on in `n` words; SIZE_MAX when there is none. */
static size_t first_bit(const uint64_t *words, size_t n, size_t from)
{
    size_t at = from / 64;
    uint64_t word;

    if (at >= n)
        return SIZE_MAX;
    word = words[at] & (UINT64_MAX << from % 64);
    while (!word && ++at < n)
        word = words[at];
    return word ? at * 64 + (size_t)__builtin_ctzll(word) : SIZE_MAX;
}

size_t rv_lineup_from(const rv_lineup *line, int class, size_t place)
{
    const uint64_t *bits = bits_of(line, class);
    const size_t words = words_of(line->n);
    size_t word = place / 64, found;

    if (word >= words || !line->count[class])
        return SIZE_MAX;
    if ((found = first_bit(bits, word + 1, place)) != SIZE_MAX)
        return found;
    if ((word = first_bit(marks_of(line, class), words_of(words), word + 1)) == SIZE_MAX)
        return SIZE_MAX;
    return first_bit(bits, word + 1, word * 64);
}
