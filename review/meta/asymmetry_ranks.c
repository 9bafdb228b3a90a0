/* Kendall's score with its standard error. */
#include <config.h>

#include "meta/strata.h"

static int sign(double x)
{
    return (x > 0) - (x < 0);
}

/* Sums over groups of equal numbers of size g: g (g-1), g (g-1) (g-2), g (g-1) (2 g + 5). Each number counts for its share of its
   group. */
typedef struct { double two, three, five; } ties;

static ties ties_of(const double *x, size_t k)
{
    ties t = { 0, 0, 0 };

    for (size_t i = 0; i < k; i++) {
        double g = 0;
        for (size_t j = 0; j < k; j++)
            g += x[j] == x[i];
        t.two += g - 1;
        t.three += (g - 1) * (g - 2);
        t.five += (g - 1) * (2 * g + 5);
    }
    return t;
}

/*
 *     var S = (n (n-1) (2n+5) - sum t (t-1) (2t+5) - sum u (u-1) (2u+5)) / 18
 *             + sum t (t-1) (t-2) sum u (u-1) (u-2) / (9 n (n-1) (n-2)) + sum t (t-1) sum u (u-1) / (2 n (n-1))
 *
 * t and u are the numbers of equal x and of equal y. Cost k^2 pairs: such a test is of tens of studies.
 * Source  Kendall & Gibbons (1990) Rank Correlation Methods, 5th ed., ch. 4.
 */
void rv_kendall_score(const double *x, const double *y, size_t k, double *score, double *se)
{
    const ties t = ties_of(x, k), u = ties_of(y, k);
    const double n = (double)k;
    double s = 0;

    for (size_t i = 1; i < k; i++)
        for (size_t j = 0; j < i; j++)
            s += sign(x[i] - x[j]) * sign(y[i] - y[j]);
    *score = s;
    *se = sqrt((n * (n - 1) * (2 * n + 5) - t.five - u.five) / 18
               + (k > 2 ? t.three * u.three / (9 * n * (n - 1) * (n - 2)) : 0) + t.two * u.two / (2 * n * (n - 1)));
}
