/* Votes by direction of effect. */
#include <config.h>

#include "review/meta_direction.h"
#include "review/numer.h"

static void wilson(double share, double n, double z, rv_vote *out)
{
    const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));

    out->wilson_lo = fmax(0, middle - half);
    out->wilson_hi = fmin(1, middle + half);
}

/* The quantile of a beta distribution with upper tail `tail`, by F. */
static double beta_upper_quantile(double tail, double a, double b)
{
    const double f = rv_f_upper_quantile(tail, 2 * a, 2 * b);

    return a * f / (a * f + b);
}

static void clopper_pearson(double up, double n, double tail, rv_vote *out)
{
    out->exact_lo = up == 0 ? 0 : 1 - beta_upper_quantile(tail, n - up + 1, up);
    out->exact_hi = up == n ? 1 : beta_upper_quantile(tail, up + 1, n - up);
}

rv_status rv_vote_count(size_t up, size_t down, size_t none, double level, rv_vote *out, rv_error *err)
{
    const double n = (double)up + (double)down, most = (double)(up > down ? up : down), tail = (1 - level) / 2;

    *out = (rv_vote){ up, down, none, NAN, NAN, NAN, NAN, NAN, NAN };
    if (!(level > 0 && level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", level);
    if (n == 0)
        return RV_OK;
    out->share = (double)up / n;
    wilson(out->share, n, rv_normal_upper_quantile(tail), out);
    clopper_pearson((double)up, n, tail, out);
    out->p = fmin(1, 2 * rv_beta_lower(most, n - most + 1, 0.5, 0.5));
    return RV_OK;
}
