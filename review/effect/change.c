/* One group at two times, or matched pairs: what is given and what is missing. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

static rv_status check(const rv_effect_input *in, rv_error *err)
{
    rv_status st;

    if ((st = rv_check_sd(in->sd1i, "sd1i", err)) != RV_OK || (st = rv_check_sd(in->sd2i, "sd2i", err)) != RV_OK
        || (st = rv_check_size(in->ni, 2, "ni", err)) != RV_OK
        || (st = rv_check_between(in->ri, -1, 1, "ri", "a correlation", err)) != RV_OK)
        return st;
    return rv_check_p(in->pi, "pi", err);
}

/* The standardised change: given, or from the paired t test by its t or its p with the sign of the change. */
static void from_statistic(const rv_effect_input *in, rv_change *g, rv_effect *out)
{
    const double t = isnan(in->ti) ? in->t : in->ti, d = isnan(in->di) ? in->d : in->di;
    const char *route = NULL;

    if (isnan(in->ni))
        return;
    if (!isnan(d)) {
        g->d = d;
        route = "standardised change and number of people";
    } else if (!isnan(t)) {
        g->d = t / sqrt(in->ni);
        route = "paired t statistic and number of people";
    } else if (!isnan(in->pi)) {
        g->d = rv_t_of_p(in->pi, in->ni - 1) / sqrt(in->ni);
        route = "p-value of the paired t test and number of people";
    }
    if (route) {
        g->have = true;
        out->reason[0] = 0;
        rv_effect_route(out, "%s", route);
    }
}

rv_status rv_change_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "m1i", "sd1i", "ni", "m2i", "sd2i", "ni", "ri" };
    const double x[] = { in->m1i, in->sd1i, in->ni, in->m2i, in->sd2i, in->ni, in->ri };
    const unsigned wants = m->how->wants ? m->how->wants : 127;
    rv_change g = { x[0], x[1], x[3], x[4], x[2], x[6], NAN, true };
    const rv_status st = check(in, err);

    if (st != RV_OK)
        return st;
    for (unsigned i = 0; g.have && i < 7; i++)
        if (wants >> i & 1 && isnan(x[i])) {
            rv_effect_missing(out, names[i]);
            g.have = false;
        }
    if (g.have) {
        g.d = (g.m1 - g.m2) / sqrt(g.s1 * g.s1 + g.s2 * g.s2 - 2 * g.r * g.s1 * g.s2);
        rv_effect_route(out, "both times of one group, with their correlation");
    } else if (m->how->from_d) {
        from_statistic(in, &g, out);
    }
    if (!g.have)
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_put(out, m, s, m->how->by.change(&g, s));
    return RV_OK;
}
