#include "tests/effect/one.h"

static void cells(const double got[4], double a, double b, double c, double d)
{
    assert_close(got[0], a, 0);
    assert_close(got[1], b, 0);
    assert_close(got[2], c, 0);
    assert_close(got[3], d, 0);
}

/* Each table of 30 people or so is found again from its exact statistics and margins. */
static void tables_are_found_again_from_each_statistic(void **state)
{
    (void)state;
    for (int a = 1; a < 12; a += 2)
        for (int b = 1; b < 12; b += 3)
            for (int c = 1; c < 12; c += 3)
                for (int d = 1; d < 12; d += 2) {
                    const double n1 = a + b, n2 = c + d, n = n1 + n2, e = a + c, cross = a * d - b * c;
                    const double root = sqrt(n1 * n2 * e * (n - e)), x = cross * cross * n / (root * root);
                    const double less = fabs(cross) - n / 2, yates = less * less * n / (root * root);
                    double got[4];

                    assert_int_equal(rv_cells_from_or((double)a * d / (b * c), n, n1, e, got, &err), RV_OK);
                    cells(got, a, b, c, d);
                    assert_int_equal(rv_cells_from_phi(cross / root, n, n1, e, got, &err), RV_OK);
                    cells(got, a, b, c, d);
                    assert_int_equal(rv_cells_from_chi2(copysign(x, cross), false, n, n1, e, got, &err), RV_OK);
                    cells(got, a, b, c, d);
                    if (less >= 0) {
                        assert_int_equal(rv_cells_from_chi2(copysign(yates, cross), true, n, n1, e, got, &err), RV_OK);
                        cells(got, a, b, c, d);
                    }
                }
}

static void a_statistic_that_the_margins_do_not_allow_gives_no_table(void **state)
{
    double got[4];

    (void)state;
    assert_int_equal(rv_cells_from_phi(.54, 400, 200, 50, got, &err), RV_OK);
    assert_true(isnan(got[0]) && isnan(got[3]));
    assert_int_equal(rv_cells_from_or(-1, 100, 50, 20, got, &err), RV_EDOMAIN);
    assert_int_equal(rv_cells_from_or(2, 100, 100, 20, got, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "group 1 has 100 of 100 people; each group needs people");
    assert_int_equal(rv_cells_from_phi(1.2, 100, 50, 20, got, &err), RV_EDOMAIN);
    assert_int_equal(rv_cells_from_chi2(INFINITY, false, 100, 50, 20, got, &err), RV_EDOMAIN);
}

static void a_measure_of_counts_is_made_from_chi_square(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;
    rv_effect e;

    (void)state;
    /* 36 of 122 and 20 of 118: chi-square with correction 4.61, without 5.3 (two places). */
    in.chi2 = 5.2658;
    in.n1i = 122;
    in.n2i = 118;
    in.ei = 56;
    in.dir = 1;
    e = one("OR", in, NULL);
    assert_close(e.yi, one("OR", table(36, 86, 20, 98), NULL).yi, 1e-13);
    assert_string_equal(e.route, "cells-from-chi2; counts");
    assert_string_equal(e.reason, "counts from chi-square and the margins");
    in.dir = -1;
    assert_true(one("OR", in, NULL).yi < 0);
    in.dir = NAN;
    in.chi2 = -5.2658;
    assert_true(one("OR", in, NULL).yi < 0);
    in.dir = 1;
    refused("OR", in, "row 1: chi2 is -5.2658, but dir is 1; the signs contradict each other");
    in.chi2 = 500;
    assert_true(isnan(one("OR", in, NULL).yi));
    assert_string_equal(one("OR", in, NULL).reason, "chi2 500 cannot be with 56 events among 122 and 118 people");
}

static void an_odds_ratio_and_the_controls_give_events(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.ori = 36. * 98 / (86. * 20);
    in.ci = 20;
    in.n1i = 122;
    in.n2i = 118;
    assert_close(one("RR", in, NULL).yi, log(36. / 122 / (20. / 118)), 1e-13);
    in.ci = 0;
    assert_string_equal(one("RR", in, NULL).reason, "0 events of 118 people give no odds");
}

static void sizes_follow_from_all_and_the_other_group(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.ai = 10;
    in.n1i = 40;
    in.ci = 5;
    in.ni = 90;
    assert_close(one("RD", in, NULL).yi, .25 - .1, 1e-14);
    in.n1i = NAN;
    assert_string_equal(one("RD", in, NULL).route, "n-from-halves; counts");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_found_again_from_each_statistic),
        cmocka_unit_test(a_statistic_that_the_margins_do_not_allow_gives_no_table),
        cmocka_unit_test(a_measure_of_counts_is_made_from_chi_square),
        cmocka_unit_test(an_odds_ratio_and_the_controls_give_events),
        cmocka_unit_test(sizes_follow_from_all_and_the_other_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
