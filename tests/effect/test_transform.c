#include <string.h>

#include "review/effect.h"
#include "tests/support.h"

static double at(const char *name, double x)
{
    const rv_transform_args none = RV_TRANSFORM_ARGS_INIT;

    return rv_transform_find(name)->apply(x, &none);
}

/* Everything a row may need. */
static rv_transform_args full(void)
{
    return (rv_transform_args){ 12, 7, 40, 60, NAN, 0.3, 2.5 };
}

static void each_inverse_leads_back(void **state)
{
    const double inside[] = { 0.25, 0.4, 0.55, 0.7 };
    const rv_transform_args a = full();
    size_t pairs = 0;

    (void)state;
    for (size_t i = 0; rv_transform_at(i); i++) {
        const rv_transform *t = rv_transform_at(i), *back = *t->inverse ? rv_transform_find(t->inverse) : NULL;
        if (!*t->inverse)
            continue;
        assert_non_null(back);
        for (int j = 0; j < 4; j++)
            assert_close(back->apply(t->apply(inside[j], &a), &a), inside[j], 1e-9);
        pairs++;
    }
    assert_true(pairs >= 30);
}

static void slopes_are_those_of_calculus(void **state)
{
    const rv_transform_args a = full();

    (void)state;
    assert_close(rv_transform_slope(rv_transform_find("exp"), 0.7, &a), exp(0.7), 1e-9);
    assert_close(rv_transform_slope(rv_transform_find("rtoz"), 0.6, &a), 1 / (1 - 0.36), 1e-9);
    assert_close(rv_transform_slope(rv_transform_find("ilogit"), 1, &a), exp(-1) / pow(1 + exp(-1), 2), 1e-9);
    assert_close(rv_transform_slope(rv_transform_find("lnortod.logis"), 0, &a), sqrt(3) / acos(-1), 1e-9);
}

/* Rosenthal & Rubin (1982) print r = .32 as success rates of .34 and .66; r = .32 is d = .6755. */
static void the_binomial_display_of_a_published_correlation(void **state)
{
    (void)state;
    assert_close(at("dtobesd", 2 * .32 / sqrt(1 - .32 * .32)), .66, 1e-12);
}

/* Cohen (1988), table 2.2.1: d = .5 has U1 = 33.0 %, U2 = 59.9 %, U3 = 69.1 %. */
static void overlaps_as_in_cohens_table(void **state)
{
    (void)state;
    assert_close(at("dtou1", .5), .330, 5e-4);
    assert_close(at("dtou2", .5), .599, 5e-4);
    assert_close(at("dtou3", .5), .691, 5e-4);
    assert_close(at("dtou1", -.5), at("dtou1", .5), 1e-15);
}

static void odds_ratios_and_differences(void **state)
{
    const rv_transform_args a = full();

    (void)state;
    assert_close(at("dtolnor.logis", 1), 1.8137993642342178, 1e-14);
    assert_close(at("lnortod.norm", 1.65), 1, 1e-15);
    /* Control risk .3 is odds 3/7; twice that is 6/7, a risk of 6/13. */
    assert_close(rv_transform_find("lnortord")->apply(log(2), &a), 6.0 / 13 - .3, 1e-14);
    assert_close(rv_transform_find("lnortorr")->apply(log(2), &a), 20.0 / 13, 1e-14);
}

static void outside_the_domain_is_not_a_number(void **state)
{
    (void)state;
    assert_true(isnan(at("rtoz", 1.2)));
    assert_true(isnan(at("logit", -0.1)));
    assert_true(isnan(at("ipft", 0.5)));
    assert_true(isnan(at("ahw", 1.5)));
    assert_close(at("isqrt", -2), 0, 0);
    assert_close(at("iarcsin", 2), 1, 0);
}

static void names_with_and_without_their_prefix(void **state)
{
    (void)state;
    assert_ptr_equal(rv_transform_find("transf.rtoz"), rv_transform_find("rtoz"));
    assert_null(rv_transform_find("rtoy"));
}

static void the_harmonic_mean_of_sizes(void **state)
{
    const double n[] = { 5, 10, 20 };

    (void)state;
    assert_close(rv_harmonic_mean(n, 3), 60.0 / 7, 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_inverse_leads_back),
        cmocka_unit_test(slopes_are_those_of_calculus),
        cmocka_unit_test(the_binomial_display_of_a_published_correlation),
        cmocka_unit_test(overlaps_as_in_cohens_table),
        cmocka_unit_test(odds_ratios_and_differences),
        cmocka_unit_test(outside_the_domain_is_not_a_number),
        cmocka_unit_test(names_with_and_without_their_prefix),
        cmocka_unit_test(the_harmonic_mean_of_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
