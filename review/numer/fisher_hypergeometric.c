/* Fisher's noncentral hypergeometric distribution: a cell of a 2x2 table given its margins and the odds ratio. */
#include <config.h>

#include "review/numer.h"

/*
 * P(x) is proportional to C(n1, x) C(n - n1, t - x) odds^x on max(0, t - n2) .. min(n1, t), and
 *
 *     P(x) / P(x - 1) = odds (n1 - x + 1) (t - x + 1) / (x (n2 - t + x))
 *
 * The terms are summed outwards from the mode, scaled by it, until they no longer count; moments are about the mode.
 */
typedef struct { double n1, n2, t, odds; } margins;

static double ratio(const margins *m, double x)
{
    return m->odds * (m->n1 - x + 1) * (m->t - x + 1) / (x * (m->n2 - m->t + x));
}

static double mode_of(const margins *m, double lo, double hi)
{
    const double a = m->odds - 1, b = m->odds * (m->n1 + m->t + 2) + m->n2 - m->t, c = m->odds * (m->n1 + 1) * (m->t + 1);
    const double x = floor(2 * c / (b + sqrt(fmax(0, b * b - 4 * a * c))));   /* where the ratio falls below 1 */

    return fmin(hi, fmax(lo, x));
}

bool rv_fisher_hypergeometric_moments(double n1, double n2, double t, double odds, double *mean, double *variance)
{
    const margins m = { n1, n2, t, odds };
    const double lo = fmax(0, t - n2), hi = fmin(n1, t);
    double mode, s0 = 1, s1 = 0, s2 = 0, p = 1;

    *mean = *variance = NAN;
    if (!(n1 >= 0 && n2 >= 0 && t >= 0 && t <= n1 + n2 && n1 + n2 <= 1e15 && odds > 0 && isfinite(odds)) || floor(n1) != n1
        || floor(n2) != n2 || floor(t) != t)
        return false;
    mode = mode_of(&m, lo, hi);
    for (double x = mode + 1; x <= hi; x++) {
        p *= ratio(&m, x);
        s0 += p, s1 += p * (x - mode), s2 += p * (x - mode) * (x - mode);
        if (p * (x - mode) * (x - mode) < 1e-18 * s2 && p < 1e-18)
            break;
    }
    p = 1;
    for (double x = mode; x > lo; x--) {
        const double d = x - 1 - mode;
        p /= ratio(&m, x);
        s0 += p, s1 += p * d, s2 += p * d * d;
        if (p * d * d < 1e-18 * s2 && p < 1e-18)
            break;
    }
    *mean = mode + s1 / s0;
    *variance = s2 / s0 - (s1 / s0) * (s1 / s0);
    return true;
}
