#include <config.h>

#include <string.h>

#include "review/screen.h"
#include "tests/support.h"

static rv_agree_two of(const int64_t *table, size_t k)
{
    rv_agree_two a;
    rv_error err;
    assert_int_equal(rv_agree_table(table, k, 0.95, &a, &err), RV_OK);
    return a;
}

/* A table whose kappa can be done by hand: po 0.7, pe 0.5. */
static void kappa_is_what_chance_leaves(void **state)
{
    const int64_t table[] = { 20, 5, 10, 15 };
    const rv_agree_two a = of(table, 2);
    (void)state;
    assert_close(a.kappa.observed, 0.7, 1e-15);
    assert_close(a.kappa.expected, 0.5, 1e-15);
    assert_close(a.kappa.kappa, 0.4, 1e-14);
    assert_close(a.pabak, 0.4, 1e-14);
    assert_close(a.scott_pi, (0.7 - 0.505) / 0.495, 1e-14);
    assert_close(a.ac1_expected, 0.495, 1e-14);
    assert_close(a.ac1, (0.7 - 0.495) / 0.505, 1e-14);
    assert_close(a.positive, 40.0 / 55, 1e-14);
    assert_close(a.negative, 30.0 / 45, 1e-14);
    assert_close(a.prevalence_index, 0.1, 1e-14);
    assert_close(a.bias_index, -0.1, 1e-14);
    assert_string_equal(a.why, "");
}

/* Reference: R, vcd::Kappa and psych::cohen.kappa. */
static void rare_includes_have_a_low_kappa_and_a_high_ac1(void **state)
{
    const int64_t rare[] = { 3, 2, 1, 994 }, paradox[] = { 118, 5, 2, 0 };
    rv_agree_two a = of(rare, 2);
    (void)state;
    assert_close(a.kappa.kappa, 0.66517857142857, 1e-12);
    assert_close(a.kappa.se, 0.18203097906180496, 1e-12);
    assert_close(a.kappa.se0, 0.03142521035196275, 1e-12);
    assert_close(a.ac1, 0.9969728785049652, 1e-12);
    assert_close(a.ac1_se, 0.0017511965480145424, 1e-12);
    assert_close(a.ac1_hi, 1, 0);
    a = of(paradox, 2);
    assert_close(a.kappa.kappa, -0.02339181286549608, 1e-12);
    assert_close(a.ac1, 0.9407763376087177, 1e-12);
    assert_close(a.negative, 0, 0);
}

static void weights_take_the_order_of_categories(void **state)
{
    const int64_t table[] = { 34, 9, 2, 7, 21, 13, 1, 8, 305 };
    const rv_agree_two a = of(table, 3);
    (void)state;
    assert_close(a.linear.kappa, 0.7944059287592639, 1e-12);
    assert_close(a.linear.se, 0.031193457413145387, 1e-12);
    assert_close(a.quadratic.kappa, 0.8588262410325852, 1e-12);
    assert_close(a.quadratic.se0, 0.04995283796499424, 1e-12);
    assert_true(isnan(a.positive));
}

/* With two categories the weights are those of plain kappa. */
static void two_categories_know_no_weights(void **state)
{
    const int64_t table[] = { 40, 10, 15, 435 };
    const rv_agree_two a = of(table, 2);
    (void)state;
    assert_close(a.linear.kappa, a.kappa.kappa, 1e-15);
    assert_close(a.quadratic.se, a.kappa.se, 1e-15);
}

/* Renaming the categories, or exchanging the people, changes nothing. */
static void names_and_sides_do_not_matter(void **state)
{
    const int64_t table[] = { 44, 5, 1, 7, 20, 3, 9, 4, 25 }, turned[] = { 44, 7, 9, 5, 20, 4, 1, 3, 25 },
                  renamed[] = { 25, 4, 9, 3, 20, 7, 1, 5, 44 };
    const rv_agree_two a = of(table, 3), b = of(turned, 3), c = of(renamed, 3);
    (void)state;
    assert_close(b.kappa.se, a.kappa.se, 1e-14);
    assert_close(c.kappa.se, a.kappa.se, 1e-14);
    assert_close(b.ac1_se, a.ac1_se, 1e-14);
    assert_close(c.quadratic.kappa, a.quadratic.kappa, 1e-14);
}

static void perfect_agreement_has_no_error(void **state)
{
    const int64_t table[] = { 12, 0, 0, 88 };
    const rv_agree_two a = of(table, 2);
    (void)state;
    assert_close(a.kappa.kappa, 1, 1e-15);
    assert_true(a.kappa.se < 1e-15);
    assert_close(a.kappa.se0, 0.1, 1e-14);
    assert_close(a.ac1, 1, 1e-15);
    assert_close(a.pabak_se, 0, 0);
}

static void what_is_not_defined_is_nan_and_says_why(void **state)
{
    const int64_t none[4] = { 0 }, one_class[] = { 0, 0, 0, 7 }, one[] = { 0, 1, 0, 0 }, opposite[] = { 0, 5, 5, 0 };
    rv_agree_two a = of(none, 2);
    (void)state;
    assert_true(isnan(a.kappa.kappa) && isnan(a.kappa.observed) && isnan(a.ac1) && isnan(a.pabak) && isnan(a.positive));
    assert_string_equal(a.why, "nothing has been judged by both");
    a = of(one_class, 2);
    assert_true(isnan(a.kappa.kappa) && isnan(a.kappa.se) && isnan(a.scott_pi) && isnan(a.positive));
    assert_close(a.ac1, 1, 0);
    assert_close(a.negative, 1, 0);
    assert_non_null(strstr(a.why, "kappa is not defined"));
    a = of(one, 2);
    assert_true(isnan(a.ac1_se));
    assert_string_equal(a.why, "one judgement has no standard error");
    a = of(opposite, 2);
    assert_close(a.kappa.kappa, -1, 1e-15);
    assert_close(a.positive, 0, 0);
}

static void huge_and_hostile_counts(void **state)
{
    const int64_t huge[] = { INT64_MAX, 0, 0, INT64_MAX }, negative[] = { 1, 2, -3, 4 };
    int64_t many[RV_AGREE_CATEGORIES * RV_AGREE_CATEGORIES] = { 0 };
    rv_agree_two a = of(huge, 2);
    rv_error err;
    (void)state;
    assert_close(a.kappa.kappa, 1, 1e-12);
    assert_int_equal(rv_agree_table(negative, 2, 0.95, &a, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "row 2, column 1 is -3; a count is 0 or more");
    assert_true(isnan(a.kappa.kappa));
    assert_int_equal(rv_agree_table(negative, 1, 0.95, &a, &err), RV_EINVAL);
    assert_int_equal(rv_agree_table(many, RV_AGREE_CATEGORIES + 1, 0.95, &a, &err), RV_EINVAL);
    assert_int_equal(rv_agree_table(huge, 2, 1, &a, &err), RV_EDOMAIN);
    for (int i = 0; i < RV_AGREE_CATEGORIES; i++)
        many[i * RV_AGREE_CATEGORIES + i] = i;
    assert_close(of(many, RV_AGREE_CATEGORIES).kappa.kappa, 1, 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kappa_is_what_chance_leaves), cmocka_unit_test(rare_includes_have_a_low_kappa_and_a_high_ac1),
        cmocka_unit_test(weights_take_the_order_of_categories), cmocka_unit_test(two_categories_know_no_weights),
        cmocka_unit_test(names_and_sides_do_not_matter), cmocka_unit_test(perfect_agreement_has_no_error),
        cmocka_unit_test(what_is_not_defined_is_nan_and_says_why), cmocka_unit_test(huge_and_hostile_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
