/* Sampling covariances of effects that share people: same outcome, other outcomes, other times, shared groups. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/effect.h"
#include "review/numer.h"

/* Same study, and same independent part of it. */
static bool together(const rv_covariance *c, size_t i, size_t j)
{
    return (!c->cluster || c->cluster[i] == c->cluster[j]) && (!c->subgroup || c->subgroup[i] == c->subgroup[j]);
}

/* The correlation of two outcomes at one time in one group. */
static double of_outcomes(const rv_covariance *c, size_t i, size_t j)
{
    if (c->type && c->type[i] != c->type[j])
        return c->rho_types;
    return c->obs && c->obs[i] != c->obs[j] ? c->rho : 1;
}

static double of_times(const rv_covariance *c, double a, double b)
{
    return a == b ? 1 : pow(c->phi, fabs(a - b));
}

static double time_of(const rv_covariance *c, size_t i, int side)
{
    const double *t = side && c->time2 ? c->time2 : c->time1;

    return t ? t[i] : 0;
}

static size_t group_of(const rv_covariance *c, size_t i, int side)
{
    return side ? c->grp2[i] : c->grp1[i];
}

static double weight_of(const rv_covariance *c, size_t i, int side)
{
    const double *w = side ? c->w2 : c->w1;

    return w ? w[i] : 1;
}

/* The covariance of side a of row i with side b of row j, in units in which a group of weight 1 has variance 1. */
static double of_sides(const rv_covariance *c, size_t i, int a, size_t j, int b)
{
    if (group_of(c, i, a) != group_of(c, j, b))
        return 0;
    return of_times(c, time_of(c, i, a), time_of(c, j, b)) / sqrt(weight_of(c, i, a) * weight_of(c, j, b));
}

static double of_contrasts(const rv_covariance *c, size_t i, size_t j)
{
    return of_sides(c, i, 0, j, 0) - of_sides(c, i, 0, j, 1) - of_sides(c, i, 1, j, 0) + of_sides(c, i, 1, j, 1);
}

double rv_covariance_correlation(const rv_covariance *c, size_t i, size_t j)
{
    const double outcomes = of_outcomes(c, i, j), time = of_times(c, time_of(c, i, 0), time_of(c, j, 0));

    if (i == j)
        return 1;
    if (!together(c, i, j))
        return 0;
    if (c->grp1 && c->grp2)
        return outcomes * of_contrasts(c, i, j) / sqrt(of_contrasts(c, i, i) * of_contrasts(c, j, j));
    if (c->grp1 && c->grp1[i] != c->grp1[j])
        return 0;
    return c->additive ? outcomes + (1 - outcomes) * time : outcomes * time;
}

static rv_status check(const rv_covariance *c, rv_error *err)
{
    const double r[] = { c->rho, c->rho_types, c->phi };
    static const char *const names[] = { "rho", "the correlation between types", "phi" };

    for (int i = 0; i < 3; i++)
        if (!(r[i] >= -1 && r[i] <= 1))
            return rv_fail(err, RV_EINVAL, "%s is %g; a correlation is between -1 and 1", names[i], r[i]);
    for (size_t i = 0; i < c->k; i++) {
        if (!(c->vi[i] >= 0) || isinf(c->vi[i]))
            return rv_fail(err, RV_EDOMAIN, "variance %zu is %g; it must be a number, 0 or more", i + 1, c->vi[i]);
        for (int side = 0; side < 2; side++)
            if (!(weight_of(c, i, side) > 0))
                return rv_fail(err, RV_EDOMAIN, "row %zu: weight %g of its group %d; it must be positive", i + 1,
                               weight_of(c, i, side), side + 1);
    }
    return RV_OK;
}

/* Element (a, b) of the block of n rows: from the rows' own columns, lower triangle, or from the correlation. */
static double element(const rv_covariance *c, const size_t *rows, size_t a, size_t b)
{
    const size_t i = rows[a], j = rows[b], low = a > b ? a : b, high = a > b ? b : a;

    if (c->rvars)
        return (high < c->n_rvars ? c->rvars[high][rows[low]] : NAN) * sqrt(c->vi[i] * c->vi[j]);
    return a == b ? c->vi[i] : rv_covariance_correlation(c, i, j) * sqrt(c->vi[i] * c->vi[j]);
}

rv_status rv_covariance_block(const rv_covariance *c, const size_t *rows, size_t n, double *v, rv_error *err)
{
    double *factor = malloc((n * n + 1) * sizeof *factor);
    rv_status st = RV_OK;

    if (!factor)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            factor[a * n + b] = v[a * n + b] = element(c, rows, a, b);
    for (size_t i = 0; i < n * n && st == RV_OK; i++)
        if (isnan(v[i]))
            st = rv_fail(err, RV_EDOMAIN, "no covariance is given for rows %zu and %zu", rows[i / n] + 1, rows[i % n] + 1);
    if (st == RV_OK && n && rv_cholesky(factor, n, NULL) != RV_OK)
        st = rv_fail(err, RV_EDOMAIN, "the covariances of the %zu rows from row %zu on are not positive definite: are two rows the same, "
                     "or the correlations too far apart?", n, rows[0] + 1);
    free(factor);
    return st;
}

size_t rv_covariance_rows(const rv_covariance *c, size_t first, size_t *rows)
{
    size_t n = 0;

    for (size_t i = 0; i < first; i++)
        if (together(c, i, first))
            return 0;
    for (size_t i = first; i < c->k; i++)
        if (together(c, i, first))
            rows[n++] = i;
    return n;
}

rv_status rv_covariance_matrix(const rv_covariance *c, double *v, rv_error *err)
{
    size_t *rows = malloc((c->k + 1) * sizeof *rows);
    double *block = malloc((c->k * c->k + 1) * sizeof *block);
    rv_status st = rows && block ? check(c, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < c->k * c->k; i++)
        v[i] = 0;
    for (size_t i = 0; st == RV_OK && i < c->k; i++) {
        const size_t n = rv_covariance_rows(c, i, rows);
        st = rv_covariance_block(c, rows, n, block, err);
        for (size_t a = 0; st == RV_OK && a < n; a++)
            for (size_t b = 0; b < n; b++)
                v[rows[a] * c->k + rows[b]] = block[a * n + b];
    }
    free(rows);
    free(block);
    return st;
}
