/* What a library call costs: REML with Hartung-Knapp for 13 studies with and without the interval of tau2, growth with their number, and
   multiples of one bare pass over the data. Prints; fails on ratios alone. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "review/meta.h"
#include "review/numer.h"

/* Microseconds of processor time of the fastest of some calls, each of several fits where one is too short to time. */
static double fastest(size_t k, int calls, int fits, bool interval, double *bare)
{
    rv_random *r;
    rv_error err;
    double *y = calloc(2 * k, sizeof *y), *v = y + k, best = INFINITY;
    rv_meta_options o = RV_META_OPTIONS_INIT;
    const rv_meta_data d = { .k = k, .yi = y, .vi = v };
    rv_meta_fit fit;
    volatile double sink;

    o.skip_interval = !interval;
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
    /* A bare pass: each number read once, one multiplication and one addition. */
    *bare = INFINITY;
    for (int i = 0; i < calls; i++) {
        const clock_t start = clock();
        for (int n = 0; n < 20 * fits; n++) {
            double sum = 0;
            for (size_t j = 0; j < k; j++)
                sum += y[j] * v[j];
            sink = sum;
        }
        *bare = fmin(*bare, 1e6 * (double)(clock() - start) / CLOCKS_PER_SEC / fits / 20);
    }
    (void)sink;
    rv_random_free(r);
    free(y);
    return best;
}

int main(void)
{
    double bare, pass;
    const double small = fastest(13, 20, 1000, true, &bare), quick = fastest(13, 20, 1000, false, &bare),
                 middle = fastest(2000, 20, 10, true, &bare), large = fastest(100000, 8, 1, true, &pass),
                 plain = fastest(100000, 8, 1, false, &bare);

    printf("one call: 13 studies %.1f us (%.1f without the interval of tau2), 2000 %.0f us, 100000 %.0f us (%.0f without)\n"
           "growth %.0f for 50 times the studies; 100000 studies in %.0f bare passes over the data (%.0f without)\n",
           small, quick, middle, large, plain, large / middle, large / pass, plain / bare);
    return large / middle > 500 || large / pass > 2000;   /* 50 when proportional, 2500 when quadratic */
}
