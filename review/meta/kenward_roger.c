#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/kenward_roger.h"

/* to = M B M for symmetric M and B. */
static void both_sides(const double *m, const double *b, size_t p, double *to)
{
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = 0;
            for (size_t r = 0; r < p; r++)
                for (size_t c = 0; c < p; c++)
                    sum += m[i * p + r] * b[r * p + c] * m[c * p + j];
            to[i * p + j] = to[j * p + i] = sum;
        }
}

/* Phi S_2 Phi S_2 Phi = D Phi^-1 D is taken as D S_1 D, which needs no inverse. */
void rv_kenward_roger_fill(rv_model *m, bool corrected, rv_kenward_roger *kr)
{
    const size_t p = m->p, n = p * p;
    double *g = kr->g;

    kr->omega = 2 / rv_model_trace2(m, 0, 0);
    memcpy(kr->c, m->m, n * sizeof *g);
    rv_model_gram(m, 2, 0, 0, m->g1);
    both_sides(m->m, m->g1, p, kr->d);
    rv_model_gram(m, 3, 0, 0, m->g1);
    both_sides(m->m, m->g1, p, g);
    rv_model_gram(m, 1, 0, 0, m->g1);
    both_sides(kr->d, m->g1, p, m->g2);
    for (size_t i = 0; i < n; i++)
        g[i] = kr->c[i] + 2 * kr->omega * (g[i] - m->g2[i]);
    if (!corrected)
        return;
    memcpy(kr->c, g, n * sizeof *g);
    rv_model_gram(m, 2, 0, 0, m->g1);
    both_sides(g, m->g1, p, kr->d);
}

static double quadratic(const double *a, size_t p, const double *l, size_t i)
{
    double sum = 0;

    if (!l)
        return a[i * p + i];
    for (size_t r = 0; r < p; r++)
        for (size_t c = 0; c < p; c++)
            sum += l[r] * a[r * p + c] * l[c];
    return sum;
}

double rv_kenward_roger_df(const rv_kenward_roger *kr, size_t p, const double *l, size_t i)
{
    const double share = quadratic(kr->d, p, l, i) / quadratic(kr->c, p, l, i);

    return 2 / (kr->omega * share * share);
}

/* Theirs, equations (5) to (9), with one variance parameter: A1 = omega tr(T)^2, A2 = omega tr(T T), T = c^-1 d. For n = 1 it
   comes out as scale 1 and df2 = 2 / A2. */
rv_status rv_kenward_roger_joint(double omega, double *c, const double *d, size_t n, double *scale, double *df2, rv_error *err)
{
    double *t = calloc(n * n, sizeof *t), trace = 0, square = 0;
    rv_status st = t ? rv_cholesky(c, n, err) : rv_fail(err, RV_ENOMEM, "out of memory for %zu contrasts", n);

    for (size_t j = 0; st == RV_OK && j < n; j++) {   /* d is symmetric: row j is column j */
        memcpy(t + j * n, d + j * n, n * sizeof *t);
        rv_cholesky_solve(c, n, t + j * n);
    }
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        trace += t[i * n + i];
        for (size_t j = 0; j < n; j++)
            square += t[i * n + j] * t[j * n + i];
    }
    free(t);
    if (st != RV_OK)
        return st;
    const double l = (double)n, a1 = omega * trace * trace, a2 = omega * square, b = (a1 + 6 * a2) / (2 * l),
                 g = ((l + 1) * a1 - (l + 4) * a2) / ((l + 2) * a2), under = 3 * l + 2 * (1 - g), c1 = g / under,
                 c2 = (l - g) / under, c3 = (l + 2 - g) / under, mean = 1 / (1 - a2 / l),
                 ratio = (1 + c1 * b) / ((1 - c2 * b) * (1 - c2 * b) * (1 - c3 * b)) / (l * mean * mean);

    if (n == 1) {
        *scale = 1;
        *df2 = 2 / a2;
        return RV_OK;
    }
    if (!(a2 < l && l * ratio > 1 && isfinite(ratio)))
        return rv_fail(err, RV_EDOMAIN, "Kenward and Roger's approximation has no degrees of freedom for %zu contrasts here; "
                                        "test fewer at once, or with another test", n);
    *df2 = 4 + (l + 2) / (l * ratio - 1);
    *scale = *df2 / (mean * (*df2 - 2));
    return RV_OK;
}
