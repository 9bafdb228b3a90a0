/*
 * Cheung, M. W.-L. (2014) Modeling dependent effect sizes with three-level meta-analyses: a structural equation modeling approach.
 * Psychol Methods 19:211-229: the modified school calendars of Cooper et al. (2003; data as in Konstantopoulos 2011, table 3), three
 * levels by maximum likelihood. The digits are those of the paper's own program, metaSEM, in its worked example of these data
 * (meta3(), "Likelihood-based confidence interval").
 */
#include <config.h>

#include "tests/support.h"
#include "review/meta_multilevel.h"

enum { K = 56 };
static rv_error err;
/* District, effect, variance. */
static const double T[K][3] = {
    { 11, -.18, .118 }, { 11, -.22, .118 }, { 11, .23, .144 }, { 11, -.30, .144 }, { 12, .13, .014 }, { 12, -.26, .014 },
    { 12, .19, .015 }, { 12, .32, .024 }, { 18, .45, .023 }, { 18, .38, .043 }, { 18, .29, .012 }, { 27, .16, .020 },
    { 27, .65, .004 }, { 27, .36, .004 }, { 27, .60, .007 }, { 56, .08, .019 }, { 56, .04, .007 }, { 56, .19, .005 },
    { 56, -.06, .004 }, { 58, -.18, .020 }, { 58, 0, .018 }, { 58, 0, .019 }, { 58, -.28, .022 }, { 58, -.04, .020 },
    { 58, -.30, .021 }, { 58, .07, .006 }, { 58, 0, .007 }, { 58, .05, .007 }, { 58, -.08, .007 }, { 58, -.09, .007 },
    { 71, .30, .015 }, { 71, .98, .011 }, { 71, 1.19, .010 }, { 86, -.07, .001 }, { 86, -.05, .001 }, { 86, -.01, .001 },
    { 86, .02, .001 }, { 86, -.03, .001 }, { 86, 0, .001 }, { 86, .01, .001 }, { 86, -.10, .001 }, { 91, .50, .010 },
    { 91, .66, .011 }, { 91, .20, .010 }, { 91, 0, .009 }, { 91, .05, .013 }, { 91, .07, .013 }, { 108, -.52, .031 },
    { 108, .70, .031 }, { 108, -.03, .030 }, { 108, .27, .030 }, { 108, -.34, .030 }, { 644, .12, .087 }, { 644, .61, .082 },
    { 644, .04, .067 }, { 644, -.05, .067 }
};

static rv_mixed *three_levels(void)
{
    static double y[K], v[K];
    static size_t district[K], school[K];
    const rv_mixed_part part[] = { { .kind = RV_MIXED_INTERCEPT, .name = "district", .group = district, .groups = 11 },
                                   { .kind = RV_MIXED_INTERCEPT, .name = "district/school", .group = school, .groups = K } };
    const rv_mixed_data data = { .data = { .k = K, .yi = y, .vi = v }, .parts = 2, .part = part };
    rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed *m;

    for (size_t i = 0; i < K; i++) {
        y[i] = T[i][1], v[i] = T[i][2], school[i] = i;
        district[i] = i == 0 ? 0 : district[i - 1] + (T[i][0] != T[i - 1][0]);
    }
    o.ml = true;
    if (rv_mixed_run(&m, &data, &o, &err) != RV_OK)
        fail_msg("%s", err.message);
    return m;
}

/* Intercept 0.1844554 (its standard error there comes from the curvature of the likelihood, 0.0805411, not from (X'WX)^-1); Tau2_3 0.0577384, Tau2_2 0.0328648; -2 log likelihood 16.78987. */
static void the_three_level_model_is_as_printed(void **state)
{
    rv_mixed *m = three_levels();
    const rv_mixed_fit *f = rv_mixed_result(m);

    (void)state;
    assert_close(f->coefs[0].estimate, 0.1844554, 5e-7);
    assert_close(f->param[0].estimate, 0.0577384, 5e-7);
    assert_close(f->param[1].estimate, 0.0328648, 5e-7);
    assert_close(-2 * f->ml.loglik, 16.78987, 5e-6);
    rv_mixed_free(m);
}

/* Tau2_3 0.019805 to 0.176328, Tau2_2 0.016330 to 0.063126. The program stops near a bound: at 0.176328 twice the log-likelihood has
   fallen by 3.855, not by 3.841; the exact bound is 0.175939. */
static void its_likelihood_based_intervals_are_as_printed(void **state)
{
    rv_mixed *m = three_levels();
    rv_mixed_interval in;
    double ll;

    (void)state;
    assert_int_equal(rv_mixed_profile_interval(m, 0, .95, &in, &err), RV_OK);
    assert_close(in.lo, 0.019805, 1e-5);
    assert_close(in.hi, 0.176328, 4e-4);
    assert_int_equal(rv_mixed_profile(m, 0, &in.hi, 1, &ll, &err), RV_OK);
    assert_close(2 * (rv_mixed_result(m)->ml.loglik - ll), 3.841458820694124, 1e-7);
    assert_int_equal(rv_mixed_profile_interval(m, 1, .95, &in, &err), RV_OK);
    assert_close(in.lo, 0.016330, 1e-5);
    assert_close(in.hi, 0.063126, 2e-5);
    rv_mixed_free(m);
}

/* I2_2 0.34396, I2_3 0.60429, with the typical variance of the Q statistic. */
static void its_multilevel_i2_is_as_printed(void **state)
{
    rv_mixed *m = three_levels();
    double typical, total, share[2];

    (void)state;
    assert_int_equal(rv_mixed_i2(m, &typical, &total, share, &err), RV_OK);
    assert_close(share[1], 0.34396, 5e-6);
    assert_close(share[0], 0.60429, 5e-6);
    assert_close(total, share[0] + share[1], 1e-12);
    rv_mixed_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_three_level_model_is_as_printed),
        cmocka_unit_test(its_likelihood_based_intervals_are_as_printed),
        cmocka_unit_test(its_multilevel_i2_is_as_printed),
    };
    return cmocka_run_group_tests_name("Cheung (2014)", tests, NULL, NULL);
}
