/* Steps to the counts and sizes of a 2x2 table. */
#include <config.h>

#include <math.h>

#include "effect/steps.h"

/* x: the statistic, n1i, n2i, ei; y: ai, ci. */
static rv_status put(const rv_step_call *c, rv_status st, const double cells[4], rv_error *err)
{
    if (st != RV_OK)
        return rv_within(err, st, "%s, %s and %s", c->names[1], c->names[2], c->names[3]);
    if (isnan(cells[0])) {
        rv_step_reason(c, "%s %g cannot be with %g events among %g and %g people", c->names[0], c->x[0], c->x[3], c->x[1], c->x[2]);
        return RV_OK;
    }
    c->y[0] = cells[0];
    c->y[1] = cells[2];
    return RV_OK;
}

rv_status rv_step_cells_from_or(const rv_step_call *c, rv_error *err)
{
    double cells[4] = { NAN, NAN, NAN, NAN };

    return put(c, rv_cells_from_or(c->x[0], c->x[1] + c->x[2], c->x[1], c->x[3], cells, err), cells, err);
}

rv_status rv_step_cells_from_phi(const rv_step_call *c, rv_error *err)
{
    double cells[4] = { NAN, NAN, NAN, NAN };

    return put(c, rv_cells_from_phi(c->x[0], c->x[1] + c->x[2], c->x[1], c->x[3], cells, err), cells, err);
}

/* The sign is told by `dir` where chi-square has none. */
static rv_status from_chi2(const rv_step_call *c, bool yates, rv_error *err)
{
    const double signed_x = isnan(c->x[4]) ? c->x[0] : copysign(c->x[0], c->x[4]);
    double cells[4] = { NAN, NAN, NAN, NAN };

    if (c->x[0] < 0 && c->x[4] > 0)
        return rv_fail(err, RV_EDOMAIN, "%s is %g, but %s is 1; the signs contradict each other", c->names[0], c->x[0], c->names[4]);
    return put(c, rv_cells_from_chi2(signed_x, yates, c->x[1] + c->x[2], c->x[1], c->x[3], cells, err), cells, err);
}

rv_status rv_step_cells_from_chi2(const rv_step_call *c, rv_error *err)
{
    return from_chi2(c, false, err);
}

rv_status rv_step_cells_from_chi2y(const rv_step_call *c, rv_error *err)
{
    return from_chi2(c, true, err);
}

/* a = n1 w o / (1 + w o), o = c / (n2 - c) the odds in group 2, w the odds ratio; rounded to whole people */
rv_status rv_step_events_from_or(const rv_step_call *c, rv_error *err)
{
    const double w = c->x[0], events = c->x[1], n1 = c->x[2], n2 = c->x[3], o = events / (n2 - events);

    if (events > n2)
        return rv_fail(err, RV_EDOMAIN, "%s is %g, more than %s %g", c->names[1], events, c->names[3], n2);
    if (isfinite(o) && o > 0)
        c->y[0] = rint(n1 * w * o / (1 + w * o));
    else
        rv_step_reason(c, "%g events of %g people give no odds", events, n2);
    return RV_OK;
}

/* People in one group from those in all and in the other. */
rv_status rv_step_rest(const rv_step_call *c, rv_error *err)
{
    if (c->x[1] >= c->x[0])
        return rv_fail(err, RV_EDOMAIN, "%s is %g; with %s %g nobody is left for the other group", c->names[1], c->x[1], c->names[0],
                       c->x[0]);
    c->y[0] = c->x[0] - c->x[1];
    return RV_OK;
}

rv_status rv_step_halves(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->y[1] = c->x[0] / 2;
    return RV_OK;
}
