/* Pre-test, post-test, control: the change in group 1 less the change in group 2. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* Of one group: means and deviations after and before, people, and the correlation of both times. */
typedef struct {
    double post, sd, pre, presd, n, r;
} arm;

static rv_status check(const rv_effect_input *in, rv_error *err)
{
    rv_status st;

    if ((st = rv_check_sd(in->sd1i, "sd1i", err)) != RV_OK || (st = rv_check_sd(in->sd2i, "sd2i", err)) != RV_OK
        || (st = rv_check_sd(in->presd1i, "presd1i", err)) != RV_OK || (st = rv_check_sd(in->presd2i, "presd2i", err)) != RV_OK
        || (st = rv_check_size(in->n1i, 2, "n1i", err)) != RV_OK || (st = rv_check_size(in->n2i, 2, "n2i", err)) != RV_OK)
        return st;
    return rv_check_between(in->ri, -1, 1, "ri", "a correlation", err);
}

static rv_estimate standardised_by_own(const arm *g, const rv_setting *s)
{
    const double y = rv_factor(s, g->n - 1) * (g->post - g->pre) / g->presd;

    return (rv_estimate){ y, 2 * (1 - g->r) / g->n + y * y / (2 * g->n) };
}

/*
 *     y = (post1 - pre1) - (post2 - pre2)        v = sum over groups of (sd^2 + presd^2 - 2 r sd presd) / n
 *
 * Units   those of the outcome. Source  Morris (2008) Organ Res Methods 11:364-386.
 */
static rv_estimate raw(const arm *g1, const arm *g2)
{
    const double v1 = g1->sd * g1->sd + g1->presd * g1->presd - 2 * g1->r * g1->sd * g1->presd;
    const double v2 = g2->sd * g2->sd + g2->presd * g2->presd - 2 * g2->r * g2->sd * g2->presd;

    return (rv_estimate){ (g1->post - g1->pre) - (g2->post - g2->pre), v1 / g1->n + v2 / g2->n };
}

/*
 *     y = y1 - y2        v = v1 + v2        y_j = c(n_j - 1) (post_j - pre_j) / presd_j        v_j = 2 (1 - r) / n_j + y_j^2 / (2 n_j)
 *
 * Units   standard deviations before, each group by its own. Source  Becker (1988) Br J Math Stat Psychol 41:257-278.
 */
static rv_estimate by_own(const arm *g1, const arm *g2, const rv_setting *s)
{
    const rv_estimate e1 = standardised_by_own(g1, s), e2 = standardised_by_own(g2, s);

    return (rv_estimate){ e1.y - e2.y, e1.v + e2.v };
}

/*
 *     y = c ((post1 - pre1) - (post2 - pre2)) / s        s^2 = ((n1-1) presd1^2 + (n2-1) presd2^2) / m        c = c(m), m = n1 + n2 - 2
 *     v = c^2 w m / (m - 2) (1 + y^2 / w) - y^2          w = 2 (1 - r) (n1 + n2) / (n1 n2)
 *
 * Units   standard deviations before, both groups pooled. The variances of both times and groups are taken as equal in v.
 * Source  Morris (2008), d_ppc2, equations 8 and 25.
 */
static rv_estimate by_pooled(const arm *g1, const arm *g2, const rv_setting *s)
{
    const double m = g1->n + g2->n - 2, c = rv_factor(s, m), w = 2 * (1 - g1->r) * (1 / g1->n + 1 / g2->n);
    const double s2 = ((g1->n - 1) * g1->presd * g1->presd + (g2->n - 1) * g2->presd * g2->presd) / m;
    const double y = c * ((g1->post - g1->pre) - (g2->post - g2->pre)) / sqrt(s2);

    return (rv_estimate){ y, m > 2 ? c * c * m / (m - 2) * (w + y * y) - y * y : NAN };
}

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "m1i", "pre1i", "presd1i", "n1i", "m2i", "pre2i", "presd2i", "n2i", "ri", "sd1i", "sd2i" };
    const double x[] = { in->m1i, in->pre1i, in->presd1i, in->n1i, in->m2i, in->pre2i, in->presd2i, in->n2i, in->ri, in->sd1i,
                         in->sd2i };
    const arm g1 = { in->m1i, in->sd1i, in->pre1i, in->presd1i, in->n1i, in->ri };
    const arm g2 = { in->m2i, in->sd2i, in->pre2i, in->presd2i, in->n2i, in->ri };
    const bool is_raw = m->how == &rv_ppc_how;
    const rv_status st = check(in, err);

    if (st != RV_OK)
        return st;
    if (!rv_have(x, names, is_raw ? 11 : 9, out))
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_route(out, "both times of both groups, with their correlation");
    rv_effect_put(out, m, s, is_raw ? raw(&g1, &g2) : m->how == &rv_ppc1_how ? by_own(&g1, &g2, s) : by_pooled(&g1, &g2, s));
    return RV_OK;
}

const rv_measure_how rv_ppc_how = { .fit = fit, .counts = "n1i n2i" };
const rv_measure_how rv_ppc1_how = { .fit = fit, .counts = "n1i n2i", .corrects = true };
const rv_measure_how rv_ppc2_how = { .fit = fit, .counts = "n1i n2i", .undefined = "too few people for the variance", .corrects = true };
