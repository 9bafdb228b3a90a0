/* Several arms against one control: the covariance that the shared group brings, or the control cut in parts. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "review/effect.h"

static double events(double events, double others, double percent, double n)
{
    return !isnan(events) ? events : !isnan(others) ? n - others : percent / 100 * n;
}

/* Group 2 of the row as counts. */
static void control(const rv_effect_input *in, double *c, double *n)
{
    *n = isnan(in->n2i) ? in->ci + in->di : in->n2i;
    *c = events(in->ci, in->di, in->p2i, *n);
}

rv_status rv_shared_control(const rv_measure *m, const rv_effect_input *one, const rv_effect_input *two, double y1, double y2,
                            double n_arms, double *covariance, rv_error *err)
{
    const double n2 = two->n2i;
    double c, n;

    control(one, &c, &n);
    *covariance = NAN;
    if (strcmp(m->name, "OR") == 0)
        *covariance = 1 / c + 1 / (n - c);
    else if (strcmp(m->name, "RR") == 0)
        *covariance = 1 / c - 1 / n;
    else if (strcmp(m->name, "RD") == 0)
        *covariance = c / n * (1 - c / n) / n;
    else if (strcmp(m->name, "MD") == 0)
        *covariance = one->sd2i * one->sd2i / one->n2i;
    else if (strcmp(m->name, "ROM") == 0)
        *covariance = pow(one->sd2i / one->m2i, 2) / one->n2i;
    else if (strcmp(m->name, "SMD") == 0)
        *covariance = 1 / n2 + y1 * y2 / (2 * n_arms);
    else
        return rv_fail(err, RV_EINVAL, "no covariance by a shared control is known for %s; there is one for OR, RR, RD, MD, ROM and SMD",
                       m->name);
    if (!isfinite(*covariance))
        return rv_fail(err, RV_EDOMAIN, "the control group is not given well enough for the covariance of %s", m->name);
    return RV_OK;
}

rv_status rv_split_control(rv_effect_input *in, size_t parts, rv_error *err)
{
    double *const counts[] = { &in->ci, &in->di, &in->n2i, &in->x2i, &in->t2i };

    if (parts < 1)
        return rv_fail(err, RV_EINVAL, "a control group is shared by one comparison at least");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        *counts[i] /= parts;
    return RV_OK;
}
