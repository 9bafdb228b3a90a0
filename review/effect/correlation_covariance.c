/* Correlations of one sample hang together: how, follows from the correlations of all variables involved. */
#include <config.h>

#include "review/effect.h"

rv_status rv_correlations_covariance(const double *r, size_t m, double n, const size_t *pairs, size_t k, double *v, rv_error *err)
{
#define R(a, b) ((a) == (b) ? 1 : r[(a) * m + (b)])
    if (!(n > 1))
        return rv_fail(err, RV_EDOMAIN, "the sample has %g people; it must have more than 1", n);
    for (size_t a = 0; a < m; a++)
        for (size_t b = 0; b < a; b++)
            if (R(a, b) < -1 || R(a, b) > 1)
                return rv_fail(err, RV_EDOMAIN, "the correlation of variables %zu and %zu is %g; it must lie between -1 and 1", b + 1,
                               a + 1, R(a, b));
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            const size_t s = pairs[2 * i], t = pairs[2 * i + 1], u = pairs[2 * j], w = pairs[2 * j + 1];
            const double st = R(s, t), su = R(s, u), sw = R(s, w), tu = R(t, u), tw = R(t, w), uw = R(u, w);
            v[i * k + j] = v[j * k + i] = (st * uw * (su * su + sw * sw + tu * tu + tw * tw) / 2 + su * tw + sw * tu
                                           - (st * su * sw + st * tu * tw + su * tu * uw + sw * tw * uw)) / (n - 1);
        }
#undef R
    return RV_OK;
}
