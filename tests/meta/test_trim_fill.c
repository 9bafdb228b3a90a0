/* Trim and fill, and fail-safe numbers. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_bias.h"
#include "review/numer.h"

static rv_error err;

/* Nine effects with equal variances, of which the largest have no fellows on the other side. */
enum { K = 9 };
static const double Y[K] = { 0, 0.11, -0.12, 0.23, -0.22, 0.04, 0.9, 1.0, 1.2 };
static const double V[K] = { 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04 };
static const rv_meta_data D = { .k = K, .yi = Y, .vi = V };

static rv_meta_options common(void)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;

    o.estimator = rv_estimator_find("CE");
    return o;
}

/* By hand, R0: about the mean 3.14 / 9 the largest distance on the left has rank 7, so 9 - 7 - 1 = 1 is missing; about the mean of eight
   rank 6, so 2; about the mean of seven, 0.94 / 7, rank 6 again. */
static void two_studies_are_missing_on_the_left(void **state)
{
    const rv_meta_options o = common();
    const rv_trim_options t = { RV_TRIM_R0, RV_TRIM_LEFT, 100, false };
    const double mean = 0.94 / 7;
    double y[2 * K], v[2 * K];
    rv_trim out;

    (void)state;
    assert_int_equal(rv_trim_run(&D, &o, &t, &out, y, v, &err), RV_OK);
    assert_int_equal(out.k0, 2);
    assert_int_equal(out.iterations, 3);
    assert_close(y[0], 0, 0);
    assert_close(y[K], 2 * mean - 1.0, 1e-14);
    assert_close(y[K + 1], 2 * mean - 1.2, 1e-14);
    assert_close(v[K], 0.04, 0);
    assert_int_equal(out.fit.k, K + 2);
    assert_close(out.fit.pooled.estimate, (3.14 + 4 * mean - 2.2) / 11, 1e-14);
}

/* L0: ranks on the right of 3.14 / 9 sum to 23: (4 23 - 90) / 17 = 2 / 17, none. Its variance has k0 = 2 / 17 in it. */
static void l0_rounds_what_it_counts(void **state)
{
    const rv_meta_options o = common();
    const rv_trim_options t = { RV_TRIM_L0, RV_TRIM_LEFT, 100, false };
    const double x = 2.0 / 17;
    rv_trim out;

    (void)state;
    assert_int_equal(rv_trim_run(&D, &o, &t, &out, NULL, NULL, &err), RV_OK);
    assert_int_equal(out.k0, 0);
    assert_close(out.k0_se, 4 * sqrt((1710 + 10 * x * x * x + 27 * x * x + 17 * x - 162 * x * x - 162 * x + 486 * x) / 24) / 17, 1e-14);
    assert_true(isnan(out.k0_p));
}

static void r0_tests_that_none_is_missing(void **state)
{
    const rv_meta_options o = common();
    const rv_trim_options t = { RV_TRIM_R0, RV_TRIM_LEFT, 100, false };
    rv_trim out;

    (void)state;
    assert_int_equal(rv_trim_run(&D, &o, &t, &out, NULL, NULL, &err), RV_OK);
    assert_close(out.k0_p, pow(0.5, (double)out.k0 + 1), 1e-15);
    assert_close(out.k0_se, sqrt(2 * (double)out.k0 + 2), 1e-15);
}

static void the_right_side_is_the_mirror_image(void **state)
{
    const rv_meta_options o = common();
    rv_trim_options t = RV_TRIM_OPTIONS_INIT;
    double y[K];
    rv_meta_data d = D;
    rv_trim left, right;

    (void)state;
    for (int i = 0; i < K; i++)
        y[i] = -Y[i];
    d.yi = y;
    t.side = RV_TRIM_LEFT;
    assert_int_equal(rv_trim_run(&D, &o, &t, &left, NULL, NULL, &err), RV_OK);
    t.side = RV_TRIM_RIGHT;
    assert_int_equal(rv_trim_run(&d, &o, &t, &right, NULL, NULL, &err), RV_OK);
    assert_int_equal(left.k0, right.k0);
    assert_close(right.fit.pooled.estimate, -left.fit.pooled.estimate, 1e-14);
}

static void nothing_missing_leaves_the_model_as_it_is(void **state)
{
    static const double y[] = { 0.3, 0.3, 0.3, 0.3 }, v[] = { 0.1, 0.2, 0.3, 0.4 };
    const rv_meta_data d = { .k = 4, .yi = y, .vi = v };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_trim_options t = RV_TRIM_OPTIONS_INIT;
    rv_trim out;

    (void)state;
    for (int e = RV_TRIM_L0; e <= RV_TRIM_R0; e++) {
        t.estimator = (rv_trim_estimator)e;
        t.side = RV_TRIM_LEFT;
        assert_int_equal(rv_trim_run(&d, &o, &t, &out, NULL, NULL, &err), RV_OK);
        assert_int_equal(out.k0, 0);
        assert_close(out.fit.pooled.estimate, 0.3, 1e-15);
        assert_true(out.notes & RV_BIAS_FEW);
    }
}

static void what_cannot_be_trimmed_is_refused(void **state)
{
    const rv_meta_options o = common();
    rv_trim_options t = RV_TRIM_OPTIONS_INIT;
    double y[K], x[2 * K];
    rv_meta_data d = D;
    rv_trim out;

    (void)state;
    d.k = 1;
    assert_int_equal(rv_trim_run(&d, &o, &t, &out, NULL, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "trim and fill needs two effects or more; there is 1");
    assert_int_equal(rv_trim_run(&D, &o, &t, &out, NULL, NULL, &err), RV_EDOMAIN);   /* equal variances have no slope */
    assert_non_null(strstr(err.message, "give left or right"));
    memcpy(y, Y, sizeof y);
    y[3] = NAN;
    d = D, d.yi = y;
    assert_int_equal(rv_trim_run(&d, &o, &t, &out, NULL, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "effect 4 is nan; it must be a finite number");
    for (int i = 0; i < K; i++)
        x[2 * i] = 1, x[2 * i + 1] = i;
    d = D, d.p = 2, d.x = x;
    assert_int_equal(rv_trim_run(&d, &o, &t, &out, NULL, NULL, &err), RV_EINVAL);
}

/* ---- Fail-safe numbers ------------------------------------------------------------------------------------------- */

/* Nine effects that agree well enough to be significant together. */
static const double STEADY[K] = { 0.3, 0.41, 0.2, 0.55, 0.12, 0.34, 0.6, 0.7, 0.25 };

static rv_fail_safe number(rv_fail_safe_options o)
{
    rv_fail_safe f;

    if (rv_fail_safe_run(STEADY, V, K, &o, &f, &err) != RV_OK)
        fail_msg("%s", err.message);
    return f;
}

/* Every number is the least that does it: with one study fewer the result stands. */
static void fail_safe_numbers_are_the_least_that_do(void **state)
{
    rv_fail_safe_options o = RV_FAIL_SAFE_OPTIONS_INIT;
    double z = 0, x2 = 0, w = 0, wy = 0, n, m, t, p;

    (void)state;
    for (int i = 0; i < K; i++)
        z += STEADY[i] / sqrt(V[i]), x2 -= 2 * log(rv_normal_upper(fabs(STEADY[i]) / sqrt(V[i]))), w += 1 / V[i], wy += STEADY[i] / V[i];
    n = number(o).number;
    assert_true(n > 1);
    assert_true(rv_normal_upper(z / sqrt(K + n)) >= 0.05 && rv_normal_upper(z / sqrt(K + n - 1)) < 0.05);
    o.fisher = true;
    n = number(o).number;
    assert_true(rv_chi2_upper(x2 + 2 * n * M_LN2, 2 * (K + n)) >= 0.05 && rv_chi2_upper(x2 + 2 * (n - 1) * M_LN2, 2 * (K + n - 1)) < 0.05);
    o.kind = RV_FAIL_SAFE_ROSENBERG;
    n = number(o).number;
    assert_true(fabs(wy) / sqrt(w * (K + n) / K) <= 1.959963984540054 && fabs(wy) / sqrt(w * (K + n - 1) / K) > 1.959963984540054);
    o.kind = RV_FAIL_SAFE_GENERAL;
    for (int aim = 0; aim < 2; aim++) {
        rv_fail_safe f;
        o.target = aim ? 0.05 : NAN;
        f = number(o);
        assert_true(f.number > 1);
        for (int less = 0; less < 2; less++) {
            rv_fail_safe_general(STEADY, V, K, f.estimate, f.tau2, f.number - less, &m, &t, &p);
            assert_int_equal(aim ? m <= 0.05 : p >= 0.05, !less);
        }
        rv_fail_safe_general(STEADY, V, K, f.estimate, f.tau2, f.number, &m, &t, &p);
        assert_close(f.estimate_then, m, 0);
    }
    o.kind = RV_FAIL_SAFE_ORWIN;
    o.target = 0.1;
    n = number(o).number;
    assert_true(wy / w * K / (K + n) <= 0.1 && wy / w * K / (K + n - 1) > 0.1);
}

static void no_new_studies_leave_the_effect_as_it_is(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    double m, t, p;

    (void)state;
    o.test = RV_TEST_Z;
    assert_int_equal(rv_meta_run(&D, &o, &f, NULL, NULL, NULL, &err), RV_OK);
    rv_fail_safe_general(Y, V, K, f.pooled.estimate, f.tau2, 0, &m, &t, &p);
    assert_close(m, f.pooled.estimate, 1e-13);
    assert_close(t, f.tau2, 1e-13);
    assert_close(p, f.pooled.p, 1e-12);
}

static void what_needs_no_undoing_has_the_number_0(void **state)
{
    static const double y[] = { 0.1, -0.1, 0.05 }, v[] = { 0.1, 0.2, 0.1 };
    rv_fail_safe_options o = RV_FAIL_SAFE_OPTIONS_INIT;
    rv_fail_safe f;

    (void)state;
    for (int kind = RV_FAIL_SAFE_ROSENTHAL; kind <= RV_FAIL_SAFE_GENERAL; kind++) {
        o.kind = (rv_fail_safe_kind)kind;
        o.target = kind == RV_FAIL_SAFE_ORWIN ? 5 : NAN;
        assert_int_equal(rv_fail_safe_run(y, v, 3, &o, &f, &err), RV_OK);
        assert_close(f.number, 0, 0);
        assert_true(f.notes & RV_BIAS_NEVER);
    }
    o.kind = RV_FAIL_SAFE_ORWIN;
    o.target = 0;
    assert_int_equal(rv_fail_safe_run(y, v, 3, &o, &f, &err), RV_OK);
    assert_true(isinf(f.number));
    assert_int_equal(rv_fail_safe_run(y, v, 1, &o, &f, &err), RV_EINVAL);
    o.alpha = 0.7;
    assert_int_equal(rv_fail_safe_run(y, v, 3, &o, &f, &err), RV_EINVAL);
    assert_string_equal(err.message, "alpha is 0.7; it must lie between 0 and 0.5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_studies_are_missing_on_the_left),
        cmocka_unit_test(l0_rounds_what_it_counts),
        cmocka_unit_test(r0_tests_that_none_is_missing),
        cmocka_unit_test(the_right_side_is_the_mirror_image),
        cmocka_unit_test(nothing_missing_leaves_the_model_as_it_is),
        cmocka_unit_test(what_cannot_be_trimmed_is_refused),
        cmocka_unit_test(fail_safe_numbers_are_the_least_that_do),
        cmocka_unit_test(no_new_studies_leave_the_effect_as_it_is),
        cmocka_unit_test(what_needs_no_undoing_has_the_number_0),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
