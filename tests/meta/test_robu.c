/* Moment estimates and weights of robust variance estimation: against DerSimonian & Laird, against the estimating equations, and at the
   edges. A published analysis is in tests/published/fisher_2015.c. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_robust.h"

static rv_error err;

enum { K = 12 };
static const double Y[K] = { 0.3, 0.5, -0.1, 0.9, 0.45, 0.2, 0.75, 0.1, 0.6, 1.2, 0.05, 0.4 };
static const double V[K] = { 0.04, 0.06, 0.05, 0.11, 0.02, 0.03, 0.08, 0.07, 0.05, 0.14, 0.03, 0.06 };
static const size_t STUDY[K] = { 9, 9, 9, 2, 2, 7, 5, 5, 5, 5, 1, 0 };

static rv_robu *fitted(const rv_meta_data *d, const size_t *study, const rv_robu_options *o)
{
    rv_robu *r;

    if (rv_robu_run(&r, d, study, o, &err) != RV_OK)
        fail_msg("%s", err.message);
    return r;
}

static void one_correlated_effect_a_study_gives_the_tau2_of_dersimonian_and_laird(void **state)
{
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V };
    const rv_robu_options o = RV_ROBU_OPTIONS_INIT;
    rv_meta_options plain = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    size_t each[K];
    rv_robu *r;

    (void)state;
    for (size_t i = 0; i < K; i++)
        each[i] = 100 - i;
    plain.estimator = rv_estimator_find("DL");
    assert_int_equal(rv_meta_run(&d, &plain, &f, NULL, NULL, NULL, &err), RV_OK);
    r = fitted(&d, each, &o);
    assert_true(f.tau2 > 0);
    assert_close(rv_robu_result(r)->tau2, f.tau2, 1e-13);
    assert_close(rv_robu_result(r)->q, f.q, 1e-13);
    assert_close(rv_robust_result(rv_robu_robust(r))->coefs->estimate, f.pooled.estimate, 1e-13);
    rv_robu_free(r);
}

/* e'We and e'Je have the expectations that the estimates were solved from: put back, with J joining the effects of a study,
   E(e e') = (I - H) (V + tau2 J + omega2 I) (I - H)' computed densely. */
static void hierarchical_moments_are_those_of_the_model(void **state)
{
    double y[K];
    const rv_meta_data d = { .k = K, .yi = y, .vi = V };
    rv_robu_options o = RV_ROBU_OPTIONS_INIT;
    double w = 0, mean = 0, q = 0, qa = 0, want_q = 0, want_qa = 0, left[K][K];
    const rv_robu_fit *f;
    rv_robu *r;

    (void)state;
    for (size_t i = 0; i < K; i++)   /* spread between studies and within */
        y[i] = 2 * Y[i] - 0.3 * (double)(STUDY[i] % 2);
    o.weights = RV_ROBU_HIERARCHICAL;
    r = fitted(&d, STUDY, &o);
    f = rv_robu_result(r);
    assert_true(f->tau2 > 0 && f->omega2 > 0);   /* neither was cut at 0, so the equations hold */
    for (size_t i = 0; i < K; i++) {
        w += 1 / V[i];
        mean += y[i] / V[i];
    }
    mean /= w;
    for (size_t i = 0; i < K; i++)
        for (size_t j = 0; j < K; j++)
            left[i][j] = (i == j) - 1 / V[j] / w;
    for (size_t i = 0; i < K; i++) {
        q += (y[i] - mean) * (y[i] - mean) / V[i];
        for (size_t j = 0; j < K; j++) {
            double cov = 0;
            if (STUDY[i] != STUDY[j])
                continue;
            qa += (y[i] - mean) * (y[j] - mean);
            for (size_t a = 0; a < K; a++)
                for (size_t b = 0; b < K; b++)
                    cov += left[i][a] * left[j][b]
                           * ((a == b ? V[a] + f->omega2 : 0) + (STUDY[a] == STUDY[b] ? f->tau2 : 0));
            want_qa += cov;
            want_q += i == j ? cov / V[i] : 0;
        }
    }
    assert_close(q, want_q, 1e-12);
    assert_close(qa, want_qa, 1e-12);
    assert_close(f->q, q, 1e-13);
    rv_robu_free(r);
}

static void without_the_small_sample_correction_it_is_cr1p_with_naive_df(void **state)
{
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V };
    rv_robu_options o = RV_ROBU_OPTIONS_INIT;
    rv_robust_options how = RV_ROBUST_OPTIONS_INIT;
    rv_robust *again;
    rv_robu *r;

    (void)state;
    o.large = true;
    r = fitted(&d, STUDY, &o);
    how.type = RV_CR1P;
    how.test = RV_ROBUST_NAIVE_TP;
    assert_int_equal(rv_robust_run(&again, rv_robu_working(r), STUDY, &how, &err), RV_OK);
    assert_close(rv_robust_result(again)->coefs->se, rv_robust_result(rv_robu_robust(r))->coefs->se, 0);
    assert_close(rv_robust_result(rv_robu_robust(r))->coefs->df, 6 - 1, 0);
    rv_robust_free(again);
    rv_robu_free(r);
}

static void what_cannot_be_estimated_is_refused_in_words(void **state)
{
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V };
    rv_robu_options o = RV_ROBU_OPTIONS_INIT;
    size_t each[K], one[K] = { 0 };
    double v[K];
    const rv_meta_data zero = { .k = K, .yi = Y, .vi = v };
    rv_robu *r;

    (void)state;
    for (size_t i = 0; i < K; i++) {
        each[i] = i;
        v[i] = i == 4 ? 0 : V[i];
    }
    o.rho = 1.5;
    assert_int_equal(rv_robu_run(&r, &d, STUDY, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "rho is 1.5; it must lie between 0 and 1");
    o.rho = 0.8;
    assert_int_equal(rv_robu_run(&r, &zero, STUDY, &o, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "variance 5 is 0; it must be positive");
    assert_int_equal(rv_robu_run(&r, &d, one, &o, &err), RV_EDOMAIN);
    assert_non_null(strstr(err.message, "1 studies with 1 coefficients leave nothing between studies"));
    o.weights = RV_ROBU_HIERARCHICAL;
    assert_int_equal(rv_robu_run(&r, &d, each, &o, &err), RV_EDOMAIN);
    assert_non_null(strstr(err.message, "hierarchical weights need studies with several effects"));
    assert_null(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_correlated_effect_a_study_gives_the_tau2_of_dersimonian_and_laird),
        cmocka_unit_test(hierarchical_moments_are_those_of_the_model),
        cmocka_unit_test(without_the_small_sample_correction_it_is_cr1p_with_naive_df),
        cmocka_unit_test(what_cannot_be_estimated_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
