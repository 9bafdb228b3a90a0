/* The null distribution of Kendall's rank correlation: pairs in the same order in a random permutation. */
#include <config.h>

#include <stdlib.h>

#include "review/numer.h"

/*
 * The place of the n-th item adds 0 to n - 1 pairs, each with probability 1 / n: f_n(s) is the mean of f_(n-1)(s - n + 1 .. s), which a
 * running sum gives at one step a value. Only s up to the one asked for is needed.
 */
rv_status rv_kendall_lower(size_t pairs, size_t n, double *p, rv_error *err)
{
    const size_t all = n < 2 ? 0 : n * (n - 1) / 2;
    double *f, *before, sum = 0;

    if (n > 100000)
        return rv_fail(err, RV_EINVAL, "%zu items are too many to count permutations of", n);
    if (pairs >= all) {
        *p = 1;
        return RV_OK;
    }
    f = calloc(2 * (pairs + 1), sizeof *f);
    if (!f)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu pairs", pairs);
    before = f + pairs + 1;
    f[0] = 1;
    for (size_t m = 2; m <= n; m++) {
        double window = 0;
        for (size_t s = 0; s <= pairs; s++)
            before[s] = f[s];
        for (size_t s = 0; s <= pairs; s++) {
            window += before[s];
            if (s >= m)
                window -= before[s - m];
            f[s] = window / (double)m;
        }
    }
    for (size_t s = 0; s <= pairs; s++)
        sum += f[s];
    free(f);
    *p = sum < 1 ? sum : 1;
    return RV_OK;
}
