/* Influence by deletion, cumulation and groups left out: by a second route, and where a deletion takes a coefficient away. */
#include <config.h>

#include "tests/support.h"
#include "review/meta_diagnose.h"

enum { K = 8 };
static rv_error err;
static const double Y[K] = { 0.1, 0.5, -0.2, 0.8, 0.3, 0.05, 1.9, 0.4 },
                    V[K] = { 0.04, 0.02, 0.09, 0.05, 0.01, 0.03, 0.06, 0.02 },
                    X[2 * K] = { 1, 0.2, 1, 1.1, 1, -0.4, 1, 2.5, 1, 0.7, 1, 0.1, 1, 0.9, 1, -1.3 };

static rv_meta_data with_slope(void)
{
    return (rv_meta_data){ .k = K, .yi = Y, .vi = V, .p = 2, .x = X, .intercept = true };
}

/* The model without effect i, made by hand. */
static void by_hand(size_t i, const rv_meta_options *o, rv_meta_fit *f, rv_meta_coef *c, double *vcov)
{
    double y[K], v[K], x[2 * K];
    rv_meta_data d = { .yi = y, .vi = v, .p = 2, .x = x, .intercept = true };

    for (size_t j = 0; j < K; j++)
        if (j != i) {
            y[d.k] = Y[j], v[d.k] = V[j];
            x[2 * d.k] = X[2 * j], x[2 * d.k + 1] = X[2 * j + 1];
            d.k++;
        }
    assert_int_equal(rv_meta_run(&d, o, f, c, vcov, NULL, &err), RV_OK);
}

/* x' A x, 2 by 2. */
static double form(const double *x, const double *a) { return a[0] * x[0] * x[0] + 2 * a[1] * x[0] * x[1] + a[3] * x[1] * x[1]; }

static void every_column_is_its_formula(void **state)
{
    const rv_meta_data d = with_slope();
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_influence rows[K];
    double dfbetas[2 * K], vcov[4], without[4], weights[K];
    rv_meta_coef b[2], c[2];
    rv_meta_fit all, f;

    (void)state;
    o.test = RV_TEST_KNHA;
    assert_int_equal(rv_meta_influence(&d, &o, rows, dfbetas, &err), RV_OK);
    assert_int_equal(rv_meta_run(&d, &o, &all, b, vcov, weights, &err), RV_OK);
    for (size_t i = 0; i < K; i++) {
        const double *x = X + 2 * i, det = vcov[0] * vcov[3] - vcov[1] * vcov[1];
        double g[4] = { 0, 0, 0, 0 }, change[2], inverse[4], h;
        by_hand(i, &o, &f, c, without);
        for (size_t j = 0; j < 2; j++)
            change[j] = b[j].estimate - c[j].estimate;
        for (size_t j = 0; j < K; j++)
            for (size_t n = 0; n < 4; n++)
                g[n] += X[2 * j + n / 2] * X[2 * j + n % 2] / (V[j] + f.tau2);
        inverse[0] = g[3] / (g[0] * g[3] - g[1] * g[1]);
        inverse[3] = g[0] / (g[0] * g[3] - g[1] * g[1]);
        h = form(x, vcov) / all.hk_factor / (V[i] + all.tau2);
        assert_close(rows[i].hat, h, 1e-12);
        assert_close(rows[i].weight, weights[i], 1e-12);
        assert_close(rows[i].tau2_del, f.tau2, 1e-10);
        assert_close(rows[i].q_del, f.q, 1e-12);
        assert_close(rows[i].resid, Y[i] - x[0] * c[0].estimate - x[1] * c[1].estimate, 1e-10);
        assert_close(rows[i].rstudent, rows[i].resid / sqrt(f.hk_factor * (V[i] + f.tau2) + form(x, without)), 1e-10);
        assert_close(rows[i].dffits,
                     (x[0] * change[0] + x[1] * change[1]) / sqrt(f.hk_factor * h * (V[i] + f.tau2)), 1e-9);
        assert_close(rows[i].cook_d,
                     (vcov[3] * change[0] * change[0] - 2 * vcov[1] * change[0] * change[1] + vcov[0] * change[1] * change[1])
                         / det, 1e-9);
        assert_close(rows[i].cov_ratio, (without[0] * without[3] - without[1] * without[1]) / det, 1e-9);
        assert_close(dfbetas[2 * i], change[0] / sqrt(f.hk_factor * inverse[0]), 1e-9);
        assert_close(dfbetas[2 * i + 1], change[1] / sqrt(f.hk_factor * inverse[3]), 1e-9);
    }
    assert_true(rows[6].influential);
    assert_false(rows[1].influential);
}

static void the_factor_of_the_ad_hoc_test_is_not_below_one(void **state)
{
    static const double y[] = { 0.30, 0.31, 0.29, 0.30, 0.31 }, v[] = { 0.04, 0.02, 0.09, 0.05, 0.01 };
    const rv_meta_data d = { .k = 5, .yi = y, .vi = v };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_influence z[5], adhoc[5];

    (void)state;
    o.test = RV_TEST_Z;
    assert_int_equal(rv_meta_influence(&d, &o, z, NULL, &err), RV_OK);
    o.test = RV_TEST_ADHOC;
    assert_int_equal(rv_meta_influence(&d, &o, adhoc, NULL, &err), RV_OK);
    for (int i = 0; i < 5; i++) {
        assert_close(adhoc[i].rstudent, z[i].rstudent, 1e-12);
        assert_close(adhoc[i].dffits, z[i].dffits, 1e-12);
    }
}

static void an_effect_that_alone_determines_a_coefficient_spoils_its_own_row_only(void **state)
{
    double x[2 * K], dfbetas[2 * K];
    rv_meta_data d = with_slope();
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_influence rows[K];

    (void)state;
    for (size_t i = 0; i < K; i++)
        x[2 * i] = 1, x[2 * i + 1] = i == 3;
    d.x = x;
    assert_int_equal(rv_meta_influence(&d, &o, rows, dfbetas, &err), RV_OK);
    assert_true(isnan(rows[3].rstudent) && isnan(rows[3].cook_d) && isnan(dfbetas[6]) && isnan(dfbetas[7]));
    assert_close(rows[3].hat, 1, 1e-12);
    assert_true(rows[3].influential);   /* by its hat value */
    for (size_t i = 0; i < K; i++)
        assert_true(i == 3 || (isfinite(rows[i].rstudent) && isfinite(rows[i].cook_d)));
}

static void two_effects_can_be_diagnosed_and_one_cannot(void **state)
{
    rv_meta_data d = { .k = 2, .yi = Y, .vi = V };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_influence rows[2];

    (void)state;
    o.test = RV_TEST_Z;
    assert_int_equal(rv_meta_influence(&d, &o, rows, NULL, &err), RV_OK);
    assert_close(rows[0].resid, Y[0] - Y[1], 1e-14);
    assert_close(rows[0].resid_se, sqrt(V[0] + V[1]), 1e-14);
    assert_true(isnan(rows[0].tau2_del));
    d.k = 1;
    assert_int_equal(rv_meta_influence(&d, &o, rows, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "influence needs two effects or more; there is 1");
}

static void equal_effects_change_nothing_when_they_go(void **state)
{
    static const double y[] = { 0.3, 0.3, 0.3, 0.3 };
    const rv_meta_data d = { .k = 4, .yi = y, .vi = V };
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_influence rows[4];
    double dfbetas[4];

    (void)state;
    assert_int_equal(rv_meta_influence(&d, &o, rows, dfbetas, &err), RV_OK);
    for (int i = 0; i < 4; i++) {
        assert_close(rows[i].rstudent, 0, 1e-12);
        assert_close(rows[i].cook_d, 0, 1e-12);
        assert_close(dfbetas[i], 0, 1e-12);
        assert_true(rows[i].cov_ratio > 1);
    }
}

static void a_bad_variance_is_named_and_not_a_row_without_numbers(void **state)
{
    static const double v[] = { 0.04, -1, 0.09 };
    const rv_meta_data d = { .k = 3, .yi = Y, .vi = v };
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_influence rows[3];

    (void)state;
    assert_int_equal(rv_meta_influence(&d, &o, rows, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "variance 2 is -1; it must be positive");
}

static void weights_of_the_caller_are_kept_in_each_deletion(void **state)
{
    static const double w[] = { 1, 5, 2, 3 };
    const rv_meta_data d = { .k = 4, .yi = Y, .vi = V, .weights = w };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_influence rows[4];
    double dfbetas[4], mean = 0, rest = 0;

    (void)state;
    o.test = RV_TEST_Z;
    for (int i = 0; i < 4; i++)
        mean += w[i] * Y[i] / 11;
    for (int i = 1; i < 4; i++)
        rest += w[i] * Y[i] / 10;
    assert_int_equal(rv_meta_influence(&d, &o, rows, dfbetas, &err), RV_OK);
    assert_close(rows[0].resid, Y[0] - rest, 1e-14);
    assert_close(rows[0].hat, 1 / 11., 1e-14);
    for (double variance = 0, i = 0; i < 4; i++) {
        variance += w[(int)i] * w[(int)i] * (V[(int)i] + rows[0].tau2_del) / 121;
        if (i == 3) {
            assert_close(dfbetas[0], (mean - rest) / sqrt(variance), 1e-10);
            assert_close(rows[0].dffits, (mean - rest) / sqrt(variance), 1e-10);
        }
    }
}

static void the_last_step_of_a_cumulation_is_the_whole_model(void **state)
{
    static const size_t order[K] = { 7, 6, 5, 4, 3, 2, 1, 0 };
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V };
    rv_meta_data slope = with_slope();
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit out[K], all;

    (void)state;
    assert_int_equal(rv_meta_cumulative(&d, &o, order, out, &err), RV_OK);
    assert_int_equal(rv_meta_run(&d, &o, &all, NULL, NULL, NULL, &err), RV_OK);
    assert_close(out[0].pooled.estimate, Y[7], 1e-15);
    assert_close(out[0].pooled.se, sqrt(V[7]), 1e-15);
    assert_int_equal(out[2].k, 3);
    assert_close(out[K - 1].pooled.estimate, all.pooled.estimate, 1e-10);
    assert_close(out[K - 1].tau2, all.tau2, 1e-9);
    assert_close(out[K - 1].tau2_hi, all.tau2_hi, 1e-9);
    assert_int_equal(rv_meta_cumulative(&slope, &o, NULL, out, &err), RV_EINVAL);
}

static void a_group_is_left_out_whole(void **state)
{
    static const size_t group[K] = { 0, 0, 1, 1, 2, 2, 2, 1 };
    const rv_meta_data d = with_slope();
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    const double y[] = { Y[2], Y[3], Y[4], Y[5], Y[6], Y[7] }, v[] = { V[2], V[3], V[4], V[5], V[6], V[7] };
    const rv_meta_data rest = { .k = 6, .yi = y, .vi = v, .p = 2, .x = X + 4, .intercept = true };
    rv_meta_fit fits[3], f;
    rv_meta_coef coefs[6], c[2];
    bool exists[3];

    (void)state;
    assert_int_equal(rv_meta_leave_out(&d, &o, group, 3, fits, coefs, exists, &err), RV_OK);
    assert_int_equal(rv_meta_run(&rest, &o, &f, c, NULL, NULL, &err), RV_OK);
    assert_true(exists[0] && exists[1] && exists[2]);
    assert_int_equal(fits[2].k, 5);
    assert_close(coefs[1].estimate, c[1].estimate, 1e-14);
    assert_close(coefs[1].se, c[1].se, 1e-14);
    assert_close(fits[0].r2, f.r2, 1e-14);
}

static void leaving_out_what_carries_a_coefficient_is_said_and_no_failure(void **state)
{
    double x[2 * K];
    rv_meta_data d = with_slope();
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit fits[K];
    rv_meta_coef coefs[2 * K];
    bool exists[K];

    (void)state;
    for (size_t i = 0; i < K; i++)
        x[2 * i] = 1, x[2 * i + 1] = i == 0;
    d.x = x;
    assert_int_equal(rv_meta_leave_out(&d, &o, NULL, K, fits, coefs, exists, &err), RV_OK);
    assert_false(exists[0]);
    assert_true(isnan(coefs[0].estimate) && exists[1] && isfinite(coefs[2].estimate));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_is_its_formula),
        cmocka_unit_test(the_factor_of_the_ad_hoc_test_is_not_below_one),
        cmocka_unit_test(an_effect_that_alone_determines_a_coefficient_spoils_its_own_row_only),
        cmocka_unit_test(two_effects_can_be_diagnosed_and_one_cannot),
        cmocka_unit_test(equal_effects_change_nothing_when_they_go),
        cmocka_unit_test(a_bad_variance_is_named_and_not_a_row_without_numbers),
        cmocka_unit_test(weights_of_the_caller_are_kept_in_each_deletion),
        cmocka_unit_test(the_last_step_of_a_cumulation_is_the_whole_model),
        cmocka_unit_test(a_group_is_left_out_whole),
        cmocka_unit_test(leaving_out_what_carries_a_coefficient_is_said_and_no_failure),
    };
    return cmocka_run_group_tests_name("influence", tests, NULL, NULL);
}
