#include <stdlib.h>

#include "review/effect.h"
#include "review/numer.h"
#include "tests/support.h"

static rv_error err;

static rv_five_result by(rv_five_method method, bool logs, rv_five five)
{
    rv_five_result out;

    if (rv_five_to_mean(&five, method, logs, &out, &err) != RV_OK)
        fail_msg("%s", err.message);
    return out;
}

static void refused(rv_five five, bool logs, const char *message)
{
    rv_five_result out;

    assert_int_equal(rv_five_to_mean(&five, RV_FIVE_LUO, logs, &out, &err), RV_EDOMAIN);
    assert_string_equal(err.message, message);
}

/* Hozo et al. (2005): up to 15 people the formula, up to 70 range/4, above range/6; the mean is the median above 25. */
static void hozos_rules_change_with_the_size(void **state)
{
    (void)state;
    assert_close(by(RV_FIVE_HOZO, false, (rv_five){ 10, NAN, 22, NAN, 37, 15 }).sd, sqrt((9.0 / 4 + 729) / 12), 1e-13);
    assert_close(by(RV_FIVE_HOZO, false, (rv_five){ 10, NAN, 22, NAN, 37, 15 }).mean, 22.75, 1e-13);
    assert_close(by(RV_FIVE_HOZO, false, (rv_five){ 10, NAN, 22, NAN, 37, 70 }).sd, 6.75, 1e-13);
    assert_close(by(RV_FIVE_HOZO, false, (rv_five){ 10, NAN, 22, NAN, 37, 71 }).sd, 4.5, 1e-13);
    assert_close(by(RV_FIVE_HOZO, false, (rv_five){ 10, NAN, 22, NAN, 37, 71 }).mean, 22, 0);
}

/* d2 of control charts: the mean range of n normal values (Montgomery, Introduction to Statistical Quality Control, app. VI). */
static void walters_divisor_is_that_of_control_charts(void **state)
{
    (void)state;
    assert_close(1 / by(RV_FIVE_WALTER, false, (rv_five){ 0, NAN, 0.5, NAN, 1, 5 }).sd, 2.326, 5e-4);
    assert_close(1 / by(RV_FIVE_WALTER, false, (rv_five){ 0, NAN, 0.5, NAN, 1, 10 }).sd, 3.078, 5e-4);
    assert_close(1 / by(RV_FIVE_WALTER, false, (rv_five){ 0, NAN, 0.5, NAN, 1, 25 }).sd, 3.931, 5e-4);
}

static void the_quartiles_of_a_large_sample_span_1_35_deviations(void **state)
{
    (void)state;
    assert_close(by(RV_FIVE_LUO, false, (rv_five){ NAN, -.6744898, 0, .6744898, NAN, 1e7 }).sd, 1, 1e-6);
    assert_close(by(RV_FIVE_WAN, false, (rv_five){ NAN, 4, 6, 9, NAN, 60 }).mean, 19.0 / 3, 1e-14);
}

/* The documentation of metaBLUE (Wan.std) prints 2.205578 for minimum 1, median 4, maximum 10 of 30 people. */
static void wans_range_as_another_program_prints_it(void **state)
{
    (void)state;
    assert_close(by(RV_FIVE_WAN, false, (rv_five){ 1, NAN, 4, NAN, 10, 30 }).sd, 2.205578, 5e-7);
}

static void symmetric_summaries_have_their_median_as_mean(void **state)
{
    (void)state;
    for (int m = 0; m < 3; m++) {
        const rv_five_result r = by((rv_five_method)(m == 0 ? RV_FIVE_LUO : m == 1 ? RV_FIVE_WAN : RV_FIVE_BLAND), false,
                                    (rv_five){ 1, 3, 5, 7, 9, 40 });
        assert_close(r.mean, 5, 1e-13);
        assert_close(r.skew, 0, 0);
        assert_false(r.skewed);
    }
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* A second route: samples whose mean and spread are known give them back on average. n = 41, so that quartiles are values 11 and 31. */
static void summaries_of_drawn_samples_give_their_mean_and_spread(void **state)
{
    enum { N = 41, TIMES = 4000 };
    double mean[4] = { 0 }, sd[4] = { 0 }, log_mean = 0, log_sd = 0, x[N];
    rv_random *random;
    rv_status st = rv_random_open(&random, 20, NULL);

    (void)state;
    assert_int_equal(st, RV_OK);
    for (int t = 0; t < TIMES; t++) {
        for (int i = 0; i < N; i++)
            x[i] = 10 + 2 * rv_random_normal(random);
        qsort(x, N, sizeof *x, by_value);
        const rv_five all = { x[0], x[10], x[20], x[30], x[40], N };
        for (int c = 1; c <= 3; c++) {
            const rv_five_result r = by(RV_FIVE_LUO, false, (rv_five){ c & 1 ? all.min : NAN, c & 2 ? all.q1 : NAN, all.median,
                                                                       c & 2 ? all.q3 : NAN, c & 1 ? all.max : NAN, N });
            mean[c] += r.mean / TIMES;
            sd[c] += r.sd / TIMES;
        }
        const rv_five_result r = by(RV_FIVE_LUO, true, (rv_five){ exp(all.min / 4), exp(all.q1 / 4), exp(all.median / 4),
                                                                  exp(all.q3 / 4), exp(all.max / 4), N });
        log_mean += r.mean / TIMES;
        log_sd += r.sd / TIMES;
    }
    rv_random_free(random);
    for (int c = 1; c <= 3; c++) {
        assert_close(mean[c], 10, 0.003);
        assert_close(sd[c], 2, 0.02);
    }
    /* Logarithms of mean 2.5 and deviation 0.5. */
    assert_close(log_mean, exp(2.5 + .125), 0.01);
    assert_close(log_sd, exp(2.5 + .125) * sqrt(exp(.25) - 1), 0.03);
}

static void skewed_data_are_told(void **state)
{
    (void)state;
    /* (2 + 40 - 2*5)/38 = .842 against 1/ln(109) + 2.5/101 = .238. */
    assert_close(by(RV_FIVE_LUO, false, (rv_five){ 2, NAN, 5, NAN, 40, 100 }).skew, 32.0 / 38, 1e-14);
    assert_close(by(RV_FIVE_LUO, false, (rv_five){ 2, NAN, 5, NAN, 40, 100 }).critical, 1 / log(109) + 2.5 / 101, 1e-14);
    assert_true(by(RV_FIVE_LUO, false, (rv_five){ 2, NAN, 5, NAN, 40, 100 }).skewed);
    /* The same numbers are symmetric as logarithms of 2, sqrt(80), 40. */
    assert_false(by(RV_FIVE_LUO, true, (rv_five){ 2, NAN, sqrt(80), NAN, 40, 100 }).skewed);
}

/* Quantiles taken from a distribution give its mean and spread back: log-normal (2, .6), gamma (3, 2), Weibull (1.7, 5), normal. */
static void the_nearest_distribution_is_found(void **state)
{
    const double z = 0.6744897501960817, g = exp(rv_gamma_log(1 + 1 / 1.7));
    rv_five_result r = by(RV_FIVE_QE, false, (rv_five){ NAN, exp(2 - .6 * z), exp(2), exp(2 + .6 * z), NAN, 80 });

    (void)state;
    assert_close(r.mean, exp(2.18), 1e-7);
    assert_close(r.sd, exp(2.18) * sqrt(exp(.36) - 1), 1e-6);
    assert_false(r.skewed);
    r = by(RV_FIVE_QE, false, (rv_five){ rv_chi2_quantile(.01, 6), rv_chi2_quantile(.25, 6), rv_chi2_quantile(.5, 6),
                                         rv_chi2_quantile(.75, 6), rv_chi2_quantile(.99, 6), 100 });
    assert_close(r.mean, 6, 1e-7);
    assert_close(r.sd, sqrt(12), 1e-6);
    r = by(RV_FIVE_QE, false, (rv_five){ 5 * pow(-log(.98), 1 / 1.7), NAN, 5 * pow(log(2), 1 / 1.7), NAN, 5 * pow(-log(.02), 1 / 1.7), 50 });
    assert_close(r.mean, 5 * g, 1e-7);
    r = by(RV_FIVE_QE, false, (rv_five){ NAN, 1 - 3 * z, 1, 1 + 3 * z, NAN, 50 });
    assert_close(r.mean, 1, 1e-12);
    assert_close(r.sd, 3, 1e-12);
    assert_true(by(RV_FIVE_QE, false, (rv_five){ NAN, -5, 1, 30, NAN, 50 }).skewed);
    assert_true(isnan(by(RV_FIVE_QE, false, (rv_five){ NAN, 1, NAN, 3, NAN, 50 }).mean));
}

static void too_little_gives_nothing(void **state)
{
    (void)state;
    assert_true(isnan(by(RV_FIVE_LUO, false, (rv_five){ 1, NAN, 2, NAN, 3, 4 }).mean));
    assert_true(isnan(by(RV_FIVE_LUO, false, (rv_five){ 1, NAN, 2, NAN, NAN, 40 }).sd));
    assert_true(isnan(by(RV_FIVE_HOZO, false, (rv_five){ NAN, 1, 2, 3, NAN, 40 }).sd));
    assert_true(isnan(by(RV_FIVE_LUO, false, (rv_five){ NAN, 1, NAN, 3, NAN, 40 }).mean));
    assert_true(by(RV_FIVE_LUO, false, (rv_five){ NAN, 1, NAN, 3, NAN, 40 }).sd > 0);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    refused((rv_five){ NAN, 5, 3, 8, NAN, 20 }, false, "the median is 3, below the first quartile 5");
    refused((rv_five){ 5, NAN, 3, NAN, 8, 20 }, false, "the median is 3, below the minimum 5");
    refused((rv_five){ NAN, 3, 3, 3, NAN, 20 }, false,
            "the quartiles are both 3; data without spread have no standard deviation");
    refused((rv_five){ -1, NAN, 3, NAN, 8, 20 }, true, "the minimum is -1; log-normal data are positive");
    refused((rv_five){ 1, NAN, 3, NAN, 8, 0 }, false, "n is 0; a group needs people");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hozos_rules_change_with_the_size),
        cmocka_unit_test(walters_divisor_is_that_of_control_charts),
        cmocka_unit_test(the_quartiles_of_a_large_sample_span_1_35_deviations),
        cmocka_unit_test(wans_range_as_another_program_prints_it),
        cmocka_unit_test(symmetric_summaries_have_their_median_as_mean),
        cmocka_unit_test(summaries_of_drawn_samples_give_their_mean_and_spread),
        cmocka_unit_test(skewed_data_are_told),
        cmocka_unit_test(the_nearest_distribution_is_found),
        cmocka_unit_test(too_little_gives_nothing),
        cmocka_unit_test(nonsense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
