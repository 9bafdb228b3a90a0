/* Tests and predictions of a fitted model: Kenward-Roger, the rules of Hartung-Knapp, contrasts, prediction intervals, two models. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/effect.h"
#include "review/meta_regression.h"
#include "review/numer.h"

enum { K = 13 };
static rv_error err;
/* Tuberculosis and not, vaccinated; the same, not vaccinated; latitude (Colditz et al. 1994). */
static const double BCG[K][5] = {
    { 4, 119, 11, 128, 44 }, { 6, 300, 29, 274, 55 }, { 3, 228, 11, 209, 42 }, { 62, 13536, 248, 12619, 52 },
    { 33, 5036, 47, 5761, 13 }, { 180, 1361, 372, 1079, 44 }, { 8, 2537, 10, 619, 19 }, { 505, 87886, 499, 87892, 13 },
    { 29, 7470, 45, 7232, 27 }, { 17, 1699, 65, 1600, 42 }, { 186, 50448, 141, 27197, 18 }, { 5, 2493, 3, 2338, 33 },
    { 27, 16886, 29, 17825, 33 } };
static double Y[K], V[K], X[2 * K];

static int log_odds_ratios(void **state)
{
    const rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input in[K];
    rv_effect out[K];

    (void)state;
    for (int i = 0; i < K; i++) {
        in[i] = (rv_effect_input)RV_EFFECT_INPUT_INIT;
        in[i].ai = BCG[i][0], in[i].bi = BCG[i][1], in[i].ci = BCG[i][2], in[i].di = BCG[i][3];
    }
    if (rv_effect_make(rv_measure_find("OR"), in, K, &o, out, &err) != RV_OK)
        return 1;
    for (int i = 0; i < K; i++)
        Y[i] = out[i].yi, V[i] = out[i].vi, X[2 * i] = 1, X[2 * i + 1] = BCG[i][4];
    return 0;
}

static const rv_meta_data D = { .k = K, .yi = Y, .vi = V },
                          WITH = { .k = K, .yi = Y, .vi = V, .p = 2, .x = X, .intercept = true };

static rv_meta_fit run(const rv_meta_data *d, rv_meta_test test, rv_meta_pi pi)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    o.test = test;
    o.pi = pi;
    if (rv_meta_run(d, &o, &f, NULL, NULL, NULL, &err) != RV_OK)
        fail_msg("%s", err.message);
    return f;
}

/* The R package meta 7.0 gives for these data (metabin, sm = "OR", method.tau = "REML", method.random.ci = "KR", method.predict =
   "KR"): se 0.187782341, p .00238142538, lower bound -1.16057185, df of the prediction interval 9.56456262, which is that of the
   estimate less 1. */
static void kenward_roger_is_as_the_package_meta_has_it(void **state)
{
    const rv_meta_fit f = run(&D, RV_TEST_KR, RV_PI_KR_PR);

    (void)state;
    assert_close(f.pooled.se, 0.18778234112562256, 1e-8);
    assert_close(f.pooled.p, 0.0023814253841515174, 1e-8);
    assert_close(f.pooled.ci_lo, -1.1605718466425183, 1e-8);
    assert_close(f.pi_df, 9.56456262289138, 1e-7);
    assert_close(f.pooled.df, 1 + f.pi_df, 1e-14);
    assert_close(f.qm, f.pooled.stat * f.pooled.stat, 1e-10);
    assert_close(f.qm_p, f.pooled.p, 1e-10);
}

/* Their own formula with the sums written out: sum w^j for j = 1, 2, 3, and the expected information. */
static void the_degrees_of_freedom_of_1997_rest_on_the_uncorrected_variance(void **state)
{
    const rv_meta_fit f = run(&D, RV_TEST_KR_1997, RV_PI_NONE), partlett = run(&D, RV_TEST_KR, RV_PI_NONE);
    double s[4] = { 0, 0, 0, 0 }, information;

    (void)state;
    for (int i = 0; i < K; i++)
        for (int j = 1; j < 4; j++)
            s[j] += pow(V[i] + f.tau2, -j);
    information = (s[2] - 2 * s[3] / s[1] + s[2] * s[2] / (s[1] * s[1])) / 2;
    assert_close(f.pooled.df, 2 * information * s[1] * s[1] / (s[2] * s[2]), 1e-10);
    assert_close(f.pooled.se, sqrt(1 / s[1] + 2 / (information * s[1] * s[1]) * (s[3] - s[2] * s[2] / s[1])), 1e-12);
    assert_close(partlett.pooled.se, f.pooled.se, 0);
    assert_close(partlett.pooled.df, 2 * information / pow(f.pooled.se * f.pooled.se * s[2], 2), 1e-10);
}

/* With equal variances the model is an analysis of variance, for which Kenward-Roger is exact: F with k - p df, no correction. */
static void kenward_roger_is_the_exact_f_test_of_a_balanced_design(void **state)
{
    double y[12], v[12], x[36], l[6] = { 0, 1, 0, 0, 0, 1 };
    const rv_meta_data d = { .k = 12, .yi = y, .vi = v, .p = 3, .x = x, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_joint kr, t;
    rv_meta_fit f;

    (void)state;
    for (int i = 0; i < 12; i++)
        y[i] = sin(7.0 * i) + i / 4, v[i] = 0.05, x[3 * i] = 1, x[3 * i + 1] = i / 4 == 1, x[3 * i + 2] = i / 4 == 2;
    o.test = RV_TEST_T;
    assert_int_equal(rv_meta_contrasts(&d, &o, l, 2, NULL, &t, &err), RV_OK);
    o.test = RV_TEST_KR;
    assert_int_equal(rv_meta_contrasts(&d, &o, l, 2, NULL, &kr, &err), RV_OK);
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_true(f.tau2 > 0.1);
    assert_close(kr.df2, 9, 1e-9);
    assert_close(kr.stat, t.stat, 1e-9);
    assert_close(kr.p, t.p, 1e-9);
    assert_close(f.qm, kr.stat, 1e-9);
}

/* Two subgroups with one tau2: the test between them is that of their difference, also with Kenward-Roger's degrees of freedom. */
static void subgroups_are_compared_by_the_test_of_the_model(void **state)
{
    size_t group[K];
    rv_meta_fit out[2], f;
    rv_meta_between b;
    rv_meta_coef c[2];
    double x[2 * K];
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .p = 2, .x = x, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;

    (void)state;
    for (int i = 0; i < K; i++)
        group[i] = i % 3 == 0, x[2 * i] = 1, x[2 * i + 1] = i % 3 == 0;
    o.test = RV_TEST_KR;
    assert_int_equal(rv_meta_subgroups(&D, group, 2, &o, true, out, NULL, &b, &err), RV_OK);
    assert_int_equal(rv_meta_run(&d, &o, &f, c, NULL, NULL, &err), RV_OK);
    assert_close(b.q, c[1].stat * c[1].stat, 1e-9);
    assert_close(b.df2, c[1].df, 1e-9);
    assert_close(b.p, c[1].p, 1e-9);
    assert_close(out[0].pooled.df, c[0].df, 1e-9);
}

static void kenward_roger_needs_reml_and_its_weights(void **state)
{
    double w[K];
    rv_meta_data d = D;
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    (void)state;
    o.test = RV_TEST_KR;
    o.estimator = rv_estimator_find("DL");
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "Kenward-Roger is for tau2 by REML, not by DL");
    o.estimator = NULL;
    for (int i = 0; i < K; i++)
        w[i] = 1;
    d.weights = w;
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_EINVAL);
    d = D;
    o.tau2 = 0.1;   /* known: nothing to correct */
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_true(isnan(f.pooled.df));
}

/* Six trials as in Hine et al. (1989), log odds ratios as the package meta takes them: tau2 0, and Hartung-Knapp is far too narrow. */
static void each_rule_keeps_hartung_knapp_from_shortening_in_its_own_way(void **state)
{
    const double y[6] = { 0.7, 0.55, 0.4, 0.8, 0.5, 0.6 }, v[6] = { 0.9, 0.5, 1.2, 0.3, 0.25, 0.4 };
    const rv_meta_data d = { .k = 6, .yi = y, .vi = v };
    const rv_meta_fit z = run(&d, RV_TEST_Z, RV_PI_V), hk = run(&d, RV_TEST_KNHA, RV_PI_V), wide = run(&d, RV_TEST_KNHA_CI, RV_PI_V),
                      iqwig = run(&d, RV_TEST_IQWIG6, RV_PI_V), adhoc = run(&d, RV_TEST_ADHOC, RV_PI_V);

    (void)state;
    assert_true(hk.pooled.se < z.pooled.se / 2 && hk.notes & RV_NOTE_HK_SHORTENED);
    assert_close(wide.pooled.ci_lo, z.pooled.ci_lo, 1e-14);
    assert_true(isnan(wide.pooled.df));
    assert_close(iqwig.pooled.ci_lo, adhoc.pooled.ci_lo, 1e-14);
    assert_close(iqwig.pooled.df, 5, 0);
    assert_true(wide.notes & RV_NOTE_HK_RAISED && iqwig.notes & RV_NOTE_HK_RAISED);
}

static void the_rules_leave_a_wide_hartung_knapp_interval_alone(void **state)
{
    const rv_meta_fit hk = run(&D, RV_TEST_KNHA, RV_PI_V), wide = run(&D, RV_TEST_KNHA_CI, RV_PI_V),
                      iqwig = run(&D, RV_TEST_IQWIG6, RV_PI_V);

    (void)state;
    assert_close(wide.pooled.ci_lo, hk.pooled.ci_lo, 0);
    assert_close(iqwig.pooled.ci_hi, hk.pooled.ci_hi, 1e-15);
}

static void iqwigs_rule_is_refused_for_moderators(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    (void)state;
    o.test = RV_TEST_IQWIG6;
    assert_int_equal(rv_meta_run(&WITH, &o, &f, NULL, NULL, NULL, &err), RV_EINVAL);
    assert_non_null(strstr(err.message, "use adhoc"));
}

static void each_prediction_interval_has_its_own_quantile_and_standard_error(void **state)
{
    const rv_meta_fit z = run(&D, RV_TEST_Z, RV_PI_NONE), hk = run(&D, RV_TEST_KNHA, RV_PI_NONE), kr = run(&D, RV_TEST_KR, RV_PI_NONE);
    const struct { rv_meta_pi pi; double df, se; } rows[] = {
        { RV_PI_T_K1, 12, hk.pooled.se }, { RV_PI_T_K2, 11, hk.pooled.se },          { RV_PI_NORMAL, NAN, hk.pooled.se },
        { RV_PI_METAFOR, 12, hk.pooled.se }, { RV_PI_RILEY, 11, hk.pooled.se },      { RV_PI_V, 12, z.pooled.se },
        { RV_PI_HTS, 11, z.pooled.se }, { RV_PI_HK, 12, hk.pooled.se },              { RV_PI_HK_PR, 11, hk.pooled.se },
        { RV_PI_KR, kr.pooled.df, kr.pooled.se }, { RV_PI_KR_PR, kr.pooled.df - 1, kr.pooled.se } };

    (void)state;
    assert_true(isnan(z.pi_lo));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const rv_meta_fit f = run(&D, RV_TEST_KNHA, rows[i].pi);
        const double c = isnan(rows[i].df) ? rv_normal_upper_quantile(0.025) : rv_t_upper_quantile(0.025, rows[i].df);
        assert_close(f.pi_df, rows[i].df, 1e-12);
        assert_close(f.pi_hi, f.pooled.estimate + c * sqrt(f.tau2 + rows[i].se * rows[i].se), 1e-12);
        assert_string_not_equal(rv_meta_pi_words(rows[i].pi), "none");
    }
}

static void two_effects_have_no_interval_with_k_minus_two(void **state)
{
    const double y[2] = { 0.1, 0.9 }, v[2] = { 0.1, 0.1 };
    const rv_meta_data d = { .k = 2, .yi = y, .vi = v };

    (void)state;
    assert_true(isnan(run(&d, RV_TEST_Z, RV_PI_HTS).pi_lo));
    assert_true(run(&d, RV_TEST_Z, RV_PI_HTS).notes & RV_NOTE_NO_PI);
    assert_close(run(&d, RV_TEST_Z, RV_PI_RILEY).pi_df, 1, 0);
}

static void a_prediction_at_the_reference_is_the_intercept(void **state)
{
    const double x[4] = { 1, 0, 1, 33.46 };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_prediction at[2];
    rv_meta_coef c[2];
    rv_meta_fit f;
    double vcov[4];

    (void)state;
    assert_int_equal(rv_meta_run(&WITH, &o, &f, c, vcov, NULL, &err), RV_OK);
    assert_int_equal(rv_meta_predict(&WITH, &o, x, 2, at, &err), RV_OK);
    assert_close(at[0].mean.estimate, c[0].estimate, 1e-14);
    assert_close(at[0].mean.ci_lo, c[0].ci_lo, 1e-13);
    assert_close(at[1].mean.estimate, c[0].estimate + 33.46 * c[1].estimate, 1e-13);
    assert_close(at[1].mean.se, sqrt(vcov[0] + 2 * 33.46 * vcov[1] + 33.46 * 33.46 * vcov[3]), 1e-12);
    assert_close(at[1].pi_se, sqrt(f.tau2 + at[1].mean.se * at[1].mean.se), 1e-13);
    assert_close(at[1].pi_df, 11, 0);
}

static void a_prediction_with_a_value_that_is_not_finite_is_named(void **state)
{
    const double x[4] = { 1, 0, 1, NAN };
    const char *const names[] = { "intercept", "latitude" };
    rv_meta_data d = WITH;
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_prediction at[2];

    (void)state;
    d.names = names;
    assert_int_equal(rv_meta_predict(&d, &o, x, 2, at, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "row 2, column latitude, is nan; it must be a finite number");
    assert_int_equal(rv_meta_predict(&d, &o, NULL, 1, at, &err), RV_EINVAL);
}

static void probabilities_of_the_predictive_distribution_add_up(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_prediction at;

    (void)state;
    assert_int_equal(rv_meta_predict(&D, &o, NULL, 1, &at, &err), RV_OK);
    assert_close(rv_meta_probability(&at, at.pi_lo, at.pi_hi), 0.95, 1e-12);
    assert_close(rv_meta_probability(&at, -INFINITY, at.mean.estimate), 0.5, 1e-12);
    assert_close(rv_meta_probability(&at, -INFINITY, -0.5) + rv_meta_probability(&at, -0.5, 0) + rv_meta_probability(&at, 0, INFINITY), 1,
                 1e-13);
    assert_true(isnan(rv_meta_probability(&at, 1, 0)));
}

static void contrasts_that_say_the_same_twice_are_refused(void **state)
{
    const double twice[4] = { 0, 1, 0, 2 }, nothing[2] = { 0, 0 }, one[2] = { 0, 1 };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_coef c[2];
    rv_meta_joint j;

    (void)state;
    assert_int_equal(rv_meta_contrasts(&WITH, &o, twice, 2, c, &j, &err), RV_EDOMAIN);
    assert_int_equal(rv_meta_contrasts(&WITH, &o, nothing, 1, c, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "contrast 1 is 0 for every coefficient");
    assert_int_equal(rv_meta_contrasts(&WITH, &o, one, 1, c, &j, &err), RV_OK);
    assert_close(j.stat, c[0].stat * c[0].stat, 1e-12);
    assert_close(j.p, c[0].p, 1e-12);
}

static void two_models_are_compared_by_their_likelihoods(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit full, reduced;
    rv_meta_comparison c;

    (void)state;
    o.estimator = rv_estimator_find("ML");
    assert_int_equal(rv_meta_run(&WITH, &o, &full, NULL, NULL, NULL, &err), RV_OK);
    assert_int_equal(rv_meta_run(&D, &o, &reduced, NULL, NULL, NULL, &err), RV_OK);
    assert_int_equal(rv_meta_compare(&full, &reduced, &c, &err), RV_OK);
    assert_close(c.lr, 2 * (full.ml.loglik - reduced.ml.loglik), 1e-13);
    assert_close(c.df, 1, 0);
    assert_close(c.p, rv_chi2_upper(c.lr, 1), 1e-13);
    assert_close(c.r2, full.r2, 1e-9);
    assert_int_equal(c.full_parameters, 3);
    assert_int_equal(rv_meta_compare(&reduced, &full, &c, &err), RV_EINVAL);
    full.k = 12;
    assert_int_equal(rv_meta_compare(&full, &reduced, &c, &err), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kenward_roger_is_as_the_package_meta_has_it),
        cmocka_unit_test(the_degrees_of_freedom_of_1997_rest_on_the_uncorrected_variance),
        cmocka_unit_test(kenward_roger_is_the_exact_f_test_of_a_balanced_design),
        cmocka_unit_test(subgroups_are_compared_by_the_test_of_the_model),
        cmocka_unit_test(kenward_roger_needs_reml_and_its_weights),
        cmocka_unit_test(each_rule_keeps_hartung_knapp_from_shortening_in_its_own_way),
        cmocka_unit_test(the_rules_leave_a_wide_hartung_knapp_interval_alone),
        cmocka_unit_test(iqwigs_rule_is_refused_for_moderators),
        cmocka_unit_test(each_prediction_interval_has_its_own_quantile_and_standard_error),
        cmocka_unit_test(two_effects_have_no_interval_with_k_minus_two),
        cmocka_unit_test(a_prediction_at_the_reference_is_the_intercept),
        cmocka_unit_test(a_prediction_with_a_value_that_is_not_finite_is_named),
        cmocka_unit_test(probabilities_of_the_predictive_distribution_add_up),
        cmocka_unit_test(contrasts_that_say_the_same_twice_are_refused),
        cmocka_unit_test(two_models_are_compared_by_their_likelihoods),
    };
    return cmocka_run_group_tests(tests, log_odds_ratios, NULL);
}
