/* The hypergeometric distribution, exact far into its tails and for large urns. */
#include <config.h>

#include <float.h>

#include "numer/guard.h"

/* ln n! - ln(sqrt(2 pi n) (n / e)^n): Stirling's error, by its series, or exactly where the series is short of digits. */
static double stirling_error(double n)
{
    static const double exact[] = {
        0, 0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
        0.01387612882307075, 0.01189670994589177, 0.01041126526197210, 0.009255462182712733, 0.008330563433362871,
        0.007573675487951841, 0.006942840107209530, 0.006408994188004207, 0.005951370112758848, 0.005554733551962801
    };
    const double nn = n * n;

    if (n <= 15)
        return exact[(int)n];
    return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - 1 / 1188.0 / nn) / nn) / nn) / nn) / n;
}

/* x ln(x / m) + m - x, without cancellation near x = m. */
static double deviance(double x, double m)
{
    if (fabs(x - m) < 0.1 * (x + m)) {
        const double v = (x - m) / (x + m);
        double s = (x - m) * v, term = 2 * x * v;

        for (int j = 1; j < 1000; j++) {
            const double before = s;
            term *= v * v;
            s += term / (2 * j + 1);
            if (s == before)
                break;
        }
        return s;
    }
    return x * log(x / m) + m - x;
}

/* ln of the binomial probability of x in n with p, q = 1 - p; counts are whole numbers, 0 < p < 1. */
static double binomial_log(double x, double n, double p, double q)
{
    if (x == 0)
        return n == 0 ? 0 : p < 0.1 ? -deviance(n, n * q) - n * p : n * log(q);
    if (x == n)
        return q < 0.1 ? -deviance(n, n * p) - n * q : n * log(p);
    return stirling_error(n) - stirling_error(x) - stirling_error(n - x) - deviance(x, n * p) - deviance(n - x, n * q)
           + 0.5 * log(n / (2 * M_PI * x * (n - x)));
}

static bool whole(double x)
{
    return x >= 0 && x <= 1e15 && x == floor(x);
}

/* ln P(X = x); the three binomials share p = n / N, at which their largest terms cancel (Loader). */
static double mass_log(double x, double population, double relevant, double draws)
{
    const double p = draws / population, q = (population - draws) / population;

    if (x < 0 || x > relevant || x > draws || draws - x > population - relevant)
        return -INFINITY;
    if (draws == 0 || draws == population)
        return 0;
    return binomial_log(x, relevant, p, q) + binomial_log(draws - x, population - relevant, p, q)
           - binomial_log(draws, population, p, q);
}

/* P(X <= x) / P(X = x), for x below the mode: the terms fall. */
static double below(double x, double population, double relevant, double draws)
{
    double sum = 1, term = 1;

    for (; x > 0 && term > sum * DBL_EPSILON / 8; x--) {
        term *= x * (population - relevant - draws + x) / ((relevant - x + 1) * (draws - x + 1));
        sum += term;
    }
    return sum;
}

double rv_hypergeometric_lower(double x, double population, double relevant, double draws)
{
    if (!whole(population) || !whole(relevant) || !whole(draws) || relevant > population || draws > population || isnan(x))
        return NAN;
    x = floor(x);
    if (x < 0 || x < draws - (population - relevant))
        return 0;
    if (x >= relevant || x >= draws)
        return 1;
    if (x * population <= relevant * draws)
        return fmin(1, exp(mass_log(x, population, relevant, draws)) * below(x, population, relevant, draws));
    /* above the mean: what is not drawn, or not relevant, has the short tail */
    return fmax(0, 1 - rv_hypergeometric_upper(x, population, relevant, draws));
}

/* P(X > x) = P(draws - X < draws - x): the lower tail of the irrelevant that are drawn. */
double rv_hypergeometric_upper(double x, double population, double relevant, double draws)
{
    if (!whole(population) || !whole(relevant) || !whole(draws) || relevant > population || draws > population || isnan(x))
        return NAN;
    x = floor(x);
    if (x < 0 || x < draws - (population - relevant))
        return 1;
    if (x >= relevant || x >= draws)
        return 0;
    if (x * population <= relevant * draws)
        return fmax(0, 1 - rv_hypergeometric_lower(x, population, relevant, draws));
    x = draws - x - 1;
    return fmin(1, exp(mass_log(x, population, population - relevant, draws)) * below(x, population, population - relevant, draws));
}
