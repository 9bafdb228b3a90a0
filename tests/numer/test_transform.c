/* Tails from a Laplace transform: chi-squares and sums of them, against closed forms. */
#include <config.h>

#include "tests/support.h"
#include "review/numer.h"

static rv_error err;

/* |got - want| as a share of want: tails are good to their own digits. */
static void assert_share(double got, double want, double tol)
{
    assert_close(got / want, 1, tol);
}

static void equal_weights_are_a_chi_square(void **state)
{
    const double weight[20] = { 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 };
    const size_t sizes[] = { 1, 2, 3, 7, 20 };
    const double at[] = { 1e-6, 0.01, 0.5, 1, 2, 5, 20, 100 };

    (void)state;
    for (size_t n = 0; n < 5; n++)
        for (size_t i = 0; i < 8; i++) {
            double lower, upper;
            assert_int_equal(rv_chi2_sum_tails(weight, sizes[n], 3 * at[i], &lower, &upper, &err), RV_OK);
            if (lower < 0.5 && lower > 1e-25)   /* further out the series below is the better judge */
                assert_share(lower, rv_chi2_lower(at[i], (double)sizes[n]), 1e-11);
            if (upper < 0.5)
                assert_share(upper, rv_chi2_upper(at[i], (double)sizes[n]), 1e-11);
        }
}

/* P(X < x; 20) = y^10 / 9! sum (-y)^j / (j! (10 + j)), y = x / 2. */
static void a_tail_of_1e_minus_70_keeps_its_digits(void **state)
{
    const double weight[20] = { 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 }, y = 5e-7;
    double lower, upper;

    (void)state;
    assert_int_equal(rv_chi2_sum_tails(weight, 20, 6 * y, &lower, &upper, &err), RV_OK);
    assert_share(lower, pow(y, 10) / 362880 * (1.0 / 10 - y / 11 + y * y / 24), 1e-12);
}

/* Pairs of equal weights are exponential variables; the tail of a sum of two is (a e^(-q/2a) - b e^(-q/2b)) / (a - b). */
static void two_pairs_are_a_sum_of_exponentials(void **state)
{
    const double ratios[] = { 1.5, 10, 1e4, 1e8 }, at[] = { 0.1, 1, 10, 60 };

    (void)state;
    for (size_t r = 0; r < 4; r++)
        for (size_t i = 0; i < 4; i++) {
            const double a = ratios[r], weight[4] = { 1, a, a, 1 }, q = at[i] * a,
                         want = (a * exp(-q / (2 * a)) - exp(-q / 2)) / (a - 1);
            double lower, upper;
            assert_int_equal(rv_chi2_sum_tails(weight, 4, q, &lower, &upper, &err), RV_OK);
            if (want < 0.5)
                assert_share(upper, want, 1e-10);
            else
                assert_close(lower, 1 - want, 1e-12);
        }
}

/* 200 weights that fall geometrically: the two tails come from different integrals around
   the mean and must meet there. */
static void both_sides_of_the_mean_meet(void **state)
{
    double weight[200], mean = 0, below[2], above[2];

    (void)state;
    for (int i = 0; i < 200; i++)
        mean += weight[i] = pow(0.9, i);
    assert_int_equal(rv_chi2_sum_tails(weight, 200, mean * (1 - 1e-9), &below[0], &below[1], &err), RV_OK);
    assert_int_equal(rv_chi2_sum_tails(weight, 200, mean * (1 + 1e-9), &above[0], &above[1], &err), RV_OK);
    assert_close(above[0], below[0], 3e-9);
    assert_true(above[0] > below[0]);
}

/* Imhof (1961), Table 1: P(.6 X + .3 X + .1 X > q) = .9458, .5064, .1240 at q = .1, .7, 2. */
static void imhofs_first_example_is_as_printed(void **state)
{
    const double weight[3] = { 0.6, 0.3, 0.1 }, q[3] = { 0.1, 0.7, 2 }, want[3] = { 0.9458, 0.5064, 0.1240 };

    (void)state;
    for (int i = 0; i < 3; i++) {
        double lower, upper;
        assert_int_equal(rv_chi2_sum_tails(weight, 3, q[i], &lower, &upper, &err), RV_OK);
        assert_close(upper, want[i], 5e-5);
        assert_close(lower + upper, 1, 1e-15);
    }
}

static void bad_weights_and_points_are_named(void **state)
{
    const double weight[2] = { 1, -1 };
    double lower, upper;

    (void)state;
    assert_int_equal(rv_chi2_sum_tails(weight, 2, 1, &lower, &upper, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "weight 2 is -1; it must be positive");
    assert_int_equal(rv_chi2_sum_tails(weight, 1, 0, &lower, &upper, &err), RV_EDOMAIN);
    assert_int_equal(rv_chi2_sum_tails(weight, 1, INFINITY, &lower, &upper, &err), RV_EDOMAIN);
    assert_int_equal(rv_chi2_sum_tails(weight, 0, 1, &lower, &upper, &err), RV_EDOMAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_weights_are_a_chi_square),
        cmocka_unit_test(a_tail_of_1e_minus_70_keeps_its_digits),
        cmocka_unit_test(two_pairs_are_a_sum_of_exponentials),
        cmocka_unit_test(both_sides_of_the_mean_meet),
        cmocka_unit_test(imhofs_first_example_is_as_printed),
        cmocka_unit_test(bad_weights_and_points_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
