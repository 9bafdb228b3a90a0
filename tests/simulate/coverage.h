/* What intervals are worth: simulated reviews whose truth is known, cell by cell, method by method. */
#ifndef TESTS_SIMULATE_COVERAGE_H
#define TESTS_SIMULATE_COVERAGE_H

#include "review/meta.h"
#include "review/numer.h"

enum { COVERAGE_METHODS = 8, COVERAGE_K = 40, COVERAGE_EFFECTS = 10 };

/* What a method did in the replicates of a cell. */
typedef struct {
    size_t n;                     /* replicates in which it gave an interval */
    double hits, hits2;           /* probability that the interval holds what it is for: 0 or 1, or the share of true effects */
    double *width;                /* [n], of which the median is shown: a mean would tell of the few without degrees of freedom */
    double off;                   /* sum of estimate - truth; 0 for a prediction interval */
} coverage_tally;

typedef struct {
    size_t k;                     /* studies */
    double tau2;                  /* between studies */
    double extra;                 /* the part's own: control risk, correlation of sampling errors */
} coverage_cell;

/* One replicate of a cell: draws a review, and adds to tally[method]. */
typedef rv_status (*coverage_replicate)(const coverage_cell *cell, rv_random *r, coverage_tally *tally, rv_error *err);

typedef struct {
    const char *title, *extra;    /* extra: heading of that column, NULL for none */
    const char *methods[COVERAGE_METHODS + 1];
    const coverage_cell *cells;
    size_t n;
    coverage_replicate replicate;
} coverage_part;

extern const coverage_part coverage_effects, coverage_rare, coverage_dependent;

/* Adds an interval for `truth`. */
void coverage_add(coverage_tally *t, double estimate, double lo, double hi, double truth);
/* Adds a prediction interval for a true effect from N(mean, tau2), by the probability that it holds it. */
void coverage_add_prediction(coverage_tally *t, double lo, double hi, double mean, double tau2);

double coverage_chi2(rv_random *r, double df);
/* Events among n, each with probability p. */
double coverage_binomial(rv_random *r, double n, double p);
double coverage_between(rv_random *r, double lo, double hi);

#endif
