#include <config.h>

#include "tests/simulate/coverage.h"

void coverage_add(coverage_tally *t, double estimate, double lo, double hi, double truth)
{
    const double hit = lo <= truth && truth <= hi;

    t->width[t->n++] = hi - lo;
    t->hits += hit;
    t->hits2 += hit;
    t->off += estimate - truth;
}

void coverage_add_prediction(coverage_tally *t, double lo, double hi, double mean, double tau2)
{
    const double share = tau2 > 0 ? rv_normal_upper((lo - mean) / sqrt(tau2)) - rv_normal_upper((hi - mean) / sqrt(tau2))
                                  : lo <= mean && mean <= hi;

    t->width[t->n++] = hi - lo;
    t->hits += share;
    t->hits2 += share * share;
}

double coverage_between(rv_random *r, double lo, double hi) { return lo + (hi - lo) * rv_random_uniform(r); }

/* Twice a gamma variable of shape df / 2, df 2 or more. Marsaglia & Tsang (2000) ACM Trans Math Softw 26:363. */
double coverage_chi2(rv_random *r, double df)
{
    const double d = df / 2 - 1.0 / 3, c = 1 / sqrt(9 * d);

    for (;;) {
        const double x = rv_random_normal(r), v = pow(1 + c * x, 3);
        if (v > 0 && log(rv_random_uniform(r)) < x * x / 2 + d - d * v + d * log(v))
            return 2 * d * v;
    }
}

/* By the waiting times between events, which is quick when they are rare. */
double coverage_binomial(rv_random *r, double n, double p)
{
    double events = 0, at = 0;

    if (p > 0.5)
        return n - coverage_binomial(r, n, 1 - p);
    for (;;) {
        at += floor(log(rv_random_uniform(r)) / log1p(-p)) + 1;
        if (at > n)
            return events;
        events++;
    }
}
