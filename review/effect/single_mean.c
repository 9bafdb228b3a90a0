/* The mean and the variation of one group. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "sdi", "ni", "mi" };
    const rv_single g = { .mean = in->mi, .sd = in->sdi, .n = in->ni };
    const bool deviation_alone = m->how == &rv_sdln_how;
    rv_status st;

    if ((st = rv_check_sd(in->sdi, "sdi", err)) != RV_OK || (st = rv_check_size(in->ni, 2, "ni", err)) != RV_OK)
        return st;
    if (!rv_have((const double[]){ g.sd, g.n, g.mean }, names, deviation_alone ? 2 : 3, out))
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_route(out, deviation_alone ? "standard deviation and number of people" : "mean, standard deviation and number of people");
    rv_effect_put(out, m, s, m->how->by.single(&g, s));
    return RV_OK;
}

/* y = mean, v = s^2/n. */
static rv_estimate raw(const rv_single *g, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ g->mean, g->sd * g->sd / g->n };
}

/* y = c(n - 1) mean/s, v = 1/n + y^2/(2n). Units  standard deviations. Source  as a standardised change, Gibbons et al. (1993). */
static rv_estimate standardised(const rv_single *g, const rv_setting *s)
{
    const double y = rv_factor(s, g->n - 1) * g->mean / g->sd;

    return (rv_estimate){ y, 1 / g->n + y * y / (2 * g->n) };
}

/* y = log mean, v = s^2/(n mean^2). */
static rv_estimate logarithm(const rv_single *g, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ log(g->mean), g->sd * g->sd / (g->n * g->mean * g->mean) };
}

/* y = log s + 1/(2(n-1)), v = 1/(2(n-1)). Source  Nakagawa et al. (2015) Methods Ecol Evol 6:143-152. */
static rv_estimate log_deviation(const rv_single *g, const rv_setting *s)
{
    const double half = 1 / (2 * (g->n - 1));

    return (rv_estimate){ log(g->sd) + (s->o->correct ? half : 0), half };
}

/* y = log(s / mean) + 1/(2(n-1)), v = 1/(2(n-1)) + s^2/(n mean^2). Source  as above, without the covariance of mean and s. */
static rv_estimate log_coefficient(const rv_single *g, const rv_setting *s)
{
    const rv_estimate mean = logarithm(g, s), deviation = log_deviation(g, s);

    return (rv_estimate){ deviation.y - mean.y, deviation.v + mean.v };
}

#define UNDEFINED "a logarithm needs a positive mean"
const rv_measure_how rv_mn_how = { .fit = fit, .by.single = raw, .counts = "ni" };
const rv_measure_how rv_smn_how = { .fit = fit, .by.single = standardised, .counts = "ni", .corrects = true };
const rv_measure_how rv_mnln_how = { .fit = fit, .by.single = logarithm, .counts = "ni", .undefined = UNDEFINED };
const rv_measure_how rv_cvln_how = { .fit = fit, .by.single = log_coefficient, .counts = "ni", .undefined = UNDEFINED, .corrects = true };
const rv_measure_how rv_sdln_how = { .fit = fit, .by.single = log_deviation, .counts = "ni", .corrects = true };
