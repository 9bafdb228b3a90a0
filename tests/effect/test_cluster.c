#include <string.h>

#include "review/numer.h"
#include "tests/effect/one.h"

static void the_design_effect_widens_everything_but_d(void **state)
{
    rv_effect_input in = table(30, 20, 18, 32);
    const rv_effect plain = one("OR", in, NULL);
    rv_effect e;

    (void)state;
    in.icc = .05;
    in.csize = 21;
    e = one("OR", in, NULL);
    assert_close(e.yi, plain.yi, 0);
    assert_close(e.vi, 2 * plain.vi, 1e-14);
    assert_string_equal(e.route, "counts, variance times design effect 2 (clusters of 21, icc 0.05)");
    in.csize = NAN;
    in.k1i = in.k2i = 5;
    in.n1i = in.n2i = 50;
    assert_close(one("OR", in, NULL).vi, (1 + 9 * .05) * plain.vi, 1e-14);
    in.deff = 3;
    assert_close(one("OR", in, NULL).vi, 3 * plain.vi, 1e-14);
    in.adjusted = 1;
    assert_close(one("OR", in, NULL).vi, plain.vi, 0);
}

/* Dividing all counts by the design effect, as the Handbook (23.1.4) puts it, comes to the same. */
static void it_is_the_effective_sample_size(void **state)
{
    rv_effect_input in = table(30, 20, 18, 32);

    (void)state;
    in.icc = .05;
    in.csize = 21;
    assert_close(one("RR", in, NULL).vi, one("RR", table(15, 10, 9, 16), NULL).vi, 1e-14);
    assert_close(one("RD", in, NULL).vi, one("RD", table(15, 10, 9, 16), NULL).vi, 1e-14);
}

/* Without correlation within clusters nothing is taken off, and h is N - 2. */
static void no_correlation_is_no_correction(void **state)
{
    double y, v;

    (void)state;
    assert_int_equal(rv_cluster_smd(.5, 60, 40, 20, 0, true, &y, &v, &err), RV_OK);
    assert_close(y, rv_small_sample_factor(98) * .5, 1e-14);
    assert_close(v, pow(rv_small_sample_factor(98), 2) * (1. / 60 + 1. / 40 + .125 / 98), 1e-14);
    assert_int_equal(rv_cluster_smd(.5, 60, 40, 1, .3, false, &y, &v, &err), RV_OK);
    assert_close(y, .5, 1e-14);
}

/* The estimate and its variance against 3000 drawn trials: 2 x 8 clusters of 15, icc .2, true effect .4 in total deviations. */
static void the_clustered_d_agrees_with_drawn_trials(void **state)
{
    enum { K = 8, SIZE = 15, TRIALS = 3000, N = K * SIZE };
    const double icc = .2, effect = .4;
    double sum = 0, squares = 0, variances = 0;
    rv_random *random;
    const rv_status opened = rv_random_open(&random, 11, NULL);

    (void)state;
    assert_int_equal(opened, RV_OK);
    for (int t = 0; t < TRIALS; t++) {
        double m[2] = { 0 }, ss = 0, x[2][N], y, v;
        for (int g = 0; g < 2; g++) {
            for (int k = 0; k < K; k++) {
                const double u = sqrt(icc) * rv_random_normal(random);
                for (int i = 0; i < SIZE; i++) {
                    x[g][k * SIZE + i] = u + sqrt(1 - icc) * rv_random_normal(random) + (g ? 0 : effect);
                    m[g] += x[g][k * SIZE + i] / N;
                }
            }
            for (int i = 0; i < N; i++)
                ss += (x[g][i] - m[g]) * (x[g][i] - m[g]);
        }
        assert_int_equal(rv_cluster_smd((m[0] - m[1]) / sqrt(ss / (2 * N - 2)), N, N, SIZE, icc, true, &y, &v, NULL), RV_OK);
        sum += y / TRIALS;
        squares += y * y / TRIALS;
        variances += v / TRIALS;
    }
    rv_random_free(random);
    assert_close(sum, effect, .015);
    assert_close(variances / (squares - sum * sum), 1, .07);
}

static void d_of_means_goes_by_the_total_spread(void **state)
{
    rv_effect_input in = means(12, 5, 100, 10, 5, 120);
    rv_effect e;
    double y, v;

    (void)state;
    in.icc = .1;
    in.csize = 20;
    e = one("SMD", in, NULL);
    assert_int_equal(rv_cluster_smd(.4, 100, 120, 20, .1, true, &y, &v, &err), RV_OK);
    assert_close(e.yi, y, 1e-13);
    assert_close(e.vi, v, 1e-13);
    assert_non_null(strstr(e.route, "over the total spread of clusters of 20, icc 0.1 (Hedges 2007)"));
}

static void a_grid_shows_what_hangs_on_the_guess(void **state)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    const double icc[] = { 0, .05, .1, .2 };
    rv_effect_input in = table(30, 20, 18, 32);
    rv_effect out[4];

    (void)state;
    in.csize = 11;
    assert_int_equal(rv_effect_grid(rv_measure_find("OR"), &in, &usual, "icc", icc, 4, out, &err), RV_OK);
    for (int i = 1; i < 4; i++)
        assert_close(out[i].vi / out[0].vi, 1 + 10 * icc[i], 1e-13);
    assert_int_equal(rv_effect_grid(rv_measure_find("OR"), &in, &usual, "icd", icc, 4, out, &err), RV_ENOTFOUND);
}

/* A trial of clusters whose correlation nobody told must not pass for one of people in silence. */
static void half_told_clusters_are_pointed_out(void **state)
{
    rv_effect_input in = table(30, 20, 18, 32);

    (void)state;
    in.csize = 10;
    assert_string_equal(one("OR", in, NULL).reason, "clusters without icc or deff: the variance is that of people");
    in.csize = NAN;
    in.icc = .05;
    assert_string_equal(one("OR", in, NULL).reason, "icc without csize, or k1i and k2i: the variance is that of people");
    in.adjusted = 1;
    assert_string_equal(one("OR", in, NULL).reason, "");
}

static void nonsense_about_clusters_is_refused(void **state)
{
    rv_effect_input in = table(30, 20, 18, 32);
    double y, v;

    (void)state;
    in.csize = 10;
    in.icc = 1.2;
    refused("OR", in, "row 1: icc is 1.2; a share is between 0 and 1");
    in.icc = .1;
    in.csize = .5;
    refused("OR", in, "row 1: csize is 0.5; a cluster has at least one person");
    in.csize = 5;
    in.adjusted = 2;
    refused("OR", in, "row 1: adjusted is 2; it is 1 (allows for the clusters already) or 0");
    assert_int_equal(rv_cluster_smd(.5, 10, 10, 10, 1, true, &y, &v, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "clusters of 10 among 20 people are too few for an intra-class correlation of 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_design_effect_widens_everything_but_d),
        cmocka_unit_test(it_is_the_effective_sample_size),
        cmocka_unit_test(no_correlation_is_no_correction),
        cmocka_unit_test(the_clustered_d_agrees_with_drawn_trials),
        cmocka_unit_test(d_of_means_goes_by_the_total_spread),
        cmocka_unit_test(a_grid_shows_what_hangs_on_the_guess),
        cmocka_unit_test(half_told_clusters_are_pointed_out),
        cmocka_unit_test(nonsense_about_clusters_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
