/* Giving out all studies that lack extractors, by lot and in proportion. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/extractors.h"

/* SplitMix64: Steele, Lea & Flood (2014) OOPSLA 453-472. */
static uint64_t draw(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

typedef struct {
    uint64_t lot;
    const rv_extractors_study *study;
} ticket;

static int ticket_order(const void *a, const void *b)
{
    const ticket *x = a, *y = b;

    if (x->lot != y->lot)
        return x->lot < y->lot ? -1 : 1;
    return strcmp(x->study->label, y->study->label);
}

/* The person who is furthest behind their share and does not extract the study; SIZE_MAX when there is nobody. */
static size_t furthest_behind(const rv_extract_share *shares, size_t n, const rv_extractors_study *study, size_t besides)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < n; i++) {
        const rv_extractor_at *had = rv_extractors_person(study, shares[i].person);
        if (i == besides || (had && strcmp(had->state, "none") != 0))
            continue;
        if (best == SIZE_MAX
            || (double)(shares[i].given + 1) / shares[i].share < (double)(shares[best].given + 1) / shares[best].share)
            best = i;
    }
    return best;
}

/* Each study to as many as it lacks of `needed`, in the order of the lots. */
static size_t deal(const rv_extractors *all, size_t needed, rv_extract_share *shares, size_t n, uint64_t seed, ticket *tickets,
                   rv_extract_gift *gifts)
{
    size_t n_gifts = 0;

    for (size_t i = 0; i < all->n; i++)
        tickets[i] = (ticket){ draw(&seed), &all->studies[i] };
    if (all->n)
        qsort(tickets, all->n, sizeof *tickets, ticket_order);
    for (size_t i = 0; i < all->n; i++) {
        const char *pair[2];
        const size_t has = rv_extractors_pair(tickets[i].study, pair);
        size_t before = SIZE_MAX;
        for (size_t k = has; k < needed && !tickets[i].study->opened; k++) {
            const size_t to = furthest_behind(shares, n, tickets[i].study, before);
            if (to == SIZE_MAX)
                break;
            gifts[n_gifts++] = (rv_extract_gift){ tickets[i].study->label, shares[to].person };
            shares[to].given++;
            before = to;
        }
    }
    return n_gifts;
}

rv_status rv_extract_deal(rv_store *store, const rv_protocol *protocol, const char *who, rv_extract_share *shares, size_t n, uint64_t seed,
                          char hex[RV_DIGEST_HEX], rv_error *err)
{
    const size_t needed = protocol->extraction == RV_EXTRACT_DOUBLE ? 2 : 1;
    rv_extractors all = { .memory = RV_HOARD_INIT };
    rv_extract_gift *gifts = NULL;
    ticket *tickets = NULL;
    rv_status st;

    hex[0] = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(isfinite(shares[i].share) && shares[i].share > 0))
            return rv_fail(err, RV_EINVAL, "the share of %s is %g; it must be above 0", shares[i].person, shares[i].share);
        for (size_t j = 0; j < i; j++)
            if (strcmp(shares[i].person, shares[j].person) == 0)
                return rv_fail(err, RV_EINVAL, "%s is named twice", shares[i].person);
        shares[i].given = 0;
    }
    if (n < needed)
        return rv_fail(err, RV_EINVAL, "two people extract each study by the protocol; name two or more");
    if ((st = rv_extractors_load(store, &all, err)) == RV_OK) {
        tickets = calloc(all.n + 1, sizeof *tickets);
        gifts = calloc(2 * all.n + 1, sizeof *gifts);
        if (!tickets || !gifts)
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        else
            st = rv_extract_give(store, who, gifts, deal(&all, needed, shares, n, seed, tickets, gifts), "extract", true, hex, err);
    }
    free(tickets);
    free(gifts);
    rv_extractors_free(&all);
    return st;
}
