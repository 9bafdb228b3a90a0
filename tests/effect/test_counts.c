/* Rates, proportions, hazard ratios. */
#include "review/numer.h"
#include "tests/effect/one.h"

static void rates_by_hand(void **state)
{
    (void)state;
    assert_effect("IRR", "x1i 7 t1i 100 x2i 14 t2i 100", log(.5), 3 / 14., 1e-12);
    assert_effect("IRD", "x1i 7 t1i 100 x2i 14 t2i 100", -.07, .0021, 1e-12);
    assert_effect("IRSD", "x1i 9 t1i 100 x2i 16 t2i 100", -.1, .005, 1e-12);
}

static void events_alone_take_the_addition(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    assert_close(one("IRR", given("x1i 0 t1i 100 x2i 4 t2i 100"), NULL).yi, log(.5 / 4.5), 1e-12);
    assert_string_equal(one("IRR", given("x1i 0 t1i 100 x2i 4 t2i 100"), NULL).route,
                        "events and person-time, 0.5 added to the events");
    assert_close(one("IRSD", given("x1i 0 t1i 100 x2i 4 t2i 100"), NULL).yi, -.2, 1e-12);
    o.drop00 = true;
    assert_string_equal(one("IRR", given("x1i 0 t1i 100 x2i 0 t2i 100"), &o).reason, "no events in both groups (drop00)");
}

static void proportions_by_hand(void **state)
{
    (void)state;
    assert_effect("PR", "xi 10 ni 40", .25, .25 * .75 / 40, 1e-12);
    assert_effect("PLN", "xi 10 ni 40", log(.25), .1 - .025, 1e-12);
    assert_effect("PLO", "xi 10 mi 30", log(1 / 3.), .1 + 1 / 30., 1e-12);
    assert_effect("PAS", "xi 10 ni 40", acos(-1) / 6, 1 / 160., 1e-12);
    assert_effect("PRZ", "xi 20 ni 40", 0, 2 * acos(-1) * .25 / 40, 1e-12);
    assert_effect("PFT", "xi 0 ni 3", asin(.5) / 2, 1 / 14., 1e-12);
    assert_effect("PLO", "xi 0 ni 9", log(.5 / 9.5), 2 + 1 / 9.5, 1e-12);
}

static void rates_of_one_group_by_hand(void **state)
{
    (void)state;
    assert_effect("IR", "xi 9 ti 100", .09, 9e-4, 1e-12);
    assert_effect("IRLN", "xi 9 ti 100", log(.09), 1 / 9., 1e-12);
    assert_effect("IRS", "xi 9 ti 100", .3, .0025, 1e-12);
    assert_effect("IRFT", "xi 0 ti 100", .05, .0025, 1e-12);
}

static void averages_and_zero_cells_look_at_all_rows(void **state)
{
    const rv_effect_input rows[] = { given("xi 10 ni 40"), given("xi 30 ni 60") };
    const rv_effect_input zeros[] = { given("x1i 0 t1i 100 x2i 4 t2i 100"), given("x1i 7 t1i 100 x2i 14 t2i 100") };
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out[2];

    (void)state;
    o.vtype = RV_VTYPE_AV;
    assert_int_equal(rv_effect_make(rv_measure_find("PR"), rows, 2, &o, out, &err), RV_OK);
    assert_close(out[0].vi, .4 * .6 / 40, 1e-12);
    assert_close(out[1].vi, .4 * .6 / 60, 1e-12);
    assert_int_equal(rv_effect_make(rv_measure_find("PLN"), rows, 2, &o, out, &err), RV_OK);
    assert_close(out[0].vi, 1 / 16. - 1 / 40., 1e-12);
    assert_close(out[0].yi, log(.25), 1e-12);
    assert_int_equal(rv_effect_make(rv_measure_find("PLO"), rows, 2, &o, out, &err), RV_OK);
    assert_close(out[1].vi, 1 / 24. + 1 / 36., 1e-12);
    o.vtype = RV_VTYPE_LS;
    o.to = RV_ZERO_IF0ALL;
    assert_int_equal(rv_effect_make(rv_measure_find("IRR"), zeros, 2, &o, out, &err), RV_OK);
    assert_close(out[1].yi, log(7.5 / 14.5), 1e-12);
    assert_int_equal(rv_effect_make(rv_measure_find("IRR"), zeros + 1, 1, &o, out, &err), RV_OK);
    assert_close(out[0].yi, log(.5), 1e-12);
}

/* Tierney et al. (2007): ln HR = (O - E) / V, variance 1 / V. */
static void hazard_ratios_from_the_log_rank_test_or_as_printed(void **state)
{
    const double se = log(4) / (2 * rv_normal_upper_quantile(.025));

    (void)state;
    assert_effect("HR", "oe -5 v 10", -.5, .1, 1e-12);
    assert_effect("HR", "est 0.5 ci_lo 0.25 ci_hi 1", log(.5), se * se, 1e-12);
    assert_effect("HR", "est 0.5 se 0.3", log(.5), .09, 1e-12);
    assert_string_equal(one("HR", given("oe -5"), NULL).reason, "v is missing");
    refused("HR", given("oe 1 v 0"), "row 1: v is 0; a variance is positive");
    refused("HR", given("est -0.5 se 0.3"), "row 1: est is -0.5; a ratio is positive");
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    refused("IRR", given("x1i -1 t1i 100 x2i 4 t2i 100"), "row 1: x1i is -1; a count cannot be negative");
    refused("IRR", given("x1i 1 t1i 0 x2i 4 t2i 100"), "row 1: t1i is 0; person-time is positive");
    refused("IRR", given("x1i 1.5 t1i 10 x2i 4 t2i 100"), "row 1: x1i is 1.5; a count is a whole number, unless fractions are allowed");
    refused("PR", given("xi 12 ni 10"), "row 1: xi is 12, more than ni 10");
    refused("PR", given("xi 5 mi 4 ni 10"), "row 1: xi and mi make 9, but ni is 10");
    refused("PR", given("xi 0 mi 0"), "row 1: xi and mi are 0; a group needs people");
    refused("PR", given("xi -2 ni 10"), "row 1: xi is -2; a count cannot be negative");
    refused("IR", given("xi 2 ti -1"), "row 1: ti is -1; person-time is positive");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_by_hand),
        cmocka_unit_test(events_alone_take_the_addition),
        cmocka_unit_test(proportions_by_hand),
        cmocka_unit_test(rates_of_one_group_by_hand),
        cmocka_unit_test(averages_and_zero_cells_look_at_all_rows),
        cmocka_unit_test(hazard_ratios_from_the_log_rank_test_or_as_printed),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
