/* Effects beside their middle line, as far out as there are many of them. */
#include <config.h>

#include <math.h>

#include "plot/estimates.h"

enum { BINS = 48 };

/* The i-th of a sequence that fills 0 to 1 evenly (van der Corput): 1/2, 1/4, 3/4, 1/8, ... */
static double even(size_t i)
{
    double x = 0, part = 0.5;

    for (i++; i; i >>= 1, part /= 2)
        x += (double)(i & 1) * part;
    return x;
}

static int bin_of(double x)
{
    const int at = (int)(x * BINS);

    return at < 0 ? 0 : at >= BINS ? BINS - 1 : at;
}

void rv_orchard_spread(const double *x, size_t n, double *beside)
{
    double count[BINS + 2] = { 0 }, smooth[BINS], most = 0;

    for (size_t i = 0; i < n; i++)
        count[bin_of(x[i]) + 1]++;
    for (int b = 0; b < BINS; b++) {
        smooth[b] = (count[b] + 2 * count[b + 1] + count[b + 2]) / 4;
        most = fmax(most, smooth[b]);
    }
    /* Few effects need little room: the full width is for two or more of a bin. */
    for (size_t i = 0; i < n; i++)
        beside[i] = (2 * even(i) - 1) * smooth[bin_of(x[i])] / fmax(most, 2);
}
