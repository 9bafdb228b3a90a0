/* Tables pooled with common and random effects, and whose conventions hold at zeros. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support.h"
#include "review/meta_tables.h"
#include "review/numer.h"

enum { K = 6, HOUSE = 0, META = 1, REVMAN = 2 };
static rv_error err;
static const double A[K] = { 8, 22, 5, 3, 12, 7 }, B[K] = { 98, 76, 60, 40, 88, 30 }, C[K] = { 5, 16, 19, 4, 30, 6 },
                    D[K] = { 115, 69, 52, 45, 70, 33 };
static const rv_tables T = { K, A, B, C, D, NULL };

static rv_tables_pool pool(const rv_tables *t, const rv_tables_options *o, rv_tables_row *rows, double *wc, double *wr)
{
    rv_tables_pool p;

    if (rv_tables_pool_run(t, o, &p, rows, wc, wr, &err) != RV_OK)
        fail_msg("%s", err.message);
    return p;
}

static rv_tables_options by(size_t program, rv_tables_measure measure, rv_tables_method method)
{
    rv_tables_options o;

    rv_tables_options_set(&o, program);
    o.measure = measure;
    o.method = method;
    return o;
}

static void programs_agree_where_there_are_no_zeros(void **state)
{
    (void)state;
    for (int m = 0; m <= RV_TABLES_RD; m++)
        for (int how = 0; how <= RV_TABLES_INVERSE; how++) {
            rv_tables_options house = by(HOUSE, (rv_tables_measure)m, (rv_tables_method)how), meta = by(META, (rv_tables_measure)m, (rv_tables_method)how);
            rv_tables_pool p, q;
            house.rd_variance = meta.rd_variance;
            house.random.test = RV_TEST_Z;
            p = pool(&T, &house, NULL, NULL, NULL);
            q = pool(&T, &meta, NULL, NULL, NULL);
            assert_close(p.common.estimate, q.common.estimate, 1e-14);
            assert_close(p.common.se, q.common.se, 1e-14);
            assert_close(p.q, q.q, 1e-13);
            assert_close(p.random.pooled.estimate, q.random.pooled.estimate, 1e-4);   /* tau2 by another stop */
        }
}

static void the_mantel_haenszel_effect_is_that_of_the_tables_alone(void **state)
{
    const rv_tables_options o = by(HOUSE, RV_TABLES_RD, RV_TABLES_MH);
    rv_mh_options mh = RV_MH_OPTIONS_INIT;
    const rv_tables_pool p = pool(&T, &o, NULL, NULL, NULL);
    rv_tables_fit f;

    (void)state;
    mh.measure = RV_TABLES_RD;
    assert_int_equal(rv_mh_run(&T, &mh, &f, NULL, &err), RV_OK);
    assert_close(p.common.estimate, f.pooled.estimate, 1e-15);
    assert_close(p.common.se, f.pooled.se, 1e-15);
}

static void inverse_variance_is_the_common_effect_model(void **state)
{
    const rv_tables_options o = by(HOUSE, RV_TABLES_OR, RV_TABLES_INVERSE);
    rv_tables_row rows[K];
    double y[K], v[K], wc[K], wr[K];
    const rv_tables_pool p = pool(&T, &o, rows, wc, wr);
    const rv_meta_data data = { .k = K, .yi = y, .vi = v };
    rv_meta_options ce = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    (void)state;
    for (int i = 0; i < K; i++)
        y[i] = rows[i].yi, v[i] = rows[i].vi;
    ce.estimator = rv_estimator_find("CE");
    assert_int_equal(rv_meta_run(&data, &ce, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_close(p.common.estimate, f.pooled.estimate, 1e-13);
    assert_close(p.common.se, f.pooled.se, 1e-13);
    assert_close(wc[2], 1 / v[2], 1e-12);
    assert_close(wr[2], 1 / (v[2] + p.random.tau2), 1e-12);
    assert_close(rows[2].weight, 100 / v[2] * f.pooled.se * f.pooled.se, 1e-10);
    assert_close(p.i2.x, fmax(0, (p.q - 5) / p.q), 1e-13);
    assert_close(p.h.x, sqrt(p.q / 5), 1e-13);
    assert_true(p.h.lo < p.h.x && p.h.x < p.h.hi && p.rb.lo < p.rb.x && p.rb.x < p.rb.hi);
}

/* One zero; what each program makes of it, by hand. */
static void at_a_zero_programs_part_company(void **state)
{
    const double a[] = { 0, 6 }, b[] = { 20, 14 }, c[] = { 4, 9 }, d[] = { 16, 11 };
    const rv_tables t = { 2, a, b, c, d, NULL };
    rv_tables_row rows[2];
    rv_tables_options o = by(HOUSE, RV_TABLES_RR, RV_TABLES_INVERSE);

    (void)state;
    pool(&t, &o, rows, NULL, NULL);
    assert_close(rows[0].yi, log(0.5 / 21 / (4.5 / 21)), 1e-14);
    assert_close(rows[0].vi, 1 / 0.5 - 1. / 21 + 1 / 4.5 - 1. / 21, 1e-14);
    assert_int_equal(rows[0].fate, RV_TABLES_ADDED);
    assert_int_equal(rows[1].fate, 0);
    o = by(META, RV_TABLES_RR, RV_TABLES_INVERSE);
    pool(&t, &o, rows, NULL, NULL);
    assert_close(rows[0].yi, log(0.5 / 20.5 / (4.5 / 20.5)), 1e-14);
    assert_close(rows[0].vi, 1 / 0.5 - 1 / 20.5 + 1 / 4.5 - 1 / 20.5, 1e-14);
    o = by(REVMAN, RV_TABLES_RD, RV_TABLES_INVERSE);
    pool(&t, &o, rows, NULL, NULL);
    assert_close(rows[0].yi, -0.2, 1e-15);
    assert_close(rows[0].vi, 0.5 * 20.5 / pow(21, 3) + 4.5 * 16.5 / pow(21, 3), 1e-15);
    o = by(HOUSE, RV_TABLES_RD, RV_TABLES_INVERSE);
    pool(&t, &o, rows, NULL, NULL);
    assert_close(rows[0].yi, 0.5 / 21 - 4.5 / 21, 1e-15);
    /* Mantel-Haenszel: nothing added, or one half. */
    o = by(HOUSE, RV_TABLES_OR, RV_TABLES_MH);
    assert_close(pool(&t, &o, NULL, NULL, NULL).common.estimate, log(6. * 11 / 40 / (20. * 4 / 40 + 14. * 9 / 40)), 1e-14);
    o = by(META, RV_TABLES_OR, RV_TABLES_MH);
    assert_close(pool(&t, &o, NULL, NULL, NULL).common.estimate,
                 log((0.5 * 16.5 / 42 + 6. * 11 / 40) / (20.5 * 4.5 / 42 + 14. * 9 / 40)), 1e-14);
}

static void double_zeros_are_left_out_and_have_no_weight(void **state)
{
    const double a[] = { 0, 6, 20, 3 }, b[] = { 20, 14, 0, 17 }, c[] = { 0, 9, 20, 5 }, d[] = { 16, 11, 0, 15 };
    const rv_tables t = { 4, a, b, c, d, NULL };
    rv_tables_row rows[4];
    double wc[4], wr[4];
    rv_tables_options o = by(META, RV_TABLES_RR, RV_TABLES_MH);
    rv_tables_pool p = pool(&t, &o, rows, wc, wr);

    (void)state;
    assert_int_equal(p.k, 3);
    assert_true(wc[0] == 0 && wr[0] == 0);
    assert_close(rows[2].yi, 0, 1e-15);   /* everybody has the event in both groups: 0 in meta */
    assert_close(rows[2].vi, 2 / 20. - 2 / 20.5, 1e-14);
    o = by(HOUSE, RV_TABLES_RR, RV_TABLES_MH);
    p = pool(&t, &o, rows, wc, wr);
    assert_int_equal(p.k, 2);
    assert_true(rows[2].fate & RV_TABLES_DOUBLE_ZERO && isnan(rows[2].yi) && wc[2] == 0);
}

static void a_single_study_has_no_heterogeneity(void **state)
{
    const rv_tables one = { 1, A, B, C, D, NULL };

    (void)state;
    for (size_t program = 0; program < 3; program++) {
        const rv_tables_options o = by(program, RV_TABLES_OR, RV_TABLES_INVERSE);
        const rv_tables_pool p = pool(&one, &o, NULL, NULL, NULL);
        assert_int_equal(p.k, 1);
        assert_close(p.common.estimate, log(8. * 115 / 98 / 5), 1e-13);
        assert_close(p.random.pooled.estimate, p.common.estimate, 1e-13);
        assert_true(isnan(p.random.tau2) && isnan(p.h.x) && isnan(p.i2.x) && isnan(p.rb.x));
    }
}

static void what_cannot_be_is_said(void **state)
{
    const double zero[] = { 0, 0 }, some[] = { 5, 9 };
    const rv_tables none = { 2, zero, some, zero, some, NULL };
    rv_tables_options o = by(META, RV_TABLES_RR, RV_TABLES_PETO);
    rv_tables_pool p;

    (void)state;
    assert_int_equal(rv_tables_pool_run(&T, &o, &p, NULL, NULL, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "Peto's method pools odds ratios, not RR");
    o = by(META, RV_TABLES_IRR, RV_TABLES_MH);
    assert_int_equal(rv_tables_pool_run(&T, &o, &p, NULL, NULL, NULL, &err), RV_EINVAL);
    o = by(META, RV_TABLES_OR, RV_TABLES_MH);
    assert_int_equal(rv_tables_pool_run(&none, &o, &p, NULL, NULL, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "no study has an effect: in each no events, or nothing but events, in both groups");
    assert_int_equal(p.k, 0);
}

/* The exact root and the stopped one are the same to what the stop promises. */
static void metafors_stop_is_near_the_root(void **state)
{
    static const char *const names[] = { "REML", "ML", "PM", "EB" };
    const double tol[] = { 1e-4, 1e-4, 1.3e-4, 1e-4 };

    (void)state;
    for (int i = 0; i < 4; i++) {
        rv_tables_options exact = by(META, RV_TABLES_OR, RV_TABLES_INVERSE), stopped = exact;
        rv_tables_pool p, q;
        exact.metafor_stops = false;
        exact.random.estimator = stopped.random.estimator = rv_estimator_find(names[i]);
        p = pool(&T, &exact, NULL, NULL, NULL);
        q = pool(&T, &stopped, NULL, NULL, NULL);
        assert_true(p.random.tau2 > 0.01);
        assert_close(q.random.tau2, p.random.tau2, tol[i]);
        assert_close(q.random.tau2_lo, p.random.tau2_lo, 1.3e-4);
        assert_close(q.random.tau2_hi, p.random.tau2_hi, 1.3e-4);
    }
}

/* BCG trials: log risk ratio, inverse variance, DL (R package meta 7.0-0, metafor 3.8-1). */
static void bcg_is_as_in_the_r_package_meta(void **state)
{
    const double a[] = { 4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27 };
    const double n1[] = { 123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913 };
    const double c[] = { 11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29 };
    const double n2[] = { 139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854 };
    const size_t group[] = { 0, 0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 2, 2 };
    double b[13], d[13];
    const rv_tables t = { 13, a, b, c, d, NULL };
    rv_tables_options o = by(META, RV_TABLES_RR, RV_TABLES_INVERSE);
    rv_tables_pool p, part[3];
    rv_tables_between between;
    double q = 0;

    (void)state;
    for (int i = 0; i < 13; i++)
        b[i] = n1[i] - a[i], d[i] = n2[i] - c[i];
    o.random.estimator = rv_estimator_find("DL");
    p = pool(&t, &o, NULL, NULL, NULL);
    assert_close(p.random.tau2, 0.30876026286237657, 1e-12);
    assert_close(p.random.tau2_lo, 0.12205334862178309, 1e-6);
    assert_close(p.random.tau2_hi, 1.1399788480518902, 1e-6);
    assert_close(p.h.lo, 2.925575285189544, 1e-12);
    assert_close(p.i2.hi, 0.9468176662590829, 1e-12);
    assert_close(p.rb.x, 0.743403135351481, 1e-12);
    assert_close(p.rb.hi, 0.9561611143479993, 1e-12);
    assert_close(p.random.pi_lo, -1.998838495752119, 1e-10);
    /* Subgroups: within and between make the whole. */
    assert_int_equal(rv_tables_subgroups(&t, group, 3, &o, false, part, &between, &err), RV_OK);
    for (int g = 0; g < 3; g++)
        q += part[g].q;
    assert_close(q + between.common.x, p.q, 1e-11);
    assert_true(isnan(between.tau2));
    assert_int_equal(rv_tables_subgroups(&t, group, 3, &o, true, part, &between, &err), RV_OK);
    assert_close(part[0].random.tau2, between.tau2, 0);
    assert_close(part[2].random.tau2, between.tau2, 0);
}

/* REML's tau2 far below DL's: Hartung-Knapp's interval is the narrower one though its factor is above 1. */
static void iqwigs_rule_of_meta_may_take_the_smaller_error(void **state)
{
    const double a[] = { 4, 40, 1, 5, 5, 5, 5, 38, 4, 12, 37, 5, 10, 295, 4, 40, 5 }, n1[] = { 5, 40, 5, 5, 5, 5, 5, 40, 5, 12, 40, 5, 12,
                                                                                           300, 5, 40, 5 };
    const double c[] = { 4, 238, 236, 235, 241, 239, 4, 56, 4, 236, 4, 15, 237, 4, 15, 4, 14 },
                 n2[] = { 4, 250, 250, 250, 250, 250, 4, 60, 4, 250, 4, 15, 250, 4, 15, 4, 15 };
    double b[17], d[17];
    const rv_tables t = { 17, a, b, c, d, NULL };
    rv_tables_options o = by(META, RV_TABLES_RR, RV_TABLES_INVERSE);
    rv_tables_pool meta, rule;

    (void)state;
    for (int i = 0; i < 17; i++)
        b[i] = n1[i] - a[i], d[i] = n2[i] - c[i];
    o.random.test = RV_TEST_IQWIG6;
    meta = pool(&t, &o, NULL, NULL, NULL);
    o.smaller_iqwig = false;
    rule = pool(&t, &o, NULL, NULL, NULL);
    assert_true(rule.random.hk_factor > 1);
    assert_close(meta.random.pooled.se * sqrt(rule.random.hk_factor), rule.random.pooled.se, 1e-12);
    assert_close(meta.random.pooled.ci_lo, meta.random.pooled.estimate - rv_t_upper_quantile(0.025, 16) * meta.random.pooled.se, 1e-13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_agree_where_there_are_no_zeros),
        cmocka_unit_test(the_mantel_haenszel_effect_is_that_of_the_tables_alone),
        cmocka_unit_test(inverse_variance_is_the_common_effect_model),
        cmocka_unit_test(at_a_zero_programs_part_company),
        cmocka_unit_test(double_zeros_are_left_out_and_have_no_weight),
        cmocka_unit_test(a_single_study_has_no_heterogeneity),
        cmocka_unit_test(what_cannot_be_is_said),
        cmocka_unit_test(metafors_stop_is_near_the_root),
        cmocka_unit_test(bcg_is_as_in_the_r_package_meta),
        cmocka_unit_test(iqwigs_rule_of_meta_may_take_the_smaller_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
