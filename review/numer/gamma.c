/* Gamma function and its incomplete integrals; with them the chi-square distribution. */
#include <config.h>

#include <float.h>

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <gsl/gsl_sf_psi.h>

#include "numer/guard.h"

enum { TERMS = 100000 };

double rv_gamma_log(double x)
{
    gsl_sf_result r;

    if (!(x > 0))
        return NAN;
    rv_numer_guard();
    gsl_sf_lngamma_e(x, &r);
    return r.val;
}

double rv_beta_log(double a, double b)
{
    gsl_sf_result r;

    if (!(a > 0 && b > 0))
        return NAN;
    rv_numer_guard();
    gsl_sf_lnbeta_e(a, b, &r);
    return r.val;
}

/* For large x the difference of Stirling's series, term by term: ln Gamma(x) = (x - 1/2) ln x - x + ln(2 pi) / 2 + ln
   gammastar(x). (gsl_sf_lnpoch has 9 digits only near x = 1e6.) */
double rv_gamma_ratio(double x, double d)
{
    gsl_sf_result from, to;

    if (!(x > 0 && x + d > 0))
        return NAN;
    rv_numer_guard();
    if (x < 10 || x + d < 10)
        return exp(rv_gamma_log(x + d) - rv_gamma_log(x));
    gsl_sf_gammastar_e(x, &from);
    gsl_sf_gammastar_e(x + d, &to);
    return pow(x, d) * exp((x + d - 0.5) * log1p(d / x) - d) * (to.val / from.val);
}

double rv_digamma(double x)
{
    gsl_sf_result r;

    if (!(x > 0))
        return NAN;
    rv_numer_guard();
    gsl_sf_psi_e(x, &r);
    return r.val;
}

/* ln of x^a e^-x / Gamma(a + 1). For large a by x = a (1 + m) and Stirling's series, where the plain form would subtract
   numbers near a ln a from each other. */
static double log_front(double a, double x)
{
    gsl_sf_result star, lm;

    if (a < 10)
        return a * log(x) - x - rv_gamma_log(a + 1);
    gsl_sf_gammastar_e(a, &star);
    if (x > a / 2 && x < 2 * a)
        gsl_sf_log_1plusx_mx_e((x - a) / a, &lm);
    else
        lm.val = log(x / a) - (x - a) / a;
    return a * lm.val - 0.5 * log(2 * M_PI * a) - log(star.val);
}

/* P / front = 1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + ..., all terms positive. */
static double lower_series(double a, double x)
{
    double sum = 1, term = 1;

    for (int n = 1; n < TERMS && term > DBL_EPSILON / 4 * sum; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/* Q / (front a) by the continued fraction 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - ...)), modified Lentz. */
static double upper_fraction(double a, double x)
{
    double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;

    for (int n = 1; n < TERMS; n++) {
        const double an = -n * (n - a);
        double step;

        b += 2;
        d = an * d + b;
        c = b + an / c;
        d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
        c = fabs(c) < 1e-300 ? 1e-300 : c;
        step = d * c;
        h *= step;
        if (fabs(step - 1) < DBL_EPSILON)
            break;
    }
    return h;
}

static bool in_domain(double a, double x)
{
    return a > 0 && x >= 0 && isfinite(a);
}

double rv_gamma_lower(double a, double x)
{
    if (!in_domain(a, x))
        return NAN;
    if (x == 0 || isinf(x))
        return x != 0;
    rv_numer_guard();
    if (x < a + 1)
        return fmin(1, exp(log_front(a, x)) * lower_series(a, x));
    return -expm1(rv_gamma_upper_log(a, x));
}

double rv_gamma_upper_log(double a, double x)
{
    if (!in_domain(a, x))
        return NAN;
    if (x == 0 || isinf(x))
        return x == 0 ? 0 : -INFINITY;
    rv_numer_guard();
    if (x < a + 1)
        return log1p(-fmin(1, exp(log_front(a, x)) * lower_series(a, x)));
    return log_front(a, x) + log(a) + log(upper_fraction(a, x));
}

double rv_chi2_lower(double x, double df)
{
    return rv_gamma_lower(df / 2, fmax(x, 0) / 2);
}

double rv_chi2_upper(double x, double df)
{
    return exp(rv_chi2_upper_log(x, df));
}

double rv_chi2_upper_log(double x, double df)
{
    return isnan(x) ? NAN : rv_gamma_upper_log(df / 2, fmax(x, 0) / 2);
}
