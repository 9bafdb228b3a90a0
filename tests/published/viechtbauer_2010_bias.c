/*
 * Viechtbauer, W. (2010) Conducting meta-analyses in R with the metafor package. J Stat Softw 36(3):1-48: the part on funnel plot
 * asymmetry and publication bias, printed output for the 13 trials of BCG vaccine (Colditz et al. 1994): regtest(model = "lm"),
 * ranktest(), and trimfill() of the common-effect model of log risk ratios. A print is held to half its last digit.
 */
#include <config.h>

#include "tests/published/published.h"
#include "review/meta_bias.h"

enum { K = 13 };
/* With tuberculosis and people, vaccinated; the same, not vaccinated. */
static const double T[K][4] = {
    { 4, 123, 11, 139 }, { 6, 306, 29, 303 }, { 3, 231, 11, 220 }, { 62, 13598, 248, 12867 }, { 33, 5069, 47, 5808 },
    { 180, 1541, 372, 1451 }, { 8, 2545, 10, 629 }, { 505, 88391, 499, 88391 }, { 29, 7499, 45, 7277 }, { 17, 1716, 65, 1665 },
    { 186, 50634, 141, 27338 }, { 5, 2498, 3, 2341 }, { 27, 16913, 29, 17854 } };
static double y[K], v[K];
static const rv_meta_data D = { .k = K, .yi = y, .vi = v };
static rv_error err;

static void eggers_regression_is_as_printed(void **state)
{
    const rv_regression_test_options o = { RV_PREDICTOR_SEI, true };
    const rv_meta_options model = RV_META_OPTIONS_INIT;
    rv_regression_test t;

    (void)state;
    assert_int_equal(rv_regression_test_run(&D, NULL, &model, &o, &t, &err), RV_OK);
    assert_printed(t.slope.stat, -1.4013, 4);
    assert_printed(t.slope.df, 11, 0);
    assert_printed(t.slope.p, 0.1887, 4);
}

static void the_rank_correlation_is_as_printed(void **state)
{
    rv_rank_test t;

    (void)state;
    assert_int_equal(rv_rank_test_run(y, v, K, &t, &err), RV_OK);
    assert_printed(t.tau, 0.0256, 4);
    assert_printed(t.p, 0.9524, 4);
}

static void trim_and_fill_is_as_printed(void **state)
{
    const rv_trim_options how = RV_TRIM_OPTIONS_INIT;
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_trim t;

    (void)state;
    o.estimator = rv_estimator_find("CE");
    assert_int_equal(rv_trim_run(&D, &o, &how, &t, NULL, NULL, &err), RV_OK);
    assert_int_equal(t.side, RV_TRIM_RIGHT);
    assert_int_equal(t.k0, 4);
    assert_printed(t.k0_se, 2.3853, 4);
    assert_printed(t.fit.pooled.estimate, -0.2910, 4);
    assert_printed(t.fit.pooled.se, 0.0383, 4);
    assert_printed(t.fit.pooled.stat, -7.6057, 4);
    assert_printed(t.fit.pooled.ci_lo, -0.3660, 4);
    assert_printed(t.fit.pooled.ci_hi, -0.2160, 4);
    assert_printed(t.fit.q, 262.7316, 4);
}

static int effects(void **state)
{
    (void)state;
    published_tables("RR", T, K, y, v);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eggers_regression_is_as_printed),
        cmocka_unit_test(the_rank_correlation_is_as_printed),
        cmocka_unit_test(trim_and_fill_is_as_printed),
    };
    return cmocka_run_group_tests(tests, effects, NULL);
}
