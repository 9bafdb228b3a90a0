/*
 * Lipsey, M. W. & Wilson, D. B. (2001) Practical Meta-Analysis. Sage: the worked example of ten programmes, Exhibits 7.3 (p. 133), 7.4
 * (p. 138), 7.6 and 7.7 (p. 141): a common effect, DerSimonian and Laird, an analysis of variance and regressions. Data as printed there.
 * The book computes from effects and weights with more digits than it prints; where its last digit differs for that, the comment says so.
 */
#include <config.h>

#include "tests/published/published.h"

enum { K = 10 };
static const double Y[K] = { -.33, .32, .39, .31, .17, .64, -.33, .15, -.02, 0 },
                    V[K] = { .084, .035, .017, .034, .072, .117, .102, .093, .012, .067 };
/* A column of ones, random assignment, intensity. */
static const double X[K][3] = { { 1, 0, 7 }, { 1, 0, 3 }, { 1, 0, 7 }, { 1, 0, 5 }, { 1, 0, 7 },
                                { 1, 0, 7 }, { 1, 1, 4 }, { 1, 1, 4 }, { 1, 1, 5 }, { 1, 1, 6 } };
static rv_error err;

static void check_coef(const rv_meta_coef *c, const double *want)
{
    assert_printed(c->estimate, want[0], 4);
    assert_printed(c->se, want[1], 4);
    assert_printed(c->stat, want[2], 4);
    assert_printed(c->p, want[3], 4);
    assert_printed(c->ci_lo, want[4], 4);
    assert_printed(c->ci_hi, want[5], 4);
}

/* Exhibit 7.3. */
static void common_and_random_effects_are_as_printed(void **state)
{
    static const double common[] = { .1549, .0609, 2.5450, .0109, .0356, .2742 },
                        random[] = { .1534, .0858, 1.7893, .0736, -.0146, .3215 };
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V };
    rv_meta_fit f = published_fit(&d, "CE", NULL);

    (void)state;
    check_coef(&f.pooled, common);
    assert_printed(f.q, 14.7640, 4);
    assert_printed(f.q_p, 0.0976, 4);
    f = published_fit(&d, "DL", NULL);
    check_coef(&f.pooled, random);
    assert_printed(f.tau2, 0.025955, 6);
}

/* Exhibit 7.4. Printed 7.0738 between, 7.6902 within, 6.4383 in the first group. */
static void groups_differ_as_printed(void **state)
{
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V };
    const size_t group[K] = { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1 };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f[2];
    rv_meta_between b;

    (void)state;
    o.estimator = rv_estimator_find("CE");
    assert_int_equal(rv_meta_subgroups(&d, group, 2, &o, false, f, NULL, &b, &err), RV_OK);
    assert_printed(f[0].pooled.estimate, 0.2984, 4);
    assert_printed(f[0].pooled.se, 0.0813, 4);
    assert_printed(f[0].pooled.ci_lo, 0.1390, 4);
    assert_printed(f[0].pooled.ci_hi, 0.4578, 4);
    assert_printed(f[1].pooled.estimate, -0.0277, 4);
    assert_printed(f[1].pooled.se, 0.0917, 4);
    assert_printed(f[1].pooled.ci_lo, -0.2075, 4);
    assert_printed(f[1].pooled.ci_hi, 0.1521, 4);
    assert_close(b.q, 7.0738, 2e-5);
    assert_printed(b.p, 0.0078, 4);
    assert_close(f[0].q, 6.4383, 2e-5);
    assert_printed(f[0].q_p, 0.2659, 4);
    assert_printed(f[1].q, 1.2519, 4);
    assert_printed(f[1].q_p, 0.7406, 4);
    assert_close(f[0].q + f[1].q, 7.6902, 2e-5);
}

/* Exhibits 7.6 and 7.7. Printed 7.6833, p .3613; and 5.5709. */
static void regressions_are_as_printed(void **state)
{
    static const double common[3][6] = { { .3223, .2998, 1.0752, .2823, -.2652, .9099 },
                                         { -.3298, .1304, -2.5286, .0115, -.5854, -.0742 },
                                         { -.0041, .0493, -.0829, .9339, -.1007, .0925 } },
                        mixed[3][6] = { { .3311, .3198, 1.0351, .3006, -.2958, .9579 },
                                        { -.3269, .1439, -2.2712, .0231, -.6090, -.0448 },
                                        { -.0068, .0528, -.1292, .8972, -.1103, .0967 } };
    const rv_meta_data d = { .k = K, .yi = Y, .vi = V, .p = 3, .x = X[0], .intercept = true };
    rv_meta_coef c[3];
    rv_meta_fit f = published_fit(&d, "CE", c);

    (void)state;
    for (int i = 0; i < 3; i++)
        check_coef(&c[i], common[i]);
    assert_printed(f.qm, 7.0807, 4);
    assert_printed(f.qm_p, 0.0290, 4);
    assert_close(f.q, 7.6833, 2e-5);
    assert_close(f.q_p, 0.3613, 1.5e-4);
    f = published_fit(&d, "DL", c);
    for (int i = 0; i < 3; i++)
        check_coef(&c[i], mixed[i]);
    assert_close(f.qm, 5.5709, 5e-5);
    assert_printed(f.qm_p, 0.0617, 4);
    assert_printed(f.tau2, 0.00488, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_and_random_effects_are_as_printed),
        cmocka_unit_test(groups_differ_as_printed),
        cmocka_unit_test(regressions_are_as_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
