/* The point-biserial correlation, and its Fisher z. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     r = d / sqrt(d^2 + h)        h = m/n1 + m/n2, m = n1 + n2 - 2; d as for the standardised mean difference, without factor
 *     v = h^2 / (d^2 + h)^3 (1/n1 + 1/n2 + d^2 / (2 (n1 + n2)))                ST, LS: group sizes set by the study
 *         (1 - r^2)^2 / n (1 - 3 r^2 / 2 + r^2 / (4 p (1 - p)))                CS: p = n1/n as it fell out
 *
 * Source  Tate (1954) Ann Math Stat 25:603-607; Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180.
 */
static rv_estimate correlation(const rv_means *g, const rv_setting *s)
{
    const double n = g->n1 + g->n2, m = n - 2, h = m / g->n1 + m / g->n2, d2 = g->d * g->d, p = g->n1 / n;
    const double r = g->d / sqrt(d2 + h), r2 = r * r;

    if (s->o->vtype == RV_VTYPE_CS)
        return (rv_estimate){ r, (1 - r2) * (1 - r2) / n * (1 - 1.5 * r2 + r2 / (4 * p * (1 - p))) };
    return (rv_estimate){ r, h * h / pow(d2 + h, 3) * (1 / g->n1 + 1 / g->n2 + d2 / (2 * n)) };
}

static rv_estimate z(const rv_means *g, const rv_setting *s)
{
    return rv_fisher_z(correlation(g, s));
}

const rv_measure_how rv_rpb_how = { RV_OF_MEANS, .by.means = correlation, .from_d = true };
const rv_measure_how rv_zpb_how = { RV_OF_MEANS, .by.means = z, .from_d = true };
