/* Partial and semi-partial correlations of regression models. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* ri, or from the t test of the coefficient: by its t, or its p with the sign of the coefficient. `t` is what led to r, else NaN. */
static rv_status read(const rv_measure *m, const rv_effect_input *in, rv_single *g, double *t, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "ti", "ni", "mi", "r2i" };
    const double df = in->ni - in->mi - 1;
    const bool semi = m->how == &rv_spcor_how || m->how == &rv_zspcor_how;
    rv_status st;

    if ((st = rv_check_between(in->ri, -1, 1, "ri", "a correlation", err)) != RV_OK
        || (st = rv_check_p(in->pi, "pi", err)) != RV_OK
        || (st = rv_check_between(in->r2i, 0, 1, "r2i", "R-squared", err)) != RV_OK)
        return st;
    if (in->mi < 1)
        return rv_fail(err, RV_EDOMAIN, "mi is %g; a model has at least 1 predictor", in->mi);
    if (df < 1)
        return rv_fail(err, RV_EDOMAIN, "ni is %g; a model with %g predictors needs at least %g people", in->ni, in->mi, in->mi + 2);
    *t = !isnan(in->ti) ? in->ti : !isnan(in->pi) ? rv_t_of_p(in->pi, df) : NAN;
    *g = (rv_single){ .r = in->ri, .r2 = in->r2i, .m = in->mi, .n = in->ni };
    if (isnan(in->ri))
        g->r = semi ? *t * sqrt((1 - in->r2i) / df) : *t / sqrt(*t * *t + df);
    g->have = rv_have((const double[]){ isnan(in->ri) ? *t : in->ri, g->n, g->m, g->r2 }, names, semi ? 4 : 3, out);
    return RV_OK;
}

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_single g;
    double t;
    const rv_status st = read(m, in, &g, &t, out, err);

    if (st != RV_OK)
        return st;
    if (!g.have)
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_route(out, "%s of a regression model",
                    !isnan(in->ri) ? "correlation" : !isnan(in->ti) ? "t statistic" : "p-value of a coefficient");
    rv_effect_put(out, m, s, m->how->by.single(&g, s));
    return RV_OK;
}

/* Estimates over all rows, weighted by people. */
static void gather(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4])
{
    rv_effect unused;
    rv_single g;
    double t;

    (void)o;
    rv_effect_none(&unused);
    if (read(m, in, &g, &t, &unused, NULL) == RV_OK && g.have) {
        sums[0] += g.n * g.r;
        sums[1] += g.n;
    }
}

/* The correlation that the variance is of: that of the row; by AV its average over all rows. */
static double in_variance(const rv_single *g, const rv_setting *s)
{
    return s->o->vtype == RV_VTYPE_AV ? s->average[0] : g->r;
}

/*
 *     r = t / sqrt(t^2 + n - m - 1)        v = (1 - r^2)^2 / (n - m)        m predictors; n - m - 1 by convention 3
 *
 * Source  Aloe & Thompson (2013) J Soc Soc Work Res 4:390-405.
 */
static rv_estimate partial(const rv_single *g, const rv_setting *s)
{
    const double r = in_variance(g, s), rest = 1 - r * r;

    return (rv_estimate){ g->r, rest * rest / (g->n - g->m - (s->o->convention == RV_CONVENTION_3)) };
}

/* y = atanh(r), v = 1 / (n - m - 2), or 1 / (n - m - 1) by convention 3. Source  Fisher (1924) Metron 3:329-332. */
static rv_estimate z_of_partial(const rv_single *g, const rv_setting *s)
{
    return (rv_estimate){ atanh(g->r), 1 / (g->n - g->m - 2 + (s->o->convention == RV_CONVENTION_3)) };
}

/*
 *     r = t sqrt((1 - R2) / (n - m - 1))        v = (R2^2 - 2 R2 + Q + 1 - Q^2) / n        Q = R2 - r^2
 *
 * Source  Aloe & Becker (2012) J Educ Behav Stat 37:278-297.
 */
static rv_estimate semi_partial(const rv_single *g, const rv_setting *s)
{
    const double r = in_variance(g, s), without = g->r2 - r * r;

    return (rv_estimate){ g->r, (g->r2 * g->r2 - 2 * g->r2 + without + 1 - without * without) / g->n };
}

static rv_estimate z_of_semi_partial(const rv_single *g, const rv_setting *s)
{
    return rv_fisher_z(semi_partial(g, s));
}

#define NO_Z "Fisher's z needs a correlation between -1 and 1, and more people"
const rv_measure_how rv_pcor_how = { .fit = fit, .by.single = partial, .gather = gather, .counts = "ni mi" };
const rv_measure_how rv_zpcor_how = { .fit = fit, .by.single = z_of_partial, .counts = "ni mi", .undefined = NO_Z };
const rv_measure_how rv_spcor_how = { .fit = fit, .by.single = semi_partial, .gather = gather, .counts = "ni mi" };
const rv_measure_how rv_zspcor_how = { .fit = fit, .by.single = z_of_semi_partial, .counts = "ni mi", .undefined = NO_Z };
