/* Ratios of how much two groups vary. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = log(s1 / s2) + 1/(2(n1-1)) - 1/(2(n2-1))        v = 1/(2(n1-1)) + 1/(2(n2-1))
 *
 * The last two terms of y are the small-sample correction.
 * Source  Nakagawa et al. (2015) Methods Ecol Evol 6:143-152; Raudenbush & Bryk (1987) J Educ Stat 12:241-269.
 */
static rv_estimate deviations(const rv_means *g, const rv_setting *s)
{
    const double half1 = 1 / (2 * (g->n1 - 1)), half2 = 1 / (2 * (g->n2 - 1));

    return (rv_estimate){ log(g->s1 / g->s2) + (s->o->correct ? half1 - half2 : 0), half1 + half2 };
}

/*
 *     y = that of the deviations - log(m1 / m2) - (v1 - v2) / 2        v1 = s1^2 / (n1 m1^2), v2 = s2^2 / (n2 m2^2)
 *     v = that of the deviations + v1 + v2
 *
 * The last term of y is the small-sample correction of the ratio of means: off with `correct`, and by convention 3. Without the
 * covariance of mean and deviation, which is 0 for normal outcomes. Means are positive.
 * Source  Nakagawa et al. (2015); correction Senior, Viechtbauer & Nakagawa (2020) Res Synth Methods 11:553-567.
 */
static rv_estimate coefficients(const rv_means *g, const rv_setting *s)
{
    const double v1 = g->s1 * g->s1 / (g->n1 * g->m1 * g->m1), v2 = g->s2 * g->s2 / (g->n2 * g->m2 * g->m2);
    const bool corrects = s->o->correct && s->o->convention != RV_CONVENTION_3;
    const rv_estimate vr = deviations(g, s);

    if (!(g->m1 > 0 && g->m2 > 0))
        return (rv_estimate){ NAN, NAN };
    return (rv_estimate){ vr.y - log(g->m1 / g->m2) - (corrects ? (v1 - v2) / 2 : 0), vr.v + v1 + v2 };
}

const rv_measure_how rv_vr_how = { RV_OF_MEANS, .by.means = deviations, .wants = RV_S1 | RV_N1 | RV_S2 | RV_N2, .corrects = true };
const rv_measure_how rv_cvr_how = {
    RV_OF_MEANS, .by.means = coefficients, .undefined = "coefficients of variation need positive means", .corrects = true
};
