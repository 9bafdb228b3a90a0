/* Correlations, of two variables and in regression models. */
#include "tests/effect/one.h"

static double later_variance(const char *measure, const char *words, rv_convention convention, rv_vtype vtype)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    o.convention = convention;
    o.vtype = vtype;
    return one(measure, given(words), &o).vi;
}

static void correlations_by_hand(void **state)
{
    (void)state;
    assert_effect("COR", "ri 0.5 ni 26", .5, .5625 / 25, 1e-12);
    assert_effect("ZCOR", "ri 0.5 ni 28", log(3) / 2, .04, 1e-12);
}

/* metafor's help page of escalc: COR with pi=-0.07, ni=30 gives -0.3354; PCOR with pi=-0.07, mi=5, ni=30 gives -0.3610. */
static void tests_give_the_correlation(void **state)
{
    (void)state;
    assert_close(one("COR", given("pi -0.07 ni 30"), NULL).yi, -.3354, 5e-5);
    assert_close(one("PCOR", given("pi -0.07 mi 5 ni 30"), NULL).yi, -.3610, 5e-5);
    assert_close(one("COR", given("ti 3 ni 29"), NULL).yi, .5, 1e-12);
}

/* Olkin & Pratt's estimate by Euler's integral of the hypergeometric function, with Simpson's rule in u, t = u^2. */
static double by_integral(double r, double n)
{
    const int steps = 20000;
    double top = 0, whole = 0;

    for (int i = 0; i <= steps; i++) {
        const double u = (double)i / steps, weight = i == 0 || i == steps ? 1 : i % 2 ? 4 : 2;
        const double density = pow(1 - u * u, (n - 5) / 2);
        top += weight * density / sqrt(1 - (1 - r * r) * u * u);
        whole += weight * density;
    }
    return r * top / whole;
}

static void correlations_without_bias(void **state)
{
    static const double r[] = { .05, -.3, .5, .9, -.99 };

    (void)state;
    for (int i = 0; i < 5; i++) {
        rv_effect_input in = given("ni 9");
        in.ri = r[i];
        assert_close(one("UCOR", in, NULL).yi, by_integral(r[i], 9), 1e-9);
        in.ni = 33;
        assert_close(one("UCOR", in, NULL).yi, by_integral(r[i], 33), 1e-9);
    }
    assert_close(one("UCOR", given("ri 0 ni 40"), NULL).yi, 0, 0);
    assert_close(one("UCOR", given("ri 1 ni 40"), NULL).yi, 1, 1e-12);
    assert_close(later_variance("UCOR", "ri 0.4 ni 5000", RV_CONVENTION_5, RV_VTYPE_UB)
                     / later_variance("UCOR", "ri 0.4 ni 5000", RV_CONVENTION_5, RV_VTYPE_LS), 1, 2e-3);
}

/* With 3 people the formula gives the sign of r alone, with 4 it has no end at r = 0; metafor gives no number either. */
static void too_few_people_have_no_correlation_without_bias(void **state)
{
    (void)state;
    assert_string_equal(one("UCOR", given("ri 0.3 ni 3"), NULL).reason, "too few people for the correction of bias");
    assert_string_equal(one("UCOR", given("ri 0.3 ni 4"), NULL).reason, "too few people for the correction of bias");
    assert_true(isfinite(one("UCOR", given("ri 0.3 ni 5"), NULL).yi));
    assert_string_equal(one("COR", given("ri 0.3 ni 3"), NULL).reason, "a correlation's variance needs more than 3 people");
    assert_close(one("COR", given("ri 0.5 ni 4"), NULL).vi, .5625 / 3, 1e-12);
}

/* Weighted by people, r^2 averages .16: (1 - .16)^2 over n - m. */
static void averages_of_partial_correlations_are_weighted_by_people(void **state)
{
    const rv_effect_input rows[] = { given("ri 0.2 ni 10 mi 2 r2i 0.5"), given("ri 0.5 ni 20 mi 2 r2i 0.5") };
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out[2];

    (void)state;
    o.vtype = RV_VTYPE_AV;
    assert_int_equal(rv_effect_make(rv_measure_find("PCOR"), rows, 2, &o, out, &err), RV_OK);
    assert_close(out[0].vi, .84 * .84 / 8, 1e-12);
    assert_close(out[1].vi, .84 * .84 / 18, 1e-12);
    assert_int_equal(rv_effect_make(rv_measure_find("SPCOR"), rows, 2, &o, out, &err), RV_OK);
    assert_close(out[0].vi, (.25 - 1 + .34 + 1 - .34 * .34) / 10, 1e-12);
}

static void averages_are_weighted_by_people(void **state)
{
    const rv_effect_input rows[] = { given("ri 0.2 ni 10"), given("ri 0.5 ni 20"), given("ri 0.9"), given("ri 0.9 ni 3") };
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out[4];

    (void)state;
    o.vtype = RV_VTYPE_AV;
    assert_int_equal(rv_effect_make(rv_measure_find("COR"), rows, 3, &o, out, &err), RV_OK);
    assert_close(out[0].vi, .84 * .84 / 9, 1e-12);
    assert_close(out[1].vi, .84 * .84 / 19, 1e-12);
    assert_string_equal(out[2].reason, "ni is missing");
}

/* Aloe & Thompson (2013): t = 4.61, n = 218, 4 predictors, R2 = .24 (Abu-Bader 2000). */
static void coefficients_become_correlations(void **state)
{
    const char *words = "ti 4.61 ni 218 mi 4 r2i 0.24";
    const double r = 4.61 / sqrt(4.61 * 4.61 + 213), s = 4.61 * sqrt(.76 / 213), q = .24 - s * s;

    (void)state;
    assert_effect("PCOR", words, r, (1 - r * r) * (1 - r * r) / 214, 1e-12);
    assert_effect("ZPCOR", words, atanh(r), 1 / 212., 1e-12);
    assert_close(later_variance("PCOR", words, RV_CONVENTION_3, RV_VTYPE_LS), (1 - r * r) * (1 - r * r) / 213, 1e-12);
    assert_close(later_variance("ZPCOR", words, RV_CONVENTION_3, RV_VTYPE_LS), 1 / 213., 1e-12);
    assert_effect("SPCOR", words, s, (.0576 - .48 + q + 1 - q * q) / 218, 1e-12);
    assert_close(one("ZSPCOR", given(words), NULL).yi, atanh(s), 1e-12);
    assert_string_equal(one("SPCOR", given("ti 4.61 ni 218 mi 4"), NULL).reason, "r2i is missing");
}

/* With one predictor, partial and semi-partial correlation are the plain one. */
static void one_predictor_is_a_plain_correlation(void **state)
{
    const rv_effect plain = one("COR", given("ti 3 ni 29"), NULL);

    (void)state;
    assert_close(one("PCOR", given("ti 3 ni 29 mi 1"), NULL).yi, plain.yi, 1e-12);
    assert_close(one("PCOR", given("ti 3 ni 29 mi 1"), NULL).vi, plain.vi, 1e-12);
    assert_close(one("SPCOR", given("ti 3 ni 29 mi 1 r2i 0.25"), NULL).yi, plain.yi, 1e-12);
    assert_close(one("SPCOR", given("ti 3 ni 29 mi 1 r2i 0.25"), NULL).vi, .5625 / 29, 1e-12);
}

static void coefficients_of_determination_by_hand(void **state)
{
    (void)state;
    assert_effect("R2", "r2i 0.25 ni 36 mi 2", .25, .5625 / 36, 1e-12);
    assert_close(later_variance("R2", "r2i 0.25 ni 36 mi 2", RV_CONVENTION_5, RV_VTYPE_LS2), .5625 * 33 * 33 / (1295. * 39), 1e-12);
    assert_effect("ZR2", "r2i 0.25 ni 36 mi 2", log(3) / 2, 1 / 36., 1e-12);
    assert_close(one("R2", given("fi 5.5 ni 36 mi 2"), NULL).yi, 11 / 44., 1e-12);
    assert_close(one("R2", given("pi 0.05 ni 36 mi 1"), NULL).yi, 4.13 / (4.13 + 34), 1e-4);     /* F(1, 34) at .05 is 4.13 */
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    refused("COR", given("ri 1.2 ni 30"), "row 1: ri is 1.2; a correlation is between -1 and 1");
    refused("ZCOR", given("ri 0.5 ni 2"), "row 1: ni is 2; at least 3 people are needed");
    refused("COR", given("ri 0.5 ni 20.5"), "row 1: ni is 20.5; a count is a whole number, unless fractions are allowed");
    refused("PCOR", given("ti 1 ni 5 mi 4"), "row 1: ni is 5; a model with 4 predictors needs at least 6 people");
    refused("PCOR", given("ti 1 ni 9 mi 0"), "row 1: mi is 0; a model has at least 1 predictor");
    refused("SPCOR", given("ti 1 ni 9 mi 2 r2i 1.5"), "row 1: r2i is 1.5; R-squared is between 0 and 1");
    refused("R2", given("pi -0.05 ni 9 mi 2"), "row 1: pi is -0.05; R-squared has no sign that a p-value could bear");
    assert_string_equal(one("SPCOR", given("ri 0.9 ni 9 mi 2 r2i 0.1"), NULL).reason,
                        "the variance would be negative: the numbers contradict each other, or people are too few");
    refused("R2", given("fi -1 ni 9 mi 2"), "row 1: fi is -1; an F statistic is not negative");
    assert_string_equal(one("ZCOR", given("ri 1 ni 30"), NULL).reason,
                        "Fisher's z needs a correlation between -1 and 1, and more than 3 people");
    assert_string_equal(one("ZCOR", given("ri 0.5 ni 3"), NULL).reason,
                        "Fisher's z needs a correlation between -1 and 1, and more than 3 people");
    assert_string_equal(one("COR", given("ri 1 ni 30"), NULL).reason, "the variance is 0: no model can weigh this effect");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(correlations_by_hand),
        cmocka_unit_test(tests_give_the_correlation),
        cmocka_unit_test(correlations_without_bias),
        cmocka_unit_test(too_few_people_have_no_correlation_without_bias),
        cmocka_unit_test(averages_are_weighted_by_people),
        cmocka_unit_test(averages_of_partial_correlations_are_weighted_by_people),
        cmocka_unit_test(coefficients_become_correlations),
        cmocka_unit_test(one_predictor_is_a_plain_correlation),
        cmocka_unit_test(coefficients_of_determination_by_hand),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
