#include <config.h>

#include <stdlib.h>

#include "review/numer.h"
#include "tests/support.h"

/* Exact from whole-number arithmetic. */
static void hypergeometric_tails_are_exact(void **state)
{
    (void)state;
    assert_close(rv_hypergeometric_lower(0, 37, 1, 36), 1.0 / 37, 1e-14);
    assert_close(rv_hypergeometric_lower(0, 1000, 1, 300), 0.7, 1e-14);
    assert_close(rv_hypergeometric_lower(2, 10, 5, 4), (5.0 + 50 + 100) / 210, 1e-14);
    assert_close(rv_hypergeometric_upper(2, 10, 5, 4), (50.0 + 5) / 210, 1e-14);
    assert_close(rv_hypergeometric_lower(3, 10, 3, 3), 1, 0);
    assert_close(rv_hypergeometric_lower(-1, 10, 3, 3), 0, 0);
    assert_close(rv_hypergeometric_lower(0, 10, 8, 3), 0, 0);                    /* one relevant at least */
    assert_close(rv_hypergeometric_lower(0, 100, 0, 10), 1, 0);
    assert_close(rv_hypergeometric_lower(0, 0, 0, 0), 1, 0);
}

/* 1 relevant among N, half drawn: 1/2, whatever N; two of N, n drawn: (N - n)(N - n - 1) / (N (N - 1)). */
static void a_huge_urn_loses_no_digits(void **state)
{
    const double n = 1e12;
    (void)state;
    assert_close(rv_hypergeometric_lower(0, n, 1, n / 2), 0.5, 1e-12);
    assert_close(rv_hypergeometric_lower(0, 5e7, 2, 4.9e7), (1e6 / 5e7) * ((1e6 - 1) / (5e7 - 1)), 1e-15);
    assert_close(log(rv_hypergeometric_lower(0, 1000, 100, 800)) / log(10), -75.77, 1);   /* not nothing */
    assert_true(rv_hypergeometric_lower(0, 1000, 100, 800) > 0);
}

static void what_is_no_urn_is_nan(void **state)
{
    (void)state;
    assert_true(isnan(rv_hypergeometric_lower(0, 10, 11, 3)));
    assert_true(isnan(rv_hypergeometric_lower(0, 10, 3, 11)));
    assert_true(isnan(rv_hypergeometric_lower(0, 10.5, 3, 2)));
    assert_true(isnan(rv_hypergeometric_lower(0, -1, 0, 0)));
    assert_true(isnan(rv_hypergeometric_lower(NAN, 10, 3, 2)));
    assert_true(isnan(rv_hypergeometric_lower(0, INFINITY, 3, 2)));
    assert_true(isnan(rv_wallenius_lower(0, 10, 3, 2, 0)));
    assert_true(isnan(rv_wallenius_lower(0, 10, 3, 2, NAN)));
    assert_true(isnan(rv_wallenius_lower(0, 10, 11, 2, 2)));
}

/* By the definition: draw after draw. p[x] is the probability that x of the drawn are relevant. */
static double enumerated(int x, int population, int relevant, int draws, double odds)
{
    double *p = calloc((size_t)relevant + 2, sizeof *p), sum = 0;

    p[0] = 1;
    for (int i = 0; i < draws; i++)
        for (int k = relevant; k >= 0; k--) {
            const int others = population - relevant - (i - k);
            double in = 0, stay = 0;
            if (k > i + 1)
                continue;
            if (k > 0 && p[k - 1] > 0)
                in = p[k - 1] * odds * (relevant - k + 1) / (odds * (relevant - k + 1) + others - 1);
            if (others > 0)
                stay = p[k] * others / (odds * (relevant - k) + others);
            p[k] = in + stay;
        }
    for (int k = 0; k <= x && k <= relevant; k++)
        sum += p[k];
    free(p);
    return sum;
}

static void wallenius_is_what_drawing_one_by_one_gives(void **state)
{
    static const int urns[][3] = { { 10, 3, 4 }, { 30, 1, 20 }, { 50, 12, 45 }, { 200, 20, 120 }, { 900, 5, 850 }, { 1500, 150, 700 },
                                   { 2000, 3, 10 } };
    static const double odds[] = { 0.2, 0.5, 0.999, 1.001, 2, 5, 20 };
    (void)state;
    for (size_t i = 0; i < sizeof urns / sizeof *urns; i++)
        for (size_t j = 0; j < sizeof odds / sizeof *odds; j++)
            for (int x = 0; x <= urns[i][1] && x <= 40; x++) {
                const double want = enumerated(x, urns[i][0], urns[i][1], urns[i][2], odds[j]);
                const double got = rv_wallenius_lower(x, urns[i][0], urns[i][1], urns[i][2], odds[j]);
                assert_close(got, want, 1e-11);
                if (want > 1e-200)
                    assert_close(got / want, 1, 1e-9);
            }
}

static void wallenius_without_bias_is_hypergeometric(void **state)
{
    (void)state;
    assert_close(rv_wallenius_lower(2, 500, 20, 100, 1), rv_hypergeometric_lower(2, 500, 20, 100), 0);
    assert_close(rv_wallenius_lower(2, 500, 20, 100, 1 + 1e-9), rv_hypergeometric_lower(2, 500, 20, 100), 1e-8);
    assert_close(rv_wallenius_lower(10, 60000, 80, 9000, 1 + 1e-12), rv_hypergeometric_lower(10, 60000, 80, 9000), 1e-10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hypergeometric_tails_are_exact), cmocka_unit_test(a_huge_urn_loses_no_digits),
        cmocka_unit_test(what_is_no_urn_is_nan), cmocka_unit_test(wallenius_is_what_drawing_one_by_one_gives),
        cmocka_unit_test(wallenius_without_bias_is_hypergeometric),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
