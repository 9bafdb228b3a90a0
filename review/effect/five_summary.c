/* From a five-number summary to mean and standard deviation: checks, skewness, log-normal data. */
#include <config.h>

#include <math.h>

#include "effect/five_numbers.h"

static rv_five_case which(const rv_five *f)
{
    const bool range = !isnan(f->min) && !isnan(f->max), quartiles = !isnan(f->q1) && !isnan(f->q3);

    return range && quartiles ? RV_FIVE_ALL : range ? RV_FIVE_RANGE : quartiles ? RV_FIVE_QUARTILES : RV_FIVE_NONE;
}

/*
 * The skewness that the summary shows, and what it would exceed in one of 20 samples of normal data.
 *
 *     range alone      |min + max - 2 median| / (max - min)    1 / ln(n + 9) + 2.5 / (n + 1)
 *     quartiles alone  |q1 + q3 - 2 median| / (q3 - q1)        2.65 / sqrt(n) - 6 / n^2
 *     all five         the larger of 2.65 ln(0.6 n) / sqrt(n) times the first, and the second      3 / sqrt(n) - 40 / n^3
 *
 * Source  Shi et al. (2023) Stat Methods Med Res 32:1338-1360.
 */
void rv_five_skewness(const rv_five *f, rv_five_case c, rv_five_result *out)
{
    const double n = f->n, range = fabs(f->min + f->max - 2 * f->median) / (f->max - f->min),
                 quartiles = fabs(f->q1 + f->q3 - 2 * f->median) / (f->q3 - f->q1);

    switch (c) {
    case RV_FIVE_RANGE:
        out->skew = range;
        out->critical = 1 / log(n + 9) + 2.5 / (n + 1);
        break;
    case RV_FIVE_QUARTILES:
        out->skew = quartiles;
        out->critical = 2.65 / sqrt(n) - 6 / (n * n);
        break;
    default:
        out->skew = fmax(2.65 * log(0.6 * n) / sqrt(n) * range, quartiles);
        out->critical = 3 / sqrt(n) - 40 / (n * n * n);
    }
    out->skewed = out->skew > out->critical;
}

/*
 * Log-normal data: with mu and s the mean and spread of the logarithms by the normal formulas,
 *
 *     s2 = s^2 / e    s4 = s^4 / g    y(p, q) = 1 + p k1 s2 / n + q k2 s4 / n
 *     mean = exp(mu + s2/2) / y(1, 1)
 *     sd^2 = exp(2 mu + 2 s2) / y(4, 16) - exp(2 mu + s2) / y(4, 4)
 *
 *                      e                       g                     k1      k2
 *     range alone      1.01 + 0.25 / ln(n)^2   1 + 2.23 / ln(n)^2    0.565   0.37
 *     quartiles alone  1 + 1.58 / n            1 + 19.2 / n^1.2      0.57    0.75
 *     all five         1 + 0.28 / ln(n)^2      1 + 3.93 / n          0.405   0.315
 *
 * Source  Shi, Tong, Wang & Genton (2020) Stat Interface 13:519-531.
 */
void rv_five_lognormal(const rv_five *f, rv_five_case c, rv_five_result *out)
{
    const rv_five logs = { log(f->min), log(f->q1), log(f->median), log(f->q3), log(f->max), f->n };
    const double n = f->n, ln2 = log(n) * log(n), mu = rv_five_luo(&logs, c), s = rv_five_spread(&logs, c);
    const double e = c == RV_FIVE_RANGE ? 1.01 + 0.25 / ln2 : c == RV_FIVE_QUARTILES ? 1 + 1.58 / n : 1 + 0.28 / ln2;
    const double g = c == RV_FIVE_RANGE ? 1 + 2.23 / ln2 : c == RV_FIVE_QUARTILES ? 1 + 19.2 / pow(n, 1.2) : 1 + 3.93 / n;
    const double k1 = c == RV_FIVE_RANGE ? 0.565 : c == RV_FIVE_QUARTILES ? 0.57 : 0.405;
    const double k2 = c == RV_FIVE_RANGE ? 0.37 : c == RV_FIVE_QUARTILES ? 0.75 : 0.315;
    const double s2 = s * s / e, s4 = pow(s, 4) / g, first = k1 * s2 / n, second = k2 * s4 / n;

    out->mean = exp(mu + s2 / 2) / (1 + first + second);
    out->sd = sqrt(exp(2 * mu + 2 * s2) / (1 + 4 * first + 16 * second) - exp(2 * mu + s2) / (1 + 4 * first + 4 * second));
}

static rv_status check(const rv_five *f, bool logs, rv_error *err)
{
    const double x[] = { f->min, f->q1, f->median, f->q3, f->max };
    static const char *const names[] = { "minimum", "first quartile", "median", "third quartile", "maximum" };
    int before = -1;

    for (int i = 0; i < 5; i++) {
        if (isnan(x[i]))
            continue;
        if (before >= 0 && x[i] < x[before])
            return rv_fail(err, RV_EDOMAIN, "the %s is %g, below the %s %g", names[i], x[i], names[before], x[before]);
        if (logs && x[i] <= 0)
            return rv_fail(err, RV_EDOMAIN, "the %s is %g; log-normal data are positive", names[i], x[i]);
        before = i;
    }
    if (f->min == f->max || f->q1 == f->q3)
        return rv_fail(err, RV_EDOMAIN, "the %s are both %g; data without spread have no standard deviation",
                       f->min == f->max ? "minimum and maximum" : "quartiles", f->min == f->max ? f->min : f->q1);
    return RV_OK;
}

rv_status rv_five_to_mean(const rv_five *f, rv_five_method method, bool lognormal, rv_five_result *out, rv_error *err)
{
    const rv_five_case c = which(f);
    const rv_status st = check(f, lognormal, err);

    *out = (rv_five_result){ NAN, NAN, NAN, NAN, false };
    if (st != RV_OK)
        return st;
    if (f->n < 1)
        return rv_fail(err, RV_EDOMAIN, "n is %g; a group needs people", f->n);
    /* The formulas were made for five people and more. */
    if (c == RV_FIVE_NONE || !(f->n >= 5))
        return RV_OK;
    if (lognormal) {
        const rv_five logs = { log(f->min), log(f->q1), log(f->median), log(f->q3), log(f->max), f->n };
        if (method != RV_FIVE_LUO)
            return rv_fail(err, RV_EINVAL, "%s knows nothing of log-normal data", rv_five_method_names[method]);
        rv_five_lognormal(f, c, out);
        rv_five_skewness(&logs, c, out);
    } else {
        rv_five_normal(f, c, method, out);
        rv_five_skewness(f, c, out);
        if (method == RV_FIVE_QE && !(f->min <= 0 || f->q1 <= 0))
            out->skewed = false;
    }
    return RV_OK;
}
