/* Wallenius' noncentral hypergeometric distribution: drawing one by one, the relevant `odds` times as likely as the others. */
#include <config.h>

#include <float.h>

#include "numer/guard.h"

/*
 * Give each relevant item an exponential clock of rate `odds` and each other one of rate 1; the items are drawn in the order in
 * which their clocks ring. At most c of the first n drawn are relevant exactly when the (n - c)-th irrelevant clock rings before
 * the (c + 1)-th relevant one. With v = 1 - exp(-t), these two times have the distributions
 *
 *     V ~ Beta(n - c, m - (n - c) + 1)  of the irrelevant, m = population - relevant of them
 *     1 - (1 - v)^odds of the relevant time ~ Beta(c + 1, relevant - c)
 *
 *     P(X <= c) = integral of f_V(v) P(Beta(c + 1, relevant - c) > 1 - (1 - v)^odds) dv
 *
 * one integral of a smooth positive function instead of a sum of integrals. With z = ln(v / (1 - v)) it falls off exponentially on
 * both sides, so that the trapezoid rule converges faster than any power of its step.
 */
typedef struct {
    double a, b;                   /* of V */
    double c, relevant, odds;
    double log_beta;
} urn;

static double integrand_log(const urn *u, double z)
{
    /* ln v and ln(1 - v); neither loses digits */
    const double log_v = z > 0 ? -log1p(exp(-z)) : z - log1p(exp(z)), log_w = z > 0 ? -z - log1p(exp(-z)) : -log1p(exp(z));

    /* P(B > gone) = I_left(relevant - c, c + 1), left = (1 - v)^odds */
    return u->a * log_v + u->b * log_w - u->log_beta
           + rv_beta_lower_log(u->relevant - u->c, u->c + 1, exp(u->odds * log_w), -expm1(u->odds * log_w));
}

/* The place of the integrand's peak between lo and hi, roughly, by golden section: its logarithm is concave. */
static double peak(const urn *u, double lo, double hi)
{
    const double ratio = 0.6180339887498949;
    double x = hi - ratio * (hi - lo), y = lo + ratio * (hi - lo), fx = integrand_log(u, x), fy = integrand_log(u, y);

    for (int i = 0; i < 24; i++)
        if (fx < fy) {
            lo = x, x = y, fx = fy;
            fy = integrand_log(u, y = lo + ratio * (hi - lo));
        } else {
            hi = y, y = x, fy = fx;
            fx = integrand_log(u, x = hi - ratio * (hi - lo));
        }
    return (lo + hi) / 2;
}

/* Sum of the integrand over its value at the peak, from z outwards until nothing is added. */
static double side(const urn *u, double z, double step, double top)
{
    double sum = 0, f = 1;

    for (int i = 0; i < 100000 && f > 1e-18 * (1 + sum); i++, z += step)
        sum += f = exp(integrand_log(u, z) - top);
    return sum;
}

double rv_wallenius_lower(double x, double population, double relevant, double draws, double odds)
{
    const double others = population - relevant;
    urn u = { .relevant = relevant, .odds = odds };
    double step, at, top, bend, spread;

    if (!(odds > 0 && isfinite(odds)) || isnan(rv_hypergeometric_lower(x, population, relevant, draws)))
        return NAN;
    if (odds == 1)
        return rv_hypergeometric_lower(x, population, relevant, draws);
    u.c = floor(x);
    if (u.c < 0 || draws - u.c > others)
        return 0;
    if (u.c >= relevant || u.c >= draws)
        return 1;
    u.a = draws - u.c;
    u.b = others - u.a + 1;
    u.log_beta = rv_beta_log(u.a, u.b);
    spread = sqrt(1 / u.a + 1 / u.b);
    /* V alone peaks at ln(a / b); the other factor falls, so that the product peaks to the left of it */
    at = peak(&u, log(u.a / (u.b + relevant * fmax(1, odds) + 1)) - 1, log(u.a / u.b));
    top = integrand_log(&u, at);
    bend = integrand_log(&u, at - spread / 4) + integrand_log(&u, at + spread / 4) - 2 * top;
    step = fmin(0.35, 0.4 * fmin(spread, bend < 0 ? spread / 4 / sqrt(-bend) : spread));
    return fmin(1, step * exp(top) * (side(&u, at, step, top) + side(&u, at - step, -step, top)));
}
