/* OR, RR and RD on one table whose numbers can be worked by hand: 15 of 30 against 10 of 40. */
#include "tests/effect/one.h"

static void odds_ratio_by_hand(void **state)
{
    const rv_effect e = one("OR", table(15, 15, 10, 30), NULL);

    (void)state;
    assert_close(e.yi, log(3), 1e-12);
    assert_close(e.vi, 1. / 15 + 1. / 15 + 1. / 10 + 1. / 30, 1e-12);
}

static void odds_ratio_changes_sign_when_groups_change_places(void **state)
{
    (void)state;
    assert_close(one("OR", table(10, 30, 15, 15), NULL).yi, -log(3), 1e-12);
    assert_close(one("OR", table(15, 15, 30, 10), NULL).yi, -log(3), 1e-12);
}

static void odds_ratio_is_the_coefficient_of_logistic_regression(void **state)
{
    /* Newton's method on the two-parameter likelihood: estimate and inverse information. */
    const double a = 15, n1 = 30, c = 10, n2 = 40;
    const rv_effect e = one("OR", table(a, n1 - a, c, n2 - c), NULL);
    double b0 = 0, b1 = 0, i00, i11;

    (void)state;
    for (int step = 0; step < 50; step++) {
        const double p2 = 1 / (1 + exp(-b0)), p1 = 1 / (1 + exp(-b0 - b1)), g0 = a - n1 * p1 + c - n2 * p2, g1 = a - n1 * p1;
        i11 = n1 * p1 * (1 - p1);
        i00 = i11 + n2 * p2 * (1 - p2);
        b0 += (g0 - g1) / (i00 - i11);
        b1 += (i00 * g1 - i11 * g0) / (i11 * (i00 - i11));
    }
    assert_close(e.yi, b1, 1e-10);
    assert_close(e.vi, i00 / (i11 * (i00 - i11)), 1e-10);
}

static void risk_ratio_by_hand(void **state)
{
    const rv_effect e = one("RR", table(15, 15, 10, 30), NULL);

    (void)state;
    assert_close(e.yi, log(2), 1e-12);
    assert_close(e.vi, 1. / 15 - 1. / 30 + 1. / 10 - 1. / 40, 1e-12);
}

static void risk_difference_by_hand(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect e = one("RD", table(15, 15, 10, 30), NULL);

    (void)state;
    assert_close(e.yi, .25, 1e-12);
    assert_close(e.vi, .25 / 30 + .1875 / 40, 1e-12);
    o.vtype = RV_VTYPE_UB;
    assert_close(one("RD", table(15, 15, 10, 30), &o).vi, .25 / 29 + .1875 / 39, 1e-12);
}

static void averaged_proportions_are_weighted_by_people(void **state)
{
    const rv_effect_input in[] = { table(15, 15, 10, 30), table(3, 7, 10, 0) };
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out[2];

    (void)state;
    o.vtype = RV_VTYPE_AV;
    o.to = RV_ZERO_NONE;
    assert_int_equal(rv_effect_make(rv_measure_find("RD"), in, 2, &o, out, NULL), RV_OK);
    assert_close(out[0].vi, .45 * .55 / 30 + .4 * .6 / 40, 1e-12);
    assert_close(out[1].vi, .45 * .55 / 10 + .4 * .6 / 10, 1e-12);
}

static void certain_events_give_a_difference_that_no_model_can_weigh(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect e;

    (void)state;
    o.to = RV_ZERO_NONE;
    e = one("RD", table(10, 0, 0, 12), &o);
    assert_close(e.yi, 1, 0);
    assert_close(e.vi, 0, 0);
    assert_string_equal(e.reason, "the variance is 0: no model can weigh this effect");
}

/* JOBSTART, diploma or GED within 48 months: 42 % of 988 against 28.6 % of 953 (What Works Clearinghouse finding 1206); R's metafor
   gives 0.5921178 with variance 0.0092935. */
static void jobstart_as_published(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.p1i = 42;
    in.n1i = 988;
    in.p2i = 28.6;
    in.n2i = 953;
    assert_close(one("OR", in, NULL).yi, 0.5921178, 5e-8);
    assert_close(one("OR", in, NULL).vi, 0.0092935, 5e-8);
    assert_close(one("RD", in, NULL).yi, 0.134, 1e-12);
    assert_close(one("RD", in, NULL).vi, 0.0004608, 5e-8);
}

/* Over both rows 1 in 4 of group 1 and 1 in 2 of group 2 have the event. */
static void ratios_take_the_averaged_proportions_into_their_variance(void **state)
{
    const rv_effect_input rows[] = { table(10, 10, 10, 30), table(10, 50, 30, 10) };
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out[2];

    (void)state;
    o.vtype = RV_VTYPE_AV;
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), rows, 2, &o, out, &err), RV_OK);
    assert_close(out[0].yi, log(3), 1e-12);
    assert_close(out[0].vi, 1 / 5. + 1 / 15. + 1 / 20. + 1 / 20., 1e-12);
    assert_int_equal(rv_effect_make(rv_measure_find("RR"), rows, 2, &o, out, &err), RV_OK);
    assert_close(out[1].yi, log(2 / 9.), 1e-12);
    assert_close(out[1].vi, 1 / 15. - 1 / 60. + 1 / 20. - 1 / 40., 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odds_ratio_by_hand),
        cmocka_unit_test(odds_ratio_changes_sign_when_groups_change_places),
        cmocka_unit_test(odds_ratio_is_the_coefficient_of_logistic_regression),
        cmocka_unit_test(risk_ratio_by_hand),
        cmocka_unit_test(risk_difference_by_hand),
        cmocka_unit_test(averaged_proportions_are_weighted_by_people),
        cmocka_unit_test(ratios_take_the_averaged_proportions_into_their_variance),
        cmocka_unit_test(certain_events_give_a_difference_that_no_model_can_weigh),
        cmocka_unit_test(jobstart_as_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
