#ifndef RV_SCREEN_LINEUP_H
#define RV_SCREEN_LINEUP_H

/* Things that wait in several classes, in an order of places that many may share: put, taken out and walked a word of bits at a time. */

#include "review/base.h"

typedef struct {
    size_t    n;
    uint32_t *thing, *place;          /* thing[place], place[thing] */
} rv_order;

/* In the order 0, 1, ... End it with rv_order_free(), also after a failure. */
RV_MUST_CHECK rv_status rv_order_make(rv_order *order, size_t n, rv_error *err);
void rv_order_free(rv_order *order);
/* Another order, `things[n]`, each once; nothing may stand in it. */
void rv_order_set(rv_order *order, const uint32_t *things);

enum { RV_LINEUP_CLASSES = 9 };

/* A thing is in one class or none. Bits of a class are there once something is in it, so that one person's few things cost little. */
typedef struct {
    const rv_order *order;
    uint64_t *any;                    /* a bit a place: it is in a class */
    uint64_t *bits[RV_LINEUP_CLASSES];
    size_t    count[RV_LINEUP_CLASSES];
} rv_lineup;

/* None waits; the order must outlive it. End it with rv_lineup_free(), also after a failure. */
RV_MUST_CHECK rv_status rv_lineup_make(rv_lineup *line, const rv_order *order, rv_error *err);
void rv_lineup_free(rv_lineup *line);
/* Puts a thing into a class, or with -1 takes it out. */
RV_MUST_CHECK rv_status rv_lineup_put(rv_lineup *line, size_t thing, int class, rv_error *err);
/* The class of a thing, -1 for none. */
int rv_lineup_class(const rv_lineup *line, size_t thing);
/* The first place of the class from `place` on that `but` (may be NULL) has no bit for, SIZE_MAX when there is none. */
size_t rv_lineup_from(const rv_lineup *line, int class, size_t place, const uint64_t *but);
/* How many of all classes stand where `bits` are set. */
size_t rv_lineup_among(const rv_lineup *line, const uint64_t *bits);
/* Places become those of `next`, an order of the same things, which then must take the place of the old one; `scratch` has rv_lineup_words()
   of words. */
void rv_lineup_move(rv_lineup *line, const rv_order *next, uint64_t *scratch);
size_t rv_lineup_words(size_t n);

#endif
