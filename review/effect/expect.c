/* What goes with what: z, p-value and width of an interval, for checks of printed numbers. */
#include <config.h>

#include <math.h>

#include "review/effect.h"
#include "review/numer.h"

double rv_expect_z(double p)
{
    return p > 0 && p < 1 ? rv_normal_upper_quantile(p / 2) : p == 1 ? 0 : p == 0 ? HUGE_VAL : NAN;
}

double rv_expect_p(double z)
{
    return rv_normal_two_sided(z);
}

double rv_expect_width(double level, double df)
{
    if (!(level > 0 && level < 1))
        return NAN;
    return isnan(df) ? rv_normal_upper_quantile((1 - level) / 2) : df > 0 ? rv_t_upper_quantile((1 - level) / 2, df) : NAN;
}
