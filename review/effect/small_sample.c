/* The small-sample factor of standardised mean differences. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

double rv_small_sample_factor(double m)
{
    if (!(m > 1))
        return NAN;
    return rv_gamma_ratio((m - 1) / 2, 0.5) / sqrt(m / 2);
}

double rv_factor(const rv_setting *s, double m)
{
    return s->o->correct ? rv_small_sample_factor(m) : 1;
}
