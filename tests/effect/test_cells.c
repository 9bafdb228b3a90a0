#include "tests/effect/one.h"

static void percentages_with_sizes_are_counts_that_are_not_rounded(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect percent, counts;

    (void)state;
    in.p1i = 42;
    in.n1i = 988;
    in.p2i = 28.6;
    in.n2i = 953;
    o.fractions = true;
    percent = one("OR", in, NULL);
    counts = one("OR", table(.42 * 988, .58 * 988, .286 * 953, .714 * 953), &o);
    assert_close(percent.yi, counts.yi, 1e-12);
    assert_close(percent.vi, counts.vi, 1e-12);
    assert_string_equal(percent.route, "percentages and group sizes");
    assert_string_equal(counts.route, "counts");
}

static void sizes_stand_in_for_people_without_the_event(void **state)
{
    rv_effect_input in = table(15, NAN, NAN, 30);

    (void)state;
    in.n1i = 30;
    in.n2i = 40;
    assert_close(one("OR", in, NULL).yi, log(3), 1e-12);
}

static void a_half_is_added_only_to_a_table_with_a_zero_cell(void **state)
{
    const rv_effect_input in[] = { table(0, 20, 3, 17), table(15, 15, 10, 30) };
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out[2];

    (void)state;
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), in, 2, &o, out, NULL), RV_OK);
    assert_close(out[0].yi, log(.5 * 17.5 / (20.5 * 3.5)), 1e-12);
    assert_string_equal(out[0].route, "counts, 0.5 added to each cell");
    assert_close(out[1].yi, log(3), 1e-12);

    o.to = RV_ZERO_IF0ALL;
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), in, 2, &o, out, NULL), RV_OK);
    assert_close(out[1].yi, log(15.5 * 30.5 / (15.5 * 10.5)), 1e-12);
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), in + 1, 1, &o, out, NULL), RV_OK);
    assert_close(out[0].yi, log(3), 1e-12);

    o.to = RV_ZERO_ALL;
    o.add = 1;
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), in + 1, 1, &o, out, NULL), RV_OK);
    assert_close(out[0].yi, log(16. * 31 / (16 * 11)), 1e-12);
}

static void a_zero_cell_without_addition_has_no_odds_ratio(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out;

    (void)state;
    o.to = RV_ZERO_NONE;
    out = one("OR", table(0, 20, 3, 17), &o);
    assert_true(isnan(out.yi) && isnan(out.vi));
    assert_string_equal(out.reason, "a zero cell, and nothing was added");
    assert_string_equal(out.route, "");
}

static void double_zeros_can_be_dropped(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    assert_close(one("OR", table(0, 20, 0, 20), &o).yi, 0, 1e-12);
    o.drop00 = true;
    assert_string_equal(one("OR", table(0, 20, 0, 20), &o).reason, "no events in both groups (drop00)");
    assert_string_equal(one("RD", table(20, 0, 20, 0), &o).reason, "nothing but events in both groups (drop00)");
    assert_close(one("RD", table(0, 20, 20, 0), &o).yi, .5 / 21 - 20.5 / 21, 1e-12);
}

static void what_cannot_be_is_refused_by_row_and_column(void **state)
{
    rv_effect_input in = table(15, NAN, 10, NAN);

    (void)state;
    refused("OR", table(-1, 2, 3, 4), "row 1: ai is -1; a count cannot be negative");
    refused("OR", table(1, 2, 0, 0), "row 1: ci and di are 0; a group needs people");
    in.n1i = 12;
    in.n2i = 40;
    refused("OR", in, "row 1: ai is 15, more than n1i 12");
    in = table(15, 15, 10, 30);
    in.n1i = 31;
    refused("RR", in, "row 1: ai and bi make 30, but n1i is 31");
    in = (rv_effect_input)RV_EFFECT_INPUT_INIT;
    in.p1i = 101;
    refused("RD", in, "row 1: p1i is 101; a percentage is between 0 and 100");
    in.p1i = 50;
    in.n1i = 0;
    refused("RD", in, "row 1: n1i is 0; a group needs people");
    in.n1i = INFINITY;
    refused("RD", in, "row 1: n1i is inf; it must be a finite number");
}

static void the_row_is_counted_from_one(void **state)
{
    const rv_effect_input in[] = { table(15, 15, 10, 30), table(15, 15, 10, -30) };
    const rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out[2];

    (void)state;
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), in, 2, &o, out, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "row 2: di is -30; a count cannot be negative");
    assert_close(out[0].yi, log(3), 1e-12);
}

static void what_is_missing_is_named(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.p1i = 43.1;
    in.p2i = 30;
    assert_string_equal(one("OR", in, NULL).reason, "n1i is missing");
    in.n1i = 100;
    assert_string_equal(one("OR", in, NULL).reason, "n2i is missing");
    assert_string_equal(one("OR", table(1, 2, NAN, 3), NULL).reason, "ci is missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentages_with_sizes_are_counts_that_are_not_rounded),
        cmocka_unit_test(sizes_stand_in_for_people_without_the_event),
        cmocka_unit_test(a_half_is_added_only_to_a_table_with_a_zero_cell),
        cmocka_unit_test(a_zero_cell_without_addition_has_no_odds_ratio),
        cmocka_unit_test(double_zeros_can_be_dropped),
        cmocka_unit_test(what_cannot_be_is_refused_by_row_and_column),
        cmocka_unit_test(the_row_is_counted_from_one),
        cmocka_unit_test(what_is_missing_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
