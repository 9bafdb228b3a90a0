/* Directions, p-values and ranges by domain. */
#include <config.h>

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "review/meta_direction.h"
#include "review/numer.h"

/* One result as it counts: side 1, 0, -1; p one-sided as asked for, NaN for none. */
typedef struct { size_t domain, study, row; double side, y, p; } result;

static const char *name_of(const rv_direction_data *d, size_t i, char text[200])
{
    if (d->labels && d->labels[i] && *d->labels[i])
        snprintf(text, 200, "'%.150s'", d->labels[i]);
    else
        snprintf(text, 200, "row %zu", i + 1);
    return text;
}

static double at(const double *x, size_t i)
{
    return x ? x[i] : NAN;
}

/*
 * Kept off 0 and 1 by the least step that a double shows. A p-value that rounds to either says that the evidence is beyond what a double
 * holds; as it stands it would have a normal quantile of infinity, and decide alone whatever the other studies say.
 */
static double within(double p)
{
    return fmin(fmax(p, DBL_MIN), 1 - DBL_EPSILON / 2);
}

/* A two-sided p-value is twice the tail on the effect's own side. */
static double one_sided(const rv_direction_data *d, const rv_direction_options *o, size_t i, double side)
{
    const double p = at(d->p, i), y = at(d->yi, i), v = at(d->vi, i);

    if (!isnan(p) && !d->p_two_sided)
        return p;
    if (!isnan(p))
        return side == 0 ? NAN : (side > 0) != o->below ? p / 2 : 1 - p / 2;
    if (isnan(y) || isnan(v))
        return NAN;
    return rv_normal_upper((o->below ? -1 : 1) * (y - o->null_value) / sqrt(v));
}

static rv_status read_one(const rv_direction_data *d, const rv_direction_options *o, size_t i, result *r, rv_error *err)
{
    const double y = at(d->yi, i), v = at(d->vi, i), p = at(d->p, i), side = at(d->direction, i);
    char name[200];

    if (isinf(y))
        return rv_fail(err, RV_EDOMAIN, "%s: the effect is not finite", name_of(d, i, name));
    if (!isnan(v) && !(v > 0 && isfinite(v)))
        return rv_fail(err, RV_EDOMAIN, "%s: the variance is %g; it must be positive", name_of(d, i, name), v);
    if (!isnan(p) && !(p > 0 && p <= 1))
        return rv_fail(err, RV_EDOMAIN, "%s: the p-value is %g; it must lie above 0 and not above 1", name_of(d, i, name), p);
    if (!isnan(side) && side != 1 && side != 0 && side != -1)
        return rv_fail(err, RV_EDOMAIN, "%s: the direction is %g; it must be 1, 0 or -1", name_of(d, i, name), side);
    if (d->domain[i] >= d->domains)
        return rv_fail(err, RV_EINVAL, "%s: domain %zu of %zu", name_of(d, i, name), d->domain[i] + 1, d->domains);
    *r = (result){ d->domain[i], d->study[i], i, isnan(side) && !isnan(y) ? (y > o->null_value) - (y < o->null_value) : side, y, NAN };
    r->p = one_sided(d, o, i, r->side);
    return RV_OK;
}

static int by_study(const void *a, const void *b)
{
    const result *x = a, *y = b;

    if (x->domain != y->domain)
        return x->domain < y->domain ? -1 : 1;
    if (x->study != y->study)
        return x->study < y->study ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* R's type 7 of sorted numbers: linear between (n - 1) q + 1 and the next. */
static double quantile(const double *x, size_t n, double q)
{
    const double place = (double)(n - 1) * q;
    const size_t i = (size_t)floor(place);

    return i + 1 < n ? x[i] + (place - (double)i) * (x[i + 1] - x[i]) : x[n - 1];
}

/* A study's vote: the side that at least `agreement` of its effects have. */
static int vote_of(const result *r, size_t n, double agreement)
{
    size_t up = 0, down = 0;

    for (size_t i = 0; i < n; i++)
        up += r[i].side > 0, down += r[i].side < 0;
    if ((double)up >= agreement * (double)n && up > down)
        return 1;
    return (double)down >= agreement * (double)n && down > up ? -1 : 0;
}

/* Its effect: the median. NaN without one. `room` is for n numbers. */
static double effect_of(const result *r, size_t n, double *room)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(r[i].y))
            room[k++] = r[i].y;
    qsort(room, k, sizeof *room, by_value);
    return k ? quantile(room, k, 0.5) : NAN;
}

/* One p-value of a study: that of the smallest of k, 1 - (1 - p)^k, which unlike k p does not pile up at 1. */
static double p_of(const result *r, size_t n)
{
    double least = 1, k = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(r[i].p))
            least = fmin(least, r[i].p), k++;
    return k > 0 ? within(-expm1(k * log1p(-within(least)))) : NAN;
}

static rv_status finish(const rv_direction_options *o, size_t votes[3], double *y, double *p, rv_domain_direction *out, rv_error *err)
{
    rv_status st = rv_vote_count(votes[2], votes[0], votes[1], o->level, &out->vote, err);

    qsort(y, out->k_yi, sizeof *y, by_value);
    if (out->k_yi) {
        out->min = y[0];
        out->q1 = quantile(y, out->k_yi, 0.25);
        out->median = quantile(y, out->k_yi, 0.5);
        out->q3 = quantile(y, out->k_yi, 0.75);
        out->max = y[out->k_yi - 1];
    }
    for (int m = 0; st == RV_OK && m <= RV_COMBINE_TRUNCATED; m++) {
        out->combined[m] = (rv_combined_p){ (rv_combine)m, 0, 0, NAN, NAN, NAN };
        if (out->k_p)
            st = rv_combine_run(p, NULL, out->k_p, (rv_combine)m, o->truncation, &out->combined[m], err);
    }
    return st;
}

/* The results of one domain, sorted by study; room for 3 n numbers. */
static rv_status one_domain(const rv_direction_options *o, const result *r, size_t n, double *room, rv_domain_direction *out, rv_error *err)
{
    double *y = room, *p = room + n, *own = room + 2 * n;
    size_t votes[3] = { 0, 0, 0 };

    *out = (rv_domain_direction){ .effects = n, .min = NAN, .q1 = NAN, .median = NAN, .q3 = NAN, .max = NAN };
    for (size_t i = 0, end; i < n; i = end) {
        double median, least;
        for (end = i + 1; end < n && r[end].study == r[i].study;)
            end++;
        out->studies++;
        votes[vote_of(r + i, end - i, o->agreement) + 1]++;
        if (!isnan(median = effect_of(r + i, end - i, own)))
            y[out->k_yi++] = median;
        if (!isnan(least = p_of(r + i, end - i)))
            p[out->k_p++] = least;
    }
    return finish(o, votes, y, p, out, err);
}

static rv_status check(const rv_direction_data *d, const rv_direction_options *o, rv_error *err)
{
    if (d->k == 0 || (!d->yi && !d->direction))
        return rv_fail(err, RV_EINVAL, d->k ? "neither effects nor directions are given" : "there are no results");
    if (!(o->level > 0 && o->level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", o->level);
    if (!(o->agreement > 0 && o->agreement <= 1))
        return rv_fail(err, RV_EINVAL, "agreement is %g; the share of a study's effects must lie above 0 and not above 1", o->agreement);
    return RV_OK;
}

rv_status rv_direction_run(const rv_direction_data *d, const rv_direction_options *o, rv_domain_direction *out, rv_error *err)
{
    result *r = malloc((d->k + 1) * sizeof *r);
    double *room = malloc((3 * d->k + 1) * sizeof *room);
    size_t n = 0;
    rv_status st = r && room ? check(d, o, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < d->k; i++)
        if ((st = read_one(d, o, i, &r[n], err)) == RV_OK)
            n += !isnan(r[n].side);
    if (st == RV_OK && n == 0)
        st = rv_fail(err, RV_EINVAL, "no result has a direction");
    if (st == RV_OK)
        qsort(r, n, sizeof *r, by_study);
    for (size_t g = 0, i = 0, end; st == RV_OK && g < d->domains; g++, i = end) {
        for (end = i; end < n && r[end].domain == g;)
            end++;
        st = one_domain(o, r + i, end - i, room, &out[g], err);
    }
    free(r);
    free(room);
    return st;
}
