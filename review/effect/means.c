/* Means of two groups: what is given, what is missing, and what a standardised difference can stand in for. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

static rv_status check(const rv_effect_input *in, rv_error *err)
{
    rv_status st;

    if ((st = rv_check_sd(in->sd1i, "sd1i", err)) != RV_OK || (st = rv_check_sd(in->sd2i, "sd2i", err)) != RV_OK)
        return st;
    if (in->n1i < 2 || in->n2i < 2)
        return rv_fail(err, RV_EDOMAIN, "%s is %g; a group with a standard deviation has at least 2 people",
                       in->n1i < 2 ? "n1i" : "n2i", in->n1i < 2 ? in->n1i : in->n2i);
    if (!isnan(in->dir) && in->dir != 1 && in->dir != -1)
        return rv_fail(err, RV_EDOMAIN, "dir is %g; a direction is 1 or -1", in->dir);
    if (in->dir == 1 && (in->fi < 0 || in->pi < 0))
        return rv_fail(err, RV_EDOMAIN, "%s is %g, but dir is 1; the signs contradict each other", in->fi < 0 ? "fi" : "pi",
                       in->fi < 0 ? in->fi : in->pi);
    return rv_check_p(in->pi, "pi", err);
}

double rv_t_of_p(double p, double df)
{
    return copysign(rv_t_upper_quantile(fabs(p) / 2, df), p);
}

/* F and p have the sign of the effect; or `dir` tells it. */
static double signed_by(double x, double dir)
{
    return isnan(dir) ? x : copysign(x, dir);
}

/* d from a standardised difference, or from the t test of two groups: its t, its F (with the sign of the effect) or its p. */
static void from_statistic(const rv_effect_input *in, rv_means *g, rv_effect *out)
{
    const double root = sqrt(1 / in->n1i + 1 / in->n2i), t = isnan(in->t) ? in->ti : in->t, d = isnan(in->d) ? in->di : in->d;
    const char *route = NULL;

    if (isnan(root))
        return;
    if (!isnan(d)) {
        g->d = d;
        route = "standardised difference and group sizes";
    } else if (!isnan(t)) {
        g->d = t * root;
        route = "t statistic and group sizes";
    } else if (!isnan(in->fi)) {
        g->d = copysign(sqrt(fabs(in->fi)), signed_by(in->fi, in->dir)) * root;
        route = "F statistic and group sizes";
    } else if (!isnan(in->pi)) {
        g->d = rv_t_of_p(signed_by(in->pi, in->dir), in->n1i + in->n2i - 2) * root;
        route = "p-value of the t test and group sizes";
    }
    if (route) {
        const bool by_f = isnan(d) && isnan(t) && !isnan(in->fi);
        g->have = true;
        out->reason[0] = 0;
        rv_effect_route(out, "%s", route);
        if (by_f && in->fi > 0 && isnan(in->dir))
            rv_effect_reason(out, "an F statistic has no sign: group 1 is taken to have more; dir says which");
    }
}

rv_status rv_means_of(const rv_measure *m, const rv_effect_input *in, rv_means *g, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i" };
    const double x[] = { in->m1i, in->sd1i, in->n1i, in->m2i, in->sd2i, in->n2i };
    const unsigned wants = m->how->wants ? m->how->wants : 63;
    const rv_status st = check(in, err);

    *g = (rv_means){ x[0], x[1], x[2], x[3], x[4], x[5], NAN, false };
    if (st != RV_OK)
        return st;
    g->have = true;
    for (unsigned i = 0; g->have && i < 6; i++)
        if (wants >> i & 1 && isnan(x[i])) {
            rv_effect_missing(out, names[i]);
            g->have = false;
        }
    if (g->have) {
        g->d = rv_pooled_d(g);
        rv_effect_route(out, wants & (RV_M1 | RV_M2) ? "means, standard deviations and group sizes"
                                                     : "standard deviations and group sizes");
    } else if (m->how->from_d) {
        from_statistic(in, g, out);
    }
    return RV_OK;
}

rv_status rv_means_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_means g;
    const rv_status st = rv_means_of(m, in, &g, out, err);

    if (st != RV_OK)
        return st;
    if (!g.have)
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_put(out, m, s, m->how->by.means(&g, s));
    return RV_OK;
}

double rv_pooled_variance(const rv_means *g)
{
    return ((g->n1 - 1) * g->s1 * g->s1 + (g->n2 - 1) * g->s2 * g->s2) / (g->n1 + g->n2 - 2);
}

double rv_pooled_d(const rv_means *g)
{
    return (g->m1 - g->m2) / sqrt(rv_pooled_variance(g));
}
