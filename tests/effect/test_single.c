/* Means and reliability of one group. */
#include "tests/effect/one.h"

static void means_by_hand(void **state)
{
    const double y = rv_small_sample_factor(19) * 5;
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    assert_effect("MN", "mi 10 sdi 2 ni 20", 10, .2, 1e-12);
    assert_effect("SMN", "mi 10 sdi 2 ni 20", y, .05 + y * y / 40, 1e-12);
    assert_effect("MNLN", "mi 10 sdi 2 ni 20", log(10), .002, 1e-12);
    assert_effect("SDLN", "sdi 2 ni 21", log(2) + .025, .025, 1e-12);
    assert_effect("CVLN", "mi 10 sdi 2 ni 21", log(.2) + .025, .025 + 4 / 2100., 1e-12);
    o.correct = false;
    assert_close(one("CVLN", given("mi 10 sdi 2 ni 21"), &o).yi, log(.2), 1e-12);
}

/* Bonett (2010), the first of its studies: alpha .93 of 20 items, 103 people. */
static void reliability_by_hand(void **state)
{
    (void)state;
    assert_effect("ARAW", "ai 0.93 mi 20 ni 103", .93, 40 * .07 * .07 / (19 * 101.), 1e-12);
    assert_effect("AHW", "ai 0.93 mi 20 ni 103", 1 - cbrt(.07), 360 * 102 * pow(.07, 2 / 3.) / (19 * 916. * 916), 1e-12);
    assert_effect("ABT", "ai 0.93 mi 20 ni 103", -log(.07), 40 / (19 * 101.), 1e-12);
    assert_effect("ABT", "ai -0.5 mi 20 ni 103", -log(1.5), 40 / (19 * 101.), 1e-12);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    refused("MN", given("mi 10 sdi 0 ni 20"), "row 1: sdi is 0; a standard deviation is positive");
    refused("SMN", given("mi 10 sdi 2 ni 1"), "row 1: ni is 1; at least 2 people are needed");
    refused("ARAW", given("ai 1.1 mi 20 ni 103"), "row 1: ai is 1.1; coefficient alpha is at most 1");
    refused("AHW", given("ai 0.9 mi 1 ni 103"), "row 1: mi is 1; alpha needs at least 2 items");
    refused("ABT", given("ai 0.9 mi 20 ni 2"), "row 1: ni is 2; at least 3 people are needed");
    refused("ABT", given("ai 0.9 mi 4.5 ni 20"), "row 1: mi is 4.5; a count is a whole number, unless fractions are allowed");
    assert_string_equal(one("MNLN", given("mi -10 sdi 2 ni 20"), NULL).reason, "a logarithm needs a positive mean");
    assert_string_equal(one("ABT", given("ai 1 mi 20 ni 20"), NULL).reason, "alpha is 1: no logarithm");
    assert_string_equal(one("CVLN", given("sdi 2 ni 20"), NULL).reason, "mi is missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_by_hand),
        cmocka_unit_test(reliability_by_hand),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
