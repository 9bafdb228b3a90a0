/*
 * Quantiles of t, chi-square and F as roots of their tail. With u = ln x and p the smaller tail, ln(-ln p) is nearly
 * straight in u for all three, far out as well; Newton's method on it with the density for slope, kept inside a
 * bracket, needs a handful of steps from a rough start. So quantiles are as exact as the tails are.
 */
#include <config.h>

#include <float.h>

#include "review/numer.h"

typedef double (*log_of)(double x, double a, double b);

/* Solves tail(x) = target, at most a half, for x > 0. The tail falls from 1 when `falling`, else rises to 1. */
static double solve(log_of tail, log_of density, double target, double a, double b, bool falling, double start)
{
    const double goal = log(-log(target));
    double lo = log(DBL_MIN), hi = log(DBL_MAX), u = start > 0 && isfinite(start) ? log(start) : 0;

    for (int i = 0; i < 2000 && hi - lo > 2 * DBL_EPSILON * fmax(1, fabs(u)); i++) {
        const double x = exp(u), p = tail(x, a, b), here = log(-p) - goal;
        bool last;
        /* d ln(-ln tail) / du = x density / (tail ln tail), up to the sign */
        const double slope = (falling ? 1 : -1) * x * exp(density(x, a, b) - p) / -p;
        double next = u - here / slope;

        if (here == 0)
            break;
        /* What is left after so small a step is about its square. */
        last = fabs(next - u) <= 1e-9 * fmax(1, fabs(u));
        if ((here < 0) == falling)
            lo = u;
        else
            hi = u;
        if (!(next > lo && next < hi))
            next = last ? u : (lo + hi) / 2;   /* rounding alone can put a last step on the other side */
        u = next;
        if (last)
            break;
    }
    return exp(u);
}

static double t_tail(double x, double df, double unused)
{
    (void)unused;
    return rv_t_upper_log(x, df);
}

/* `front` is what does not hang on x, for which the tail has no use. */
static double t_density(double x, double df, double front)
{
    return front - (df + 1) / 2 * log1p(x * x / df);
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

static double chi2_density(double x, double df, double front)
{
    return front + (df / 2 - 1) * log(x / 2) - x / 2;
}

static double chi2_front(double df)
{
    return -rv_gamma_log(df / 2) - log(2);
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

static double f_density(double x, double df1, double df2)
{
    return df1 / 2 * log(df1 / df2) + (df1 / 2 - 1) * log(x) - (df1 + df2) / 2 * log1p(df1 * x / df2)
           - rv_beta_log(df1 / 2, df2 / 2);
}

/* Where the search starts: the normal quantile with its first three corrections for t, Wilson & Hilferty's cube for
   chi-square. */
static double t_start(double q, double df)
{
    const double z = rv_normal_upper_quantile(q);

    const double z2 = z * z, by = 1 / df;

    return z * (1 + by * ((z2 + 1) / 4 + by * ((5 * z2 + 16) * z2 + 3) / 96 + by * by * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384));
}

static double chi2_start(double z, double df)
{
    const double root = 1 - 2 / (9 * df) + z * sqrt(2 / (9 * df));

    return df * root * root * root;
}

/* One interval after another asks for the same quantile; solving for it costs more than a model of 20 effects. */
static _Thread_local struct { double q, df, x; } last = { -1, -1, 0 };

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
    if (q != last.q || df != last.df) {
        last.x = solve(t_tail, t_density, q, df, -rv_beta_log(df / 2, 0.5) - log(df) / 2, true, t_start(q, df));
        last.q = q;
        last.df = df;
    }
    return last.x;
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
    return q < 0.5 ? solve(chi2_tail, chi2_density, q, df, chi2_front(df), true, chi2_start(rv_normal_upper_quantile(q), df))
                   : solve(chi2_head, chi2_density, 1 - q, df, chi2_front(df), false, chi2_start(rv_normal_upper_quantile(q), df));
}

double rv_chi2_quantile(double p, double df)
{
    if (!(p >= 0 && p <= 1) || !(df > 0))
        return NAN;
    if (p == 0 || p == 1)
        return p == 0 ? 0 : INFINITY;
    return p < 0.5 ? solve(chi2_head, chi2_density, p, df, chi2_front(df), false, chi2_start(rv_normal_quantile(p), df))
                   : solve(chi2_tail, chi2_density, 1 - p, df, chi2_front(df), true, chi2_start(rv_normal_quantile(p), df));
}

double rv_f_upper_quantile(double q, double df1, double df2)
{
    if (!(q >= 0 && q <= 1) || !(df1 > 0 && df2 > 0))
        return NAN;
    if (q == 0 || q == 1)
        return q == 0 ? INFINITY : 0;
    return q < 0.5 ? solve(f_tail, f_density, q, df1, df2, true, 1)
                   : solve(f_head, f_density, 1 - q, df1, df2, false, 1);
}
