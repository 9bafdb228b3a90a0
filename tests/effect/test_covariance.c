#include "review/effect.h"
#include "review/numer.h"
#include "tests/support.h"

static rv_error err;

static void outcomes_of_a_study_correlate_and_studies_do_not(void **state)
{
    const double vi[] = { .04, .09, .01 };
    const size_t study[] = { 7, 7, 3 }, outcome[] = { 1, 2, 1 };
    rv_covariance c = RV_COVARIANCE_INIT;
    double v[9];

    (void)state;
    c.k = 3;
    c.vi = vi;
    c.cluster = study;
    c.obs = outcome;
    assert_int_equal(rv_covariance_matrix(&c, v, &err), RV_OK);
    assert_close(v[0], .04, 0);
    assert_close(v[1], .6 * .2 * .3, 1e-15);
    assert_close(v[1], v[3], 0);
    assert_close(v[2], 0, 0);
    assert_close(v[8], .01, 0);
}

static void types_and_times_multiply(void **state)
{
    const double vi[] = { 1, 1, 1 }, time[] = { 0, 2, 2 };
    const size_t type[] = { 1, 1, 2 }, obs[] = { 1, 2, 1 };
    rv_covariance c = RV_COVARIANCE_INIT;

    (void)state;
    c.k = 3;
    c.vi = vi;
    c.type = type;
    c.obs = obs;
    c.time1 = time;
    c.rho = .8;
    c.rho_types = .5;
    c.phi = .9;
    assert_close(rv_covariance_correlation(&c, 0, 1), .8 * .81, 1e-15);
    assert_close(rv_covariance_correlation(&c, 0, 2), .5 * .81, 1e-15);
    assert_close(rv_covariance_correlation(&c, 1, 2), .5, 1e-15);
    c.additive = true;
    assert_close(rv_covariance_correlation(&c, 0, 2), .5 + .5 * .81, 1e-15);
}

/* Two arms against one control: equal sizes give 1/2; with sizes it is var(control) / sqrt(var1 var2). */
static void a_shared_group_correlates_contrasts(void **state)
{
    const double vi[] = { 1, 1, 1 }, w1[] = { 10, 40, 20 }, w2[] = { 20, 20, 10 };
    const size_t grp1[] = { 1, 2, 3 }, grp2[] = { 3, 3, 1 };
    rv_covariance c = RV_COVARIANCE_INIT;

    (void)state;
    c.k = 3;
    c.vi = vi;
    c.grp1 = grp1;
    c.grp2 = grp2;
    assert_close(rv_covariance_correlation(&c, 0, 1), .5, 1e-15);
    assert_close(rv_covariance_correlation(&c, 0, 2), -1, 1e-15);
    c.w1 = w1;
    c.w2 = w2;
    assert_close(rv_covariance_correlation(&c, 0, 1), .05 / sqrt((.1 + .05) * (.025 + .05)), 1e-15);
}

/* One group, three times: changes from time 1 to 2 and from 1 to 3 with autocorrelation phi. */
static void changes_from_one_baseline(void **state)
{
    const double vi[] = { 1, 1 }, time1[] = { 2, 3 }, time2[] = { 1, 1 }, p = .7;
    const size_t group[] = { 1, 1 };
    rv_covariance c = RV_COVARIANCE_INIT;

    (void)state;
    c.k = 2;
    c.vi = vi;
    c.grp1 = c.grp2 = group;
    c.time1 = time1;
    c.time2 = time2;
    c.phi = p;
    assert_close(rv_covariance_correlation(&c, 0, 1), (p - p - p * p + 1) / sqrt((2 - 2 * p) * (2 - 2 * p * p)), 1e-14);
}

static void the_same_row_twice_is_refused(void **state)
{
    const double vi[] = { .04, .09 };
    const size_t study[] = { 7, 7 };
    rv_covariance c = RV_COVARIANCE_INIT;
    double v[4];

    (void)state;
    c.k = 2;
    c.vi = vi;
    c.cluster = study;
    assert_int_equal(rv_covariance_matrix(&c, v, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "the covariances of the 2 rows from row 1 on are not positive definite: are two rows the same, or "
                                     "the correlations too far apart?");
    c.rho = 1.2;
    assert_int_equal(rv_covariance_matrix(&c, v, &err), RV_EINVAL);
    assert_string_equal(err.message, "rho is 1.2; a correlation is between -1 and 1");
}

static void rows_may_bring_their_own_correlations(void **state)
{
    const double vi[] = { .04, .09 }, first[] = { 1, .5 }, second[] = { NAN, 1 };
    const double *const rvars[] = { first, second };
    rv_covariance c = RV_COVARIANCE_INIT;
    double v[4];

    (void)state;
    c.k = 2;
    c.vi = vi;
    c.rvars = rvars;
    c.n_rvars = 2;
    assert_int_equal(rv_covariance_matrix(&c, v, &err), RV_OK);
    assert_close(v[1], .5 * .2 * .3, 1e-15);
    c.n_rvars = 1;
    assert_int_equal(rv_covariance_matrix(&c, v, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "no covariance is given for rows 2 and 2");
}

/* Borenstein et al. (2009), ch. 24: two outcomes of study 1, Y 0.300 and 0.100, V 0.050 and 0.050, r = 0.5: mean 0.2000, variance
   0.0375. Of equal variances the weighted and the plain mean are the same. */
static void two_outcomes_as_one_as_published(void **state)
{
    const double yi[] = { .3, .1 }, vi[] = { .05, .05 };
    const size_t study[] = { 1, 1 }, outcome[] = { 1, 2 };
    rv_covariance c = RV_COVARIANCE_INIT;
    rv_aggregate out[2];
    size_t n;

    (void)state;
    c.k = 2;
    c.vi = vi;
    c.cluster = study;
    c.obs = outcome;
    c.rho = .5;
    for (int weighted = 0; weighted < 2; weighted++) {
        assert_int_equal(rv_aggregate_effects(&c, yi, NULL, weighted, out, &n, &err), RV_OK);
        assert_int_equal(n, 1);
        assert_close(out[0].yi, .2, 1e-14);
        assert_close(out[0].vi, .0375, 1e-14);
        assert_int_equal(out[0].n, 2);
    }
}

static void missing_effects_are_left_out_of_their_mean(void **state)
{
    const double yi[] = { .3, NAN, NAN, .2 }, vi[] = { .05, .05, .01, .04 };
    const size_t study[] = { 1, 1, 2, 1 }, outcome[] = { 1, 2, 1, 3 };
    rv_covariance c = RV_COVARIANCE_INIT;
    rv_aggregate out[4];
    size_t n;

    (void)state;
    c.k = 4;
    c.vi = vi;
    c.cluster = study;
    c.obs = outcome;
    c.rho = 0;
    assert_int_equal(rv_aggregate_effects(&c, yi, NULL, true, out, &n, &err), RV_OK);
    assert_int_equal(n, 2);
    assert_close(out[0].yi, (.3 / .05 + .2 / .04) / (1 / .05 + 1 / .04), 1e-14);
    assert_close(out[0].vi, 1 / (1 / .05 + 1 / .04), 1e-14);
    assert_true(isnan(out[1].yi));
    assert_int_equal(out[1].first, 2);
}

/* The covariance of two differences with one group in common is the variance of that group's part, by simulation for the log
   risk ratio: 40000 draws of three arms. */
static void the_shared_controls_covariance_agrees_with_draws(void **state)
{
    enum { DRAWS = 40000, N1 = 150, N2 = 120, N0 = 200 };
    const double p1 = .5, p2 = .4, p0 = .3;
    rv_effect_input one = RV_EFFECT_INPUT_INIT;
    double s1 = 0, s2 = 0, s12 = 0, got;
    rv_random *random;
    rv_status st = rv_random_open(&random, 5, NULL);

    (void)state;
    assert_int_equal(st, RV_OK);
    for (int i = 0; i < DRAWS; i++) {
        double a = 0, b = 0, c = 0, y1, y2;
        for (int j = 0; j < N1; j++) a += rv_random_uniform(random) < p1;
        for (int j = 0; j < N2; j++) b += rv_random_uniform(random) < p2;
        for (int j = 0; j < N0; j++) c += rv_random_uniform(random) < p0;
        y1 = log(a / N1) - log(c / N0);
        y2 = log(b / N2) - log(c / N0);
        s1 += y1;
        s2 += y2;
        s12 += y1 * y2;
    }
    rv_random_free(random);
    one.ci = p0 * N0;
    one.n2i = N0;
    assert_int_equal(rv_shared_control(rv_measure_find("RR"), &one, &one, 0, 0, 0, &got, &err), RV_OK);
    assert_close(got, 1.0 / 60 - 1.0 / 200, 1e-15);
    assert_close(s12 / DRAWS - s1 / DRAWS * s2 / DRAWS, got, .0008);
}

/* Gleser & Olkin (2009): the covariance of two d with a shared control is 1/n0 + d1 d2 / (2 n). */
static void shared_controls_of_other_measures(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;
    double got;

    (void)state;
    in.ci = 20;
    in.n2i = 50;
    assert_int_equal(rv_shared_control(rv_measure_find("OR"), &in, &in, 0, 0, 0, &got, &err), RV_OK);
    assert_close(got, 1.0 / 20 + 1.0 / 30, 1e-15);
    assert_int_equal(rv_shared_control(rv_measure_find("RD"), &in, &in, 0, 0, 0, &got, &err), RV_OK);
    assert_close(got, .4 * .6 / 50, 1e-15);
    in.sd2i = 3;
    assert_int_equal(rv_shared_control(rv_measure_find("MD"), &in, &in, 0, 0, 0, &got, &err), RV_OK);
    assert_close(got, 9.0 / 50, 1e-15);
    assert_int_equal(rv_shared_control(rv_measure_find("SMD"), &in, &in, .5, .2, 150, &got, &err), RV_OK);
    assert_close(got, 1.0 / 50 + .1 / 300, 1e-15);
    in.n2i = NAN;
    assert_int_equal(rv_shared_control(rv_measure_find("MD"), &in, &in, 0, 0, 0, &got, &err), RV_EDOMAIN);
    assert_int_equal(rv_shared_control(rv_measure_find("GEN"), &in, &in, 0, 0, 0, &got, &err), RV_EINVAL);
}

static void a_control_cut_in_parts_keeps_its_risk(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    in.ci = 20;
    in.n2i = 50;
    in.m2i = 4;
    assert_int_equal(rv_split_control(&in, 2, &err), RV_OK);
    assert_close(in.ci / in.n2i, .4, 1e-15);
    assert_close(in.n2i, 25, 0);
    assert_close(in.m2i, 4, 0);
    assert_int_equal(rv_split_control(&in, 0, &err), RV_EINVAL);
}

/* Steiger (1980), equations 3 and 10: two correlations with a variable in common, and two without. */
static void correlations_of_one_sample_hang_together(void **state)
{
    const double r[] = { 1, .5, .3, .2, .5, 1, .4, .1, .3, .4, 1, .6, .2, .1, .6, 1 }, n = 101;
    const size_t pairs[] = { 0, 1, 0, 2, 2, 3 };
    double v[9];

    (void)state;
    assert_int_equal(rv_correlations_covariance(r, 4, n, pairs, 3, v, NULL), RV_OK);
    assert_close(v[0], (1 - .25) * (1 - .25) / 100, 1e-16);
    /* r_12, r_13:  r_23 (1 - r12^2 - r13^2) - r12 r13 (1 - r12^2 - r13^2 - r23^2) / 2 */
    assert_close(v[1], (.4 * (1 - .25 - .09) - .5 * .3 * (1 - .25 - .09 - .16) / 2) / 100, 1e-16);
    /* r_12, r_34:  half of four products of what the pairs leave */
    assert_close(v[2], ((.3 - .5 * .4) * (.1 - .4 * .6) + (.2 - .3 * .6) * (.4 - .5 * .3)
                        + (.3 - .2 * .6) * (.1 - .2 * .5) + (.2 - .5 * .1) * (.4 - .6 * .1)) / 200, 1e-16);
    assert_close(v[3], v[1], 0);
}

static void an_unknown_correlation_leaves_its_covariances_unknown(void **state)
{
    double r[] = { 1, .5, .3, .5, 1, NAN, .3, NAN, 1 }, v[4];
    const size_t pairs[] = { 0, 1, 0, 2 };

    (void)state;
    assert_int_equal(rv_correlations_covariance(r, 3, 50, pairs, 2, v, NULL), RV_OK);
    assert_close(v[0], .75 * .75 / 49, 1e-16);
    assert_true(isnan(v[1]));
    r[1] = r[3] = 1.5;
    assert_int_equal(rv_correlations_covariance(r, 3, 50, pairs, 2, v, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "the correlation of variables 1 and 2 is 1.5; it must lie between -1 and 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_of_a_study_correlate_and_studies_do_not),
        cmocka_unit_test(types_and_times_multiply),
        cmocka_unit_test(a_shared_group_correlates_contrasts),
        cmocka_unit_test(changes_from_one_baseline),
        cmocka_unit_test(the_same_row_twice_is_refused),
        cmocka_unit_test(rows_may_bring_their_own_correlations),
        cmocka_unit_test(two_outcomes_as_one_as_published),
        cmocka_unit_test(missing_effects_are_left_out_of_their_mean),
        cmocka_unit_test(the_shared_controls_covariance_agrees_with_draws),
        cmocka_unit_test(shared_controls_of_other_measures),
        cmocka_unit_test(a_control_cut_in_parts_keeps_its_risk),
        cmocka_unit_test(correlations_of_one_sample_hang_together),
        cmocka_unit_test(an_unknown_correlation_leaves_its_covariances_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
