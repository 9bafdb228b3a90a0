/* P-values combined. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_direction.h"
#include "review/numer.h"

const char *const rv_combine_names[] = { "fisher", "stouffer", "edgington", "tippett", "truncated", NULL };

static double sum_of_logs(const double *p, size_t k)
{
    rv_sum s = { 0, 0 };

    for (size_t i = 0; i < k; i++)
        rv_sum_add(&s, log(p[i]));
    return rv_sum_get(&s);
}

static void fisher(const double *p, size_t k, rv_combined_p *out)
{
    out->stat = -2 * sum_of_logs(p, k);
    out->df = 2 * (double)k;
    out->p = rv_chi2_upper(out->stat, out->df);
}

static void stouffer(const double *p, const double *w, size_t k, rv_combined_p *out)
{
    double top = 0, squares = 0;

    for (size_t i = 0; i < k; i++) {
        const double wi = w ? w[i] : 1;
        top += wi * rv_normal_upper_quantile(p[i]);
        squares += wi * wi;
    }
    out->stat = top / sqrt(squares);
    out->p = rv_normal_upper(out->stat);
}

/*
 * P(U_1 + ... + U_n <= x) of uniform variables. The alternating sum of textbooks cancels from n = 20 on; this does not:
 *
 *     F_n(x) = (x F_(n-1)(x) + (n - x) F_(n-1)(x - 1)) / n        F_0(x) = 1 for x >= 0
 *
 * f[j] holds F(x - j); cost k^2.
 */
static rv_status edgington(const double *p, size_t k, rv_combined_p *out, rv_error *err)
{
    double x = 0, *f;
    size_t terms;

    for (size_t i = 0; i < k; i++)
        x += p[i];
    terms = (size_t)floor(x) + 1;
    if (!(f = malloc((terms + 1) * sizeof *f)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t j = 0; j < terms; j++)
        f[j] = 1;
    f[terms] = 0;
    for (size_t n = 1; n <= k; n++)
        for (size_t j = 0; j < terms; j++) {
            const double at = x - (double)j;
            f[j] = at >= (double)n ? 1 : (at * f[j] + ((double)n - at) * f[j + 1]) / (double)n;
        }
    out->stat = x;
    out->p = fmin(1, f[0]);
    free(f);
    return RV_OK;
}

static void tippett(const double *p, size_t k, rv_combined_p *out)
{
    out->stat = p[0];
    for (size_t i = 1; i < k; i++)
        out->stat = fmin(out->stat, p[i]);
    out->p = -expm1((double)k * log1p(-out->stat));
}

/*
 *     P(W <= w) = sum_j C(k, j) (1 - t)^(k - j) t^j P(chi2(2 j) >= 2 (j ln t - ln w))
 *
 * over the number j of p-values up to t: given j, the product of p / t is that of j uniform variables.
 */
static void truncated(const double *p, size_t k, double t, rv_combined_p *out)
{
    const double n = (double)k;
    double logs = 0, all = 0;

    out->used = 0;
    for (size_t i = 0; i < k; i++)
        if (p[i] <= t)
            logs += log(p[i]), out->used++;
    out->stat = logs;
    out->p = 1;
    if (out->used == 0)
        return;
    for (double j = 1; j <= n; j++) {
        const double choose = rv_gamma_log(n + 1) - rv_gamma_log(j + 1) - rv_gamma_log(n - j + 1);
        const double reach = 2 * (j * log(t) - logs), others = j < n ? (n - j) * log1p(-t) : 0;
        all += exp(choose + others + j * log(t) + (reach > 0 ? rv_chi2_upper_log(reach, 2 * j) : 0));
    }
    out->p = fmin(1, all);
}

rv_status rv_combine_run(const double *p, const double *weights, size_t k, rv_combine method, double truncation, rv_combined_p *out,
                         rv_error *err)
{
    *out = (rv_combined_p){ method, k, k, NAN, NAN, NAN };
    if (k == 0)
        return rv_fail(err, RV_EINVAL, "there are no p-values to combine");
    if (method == RV_COMBINE_TRUNCATED && !(truncation > 0 && truncation <= 1))
        return rv_fail(err, RV_EINVAL, "p-values are cut at %g; it must lie above 0 and not above 1", truncation);
    for (size_t i = 0; i < k; i++) {
        if (!(p[i] >= 0 && p[i] <= 1))
            return rv_fail(err, RV_EDOMAIN, "p-value %zu is %g; it must lie between 0 and 1", i + 1, p[i]);
        if (p[i] == 0)
            return rv_fail(err, RV_EDOMAIN, "p-value %zu is 0; give the bound that the report prints, as 0.001", i + 1);
        if (method == RV_COMBINE_STOUFFER && weights && !(weights[i] > 0 && isfinite(weights[i])))
            return rv_fail(err, RV_EDOMAIN, "weight %zu is %g; it must be positive", i + 1, weights[i]);
    }
    switch (method) {
    case RV_COMBINE_FISHER:    fisher(p, k, out); return RV_OK;
    case RV_COMBINE_STOUFFER:  stouffer(p, weights, k, out); return RV_OK;
    case RV_COMBINE_EDGINGTON: return edgington(p, k, out, err);
    case RV_COMBINE_TIPPETT:   tippett(p, k, out); return RV_OK;
    default:                   truncated(p, k, truncation, out); return RV_OK;
    }
}
