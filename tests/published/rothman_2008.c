/*
 * Rothman, K. J., Greenland, S. & Lash, T. L. (2008) Modern Epidemiology, 3rd ed., chapter 15 (Greenland & Rothman, Introduction
 * to stratified analysis): tolbutamide and deaths by age (Table 15-1), smoking and coronary deaths of British doctors by age
 * (Table 15-2), both by Mantel-Haenszel with 90 % limits. The print has two or three digits; the risk difference's upper limit is
 * printed 0.088 and is 0.0874.
 */
#include <config.h>

#include "tests/support.h"
#include "review/meta_tables.h"

static rv_error err;

static rv_tables_fit run(const rv_tables *t, rv_tables_measure measure)
{
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit f;

    o.measure = measure;
    o.level = 0.90;
    o.correct = false;
    assert_int_equal(rv_mh_run(t, &o, &f, NULL, &err), RV_OK);
    return f;
}

static void tolbutamide_is_as_printed(void **state)
{
    const double a[] = { 8, 22 }, b[] = { 98, 76 }, c[] = { 5, 16 }, d[] = { 115, 69 };
    const rv_tables t = { 2, a, b, c, d, NULL };
    rv_tables_fit f = run(&t, RV_TABLES_RD);

    (void)state;
    assert_close(f.pooled.estimate, 0.035, 5e-4);
    assert_close(f.pooled.ci_lo, -0.018, 5e-4);
    assert_close(f.pooled.ci_hi, 0.088, 1e-3);
    f = run(&t, RV_TABLES_RR);
    assert_close(exp(f.pooled.estimate), 1.33, 5e-3);
    assert_close(exp(f.pooled.ci_lo), 0.87, 5e-3);
    assert_close(exp(f.pooled.ci_hi), 2.0, 5e-2);
    f = run(&t, RV_TABLES_OR);
    assert_close(exp(f.pooled.estimate), 1.40, 5e-3);
    assert_close(exp(f.pooled.ci_lo), 0.84, 5e-3);
    assert_close(exp(f.pooled.ci_hi), 2.34, 5e-3);
    /* The same without the chapter: metafor 3.8 on these numbers. */
    assert_close(f.cochran.x, 1.1976, 5e-5);
    assert_close(f.cmh.x, 1.1914, 5e-5);
    assert_close(f.tarone.x, 0.3489, 5e-5);
}

static void smoking_and_coronary_deaths_are_as_printed(void **state)
{
    const double x1[] = { 32, 104, 206, 186, 102 }, t1[] = { 5.2407, 4.3248, 2.8612, 1.2663, 0.5317 };
    const double x2[] = { 2, 12, 28, 28, 31 }, t2[] = { 1.8790, 1.0673, 0.5710, 0.2585, 0.1462 };   /* 10,000 years */
    const rv_tables t = { 5, x1, t1, x2, t2, NULL };
    rv_tables_fit f = run(&t, RV_TABLES_IRD);

    (void)state;
    assert_close(f.pooled.estimate, 11.44, 5e-4);
    assert_close(f.pooled.ci_lo, 6.35, 1e-3);
    assert_close(f.pooled.ci_hi, 16.53, 1e-3);
    f = run(&t, RV_TABLES_IRR);
    assert_close(exp(f.pooled.estimate), 1.42, 5e-3);
    assert_close(exp(f.pooled.ci_lo), 1.19, 5e-3);
    assert_close(exp(f.pooled.ci_hi), 1.70, 5e-3);
    assert_close(f.q, 10.41, 5e-3);
    assert_close(f.cmh.x, 11.02, 5e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tolbutamide_is_as_printed),
        cmocka_unit_test(smoking_and_coronary_deaths_are_as_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
