#include <string.h>

#include "tests/effect/one.h"

static rv_effect all[20];
static size_t n;

static void routes(const char *measure, const rv_effect_input *in)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;

    if (rv_effect_routes(rv_measure_find(measure), in, &usual, all, 20, &n, &err) != RV_OK)
        fail_msg("%s", err.message);
}

static const rv_effect *route(const char *words)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(all[i].route, words))
            return &all[i];
    return NULL;
}

/* A paper that gives an estimate with interval, standard error and p-value: three answers side by side. */
static void an_interval_and_a_p_value_are_compared(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.est = .5;
    in.ci_lo = .1;
    in.ci_hi = .9;
    in.se = .2;
    in.p = .04;
    routes("GEN", &in);
    assert_string_equal(all[0].route, "estimate and standard error");
    assert_close(all[0].vi, .04, 1e-14);
    assert_close(sqrt(route("se-from-ci")->vi), .8 / (2 * 1.959963984540054), 1e-12);
    assert_close(sqrt(route("se-from-p")->vi), .5 / 2.0537489106318225, 1e-10);
}

static void counts_percentages_and_an_odds_ratio_are_compared(void **state)
{
    rv_effect_input in = table(30, NAN, 18, NAN);

    (void)state;
    in.n1i = in.n2i = 50;
    in.p1i = 60;
    in.p2i = 35;
    in.est = .98;
    in.se = .41;
    routes("OR", &in);
    assert_string_equal(all[0].route, "counts");
    assert_string_equal(route("percentages")->route, "percentages and group sizes");
    assert_close(route("estimate")->yi, .98, 0);
}

static void steps_that_lead_to_what_is_given_are_compared_with_it(void **state)
{
    rv_effect_input in = means(12, 3, 50, 10, 3, 50);

    (void)state;
    in.se2i = .6;
    in.t = 3.4;
    routes("SMD", &in);
    assert_string_equal(all[0].route, "means, standard deviations and group sizes");
    assert_int_equal(all[0].n_steps, 0);
    assert_close(route("t statistic")->yi / rv_small_sample_factor(98), 3.4 * .2, 1e-13);
    assert_non_null(route("sd-from-t"));
    assert_non_null(route("sd-from-se"));
    assert_true(route("sd-from-se")->yi != all[0].yi);
}

static void nothing_given_has_no_route(void **state)
{
    const rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    routes("SMD", &in);
    assert_int_equal(n, 0);
}

static void ways_to_one_number_begin_with_what_is_given(void **state)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input in = RV_EFFECT_INPUT_INIT;
    rv_made ways[10];

    (void)state;
    in.sd1i = 3;
    in.se1i = .4;
    in.q11i = 4;
    in.q31i = 8;
    in.n1i = 50;
    assert_int_equal(rv_effect_ways("sd1i", &in, &usual, ways, 10, &n, &err), RV_OK);
    assert_int_equal(n, 3);
    assert_string_equal(ways[0].route, "given");
    assert_close(ways[1].value, .4 * sqrt(50), 1e-14);
    assert_string_equal(ways[2].route, "sd-from-quartiles");
    assert_int_equal(rv_effect_ways("sd9i", &in, &usual, ways, 10, &n, &err), RV_ENOTFOUND);
}

/* Whatever is filled in is what the effect was made from. */
static void filled_inputs_make_the_same_effect_without_steps(void **state)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input in = means(12, NAN, 50, 10, NAN, 50);
    rv_effect e, filled;

    (void)state;
    in.se1i = .4;
    in.lo2i = 9;
    in.hi2i = 11;
    e = one("SMD", in, NULL);
    assert_int_equal(rv_effect_fill(rv_measure_find("SMD"), &in, &usual, &filled, &err), RV_OK);
    assert_int_equal(filled.n_steps, 2);
    assert_close(in.sd1i, .4 * sqrt(50), 1e-14);
    assert_int_equal(one("SMD", in, NULL).n_steps, 0);
    assert_close(one("SMD", in, NULL).yi, e.yi, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interval_and_a_p_value_are_compared),
        cmocka_unit_test(counts_percentages_and_an_odds_ratio_are_compared),
        cmocka_unit_test(steps_that_lead_to_what_is_given_are_compared_with_it),
        cmocka_unit_test(nothing_given_has_no_route),
        cmocka_unit_test(ways_to_one_number_begin_with_what_is_given),
        cmocka_unit_test(filled_inputs_make_the_same_effect_without_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
