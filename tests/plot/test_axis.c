#include <config.h>

#include <stdio.h>
#include <string.h>

#include "plot/axis.h"
#include "tests/support.h"

static const rv_face face = { 8, false, "#000000" };

static rv_forest_row study(double y, double half)
{
    return (rv_forest_row){ RV_FOREST_STUDY, "s", "", y, half * half / 4, y - half, y + half, NAN, NAN, NAN, NAN };
}

static void ticks_of(double lo, double hi, bool log_scale, double width, rv_axis *axis)
{
    rv_type *type = rv_type_new();

    memset(axis, 0, sizeof *axis);
    axis->lo = lo, axis->hi = hi;
    axis->log_scale = log_scale;
    axis->no_effect = 0;
    rv_axis_ticks(axis, width, type, &face);
    rv_type_free(type);
}

static void check_labels(const rv_axis *axis, const char *want)
{
    char got[512] = "";

    for (size_t i = 0; i < axis->n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", i ? " " : "", axis->label[i]);
    assert_string_equal(got, want);
}

static void ticks_of_a_ratio_are_round_ratios(void **state)
{
    rv_axis axis;
    (void)state;

    ticks_of(log(0.09), log(11), true, 200, &axis);
    check_labels(&axis, "0.1 0.2 0.5 1 2 5 10");
    assert_close(axis.at[0], log(0.1), 1e-12);
    ticks_of(log(0.4), log(4), true, 200, &axis);
    check_labels(&axis, "0.5 0.7 1 1.5 2 3");
    ticks_of(log(0.8), log(1.3), true, 200, &axis);
    check_labels(&axis, "0.8 0.9 1 1.1 1.2 1.3");
    ticks_of(log(1e-9), log(1e9), true, 120, &axis);
    assert_true(axis.n >= 3 && axis.n < 8);
}

static void ticks_of_a_difference_are_even(void **state)
{
    rv_axis axis;
    (void)state;

    ticks_of(-0.62, 1.1, false, 200, &axis);
    check_labels(&axis, "\u22120.5 \u22120.25 0 0.25 0.5 0.75 1");
    ticks_of(-3000, 9000, false, 200, &axis);
    check_labels(&axis, "\u22122000 0 2000 4000 6000 8000");
}

static void a_strip_too_small_for_two_labels_has_the_null_alone(void **state)
{
    rv_axis axis;
    (void)state;

    ticks_of(-3, 3, false, 8, &axis);
    check_labels(&axis, "0");
}

static void ends_reach_over_every_ordinary_interval(void **state)
{
    const rv_forest_row rows[] = { study(0.1, 0.4), study(0.5, 0.3), study(0.3, 0.8) };
    const rv_forest forest = { .n = 3, .rows = rows };
    const rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_axis axis;
    (void)state;

    assert_int_equal(rv_axis_ends(&axis, &forest, &options, 0, NULL), RV_OK);
    assert_true(axis.lo < -0.5 && axis.lo > -0.7 && axis.hi > 1.1 && axis.hi < 1.3);
    assert_close(axis.no_effect, 0, 0);
}

static void one_endless_interval_does_not_press_the_others_together(void **state)
{
    const rv_forest_row rows[] = { study(0.1, 0.4), study(0.5, 0.3), study(0.3, 0.5), study(0, 0.4), study(0.2, 40) };
    const rv_forest forest = { .n = 5, .rows = rows };
    const rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_axis axis;
    (void)state;

    assert_int_equal(rv_axis_ends(&axis, &forest, &options, 0, NULL), RV_OK);
    assert_true(axis.lo > -3 && axis.lo < -0.4 && axis.hi < 3 && axis.hi > 0.8);
}

static void a_null_far_off_is_left_out(void **state)
{
    const rv_forest_row rows[] = { study(500, 1), study(501, 1), study(502, 1) };
    const rv_forest forest = { .n = 3, .rows = rows };
    const rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_axis axis;
    (void)state;

    assert_int_equal(rv_axis_ends(&axis, &forest, &options, 0, NULL), RV_OK);
    assert_true(axis.lo > 498);
    assert_true(isnan(axis.no_effect));
}

static void ends_that_were_asked_for_are_taken_as_printed(void **state)
{
    const rv_forest_row rows[] = { study(0.1, 0.4) };
    const rv_forest forest = { .log_scale = 1, .n = 1, .rows = rows };
    rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_axis axis;
    rv_error err;
    (void)state;

    options.from = 0.25;
    options.to = 4;
    assert_int_equal(rv_axis_ends(&axis, &forest, &options, 0, NULL), RV_OK);
    assert_close(axis.lo, log(0.25), 1e-12);
    assert_close(axis.hi, log(4), 1e-12);
    options.from = -1;
    assert_int_equal(rv_axis_ends(&axis, &forest, &options, 0, &err), RV_EINVAL);
    assert_string_equal(err.message, "the axis cannot begin at -1: this measure is a ratio, so its axis has only positive numbers");
    options.from = 5;
    assert_int_equal(rv_axis_ends(&axis, &forest, &options, 0, &err), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_of_a_ratio_are_round_ratios),
        cmocka_unit_test(ticks_of_a_difference_are_even),
        cmocka_unit_test(a_strip_too_small_for_two_labels_has_the_null_alone),
        cmocka_unit_test(ends_reach_over_every_ordinary_interval),
        cmocka_unit_test(one_endless_interval_does_not_press_the_others_together),
        cmocka_unit_test(a_null_far_off_is_left_out),
        cmocka_unit_test(ends_that_were_asked_for_are_taken_as_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
