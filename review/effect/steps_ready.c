/* Steps to ready-made effects: standard errors behind tests and intervals, odds ratios and differences into each other, log-rank. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "effect/steps.h"
#include "review/numer.h"

static const double pi = 3.14159265358979323846;

/* An estimate or limit on the analysis scale. */
static rv_status scaled(const rv_step_call *c, int n, double *y, rv_error *err)
{
    const bool ratio = c->o->ratio || (c->measure && strcmp(c->measure->name, "HR") == 0);

    if (ratio && c->x[n] <= 0)
        return rv_fail(err, RV_EDOMAIN, "%s is %g; a ratio is positive", c->names[n], c->x[n]);
    *y = ratio ? log(c->x[n]) : c->x[n];
    return RV_OK;
}

static rv_status put(const rv_step_call *c, const rv_wald *w, const char *what, rv_error *err)
{
    const rv_status st = rv_wald_se(w, &c->y[0], err);

    if (st == RV_OK && isnan(c->y[0]))
        rv_step_reason(c, "an estimate of %g with %s = %g gives no standard error", c->x[0], what, c->x[1]);
    return st;
}

rv_status rv_step_se_from_ci(const rv_step_call *c, rv_error *err)
{
    rv_wald w = RV_WALD_INIT;
    rv_status st;

    if (c->x[0] >= c->x[1])
        return rv_fail(err, RV_EDOMAIN, "%s %g is not below %s %g", c->names[0], c->x[0], c->names[1], c->x[1]);
    w.df = c->x[2];
    w.level = isnan(c->x[3]) ? c->o->level : c->x[3];
    if ((st = scaled(c, 0, &w.lo, err)) != RV_OK || (st = scaled(c, 1, &w.hi, err)) != RV_OK)
        return st;
    return rv_wald_se(&w, &c->y[0], err);
}

rv_status rv_step_se_from_z(const rv_step_call *c, rv_error *err)
{
    rv_wald w = RV_WALD_INIT;
    const rv_status st = scaled(c, 0, &w.est, err);

    w.z = c->x[1];
    if (st == RV_OK && w.est * w.z < 0)
        return rv_fail(err, RV_EDOMAIN, "%s is %g and %s %g on the analysis scale; their signs contradict each other", c->names[1], w.z,
                       c->names[0], w.est);
    return st == RV_OK ? put(c, &w, "z", err) : st;
}

rv_status rv_step_se_from_p(const rv_step_call *c, rv_error *err)
{
    rv_wald w = RV_WALD_INIT;
    const rv_status st = scaled(c, 0, &w.est, err);

    w.p = c->x[1];
    w.df = c->x[2];
    return st == RV_OK ? put(c, &w, "p", err) : st;
}

/* ---- Odds ratios and standardised differences ---------------------------------------------------------------------- */

/* y = ln(w) sqrt(3)/pi, v = se^2 3/pi^2, se from the limits of the odds ratio */
rv_status rv_step_smd_from_or(const rv_step_call *c, rv_error *err)
{
    rv_wald w = RV_WALD_INIT;
    double se;
    rv_status st;

    w.lo = log(c->x[1]);
    w.hi = log(c->x[2]);
    w.level = isnan(c->x[3]) ? c->o->level : c->x[3];
    if (c->x[0] < c->x[1] || c->x[0] > c->x[2])
        return rv_fail(err, RV_EDOMAIN, "%s is %g, outside its limits %g and %g", c->names[0], c->x[0], c->x[1], c->x[2]);
    if ((st = rv_wald_se(&w, &se, err)) != RV_OK)
        return st;
    c->y[0] = log(c->x[0]) * sqrt(3) / pi;
    c->y[1] = se * se * 3 / (pi * pi);
    return RV_OK;
}

/* The same from counts; one half added to each cell when one is 0. */
rv_status rv_step_smd_from_cells(const rv_step_call *c, rv_error *err)
{
    double cells[4] = { c->x[0], c->x[1] - c->x[0], c->x[2], c->x[3] - c->x[2] };
    bool zero = false;
    double v = 0;

    for (int i = 0; i < 4; i += 2)
        if (c->x[i] > c->x[i + 1])
            return rv_fail(err, RV_EDOMAIN, "%s is %g, more than %s %g", c->names[i], c->x[i], c->names[i + 1], c->x[i + 1]);
    for (int i = 0; i < 4; i++)
        zero |= cells[i] == 0;
    for (int i = 0; i < 4; i++) {
        cells[i] += zero ? 0.5 : 0;
        v += 1 / cells[i];
    }
    c->y[0] = log(cells[0] * cells[3] / (cells[1] * cells[2])) * sqrt(3) / pi;
    c->y[1] = v * 3 / (pi * pi);
    return RV_OK;
}

/* y = d pi/sqrt(3), v = (1/n1 + 1/n2 + d^2/(2 n)) pi^2/3 */
rv_status rv_step_or_from_d(const rv_step_call *c, rv_error *err)
{
    const double d = c->x[0], n1 = c->x[1], n2 = c->x[2];

    (void)err;
    c->y[0] = d * pi / sqrt(3);
    c->y[1] = (1 / n1 + 1 / n2 + d * d / (2 * (n1 + n2))) * pi * pi / 3;
    return RV_OK;
}

/* ---- Times to an event --------------------------------------------------------------------------------------------- */

/* v = e1 e2 / (e1 + e2) */
rv_status rv_step_v_from_events(const rv_step_call *c, rv_error *err)
{
    (void)err;
    if (c->x[0] > 0 && c->x[1] > 0)
        c->y[0] = c->x[0] * c->x[1] / (c->x[0] + c->x[1]);
    else
        rv_step_reason(c, "no events in one group give no variance");
    return RV_OK;
}

/* v = e n1 n2 / (n1 + n2)^2 */
rv_status rv_step_v_from_total(const rv_step_call *c, rv_error *err)
{
    const double n = c->x[1] + c->x[2];

    (void)err;
    if (c->x[0] > 0)
        c->y[0] = c->x[0] * c->x[1] * c->x[2] / (n * n);
    else
        rv_step_reason(c, "no events give no variance");
    return RV_OK;
}

/* oe = sign z sqrt(v), z the normal quantile of 1 - p/2 */
rv_status rv_step_oe_from_p(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = c->x[2] * rv_normal_upper_quantile(c->x[0] / 2) * sqrt(c->x[1]);
    return RV_OK;
}

/* se = 1 / sqrt(v) */
rv_status rv_step_se_from_v(const rv_step_call *c, rv_error *err)
{
    (void)err;
    c->y[0] = 1 / sqrt(c->x[0]);
    return RV_OK;
}
