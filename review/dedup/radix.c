/* Sorting by 64-bit keys in linear time. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 6 };

rv_status rv_keys_sort(rv_key *keys, size_t n, rv_error *err)
{
    rv_key *from = keys, *to, *spare;
    uint64_t ones = 0, all = ~UINT64_C(0);

    if (n < 2)
        return RV_OK;
    if (!(spare = malloc(n * sizeof *spare)))
        return rv_fail(err, RV_ENOMEM, "out of memory to sort %zu keys", n);
    to = spare;
    for (size_t i = 0; i < n; i++)
        ones |= keys[i].key, all &= keys[i].key;
    for (unsigned pass = 0; pass < PASSES; pass++) {
        const unsigned shift = pass * DIGIT;
        size_t count[BUCKETS] = { 0 }, at = 0;
        rv_key *swap;
        if (!((ones ^ all) >> shift & (BUCKETS - 1)))      /* alike in this digit */
            continue;
        for (size_t i = 0; i < n; i++)
            count[from[i].key >> shift & (BUCKETS - 1)]++;
        for (size_t b = 0; b < BUCKETS; b++) {
            const size_t here = count[b];
            count[b] = at;
            at += here;
        }
        for (size_t i = 0; i < n; i++)
            to[count[from[i].key >> shift & (BUCKETS - 1)]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
    if (from != keys)
        memcpy(keys, from, n * sizeof *keys);
    free(spare);
    return RV_OK;
}
