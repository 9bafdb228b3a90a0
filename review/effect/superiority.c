/* The probability of superiority under normal outcomes. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

/*
 *     y = Phi(z)        z = (m1 - m2) / sqrt(s1^2 + s2^2)
 *     v = phi(z)^2 ((s1^2/(n1-1) + s2^2/(n2-1)) / S + z^2 (s1^4/(n1-1) + s2^4/(n2-1)) / (2 S^2))        S = s1^2 + s2^2
 *
 * The chance that one of group 1 has more than one of group 2, which is the area under the ROC curve. Units   a probability.
 * Source  McGraw & Wong (1992) Psychol Bull 111:361-365; variance by the delta method, Goddard & Hinberg (1990) Stat Med 9:325-337.
 */
static rv_estimate superiority(const rv_means *g, const rv_setting *s)
{
    const double v1 = g->s1 * g->s1, v2 = g->s2 * g->s2, sum = v1 + v2, z = (g->m1 - g->m2) / sqrt(sum);
    const double density = rv_normal_density(z), means = (v1 / (g->n1 - 1) + v2 / (g->n2 - 1)) / sum;
    const double deviations = z * z * (v1 * v1 / (g->n1 - 1) + v2 * v2 / (g->n2 - 1)) / (2 * sum * sum);

    (void)s;
    return (rv_estimate){ rv_normal_upper(-z), density * density * (means + deviations) };
}

const rv_measure_how rv_clesn_how = { RV_OF_MEANS, .by.means = superiority };
