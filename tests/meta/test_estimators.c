/* Each estimator of tau2 against plain algebra without moderators, and against the equation that defines it. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta.h"
#include "review/numer.h"

enum { K = 19 };
static rv_error err;

/* Raudenbush (1985), and a set whose variances differ by three orders. */
static const double Y[K] = { .03, .12, -.14, 1.18, .26,  -.06, -.02, -.32, .27, .8,
                             .54, .18, -.02, .23,  -.18, -.06, .3,   .07,  -.07 },
                    V[K] = { .0156, .0216, .0279, .1391, .1362, .0106, .0106, .0484, .0269, .063,
                             .0912, .0497, .0835, .0841, .0253, .0279, .0193, .0088, .0303 };
static const double Y2[5] = { -2, 0.1, 0.2, 0.3, 4 }, V2[5] = { 0.001, 0.01, 1, 0.5, 0.03 };

typedef struct { double w, w2, w3, wy, q, we2, sum_log; } sums;

static sums at(const double *y, const double *v, size_t k, double tau2)
{
    sums s = { 0, 0, 0, 0, 0, 0, 0 };

    for (size_t i = 0; i < k; i++) {
        const double w = 1 / (v[i] + tau2);
        s.w += w, s.w2 += w * w, s.w3 += w * w * w, s.wy += w * y[i], s.sum_log += log(w);
    }
    for (size_t i = 0; i < k; i++) {
        const double w = 1 / (v[i] + tau2), e = y[i] - s.wy / s.w;
        s.q += w * e * e, s.we2 += w * w * e * e;
    }
    return s;
}

static rv_meta_fit fit(const char *name, const double *y, const double *v, size_t k)
{
    rv_meta_data d = { .k = k, .yi = y, .vi = v };
    double precision[200];
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    for (size_t i = 0; i < k && i < 200; i++)
        precision[i] = 1 / v[i];
    if (strncmp(name, "GENQ", 4) == 0)
        d.weights = precision;
    o.estimator = rv_estimator_find(name);
    assert_non_null(o.estimator);
    if (rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err) != RV_OK)
        fail_msg("%s: %s", name, err.message);
    return f;
}

static void dl_is_its_closed_form(void **state)
{
    const sums s = at(Y, V, K, 0);
    const double c = s.w - s.w2 / s.w;

    (void)state;
    assert_close(fit("DL", Y, V, K).tau2, fmax(0, (s.q - (K - 1)) / c), 1e-12);
}

static void hedges_is_the_variance_of_effects_less_the_mean_variance(void **state)
{
    double m = 0, s2 = 0, v = 0;

    (void)state;
    for (int i = 0; i < 5; i++)
        m += Y2[i] / 5, v += V2[i] / 5;
    for (int i = 0; i < 5; i++)
        s2 += (Y2[i] - m) * (Y2[i] - m) / 4;
    assert_close(fit("HE", Y2, V2, 5).tau2, s2 - v, 1e-12);
}

static void hunter_schmidt_and_sidik_jonkman_are_their_closed_forms(void **state)
{
    sums s = at(Y2, V2, 5, 0);
    double m = 0, start = 0;

    (void)state;
    assert_close(fit("HS", Y2, V2, 5).tau2, (s.q - 5) / s.w, 1e-12);
    assert_close(fit("HSk", Y2, V2, 5).tau2, (5.0 / 4 * s.q - 5) / s.w, 1e-12);
    for (int i = 0; i < 5; i++)
        m += Y2[i] / 5;
    for (int i = 0; i < 5; i++)
        start += (Y2[i] - m) * (Y2[i] - m) / 5;
    s = at(Y2, V2, 5, start);
    assert_close(fit("SJ", Y2, V2, 5).tau2, start * s.q / 4, 1e-12);
}

static void paule_mandel_and_its_kin_meet_their_equations(void **state)
{
    (void)state;
    for (int set = 0; set < 2; set++) {
        const double *y = set ? Y2 : Y, *v = set ? V2 : V;
        const size_t k = set ? 5 : K;
        const double df = (double)k - 1;
        assert_close(at(y, v, k, fit("PM", y, v, k).tau2).q, df, 1e-11);
        assert_close(at(y, v, k, fit("EB", y, v, k).tau2).q, df, 1e-11);
        assert_close(at(y, v, k, fit("DLIT", y, v, k).tau2).q, df, 1e-11);
        assert_close(at(y, v, k, fit("SJIT", y, v, k).tau2).q, df, 1e-11);
        assert_close(at(y, v, k, fit("PMM", y, v, k).tau2).q, rv_chi2_quantile(0.5, df), 1e-11);
    }
}

/* The score and likelihoods written out, without matrices. */
static double score(const char *name, const double *y, const double *v, size_t k, double tau2)
{
    const sums s = at(y, v, k, tau2);

    return s.we2 - s.w + (strcmp(name, "REML") == 0 ? s.w2 / s.w : 0);
}

static double likelihood(const char *name, const double *y, const double *v, size_t k, double tau2)
{
    const sums s = at(y, v, k, tau2);

    return (s.sum_log - s.q - (strcmp(name, "REML") == 0 ? log(s.w) : 0)) / 2;
}

static void check_maximum(const char *name, const double *y, const double *v, size_t k)
{
    const rv_meta_fit f = fit(name, y, v, k);
    const sums s = at(y, v, k, f.tau2);
    const double best = likelihood(name, y, v, k, f.tau2);

    if (f.tau2 > 0)
        assert_close(score(name, y, v, k, f.tau2) / s.w, 0, 1e-10);
    else
        assert_true(score(name, y, v, k, 0) <= 0);
    /* Nowhere on a fine grid is the likelihood higher. */
    for (double t = 1e-6; t < 1e4; t *= 1.05)
        assert_true(likelihood(name, y, v, k, t) <= best + 1e-9 * (1 + fabs(best)));
}

static void likelihood_estimates_are_maxima(void **state)
{
    (void)state;
    check_maximum("REML", Y, V, K);
    check_maximum("ML", Y, V, K);
    check_maximum("REML", Y2, V2, 5);
    check_maximum("ML", Y2, V2, 5);
}

/* Random data of every kind: few studies, extreme variances, no heterogeneity, a lot. */
static void reml_never_fails_where_a_maximum_exists(void **state)
{
    rv_random *r;

    (void)state;
    assert_int_equal(rv_random_open(&r, 20261124, &err), RV_OK);
    for (int trial = 0; trial < 3000; trial++) {
        const size_t k = 2 + (size_t)rv_random_below(r, 12);
        const double spread = pow(10, 4 * rv_random_uniform(r) - 2), range = 6 * rv_random_uniform(r);
        double y[16], v[16];
        for (size_t i = 0; i < k; i++) {
            v[i] = pow(10, range * (rv_random_uniform(r) - 0.5));
            y[i] = spread * rv_random_normal(r) + sqrt(v[i]) * rv_random_normal(r);
        }
        check_maximum(trial % 2 ? "REML" : "ML", y, v, k);
    }
    rv_random_free(r);
}

/* tau2 tr P = Q - (k - 1) with the weights of tau2 itself; below the estimate whose trace has V in it. */
static void metafor_3s_iterated_dl_is_its_own_fixed_point(void **state)
{
    const double t = fit("DLIT3", Y, V, K).tau2;
    const sums s = at(Y, V, K, t);

    (void)state;
    assert_true(t > 0 && t < fit("DLIT", Y, V, K).tau2);
    assert_close(t * (s.w - s.w2 / s.w), s.q - (K - 1), 1e-10);
    assert_close(fit("DLIT", Y, V, K).tau2, fit("PM", Y, V, K).tau2, 0);
}

/* Where Q(0) is below k - 1, each iteration of Sidik and Jonkman multiplies tau2 by Q(tau2) / (k - 1) < 1: the limit is 0, though after
   any number of steps there is something left. */
static void iterated_sidik_jonkman_goes_to_the_boundary(void **state)
{
    const double y[3] = { 0.1, 0.22, 0.15 }, v[3] = { 0.04, 0.05, 0.06 };
    double t = 1;

    (void)state;
    for (int step = 0; step < 40; step++) {
        const double next = t * at(y, v, 3, t).q / 2;
        assert_true(next < t / 2 && next > 0);
        t = next;
    }
    assert_close(fit("SJIT", y, v, 3).tau2, 0, 0);
    assert_true(fit("SJIT", y, v, 3).notes & RV_NOTE_BOUNDARY);
}

static void units_do_not_matter(void **state)
{
    double y[K], v[K];

    (void)state;
    for (size_t e = 0; rv_estimator_at(e); e++) {
        const rv_estimator *which = rv_estimator_at(e);
        for (int i = 0; i < K; i++)
            y[i] = 1e4 * Y[i] + 3e5, v[i] = 1e8 * V[i];
        assert_string_equal(which->name, rv_estimator_names[e]);
        assert_close(fit(which->name, y, v, K).tau2 / 1e8, fit(which->name, Y, V, K).tau2, 1e-9);
    }
}

static void generalised_q_gives_dl_and_hedges(void **state)
{
    double w[K], ones[K];
    rv_meta_data d = { .k = K, .yi = Y, .vi = V, .weights = w };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    (void)state;
    for (int i = 0; i < K; i++)
        w[i] = 1 / V[i], ones[i] = 1;
    o.estimator = rv_estimator_find("GENQ");
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_close(f.tau2, fit("DL", Y, V, K).tau2, 1e-12);
    d.weights = ones;
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_close(f.tau2, fit("HE", Y, V, K).tau2, 1e-12);
    d.weights = NULL;
    assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dl_is_its_closed_form),
        cmocka_unit_test(hedges_is_the_variance_of_effects_less_the_mean_variance),
        cmocka_unit_test(hunter_schmidt_and_sidik_jonkman_are_their_closed_forms),
        cmocka_unit_test(paule_mandel_and_its_kin_meet_their_equations),
        cmocka_unit_test(likelihood_estimates_are_maxima),
        cmocka_unit_test(reml_never_fails_where_a_maximum_exists),
        cmocka_unit_test(metafor_3s_iterated_dl_is_its_own_fixed_point),
        cmocka_unit_test(iterated_sidik_jonkman_goes_to_the_boundary),
        cmocka_unit_test(units_do_not_matter),
        cmocka_unit_test(generalised_q_gives_dl_and_hedges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
