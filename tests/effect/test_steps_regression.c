#include "review/numer.h"
#include "tests/effect/one.h"

/* An ordinary regression on 0/1 with no covariates: b is the difference, its standard error s sqrt(1/n1 + 1/n2). */
static rv_effect_input regression(double b, double s, double n1, double n2)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    in.b = b;
    in.bse = s * sqrt(1 / n1 + 1 / n2);
    in.sdp = s;
    in.n1i = n1;
    in.n2i = n2;
    return in;
}

static void without_covariates_it_is_the_d_of_the_means(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    const rv_effect e = one("SMD", regression(1.5, 3, 40, 60), NULL), raw = one("SMD", means(1.5, 3, 40, 0, 3, 60), NULL);
    const double j = rv_small_sample_factor(98);

    (void)state;
    assert_close(e.yi, raw.yi, 1e-14);
    assert_close(e.vi, j * j * (1. / 40 + 1. / 60 + .25 / (2 * 98)), 1e-14);
    assert_close(e.vi, raw.vi, 1e-3);
    assert_string_equal(e.steps[0]->id, "smd-from-adjusted");
    o.correct = false;
    assert_close(one("SMD", regression(1.5, 3, 40, 60), &o).yi, .5, 1e-15);
}

static void covariates_narrow_it_by_what_they_explain(void **state)
{
    rv_effect_input in = regression(1.5, 3, 40, 60);
    const double full = one("SMD", in, NULL).vi;

    (void)state;
    in.bse = NAN;
    in.r2i = 0;
    assert_close(one("SMD", in, NULL).vi, full, 1e-14);
    in.r2i = .5;
    assert_true(one("SMD", in, NULL).vi < .6 * full);
    assert_string_equal(one("SMD", in, NULL).route, "smd-from-adjusted-r2; yi and vi as given");
    in.r2i = 1.1;
    refused("SMD", in, "row 1: r2i is 1.1; a share is between 0 and 1");
    in.r2i = NAN;
    assert_string_equal(one("SMD", in, NULL).steps[0]->id, "d-from-b");
}

/* The spread of all people, taken apart again: two groups of equal spread 3 and means 1.5 apart. */
static void the_spread_of_all_people_is_taken_apart(void **state)
{
    const double n1 = 40, n2 = 60, n = 100, s = 3, b = 1.5;
    rv_effect_input in = regression(b, s, n1, n2);
    const rv_effect direct = one("SMD", in, NULL);

    (void)state;
    in.sdp = NAN;
    in.sdy = sqrt(((n - 2) * s * s + b * b * n1 * n2 / n) / (n - 1));
    assert_close(one("SMD", in, NULL).yi, direct.yi, 1e-14);
    assert_close(one("SMD", in, NULL).vi, direct.vi, 1e-14);
    assert_int_equal(one("SMD", in, NULL).n_steps, 2);
    in.bse = NAN;
    in.b_lo = b - 1.984 * s * sqrt(1 / n1 + 1 / n2);
    in.b_hi = b + 1.984 * s * sqrt(1 / n1 + 1 / n2);
    in.df = 98;
    assert_close(one("SMD", in, NULL).vi, direct.vi, 1e-4);
}

/* ---- Linear probability models ------------------------------------------------------------------------------------- */

static rv_effect_input points(double control, double impact, double se)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    in.p2i = control;
    in.pp = impact;
    in.ppse = se;
    return in;
}

/* With the standard error of the raw difference the model says what the table says, in each measure. */
static void an_unadjusted_model_is_the_table(void **state)
{
    static const char *const measures[] = { "RD", "RR", "OR" };
    const double p1 = .45, p2 = .3, n1 = 200, n2 = 300;
    rv_effect_input in = points(30, 15, 100 * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2));

    (void)state;
    in.n1i = n1;
    in.n2i = n2;
    for (int i = 0; i < 3; i++) {
        rv_effect_input model = in;
        const rv_effect want = one(measures[i], table(90, 110, 90, 210), NULL);
        rv_effect got;

        /* Without sizes equal groups are taken; with them and the control's percentage it is the table itself. */
        got = one(measures[i], model, NULL);
        assert_close(got.yi, want.yi, 1e-13);
        assert_close(got.vi, want.vi, 1e-13);
        model.ppse *= 1.3;
        got = one(measures[i], model, NULL);
        assert_close(got.vi, 1.69 * want.vi, 1e-12);
    }
}

static void an_impact_alone_gives_a_percentage(void **state)
{
    rv_effect_input in = points(30, 15, NAN);

    (void)state;
    in.n1i = 200;
    in.n2i = 300;
    assert_close(one("OR", in, NULL).vi, one("OR", table(90, 110, 90, 210), NULL).vi, 1e-12);
    assert_string_equal(one("OR", in, NULL).route, "percentage-from-points; percentages and group sizes");
    in.pp = -31;
    refused("OR", in, "row 1: 30 % in group 2 and an impact of -31 points leave -1 % in group 1");
}

static void a_risk_of_nought_gives_no_ratio(void **state)
{
    (void)state;
    assert_true(isnan(one("OR", points(10, -10, 2), NULL).yi));
    assert_string_equal(one("OR", points(10, -10, 2), NULL).reason, "a risk of 0 % gives no ratio with a variance");
    assert_close(one("RD", points(10, -10, 2), NULL).yi, -.1, 1e-15);
}

/* ---- Bridges ------------------------------------------------------------------------------------------------------- */

static void odds_ratios_and_differences_lead_to_each_other_when_allowed(void **state)
{
    const double k = 3.14159265358979323846 / sqrt(3);
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input in = table(30, NAN, 18, NAN);
    rv_effect e;

    (void)state;
    in.n1i = in.n2i = 50;
    assert_true(isnan(one("SMD", in, &o).yi));
    o.bridge = true;
    e = one("SMD", in, &o);
    assert_close(e.yi * k, one("OR", table(30, 20, 18, 32), NULL).yi, 1e-14);
    assert_close(e.vi * k * k, one("OR", table(30, 20, 18, 32), NULL).vi, 1e-14);
    assert_string_equal(e.reason, "a standardised difference from counts");
    in = (rv_effect_input)RV_EFFECT_INPUT_INIT;
    in.d = .4;
    in.n1i = in.n2i = 50;
    assert_close(one("OR", in, &o).yi, .4 * k, 1e-14);
    in = (rv_effect_input)RV_EFFECT_INPUT_INIT;
    in.ori = 2;
    in.or_lo = 1;
    in.or_hi = 4;
    assert_close(one("SMD", in, &o).yi, log(2) / k, 1e-14);
    assert_close(sqrt(one("SMD", in, &o).vi), log(4) / (2 * 1.959963984540054) / k, 1e-12);
    in.or_hi = 1.5;
    assert_int_equal(rv_effect_make(rv_measure_find("SMD"), &in, 1, &o, &e, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "row 1: ori is 2, outside its limits 1 and 1.5");
}

static void changes_make_a_mean_difference(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.ch1i = 5;
    in.chse1i = .6;
    in.ch2i = 3;
    in.chsd2i = 4;
    in.n1i = 25;
    in.n2i = 30;
    assert_close(one("MD", in, NULL).yi, 2, 0);
    assert_close(one("MD", in, NULL).vi, .36 + 16. / 30, 1e-14);
    assert_string_equal(one("MD", in, NULL).route, "change-sd-from-se, md-from-changes; yi and vi as given");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_covariates_it_is_the_d_of_the_means),
        cmocka_unit_test(covariates_narrow_it_by_what_they_explain),
        cmocka_unit_test(the_spread_of_all_people_is_taken_apart),
        cmocka_unit_test(an_unadjusted_model_is_the_table),
        cmocka_unit_test(an_impact_alone_gives_a_percentage),
        cmocka_unit_test(a_risk_of_nought_gives_no_ratio),
        cmocka_unit_test(odds_ratios_and_differences_lead_to_each_other_when_allowed),
        cmocka_unit_test(changes_make_a_mean_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
