/* Change of one group, and of one group less that of another. */
#include "tests/effect/one.h"

#define TIMES "m1i 12 sd1i 4 m2i 10 sd2i 4 ni 25 ri 0.5"

static double later_variance(const char *measure, const char *words, rv_convention convention, rv_vtype vtype)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    o.convention = convention;
    o.vtype = vtype;
    return one(measure, given(words), &o).vi;
}

/* With equal deviations and r = .5 a change varies as one time does: 16. */
static void changes_by_hand(void **state)
{
    const double c = rv_small_sample_factor(24), y = c / 2, v = .04 + y * y / 50;

    (void)state;
    assert_effect("MC", TIMES, 2, 16 / 25., 1e-12);
    assert_effect("SMCC", TIMES, y, v, 1e-12);
    assert_effect("SMCR", TIMES, y, v, 1e-12);
    assert_effect("SMCR", "m1i 12 sd1i 4 m2i 10 ni 25 ri 0.5", y, v, 1e-12);
    assert_close(later_variance("SMCR", TIMES, RV_CONVENTION_5, RV_VTYPE_LS2), c * c * (.04 + .25 / 50), 1e-12);
    assert_effect("SMCRH", TIMES, y, 1 / 24. + y * y / 48, 1e-12);
    assert_close(later_variance("SMCRH", TIMES, RV_CONVENTION_3, RV_VTYPE_LS), c * c * (1 / 24. + y * y / 48), 1e-12);
}

static void changes_in_the_deviation_of_both_times(void **state)
{
    const double c = rv_small_sample_factor(48 / 1.25), y = c / 2;

    (void)state;
    assert_effect("SMCRP", TIMES, y, .04 + y * y * 1.25 / 100, 1e-12);
    assert_effect("SMCRPH", TIMES, y, 1 / 24. + y * y * 2.5 / (8 * 24), 1e-12);
}

/* metafor's help page of escalc: measure="SMCC", pi=-0.018, ni=50 gives -0.3408. */
static void a_paired_t_test_gives_the_standardised_change(void **state)
{
    (void)state;
    assert_close(one("SMCC", given("pi -0.018 ni 50"), NULL).yi, -.3408, 5e-5);
    assert_close(one("SMCC", given("ti 2 ni 25"), NULL).yi, rv_small_sample_factor(24) * .4, 1e-12);
    assert_close(one("SMCC", given("di 0.4 ni 25"), NULL).yi, rv_small_sample_factor(24) * .4, 1e-12);
    assert_string_equal(one("SMCR", given("ti 2 ni 25"), NULL).reason, "m1i is missing");
}

/* UB: 1 - (m - 2) / (m c^2) for 1 / (2 n); with r = 0, whose unbiased estimate is 0, both are plain. LS2 has n for n - 1. */
static void other_variances_by_hand(void **state)
{
    const double m = 9, c = rv_small_sample_factor(m), ub = (1 - (m - 2) / (m * c * c)) * c * c;
    const char *words = "m1i 12 sd1i 2 m2i 10 sd2i 2 ni 10 ri 0";
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    o.vtype = RV_VTYPE_UB;
    assert_close(one("SMCR", given(words), &o).vi, .2 + ub, 1e-12);
    assert_close(one("SMCC", given(words), &o).vi, .1 + ub / 2, 1e-12);
    assert_true(isnan(one("SMCR", given("m1i 12 sd1i 2 m2i 10 ni 4 ri 0.5"), &o).vi));
    o.vtype = RV_VTYPE_LS2;
    assert_close(one("SMCRH", given(words), &o).vi, .2 + c * c / 20, 1e-12);
    assert_close(one("SMCRPH", given(words), &o).vi, .2 + pow(rv_small_sample_factor(18), 2) * 32 / (8 * 16 * 10), 1e-12);
}

static void ratios_by_hand(void **state)
{
    const double v1 = 16 / (25 * 144.), v2 = 16 / 2500., joint = .5 * 16 / (25 * 120.);
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    assert_effect("ROMC", TIMES, log(1.2) + (v1 - v2) / 2, v1 + v2 - 2 * joint, 1e-12);
    assert_effect("VRC", "sd1i 8 sd2i 4 ni 25 ri 0.5", log(2), .75 / 24, 1e-12);
    assert_effect("CVRC", TIMES, -log(1.2) - (v1 - v2) / 2, .75 / 24 + v1 + v2 - 2 * joint, 1e-12);
    o.convention = RV_CONVENTION_3;
    assert_close(one("ROMC", given(TIMES), &o).yi, log(1.2), 1e-12);
    assert_close(one("CVRC", given(TIMES), &o).yi, -log(1.2), 1e-12);
    o = (rv_effect_options)RV_EFFECT_OPTIONS_INIT;
    o.correct = false;
    assert_string_equal(one("ROMC", given(TIMES), &o).route,
                        "both times of one group, with their correlation, without small-sample correction");
}

#define ARMS "pre1i 10 presd1i 4 m1i 14 sd1i 4 n1i 25 pre2i 10 presd2i 4 m2i 12 sd2i 4 n2i 50 ri 0.5"

static void change_against_change_by_hand(void **state)
{
    const double c1 = rv_small_sample_factor(24), c2 = rv_small_sample_factor(49), c = rv_small_sample_factor(73);
    const double y1 = c1, y2 = c2 / 2, y = c / 2, w = 1 / 25. + 1 / 50.;

    (void)state;
    assert_effect("PPC", ARMS, 2, 16 / 25. + 16 / 50., 1e-12);
    assert_effect("PPC1", ARMS, y1 - y2, 1 / 25. + y1 * y1 / 50 + 1 / 50. + y2 * y2 / 100, 1e-12);
    assert_effect("PPC2", ARMS, y, c * c * w * 73 / 71 * (1 + y * y / w) - y * y, 1e-12);
}

/* Without a change in the other group, each is the change of one. */
static void a_group_that_does_not_change_adds_its_noise_alone(void **state)
{
    const rv_effect change = one("SMCR", given("m1i 14 sd1i 4 m2i 10 ni 25 ri 0.5"), NULL);
    const rv_effect both = one("PPC1", given("pre1i 10 presd1i 4 m1i 14 n1i 25 pre2i 10 presd2i 4 m2i 10 n2i 50 ri 0.5"), NULL);

    (void)state;
    assert_close(both.yi, change.yi, 1e-12);
    assert_close(both.vi, change.vi + 1 / 50., 1e-12);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    refused("MC", given("m1i 12 sd1i 4 m2i 10 sd2i 4 ni 25 ri 1.1"), "row 1: ri is 1.1; a correlation is between -1 and 1");
    refused("MC", given("m1i 12 sd1i 4 m2i 10 sd2i 4 ni 1 ri 0.5"), "row 1: ni is 1; at least 2 people are needed");
    refused("SMCC", given("m1i 12 sd1i 0 m2i 10 sd2i 4 ni 9 ri 0.5"), "row 1: sd1i is 0; a standard deviation is positive");
    refused("PPC2", given("presd2i -1"), "row 1: presd2i is -1; a standard deviation is positive");
    refused("PPC1", given("n2i 1"), "row 1: n2i is 1; at least 2 people are needed");
    assert_string_equal(one("MC", given("m1i 12 sd1i 4 m2i 10 sd2i 4 ni 25"), NULL).reason, "ri is missing");
    assert_string_equal(one("PPC", given("pre1i 10 presd1i 4 m1i 14 n1i 25 pre2i 10 presd2i 4 m2i 10 n2i 50 ri 0.5"), NULL).reason,
                        "sd1i is missing");
    assert_string_equal(one("SMCC", given("m1i 12 sd1i 4 m2i 10 sd2i 4 ni 25 ri 1"), NULL).reason, "the changes do not vary, or too few people");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_by_hand),
        cmocka_unit_test(changes_in_the_deviation_of_both_times),
        cmocka_unit_test(a_paired_t_test_gives_the_standardised_change),
        cmocka_unit_test(other_variances_by_hand),
        cmocka_unit_test(ratios_by_hand),
        cmocka_unit_test(change_against_change_by_hand),
        cmocka_unit_test(a_group_that_does_not_change_adds_its_noise_alone),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
