/*
 * Viechtbauer, W. (2007) Confidence intervals for the amount of heterogeneity in meta-analysis. Stat Med 26:37-52: nine trials of
 * diuretics against pre-eclampsia (Collins, Yusuf & Peto 1985 Br Med J 290:17-23, table of pre-eclampsia), log odds ratios. Table II,
 * page 44.
 */
#include <config.h>

#include "tests/published/published.h"
#include "review/meta_interval.h"

enum { K = 9 };
/* Pre-eclampsia and women, diuretics; the same, control. */
static const double T[K][4] = { { 14, 131, 14, 136 },     { 21, 385, 17, 134 }, { 14, 57, 24, 48 },
                                { 6, 38, 18, 40 },        { 12, 1011, 35, 760 }, { 138, 1370, 175, 1336 },
                                { 15, 506, 20, 524 },     { 6, 108, 2, 103 },   { 65, 153, 40, 102 } };
static double y[K], v[K];
static const rv_meta_data D = { .k = K, .yi = y, .vi = v };

static void four_estimators_are_as_printed(void **state)
{
    (void)state;
    assert_printed(published_fit(&D, "DL", NULL).tau2, .230, 3);
    assert_printed(published_fit(&D, "ML", NULL).tau2, .239, 3);
    assert_printed(published_fit(&D, "REML", NULL).tau2, .301, 3);
    assert_printed(published_fit(&D, "SJ", NULL).tau2, .456, 3);
}

static void the_q_profile_interval_is_as_printed(void **state)
{
    const rv_meta_fit f = published_fit(&D, "DL", NULL);

    (void)state;
    assert_printed(f.tau2_lo, .072, 3);
    assert_printed(f.tau2_hi, 2.203, 3);
}

/* From the standard errors of tau2; the limits below 0 are the paper's point. */
static void the_wald_intervals_are_as_printed(void **state)
{
    const rv_meta_fit ml = published_fit(&D, "ML", NULL), reml = published_fit(&D, "REML", NULL);

    (void)state;
    assert_printed(ml.tau2 - 1.96 * ml.tau2_se, -.101, 3);
    assert_printed(ml.tau2 + 1.96 * ml.tau2_se, .578, 3);
    assert_printed(reml.tau2 - 1.96 * reml.tau2_se, -.131, 3);
    assert_printed(reml.tau2 + 1.96 * reml.tau2_se, .732, 3);
}

static void the_profile_likelihood_intervals_are_as_printed(void **state)
{
    static const struct { const char *method; double lo, hi; } rows[] = { { "ML", .027, 1.131 }, { "REML", .043, 1.475 } };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        rv_meta_options o = RV_META_OPTIONS_INIT;
        rv_meta_intervals in;
        rv_error err;
        o.estimator = rv_estimator_find(rows[i].method);
        if (rv_meta_interval(&D, &o, RV_INTERVAL_PL, &in, &err) != RV_OK)
            fail_msg("%s", err.message);
        assert_printed(in.tau2.lo, rows[i].lo, 3);
        assert_printed(in.tau2.hi, rows[i].hi, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_estimators_are_as_printed),
        cmocka_unit_test(the_q_profile_interval_is_as_printed),
        cmocka_unit_test(the_wald_intervals_are_as_printed),
        cmocka_unit_test(the_profile_likelihood_intervals_are_as_printed),
    };

    published_tables("OR", T, K, y, v);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
