#ifndef RV_SCREEN_LINEUP_H
#define RV_SCREEN_LINEUP_H

/* Things that wait in several classes, each class in one common order of places: put, taken out and walked without walking what does
   not wait. */

#include "review/base.h"

typedef struct {
    size_t       n;
    int          classes;
    uint32_t    *thing, *place;       /* thing[place], place[thing] */
    signed char *class_of;            /* by thing; -1: it does not wait */
    uint64_t    *bits, *words;        /* a bit a place for each class; a bit a word of those */
    size_t      *count;               /* by class */
} rv_lineup;

/* In the order 0, 1, ...; none waits. End it with rv_lineup_free(), also after a failure. */
RV_MUST_CHECK rv_status rv_lineup_make(rv_lineup *line, size_t n, int classes, rv_error *err);
void rv_lineup_free(rv_lineup *line);
/* Puts a thing into a class, or with -1 takes it out. */
void rv_lineup_put(rv_lineup *line, size_t thing, int class);
/* Another order, `things[n]`, each once; classes stay. */
void rv_lineup_order(rv_lineup *line, const uint32_t *things);
/* The first place of the class from `place` on, SIZE_MAX when there is none. */
size_t rv_lineup_from(const rv_lineup *line, int class, size_t place);

#endif
