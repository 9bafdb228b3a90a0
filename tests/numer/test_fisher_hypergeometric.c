/* Moments of the noncentral hypergeometric distribution, and Brent's own stopping rule. */
#include <config.h>

#include "tests/support.h"
#include "review/numer.h"

static void moments_are_those_of_all_terms(void **state)
{
    const double n1 = 9, n2 = 14, t = 8, odds = 2.7;
    double p = 1, s0 = 0, s1 = 0, s2 = 0, mean, variance;

    (void)state;
    for (double x = 0; x <= 8; x++) {
        if (x > 0)
            p *= odds * (n1 - x + 1) * (t - x + 1) / (x * (n2 - t + x));
        s0 += p, s1 += p * x, s2 += p * x * x;
    }
    assert_true(rv_fisher_hypergeometric_moments(n1, n2, t, odds, &mean, &variance));
    assert_close(mean, s1 / s0, 1e-14);
    assert_close(variance, s2 / s0 - s1 / s0 * s1 / s0, 1e-13);
}

static void without_odds_it_is_the_hypergeometric(void **state)
{
    const double n1 = 3e5, n2 = 5e5, t = 1e5, n = n1 + n2;
    double mean, variance;

    (void)state;
    assert_true(rv_fisher_hypergeometric_moments(n1, n2, t, 1, &mean, &variance));
    assert_close(mean, t * n1 / n, 1e-12);
    assert_close(variance, t * n1 / n * (n2 / n) * (n - t) / (n - 1), 1e-10);
}

static void the_ends_and_what_cannot_be(void **state)
{
    double mean, variance;

    (void)state;
    assert_true(rv_fisher_hypergeometric_moments(4, 6, 0, 3, &mean, &variance));
    assert_close(mean, 0, 0);
    assert_close(variance, 0, 0);
    assert_true(rv_fisher_hypergeometric_moments(4, 6, 10, 3, &mean, &variance));
    assert_close(mean, 4, 1e-15);
    assert_close(variance, 0, 1e-15);
    assert_true(rv_fisher_hypergeometric_moments(40, 60, 50, 1e12, &mean, &variance));
    assert_close(mean, 40, 1e-9);
    assert_false(rv_fisher_hypergeometric_moments(4, 6, 11, 1, &mean, &variance));
    assert_false(rv_fisher_hypergeometric_moments(4.5, 6, 3, 1, &mean, &variance));
    assert_false(rv_fisher_hypergeometric_moments(4, 6, 3, 0, &mean, &variance));
    assert_true(isnan(mean) && isnan(variance));
}

static double cubic(double x, void *data)
{
    (void)data;
    return x * x * x - 2 * x - 5;
}

/* R 4.2.2: uniroot(function(x) x^3-2*x-5, c(0, 5), tol = t)$root, 15 digits. */
static void brents_rule_ends_where_r_ends(void **state)
{
    rv_error err;
    double x;

    (void)state;
    assert_int_equal(rv_zeroin(cubic, NULL, 0, 5, 1.220703125e-4, 1000, &x, &err), RV_OK);
    assert_close(x, 2.094551548114414, 1e-13);
    assert_int_equal(rv_zeroin(cubic, NULL, 0, 5, 1e-2, 1000, &x, &err), RV_OK);
    assert_close(x, 2.094287483151028, 1e-13);
    assert_int_equal(rv_zeroin(cubic, NULL, 0, 5, 0, 1000, &x, &err), RV_OK);
    assert_close(x, 2.0945514815423265, 1e-15);
    assert_int_equal(rv_zeroin(cubic, NULL, 3, 5, 1e-4, 1000, &x, &err), RV_EINVAL);
    assert_int_equal(rv_zeroin(cubic, NULL, 0, 5, 0, 2, &x, &err), RV_ENOCONV);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_those_of_all_terms),
        cmocka_unit_test(without_odds_it_is_the_hypergeometric),
        cmocka_unit_test(the_ends_and_what_cannot_be),
        cmocka_unit_test(brents_rule_ends_where_r_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
