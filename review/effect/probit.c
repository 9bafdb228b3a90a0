/* The standardised mean difference behind two risks, by the probit. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

/*
 *     y = z1 - z2        v = 2 pi p1 (1 - p1) exp(z1^2) / n1 + 2 pi p2 (1 - p2) exp(z2^2) / n2
 *     z = the normal quantile of the group's risk p
 *
 * The event is a normal outcome beyond a threshold. Units   standard deviations of that outcome.
 * Source  Sanchez-Meca, Marin-Martinez & Chacon-Moscoso (2003) Psychol Methods 8:448-467.
 */
static rv_estimate probit(const rv_cells *t, const rv_setting *s)
{
    const double p1 = t->a / t->n1, p2 = t->c / t->n2, z1 = rv_normal_quantile(p1), z2 = rv_normal_quantile(p2);
    const double circle = 2 * acos(-1);

    (void)s;
    return (rv_estimate){ z1 - z2, circle * (p1 * (1 - p1) * exp(z1 * z1) / t->n1 + p2 * (1 - p2) * exp(z2 * z2) / t->n2) };
}

const rv_measure_how rv_pbit_how = {
    RV_OF_CELLS, .by.cells = probit, .undefined = "no events, or nothing but events, in a group, and nothing was added"
};
