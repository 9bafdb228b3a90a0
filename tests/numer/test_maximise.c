/* Maxima with bounds, and the inverse of a positive definite block. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/numer.h"

static rv_error err;

/* -(x - 1)^2 - 10 (y + 2)^2 + x y / 2 : its maximum solves a linear system. */
static rv_status bowl(const double *x, double *value, double *g, double *h, double *info, void *data, rv_error *e)
{
    (void)data;
    (void)e;
    *value = -(x[0] - 1) * (x[0] - 1) - 10 * (x[1] + 2) * (x[1] + 2) + x[0] * x[1] / 2;
    if (!g)
        return RV_OK;
    g[0] = -2 * (x[0] - 1) + x[1] / 2;
    g[1] = -20 * (x[1] + 2) + x[0] / 2;
    h[0] = -2, h[1] = h[2] = 0.5, h[3] = -20;
    for (int i = 0; i < 4; i++)
        info[i] = -h[i];
    return RV_OK;
}

static void a_bowl_is_climbed_in_a_step(void **state)
{
    const double lo[] = { -INFINITY, -INFINITY }, hi[] = { INFINITY, INFINITY };
    double x[] = { 30, 40 };
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(bowl, NULL, 2, lo, hi, 1e-10, 20, x, &top, &err), RV_OK);
    assert_close(x[0], (2 - 1) / (2 - 0.0125), 1e-12);   /* x = 1 + y/4, y = x/40 - 2 */
    assert_close(x[1], x[0] / 40 - 2, 1e-12);
    assert_true(top.iterations <= 3 && top.slope < 1e-9 && !top.flat);
}

static void a_parameter_rests_on_its_bound_and_the_other_is_best_given_that(void **state)
{
    const double lo[] = { -5, -1 }, hi[] = { 5, 9 };
    double x[] = { 0, 0 };
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(bowl, NULL, 2, lo, hi, 1e-10, 20, x, &top, &err), RV_OK);
    assert_close(x[1], -1, 0);
    assert_close(x[0], 0.75, 1e-12);
}

static void equal_bounds_hold_a_parameter(void **state)
{
    const double lo[] = { 3, -9 }, hi[] = { 3, 9 };
    double x[] = { 0, 0 };
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(bowl, NULL, 2, lo, hi, 1e-10, 20, x, &top, &err), RV_OK);
    assert_close(x[0], 3, 0);
    assert_close(x[1], 3 / 40.0 - 2, 1e-12);
}

/* -(x^2 - 1)^2 - y^2: a saddle at 0, maxima at -1 and 1; information that is 0 at the saddle. */
static rv_status saddle(const double *x, double *value, double *g, double *h, double *info, void *data, rv_error *e)
{
    (void)data;
    (void)e;
    *value = -pow(x[0] * x[0] - 1, 2) - x[1] * x[1];
    if (!g)
        return RV_OK;
    g[0] = -4 * x[0] * (x[0] * x[0] - 1);
    g[1] = -2 * x[1];
    h[0] = 4 - 12 * x[0] * x[0], h[1] = h[2] = 0, h[3] = -2;
    info[0] = 8 * x[0] * x[0], info[1] = info[2] = 0, info[3] = 2;
    return RV_OK;
}

static void a_saddle_is_left(void **state)
{
    const double lo[] = { -INFINITY, -INFINITY }, hi[] = { INFINITY, INFINITY };
    double x[] = { 0, 0.5 };
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(saddle, NULL, 2, lo, hi, 1e-10, 60, x, &top, &err), RV_OK);
    assert_close(fabs(x[0]), 1, 1e-9);
    assert_close(x[1], 0, 1e-10);
}

/* ln x - x, not defined below 0. */
static rv_status logarithm(const double *x, double *value, double *g, double *h, double *info, void *data, rv_error *e)
{
    (void)data;
    if (!(x[0] > 0))
        return rv_fail(e, RV_EDOMAIN, "no logarithm");
    *value = log(x[0]) - x[0];
    if (!g)
        return RV_OK;
    g[0] = 1 / x[0] - 1;
    h[0] = -1 / (x[0] * x[0]);
    info[0] = -h[0];
    return RV_OK;
}

static void a_step_out_of_the_domain_is_shortened(void **state)
{
    const double lo[] = { -INFINITY }, hi[] = { INFINITY };
    double x = 5;
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(logarithm, NULL, 1, lo, hi, 1e-10, 60, &x, &top, &err), RV_OK);
    assert_close(x, 1, 1e-9);
    x = -1;
    assert_int_equal(rv_maximise(logarithm, NULL, 1, lo, hi, 1e-10, 60, &x, &top, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "no logarithm");
}

static void the_limit_is_kept(void **state)
{
    const double lo[] = { -INFINITY }, hi[] = { INFINITY };
    double x = 1e-3;
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(logarithm, NULL, 1, lo, hi, 1e-10, 2, &x, &top, &err), RV_ENOCONV);
}

static void an_inverse_times_its_block_is_one(void **state)
{
    enum { N = 9 };
    double a[N * N], spoilt[N * N], inverse[N * N], log_det, factor[N * N];

    (void)state;
    for (size_t n = 1; n <= N; n++) {
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                a[i * n + j] = exp(-fabs((double)i - (double)j) / 3) * (double)(i + 1) * (double)(j + 1);
        memcpy(spoilt, a, n * n * sizeof *a);
        memcpy(factor, a, n * n * sizeof *a);
        assert_true(rv_positive_inverse(spoilt, n, inverse, &log_det));
        assert_int_equal(rv_cholesky(factor, n, &err), RV_OK);
        assert_close(log_det, rv_cholesky_log_det(factor, n), 1e-13);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double sum = 0;
                for (size_t r = 0; r < n; r++)
                    sum += a[i * n + r] * inverse[r * n + j];
                assert_close(sum, i == j, 1e-12);
            }
    }
}

static void a_matrix_that_is_not_positive_has_no_inverse(void **state)
{
    double a[] = { 1, 2, 2, 4 }, b[] = { 1, 0, 0, NAN }, inverse[4], log_det;

    (void)state;
    assert_false(rv_positive_inverse(a, 2, inverse, &log_det));
    assert_false(rv_positive_inverse(b, 2, inverse, &log_det));
}

/* Rosenbrock's valley upside down: maximum 0 at (1, 1), curvatures of both signs on the way. */
static rv_status valley(const double *x, double *value, double *g, double *h, double *e, void *data, rv_error *error)
{
    const double a = x[1] - x[0] * x[0], b = 1 - x[0];

    (void)data;
    (void)error;
    *value = -100 * a * a - b * b;
    g[0] = 400 * a * x[0] + 2 * b, g[1] = -200 * a;
    h[0] = -1200 * x[0] * x[0] + 400 * x[1] - 2, h[1] = h[2] = 400 * x[0], h[3] = -200;
    e[0] = 800 * x[0] * x[0] + 2, e[1] = e[2] = -400 * x[0], e[3] = 200;   /* of a sum of squares */
    return RV_OK;
}

static void it_follows_a_valley_that_bends(void **state)
{
    const double lo[] = { -INFINITY, -INFINITY }, hi[] = { INFINITY, INFINITY };
    double x[] = { -1.2, 1 };
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(valley, NULL, 2, lo, hi, 1e-10, 200, x, &top, &err), RV_OK);
    assert_close(x[0], 1, 1e-9);
    assert_close(x[1], 1, 1e-9);
    assert_close(top.value, 0, 1e-18);
    assert_true(top.iterations < 60);
}

/* With x_0 at most 1/2 the best is (1/2, 1/4). */
static void it_stays_at_a_bound_that_it_presses_against(void **state)
{
    const double lo[] = { -2, -INFINITY }, hi[] = { 0.5, INFINITY };
    double x[] = { -1.2, 1 };
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(valley, NULL, 2, lo, hi, 1e-10, 200, x, &top, &err), RV_OK);
    assert_close(x[0], 0.5, 0);
    assert_close(x[1], 0.25, 1e-9);
    assert_close(top.value, -0.25, 1e-12);
}

/* - c (x + 1)^2, whose best within x >= 0 is 0. */
static rv_status hill(const double *x, double *value, double *g, double *h, double *e, void *data, rv_error *error)
{
    const double c = *(const double *)data;

    (void)error;
    *value = -c * (x[0] + 1) * (x[0] + 1);
    *g = -2 * c * (x[0] + 1);
    *h = -2 * c;
    *e = 2 * c;
    return RV_OK;
}

/* A start and a step do not always add up to the bound: some would end at 2e-16 and take it for a place inside. */
static void it_ends_on_the_bound_itself(void **state)
{
    const double lo = 0, hi = INFINITY;

    (void)state;
    for (int i = 1; i < 40; i++) {
        double x = i / 15., c = 0.1 + i / 7.;
        rv_maximum top;
        assert_int_equal(rv_maximise(hill, &c, 1, &lo, &hi, 1e-10, 200, &x, &top, &err), RV_OK);
        assert_close(x, 0, 0);
    }
}

static void it_leaves_a_bound_where_the_slope_leads_inside(void **state)
{
    const double lo[] = { -1.2, 0 }, hi[] = { 3, 3 };
    double x[] = { -1.2, 0 };
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(valley, NULL, 2, lo, hi, 1e-10, 300, x, &top, &err), RV_OK);
    assert_close(x[0], 1, 1e-9);
    assert_close(x[1], 1, 1e-9);
}

static void a_parameter_between_equal_bounds_is_held(void **state)
{
    const double lo[] = { 2, -INFINITY }, hi[] = { 2, INFINITY };
    double x[] = { 2, 0 };
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(valley, NULL, 2, lo, hi, 1e-10, 100, x, &top, &err), RV_OK);
    assert_close(x[0], 2, 0);
    assert_close(x[1], 4, 1e-10);
}

/* ln x - x: nothing outside x > 0, where a full Newton step from 5 lands. */
static rv_status with_a_wall(const double *x, double *value, double *g, double *h, double *e, void *data, rv_error *error)
{
    (void)data;
    if (!(x[0] > 0))
        return rv_fail(error, RV_EDOMAIN, "x is %g; it must be positive", x[0]);
    *value = log(x[0]) - x[0];
    *g = 1 / x[0] - 1;
    *h = -1 / (x[0] * x[0]);
    *e = -*h;
    return RV_OK;
}

static void a_step_out_of_the_domain_is_made_shorter(void **state)
{
    const double lo = -INFINITY, hi = INFINITY;
    double x = 5;
    rv_maximum top;

    (void)state;
    assert_int_equal(rv_maximise(with_a_wall, NULL, 1, &lo, &hi, 1e-10, 100, &x, &top, &err), RV_OK);
    assert_close(x, 1, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bowl_is_climbed_in_a_step),
        cmocka_unit_test(a_parameter_rests_on_its_bound_and_the_other_is_best_given_that),
        cmocka_unit_test(equal_bounds_hold_a_parameter),
        cmocka_unit_test(a_saddle_is_left),
        cmocka_unit_test(a_step_out_of_the_domain_is_shortened),
        cmocka_unit_test(the_limit_is_kept),
        cmocka_unit_test(an_inverse_times_its_block_is_one),
        cmocka_unit_test(a_matrix_that_is_not_positive_has_no_inverse),
        cmocka_unit_test(it_follows_a_valley_that_bends),
        cmocka_unit_test(it_stays_at_a_bound_that_it_presses_against),
        cmocka_unit_test(it_ends_on_the_bound_itself),
        cmocka_unit_test(it_leaves_a_bound_where_the_slope_leads_inside),
        cmocka_unit_test(a_parameter_between_equal_bounds_is_held),
        cmocka_unit_test(a_step_out_of_the_domain_is_made_shorter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
