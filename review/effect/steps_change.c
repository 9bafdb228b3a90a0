/* Steps between values before, values after, and changes. */
#include <config.h>

#include <math.h>

#include "effect/steps.h"

/* s^2 = s1^2 + s2^2 - 2 r s1 s2 */
rv_status rv_step_chsd_from_r(const rv_step_call *c, rv_error *err)
{
    const double before = c->x[0], after = c->x[1], r = c->x[2];

    (void)err;
    c->y[0] = sqrt(before * before + after * after - 2 * r * before * after);
    return RV_OK;
}

rv_status rv_step_difference(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->x[0] - c->x[1];
    return RV_OK;
}

rv_status rv_step_sum(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->x[0] + c->x[1];
    return RV_OK;
}

/* after = r before + sqrt(change^2 - (1 - r^2) before^2); with two positive roots nobody knows which. */
rv_status rv_step_sd_from_change(const rv_step_call *c, rv_error *err)
{
    const double before = c->x[0], change = c->x[1], r = c->x[2], square = change * change - (1 - r * r) * before * before;

    (void)err;
    if (square < 0)
        rv_step_reason(c, "%s %g and %s %g cannot be with a correlation of %g", c->names[0], before, c->names[1], change, r);
    else if (r > 0 && square > 0 && r * before > sqrt(square))
        rv_step_reason(c, "%s %g and %s %g with a correlation of %g leave two standard deviations after", c->names[0], before,
                       c->names[1], change, r);
    else if (r * before + sqrt(square) > 0)
        c->y[0] = r * before + sqrt(square);
    return RV_OK;
}

/* r = (s1^2 + s2^2 - s^2) / (2 s1 s2) */
rv_status rv_step_r_from_change(const rv_step_call *c, rv_error *err)
{
    const double before = c->x[0], after = c->x[1], change = c->x[2];
    const double r = (before * before + after * after - change * change) / (2 * before * after);

    (void)err;
    if (fabs(r) < 1)
        c->y[0] = r;
    else
        rv_step_reason(c, "%s, %s and %s imply a correlation of %.3g", c->names[0], c->names[1], c->names[2], r);
    return RV_OK;
}

/* y = change1 - change2, v = s1^2/n1 + s2^2/n2 */
rv_status rv_step_md_from_changes(const rv_step_call *c, rv_error *err)
{
    const double *x = c->x;

    for (int i = 2; i < 6; i += 3)
        if (x[i] < 2)
            return rv_fail(err, RV_EDOMAIN, "%s is %g; a group with a standard deviation has at least 2 people", c->names[i], x[i]);
    c->y[0] = x[0] - x[3];
    c->y[1] = x[1] * x[1] / x[2] + x[4] * x[4] / x[5];
    return RV_OK;
}
