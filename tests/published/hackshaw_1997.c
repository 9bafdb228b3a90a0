/*
 * Hackshaw, A. K., Law, M. R. & Wald, N. J. (1997) The accumulated evidence on lung cancer and environmental tobacco smoke. Br Med J
 * 315:980-988: 37 studies of women who never smoked, relative risks with 95 % limits of their table; the pooled one (abstract). The same
 * data again in
 *     Copas, J. B. & Shi, J. Q. (2000) Br Med J 320:417-418 (abstract): 24 %, 13 % to 36 %, p < .001;
 *     Takagi, H. et al. (2006) Lung Cancer 51:245-246 (abstract): trim and fill adds 7 studies, 1.19, 1.08 to 1.31, p = .0004;
 *     Becker, B. J. (2005) Failsafe N or file-drawer number, in Rothstein, Sutton & Borenstein, Publication Bias in Meta-Analysis,
 *     ch. 7: Orwin's number for a relative risk of 1.05.
 */
#include <config.h>

#include "tests/published/published.h"
#include "review/meta_bias.h"

enum { K = 37 };
static const double RR[K][3] = {
    { 1.18, .90, 1.54 }, { 1.45, 1.02, 2.08 }, { 2.02, .48, 8.56 }, { 1.20, .80, 1.60 }, { .75, .43, 1.30 },
    { 2.07, .81, 5.25 }, { 2.13, 1.19, 3.83 }, { .80, .34, 1.90 }, { .79, .25, 2.45 }, { 2.01, 1.09, 3.72 },
    { 1.23, .81, 1.87 }, { 1.20, .50, 3.30 }, { 1.52, .87, 2.63 }, { 1.03, .41, 2.55 }, { 1.55, .90, 2.67 },
    { 1.03, .61, 1.74 }, { 2.34, .81, 6.75 }, { 1.65, 1.16, 2.35 }, { 1.19, .82, 1.73 }, { 1.52, .39, 5.96 },
    { 2.16, 1.08, 4.29 }, { 1.08, .64, 1.82 }, { 2.55, .74, 8.78 }, { 1.62, .90, 2.91 }, { 1.06, .74, 1.52 },
    { .79, .62, 1.02 }, { .74, .32, 1.69 }, { 2.27, .75, 6.82 }, { .97, .78, 1.21 }, { 1.60, .80, 3.00 },
    { 1.19, .66, 2.13 }, { 1.66, .73, 3.78 }, { 1.26, 1.04, 1.54 }, { 1.10, .62, 1.96 }, { 1.66, 1.12, 2.45 },
    { 1.16, .80, 1.69 }, { 1.11, .67, 1.84 } };
static double y[K], v[K];
static const rv_meta_data D = { .k = K, .yi = y, .vi = v };
static rv_error err;

static void the_pooled_risk_is_as_printed(void **state)
{
    const rv_meta_fit f = published_fit(&D, "DL", NULL);

    (void)state;
    assert_printed(exp(f.pooled.estimate), 1.24, 2);
    assert_printed(exp(f.pooled.ci_lo), 1.13, 2);
    assert_printed(exp(f.pooled.ci_hi), 1.36, 2);
    assert_true(f.pooled.p < .001);
}

static void trim_and_fill_adds_seven_studies(void **state)
{
    const rv_trim_options t = RV_TRIM_OPTIONS_INIT;
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_trim out;

    (void)state;
    o.estimator = rv_estimator_find("DL");
    o.test = RV_TEST_Z;
    assert_int_equal(rv_trim_run(&D, &o, &t, &out, NULL, NULL, &err), RV_OK);
    assert_int_equal(out.k0, 7);
    assert_int_equal(out.side, RV_TRIM_LEFT);
    assert_printed(exp(out.fit.pooled.estimate), 1.19, 2);
    assert_printed(exp(out.fit.pooled.ci_lo), 1.08, 2);
    assert_printed(exp(out.fit.pooled.ci_hi), 1.31, 2);
    assert_printed(out.fit.pooled.p, .0004, 4);
}

/* Printed 103 for the weighted mean of .186 and the target ln 1.05 = .049: 103.3, which we round up, since 103 do not suffice. */
static void orwins_number_is_as_printed(void **state)
{
    rv_fail_safe_options o = RV_FAIL_SAFE_OPTIONS_INIT;
    rv_fail_safe out;

    (void)state;
    o.kind = RV_FAIL_SAFE_ORWIN;
    o.target = .049;
    assert_int_equal(rv_fail_safe_run(y, v, K, &o, &out, &err), RV_OK);
    assert_printed(out.estimate, .186, 3);
    assert_close(out.number, 104, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pooled_risk_is_as_printed),
        cmocka_unit_test(trim_and_fill_adds_seven_studies),
        cmocka_unit_test(orwins_number_is_as_printed),
    };

    for (int i = 0; i < K; i++) {
        const double se = (log(RR[i][2]) - log(RR[i][1])) / (2 * 1.959964);
        y[i] = log(RR[i][0]);
        v[i] = se * se;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
