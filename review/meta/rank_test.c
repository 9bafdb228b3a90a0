/* Begg and Mazumdar's rank test: Kendall's tau of the standardised deviates and the variances. */
#include <config.h>

#include <stdlib.h>

#include "meta/range.h"
#include "review/meta_bias.h"
#include "review/numer.h"

/* Beyond this the count of permutations takes longer than anyone waits, and the normal approximation is as good as exact. */
enum { EXACT_LIMIT = 1000, FEW = 10 };

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Groups of t equal values: sums of t (t - 1), t (t - 1) (t - 2) and t (t - 1) (2 t + 5). */
typedef struct { double two, three, var; } ties;

static ties tied(const double *x, size_t k, double *room)
{
    ties t = { 0, 0, 0 };

    for (size_t i = 0; i < k; i++)
        room[i] = x[i];
    qsort(room, k, sizeof *room, ascending);
    for (size_t i = 0, j; i < k; i = j) {
        double n;
        for (j = i + 1; j < k && room[j] == room[i]; j++) {}
        n = (double)(j - i);
        t.two += n * (n - 1);
        t.three += n * (n - 1) * (n - 2);
        t.var += n * (n - 1) * (2 * n + 5);
    }
    return t;
}

/* Pairs in the same order less pairs in the opposite one. */
static double score(const double *e, const double *v, size_t k)
{
    double s = 0;

    for (size_t i = 1; i < k; i++)
        for (size_t j = 0; j < i; j++)
            s += ((e[i] > e[j]) - (e[i] < e[j])) * ((v[i] > v[j]) - (v[i] < v[j]));
    return s;
}

static rv_status deviates(const double *yi, const double *vi, size_t k, double *e, rv_error *err)
{
    rv_sum w = { 0, 0 }, wy = { 0, 0 };
    double total, mean;

    if (k < 2)
        return rv_fail(err, RV_EINVAL, "a rank test needs two effects or more; there %s %zu", k == 1 ? "is" : "are", k);
    for (size_t i = 0; i < k; i++) {
        if (!rv_effect_fits(yi[i]))
            return rv_effect_refuse(i, yi[i], err);
        if (!rv_variance_fits(vi[i]))
            return rv_variance_refuse(i, vi[i], err);
        rv_sum_add(&w, 1 / vi[i]);
        rv_sum_add(&wy, yi[i] / vi[i]);
    }
    total = 1 / rv_sum_get(&w);
    mean = rv_sum_get(&wy) * total;
    for (size_t i = 0; i < k; i++) {
        if (!(vi[i] > total))
            return rv_fail(err, RV_EDOMAIN, "variance %zu is %g, so small beside the others that its effect is the mean", i + 1, vi[i]);
        e[i] = (yi[i] - mean) / sqrt(vi[i] - total);
    }
    return RV_OK;
}

static rv_status exact(double s, size_t k, double *p, rv_error *err)
{
    const size_t all = k * (k - 1) / 2, up = (size_t)((s + (double)all) / 2 + 0.5), least = up < all - up ? up : all - up;
    double tail;
    rv_status st = rv_kendall_lower(least, k, &tail, err);

    if (st == RV_OK)
        *p = fmin(1, 2 * tail);
    return st;
}

static double approximate(double s, size_t k, const ties *e, const ties *v)
{
    const double n = (double)k;
    double var = (n * (n - 1) * (2 * n + 5) - e->var - v->var) / 18 + e->two * v->two / (2 * n * (n - 1));

    if (k > 2)
        var += e->three * v->three / (9 * n * (n - 1) * (n - 2));
    return rv_normal_two_sided(s / sqrt(var));
}

rv_status rv_rank_test_run(const double *yi, const double *vi, size_t k, rv_rank_test *out, rv_error *err)
{
    const double pairs = (double)k * ((double)k - 1);
    double *e = calloc(2 * k + 1, sizeof *e), s;
    ties te, tv;
    rv_status st = e ? deviates(yi, vi, k, e, err) : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);

    *out = (rv_rank_test){ k, NAN, NAN, false, k < FEW ? RV_BIAS_FEW : 0 };
    if (st == RV_OK) {
        te = tied(e, k, e + k);
        tv = tied(vi, k, e + k);
        if (te.two >= pairs || tv.two >= pairs)
            st = rv_fail(err, RV_EDOMAIN, "all %s are the same: there is nothing to rank", tv.two >= pairs ? "variances" : "effects");
    }
    if (st == RV_OK) {
        s = score(e, vi, k);
        out->tau = s / sqrt((pairs - te.two) / 2 * ((pairs - tv.two) / 2));
        out->exact = te.two == 0 && tv.two == 0 && k <= EXACT_LIMIT;
        out->notes |= te.two > 0 || tv.two > 0 ? RV_BIAS_TIES : k > EXACT_LIMIT ? RV_BIAS_LARGE : 0;
        if (out->exact)
            st = exact(s, k, &out->p, err);
        else
            out->p = approximate(s, k, &te, &tv);
    }
    free(e);
    return st;
}
