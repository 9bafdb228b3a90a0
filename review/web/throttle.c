#include <config.h>

#include <arpa/inet.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "review/base.h"

#include "web/people.h"

/*
 * Within a quarter of an hour: 5 failures for a person from one place, with a growing wait between them; 20 for a person from all
 * places that are new to them; 20 from one place for whomever. So who guesses gets 20 tries whatever they do, and the person comes in
 * from where they always do.
 */
enum { WINDOW = 15 * 60, PAIR = 5, PERSON = 20, PLACE = 20 };
static const int waits[PAIR] = { 0, 0, 2, 5, 10 };     /* seconds after so many failures */

rv_status rv_throttle_open(rv_throttle *throttle, rv_error *err)
{
    throttle->ring = calloc(RV_FAILURES, sizeof *throttle->ring);
    if (!throttle->ring)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    randombytes_buf(throttle->key, sizeof throttle->key);
    return RV_OK;
}

void rv_throttle_close(rv_throttle *throttle)
{
    free(throttle->ring);
    memset(throttle, 0, sizeof *throttle);
}

/* With a key of this run, so that nobody can choose texts that fall together. */
static uint64_t keyed(const rv_throttle *throttle, const void *bytes, size_t n)
{
    uint64_t hash;

    _Static_assert(crypto_shorthash_BYTES == sizeof hash && crypto_shorthash_KEYBYTES == sizeof throttle->key, "SipHash");
    crypto_shorthash((unsigned char *)&hash, bytes, n, throttle->key);
    return hash;
}

/* One place is one IPv4 address, or the 64 bits of an IPv6 address that a household is given whole. */
static uint64_t place_of(const rv_throttle *throttle, const char *address)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    uint8_t bits[16];

    if (inet_pton(AF_INET, address, bits) == 1)
        return keyed(throttle, bits, 4);
    if (inet_pton(AF_INET6, address, bits) != 1)
        return keyed(throttle, address, strlen(address));
    if (memcmp(bits, mapped, sizeof mapped) == 0)
        return keyed(throttle, bits + 12, 4);
    return keyed(throttle, bits, 8);
}

/* Failures of one sort, newest first. */
typedef struct {
    size_t n, limit;
    double newest, last;                 /* last: the one that must leave the window before there is room again */
} tally;

static void count(tally *t, double when)
{
    if (t->n == 0)
        t->newest = when;
    t->n++;
    if (t->n <= t->limit)
        t->last = when;
}

static double wait_of(const tally *t, double now)
{
    return t->n >= t->limit ? t->last + WINDOW - now : 0;
}

static void put(rv_throttle *throttle, double now, uint64_t name, uint64_t place)
{
    throttle->ring[throttle->next] = (rv_failure){ now, name, place };
    throttle->next = (throttle->next + 1) % RV_FAILURES;
    if (throttle->n < RV_FAILURES)
        throttle->n++;
}

int rv_throttle_try(rv_throttle *throttle, const char *name, const char *address, bool known, double now)
{
    uint64_t who = keyed(throttle, name, strlen(name)), where = place_of(throttle, address);
    tally pair = { .limit = PAIR }, person = { .limit = PERSON }, place = { .limit = PLACE };
    double wait = 0;
    size_t i;

    for (i = 1; i <= throttle->n; i++) {
        const rv_failure *f = &throttle->ring[(throttle->next + RV_FAILURES - i) % RV_FAILURES];

        if (f->when < 0)
            continue;
        if (now - f->when >= WINDOW)
            break;
        if (f->name == who)
            count(&person, f->when);
        if (f->place == where)
            count(&place, f->when);
        if (f->name == who && f->place == where)
            count(&pair, f->when);
    }
    wait = fmax(wait_of(&pair, now), wait_of(&place, now));
    if (!known)
        wait = fmax(wait, wait_of(&person, now));
    if (pair.n > 0 && pair.n < PAIR)
        wait = fmax(wait, pair.newest + waits[pair.n] - now);
    if (wait > 0)
        return (int)ceil(wait);
    put(throttle, now, who, where);
    return 0;
}

void rv_throttle_forgive(rv_throttle *throttle, const char *name, const char *address)
{
    uint64_t who = keyed(throttle, name, strlen(name)), where = place_of(throttle, address);
    size_t i;

    for (i = 0; i < throttle->n; i++)
        if (throttle->ring[i].name == who && throttle->ring[i].place == where)
            throttle->ring[i].when = -1;
}
