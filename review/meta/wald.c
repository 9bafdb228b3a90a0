/* Tests of coefficients, of contrasts, and of several contrasts at once. */
#include <config.h>

#include <stdlib.h>

#include "meta/coefficients.h"

double rv_meta_quantile(double df, double level)
{
    const double tail = (1 - level) / 2;

    return isnan(df) ? rv_normal_upper_quantile(tail) : rv_t_upper_quantile(tail, df);
}

double rv_meta_reach(rv_meta_fitted *t, double df)
{
    if (t->reach == 0 || !(df == t->reach_df || (isnan(df) && isnan(t->reach_df)))) {
        t->reach = rv_meta_quantile(df, t->level);
        t->reach_df = df;
    }
    return t->reach;
}

/* l' A m */
static double between(const double *a, size_t p, const double *l, const double *m)
{
    double sum = 0;

    for (size_t r = 0; r < p; r++)
        for (size_t c = 0; l[r] != 0 && c < p; c++)
            sum += l[r] * a[r * p + c] * m[c];
    return sum;
}

double rv_meta_variance_of(const rv_meta_fitted *t, const double *a, const double *l)
{
    return l ? between(a, t->p, l, l) : a[0];
}

rv_meta_coef rv_meta_contrast_of(rv_meta_fitted *t, const double *l, size_t i)
{
    rv_meta_coef c = { l ? 0 : t->b[i], sqrt(l ? between(t->g, t->p, l, l) : t->g[i * t->p + i]), NAN, t->df, NAN, NAN, NAN };
    double reach;

    for (size_t j = 0; l && j < t->p; j++)
        c.estimate += l[j] * t->b[j];
    if (t->kr)
        c.df = rv_kenward_roger_df(&t->kenward_roger, t->p, l, i);
    reach = rv_meta_reach(t, c.df) * c.se;
    c.stat = c.se > 0 ? c.estimate / c.se : NAN;
    c.p = isnan(c.df) ? rv_normal_two_sided(c.stat) : rv_t_two_sided(c.stat, c.df);
    c.ci_lo = c.estimate - reach;
    c.ci_hi = c.estimate + reach;
    return c;
}

/* to[n n] = L A L' */
static void covariances(const double *a, size_t p, const double *l, size_t n, double *to)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            to[i * n + j] = to[j * n + i] = between(a, p, l + i * p, l + j * p);
}

/* q = (L b)' (L G L')^-1 L b; chi-square with n degrees of freedom, or F = scale q / n. `g` has room for 3 n n + 2 n. */
static rv_status joint(const rv_meta_fitted *t, const double *l, size_t n, double *g, rv_meta_joint *out, rv_error *err)
{
    double *c = g + n * n, *d = c + n * n, *x = d + n * n, *lb = x + n, q = 0, scale = 1, df2 = t->df;
    rv_status st;

    for (size_t i = 0; i < n; i++) {
        x[i] = 0;
        for (size_t j = 0; j < t->p; j++)
            x[i] += l[i * t->p + j] * t->b[j];
        lb[i] = x[i];
    }
    covariances(t->g, t->p, l, n, g);
    if (t->kr) {
        covariances(t->kenward_roger.c, t->p, l, n, c);
        covariances(t->kenward_roger.d, t->p, l, n, d);
        if ((st = rv_kenward_roger_joint(t->kenward_roger.omega, c, d, n, &scale, &df2, err)) != RV_OK)
            return st;
    }
    if (!(g[0] > 0))   /* equal effects under plain Hartung-Knapp: no variance, no test */
        return RV_OK;
    if ((st = rv_cholesky(g, n, err)) != RV_OK)
        return rv_within(err, st, "the contrasts depend on each other");
    rv_cholesky_solve(g, n, x);
    for (size_t i = 0; i < n; i++)
        q += x[i] * lb[i];
    *out = (rv_meta_joint){ isnan(df2) ? q : scale * q / (double)n, (double)n, df2, NAN };
    out->p = isnan(df2) ? rv_chi2_upper(q, (double)n) : rv_f_upper(out->stat, (double)n, df2);
    return RV_OK;
}

rv_status rv_meta_joint_of(const rv_meta_fitted *t, const double *l, size_t n, rv_meta_joint *out, rv_error *err)
{
    double *room = calloc(3 * n * n + 2 * n + 1, sizeof *room);
    const rv_status st = room ? joint(t, l, n, room, out, err) : rv_fail(err, RV_ENOMEM, "out of memory for %zu contrasts", n);

    free(room);
    return st;
}
