/*
 * A fit of tau2 judged from outside: likelihood, score and Q written out from their definitions in long double, without the
 * library's matrices, so that a fault there cannot hide.
 */
#ifndef TESTS_SIMULATE_JUDGED_FIT_H
#define TESTS_SIMULATE_JUDGED_FIT_H

#include "tests/simulate/simulated_sets.h"

typedef enum { JUDGED_REML, JUDGED_ML, JUDGED_PM, JUDGED_EB, JUDGED_QP, JUDGED_PL, JUDGED } judged_what;
extern const char *const judged_names[JUDGED];

typedef struct {
    bool   finished;              /* the library returned RV_OK */
    bool   wrong;                 /* the equation does not change sign within 1e-6 of it; at the boundary, it is positive there */
    bool   beaten;                /* a higher likelihood was found elsewhere */
    bool   boundary;              /* tau2 = 0 */
    double error;                 /* how far off the root, relative to tau2 + a thousandth of the least variance: a power of ten */
    size_t maxima;                /* of the likelihood, the boundary counted */
    double tau2;
    double best;                  /* where the likelihood is highest, for messages */
    char   message[512];          /* what the library said when it failed */
} judged;

void judge(const simulated *s, judged_what what, judged *out);

/* The log-likelihood without its constants, by the same sums. */
long double judged_likelihood(const simulated *s, bool restricted, double tau2);

#endif
