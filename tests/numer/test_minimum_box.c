/* Newton's method within bounds. */
#include <config.h>

#include "tests/support.h"
#include "review/numer.h"

static rv_error err;

/* Rosenbrock's valley: minimum 0 at (1, 1), a Hessian that is indefinite on the way. */
static double rosenbrock(const double *x, double *g, double *h, void *data)
{
    const double a = x[1] - x[0] * x[0], b = 1 - x[0];

    (void)data;
    if (g)
        g[0] = -400 * a * x[0] - 2 * b, g[1] = 200 * a;
    if (h)
        h[0] = 1200 * x[0] * x[0] - 400 * x[1] + 2, h[1] = h[2] = -400 * x[0], h[3] = 200;
    return 100 * a * a + b * b;
}

static void it_follows_a_valley_that_is_not_convex(void **state)
{
    const double lo[] = { -INFINITY, -INFINITY }, hi[] = { INFINITY, INFINITY };
    double x[] = { -1.2, 1 }, fx;
    size_t used;

    (void)state;
    assert_int_equal(rv_minimise_box(rosenbrock, NULL, 2, lo, hi, 1e-20, 200, x, &fx, &used, &err), RV_OK);
    assert_close(x[0], 1, 1e-9);
    assert_close(x[1], 1, 1e-9);
    assert_close(fx, 0, 1e-18);
    assert_true(used < 60);
}

/* With x_0 at most 1/2 the best is (1/2, 1/4). */
static void it_stays_at_a_bound_that_it_presses_against(void **state)
{
    const double lo[] = { -2, -INFINITY }, hi[] = { 0.5, INFINITY };
    double x[] = { -1.2, 1 }, fx;

    (void)state;
    assert_int_equal(rv_minimise_box(rosenbrock, NULL, 2, lo, hi, 1e-20, 200, x, &fx, NULL, &err), RV_OK);
    assert_close(x[0], 0.5, 0);
    assert_close(x[1], 0.25, 1e-9);
    assert_close(fx, 0.25, 1e-12);
}

static void it_leaves_a_bound_where_the_slope_leads_inside(void **state)
{
    const double lo[] = { -1.2, 0 }, hi[] = { 3, 3 };
    double x[] = { -1.2, 0 }, fx;

    (void)state;
    assert_int_equal(rv_minimise_box(rosenbrock, NULL, 2, lo, hi, 1e-20, 300, x, &fx, NULL, &err), RV_OK);
    assert_close(x[0], 1, 1e-9);
    assert_close(x[1], 1, 1e-9);
}

static void a_parameter_between_equal_bounds_is_held(void **state)
{
    const double lo[] = { 2, -INFINITY }, hi[] = { 2, INFINITY };
    double x[] = { 2, 0 }, fx;

    (void)state;
    assert_int_equal(rv_minimise_box(rosenbrock, NULL, 2, lo, hi, 1e-20, 100, x, &fx, NULL, &err), RV_OK);
    assert_close(x[0], 2, 0);
    assert_close(x[1], 4, 1e-10);
}

/* x - ln x: infinite outside x > 0, where a full Newton step from 5 lands. */
static double with_a_wall(const double *x, double *g, double *h, void *data)
{
    (void)data;
    if (!(x[0] > 0))
        return INFINITY;
    if (g)
        g[0] = 1 - 1 / x[0];
    if (h)
        h[0] = 1 / (x[0] * x[0]);
    return x[0] - log(x[0]);
}

static void a_step_out_of_the_domain_is_made_shorter(void **state)
{
    const double lo = -INFINITY, hi = INFINITY;
    double x = 5, fx;

    (void)state;
    assert_int_equal(rv_minimise_box(with_a_wall, NULL, 1, &lo, &hi, 1e-20, 100, &x, &fx, NULL, &err), RV_OK);
    assert_close(x, 1, 1e-9);
}

static void what_cannot_be_done_is_said(void **state)
{
    const double lo[] = { -2, -2 }, hi[] = { 2, 2 }, far = INFINITY, none = -INFINITY;
    double x[] = { 3, 0 }, fx, wall = -1;

    (void)state;
    assert_int_equal(rv_minimise_box(rosenbrock, NULL, 2, lo, hi, 1e-20, 100, x, &fx, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "the start 3 of parameter 1 is outside its bounds -2 and 2");
    assert_int_equal(rv_minimise_box(with_a_wall, NULL, 1, &none, &far, 1e-20, 100, &wall, &fx, NULL, &err), RV_EINVAL);
    x[0] = -1.2, x[1] = 1;
    assert_int_equal(rv_minimise_box(rosenbrock, NULL, 2, lo, hi, 1e-20, 3, x, &fx, NULL, &err), RV_ENOCONV);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_follows_a_valley_that_is_not_convex),
        cmocka_unit_test(it_stays_at_a_bound_that_it_presses_against),
        cmocka_unit_test(it_leaves_a_bound_where_the_slope_leads_inside),
        cmocka_unit_test(a_parameter_between_equal_bounds_is_held),
        cmocka_unit_test(a_step_out_of_the_domain_is_made_shorter),
        cmocka_unit_test(what_cannot_be_done_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
