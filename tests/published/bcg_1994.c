/*
 * Colditz et al. (1994) Efficacy of BCG vaccine in the prevention of tuberculosis. JAMA 271:698-702, 13 trials, as
 * analysed again in Viechtbauer, W. (2010) Conducting meta-analyses in R with the metafor package. J Stat Softw
 * 36(3), the worked example of the log risk ratio, whose output has four digits; and in van Houwelingen, Arends &
 * Stijnen (2002) Stat Med 21:589-624, log odds ratio by maximum likelihood, pages below. A print is held to half its
 * last digit.
 */
#include <config.h>

#include "tests/support.h"
#include "review/effect.h"
#include "review/meta.h"

enum { K = 13 };
static rv_error err;
/* Tuberculosis and not, vaccinated; the same, not vaccinated; latitude. Table 1 of van Houwelingen et al. */
static const double T[K][5] = {
    { 4, 119, 11, 128, 44 }, { 6, 300, 29, 274, 55 }, { 3, 228, 11, 209, 42 }, { 62, 13536, 248, 12619, 52 },
    { 33, 5036, 47, 5761, 13 }, { 180, 1361, 372, 1079, 44 }, { 8, 2537, 10, 619, 19 }, { 505, 87886, 499, 87892, 13 },
    { 29, 7470, 45, 7232, 27 }, { 17, 1699, 65, 1600, 42 }, { 186, 50448, 141, 27197, 18 }, { 5, 2493, 3, 2338, 33 },
    { 27, 16886, 29, 17825, 33 } };

static void effects(const char *measure, double *y, double *v)
{
    const rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input in[K];
    rv_effect out[K];

    for (int i = 0; i < K; i++) {
        in[i] = (rv_effect_input)RV_EFFECT_INPUT_INIT;
        in[i].ai = T[i][0], in[i].bi = T[i][1], in[i].ci = T[i][2], in[i].di = T[i][3];
    }
    assert_int_equal(rv_effect_make(rv_measure_find(measure), in, K, &o, out, &err), RV_OK);
    for (int i = 0; i < K; i++)
        y[i] = out[i].yi, v[i] = out[i].vi;
}

static rv_meta_fit run(const char *measure, const char *method, size_t p, rv_meta_coef *c)
{
    double y[K], v[K], x[2 * K];
    const rv_meta_data d = { .k = K, .yi = y, .vi = v, .p = p, .x = x, .intercept = true };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    effects(measure, y, v);
    for (int i = 0; i < K; i++)
        x[2 * i] = 1, x[2 * i + 1] = T[i][4];
    o.estimator = rv_estimator_find(method);
    o.test = RV_TEST_Z;
    assert_int_equal(rv_meta_run(&d, &o, &f, c, NULL, NULL, &err), RV_OK);
    return f;
}

/* Viechtbauer: tau2 0.3132 (se 0.1664), I2 92.22 %, H2 12.86, Q(12) = 152.2330; -0.7145, se 0.1798, z -3.9744, CI
   -1.0669 to -0.3622. Interval of tau2: 0.1197 to 1.1115. */
static void the_random_effects_model_is_as_printed(void **state)
{
    const rv_meta_fit f = run("RR", "REML", 0, NULL);

    (void)state;
    assert_close(f.tau2, 0.3132, 5e-5);
    assert_close(f.tau2_se, 0.1664, 5e-5);
    assert_close(f.i2, 0.9222, 5e-5);
    assert_close(f.h2, 12.86, 5e-4);
    assert_close(f.q, 152.2330, 5e-7);
    assert_close(f.pooled.estimate, -0.7145, 5e-5);
    assert_close(f.pooled.se, 0.1798, 5e-5);
    assert_close(f.pooled.stat, -3.9744, 5e-5);
    assert_close(f.pooled.ci_lo, -1.0669, 5e-5);
    assert_close(f.pooled.ci_hi, -0.3622, 5e-5);
    assert_close(f.tau2_lo, 0.1197, 5e-5);
    assert_close(f.tau2_hi, 1.1115, 5e-5);
}

/* Viechtbauer, latitude alone: intercept 0.2515 (0.2491), latitude -0.0291 (0.0072), tau2 0.0764, R2 75.62 %, QM
   16.3571. The scoring of that print stopped once a step was below 1e-5, beside the maximum at tau2 = 0.07635; so
   what depends on tau2 is held to two units of the last digit. */
static void latitude_explains_three_quarters(void **state)
{
    rv_meta_coef c[2];
    const rv_meta_fit f = run("RR", "REML", 2, c);

    (void)state;
    assert_close(c[0].estimate, 0.2515, 5e-5);
    assert_close(c[0].se, 0.2491, 5e-5);
    assert_close(c[1].estimate, -0.0291, 5e-5);
    assert_close(c[1].se, 0.0072, 5e-5);
    assert_close(f.tau2, 0.0764, 1e-4);
    assert_close(f.r2, 0.7562, 2e-4);
    assert_close(f.qm, 16.3571, 2e-4);
}

/* van Houwelingen et al.: common effect, odds ratio 0.647 from 0.595 (p. 596; the upper limit is printed 0.703, and
   is 0.7024); ML, 0.476 (0.336, 0.675), tau2 0.302 (p. 597); range of true effects -1.820 to 0.336 (p. 599); with
   latitude 0.371 (0.106), -0.033 (0.003), tau2 0.004 (pp. 608-609). */
static void maximum_likelihood_of_the_odds_ratio_is_as_printed(void **state)
{
    rv_meta_coef c[2];
    rv_meta_fit f = run("OR", "CE", 0, NULL);

    (void)state;
    assert_close(exp(f.pooled.estimate), 0.647, 5.5e-4);
    assert_close(exp(f.pooled.ci_lo), 0.595, 5e-4);
    f = run("OR", "ML", 0, NULL);
    assert_close(exp(f.pooled.estimate), 0.476, 5e-4);
    assert_close(exp(f.pooled.ci_lo), 0.336, 5e-4);
    assert_close(exp(f.pooled.ci_hi), 0.675, 5e-4);
    assert_close(f.tau2, 0.302, 5e-4);
    assert_close(f.pooled.estimate - 1.96 * sqrt(f.tau2), -1.820, 5e-4);
    assert_close(f.pooled.estimate + 1.96 * sqrt(f.tau2), 0.336, 5e-4);
    f = run("OR", "ML", 2, c);
    assert_close(c[0].estimate, 0.371, 5e-4);
    assert_close(c[0].se, 0.106, 5e-4);
    assert_close(c[1].estimate, -0.033, 5e-4);
    assert_close(c[1].se, 0.003, 5e-4);
    assert_close(f.tau2, 0.004, 5e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_random_effects_model_is_as_printed),
        cmocka_unit_test(latitude_explains_three_quarters),
        cmocka_unit_test(maximum_likelihood_of_the_odds_ratio_is_as_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
