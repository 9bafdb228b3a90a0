/* Correlations of one group of people with each other's sampling errors. */
#include <config.h>

#include <math.h>

#include "review/effect.h"

/* The correlation of two variables among those given; NaN where it is not there. */
static double between(const double *r, const size_t *one, const size_t *two, size_t n, size_t a, size_t b)
{
    if (a == b)
        return 1;
    for (size_t i = 0; i < n; i++)
        if ((one[i] == a && two[i] == b) || (one[i] == b && two[i] == a))
            return r[i];
    return NAN;
}

rv_status rv_correlations_covariance(const double *r, const size_t *one, const size_t *two, size_t n, double ni, double *v, rv_error *err)
{
    if (!(ni > 1) || isinf(ni))
        return rv_fail(err, RV_EDOMAIN, "there are %g people; correlations need more than one", ni);
    for (size_t x = 0; x < n; x++) {
        if (one[x] == two[x])
            return rv_fail(err, RV_EINVAL, "correlation %zu is of a variable with itself", x + 1);
        if (r[x] < -1 || r[x] > 1)
            return rv_fail(err, RV_EDOMAIN, "correlation %zu is %g; it lies between -1 and 1", x + 1, r[x]);
        for (size_t y = 0; y <= x; y++) {
            const size_t i = one[x], j = two[x], k = one[y], l = two[y];
            const double ij = r[x], kl = r[y], ik = between(r, one, two, n, i, k), il = between(r, one, two, n, i, l),
                         jk = between(r, one, two, n, j, k), jl = between(r, one, two, n, j, l);
            v[x * n + y] = v[y * n + x] = x == y ? (1 - ij * ij) * (1 - ij * ij) / (ni - 1)
                                                 : (ij * kl * (ik * ik + il * il + jk * jk + jl * jl) / 2 + ik * jl + il * jk
                                                    - (ij * ik * il + ij * jk * jl + ik * jk * kl + il * jl * kl)) / (ni - 1);
        }
    }
    return RV_OK;
}
