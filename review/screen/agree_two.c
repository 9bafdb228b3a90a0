/* Agreement of two people, from the table of what they said. */
#include <config.h>

#include "review/numer.h"
#include "review/screen.h"

enum { K = RV_AGREE_CATEGORIES };

/* The table as proportions, with its margins. */
typedef struct {
    size_t k;
    double n, p[K][K], row[K], column[K];
} proportions;

static const rv_kappa undefined = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };

static double weight_none(size_t i, size_t j, size_t k) { return (void)k, i == j; }
static double weight_linear(size_t i, size_t j, size_t k) { return 1 - fabs((double)i - (double)j) / (double)(k - 1); }
static double weight_quadratic(size_t i, size_t j, size_t k)
{
    const double d = ((double)i - (double)j) / (double)(k - 1);
    return 1 - d * d;
}

static void interval(double at, double se, double level, double *lo, double *hi)
{
    const double z = rv_normal_upper_quantile((1 - level) / 2);

    *lo = at - z * se;
    *hi = at + z * se;
}

/*
 * With weights w_ij, wi = sum_j p.j w_ij and wj = sum_i pi. w_ij the mean weight of a row and of a column:
 *
 *     po = sum p_ij w_ij      pe = sum pi. p.j w_ij      kappa = (po - pe) / (1 - pe)
 *     var  = V / (n (1 - pe)^4)    V  the variance over p_ij    of w_ij (1 - pe) - (wi + wj)(1 - po)
 *     var0 = V0 / (n (1 - pe)^2)   V0 the variance over pi. p.j of w_ij - (wi + wj)
 *
 * which is the published form with its subtracted square taken inside the sum: no cancellation when all agree.
 */
static rv_kappa kappa_of(const proportions *t, double (*weight)(size_t i, size_t j, size_t k), double level)
{
    double by_row[K] = { 0 }, by_column[K] = { 0 }, po = 0, pe = 0, v = 0, v0 = 0;
    rv_kappa out = undefined;

    for (size_t i = 0; i < t->k; i++)
        for (size_t j = 0; j < t->k; j++) {
            const double w = weight(i, j, t->k);
            by_row[i] += t->column[j] * w;
            by_column[j] += t->row[i] * w;
            po += t->p[i][j] * w;
            pe += t->row[i] * t->column[j] * w;
        }
    out.observed = fmin(1, po);
    out.expected = fmin(1, pe);
    if (1 - pe < 1e-12)
        return out;
    out.kappa = (po - pe) / (1 - pe);
    for (size_t i = 0; i < t->k; i++)
        for (size_t j = 0; j < t->k; j++) {
            const double w = weight(i, j, t->k), both = by_row[i] + by_column[j];
            v += t->p[i][j] * pow(w * (1 - pe) - both * (1 - po) - (po * pe - 2 * pe + po), 2);
            v0 += t->row[i] * t->column[j] * pow(w - both + pe, 2);
        }
    out.se = sqrt(v / t->n) / ((1 - pe) * (1 - pe));
    out.se0 = sqrt(v0 / t->n) / (1 - pe);
    out.z = out.se0 > 0 ? out.kappa / out.se0 : NAN;
    interval(out.kappa, out.se, level, &out.ci_lo, &out.ci_hi);
    return out;
}

static double scott(const proportions *t)
{
    double pe = 0, po = 0;

    for (size_t i = 0; i < t->k; i++) {
        pe += pow((t->row[i] + t->column[i]) / 2, 2);
        po += t->p[i][i];
    }
    return 1 - pe < 1e-12 ? NAN : (po - pe) / (1 - pe);
}

/*
 * pe = sum pi_q (1 - pi_q) / (k - 1), pi_q = (pq. + p.q) / 2. A report in cell (i, j) moves AC1 by
 *     x = (1[i = j] - pe) / (1 - pe) - 2 (1 - AC1) (e_ij - pe) / (1 - pe),   e_ij = (1 - pi_i + 1 - pi_j) / (2 (k - 1))
 * and var = sum (x - AC1)^2 / (n (n - 1)).
 */
static void gwet(const proportions *t, double level, rv_agree_two *out)
{
    double pe = 0, pa = 0, mean[K], v = 0;

    for (size_t i = 0; i < t->k; i++) {
        mean[i] = (t->row[i] + t->column[i]) / 2;
        pe += mean[i] * (1 - mean[i]) / (double)(t->k - 1);
        pa += t->p[i][i];
    }
    out->ac1_expected = pe;
    out->ac1 = (pa - pe) / (1 - pe);
    if (t->n < 2)
        return;
    for (size_t i = 0; i < t->k; i++)
        for (size_t j = 0; j < t->k; j++) {
            const double e = (2 - mean[i] - mean[j]) / (2 * (double)(t->k - 1));
            const double x = ((i == j) - pe) / (1 - pe) - 2 * (1 - out->ac1) * (e - pe) / (1 - pe);
            v += t->p[i][j] * pow(x - out->ac1, 2);
        }
    out->ac1_se = sqrt(v / (t->n - 1));
    interval(out->ac1, out->ac1_se, level, &out->ac1_lo, &out->ac1_hi);
    out->ac1_hi = fmin(1, out->ac1_hi);
}

static void pabak(const proportions *t, double po, double level, rv_agree_two *out)
{
    const double k = (double)t->k;

    out->pabak = (k * po - 1) / (k - 1);
    out->pabak_se = k / (k - 1) * sqrt(po * fmax(0, 1 - po) / t->n);
    interval(out->pabak, out->pabak_se, level, &out->pabak_lo, &out->pabak_hi);
}

/* What only a two by two table has. */
static void balance(const proportions *t, rv_agree_two *out)
{
    const double a = t->p[0][0], off = t->p[0][1] + t->p[1][0], d = t->p[1][1];

    out->prevalence_index = a - d;
    out->bias_index = t->p[0][1] - t->p[1][0];
    out->positive = a + off > 0 ? 2 * a / (2 * a + off) : NAN;
    out->negative = d + off > 0 ? 2 * d / (2 * d + off) : NAN;
}

static rv_status fill(proportions *t, const int64_t *table, size_t k, rv_error *err)
{
    t->k = k;
    for (size_t i = 0; i < k * k; i++) {
        if (table[i] < 0)
            return rv_fail(err, RV_EDOMAIN, "row %zu, column %zu is %lld; a count is 0 or more", i / k + 1, i % k + 1,
                           (long long)table[i]);
        t->n += (double)table[i];
    }
    for (size_t i = 0; t->n > 0 && i < k; i++)
        for (size_t j = 0; j < k; j++) {
            t->p[i][j] = (double)table[i * k + j] / t->n;
            t->row[i] += t->p[i][j];
            t->column[j] += t->p[i][j];
        }
    return RV_OK;
}

rv_status rv_agree_table(const int64_t *table, size_t k, double level, rv_agree_two *out, rv_error *err)
{
    proportions t = { 0 };
    rv_status st;

    *out = (rv_agree_two){ .kappa = undefined, .linear = undefined, .quadratic = undefined, .scott_pi = NAN, .ac1_expected = NAN,
                           .ac1 = NAN, .ac1_se = NAN, .ac1_lo = NAN, .ac1_hi = NAN, .pabak = NAN, .pabak_se = NAN, .pabak_lo = NAN,
                           .pabak_hi = NAN, .prevalence_index = NAN, .bias_index = NAN, .positive = NAN, .negative = NAN, .why = "" };
    if (k < 2 || k > K)
        return rv_fail(err, RV_EINVAL, "a table of %zu categories; 2 to %d can be had", k, K);
    if (!(level > 0 && level < 1))
        return rv_fail(err, RV_EDOMAIN, "a confidence level of %g; it must be between 0 and 1", level);
    if ((st = fill(&t, table, k, err)) != RV_OK)
        return st;
    out->n = t.n;
    if (!(t.n > 0)) {
        out->why = "nothing has been judged by both";
        return RV_OK;
    }
    out->kappa = kappa_of(&t, weight_none, level);
    out->linear = kappa_of(&t, weight_linear, level);
    out->quadratic = kappa_of(&t, weight_quadratic, level);
    out->scott_pi = scott(&t);
    gwet(&t, level, out);
    pabak(&t, out->kappa.observed, level, out);
    if (k == 2)
        balance(&t, out);
    if (isnan(out->kappa.kappa))
        out->why = "both always said the same one thing; kappa is not defined, as chance alone would agree as well";
    else if (t.n < 2)
        out->why = "one judgement has no standard error";
    return RV_OK;
}
