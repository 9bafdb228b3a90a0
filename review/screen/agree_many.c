/* Agreement of several people: Fleiss' kappa and Krippendorff's alpha. */
#include <config.h>

#include <stdlib.h>

#include "review/numer.h"
#include "review/screen.h"

/* ---- Fleiss ------------------------------------------------------------------------------------------------------------ */

/* The number of votes each unit has, the same for all; 0 with the fault told. */
static rv_status raters(const int64_t *counts, size_t n, size_t k, double *m, rv_error *err)
{
    for (size_t i = 0; i < n; i++) {
        double votes = 0;
        for (size_t j = 0; j < k; j++) {
            if (counts[i * k + j] < 0)
                return rv_fail(err, RV_EDOMAIN, "unit %zu, category %zu is %lld; a count is 0 or more", i + 1, j + 1,
                               (long long)counts[i * k + j]);
            votes += (double)counts[i * k + j];
        }
        if (i && votes != *m)
            return rv_fail(err, RV_EINVAL, "unit %zu has %g votes and the first has %g; Fleiss' kappa needs the same number for each",
                           i + 1, votes, *m);
        *m = votes;
    }
    return RV_OK;
}

rv_status rv_agree_fleiss(const int64_t *counts, size_t n, size_t k, rv_fleiss *out, double *category_kappa, rv_error *err)
{
    double m = 0, agree = 0, pe = 0, pq = 0, skew = 0, *p;
    rv_status st;

    *out = (rv_fleiss){ .units = n, .kappa = NAN, .observed = NAN, .expected = NAN, .se0 = NAN, .z = NAN, .why = "" };
    for (size_t j = 0; category_kappa && j < k; j++)
        category_kappa[j] = NAN;
    if ((st = raters(counts, n, k, &m, err)) != RV_OK)
        return st;
    out->raters = m;
    out->why = n == 0 ? "nothing has been judged" : m < 2 ? "one vote each; agreement needs two" : "";
    if (*out->why)
        return RV_OK;
    if (!(p = calloc(k + 1, sizeof *p)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n * k; i++) {
        const double x = (double)counts[i];
        p[i % k] += x / ((double)n * m);
        agree += x * (x - 1);
    }
    for (size_t j = 0; j < k; j++) {
        pe += p[j] * p[j];
        pq += p[j] * (1 - p[j]);
        skew += p[j] * (1 - p[j]) * (1 - 2 * p[j]);
    }
    out->observed = agree / ((double)n * m * (m - 1));
    out->expected = pe;
    if (pq < 1e-12) {
        out->why = "all always said the same one thing; kappa is not defined";
    } else {
        out->kappa = (out->observed - pe) / pq;
        out->se0 = sqrt(2 / ((double)n * m * (m - 1)) * fmax(0, pq * pq - skew)) / pq;
        out->z = out->se0 > 0 ? out->kappa / out->se0 : NAN;
    }
    for (size_t j = 0; category_kappa && j < k; j++) {
        double apart = 0;
        for (size_t i = 0; i < n; i++)
            apart += (double)counts[i * k + j] * (m - (double)counts[i * k + j]);
        if (p[j] > 0 && p[j] < 1)
            category_kappa[j] = 1 - apart / ((double)n * m * (m - 1) * p[j] * (1 - p[j]));
    }
    free(p);
    return RV_OK;
}

/* ---- Krippendorff ------------------------------------------------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The place of a value among the sorted ones: how many are less, how many are the same. */
static void place(const double *sorted, size_t n, double x, double *less, double *same)
{
    size_t lo = 0, hi = n, end;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (sorted[mid] < x)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (end = n, hi = lo; hi < end;) {
        const size_t mid = hi + (end - hi) / 2;
        if (sorted[mid] <= x)
            hi = mid + 1;
        else
            end = mid;
    }
    *less = (double)lo;
    *same = (double)(hi - lo);
}

/*
 * A unit with m >= 2 values gives each ordered pair of them the weight 1 / (m - 1); n is the number of all such values.
 *
 *     alpha = 1 - Do / De      Do = sum of pairs' weight delta / n      De = sum over all pairs of values of delta / (n (n - 1))
 *
 * delta  nominal 1 unless equal; interval (c - k)^2; ordinal the square of what lies between: n_c / 2 + those between + n_k / 2,
 * which is the difference of their mean ranks, so that the ordinal alpha is the interval one of the ranks.
 * Then the pairs need not be walked: sum over pairs of (x - y)^2 is 2 m sum (x - mean)^2.
 */
static double spread(const double *x, size_t n)
{
    rv_sum sum = { 0 }, squares = { 0 };

    for (size_t i = 0; i < n; i++)
        rv_sum_add(&sum, x[i]);
    for (size_t i = 0; i < n; i++)
        rv_sum_add(&squares, pow(x[i] - rv_sum_get(&sum) / (double)n, 2));
    return 2 * (double)n * rv_sum_get(&squares);
}

/* Ordered pairs of unequal values among n. */
static double unequal(double *x, size_t n)
{
    double same = 0;

    qsort(x, n, sizeof *x, by_value);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && x[j] == x[i]; j++)
            ;
        same += (double)(j - i) * (double)(j - i);
    }
    return (double)n * (double)n - same;
}

rv_status rv_agree_krippendorff(const double *values, const size_t *ends, size_t units, rv_agree_metric metric,
                                rv_krippendorff *out, rv_error *err)
{
    const size_t all = units ? ends[units - 1] : 0;
    double *x, *sorted, total, within = 0;
    size_t n = 0;

    *out = (rv_krippendorff){ .alpha = NAN, .observed = NAN, .expected = NAN, .why = "" };
    for (size_t u = 0; u < units; u++)
        if (ends[u] < (u ? ends[u - 1] : 0))
            return rv_fail(err, RV_EINVAL, "unit %zu ends before it begins", u + 1);
    for (size_t i = 0; i < all; i++)
        if (isinf(values[i]))
            return rv_fail(err, RV_EDOMAIN, "value %zu is infinite; a missing one is NaN", i + 1);
    x = calloc(2 * all + 2, sizeof *x);
    if (!x)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    sorted = x + all + 1;
    for (size_t pass = 0; pass < 2; pass++) {     /* the values of units that have two; then these, as ranks or as they are */
        n = 0;
        within = 0;
        for (size_t u = 0, from = 0; u < units; from = ends[u++]) {
            const size_t start = n;
            for (size_t i = from; i < ends[u]; i++)
                if (!isnan(values[i]))
                    x[n++] = values[i];
            if (n < start + 2) {
                n = start;
                continue;
            }
            out->units += pass == 0;
            for (size_t i = start; pass && metric == RV_AGREE_ORDINAL && i < n; i++) {
                double less, same;
                place(sorted, out->values, x[i], &less, &same);
                x[i] = less + same / 2;
            }
            if (pass)
                within += (metric == RV_AGREE_NOMINAL ? unequal(x + start, n - start) : spread(x + start, n - start))
                          / (double)(n - start - 1);
        }
        if (pass == 0) {
            for (size_t i = 0; i < n; i++)
                sorted[i] = x[i];
            qsort(sorted, n, sizeof *sorted, by_value);
            out->values = n;
        }
    }
    total = n ? metric == RV_AGREE_NOMINAL ? unequal(x, n) : spread(x, n) : 0;
    free(x);
    out->why = n == 0 ? "nothing has two votes" : total > 0 ? "" : "all always said the same one thing; alpha is not defined";
    if (n) {
        out->observed = within / (double)n;
        out->expected = total / ((double)n * (double)(n - 1));
    }
    if (total > 0)
        out->alpha = 1 - out->observed / out->expected;
    return RV_OK;
}
