/* The marginal odds ratio of a paired table that is known by its margins alone. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 * The table's two rows are the two conditions, over the same n pairs: a with the event and b without under the first, c and d under
 * the second; r is the phi coefficient of the paired table.
 *
 *     y = log(a d / (b c))        v = 1/a + 1/b + 1/c + 1/d - 2 n r / sqrt(a b c d)
 *
 * n is the mean of both rows' sums (the same where nobody is missing) as a whole number, a half to the even one, as in metafor.
 * Source  Becker & Balagtas (1993) Biometrics 49:997-1009; Elbourne et al. (2002) Int J Epidemiol 31:140-149.
 */
static rv_estimate marginal(const rv_cells *t, double r)
{
    const double n = nearbyint((t->n1 + t->n2) / 2);

    return (rv_estimate){ log(t->a * t->d / (t->b * t->c)),
                          rv_cells_inverse(t) - 2 * n * r / sqrt(t->a * t->b * t->c * t->d) };
}

/* Events of pairs under both are between what the margins force and what they allow. */
static bool feasible(const rv_cells *t, double r)
{
    const double n = (t->n1 + t->n2) / 2, p = t->a / t->n1, q = t->c / t->n2;
    const double both = r * sqrt(p * (1 - p) * q * (1 - q)) + p * q, slack = 1e-9 + 1 / n;

    return both > fmax(0, p + q - 1) - slack && both < fmin(p, q) + slack;
}

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "ri" };
    rv_cells t;
    rv_status st = rv_cells_of(in, s->o, &t, out, err);

    if (st == RV_OK)
        st = rv_check_between(in->ri, -1, 1, "ri", "a correlation", err);
    if (st != RV_OK)
        return st;
    if (!t.have || !rv_have(&in->ri, names, 1, out))
        return rv_ready_fit(in, s->o, out, err);
    if (!feasible(&t, in->ri)) {
        rv_effect_reason(out, "the margins do not allow a correlation of %g", in->ri);
        return RV_OK;
    }
    rv_effect_route(out, " of both margins, with the correlation of the pairs");
    rv_effect_put(out, m, s, marginal(&t, in->ri));
    return RV_OK;
}

const rv_measure_how rv_mporm_how = {
    .fit = fit, .zero = rv_cells_has_zero, .counts = RV_CELLS_COUNTS, .undefined = "a zero cell, and nothing was added"
};
