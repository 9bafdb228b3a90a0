/* Numbers for words and terms: two hash tables with open addressing. They soon outgrow the caches, so that a slot holds a part of the
   hash, and what a look-up will touch is asked for some look-ups before. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "rank.h"

typedef struct { uint64_t first; size_t at; uint32_t length; } known_word;       /* `first`: its first eight bytes, 0 after the end */
typedef struct { uint32_t tag, number; } slot;      /* the upper half of a hash; number rv_rank_none: free */

struct rv_rank_terms {
    char       *bytes;                 /* of all words, one after another */
    size_t      used, room;
    known_word *words;
    slot       *word_slots;
    size_t      n_words, words_room, word_mask;
    uint64_t   *keys;                  /* of terms: block, first word, second word + 1 or 0 */
    slot       *term_slots;
    size_t      n_terms, terms_room, term_mask;
};

enum { FIRST_SLOTS = 1 << 12, SLOT_AHEAD = 16, KEY_AHEAD = 8 };
static const size_t most = (size_t)1 << 30;     /* words, and terms: a key has 31 bits for a word */

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static uint64_t stir(uint64_t h)
{
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 32;
}

/* Up to eight bytes as a number. */
static uint64_t part_of(const char *bytes, size_t n)
{
    uint64_t part = 0;

    memcpy(&part, bytes, n < sizeof part ? n : sizeof part);
    return part;
}

/* Eight bytes at a time; the low bits choose the slot. */
static uint64_t hash_bytes(const char *bytes, size_t n)
{
    uint64_t h = n;

    for (; n > 8; bytes += 8, n -= 8)
        h = stir(h ^ part_of(bytes, 8));
    return stir(stir(h ^ part_of(bytes, n)));
}

static slot *empty_slots(size_t n)
{
    slot *slots = malloc(n * sizeof *slots);

    if (slots)
        memset(slots, 0xff, n * sizeof *slots);
    return slots;
}

rv_status rv_rank_terms_open(rv_rank_terms **out, rv_error *err)
{
    rv_rank_terms *terms = *out = calloc(1, sizeof *terms);

    if (!terms)
        return no_memory(err);
    terms->word_slots = empty_slots(FIRST_SLOTS);
    terms->term_slots = empty_slots(FIRST_SLOTS);
    terms->word_mask = terms->term_mask = FIRST_SLOTS - 1;
    if (terms->word_slots && terms->term_slots)
        return RV_OK;
    rv_rank_terms_free(terms);
    *out = NULL;
    return no_memory(err);
}

void rv_rank_terms_free(rv_rank_terms *terms)
{
    if (!terms)
        return;
    free(terms->bytes);
    free(terms->words);
    free(terms->word_slots);
    free(terms->keys);
    free(terms->term_slots);
    free(terms);
}

size_t rv_rank_terms_count(const rv_rank_terms *terms)
{
    return terms->n_terms;
}

int rv_rank_terms_block(const rv_rank_terms *terms, uint32_t term)
{
    return (int)(terms->keys[term] >> 62);
}

/* `items` with room for one more than `n`, growing by half; NULL when there is no memory. */
static void *grown(void *items, size_t size, size_t n, size_t *room)
{
    const size_t wanted = *room ? *room + *room / 2 : 1024;
    void *more;

    if (n < *room)
        return items;
    if ((more = realloc(items, wanted * size)))
        *room = wanted;
    return more;
}

static slot *word_slot(const rv_rank_terms *terms, const char *bytes, size_t n, uint64_t hash)
{
    const uint64_t first = part_of(bytes, n);
    size_t s = (size_t)hash & terms->word_mask;
    const slot *at;

    for (; (at = &terms->word_slots[s])->number != rv_rank_none; s = (s + 1) & terms->word_mask) {
        const known_word *word = &terms->words[at->number];
        if (at->tag == hash >> 32 && word->length == n && word->first == first
            && (n <= 8 || memcmp(terms->bytes + word->at + 8, bytes + 8, n - 8) == 0))
            break;
    }
    return &terms->word_slots[s];
}

/* The free slot for a hash that is not there. */
static slot *free_slot(slot *slots, size_t mask, uint64_t hash)
{
    size_t s = (size_t)hash & mask;

    while (slots[s].number != rv_rank_none)
        s = (s + 1) & mask;
    return &slots[s];
}

static rv_status more_word_slots(rv_rank_terms *terms, rv_error *err)
{
    const size_t mask = 2 * terms->word_mask + 1;
    slot *slots = empty_slots(mask + 1);

    if (!slots)
        return no_memory(err);
    for (size_t w = 0; w < terms->n_words; w++) {
        const uint64_t hash = hash_bytes(terms->bytes + terms->words[w].at, terms->words[w].length);
        *free_slot(slots, mask, hash) = (slot){ (uint32_t)(hash >> 32), (uint32_t)w };
    }
    free(terms->word_slots);
    terms->word_slots = slots;
    terms->word_mask = mask;
    return RV_OK;
}

static rv_status keep_bytes(rv_rank_terms *terms, const char *bytes, size_t n, rv_error *err)
{
    if (terms->room - terms->used < n) {
        const size_t room = terms->room + terms->room / 2 + n + 4096;
        char *more = realloc(terms->bytes, room);
        if (!more)
            return no_memory(err);
        terms->bytes = more;
        terms->room = room;
    }
    memcpy(terms->bytes + terms->used, bytes, n);
    terms->used += n;
    return RV_OK;
}

rv_status rv_rank_terms_word(rv_rank_terms *terms, const char *bytes, size_t n, bool add, uint32_t *word, rv_error *err)
{
    const uint64_t hash = hash_bytes(bytes, n);
    slot *at = word_slot(terms, bytes, n, hash);
    known_word *words;
    rv_status st;

    if ((*word = at->number) != rv_rank_none || !add)
        return RV_OK;
    if (terms->n_words >= most || n >= rv_rank_none)
        return rv_fail(err, RV_EINVAL, "there are more than %zu different words", most);
    if (2 * terms->n_words > terms->word_mask) {
        if ((st = more_word_slots(terms, err)) != RV_OK)
            return st;
        at = word_slot(terms, bytes, n, hash);
    }
    if (!(words = grown(terms->words, sizeof *words, terms->n_words, &terms->words_room)))
        return no_memory(err);
    terms->words = words;
    if ((st = keep_bytes(terms, bytes, n, err)) != RV_OK)
        return st;
    terms->words[terms->n_words] = (known_word){ part_of(bytes, n), terms->used - n, (uint32_t)n };
    *word = (uint32_t)terms->n_words++;
    *at = (slot){ (uint32_t)(hash >> 32), *word };
    return RV_OK;
}

static slot *term_slot(const rv_rank_terms *terms, uint64_t key)
{
    const uint64_t hash = stir(key);
    size_t s = (size_t)hash & terms->term_mask;
    const slot *at;

    for (; (at = &terms->term_slots[s])->number != rv_rank_none; s = (s + 1) & terms->term_mask)
        if (at->tag == hash >> 32 && terms->keys[at->number] == key)
            break;
    return &terms->term_slots[s];
}

/* Slots for the terms there are, `mask` + 1 of them. */
static rv_status place_terms(rv_rank_terms *terms, size_t mask, rv_error *err)
{
    slot *slots = empty_slots(mask + 1);

    if (!slots)
        return no_memory(err);
    free(terms->term_slots);
    terms->term_slots = slots;
    terms->term_mask = mask;
    for (size_t t = 0; t < terms->n_terms; t++) {
        const uint64_t hash = stir(terms->keys[t]);
        if (t + SLOT_AHEAD < terms->n_terms)
            rv_rank_soon(&slots[stir(terms->keys[t + SLOT_AHEAD]) & mask]);
        *free_slot(slots, mask, hash) = (slot){ (uint32_t)(hash >> 32), (uint32_t)t };
    }
    return RV_OK;
}

uint64_t rv_rank_terms_key(int block, uint32_t first, uint32_t second)
{
    return (uint64_t)block << 62 | (uint64_t)first << 31 | (second == rv_rank_none ? 0 : second + 1);
}

static rv_status one_term(rv_rank_terms *terms, uint64_t key, bool add, uint32_t *term, rv_error *err)
{
    slot *at = term_slot(terms, key);
    uint64_t *keys;
    rv_status st;

    if ((*term = at->number) != rv_rank_none || !add)
        return RV_OK;
    if (terms->n_terms >= most)
        return rv_fail(err, RV_EINVAL, "there are more than %zu different terms", most);
    if (5 * terms->n_terms > 4 * terms->term_mask) {
        if ((st = place_terms(terms, 2 * terms->term_mask + 1, err)) != RV_OK)
            return st;
        at = term_slot(terms, key);
    }
    if (!(keys = grown(terms->keys, sizeof *keys, terms->n_terms, &terms->terms_room)))
        return no_memory(err);
    terms->keys = keys;
    terms->keys[terms->n_terms] = key;
    *term = (uint32_t)terms->n_terms++;
    *at = (slot){ (uint32_t)(stir(key) >> 32), *term };
    return RV_OK;
}

rv_status rv_rank_terms_numbers(rv_rank_terms *terms, const uint64_t *keys, size_t n, bool add, uint32_t *numbers, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < n && st == RV_OK; i++) {
        if (i + SLOT_AHEAD < n)
            rv_rank_soon(&terms->term_slots[stir(keys[i + SLOT_AHEAD]) & terms->term_mask]);
        if (i + KEY_AHEAD < n) {
            const slot *at = &terms->term_slots[stir(keys[i + KEY_AHEAD]) & terms->term_mask];
            if (at->number != rv_rank_none)
                rv_rank_soon(&terms->keys[at->number]);
        }
        st = one_term(terms, keys[i], add, &numbers[i], err);
    }
    return st;
}

rv_status rv_rank_terms_keep(rv_rank_terms *terms, const uint32_t *renamed, size_t n, rv_error *err)
{
    uint64_t *keys = malloc((n + 1) * sizeof *keys);
    size_t mask = FIRST_SLOTS - 1;

    if (!keys)
        return no_memory(err);
    for (size_t t = 0; t < terms->n_terms; t++)
        if (renamed[t] != rv_rank_none)
            keys[renamed[t]] = terms->keys[t];
    free(terms->keys);
    terms->keys = keys;
    terms->n_terms = n;
    terms->terms_room = n + 1;
    while (mask < 2 * n)
        mask = 2 * mask + 1;
    return place_terms(terms, mask, err);
}
