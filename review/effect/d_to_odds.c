/* The log odds ratio that a standardised mean difference makes of a threshold. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = k d        v = k^2 (1/n1 + 1/n2 + d^2 / (2 (n1 + n2)))        d without small-sample factor
 */
static rv_estimate scaled(const rv_means *g, double k)
{
    return (rv_estimate){ k * g->d, k * k * (1 / g->n1 + 1 / g->n2 + g->d * g->d / (2 * (g->n1 + g->n2))) };
}

/* k = pi / sqrt(3): logistic outcomes. Source  Hasselblad & Hedges (1995) Psychol Bull 117:167-178; Chinn (2000) Stat Med 19. */
static rv_estimate logistic(const rv_means *g, const rv_setting *s)
{
    (void)s;
    return scaled(g, acos(-1) / sqrt(3));
}

/* k = 1.65: normal outcomes. Source  Cox & Snell (1989) Analysis of Binary Data, 2nd ed. */
static rv_estimate normal(const rv_means *g, const rv_setting *s)
{
    (void)s;
    return scaled(g, 1.65);
}

const rv_measure_how rv_d2orl_how = { RV_OF_MEANS, .by.means = logistic, .from_d = true };
const rv_measure_how rv_d2orn_how = { RV_OF_MEANS, .by.means = normal, .from_d = true };
