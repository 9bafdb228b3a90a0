/*
 * Berkey, C. S., Hoaglin, D. C., Mosteller, F. & Colditz, G. A. (1995) A random-effects regression model for meta-analysis. Stat Med
 * 14:395-411: the 13 trials of BCG vaccine, log relative risks with smoothed variances, latitude about 33.46 degrees; page 408.
 */
#include <config.h>

#include "tests/published/published.h"
#include "review/meta_regression.h"

enum { K = 13 };
/* Tuberculosis and not, vaccinated; the same, not vaccinated; latitude. */
static const double T[K][5] = {
    { 4, 119, 11, 128, 44 }, { 6, 300, 29, 274, 55 }, { 3, 228, 11, 209, 42 }, { 62, 13536, 248, 12619, 52 },
    { 33, 5036, 47, 5761, 13 }, { 180, 1361, 372, 1079, 44 }, { 8, 2537, 10, 619, 19 }, { 505, 87886, 499, 87892, 13 },
    { 29, 7470, 45, 7232, 27 }, { 17, 1699, 65, 1600, 42 }, { 186, 50448, 141, 27197, 18 }, { 5, 2493, 3, 2338, 33 },
    { 27, 16886, 29, 17825, 33 } };
static double y[K], v[K], x[K][2];

/* The variance of ln(events / people) with the odds of no event averaged over the trials: sum (no / yes) / (13 n), group by group. */
static void make(void)
{
    double treated = 0, control = 0;

    for (int i = 0; i < K; i++) {
        treated += T[i][1] / T[i][0] / K;
        control += T[i][3] / T[i][2] / K;
    }
    for (int i = 0; i < K; i++) {
        const double n1 = T[i][0] + T[i][1], n2 = T[i][2] + T[i][3];
        y[i] = log(T[i][0] / n1) - log(T[i][2] / n2);
        v[i] = treated / n1 + control / n2;
        x[i][0] = 1, x[i][1] = T[i][4] - 33.46;
    }
}

static void the_random_effects_model_is_as_printed(void **state)
{
    const rv_meta_data d = { .k = K, .yi = y, .vi = v };
    const rv_meta_fit f = published_fit(&d, "EB", NULL);

    (void)state;
    assert_printed(f.pooled.estimate, -.5429, 4);
    assert_printed(f.pooled.se, .1842, 4);
    assert_printed(f.tau2, .268, 3);
}

/* Printed -0.6304 for the intercept; it is -0.63033. */
static void latitude_with_empirical_bayes_is_as_printed(void **state)
{
    const rv_meta_data d = { .k = K, .yi = y, .vi = v, .p = 2, .x = x[0], .intercept = true };
    rv_meta_coef c[2];
    const rv_meta_fit f = published_fit(&d, "EB", c);

    (void)state;
    assert_close(c[0].estimate, -.6304, 1e-4);
    assert_printed(c[0].se, .1591, 4);
    assert_printed(c[1].estimate, -.0268, 4);
    assert_printed(c[1].se, .0110, 4);
    assert_printed(f.tau2, .157, 3);
    assert_printed(100 * f.r2, 41, 0);
    assert_printed(exp(c[0].estimate), .53, 2);
    assert_printed(exp(c[0].estimate + (42 - 33.46) * c[1].estimate), .42, 2);
}

/* Printed -0.5950 and 0.0039; they are -0.59490 and 0.00396. */
static void latitude_with_fixed_effects_is_as_printed(void **state)
{
    const rv_meta_data d = { .k = K, .yi = y, .vi = v, .p = 2, .x = x[0], .intercept = true };
    const double at[] = { 1, 0, 1, 42 - 33.46 };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_coef c[2];
    rv_meta_prediction at_latitude[2];
    rv_error err;

    (void)state;
    published_fit(&d, "FE", c);
    assert_close(c[0].estimate, -.5950, 2e-4);
    assert_printed(c[0].se, .0696, 4);
    assert_printed(c[1].estimate, -.0282, 4);
    assert_close(c[1].se, .0039, 1e-4);
    o.estimator = rv_estimator_find("FE");
    assert_int_equal(rv_meta_predict(&d, &o, at, 2, at_latitude, &err), RV_OK);
    assert_printed(exp(at_latitude[0].mean.estimate), .55, 2);
    assert_printed(exp(at_latitude[1].mean.estimate), .43, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_random_effects_model_is_as_printed),
        cmocka_unit_test(latitude_with_empirical_bayes_is_as_printed),
        cmocka_unit_test(latitude_with_fixed_effects_is_as_printed),
    };

    make();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
