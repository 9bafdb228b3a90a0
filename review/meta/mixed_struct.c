/* Structures of random effects: covariances within a group, their derivatives, and what is reported of them. */
#include <config.h>

#include <stdlib.h>

#include "meta/mixed.h"

const char *const rv_mixed_struct_names[] = { "intercept", "CS", "HCS", "UN", "ID", "DIAG", "AR", "HAR", "CAR", NULL };

/* What a structure is made of. */
typedef struct {
    bool each;                    /* a variance for each level */
    bool rho;                     /* one correlation for all pairs */
    bool far;                     /* rho to the power of the distance */
} kind;

static const kind kinds[] = {
    [RV_MIXED_INTERCEPT] = { false, false, false }, [RV_MIXED_CS] = { false, true, false },
    [RV_MIXED_HCS] = { true, true, false },         [RV_MIXED_UN] = { true, false, false },
    [RV_MIXED_ID] = { false, false, false },        [RV_MIXED_DIAG] = { true, false, false },
    [RV_MIXED_AR] = { false, true, true },          [RV_MIXED_HAR] = { true, true, true },
    [RV_MIXED_CAR] = { false, true, true }
};

size_t rv_mixed_cov_params(rv_mixed_struct k, size_t n)
{
    return k == RV_MIXED_UN ? n * (n + 1) / 2 : (kinds[k].each ? n : 1) + kinds[k].rho;
}

bool rv_mixed_linear(const rv_mixed_cov *c)
{
    return !kinds[c->kind].rho && c->kind != RV_MIXED_UN;
}

/* Standard deviations times a correlation; what the factors are. */
static bool by_deviations(const rv_mixed_cov *c)
{
    return c->kind == RV_MIXED_UN ? c->pairs : kinds[c->kind].each && kinds[c->kind].rho;
}

static double distance(const rv_mixed_cov *c, size_t a, size_t b)
{
    if (a == b || !kinds[c->kind].far)
        return a != b;
    return c->kind == RV_MIXED_CAR ? fabs(c->times[a] - c->times[b]) : a > b ? (double)(a - b) : (double)(b - a);
}

/* Where the correlation of a and b stands after n variances: 1-2, 1-3, ..., by rows. */
static size_t pair_at(size_t n, size_t a, size_t b)
{
    const size_t i = a < b ? a : b, j = a < b ? b : a;

    return n + i * n - i * (i + 1) / 2 + j - i - 1;
}

/* The correlation of two levels, its first and second derivative in its own parameter. */
static double correlation(const rv_mixed_cov *c, const double *psi, size_t a, size_t b, int derivative)
{
    if (a == b || (!kinds[c->kind].rho && c->kind != RV_MIXED_UN))
        return a == b && derivative == 0;
    if (c->kind == RV_MIXED_UN)
        return derivative == 0 ? psi[pair_at(c->n, a, b)] : derivative == 1;
    const double rho = psi[c->params - 1], d = distance(c, a, b);
    switch (derivative) {
    case 0:  return d == 1 ? rho : pow(rho, d);
    case 1:  return d == 1 ? 1 : d * pow(rho, d - 1);
    default: return d == 1 ? 0 : d * (d - 1) * pow(rho, d - 2);
    }
}

static bool is_correlation(const rv_mixed_cov *c, size_t i, size_t a, size_t b)
{
    return c->kind == RV_MIXED_UN ? a != b && i == pair_at(c->n, a, b) : kinds[c->kind].rho && i == c->params - 1;
}

/* Row and column of entry i of the Cholesky factor, by rows of its lower triangle. */
static void entry(size_t i, size_t *row, size_t *column)
{
    *row = 0;
    while ((*row + 1) * (*row + 2) / 2 <= i)
        ++*row;
    *column = i - *row * (*row + 1) / 2;
}

static double factor_at(const double *psi, size_t row, size_t column)
{
    return column > row ? 0 : psi[row * (row + 1) / 2 + column];
}

static bool by_factor(const rv_mixed_cov *c)
{
    return c->kind == RV_MIXED_UN && !c->pairs;
}

double rv_mixed_g(const rv_mixed_cov *c, const double *psi, size_t a, size_t b)
{
    double sum = 0;

    if (by_factor(c)) {
        for (size_t t = 0; t <= a && t <= b; t++)
            sum += factor_at(psi, a, t) * factor_at(psi, b, t);
        return sum;
    }
    if (by_deviations(c))
        return psi[a] * psi[b] * correlation(c, psi, a, b, 0);
    return psi[kinds[c->kind].each ? a : 0] * correlation(c, psi, a, b, 0);
}

double rv_mixed_dg(const rv_mixed_cov *c, const double *psi, size_t i, size_t a, size_t b)
{
    if (by_factor(c)) {
        size_t row, t;
        entry(i, &row, &t);
        return (a == row ? factor_at(psi, b, t) : 0) + (b == row ? factor_at(psi, a, t) : 0);
    }
    if (by_deviations(c)) {
        if (is_correlation(c, i, a, b))
            return psi[a] * psi[b] * correlation(c, psi, a, b, 1);
        return i >= c->n ? 0 : ((a == i ? psi[b] : 0) + (b == i ? psi[a] : 0)) * correlation(c, psi, a, b, 0);
    }
    if (is_correlation(c, i, a, b))
        return psi[0] * correlation(c, psi, a, b, 1);
    return kinds[c->kind].each ? a == b && a == i : correlation(c, psi, a, b, 0);
}

double rv_mixed_d2g(const rv_mixed_cov *c, const double *psi, size_t i, size_t j, size_t a, size_t b)
{
    if (by_factor(c)) {
        size_t row, t, row2, t2;
        entry(i, &row, &t);
        entry(j, &row2, &t2);
        return t == t2 ? (a == row && b == row2) + (double)(b == row && a == row2) : 0;
    }
    if (rv_mixed_linear(c))
        return 0;
    const bool ri = is_correlation(c, i, a, b), rj = is_correlation(c, j, a, b);
    if (!by_deviations(c))
        return ri && rj ? psi[0] * correlation(c, psi, a, b, 2) : ri || rj ? correlation(c, psi, a, b, 1) : 0;
    if (ri && rj)
        return psi[a] * psi[b] * correlation(c, psi, a, b, 2);
    if (ri || rj) {
        const size_t s = ri ? j : i;
        return s >= c->n ? 0 : ((a == s ? psi[b] : 0) + (b == s ? psi[a] : 0)) * correlation(c, psi, a, b, 1);
    }
    if (i >= c->n || j >= c->n)
        return 0;
    return ((a == i && b == j) + (double)(a == j && b == i)) * correlation(c, psi, a, b, 0);
}

void rv_mixed_bounds(const rv_mixed_cov *c, size_t i, double *lo, double *hi)
{
    bool rho;
    size_t a, b;

    rv_mixed_param_of(c, i, &rho, &a, &b);
    *lo = by_factor(c) ? -INFINITY : 0;
    *hi = INFINITY;
    if (!rho || by_factor(c))
        return;
    *hi = 1;
    *lo = -1;
    if (c->kind == RV_MIXED_CAR)
        *lo = 0;
}

void rv_mixed_param_of(const rv_mixed_cov *c, size_t i, bool *rho, size_t *a, size_t *b)
{
    const size_t variances = c->kind == RV_MIXED_UN || kinds[c->kind].each ? c->n : 1;

    *rho = i >= variances;
    *a = *b = *rho ? 0 : i;
    if (!*rho)
        return;
    *b = c->n > 1;
    for (size_t at = variances; c->kind == RV_MIXED_UN && at < i; at++)
        if (++*b == c->n) {
            ++*a;
            *b = *a + 1;
        }
}

size_t rv_mixed_part_params(const rv_mixed_part *p)
{
    return rv_mixed_cov_params(p->kind, p->kind == RV_MIXED_INTERCEPT ? 1 : p->inners);
}

bool rv_mixed_part_correlation(const rv_mixed_part *p, size_t i)
{
    const rv_mixed_cov c = { .kind = p->kind, .n = p->kind == RV_MIXED_INTERCEPT ? 1 : p->inners };
    bool rho;
    size_t a, b;

    rv_mixed_param_of(&c, i, &rho, &a, &b);
    return rho;
}

/* UN: variances and correlations of G = L L'. */
static void of_factor(const rv_mixed_cov *c, const double *psi, double *theta, double *slopes)
{
    for (size_t i = 0; i < c->params; i++) {
        bool rho;
        size_t a, b;
        rv_mixed_param_of(c, i, &rho, &a, &b);
        const double g = rv_mixed_g(c, psi, a, b), ga = rv_mixed_g(c, psi, a, a), gb = rv_mixed_g(c, psi, b, b);
        theta[i] = rho ? g / sqrt(ga * gb) : g;
        for (size_t j = 0; slopes && j < c->params; j++)
            slopes[i * c->params + j] = rho ? rv_mixed_dg(c, psi, j, a, b) / sqrt(ga * gb)
                                                  - theta[i] / 2 * (rv_mixed_dg(c, psi, j, a, a) / ga + rv_mixed_dg(c, psi, j, b, b) / gb)
                                            : rv_mixed_dg(c, psi, j, a, a);
    }
}

void rv_mixed_theta(const rv_mixed_cov *c, const double *psi, double *theta, double *slopes)
{
    if (by_factor(c)) {
        of_factor(c, psi, theta, slopes);
        return;
    }
    for (size_t i = 0; i < c->params; i++) {
        bool rho;
        size_t a, b;
        rv_mixed_param_of(c, i, &rho, &a, &b);
        const bool squared = by_deviations(c) && !rho;
        theta[i] = squared ? psi[i] * psi[i] : psi[i];
        for (size_t j = 0; slopes && j < c->params; j++)
            slopes[i * c->params + j] = i != j ? 0 : squared ? 2 * psi[i] : 1;
    }
}

/* L of a covariance that may be singular. */
static rv_status factor_of(const rv_mixed_cov *c, const char *name, const double *theta, double *psi, rv_error *err)
{
    for (size_t a = 0; a < c->n; a++)
        for (size_t b = 0; b <= a; b++) {
            double g = a == b ? theta[a] : theta[pair_at(c->n, a, b)] * sqrt(theta[a] * theta[b]);
            for (size_t t = 0; t < b; t++)
                g -= factor_at(psi, a, t) * factor_at(psi, b, t);
            if (a == b && g < -1e-9 * theta[a])
                return rv_fail(err, RV_EINVAL, "%s: these variances and correlations are no covariance matrix (level %zu)", name, a + 1);
            psi[a * (a + 1) / 2 + b] = a == b ? sqrt(fmax(0, g)) : factor_at(psi, b, b) > 0 ? g / factor_at(psi, b, b) : 0;
        }
    return RV_OK;
}

rv_status rv_mixed_psi(const rv_mixed_cov *c, const char *name, const double *theta, double *psi, rv_error *err)
{
    for (size_t i = 0; i < c->params; i++) {
        bool rho;
        size_t a, b;
        rv_mixed_param_of(c, i, &rho, &a, &b);
        if (!rho && !(theta[i] >= 0 && isfinite(theta[i])))
            return rv_fail(err, RV_EINVAL, "%s: variance %zu is given as %g; it must not be negative", name, a + 1, theta[i]);
        if (rho && !(theta[i] >= (c->kind == RV_MIXED_CAR ? 0 : -1) && theta[i] <= 1))
            return rv_fail(err, RV_EINVAL, "%s: a correlation is given as %g; it lies between %d and 1", name, theta[i],
                           c->kind == RV_MIXED_CAR ? 0 : -1);
        psi[i] = by_deviations(c) && !rho ? sqrt(theta[i]) : theta[i];
    }
    return by_factor(c) ? factor_of(c, name, theta, psi, err) : RV_OK;
}
