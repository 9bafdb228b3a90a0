/* Rules about an estimate, its interval, standard error and p-value. All allow for the rounding of what is printed. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "extract/warn.h"

typedef struct { double lo, hi; } range;

static double x(const rv_look *k, rv_role role)
{
    return k->seen->x[role];
}

static range printed(const rv_look *k, rv_role role)
{
    return (range){ x(k, role) - rv_look_half(k, role), x(k, role) + rv_look_half(k, role) };
}

static bool is_ratio(const rv_look *k)
{
    return rv_unit_find(rv_look_text(k, RV_AS_UNIT)).ratio;
}

static double level_of(const rv_look *k)
{
    const double level = x(k, RV_IN_level) > 1 ? x(k, RV_IN_level) / 100 : x(k, RV_IN_level);

    return level > 0 && level < 1 ? level : 0.95;
}

static double quantile(const rv_look *k)
{
    return rv_expect_width(level_of(k), NAN);
}

/* Limits on the scale on which they lie around the estimate; false when they cannot be compared. */
static bool limits(const rv_look *k, range *lo, range *hi)
{
    if (isnan(x(k, RV_IN_ci_lo)) || isnan(x(k, RV_IN_ci_hi)))
        return false;
    *lo = printed(k, RV_IN_ci_lo);
    *hi = printed(k, RV_IN_ci_hi);
    if (!is_ratio(k))
        return true;
    if (!(lo->lo > 0))
        return false;
    *lo = (range){ log(lo->lo), log(lo->hi) };
    *hi = (range){ log(hi->lo), log(hi->hi) };
    return true;
}

static bool estimate(const rv_look *k, range *est)
{
    *est = printed(k, RV_IN_est);
    if (isnan(x(k, RV_IN_est)) || (is_ratio(k) && !(est->lo > 0)))
        return false;
    if (is_ratio(k))
        *est = (range){ log(est->lo), log(est->hi) };
    return true;
}

bool rv_rule_ci_not_centred(rv_look *k)
{
    range lo, hi, est;
    double half, off;

    if (!limits(k, &lo, &hi) || !estimate(k, &est) || !(hi.lo > lo.hi))
        return false;
    half = (hi.hi + hi.lo - lo.hi - lo.lo) / 4;
    /* The nearest that estimate and middle can be, as they are printed. */
    off = fmax(est.lo - (lo.hi + hi.hi) / 2, (lo.lo + hi.lo) / 2 - est.hi);
    return off > 0.05 * half
           && rv_look_say(k, "the estimate %s is not in the middle of %s to %s%s: off by %.0f %% of the half-width", rv_look_text(k, RV_IN_est),
                          rv_look_text(k, RV_IN_ci_lo), rv_look_text(k, RV_IN_ci_hi), is_ratio(k) ? " (as logarithms)" : "",
                          100 * off / half);
}

bool rv_rule_estimate_outside(rv_look *k)
{
    const double est = x(k, RV_IN_est), lo = x(k, RV_IN_ci_lo), hi = x(k, RV_IN_ci_hi);

    if (lo > hi)
        return rv_look_say(k, "the lower limit %g is above the upper limit %g", lo, hi);
    if (est < lo || est > hi)
        return rv_look_say(k, "the estimate %g is outside its interval %g to %g", est, lo, hi);
    return false;
}

/* Half-width of the interval in standard errors, for a normal or t interval between 1 and what few degrees of freedom make of it. */
bool rv_rule_se_against_ci(rv_look *k)
{
    const range se = printed(k, RV_IN_se);
    const double n = isnan(x(k, RV_IN_ni)) ? x(k, RV_IN_n1i) + x(k, RV_IN_n2i) : x(k, RV_IN_ni);
    const double t = n > 4 ? rv_expect_width(level_of(k), n - 2) : quantile(k) * 1.3;
    range lo, hi;

    if (!limits(k, &lo, &hi) || !(se.lo > 0) || !(hi.lo > lo.hi))
        return false;
    const double least = (hi.lo - lo.hi) / 2 / se.hi, most = (hi.hi - lo.lo) / 2 / se.lo;
    return (most < 0.95 * quantile(k) || least > 1.05 * t)
           && rv_look_say(k, "the half-width of the interval is %.2f standard errors; a %g %% interval has about %.2f",
                          (x(k, RV_IN_ci_hi) - x(k, RV_IN_ci_lo)) / 2 / x(k, RV_IN_se), 100 * level_of(k), quantile(k));
}

/* The range of |z| that a printed two-sided p-value stands for; a p of .001 or less is taken as "at most". */
static range z_of_p(const rv_look *k)
{
    const range p = printed(k, RV_IN_p);

    return (range){ p.hi >= 1 ? 0 : rv_expect_z(p.hi),
                    p.lo <= 0 || x(k, RV_IN_p) <= .001 ? HUGE_VAL : rv_expect_z(p.lo) };
}

/* Ranges of z with room for t instead of normal, and for other tests than the one assumed. */
static bool apart(range a, range b, double room)
{
    return a.lo > b.hi * (1 + room) + .05 || b.lo > a.hi * (1 + room) + .05;
}

bool rv_rule_p_against_ci(rv_look *k)
{
    const range se = printed(k, RV_IN_se);
    range est, lo, hi, z;
    double least, most;

    if (isnan(x(k, RV_IN_p)) || !estimate(k, &est))
        return false;
    if (se.lo > 0)
        most = se.hi, least = se.lo;
    else if (limits(k, &lo, &hi) && hi.lo > lo.hi)
        most = (hi.hi - lo.lo) / 2 / quantile(k), least = (hi.lo - lo.hi) / 2 / quantile(k);
    else
        return false;
    z.lo = est.lo * est.hi <= 0 ? 0 : fmin(fabs(est.lo), fabs(est.hi)) / most;
    z.hi = fmax(fabs(est.lo), fabs(est.hi)) / least;
    return apart(z, z_of_p(k), .15)
           && rv_look_say(k, "p = %s, but estimate and %s give p = %.2g", rv_look_text(k, RV_IN_p), se.lo > 0 ? "standard error" : "interval",
                          rv_expect_p((z.lo + z.hi) / 2));
}

/* Difference and standard error of two groups' percentages or means, at the corner of the rounding that `sign` says. */
static double z_of_groups(const rv_look *k, double away)
{
    const bool percent = strcmp(rv_look_text(k, RV_AS_GIVEN), "percent") == 0;
    const double a = x(k, RV_AS_VALUE1), b = x(k, RV_AS_VALUE2), n1 = x(k, RV_IN_n1i), n2 = x(k, RV_IN_n2i);
    const double room = away * (rv_look_half(k, RV_AS_VALUE1) + rv_look_half(k, RV_AS_VALUE2));
    const double v = percent ? a * (100 - a) / n1 + b * (100 - b) / n2
                             : pow(x(k, RV_IN_sd1i), 2) / n1 + pow(x(k, RV_IN_sd2i), 2) / n2;

    return fmax(0, fabs(a - b) + room) / sqrt(v);
}

bool rv_rule_p_against_groups(rv_look *k)
{
    const range z = { z_of_groups(k, -1), z_of_groups(k, 1) };

    if (strcmp(rv_look_text(k, RV_AS_ADJUSTED), "yes") == 0 || !isfinite(z.lo) || isnan(x(k, RV_IN_p)))
        return false;
    return apart(z, z_of_p(k), .4)
           && rv_look_say(k, "p = %s, but the groups' numbers give p = %.2g", rv_look_text(k, RV_IN_p), rv_expect_p((z.lo + z.hi) / 2));
}

/* Standard deviation of the outcome over both groups, by what is there. */
static double outcome_sd(const rv_look *k)
{
    const double s1 = x(k, RV_IN_sd1i), s2 = x(k, RV_IN_sd2i), p = x(k, RV_AS_VALUE2);

    if (!isnan(s1) && !isnan(s2))
        return sqrt((s1 * s1 + s2 * s2) / 2);
    if (strcmp(rv_look_text(k, RV_AS_GIVEN), "percent") == 0 && p > 0 && p < 100)
        return sqrt(p * (100 - p));
    return x(k, RV_IN_sdy);
}

bool rv_rule_se_is_sd(rv_look *k)
{
    const double se = x(k, RV_IN_se), sd = outcome_sd(k), n1 = x(k, RV_IN_n1i), n2 = x(k, RV_IN_n2i);
    const double expected = sd * sqrt(1 / n1 + 1 / n2);

    return se > 3 * expected && se > sd / 2 && se < 2 * sd
           && rv_look_say(k, "the standard error %g is as large as the outcome's standard deviation (%.4g); with %g and %g people about %.3g "
                             "is expected", se, sd, n1, n2, expected);
}
