/* Traces of products, and coefficients taken back from orthonormal columns. */
#include <config.h>

#include "tests/support.h"
#include "review/numer.h"

static void traces_of_products_are_the_sums_by_hand(void **state)
{
    const double a[] = { 1, 2, 3, 4 }, b[] = { 5, 6, 7, 8 }, m[] = { 2, 1, 1, 3 };

    (void)state;
    assert_close(rv_trace_of_two(a, b, 2), 69, 0);          /* 1 5 + 2 7 + 3 6 + 4 8 */
    /* M A = (5 8, 10 14), M B = (17 20, 26 30) */
    assert_close(rv_trace_of_four(m, a, b, 2), 5 * 17 + 8 * 26 + 10 * 20 + 14 * 30, 0);
}

/* A line through four points: on Q and back, against least squares on X itself. */
static void coefficients_on_q_go_back_to_those_on_x(void **state)
{
    double x[] = { 1, 1, 1, 2, 1, 4, 1, 7 }, q[8], y[] = { 2, 1, 5, 6 }, r[4], b[2] = { 0, 0 }, g[] = { 1, 0, 0, 1 }, want[2], inverse[4];

    (void)state;
    for (int i = 0; i < 8; i++)
        q[i] = x[i];
    assert_int_equal(rv_orthonormal(q, 4, 2, NULL, r, NULL), RV_OK);
    for (int i = 0; i < 4; i++)
        for (int c = 0; c < 2; c++)
            b[c] += q[i * 2 + c] * y[i];
    rv_from_orthonormal(r, 2, b, g);
    assert_int_equal(rv_wls(x, y, NULL, 4, 2, NULL, want, inverse, NULL, NULL), RV_OK);
    for (int c = 0; c < 2; c++)
        assert_close(b[c], want[c], 1e-13);
    for (int i = 0; i < 4; i++)
        assert_close(g[i], inverse[i], 1e-13);
    assert_close(g[1], g[2], 0);
}

/* Without b the covariance alone: 1 / r^2 of one column. */
static void the_covariance_goes_back_without_coefficients(void **state)
{
    const double r = -4;
    double g = 8;

    (void)state;
    rv_from_orthonormal(&r, 1, NULL, &g);
    assert_close(g, 0.5, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(traces_of_products_are_the_sums_by_hand),
        cmocka_unit_test(coefficients_on_q_go_back_to_those_on_x),
        cmocka_unit_test(the_covariance_goes_back_without_coefficients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
