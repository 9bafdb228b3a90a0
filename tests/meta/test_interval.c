/* Intervals of tau2 by each method, against closed forms and likelihoods evaluated elsewhere; Henmi and Copas. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/effect.h"
#include "review/meta_interval.h"
#include "review/numer.h"

enum { K = 7 };
static rv_error err;
static const double Y[K] = { 0.1, 0.9, -0.4, 1.2, 0.3, 0.05, 0.6 }, V[K] = { 0.04, 0.02, 0.09, 0.05, 0.01, 0.03, 0.3 };
static const rv_meta_data D = { .k = K, .yi = Y, .vi = V };

static rv_meta_intervals interval(const rv_meta_data *d, const char *estimator, rv_interval_method method)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_intervals i;

    o.estimator = rv_estimator_find(estimator);
    if (rv_meta_interval(d, &o, method, &i, &err) != RV_OK)
        fail_msg("%s", err.message);
    return i;
}

static void the_q_profile_is_that_of_the_fit(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    const rv_meta_intervals i = interval(&D, "REML", RV_INTERVAL_QP);

    (void)state;
    assert_int_equal(rv_meta_run(&D, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_close(i.tau2.lo, f.tau2_lo, 1e-12);
    assert_close(i.tau2.hi, f.tau2_hi, 1e-12);
    assert_close(i.i2.estimate, f.i2, 1e-12);
    assert_close(i.h2.hi, 1 / (1 - i.i2.hi), 1e-10);
    assert_close(i.tau.hi * i.tau.hi, i.tau2.hi, 1e-12);
}

/* Two effects: Q is one chi-square times (s1 + s2) a1 a2 / (a1 + a2). */
static void the_generalised_q_interval_of_two_effects_is_a_closed_form(void **state)
{
    const double y[2] = { 0, 3 }, v[2] = { 0.1, 0.4 }, a[2] = { 3, 1 };
    const rv_meta_data d = { .k = 2, .yi = y, .vi = v, .weights = a };
    const rv_meta_intervals i = interval(&d, "GENQ", RV_INTERVAL_GENQ);

    (void)state;
    assert_close(i.tau2.lo, (9 / rv_chi2_upper_quantile(0.025, 1) - 0.5) / 2, 1e-10);
    assert_close(i.tau2.hi, (9 / rv_chi2_quantile(0.025, 1) - 0.5) / 2, 1e-9);
}

/* Equal variances and weights: all weights of the chi-squares are the same, also with moderators. */
static void the_generalised_q_of_a_balanced_design_is_one_chi_square(void **state)
{
    double y[12], v[12], x[24], a[12], rss = 0, mean[2] = { 0, 0 };
    const rv_meta_data d = { .k = 12, .yi = y, .vi = v, .weights = a, .p = 2, .x = x, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    (void)state;
    for (int i = 0; i < 12; i++) {
        y[i] = 3 * sin(5.0 * i), v[i] = 0.2, a[i] = 7, x[2 * i] = 1, x[2 * i + 1] = i % 2;
        mean[i % 2] += y[i] / 6;
    }
    for (int i = 0; i < 12; i++)
        rss += pow(y[i] - mean[i % 2], 2);
    const rv_meta_intervals i = interval(&d, "GENQ", RV_INTERVAL_GENQ);
    assert_close(i.tau2.lo, rss / rv_chi2_upper_quantile(0.025, 10) - 0.2, 1e-9);
    assert_close(i.tau2.hi, rss / rv_chi2_quantile(0.025, 10) - 0.2, 1e-9);
    o.estimator = rv_estimator_find("GENQM");
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_close(f.tau2, rss / rv_chi2_quantile(0.5, 10) - 0.2, 1e-9);
}

/* Two groups of two effects and a mean for each: Q is the sum of two independent statistics of two effects. */
static void the_generalised_q_of_two_pairs_is_two_chi_squares(void **state)
{
    const double y[4] = { 0, 3, 1, -1 }, v[4] = { 0.1, 0.4, 0.2, 0.3 }, a[4] = { 3, 1, 2, 5 }, x[8] = { 1, 0, 1, 0, 0, 1, 0, 1 };
    const rv_meta_data d = { .k = 4, .yi = y, .vi = v, .weights = a, .p = 2, .x = x };
    const rv_meta_intervals i = interval(&d, "GENQ", RV_INTERVAL_GENQ);
    const double q = 9 * 3.0 * 1 / 4 + 4 * 2.0 * 5 / 7;

    (void)state;
    for (int end = 0; end < 2; end++) {
        const double t = end ? i.tau2.hi : i.tau2.lo,
                     weight[2] = { (0.5 + 2 * t) * 3 / 4, (0.5 + 2 * t) * 10 / 7 };
        double lower, upper;
        assert_int_equal(rv_chi2_sum_tails(weight, 2, q, &lower, &upper, &err), RV_OK);
        if (t > 0)
            assert_close(end ? lower : upper, 0.025, 1e-10);
        else
            assert_true(upper > 0.025);
    }
    assert_true(i.tau2.hi > 1);
}

static double loglik(const char *estimator, double tau2)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    o.estimator = rv_estimator_find(estimator);
    o.tau2 = tau2;
    assert_int_equal(rv_meta_run(&D, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    return strcmp(estimator, "REML") == 0 ? f.reml.loglik : f.ml.loglik;
}

static void profile_likelihood_bounds_lie_where_the_likelihood_has_fallen_by_1_92(void **state)
{
    const char *const both[] = { "ML", "REML" };

    (void)state;
    for (int e = 0; e < 2; e++) {
        const rv_meta_intervals i = interval(&D, both[e], RV_INTERVAL_PL);
        const double floor = loglik(both[e], i.tau2.estimate) - rv_chi2_quantile(0.95, 1) / 2;
        assert_true(i.tau2.lo > 0 && i.tau2.lo < i.tau2.estimate);
        assert_close(loglik(both[e], i.tau2.lo), floor, 1e-10);
        assert_close(loglik(both[e], i.tau2.hi), floor, 1e-10);
    }
}

static void wald_intervals_are_their_formulas(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    const double z = rv_normal_upper_quantile(0.025);

    (void)state;
    assert_int_equal(rv_meta_run(&D, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_close(interval(&D, "REML", RV_INTERVAL_WALD).tau2.hi, f.tau2 + z * f.tau2_se, 1e-12);
    assert_close(interval(&D, "REML", RV_INTERVAL_WALD_LOG).tau2.lo, f.tau2 * exp(-z * f.tau2_se / f.tau2), 1e-12);
    assert_close(interval(&D, "REML", RV_INTERVAL_WALD_SQRT).tau.hi, sqrt(f.tau2) + z * f.tau2_se / (2 * sqrt(f.tau2)), 1e-12);
}

static void equal_effects_have_an_empty_interval(void **state)
{
    const double y[3] = { 0.3, 0.3, 0.3 };
    const rv_meta_data d = { .k = 3, .yi = y, .vi = V };

    (void)state;
    assert_true(interval(&d, "REML", RV_INTERVAL_QP).empty);
    assert_true(interval(&d, "REML", RV_INTERVAL_GENQ).empty);
    assert_close(interval(&d, "REML", RV_INTERVAL_GENQ).h2.hi, 1, 0);
    assert_false(interval(&d, "REML", RV_INTERVAL_PL).empty);
    assert_true(isnan(interval(&d, "REML", RV_INTERVAL_WALD_LOG).tau2.lo));
}

static void intervals_that_cannot_be_are_refused(void **state)
{
    const rv_meta_data one = { .k = 1, .yi = Y, .vi = V };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_intervals i;

    (void)state;
    assert_int_equal(rv_meta_interval(&one, &o, RV_INTERVAL_QP, &i, &err), RV_EINVAL);
    o.estimator = rv_estimator_find("DL");
    assert_int_equal(rv_meta_interval(&D, &o, RV_INTERVAL_PL, &i, &err), RV_EINVAL);
    assert_string_equal(err.message, "profile-likelihood interval of tau2: the profile likelihood interval goes with ML and REML, not with DL");
    o.estimator = rv_estimator_find("CE");
    assert_int_equal(rv_meta_interval(&D, &o, RV_INTERVAL_QP, &i, &err), RV_EINVAL);
    o.estimator = NULL;
    o.tau2 = 0.1;
    assert_int_equal(rv_meta_interval(&D, &o, RV_INTERVAL_QP, &i, &err), RV_EINVAL);
}

/* Thirteen trials of BCG, log risk ratios: metafor 3.8-1, hc() with control = list(tol = 1e-13). Its integrals are good to about 1e-10. */
static void henmi_and_copas_is_as_metafor_has_it(void **state)
{
    static const double t[13][4] = { { 4, 119, 11, 128 }, { 6, 300, 29, 274 }, { 3, 228, 11, 209 }, { 62, 13536, 248, 12619 },
                                     { 33, 5036, 47, 5761 }, { 180, 1361, 372, 1079 }, { 8, 2537, 10, 619 }, { 505, 87886, 499, 87892 },
                                     { 29, 7470, 45, 7232 }, { 17, 1699, 65, 1600 }, { 186, 50448, 141, 27197 }, { 5, 2493, 3, 2338 },
                                     { 27, 16886, 29, 17825 } };
    double y[13], v[13];
    const rv_meta_data d = { .k = 13, .yi = y, .vi = v };
    rv_henmi_copas h;

    (void)state;
    for (int i = 0; i < 13; i++) {
        const double *c = t[i], n1 = c[0] + c[1], n2 = c[2] + c[3];
        y[i] = log(c[0] / n1 / (c[2] / n2));
        v[i] = 1 / c[0] - 1 / n1 + 1 / c[2] - 1 / n2;
    }
    assert_int_equal(rv_meta_henmi_copas(&d, 0.95, false, &h, &err), RV_OK);
    assert_close(h.estimate, -0.430285163654091, 1e-12);
    assert_close(h.se, 0.28354435135525, 1e-12);
    assert_close(h.ci_lo, -1.15554876193203, 1e-9);
    assert_close(h.ci_hi, 0.294978434623848, 1e-9);
}

static void henmi_and_copas_is_refused_where_it_is_not_defined(void **state)
{
    const double x[K] = { 1, 1, 1, 1, 1, 1, 1 };
    const rv_meta_data one = { .k = 1, .yi = Y, .vi = V }, with = { .k = K, .yi = Y, .vi = V, .p = 1, .x = x };
    rv_henmi_copas h;

    (void)state;
    assert_int_equal(rv_meta_henmi_copas(&one, 0.95, false, &h, &err), RV_EINVAL);
    assert_int_equal(rv_meta_henmi_copas(&with, 0.95, false, &h, &err), RV_EINVAL);
    assert_int_equal(rv_meta_henmi_copas(&D, 95, false, &h, &err), RV_EINVAL);
}

/* Where all variances are the same, Q / (1 + tau2 / v) is chi-square and both intervals are one; here Q is 2e8, far out in its tail. */
static void generalised_q_reaches_heterogeneity_however_large(void **state)
{
    static const double y[] = { 0, 1000, -800, 500 }, v[] = { 0.01, 0.01, 0.01, 0.01 };
    const rv_meta_data d = { .k = 4, .yi = y, .vi = v };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_intervals q, g;
    rv_error e;

    (void)state;
    o.estimator = rv_estimator_find("DL");
    assert_int_equal(rv_meta_interval(&d, &o, RV_INTERVAL_QP, &q, &e), RV_OK);
    if (rv_meta_interval(&d, &o, RV_INTERVAL_GENQ, &g, &e) != RV_OK)
        fail_msg("%s", e.message);
    assert_close(g.tau2.lo, q.tau2.lo, 1e-8);
    assert_close(g.tau2.hi, q.tau2.hi, 1e-8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_q_profile_is_that_of_the_fit),
        cmocka_unit_test(the_generalised_q_interval_of_two_effects_is_a_closed_form),
        cmocka_unit_test(the_generalised_q_of_a_balanced_design_is_one_chi_square),
        cmocka_unit_test(the_generalised_q_of_two_pairs_is_two_chi_squares),
        cmocka_unit_test(profile_likelihood_bounds_lie_where_the_likelihood_has_fallen_by_1_92),
        cmocka_unit_test(wald_intervals_are_their_formulas),
        cmocka_unit_test(equal_effects_have_an_empty_interval),
        cmocka_unit_test(intervals_that_cannot_be_are_refused),
        cmocka_unit_test(henmi_and_copas_is_as_metafor_has_it),
        cmocka_unit_test(henmi_and_copas_is_refused_where_it_is_not_defined),
        cmocka_unit_test(generalised_q_reaches_heterogeneity_however_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
