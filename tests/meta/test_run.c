/* One model: what follows from tau2, and the edges. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta.h"
#include "review/numer.h"

enum { K = 6 };
static rv_error err;
static const double Y[K] = { 0.1, 0.5, -0.2, 0.8, 0.3, 0.05 }, V[K] = { 0.04, 0.02, 0.09, 0.05, 0.01, 0.03 };
static const rv_meta_data D = { .k = K, .yi = Y, .vi = V };

static rv_meta_fit run(const rv_meta_data *d, const rv_meta_options *o)
{
    rv_meta_fit f;

    if (rv_meta_run(d, o, &f, NULL, NULL, NULL, &err) != RV_OK)
        fail_msg("%s", err.message);
    return f;
}

static void the_common_effect_is_the_weighted_mean(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    double w = 0, wy = 0, q = 0;
    rv_meta_fit f;

    (void)state;
    for (int i = 0; i < K; i++)
        w += 1 / V[i], wy += Y[i] / V[i];
    for (int i = 0; i < K; i++)
        q += pow(Y[i] - wy / w, 2) / V[i];
    o.estimator = rv_estimator_find("CE");
    f = run(&D, &o);
    assert_int_equal(f.test, RV_TEST_Z);
    assert_close(f.pooled.estimate, wy / w, 1e-14);
    assert_close(f.pooled.se, sqrt(1 / w), 1e-14);
    assert_close(f.pooled.ci_hi, wy / w + 1.959963984540054 * sqrt(1 / w), 1e-13);
    assert_close(f.q, q, 1e-13);
    assert_close(f.i2, fmax(0, (q - 5) / q), 1e-13);
    assert_close(f.tau2, 0, 0);
    assert_true(isnan(f.pi_lo) && isnan(f.tau2_se));
}

static void hartung_knapp_multiplies_the_variance(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit z, plain, adhoc;
    double s2 = 0;

    (void)state;
    o.test = RV_TEST_Z;
    z = run(&D, &o);
    o.test = RV_TEST_KNHA;
    plain = run(&D, &o);
    o.test = RV_TEST_DEFAULT;
    adhoc = run(&D, &o);
    for (int i = 0; i < K; i++)
        s2 += pow(Y[i] - z.pooled.estimate, 2) / (V[i] + z.tau2) / (K - 1);
    assert_int_equal(adhoc.test, RV_TEST_ADHOC);
    assert_close(plain.hk_factor, s2, 1e-12);
    assert_close(plain.pooled.se, z.pooled.se * sqrt(s2), 1e-12);
    assert_close(adhoc.pooled.se, z.pooled.se * sqrt(fmax(1, s2)), 1e-12);
    assert_close(plain.pooled.p, rv_t_two_sided(plain.pooled.estimate / plain.pooled.se, K - 1), 1e-14);
    assert_close(adhoc.pi_hi,
                 adhoc.pooled.estimate
                     + rv_t_upper_quantile(0.025, K - 1) * sqrt(adhoc.tau2 + pow(adhoc.pooled.se, 2)),
                 1e-13);
}

static void a_factor_below_one_is_raised_and_said(void **state)
{
    const double equal[3] = { 0.3, 0.3, 0.3 };
    const rv_meta_data d = { .k = 3, .yi = equal, .vi = V };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f = run(&d, &o);

    (void)state;
    assert_close(f.tau2, 0, 0);
    assert_close(f.q, 0, 1e-28);
    assert_true(f.notes & RV_NOTE_HK_RAISED && f.notes & RV_NOTE_BOUNDARY && f.notes & RV_NOTE_QP_EMPTY);
    o.test = RV_TEST_KNHA;
    f = run(&d, &o);
    assert_true(f.notes & RV_NOTE_HK_SHORTENED);
}

static void the_q_profile_interval_meets_the_quantiles(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    const double y[4] = { -1, 0, 1, 2.5 }, v[4] = { 0.02, 0.03, 0.01, 0.04 };
    const rv_meta_data d = { .k = 4, .yi = y, .vi = v };
    rv_meta_fit f;

    (void)state;
    o.level = 0.9;
    f = run(&d, &o);
    for (int end = 0; end < 2; end++) {
        const double t = end ? f.tau2_hi : f.tau2_lo;
        double w = 0, wy = 0, q = 0;
        for (int i = 0; i < 4; i++)
            w += 1 / (v[i] + t), wy += y[i] / (v[i] + t);
        for (int i = 0; i < 4; i++)
            q += pow(y[i] - wy / w, 2) / (v[i] + t);
        assert_close(q, end ? rv_chi2_quantile(0.05, 3) : rv_chi2_upper_quantile(0.05, 3), 1e-10);
    }
}

static void prediction_intervals_differ_by_their_quantile(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    const struct { rv_meta_pi pi; double c; } kinds[] = {
        { RV_PI_T_K1, rv_t_upper_quantile(0.025, K - 1) }, { RV_PI_T_K2, rv_t_upper_quantile(0.025, K - 2) },
        { RV_PI_NORMAL, 1.959963984540054 }, { RV_PI_METAFOR, 1.959963984540054 } };

    (void)state;
    o.test = RV_TEST_Z;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        o.pi = kinds[i].pi;
        const rv_meta_fit f = run(&D, &o);
        assert_close((f.pi_hi - f.pi_lo) / 2 / sqrt(f.tau2 + f.pooled.se * f.pooled.se), kinds[i].c, 1e-12);
    }
    o.pi = RV_PI_NONE;
    assert_true(isnan(run(&D, &o).pi_lo));
}

static void one_study_is_given_and_tau2_is_not_estimable(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    const rv_meta_data d = { .k = 1, .yi = Y, .vi = V };
    const rv_meta_fit f = run(&d, &o);

    (void)state;
    assert_close(f.pooled.estimate, 0.1, 0);
    assert_close(f.pooled.se, 0.2, 1e-15);
    assert_true(isnan(f.tau2) && isnan(f.i2) && isnan(f.pi_lo) && isnan(f.tau2_hi));
    assert_int_equal(f.test, RV_TEST_Z);
    assert_int_equal(f.notes, RV_NOTE_ONE_STUDY);
}

static void two_studies_have_an_interval_of_one_degree_of_freedom(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    const rv_meta_data d = { .k = 2, .yi = Y, .vi = V };
    rv_meta_fit f = run(&d, &o);

    (void)state;
    assert_close(f.pooled.df, 1, 0);
    o.pi = RV_PI_T_K2;
    f = run(&d, &o);
    assert_true(isnan(f.pi_lo) && f.notes & RV_NOTE_NO_PI);
}

static void bad_data_are_named_by_their_number(void **state)
{
    const double bad[] = { 0, -0.1, NAN, INFINITY, 1e-300, 1e308, 1e-18 };
    const char *const says[] = { "variance 3 is 0; it must be positive", "variance 3 is -0.1; it must be positive",
                                 "variance 3 is nan; it must be positive", "variance 3 is inf; it must be positive",
                                 "variance 3 is 1e-300; it must be between 1e-50 and 1e50",
                                 "variance 3 is 1e+308; it must be between 1e-50 and 1e50", NULL };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    double x[K];
    rv_meta_fit f;
    rv_meta_data d = { .k = K, .yi = Y, .vi = x };

    (void)state;
    for (int i = 0; i < 7; i++) {
        memcpy(x, V, sizeof x);
        x[2] = bad[i];
        assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_EDOMAIN);
        if (says[i])
            assert_string_equal(err.message, says[i]);
    }
    memcpy(x, Y, sizeof x);
    x[4] = NAN;
    d = (rv_meta_data){ .k = K, .yi = x, .vi = V };
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "effect 5 is nan; it must be a finite number");
    x[4] = -1e308;   /* its square is beyond a double: Q would be NaN and tau2 0 */
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "effect 5 is -1e+308; it must be between -1e50 and 1e50");
    d.k = 0;
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_EINVAL);
    o.level = 95;
    assert_int_equal(rv_meta_run(&D, &o, &f, NULL, NULL, NULL, &err), RV_EINVAL);
    o.level = 0.95;
    o.tau2 = -1;
    assert_int_equal(rv_meta_run(&D, &o, &f, NULL, NULL, NULL, &err), RV_EINVAL);
}

/* A moderator with two values: its coefficient is the difference of two pooled means with the same tau2. */
static void a_moderator_of_two_groups_is_their_difference(void **state)
{
    const double x[2 * K] = { 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1 };
    const char *const names[] = { "intercept", "setting" };
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .p = 2, .x = x, .names = names, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_coef c[2];
    rv_meta_fit f;
    double vcov[4], w[2] = { 0, 0 }, wy[2] = { 0, 0 };

    (void)state;
    o.test = RV_TEST_Z;
    assert_int_equal(rv_meta_run(&d, &o, &f, c, vcov, NULL, &err), RV_OK);
    for (int i = 0; i < K; i++)
        w[i / 3] += 1 / (V[i] + f.tau2), wy[i / 3] += Y[i] / (V[i] + f.tau2);
    assert_close(c[0].estimate, wy[0] / w[0], 1e-12);
    assert_close(c[1].estimate, wy[1] / w[1] - wy[0] / w[0], 1e-12);
    assert_close(c[1].se, sqrt(1 / w[0] + 1 / w[1]), 1e-12);
    assert_close(vcov[1], -1 / w[0], 1e-12);
    assert_close(f.qm, c[1].stat * c[1].stat, 1e-10);
    assert_close(f.qm_p, c[1].p, 1e-10);
}

static void a_collinear_moderator_is_named(void **state)
{
    const double x[3 * K] = { 1, 1, 2, 1, 2, 3, 1, 3, 4, 1, 4, 5, 1, 5, 6, 1, 7, 8 };
    const char *const names[] = { "intercept", "year", "age" };
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .p = 3, .x = x, .names = names, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    (void)state;
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "column age is a linear combination of the columns before it");
}

static void leaving_one_out_is_fitting_the_rest(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit out[K], rest;
    const rv_meta_data without_first = { .k = K - 1, .yi = Y + 1, .vi = V + 1 };
    const rv_meta_data alone = { .k = 1, .yi = Y, .vi = V };

    (void)state;
    assert_int_equal(rv_meta_leave_one_out(&D, &o, out, &err), RV_OK);
    rest = run(&without_first, &o);
    assert_memory_equal(&out[0].pooled, &rest.pooled, sizeof rest.pooled);
    assert_int_equal(rv_meta_leave_one_out(&alone, &o, out, &err), RV_EINVAL);
}

static void subgroups_with_one_tau2_are_the_model_with_their_means(void **state)
{
    const size_t group[K] = { 0, 0, 0, 1, 1, 1 };
    const double x[2 * K] = { 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1 };
    const rv_meta_data with = { .k = K, .yi = Y, .vi = V, .p = 2, .x = x, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit out[2], model = run(&with, &o), own;
    rv_meta_between b;
    const rv_meta_data second = { .k = 3, .yi = Y + 3, .vi = V + 3 };

    (void)state;
    assert_int_equal(rv_meta_subgroups(&D, group, 2, &o, true, out, NULL, &b, &err), RV_OK);
    assert_close(b.q, model.qm, 1e-10);
    assert_close(b.p, model.qm_p, 1e-10);
    assert_close(b.df2, 4, 0);
    assert_close(out[1].tau2, model.tau2, 1e-12);
    assert_int_equal(rv_meta_subgroups(&D, group, 2, &o, false, out, NULL, &b, &err), RV_OK);
    own = run(&second, &o);
    assert_close(out[1].pooled.estimate, own.pooled.estimate, 0);
    assert_close(b.q, pow(out[0].pooled.estimate - out[1].pooled.estimate, 2)
                          / (pow(out[0].pooled.se, 2) + pow(out[1].pooled.se, 2)), 1e-12);
    assert_close(b.p, rv_chi2_upper(b.q, 1), 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_common_effect_is_the_weighted_mean),
        cmocka_unit_test(hartung_knapp_multiplies_the_variance),
        cmocka_unit_test(a_factor_below_one_is_raised_and_said),
        cmocka_unit_test(the_q_profile_interval_meets_the_quantiles),
        cmocka_unit_test(prediction_intervals_differ_by_their_quantile),
        cmocka_unit_test(one_study_is_given_and_tau2_is_not_estimable),
        cmocka_unit_test(two_studies_have_an_interval_of_one_degree_of_freedom),
        cmocka_unit_test(bad_data_are_named_by_their_number),
        cmocka_unit_test(a_moderator_of_two_groups_is_their_difference),
        cmocka_unit_test(a_collinear_moderator_is_named),
        cmocka_unit_test(leaving_one_out_is_fitting_the_rest),
        cmocka_unit_test(subgroups_with_one_tau2_are_the_model_with_their_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
