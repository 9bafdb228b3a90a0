/* Steps from medians, quartiles and ranges. */
#include <config.h>

#include <math.h>

#include "effect/steps.h"
#include "review/numer.h"

const char *const rv_skewed_names[] = { "refuse", "log", "keep", NULL };

static void skewed(const rv_step_call *c, const rv_five_result *r)
{
    rv_step_reason(c, "group %d is skewed (%.2f, %.2f allowed): a mean from its median misleads; see --skewed", c->group, r->skew,
                   r->critical);
}

/* The first n values are one summary, from the lowest to the highest; the people come behind. */
static rv_status in_order(const rv_step_call *c, int n, rv_error *err)
{
    for (int i = 1; i < n; i++)
        if (c->x[i] < c->x[i - 1])
            return rv_fail(err, RV_EDOMAIN, "%s is %g, below %s %g", c->names[i], c->x[i], c->names[i - 1], c->x[i - 1]);
    return RV_OK;
}

static rv_status convert(const rv_step_call *c, const rv_five *five, rv_error *err)
{
    rv_five_result r, logs;
    rv_status st = rv_five_to_mean(five, c->o->five, false, &r, err);

    if (st != RV_OK)
        return rv_within(err, st, "group %d", c->group);
    if (isnan(r.sd)) {
        rv_step_reason(c, five->n < 5 ? "medians of fewer than 5 people give no mean" : "%s has no rule for what is given of group %d",
                       rv_five_method_names[c->o->five], c->group);
        return RV_OK;
    }
    if (r.skewed && c->o->skewed == RV_SKEWED_REFUSE) {
        skewed(c, &r);
        return RV_OK;
    }
    if (r.skewed && c->o->skewed == RV_SKEWED_LOG) {
        if ((st = rv_five_to_mean(five, RV_FIVE_LUO, true, &logs, err)) != RV_OK)
            return rv_within(err, st, "group %d", c->group);
        if (logs.skewed) {
            skewed(c, &logs);
            return RV_OK;
        }
        r = logs;
    }
    c->y[0] = r.mean;
    c->y[1] = r.sd;
    return RV_OK;
}

rv_status rv_step_five(const rv_step_call *c, rv_error *err)
{
    const double *x = c->x;
    const rv_status st = in_order(c, 5, err);

    return st == RV_OK ? convert(c, &(rv_five){ x[0], x[1], x[2], x[3], x[4], x[5] }, err) : st;
}

rv_status rv_step_quartiles(const rv_step_call *c, rv_error *err)
{
    const rv_status st = in_order(c, 3, err);

    return st == RV_OK ? convert(c, &(rv_five){ NAN, c->x[0], c->x[1], c->x[2], NAN, c->x[3] }, err) : st;
}

rv_status rv_step_range(const rv_step_call *c, rv_error *err)
{
    const rv_status st = in_order(c, 3, err);

    return st == RV_OK ? convert(c, &(rv_five){ c->x[0], NAN, c->x[1], NAN, c->x[2], c->x[3] }, err) : st;
}

/* The spread alone, where the mean is printed with quartiles or range. */
static rv_status spread(const rv_step_call *c, const rv_five *five, rv_error *err)
{
    rv_five_result r;
    rv_status st;

    if ((st = rv_five_to_mean(five, RV_FIVE_LUO, false, &r, err)) != RV_OK)
        return rv_within(err, st, "group %d", c->group);
    c->y[0] = r.sd;
    if (isnan(r.sd))
        rv_step_reason(c, "quartiles or range of fewer than 5 people give no standard deviation");
    return RV_OK;
}

rv_status rv_step_sd_from_quartiles(const rv_step_call *c, rv_error *err)
{
    const rv_status st = in_order(c, 2, err);

    return st != RV_OK ? st : spread(c, &(rv_five){ NAN, c->x[0], NAN, c->x[1], NAN, c->x[2] }, err);
}

rv_status rv_step_sd_from_range(const rv_step_call *c, rv_error *err)
{
    const rv_status st = in_order(c, 2, err);

    return st != RV_OK ? st : spread(c, &(rv_five){ c->x[0], NAN, NAN, NAN, c->x[1], c->x[2] }, err);
}

rv_status rv_step_sd_from_iqr(const rv_step_call *c, rv_error *err)
{
    return spread(c, &(rv_five){ NAN, 0, NAN, c->x[0], NAN, c->x[1] }, err);
}
