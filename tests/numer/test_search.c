/* Roots, minima and random numbers. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/numer.h"

static rv_error err;

static double cubic(double x, void *data)
{
    (void)data;
    return x * x * x - 2;
}

static double nowhere(double x, void *data)
{
    (void)x;
    (void)data;
    return 1;
}

static double not_a_number(double x, void *data)
{
    (void)data;
    return x > 1 ? NAN : 1;
}

static void brent_finds_the_cube_root_of_two(void **state)
{
    double x, hi;

    (void)state;
    assert_int_equal(rv_root(cubic, NULL, 0, 5, 0, &x, &err), RV_OK);
    assert_close(x, cbrt(2), 1e-15);
    assert_int_equal(rv_root_bracket(cubic, NULL, 0, 0.1, 1e9, &hi, &err), RV_OK);
    assert_true(hi > 1.26 && hi < 3);
}

static void a_root_without_change_of_sign_is_refused(void **state)
{
    double x, hi;

    (void)state;
    assert_int_equal(rv_root(nowhere, NULL, 0, 1, 0, &x, &err), RV_EINVAL);
    assert_int_equal(rv_root(cubic, NULL, 2, 1, 0, &x, &err), RV_EINVAL);
    assert_int_equal(rv_root_bracket(nowhere, NULL, 0, 1, 100, &hi, &err), RV_ENOTFOUND);
    assert_int_equal(rv_root_bracket(not_a_number, NULL, 0, 1, 100, &hi, &err), RV_EDOMAIN);
}

static double bowl(double x, void *data)
{
    (void)data;
    return (x - 1.5) * (x - 1.5) * (1 + x * x);
}

static void brent_finds_a_minimum_inside_its_bracket(void **state)
{
    double x, fx;

    (void)state;
    assert_int_equal(rv_minimum(bowl, NULL, 1, 1.4, 4, 1e-9, &x, &fx, &err), RV_OK);
    assert_close(x, 1.5, 1e-7);
    assert_close(fx, 0, 1e-13);
    assert_int_equal(rv_minimum(bowl, NULL, 2, 3, 4, 1e-9, &x, &fx, &err), RV_EINVAL);
}

/* Rosenbrock's valley; minimum 0 at (1, 1). */
static double valley(const double *x, double *g, void *data)
{
    const double a = x[1] - x[0] * x[0], b = 1 - x[0];

    ++*(int *)data;
    if (g) {
        g[0] = -400 * x[0] * a - 2 * b;
        g[1] = 200 * a;
    }
    return 100 * a * a + b * b;
}

static void bfgs_and_nelder_mead_reach_the_end_of_the_valley(void **state)
{
    rv_minimise_options o = RV_MINIMISE_OPTIONS_INIT;
    int calls = 0;

    (void)state;
    for (int with_gradient = 0; with_gradient < 2; with_gradient++) {
        double x[2] = { -1.2, 1 }, fx;
        size_t used;
        o.has_gradient = with_gradient;
        assert_int_equal(rv_minimise(valley, &calls, 2, &o, x, &fx, &used, &err), RV_OK);
        assert_close(x[0], 1, 1e-6);
        assert_close(x[1], 1, 1e-6);
        assert_true(used > 0 && used < 1000);
    }
}

static void a_minimiser_that_runs_out_of_steps_says_so(void **state)
{
    rv_minimise_options o = RV_MINIMISE_OPTIONS_INIT;
    double x[2] = { -1.2, 1 }, fx;
    int calls = 0;

    (void)state;
    o.limit = 5;
    assert_int_equal(rv_minimise(valley, &calls, 2, &o, x, &fx, NULL, &err), RV_ENOCONV);
    o.has_gradient = true;
    x[0] = -1.2, x[1] = 1;
    assert_int_equal(rv_minimise(valley, &calls, 2, &o, x, &fx, NULL, &err), RV_ENOCONV);
}

static void the_same_seed_gives_the_same_numbers(void **state)
{
    rv_random *a, *b;
    int order[5] = { 0, 1, 2, 3, 4 }, seen = 0;
    double sum = 0, squares = 0;

    (void)state;
    assert_int_equal(rv_random_open(&a, rv_random_seed("golden"), &err), RV_OK);
    assert_int_equal(rv_random_open(&b, rv_random_seed("golden"), &err), RV_OK);
    for (int i = 0; i < 20000; i++) {
        const double z = rv_random_normal(a);
        assert_true(memcmp(&z, &(double){ rv_random_normal(b) }, sizeof z) == 0);
        sum += z;
        squares += z * z;
    }
    /* Five standard errors either way. */
    assert_close(sum / 20000, 0, 5 / sqrt(20000));
    assert_close(squares / 20000, 1, 5 * sqrt(2.0 / 20000));
    for (int i = 0; i < 1000; i++)
        assert_true(rv_random_below(a, 7) < 7);
    rv_random_shuffle(a, order, 5, sizeof *order);
    for (int i = 0; i < 5; i++)
        seen |= 1 << order[i];
    assert_int_equal(seen, 31);
    rv_random_free(a);
    rv_random_free(b);
    rv_random_free(NULL);
}

/* The first output of MT19937 for seed 4357 is published with the generator (init by genrand, 2002 version). */
static void the_generator_is_the_published_one(void **state)
{
    rv_random *r;

    (void)state;
    assert_int_equal(rv_random_open(&r, 5489, &err), RV_OK);
    /* std::mt19937 with its default seed 5489 gives 3499211612, 581869302 first. */
    assert_int_equal(rv_random_below(r, UINT64_MAX), ((uint64_t)3499211612u << 32) | 581869302u);
    rv_random_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brent_finds_the_cube_root_of_two),
        cmocka_unit_test(a_root_without_change_of_sign_is_refused),
        cmocka_unit_test(brent_finds_a_minimum_inside_its_bracket),
        cmocka_unit_test(bfgs_and_nelder_mead_reach_the_end_of_the_valley),
        cmocka_unit_test(a_minimiser_that_runs_out_of_steps_says_so),
        cmocka_unit_test(the_same_seed_gives_the_same_numbers),
        cmocka_unit_test(the_generator_is_the_published_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
