/*
 * Viechtbauer, W. (2005) Bias and efficiency of meta-analytic variance estimators in the random-effects model. J Educ Behav Stat
 * 30:261-293: two examples with the data as printed, and the results on pages 271 and 272 (tau2 by each estimator), with I2 and H2.
 */
#include <config.h>

#include "tests/published/published.h"

static const double Y1[] = { -.581, .530, .771, 1.031, .553, .295, .078, .573, -.176, -.232 },
                    V1[] = { .023, .052, .060, .115, .095, .203, .200, .211, .051, .040 },
                    Y2[] = { .100, -.162, -.090, -.049, -.046, -.010, -.431, -.261, .134,
                             .019, .175,  .056,  .045,  .103,  .121,  -.482, .290,  .342 },
                    V2[] = { .016, .015, .050, .050, .032, .052, .036, .024, .034,
                             .033, .031, .034, .039, .167, .134, .096, .016, .035 };

typedef struct { const char *method; double tau2, i2, h2; } row;

static void check_rows(const rv_meta_data *d, const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const rv_meta_fit f = published_fit(d, rows[i].method, NULL);
        assert_printed(f.tau2, rows[i].tau2, 3);
        assert_printed(100 * f.i2, rows[i].i2, 2);
        assert_printed(f.h2, rows[i].h2, 2);
    }
}

/* Page 271. */
static void seven_estimators_of_ten_effects_are_as_printed(void **state)
{
    static const row rows[] = { { "HS", .228, 77.23, 4.39 },   { "HE", .148, 68.80, 3.21 }, { "DL", .277, 80.44, 5.11 },
                                { "ML", .197, 74.51, 3.92 },   { "REML", .223, 76.84, 4.32 }, { "EB", .192, 74.05, 3.85 },
                                { "SJ", .199, 74.75, 3.96 } };
    const rv_meta_data d = { .k = 10, .yi = Y1, .vi = V1 };

    (void)state;
    check_rows(&d, rows, sizeof rows / sizeof *rows);
}

/* Page 272: Hedges' estimator is 0 there, the others are not. */
static void seven_estimators_of_eighteen_effects_are_as_printed(void **state)
{
    static const row rows[] = { { "HS", .010, 22.93, 1.30 }, { "HE", .000, 0, 1 },          { "DL", .013, 27.53, 1.38 },
                                { "ML", .013, 28.45, 1.40 }, { "REML", .016, 32.02, 1.47 }, { "EB", .010, 23.72, 1.31 },
                                { "SJ", .025, 42.67, 1.74 } };
    const rv_meta_data d = { .k = 18, .yi = Y2, .vi = V2 };

    (void)state;
    check_rows(&d, rows, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seven_estimators_of_ten_effects_are_as_printed),
        cmocka_unit_test(seven_estimators_of_eighteen_effects_are_as_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
