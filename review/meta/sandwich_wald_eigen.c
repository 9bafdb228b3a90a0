/*
 * Wald tests by the eigenvectors of the standardised robust variance: Q is a sum of squares of t statistics t_j that are uncorrelated
 * under the model, each with the Satterthwaite df of its contrast.
 */
#include <config.h>

#include <stdlib.h>

#include "meta/sandwich_wald.h"

/* The mean and variance of a sum of F(1, df_j) are matched by those of a scaled F (Fai & Cornelius 1996); df below 4.1 are taken as 4.1, so
   that the variance exists. */
static void fai_cornelius(const rv_wald_room *w, const double *df, rv_wald_result *out)
{
    const double q = (double)w->q;
    double mean = 0, variance = 0, excess;

    for (size_t j = 0; j < w->q; j++) {
        const double d = fmax(df[j], 4.1);
        mean += d / (d - 2);
        variance += 2 * d * d * (d - 1) / ((d - 2) * (d - 2) * (d - 4));
    }
    excess = q * variance - 2 * mean * mean;
    out->delta = excess > 0 ? (mean * mean * (q - 2) + 2 * q * variance) / (mean * (variance + mean * mean)) : q / mean;
    out->df2 = excess > 0 ? 4 + 2 * mean * mean * (q + 2) / excess : NAN;
    out->stat = out->delta * w->stat / q;
    out->p = excess > 0 ? rv_f_upper(out->stat, q, out->df2) : rv_chi2_upper(q * out->stat, q);
}

/* t with df turned into a normal z (Hill 1970). */
static double hill(double t, double df)
{
    const double a = df - 0.5, b = 48 * a * a, c2 = a * log1p(t * t / df), c = sqrt(c2), c4 = c2 * c2;

    return c + c * (c2 + 3) / b
           - c * (4 * c4 * c2 + 33 * c4 + 240 * c2 + 855) / (10 * b * b + 8 * b * c4 + 1000 * b);
}

static void cai_hayes(const rv_wald_room *w, const double *t, const double *df, rv_wald_result *out)
{
    const double q = (double)w->q;

    out->stat = 0;
    for (size_t j = 0; j < w->q; j++) {
        const double z = hill(t[j], df[j]);
        out->stat += z * z / q;
    }
    out->delta = 1;
    out->df2 = NAN;
    out->p = rv_chi2_upper(q * out->stat, q);
}

rv_status rv_wald_by_eigenvalues(rv_wald_room *w, rv_wald_result *out, rv_error *err)
{
    const size_t q = w->q, p = w->s->fit.p;
    double *room = calloc(3 * q + p, sizeof *room), *values = room, *df = room + q, *t = room + 2 * q, *c = room + 3 * q;
    rv_status st;

    if (!room)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu contrasts", q);
    for (size_t a = 0; a < q; a++)
        for (size_t b = 0; b <= a; b++) {
            double sum = 0;
            for (size_t i = 0; i < q; i++)
                for (size_t j = 0; j < q; j++)
                    sum += w->f[a * q + i] * w->csc[i * q + j] * w->f[b * q + j];
            w->root[a * q + b] = sum;
        }
    st = rv_eigen_symmetric(w->root, q, values, err);
    for (size_t j = 0; st == RV_OK && j < q; j++) {
        double mean;
        for (size_t i = 0; i < p; i++) {
            c[i] = 0;
            for (size_t a = 0; a < q; a++)
                c[i] += w->root[a * q + j] * w->fc[a * p + i];
        }
        t[j] = 0;
        for (size_t a = 0; a < q; a++)
            for (size_t b = 0; b < q; b++)
                t[j] += w->root[a * q + j] * w->f[a * q + b] * w->cb[b];
        t[j] /= sqrt(values[j]);
        st = rv_sandwich_satterthwaite(w->s, c, &mean, &df[j], err);
    }
    if (st == RV_OK && out->test == RV_WALD_EDF)
        fai_cornelius(w, df, out);
    else if (st == RV_OK)
        cai_hayes(w, t, df, out);
    free(room);
    return st;
}
