/* Steps from regressions: adjusted differences over the raw standard deviation, linear probability models. */
#include <config.h>

#include <math.h>

#include "effect/steps.h"
#include "review/numer.h"

rv_status rv_step_bse_from_ci(const rv_step_call *c, rv_error *err)
{
    rv_wald w = RV_WALD_INIT;

    w.lo = c->x[0];
    w.hi = c->x[1];
    w.df = c->x[2];
    w.level = isnan(c->x[3]) ? c->o->level : c->x[3];
    return rv_wald_se(&w, &c->y[0], err);
}

/* The degrees of freedom of the pooled standard deviation; an error when there are none. */
static rv_status freedom(const rv_step_call *c, int n1, int n2, double *m, rv_error *err)
{
    *m = c->x[n1] + c->x[n2] - 2;
    if (*m > 1)
        return RV_OK;
    return rv_fail(err, RV_EDOMAIN, "%s and %s make %g people; a standardised difference needs 4", c->names[n1], c->names[n2], *m + 2);
}

/*
 *     d = b / s        y = c(m) d        v = c(m)^2 ((bse / s)^2 + d^2 / (2 m))
 *
 * s the raw standard deviation within groups, m its degrees of freedom: the effect is on the scale of unadjusted ones, and the
 * standard error of the adjusted difference brings what the covariates (and clusters, where it is robust) do to its precision.
 */
rv_status rv_step_smd_adjusted(const rv_step_call *c, rv_error *err)
{
    const double b = c->x[0], se = c->x[1], s = c->x[2];
    double m, j;
    const rv_status st = freedom(c, 3, 4, &m, err);

    if (st != RV_OK)
        return st;
    j = c->o->correct ? rv_small_sample_factor(m) : 1;
    c->y[0] = j * b / s;
    c->y[1] = j * j * (se * se + b * b / (2 * m)) / (s * s);
    return RV_OK;
}

/* As above with (bse / s)^2 = (1 - R2) (1/n1 + 1/n2): covariates that explain R2 of the spread within groups. */
rv_status rv_step_smd_adjusted_r2(const rv_step_call *c, rv_error *err)
{
    const double d = c->x[0] / c->x[1], r2 = c->x[2], n1 = c->x[3], n2 = c->x[4];
    double m, j;
    const rv_status st = freedom(c, 3, 4, &m, err);

    if (st != RV_OK)
        return st;
    j = c->o->correct ? rv_small_sample_factor(m) : 1;
    c->y[0] = j * d;
    c->y[1] = j * j * ((1 - r2) * (1 / n1 + 1 / n2) + d * d / (2 * m));
    return RV_OK;
}

rv_status rv_step_d_from_b(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->x[0] / c->x[1];
    return RV_OK;
}

/* ---- Linear probability models ------------------------------------------------------------------------------------- */

static rv_status risks(const rv_step_call *c, double control, double impact, double p[2], rv_error *err)
{
    p[1] = control / 100;
    p[0] = (control + impact) / 100;
    if (p[0] < 0 || p[0] > 1)
        return rv_fail(err, RV_EDOMAIN, "%g %% in group 2 and an impact of %g points leave %g %% in group 1", control, impact,
                       control + impact);
    (void)c;
    return RV_OK;
}

rv_status rv_step_percent_from_pp(const rv_step_call *c, rv_error *err)
{
    double p[2];
    const rv_status st = risks(c, c->x[0], c->x[1], p, err);

    if (st == RV_OK)
        c->y[0] = 100 * p[0];
    return st;
}

rv_status rv_step_rd_from_pp(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->x[0] / 100;
    c->y[1] = c->x[1] * c->x[1] / 10000;
    return RV_OK;
}

/*
 * With p2 the control risk, p1 = p2 + impact, u_g = p_g (1 - p_g) / n_g the binomial variance of each (equal groups where sizes are
 * not given), and f = se^2 / (u1 + u2) by which the printed standard error exceeds or undercuts them (covariates, clusters):
 *
 *     RR   y = ln(p1 / p2)            v = f (u1 / p1^2 + u2 / p2^2)
 *     OR   y = logit p1 - logit p2    v = f (u1 / (p1 q1)^2 + u2 / (p2 q2)^2)
 *
 * the delta method on a table whose risk difference has just the printed standard error.
 */
rv_status rv_step_ratio_from_pp(const rv_step_call *c, rv_error *err)
{
    const double se = c->x[1] / 100, n1 = isnan(c->x[3]) || isnan(c->x[4]) ? 1 : c->x[3], n2 = isnan(c->x[3]) || isnan(c->x[4]) ? 1 : c->x[4];
    double p[2], u1, u2, g1, g2, f;
    const rv_status st = risks(c, c->x[2], c->x[0], p, err);
    const bool odds = c->measure && c->measure->name[0] == 'O';

    if (st != RV_OK)
        return st;
    if (p[0] == 0 || p[0] == 1 || p[1] == 0 || p[1] == 1) {
        rv_step_reason(c, "a risk of %g %% gives no ratio with a variance", 100 * (p[0] == 0 || p[0] == 1 ? p[0] : p[1]));
        return RV_OK;
    }
    u1 = p[0] * (1 - p[0]) / n1;
    u2 = p[1] * (1 - p[1]) / n2;
    g1 = odds ? 1 / (p[0] * (1 - p[0])) : 1 / p[0];
    g2 = odds ? 1 / (p[1] * (1 - p[1])) : 1 / p[1];
    f = se * se / (u1 + u2);
    c->y[0] = odds ? log(p[0] / (1 - p[0])) - log(p[1] / (1 - p[1])) : log(p[0] / p[1]);
    c->y[1] = f * (u1 * g1 * g1 + u2 * g2 * g2);
    return RV_OK;
}
