/* Tests of funnel asymmetry, PET and PEESE: against plain least squares and enumeration, and the edges. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_bias.h"
#include "review/numer.h"

enum { K = 6 };
static rv_error err;
static const double Y[K] = { 0.1, 0.5, -0.2, 0.8, 0.3, 0.05 }, V[K] = { 0.04, 0.02, 0.09, 0.05, 0.01, 0.03 };
static const double N[K] = { 100, 210, 44, 80, 400, 130 };
static const rv_meta_data D = { .k = K, .yi = Y, .vi = V };

static rv_regression_test regression(const rv_meta_data *d, const char *method, rv_meta_test how, rv_predictor predictor, bool dispersion)
{
    const rv_regression_test_options o = { predictor, dispersion };
    rv_meta_options model = RV_META_OPTIONS_INIT;
    rv_regression_test t;

    model.estimator = rv_estimator_find(method);
    model.test = how;
    if (rv_regression_test_run(d, N, &model, &o, &t, &err) != RV_OK)
        fail_msg("%s", err.message);
    return t;
}

/* Weighted regression of y on f by the textbook's sums. */
static void line(const double *f, double *slope, double *at_zero, double *se_slope, double *sigma)
{
    double w = 0, wf = 0, wy = 0, sff = 0, sfy = 0, rss = 0;

    for (int i = 0; i < K; i++)
        w += 1 / V[i], wf += f[i] / V[i], wy += Y[i] / V[i];
    for (int i = 0; i < K; i++) {
        sff += (f[i] - wf / w) * (f[i] - wf / w) / V[i];
        sfy += (f[i] - wf / w) * (Y[i] - wy / w) / V[i];
    }
    *slope = sfy / sff;
    *at_zero = wy / w - *slope * wf / w;
    for (int i = 0; i < K; i++)
        rss += pow(Y[i] - *at_zero - *slope * f[i], 2) / V[i];
    *sigma = sqrt(rss / (K - 2));
    *se_slope = *sigma / sqrt(sff);
}

static void eggers_test_is_a_weighted_regression(void **state)
{
    (void)state;
    for (int p = RV_PREDICTOR_SEI; p <= RV_PREDICTOR_SQRTNI; p++) {
        const rv_regression_test t = regression(&D, "REML", RV_TEST_Z, (rv_predictor)p, true);
        double f[K], slope, zero, se, sigma;
        for (int i = 0; i < K; i++)
            f[i] = p == RV_PREDICTOR_SEI ? sqrt(V[i]) : p == RV_PREDICTOR_VI ? V[i] : p == RV_PREDICTOR_NINV ? 1 / N[i]
                   : p == RV_PREDICTOR_SQRTNINV ? 1 / sqrt(N[i]) : p == RV_PREDICTOR_NI ? N[i] : sqrt(N[i]);
        line(f, &slope, &zero, &se, &sigma);
        assert_close(t.slope.estimate, slope, 1e-11);
        assert_close(t.slope.se, se, 1e-11);
        assert_close(t.slope.p, rv_t_two_sided(slope / se, K - 2), 1e-11);
        assert_close(t.limit.estimate, p <= RV_PREDICTOR_SQRTNINV ? zero : NAN, 1e-11);
        assert_close(t.sigma, sigma, 1e-11);
    }
}

/* With tau2 = 0 both are the same line; the model's standard errors lack sigma. */
static void a_common_effect_has_the_line_without_its_dispersion(void **state)
{
    const rv_regression_test ce = regression(&D, "CE", RV_TEST_Z, RV_PREDICTOR_SEI, false),
                             lm = regression(&D, "CE", RV_TEST_Z, RV_PREDICTOR_SEI, true);

    (void)state;
    assert_close(ce.slope.estimate, lm.slope.estimate, 1e-12);
    assert_close(ce.slope.se * lm.sigma, lm.slope.se, 1e-12);
    assert_true(isnan(ce.slope.df) && isnan(ce.sigma) && lm.slope.df == K - 2);
    assert_close(ce.slope.p, rv_normal_two_sided(ce.slope.stat), 1e-14);
    assert_true(ce.notes & RV_BIAS_FEW);
}

static void the_predictor_joins_moderators_and_leaves_no_limit(void **state)
{
    double x[2 * K];
    rv_meta_data d = D;
    rv_regression_test t;

    (void)state;
    for (int i = 0; i < K; i++)
        x[2 * i] = 1, x[2 * i + 1] = i % 3;
    d.x = x, d.p = 2, d.intercept = true;
    t = regression(&d, "REML", RV_TEST_KNHA, RV_PREDICTOR_SEI, false);
    assert_int_equal(t.p, 3);
    assert_close(t.slope.df, K - 3, 0);
    assert_true(isnan(t.limit.estimate));
}

static void what_a_regression_test_cannot_use_is_named(void **state)
{
    const double same[K] = { 0.04, 0.04, 0.04, 0.04, 0.04, 0.04 };
    const rv_regression_test_options sei = RV_REGRESSION_TEST_OPTIONS_INIT, ninv = { RV_PREDICTOR_NINV, false };
    rv_meta_options model = RV_META_OPTIONS_INIT;
    rv_meta_data d = D;
    rv_regression_test t;

    (void)state;
    assert_int_equal(rv_regression_test_run(&D, NULL, &model, &ninv, &t, &err), RV_EINVAL);
    assert_string_equal(err.message, "the predictor ninv needs the sizes of the studies");
    d.vi = same;
    assert_int_equal(rv_regression_test_run(&d, NULL, &model, &sei, &t, &err), RV_EDOMAIN);
    assert_non_null(strstr(err.message, "sei"));
    d = D, d.k = 1;
    assert_int_equal(rv_regression_test_run(&d, NULL, &model, &sei, &t, &err), RV_EINVAL);
    d.k = 2;
    assert_int_equal(rv_regression_test_run(&d, NULL, &model, &(rv_regression_test_options){ RV_PREDICTOR_SEI, true }, &t, &err),
                     RV_EINVAL);
}

static void effects_on_a_line_have_no_dispersion(void **state)
{
    double y[K], sigma;
    rv_meta_coef c;
    rv_meta_data d = D;

    (void)state;
    for (int i = 0; i < K; i++)
        y[i] = 0.3;
    d.yi = y;
    assert_int_equal(rv_dispersion_run(&d, 0.95, &c, &sigma, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "the coefficients fit all 6 effects exactly: there is no dispersion to test with");
}

/* Kendall's tau by pairs; of the 720 orders of six, those at least as far from 0. */
static void the_rank_test_counts_orders(void **state)
{
    double w = 0, wy = 0, e[K], s = 0, p;
    rv_rank_test t;

    (void)state;
    for (int i = 0; i < K; i++)
        w += 1 / V[i], wy += Y[i] / V[i];
    for (int i = 0; i < K; i++)
        e[i] = (Y[i] - wy / w) / sqrt(V[i] - 1 / w);
    for (int i = 0; i < K; i++)
        for (int j = 0; j < i; j++)
            s += (e[i] - e[j]) * (V[i] - V[j]) > 0 ? 1 : -1;
    assert_int_equal(rv_rank_test_run(Y, V, K, &t, &err), RV_OK);
    assert_close(t.tau, s / 15, 1e-14);
    assert_int_equal(rv_kendall_lower((size_t)((15 - fabs(s)) / 2), K, &p, &err), RV_OK);
    assert_close(t.p, fmin(1, 2 * p), 1e-14);
    assert_true(t.exact);
}

/* Two variances the same: v0 = 6 5 17, ties take 2 1 9; no tie among the deviates. */
static void ties_take_the_normal_approximation(void **state)
{
    double v[K];
    rv_rank_test t;

    (void)state;
    for (int i = 0; i < K; i++)
        v[i] = i == 5 ? V[0] : V[i];
    assert_int_equal(rv_rank_test_run(Y, v, K, &t, &err), RV_OK);
    assert_false(t.exact);
    assert_true(t.notes & RV_BIAS_TIES);
    assert_close(t.p, rv_normal_two_sided(t.tau * sqrt(15.0 * 14.0) / sqrt((510.0 - 18.0) / 18)), 1e-12);
}

static void nothing_to_rank_is_said(void **state)
{
    const double same[2] = { 0.1, 0.1 }, two[2] = { 0.3, 0.2 };
    rv_rank_test t;

    (void)state;
    assert_int_equal(rv_rank_test_run(two, same, 2, &t, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "all variances are the same: there is nothing to rank");
    assert_int_equal(rv_rank_test_run(two, two, 1, &t, &err), RV_EINVAL);
    assert_int_equal(rv_rank_test_run(two, (const double[]){ 0.1, NAN }, 2, &t, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "variance 2 is nan; it must be positive");
    assert_int_equal(rv_rank_test_run(two, (const double[]){ 0.1, 0.2 }, 2, &t, &err), RV_OK);
    assert_close(fabs(t.tau), 1, 0);
    assert_close(t.p, 1, 0);
}

static void pet_and_peese_are_limits_and_the_rule_takes_one(void **state)
{
    rv_meta_options model = RV_META_OPTIONS_INIT;
    double y[K];
    rv_meta_data d = D;
    rv_pet_peese r;

    (void)state;
    assert_int_equal(rv_pet_peese_run(&D, &model, true, RV_PET_ONE_SIDED, &r, &err), RV_OK);
    assert_close(r.pet.limit.estimate, regression(&D, "REML", RV_TEST_Z, RV_PREDICTOR_SEI, true).limit.estimate, 1e-13);
    assert_close(r.peese.limit.estimate, regression(&D, "REML", RV_TEST_Z, RV_PREDICTOR_VI, true).limit.estimate, 1e-13);
    assert_false(r.peese_taken);
    assert_close(r.estimate.estimate, r.pet.limit.estimate, 0);
    for (int i = 0; i < K; i++)
        y[i] = -1 - 0.1 * Y[i];   /* a large effect below 0 that hardly hangs on the standard error */
    d.yi = y;
    assert_int_equal(rv_pet_peese_run(&d, &model, true, RV_PET_ONE_SIDED, &r, &err), RV_OK);
    assert_true(r.peese_taken);
    assert_close(r.p, r.pet.limit.p / 2, 1e-14);
    assert_close(r.estimate.estimate, r.peese.limit.estimate, 0);
    assert_int_equal(rv_pet_peese_run(&d, &model, true, RV_PET_TWO_SIDED, &r, &err), RV_OK);
    assert_close(r.p, r.pet.limit.p, 0);
}

/* ---- Several effects of a study ------------------------------------------------------------------------------------ */

enum { M = 14 };
static const double DY[M] = { 0.31, 0.22, 0.6, 0.05, 0.11, 0.42, 0.9, 0.75, 0.15, 0.28, 0.5, 0.02, 0.37, 0.66 };
static const double DV[M] = { 0.02, 0.03, 0.08, 0.01, 0.012, 0.05, 0.15, 0.13, 0.015, 0.025, 0.07, 0.011, 0.04, 0.1 };
static const size_t STUDY[M] = { 0, 0, 1, 2, 2, 3, 4, 4, 5, 5, 6, 7, 8, 9 };
static const rv_working_model_data W = { .data = { .k = M, .yi = DY, .vi = DV }, .study = STUDY };

/* The same working model with the standard error as a moderator of its own. */
static void a_dependent_test_is_a_robust_meta_regression(void **state)
{
    const rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    double x[2 * M];
    rv_working_model_data d = W;
    rv_working_model *model;
    rv_regression_test t;
    size_t studies;

    (void)state;
    for (int i = 0; i < M; i++)
        x[2 * i] = 1, x[2 * i + 1] = sqrt(DV[i]);
    d.data.x = x, d.data.p = 2, d.data.intercept = true;
    assert_int_equal(rv_working_model_run(&model, &d, &o, &err), RV_OK);
    assert_int_equal(rv_regression_test_dependent(&W, NULL, &o, RV_PREDICTOR_SEI, &t, &studies, &err), RV_OK);
    assert_int_equal(studies, 10);
    assert_close(t.slope.estimate, model->coefs[1].estimate, 1e-12);
    assert_close(t.slope.se, model->coefs[1].se, 1e-12);
    assert_close(t.slope.df, model->coefs[1].df, 1e-12);
    assert_close(t.limit.estimate, model->coefs[0].estimate, 1e-12);
    assert_true(t.slope.df < 9 && t.slope.df > 1);
    assert_int_equal(!!(t.notes & RV_BIAS_FEW_CLUSTERS), t.slope.df < 4);
    rv_working_model_free(model);
}

static void pet_peese_of_dependent_effects_takes_one_of_two_limits(void **state)
{
    rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    rv_regression_test pet, peese;
    rv_pet_peese r;

    (void)state;
    assert_int_equal(rv_regression_test_dependent(&W, NULL, &o, RV_PREDICTOR_SEI, &pet, NULL, &err), RV_OK);
    assert_int_equal(rv_regression_test_dependent(&W, NULL, &o, RV_PREDICTOR_VI, &peese, NULL, &err), RV_OK);
    assert_int_equal(rv_pet_peese_dependent(&W, &o, RV_PET_TWO_SIDED, &r, &err), RV_OK);
    assert_close(r.pet.limit.estimate, pet.limit.estimate, 0);
    assert_close(r.peese.limit.estimate, peese.limit.estimate, 0);
    assert_close(r.p, pet.limit.p, 0);
    assert_close(r.estimate.estimate, pet.limit.p < 0.05 ? peese.limit.estimate : pet.limit.estimate, 0);
    o.kind = RV_WORKING_SCE;
    assert_int_equal(rv_regression_test_dependent(&W, NULL, &o, RV_PREDICTOR_SEI, &pet, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "a regression test needs the working model CHE, CE or HE, not SCE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eggers_test_is_a_weighted_regression),
        cmocka_unit_test(a_common_effect_has_the_line_without_its_dispersion),
        cmocka_unit_test(the_predictor_joins_moderators_and_leaves_no_limit),
        cmocka_unit_test(what_a_regression_test_cannot_use_is_named),
        cmocka_unit_test(effects_on_a_line_have_no_dispersion),
        cmocka_unit_test(the_rank_test_counts_orders),
        cmocka_unit_test(ties_take_the_normal_approximation),
        cmocka_unit_test(nothing_to_rank_is_said),
        cmocka_unit_test(a_dependent_test_is_a_robust_meta_regression),
        cmocka_unit_test(pet_peese_of_dependent_effects_takes_one_of_two_limits),
        cmocka_unit_test(pet_and_peese_are_limits_and_the_rule_takes_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
