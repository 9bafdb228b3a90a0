/*
 * Henmi, M. & Copas, J. B. (2010) Confidence intervals for random effects meta-analysis and robustness to publication bias. Stat Med
 * 29:2969-2983: 16 trials of P6 acupoint stimulation against vomiting after operations (Lee & Done 2004), log odds ratios; page 2978.
 */
#include <config.h>

#include "tests/published/published.h"
#include "review/meta_interval.h"

enum { K = 16 };
/* Vomiting and patients, stimulated; the same, control. */
static const double T[K][4] = { { 18, 100, 20, 100 }, { 5, 50, 18, 50 },   { 9, 20, 7, 20 },    { 32, 135, 31, 139 },
                                { 9, 23, 10, 23 },    { 11, 18, 12, 18 },  { 69, 122, 80, 122 }, { 3, 25, 12, 25 },
                                { 1, 30, 1, 30 },     { 11, 30, 19, 30 },  { 7, 44, 16, 39 },   { 4, 47, 6, 47 },
                                { 1, 30, 13, 30 },    { 24, 40, 71, 80 },  { 16, 50, 53, 88 },  { 28, 110, 25, 111 } };
static double y[K], v[K];
static const rv_meta_data D = { .k = K, .yi = y, .vi = v };

static void dersimonian_and_laird_is_as_printed(void **state)
{
    const rv_meta_fit f = published_fit(&D, "DL", NULL);

    (void)state;
    assert_printed(f.tau2, .3325, 4);
    assert_printed(f.pooled.estimate, -.6787, 4);
    assert_printed(f.pooled.ci_lo, -1.0664, 4);
    assert_printed(f.pooled.ci_hi, -.2911, 4);
}

static void their_interval_is_as_printed(void **state)
{
    rv_henmi_copas f;
    rv_error err;

    (void)state;
    if (rv_meta_henmi_copas(&D, 0.95, false, &f, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_printed(f.estimate, -.5145, 4);
    assert_close(f.ci_lo, -.9994, 2e-4);
    assert_close(f.ci_hi, -.0295, 2e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dersimonian_and_laird_is_as_printed),
        cmocka_unit_test(their_interval_is_as_printed),
    };

    published_tables("OR", T, K, y, v);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
