/* Seeded random numbers. */
#include <config.h>

#include <stdlib.h>

#include <gsl/gsl_rng.h>

#include "numer/guard.h"

struct rv_random { gsl_rng *rng; };

/* The generator takes 32 bits; both halves of a seed must count. */
rv_status rv_random_open(rv_random **out, uint64_t seed, rv_error *err)
{
    rv_numer_guard();
    if (!(*out = calloc(1, sizeof **out)) || !((*out)->rng = gsl_rng_alloc(gsl_rng_mt19937))) {
        free(*out);
        *out = NULL;
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    seed = (seed ^ (seed >> 32)) & 0xffffffff;
    gsl_rng_set((*out)->rng, (unsigned long)(seed ? seed : 0x9e3779b9));
    return RV_OK;
}

void rv_random_free(rv_random *random)
{
    if (random)
        gsl_rng_free(random->rng);
    free(random);
}

double rv_random_uniform(rv_random *random)
{
    const double high = (double)(gsl_rng_get(random->rng) >> 6), low = (double)(gsl_rng_get(random->rng) >> 6);

    return (high * 67108864 + low + 0.5) / 4503599627370496.0;
}

double rv_random_normal(rv_random *random)
{
    return rv_normal_quantile(rv_random_uniform(random));
}

uint64_t rv_random_below(rv_random *random, uint64_t n)
{
    const uint64_t excess = n ? (UINT64_MAX % n + 1) % n : 0;
    uint64_t x;

    if (n <= 1)
        return 0;
    do {
        x = (uint64_t)gsl_rng_get(random->rng) << 32;
        x |= gsl_rng_get(random->rng);
    } while (x > UINT64_MAX - excess);
    return x % n;
}

static void swap(unsigned char *a, unsigned char *b, size_t size)
{
    while (size--) {
        const unsigned char held = *a;
        *a++ = *b;
        *b++ = held;
    }
}

void rv_random_shuffle(rv_random *random, void *items, size_t n, size_t size)
{
    unsigned char *bytes = items;

    for (size_t i = n; i > 1; i--) {
        const size_t j = (size_t)rv_random_below(random, i);
        if (j != i - 1)
            swap(bytes + (i - 1) * size, bytes + j * size, size);
    }
}

uint64_t rv_random_seed(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash;
}
