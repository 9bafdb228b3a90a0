/*
 * Normand, S.-L. T. (1999) Tutorial in biostatistics. Meta-analysis: formulating, evaluating, combining, and reporting. Stat Med
 * 18:321-359. Lidocaine after heart attacks, risk differences in percent (six trials; Hine et al. 1989), Tables III (p. 330) and VII (p. 349);
 * length of stay after a stroke, mean differences in days (nine trials), Tables VIII and IX (pp. 351-352).
 */
#include <config.h>

#include "tests/published/published.h"

/* Deaths and patients, lidocaine; the same, control. */
static const double DEATHS[6][4] = { { 2, 39, 1, 43 },   { 4, 44, 4, 44 },   { 6, 107, 4, 110 },
                                     { 7, 103, 5, 100 }, { 7, 110, 3, 106 }, { 11, 154, 4, 146 } };
/* People, mean and standard deviation, specialist care; the same, routine. */
static const double STAY[9][6] = { { 155, 55, 47, 156, 75, 64 }, { 31, 27, 7, 32, 29, 4 },   { 75, 64, 17, 71, 119, 29 },
                                   { 18, 66, 20, 18, 137, 48 },  { 8, 14, 8, 13, 18, 11 },   { 57, 19, 7, 52, 18, 4 },
                                   { 34, 52, 45, 33, 41, 34 },   { 110, 21, 16, 183, 31, 27 }, { 60, 30, 27, 52, 23, 20 } };

/* Table III, and Table VII: three methods, the same numbers, tau2 0. */
static void lidocaine_is_as_printed(void **state)
{
    static const double yi[] = { 2.8026, 0, 1.9711, 1.7961, 3.5334, 4.4031 },
                        vi[] = { 17.7575, 37.5657, 8.1323, 10.8998, 8.0114, 6.1320 };
    static const char *const methods[] = { "FE", "REML", "DL" };
    double y[6], v[6];
    const rv_meta_data d = { .k = 6, .yi = y, .vi = v };

    (void)state;
    published_tables("RD", DEATHS, 6, y, v);
    for (int i = 0; i < 6; i++) {
        y[i] *= 100, v[i] *= 1e4;
        assert_printed(y[i], yi[i], 4);
        assert_printed(v[i], vi[i], 4);
    }
    for (int i = 0; i < 3; i++) {
        const rv_meta_fit f = published_fit(&d, methods[i], NULL);
        assert_printed(f.pooled.estimate, 2.94, 2);
        assert_printed(f.pooled.ci_lo, .4, 1);
        assert_printed(f.pooled.ci_hi, 5.5, 1);
        assert_printed(f.tau2, 0, 3);
    }
}

/* Tables VIII and IX. */
static void length_of_stay_is_as_printed(void **state)
{
    static const double yi[] = { -20, -2, -55, -71, -4, 1, 11, -10, 7 },
                        vi[] = { 40.59, 2.05, 15.28, 150.22, 20.19, 1.22, 95.38, 8.03, 20.69 };
    static const struct { const char *method; double mean, lo, hi, tau2; } rows[] = {
        { "FE", -3.49, -5.03, -1.96, 0 }, { "DL", -14.10, -24.45, -3.75, 218.72 }, { "REML", -15.12, -32.67, 2.43, 685.20 } };
    double y[9], v[9];
    const rv_meta_data d = { .k = 9, .yi = y, .vi = v };

    (void)state;
    for (int i = 0; i < 9; i++) {
        const double *const s = STAY[i], n1 = s[0], n2 = s[3];
        const double pooled = ((n1 - 1) * s[2] * s[2] + (n2 - 1) * s[5] * s[5]) / (n1 + n2 - 2);
        y[i] = s[1] - s[4];
        v[i] = pooled / n1 + pooled / n2;
        assert_printed(y[i], yi[i], 0);
        assert_printed(v[i], vi[i], 2);
    }
    for (int i = 0; i < 3; i++) {
        const rv_meta_fit f = published_fit(&d, rows[i].method, NULL);
        assert_printed(f.pooled.estimate, rows[i].mean, 2);
        assert_printed(f.pooled.ci_lo, rows[i].lo, 2);
        assert_printed(f.pooled.ci_hi, rows[i].hi, 2);
        assert_printed(f.tau2, rows[i].tau2, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lidocaine_is_as_printed),
        cmocka_unit_test(length_of_stay_is_as_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
