/* Many logarithms at once: of products, which cost a multiplication each and lose less than the sum would. */
#include <config.h>

#include "review/numer.h"

double rv_log_sum(const double *x, size_t n, double add)
{
    rv_sum total = { 0, 0 };
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        const double *a = x + i,
                     product = (a[0] + add) * (a[1] + add) * ((a[2] + add) * (a[3] + add))
                               * ((a[4] + add) * (a[5] + add) * ((a[6] + add) * (a[7] + add)));
        if (product > 1e-300 && product < 1e300)
            rv_sum_add(&total, log(product));
        else
            for (int j = 0; j < 8; j++)
                rv_sum_add(&total, log(a[j] + add));
    }
    for (; i < n; i++)
        rv_sum_add(&total, log(x[i] + add));
    return rv_sum_get(&total);
}
