/*
 * Data sets to try estimators on, of every kind that has been seen to break one: drawn from a stream of random numbers, so that set
 * number n of a seed is always the same.
 */
#ifndef TESTS_SIMULATE_SIMULATED_SETS_H
#define TESTS_SIMULATE_SIMULATED_SETS_H

#include "review/meta.h"
#include "review/numer.h"

enum { SIMULATED_K = 50, SIMULATED_P = 3 };

typedef struct {
    const char *kind;             /* "outliers", ... */
    size_t k, p;                  /* p = 0: an intercept alone */
    double y[SIMULATED_K], v[SIMULATED_K];
    double x[SIMULATED_K * SIMULATED_P];   /* [k p], the first column 1 */
} simulated;

/* The name of kind i, NULL after the last. */
const char *simulated_kind(size_t i);
/* Set number n: its kind is n modulo the number of kinds. */
void simulated_make(rv_random *r, size_t n, simulated *out);
rv_meta_data simulated_data(const simulated *s);

#endif
