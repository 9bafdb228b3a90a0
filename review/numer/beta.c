/* The incomplete beta function; with it Student's t and Fisher's F. */
#include <config.h>

#include <float.h>

#include "numer/guard.h"

enum { TERMS = 100000 };

/* The continued fraction of I_x(a, b) without its front factor, modified Lentz; quick for x < (a + 1) / (a + b + 2). */
static double fraction(double a, double b, double x)
{
    double c = 1, d = 1 - (a + b) * x / (a + 1), h;

    h = d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
    for (int m = 1; m < TERMS; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double step = 1;

        for (int half = 0; half < 2; half++) {
            const double t = half ? odd : even;
            d = 1 + t * d;
            c = 1 + t / c;
            d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
            c = fabs(c) < 1e-300 ? 1e-300 : c;
            step = d * c;
            h *= step;
        }
        if (fabs(step - 1) < DBL_EPSILON)
            break;
    }
    return h;
}

/* ln of x^a y^b / (a B(a, b)) times the fraction. The smaller of x and y has all its digits; the other's logarithm is
   log1p. */
static double direct_log(double a, double b, double x, double y)
{
    const double lx = x < 0.5 ? log(x) : log1p(-y), ly = y < 0.5 ? log(y) : log1p(-x);

    return a * lx + b * ly - rv_beta_log(a, b) - log(a) + log(fraction(a, b, x));
}

double rv_beta_lower_log(double a, double b, double x, double y)
{
    if (!(a > 0 && b > 0 && x >= 0 && y >= 0))
        return NAN;
    if (x == 0 || y == 0)
        return x == 0 ? -INFINITY : 0;
    if (x <= (a + 1) / (a + b + 2))
        return fmin(0, direct_log(a, b, x, y));
    return log1p(-exp(fmin(0, direct_log(b, a, y, x))));
}

double rv_beta_lower(double a, double b, double x, double y)
{
    if (!(a > 0 && b > 0 && x >= 0 && y >= 0))
        return NAN;
    if (x == 0 || y == 0)
        return x != 0;
    if (x <= (a + 1) / (a + b + 2))
        return fmin(1, exp(direct_log(a, b, x, y)));
    return -expm1(fmin(0, direct_log(b, a, y, x)));
}

/* P(|T| > |t|) = I_x(df/2, 1/2) with x = df / (df + t^2). */
static double t_two_sided_log(double t, double df)
{
    const double t2 = t * t;

    if (t2 / df > 1e40)   /* x^(df/2) is all that counts, and t^2 may overflow */
        return df / 2 * (log(df) - 2 * log(fabs(t))) - rv_beta_log(df / 2, 0.5) - log(df / 2);
    return rv_beta_lower_log(df / 2, 0.5, 1 / (1 + t2 / df), t2 / (df + t2));
}

double rv_t_two_sided(double t, double df)
{
    if (!(df > 0) || isnan(t))
        return NAN;
    return isinf(df) ? rv_normal_two_sided(t) : exp(t_two_sided_log(t, df));
}

double rv_t_upper(double t, double df)
{
    const double half = rv_t_two_sided(t, df) / 2;

    return t > 0 ? half : 1 - half;
}

double rv_t_upper_log(double t, double df)
{
    if (!(df > 0) || isnan(t))
        return NAN;
    if (isinf(df))
        return rv_normal_upper_log(t);
    return t > 0 ? t_two_sided_log(t, df) - log(2) : log1p(-exp(t_two_sided_log(t, df)) / 2);
}

double rv_f_upper(double f, double df1, double df2)
{
    return exp(rv_f_upper_log(f, df1, df2));
}

/* P(F > f) = I_x(df2/2, df1/2) with x = df2 / (df2 + df1 f). */
double rv_f_upper_log(double f, double df1, double df2)
{
    const double r = df1 * f / df2;

    if (!(df1 > 0 && df2 > 0) || isnan(f))
        return NAN;
    if (f <= 0)
        return 0;
    if (isinf(df2))
        return rv_chi2_upper_log(df1 * f, df1);
    if (isinf(r))
        return -INFINITY;
    return rv_beta_lower_log(df2 / 2, df1 / 2, 1 / (1 + r), r < 1 ? r / (1 + r) : 1 / (1 + 1 / r));
}
