/* What follows from a pooled effect and the studies' own effects. */
#include <config.h>

#include "meta/strata.h"
#include "review/numer.h"

void rv_tables_clear(rv_tables_fit *f)
{
    const rv_meta_coef no = { NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    const rv_meta_fitstats none = { NAN, NAN, NAN, NAN, NAN };
    const rv_chi2_test untested = { NAN, NAN, NAN };

    *f = (rv_tables_fit){ 0, 0, 0, no, NAN, NAN, NAN, NAN, NAN, untested, untested, untested, untested, untested, none, none };
}

rv_meta_coef rv_coef_normal(double estimate, double se, double level)
{
    const double reach = rv_normal_upper_quantile((1 - level) / 2) * se, z = estimate / se;

    return (rv_meta_coef){ estimate, se, z, NAN, rv_normal_two_sided(z), estimate - reach, estimate + reach };
}

rv_chi2_test rv_chi2_of(double x, double df)
{
    return df > 0 ? (rv_chi2_test){ x, df, rv_chi2_upper(x, df) } : (rv_chi2_test){ NAN, NAN, NAN };
}

double rv_tables_squares(const rv_tables_row *rows, size_t k, double at)
{
    rv_sum s = { 0, 0 };

    for (size_t i = 0; i < k; i++)
        if (!(rows[i].fate & RV_TABLES_NO_EFFECT)) {
            const double e = rows[i].yi - at;
            if (rows[i].vi == 0 && e != 0)
                return INFINITY;
            if (e != 0)
                rv_sum_add(&s, e * e / rows[i].vi);
        }
    return rv_sum_get(&s);
}

void rv_tables_heterogeneity(rv_tables_fit *f)
{
    if (f->q_df <= 0) {
        f->q = 0;
        f->q_p = 1;
        f->i2 = 0;
        f->h2 = 1;
        return;
    }
    f->q_p = isinf(f->q) ? 0 : rv_chi2_upper(f->q, f->q_df);
    f->h2 = f->q / f->q_df;
    f->i2 = f->q == 0 ? 0 : isnan(f->q) || isinf(f->q) ? NAN : fmax(0, (f->q - f->q_df) / f->q);
}

static rv_meta_fitstats statistics(double loglik, double saturated, double k)
{
    const double m = fmax(k, 3);   /* one parameter, and AICc needs two more */

    return (rv_meta_fitstats){ loglik, -2 * (loglik - saturated), -2 * loglik + 2, -2 * loglik + log(k), -2 * loglik + 2 * m / (m - 2) };
}

/*
 *     ML    l = -k/2 ln 2 pi - 1/2 sum ln vi - rss / 2
 *     REML  l = -(k-1)/2 ln 2 pi + 1/2 ln k - 1/2 sum ln vi - 1/2 ln sum 1/vi - rss / 2
 *
 * The deviance of ML is measured from yi itself as its own mean; that is rss.
 */
void rv_tables_statistics(const rv_tables_row *rows, size_t n, double rss, rv_tables_fit *f)
{
    const double k = (double)f->k_yi, ln2pi = 1.8378770664093454836;
    double logs = 0, w = 0, ml;

    if (f->k_yi == 0 || !isfinite(rss))
        return;
    for (size_t i = 0; i < n; i++)
        if (!(rows[i].fate & RV_TABLES_NO_EFFECT))
            logs += log(rows[i].vi), w += 1 / rows[i].vi;
    ml = -k / 2 * ln2pi - logs / 2 - rss / 2;
    f->ml = statistics(ml, -k / 2 * ln2pi - logs / 2, k);
    if (f->k_yi > 1)
        f->reml = statistics(-(k - 1) / 2 * ln2pi + log(k) / 2 - logs / 2 - log(w) / 2 - rss / 2, 0, k - 1);
}
