/* Ratios within a group: of means, of deviations, of coefficients of variation. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* Squared coefficients of variation over n, and their covariance. */
typedef struct {
    double v1, v2, joint;
} relative;

static relative relative_variances(const rv_change *g)
{
    const double cv1 = g->s1 / g->m1, cv2 = g->s2 / g->m2;

    return (relative){ cv1 * cv1 / g->n, cv2 * cv2 / g->n, g->r * cv1 * cv2 / g->n };
}

static double correction(const relative *c, const rv_setting *s)
{
    return s->o->correct && s->o->convention != RV_CONVENTION_3 ? (c->v1 - c->v2) / 2 : 0;
}

/*
 *     y = log(m1 / m2) + (v1 - v2) / 2        v = v1 + v2 - 2 r s1 s2 / (n m1 m2)        v1 = s1^2 / (n m1^2), v2 = s2^2 / (n m2^2)
 *
 * The second term of y is the small-sample correction: off with `correct`, and by convention 3.
 * Source  Lajeunesse (2011) Ecology 92:2049-2055, (2015) 96:2056-2063.
 */
static rv_estimate means(const rv_change *g, const rv_setting *s)
{
    const relative c = relative_variances(g);

    return (rv_estimate){ log(g->m1 / g->m2) + correction(&c, s), c.v1 + c.v2 - 2 * c.joint };
}

/*
 *     y = log(s1 / s2)        v = (1 - r^2) / (n - 1)
 *
 * Source  Nakagawa et al. (2015) Methods Ecol Evol 6:143-152, with the correlation of both times.
 */
static rv_estimate deviations(const rv_change *g, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ log(g->s1 / g->s2), (1 - g->r * g->r) / (g->n - 1) };
}

/* The deviations' ratio over the means' ratio; means are positive. Source  as above. */
static rv_estimate coefficients(const rv_change *g, const rv_setting *s)
{
    const rv_estimate vr = deviations(g, s), rom = means(g, s);

    if (!(g->m1 > 0 && g->m2 > 0))
        return (rv_estimate){ NAN, NAN };
    return (rv_estimate){ vr.y - rom.y, vr.v + rom.v };
}

const rv_measure_how rv_romc_how = {
    RV_OF_CHANGE, .by.change = means, .undefined = "a ratio of means needs means of one sign, not 0", .corrects = true
};
const rv_measure_how rv_vrc_how = { RV_OF_CHANGE, .by.change = deviations, .wants = RV_S1 | RV_N1 | RV_S2 | RV_R };
const rv_measure_how rv_cvrc_how = {
    RV_OF_CHANGE, .by.change = coefficients, .undefined = "coefficients of variation need positive means", .corrects = true
};
