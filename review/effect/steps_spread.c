/* Steps to standard deviations: from standard errors, intervals, t, and what is pooled. */
#include <config.h>

#include <math.h>

#include "effect/steps.h"
#include "review/numer.h"

static rv_status at_least_two(const rv_step_call *c, int n, rv_error *err)
{
    if (c->x[n] < 2)
        return rv_fail(err, RV_EDOMAIN, "%s is %g; a group with a standard deviation has at least 2 people", c->names[n], c->x[n]);
    return RV_OK;
}

/* sd = se sqrt(n) */
rv_status rv_step_sd_from_se(const rv_step_call *c, rv_error *err)
{
    c->y[0] = c->x[0] * sqrt(c->x[1]);
    return at_least_two(c, 1, err);
}

/* sd = sqrt(n) (hi - lo) / (2 t), t with n - 1 degrees of freedom: for a large group that is the normal quantile. */
rv_status rv_step_sd_from_ci(const rv_step_call *c, rv_error *err)
{
    const double lo = c->x[0], hi = c->x[1], n = c->x[2], level = isnan(c->x[3]) ? c->o->level : c->x[3];

    if (lo >= hi)
        return rv_fail(err, RV_EDOMAIN, "%s %g is not below %s %g", c->names[0], lo, c->names[1], hi);
    if (at_least_two(c, 2, err) != RV_OK)
        return RV_EDOMAIN;
    c->y[0] = sqrt(n) * (hi - lo) / (2 * rv_t_upper_quantile((1 - level) / 2, n - 1));
    return RV_OK;
}

rv_status rv_step_mean_from_ci(const rv_step_call *c, rv_error *err)
{
    if (c->x[0] >= c->x[1])
        return rv_fail(err, RV_EDOMAIN, "%s %g is not below %s %g", c->names[0], c->x[0], c->names[1], c->x[1]);
    c->y[0] = (c->x[0] + c->x[1]) / 2;
    return RV_OK;
}

rv_status rv_step_sd_from_pooled(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->y[1] = c->x[0];
    return RV_OK;
}

/* s^2 = ((n1 - 1) s1^2 + (n2 - 1) s2^2) / (n1 + n2 - 2) */
rv_status rv_step_pooled_from_sds(const rv_step_call *c, rv_error *err)
{
    const double s1 = c->x[0], s2 = c->x[1], n1 = c->x[2], n2 = c->x[3];

    if (at_least_two(c, 2, err) != RV_OK || at_least_two(c, 3, err) != RV_OK)
        return RV_EDOMAIN;
    c->y[0] = sqrt(((n1 - 1) * s1 * s1 + (n2 - 1) * s2 * s2) / (n1 + n2 - 2));
    return RV_OK;
}

/* s^2 = ((n - 1) sdy^2 - b^2 n1 n2 / n) / (n - 2): what the groups' difference adds to the spread of all is taken off. */
rv_status rv_step_pooled_from_total(const rv_step_call *c, rv_error *err)
{
    const double sdy = c->x[0], b = c->x[1], n1 = c->x[2], n2 = c->x[3], n = n1 + n2;
    const double s2 = ((n - 1) * sdy * sdy - b * b * n1 * n2 / n) / (n - 2);

    if (!(n > 2))
        return rv_fail(err, RV_EDOMAIN, "%s and %s make %g people; a pooled standard deviation needs 3", c->names[2], c->names[3], n);
    if (s2 <= 0)
        return rv_fail(err, RV_EDOMAIN, "%s is %g; with a difference of %g no spread is left within the groups", c->names[0], sdy, b);
    c->y[0] = sqrt(s2);
    return RV_OK;
}

/* s = |m1 - m2| / (|t| sqrt(1/n1 + 1/n2)), the same in both groups */
rv_status rv_step_sd_from_t(const rv_step_call *c, rv_error *err)
{
    const double difference = c->x[0] - c->x[1], t = c->x[2];

    if (at_least_two(c, 3, err) != RV_OK || at_least_two(c, 4, err) != RV_OK)
        return RV_EDOMAIN;
    if (difference == 0 || t == 0)
        rv_step_reason(c, "equal means and a t of 0 give no standard deviation");
    else
        c->y[0] = c->y[1] = fabs(difference / t) / sqrt(1 / c->x[3] + 1 / c->x[4]);
    return RV_OK;
}
