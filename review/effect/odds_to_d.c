/* The standardised mean difference behind an odds ratio. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

static rv_estimate scaled(rv_estimate e, double by)
{
    return (rv_estimate){ e.y * by, e.v * by * by };
}

/*
 *     y = log(OR) sqrt(3) / pi        v = 3 / pi^2 times that of log(OR)
 *
 * The event is a logistic outcome beyond a threshold. Units   standard deviations of that outcome.
 * Source  Chinn (2000) Stat Med 19:3127-3131; Hasselblad & Hedges (1995) Psychol Bull 117:167-178.
 */
static rv_estimate logistic(const rv_cells *t, const rv_setting *s)
{
    return scaled(rv_log_odds_ratio(t, s), sqrt(3) / acos(-1));
}

/*
 *     y = log(OR) / 1.65        v = that of log(OR) / 1.65^2
 *
 * The event is a normal outcome beyond a threshold.
 * Source  Cox & Snell (1989) Analysis of Binary Data, 2nd ed.
 */
static rv_estimate normal(const rv_cells *t, const rv_setting *s)
{
    return scaled(rv_log_odds_ratio(t, s), 1 / 1.65);
}

#define UNDEFINED "a zero cell, and nothing was added"
const rv_measure_how rv_or2dl_how = { RV_OF_CELLS, .by.cells = logistic, .undefined = UNDEFINED };
const rv_measure_how rv_or2dn_how = { RV_OF_CELLS, .by.cells = normal, .undefined = UNDEFINED };
