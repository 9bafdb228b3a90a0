/* Cronbach's alpha, raw and transformed. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "ai", "mi", "ni" };
    const rv_single g = { .r = in->ai, .m = in->mi, .n = in->ni };
    rv_status st;

    if (in->ai > 1)
        return rv_fail(err, RV_EDOMAIN, "ai is %g; coefficient alpha is at most 1", in->ai);
    if (in->mi < 2)
        return rv_fail(err, RV_EDOMAIN, "mi is %g; alpha needs at least 2 items", in->mi);
    if ((st = rv_check_size(in->ni, 3, "ni", err)) != RV_OK)
        return st;
    if (!rv_have((const double[]){ g.r, g.m, g.n }, names, 3, out))
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_route(out, "alpha, number of items and of people");
    rv_effect_put(out, m, s, m->how->by.single(&g, s));
    return RV_OK;
}

/* y = a, v = 2 m (1 - a)^2 / ((m - 1) (n - 2)); m items. Source  Bonett (2010) Psychol Methods 15:368-385. */
static rv_estimate raw(const rv_single *g, const rv_setting *s)
{
    const double rest = 1 - g->r;

    (void)s;
    return (rv_estimate){ g->r, 2 * g->m * rest * rest / ((g->m - 1) * (g->n - 2)) };
}

/* y = 1 - (1 - a)^(1/3), v = 18 m (n - 1) (1 - a)^(2/3) / ((m - 1) (9n - 11)^2). Rising with alpha, unlike the source's.
   Source  Hakstian & Whalen (1976) Psychometrika 41:219-231. */
static rv_estimate cube_root(const rv_single *g, const rv_setting *s)
{
    const double root = cbrt(1 - g->r), most = 9 * g->n - 11;

    (void)s;
    return (rv_estimate){ 1 - root, 18 * g->m * (g->n - 1) * root * root / ((g->m - 1) * most * most) };
}

/* y = -log(1 - a), v = 2 m / ((m - 1) (n - 2)). Rising with alpha, unlike the source's.
   Source  Bonett (2002) J Educ Behav Stat 27:335-340. */
static rv_estimate logarithm(const rv_single *g, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ -log(1 - g->r), 2 * g->m / ((g->m - 1) * (g->n - 2)) };
}

const rv_measure_how rv_araw_how = { .fit = fit, .by.single = raw, .counts = "mi ni" };
const rv_measure_how rv_ahw_how = { .fit = fit, .by.single = cube_root, .counts = "mi ni" };
const rv_measure_how rv_abt_how = { .fit = fit, .by.single = logarithm, .counts = "mi ni", .undefined = "alpha is 1: no logarithm" };
