/* Tests of small-study effects for binary outcomes: against plain algebra, R's numbers, and the edges. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_tables.h"
#include "review/numer.h"

enum { K = 13 };
static rv_error err;
static const double A[K] = { 4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27 },
                    B[K] = { 119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886 },
                    C[K] = { 11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29 },
                    D[K] = { 128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825 };
static const rv_tables T = { K, A, B, C, D, NULL };

static rv_asymmetry_test run(const rv_tables *t, rv_asymmetry test, bool correct)
{
    rv_tables_options o;
    rv_asymmetry_test out;

    rv_tables_options_set(&o, 1);
    o.measure = RV_TABLES_OR;
    o.method = RV_TABLES_INVERSE;
    if (rv_asymmetry_run(t, &o, test, correct, &out, &err) != RV_OK)
        fail_msg("%s", err.message);
    return out;
}

/* R package meta 7.0-0, metabias() of the BCG trials. */
static void bcg_is_as_in_the_r_package_meta(void **state)
{
    static const struct { rv_asymmetry test; double bias, se, p; } want[] = {
        { RV_ASYMMETRY_HARBORD, -2.092991540794237, 1.6657654417806174, 0.23497195212206576 },
        { RV_ASYMMETRY_PETERS, -563.6882039133433, 413.72334002077565, 0.20029178229413554 },
        { RV_ASYMMETRY_MACASKILL, 5.723782686632323e-06, 1.2148572703407705e-06, 0.0006381701870867622 },
        { RV_ASYMMETRY_DEEKS, -50.29716994003311, 27.914763217124307, 0.09901593137028744 },
        { RV_ASYMMETRY_SCHWARZER, 6, 16.391054470858993, 0.7143252846662896 } };

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const rv_asymmetry_test t = run(&T, want[i].test, false);
        assert_close(t.bias / want[i].bias, 1, 1e-9);
        assert_close(t.se / want[i].se, 1, 1e-9);
        assert_close(t.p, want[i].p, 1e-8);
        assert_int_equal(t.k, K);
    }
}

/* Egger: the intercept of y / s on 1 / s by ordinary least squares is the slope on s by weights 1 / s^2. */
static void egger_is_the_intercept_of_his_own_regression(void **state)
{
    const rv_asymmetry_test t = run(&T, RV_ASYMMETRY_EGGER, false);
    double x[2 * K], y[K], beta[2], inverse[4], rss;

    (void)state;
    for (int i = 0; i < K; i++) {
        const double s = sqrt(1 / A[i] + 1 / B[i] + 1 / C[i] + 1 / D[i]);
        x[2 * i] = 1;
        x[2 * i + 1] = 1 / s;
        y[i] = log(A[i] * D[i] / B[i] / C[i]) / s;
    }
    assert_int_equal(rv_wls(x, y, NULL, K, 2, NULL, beta, inverse, &rss, &err), RV_OK);
    assert_close(t.bias, beta[0], 1e-10);
    assert_close(t.intercept, beta[1], 1e-10);
    assert_close(t.se, sqrt(rss / (K - 2) * inverse[0]), 1e-10);
    assert_close(t.df, K - 2, 0);
}

static void additive_error_has_its_tau2(void **state)
{
    const rv_asymmetry_test thompson = run(&T, RV_ASYMMETRY_THOMPSON, false), rucker = run(&T, RV_ASYMMETRY_RUCKER, false);

    (void)state;
    assert_true(thompson.tau2 > 0 && rucker.tau2 > 0);
    assert_close(thompson.p, rv_t_two_sided(thompson.bias / thompson.se, K - 2), 1e-14);
    assert_true(isnan(run(&T, RV_ASYMMETRY_EGGER, false).tau2));
}

static void the_correction_takes_one_off_the_score(void **state)
{
    const rv_asymmetry_test plain = run(&T, RV_ASYMMETRY_BEGG, false), corrected = run(&T, RV_ASYMMETRY_BEGG, true);

    (void)state;
    assert_close(fabs(plain.bias) - fabs(corrected.bias), plain.bias == 0 ? 0 : 1, 1e-12);
    assert_close(plain.se, corrected.se, 0);
    assert_true(isnan(plain.df) && isnan(plain.intercept));
    assert_close(fmod(fabs(plain.bias), 2), fmod(K * (K - 1) / 2., 2), 1e-12);   /* pairs without ties: the score's parity is theirs */
}

static void too_few_studies_and_equal_ones_are_refused(void **state)
{
    const double a[] = { 4, 4, 4 }, b[] = { 20, 20, 20 }, c[] = { 7, 7, 7 }, d[] = { 18, 18, 18 };
    const rv_tables equal = { 3, a, b, c, d, NULL }, two = { 2, A, B, C, D, NULL };
    rv_tables_options o;
    rv_asymmetry_test out;

    (void)state;
    rv_tables_options_set(&o, 0);
    o.measure = RV_TABLES_OR;
    for (int i = 0; rv_asymmetry_names[i]; i++) {
        assert_int_equal(rv_asymmetry_run(&two, &o, (rv_asymmetry)i, false, &out, &err), RV_EINVAL);
        assert_non_null(strstr(err.message, "2 studies have an effect"));
        assert_int_equal(rv_asymmetry_run(&equal, &o, (rv_asymmetry)i, false, &out, &err), RV_EDOMAIN);
    }
}

static void fractions_of_people_have_no_hypergeometric_distribution(void **state)
{
    const double a[] = { 4.5, 6, 3 };
    const rv_tables t = { 3, a, B, C, D, NULL };
    rv_tables_options o;
    rv_asymmetry_test out;

    (void)state;
    rv_tables_options_set(&o, 0);
    o.measure = RV_TABLES_OR;
    assert_int_equal(rv_asymmetry_run(&t, &o, RV_ASYMMETRY_SCHWARZER, false, &out, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "table 1: Schwarzer's test needs whole numbers of people and events");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bcg_is_as_in_the_r_package_meta),
        cmocka_unit_test(egger_is_the_intercept_of_his_own_regression),
        cmocka_unit_test(additive_error_has_its_tau2),
        cmocka_unit_test(the_correction_takes_one_off_the_score),
        cmocka_unit_test(too_few_studies_and_equal_ones_are_refused),
        cmocka_unit_test(fractions_of_people_have_no_hypergeometric_distribution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
