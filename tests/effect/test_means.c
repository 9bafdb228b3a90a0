/* MD and SMD. */
#include "tests/effect/one.h"

static void mean_difference_by_hand(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    const rv_effect e = one("MD", means(55, 8, 16, 51, 6, 9), NULL);

    (void)state;
    assert_close(e.yi, 4, 1e-12);
    assert_close(e.vi, 64. / 16 + 36. / 9, 1e-12);
    o.vtype = RV_VTYPE_HO;
    assert_close(one("MD", means(55, 8, 16, 51, 6, 9), &o).vi, (15 * 64. + 8 * 36) / 23 * (1. / 16 + 1. / 9), 1e-12);
}

static void means_without_deviations_take_the_p_value(void **state)
{
    rv_effect_input in = means(5592, NAN, 988, 5182, NAN, 953);
    rv_effect e;

    (void)state;
    in.p = .125;
    e = one("MD", in, NULL);
    assert_close(e.yi, 410, 1e-12);
    assert_close(sqrt(e.vi), 410 / 1.5341205443525463, 1e-9);   /* the normal quantile of 0.9375 */
    assert_string_equal(e.route, "estimate and two-sided p-value (normal); the estimate is the difference of the means");
}

static void means_without_any_spread_say_so(void **state)
{
    (void)state;
    assert_string_equal(one("MD", means(1145.59, NAN, 799, 1036.94, NAN, 659), NULL).reason,
                        "sd1i is missing");
    assert_string_equal(one("SMD", means(1, 2, 10, NAN, 2, 10), NULL).reason, "m2i is missing");
}

static void small_sample_factor_is_exact(void **state)
{
    (void)state;
    assert_close(rv_small_sample_factor(2), 1 / sqrt(acos(-1)), 1e-14);
    assert_close(rv_small_sample_factor(4), sqrt(2 / acos(-1)), 1e-14);
    /* Its series 1 - 3/(4m) - 7/(32 m^2) + O(m^-3), and not the approximation 1 - 3/(4m - 1). */
    assert_close(rv_small_sample_factor(1e4), 1 - .75e-4 - 7. / 32 * 1e-8, 1e-12);
    assert_true(fabs(rv_small_sample_factor(10) - (1 - 3. / 39)) > 1e-5);
    assert_true(isnan(rv_small_sample_factor(1)));
}

static void standardised_difference_by_hand(void **state)
{
    /* Equal deviations of 2: d = 1; 3 and 3 people: m = 4. */
    const rv_effect_input in = means(7, 2, 3, 5, 2, 3);
    const double c = sqrt(2 / acos(-1));
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    assert_close(one("SMD", in, &o).yi, c, 1e-12);
    assert_close(one("SMD", in, &o).vi, 2. / 3 + c * c / 12, 1e-12);
    o.vtype = RV_VTYPE_LS2;
    assert_close(one("SMD", in, &o).vi, c * c * (2. / 3 + 1. / 12), 1e-12);
    o.vtype = RV_VTYPE_UB;
    assert_close(one("SMD", in, &o).vi, 2. / 3 + (1 - 2 / (4 * c * c)) * c * c, 1e-12);
    o.vtype = RV_VTYPE_AV;
    assert_close(one("SMD", in, &o).vi, 2. / 3 + c * c / 12, 1e-12);
    o = (rv_effect_options)RV_EFFECT_OPTIONS_INIT;
    o.correct = false;
    assert_close(one("SMD", in, &o).yi, 1, 1e-12);
    assert_string_equal(one("SMD", in, &o).route, "means, standard deviations and group sizes, without small-sample correction");
}

static void d_and_t_lead_to_the_same_difference(void **state)
{
    const rv_effect raw = one("SMD", means(7, 2, 12, 5, 2, 8), NULL);
    rv_effect_input d = RV_EFFECT_INPUT_INIT, t = RV_EFFECT_INPUT_INIT;

    (void)state;
    d.n1i = t.n1i = 12;
    d.n2i = t.n2i = 8;
    d.d = 1;
    t.t = 1 / sqrt(1. / 12 + 1. / 8);
    assert_close(one("SMD", d, NULL).yi, raw.yi, 1e-12);
    assert_close(one("SMD", t, NULL).vi, raw.vi, 1e-12);
}

static void deviations_and_sizes_must_be_possible(void **state)
{
    (void)state;
    refused("MD", means(1, 0, 10, 1, 1, 10), "row 1: sd1i is 0; a standard deviation is positive");
    refused("SMD", means(1, 1, 10, 1, -1, 10), "row 1: sd2i is -1; a standard deviation is positive");
    refused("SMD", means(1, 1, 1, 1, 1, 10),
            "row 1: n1i is 1; a group with a standard deviation has at least 2 people");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_difference_by_hand),
        cmocka_unit_test(means_without_deviations_take_the_p_value),
        cmocka_unit_test(means_without_any_spread_say_so),
        cmocka_unit_test(small_sample_factor_is_exact),
        cmocka_unit_test(standardised_difference_by_hand),
        cmocka_unit_test(d_and_t_lead_to_the_same_difference),
        cmocka_unit_test(deviations_and_sizes_must_be_possible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
