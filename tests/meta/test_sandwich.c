/* Cluster-robust variances against hand computation, against their definition with dense matrices, and at the edges. */
#include <config.h>

#include <stdint.h>

#include "tests/support.h"
#include "tests/meta/dense_sandwich.h"

static rv_error err;

static const rv_robust_fit *fitted(rv_robust **r, const example *x, rv_robust_type type, rv_robust_test test)
{
    rv_robust_options o = RV_ROBUST_OPTIONS_INIT;

    o.type = type;
    o.test = test;
    assert_int_equal(rv_robust_run(r, &x->model, x->d.cluster, &o, &err), RV_OK);
    return rv_robust_result(*r);
}

static void expect_definition(bool own_weights, rv_robust_type type)
{
    static example x;
    rv_robust *r;
    const rv_robust_fit *f;

    make(&x, 31, 3, own_weights);
    f = fitted(&r, &x, type, RV_ROBUST_SATTERTHWAITE);
    if (type == RV_CR2)
        dense_cr2(&x.d);
    else
        dense_identity(&x.d, type == RV_CR1P ? (double)x.d.clusters / ((double)x.d.clusters - 3) : 1);
    dense_vcov(&x.d);
    for (size_t i = 0; i < 9; i++)
        assert_close(f->vcov[i] / sqrt(x.d.vcov[i / 3 * 4] * x.d.vcov[i % 3 * 4]),
                     x.d.vcov[i] / sqrt(x.d.vcov[i / 3 * 4] * x.d.vcov[i % 3 * 4]), 1e-8);
    for (size_t a = 0; a < 3; a++) {
        double unit[3] = { 0 };
        unit[a] = 1;
        assert_close(f->coefs[a].df, dense_df(&x.d, unit), 1e-6);
        assert_close(f->coefs[a].se, sqrt(x.d.vcov[a * 4]), 1e-8);
        assert_int_equal(f->only_cluster[a], SIZE_MAX);
    }
    assert_int_equal(f->clusters, x.d.clusters);
    rv_robust_free(r);
}

static void cr0_and_its_df_are_those_of_the_definition(void **state)
{
    (void)state;
    expect_definition(false, RV_CR0);
    expect_definition(true, RV_CR0);
}

static void cr1p_and_its_df_are_those_of_the_definition(void **state)
{
    (void)state;
    expect_definition(false, RV_CR1P);
}

static void cr2_and_its_df_are_those_of_the_definition_with_inverse_variance_weights(void **state)
{
    (void)state;
    expect_definition(false, RV_CR2);
}

static void cr2_and_its_df_are_those_of_the_definition_with_weights_of_its_own(void **state)
{
    (void)state;
    expect_definition(true, RV_CR2);
}

/* The mean of six effects in three pairs, unweighted: b = mean, a cluster's leverage is 1/3, so CR2 multiplies each cluster's share
   by 1 / (1 - 1/3), and S = 3/2 sum (pair sum of residuals / 6)^2 = sum (d_j / 3)^2 3/2 with d_j the pair's mean residual; df = 2. */
static void cr2_of_a_balanced_mean_is_the_variance_of_the_cluster_means(void **state)
{
    const double y[] = { 1, 3, 4, 6, 2, 8 }, vi[] = { 1, 1, 1, 1, 1, 1 };
    const size_t cluster[] = { 10, 10, 20, 20, 30, 30 };
    const rv_meta_data data = { 6, y, vi, NULL, 0, NULL, NULL, true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_robust_options how = RV_ROBUST_OPTIONS_INIT;
    rv_meta_fit fit;
    rv_meta_working *u;
    rv_robust *r;

    (void)state;
    o.estimator = rv_estimator_find("EE");
    assert_int_equal(rv_meta_run(&data, &o, &fit, NULL, NULL, NULL, &err), RV_OK);
    assert_int_equal(rv_meta_working_new(&u, &data, &o, &fit, &err), RV_OK);
    assert_int_equal(rv_robust_run(&r, rv_meta_working_of(u), cluster, &how, &err), RV_OK);
    /* Pair means 2, 5, 5 about 4: squares 4, 1, 1; their variance 6/2, of the mean 3/3 = 1. */
    assert_close(rv_robust_result(r)->coefs[0].estimate, 4, 1e-14);
    assert_close(rv_robust_result(r)->coefs[0].se, 1, 1e-13);
    assert_close(rv_robust_result(r)->coefs[0].df, 2, 1e-12);
    assert_true(rv_robust_result(r)->notes & RV_ROBUST_NOTE_LOW_DF);
    assert_true(rv_robust_result(r)->notes & RV_ROBUST_NOTE_FEW_CLUSTERS);
    rv_robust_free(r);
    rv_meta_working_free(u);
}

static void cr3_is_the_jackknife_of_one_step(void **state)
{
    /* M [sum over clusters of X'W (I - H_ii)^-1 e] is b - b without the cluster: Cook's formula. Here by refitting. */
    static example x;
    double y[DENSE_K], b[3], all[3], sum[9] = { 0 };
    rv_robust *r;
    const rv_robust_fit *f;
    double w[DENSE_K];

    (void)state;
    make(&x, 31, 3, false);
    for (size_t i = 0; i < 31; i++) {   /* independent effects, so that a refit is plain least squares */
        x.vb[i] = 0.3 + 0.1 * (double)(i % 4);
        x.wb[i] = w[i] = 1 / x.vb[i];
        y[i] = next();
        x.start[i] = x.row[i] = x.at[i] = i;
    }
    x.start[31] = x.at[31] = 31;
    x.v.n = x.w.n = 31;
    assert_int_equal(rv_wls(x.d.x, y, w, 31, 3, NULL, all, x.d.m, NULL, &err), RV_OK);
    for (size_t i = 0; i < 31; i++)
        x.d.e[i] = y[i] - all[0] - all[1] * x.d.x[i * 3 + 1] - all[2] * x.d.x[i * 3 + 2];
    f = fitted(&r, &x, RV_CR3, RV_ROBUST_Z);
    for (size_t c = 0; c < x.d.clusters; c++) {
        double xs[DENSE_K * 3], ys[DENSE_K], ws[DENSE_K];
        size_t n = 0;
        for (size_t i = 0; i < 31; i++)
            if (x.d.cluster[i] != c) {
                memcpy(xs + 3 * n, x.d.x + 3 * i, 3 * sizeof *xs);
                ys[n] = y[i];
                ws[n++] = w[i];
            }
        assert_int_equal(rv_wls(xs, ys, ws, n, 3, NULL, b, NULL, NULL, &err), RV_OK);
        for (size_t i = 0; i < 9; i++)
            sum[i] += (all[i / 3] - b[i / 3]) * (all[i % 3] - b[i % 3]);
    }
    for (size_t a = 0; a < 3; a++)
        assert_close(f->coefs[a].se, sqrt(sum[a * 4]), 1e-8);
    rv_robust_free(r);
}

static void a_cluster_that_splits_a_group_is_named_for_cr2_and_allowed_for_cr1(void **state)
{
    static example x;
    rv_robust_options o = RV_ROBUST_OPTIONS_INIT;
    rv_robust *r;
    size_t split;

    (void)state;
    make(&x, 31, 3, false);
    split = x.row[x.start[1]];   /* the first row of the second group leaves for a cluster of its own */
    x.d.cluster[split] = 100;
    assert_int_equal(rv_robust_run(&r, &x.model, x.d.cluster, &o, &err), RV_EINVAL);
    assert_null(r);
    assert_non_null(strstr(err.message, "depend on each other in the model but lie in cluster"));
    o.type = RV_CR1P;
    o.test = RV_ROBUST_NAIVE_TP;
    assert_int_equal(rv_robust_run(&r, &x.model, x.d.cluster, &o, &err), RV_OK);
    assert_true(rv_robust_result(r)->coefs[0].se > 0);
    rv_robust_free(r);
}

static void one_cluster_alone_is_refused(void **state)
{
    static example x;
    rv_robust_options o = RV_ROBUST_OPTIONS_INIT;
    rv_robust *r;

    (void)state;
    make(&x, 9, 1, false);
    memset(x.d.cluster, 0, sizeof x.d.cluster);
    assert_int_equal(rv_robust_run(&r, &x.model, x.d.cluster, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "all 9 effects are of one cluster; a robust variance needs at least two");
}

/* A column that is 1 in one cluster and 0 elsewhere: no intercept, so its coefficient is that cluster's mean alone. */
static void a_coefficient_of_one_cluster_has_no_variance_and_is_named(void **state)
{
    static example x;
    static const char *const names[] = { "others", "alone" };
    rv_robust_options o = RV_ROBUST_OPTIONS_INIT;
    rv_robust *r;
    const rv_robust_fit *f;

    (void)state;
    make(&x, 21, 2, false);
    for (size_t i = 0; i < 21; i++) {
        x.d.x[i * 2] = x.d.cluster[i] != 2;
        x.d.x[i * 2 + 1] = x.d.cluster[i] == 2;
    }
    x.model.names = names;
    f = fitted(&r, &x, RV_CR2, RV_ROBUST_SATTERTHWAITE);
    assert_true(f->coefs[0].se > 0 && f->coefs[0].df > 1);
    assert_true(isnan(f->coefs[1].se) && isnan(f->coefs[1].p) && isnan(f->coefs[1].df));
    assert_int_equal(f->only_cluster[0], SIZE_MAX);
    assert_int_equal(f->only_cluster[1], 2);
    assert_true(f->notes & RV_ROBUST_NOTE_NO_SE && f->notes & RV_ROBUST_NOTE_ONE_CLUSTER);
    rv_robust_free(r);
    o.type = RV_CR3;
    assert_int_equal(rv_robust_run(&r, &x.model, x.d.cluster, &o, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "coefficient alone cannot be estimated without cluster 3, and so CR3 does not exist; CR2 does");
}

static void effects_that_are_all_equal_have_no_robust_variance(void **state)
{
    static example x;
    rv_robust *r;

    (void)state;
    make(&x, 12, 1, false);
    memset(x.d.e, 0, sizeof x.d.e);
    assert_true(isnan(fitted(&r, &x, RV_CR2, RV_ROBUST_SATTERTHWAITE)->coefs[0].se));
    assert_true(rv_robust_result(r)->notes & RV_ROBUST_NOTE_NO_SE);
    rv_robust_free(r);
}

static void units_of_moderators_do_not_matter(void **state)
{
    static example x;
    rv_robust *r;
    double df[3], se[3];

    (void)state;
    make(&x, 31, 3, false);
    for (size_t a = 0; a < 3; a++) {
        df[a] = fitted(&r, &x, RV_CR2, RV_ROBUST_SATTERTHWAITE)->coefs[a].df;
        se[a] = rv_robust_result(r)->coefs[a].se;
        rv_robust_free(r);
    }
    for (size_t i = 0; i < 31; i++)
        x.d.x[i * 3 + 2] *= 1e9;
    fitted(&r, &x, RV_CR2, RV_ROBUST_SATTERTHWAITE);
    for (size_t a = 0; a < 3; a++) {
        assert_close(rv_robust_result(r)->coefs[a].df, df[a], 1e-8);
        assert_close(rv_robust_result(r)->coefs[a].se * (a == 2 ? 1e9 : 1), se[a], 1e-8);
    }
    rv_robust_free(r);
}

static void a_contrast_of_one_coefficient_is_that_coefficient(void **state)
{
    static example x;
    const double c[3] = { 0, 1, 0 };
    rv_meta_coef one;
    rv_robust *r;
    const rv_robust_fit *f;

    (void)state;
    make(&x, 31, 3, true);
    f = fitted(&r, &x, RV_CR2, RV_ROBUST_SATTERTHWAITE);
    assert_int_equal(rv_robust_contrast(r, c, &one, &err), RV_OK);
    assert_close(one.se, f->coefs[1].se, 1e-12);
    assert_close(one.df, f->coefs[1].df, 1e-10);
    rv_robust_free(r);
}

/* Under the model the saddlepoint's p is close to the Satterthwaite p: two approximations of one distribution. */
static void saddlepoint_and_satterthwaite_nearly_agree(void **state)
{
    static example x;
    rv_robust *r;

    (void)state;
    make(&x, 40, 1, false);
    x.b[0] = 0.3;
    const double p = fitted(&r, &x, RV_CR2, RV_ROBUST_SATTERTHWAITE)->coefs[0].p;
    rv_robust_free(r);
    assert_close(fitted(&r, &x, RV_CR2, RV_ROBUST_SADDLEPOINT)->coefs[0].p, p, 0.01);
    assert_true(isnan(rv_robust_result(r)->coefs[0].ci_lo));
    rv_robust_free(r);
}

static double saddlepoint_p(const example *x, double tol)
{
    rv_robust_options o = RV_ROBUST_OPTIONS_INIT;
    rv_robust *r;
    double p;

    o.test = RV_ROBUST_SADDLEPOINT;
    o.saddlepoint_tol = tol;
    assert_int_equal(rv_robust_run(&r, &x->model, x->d.cluster, &o, &err), RV_OK);
    p = rv_robust_result(r)->coefs[0].p;
    rv_robust_free(r);
    return p;
}

/* With |t| below 1 and above it, where the search lies on the other side of 0. */
static void a_saddlepoint_found_roughly_is_near_the_exact_one(void **state)
{
    static example x;

    (void)state;
    make(&x, 40, 1, false);
    for (int i = 1; i <= 20; i++) {
        x.b[0] = 0.02 * i;
        const double exact = saddlepoint_p(&x, 0);
        assert_true(exact > 0 && exact < 1);
        assert_close(saddlepoint_p(&x, 1e-12), exact, 1e-8);
        assert_close(saddlepoint_p(&x, 0x1p-13), exact, 0.05);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cr0_and_its_df_are_those_of_the_definition),
        cmocka_unit_test(cr1p_and_its_df_are_those_of_the_definition),
        cmocka_unit_test(cr2_and_its_df_are_those_of_the_definition_with_inverse_variance_weights),
        cmocka_unit_test(cr2_and_its_df_are_those_of_the_definition_with_weights_of_its_own),
        cmocka_unit_test(cr2_of_a_balanced_mean_is_the_variance_of_the_cluster_means),
        cmocka_unit_test(cr3_is_the_jackknife_of_one_step),
        cmocka_unit_test(a_cluster_that_splits_a_group_is_named_for_cr2_and_allowed_for_cr1),
        cmocka_unit_test(one_cluster_alone_is_refused),
        cmocka_unit_test(a_coefficient_of_one_cluster_has_no_variance_and_is_named),
        cmocka_unit_test(effects_that_are_all_equal_have_no_robust_variance),
        cmocka_unit_test(units_of_moderators_do_not_matter),
        cmocka_unit_test(a_contrast_of_one_coefficient_is_that_coefficient),
        cmocka_unit_test(saddlepoint_and_satterthwaite_nearly_agree),
        cmocka_unit_test(a_saddlepoint_found_roughly_is_near_the_exact_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
