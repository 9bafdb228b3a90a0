/* Steps from test statistics and correlations. */
#include <config.h>

#include <math.h>

#include "effect/steps.h"
#include "review/numer.h"

rv_status rv_step_same(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->x[0];
    return RV_OK;
}

rv_status rv_step_sign(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->x[0] < 0 ? -1 : 1;
    return RV_OK;
}

rv_status rv_step_sign_of_difference(const rv_step_call *c, rv_error *err)
{
    (void)err;
    if (c->x[0] == c->x[1])
        rv_step_reason(c, "%s and %s are equal: they show no direction", c->names[0], c->names[1]);
    else
        c->y[0] = c->x[0] < c->x[1] ? -1 : 1;
    return RV_OK;
}

/* t = sign sqrt(F), 1 degree of freedom in the numerator */
rv_status rv_step_t_from_f(const rv_step_call *c, rv_error *err)
{
    if (c->x[0] < 0)
        return rv_fail(err, RV_EDOMAIN, "%s is %g; an F statistic is not negative", c->names[0], c->x[0]);
    c->y[0] = c->x[1] * sqrt(c->x[0]);
    return RV_OK;
}

/* t = sign times the quantile of 1 - p/2, n1 + n2 - 2 degrees of freedom */
rv_status rv_step_t_from_p(const rv_step_call *c, rv_error *err)
{
    const double df = c->x[2] + c->x[3] - 2;

    if (!(df > 0))
        return rv_fail(err, RV_EDOMAIN, "%s and %s make %g people; a t test needs 3", c->names[2], c->names[3], df + 2);
    c->y[0] = c->x[1] * rv_t_upper_quantile(c->x[0] / 2, df);
    return RV_OK;
}

/* d = r sqrt(h) / sqrt(1 - r^2), h = m/n1 + m/n2, m = n1 + n2 - 2 */
static rv_status d_of_r(double r, const rv_step_call *c, rv_error *err)
{
    const double n1 = c->x[1], n2 = c->x[2], m = n1 + n2 - 2;

    if (!(m > 0))
        return rv_fail(err, RV_EDOMAIN, "%s and %s make %g people; a correlation of groups needs 3", c->names[1], c->names[2], m + 2);
    if (fabs(r) >= 1)
        rv_step_reason(c, "%s is %g: that leaves no spread within the groups", c->names[0], r);
    else
        c->y[0] = r * sqrt(m / n1 + m / n2) / sqrt(1 - r * r);
    return RV_OK;
}

rv_status rv_step_d_from_rpb(const rv_step_call *c, rv_error *err)
{
    return d_of_r(c->x[0], c, err);
}

/*
 * b = beta sdy / sx with sx^2 = n1 n2 / (n (n - 1)), then as b with the standard deviation of all: this is the formula of the
 * point-biserial correlation, which beta is when nothing else is in the regression.
 */
rv_status rv_step_d_from_beta(const rv_step_call *c, rv_error *err)
{
    return d_of_r(c->x[0], c, err);
}

/* r = t / sqrt(t^2 + n - 2) */
rv_status rv_step_r_from_t(const rv_step_call *c, rv_error *err)
{
    const double t = c->x[0], df = c->x[1] - 2;

    if (!(df > 0))
        return rv_fail(err, RV_EDOMAIN, "%s is %g; a correlation needs 3 people", c->names[1], c->x[1]);
    c->y[0] = t / sqrt(t * t + df);
    return RV_OK;
}
