/* The standard normal distribution. */
#include <config.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_erf.h>

#include "numer/guard.h"

double rv_normal_upper(double z)
{
    return 0.5 * erfc(z * M_SQRT1_2);
}

double rv_normal_upper_log(double z)
{
    gsl_sf_result r;

    if (isnan(z))
        return NAN;
    rv_numer_guard();
    /* Below 0 the probability is above a half, where log(p) loses nothing; above, erfc itself would vanish near z =
       38. */
    if (z < 1)
        return log1p(-0.5 * erfc(-z * M_SQRT1_2));
    gsl_sf_log_erfc_e(z * M_SQRT1_2, &r);
    return r.val - M_LN2;
}

double rv_normal_two_sided(double z)
{
    return erfc(fabs(z) * M_SQRT1_2);
}

double rv_normal_density(double z)
{
    return exp(-0.5 * z * z) / sqrt(2 * M_PI);
}

double rv_normal_quantile(double p)
{
    if (!(p >= 0 && p <= 1))
        return NAN;
    rv_numer_guard();
    return gsl_cdf_ugaussian_Pinv(p);
}

double rv_normal_upper_quantile(double q)
{
    return -rv_normal_quantile(q);
}
