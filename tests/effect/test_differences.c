/* Measures of two groups' means beside MD and SMD. */
#include "review/numer.h"
#include "tests/effect/one.h"

static const double PI = 3.14159265358979323846;
#define GROUPS "m1i 10 sd1i 2 n1i 10 m2i 8 sd2i 2 n2i 10"

static rv_effect by(const char *measure, const char *words, rv_convention convention, rv_vtype vtype, bool correct)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    o.convention = convention;
    o.vtype = vtype;
    o.correct = correct;
    return one(measure, given(words), &o);
}

static void unequal_variances_by_hand(void **state)
{
    const double c = rv_small_sample_factor(18), v = 2 / 9. + c * c * 2 * 16 / 9. / (8 * 16);

    (void)state;
    assert_effect("SMDH", GROUPS, c, v, 1e-12);
    assert_close(by("SMDH", GROUPS, RV_CONVENTION_5, RV_VTYPE_LS2, true).vi, .2 + c * c * .2 * 16 / (8 * 16), 1e-12);
    assert_close(by("SMDH", GROUPS, RV_CONVENTION_3, RV_VTYPE_LS, true).vi, c * c * v, 1e-12);
    assert_close(by("SMDH", GROUPS, RV_CONVENTION_3, RV_VTYPE_LS2, true).vi, .2 + c * c * .8 / (8 * 16), 1e-12);
}

static void the_control_groups_deviation_alone_may_be_known(void **state)
{
    const double c = rv_small_sample_factor(9);

    (void)state;
    assert_effect("SMD1", "m1i 10 n1i 10 m2i 8 sd2i 2 n2i 10", c, .2 + c * c / 20, 1e-12);
    assert_close(by("SMD1", GROUPS, RV_CONVENTION_5, RV_VTYPE_LS2, true).vi, c * c * .25, 1e-12);
    assert_effect("SMD1H", GROUPS, c, 2 / 9. + c * c / 18, 1e-12);
    assert_close(by("SMD1H", GROUPS, RV_CONVENTION_3, RV_VTYPE_LS, true).vi, .2 + c * c / 20, 1e-12);
    assert_string_equal(one("SMD1H", given("m1i 10 n1i 10 m2i 8 sd2i 2 n2i 10"), NULL).reason, "sd1i is missing");
}

static void ratios_of_means_by_hand(void **state)
{
    const double v1 = 4 / 1000., v2 = 4 / 640.;

    (void)state;
    assert_effect("ROM", GROUPS, log(1.25) + (v1 - v2) / 2, v1 + v2, 1e-12);
    assert_close(by("ROM", GROUPS, RV_CONVENTION_3, RV_VTYPE_LS, true).yi, log(1.25), 1e-12);
    assert_close(by("ROM", GROUPS, RV_CONVENTION_5, RV_VTYPE_LS, false).yi, log(1.25), 1e-12);
    assert_close(by("ROM", GROUPS, RV_CONVENTION_5, RV_VTYPE_HO, true).vi, v1 + v2, 1e-12);
    assert_close(by("ROM", GROUPS, RV_CONVENTION_5, RV_VTYPE_AV, true).vi, v1 + v2, 1e-12);     /* one row is its own average */
    assert_close(by("ROM", GROUPS, RV_CONVENTION_5, RV_VTYPE_AVHO, true).vi, .225 * .225 * .2, 1e-12);
    assert_string_equal(one("ROM", given("m1i -1 sd1i 1 n1i 9 m2i 2 sd2i 1 n2i 9"), NULL).reason,
                        "a ratio of means needs means of one sign, not 0");
}

static void variability_by_hand(void **state)
{
    const char *words = "m1i 10 sd1i 4 n1i 11 m2i 8 sd2i 2 n2i 21";
    const double v1 = 16 / 1100., v2 = 4 / (21. * 64);

    (void)state;
    assert_effect("VR", words, log(2) + .05 - .025, .075, 1e-12);
    assert_effect("VR", "sd1i 4 n1i 11 sd2i 2 n2i 21", log(2) + .05 - .025, .075, 1e-12);
    assert_effect("CVR", words, log(1.6) + .025 - (v1 - v2) / 2, .075 + v1 + v2, 1e-12);
    assert_close(by("CVR", words, RV_CONVENTION_3, RV_VTYPE_LS, true).yi, log(1.6) + .025, 1e-12);
    assert_close(by("CVR", words, RV_CONVENTION_5, RV_VTYPE_LS, false).yi, log(1.6), 1e-12);
    assert_string_equal(one("CVR", given("m1i -1 sd1i 1 n1i 9 m2i -2 sd2i 1 n2i 9"), NULL).reason,
                        "coefficients of variation need positive means");
}

/* t^2 / (t^2 + df) is the squared point-biserial correlation. */
static void point_biserial_is_that_of_the_t_test(void **state)
{
    const double t = 1 / sqrt(.2), r = t / sqrt(t * t + 18), r2 = r * r;

    (void)state;
    assert_close(one("RPB", given(GROUPS), NULL).yi, r, 1e-12);
    assert_close(by("RPB", GROUPS, RV_CONVENTION_5, RV_VTYPE_CS, true).vi, (1 - r2) * (1 - r2) / 20 * (1 - r2 / 2), 1e-12);
    assert_close(one("ZPB", given(GROUPS), NULL).yi, atanh(r), 1e-12);
    assert_close(one("RBIS", given(GROUPS), NULL).yi, r * .5 * sqrt(2 * PI), 1e-12);
    assert_close(one("RBIS", given(GROUPS), NULL).vi, (PI / 2 - 2.5 * r2 * PI / 2 + r2 * PI / 2 * r2 * PI / 2) / 19, 1e-12);
    assert_close(one("ZBIS", given(GROUPS), NULL).yi, atanh(r * .5 * sqrt(2 * PI)), 1e-12);
}

static void superiority_of_one_deviation_of_the_difference(void **state)
{
    (void)state;
    assert_close(one("CLESN", given("m1i 15 sd1i 3 n1i 10 m2i 10 sd2i 4 n2i 10"), NULL).yi, rv_normal_upper(-1), 1e-12);
    assert_close(one("AUCN", given("m1i 10 sd1i 3 n1i 10 m2i 10 sd2i 4 n2i 10"), NULL).yi, .5, 1e-12);
}

static void differences_become_odds_ratios(void **state)
{
    (void)state;
    assert_effect("D2OR", GROUPS, PI / sqrt(3), PI * PI / 3 * (.2 + 1 / 40.), 1e-12);
    assert_effect("D2ORL", GROUPS, PI / sqrt(3), PI * PI / 3 * (.2 + 1 / 40.), 1e-12);
    assert_effect("D2ORN", "d 1 n1i 10 n2i 10", 1.65, 1.65 * 1.65 * (.2 + 1 / 40.), 1e-12);
}

static void d_t_f_and_p_are_the_same_difference(void **state)
{
    static const char *const measures[] = { "SMD", "RPB", "ZPB", "RBIS", "ZBIS", "D2OR", "D2ORL", "D2ORN" };
    const double t = -1 / sqrt(.2);

    (void)state;
    for (int i = 0; i < 8; i++) {
        const rv_effect want = one(measures[i], given("m1i 8 sd1i 2 n1i 10 m2i 10 sd2i 2 n2i 10"), NULL);
        for (int way = 0; way < 6; way++) {
            rv_effect_input in = given("n1i 10 n2i 10");
            rv_effect got;
            *(way == 0 ? &in.d : way == 1 ? &in.di : way == 2 ? &in.t : way == 3 ? &in.ti : way == 4 ? &in.fi : &in.pi)
                = way < 2 ? -1 : way < 4 ? t : way == 4 ? -t * t : -rv_t_two_sided(t, 18);
            got = one(measures[i], in, NULL);
            assert_close(got.yi, want.yi, 1e-11);
            assert_close(got.vi, want.vi, 1e-11);
        }
    }
    assert_string_equal(one("SMD", given("fi 4 n1i 10 n2i 10"), NULL).route, "F statistic and group sizes");
    assert_string_equal(one("SMD", given("fi 4 n1i 10 n2i 10"), NULL).reason,
                        "an F statistic has no sign: group 1 is taken to have more; dir says which");
    assert_string_equal(one("SMD", given("fi 4 dir 1 n1i 10 n2i 10"), NULL).reason, "");
    assert_string_equal(one("SMDH", given("d 1 n1i 10 n2i 10"), NULL).reason, "m1i is missing");
    refused("SMD", given("pi 1.5 n1i 10 n2i 10"), "row 1: pi is 1.5; an exact p-value is above 0 and at most 1, with the sign of the effect");
    refused("RPB", given("pi 0 n1i 10 n2i 10"), "row 1: pi is 0; an exact p-value is above 0 and at most 1, with the sign of the effect");
}

/* One of one group has no variance, as one of two has none where groups are compared. */
static void what_cannot_be_is_refused(void **state)
{
    static const char *const measures[] = { "SMD", "SMDH", "SMD1", "SMD1H", "ROM", "VR", "CVR", "RPB", "CLESN", "D2OR" };

    (void)state;
    for (int i = 0; i < 10; i++) {
        refused(measures[i], given("m1i 1 sd1i 1 n1i 9 m2i 2 sd2i 0 n2i 9"), "row 1: sd2i is 0; a standard deviation is positive");
        refused(measures[i], given("m1i 1 sd1i 1 n1i 1 m2i 2 sd2i 1 n2i 9"),
                "row 1: n1i is 1; a group with a standard deviation has at least 2 people");
        refused(measures[i], given("m1i 1 sd1i 1 n1i 9 m2i 2 sd2i 1 n2i 9.5"),
                "row 1: n2i is 9.5; a count is a whole number, unless fractions are allowed");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unequal_variances_by_hand),
        cmocka_unit_test(the_control_groups_deviation_alone_may_be_known),
        cmocka_unit_test(ratios_of_means_by_hand),
        cmocka_unit_test(variability_by_hand),
        cmocka_unit_test(point_biserial_is_that_of_the_t_test),
        cmocka_unit_test(superiority_of_one_deviation_of_the_difference),
        cmocka_unit_test(differences_become_odds_ratios),
        cmocka_unit_test(d_t_f_and_p_are_the_same_difference),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
