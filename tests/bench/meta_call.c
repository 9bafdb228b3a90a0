/* What a library call costs: REML with Hartung-Knapp for 13 studies, and growth with their number. Prints; fails on
   ratios alone. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "review/meta.h"
#include "review/numer.h"

/* Microseconds of processor time of the fastest of some calls, each of several fits where one is too short to time. */
static double fastest(size_t k, int calls, int fits)
{
    rv_random *r;
    rv_error err;
    double *y = calloc(2 * k, sizeof *y), *v = y + k, best = INFINITY;
    rv_meta_options o = RV_META_OPTIONS_INIT;
    const rv_meta_data d = { .k = k, .yi = y, .vi = v };
    rv_meta_fit fit;

    if (!y || rv_random_open(&r, 1, &err) != RV_OK)
        exit(99);
    for (size_t i = 0; i < k; i++) {
        v[i] = 0.01 + rv_random_uniform(r) / 2;
        y[i] = 0.3 + sqrt(v[i] + 0.1) * rv_random_normal(r);
    }
    for (int i = 0; i < calls; i++) {
        const clock_t start = clock();
        for (int n = 0; n < fits; n++)
            if (rv_meta_run(&d, &o, &fit, NULL, NULL, NULL, &err) != RV_OK) {
                fprintf(stderr, "%s\n", err.message);
                exit(1);
            }
        best = fmin(best, 1e6 * (double)(clock() - start) / CLOCKS_PER_SEC / fits);
    }
    rv_random_free(r);
    free(y);
    return best;
}

int main(void)
{
    const double small = fastest(13, 20, 1000), middle = fastest(2000, 20, 10), large = fastest(200000, 5, 1);

    printf("one call: 13 studies %.1f us, 2000 %.0f us, 200000 %.0f us; growth %.0f for 100 times the studies\n",
           small, middle, large, large / middle);
    return large / middle > 1000;   /* 100 when proportional, 10000 when quadratic; the larger does not fit the cache */
}
