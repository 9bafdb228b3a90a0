/*
 * Viechtbauer, W. (2010) Conducting meta-analyses in R with the metafor package. J Stat Softw 36(3): outliers and influential
 * studies in the BCG vaccine data (Colditz et al. 1994), log risk ratios. Two printed outputs: rstudent() of the mixed-effects
 * model with absolute latitude and year, four digits; leave1out() of the random-effects model, exponentiated, three digits. A print
 * is held to half its last digit.
 */
#include <config.h>

#include "tests/support.h"
#include "review/effect.h"
#include "review/meta_diagnose.h"

enum { K = 13 };
static rv_error err;
/* Tuberculosis and not, vaccinated; the same, not vaccinated; latitude, year. */
static const double T[K][6] = {
    { 4, 119, 11, 128, 44, 1948 },      { 6, 300, 29, 274, 55, 1949 },         { 3, 228, 11, 209, 42, 1960 },
    { 62, 13536, 248, 12619, 52, 1977 }, { 33, 5036, 47, 5761, 13, 1973 },     { 180, 1361, 372, 1079, 44, 1953 },
    { 8, 2537, 10, 619, 19, 1973 },     { 505, 87886, 499, 87892, 13, 1980 },  { 29, 7470, 45, 7232, 27, 1968 },
    { 17, 1699, 65, 1600, 42, 1961 },   { 186, 50448, 141, 27197, 18, 1974 },  { 5, 2493, 3, 2338, 33, 1969 },
    { 27, 16886, 29, 17825, 33, 1976 } };
static double y[K], v[K], x[3 * K];

static int effects(void **state)
{
    const rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input in[K];
    rv_effect out[K];

    (void)state;
    for (int i = 0; i < K; i++) {
        in[i] = (rv_effect_input)RV_EFFECT_INPUT_INIT;
        in[i].ai = T[i][0], in[i].bi = T[i][1], in[i].ci = T[i][2], in[i].di = T[i][3];
        x[3 * i] = 1, x[3 * i + 1] = T[i][4], x[3 * i + 2] = T[i][5];
    }
    if (rv_effect_make(rv_measure_find("RR"), in, K, &o, out, &err) != RV_OK)
        return -1;
    for (int i = 0; i < K; i++)
        y[i] = out[i].yi, v[i] = out[i].vi;
    return 0;
}

static void the_deleted_residuals_of_the_mixed_model_are_as_printed(void **state)
{
    static const double printed[4][3] = {
        { 0.2229, 0.7486, 0.2978 }, { -0.2828, 0.6573, -0.4303 }, { -0.3826, 0.7501, -0.5100 }, { -1.0900, 0.7768, -1.4032 } };
    const rv_meta_data d = { .k = K, .yi = y, .vi = v, .p = 3, .x = x, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_influence rows[K];

    (void)state;
    o.test = RV_TEST_Z;
    assert_int_equal(rv_meta_influence(&d, &o, rows, NULL, &err), RV_OK);
    for (int i = 0; i < 4; i++) {
        assert_close(rows[i].resid, printed[i][0], 5e-5);
        assert_close(rows[i].resid_se, printed[i][1], 5e-5);
        assert_close(rows[i].rstudent, printed[i][2], 5e-5);
    }
    /* "Study 4" is the influential one; 7 and 13 are outliers beyond 1.96. */
    for (int i = 0; i < K; i++) {
        assert_int_equal(rows[i].influential, i == 3);
        assert_int_equal(fabs(rows[i].rstudent) > 1.96, i == 6 || i == 12);
    }
}

static void leaving_one_out_is_as_printed(void **state)
{
    const rv_meta_data d = { .k = K, .yi = y, .vi = v };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit fits[K];
    bool exists[K];

    (void)state;
    o.test = RV_TEST_Z;
    assert_int_equal(rv_meta_leave_out(&d, &o, NULL, K, fits, NULL, exists, &err), RV_OK);
    /* The first row: 0.493 -3.722 0.000 0.340 0.716 151.583 0.000 0.336 93.226 14.762. */
    assert_close(exp(fits[0].pooled.estimate), 0.493, 5e-4);
    assert_close(fits[0].pooled.stat, -3.722, 5e-4 / 3.722);
    assert_close(exp(fits[0].pooled.ci_lo), 0.340, 5e-4);
    assert_close(exp(fits[0].pooled.ci_hi), 0.716, 5e-4);
    assert_close(fits[0].q, 151.583, 5e-4 / 151.583);
    assert_close(fits[0].tau2, 0.336, 5e-4);
    assert_close(100 * fits[0].i2, 93.226, 5e-4 / 93.226);
    assert_close(fits[0].h2, 14.762, 5e-4 / 14.762);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_deleted_residuals_of_the_mixed_model_are_as_printed),
        cmocka_unit_test(leaving_one_out_is_as_printed),
    };
    return cmocka_run_group_tests_name("Viechtbauer (2010), influence", tests, effects, NULL);
}
