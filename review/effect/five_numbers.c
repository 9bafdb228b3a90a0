/* Mean and standard deviation from median, quartiles and range, for data that are about normal. */
#include <config.h>

#include <math.h>

#include "effect/five_numbers.h"
#include "review/numer.h"

const char *const rv_five_method_names[] = { "luo/wan/shi", "hozo2005", "wan2014", "bland2015", "walter2007", "qe", NULL };

/* Expected standardised distance of the extremes, and of the quartiles, from the middle of n normal values (Blom 1958). */
static double of_range(double n) { return rv_normal_quantile((n - 0.375) / (n + 0.25)); }
static double of_quartiles(double n) { return rv_normal_quantile((0.75 * n - 0.125) / (n + 0.25)); }

/*
 *     range alone      mean = w (min + max)/2 + (1 - w) median                  w = 4 / (4 + n^0.75)
 *     quartiles alone  mean = w (q1 + q3)/2 + (1 - w) median                    w = 0.7 + 0.39/n
 *     all five         mean = w1 (min + max)/2 + w2 (q1 + q3)/2 + (1 - w1 - w2) median
 *                      w1 = 2.2 / (2.2 + n^0.75)    w2 = 0.7 - 0.72 / n^0.55
 *
 * Source  Luo, Wan, Liu & Tong (2018) Stat Methods Med Res 27:1785-1805, equations 7, 11, 15.
 */
double rv_five_luo(const rv_five *f, rv_five_case c)
{
    const double n = f->n, range = (f->min + f->max) / 2, quartiles = (f->q1 + f->q3) / 2;
    double w, w2;

    switch (c) {
    case RV_FIVE_RANGE:
        w = 4 / (4 + pow(n, 0.75));
        return w * range + (1 - w) * f->median;
    case RV_FIVE_QUARTILES:
        w = 0.7 + 0.39 / n;
        return w * quartiles + (1 - w) * f->median;
    default:
        w = 2.2 / (2.2 + pow(n, 0.75));
        w2 = 0.7 - 0.72 / pow(n, 0.55);
        return w * range + w2 * quartiles + (1 - w - w2) * f->median;
    }
}

/*
 *     range alone      sd = (max - min) / (2 a)                     a the normal quantile of (n - 0.375)/(n + 0.25)
 *     quartiles alone  sd = (q3 - q1) / (2 b)                       b that of (0.75 n - 0.125)/(n + 0.25)
 *     all five         sd = (max - min) / (a (2 + 0.14 n^0.6)) + (q3 - q1) / (b (2 + 2/(0.07 n^0.6)))
 *
 * Source  Wan, Wang, Liu & Tong (2014) BMC Med Res Methodol 14:135, equations 9 and 16; Shi et al. (2020) Res Synth Methods
 *         11:641-654, equation 10.
 */
double rv_five_spread(const rv_five *f, rv_five_case c)
{
    const double n = f->n, range = f->max - f->min, quartiles = f->q3 - f->q1;

    switch (c) {
    case RV_FIVE_RANGE:     return range / (2 * of_range(n));
    case RV_FIVE_QUARTILES: return quartiles / (2 * of_quartiles(n));
    default:                return range / (of_range(n) * (2 + 0.14 * pow(n, 0.6)))
                                   + quartiles / (of_quartiles(n) * (2 + 2 / (0.07 * pow(n, 0.6))));
    }
}

/* The average of all, the middle counted double: Wan's mean in each case, Bland's of all five. */
static double simple_mean(const rv_five *f, rv_five_case c)
{
    switch (c) {
    case RV_FIVE_RANGE:     return (f->min + 2 * f->median + f->max) / 4;
    case RV_FIVE_QUARTILES: return (f->q1 + f->median + f->q3) / 3;
    default:                return (f->min + 2 * (f->q1 + f->median + f->q3) + f->max) / 8;
    }
}

/* Hozo, Djulbegovic & Hozo (2005) BMC Med Res Methodol 5:13: rules that change at n of 15, 25 and 70. */
static void hozo(const rv_five *f, rv_five_result *out)
{
    const double skew = f->min - 2 * f->median + f->max, range = f->max - f->min;

    out->mean = f->n <= 25 ? simple_mean(f, RV_FIVE_RANGE) : f->median;
    out->sd = f->n <= 15 ? sqrt((skew * skew / 4 + range * range) / 12) : range / (f->n <= 70 ? 4 : 6);
}

/* Wan et al. (2014), equations 9, 13 and 16 with 3, 10 and 14. */
static void wan(const rv_five *f, rv_five_case c, rv_five_result *out)
{
    out->mean = simple_mean(f, c);
    out->sd = c == RV_FIVE_ALL ? (rv_five_spread(f, RV_FIVE_RANGE) + rv_five_spread(f, RV_FIVE_QUARTILES)) / 2
                               : rv_five_spread(f, c);
}

/* Bland (2015) Int J Stat Med Res 4:57-64. */
static void bland(const rv_five *f, rv_five_result *out)
{
    const double a = f->min, q = f->q1, m = f->median, u = f->q3, b = f->max, mean = simple_mean(f, RV_FIVE_ALL);

    out->mean = mean;
    out->sd = sqrt((a * a + 2 * (q * q + m * m + u * u) + b * b) / 16 + (a * q + q * m + m * u + u * b) / 8 - mean * mean);
}

/* The expected range of n standard normal values, the integral of 1 - P^n - (1 - P)^n; the trapezoid rule is exact to rounding
   for a smooth function that vanishes at both ends. */
static double expected_range(double n)
{
    const double step = 1.0 / 64, end = 10;
    double sum = 0;

    for (double x = -end; x <= end; x += step) {
        const double upper = rv_normal_upper(x);
        sum += -expm1(n * log1p(-upper)) - pow(upper, n);
    }
    return sum * step;
}

/* Walter & Yao (2007) J Clin Epidemiol 60:849-852: the median, and the range over its expectation. */
static void walter(const rv_five *f, rv_five_result *out)
{
    out->mean = f->median;
    out->sd = (f->max - f->min) / expected_range(f->n);
}

void rv_five_normal(const rv_five *f, rv_five_case c, rv_five_method method, rv_five_result *out)
{
    switch (method) {
    case RV_FIVE_HOZO:
        if (c == RV_FIVE_RANGE)
            hozo(f, out);
        return;
    case RV_FIVE_WAN:
        wan(f, c, out);
        return;
    case RV_FIVE_BLAND:
        if (c == RV_FIVE_ALL)
            bland(f, out);
        return;
    case RV_FIVE_WALTER:
        if (c == RV_FIVE_RANGE)
            walter(f, out);
        return;
    case RV_FIVE_QE:
        if (!isnan(f->median))
            rv_five_quantiles(f, out);
        return;
    default:
        out->mean = rv_five_luo(f, c);
        out->sd = rv_five_spread(f, c);
    }
}
