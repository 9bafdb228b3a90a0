/*
 * Raudenbush, S. W. & Bryk, A. S. (1985) Empirical Bayes meta-analysis. J Educ Stat 10:75-98: teachers' expectations
 * and pupils' IQ, 19 experiments. Effects and variances from their table 1 (Raudenbush 1984, J Educ Psychol
 * 76:85-97). As analysed again in Raudenbush, S. W. (2009) Analyzing effect sizes: random-effects models, in Cooper,
 * Hedges & Valentine, The Handbook of Research Synthesis and Meta-Analysis, 2nd ed., ch. 16, pp. 295-315. A print is
 * held to half its last digit.
 */
#include <config.h>

#include "tests/support.h"
#include "review/meta.h"

enum { K = 19 };
static rv_error err;
static const double Y[K] = { .03, .12, -.14, 1.18, .26,  -.06, -.02, -.32, .27, .80,
                             .54, .18, -.02, .23,  -.18, -.06, .30,  .07,  -.07 },
                    V[K] = { .0156, .0216, .0279, .1391, .1362, .0106, .0106, .0484, .0269, .0630,
                             .0912, .0497, .0835, .0841, .0253, .0279, .0193, .0088, .0303 },
                    WEEKS[K] = {
                        2, 3, 3, 0, 0, 3, 3, 3, 0, 1, 0, 0, 1, 2, 3, 3, 1, 2, 3
                    }; /* capped at 3, as there */

static rv_meta_fit run(const char *method, rv_meta_test test)
{
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    o.estimator = rv_estimator_find(method);
    o.test = test;
    o.pi = RV_PI_METAFOR;
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    return f;
}

/* Table 16.2 (p. 301) and p. 302. The print has z 1.65 where its own mean and se give 1.66. */
static void the_common_effect_is_as_printed(void **state)
{
    const rv_meta_fit f = run("CE", RV_TEST_Z);

    (void)state;
    assert_close(f.pooled.estimate, 0.060, 0.0005);
    assert_close(f.q, 35.83, 0.005 / 35.83);
    assert_close(f.pooled.stat, 1.66, 0.005);
}

/* Table 16.2 (p. 301) and p. 302. The print has a mean of 0.083; Table 16.3 of the same chapter has 0.084. Its
   interval for true effects leaves the uncertainty of the mean out. */
static void the_random_effects_model_is_as_printed(void **state)
{
    const rv_meta_fit f = run("REML", RV_TEST_Z);

    (void)state;
    assert_close(f.pooled.estimate, 0.084, 0.0005);
    assert_close(f.pooled.stat, 1.62, 0.005);
    assert_close(f.tau2, 0.019, 0.0005);
    assert_close(f.pooled.estimate - 1.96 * sqrt(f.tau2), -0.19, 0.005);
    assert_close(f.pooled.estimate + 1.96 * sqrt(f.tau2), 0.35, 0.005);
}

/* Table 16.2 (p. 301), weeks of contact as moderator. */
static void weeks_of_contact_take_all_heterogeneity_away(void **state)
{
    double x[2 * K];
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .p = 2, .x = x, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_coef c[2];
    rv_meta_fit f;

    (void)state;
    for (int i = 0; i < K; i++)
        x[2 * i] = 1, x[2 * i + 1] = WEEKS[i];
    o.test = RV_TEST_Z;
    assert_int_equal(rv_meta_run(&d, &o, &f, c, NULL, NULL, &err), RV_OK);
    assert_close(c[0].estimate, 0.407, 0.0005);
    assert_close(c[1].estimate, -0.157, 0.0005);
    assert_close(f.tau2, 0, 0.0005);
    assert_close(f.q, 16.57, 0.005 / 16.57);
    assert_close(c[0].stat, 4.68, 0.005 / 4.68);
    assert_close(c[1].stat, -4.39, 0.005 / 4.39);
}

/* Table 16.3 (p. 309): tau2, mean, standard error, statistic and interval by five estimators; first with z, then by
   Knapp and Hartung. */
static void five_estimators_with_two_tests_are_as_printed(void **state)
{
    static const struct { const char *method; double tau2, mean, z[4], hk[4]; } rows[] = {
        { "CE", 0, 0.060, { 0.036, 1.655, -0.011, 0.132 }, { 0.051, 1.173, -0.048, 0.168 } },
        { "ML", 0.013, 0.078, { 0.047, 1.637, -0.015, 0.171 }, { 0.059, 1.311, -0.047, 0.202 } },
        { "REML", 0.019, 0.084, { 0.052, 1.621, -0.018, 0.185 }, { 0.062, 1.359, -0.046, 0.213 } },
        { "DL", 0.026, 0.089, { 0.056, 1.601, -0.020, 0.199 }, { 0.064, 1.405, -0.044, 0.223 } },
        { "HE", 0.080, 0.114, { 0.079, 1.443, -0.041, 0.270 }, { 0.071, 1.608, -0.035, 0.264 } } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int knha = 0; knha < 2; knha++) {
            const rv_meta_fit f = run(rows[i].method, knha ? RV_TEST_KNHA : RV_TEST_Z);
            const double *const want = knha ? rows[i].hk : rows[i].z;
            assert_close(f.tau2, rows[i].tau2, 0.0005);
            assert_close(f.pooled.estimate, rows[i].mean, 0.0005);
            assert_close(f.pooled.se, want[0], 0.0005);
            assert_close(f.pooled.stat, want[1], 0.0005);
            assert_close(f.pooled.ci_lo, want[2], 0.0005);
            assert_close(f.pooled.ci_hi, want[3], 0.0005);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_common_effect_is_as_printed),
        cmocka_unit_test(the_random_effects_model_is_as_printed),
        cmocka_unit_test(weeks_of_contact_take_all_heterogeneity_away),
        cmocka_unit_test(five_estimators_with_two_tests_are_as_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
