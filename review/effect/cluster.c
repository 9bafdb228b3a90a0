/* What is corrected once an effect is made: clusters that were analysed as if people had been allocated; and what to beware of. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "effect/steps.h"

static void say(rv_effect *out, const char *words)
{
    const size_t used = strlen(out->reason);

    if (!*words || strstr(out->reason, words))
        return;
    if (used + strlen(words) + 3 < sizeof out->reason) {
        strcat(out->reason, used ? "; " : "");
        strcat(out->reason, words);
    }
}

/* The mean number of people in a cluster: given, or people over clusters. */
static double cluster_size(const rv_effect_input *in)
{
    const double people = isnan(in->n1i) || isnan(in->n2i) ? in->ni : in->n1i + in->n2i;

    return isnan(in->csize) ? people / (in->k1i + in->k2i) : in->csize;
}

/* Whether a standardised difference came from what the groups show, not from a standard error. */
static bool raw_difference(const rv_effect_input *in)
{
    const bool means = !isnan(in->m1i) && !isnan(in->m2i) && !isnan(in->sd1i) && !isnan(in->sd2i);

    return (means || !isnan(in->d) || !isnan(in->di) || !isnan(in->t) || !isnan(in->ti) || !isnan(in->fi) || !isnan(in->pi)) && !isnan(in->n1i) && !isnan(in->n2i);
}

rv_status rv_cluster_smd(double d, double n1, double n2, double size, double icc, bool correct, double *yi, double *vi, rv_error *err)
{
    const double n = n1 + n2, m = size, b = n - 2 - 2 * (m - 1) * icc;
    const double a = (n - 2) * (1 - icc) * (1 - icc) + m * (n - 2 * m) * icc * icc + 2 * (n - 2 * m) * icc * (1 - icc);
    double h, j, dt;

    if (!(icc >= 0 && icc <= 1))
        return rv_fail(err, RV_EDOMAIN, "icc is %g; a share is between 0 and 1", icc);
    if (!(m >= 1))
        return rv_fail(err, RV_EDOMAIN, "csize is %g; a cluster has at least one person", m);
    if (!(n1 > 0 && n2 > 0 && b > 0 && a > 0 && b * b / a > 1))
        return rv_fail(err, RV_EDOMAIN, "clusters of %g among %g people are too few for an intra-class correlation of %g", m, n, icc);
    h = b * b / a;
    j = correct ? rv_small_sample_factor(h) : 1;
    dt = d * sqrt(b / (n - 2));
    *yi = j * dt;
    *vi = j * j * ((1 / n1 + 1 / n2) * (1 + (m - 1) * icc) + dt * dt / (2 * h));
    return RV_OK;
}

static rv_status check(const rv_effect_input *in, rv_error *err)
{
    static const char *const columns[] = { "icc", "deff", "k1i", "k2i", "csize" };

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (size_t c = 0; rv_effect_columns[c]; c++)
            if (strcmp(rv_effect_columns[c], columns[i]) == 0 && rv_step_domain(c, (&in->ai)[c], err) != RV_OK)
                return RV_EDOMAIN;
    if (!isnan(in->adjusted) && in->adjusted != 0 && in->adjusted != 1)
        return rv_fail(err, RV_EDOMAIN, "adjusted is %g; it is 1 (allows for the clusters already) or 0", in->adjusted);
    return RV_OK;
}

static rv_status for_clusters(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, rv_effect *out,
                              rv_error *err)
{
    const double size = cluster_size(in), deff = isnan(in->deff) ? 1 + (size - 1) * in->icc : in->deff;
    const bool smd = strcmp(m->name, "SMD") == 0 && raw_difference(in) && !isnan(in->icc) && !isnan(size);
    rv_status st;

    if (in->adjusted == 1)
        return RV_OK;
    if (isnan(deff) && !smd) {
        if (!isnan(in->icc) || !isnan(in->csize) || !isnan(in->k1i) || !isnan(in->k2i))
            say(out, isnan(in->icc) ? "clusters without icc or deff: the variance is that of people"
                                    : "icc without csize, or k1i and k2i: the variance is that of people");
        return RV_OK;
    }
    if (!isnan(size) && size < 1)
        return rv_fail(err, RV_EDOMAIN, "csize is %g; a cluster has at least one person", size);
    if (smd) {
        const double j = o->correct ? rv_small_sample_factor(in->n1i + in->n2i - 2) : 1;
        if ((st = rv_cluster_smd(out->yi / j, in->n1i, in->n2i, size, in->icc, o->correct, &out->yi, &out->vi, err)) != RV_OK)
            return st;
        rv_effect_route(out, ", over the total spread of clusters of %g, icc %g (Hedges 2007)", size, in->icc);
        return RV_OK;
    }
    out->vi *= deff;
    if (isnan(in->deff))
        rv_effect_route(out, ", variance times design effect %.4g (clusters of %g, icc %g)", deff, size, in->icc);
    else
        rv_effect_route(out, ", variance times design effect %.4g as given", deff);
    return RV_OK;
}

rv_status rv_effect_adjust(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, rv_effect *out,
                           rv_error *err)
{
    for (size_t i = 0; i < out->n_steps; i++)
        say(out, out->steps[i]->beware);
    if (isnan(in->icc) && isnan(in->deff) && isnan(in->adjusted) && isnan(in->csize) && isnan(in->k1i) && isnan(in->k2i))
        return RV_OK;
    if (check(in, err) != RV_OK)
        return RV_EDOMAIN;
    return for_clusters(m, in, o, out, err);
}

rv_status rv_effect_grid(const rv_measure *measure, const rv_effect_input *input, const rv_effect_options *options,
                         const char *column, const double *values, size_t n, rv_effect *out, rv_error *err)
{
    rv_effect_input in = *input;
    double *at = rv_effect_column(&in, column);
    rv_status st = RV_OK;

    if (!at)
        return rv_fail(err, RV_ENOTFOUND, "there is no input '%s'", column);
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        *at = values[i];
        if ((st = rv_effect_make(measure, &in, 1, options, &out[i], err)) != RV_OK)
            st = rv_within(err, st, "%s = %g", column, values[i]);
    }
    return st;
}
