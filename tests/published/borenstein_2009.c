/*
 * Borenstein, M., Hedges, L. V., Higgins, J. P. T. & Rothstein, H. R. (2009) Introduction to Meta-Analysis. Wiley: the worked example of
 * six studies with means, chapter 14 (data of table 14.1; common effect, DerSimonian-Laird), and its prediction interval by the formula
 * of Higgins, Thompson & Spiegelhalter (2009), chapter 17.
 */
#include <config.h>

#include "tests/published/published.h"

enum { K = 6 };
/* Mean, standard deviation and people, treated; the same, control: Carroll, Grant, Peck, Donat, Stewart, Young. */
static const double T[K][6] = { { 94, 22, 60, 92, 20, 60 },   { 98, 21, 65, 92, 22, 65 }, { 98, 28, 40, 88, 26, 40 },
                                { 94, 19, 200, 82, 17, 200 }, { 98, 21, 50, 88, 22, 45 }, { 96, 21, 85, 92, 22, 85 } };
static double y[K], v[K];
static const rv_meta_data D = { .k = K, .yi = y, .vi = v };

/* Hedges' g by the book's chapter 4: J = 1 - 3 / (4 df - 1), the variance of d times J squared. */
static void make(void)
{
    for (int i = 0; i < K; i++) {
        const double *const t = T[i], n1 = t[2], n2 = t[5], df = n1 + n2 - 2, j = 1 - 3 / (4 * df - 1);
        const double d = (t[0] - t[3]) / sqrt(((n1 - 1) * t[1] * t[1] + (n2 - 1) * t[4] * t[4]) / df);
        y[i] = j * d;
        v[i] = j * j * ((n1 + n2) / (n1 * n2) + d * d / (2 * (n1 + n2)));
    }
}

static void effects_are_as_printed(void **state)
{
    static const double g[K] = { .095, .277, .367, .664, .462, .185 }, vg[K] = { .033, .031, .050, .011, .043, .023 };

    (void)state;
    for (int i = 0; i < K; i++) {
        assert_printed(y[i], g[i], 3);
        assert_printed(v[i], vg[i], 3);
    }
}

static void the_common_effect_is_as_printed(void **state)
{
    const rv_meta_fit f = published_fit(&D, "CE", NULL);

    (void)state;
    assert_printed(f.pooled.estimate, .4143, 4);
    assert_printed(f.pooled.se, .0640, 4);
    assert_printed(f.pooled.stat, 6.4739, 4);
    assert_printed(f.pooled.ci_lo, .2889, 4);
    assert_printed(f.pooled.ci_hi, .5397, 4);
    assert_printed(f.q, 12.0033, 4);
    assert_printed(f.q_p, .0347, 4);
}

static void random_effects_and_their_prediction_interval_are_as_printed(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    (void)state;
    o.estimator = rv_estimator_find("DL");
    o.test = RV_TEST_Z;
    o.pi = RV_PI_HTS;
    assert_int_equal(rv_meta_run(&D, &o, &f, NULL, NULL, NULL, NULL), RV_OK);
    assert_printed(f.tau2, .0373, 4);
    assert_printed(f.i2, .5834, 4);
    assert_printed(f.pooled.estimate, .3582, 4);
    assert_printed(f.pooled.se, .1052, 4);
    assert_printed(f.pooled.stat, 3.4038, 4);
    assert_printed(f.pooled.ci_lo, .1520, 4);
    assert_printed(f.pooled.ci_hi, .5645, 4);
    assert_printed(f.pooled.p, .0007, 4);
    assert_close(f.pi_df, 4, 1e-12);
    assert_printed(f.pi_lo, -.2525, 4);
    assert_printed(f.pi_hi, .9690, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects_are_as_printed),
        cmocka_unit_test(the_common_effect_is_as_printed),
        cmocka_unit_test(random_effects_and_their_prediction_interval_are_as_printed),
    };

    make();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
