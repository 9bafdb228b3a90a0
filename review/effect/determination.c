/* Coefficients of determination. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

/* r2i, or from the F test of the whole model: by its F or its p. */
static rv_status read(const rv_effect_input *in, rv_single *g, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "r2i", "ni", "mi" };
    const double df = in->ni - in->mi - 1;
    const double f = !isnan(in->fi) ? in->fi : !isnan(in->pi) ? rv_f_upper_quantile(in->pi, in->mi, df) : NAN;
    rv_status st;

    if ((st = rv_check_between(in->r2i, 0, 1, "r2i", "R-squared", err)) != RV_OK
        || (st = rv_check_p(in->pi, "pi", err)) != RV_OK)
        return st;
    if (in->pi < 0)
        return rv_fail(err, RV_EDOMAIN, "pi is %g; R-squared has no sign that a p-value could bear", in->pi);
    if (in->fi < 0)
        return rv_fail(err, RV_EDOMAIN, "fi is %g; an F statistic is not negative", in->fi);
    if (in->mi < 1)
        return rv_fail(err, RV_EDOMAIN, "mi is %g; a model has at least 1 predictor", in->mi);
    if (df < 1)
        return rv_fail(err, RV_EDOMAIN, "ni is %g; a model with %g predictors needs at least %g people", in->ni, in->mi, in->mi + 2);
    *g = (rv_single){ .r2 = isnan(in->r2i) ? in->mi * f / (in->mi * f + df) : in->r2i, .m = in->mi, .n = in->ni };
    g->have = rv_have((const double[]){ g->r2, g->n, g->m }, names, 3, out);
    if (g->have)
        rv_effect_route(out, "%s of a regression model",
                        !isnan(in->r2i) ? "R-squared" : !isnan(in->fi) ? "F statistic" : "p-value of the F test");
    return RV_OK;
}

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_single g;
    const rv_status st = read(in, &g, out, err);

    return st == RV_OK ? rv_single_fit(m, in, s, &g, out, err) : st;
}

/* R-squared over all rows, weighted by people. */
static void gather(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4])
{
    rv_effect unused;
    rv_single g;

    (void)m;
    (void)o;
    rv_effect_none(&unused);
    if (read(in, &g, &unused, NULL) == RV_OK && g.have) {
        sums[0] += g.n * g.r2;
        sums[1] += g.n;
    }
}

/*
 *     y = R2        v = 4 R2 (1 - R2)^2 / n                                                  LS, AV with R2 averaged over all rows
 *                   v = 4 R2 (1 - R2)^2 (n - m - 1)^2 / ((n^2 - 1) (n + 3))                  LS2
 *
 * For predictors that are random with the outcome, and a true R2 that is not 0.
 * Source  Kendall & Stuart (1979) The Advanced Theory of Statistics, vol. 2, equations 27.88 and 27.87.
 */
static rv_estimate raw(const rv_single *g, const rv_setting *s)
{
    const double r2 = s->o->vtype == RV_VTYPE_AV ? s->average[0] : g->r2, v = 4 * r2 * (1 - r2) * (1 - r2), df = g->n - g->m - 1;

    if (s->o->vtype == RV_VTYPE_LS2)
        return (rv_estimate){ g->r2, v * df * df / ((g->n * g->n - 1) * (g->n + 3)) };
    return (rv_estimate){ g->r2, v / g->n };
}

/* y = atanh(sqrt(R2)), v = 1/n. Source  Olkin & Finn (1995) Psychol Bull 118:155-164, with the factor 1/2. */
static rv_estimate z(const rv_single *g, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ atanh(sqrt(g->r2)), 1 / g->n };
}

const rv_measure_how rv_r2_how = { .fit = fit, .by.single = raw, .gather = gather, .counts = "ni mi" };
const rv_measure_how rv_zr2_how = { .fit = fit, .by.single = z, .counts = "ni mi", .undefined = "R-squared is 1: no Fisher z" };
