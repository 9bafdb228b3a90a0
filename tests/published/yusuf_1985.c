/*
 * Yusuf, S., Peto, R., Lewis, J., Collins, R. & Sleight, P. (1985) Beta blockade during and after myocardial infarction: an overview
 * of the randomized trials. Prog Cardiovasc Dis 27:335-371, Table 6 (mortality in short trials of early oral treatment): deaths and
 * patients by group. The typical odds ratio of these trials is 0.93 (0.74 to 1.18), as the metafor project's worked example of
 * the paper has it too. One trial has no data, three have no deaths in either group.
 */
#include <config.h>

#include "tests/support.h"
#include "review/meta_tables.h"

enum { K = 22 };
static rv_error err;
static const double T[K][4] = { { 14, 56, 15, 58 },   { 18, 66, 19, 64 },    { 15, 100, 12, 95 },  { 10, 52, 12, 47 },
                                { 21, 226, 24, 228 }, { 3, 38, 6, 31 },      { 2, 20, 3, 20 },     { NAN, NAN, NAN, NAN },
                                { 19, 76, 15, 67 },   { 15, 106, 9, 114 },   { 5, 62, 4, 57 },     { 0, 9, 0, 8 },
                                { 8, 133, 11, 127 },  { 3, 48, 3, 49 },      { 0, 16, 0, 13 },     { 1, 42, 1, 46 },
                                { 0, 25, 3, 25 },     { 14, 221, 15, 228 },  { 0, 11, 0, 11 },     { 8, 259, 7, 129 },
                                { 6, 157, 4, 158 },   { 3, 177, 2, 136 } };

static void the_typical_odds_ratio_is_as_printed(void **state)
{
    const rv_mh_options o = RV_MH_OPTIONS_INIT;
    double a[K], b[K], c[K], d[K];
    const rv_tables t = { K, a, b, c, d, NULL };
    rv_tables_row rows[K];
    rv_tables_fit f;

    (void)state;
    for (int i = 0; i < K; i++)
        a[i] = T[i][0], b[i] = T[i][1] - T[i][0], c[i] = T[i][2], d[i] = T[i][3] - T[i][2];
    assert_int_equal(rv_peto_run(&t, &o, &f, rows, &err), RV_OK);
    assert_close(exp(f.pooled.estimate), 0.93, 5e-3);
    assert_close(exp(f.pooled.ci_lo), 0.74, 5e-3);
    assert_close(exp(f.pooled.ci_hi), 1.18, 5e-3);
    assert_int_equal(f.k, 21);
    assert_int_equal(f.k_pos, 18);
    assert_true(rows[7].fate & RV_TABLES_MISSING);
    assert_true(rows[11].fate & RV_TABLES_DOUBLE_ZERO);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_typical_odds_ratio_is_as_printed) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
