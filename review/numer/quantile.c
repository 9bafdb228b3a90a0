/*
 * Quantiles of t, chi-square and F as roots of their tail. With u = ln x and p the smaller tail, ln(-ln p) is nearly straight
 * in u for all three, far out as well; Newton's method on it, kept inside a bracket, needs a handful of steps. So quantiles are as
 * exact as the tails are.
 */
#include <config.h>

#include <float.h>

#include "review/numer.h"

typedef double (*tail)(double x, double a, double b);

/* Solves tail(x) = target, at most a half, for x > 0. The tail falls from 1 when `falling`, else rises to 1. */
static double solve(tail log_tail, double target, double a, double b, bool falling)
{
    const double goal = log(-log(target)), h = 1e-4;
    double lo = log(DBL_MIN), hi = log(DBL_MAX), u = 0;

    for (int i = 0; i < 2000 && hi - lo > 2 * DBL_EPSILON * fmax(1, fabs(u)); i++) {
        const double here = log(-log_tail(exp(u), a, b)) - goal;
        const double slope = (log(-log_tail(exp(u + h), a, b)) - log(-log_tail(exp(u - h), a, b))) / (2 * h);
        double next = u - here / slope;

        if (here == 0)
            break;
        if ((here < 0) == falling)
            lo = u;
        else
            hi = u;
        if (!(next > lo && next < hi))
            next = (lo + hi) / 2;
        if (fabs(next - u) <= DBL_EPSILON * fmax(1, fabs(u)))
            break;
        u = next;
    }
    return exp(u);
}

static double t_tail(double x, double df, double unused)
{
    (void)unused;
    return rv_t_upper_log(x, df);
}

static double chi2_tail(double x, double df, double unused)
{
    (void)unused;
    return rv_chi2_upper_log(x, df);
}

static double chi2_head(double x, double df, double unused)
{
    (void)unused;
    return log(rv_chi2_lower(x, df));
}

static double f_tail(double x, double df1, double df2)
{
    return rv_f_upper_log(x, df1, df2);
}

/* P(F < x; df1, df2) = P(F > 1 / x; df2, df1). */
static double f_head(double x, double df1, double df2)
{
    return rv_f_upper_log(1 / x, df2, df1);
}

double rv_t_upper_quantile(double q, double df)
{
    if (!(q >= 0 && q <= 1) || !(df > 0))
        return NAN;
    if (q > 0.5)
        return -rv_t_upper_quantile(1 - q, df);
    if (q == 0 || q == 0.5)
        return q == 0 ? INFINITY : 0;
    if (isinf(df))
        return rv_normal_upper_quantile(q);
    return solve(t_tail, q, df, 0, true);
}

double rv_t_quantile(double p, double df)
{
    return -rv_t_upper_quantile(p, df);
}

double rv_chi2_upper_quantile(double q, double df)
{
    if (!(q >= 0 && q <= 1) || !(df > 0))
        return NAN;
    if (q == 0 || q == 1)
        return q == 0 ? INFINITY : 0;
    return q < 0.5 ? solve(chi2_tail, q, df, 0, true) : solve(chi2_head, 1 - q, df, 0, false);
}

double rv_chi2_quantile(double p, double df)
{
    if (!(p >= 0 && p <= 1) || !(df > 0))
        return NAN;
    if (p == 0 || p == 1)
        return p == 0 ? 0 : INFINITY;
    return p < 0.5 ? solve(chi2_head, p, df, 0, false) : solve(chi2_tail, 1 - p, df, 0, true);
}

double rv_f_upper_quantile(double q, double df1, double df2)
{
    if (!(q >= 0 && q <= 1) || !(df1 > 0 && df2 > 0))
        return NAN;
    if (q == 0 || q == 1)
        return q == 0 ? INFINITY : 0;
    return q < 0.5 ? solve(f_tail, q, df1, df2, true) : solve(f_head, 1 - q, df1, df2, false);
}
