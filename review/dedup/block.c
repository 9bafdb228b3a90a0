/* Which pairs are worth comparing: those that share a key. Keys are hashes, sorted; a key that too many share is compared within a
   window of neighbours in order of title, so that no key costs more than a fixed number of pairs a record. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

enum { BLOCK_MAX = 40, WINDOW = 12, TITLE_LETTERS = 20, LONGEST = 4, SHARED_TITLES = 3 };

/* Keys as they are made. `key` has KEY_BITS, so that few digits sort it: a chance meeting of two costs one comparison. */
enum { KEY_BITS = 44 };
typedef struct {
    rv_key *items;
    size_t  n, capacity;
    bool    failed;
} keys;

static void put(keys *to, uint64_t key, uint32_t i)
{
    if (to->n == to->capacity) {
        const size_t capacity = to->capacity ? to->capacity + to->capacity / 2 : 4096;
        rv_key *more = realloc(to->items, capacity * sizeof *more);
        if (!more) {
            to->failed = true;
            return;
        }
        to->items = more;
        to->capacity = capacity;
    }
    to->items[to->n++] = (rv_key){ key >> (64 - KEY_BITS), i };
}

static uint64_t mix(char kind, uint64_t a, uint64_t b)
{
    return rv_hash_mix(a * 31 + (uint64_t)(unsigned char)kind + b * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
}

static uint64_t text(const char *t)
{
    return *t ? rv_hash(t, strlen(t)) : 0;
}

/* The four longest words of a title, without one of them each time: a title with one word lost, added or misspelled meets it. */
static void put_words(keys *to, const rv_title *t, uint32_t i)
{
    const rv_word *longest[LONGEST] = { NULL };
    uint64_t all = 0;

    if (t->n_words < LONGEST)
        return;
    for (size_t w = 0; w < t->n_words; w++) {
        const rv_word *word = &t->words[w];
        for (size_t k = 0; k < LONGEST; k++) {
            if (!longest[k] || word->n > longest[k]->n || (word->n == longest[k]->n && word->hash < longest[k]->hash)) {
                const rv_word *swap = longest[k];
                longest[k] = word;
                word = swap;
                if (!word)
                    break;
            }
        }
    }
    for (size_t k = 0; k < LONGEST; k++)
        all += rv_hash_mix(longest[k]->hash);
    for (size_t k = 0; k < LONGEST; k++)
        put(to, mix('w', all - rv_hash_mix(longest[k]->hash), 0), i);
}

/* What one record is found under. */
static void add_keys(keys *to, const rv_entry *e, uint32_t i)
{
    const rv_title *t = &e->title;
    const size_t n = t->n_squeezed < TITLE_LETTERS ? t->n_squeezed : TITLE_LETTERS;
    const uint64_t name = e->n_names ? text(e->names[0].family) : 0, year = (uint64_t)e->year, page = text(e->pages.first),
                   volume = text(e->volume);
    const struct { char kind; uint64_t a, b; bool given; } all[] = {
        { 'd', text(e->doi), 0, *e->doi }, { 'p', text(e->pmid), 0, *e->pmid }, { 'a', text(e->accession), 0, *e->accession },
        { 'b', text(e->isbn), 0, *e->isbn }, { 't', n ? rv_hash(t->squeezed, n) : 0, 0, n > 0 },
        { 'e', n ? rv_hash(t->squeezed + t->n_squeezed - n, n) : 0, 0, n > 0 }, { 'n', name, year, name && year },
        { 'v', page, volume, page && volume }, { 'y', page, year, page && year }, { 'q', page, name, page && name },
        { 'r', volume, name, volume && name }, { 'x', e->abstract, 0, e->abstract != 0 },
        { 'c', e->cochrane ? text(e->cochrane) : 0, 0, e->cochrane && *e->cochrane },
    };

    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (all[k].given)
            put(to, mix(all[k].kind, all[k].a, all[k].b), i);
    put_words(to, t, i);
}

/* One of a block, in order of title and then of all that it says: not of the input. */
typedef struct {
    const rv_entry *entry;
    uint32_t        i;
} member;

static int by_title(const void *a, const void *b)
{
    const rv_entry *x = ((const member *)a)->entry, *y = ((const member *)b)->entry;
    const int order = strcmp(x->title.squeezed, y->title.squeezed);

    return order ? order : x->digest < y->digest ? -1 : x->digest > y->digest;
}

static member *sorted_members(const rv_entries *set, const rv_key *from, size_t n)
{
    member *members = malloc(n * sizeof *members);

    for (size_t i = 0; members && i < n; i++)
        members[i] = (member){ &set->items[from[i].entry], from[i].entry };
    if (members)
        qsort(members, n, sizeof *members, by_title);
    return members;
}

/* A DOI under several unlike titles is that of an issue or a volume: it says nothing about its texts. */
static rv_status mark_shared(rv_entries *set, const rv_key *from, size_t n, rv_error *err)
{
    const rv_title *kept[SHARED_TITLES];
    member *members = sorted_members(set, from, n);
    size_t titles = 0;

    if (!members)
        return rv_fail(err, RV_ENOMEM, "out of memory for a block of %zu records", n);
    for (size_t i = 0; i < n && titles < SHARED_TITLES; i++) {
        const rv_title *title = &members[i].entry->title;
        size_t k = 0;
        if (!title->n_words)
            continue;
        while (k < titles && rv_titles_compare(kept[k], title, NULL) <= RV_TITLES_SOME)
            k++;
        if (k == titles)
            kept[titles++] = title;
    }
    for (size_t i = 0; i < n && titles == SHARED_TITLES; i++)
        set->items[from[i].entry].doi_shared = true;
    free(members);
    return RV_OK;
}

static rv_status pair_up(rv_entries *set, rv_pairs *pairs, uint32_t a, uint32_t b, rv_error *err)
{
    if (a == b || (set->items[a].old && set->items[b].old) || !rv_entries_worth(&set->items[a], &set->items[b]))
        return RV_OK;
    if (pairs->n == pairs->capacity) {
        const size_t capacity = pairs->capacity ? pairs->capacity + pairs->capacity / 2 : 4096;
        rv_pair *more = realloc(pairs->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory for %zu pairs", capacity);
        pairs->items = more;
        pairs->capacity = capacity;
    }
    pairs->items[pairs->n++] = a < b ? (rv_pair){ a, b } : (rv_pair){ b, a };
    return RV_OK;
}

/* Sorts by pair and takes out repetitions. */
static rv_status each_once(rv_pairs *pairs, rv_error *err)
{
    rv_key *rows;
    size_t kept = 0;
    rv_status st;

    if (pairs->n < 2)
        return RV_OK;
    if (!(rows = malloc(pairs->n * sizeof *rows)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu pairs", pairs->n);
    for (size_t i = 0; i < pairs->n; i++)
        rows[i] = (rv_key){ (uint64_t)pairs->items[i].a << 32 | pairs->items[i].b, 0 };
    if ((st = rv_keys_sort(rows, pairs->n, err)) == RV_OK) {
        for (size_t i = 0; i < pairs->n; i++)
            if (i == 0 || rows[i].key != rows[i - 1].key)
                pairs->items[kept++] = (rv_pair){ (uint32_t)(rows[i].key >> 32), (uint32_t)rows[i].key };
        pairs->n = kept;
    }
    free(rows);
    return st;
}

static rv_status pair_large(rv_entries *set, rv_pairs *pairs, const rv_key *from, size_t n, rv_error *err)
{
    member *members = sorted_members(set, from, n);
    rv_status st = RV_OK;

    if (!members)
        return rv_fail(err, RV_ENOMEM, "out of memory for a block of %zu records", n);
    for (size_t i = 0; i < n && st == RV_OK; i++)
        for (size_t j = i + 1; j < n && j <= i + WINDOW && st == RV_OK; j++)
            st = pair_up(set, pairs, members[i].i, members[j].i, err);
    free(members);
    return st;
}

static rv_status pair_block(rv_entries *set, rv_pairs *pairs, const rv_key *from, size_t n, rv_error *err)
{
    rv_status st = RV_OK;

    if (n > BLOCK_MAX)
        return pair_large(set, pairs, from, n, err);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && st == RV_OK; j++)
            st = pair_up(set, pairs, from[i].entry, from[j].entry, err);
    return st;
}

rv_status rv_entries_block(rv_entries *set, rv_pairs *pairs, rv_error *err)
{
    keys all = { .n = 0 };
    rv_status st;

    for (size_t i = 0; i < set->n; i++)
        add_keys(&all, &set->items[i], (uint32_t)i);
    if (all.failed) {
        free(all.items);
        return rv_fail(err, RV_ENOMEM, "out of memory for the keys of %zu records", set->n);
    }
    st = rv_keys_sort(all.items, all.n, err);
    for (size_t i = 0, j; i < all.n && st == RV_OK; i = j) {
        const rv_entry *e = &set->items[all.items[i].entry];
        for (j = i + 1; j < all.n && all.items[j].key == all.items[i].key; j++)
            ;
        if (j == i + 1)
            continue;
        if (j - i >= SHARED_TITLES && *e->doi && all.items[i].key == mix('d', text(e->doi), 0) >> (64 - KEY_BITS))
            st = mark_shared(set, all.items + i, j - i, err);
        if (st == RV_OK)
            st = pair_block(set, pairs, all.items + i, j - i, err);
    }
    free(all.items);
    return st == RV_OK ? each_once(pairs, err) : st;
}

void rv_pairs_free(rv_pairs *pairs)
{
    free(pairs->items);
    *pairs = (rv_pairs){ 0 };
}
