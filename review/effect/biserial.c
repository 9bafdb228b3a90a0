/* The biserial correlation, and its Fisher z. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

/*
 *     r = sqrt(p q) / f r_pb        p = n1/n, q = n2/n; f the normal density at u, where P(Z > u) = p; r_pb = d / sqrt(d^2 + h)
 *     v = (p q / f^2 - (3/2 + (1 - p u / f) (1 + q u / f)) r^2 + r^4) / (n - 1)
 *
 * The groups are the two sides of a threshold of a normal variable. r may exceed 1; it is taken as 1 in v.
 * Source  Soper (1914) Biometrika 10:384-390; Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180.
 */
static rv_estimate correlation(const rv_means *g, const rv_setting *s)
{
    const double n = g->n1 + g->n2, p = g->n1 / n, q = g->n2 / n, u = rv_normal_upper_quantile(p), f = rv_normal_density(u);
    const double h = (n - 2) / g->n1 + (n - 2) / g->n2, r = sqrt(p * q) / f * g->d / sqrt(g->d * g->d + h);
    const double r2 = fmin(1, r * r);

    (void)s;
    return (rv_estimate){ r, (p * q / (f * f) - (1.5 + (1 - p * u / f) * (1 + q * u / f)) * r2 + r2 * r2) / (n - 1) };
}

static rv_estimate z(const rv_means *g, const rv_setting *s)
{
    return rv_fisher_z(correlation(g, s));
}

const rv_measure_how rv_rbis_how = { RV_OF_MEANS, .by.means = correlation, .from_d = true };
const rv_measure_how rv_zbis_how = {
    RV_OF_MEANS, .by.means = z, .from_d = true, .undefined = "the biserial correlation is 1 or beyond: no Fisher z"
};
