/* Wald tests with robust variances against their definition with dense matrices, and at the edges. */
#include <config.h>

#include "tests/support.h"
#include "tests/meta/dense_sandwich.h"

static rv_error err;

enum { Q = 3 };

static rv_robust *cr2(example *x, bool own_weights)
{
    const rv_robust_options o = RV_ROBUST_OPTIONS_INIT;
    rv_robust *r;

    make(x, 37, 4, own_weights);
    for (size_t c = 0; c < 4; c++)
        x->b[c] = 0.2 * (double)c - 0.1;
    assert_int_equal(rv_robust_run(&r, &x->model, x->d.cluster, &o, &err), RV_OK);
    dense_cr2(&x->d);
    dense_vcov(&x->d);
    return r;
}

/* Q of the last Q coefficients. */
static double dense_q(const example *x)
{
    double s[Q * Q], inverse[Q * Q], q = 0;

    for (size_t a = 0; a < Q; a++)
        for (size_t b = 0; b < Q; b++)
            s[a * Q + b] = x->d.vcov[(a + 1) * 4 + b + 1];
    dense_power(s, Q, -1, inverse);
    for (size_t a = 0; a < Q; a++)
        for (size_t b = 0; b < Q; b++)
            q += x->b[a + 1] * inverse[a * Q + b] * x->b[b + 1];
    return q;
}

/* Covariances of the elements of the standardised variance of the last Q coefficients: cov[s t u v]. */
static void dense_covariances(const example *x, double *cov)
{
    const size_t j = x->d.clusters;
    double *pairs[Q][Q], omega[Q * Q], root[Q * Q];

    for (size_t a = 0; a < Q; a++)
        for (size_t b = 0; b < Q; b++) {
            double ca[4] = { 0 }, cb[4] = { 0 };
            ca[a + 1] = cb[b + 1] = 1;
            pairs[a][b] = malloc(j * j * sizeof(double));
            dense_pairs(&x->d, ca, cb, pairs[a][b]);
            omega[a * Q + b] = 0;
            for (size_t i = 0; i < j; i++)
                omega[a * Q + b] += pairs[a][b][i * j + i];
        }
    dense_power(omega, Q, -0.5, root);
    memset(cov, 0, Q * Q * Q * Q * sizeof *cov);
    for (size_t i = 0; i < j * j; i++) {
        double p[Q * Q], half[Q * Q], b[Q * Q];
        for (size_t a = 0; a < Q * Q; a++)
            p[a] = pairs[a / Q][a % Q][i];
        dense_times(root, p, false, Q, Q, Q, half);
        dense_times(half, root, false, Q, Q, Q, b);
        for (size_t s = 0; s < Q; s++)
            for (size_t t = 0; t < Q; t++)
                for (size_t u = 0; u < Q; u++)
                    for (size_t v = 0; v < Q; v++)
                        cov[((s * Q + t) * Q + u) * Q + v] += b[s * Q + v] * b[t * Q + u] + b[s * Q + u] * b[t * Q + v];
    }
    for (size_t a = 0; a < Q * Q; a++)
        free(pairs[a / Q][a % Q]);
}

static void expect_hotelling(const example *x, const rv_robust *r, rv_wald_test test, double eta)
{
    rv_wald_result w;

    assert_int_equal(rv_robust_wald_zero(r, 1, 3, test, &w, &err), RV_OK);
    assert_close(w.df1, Q, 0);
    assert_close(w.df2, eta - Q + 1, 1e-7);
    assert_close(w.delta, w.df2 / eta, 1e-8);
    assert_close(w.stat, w.delta * dense_q(x) / Q, 1e-7);
    assert_close(w.p, rv_f_upper(w.stat, Q, w.df2), 1e-12);
}

static void expect_definition(bool own_weights)
{
    static example x;
    rv_robust *r = cr2(&x, own_weights);
    double cov[Q * Q * Q * Q], variances = 0, squares = 0, lower_variances = 0, lower_squares = 0;

    dense_covariances(&x, cov);
    for (size_t s = 0; s < Q; s++)
        for (size_t t = 0; t < Q; t++) {
            const double own = cov[((s * Q + t) * Q + s) * Q + t];
            variances += own;
            lower_variances += t <= s ? own : 0;
            for (size_t u = 0; u < Q; u++)
                for (size_t v = 0; v < Q; v++) {
                    const double c = cov[((s * Q + t) * Q + u) * Q + v];
                    squares += c * c;
                    if (t <= s && v <= u && (u < s || (u == s && v <= t)))
                        lower_squares += c * c;
                }
        }
    expect_hotelling(&x, r, RV_WALD_HTZ, Q * (Q + 1) / variances);
    expect_hotelling(&x, r, RV_WALD_HTA, 2 * variances / squares);
    expect_hotelling(&x, r, RV_WALD_HTB, 2 * lower_variances / lower_squares);
    rv_robust_free(r);
}

static void hotelling_tests_are_those_of_the_definition(void **state)
{
    (void)state;
    expect_definition(false);
}

static void hotelling_tests_are_those_of_the_definition_with_weights_of_its_own(void **state)
{
    (void)state;
    expect_definition(true);
}

static void every_test_of_one_contrast_is_its_t_test(void **state)
{
    static example x;
    rv_robust *r = cr2(&x, false);
    const rv_meta_coef *c = &rv_robust_result(r)->coefs[2];
    const rv_wald_test same[] = { RV_WALD_HTZ, RV_WALD_HTA, RV_WALD_HTB };
    rv_wald_result w;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(rv_robust_wald_zero(r, 2, 2, same[i], &w, &err), RV_OK);
        assert_close(w.stat, c->stat * c->stat, 1e-10);
        assert_close(w.df2, c->df, 1e-9);
        assert_close(w.p, c->p, 1e-10);
    }
    rv_robust_free(r);
}

static void naive_tests_have_the_df_of_their_names(void **state)
{
    static example x;
    rv_robust *r = cr2(&x, false);
    const double j = (double)x.d.clusters, q = dense_q(&x);
    rv_wald_result w;

    (void)state;
    assert_int_equal(rv_robust_wald_zero(r, 1, 3, RV_WALD_NAIVE_F, &w, &err), RV_OK);
    assert_close(w.p, rv_f_upper(q / Q, Q, j - 1), 1e-9);
    assert_int_equal(rv_robust_wald_zero(r, 1, 3, RV_WALD_NAIVE_FP, &w, &err), RV_OK);
    assert_close(w.p, rv_f_upper(q / Q, Q, j - 4), 1e-9);
    assert_int_equal(rv_robust_wald_zero(r, 1, 3, RV_WALD_CHI2, &w, &err), RV_OK);
    assert_close(w.p, rv_chi2_upper(q, Q), 1e-9);
    assert_true(isnan(w.df2));
    rv_robust_free(r);
}

/* The tests do not depend on how the hypothesis is written. */
static void contrasts_that_span_the_same_space_give_the_same_test(void **state)
{
    static example x;
    rv_robust *r = cr2(&x, true);
    const double c[12] = { 0, 1e4, -1e4, 0, 0, 0, 2, 3, 0, 0, 0, 1e-3 };
    const rv_wald_test same[] = { RV_WALD_HTZ, RV_WALD_HTA, RV_WALD_EDF, RV_WALD_EDT };
    rv_wald_result one, other;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(rv_robust_wald(r, c, 3, same[i], &one, &err), RV_OK);
        assert_int_equal(rv_robust_wald_zero(r, 1, 3, same[i], &other, &err), RV_OK);
        assert_close(one.stat, other.stat, 1e-8);
        assert_close(one.p, other.p, 1e-8);
    }
    rv_robust_free(r);
}

static void contrasts_that_follow_from_each_other_are_refused(void **state)
{
    static example x;
    rv_robust *r = cr2(&x, false);
    const double c[12] = { 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0 };
    rv_wald_result w;

    (void)state;
    assert_int_equal(rv_robust_wald(r, c, 3, RV_WALD_HTZ, &w, &err), RV_EDOMAIN);
    assert_non_null(strstr(err.message, "one contrast follows from the others"));
    assert_int_equal(rv_robust_wald_zero(r, 2, 4, RV_WALD_HTZ, &w, &err), RV_EINVAL);
    assert_string_equal(err.message, "coefficients 3 to 5 cannot be tested; there are 4");
    assert_int_equal(rv_robust_wald(r, c, 0, RV_WALD_HTZ, &w, &err), RV_EINVAL);
    rv_robust_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hotelling_tests_are_those_of_the_definition),
        cmocka_unit_test(hotelling_tests_are_those_of_the_definition_with_weights_of_its_own),
        cmocka_unit_test(every_test_of_one_contrast_is_its_t_test),
        cmocka_unit_test(naive_tests_have_the_df_of_their_names),
        cmocka_unit_test(contrasts_that_span_the_same_space_give_the_same_test),
        cmocka_unit_test(contrasts_that_follow_from_each_other_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
