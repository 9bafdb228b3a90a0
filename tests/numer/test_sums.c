/* Sums of logarithms, and integrals. */
#include <config.h>

#include "tests/support.h"
#include "review/numer.h"

static rv_error err;

static void logarithms_of_products_are_sums_of_logarithms(void **state)
{
    double x[1003];
    long double want = 0;

    (void)state;
    for (int i = 0; i < 1003; i++) {
        x[i] = exp(20 * sin(i)) + (i % 100 == 7 ? 1e200 : 0);   /* a product of eight may overflow, and is then taken apart */
        want += logl((long double)(x[i] + 0.5));
    }
    assert_close(rv_log_sum(x, 1003, 0.5), (double)want, 1e-14);
    assert_close(rv_log_sum(x, 0, 0), 0, 0);
    for (int i = 0; i < 8; i++)
        x[i] = 1e-60;
    assert_close(rv_log_sum(x, 8, 0), -480 * log(10), 1e-15);
}

static double bell(double x, void *unused)
{
    (void)unused;
    return rv_normal_density(x);
}

static double pole(double x, void *unused)
{
    (void)unused;
    return 1 / (x - 0.5);
}

static void integrals_meet_the_normal_distribution(void **state)
{
    double value;

    (void)state;
    assert_int_equal(rv_integral(bell, NULL, 1, INFINITY, 1e-11, &value, &err), RV_OK);
    assert_close(value, rv_normal_upper(1), 1e-12);
    assert_int_equal(rv_integral(bell, NULL, -1, 2, 1e-11, &value, &err), RV_OK);
    assert_close(value, rv_normal_upper(-1) - rv_normal_upper(2), 1e-12);
}

static void integrals_that_are_none_are_refused(void **state)
{
    double value;

    (void)state;
    assert_int_equal(rv_integral(bell, NULL, 1, 0, 1e-10, &value, &err), RV_EINVAL);
    assert_int_equal(rv_integral(bell, NULL, -INFINITY, 0, 1e-10, &value, &err), RV_EINVAL);
    assert_int_not_equal(rv_integral(pole, NULL, 0, 1, 1e-10, &value, &err), RV_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logarithms_of_products_are_sums_of_logarithms),
        cmocka_unit_test(integrals_meet_the_normal_distribution),
        cmocka_unit_test(integrals_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
