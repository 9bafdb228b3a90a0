/* Which pairs are worth comparing: those that share a key. Keys are hashes, sorted; a key that too many share is compared within a
   window of neighbours in order of title, so that no key costs more than a fixed number of pairs a record. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

enum { BLOCK_MAX = 40, WINDOW = 12, TITLE_LETTERS = 20, SHARED_TITLES = 3 };

typedef struct {
    uint64_t key, order, digest; /* order within an oversize block: letters of the title, then the fields */
    uint32_t entry;
} row;

typedef struct {
    row   *items;
    size_t n, capacity;
    bool   failed;
} rows;

static void put(rows *to, uint64_t key, const rv_entry *e, uint32_t i)
{
    uint64_t order = 0;

    if (to->n == to->capacity) {
        const size_t capacity = to->capacity ? to->capacity * 2 : 4096;
        row *more = realloc(to->items, capacity * sizeof *more);
        if (!more) {
            to->failed = true;
            return;
        }
        to->items = more;
        to->capacity = capacity;
    }
    for (size_t k = 0; k < 8; k++)
        order = order << 8 | (unsigned char)(k < e->title.n_squeezed ? e->title.squeezed[k] : 0);
    to->items[to->n++] = (row){ key, order, e->digest, i };
}

static uint64_t key_of(char kind, const char *text, size_t n, uint64_t more)
{
    return rv_hash_mix(rv_hash(text, n) * 31 + (uint64_t)(unsigned char)kind + more * UINT64_C(0x9E3779B97F4A7C15));
}

static void add_keys(rows *to, const rv_entry *e, uint32_t i)
{
    const rv_title *t = &e->title;
    const size_t n = t->n_squeezed < TITLE_LETTERS ? t->n_squeezed : TITLE_LETTERS;

    if (*e->doi)
        put(to, key_of('d', e->doi, strlen(e->doi), 0), e, i);
    if (*e->pmid)
        put(to, key_of('p', e->pmid, strlen(e->pmid), 0), e, i);
    if (*e->accession)
        put(to, key_of('a', e->accession, strlen(e->accession), 0), e, i);
    if (*e->isbn)
        put(to, key_of('b', e->isbn, strlen(e->isbn), 0), e, i);
    if (n) {
        put(to, key_of('t', t->squeezed, n, 0), e, i);
        put(to, key_of('e', t->squeezed + t->n_squeezed - n, n, 0), e, i);
    }
    if (e->n_names && e->year)
        put(to, key_of('n', e->names[0].family, strlen(e->names[0].family), (uint64_t)e->year), e, i);
    if (*e->volume && *e->pages.first)
        put(to, key_of('v', e->pages.first, strlen(e->pages.first), rv_hash(e->volume, strlen(e->volume))), e, i);
}

static int by_key(const void *a, const void *b)
{
    const row *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->digest < y->digest ? -1 : x->digest > y->digest;
}

/* A DOI under several unlike titles is that of an issue or a volume: it says nothing about its texts. */
static void mark_shared(rv_entries *set, const row *from, size_t n)
{
    uint32_t kept[SHARED_TITLES + 1];
    size_t titles = 0;

    for (size_t i = 0; i < n && titles <= SHARED_TITLES; i++) {
        size_t k = 0;
        if (!set->items[from[i].entry].title.n_words)
            continue;
        while (k < titles && rv_titles_compare(&set->items[kept[k]].title, &set->items[from[i].entry].title) == RV_TITLES_DIFFERENT)
            k++;
        if (k == titles)
            kept[titles++] = from[i].entry;
    }
    for (size_t i = 0; i < n && titles >= SHARED_TITLES; i++)
        set->items[from[i].entry].doi_shared = true;
}

static rv_status pair_up(rv_pairs *pairs, uint32_t a, uint32_t b, rv_error *err)
{
    if (pairs->n == pairs->capacity) {
        const size_t capacity = pairs->capacity ? pairs->capacity * 2 : 4096;
        rv_pair *more = realloc(pairs->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        pairs->items = more;
        pairs->capacity = capacity;
    }
    pairs->items[pairs->n++] = a < b ? (rv_pair){ a, b } : (rv_pair){ b, a };
    return RV_OK;
}

static int by_pair(const void *a, const void *b)
{
    const rv_pair *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static void each_once(rv_pairs *pairs)
{
    size_t kept = 0;

    if (!pairs->n)
        return;
    qsort(pairs->items, pairs->n, sizeof *pairs->items, by_pair);
    for (size_t i = 1; i < pairs->n; i++)
        if (by_pair(&pairs->items[kept], &pairs->items[i]) != 0)
            pairs->items[++kept] = pairs->items[i];
    pairs->n = kept + 1;
}

static rv_status pair_block(rv_pairs *pairs, const row *from, size_t n, rv_error *err)
{
    const size_t reach = n > BLOCK_MAX ? WINDOW : n;
    rv_status st;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && j <= i + reach; j++)
            if (from[i].entry != from[j].entry && (st = pair_up(pairs, from[i].entry, from[j].entry, err)) != RV_OK)
                return st;
    return RV_OK;
}

rv_status rv_entries_block(rv_entries *set, rv_pairs *pairs, rv_error *err)
{
    rows keys = { 0 };
    rv_status st = RV_OK;

    for (size_t i = 0; i < set->n; i++)
        add_keys(&keys, &set->items[i], (uint32_t)i);
    if (keys.failed) {
        free(keys.items);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    if (keys.n)
        qsort(keys.items, keys.n, sizeof *keys.items, by_key);
    for (size_t i = 0, j; i < keys.n && st == RV_OK; i = j) {
        const rv_entry *e = &set->items[keys.items[i].entry];
        for (j = i + 1; j < keys.n && keys.items[j].key == keys.items[i].key; j++)
            ;
        if (*e->doi && keys.items[i].key == key_of('d', e->doi, strlen(e->doi), 0) && j - i > SHARED_TITLES - 1)
            mark_shared(set, keys.items + i, j - i);
        st = pair_block(pairs, keys.items + i, j - i, err);
    }
    free(keys.items);
    if (st == RV_OK)
        each_once(pairs);
    return st;
}

void rv_pairs_free(rv_pairs *pairs)
{
    free(pairs->items);
    *pairs = (rv_pairs){ 0 };
}
