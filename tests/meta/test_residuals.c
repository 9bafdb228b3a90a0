/* Residuals, predicted effects and the points of figures, against plain algebra. */
#include <config.h>

#include "tests/support.h"
#include "review/meta_diagnose.h"
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

static void hat_values_sum_to_the_coefficients_and_residuals_are_scaled(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_residual r[K];
    rv_meta_fit f;
    double sum = 0;

    (void)state;
    o.test = RV_TEST_Z;
    f = run(&D, &o);
    assert_int_equal(rv_meta_residuals(&D, &o, r, &err), RV_OK);
    for (int i = 0; i < K; i++) {
        const double total = V[i] + f.tau2;
        sum += r[i].hat;
        assert_close(r[i].hat, f.pooled.se * f.pooled.se / total, 1e-12);
        assert_close(r[i].resid, Y[i] - f.pooled.estimate, 1e-14);
        assert_close(r[i].fitted, f.pooled.estimate, 1e-14);
        assert_close(r[i].se, sqrt(total - f.pooled.se * f.pooled.se), 1e-12);
        assert_close(r[i].z, r[i].resid / r[i].se, 1e-14);
        assert_close(r[i].pearson, r[i].resid / sqrt(total), 1e-14);
    }
    assert_close(sum, 1, 1e-12);
}

/* (I - H) V (I - H)' written out, H_ij = w_j / sum w. */
static void the_variance_under_weights_of_the_caller_is_that_of_the_linear_form(void **state)
{
    static const double w[K] = { 1, 4, 2, 1, 3, 5 };
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .weights = w };
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    const rv_meta_fit f = run(&d, &o);
    rv_residual r[K];

    (void)state;
    assert_int_equal(rv_meta_residuals(&d, &o, r, &err), RV_OK);
    for (int i = 0; i < K; i++) {
        double variance = 0;
        for (int j = 0; j < K; j++)
            variance += pow((i == j) - w[j] / 16, 2) * (V[j] + f.tau2);
        assert_close(r[i].hat, w[i] / 16, 1e-14);
        assert_close(r[i].se, sqrt(variance), 1e-13);
    }
}

static void an_effect_that_determines_a_coefficient_has_no_standardised_residual(void **state)
{
    static const double x[] = { 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0 };
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .p = 2, .x = x, .intercept = true };
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_residual r[K];

    (void)state;
    assert_int_equal(rv_meta_residuals(&d, &o, r, &err), RV_OK);
    assert_close(r[0].hat, 1, 1e-12);
    assert_close(r[0].resid, 0, 1e-12);
    assert_close(r[0].se, 0, 0);
    assert_true(isnan(r[0].z) && isfinite(r[1].z));
}

static void a_single_effect_has_residual_zero(void **state)
{
    const rv_meta_data d = { .k = 1, .yi = Y, .vi = V };
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_residual r[1];

    (void)state;
    assert_int_equal(rv_meta_residuals(&d, &o, r, &err), RV_OK);
    assert_close(r[0].resid, 0, 0);
    assert_close(r[0].hat, 1, 1e-15);
    assert_true(isnan(r[0].z));
}

static void predicted_effects_lie_between_the_estimate_and_the_mean(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_blup effect[K], deviation[K];
    rv_meta_fit f;

    (void)state;
    o.test = RV_TEST_T;
    o.level = 0.9;
    f = run(&D, &o);
    assert_int_equal(rv_meta_blups(&D, &o, effect, deviation, &err), RV_OK);
    for (int i = 0; i < K; i++) {
        const double l = f.tau2 / (f.tau2 + V[i]), m = f.pooled.estimate, s = f.pooled.se * f.pooled.se;
        assert_close(effect[i].pred, l * Y[i] + (1 - l) * m, 1e-12);
        assert_close(effect[i].se, sqrt(l * V[i] + (1 - l) * (1 - l) * s), 1e-12);
        assert_close(deviation[i].pred, effect[i].pred - m, 1e-12);
        assert_close(deviation[i].se, sqrt(l * V[i] + l * l * s), 1e-12);
        assert_close(effect[i].pi_hi - effect[i].pred, rv_t_upper_quantile(.05, K - 1) * effect[i].se, 1e-12);
    }
}

static void without_heterogeneity_every_effect_is_predicted_as_the_mean(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_blup effect[K], deviation[K];
    rv_meta_fit f;

    (void)state;
    o.estimator = rv_estimator_find("CE");
    f = run(&D, &o);
    assert_int_equal(rv_meta_blups(&D, &o, effect, deviation, &err), RV_OK);
    for (int i = 0; i < K; i++) {
        assert_close(effect[i].pred, f.pooled.estimate, 1e-14);
        assert_close(effect[i].se, f.pooled.se, 1e-14);
        assert_close(deviation[i].pred, 0, 0);
        assert_close(deviation[i].se, 0, 0);
    }
}

static void predicted_effects_need_the_models_own_weights(void **state)
{
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .weights = V };
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_blup effect[K];

    (void)state;
    assert_int_equal(rv_meta_blups(&d, &o, effect, NULL, &err), RV_EINVAL);
}

/* For a common effect the horizontal axis of a Baujat plot adds up to Q. */
static void baujats_shares_sum_to_q(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_point at[K];
    rv_meta_fit f, rest;
    double sum = 0;
    const rv_meta_data d = { .k = K - 1, .yi = Y + 1, .vi = V + 1 };

    (void)state;
    o.estimator = rv_estimator_find("CE");
    f = run(&D, &o);
    rest = run(&d, &o);
    assert_int_equal(rv_meta_points(&D, &o, RV_POINTS_BAUJAT, at, &err), RV_OK);
    for (int i = 0; i < K; i++)
        sum += at[i].x;
    assert_close(sum, f.q, 1e-13);
    assert_close(at[0].y, pow((f.pooled.estimate - rest.pooled.estimate) / rest.pooled.se, 2), 1e-12);
}

/* The line through the origin of a radial plot has the pooled effect for its slope. */
static void the_slope_of_a_radial_plot_is_the_pooled_effect(void **state)
{
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    const rv_meta_fit f = run(&D, &o);
    rv_point at[K];
    double xy = 0, xx = 0;

    (void)state;
    assert_int_equal(rv_meta_points(&D, &o, RV_POINTS_RADIAL, at, &err), RV_OK);
    for (int i = 0; i < K; i++)
        xy += at[i].x * at[i].y, xx += at[i].x * at[i].x;
    assert_close(xy / xx, f.pooled.estimate, 1e-12);
}

static void quantiles_stand_in_the_order_of_the_residuals(void **state)
{
    static const double tied[] = { 0.3, 0.1, 0.1, 0.5 }, v[] = { .1, .1, .1, .1 };
    const rv_meta_data d = { .k = 4, .yi = tied, .vi = v };
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_point at[4];

    (void)state;
    assert_int_equal(rv_meta_points(&d, &o, RV_POINTS_QQ, at, &err), RV_OK);
    assert_close(at[1].x, rv_normal_quantile((1 - .375) / 4.25), 1e-14);
    assert_close(at[2].x, rv_normal_quantile((2 - .375) / 4.25), 1e-14);   /* a tie is broken by order */
    assert_close(at[0].x, rv_normal_quantile((3 - .375) / 4.25), 1e-14);
    assert_close(at[3].x, rv_normal_quantile((4 - .375) / 4.25), 1e-14);
    assert_true(at[0].y > at[1].y && at[3].y > at[0].y);
}

static void a_profile_is_highest_at_the_estimate(void **state)
{
    const char *const methods[] = { "ML", "REML" };

    (void)state;
    for (int m = 0; m < 2; m++) {
        rv_meta_options o = RV_META_OPTIONS_INIT;
        rv_meta_fit f;
        double at[3], ll[3];
        o.estimator = rv_estimator_find(methods[m]);
        f = run(&D, &o);
        at[0] = f.tau2, at[1] = f.tau2 * .98, at[2] = f.tau2 * 1.02;
        assert_int_equal(rv_meta_profile(&D, &o, at, 3, ll, &err), RV_OK);
        assert_close(ll[0], m ? f.reml.loglik : f.ml.loglik, 1e-12);
        assert_true(ll[0] > ll[1] && ll[0] > ll[2]);
        at[0] = -1;
        assert_int_equal(rv_meta_profile(&D, &o, at, 1, ll, &err), RV_EINVAL);
        assert_string_equal(err.message, "tau2 1 is -1; it must not be negative");
    }
}

static void figures_that_do_not_exist_are_refused(void **state)
{
    static const double x[] = { 1, 0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5 };
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .p = 2, .x = x, .intercept = true }, one = { .k = 1, .yi = Y, .vi = V };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_point at[K];
    double zero = 0, ll;

    (void)state;
    assert_int_equal(rv_meta_points(&d, &o, RV_POINTS_RADIAL, at, &err), RV_EINVAL);
    assert_int_equal(rv_meta_points(&one, &o, RV_POINTS_BAUJAT, at, &err), RV_EINVAL);
    o.estimator = rv_estimator_find("CE");
    assert_int_equal(rv_meta_profile(&D, &o, &zero, 1, &ll, &err), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hat_values_sum_to_the_coefficients_and_residuals_are_scaled),
        cmocka_unit_test(the_variance_under_weights_of_the_caller_is_that_of_the_linear_form),
        cmocka_unit_test(an_effect_that_determines_a_coefficient_has_no_standardised_residual),
        cmocka_unit_test(a_single_effect_has_residual_zero),
        cmocka_unit_test(predicted_effects_lie_between_the_estimate_and_the_mean),
        cmocka_unit_test(without_heterogeneity_every_effect_is_predicted_as_the_mean),
        cmocka_unit_test(predicted_effects_need_the_models_own_weights),
        cmocka_unit_test(baujats_shares_sum_to_q),
        cmocka_unit_test(the_slope_of_a_radial_plot_is_the_pooled_effect),
        cmocka_unit_test(quantiles_stand_in_the_order_of_the_residuals),
        cmocka_unit_test(a_profile_is_highest_at_the_estimate),
        cmocka_unit_test(figures_that_do_not_exist_are_refused),
    };
    return cmocka_run_group_tests_name("residuals", tests, NULL, NULL);
}
