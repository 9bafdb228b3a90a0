#include "tests/effect/one.h"

static rv_effect_input estimate(double est, double lo, double hi)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    in.est = est;
    in.ci_lo = lo;
    in.ci_hi = hi;
    return in;
}

static void given_variances_and_standard_errors_are_kept_apart(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.yi = .3;
    in.sei = .2;
    assert_close(one("GEN", in, NULL).vi, .04, 1e-14);
    assert_string_equal(one("GEN", in, NULL).route, "yi and sei as given");
    in.vi = .05;
    assert_close(one("GEN", in, NULL).vi, .05, 0);
    assert_string_equal(one("OR", in, NULL).route, "yi and vi as given");
}

static void a_ratio_with_its_interval_becomes_a_logarithm(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input in = estimate(2, 1, 4);
    rv_effect e;

    (void)state;
    o.ratio = true;
    in.level = .9;
    e = one("OR", in, &o);
    assert_close(e.yi, log(2), 1e-12);
    assert_close(sqrt(e.vi), log(4) / (2 * 1.6448536269514722), 1e-12);
    assert_string_equal(e.route, "estimate and confidence interval, level 90 %");
    in.ci_lo = 0;
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), &in, 1, &o, &e, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "row 1: ci_lo is 0; a ratio is positive");
}

static void limits_alone_give_their_middle(void **state)
{
    const rv_effect e = one("RD", estimate(NAN, .05, .12), NULL);

    (void)state;
    assert_close(e.yi, .085, 1e-12);
    assert_close(sqrt(e.vi), .07 / (2 * 1.959963984540054), 1e-12);
    assert_string_equal(e.route, "middle and width of the confidence interval, 95 % taken as its level");
}

static void an_estimate_off_the_middle_is_pointed_out(void **state)
{
    (void)state;
    assert_string_equal(one("GEN", estimate(1, .5, 1.5), NULL).reason, "");
    assert_string_equal(one("GEN", estimate(2, 1, 4), NULL).reason,
                        "the estimate lies far from the middle of its interval: another scale, or a misprint?");
}

static void a_p_value_gives_the_standard_error_of_a_normal_test(void **state)
{
    rv_effect_input in = estimate(-499, NAN, NAN);

    (void)state;
    in.p = .001;
    assert_close(sqrt(one("MD", in, NULL).vi), 499 / 3.2905267314918945, 1e-9);
    in.p = 1;
    assert_string_equal(one("MD", in, NULL).reason, "an estimate of -499 with p = 1 gives no standard error");
    in.se = 150;
    assert_string_equal(one("MD", in, NULL).route, "estimate and standard error");
}

static void what_was_given_of_a_table_stays_the_reason(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.p1i = 50;
    in.p2i = 40;
    assert_string_equal(one("OR", in, NULL).reason, "n1i is missing");
    in.est = 1.5;
    assert_string_equal(one("OR", in, NULL).reason, "the estimate has no standard error, confidence interval or p-value");
}

static void what_cannot_be_is_refused(void **state)
{
    rv_effect_input in = estimate(5, 1, 4);

    (void)state;
    refused("GEN", in, "row 1: est is 5, outside its limits 1 and 4");
    refused("GEN", estimate(1, 2, 1), "row 1: ci_lo 2 is not below ci_hi 1");
    in = (rv_effect_input)RV_EFFECT_INPUT_INIT;
    in.yi = 1;
    in.vi = 0;
    refused("GEN", in, "row 1: vi is 0; a variance is positive");
    in.vi = NAN;
    in.sei = -1;
    refused("GEN", in, "row 1: sei is -1; a standard error is positive");
    in.sei = NAN;
    in.level = 95;
    refused("GEN", in, "row 1: level is 95; a confidence level is between 0 and 1, as 0.95");
    in.level = NAN;
    in.p = 5;
    refused("GEN", in, "row 1: p is 5; a p-value is between 0 and 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(given_variances_and_standard_errors_are_kept_apart),
        cmocka_unit_test(a_ratio_with_its_interval_becomes_a_logarithm),
        cmocka_unit_test(limits_alone_give_their_middle),
        cmocka_unit_test(an_estimate_off_the_middle_is_pointed_out),
        cmocka_unit_test(a_p_value_gives_the_standard_error_of_a_normal_test),
        cmocka_unit_test(what_was_given_of_a_table_stays_the_reason),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
