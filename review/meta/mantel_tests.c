/* The tests of tables about the Mantel-Haenszel odds ratio. */
#include <config.h>

#include "meta/strata.h"
#include "review/numer.h"

/*
 * Cochran-Mantel-Haenszel: the events of group 1 against what their margins expect.
 *
 *     tables  E = n1 t / n    V = n1 n2 t u / (n^2 (n - 1))    t = a + c, u = b + d    Cochran: n for n - 1
 *     rates   E = t n1 / n    V = t n1 n2 / n^2
 *     X2 = (|sum (a - E)| - 1/2)^2 / sum V, 1 df; the half when `correct`
 */
static void association(const rv_stratum *s, size_t k, bool rates, bool correct, rv_tables_fit *f)
{
    double events = 0, others = 0, v = 0, cochran = 0, top;
    rv_sum excess = { 0, 0 };

    for (size_t i = 0; i < k; i++) {
        const double t = s[i].a + s[i].c, p1 = s[i].n1 / s[i].n, p2 = s[i].n2 / s[i].n, u = rates ? NAN : s[i].b + s[i].d;
        events += t;
        others += rates ? 1 : u;
        rv_sum_add(&excess, s[i].a - p1 * t);
        v += rates ? t * p1 * p2 : p1 * p2 * t * (u / (s[i].n - 1));
        cochran += rates ? 0 : p1 * p2 * t * (u / s[i].n);
    }
    if (events == 0 || others == 0 || v == 0)
        return;
    top = fabs(rv_sum_get(&excess)) - (correct ? 0.5 : 0);
    f->cmh = rv_chi2_of(top * top / v, 1);
    if (!rates)
        f->cochran = rv_chi2_of(top * top / cochran, 1);
}

/* The events of group 1 that the odds ratio expects given the margins: the smaller root of
       (odds - 1) x^2 - A x + odds n1 t = 0,    A = odds (n1 + t) + n2 - t
   written so that it does not cancel near odds = 1. */
static double expected(const rv_stratum *s, double odds)
{
    const double t = s->a + s->c, a = odds * (s->n1 + t) + (s->n2 - t);

    return 2 * odds * s->n1 * t / (a + sqrt(fmax(0, a * a - 4 * s->n1 * t * odds * (odds - 1))));
}

/*
 * Homogeneity about the pooled odds ratio, over tables with events and non-events:
 *
 *     V = 1 / (1/x + 1/(n1 - x) + 1/(t - x) + 1/(n2 - t + x))
 *     Breslow-Day  sum (a - x)^2 / V        Tarone  less (sum (a - x))^2 / sum V        k_pos - 1 df
 */
static void homogeneity(const rv_stratum *s, size_t k, double odds, rv_tables_fit *f)
{
    rv_sum squares = { 0, 0 }, off = { 0, 0 };
    double all = 0, df, bd;

    for (size_t i = 0; i < k; i++) {
        const double t = s[i].a + s[i].c, x = expected(&s[i], odds);
        double v;
        if (!(x > 0 && t > 0 && s[i].b + s[i].d > 0))
            continue;
        f->k_pos++;
        v = 1 / (1 / x + 1 / (s[i].n1 - x) + 1 / (t - x) + 1 / (s[i].n2 - t + x));
        rv_sum_add(&squares, (s[i].a - x) * (s[i].a - x) / v);
        rv_sum_add(&off, s[i].a - x);
        all += v;
    }
    if (f->k_pos == 0)
        return;
    bd = rv_sum_get(&squares);
    df = (double)f->k_pos - 1;   /* of one table the statistics are there, and no test */
    f->breslow_day = df > 0 ? rv_chi2_of(bd, df) : (rv_chi2_test){ bd, 0, NAN };
    bd = fmax(0, bd - pow(rv_sum_get(&off), 2) / all);
    f->tarone = df > 0 ? rv_chi2_of(bd, df) : (rv_chi2_test){ bd, 0, NAN };
}

void rv_mantel_tests(const rv_stratum *s, size_t k, bool rates, bool correct, double odds, rv_tables_fit *f)
{
    association(s, k, rates, correct, f);
    if (!rates && !isnan(odds))
        homogeneity(s, k, odds, f);
}
